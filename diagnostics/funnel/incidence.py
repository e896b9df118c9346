"""How many have bought by an age, with lost leads as a competing outcome: Aalen and Johansen, from grouped counts.

Open leads are censored at the age they have reached; lost leads are not, because a lost lead will not buy. Counts by age
are all that is needed, so the cost does not grow with the number of leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from diagnostics.errors import InputError
from diagnostics.funnel.lag import Steps
from diagnostics.funnel.posterior import JEFFREYS, beta_inverse

Array = npt.NDArray[np.float64]

TAIL: Final = 0.05
"""Mass left on each side of an interval: 90%."""


@dataclass(frozen=True, eq=False, slots=True)
class Incidence:
    """The share of leads that had bought by each age, and how well it is known. Arrays of one shape, by ascending age."""

    ages: Array
    """Days."""
    won: Array
    """Share that has bought by that age, a fraction: the cumulative incidence."""
    lost: Array
    """Share that has been lost by that age, a fraction."""
    error: Array
    """Standard error of ``won``."""
    at_risk: Array
    """Leads still open just before that age."""

    def by(self, age: float) -> float:
        """Share that has bought by ``age`` days, a fraction."""
        at = int(np.searchsorted(self.ages, age, side="right"))
        return 0.0 if at == 0 else float(self.won[at - 1])

    def interval(self, age: float) -> tuple[float, float]:
        """The 90% interval of :meth:`by`.

        On the complementary log-log scale, ``F^exp(±z·se/(F·ln F))``, which stays inside 0..1 (Kalbfleisch and Prentice
        2002, section 1.4). Before the first win it runs from 0 to Jeffreys' upper bound for none of those at risk.
        """
        from scipy.special import ndtri

        at = int(np.searchsorted(self.ages, age, side="right")) - 1
        share, error = (0.0, 0.0) if at < 0 else (float(self.won[at]), float(self.error[at]))
        if share <= 0:
            n = float(self.at_risk[0])
            return 0.0, float(beta_inverse(JEFFREYS, n + JEFFREYS, np.array([1 - TAIL]))[0])
        if share >= 1 or error == 0:
            return share, share
        width = float(ndtri(1 - TAIL)) * error / (share * np.log(share))
        return float(share ** np.exp(-width)), float(share ** np.exp(width))

    def curve(self) -> Steps:
        """The lag curve: :attr:`won` as a share of its value at the last age.

        Raises
        ------
        InputError
            Where nobody has bought.
        """
        if self.won[-1] <= 0:
            raise InputError("no-dated-wins", "won", 0)
        rises = np.flatnonzero(np.diff(self.won, prepend=0.0) > 0)
        return Steps(
            tuple(float(a) for a in self.ages[rises]),
            (*(float(s) for s in self.won[rises[:-1]] / self.won[-1]), 1.0),
        )


def aalen_johansen(
    ages: Sequence[float] | Array,
    won: Sequence[float] | Array,
    lost: Sequence[float] | Array,
    open_: Sequence[float] | Array,
) -> Incidence:
    """The cumulative incidence of winning, from counts by age.

    At each age ``S`` (share still open) falls by the won and the lost, and ``F`` (share won) rises by ``S(−)·won/at
    risk``. Those who are open at an age were still at risk when others were won or lost at it. With nobody lost this is
    one minus Kaplan and Meier's estimate.

    Parameters
    ----------
    ages : array of shape (n,)
        Ages in days, 0 or more, in any order; equal ages are added up.
    won, lost, open_ : arrays of shape (n,)
        How many leads were won at that age, lost at that age, or are still open at it. Counts, 0 or more.

    Returns
    -------
    Incidence
        One row per age. The variance is that of Marubini and Valsecchi (*Analysing Survival Data from Clinical Trials and
        Observational Studies*, 1995, section 10.2.3); with nobody open it is ``F(1 − F)/n`` exactly.

    Raises
    ------
    InputError
        Where there is no lead, a count or an age is below 0, or the arrays differ in length.

    >>> seen = aalen_johansen([10, 20, 30], won=[0, 3, 0], lost=[5, 0, 0], open_=[0, 0, 2])
    >>> round(seen.by(20), 12)
    0.3
    """
    given = [np.asarray(column, dtype=float) for column in (ages, won, lost, open_)]
    if len({column.shape for column in given}) != 1 or given[0].ndim != 1:
        raise InputError("shapes-differ", "ages", [column.shape for column in given])
    for name, column in zip(("ages", "won", "lost", "open"), given, strict=True):
        if column.size and not (column.min() >= 0 and np.isfinite(column).all()):
            raise InputError("negative", name, float(column.min()))
    at, place = np.unique(given[0], return_inverse=True)
    w, x, c = (np.bincount(place, weights=column, minlength=len(at)) for column in given[1:])
    total = float(w.sum() + x.sum() + c.sum())
    if total == 0:
        raise InputError("no-leads", "won", 0)
    gone = np.cumsum(w + x + c)
    y = total - gone + (w + x + c)
    ends = w + x
    with np.errstate(invalid="ignore", divide="ignore"):
        s = np.cumprod(np.where(y > 0, 1 - ends / y, 1.0))
        before = np.concatenate([[1.0], s[:-1]])
        f = np.cumsum(np.where(y > 0, before * w / y, 0.0))
        g = np.cumsum(np.where(y > 0, before * x / y, 0.0))
        # The variance in sums over ages u ≤ t; [F(t) − F(u)]² is opened up so that cumulative sums do.
        a = np.where((y > ends) & (y > 0), ends / (y * (y - ends)), 0.0)
        b = np.where(y > 0, before**2 * w * (y - w) / y**3, 0.0)
        d = np.where(y > 0, before * w / y**2, 0.0)
    variance = (
        f**2 * np.cumsum(a)
        - 2 * f * np.cumsum(a * f)
        + np.cumsum(a * f**2)
        + np.cumsum(b)
        - 2 * f * np.cumsum(d)
        + 2 * np.cumsum(f * d)
    )
    return Incidence(at, f, g, np.sqrt(np.maximum(variance, 0.0)), y)


def win_rate_bounds(won: float, lost: float, open_: float, stale: float = 0.0) -> tuple[float, float]:
    """The lowest and highest share that can end up won where nothing is assumed of the open leads, fractions.

    ``won/all`` if every open lead is lost, ``(won + open)/all`` if every one is won. ``stale`` of the open leads are
    older than any win ever took and count as lost. Won ÷ (won + lost), the "win rate" that many a CRM shows, leaves the
    open leads out and can lie anywhere in between or be above both.

    >>> win_rate_bounds(won=20, lost=10, open_=70), win_rate_bounds(20, 10, 70, stale=50)
    ((0.2, 0.9), (0.2, 0.4))

    Raises
    ------
    InputError
        Where a count is below 0, more are stale than open, or there is no lead.
    """
    for name, count in (("won", won), ("lost", lost), ("open", open_), ("stale", stale)):
        if not count >= 0:
            raise InputError("negative", name, count)
    if stale > open_:
        raise InputError("stale-exceeds-open", "stale", stale, open=open_)
    total = won + lost + open_
    if total == 0:
        raise InputError("no-leads", "won", 0)
    return won / total, (won + open_ - stale) / total
