"""What to do first. The actions are reference data; here one of them is chosen."""

from __future__ import annotations

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.judge import LONGEST_WAIT
from diagnostics.diagnosis.words.clauses import is_short, lower_first
from diagnostics.diagnosis.words.names import NAME, SIDE_WITHOUT_TRACE
from diagnostics.funnel.links import LINKS
from diagnostics.reference.playbook import first_action


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
    unseen = j.finding is not None and is_short(a) and j.leaning == SIDE_WITHOUT_TRACE[j.finding]
    chosen = first_action(j.finding if unseen and j.finding is not None else link)
    return chosen.what, chosen.first_step, chosen.watch
