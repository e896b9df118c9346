"""A forecast of the next count as a range, and its score once the count is known.

A forecast is of a *count*, so its range includes both the uncertainty of the rates and the chance variation of a count.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np

from diagnostics.diagnosis.judge import INTERVAL
from diagnostics.diagnosis.measure import DIMENSION, RATES, counts_of, observed_levels
from diagnostics.diagnosis.near_target import dispersions
from diagnostics.diagnosis.scenario import NO_LEVELS, checked_levels, customers_at, links_at, never_seen
from diagnostics.errors import InputError
from diagnostics.funnel.checks import number, share
from diagnostics.funnel.links import Number
from diagnostics.funnel.points import SIZE, normal_scores
from diagnostics.funnel.posterior import spread
from diagnostics.funnel.predictive import count_quantile, interval_score
from diagnostics.funnel.records import LONGEST_MONTHS, Funnel, Par

COUNTED: Final = ("leads", "wins", "direct_wins", "months")
"""Counted anew each time; everything else may be corrected later."""
ALPHA: Final = 2 * INTERVAL[0]
"""Share of the outcomes outside the range."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Customers per month over some months.

    Attributes
    ----------
    mean : float
        Customers per month expected.
    low, high : float
        Ends of the 90% range of what will be counted, ÷ months: whole customers over the whole period.
    months : float
        How long the period is.
    levels : dict of str to float
        Links with other levels; empty: as they are.
    maturity : float
        Share of the period's sales that will have had time when they are counted, a fraction.
    """

    mean: float
    low: float
    high: float
    months: float
    levels: Mapping[str, float]
    maturity: float = 1.0
    assumed: tuple[str, ...] = ()
    """Links that were never seen and are taken at their par."""
    counted: float | None = None
    """Customers per month at the observed rates; None where a link is moved or no lead is recorded."""
    ahead: float = 1.0
    """Leads of those months ÷ leads of the months counted; 1 where the months do not show how they go on."""


def forecast(
    funnel: Funnel,
    par: Par,
    levels: Mapping[str, float] = NO_LEVELS,
    months: float = 1.0,
    maturity: float = 1.0,
) -> Forecast:
    """Forecast the count over the next months.

    Leads that grow or have a season in a table's months are taken to go on so for twelve months.
    The count is Poisson around ``V·months`` at each of the fixed points, all equally likely. Months scatter
    more than chance, the coming ones too: with ``p`` the share of leads that become customers, the variance of their
    number is ``φ = p·φ_leads + (1 − p)·φ_closing`` times that of chance (the variance of a sum of a random number of terms),
    and the count a Gamma mixture with that variance (:func:`~diagnostics.funnel.predictive.count_cdf`).

    Parameters
    ----------
    funnel, par : Funnel, Par
        What is known now; of the par the room that sales has, and the level of a link that was never seen.
    levels : mapping of str to float
        Links with other levels, as for :func:`~diagnostics.diagnosis.scenario.what_if`.
    months : float
        How long the coming period is.
    maturity : float
        Where it is the leads of that period that are counted: the share of their sales that will have had time. The ends
        are then of the sales so far, ÷ months and ÷ this share.

    Raises
    ------
    InputError
        Where months or maturity are out of range, or a level cannot be.

    >>> soon = forecast(Funnel(leads=120, wins=12, months=1), Par(goal=20, closing=0.2), months=3)
    >>> round(soon.mean, 1), round(soon.low, 1), round(soon.high, 1)
    (14.2, 7.7, 22.0)
    """
    levels, covered, maturity = checked_levels(levels), number("months", months), share("maturity", maturity)
    if not 0 < covered <= LONGEST_MONTHS:
        raise InputError("forecast-months-out-of-range", "months", months, longest=LONGEST_MONTHS)
    if maturity == 0:
        raise InputError("maturity-not-a-share", "maturity", maturity)
    rate, ahead = _coming(funnel, par, levels, covered)
    exposure = covered * maturity
    dispersion = 1 + maturity * (_dispersion(funnel, par, levels, rate) - 1)  # of a part, counted before the rest
    most = _most(funnel, par, levels) * covered
    low, high = (min(count_quantile(end, rate * exposure, dispersion), most) for end in INTERVAL)
    counts = counts_of(funnel, par)
    unseen = tuple(link for link in never_seen(counts, par) if link not in levels)
    counted = None if levels or counts.outside else float(counts.customers(**observed_levels(counts, par)[0]))
    return Forecast(
        float(np.mean(rate)), low / exposure, high / exposure, covered, dict(levels), maturity, unseen, counted, ahead
    )


def _coming(funnel: Funnel, par: Par, levels: Mapping[str, float], months: float) -> tuple[Number, float]:
    """Customers per month over the fixed points in coming months, and their leads ÷ those counted, the middle.

    Leads go on as the months of a table show (:mod:`~diagnostics.funnel.outlook`), unless they are to be brought elsewhere.
    """
    if not funnel.outlook or funnel.leads == 0 or "reach" in levels:
        return customers_at(funnel, par, levels), 1.0
    links = links_at(funnel, par, levels)
    at = np.arange(1, len(funnel.outlook) + 1)
    mean, deviation = (float(np.interp(months, at, column)) for column in np.transpose(funnel.outlook))
    ahead = np.exp(mean + deviation * spread(normal_scores(SIZE), DIMENSION["ahead"]))
    return counts_of(funnel, par).customers(**{**links, "reach": links["reach"] * ahead}), math.exp(mean)


@lru_cache(maxsize=16)
def _forecast_again(
    funnel: Funnel, par: Par, levels: tuple[tuple[str, float], ...], months: float, maturity: float
) -> Forecast:
    """A past forecast, kept: a consultation scores the same one after every change."""
    return forecast(funnel, par, dict(levels), months, maturity)


def _most(funnel: Funnel, par: Par, levels: Mapping[str, float]) -> float:
    """The most customers per month that capacity allows; infinite where leads buy on their own."""
    if funnel.leads == 0 and not levels:
        return math.inf
    links = links_at(funnel, par, levels)
    return math.inf if np.any(links["direct"]) else float(np.max(links["capacity"]))


def _dispersion(funnel: Funnel, par: Par, levels: Mapping[str, float], rate: Number) -> Number:
    """Variance of the number of customers in a month over what chance would make it, 1 or more."""
    leads_scatter, closing_scatter = dispersions(counts_of(funnel, par), funnel, par)
    if leads_scatter == closing_scatter or (funnel.leads == 0 and not levels):
        return max(leads_scatter, closing_scatter)
    won = np.clip(rate / links_at(funnel, par, levels)["reach"], 0.0, 1.0)
    return won * leads_scatter + (1 - won) * closing_scatter


# --- the last forecast -----------------------------------------------------------------------------------------------


class PastNumbers(Protocol):
    """The numbers a past diagnosis was made from."""

    def records(self) -> tuple[Any, ...]:
        """Funnel, Par and Money or None."""
        ...


class PastDiagnosis(Protocol):
    """The attributes a past diagnosis needs; that of a case file has them."""

    @property
    def date(self) -> str:
        """ISO date."""
        ...

    @property
    def sentence(self) -> str:
        """Its sentence."""
        ...

    @property
    def numbers(self) -> PastNumbers:
        """The numbers it was made from."""
        ...

    @property
    def levels(self) -> Mapping[str, float]:
        """What the plan was to bring the links to; empty: as they were."""
        ...

    @property
    def aim(self) -> str:
        """The name of that scenario."""
        ...

    @property
    def method(self) -> int:
        """How its verdict was reached, :data:`~diagnostics.version.METHOD`."""
        ...


@dataclass(frozen=True, slots=True)
class Score:
    """A forecast compared with what happened.

    Attributes
    ----------
    date, sentence, aim : str
        Date and sentence of the past diagnosis, and the scenario that was planned.
    forecast : Forecast
        With the links at the levels of the plan.
    unchanged : Forecast
        With nothing changed; the same where the plan moved nothing.
    happened : float
        Customers per month: wins ÷ months, and for leads that may still buy ÷ the share that has had time.
    wins : int
        The count behind it.
    covered, unchanged_covered : bool
        Whether what was counted lies within the 90% range of the forecast, ends included; and of the other.
    method : int
        How the past verdict was reached. Where that is not how it is reached now, the forecast is not what was said then.
    score : float
        Interval score, customers per month: the width of the range, and 20 times what it missed by. Lower is better.
    goal : float or None
        Customers per month that are wanted now.
    moved : dict of str to (float, float, float or None)
        For each link of the plan: its level then, its planned level, and its level in the counts since;
        None where they do not show it.
    """

    date: str
    sentence: str
    aim: str
    forecast: Forecast
    unchanged: Forecast
    happened: float
    wins: int
    covered: bool
    unchanged_covered: bool
    method: int
    score: float
    goal: float | None = None
    moved: Mapping[str, tuple[float, float, float | None]] = field(default_factory=dict)

    @property
    def planned(self) -> bool:
        """Whether the plan moved a link."""
        return bool(self.forecast.levels)


def score(past: PastDiagnosis, funnel: Funnel, par: Par) -> Score | None:
    """Compare the forecast of a past diagnosis with what was counted since.

    Parameters
    ----------
    past : PastDiagnosis
        A past diagnosis.
    funnel : Funnel
        The counts since. They must be of later months than the past ones; that is not checked.
    par : Par
        The par now; its goal is kept with the result.

    Returns
    -------
    Score or None
        None where leads, sales and months are those of the past: nothing new was counted, whatever else was put right.

    Notes
    -----
    Leads that may still buy are compared with the sales forecast *so far*, so that a young count is not expected to
    include later sales. That share is itself an estimate, which the range does not hold.
    """
    before, par_before = past.numbers.records()[:2]
    if all(getattr(before, name) == getattr(funnel, name) for name in COUNTED):
        return None
    maturity = funnel.maturity if funnel.basis == "cohort" else 1.0
    said = _forecast_again(before, par_before, tuple(past.levels.items()), funnel.months, maturity)
    unchanged = _forecast_again(before, par_before, (), funnel.months, maturity) if past.levels else said
    happened = funnel.wins / funnel.months / maturity
    return Score(
        date=past.date,
        sentence=past.sentence,
        aim=past.aim,
        forecast=said,
        unchanged=unchanged,
        happened=happened,
        wins=funnel.wins,
        covered=_covers(said, funnel.wins),
        unchanged_covered=_covers(unchanged, funnel.wins),
        method=past.method,
        score=interval_score(said.low, said.high, happened, ALPHA),
        goal=par.goal,
        moved=_moved(before, par_before, past.levels, funnel, par),
    )


def _moved(
    before: Funnel, par_before: Par, levels: Mapping[str, float], since: Funnel, par: Par
) -> dict[str, tuple[float, float, float | None]]:
    """Each link of a plan: its level then, as planned, and now."""
    counts = counts_of(since, par)
    was, now = observed_levels(counts_of(before, par_before), par_before)[0], observed_levels(counts, par)[0]
    hidden = {
        link
        for link in levels
        if link in RATES and (link not in counts.proportions or counts.proportions[link].trials == 0)
    }
    return {
        link: (float(was[link]), float(level), None if link in hidden else float(now[link]))
        for link, level in levels.items()
    }


def _covers(said: Forecast, wins: int) -> bool:
    """Whether a count lies in the range, by whole customers: no rounding puts it outside."""
    exposure = said.months * said.maturity
    return round(said.low * exposure) <= wins <= round(said.high * exposure)
