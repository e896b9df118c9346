"""Who gets which lead: can lead quality and rep skill be distinguished at all, and if not, which test would do it?

Where every rep works a channel of their own, a good rep and a good channel look the same whatever the counts. How far
that is so depends on the routing alone, not on who won what: nothing here looks at a result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from diagnostics.errors import InputError

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

ENOUGH: Final = 0.1
"""Least share of the information on any comparison of rows that must survive not knowing the columns. At a tenth the
comparison varies ten times as much as at random routing and hangs on the few leads that went to the other side, which
nobody sent there at random. Two reps with a channel each keep 4x(1 − x) when a share ``x`` of the leads of each is swapped:
2.6% is enough, one lead of a hundred gone across is not."""

LEAST_LINK: Final = 1.0
"""A link must be worth more than this many leads: a single misrouted lead is never enough."""

MOST: Final = 0.8
"""Share of all leads that must be with rows that can be compared before the reps as a whole can be."""

Reason = Literal["single rep", "separate", "too little overlap"]


@dataclass(frozen=True, eq=False, slots=True)
class Routing:
    """What can be distinguished under this routing."""

    groups: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    """Rows and columns that are linked by leads at all, each (rows, columns), by ascending first row. Rows and columns
    without leads are in none."""
    kept: Array
    """Share of the information on each row, against the mean of its group, that is left when columns' effects have to be
    learned from the same leads, shape (rows,), 0..1. 1 is routing as at random; 0 where the row has no leads or its group
    no other row."""
    rows_identifiable: npt.NDArray[np.bool_]
    """Which rows can be compared with at least one other, shape (rows,)."""
    identifiable: bool
    """Whether rows with at least :data:`MOST` of the leads can all be compared with one another."""
    reason: Reason | None
    """Why not; None where :attr:`identifiable`."""


def routing(trials: Sequence[Sequence[float]] | Array) -> Routing:
    """Judge who got which leads, rows being reps and columns being channels.

    Parameters
    ----------
    trials : array of shape (rows, columns)
        Leads, 0 or more; not necessarily whole. Every lead weighs the same: with one rate for all, ``p(1 − p)`` cancels.

    Notes
    -----
    Rows and columns are effects that add up, as in :mod:`diagnostics.comparison.like_for_like`, here with nothing known
    of either. With ``n`` the leads of the rows, ``c`` of the columns and ``N`` of all, the information on the rows is
    ``L = diag(n) − W diag(1/c) Wᵀ`` against ``diag(n) − n nᵀ/N`` were the columns known to be equal; the two are the same
    where leads are routed in proportion. ``kept`` is the ratio of the two variances of row minus weighted mean,
    ``(1/nᵢ − 1/N) / (Gᵢᵢ − 1/N)`` with ``G = (L + n nᵀ/N)⁻¹``.

    The worst of all comparisons of rows keeps ``1 − ρ²``, ``ρ`` the largest canonical correlation of rows with columns: the
    smallest canonical efficiency factor of the design (James and Wilkinson 1971). Where it is below :data:`ENOUGH`, or the
    link is worth no more than :data:`LEAST_LINK` leads, the rows are cut in two at the widest gap of that comparison, and
    each part is judged by itself. So a link by a lead or two counts as none, for a rep as for a team. ``kept`` of a single
    row with few leads can be high even so: its own chance hides how weak the link is.

    Raises
    ------
    InputError
        Where trials are not a table of numbers, 0 or more.

    >>> routing([[100, 0], [0, 100]]).reason, routing([[100, 1], [0, 100]]).reason, routing([[50, 50], [20, 80]]).reason
    ('separate', 'too little overlap', None)
    """
    w = np.asarray(trials, dtype=float)
    if w.ndim != 2:
        raise InputError("not-a-table", "trials", w.shape)
    if w.size and not (w.min() >= 0 and np.isfinite(w).all()):
        raise InputError("negative", "trials", float(w.min()))
    rows, total = np.flatnonzero(w.sum(axis=1)), float(w.sum())
    kept, comparable = np.zeros(len(w)), np.zeros(len(w), dtype=bool)
    groups = []
    most_linked = most_comparable = 0.0
    for group in _linked(w, rows):
        groups.append((_whole(group), _whole(np.flatnonzero(w[group].sum(axis=0)))))
        kept[group] = _kept(w[group])
        if len(group) > 1:
            most_linked = max(most_linked, float(w[group].sum()))
    for together in _told_apart(w, rows):
        comparable[together] = True
        most_comparable = max(most_comparable, float(w[together].sum()))
    enough = MOST * total * (1 - 1e-12)
    reason: Reason | None = None
    if len(rows) < 2:
        reason = "single rep"
    elif most_comparable < enough:
        reason = "separate" if most_linked < enough else "too little overlap"
    return Routing(tuple(groups), kept, comparable, reason is None, reason)


def leads_per_arm(first: float, second: float, power: float = 0.8, level: float = 0.05) -> int:
    """Leads each of two arms needs so that a difference between two rates is seen, two-sided.

    ``(z₁₋ₐ⸝₂·√(2p̄(1 − p̄)) + z_power·√(p₁(1 − p₁) + p₂(1 − p₂)))² / (p₁ − p₂)²``, rounded up, with ``p̄`` the mean of the two
    (Fleiss, Levin and Paik, *Statistical Methods for Rates and Proportions*, 2003, section 4.2, without the correction for
    continuity).

    Parameters
    ----------
    first, second : float
        The rates to distinguish, fractions.
    power : float
        Chance of seeing the difference where it is there.
    level : float
        Chance of seeing one where there is none, both sides together.

    Raises
    ------
    InputError
        Where the rates are equal, or a rate, ``power`` or ``level`` is not a share; ``power`` and ``level`` lie inside 0..1.

    >>> leads_per_arm(0.40, 0.10)
    32
    """
    from scipy.special import ndtri

    for name, rate in (("first", first), ("second", second)):
        if not 0 <= rate <= 1:
            raise InputError("not-a-share", name, rate)
    for name, chance in (("power", power), ("level", level)):
        if not 0 < chance < 1:
            raise InputError("not-a-probability", name, chance)
    if first == second:
        raise InputError("rates-equal", "second", second)
    mean = (first + second) / 2
    alike = float(ndtri(1 - level / 2)) * np.sqrt(2 * mean * (1 - mean))
    apart = float(ndtri(power)) * np.sqrt(first * (1 - first) + second * (1 - second))
    return max(1, int(np.ceil(((alike + apart) / (first - second)) ** 2 - 1e-9)))


def _whole(places: Places) -> tuple[int, ...]:
    return tuple(int(place) for place in places)


def _linked(w: Array, rows: Places) -> Iterator[Places]:
    """The rows in connected groups: those that can be reached from one another by way of columns they share."""
    there = w[rows] > 0
    waiting = np.ones(len(rows), dtype=bool)
    while waiting.any():
        group: npt.NDArray[np.bool_] = np.zeros(len(rows), dtype=bool)
        group[np.argmax(waiting)] = True
        size = 0
        while size < group.sum():
            size = int(group.sum())
            group = np.asarray(there[:, there[group].any(axis=0)].any(axis=1))
        waiting &= ~group
        yield rows[group]


def _kept(w: Array) -> Array:
    """Share of the information left on each row of one connected group."""
    if len(w) < 2:
        return np.zeros(len(w))
    w = w[:, w.sum(axis=0) > 0]
    n, c, total = w.sum(axis=1), w.sum(axis=0), w.sum()
    information = np.diag(n) - (w / c) @ w.T + np.outer(n, n) / total
    learned = np.diagonal(np.linalg.inv(information)) - 1 / total
    return np.asarray(np.clip((1 / n - 1 / total) / learned, 0.0, 1.0))


def _told_apart(w: Array, rows: Places) -> Iterator[Places]:
    """Sets of two rows or more within which every comparison keeps enough."""
    waiting = list(_linked(w, rows))
    while waiting:
        group = waiting.pop()
        if len(group) < 2:
            continue
        share, comparison = _worst(w[group])
        ranked = np.argsort(comparison, kind="stable")
        cut = int(np.argmax(np.diff(comparison[ranked]))) + 1
        parts = group[np.sort(ranked[:cut])], group[np.sort(ranked[cut:])]
        one, other = (float(w[part].sum()) for part in parts)
        as_at_random = share > 1 - 1e-9  # or one column: nothing to confuse, and every cut is as good as any
        if as_at_random or (share >= ENOUGH and share * one * other / (one + other) > LEAST_LINK):
            yield group
        else:
            waiting.extend(linked for part in parts for linked in _linked(w, part))


def _worst(w: Array) -> tuple[float, Array]:
    """The comparison of rows that loses most to the columns: the share it keeps, and the rows' places in it."""
    w = w[:, w.sum(axis=0) > 0]
    n, c, total = w.sum(axis=1), w.sum(axis=0), w.sum()
    correlation = w / np.sqrt(np.outer(n, c)) - np.sqrt(np.outer(n, c)) / total
    left, strength, _ = np.linalg.svd(correlation, full_matrices=False)
    return max(0.0, 1 - float(strength[0]) ** 2), left[:, 0] / np.sqrt(n)
