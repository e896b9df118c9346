"""Why leads were lost, next to the weak link: what the page and a session show of it. Plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from diagnostics.app.pages.what_if import RangeBar
from diagnostics.app.wording import lost_words as words
from diagnostics.diagnosis.lost import FEWEST, LostReasons, WeakLink
from diagnostics.language import t

if TYPE_CHECKING:
    from diagnostics.leads.counting.lost import LostTexts


class LostPane(TypedDict):
    """How many leads were lost for which kind of reason, and where that points.

    ``ranges`` of the share of each kind; ``counts`` alone where too few have a reason for a range.
    """

    title: str
    caption: str
    ranges: list[RangeBar]
    counts: list[str]
    lines: list[str]
    notes: list[str]


def lost_pane(reasons: LostReasons, weak: WeakLink | None, read: LostTexts | None = None) -> LostPane:
    """The reasons as they are shown; ``read``: with what an export holds besides."""
    ranged = reasons.said >= FEWEST
    labels = words.labelled(reasons)
    ranges: list[RangeBar] = [
        {
            "label": label,
            "low": 100 * row.low,
            "high": 100 * (1 - row.high),
            "at": 100 * row.share,
            "goal": None,
            "words": said,
        }
        for row, (_, label, said) in zip(reasons.shares, labels, strict=True)
    ]
    others = "" if read is None else words.others_line(read.others)
    notes = (*words.counted_lines(reasons, 0 if read is None else read.unread), *filter(None, [others]))
    return {
        "title": t(words.LOST_TITLE),
        "caption": t(words.NOT_PROOF),
        "ranges": ranges if ranged else [],
        "counts": [] if ranged else [t("{label}: {text}", label=label, text=said) for _, label, said in labels],
        "lines": list(words.pointing_lines(reasons, weak)),
        "notes": list(notes),
    }
