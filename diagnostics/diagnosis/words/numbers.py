"""How counts with their nouns, chances and levels are written; digits are those of :mod:`diagnostics.number_format`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from diagnostics.diagnosis.judge import DECIDED
from diagnostics.language import mark, n, t
from diagnostics.number_format import number, percent, rounded_down, to_hundred, with_percent

__all__ = [
    "brief",
    "form",
    "in_points",
    "level",
    "number",
    "percent",
    "plural",
    "rounded_down",
    "shown_chances",
    "sure",
]

_DECIDED_POINTS: Final = round(100 * DECIDED)


def sure(probability: float) -> str:
    """How sure, in whole percent, never rounded over the threshold that the number itself did not reach.

    >>> sure(0.934), sure(0.8499), sure(0.999), sure(0.001)
    ('93%', '84%', 'more than 99%', 'less than 1%')
    """
    points = round(probability * 100)
    if probability < DECIDED <= points / 100:
        points -= 1
    return _of_points(points)


def _of_points(points: int) -> str:
    if points == 0:
        return t("less than {percent}", percent=with_percent("1"))
    if points == 100:
        return t("more than {percent}", percent=with_percent("99"))
    return with_percent(str(points))


def in_points(chances: Mapping[str, float]) -> dict[str, int]:
    """The chances of the three verdicts in whole percent that add up to 100, none rounded over the threshold of a verdict.

    >>> in_points({"marketing": 0.335, "sales": 0.335, "balanced": 0.33})
    {'marketing': 34, 'sales': 33, 'balanced': 33}
    >>> in_points({"marketing": 0.8496, "sales": 0.0892, "balanced": 0.0612})
    {'marketing': 84, 'sales': 9, 'balanced': 7}
    """
    names = sorted(chances, key=lambda name: -chances[name])
    points = dict(zip(names, to_hundred(tuple(chances[name] for name in names)), strict=True))
    most = names[0]
    if chances[most] < DECIDED and points[most] >= _DECIDED_POINTS:
        points[most] -= 1
        points[max(names[1:], key=lambda name: 100 * chances[name] - points[name])] += 1
    return {name: points[name] for name in chances}


def shown_chances(chances: Mapping[str, float]) -> dict[str, str]:
    """The chances of the three verdicts as they are written wherever one of them is.

    >>> shown_chances({"marketing": 0.001, "sales": 0.998, "balanced": 0.001})
    {'marketing': 'less than 1%', 'sales': 'more than 99%', 'balanced': 'less than 1%'}
    """
    return {name: _of_points(points) for name, points in in_points(chances).items()}


def form(count: float) -> int:
    """1 for a count that is written as 1, else 2: which form of a text :func:`~diagnostics.language.n` is to take.

    >>> form(1.02), form(0.9), form(3)
    (1, 2, 2)
    """
    return 1 if number(count) == "1" else 2


def plural(count: float, one: str, many: str) -> str:
    """A count with its noun, as it stands by itself or as the subject or object of a sentence."""
    return f"{number(count)} {n(one, many, form(count))}"


PARTS: Final = {
    0.25: mark("a quarter ¦ a share"),
    1 / 3: mark("a third ¦ a share"),
    0.5: mark("half ¦ a share"),
    2 / 3: mark("two thirds ¦ a share"),
    0.75: mark("three quarters ¦ a share"),
}


def level(share: float) -> str:
    """A share of the target in the nearest plain words.

    >>> level(0.51), level(0.64), level(0.34)
    ('half', '64%', 'a third')
    """
    for value, name in PARTS.items():
        if abs(share - value) <= 0.015:
            return t(name)
    return percent(share)


def brief(certainty: str) -> str:
    """A chance as :func:`sure` has it, in fewer characters.

    >>> brief("less than 1%"), brief("34%")
    ('<1%', '34%')
    """
    short = {_of_points(0): f"<{with_percent('1')}", _of_points(100): f">{with_percent('99')}"}
    return short.get(certainty, certainty)
