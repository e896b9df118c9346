"""Hostile calls of the arithmetic: records, diagnosis, what-if, comparison."""

from __future__ import annotations

from typing import Any

import diagnostics as dx
from tests.hostile.values import NUMBERS, Call, Chooser, told


def rate(c: Chooser) -> Call:
    given = told(c, ("value", "strength", "source", "own"), {"value": 0.2}, 1)
    return lambda: (repr(dx.Rate(**given)), dx.Rate.rough(given["value"]))


FUNNEL = ("leads", "wins", "direct_wins", "fit", "worked", "months", "maturity", "basis", "reach_dispersion",
          "closing_dispersion", "maturities", "doubts")  # fmt: skip
PAR = ("goal", "reach", "capacity", "direct", "fit", "follow_up", "closing", "reach_strength")
MONEY = ("sale", "margin", "currency", "locale", "lead_cost", "rep_cost", "rep_leads")


def funnel(c: Chooser) -> Call:
    given = told(c, FUNNEL, {"leads": 100, "wins": 10})
    days = c.number_or_value()
    return lambda: dx.Funnel(**given).with_typical_days(days)


def par(c: Chooser) -> Call:
    given = told(c, PAR, {"closing": 0.2})
    return lambda: repr(dx.Par(**given))


def money(c: Chooser) -> Call:
    given = told(c, MONEY, {"sale": 1000})
    units = c.one_of(NUMBERS)
    return lambda: (dx.Money(**given).words(units), dx.Money(**given).amount(units))


def _read(d: Any) -> None:
    d.sentence, d.evidence_for, d.evidence_against, d.unseen, d.bridge, d.more_leads, d.what_next, repr(d)


def diagnose(c: Chooser) -> Call:
    """Numbers that are possible and extreme: they have an answer."""
    leads = c.one_of((0, 1, 2, 30, 10**9))
    wins = c.one_of((0, 1, leads // 3, leads))
    counts = {
        "leads": leads,
        "wins": wins,
        "direct_wins": c.one_of((0, 0, 1, wins)),
        "months": c.one_of((1e-300, 1e-12, 1e-3, 1, 12, 1200)),
    }
    counts |= {"maturity": c.one_of((1e-12, 1e-9, 0.5, 1, 1)), "basis": c.one_of(("cohort", "cohort", "period"))}
    counts |= {name: c.one_of((0, 1, leads)) for name in c.few(("fit", "worked"), 2) if not c.upto(0, 2)}
    levels = {
        "closing": c.one_of(
            (5e-324, 1e-12, 0.2, 1, dx.Rate(0.2, 1e-12), dx.Rate(0.2, 1e9), dx.Rate(0, 3), dx.Rate.rough(0.999999))
        )
    }
    levels |= {
        name: c.one_of((1e-300, 1e-12, 1e-3, 20, 10**9))
        for name in (c.one_of(("goal", "reach", "capacity")), *(("capacity",) if c.upto(0, 1) else ()))
    }
    levels |= {
        name: c.one_of((0, 1e-12, 0.5, 1, dx.Rate(0.5, 3)))
        for name in c.few(("direct", "fit", "follow_up"), 2)
        if not c.upto(0, 2)
    }
    worth = {
        "sale": c.one_of((1e-12, 1, 1e12)),
        "margin": c.one_of((0, 1e-12, 1)),
        "lead_cost": c.one_of((None, 0, 1e12)),
        "locale": c.one_of(("en", "ar", "de_CH")),
    }
    c.chosen += [str((counts, levels, worth))]
    return lambda: _read(dx.diagnose(dx.Funnel(**counts), dx.Par(**levels), dx.Money(**worth)))


def diagnose_what(c: Chooser) -> Call:
    parts: list[Any] = [dx.Funnel(100, 10), dx.Par(goal=20, closing=0.2), dx.Money(1000)]
    parts[c.upto(0, 2)] = c.value()
    return lambda: _read(dx.diagnose(*parts))


D = dx.diagnose(dx.Funnel(100, 10, fit=80), dx.Par(goal=20, capacity=90, closing=0.2))


def what_if(c: Chooser) -> Call:
    links = told(c, ("reach", "direct", "fit", "follow_up", "capacity", "closing", "goal"), None, 1)
    parts: list[Any] = [dx.Funnel(100, 10), dx.Par(goal=20, closing=0.2)]
    if not c.upto(0, 3):
        parts[c.upto(0, 1)] = c.value()
    return lambda: dx.what_if(*parts, **links)


def scenario(c: Chooser) -> Call:
    from diagnostics.diagnosis import scenario as s

    levels = c.value() if not c.upto(0, 2) else told(c, ("reach", "closing", "capacity", "direct"), None, 1)
    months, maturity, sellers, goal = (c.number_or_value() for _ in range(4))
    d = D if c.upto(0, 5) else c.value()
    call = c.one_of(("forecast", "leads_needed", "levers", "try"))
    return {
        "forecast": lambda: dx.forecast(dx.Funnel(100, 10), dx.Par(goal=20, closing=0.2), levels, months, maturity),
        "leads_needed": lambda: dx.leads_needed(d, goal, levels),
        "levers": lambda: dx.levers(d, sellers, levels),
        "try": lambda: s.try_levels(d, levels),
    }[call]


def compare(c: Chooser) -> Call:
    parts: list[Any] = [dx.Funnel(100, 10), dx.Funnel(c.one_of((0, 1, 90, 10**9)), 0)]
    if not c.upto(0, 1):
        parts[c.upto(0, 1)] = c.value()
    return lambda: dx.compare(*parts).sentence


def attribute(c: Chooser) -> Call:
    arguments: list[Any] = [lambda a, b: a * b, {"a": 1, "b": 2}, {"a": 2, "b": 3}, [["a"], ["b"]]]
    if c.upto(0, 1):
        arguments[c.upto(1, 3)] = c.value()
    elif c.upto(0, 1):
        arguments[3] = [c.value(), ["b"]]
    else:
        arguments[1] = {"a": c.one_of(NUMBERS), "b": c.one_of(NUMBERS)}
    return lambda: dx.attribute(*arguments)
