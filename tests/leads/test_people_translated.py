"""Leads or people: every text is translated, whatever the verdict."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.language import PSEUDO, speaking
from diagnostics.leads.people import words
from diagnostics.leads.people.verdict import PeopleVerdict
from tests.pseudo import untranslated

OWN = ("Ann", "Ben", "Cid", "Dee", "Web", "Fair", "Shop", "Mail")
NO_LIMIT = float("inf")
RATIO = {"below": 0.34, "above": 1.63, "": 1.02}
OUTSIDE = (("", "", "", ""), ("below", "", "", ""), ("below", "above", "", ""), ("above", "above", "above", "above"))
MISSING = InputError("negative", "wins", -1)


def units(names, outside):
    """Reps or channels with some of them outside their limits."""
    return pd.DataFrame(
        {
            "won": [3, 1, 5, 6],
            "expected": [8.0, 1.0, 4.0, 6.0],
            "low": [0.4, 0.0, 0.0, 0.3],
            "high": [1.7, NO_LIMIT, 2.0, 2.2],
            "outside": outside,
            "ratio": [RATIO[one] for one in outside],
            "worked": [30, 1, 8, 40],
            "enough": [5, 40, 44, 10],
            "rate": [0.05, 0.1, 0.2, 0.3],
            "effective": 30.0,
            "misleading": [True, False, False, True],
        },
        index=list(names),
    )


def verdicts(verdict):
    """Every kind of that verdict."""
    routes = SimpleNamespace(reason=None, identifiable=True, arms=("Ann", "Ben"), leads_per_arm=120.0, rates=(0.1, 0.2))
    hidden = [
        SimpleNamespace(**{**vars(routes), "identifiable": False, "reason": reason, "arms": arms})
        for reason, arms in (
            ("single rep", ("Ann",)),
            ("separate", ("Ann", "Ben")),
            ("too little overlap", ("Ann", "Ben")),
        )
    ]
    for of_channels, of_reps, base, dated in product(OUTSIDE, OUTSIDE, ("leads", "worked", "fit"), (True, False)):
        if (verdict in ("leads", "both") and not any(of_channels)) or (
            verdict in ("people", "both") and not any(of_reps)
        ):
            continue
        channels, reps = units(OWN[4:], of_channels), units(OWN[:4], of_reps)
        if verdict == "not recorded":
            for kept in (
                (None, reps),
                (channels, None),
                (None, None),
                (None, reps.iloc[:1]),
                (channels.iloc[:1], None),
            ):
                yield PeopleVerdict(verdict, kept[1], kept[0], missing=MISSING, base=base, dated=dated)
            continue
        ways = hidden if verdict == "not identifiable" else [routes, hidden[0]] if verdict == "leads" else [routes]
        for way in ways:
            yield PeopleVerdict(verdict, reps, channels, way, base=base, dated=dated)


@pytest.mark.parametrize(
    "verdict", ["leads", "people", "both", "neither", "undetermined", "not identifiable", "not recorded"]
)
@pytest.mark.slow
def test_nothing_is_left_untranslated(verdict):
    with speaking(PSEUDO):
        for p in verdicts(verdict):
            said = [words.sentence(p, "page", ""), *words.evidence(p), words.alarm(p), words.advice(p)]
            assert [line for line in said if untranslated(line, OWN)] == []


def test_advice_in_german_has_the_verb_of_one_and_of_several():
    one, several = (
        PeopleVerdict("leads", units(OWN[:4], OUTSIDE[0]), units(OWN[4:], outside), None)
        for outside in (("below", "", "", ""), ("below", "below", "", ""))
    )
    with speaking("de"):
        assert "was Web verspricht" in words.advice(one)
        assert "was Web und Fair versprechen" in words.advice(several)
