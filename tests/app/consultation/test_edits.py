"""What is typed in a session becomes another case, or stays a draft with what is wrong beside it."""

from __future__ import annotations

import pytest

from diagnostics.app.case.case import Case
from diagnostics.app.consultation import edits as sitting
from diagnostics.errors import InputError
from diagnostics.reference import activities, playbook


def after(case, *messages):
    for act, message in messages:
        case = sitting.change(case, act, message).case
    return case, dict(case.drafts)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", "2026-11-24"),
        ("2026-02-30", ""),
        ("24.11.2026", ""),
        ("", ""),
        (None, ""),
        ("2026-11-24T10:00", ""),
    ],
)
def test_a_day_is_one_or_none(text, day):
    assert sitting.day(text) == day


def test_what_is_known_of_an_activity_answers_its_questions():
    case, _ = after(
        Case(), ("activity", {"op": "add"}), ("activity", {"op": "set", "at": 0, "field": "what", "text": "demo CALL "})
    )
    assert (case.activities[0].what, case.activities[0].side) == ("demo CALL ", "sales")


def test_an_answer_given_by_hand_is_not_overruled():
    case, _ = after(
        Case(),
        ("activity", {"op": "add"}),
        ("activity", {"op": "set", "at": 0, "field": "person", "text": "no"}),
        ("activity", {"op": "set", "at": 0, "field": "what", "text": "Demo call"}),
    )
    assert case.activities[0].side == "marketing"


def test_an_amount_that_cannot_be_read_stays_as_it_was_typed_and_is_named():
    case, drafts = after(
        Case(), ("activity", {"op": "add"}), ("activity", {"op": "set", "at": 0, "field": "amount", "text": "a few"})
    )
    assert drafts == {"activity 0 amount": "a few"}
    text, wrong = sitting.draft(case, "activity 0 amount")
    assert text == "a few"
    assert "a few" in wrong and "How much a month" in wrong
    case, drafts = after(case, ("activity", {"op": "set", "at": 0, "field": "amount", "text": "1 200"}))
    assert (case.activities[0].amount, drafts) == (1200.0, {})


def test_drafts_move_up_with_their_rows():
    add = ("activity", {"op": "add"})
    wrong = [
        ("activity", {"op": "set", "at": at, "field": "amount", "text": text}) for at, text in ((0, "x"), (2, "z"))
    ]
    _, drafts = after(Case(), add, add, add, *wrong, ("activity", {"op": "remove", "at": 1}))
    assert drafts == {"activity 0 amount": "x", "activity 1 amount": "z"}
    _, drafts = after(Case(), add, add, add, *wrong, ("activity", {"op": "remove", "at": 0}))
    assert drafts == {"activity 1 amount": "z"}


@pytest.mark.parametrize(
    ("text", "sellers", "wrong"),
    [("3", 3, False), ("", None, False), ("0", None, True), ("2.5", None, True), ("many", None, True)],
)
def test_people_who_sell(text, sellers, wrong):
    case, drafts = after(Case(sellers=7), ("sellers", {"text": text}))
    assert (case.sellers, "sellers" in drafts) == (sellers, wrong)


def test_the_game_keeps_the_last_answer():
    first = next(iter(activities.load()))
    done = sitting.change(Case(), "answer", {"id": first, "side": "sales"})
    assert (dict(done.case.answers), done.answered) == ({first: "sales"}, first)
    done = sitting.change(done.case, "answer", {"id": first, "side": "marketing"})
    assert dict(done.case.answers) == {first: "marketing"}


@pytest.mark.parametrize(
    ("act", "message", "field"),
    [
        ("answer", {"id": "no_such", "side": "sales"}, "activity"),
        ("answer", {"id": "sales_letter", "side": "both"}, "side"),
        ("define", {"key": "profit", "text": "x"}, "definition"),
        ("activity", {"op": "remove", "at": 0}, "row"),
        ("scenario", {"op": "keep", "name": "a", "levels": {}}, "scenario"),
        ("scenario", {"op": "aim", "name": "a"}, "scenario"),
        ("plan", {"op": "choose", "id": "no_such"}, "play"),
        ("unit", {"unit": "days"}, "case: unit"),
    ],
)
def test_what_cannot_be_is_refused_by_name(act, message, field):
    with pytest.raises(InputError) as caught:
        sitting.change(Case(), act, message)
    assert caught.value.field == field


def test_scenarios_are_kept_by_name_and_one_is_aimed_at():
    keep = ("scenario", {"op": "keep", "name": "Better offers", "levels": {"closing": 0.2}})
    case, _ = after(Case(), keep, ("scenario", {"op": "aim", "name": "Better offers"}))
    assert case.aim == "Better offers"
    again = ("scenario", {"op": "keep", "name": " Better offers ", "levels": {"closing": 0.3}})
    case, _ = after(case, again)
    assert [(s.name, dict(s.levels)) for s in case.scenarios] == [("Better offers", {"closing": 0.3})]
    case, _ = after(case, ("scenario", {"op": "keep", "name": "", "levels": {"reach": 200.0}}))
    assert case.scenarios[1].name == "Scenario 2"
    unnamed = ("scenario", {"op": "keep", "name": "", "levels": {"reach": 300.0}})
    fewer, _ = after(case, ("scenario", {"op": "remove", "name": "Better offers"}), unnamed)
    assert [(s.name, s.levels["reach"]) for s in fewer.scenarios] == [("Scenario 2", 200.0), ("Scenario 3", 300.0)]
    case, _ = after(case, ("scenario", {"op": "remove", "name": "Better offers"}))
    assert (case.aim, [s.name for s in case.scenarios]) == ("", ["Scenario 2"])


def test_an_action_is_chosen_once_and_says_who_and_when():
    play = next(iter(playbook.load().values()))
    choose = ("plan", {"op": "choose", "id": play.id})
    case, _ = after(
        Case(),
        choose,
        choose,
        ("plan", {"op": "set", "at": 0, "field": "owner", "text": "Maria"}),
        ("plan", {"op": "set", "at": 0, "field": "date", "text": "2026-03-01"}),
        ("plan", {"op": "own"}),
        ("plan", {"op": "set", "at": 1, "field": "what", "text": "Ring the baker"}),
    )
    assert [(a.id, a.what, a.owner, a.date) for a in case.plan] == [
        (play.id, play.what, "Maria", "2026-03-01"),
        ("", "Ring the baker", "", ""),
    ]
    case, drafts = after(case, ("plan", {"op": "set", "at": 0, "field": "date", "text": "soon"}))
    assert case.plan[0].date == "2026-03-01", "what stood there stays"
    assert sitting.draft(case, "plan 0 date")[0] == "soon"
    assert "soon" in sitting.draft(case, "plan 0 date")[1]
    assert Case.from_json(case.to_json()).drafts == drafts, "it is in the file too"
    case, _ = after(case, ("plan", {"op": "drop", "id": play.id}))
    assert [a.what for a in case.plan] == ["Ring the baker"]


def test_a_case_is_kept_beside_another(tmp_path):
    path = tmp_path / "client.json"
    path.write_text("theirs")
    one = sitting.beside(Case(client="mine"), path)
    other = sitting.beside(Case(client="mine too"), path)
    assert (one.name, other.name) == ("client.mine.json", "client.mine-2.json")
    assert path.read_text() == "theirs"
    assert Case.load(other).client == "mine too"


def test_a_name_is_compared_as_it_is_kept():
    keep = ("scenario", {"op": "keep", "name": "x\x00y", "levels": {"closing": 0.2}})
    case, _ = after(Case(), keep, keep)
    assert [s.name for s in case.scenarios] == ["x y"]
    case, _ = after(case, ("scenario", {"op": "keep", "name": "\x00", "levels": {"closing": 0.3}}))
    assert [s.name for s in case.scenarios] == ["x y", "Scenario 2"]


@pytest.mark.parametrize(
    ("message", "key"),
    [
        (("activity", {"op": "set", "at": 0, "field": "amount", "text": "2000000000"}), "activity 0 amount"),
        (("activity", {"op": "set", "at": 0, "field": "amount", "text": "-1"}), "activity 0 amount"),
        (("wanted", {"text": "2000000000"}), "wanted"),
        (("wanted", {"text": "0.001"}), "wanted"),
        (("sellers", {"text": "10001"}), "sellers"),
    ],
)
def test_a_number_out_of_bounds_stays_beside_its_field_as_it_was_typed(message, key):
    """An amount above what a case holds used to be refused as a whole, and its text was not kept."""
    case, drafts = after(Case(), ("activity", {"op": "add"}), message)
    assert drafts == {key: message[1]["text"]}
    text, wrong = sitting.draft(case, key)
    assert text in wrong and wrong.endswith(".")
