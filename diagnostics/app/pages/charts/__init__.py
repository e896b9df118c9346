"""The charts, one module each: pure functions from a result to a specification, as plotly.js takes it.

A page sends the specification, which costs no validation and no import of plotly; ``figure()`` of a result makes a
plotly figure of it, see :mod:`~diagnostics.app.pages.figures`.
"""
