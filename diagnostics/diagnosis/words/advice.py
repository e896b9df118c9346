"""What to do first. The actions are reference data; here one of them is chosen."""

from __future__ import annotations

from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import LONGEST_WAIT
from diagnostics.diagnosis.words.clauses import is_short, lower_first
from diagnostics.diagnosis.words.names import NAME, SIDE_WITHOUT_TRACE
from diagnostics.diagnosis.words.numbers import percent
from diagnostics.diagnosis.words.sentence import usual_fit
from diagnostics.funnel.links import LINKS
from diagnostics.reference.playbook import first_action

LIKELY_FIT: Final = 0.5
"""Half of the usual leads that could buy, or less, hardly happens: where the share varies by 0.3 on the log, in one of 100."""


def action(a: Assessment) -> tuple[str, str, str] | None:
    """What to do first: what, the first step, the number to watch; None where nothing is short."""
    j = a.judgement
    link = j.suspect
    if link is None:
        if not is_short(a):
            return None
        link = max(LINKS, key=lambda name: float(a.observed.shortfall[name]))
    if (
        j.verdict == "undetermined"
        and a.more_leads is not None
        and a.more_leads * a.funnel.months <= LONGEST_WAIT * a.funnel.leads
    ):
        count = f"about {a.more_leads:,} more {'lead' if a.more_leads == 1 else 'leads'}"
        step = lower_first(first_action(link).first_step)
        return (
            "Settle it before you reorganise.",
            f"Count {count} the same way, then look again. If you must act now, the largest gap is {NAME[link]}: {step}",
            "leads counted",
        )
    fit = usual_fit(a)
    if fit is not None and fit >= LIKELY_FIT:
        step = lower_first(first_action(link).first_step)
        return (
            "Count how many leads could buy.",
            f"If {percent(1 - fit)} more of them than usual could not, it is the leads and not the closing. Until that is known: {step}",
            "share of leads that could buy",
        )
    unseen = j.finding is not None and is_short(a) and j.leaning == SIDE_WITHOUT_TRACE[j.finding]
    chosen = first_action(j.finding if unseen and j.finding is not None else link)
    return chosen.what, chosen.first_step, chosen.watch
