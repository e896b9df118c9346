"""What a report says of effort that is moved to the weak side, and of the reasons of lost leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.app.case.moved import lost_of, moved
from diagnostics.app.wording import lost_words, realign_words
from diagnostics.diagnosis.lost import WeakLink
from diagnostics.language import t

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.diagnosis.answer import Diagnosis


@dataclass(frozen=True, slots=True)
class RealignText:
    """The proposal, in words; only ``why_not`` where nothing is proposed."""

    title: str
    said: str
    why_not: tuple[str, ...]
    changes: tuple[str, ...]
    against_title: str
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostText:
    """Why leads were lost, in words."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    caption: str
    shares: tuple[tuple[str, int, float, float, float], ...] = ()
    """The rows as numbers: kind, leads, share of the lost leads with a reason, and its 90% range."""


def realign_text(case: Case, d: Diagnosis | None) -> RealignText | None:
    """The effort that is moved; None without a diagnosis, or without activities."""
    if d is None or not case.activities:
        return None
    found, _ = moved(case, d)
    there = found.proposed and found.amount > 0
    return RealignText(
        title=t(realign_words.REALIGN_TITLE),
        said=realign_words.proposal(found, case.unit, d.assessment.money) if there else "",
        why_not=realign_words.why_not(found),
        changes=realign_words.change_lines(found) if there else (),
        against_title=t(realign_words.AGAINST_TITLE),
        against=realign_words.against(found, case.unit) if there else (),
    )


def lost_text(case: Case, d: Diagnosis | None) -> LostText | None:
    """Why leads were lost; None where nothing says so."""
    reasons = lost_of(case)
    if reasons is None or not reasons.lost:
        return None
    return LostText(
        title=t(lost_words.LOST_TITLE),
        columns=tuple(t(name) for name in lost_words.LOST_COLUMNS),
        rows=tuple((label, said) for _, label, said in lost_words.labelled(reasons)),
        lines=lost_words.pointing_lines(reasons, None if d is None else WeakLink.of(d)),
        notes=lost_words.counted_lines(reasons),
        caption=t(lost_words.NOT_PROOF),
        shares=tuple((lost_words.KIND[row.kind], *row[1:]) for row in reasons.shares),
    )
