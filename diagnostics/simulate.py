"""Simulated businesses whose weak link is known, to check how often the answers are right.

Nothing here is shared with the inference: the formulas of the funnel, of the lag and of the weak link are written again,
and leads and sales are drawn from what the business really is. A study draws many and counts (``benchmarks/truth.py``).

A business has a target win rate and a goal, and is near both (:class:`Population` says how near). Its true weak link is the
side at the smaller share of its target, by more than a tenth, and itself below 90% of it.

>>> business = typed_totals(AS_MET, np.random.default_rng(1), leads=400)
>>> business.truth.weak in ("marketing", "sales", "balanced"), business.leads > 0
(True, True)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Side = Literal["marketing", "sales", "balanced"]
Shape = Literal["normal", "uniform", "heavy", "clumped", "opposed"]
Planted = Literal["nobody", "a rep", "a channel", "a side", "a rep and a channel"]

DAYS_PER_MONTH: Final = 30.4375
TENTH: Final = 0.1
"""How much smaller, on the log, the share of its target must be on the weak side."""
BELOW: Final = 0.9
"""The weak side brings less than this share of its target."""


@dataclass(frozen=True, slots=True)
class Population:
    """How businesses differ from their targets, and how much is known of them.

    Parameters
    ----------
    name : str
        What it is called in the tables.
    closing_sd, reach_sd : float
        Standard deviation of the win rate around its target on the log-odds, and of the leads per month around those
        needed on the log.
    shape : str
        What the two are drawn from: normal; uniform, or heavy tails (Student's t with 3 degrees of freedom) of the same
        standard deviation; clumped (one in three well below, well above, and at the target); opposed (many leads where few are
        won, correlation −0.7).
    shift : float
        Added to the win rate's distance from its target: below 0 for targets that are set too high.
    lag_sd : float
        Error of the days to a sale that an owner types, standard deviation on the log.
    lag_shape : float
        Shape of the Gamma distribution of the days to a sale; 1 is exponential.
    month_leads_sd, month_closing_sd : float
        How much the months vary by more than chance: leads as a share of their mean, the win rate on the log-odds.
    """

    name: str
    closing_sd: float = 0.6
    reach_sd: float = 0.5
    shape: Shape = "normal"
    shift: float = 0.0
    lag_sd: float = 0.35
    lag_shape: float = 1.0
    month_leads_sd: float = 0.05
    month_closing_sd: float = 0.10

    def distances(self, rng: np.random.Generator) -> tuple[float, float]:
        """How far the win rate is from its target, on the log-odds, and the leads from those needed, on the log."""
        one, two = rng.standard_normal(2)
        if self.shape == "uniform":
            one, two = rng.uniform(-(3**0.5), 3**0.5, 2)
        elif self.shape == "heavy":
            one, two = rng.standard_t(3, 2) / 3**0.5
        elif self.shape == "clumped":
            one, two = rng.choice((-1.2, 0.0, 1.2), 2) + 0.2 * rng.standard_normal(2)
        elif self.shape == "opposed":
            two = -0.7 * one + (1 - 0.49) ** 0.5 * two
        return self.shift + self.closing_sd * float(one), self.reach_sd * float(two)


AS_MET: Final = Population("as met")
POPULATIONS: Final = (
    AS_MET,
    Population("uniform", shape="uniform"),
    Population("tight", closing_sd=0.3, reach_sd=0.25),
    Population("wide", closing_sd=1.0, reach_sd=0.85),
    Population("heavy tails", shape="heavy"),
    Population("opposed", shape="opposed"),
    Population("clumped", shape="clumped"),
    Population("target misjudged", shift=-0.3),
    Population("lag wrong", lag_sd=0.7, lag_shape=2.0),
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a business really is: levels a month and shares, and the side that is its weak link."""

    reach: float
    closing: float
    reach_target: float
    closing_target: float

    @property
    def of_target(self) -> tuple[float, float]:
        """The share of the target that marketing, and that sales, brings."""
        return self.reach / self.reach_target, self.closing / self.closing_target

    @property
    def weak(self) -> Side:
        """The side at the smaller share of its target."""
        marketing, sales = self.of_target
        if abs(np.log(marketing) - np.log(sales)) <= TENTH or min(marketing, sales) >= BELOW:
            return "balanced"
        return "marketing" if marketing < sales else "sales"

    @property
    def customers(self) -> float:
        """Customers per month in the long run."""
        return self.reach * self.closing

    @property
    def goal(self) -> float:
        """Customers per month wanted."""
        return self.reach_target * self.closing_target

    @property
    def shortfall(self) -> tuple[float, float]:
        """Customers per month that marketing, and that sales, is short: the Shapley value of two factors."""
        leads, rate = self.reach_target - self.reach, self.closing_target - self.closing
        return leads * (self.closing + self.closing_target) / 2, rate * (self.reach + self.reach_target) / 2


@dataclass(frozen=True, slots=True)
class Typed:
    """What an owner types: counts of a period, days to a sale, goal and target win rate, beside the truth."""

    truth: Truth
    leads: int
    wins: int
    months: float
    typical_days: float
    goal: float
    closing: float
    strength: float | None
    """Of a benchmark, in observations; None for an owner's own target."""
    days: float
    """What the days to a sale really are, the median."""
    by_month: tuple[Array, Array]
    """Leads and sales of each month, oldest first, which the owner adds up; shape ``(months,)``."""
    after: Array
    """By month after the period, shape ``(AFTER,)``: how many of its leads buy in the end."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an owner has by month, oldest first, beside the truth; arrays of shape ``(months,)``.

    ``judged`` are the last months, those that the truth is about; the months before them are their own target where ``own``.
    ``shape`` is how many leads are expected each month ÷ the mean of the months judged, which is ``truth.reach``.
    """

    truth: Truth
    leads: Array
    wins: Array
    judged: int
    typical_days: float
    goal: float
    closing: float
    strength: float | None
    own: bool
    after: Array
    """By month after the table, shape ``(AFTER,)``, counted as there: sales of its leads in the end, or sales made in it."""
    shape: Array


def typed_totals(
    population: Population, rng: np.random.Generator, leads: float, strength: float | None = None, growth: float = 0.0
) -> Typed:
    """A business that types totals, sales counted among the leads of the period, at its end.

    Parameters
    ----------
    population : Population
        What businesses there are.
    rng : Generator
        A seeded source of chance.
    leads : float
        How many leads are expected in the period, which is 1, 3, 6 or 12 months.
    strength : float, optional
        The target win rate is a benchmark that is worth so many observations; otherwise the owner's own.
    growth : float
        As for :func:`monthly_table`.
    """
    months = int(rng.choice((1, 3, 6, 12)))
    stated, truth = _business(population, rng, leads / months, strength)
    median = float(rng.choice(MEDIAN_DAYS))
    shape = _shape(months + AFTER, growth, slice(months))
    came, buyers = _months(population, rng, truth, months, shape[:months])
    _, after = _months(population, rng.spawn(1)[0], truth, AFTER, shape[months:])
    won = np.zeros(months)
    for at in range(months):
        ages = (months - at - rng.uniform(0, 1, buyers[at])) * DAYS_PER_MONTH
        won[at] = (_days_to_sale(population, median, rng, buyers[at]) <= ages).sum()
    typed = _typed(population, rng, median)
    counts = (int(came.sum()), int(won.sum()), float(months))
    return Typed(truth, *counts, typed, truth.goal, stated, strength, median, (came, won), after.astype(float))


def counted_on(business: Typed, population: Population, rng: np.random.Generator, months: float) -> tuple[int, int]:
    """Leads and sales of so many further months of a business that types totals, the leads as old as those so far."""
    leads, wins, left = 0, 0, months
    while left > 0:
        length = min(1.0, left)
        left -= length
        (came,), (buyers,) = _months(population, rng, replace(business.truth, reach=business.truth.reach * length), 1)
        ages = rng.uniform(0, business.months, buyers) * DAYS_PER_MONTH
        leads, wins = (
            leads + int(came),
            wins + int((_days_to_sale(population, business.days, rng, buyers) <= ages).sum()),
        )
    return leads, wins


def counted_apart(business: Typed, rng: np.random.Generator, usual: float) -> tuple[int, float]:
    """How many leads have what it takes to be won, where that is usually a share ``usual``: the count, and the true share.

    The share is around the usual one on the log-odds as the win rate of those leads is around its own target, by 0.6; a
    win rate that is below target is then partly that. Those who bought have it.
    """
    truth = business.truth
    own, rest = 0.6 * (1 - usual), 0.6 * (1 - truth.closing_target / usual)
    part = own**2 / (own**2 + rest**2)
    gap = np.log(truth.closing / truth.closing_target)
    share = usual * np.exp(part * gap + own * np.sqrt(1 - part) * rng.standard_normal())
    share = float(np.clip(share, min(0.99, truth.closing + 0.01), 0.99))
    others = (share - truth.closing) / (1 - truth.closing)
    return business.wins + int(rng.binomial(business.leads - business.wins, others)), share


def monthly_table(
    population: Population,
    rng: np.random.Generator,
    leads: float,
    basis: Literal["cohort", "period"] = "cohort",
    own: bool = False,
    strength: float | None = None,
    growth: float = 0.0,
) -> Recorded:
    """A business that keeps a table by month.

    Parameters
    ----------
    population, rng, strength
        As for :func:`typed_totals`.
    leads : float
        Expected per month.
    basis : {"cohort", "period"}
        Whether sales are counted among the leads of their month, at the end of the table, or in the month they were made.
    own : bool
        The target is what the business itself did before: 12 earlier months, and then three to six that are judged.
        Otherwise six to eighteen months, all of them judged.
    growth : float
        Of the leads from month to month, a fraction; a season of a tenth of them comes on top.
    """
    judged = int(rng.integers(3, 7)) if own else int(rng.integers(6, 19))
    near = replace(population, closing_sd=population.closing_sd * 0.6, reach_sd=population.reach_sd * 0.6)
    stated, truth = _business(near if own else population, rng, leads, strength)
    earlier = Truth(truth.reach_target, truth.closing_target, truth.reach_target, truth.closing_target)
    before = 12 if own else 0
    unseen = 12 if basis == "period" else 0  # months before the table, whose sales fall in it
    median = float(rng.choice(MEDIAN_DAYS))
    size = unseen + before + judged
    shape = _shape(size + AFTER, growth, slice(size - judged, size))
    came_then, buyers_then = _months(population, rng, earlier, unseen + before, shape[: unseen + before])
    came_now, buyers_now = _months(population, rng, truth, judged, shape[unseen + before : size])
    if not own:  # one business, whose earlier months are not seen
        came_then, buyers_then = _months(population, rng, truth, unseen, shape[:unseen])
    came, buyers = np.concatenate([came_then, came_now]), np.concatenate([buyers_then, buyers_now]).astype(int)
    to_come = rng.spawn(1)[0]
    _, after = _months(population, to_come, truth, AFTER, shape[size:])
    wins = np.zeros(size + AFTER)
    for at, n in enumerate([*buyers, *after]):
        chance = rng if at < size else to_come
        when = at + chance.uniform(0, 1, n) + _days_to_sale(population, median, chance, n) / DAYS_PER_MONTH
        if basis == "period":
            wins += np.bincount(when[when < size + AFTER].astype(int), minlength=size + AFTER)
        else:
            wins[at] = (when <= size).sum() if at < size else n
    closing, typed = truth.closing_target if own else stated, _typed(population, rng, median)
    kept = came[unseen:], wins[unseen:size], judged, typed, truth.goal, closing, strength, own
    return Recorded(truth, *kept, wins[size:], shape[unseen:size])


@dataclass(frozen=True, slots=True)
class Exported:
    """What a CRM holds, one row per lead, beside the truth.

    ``leads`` has the columns ``created``, ``closed`` (a day, or none where the lead is open), ``stage`` (won, lost, open),
    ``channel`` and ``rep``; it was exported on ``as_of``. ``weak_rep`` and ``weak_channel`` name who was planted, or None.
    """

    truth: Truth
    leads: pd.DataFrame
    as_of: str
    goal: float
    closing: float
    weak_rep: str | None
    weak_channel: str | None


def lead_export(population: Population, rng: np.random.Generator, leads: float, planted: Planted) -> Exported:
    """A business that keeps its leads in a CRM: twelve months, three channels and five reps, leads shared out at random.

    Parameters
    ----------
    population, rng
        As for :func:`typed_totals`.
    leads : float
        Expected per month.
    planted : str
        Who is weak. Where it is nobody, both sides are at their targets and all reps and channels are alike; otherwise the
        one planted wins at odds of :data:`WEAK_ODDS` times those of the others. With ``a side`` both sides are drawn from the
        population.
    """
    stated, truth = _business(population, rng, leads, None)
    if planted != "a side":
        truth = Truth(leads, stated, leads, stated)
    shares, busy = rng.dirichlet(np.full(3, 8.0)), rng.dirichlet(np.full(5, 8.0))
    rep, channel = int(rng.integers(5)), int(rng.integers(3))
    of_channel, of_rep = np.zeros(3), np.zeros(5)
    if planted in ("a channel", "a rep and a channel"):
        of_channel[channel] = np.log(WEAK_ODDS)
    if planted in ("a rep", "a rep and a channel"):
        of_rep[rep] = np.log(WEAK_ODDS)
    odds = np.log(truth.closing / (1 - truth.closing))
    mean = float((shares[:, None] * busy[None, :] * _share(odds + of_channel[:, None] + of_rep[None, :])).sum())
    truth = replace(truth, closing=mean)
    frames = []
    median = float(rng.choice(MEDIAN_DAYS))
    first = pd.Timestamp("2024-01-01")
    starts = pd.date_range(first, periods=YEAR + 1, freq="MS")
    for at in range(YEAR):
        expected = leads * max(0.0, 1 + population.month_leads_sd * rng.standard_normal())
        n, days = int(rng.poisson(expected)), (starts[at + 1] - starts[at]).days
        of_lead, worked_by = rng.choice(3, n, p=shares), rng.choice(5, n, p=busy)
        month = population.month_closing_sd * rng.standard_normal()
        buys = rng.random(n) < _share(odds + month + of_channel[of_lead] + of_rep[worked_by])
        created = starts[at] + pd.to_timedelta(rng.integers(0, days, n), unit="D")
        took = pd.to_timedelta(_days_to_sale(population, median, rng, n).round(), unit="D")
        frames.append(
            pd.DataFrame(
                {"created": created, "closed": created + took, "buys": buys, "channel": of_lead, "rep": worked_by}
            )
        )
    frame = pd.concat(frames, ignore_index=True)
    decided = frame.closed < starts[-1]
    stage = np.where(~decided, "open", np.where(frame.buys, "won", "lost"))
    frame = frame.drop(columns="buys").assign(
        closed=frame.closed.where(decided),
        stage=stage,
        channel="channel " + (frame.channel + 1).astype(str),
        rep="rep " + (frame.rep + 1).astype(str),
    )
    return Exported(
        truth,
        frame,
        starts[-1].date().isoformat(),
        truth.goal,
        stated,
        f"rep {rep + 1}" if of_rep.any() else None,
        f"channel {channel + 1}" if of_channel.any() else None,
    )


YEAR: Final = 12
AFTER: Final = 12
"""Months after those that were counted, to compare forecasts with."""
WEAK_ODDS: Final = 0.5
"""Odds of a sale of the rep, or the channel, that is planted, against those of the others."""


def _shape(months: int, growth: float, known: slice) -> Array:
    """Leads by month as a multiple of their mean over ``known``: growth, and then a season of twelve months too."""
    at = np.arange(months)
    shape = (1 + growth) ** at * (1 + (0.1 * np.sin(2 * np.pi * at / 12) if growth else 0.0))
    return np.asarray(shape / shape[known].mean())


MEDIAN_DAYS: Final = (0.0, 7.0, 20.0, 45.0, 90.0)
"""Days by which half of the sales are made."""


def _business(
    population: Population, rng: np.random.Generator, reach: float, strength: float | None
) -> tuple[float, Truth]:
    """The target win rate as stated, and the truth, of a business with so many leads per month."""
    middle = np.log(0.15 / 0.85) + 0.7 * rng.standard_normal()
    stated = float(_share(middle))
    target = stated
    if strength is not None:
        target = float(_share(middle + min(2.0, 1 / np.sqrt(strength * stated * (1 - stated))) * rng.standard_normal()))
    closing_gap, reach_gap = population.distances(rng)
    closing = float(_share(np.log(target / (1 - target)) + closing_gap))
    return stated, Truth(reach, closing, reach / float(np.exp(reach_gap)), target)


def _months(
    population: Population, rng: np.random.Generator, truth: Truth, months: int, shape: Array | None = None
) -> tuple[Array, npt.NDArray[np.int_]]:
    """Leads by month, and how many of each month's buy in the end."""
    shape = np.ones(months) if shape is None else shape
    expected = truth.reach * shape * np.maximum(0, 1 + population.month_leads_sd * rng.standard_normal(months))
    odds = np.log(truth.closing / (1 - truth.closing)) + population.month_closing_sd * rng.standard_normal(months)
    came = rng.poisson(expected)
    return came.astype(float), rng.binomial(came, _share(odds))


def _days_to_sale(population: Population, median: float, rng: np.random.Generator, n: int) -> Array:
    """Days from first contact to a sale, shape ``(n,)``: Gamma with the population's shape and this median."""
    if median == 0:
        return np.zeros(n)
    return rng.gamma(population.lag_shape, median / MEDIAN_OF_GAMMA[population.lag_shape], n)


MEDIAN_OF_GAMMA: Final = {1.0: 0.6931471805599453, 2.0: 1.6783469900166605}
"""Medians of the standard Gamma distribution, by its shape."""


def _typed(population: Population, rng: np.random.Generator, median: float) -> float:
    """The days to a sale as the owner remembers them."""
    return median * float(np.exp(population.lag_sd * rng.standard_normal()))


def _share(log_odds: Array | float) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.asarray(log_odds))))


STATED: Final = (0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99, 1.0)
"""Where answers are parted by the chance that was stated of them."""
SCORE_95: Final = 1.959964
"""Standard normal score of a 95% interval."""


def reliability(stated: Sequence[float], right: Sequence[bool], edges: Sequence[float] = STATED) -> pd.DataFrame:
    """By chance stated: how many answers, and the share that was right.

    Parameters
    ----------
    stated : sequence of float, shape (n,)
        The chance stated of each answer, in (0, 1].
    right : sequence of bool, shape (n,)
        Whether it was right.
    edges : sequence of float
        Ascending; an answer belongs to the bin whose upper edge its chance does not exceed. Others are left out.

    Returns
    -------
    DataFrame
        One row per bin with answers, by bin: ``n``; ``stated``, the mean chance; ``right``, the share; ``low`` and ``high``,
        the 95% interval of Wilson (1927) for that share.

    >>> reliability([0.8] * 10, [True] * 8 + [False] * 2).round(3).to_dict("records")
    [{'n': 10, 'stated': 0.8, 'right': 0.8, 'low': 0.49, 'high': 0.943}]
    """
    frame = pd.DataFrame({"stated": np.asarray(stated, float), "right": np.asarray(right, bool)})
    bins = frame.groupby(pd.cut(frame.stated, list(edges)), observed=True)
    found = bins.agg(n=("stated", "size"), stated=("stated", "mean"), right=("right", "mean")).rename_axis("bin")
    z2 = SCORE_95**2
    middle = (found.right + z2 / (2 * found.n)) / (1 + z2 / found.n)
    half = SCORE_95 * np.sqrt(found.right * (1 - found.right) / found.n + z2 / (4 * found.n**2)) / (1 + z2 / found.n)
    return found.assign(low=middle - half, high=middle + half)
