"""Cases as reports meet them: whole, just begun, hostile."""

from __future__ import annotations

import datetime

import pytest

import diagnostics as dx
from diagnostics.app.case.history import diagnosed, recorded
from diagnostics.app.case.meetings import reopened
from diagnostics.app.case.records import Action, Activity, CaseNumbers, Definitions, LostSaid, Scenario
from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import example
from diagnostics.files import data_file
from diagnostics.reference import samples

HOSTILE = (
    "<script>alert(1)</script> =cmd|' /C calc'!A0 </style>{{ 7*7 }} #eval(1) $x$ שלום עולם 😀 漢字 *b* _i_ & \"q\""
)
FORMATS = ("html", "pdf", "xlsx", "pptx")


def business(name, date="2026-01-20"):
    """A sample business as a case, diagnosed on a day."""
    reading = read_counts(example(name).texts)
    numbers = CaseNumbers.of(reading.funnel, reading.par, reading.money)
    case = dx.Case(client=f"Client of {name}", entries=example(name).to_dict(), numbers=numbers)
    return recorded(case, diagnosed(numbers), date)


def hostile():
    """Every text that a client can type is an attack."""
    return business("leads_pile_up").changed(
        client=HOSTILE,
        definitions=Definitions(lead=HOSTILE, sale="=1+1", interaction="+SUM(A1)"),
        activities=(Activity(what=HOSTILE, amount=3, customer_answers=True, person_answers=True), Activity(what="@x")),
        scenarios=(Scenario(name=HOSTILE, levels={"closing": 0.2}),),
        plan=(Action(what=HOSTILE, owner="=cmd()", date="2026-02-01", watch="-1", note="x" * 10_000),),
        notes={"door": HOSTILE},
        people=(HOSTILE, "=1+1"),
        reading=("\t=1+1", "\r=1+1", "＝1+1", HOSTILE),
        aim=HOSTILE,
    )


BUSINESSES = tuple(samples.load())
CASES = {
    "whole": lambda: dx.Case.load(data_file("case.json")),
    **{name: lambda name=name: business(name) for name in BUSINESSES},
    "begun": lambda: dx.Case(client="Just begun"),
    "nameless": dx.Case,
    "hostile": hostile,
    "quarters": lambda: quarters(),
    "weighed": lambda: weighed(),
}


@pytest.fixture(params=tuple(CASES))
def case(request):
    return CASES[request.param]()


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """The report of one of the cases, written once for all the tests that only read it."""
    folder = tmp_path_factory.mktemp("reports")

    def path_of(name, format_):
        path = folder / f"{name}.{format_}"
        return path if path.exists() else dx.report(CASES[name](), path)

    return path_of


def day(text):
    return datetime.date.fromisoformat(text)


def quarters():
    """A business in its third session: follow-up rose, as two actions were to make it."""
    agreed = (
        Action(what="Call within an hour", owner="Ms Ito", date="2025-10-01", link="follow_up", aimed=0.9),
        Action(what="A list of who was not reached", owner="Mr Roy", date="2025-10-15", link="follow_up"),
        Action(what="Sit in on calls", owner="the owner", link="closing", status="doing"),
    )
    case = dx.Case(client="Roofer", plan=agreed, scenarios=(Scenario(name="Called", levels={"follow_up": 0.9}),))
    case = case.changed(aim="Called")
    days = (("2025-09-01", 272, 12), ("2025-12-01", 300, 17), ("2026-03-02", 342, 30))
    for at, (date, worked, wins) in enumerate(days):
        if at:
            case = reopened(case, date)
            done = {"status": "done", "changed": date, "why": "It works"}
            plan = tuple(a.model_copy(update=done if a.what == agreed[at - 1].what else {}) for a in case.plan)
            case = case.changed(plan=plan)
        funnel = dx.Funnel(leads=400, wins=wins, worked=worked, months=3)
        numbers = CaseNumbers.of(funnel, dx.Par(goal=20, closing=0.15, follow_up=0.95))
        case = recorded(case.changed(numbers=numbers), diagnosed(numbers), date)
    return case


def weighed():
    """A business whose effort goes to the strong side, and that says why its leads were lost."""
    funnel, par = dx.Funnel(leads=2000, wins=120, worked=800, months=10), dx.Par(reach=200, follow_up=0.9, closing=0.15)
    activities = (
        Activity(what="Advertisements", amount=100.0, customer_answers=False, person_answers=False),
        Activity(what="Calls", amount=40.0, customer_answers=True, person_answers=True),
    )
    said = (LostSaid(kind="no_answer", leads=30), LostSaid(kind="price", leads=10))
    numbers = CaseNumbers.of(funnel, par)
    case = dx.Case(client="Kim", numbers=numbers, activities=activities, lost_said=said)
    return recorded(case, diagnosed(numbers), "2026-02-03")
