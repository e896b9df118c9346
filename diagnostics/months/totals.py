"""The sums of the used months of a table: the funnel of a period, and its mature months as a level to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from diagnostics import month_numbers as calendar
from diagnostics.errors import InputError
from diagnostics.funnel.best import Best, best_of
from diagnostics.funnel.checks import per_month
from diagnostics.funnel.lag import LagCurve, typed_lags
from diagnostics.funnel.outlook import outlook
from diagnostics.funnel.records import Funnel, Par, Rate
from diagnostics.funnel.room import month_sizes
from diagnostics.funnel.scatter import usual_count_dispersion
from diagnostics.funnel.series import EARLY, MISRECORDED, Array, Flags, Scatter, matured, scatter
from diagnostics.language import mark, t
from diagnostics.months.timeline import Timeline
from diagnostics.number_format import integer

Channels = Mapping[str, tuple[float, float]]
"""By channel: wins made by talking, and the leads they are divided by."""

FEWEST_HISTORY: Final = 3
"""Fewer mature months are no history to compare others with."""

FOR_RECORDS: Final = MISRECORDED | {"no wins"}
"""Reasons to set a month aside that are said beside an answer: without these months it is another one."""

WHOLE_SALES: Final = (None, "before the table")
"""Reasons to set a month aside, or none, with which its sales are recorded all the same."""

MOST_NAMED: Final = 3
"""Months that are named in a sentence."""

LEAST_MATURED: Final = 1e-6

SLIGHT: Final = 0.05
"""Share by which sales may be more than leads so young should have made, before it is said: an estimate is as far off."""

TOO_MANY_SALES: Final = mark(
    "There are more sales than leads this recent should bring: a sale takes fewer days than assumed. The win rate is limited "
    "to what the leads that are won or open allow."
)


def summed(
    line: Timeline, chosen: Flags, window: tuple[int, int] | None, looked_at: str, doubts: tuple[str, ...] = ()
) -> Funnel:
    """The counts of the used months; see :meth:`~diagnostics.months.table.Table.funnel`.

    Parameters
    ----------
    line : Timeline
        All months.
    chosen : array of bool
        Months of the period that are used.
    window : tuple of int or None
        The first and the last month of the period; None for all.
    looked_at : str
        The period in words.
    doubts : tuple of str
        What is wrong with the records, sentences.
    """
    if not chosen.any():
        why = "; ".join(a.words for a in line.set_aside[:3]) or t("there is none")
        raise InputError("period-without-months-to-judge", "month", looked_at, why=why)
    m, s = line.by_month, line.series
    total = {key: int(line.sums[key][chosen].sum()) for key in line.counts}
    whole = scatter(m, s, chosen)
    least = _least_matured(line, chosen) if line.basis == "cohort" else 0.0
    had_time = _had_time(line, chosen, line.lag)
    likely = 1.0 if had_time is None else had_time
    ways = [(_had_time(line, chosen, lag), weight) for lag, weight in typed_lags(line.lag)]
    known = [(max(way, least), weight) for way, weight in ways if way]
    weights = sum(weight for _, weight in known)
    low, high = window or (line.first, line.first + line.step * line.size)
    inside = (np.array(line.starts) >= low) & (np.array(line.starts) <= high)
    recorded = inside & np.array([reason in (None, "before the table") for reason in s.aside])
    left_out = [a.words for a in line.set_aside if a.reason in FOR_RECORDS and low <= a.month <= high]
    said = [] if not left_out else [t("Not counted: {months}.", months="; ".join(_few(left_out)))]
    if least > likely * (1 + SLIGHT):
        said.append(t(TOO_MANY_SALES))
    return Funnel(
        leads=total["leads"],
        wins=total["wins"],
        direct_wins=int(np.nan_to_num(line.sums["direct_wins"][chosen]).sum()),
        fit=total.get("fit"),
        worked=total.get("worked"),
        months=float(line.step * chosen.sum()) if line.dated else line.length,
        maturity=max(likely, least),
        maturities=tuple((way, weight / weights) for way, weight in known),
        month_leads=tuple(_for_sales(line)[chosen].tolist()) if line.dated else (),
        basis=line.basis,
        reach_dispersion=whole.reach if line.dated else None,
        closing_dispersion=whole.closing if line.dated else None,
        outlook=outlook(m.leads, recorded, chosen, whole.reach, m.length, line.lag if line.basis == "period" else None)
        if line.dated
        else (),
        best=_best(line, int(chosen.sum()), whole) if line.dated else None,
        doubts=(*said, *doubts),
    )


def _best(line: Timeline, together: int, varied: Scatter) -> Best | None:
    """The best of all periods whose sales are recorded, whether their leads are or not.

    Sales are a share of leads: they vary with both, by ``(1 − c)·φ_closing + c·φ_leads``.
    """
    m, s = line.by_month, line.series
    had_time = s.maturity if line.basis == "cohort" else np.ones(line.size)
    whole = np.array([reason in WHOLE_SALES for reason in s.aside]) & (had_time >= EARLY)
    share = min(1.0, float(m.wins[s.used].sum() / max(m.leads[s.used].sum(), 1.0)))
    dispersion = (1 - share) * varied.closing + share * varied.reach
    months = np.full(int(whole.sum()), m.length)
    return best_of(m.wins[whole], months, had_time[whole], m.length, together, dispersion)


def _for_sales(line: Timeline) -> Array:
    """By month, the leads that could go to sales: those that fit where that was counted, else all but the direct buyers."""
    if "fit" in line.counts:
        return line.sums["fit"]
    direct = np.nan_to_num(line.sums["direct_wins"]) if line.basis == "cohort" else 0.0
    return np.maximum(line.sums["leads"] - direct, 0.0)


def _room_for(line: Timeline, chosen: Flags, capacity: float | None) -> float:
    """Share of the leads that could go to sales for which there was room in their month; at least those that were worked."""
    leads = _for_sales(line)[chosen]
    if capacity is None or leads.sum() <= 0:
        return 1.0
    usual = float(leads.mean()) / line.step
    sizes = month_sizes(tuple(leads.tolist()), float(line.step * len(leads)), usual, usual_count_dispersion(usual))
    worked = (line.sums["worked"] if "worked" in line.counts else line.by_month.hits)[chosen]
    return min(1.0, max(float(sizes.found(usual, capacity)) / usual, float(worked.sum() / leads.sum())))


def _had_time(line: Timeline, chosen: Flags, lag: LagCurve | None) -> float | None:
    """What has had time with some lag, as a funnel takes it; None where the table does not show it."""
    found = matured(line.by_month, line.series, line.basis, lag, chosen)
    if found is None or line.basis == "period":
        return found
    return min(1.0, max(found, LEAST_MATURED))


def _least_matured(line: Timeline, chosen: Flags) -> float:
    """The least share of the eventual wins that must have come: only leads that are open can still buy.

    With a smaller share the win rate would be above 1, or above what the counts allow
    (:meth:`~diagnostics.months.table.Table.bounds`).
    """
    sums = line.sums
    won = float(sums["wins"][chosen].sum())
    hits, trials = float(line.by_month.hits[chosen].sum()), float(line.by_month.trials[chosen].sum())
    least = hits / trials if trials > 0 else 0.0
    if line.counted("lost", chosen):
        open_ = float((sums["leads"] - sums["wins"] - sums["lost"])[chosen].sum())
        least = max(least, won / (won + open_) if won > 0 else 0.0)
    return min(least, 1.0)


def _few(sentences: list[str]) -> list[str]:
    more = len(sentences) - MOST_NAMED
    return sentences if more <= 0 else [*sentences[:MOST_NAMED], t("{count} more", count=integer(more))]


def own_levels(
    line: Timeline,
    chosen: Flags,
    looked_at: str,
    goal: float | None,
    capacity: float | None,
    channels: tuple[Channels, Channels] | None,
) -> Par:
    """The levels of the mature months of a period; see :meth:`~diagnostics.months.table.Table.par`.

    ``channels`` are those of the period and of the one that is to be compared with it, where a mix is to be allowed for; the
    other parameters are those of :func:`summed` and of the method.
    """
    goal = None if goal is None else per_month("goal", goal)
    capacity = None if capacity is None else per_month("capacity", capacity)
    chosen = chosen & line.series.mature
    if chosen.sum() < FEWEST_HISTORY:
        few = int(chosen.sum())
        raise InputError("history-too-short", "history", few, period=looked_at, fewest=FEWEST_HISTORY)
    m, s = line.by_month, line.series
    whole = scatter(m, s, chosen)
    at = np.flatnonzero(chosen)
    months = calendar.span_in_words(line.starts[at[0]], line.starts[at[-1]] + line.step - 1)
    source = t("own months {months}", months=months)
    at_mix = t("own months {months}, at the present mix of channels", months=months)
    total = {key: float(line.sums[key][chosen].sum()) for key in line.counts}
    hits, base = float(m.hits[chosen].sum()), float(s.base[chosen].sum())
    if base <= 0 or hits <= 0:
        raise InputError("history-without-sales", "history", int(hits))
    leads = float(m.leads[chosen].sum())
    rest = leads - total.get("direct_wins", 0.0)

    def level(part: float, of: float) -> Rate | None:
        return Rate(min(1.0, part / of), of / whole.closing, source, own=True) if of > 0 else None

    room = _room_for(line, chosen, capacity)
    tried = 1.0 if "worked" in total else room
    closing = level(hits, base * tried)
    if channels is not None:
        closing = standardised(*channels, whole.closing, at_mix, tried) or closing
    reach = goal is None and capacity is None
    return Par(
        goal=goal,
        capacity=capacity,
        reach=leads / float(line.step * chosen.sum()) if reach else None,
        reach_strength=leads / whole.reach if reach else None,
        direct=level(total["direct_wins"], leads) if total.get("direct_wins") else None,
        fit=level(total["fit"], rest) if "fit" in total else None,
        follow_up=level(total["worked"], total.get("fit", rest) * room) if "worked" in total else None,
        closing=closing,
    )


def standardised(
    here: Mapping[str, tuple[float, float]],
    there: Mapping[str, tuple[float, float]],
    dispersion: float,
    source: str,
    tried: float = 1.0,
) -> Rate | None:
    """The win rate of some months by channel, at another period's mix of leads; None where channels do not allow it.

    ``Σ s·r`` with ``s`` the channels' shares there and ``r`` their rates here; the strength is that of a share with the
    variance ``φ·Σ s²·r(1 − r)/n``, with Jeffreys' rates so that a channel without sales is not known exactly.

    Parameters
    ----------
    here, there : mapping of str to tuple of float
        By channel: wins made by talking, and the leads they are divided by.
    dispersion : float
        How much more than chance the months scatter, φ.
    source : str
        Where the rates come from, in words.
    tried : float
        Share of the leads here that there was room for.
    """
    total = sum(base for _, base in there.values())
    if len(there) < 2 or total <= 0:
        return None
    if any(base > 0 and here.get(name, (0.0, 0.0))[1] <= 0 for name, (_, base) in there.items()):
        return None
    rate = variance = 0.0
    for name, (_, base) in there.items():
        if base <= 0:
            continue
        share, (hits, n) = base / total, (here[name][0], here[name][1] * tried)
        rate += share * min(1.0, hits / n)
        likely = (hits + 0.5) / (n + 1)
        variance += dispersion * share**2 * likely * (1 - likely) / n
    if not 0 < rate < 1 or variance <= 0:
        return None
    return Rate(rate, rate * (1 - rate) / variance, source, own=True)
