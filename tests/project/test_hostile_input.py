"""No input is so strange that a public entry raises anything but an ``InputError`` that names field, value and remedy.

``python -m tests.hostile --count 5000`` counts over many more.
"""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.forms.entries import Entries
from diagnostics.app.messages import Refused
from diagnostics.app.pages.dashboard import DashboardPage
from tests.hostile import sources
from tests.hostile.entries import ENTRIES, outcome, refused_in_words
from tests.hostile.values import VALUES, Chooser, Rude, folder


@pytest.mark.parametrize("entry", ENTRIES)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(source=st.randoms(use_true_random=False))
@pytest.mark.slow
def test_whatever_is_given_works_or_is_refused_in_words(entry, source):
    chooser = Chooser(source)
    call = ENTRIES[entry](chooser)
    assert outcome(call) in ("works", "refused"), chooser.chosen


FUNNEL, PAR = dx.Funnel(100, 10), dx.Par(goal=20, closing=0.2)
TABLE = dx.Table.read(sources.TABLE.encode(), "cohort", lag_days=30)
ONE = {"month": ["2025-01"], "leads": [5], "wins": [1]}

KINDS = {
    "an array in place of a number": ("sale", lambda: dx.Money(np.array([0.5]))),
    "a complex number": ("value", lambda: dx.Rate(np.complex64(0.5))),
    "a number that refuses to be one": ("value", lambda: dx.Rate(Rude())),
    "an array among a few words": ("basis", lambda: dx.Funnel(10, 1, basis=np.array(["cohort", "period"]))),
    "NA among a few answers": ("plan", lambda: dx.Table.read(sources.TABLE.encode(), "cohort", plan=pd.NA)),
    "an answer that is an array": ("dates", lambda: dx.Ledger.read(b"a,b\n1,2", {"dates": np.array(["a", "b"])})),
    "half of a pair in a text that is kept": ("source", lambda: dx.Rate(0.2, source="a\ud800")),
    "half of a pair in a refused value": ("currency", lambda: dx.Money(1, currency="\ud800")),
    "what is not a list": ("doubts", lambda: dx.Funnel(10, 1, doubts=3)),
    "what is not pairs": ("maturities", lambda: dx.Funnel(10, 1, maturities=[1, 2])),
    "what is not a funnel": ("funnel", lambda: dx.diagnose({"leads": 3}, PAR)),
    "what is not a par": ("par", lambda: dx.what_if(FUNNEL, None, closing=0.3)),
    "what is not money": ("money", lambda: dx.diagnose(FUNNEL, PAR, 2400)),
    "what is not a diagnosis": ("d", lambda: dx.levers(FUNNEL)),
    "what is not levels": ("levels", lambda: dx.forecast(FUNNEL, PAR, 0.3)),
    "what is not a period": ("after", lambda: dx.compare(FUNNEL, "2025")),
    "what is not a table": ("like", lambda: TABLE.par(goal=3, like=FUNNEL)),
    "a capacity that is missing": ("capacity", lambda: TABLE.par(capacity=pd.NA)),
    "a rate too small to divide by": ("closing", lambda: dx.diagnose(FUNNEL, dx.Par(goal=20, closing=5e-324))),
    "what is not a curve": ("lag", lambda: TABLE.with_lag(30)),
    "what is not a ledger": ("ledger", lambda: dx.leads_or_people(TABLE)),
    "what is not a case": ("case", lambda: dx.report(FUNNEL, "a.html")),
    "links that are not names": ("unions", lambda: dx.attribute(max, {"a": 1}, {"a": 2}, [[3]])),
    "pandas' NaT as a day": ("as_of", lambda: dx.Table.read(sources.TABLE.encode(), "cohort", as_of=pd.NaT)),
    "a month without end": ("since", lambda: TABLE.between(math.inf)),
    "months that cannot be gone through": ("months", lambda: TABLE.keeping(3)),
    "a cell that cannot be shown": ("cell", lambda: dx.Table.read(pd.DataFrame({**ONE, "x": [Rude()]}), "cohort")),
    "a heading of hundreds of digits": (
        "column name",
        lambda: dx.Table.read(pd.DataFrame({**ONE, 10**5000: [1]}), "cohort"),
    ),
    "a lead that cannot be shown": ("cell", lambda: dx.Ledger.read(pd.DataFrame({**ONE, "x": [Rude()]}))),
    "lists in lists": ("leads", lambda: dx.Ledger.read([[b"a,b"]])),
    "NUL in a path": ("file", lambda: dx.Ledger.read("a\0b")),
    "a path that is none, read": ("case file", lambda: dx.Case.load(3)),
    "a path that is none, written": ("case file", lambda: dx.Case().save(None)),
    "a report to a path that is none": ("path", lambda: dx.report(dx.Case(), None)),
    "a case of wrong fields": ("case: client", lambda: dx.Case(client=3)),
    "a case that is not text": ("case file", lambda: dx.Case.from_json(None)),
    "an address that is not text": ("query", lambda: Entries.from_query(3)),
    "a saved file that is not text": ("file", lambda: Entries.from_json(None)),
}


@pytest.mark.parametrize(("field", "call"), KINDS.values(), ids=KINDS)
def test_every_kind_that_was_found_is_refused_by_name(field, call):
    with pytest.raises(dx.InputError) as refused:
        call()
    assert refused.value.field == field
    refused_in_words(refused.value)


@pytest.mark.parametrize("window", [DashboardPage, lambda: Consultation(Path("nowhere"))], ids=["page", "consultation"])
@pytest.mark.parametrize("message", [None, 3, "hello", b"", [], {3: 4}, {"do": "\ud800"}], ids=repr)
def test_a_message_that_is_none_is_refused(window, message):
    with pytest.raises(Refused) as refused:
        window().handle(message)
    str(refused.value).encode("utf-8")


def test_a_case_with_halves_of_pairs_is_read_and_can_be_saved(tmp_path):
    text = dx.Case(client="x").to_json().replace('"x"', '"\\ud800"')
    dx.Case.from_json(text).save(tmp_path / "a.json")
    assert dx.Case.load(tmp_path / "a.json").client == "\ufffd"


def test_the_inputs_are_the_same_on_every_machine():
    """A folder of this machine was among them: what was found depended on what lay in it."""
    paths = [value for make in VALUES.values() if isinstance(value := make(), Path) and value.is_absolute()]
    assert paths
    assert [path for path in paths if not path.is_relative_to(folder())] == []
