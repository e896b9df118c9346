"""Is marketing or sales the weak link in a business, how sure is that, and what should be done?

``import diagnostics as dx`` is the public face. A name is loaded when it is first used, with what it needs and no more;
where something it needs is not installed, the message is the command that installs it.

>>> import diagnostics as dx
>>> d = dx.diagnose(dx.Funnel(leads=28, wins=8), dx.Par(goal=25, closing=0.25))
>>> d.verdict, d.weak_link
('marketing', 'reach')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics import views as _views
from diagnostics.version import __version__ as __version__

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.app.report.report import report
    from diagnostics.comparison.answer import compare
    from diagnostics.diagnosis.answer import Diagnosis, diagnose
    from diagnostics.diagnosis.forecast import forecast
    from diagnostics.diagnosis.goal import leads_needed
    from diagnostics.diagnosis.levers import levers
    from diagnostics.diagnosis.money import Money
    from diagnostics.diagnosis.scenario import what_if
    from diagnostics.errors import InputError
    from diagnostics.extras import Extra
    from diagnostics.files import data_file
    from diagnostics.funnel.owen import attribute
    from diagnostics.funnel.records import Funnel, Par, Rate
    from diagnostics.leads.ledger import Ledger
    from diagnostics.leads.people.people import leads_or_people
    from diagnostics.months.table import Table

__all__ = [
    "Case",
    "Diagnosis",
    "Funnel",
    "InputError",
    "Ledger",
    "Money",
    "Par",
    "Rate",
    "Table",
    "attribute",
    "compare",
    "data_file",
    "diagnose",
    "forecast",
    "leads_needed",
    "leads_or_people",
    "levers",
    "report",
    "what_if",
]

_MODULE_OF = {
    "Case": "app.case.case",
    "Diagnosis": "diagnosis.answer",
    "Funnel": "funnel.records",
    "InputError": "errors",
    "Ledger": "leads.ledger",
    "Money": "diagnosis.money",
    "Par": "funnel.records",
    "Rate": "funnel.records",
    "Table": "months.table",
    "attribute": "funnel.owen",
    "compare": "comparison.answer",
    "data_file": "files",
    "diagnose": "diagnosis.answer",
    "forecast": "diagnosis.forecast",
    "leads_needed": "diagnosis.goal",
    "leads_or_people": "leads.people.people",
    "levers": "diagnosis.levers",
    "report": "app.report.report",
    "what_if": "diagnosis.scenario",
}

_NEEDS: dict[str, tuple[Extra, *tuple[str, ...]]] = {
    "Case": ("report", "pydantic", "filelock"),
    "Ledger": ("leads", "ibis", "duckdb", "pyarrow", "pydantic"),
    "Table": ("leads", "pydantic"),
    "report": ("report", "pydantic", "filelock"),
}
"""Extra and modules without which a name is of no use; what only some of it needs is asked for there."""


if not TYPE_CHECKING:  # a type checker then knows which names there are not

    def __getattr__(name: str) -> Any:
        """Load a public name on first use (PEP 562)."""
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        from diagnostics.extras import require

        if name in _NEEDS:
            require(*_NEEDS[name])
        value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])


def _load_views() -> _views.Views:
    from diagnostics.app.pages import figures

    return figures


_views.register(_load_views)
