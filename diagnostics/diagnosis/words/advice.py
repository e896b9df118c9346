"""What to do first. The actions are reference data; here one of them is chosen."""

from __future__ import annotations

from typing import Final

from diagnostics.diagnosis.assessment import Assessment
from diagnostics.diagnosis.words.clauses import continued, is_short
from diagnostics.diagnosis.words.names import SIDE_WITHOUT_TRACE
from diagnostics.diagnosis.words.numbers import percent
from diagnostics.diagnosis.words.undecided import settle_first
from diagnostics.funnel.links import LINKS
from diagnostics.language import t
from diagnostics.reference.playbook import first_action

LIKELY_FIT: Final = 0.5
"""Half of the usual share of leads that could buy, or less, is rare: where the share varies by 0.3 on the log, in one of 100."""


def action(a: Assessment) -> tuple[str, str, str] | None:
    """What to do first: what, the first step, the number to watch; None where nothing is short."""
    j = a.judgement
    open_yet = settle_first(a) if is_short(a) or j.suspect is not None else None
    if open_yet is not None:
        return open_yet
    link = j.suspect
    if link is None:
        if not is_short(a):
            return None
        link = max(LINKS, key=lambda name: float(a.observed.shortfall[name]))
    fit = a.usual_fit
    if fit is not None and fit >= LIKELY_FIT:
        return (
            t("Count how many leads could buy."),
            t(
                "If only {share} as many of them as usual could, the problem is the leads and not closing. Until you know: "
                "{step}",
                share=percent(fit),
                step=continued(t(first_action(link).first_step)),
            ),
            t("share of leads that could buy"),
        )
    unseen = j.finding is not None and is_short(a) and j.leaning == SIDE_WITHOUT_TRACE[j.finding]
    chosen = first_action(j.finding if unseen and j.finding is not None else link)
    return t(chosen.what), t(chosen.first_step), t(chosen.watch)
