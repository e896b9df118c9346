"""Effort moved to the weak side, and why leads were lost, in a session: shown, typed, kept, taken back."""

from __future__ import annotations

import pytest

import diagnostics as dx
from diagnostics.app.case.case import Case
from diagnostics.app.case.moved import lost_of, moved
from diagnostics.app.case.records import Activity, CaseNumbers
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.consultation.realign_pane import lost_step, realign_pane, scenario
from diagnostics.diagnosis.money import Money
from diagnostics.language import speaking
from tests.pseudo import untranslated

FUNNEL = dx.Funnel(leads=2000, wins=120, worked=800, months=10)
PAR = dx.Par(reach=200, follow_up=0.9, closing=0.15)
ADS = Activity(what="Advertisements", amount=100.0, customer_answers=False, person_answers=False)
CALLS = Activity(what="Calls", amount=40.0, customer_answers=True, person_answers=True)


@pytest.fixture
def session(tmp_path):
    Case(
        client="Kim",
        numbers=CaseNumbers.of(FUNNEL, PAR),
        activities=(ADS, CALLS),
        step="whatif",
    ).save(tmp_path / "Kim.json")
    c = Consultation(tmp_path, quiet=0)

    def tell(do, **more):
        return c.handle({"do": do, "today": "2026-02-03", **more})["shell"]

    tell("open", file="Kim.json")
    tell("step", to="whatif")
    return c, tell


def card(shell):
    return shell["whatif"]["realign"]


def test_the_proposal_stands_in_the_what_if(session):
    _, tell = session
    found = card(tell("reset_levels"))
    assert found["said"].startswith("With 25 hours per month moved from marketing to sales: ")
    assert found["changes"] == [
        "Follow-up would rise from 40% of the leads to between 52% and 65%.",
        "Leads would fall from 200 per month to between 150 and 200.",
    ]
    assert (found["slider"]["value"], found["slider"]["high"], found["slider"]["text"]) == (25, 100, "25 hours")
    assert [field["usual"] for field in found["takes"]] == ["If left blank: today’s average, 0.5 hours."] * 2
    assert any("last hours bring least" in line for line in found["against"])


def test_it_is_saved_as_a_scenario_and_taken_back(session):
    c, tell = session
    tell("edit_move", field="moved", text="10")
    assert card(tell("save_move"))["said"].startswith("With 10 hours")
    (kept,) = c.case.scenarios
    assert kept.name == "Move 10 hours to sales"
    assert kept.levels == pytest.approx({"reach": 190, "follow_up": 0.475})
    tell("save_move")
    assert len(c.case.scenarios) == 1
    assert not tell("undo")["whatif"]["scenarios"]
    assert c.case.move.amount == 10


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("moved", "ten", "is not a number"),
        ("moved", "-1", "must be 0 or more"),
        ("moved", "101", "There is no more to move than 100 hours per month."),
        ("lead_takes", "0", "must be from 0.0001"),
        ("work_takes", "x", "is not a number"),
    ],
)
def test_what_cannot_be_used_stays_and_is_said(session, field, text, said):
    c, tell = session
    found = card(tell("edit_move", field=field, text=text))
    told = [found["amount_said"], *(f["said"] for f in found["takes"])]
    assert any(said in line for line in told), told
    typed = found["amount"] if field == "moved" else next(f["text"] for f in found["takes"] if f["id"] == field)
    assert typed == text
    assert found["said"].startswith("With 25 hours")
    again = Consultation(c.folder, quiet=0)
    assert card(again.handle({"do": "open", "file": "Kim.json", "today": "2026-02-03"})["shell"]) == found


def test_own_costs_change_it_and_blank_brings_the_average_back(session):
    _, tell = session
    before = card(tell("reset_levels"))
    assert card(tell("edit_move", field="work_takes", text="0.25"))["said"] != before["said"]
    assert card(tell("edit_move", field="work_takes", text=""))["said"] == before["said"]


def test_a_slider_says_its_digits_in_any_language(session):
    c, tell = session
    tell("speak", language="de")
    found = card(tell("edit_move", field="moved", text="12.5", exact=True))
    assert c.case.move.amount == 12.5 and found["amount"] == "12,5" and not found["amount_said"]


def test_nothing_to_move_is_no_scenario(session):
    c, tell = session
    tell("edit_move", field="moved", text="0")
    shown = tell("save_move")
    assert shown["alarm"] and "moves no effort" in shown["notice"] and not c.case.scenarios


def test_effort_that_is_on_the_weak_side_already_is_not_moved(session):
    c, tell = session
    tell("edit_activity", at=0, field="amount", text="10")
    found = card(tell("reset_levels"))
    assert (found["said"], found["slider"], found["save"], found["takes"]) == ("", None, "", [])
    assert found["why_not"][0].startswith("Most of your effort already goes into sales, the weak link.")
    assert "nothing_moved" not in scenario.__name__
    with pytest.raises(dx.InputError):
        scenario(c.case, None)


def test_a_side_without_effort_asks_for_the_owner_s_figure(session):
    _, tell = session
    tell("edit_activity", at=1, field="amount", text="")
    found = card(tell("reset_levels"))
    assert "what working one more lead takes" in found["why_not"][0] and len(found["takes"]) == 2
    assert card(tell("edit_move", field="work_takes", text="0.5"))["slider"]


def test_money_is_written_in_its_currency():
    numbers = CaseNumbers.of(FUNNEL, PAR, Money(1000, currency="EUR"))
    case = Case(numbers=numbers, activities=(ADS, CALLS), unit="money")
    d = dx.diagnose(*numbers.records())
    assert scenario(case, d)[0] == "Move €25 to sales"
    assert moved(case, d)[0].worth is not None


# --- why leads were lost --------------------------------------------------------------------------------------------


def test_the_client_types_a_few(session):
    c, tell = session
    lost = tell("step", to="diagnosis")["diagnosis"]["lost"]
    assert [f["id"] for f in lost["fields"]] == ["price", "fit", "timing", "no_answer", "competitor"]
    assert not lost["pane"]["ranges"] and not lost["pane"]["lines"] and "not proof" in lost["pane"]["caption"]
    tell("edit_lost", kind="no_answer", field="leads", text="30")
    tell("edit_lost", kind="no_answer", field="words", text="never picked up")
    pane = tell("edit_lost", kind="price", field="leads", text="10")["diagnosis"]["lost"]["pane"]
    assert pane["lines"] == [
        "Many lost leads never answered. That points to follow-up, which is the weakest link in your numbers too."
    ]
    assert [r["words"] for r in pane["ranges"]] == ["30 of 40: 75% (63% to 85%)", "10 of 40: 25% (15% to 37%)"]
    assert lost_of(c.case).said == 40
    assert [(s.kind, s.leads, s.words) for s in c.case.lost_said] == [
        ("price", 10, ""),
        ("no_answer", 30, "never picked up"),
    ]
    again = Consultation(c.folder, quiet=0)
    shown = again.handle({"do": "open", "file": "Kim.json", "today": "2026-02-03"})["shell"]
    assert shown["diagnosis"]["lost"]["pane"] == pane


@pytest.mark.parametrize("text", ["many", "1.5", "-3", "99999999999999"])
def test_what_is_no_count_stays_and_is_said(session, text):
    c, tell = session
    tell("step", to="diagnosis")
    lost = tell("edit_lost", kind="fit", field="leads", text=text)["diagnosis"]["lost"]
    field = next(f for f in lost["fields"] if f["id"] == "fit")
    assert field["leads"] == text and field["said"]
    assert not c.case.lost_said


def test_few_are_counted_without_shares(session):
    _, tell = session
    tell("step", to="diagnosis")
    pane = tell("edit_lost", kind="price", field="leads", text="3")["diagnosis"]["lost"]["pane"]
    assert (pane["ranges"], pane["counts"]) == ([], ["Price: 3 of 3"])
    assert pane["lines"] == ["Only 3 lost leads have a reason: too few to read anything into them."]


def test_everything_is_translated(session):
    c, tell = session
    tell("edit_lost", kind="no_answer", field="leads", text="30")
    d = dx.diagnose(FUNNEL, PAR)
    others = {
        "weak side": c.case,
        "aligned": c.case.changed(activities=(ADS.model_copy(update={"amount": 5.0}), CALLS)),
        "empty": c.case.changed(activities=(ADS,)),
        "none": c.case.changed(activities=()),
        "too much": c.case.changed(move={"amount": 500.0}),
        "money": c.case.changed(unit="money"),
    }
    with speaking("en-XA"):
        for case in others.values():
            for pane in (realign_pane(case, d), lost_step(case, d)):
                assert not [text for text in _texts(pane) if untranslated(text, ("Kim",))]


def _texts(pane):
    if isinstance(pane, str):
        return [pane] if any(map(str.isalpha, pane)) else []
    if isinstance(pane, dict):
        return [
            text
            for key, value in pane.items()
            if key not in ("link", "side", "id", "text", "amount")
            for text in _texts(value)
        ]
    return [text for one in pane for text in _texts(one)] if isinstance(pane, list) else []
