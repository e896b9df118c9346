"""Charts and HTML of what the package returns, for notebooks: what :mod:`diagnostics.views` asks the product for."""

from __future__ import annotations

import html as html_
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from diagnostics.app.pages.charts.balance import balance_spec
from diagnostics.app.pages.charts.bridge import bridge_spec
from diagnostics.app.pages.charts.change import change_spec
from diagnostics.app.pages.charts.timeline import timeline_spec
from diagnostics.app.pages.leads_charts import control_spec
from diagnostics.comparison.answer import Bridge
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.errors import InputError
from diagnostics.leads.people.people import LeadsOrPeople
from diagnostics.months.table import Table

if TYPE_CHECKING:
    import plotly.graph_objects as go

Draw = Callable[[], Mapping[str, object]]


def figure(of: object, name: str) -> go.Figure:
    """A chart of something, by its name; the first one where the name is empty.

    Raises
    ------
    InputError
        Where there is no chart of that name.
    """
    import plotly.graph_objects as go

    drawn = _charts(of)
    if name and name not in drawn:
        raise InputError("no-such-chart", "figure", name, choices=drawn)
    return go.Figure(drawn[name or next(iter(drawn))]())


def _charts(of: object) -> dict[str, Draw]:
    match of:
        case Diagnosis():
            return {"bridge": lambda: bridge_spec(of), "balance": lambda: balance_spec(of)}
        case Bridge():
            return {"bridge": lambda: change_spec(of.change)}
        case Table():
            return {"timeline": lambda: timeline_spec(of)}
        case LeadsOrPeople():
            return {"control": lambda: control_spec(of)}
    raise TypeError(f"{type(of).__name__} has no chart")


def html(of: object) -> str:
    """The sentence and the bridge of a diagnosis."""
    assert isinstance(of, Diagnosis)
    return f"<p><strong>{html_.escape(of.sentence)}</strong></p>{of.bridge.round(1).to_html()}"
