"""The part of `make truth` about the rules in use elsewhere, each as a dashboard applies it, beside ours.

They are common in dashboards and spreadsheets. No source is needed to apply one: what it says is its formula. All but the last
name a side and give no chance, so that they are compared by how often they are right; the one before ours gives chances too.

===============================  ==============================================================================================
the biggest drop                 the step of the funnel that loses the largest share; of leads and sales alone that is the sale
a flat benchmark                 each side's share of its target, with the same published win rate as the target of everybody
sales ÷ leads                    each side's share of its target, with the sales so far ÷ the leads as the win rate
this month's ÷ this month's      the same of the last month alone, with the sales made in it ÷ the leads that came in it
won ÷ closed                     the same with the CRM's win rate, won ÷ (won + lost), which leaves open leads out
reps by raw rate                 the rep with the lowest sales ÷ leads is the weak one
===============================  ==============================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

import diagnostics as dx
from diagnostics import simulate

BIGGEST_DROP: Final = "the biggest drop"
FLAT_BENCHMARK: Final = "a flat benchmark"
SALES_BY_LEADS: Final = "sales ÷ leads"
THIS_MONTH: Final = "this month's ÷ this month's"
WON_BY_CLOSED: Final = "won ÷ closed"
BENCHMARK: Final = 0.155
"""Median win rate between businesses (``data/README.md``)."""


@dataclass(frozen=True)
class Extra:
    """What some rules use beside the counts: the last month's leads and sales, and the won and lost of a CRM."""

    last_month: tuple[float, float] | None = None
    closed: tuple[int, int] | None = None


ONLY_COUNTS: Final = Extra()


def named(funnel: dx.Funnel, par: dx.Par, extra: Extra) -> dict[str, str]:
    """What each rule names, by rule: a side, or that they are balanced."""
    closing = par.level("closing")
    assert closing is not None
    goal = par.goal if par.goal is not None else (par.reach or 0.0) * closing.value
    leads = funnel.leads / funnel.months

    def smaller(win_rate: float, target: float, leads: float = leads) -> str:
        marketing, sales = leads * target / goal, win_rate / target
        if min(marketing, sales) >= simulate.BELOW:
            return "balanced"
        return "marketing" if marketing < sales else "sales"

    raw = funnel.wins / funnel.leads
    said = {
        BIGGEST_DROP: "sales",
        FLAT_BENCHMARK: smaller(raw, BENCHMARK),
        SALES_BY_LEADS: smaller(raw, closing.value),
    }
    if extra.last_month is not None:
        came, made = extra.last_month
        said[THIS_MONTH] = smaller(made / came, closing.value, came) if came else "marketing"
    if extra.closed is not None:
        won, lost = extra.closed
        said[WON_BY_CLOSED] = smaller(won / (won + lost), closing.value) if won + lost else "balanced"
    return said


def difference(ours: Sequence[float] | np.ndarray, theirs: Sequence[float] | np.ndarray, unit: float = 1.0) -> str:
    """The mean difference of two scores of the same businesses, with its 95% error.

    >>> difference([1, 1, 1, 0], [0, 1, 0, 0])
    '+0.500 ± 0.566'
    """
    gap = (np.asarray(ours, float) - np.asarray(theirs, float)) * unit
    error = simulate.SCORE_95 * gap.std(ddof=1) / np.sqrt(len(gap))
    return f"{gap.mean():+.3f} ± {error:.3f}" if unit == 1 else f"{gap.mean():+.1f} ± {error:.1f}"


def rules_line(
    name: str,
    truth: Sequence[str],
    likeliest: Sequence[str],
    said: Sequence[Mapping[str, str]],
    brier: tuple[np.ndarray, np.ndarray],
) -> dict[str, str]:
    """Ours against each rule: how many points more are right, and the Brier score less that of the rule before ours.

    ``likeliest`` is our likeliest answer, decided or not; ``brier`` the scores of ours and of the rule before it.
    """
    right = [one == true for one, true in zip(likeliest, truth, strict=True)]
    line = {"": name, "n": f"{len(truth):,}", "ours right": f"{np.mean(right):.1%}"}
    for rule in said[0]:
        theirs = [one[rule] == true for one, true in zip(said, truth, strict=True)]
        line[f"more than {rule}"] = difference(right, theirs, 100)
    line["Brier less the rule before"] = difference(*brier)
    return line
