"""What is typed in a consultation becomes another case, or stays a draft with what is wrong beside it."""

from __future__ import annotations

import pytest

from diagnostics.app.case.case import Case
from diagnostics.app.consultation import edits
from diagnostics.app.consultation.messages import consultation_message
from diagnostics.errors import InputError
from diagnostics.reference import activities, playbook


def made(case, act, message):
    levels = message.get("levels", {})
    sent = {key: value for key, value in message.items() if key != "levels"}
    return edits.change(case, consultation_message({"do": act, **sent}), levels)


def after(case, *messages):
    for act, message in messages:
        case = made(case, act, message).case
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
    assert edits.day(text) == day


def test_what_is_known_of_an_activity_answers_its_questions():
    case, _ = after(Case(), ("add_activity", {}), ("edit_activity", {"at": 0, "field": "what", "text": "demo CALL "}))
    assert (case.activities[0].what, case.activities[0].side) == ("demo CALL ", "sales")


def test_an_answer_given_by_hand_is_not_overruled():
    case, _ = after(
        Case(),
        ("add_activity", {}),
        ("edit_activity", {"at": 0, "field": "person", "text": "no"}),
        ("edit_activity", {"at": 0, "field": "what", "text": "Demo call"}),
    )
    assert case.activities[0].side == "marketing"


def test_an_amount_that_cannot_be_read_stays_as_it_was_typed_and_is_named():
    case, drafts = after(Case(), ("add_activity", {}), ("edit_activity", {"at": 0, "field": "amount", "text": "a few"}))
    assert drafts == {"activity 0 amount": "a few"}
    text, wrong = edits.draft(case, "activity 0 amount")
    assert text == "a few"
    assert "a few" in wrong and "Amount per month" in wrong
    case, drafts = after(case, ("edit_activity", {"at": 0, "field": "amount", "text": "1 200"}))
    assert (case.activities[0].amount, drafts) == (1200.0, {})


def test_drafts_move_up_with_their_rows():
    add = ("add_activity", {})
    wrong = [("edit_activity", {"at": at, "field": "amount", "text": text}) for at, text in ((0, "x"), (2, "z"))]
    _, drafts = after(Case(), add, add, add, *wrong, ("remove_activity", {"at": 1}))
    assert drafts == {"activity 0 amount": "x", "activity 1 amount": "z"}
    _, drafts = after(Case(), add, add, add, *wrong, ("remove_activity", {"at": 0}))
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
    done = made(Case(), "answer", {"id": first, "side": "sales"})
    assert (dict(done.case.answers), done.answered) == ({first: "sales"}, first)
    done = made(done.case, "answer", {"id": first, "side": "marketing"})
    assert dict(done.case.answers) == {first: "marketing"}


@pytest.mark.parametrize(
    ("act", "message", "field"),
    [
        ("answer", {"id": "no_such", "side": "sales"}, "activity"),
        ("remove_activity", {"at": 0}, "row"),
        ("save_scenario", {"name": "a", "levels": {}}, "scenario"),
        ("aim_at", {"name": "a"}, "scenario"),
        ("choose_play", {"id": "no_such"}, "play"),
    ],
)
def test_what_cannot_be_is_refused_by_name(act, message, field):
    with pytest.raises(InputError) as caught:
        made(Case(), act, message)
    assert caught.value.field == field


def test_scenarios_are_kept_by_name_and_one_is_aimed_at():
    keep = ("save_scenario", {"name": "Better offers", "levels": {"closing": 0.2}})
    case, _ = after(Case(), keep, ("aim_at", {"name": "Better offers"}))
    assert case.aim == "Better offers"
    again = ("save_scenario", {"name": " Better offers ", "levels": {"closing": 0.3}})
    case, _ = after(case, again)
    assert [(s.name, dict(s.levels)) for s in case.scenarios] == [("Better offers", {"closing": 0.3})]
    case, _ = after(case, ("save_scenario", {"name": "", "levels": {"reach": 200.0}}))
    assert case.scenarios[1].name == "Scenario 2"
    unnamed = ("save_scenario", {"name": "", "levels": {"reach": 300.0}})
    fewer, _ = after(case, ("remove_scenario", {"name": "Better offers"}), unnamed)
    assert [(s.name, s.levels["reach"]) for s in fewer.scenarios] == [("Scenario 2", 200.0), ("Scenario 3", 300.0)]
    case, _ = after(case, ("remove_scenario", {"name": "Better offers"}))
    assert (case.aim, [s.name for s in case.scenarios]) == ("", ["Scenario 2"])


def test_an_action_is_chosen_once_and_says_who_and_when():
    play = next(iter(playbook.load().values()))
    choose = ("choose_play", {"id": play.id})
    case, _ = after(
        Case(),
        choose,
        choose,
        ("edit_action", {"at": 0, "field": "owner", "text": "Maria"}),
        ("edit_action", {"at": 0, "field": "date", "text": "2026-03-01"}),
        ("add_action", {}),
        ("edit_action", {"at": 1, "field": "what", "text": "Ring the baker"}),
    )
    assert [(a.id, a.what, a.owner, a.date) for a in case.plan] == [
        (play.id, play.what, "Maria", "2026-03-01"),
        ("", "Ring the baker", "", ""),
    ]
    case, drafts = after(case, ("edit_action", {"at": 0, "field": "date", "text": "soon"}))
    assert case.plan[0].date == "2026-03-01", "what stood there stays"
    assert edits.draft(case, "plan 0 date")[0] == "soon"
    assert "soon" in edits.draft(case, "plan 0 date")[1]
    assert Case.from_json(case.to_json()).drafts == drafts, "it is in the file too"
    case, _ = after(case, ("drop_play", {"id": play.id}))
    assert [a.what for a in case.plan] == ["Ring the baker"]


def test_a_name_is_compared_as_it_is_kept():
    keep = ("save_scenario", {"name": "x\x00y", "levels": {"closing": 0.2}})
    case, _ = after(Case(), keep, keep)
    assert [s.name for s in case.scenarios] == ["x y"]
    case, _ = after(case, ("save_scenario", {"name": "\x00", "levels": {"closing": 0.3}}))
    assert [s.name for s in case.scenarios] == ["x y", "Scenario 2"]


@pytest.mark.parametrize(
    ("message", "key"),
    [
        (("edit_activity", {"at": 0, "field": "amount", "text": "2000000000"}), "activity 0 amount"),
        (("edit_activity", {"at": 0, "field": "amount", "text": "-1"}), "activity 0 amount"),
        (("wanted", {"text": "2000000000"}), "wanted"),
        (("wanted", {"text": "0.001"}), "wanted"),
        (("sellers", {"text": "10001"}), "sellers"),
    ],
)
def test_a_number_out_of_bounds_stays_beside_its_field_as_it_was_typed(message, key):
    """An amount above what a case holds used to be refused as a whole, and its text was not kept."""
    case, drafts = after(Case(), ("add_activity", {}), message)
    assert drafts == {key: message[1]["text"]}
    text, wrong = edits.draft(case, key)
    assert text in wrong and wrong.endswith(".")
