"""The most customers per month that a business has won so far, and whether a goal is beyond it by more than chance."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from diagnostics.funnel.incidence import TAIL
from diagnostics.funnel.links import Array

FEWEST: Final = 3
"""Of fewer periods none is called the best."""


class Best(NamedTuple):
    """The best of a business's periods of one length, and its best run of as many of them as are judged together.

    Parameters
    ----------
    customers : float
        Per month in the best period, once its sales have had their time.
    had_time : float
        The share of that period's sales that has had time so far, a fraction.
    periods : float
        How many there are.
    length : float
        Months that each covers; 0 where they differ.
    won, months : float
        Of the best run, each divided by how much more than chance sales vary: the sales so far, and the months, of each the
        share of its sales that has had time.
    """

    customers: float
    had_time: float
    periods: float
    length: float
    won: float
    months: float

    def exceeded_by(self, goal: float) -> bool:
        """Whether so many customers per month are more than any period brought, and too many for the best run by chance.

        With the goal as the level of that run, as few sales as it brought would come in less than 5 of 100 such runs. In few
        months much is possible by chance; an average over many is held more closely.

        >>> best = Best(customers=27, had_time=1, periods=18, length=1, won=27, months=1)
        >>> best.exceeded_by(36), best.exceeded_by(38)
        (False, True)
        """
        from scipy.special import gammaincc

        return goal > self.customers and float(gammaincc(self.won + 1, goal * self.months)) < TAIL


def best_of(won: Array, months: Array, had_time: Array, length: float, together: int, dispersion: float) -> Best | None:
    """The best of some periods in the order of time; None where there are fewer than :data:`FEWEST`.

    Parameters
    ----------
    won : array
        Sales of each so far, shape ``(periods,)``.
    months : array
        How many months each covers.
    had_time : array
        The share of each's sales that has had time, above 0.
    length : float
        Months that each covers; 0 where they differ.
    together : int
        How many are judged together, 1 or more.
    dispersion : float
        How much more than chance sales vary from period to period, 1 or more.

    >>> best_of(np.array([20.0, 27.0, 22.0]), np.ones(3), np.ones(3), 1, together=2, dispersion=1.0)
    Best(customers=27.0, had_time=1.0, periods=3, length=1, won=49.0, months=2.0)
    """
    if len(won) < FEWEST:
        return None
    run = np.ones(min(together, len(won)))
    so_far = months * had_time
    sales, covered = (np.convolve(each, run, "valid") for each in (won, so_far))
    at, top = int(np.argmax(sales / covered)), int(np.argmax(won / so_far))
    return Best(
        float(won[top] / so_far[top]),
        float(had_time[top]),
        len(won),
        length,
        float(sales[at]) / dispersion,
        float(covered[at]) / dispersion,
    )
