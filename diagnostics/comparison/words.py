"""What changed, in plain sentences. A change that chance alone could have made is not called one."""

from __future__ import annotations

from typing import Final

from diagnostics.comparison.change import Change
from diagnostics.diagnosis.money import Money
from diagnostics.diagnosis.words import LABEL, SIDE, number, percent, plural
from diagnostics.diagnosis.words.numbers import form
from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES, UNIONS
from diagnostics.language import Texts, mark, n, t
from diagnostics.number_format import integer, typed

SLIGHT: Final = 0.05
"""A part below this share of the earlier customers is not mentioned."""


def points(share: float) -> str:
    """A change of a rate in percentage points, signed.

    >>> points(-0.0945), points(0.0205), points(0.128), points(0.0)
    ('−9.45 points', '+2.05 points', '+12.8 points', '0 points')
    """
    text = typed(round(abs(share) * 100, 2))
    sign = "" if text == "0" else "+" if share > 0 else "−"
    return n("{count} point", "{count} points", 1 if text == "1" else 2, count=f"{sign}{text}")


def sentence(c: Change) -> str:
    """What changed, in one sentence."""
    moved = c.after - c.before
    if number(abs(moved)) == "0":
        return t("As many customers per month as before: {count}.", count=number(c.after))
    body = _moved(c, moved)
    if c.within_noise:
        return t("{change}. A change this size can be pure chance.", change=body)
    sides = of_sides(c)
    side = max(SIDES, key=lambda name: abs(sides[name]))
    if sides[side] * moved <= 0:
        return f"{body}."
    if side == "marketing":
        return t("{change}: mostly marketing.", change=body)
    return t("{change}: mostly sales.", change=body)


def _moved(c: Change, moved: float) -> str:
    """By how much the customers changed, as it stands by itself."""
    facts = {"count": number(abs(moved)), "before": number(c.before), "after": number(c.after)}
    if moved > 0:
        return n(
            "{count} more customer per month ({before} → {after})",
            "{count} more customers per month ({before} → {after})",
            form(moved),
            **facts,
        )
    return n(
        "{count} fewer customer per month ({before} → {after})",
        "{count} fewer customers per month ({before} → {after})",
        form(-moved),
        **facts,
    )


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
        (LABEL[link], SIDE_OF[link], c.shortfall[link], c.shortfall_range[link])
        for link in LINKS
        if link != "closing" or c.mix is None
    ]
    if c.mix is not None:
        moves += [(t("Mix of leads"), "marketing", c.mix.mix_customers, c.mix.mix_customers_range)]
        moves += [(LABEL["closing"], "sales", c.mix.rate_customers, c.mix.rate_customers_range)]
    lines = []
    for link, side, value, (low, high) in sorted(moves, key=lambda move: -abs(move[2])):
        noise = low <= 0 <= high
        if low == high == 0 or (abs(value) < SLIGHT * max(c.before, c.after) and noise):
            continue
        lines.append(
            t(
                PERHAPS_CHANCE if noise else MORE_THAN_CHANCE,
                link=link,
                side=SIDE[side],
                count=signed(value),
                low=signed(low),
                high=signed(high),
            )
        )
    return tuple(lines) or (t("No link changed by more than chance."),)


PERHAPS_CHANCE: Final = mark(
    "{link} ({side}): {count} customers per month (90% range {low} to {high}), which can be pure chance."
)
MORE_THAN_CHANCE: Final = mark(
    "{link} ({side}): {count} customers per month (90% range {low} to {high}), more than chance."
)


def mix(c: Change) -> tuple[str, ...]:
    """How much of the change of the win rate is the mix of leads, in sentences; none where channels are unknown."""
    if c.mix is None:
        return ()
    before, after = c.closing
    m = c.mix
    lines = []
    if before is not None and after is not None:
        lines.append(
            t(
                "The win rate went from {before} to {after}: {mix} by the mix of leads, {rates} by the rates within the "
                "channels.",
                before=percent(before),
                after=percent(after),
                mix=points(m.mix),
                rates=points(m.rate),
            )
        )
    if m.opposed:
        lines.append(_misleads(better=m.rate > 0, noise=m.rate_range[0] <= 0 <= m.rate_range[1]))
    largest = max(m.parts, key=lambda part: abs(part.mix))
    if abs(largest.mix) >= 0.005:
        lines.append(
            t(
                "{channel} went from {before} to {after} of the leads.",
                channel=largest.channel,
                before=percent(largest.share_before),
                after=percent(largest.share_after),
            )
        )
    return tuple(lines)


def _misleads(better: bool, noise: bool) -> str:
    """That the total went one way and the rates within the channels the other."""
    if better and noise:
        return t(
            "The total misleads: within the channels sales closed better, though that can be pure chance; the total changed "
            "because other leads came."
        )
    if better:
        return t(
            "The total misleads: within the channels sales closed better; the total changed because other leads came."
        )
    if noise:
        return t(
            "The total misleads: within the channels sales closed worse, though that can be pure chance; the total changed "
            "because other leads came."
        )
    return t("The total misleads: within the channels sales closed worse; the total changed because other leads came.")


def rebound(c: Change) -> str:
    """A warning where the earlier period was the worst of many; empty where it was not."""
    r = c.rebound
    before, after = c.closing
    if r is None or before is None or after is None:
        return ""
    return n(
        "{period} had the lowest win rate of {blocks} such periods in this table. The worst of many is usually followed by a "
        "better one: with nothing done you would expect about {expected} in the next month, and it was {rate}.",
        "{period} had the lowest win rate of {blocks} such periods in this table. The worst of many is usually followed by a "
        "better one: with nothing done you would expect about {expected} in the next {months} months, and it was {rate}.",
        r.months,
        period=_name(c.names[0]),
        blocks=integer(r.blocks),
        expected=percent(r.expected),
        months=integer(r.months),
        rate=percent(after),
    )


def unseen(c: Change) -> str:
    """What this comparison cannot show; empty where nothing."""
    return "" if c.mix is not None else t("Without channels we cannot see whether other kinds of leads came.")


def signed(value: float) -> str:
    """A number with its sign."""
    text = number(abs(value))
    return text if text == "0" else ("+" if value > 0 else "−") + text


def title(c: Change) -> str:
    """Which periods are compared."""
    return t("What changed: {before} → {after}", before=_name(c.names[0]), after=_name(c.names[1]))


def _name(period: str) -> str:
    """The name of a period; one without is called before or after."""
    return NAMELESS.get(period, period)


NAMELESS: Final = Texts({"before": mark("before"), "after": mark("after")})


def total(c: Change, money: Money | None = None) -> str:
    """The whole change with its range, and in money where that is known."""
    low, high = c.total_range
    moved = c.after - c.before
    return n(
        "{count} customer per month{worth}, 90% range {low} to {high}.",
        "{count} customers per month{worth}, 90% range {low} to {high}.",
        form(abs(moved)),
        count=signed(moved),
        worth="" if money is None else f" ({money.worth(moved)})",
        low=signed(low),
        high=signed(high),
    )


def counted(c: Change) -> str:
    """How many sales it is based on."""
    return t(
        "From {before} before and {after} after.",
        before=plural(c.wins[0], "sale", "sales"),
        after=plural(c.wins[1], "sale", "sales"),
    )
