"""What is said of the reasons of lost leads: how many of which kind, where they point, and that they are no proof."""

from __future__ import annotations

from typing import Final

from diagnostics.diagnosis.lost import FEWEST, Kind, LostReasons, LostShare, WeakLink, agreement
from diagnostics.language import Texts, mark, n, t
from diagnostics.number_format import integer, percent

LOST_TITLE: Final = mark("Why leads were lost")
NOT_PROOF: Final = mark("What the lost leads said. A reason written by the seller is not proof.")
TYPE_THEM: Final = mark("How many leads did you lose for which reason? A rough count of the last ones is enough.")
LOST_COLUMNS: Final = (mark("Reason"), mark("Of the lost leads with a reason (90% range)"))
KIND: Final = Texts(
    {
        "price": mark("Price ¦ a reason of lost leads"),
        "fit": mark("Did not fit"),
        "timing": mark("Timing ¦ a reason of lost leads"),
        "no_answer": mark("No answer"),
        "competitor": mark("Competitor"),
        "other": mark("Other reasons"),
    }
)
IN_THEIR_WORDS: Final = mark("In your words")

POINTS: Final = Texts(
    {
        ("no_answer", None): mark("Many lost leads never answered. That points to follow-up."),
        ("no_answer", "agrees"): mark(
            "Many lost leads never answered. That points to follow-up, which is the weakest link in your numbers too."
        ),
        ("no_answer", "hidden"): mark(
            "Many lost leads never answered. That points to follow-up, which you have not counted: in your numbers it is part "
            "of the win rate, the weakest link."
        ),
        ("no_answer", "same side"): mark(
            "Many lost leads never answered. That points to follow-up; in your numbers another link of sales is weaker."
        ),
        ("no_answer", "differs"): mark(
            "Many lost leads never answered. That points to follow-up, but in your numbers marketing is the weaker side."
        ),
        ("no_answer", "undecided"): mark(
            "Many lost leads never answered. That points to follow-up; your numbers name no weak link."
        ),
        ("price", None): mark("Many lost leads name the price. That points to closing."),
        ("price", "agrees"): mark(
            "Many lost leads name the price. That points to closing, which is the weakest link in your numbers too."
        ),
        ("price", "same side"): mark(
            "Many lost leads name the price. That points to closing; in your numbers another link of sales is weaker."
        ),
        ("price", "differs"): mark(
            "Many lost leads name the price. That points to closing, but in your numbers marketing is the weaker side."
        ),
        ("price", "undecided"): mark(
            "Many lost leads name the price. That points to closing; your numbers name no weak link."
        ),
        ("competitor", None): mark("Many lost leads went to a competitor. That points to closing."),
        ("competitor", "agrees"): mark(
            "Many lost leads went to a competitor. That points to closing, which is the weakest link in your numbers too."
        ),
        ("competitor", "same side"): mark(
            "Many lost leads went to a competitor. That points to closing; in your numbers another link of sales is weaker."
        ),
        ("competitor", "differs"): mark(
            "Many lost leads went to a competitor. That points to closing, but in your numbers marketing is the weaker side."
        ),
        ("competitor", "undecided"): mark(
            "Many lost leads went to a competitor. That points to closing; your numbers name no weak link."
        ),
        ("fit", None): mark("Many lost leads did not fit. That points to lead fit, on the marketing side."),
        ("fit", "agrees"): mark(
            "Many lost leads did not fit. That points to lead fit, which is the weakest link in your numbers too."
        ),
        ("fit", "hidden"): mark(
            "Many lost leads did not fit. That points to lead fit, which you have not counted: your win rate may be low "
            "because of the leads, not because of sales."
        ),
        ("fit", "same side"): mark(
            "Many lost leads did not fit. That points to lead fit; in your numbers another link of marketing is weaker."
        ),
        ("fit", "differs"): mark(
            "Many lost leads did not fit. That points to lead fit, but in your numbers sales is the weaker side."
        ),
        ("fit", "undecided"): mark(
            "Many lost leads did not fit. That points to lead fit; your numbers name no weak link."
        ),
        ("timing", None): mark("Many lost leads say it was the wrong time. That points to neither side."),
    }
)
"""What many lost leads point to, and whether that agrees with the weak link."""


def share_words(row: LostShare, said: int) -> str:
    """How many of the lost leads with a reason, with the range where they are enough for one.

    >>> share_words(LostReasons({"price": 30, "fit": 10}).share("price"), 40)
    '30 of 40: 75% (63% to 85%)'
    """
    facts = {"count": integer(row.leads), "all": integer(said)}
    if said < FEWEST:
        return t("{count} of {all}", **facts)
    return t(
        "{count} of {all}: {share} ({low} to {high})",
        **facts,
        share=percent(row.share),
        low=percent(row.low),
        high=percent(row.high),
    )


def pointing_lines(reasons: LostReasons, weak: WeakLink | None) -> tuple[str, ...]:
    """Where the reasons point, or that none stands out."""
    if not reasons.lost:
        return (t("No lead is recorded as lost."),)
    if not reasons.said:
        return ()
    if reasons.said < FEWEST:
        line = n(
            "Only {count} lost lead has a reason: too few to read anything into it.",
            "Only {count} lost leads have a reason: too few to read anything into them.",
            reasons.said,
            count=integer(reasons.said),
        )
        return (line,)
    spoken = tuple(POINTS[kind, agreement(kind, weak)] for kind in reasons.speaking)
    return spoken or (t("No kind of reason stands out beyond chance."),)


def counted_lines(reasons: LostReasons, unread: int = 0) -> tuple[str, ...]:
    """What is in none of the shares."""
    lines = []
    if reasons.unsaid:
        lines.append(
            n(
                "{count} lost lead has no reason.",
                "{count} lost leads have no reason.",
                reasons.unsaid,
                count=integer(reasons.unsaid),
            )
        )
    if reasons.elsewhere:
        lines.append(
            n(
                "{count} reason is on a lead that is not lost, and does not count.",
                "{count} reasons are on leads that are not lost, and do not count.",
                reasons.elsewhere,
                count=integer(reasons.elsewhere),
            )
        )
    if unread:
        lines.append(
            n(
                "{count} lost lead was not looked at: the column holds too many different texts.",
                "{count} lost leads were not looked at: the column holds too many different texts.",
                unread,
                count=integer(unread),
            )
        )
    return tuple(lines)


def others_line(others: tuple[tuple[str, int], ...]) -> str:
    """The commonest texts of no known kind; empty where there are none."""
    if not others:
        return ""
    texts = "; ".join(t("“{text}” ({count})", text=text, count=integer(count)) for text, count in others)
    return t("Read as other reasons, the commonest first: {texts}.", texts=texts)


def labelled(reasons: LostReasons) -> tuple[tuple[Kind, str, str], ...]:
    """Each kind that occurs: its key, its name, its share in words."""
    return tuple((row.kind, KIND[row.kind], share_words(row, reasons.said)) for row in reasons.shares)
