"""What ``figure()`` and a notebook show of a result: the charts of the page, and nothing where there are none."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

import diagnostics as dx
from diagnostics.app.pages import figures
from diagnostics.app.pages.charts.balance import balance_spec
from diagnostics.app.pages.charts.bridge import bridge_spec
from diagnostics.app.pages.charts.change import change_spec
from diagnostics.app.pages.charts.timeline import timeline_spec
from diagnostics.app.pages.leads_charts import control_spec
from diagnostics.leads.people.people import LeadsOrPeople

DIAGNOSIS = dx.diagnose(dx.Funnel(leads=310, wins=17), dx.Par(goal=58, closing=0.12))


@pytest.mark.slow
def test_the_charts_of_a_diagnosis() -> None:
    assert DIAGNOSIS.figure() == DIAGNOSIS.figure("bridge") == go.Figure(bridge_spec(DIAGNOSIS))
    assert DIAGNOSIS.figure("balance") == go.Figure(balance_spec(DIAGNOSIS)) != go.Figure(bridge_spec(DIAGNOSIS))


def test_the_chart_of_a_comparison() -> None:
    found = dx.compare(dx.Funnel(leads=310, wins=17), dx.Funnel(leads=400, wins=18))
    assert found.figure() == go.Figure(change_spec(found.change))


def test_the_chart_of_a_table() -> None:
    table = dx.Table.read(dx.data_file("samples/leads_pile_up.csv"), basis="cohort")
    assert table.figure() == go.Figure(timeline_spec(table))


@pytest.mark.slow
def test_the_chart_of_leads_or_people() -> None:
    people = dx.leads_or_people(dx.Ledger.read(dx.data_file("ledger.csv"), as_of="2025-12-31"))
    assert isinstance(people, LeadsOrPeople)
    assert people.figure() == go.Figure(control_spec(people))


def test_another_chart_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        dx.InputError, match=r"'pie' is not the name of one of its charts\. Use one of bridge, balance\."
    ):
        DIAGNOSIS.figure("pie")  # type: ignore[arg-type]


def test_what_has_no_chart() -> None:
    with pytest.raises(TypeError, match="Funnel has no chart"):
        figures.figure(dx.Funnel(leads=1, wins=1), "")


def test_a_notebook_shows_the_sentence_and_the_bridge() -> None:
    shown = DIAGNOSIS._repr_html_()
    assert shown is not None
    assert shown.startswith(f"<p><strong>{DIAGNOSIS.sentence}</strong></p>")
    assert all(link in shown for link in DIAGNOSIS.bridge.index)
