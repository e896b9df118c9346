"""What changed, in plain sentences. A change that chance alone could have made is not called one."""

from __future__ import annotations

from typing import Final

from diagnostics.comparison.change import Change
from diagnostics.diagnosis.money import Money
from diagnostics.diagnosis.words import NAME, number, percent, plural
from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES, UNIONS
from diagnostics.number_format import typed

SLIGHT: Final = 0.05
"""A part below this share of the earlier customers is not mentioned."""


def points(share: float) -> str:
    """A change of a rate in percentage points, signed.

    >>> points(-0.0945), points(0.0205), points(0.128), points(0.0)
    ('−9.45 points', '+2.05 points', '+12.8 points', '0 points')
    """
    text = typed(round(abs(share) * 100, 2))
    sign = "" if text == "0" else "+" if share > 0 else "−"
    return f"{sign}{text} {'point' if text == '1' else 'points'}"


def sentence(c: Change) -> str:
    """What changed, in one sentence."""
    moved = c.after - c.before
    way = "more" if moved > 0 else "fewer"
    if number(abs(moved)) == "0":
        return f"As many customers per month as before: {number(c.after)}."
    noun = "customer" if number(abs(moved)) == "1" else "customers"
    body = f"{number(abs(moved))} {way} {noun} per month ({number(c.before)} → {number(c.after)})"
    if c.within_noise:
        return f"{body}. A change this size can be pure chance."
    sides = of_sides(c)
    side = max(SIDES, key=lambda name: abs(sides[name]))
    return f"{body}: mostly {side}." if sides[side] * moved > 0 else f"{body}."


def of_sides(c: Change) -> dict[str, float]:
    """Customers per month gained by each side: the mix of leads counts for marketing, the win rates for sales."""
    sides = {side: sum(c.shortfall[link] for link in UNIONS[side]) for side in SIDES}
    if c.mix is not None:
        sides = {
            "marketing": sides["marketing"] + c.mix.mix_customers,
            "sales": sides["sales"] - c.mix.mix_customers,
        }
    return sides


def links(c: Change) -> tuple[str, ...]:
    """Each link that moved, largest first, with its range and whether chance could have done it.

    Where channels are known, closing is split into the mix of leads, which counts for marketing, and the rates.
    """
    moves = [
        (NAME[link], SIDE_OF[link], c.shortfall[link], c.shortfall_range[link])
        for link in LINKS
        if link != "closing" or c.mix is None
    ]
    if c.mix is not None:
        moves += [("mix of leads", "marketing", c.mix.mix_customers, c.mix.mix_customers_range)]
        moves += [(NAME["closing"], "sales", c.mix.rate_customers, c.mix.rate_customers_range)]
    lines = []
    for name, side, value, (low, high) in sorted(moves, key=lambda move: -abs(move[2])):
        noise = low <= 0 <= high
        if low == high == 0 or (abs(value) < SLIGHT * max(c.before, c.after) and noise):
            continue
        lines.append(
            f"{name.capitalize()} ({side}): {signed(value)} customers per month "
            f"(90% range {signed(low)} to {signed(high)}), {'which can be pure chance' if noise else 'more than chance'}."
        )
    return tuple(lines) or ("No link changed by more than chance.",)


def mix(c: Change) -> tuple[str, ...]:
    """How much of the change of the win rate is the mix of leads, in sentences; none where channels are unknown."""
    if c.mix is None:
        return ()
    before, after = c.closing
    m = c.mix
    lines = []
    if before is not None and after is not None:
        lines.append(
            f"The win rate went from {percent(before)} to {percent(after)}: {points(m.mix)} by the mix of leads, "
            f"{points(m.rate)} by the rates within the channels."
        )
    if m.opposed:
        really = "better" if m.rate > 0 else "worse"
        noise = m.rate_range[0] <= 0 <= m.rate_range[1]
        lines.append(
            f"The total misleads: within the channels sales closed {really}{', though that can be pure chance' if noise else ''}; "
            "the total changed because other leads came."
        )
    largest = max(m.parts, key=lambda part: abs(part.mix))
    if abs(largest.mix) >= 0.005:
        lines.append(
            f"{largest.channel} went from {percent(largest.share_before)} to {percent(largest.share_after)} of the leads."
        )
    return tuple(lines)


def rebound(c: Change) -> str:
    """A warning where the earlier period was the worst of many; empty where it was not."""
    r = c.rebound
    before, after = c.closing
    if r is None or before is None or after is None:
        return ""
    each = "month" if r.months == 1 else f"{r.months} months"
    return (
        f"{c.names[0]} had the lowest win rate of {r.blocks} such periods in this table. The worst of many is usually "
        f"followed by a better one: with nothing done you would expect about {percent(r.expected)} in the next {each}, "
        f"and it was {percent(after)}."
    )


def unseen(c: Change) -> str:
    """What this comparison cannot show; empty where nothing."""
    return "" if c.mix is not None else "Without channels we cannot see whether other kinds of leads came."


def signed(value: float) -> str:
    """A number with its sign."""
    text = number(abs(value))
    return text if text == "0" else ("+" if value > 0 else "−") + text


def title(c: Change) -> str:
    """Which periods are compared."""
    return f"What changed: {c.names[0]} → {c.names[1]}"


def total(c: Change, money: Money | None = None) -> str:
    """The whole change with its range, and in money where that is known."""
    low, high = c.total_range
    moved = c.after - c.before
    worth = "" if money is None else f" ({money.words(moved)} of {money.kind})"
    noun = "customer" if number(abs(moved)) == "1" else "customers"
    return f"{signed(moved)} {noun} per month{worth}, 90% range {signed(low)} to {signed(high)}."


def counted(c: Change) -> str:
    """How many sales it is based on."""
    return f"From {plural(c.wins[0], 'sale', 'sales')} before and {plural(c.wins[1], 'sale', 'sales')} after."
