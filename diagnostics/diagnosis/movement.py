"""Whether a watched number moved beyond chance between two sets of counts: a link's level, or customers per month.

Each level is what its counts alone leave possible, with months that vary as they did, or as months usually do where they
were not counted separately. Both sets of counts count as independent. Where they share months, the difference is smaller
than it would be of months apart and the range as wide, so a move is named less often than it could be.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

import numpy as np

from diagnostics.diagnosis.judge import INTERVAL
from diagnostics.diagnosis.measure import DIMENSION, RATES, Counts, observed_now, sort_counts
from diagnostics.diagnosis.near_target import closing_of_counts, closing_seen, dispersions
from diagnostics.funnel.links import LINKS, Array, Number
from diagnostics.funnel.near_target import share_of_counts
from diagnostics.funnel.points import SIZE
from diagnostics.funnel.posterior import count_quantiles, spread
from diagnostics.funnel.records import Funnel, Par
from diagnostics.funnel.scatter import usual_count_dispersion, usual_share_dispersion

NUMBERS: Final = ("customers", *LINKS)
"""What can be watched: customers per month, or the level of a link."""
MOVED: Final = INTERVAL[1]
"""Chance of being higher, or lower, from which a number has moved: 0.95, so at most one in ten moves by chance alone."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level, and the ends of the 90% range that the counts alone leave possible: a fraction, or an amount per month."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Movement:
    """One number then and now.

    Attributes
    ----------
    number : str
        One of :data:`NUMBERS`.
    then : float or None
        The level in the earlier counts; None where they do not show it.
    now : Level or None
        The same in the later ones, with its range.
    chance : float or None
        Chance that it is higher now, a fraction; None unless both show it. 0.5 for equal counts.
    moved : {"up", "down", ""}
        The way it moved, or empty where chance alone can explain the difference.
    """

    number: str
    then: float | None
    now: Level | None
    chance: float | None
    moved: Literal["up", "down", ""] = ""


def level(funnel: Funnel, par: Par, number: str) -> Level | None:
    """The level of a number in the counts; None where they do not show it.

    Parameters
    ----------
    funnel, par : Funnel, Par
        The counts; of the par the room that sales has, and whether self-service is judged.
    number : str
        One of :data:`NUMBERS`.

    >>> level(Funnel(leads=120, wins=12), Par(goal=20, closing=0.2), "closing").value
    0.1
    """
    return _level(_seen(funnel, par, funnel, par), number)


def movement(before: tuple[Funnel, Par], after: tuple[Funnel, Par], number: str) -> Movement:
    """Compare a number in two sets of counts.

    Each is a posterior from Jeffreys' prior, on the fixed levels; the chance that the later one is higher is that of all pairs
    of levels, so that it is exactly 0.5 for equal counts and exactly 1 less it with the two exchanged. What only one of the
    two counted (leads that could buy, leads reached) is left out of both, so that a win rate is of the same leads.

    It has moved where the chance that it is higher, or lower, by more than half a count is at least :data:`MOVED`. Without that
    half (the usual correction for counts) 12% of the businesses with five sales in each period, and nothing changed, would be
    said to have moved; with it 8%. From 15 sales on it is 9 to 10% of them.

    Parameters
    ----------
    before, after : (Funnel, Par)
        Earlier and later counts, each with what it was compared with.
    number : str
        One of :data:`NUMBERS`.

    >>> then, now = Funnel(leads=300, wins=20, worked=204), Funnel(leads=300, wins=26, worked=255)
    >>> par = Par(goal=40, closing=0.2)
    >>> found = movement((then, par), (now, par), "follow_up")
    >>> round(found.then, 2), round(found.now.value, 2), found.moved
    (0.68, 0.85, 'up')
    """
    one, two = _seen(*before, *after), _seen(*after, *before)
    then, now = _level(one, number), _level(two, number)
    if then is None or now is None:
        return Movement(number, None if then is None else then.value, now, None)
    earlier, later = _draws(one, number), _draws(two, number)
    half = (_count(one, number) + _count(two, number)) / 4
    up, down = _higher(later - half, earlier) >= MOVED, _higher(earlier - half, later) >= MOVED
    return Movement(number, then.value, now, _higher(later, earlier), "up" if up else "down" if down else "")


def _count(seen: _Seen, number: str) -> float:
    """What one more count would change of a level; 0 for a level that was entered."""
    if number == "capacity":
        return 0.0
    return 1 / (seen.counts.proportions[number].trials if number in RATES else seen.counts.months)


def _higher(later: Array, earlier: Array) -> float:
    """Chance that one of ``later`` is higher than one of ``earlier``, over all pairs; equal ones count half."""
    ordered = np.sort(earlier)
    below, upto = (np.searchsorted(ordered, later, side=side) for side in ("left", "right"))
    return float((below + upto).mean() / (2 * len(ordered)))


# --- the levels ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Seen:
    """Counts sorted by link, how much their months vary, and whether the room was typed."""

    counts: Counts
    funnel: Funnel
    leads_vary: float
    closing_varies: float
    room: bool


def _seen(funnel: Funnel, par: Par, other: Funnel, par_other: Par) -> _Seen:
    """The counts without those that the other period does not have."""
    alike = replace(
        funnel,
        fit=funnel.fit if other.fit is not None else None,
        worked=funnel.worked if other.worked is not None else None,
    )
    direct = any(f.direct_wins or p.direct is not None for f, p in ((funnel, par), (other, par_other)))
    return _sorted(alike, par, direct)


@lru_cache(maxsize=64)
def _sorted(funnel: Funnel, par: Par, direct: bool) -> _Seen:
    counts = sort_counts(funnel, par.capacity, direct)
    if funnel.leads == 0:
        return _Seen(counts, funnel, usual_count_dispersion(funnel.wins / max(funnel.months, 1.0)), 1.0, False)
    closing = (
        dispersions(counts, funnel, par)[1]
        if par.closing is not None
        else funnel.closing_dispersion or _usual(counts, "closing")
    )
    leads = funnel.reach_dispersion or usual_count_dispersion(counts.leads / max(counts.months, 1.0))
    return _Seen(counts, funnel, leads, closing, par.capacity is not None)


def _usual(counts: Counts, link: str) -> float:
    """How much more than chance a share varies from month to month, as months usually do."""
    share = counts.proportions[link]
    return usual_share_dispersion(share.rate or 0.0, share.trials / max(counts.months, 1.0))


def _level(seen: _Seen, number: str) -> Level | None:
    counts = seen.counts
    if seen.funnel.leads == 0 and number not in ("customers", "reach"):
        return None
    if number == "capacity":
        room = counts.capacity
        return Level(room, room, room) if seen.room and math.isfinite(room) else None
    if number in RATES and (number not in counts.proportions or counts.proportions[number].rate is None):
        return None
    value = _customers(counts, observed_now(counts, {})) if number == "customers" else observed_now(counts, {})[number]
    # The win rate has this range wherever it is shown.
    draws = closing_of_counts(counts, seen.funnel, SIZE) if number == "closing" else _draws(seen, number)
    low, high = (float(end) for end in np.quantile(draws, INTERVAL))
    return Level(float(value), low, high)


def _customers(counts: Counts, links: Mapping[str, Number]) -> Number:
    return counts.outside / counts.months if counts.outside else counts.customers(**links)


def _draws(seen: _Seen, number: str) -> Array:
    """What the counts leave possible, one value per fixed point, shape ``(n,)``."""
    if number != "customers":
        return np.broadcast_to(_LINK[number](seen), (SIZE,))
    if seen.counts.outside:
        d = seen.leads_vary
        return count_quantiles(seen.counts.outside / d, seen.counts.months / d, SIZE)
    return np.broadcast_to(np.asarray(seen.counts.customers(**{link: _LINK[link](seen) for link in LINKS})), (SIZE,))


def _reach(seen: _Seen) -> Number:
    counts, d = seen.counts, seen.leads_vary
    return spread(count_quantiles(counts.leads / d, counts.months / d, SIZE), DIMENSION["reach"])


def _closing(seen: _Seen) -> Number:
    if not seen.counts.closing.trials:
        return observed_now(seen.counts, {})["closing"]
    shares = share_of_counts(closing_seen(seen.counts.closing, seen.funnel, seen.closing_varies), SIZE)
    return spread(1 / (1 + np.exp(-shares)), DIMENSION["closing"])


def _share(link: str) -> Callable[[_Seen], Number]:
    def drawn(seen: _Seen) -> Number:
        share = seen.counts.proportions.get(link)
        if share is None or not share.trials:
            return observed_now(seen.counts, {})[link]
        varying = replace(share, dispersion=max(share.dispersion, _usual(seen.counts, link)))
        return spread(varying.quantiles(SIZE), DIMENSION[link])

    return drawn


_LINK: Final[Mapping[str, Callable[[_Seen], Number]]] = {
    "reach": _reach,
    "direct": _share("direct"),
    "fit": _share("fit"),
    "follow_up": _share("follow_up"),
    "capacity": lambda seen: seen.counts.capacity,
    "closing": _closing,
}
