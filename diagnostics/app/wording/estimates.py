"""How an estimate is written: a gain in customers, its range, its worth, and what is assumed where nothing was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import NAME, joined, number
from diagnostics.language import n, t
from diagnostics.number_format import typed

if TYPE_CHECKING:
    from diagnostics.diagnosis.money import Money

NOTHING: Final = 0.0005
"""Customers per month that are described as next to nothing."""
EXPLAINED: Final = 0.1
"""An estimate further than this from what was counted, as a share of it, is explained."""


def fine(value: float) -> str:
    """A small gain: two figures below 1, else as :func:`~diagnostics.diagnosis.words.number` writes it.

    >>> fine(0.1234), fine(0.2), fine(0.0042), fine(1.26), fine(41.2), fine(0.0001), fine(-0.31)
    ('0.12', '0.2', '0.0042', '1.3', '41', '0', '−0.31')
    """
    if abs(value) >= 0.995:
        return number(value)
    if abs(value) < NOTHING:
        return "0"
    return typed(float(f"{value:.2g}"))


def customers(value: float) -> str:
    """A number of customers, in words.

    >>> customers(0.12), customers(1.0)
    ('0.12 customers', '1 customer')
    """
    return n("{count} customer", "{count} customers", form_of(value), count=fine(value))


def form_of(value: float) -> int:
    """1 for a gain that is written as 1, else 2."""
    return 1 if fine(value) == "1" else 2


def between(middle: float, low: float, high: float) -> str:
    """A range that holds its middle, in brackets after a space; empty where both ends look alike.

    Rare large values can lift a mean above nine tenths of what is possible.

    >>> between(0.12, 0.08, 0.17), between(0.1, 0.0, 0.04), between(3.0, 3.0, 3.01)
    (' (0.08 to 0.17)', ' (0 to 0.1)', '')
    """
    low, high = min(low, middle), max(high, middle)
    return "" if fine(low) == fine(high) else f" ({to(fine(low), fine(high))})"


def to(low: str, high: str) -> str:
    """From one end to the other."""
    return t("{low} to {high}", low=low, high=high)


def in_money(money: Money | None, gain: float) -> str:
    """A gain in money, as the end of a clause; empty without money."""
    return "" if money is None else t(", about {worth}", worth=money.worth(gain))


def assumed(links: tuple[str, ...]) -> str:
    """The links that were never seen and what is assumed of them; empty where there are none.

    >>> assumed(("fit", "closing"))
    'No lead got as far as lead fit and closing: we take them to be on target.'
    """
    if not links:
        return ""
    named = joined([NAME[link] for link in links])
    return n(
        "No lead got as far as {links}: we take it to be on target.",
        "No lead got as far as {links}: we take them to be on target.",
        len(links),
        links=named,
    )


def weighed(expected: float, counted: float) -> str:
    """Why more or fewer customers are expected than the counts come to; empty where they are about the same.

    >>> weighed(14.0, 12.0), weighed(12.4, 12.0)
    ('The counts alone are not certain enough: your targets raise the estimate.', '')
    """
    if fine(expected) == fine(counted) or abs(expected - counted) <= EXPLAINED * counted:
        return ""
    if expected > counted:
        return t("The counts alone are not certain enough: your targets raise the estimate.")
    return t("The counts alone are not certain enough: your targets lower the estimate.")
