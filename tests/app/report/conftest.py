"""Cases as reports meet them: whole, just begun, hostile."""

from __future__ import annotations

import datetime

import pytest

import diagnostics as dx
from diagnostics.app.case.history import diagnosed, recorded
from diagnostics.app.case.records import Action, Activity, CaseNumbers, Definitions, Scenario
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
