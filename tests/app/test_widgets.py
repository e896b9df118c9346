"""Parts of the page as widgets: they need no browser, follow each other, and say the same as the page."""

from __future__ import annotations

import pytest
import traitlets

import diagnostics as dx
from diagnostics.app.forms.entries import example
from diagnostics.app.pages.answer_panes import panes
from diagnostics.reference import samples
from diagnostics.widgets import BalanceMap, Bridge, CountsForm, Door

PARTS = {Door: "door", Bridge: "bridge", BalanceMap: "balance"}


@pytest.fixture(params=sorted(samples.load()))
def texts(request):
    return dict(example(request.param).texts)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_shows_what_the_page_shows(part, texts):
    form = CountsForm(**texts)
    d = dx.diagnose(*form.value)
    pane = part(d)._pane
    assert pane[pane["kind"]] == panes(d)[PARTS[part]]


def test_parts_follow_a_form_and_show_nothing_while_it_is_incomplete(texts):
    form, parts = CountsForm(**texts), [part() for part in PARTS]
    assert all(part._pane == {"empty": "Nothing to show yet."} for part in parts)
    form.feed(*parts)
    assert len({part.diagnosis.sentence for part in parts}) == 1
    before = parts[0]._pane
    form.texts = {**form.texts, "wins": "1"}
    assert parts[0]._pane != before
    form.texts = {**form.texts, "wins": ""}
    assert form.value is None
    assert list(form.errors) == ["wins"]
    assert all(part.diagnosis is None and "empty" in part._pane for part in parts)


def test_a_part_is_linked_as_any_widget_is():
    form, door = CountsForm(leads="140", wins="9", months="3", goal="10", closing="20"), Door()
    traitlets.dlink((form, "value"), (door, "diagnosis"), lambda value: value and dx.diagnose(*value))
    assert door.diagnosis.sentence == dx.diagnose(dx.Funnel(140, 9, months=3), dx.Par(goal=10, closing=0.2)).sentence


def test_a_form_says_what_is_wrong_in_the_words_of_the_page():
    form = CountsForm(leads="many", wins="9")
    assert "“many” is not a number" in form.errors["leads"]
    assert form._pane["form"]["errors"]["leads"] == form.errors["leads"]
    assert set(form._pane["form"]["missing"]) < set(form.errors)


@pytest.mark.parametrize("part", PARTS)
def test_only_charts_are_given_plotly_when_they_ask(part, monkeypatch):
    sent = []
    widget = part()
    monkeypatch.setattr(widget, "send", lambda content, buffers: sent.append((content, len(buffers[0]))))
    widget._asked(widget, {"do": "something"}, [])
    assert sent == []
    widget._asked(widget, {"do": "plotly"}, [])
    assert sent[0][0] == {"plotly": True}
    assert sent[0][1] > 1_000_000
    assert widget._draws is (part is not Door)


def test_what_is_no_diagnosis_is_refused():
    with pytest.raises(traitlets.TraitError):
        Door().diagnosis = "sales"
