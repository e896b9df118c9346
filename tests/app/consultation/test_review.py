"""The next quarter: what was agreed is reviewed, what moved is said, and the plan remembers. The clock moves with each message."""

from __future__ import annotations

import json

import pytest

import diagnostics as dx
from diagnostics.app.case.agreed import reviewed, unbound
from diagnostics.app.case.records import Action, Scenario
from diagnostics.app.case.trend import trend
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.report.content import content
from diagnostics.language import PSEUDO, speaking
from diagnostics.reference import playbook
from tests.pseudo import untranslated

FIRST, NEXT, LATER = "2025-09-01", "2025-12-01", "2026-03-02"
PLAYS = [play.id for play in playbook.for_link("follow_up")][:2]
NUMBERS = {
    FIRST: {"leads": "300", "wins": "20", "worked": "204", "goal": "12", "closing": "12", "months": "3"},
    NEXT: {"leads": "310", "wins": "27", "worked": "264"},
    LATER: {"leads": "320", "wins": "45", "worked": "275"},
}


class Window:
    """A window whose clock is moved by hand."""

    def __init__(self, folder, language="en"):
        self.c, self.today = Consultation(folder, quiet=0, language=language), FIRST

    def tell(self, do, **more):
        reply = self.c.handle({"do": do, "today": self.today, "seq": 5, **more})
        json.dumps({k: v for k, v in reply.items() if k != "data"}, allow_nan=False)
        return reply["shell"]

    def count(self, day):
        self.c.handle({"do": "page", "today": self.today, "page": {"do": "type", "seq": 1, "texts": NUMBERS[day]}})
        self.tell("step", to="diagnosis")
        return self

    def edit(self, at, **fields):
        for field, text in fields.items():
            shell = self.tell("edit_action", at=at, field=field, text=text)
        return shell

    def reopen(self, day):
        self.tell("close")
        self.today = day
        return self.tell("open", file="Fitter.json")

    def first(self):
        """The first quarter: two actions of the playbook for follow-up, one of their own, and a scenario."""
        self.tell("new", client="Fitter")
        self.count(FIRST)
        self.tell("step", to="whatif")
        self.tell("level", link="follow_up", value="0.85")
        self.tell("save_scenario", name="Call everyone")
        self.tell("aim_at", name="Call everyone")
        self.tell("step", to="plan")
        for at, play in enumerate(PLAYS):
            self.tell("choose_play", id=play)
            self.edit(at, owner="Maria", date=f"2025-10-0{at + 1}")
            self.tell("aim_action", at=at)
        self.tell("add_action")
        self.edit(2, what="Ask for names", link="reach", aimed="130")
        self.tell("note", step="plan", text="quickly agreed")
        return self

    @property
    def file(self):
        return self.c.folder / "Fitter.json"

    @property
    def saved(self):
        return dx.Case.load(self.file)


@pytest.fixture
def first(tmp_path):
    return Window(tmp_path).first()


def test_an_action_says_its_link_its_number_now_and_the_level_it_aims_at(first):
    chosen = first.tell("step", to="plan")["plan"]["chosen"]
    assert [(a["link"], a["watched"], a["aimed"]) for a in chosen] == [
        ("follow_up", "follow_up", "85"),
        ("follow_up", "follow_up", "85"),
        ("reach", "reach", "130"),
    ]
    assert chosen[0]["now"] == "Now: 68% (90% range 63% to 73%)."
    assert first.saved.plan[0].aimed == 0.85 and first.saved.plan[2].aimed == 130


@pytest.mark.parametrize(
    ("typed", "kept", "wrong"),
    [
        ("72,5", 0.725, ""),
        ("90 %", 0.9, ""),
        ("120", 0.85, "100"),
        ("most", 0.85, "most"),
        ("-3", 0.85, "-3"),
        ("", None, ""),
    ],
)
def test_a_level_that_cannot_be_read_stays_as_it_was_typed(first, typed, kept, wrong):
    action = first.edit(0, aimed=typed)["plan"]["chosen"][0]
    assert first.saved.plan[0].aimed == kept
    assert (wrong in action["said"]) if wrong else not action["said"]
    assert action["aimed"] == typed if wrong else True
    again = Window(first.c.folder)
    again.today = FIRST
    assert again.tell("open", file="Fitter.json")["plan"]["chosen"][0]["aimed"] == action["aimed"]


def test_another_number_to_watch_keeps_what_was_typed(first):
    action = first.edit(0, watched="customers")["plan"]["chosen"][0]
    assert (action["aimed"], action["share"], first.saved.plan[0].aimed) == ("85", False, 85)
    action = first.edit(2, watched="closing")["plan"]["chosen"][2]
    assert (action["aimed"], action["share"]) == ("130", True) and "100" in action["said"]
    action = first.edit(2, watched="reach")["plan"]["chosen"][2]
    assert (first.saved.plan[2].aimed, action["said"]) == (130, "")


def test_a_status_has_a_day_and_a_reason_and_what_is_finished_stands_apart(first):
    shell = first.edit(1, status="dropped", why="too dear")
    assert [a["at"] for a in shell["plan"]["chosen"]] == [0, 2]
    (gone,) = shell["plan"]["finished"]
    assert (gone["status"], gone["changed"], gone["why"]) == ("dropped", FIRST, "too dear")
    shell = first.edit(1, changed="soon")
    assert shell["plan"]["finished"][0]["changed"] == "soon" and "soon" in shell["plan"]["finished"][0]["said"]
    assert first.saved.plan[1].changed == FIRST
    assert first.tell("edit_action", at=1, field="status", text="finished")["alarm"]


def test_scenario_and_plan_are_bound_by_link():
    case = dx.Case(
        plan=(Action(what="a", link="reach"), Action(what="b", link="fit", status="done")),
        scenarios=(Scenario.of("x", {"closing": 0.3, "fit": 0.5}), Scenario.of("y", {"reach": 90})),
    )
    assert (unbound(case).no_action, unbound(case).no_scenario) == ({}, ()), "some scenario moves reach"
    aimed = unbound(case.changed(aim="x"))
    assert dict(aimed.no_action) == {"fit": 0.5, "closing": 0.3} and aimed.no_scenario == ("reach",)
    assert unbound(case.changed(scenarios=())).no_scenario == ("reach",)


def test_what_only_one_of_them_moves_is_said_at_the_plan_and_at_what_if(first):
    first.tell("step", to="whatif")
    first.tell("level", link="closing", value="0.2")
    first.tell("save_scenario", name="Both")
    shell = first.tell("aim_at", name="Both")
    said = [
        "The target of the plan, “Both”, counts on a win rate of 20%, but no action is for that.",
        "An action is for reach, but the target of the plan, “Both”, leaves it as it is.",
    ]
    assert shell["whatif"]["unbound"] == said
    assert first.tell("step", to="plan")["plan"]["unbound"] == said


def test_the_scenarios_level_is_offered_and_taken_over(first):
    action = first.edit(0, aimed="70")["plan"]["chosen"][0]
    assert action["offer"] == "Aim at 85%, as in the scenario"
    assert first.tell("aim_action", at=0)["plan"]["chosen"][0]["aimed"] == "85"
    assert first.tell("aim_action", at=2)["alarm"], "the scenario does not move reach"


def test_a_link_that_does_not_exist_is_said_and_kept(tmp_path):
    case = dx.Case(client="Fitter", plan=(Action(what="a", link="outreach", watched="joy"),))
    case.save(tmp_path / "Fitter.json")
    w = Window(tmp_path)
    w.tell("open", file="Fitter.json")
    action = w.tell("step", to="plan")["plan"]["chosen"][0]
    assert "“outreach” is not a link." in action["said"] and "“joy”" in action["said"]
    assert w.edit(0, owner="Maria")["plan"]["chosen"][0]["link"] == ""
    assert (w.saved.plan[0].link, w.saved.plan[0].watched) == ("outreach", "joy")
    assert not content(w.saved).later


def test_three_months_later_the_review_comes_first_and_asks_for_new_numbers(first):
    shell = first.reopen(NEXT)
    review = shell["review"]
    assert shell["step"] == "review" and shell["last"] == []
    assert review["numbers"] and not review["moved"] and review["trend"] is None
    assert [(a["agreed"], a["status"]) for a in review["actions"]] == [
        ("Maria, by 2025-10-01", "open"),
        ("Maria, by 2025-10-02", "open"),
        ("", "open"),
    ]
    assert review["actions"][0]["said"] == "Overdue since 2025-10-01."
    assert review["archive"]["title"] == "What was agreed on 1 September 2025"
    assert "quickly agreed" not in json.dumps(review), "notes are private"


def test_follow_up_rose_which_is_what_both_actions_were_for(first):
    first.reopen(NEXT)
    review = first.count(NEXT).tell("step", to="review")["review"]
    assert review["numbers"] == ""
    assert (
        "Follow-up: 68% then, 85% aimed at, 85% now (90% range 81% to 88%). It rose beyond chance, which is what both actions "
        "were for."
    ) in review["moved"]
    assert any(line.startswith("Customers per month") and line.endswith("pure chance.") for line in review["moved"])
    assert review["forecast"].startswith("Last time we said") and review["forecast"].endswith("within the range.")
    assert [row["cells"][0] for row in review["trend"]["rows"]] == ["2025-09-01", "2025-12-01, now"]


def test_the_review_edits_the_living_plan_and_never_what_was_agreed(first):
    first.reopen(NEXT)
    archived = first.saved.meetings
    step = lambda shell: next(s for s in shell["steps"] if s["key"] == "review")  # noqa: E731
    assert not step(first.tell("step", to="review"))["done"]
    first.edit(0, status="done", why="since October")
    first.edit(1, status="doing")
    shell = first.edit(2, status="dropped")
    assert step(shell)["done"]
    assert [a["status"] for a in shell["review"]["actions"]] == ["done", "doing", "dropped"], "all stay visible"
    assert first.saved.meetings == archived
    assert [a.status for a in first.saved.plan] == ["done", "doing", "dropped"]
    assert [a["status"] for a in first.tell("step", to="plan")["plan"]["finished"]] == ["done", "dropped"]
    first.tell("remove_action", at=0)
    review = first.tell("step", to="review")["review"]
    assert next((a["at"], a["said"]) for a in review["actions"]) == (-1, "Taken out of the plan since.")
    assert [a["at"] for a in review["actions"]] == [-1, 0, 1], "the others are found by their key"
    while first.tell("undo")["can_undo"]:
        pass
    assert [a.status for a in first.saved.plan] == ["open"] * 3 and first.saved.meetings == archived


def test_the_second_review_goes_on_with_what_is_not_finished(first):
    first.reopen(NEXT)
    first.count(NEXT)
    first.edit(0, status="done")
    first.edit(1, status="doing")
    first.tell("add_action")
    first.edit(3, what="Visit two fairs", owner="Otto", date="2026-02-01")
    review = first.reopen(LATER)["review"]
    assert [a["what"] for a in review["actions"]][-1] == "Visit two fairs" and len(review["actions"]) == 3
    assert [row[2] for row in review["archive"]["actions"]] == ["Done, 2025-12-01", "Doing, 2025-12-01", "Open", "Open"]
    keys = [action.key for meeting in first.saved.meetings for action in meeting.plan]
    assert keys == [1, 2, 3, 1, 2, 3, 4]
    first.count(LATER)
    points = trend(first.saved)
    assert [point.date for point in points] == [FIRST, NEXT, LATER] and points[-1].now
    for point, past in zip(points, first.saved.diagnoses, strict=True):
        d = dx.diagnose(*past.numbers.records())
        assert (point.judged.sentence, point.judged.of_par) == (d.sentence, d.of_par)


def test_what_was_said_by_an_older_method_stands_beside_the_present_one(first):
    first.reopen(NEXT)
    first.count(NEXT)
    case = first.saved
    old = case.diagnoses[0].model_copy(update={"sentence": "Marketing is weak.", "versions": {"method": "1"}})
    points = trend(case.changed(diagnoses=(old, *case.diagnoses[1:])))
    assert points[0].otherwise and points[0].said == "Marketing is weak."
    assert points[0].judged.sentence.startswith("Sales is the weak link")
    with speaking("de"):
        said = trend(case)[0]
        assert said.said == said.judged.sentence and "Vertrieb" in said.said


def test_the_report_of_a_later_session_speaks_of_today(first):
    assert content(first.saved).monday and content(first.saved).later is None
    first.reopen(NEXT)
    first.count(NEXT)
    first.edit(0, status="done", why="since October")
    first.tell("add_action")
    first.edit(3, what="Visit two fairs", date="2025-12-08")
    c = content(first.saved)
    assert c.monday == ("Ask for names", "Visit two fairs"), "no step of a day that is past"
    assert c.planned_rows[0][3] == "Overdue since 2025-10-02."
    assert [row[2] for row in c.later.done] == ["Done, 2025-12-01: since October", "Open", "Open"]
    assert any("both actions" in line for line in c.later.moved)
    assert c.later.forecast and len(c.later.trend_rows) == 2 and c.last == ()
    assert c.planned_rows[1][4].endswith("103 now, 130 aimed at")


@pytest.mark.parametrize("ending", ["html", "pdf", "xlsx", "pptx"])
def test_a_later_report_is_written_in_each_format(first, ending):
    first.reopen(NEXT)
    first.count(NEXT)
    reply = first.c.handle({"do": "report", "format": ending, "today": NEXT})
    assert len(reply["data"]) > 5_000
    if ending == "html":
        text = reply["data"].decode()
        assert "Since last time" in text and "It rose beyond chance" in text and text.count("data:image/svg") == 6


def test_an_older_agreement_without_keys_is_found_by_its_words(first):
    first.reopen(NEXT)
    case = first.saved
    bare = [a.model_copy(update={"key": 0}) for a in case.plan]
    assert [one.at for one in reviewed(case.changed(plan=tuple(bare)))] == [0, 1, 2]


def test_an_agreement_whose_numbers_cannot_be_read_is_no_fault(first):
    first.reopen(NEXT)
    case = first.saved.changed(diagnoses=())
    assert [point.now for point in trend(case)] == [True] and content(case).later.moved == ()


def texts(shown):
    if isinstance(shown, dict):
        skipped = {
            "key",
            "id",
            "status",
            "changed",
            "why",
            "link",
            "watched",
            "aimed",
            "owner",
            "date",
            "side",
            "step",
            "file",
        }
        for key, value in shown.items():
            if key not in skipped:
                yield from texts(value)
    elif isinstance(shown, list):
        for value in shown:
            yield from texts(value)
    elif isinstance(shown, str) and shown:
        yield shown


def test_nothing_of_plan_review_and_later_report_is_untranslated(tmp_path):
    w = Window(tmp_path, PSEUDO).first()
    own = ["Fitter", "Maria", "Ask for names", "Call everyone", "soon", "since October", "outreach"]
    shells = [w.edit(0, aimed="much"), w.edit(1, changed="soon"), w.edit(0, aimed="70")]
    shells.append(w.reopen(NEXT))
    w.count(NEXT)
    shells += [w.tell("step", to="review"), w.edit(0, status="done", why="since October"), w.tell("step", to="plan")]
    w.tell("remove_action", at=1)
    shells.append(w.tell("step", to="review"))
    with speaking(PSEUDO):
        c = content(w.saved)
        shells.append({"later": c.later.document, "plan": [list(row) for row in c.planned_rows]})
    found = [
        left
        for shell in shells
        for text in texts({k: v for k, v in shell.items() if k in ("review", "plan", "later")})
        if (left := untranslated(text, own))
    ]
    assert found == []
