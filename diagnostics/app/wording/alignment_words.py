"""What a consultation says about where the effort goes and where customers are missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import number, percent, plural
from diagnostics.funnel.links import SIDES
from diagnostics.language import Texts, mark, n, t

if TYPE_CHECKING:
    from diagnostics.diagnosis.alignment import Alignment

NO_ACTIVITIES: Final = mark(
    "List what you do to win customers, and for each whether the customer answers and whether a person answers back."
)
MISSING: Final = Texts(
    {
        "sales": mark("Your sales process is missing: in nothing you listed does a person talk with a customer."),
        "marketing": mark(
            "Your marketing process is missing: everything you listed starts when somebody is already there."
        ),
    }
)
"""A side with no activity at all."""

VERY_SHORT: Final = Texts(
    {
        ("marketing", "hours"): mark("Your marketing process is very short: {share} of your hours, in {activities}."),
        ("marketing", "money"): mark("Your marketing process is very short: {share} of your money, in {activities}."),
        ("sales", "hours"): mark("Your sales process is very short: {share} of your hours, in {activities}."),
        ("sales", "money"): mark("Your sales process is very short: {share} of your money, in {activities}."),
    }
)


def process_words(a: Alignment, unit: str = "hours") -> tuple[str, ...]:
    """A process that is missing or very short, a sentence each."""
    return (
        *(MISSING[side] for side in a.missing),
        *(
            VERY_SHORT.filled(
                (side, unit),
                share=percent(_share(a, side)),
                activities=plural(a.listed[side], "activity", "activities"),
            )
            for side in a.very_short
        ),
    )


def alignment_words(a: Alignment, unit: str = "hours") -> tuple[str, ...]:
    """Where the effort goes and where customers are missing, findings first."""
    if not any(a.listed.values()) and not a.open:
        return (t(NO_ACTIVITIES),)
    return tuple(filter(None, (*process_words(a, unit), _effort(a, unit), _missing(a), _leaning(a), open_words(a))))


def _share(a: Alignment, side: str) -> float:
    assert a.effort_share is not None
    return a.effort_share[side]


def _effort(a: Alignment, unit: str) -> str:
    if not any(a.listed.values()):
        return ""
    if a.effort_share is None:
        if unit == "hours":
            return t("Enter the hours per month for each activity to see its share.")
        return t("Enter the money per month for each activity to see its share.")
    facts = {side: percent(_share(a, side)) for side in SIDES}
    if unit == "hours":
        return t("You spend {marketing} of your hours on marketing and {sales} on sales.", **facts)
    return t("You spend {marketing} of your money on marketing and {sales} on sales.", **facts)


def _missing(a: Alignment) -> str:
    if a.shortfall_share is None:
        return ""
    shares = a.shortfall_share
    side = max(SIDES, key=lambda name: shares[name])
    if percent(shares[side]) == percent(0.5):
        return t("Of the customers that are missing, half are missing on each side.")
    if side == "marketing":
        return t(
            "Of the customers that are missing, {share} are missing on the marketing side.", share=percent(shares[side])
        )
    return t("Of the customers that are missing, {share} are missing on the sales side.", share=percent(shares[side]))


EVEN: Final = Texts(
    {
        ("marketing", True): mark("The effort is about even, and marketing is the weak link."),
        ("marketing", False): mark("The effort is about even, and marketing looks like the weak link."),
        ("sales", True): mark("The effort is about even, and sales is the weak link."),
        ("sales", False): mark("The effort is about even, and sales looks like the weak link."),
    }
)
"""By the weak side, and whether that is decided."""

LEANING: Final = Texts(
    {
        ("marketing", "marketing", True): mark(
            "Most of the effort goes into marketing, and marketing is the weak link: it goes where it is needed."
        ),
        ("marketing", "marketing", False): mark(
            "Most of the effort goes into marketing, and marketing looks like the weak link: it goes where it is needed."
        ),
        ("marketing", "sales", True): mark("Most of the effort goes into marketing, and sales is the weak link."),
        ("marketing", "sales", False): mark(
            "Most of the effort goes into marketing, and sales looks like the weak link."
        ),
        ("sales", "marketing", True): mark("Most of the effort goes into sales, and marketing is the weak link."),
        ("sales", "marketing", False): mark(
            "Most of the effort goes into sales, and marketing looks like the weak link."
        ),
        ("sales", "sales", True): mark(
            "Most of the effort goes into sales, and sales is the weak link: it goes where it is needed."
        ),
        ("sales", "sales", False): mark(
            "Most of the effort goes into sales, and sales looks like the weak link: it goes where it is needed."
        ),
    }
)
"""By the side with the effort, the weak side, and whether that is decided."""


def _leaning(a: Alignment) -> str:
    if a.weak is None or a.effort_share is None:
        return ""
    return EVEN[a.weak, a.decided] if a.leans is None else LEANING[a.leans, a.weak, a.decided]


def open_words(a: Alignment) -> str:
    """Activities that are left out; empty where there are none."""
    if not a.open:
        return ""
    return n(
        "{count} activity is left out until both questions about it are answered.",
        "{count} activities are left out until both questions about them are answered.",
        a.open,
        count=number(a.open),
    )


SIDE_OF_ACTIVITY: Final = Texts({"marketing": mark("Marketing"), "sales": mark("Sales ¦ the side"), None: "?"})
ALIGNMENT_BARS: Final = Texts({"effort": mark("Your effort"), "missing": mark("Missing customers")})


def alignment_bars(a: Alignment) -> tuple[tuple[str, Mapping[str, float], str], ...]:
    """The bars of the alignment picture: what, its shares by side, and the same in words."""
    shares = {"effort": a.effort_share, "missing": a.shortfall_share}
    return tuple((ALIGNMENT_BARS[key], share, _two(share)) for key, share in shares.items() if share is not None)


def _two(share: Mapping[str, float]) -> str:
    return t(
        "{marketing} marketing, {sales} sales", marketing=percent(share["marketing"]), sales=percent(share["sales"])
    )
