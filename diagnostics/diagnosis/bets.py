"""Score what somebody bet before the numbers against the side that the diagnosis names.

The score of a bet that put the chance p on one side is quadratic (Brier's, for two outcomes):

    (o − p)², with o = 1 where that side is named and o = 0 where the other one is.

It is 0 for a sure bet that came true, 1/4 for a toss of a coin (p = 1/2), 1 for a sure bet that did not.

It is proper: who holds q for the true chance expects q (1 − p)² + (1 − q) p² = (p − q)² + q (1 − q), which is least at p = q
alone. So nobody gains by saying more, or less, than they believe.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from diagnostics.funnel.links import SIDES

COIN: Final = 0.25
"""The score of a bet that puts 1/2 on either side."""

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class Bet:
    """A side, and the chance that it was given.

    Raises
    ------
    ValueError
        Where the side is none, or the chance no probability.
    """

    side: str
    chance: float

    def __post_init__(self) -> None:
        if self.side not in SIDES:
            raise ValueError(f"{self.side} is not one of {', '.join(SIDES)}")
        if not 0 <= self.chance <= 1:
            raise ValueError(f"{self.chance} is not a probability")

    def score(self, verdict: str) -> float | None:
        """Its score, from 0 (best) to 1; None where the verdict names no side.

        >>> Bet("marketing", 0.8).score("marketing"), Bet("sales", 0.9).score("marketing")
        (0.03999999999999998, 0.81)
        >>> Bet("sales", 0.9).score("balanced") is None
        True
        """
        if verdict not in SIDES:
            return None
        return ((verdict == self.side) - self.chance) ** 2


def expected(chance: float, true: float) -> float:
    """The score that a bet of ``chance`` on a side gets on average, where the true chance of that side is ``true``.

    >>> expected(0.7, 0.7) < expected(0.6, 0.7) < expected(0.5, 0.7)
    True
    """
    return true * (1 - chance) ** 2 + (1 - true) * chance**2


def closest(scores: Mapping[Who, float]) -> Who | None:
    """Whose score is the lowest; None where it is that of several, or of nobody.

    >>> closest({"sales": 0.04, "marketing": 0.81}), closest({"sales": 0.04, "marketing": 0.04})
    ('sales', None)
    """
    best = min(scores.values(), default=0.0)
    first = [who for who, score in scores.items() if math.isclose(score, best, abs_tol=1e-12)]
    return first[0] if len(first) == 1 else None
