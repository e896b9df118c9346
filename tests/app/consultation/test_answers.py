"""Two blind answers at the desk: each handed in apart, shown together, compared, settled and scored."""

from __future__ import annotations

import json
from types import MappingProxyType

import pytest

from diagnostics.app.case.case import Case
from diagnostics.app.case.meetings import reopened
from diagnostics.app.case.records import ROLES, Slip
from diagnostics.app.case.slips import compared, revealed, shown, unsettled
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.report.content import content
from diagnostics.app.report.html_report import html
from diagnostics.app.wording.answers_words import ROLE, bet_words, gap_words, note, score_words, warning
from diagnostics.errors import InputError
from diagnostics.language import speaking
from tests.pseudo import untranslated

DAY = "2026-02-03"
SALES = {
    "role": "sales",
    "weak": "marketing",
    "sure": "80 %",
    "lead": "A filled-in form",
    "sale": "paid",
    "call": "day",
}
MARKETING = {
    "role": "marketing",
    "weak": "sales",
    "sure": "90",
    "lead": "Anybody who calls",
    "sale": "Paid.",
    "call": "hour",
}


class Desk:
    """A window without a page."""

    def __init__(self, folder):
        self.consultation = Consultation(folder, quiet=0)
        self.say(do="new", client="Kitchen fitter")

    def say(self, **message):
        return self.consultation.handle({**message, "today": DAY})["shell"]

    @property
    def case(self):
        return self.consultation.case


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    made.say(do="step", to="answers")
    return made


@pytest.fixture
def both(desk):
    desk.say(do="hand_in", **SALES)
    desk.say(do="hand_in", **MARKETING)
    return desk


def test_a_slip_is_hidden_until_both_are_shown(both):
    view = both.say(do="step", to="answers")
    assert [s["handed_in"] for s in view["answers"]["slips"]] == [True, True] and view["answers"]["shown"] == []
    assert "form" not in json.dumps(view["answers"]["slips"])
    view = both.say(do="reveal")
    assert [s["role"] for s in view["answers"]["shown"]] == ["marketing", "sales"] and both.case.revealed == DAY
    assert "A filled-in form" in json.dumps(view["answers"]["shown"])


def test_the_report_says_nothing_of_a_slip_before_both_are_shown(both):
    assert b"filled-in form" not in html(content(both.case))
    both.say(do="reveal")
    assert b"filled-in form" in html(content(both.case))


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"do": "hand_in", **SALES}, "handed in already"),
        ({"do": "hand_in", **SALES, "role": "owner"}, "asked of somebody else"),
        ({"do": "hand_in", **MARKETING, "weak": ""}, "Choose marketing or sales"),
        ({"do": "hand_in", **MARKETING, "sure": "49"}, "from 50 to 100"),
        ({"do": "hand_in", **MARKETING, "sure": "1e2"}, "from 50 to 100"),
        ({"do": "hand_in", **MARKETING, "sale": "x" * 1001}, "at most 1,000"),
        ({"do": "ask_whom", "asked": "owner"}, "stays with those two"),
        ({"do": "reveal"}, "is missing"),
        ({"do": "settle", "word": "lead", "text": "a form"}, "not shown yet"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(desk, message, code):
    desk.say(do="hand_in", **SALES)
    before = desk.case
    view = desk.say(**message)
    assert view["alarm"] and code in view["notice"] and desk.case == before


def test_after_the_reveal_nothing_is_added_or_taken_back(desk):
    desk.say(do="hand_in", **SALES)
    desk.say(do="reveal", anyway=True)
    for message in ({"do": "hand_in", **MARKETING}, {"do": "take_back", "role": "sales"}):
        assert desk.say(**message)["alarm"]
    assert [slip.role for slip in desk.case.slips] == ["sales"]


def test_a_slip_is_taken_back_before_the_reveal_and_undo_touches_none(desk):
    desk.say(do="client", text="Another name")
    desk.say(do="hand_in", **SALES)
    desk.say(do="undo")
    desk.say(do="undo")
    assert len(desk.case.slips) == 1
    desk.say(do="take_back", role="sales")
    desk.say(do="redo")
    assert desk.case.slips == ()


def test_what_differs_is_warned_of_beside_the_verdict_until_it_is_settled(both):
    both.say(do="reveal")
    view = both.say(do="step", to="plan")
    assert view["differ"]["warning"].startswith("Marketing and sales count leads differently.")
    assert "how fast a lead is called" in view["differ"]["note"]
    assert content(both.case).caution.startswith("Marketing and sales count leads differently.")
    both.say(do="settle", word="lead", text="A filled-in form")
    view = both.say(do="settle", word="call")
    assert both.case.definitions.lead == "A filled-in form" and not unsettled(both.case)
    assert view["differ"] is None or not view["differ"]["warning"]
    assert "differently" not in content(both.case).caution
    both.say(do="undo")
    both.say(do="undo")
    assert unsettled(both.case) == ("lead", "call")


def test_what_is_open_stays_open_in_the_next_session(both):
    both.say(do="reveal")
    past = Case(slips=both.case.slips, revealed=DAY)
    later = past.changed(meetings=({"date": DAY, "slips": list(past.slips), "revealed": DAY},), slips=(), revealed="")
    assert unsettled(later) == ("lead", "call") and shown(later).asked == "sides"
    assert reopened(later, "2026-06-01").slips == ()


@pytest.mark.parametrize(
    ("one", "other", "state"),
    [
        ("A form.", "a  FORM", "same"),
        ("A form", "A call", "differ"),
        ("A form", "", "one"),
        ("", " . ", "none"),
        ("Ｆｏｒｍ", "form", "same"),
    ],
)
def test_wording_that_makes_no_difference_makes_none(one, other, state):
    assert compared((Slip(role="owner", lead=one), Slip(role="team", lead=other)), "lead") == state


def test_the_bets_are_scored_once_a_side_is_named(both):
    both.say(do="reveal")
    assert bet_words(shown(both.case)) == (
        "Marketing said sales, 90% sure.",
        "Sales said marketing, 80% sure.",
        "You bet on different sides.",
    )

    class Named:
        verdict, probability = "marketing", MappingProxyType({"marketing": 0.92})

    assert score_words(shown(both.case), Named()) == (
        "The diagnosis says marketing (92% likely).",
        "Sales was closer.",
        "Scores: Marketing 81, Sales 4. 0 is perfect, 25 a coin toss, 100 certain and wrong.",
    )
    Named.verdict = "undetermined"
    assert score_words(shown(both.case), Named()) == ("The diagnosis names no side yet, so no bet is scored.",)
    Named.verdict = "balanced"
    assert "neither side" in score_words(shown(both.case), Named())[0]


@pytest.mark.parametrize("asked", list(ROLES))
def test_every_sentence_is_translated(asked):
    class Named:
        verdict, probability = "sales", MappingProxyType({"sales": 0.92})

    first, second = ROLES[asked]
    for weak in (None, "marketing", "sales"):
        slips = (Slip(role=first, weak=weak, sure=0.8, lead="x"), Slip(role=second, weak="sales", sure=0.7, lead="y"))
        last = shown(Case(asked=asked, slips=slips, revealed=DAY))
        with speaking("en-XA"):
            lines = [*bet_words(last), *score_words(last, Named()), *gap_words(last), ROLE[first]]
            lines += [warning(last, words) for words in (("lead",), ("sale",), ("lead", "sale"))] + [
                note(last, ("call",))
            ]
            assert [untranslated(line) for line in lines] == [""] * len(lines)


def test_a_reveal_needs_a_day():
    with pytest.raises(InputError, match="date"):
        revealed(Case(slips=(Slip(role="sales"), Slip(role="marketing"))), "")
