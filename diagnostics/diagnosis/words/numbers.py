"""How numbers are written: counts, shares, chances. The same quantity has the same digits everywhere."""

from __future__ import annotations

import math

from diagnostics.diagnosis.judge import DECIDED


def number(value: float) -> str:
    """A count or customers per month: whole from 10 on, one decimal below, one figure where that would show nothing.

    >>> number(4.25), number(41.2), number(12345), number(3.0), number(0.04), number(-12)
    ('4.2', '41', '12,345', '3', '0.04', '−12')
    """
    if abs(value) >= 9.95:
        text = f"{value:,.0f}"
    elif abs(value) >= 0.095 or abs(value) < 0.0095:
        text = f"{value:.1f}".removesuffix(".0")
    else:
        text = f"{value:.1g}"
    return "0" if text in ("0", "-0") else text.replace("-", "−")


def rounded_down(value: float) -> float:
    """A number above 0 with the digits that :func:`number` shows, no larger than it is.

    >>> number(rounded_down(39.6)), number(rounded_down(4.29)), number(rounded_down(0.069))
    ('39', '4.2', '0.06')
    """
    digits = 0 if value >= 10 else 1 if value >= 0.095 else -math.floor(math.log10(value))
    unit = 10.0**-digits
    return math.floor(value / unit * (1 + 1e-12)) * unit


def percent(share: float) -> str:
    """A share: whole from 10 % on, one decimal below.

    >>> percent(0.64), percent(0.0548), percent(0.2)
    ('64 %', '5.5 %', '20 %')
    """
    points = share * 100
    if abs(points) >= 9.95:
        return f"{points:,.0f} %"
    return f"{points:.1f}".removesuffix(".0") + " %"


def sure(probability: float) -> str:
    """How sure, in whole percent, never rounded over the threshold that the number itself did not reach.

    >>> sure(0.934), sure(0.8499), sure(0.999), sure(0.001)
    ('93 %', '84 %', 'more than 99 %', 'less than 1 %')
    """
    points = round(probability * 100)
    if probability < DECIDED <= points / 100:
        points -= 1
    return "less than 1 %" if points == 0 else "more than 99 %" if points == 100 else f"{points} %"


def plural(count: float, one: str, many: str) -> str:
    """A count with its noun."""
    return f"{number(count)} {one if number(count) == '1' else many}"


def level(share: float) -> str:
    """A level of par in the nearest plain words.

    >>> level(0.51), level(0.64), level(0.34)
    ('half', '64 %', 'a third')
    """
    for value, name in (
        (0.25, "a quarter"),
        (1 / 3, "a third"),
        (0.5, "half"),
        (2 / 3, "two thirds"),
        (0.75, "three quarters"),
    ):
        if abs(share - value) <= 0.015:
            return name
    return percent(share)


def brief(probability: float) -> str:
    """A chance as :func:`sure` has it, in fewer characters."""
    return sure(probability).replace("less than ", "<").replace("more than ", ">")
