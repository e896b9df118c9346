"""Whether a verdict holds for an owner who looks at the numbers every week or month, and not only once.

A chance of 85% is reached by luck sooner or later if one looks often enough. A side that is named holds however often one looks
where the evidence for it (:mod:`~diagnostics.funnel.evidence`) reaches :data:`~diagnostics.diagnosis.judge.WATCHED` too. How
often that is wrong, and how much later a gap is found, is measured by ``benchmarks/looks.py``.

The promise is about businesses at their targets, not about those within a tenth of them. A period that was chosen among
several is a look at each of them: so many times more evidence is needed, because the worst of several is often so by chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from diagnostics.diagnosis.accounts import second_account
from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import MOST_LEADS, MOST_TIMES, SCALE_STEP, SHORT, TINY, WATCHED, turning, two_figures
from diagnostics.diagnosis.measure import counts_of
from diagnostics.diagnosis.near_target import closing_seen, dispersions, reach_target, share_seen, target_of
from diagnostics.funnel.checks import count
from diagnostics.funnel.evidence import share_evidence, volume_evidence
from diagnostics.funnel.links import SIDE_OF, SIDES
from diagnostics.funnel.records import Funnel, Par

NOT_JUDGED: Final = ("capacity",)
"""Links that are no share and no volume: of these the counts give no evidence of this kind."""


@dataclass(frozen=True, slots=True)
class Watched:
    """The verdict for one who looks often.

    Parameters
    ----------
    verdict : str
        ``"marketing"`` or ``"sales"`` where that holds however often one looks, otherwise ``"undetermined"``.
    short : tuple of str
        The sides that are below their targets however often one looks, whether or not one of them is named.
    evidence : mapping
        For each side, how many times better gaps to its targets explain the counts than those targets do; empty where no
        leads are recorded.
    more_leads : int or None
        About how many more leads at the same rates would do, to two figures, where the diagnosis names a side that does not
        hold yet; None otherwise, and where no practical number would.
    """

    verdict: str
    short: tuple[str, ...]
    evidence: Mapping[str, float]
    more_leads: int | None


def watch(a: Assessment, periods: int = 1) -> Watched | None:
    """The verdict of an assessment for one who looks often; None where the counts give no evidence of this kind.

    Parameters
    ----------
    a : Assessment
        Of the counts of one period.
    periods : int
        Among how many periods it was chosen, itself included.

    Raises
    ------
    InputError
        Where ``periods`` is no count.
    """
    needed = WATCHED * max(count("periods", periods), 1)
    j = a.judgement
    if a.funnel.leads == 0 or j.suspect in NOT_JUDGED:
        return None
    found = evidence(a.funnel, a.par)
    other = second_account(a.funnel, a.par)
    if other is not None:  # below target in both accounts of the same sales
        found = {side: min(found[side], value) for side, value in evidence(other.funnel, a.par).items()}
    short = tuple(side for side in SIDES if found[side] >= needed)
    if j.verdict in short:
        return Watched(j.verdict, short, found, None)
    more = _more_leads(a.funnel, a.par, j.verdict, needed) if j.verdict in SIDES else None
    return Watched("undetermined", short, found, more)


def evidence(funnel: Funnel, par: Par, scale: float = 1.0) -> dict[str, float]:
    """For each side the mean over its links that are compared with a target, as if ``scale`` times as much had been seen."""
    counts = counts_of(funnel, par, scale)
    d_leads, d_closing = dispersions(counts, funnel, par)
    found: dict[str, list[float]] = {side: [] for side in SIDES}
    middle, deviation, t = reach_target(counts, par)
    found["marketing"].append(
        volume_evidence(counts.leads / d_leads, counts.months / d_leads, middle, deviation, t, SHORT)
    )
    for link, share in counts.proportions.items():
        middle, deviation, t = target_of(link, counts, par)
        if 0 < middle < 1:
            seen = closing_seen(share, funnel, d_closing) if link == "closing" else (share_seen(share),)
            odds = math.log(middle / (1 - middle))
            found[SIDE_OF[link]].append(share_evidence(seen, odds, deviation, t, SHORT))
    return {side: sum(each) / len(each) if each else 0.0 for side, each in found.items()}


def _more_leads(funnel: Funnel, par: Par, side: str, needed: float) -> int | None:
    """The leads beyond those seen at the smallest scale at which the evidence for a side is enough."""
    most = min(MOST_TIMES, 1 + MOST_LEADS / funnel.leads)

    def beyond(scale: float) -> float:
        return math.log(max(evidence(funnel, par, scale)[side], TINY) / needed)

    below, above = (1.0, beyond(1.0)), (min(2.0, most), beyond(min(2.0, most)))
    while above[1] < 0:
        if above[0] == most:
            return None
        further = min(2 * above[0], most)
        below, above = above, (further, beyond(further))
    return two_figures((turning(beyond, below, above, SCALE_STEP)[1] - 1) * funnel.leads)
