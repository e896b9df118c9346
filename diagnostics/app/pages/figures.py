"""Charts and HTML of what the package returns, for notebooks: what :mod:`diagnostics.views` asks the product for."""

from __future__ import annotations

import html as html_
from collections.abc import Callable
from typing import TYPE_CHECKING

from diagnostics.app.pages import charts
from diagnostics.app.pages.leads_charts import control
from diagnostics.comparison.answer import Bridge
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.errors import InputError
from diagnostics.leads.people import LeadsOrPeople
from diagnostics.months.table import Table

if TYPE_CHECKING:
    import plotly.graph_objects as go

    Draw = Callable[[], go.Figure]


def figure(of: object, name: str) -> go.Figure:
    """A chart of something, by its name; the first one where the name is empty.

    Raises
    ------
    InputError
        Where there is no chart of that name.
    """
    drawn = _charts(of)
    if name and name not in drawn:
        raise InputError("no-such-chart", "figure", name, choices=drawn)
    return drawn[name or next(iter(drawn))]()


def _charts(of: object) -> dict[str, Draw]:
    match of:
        case Diagnosis():
            return {"bridge": lambda: charts.bridge(of), "balance": lambda: charts.balance(of)}
        case Bridge():
            return {"bridge": lambda: charts.change(of.change)}
        case Table():
            return {"timeline": lambda: charts.timeline(of)}
        case LeadsOrPeople():
            return {"control": lambda: control(of)}
    raise TypeError(f"{type(of).__name__} has no chart")


def html(of: object) -> str:
    """The sentence and the bridge of a diagnosis."""
    assert isinstance(of, Diagnosis)
    return f"<p><strong>{html_.escape(of.sentence)}</strong></p>{of.bridge.round(1).to_html()}"
