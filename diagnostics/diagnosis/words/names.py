"""What the sides and the links are called, and what is said of each."""

from __future__ import annotations

from typing import Final

from diagnostics.language import Texts, mark

OTHER: Final = {"marketing": "sales", "sales": "marketing"}

SIDE: Final = Texts({"marketing": mark("marketing"), "sales": mark("sales ¦ the side")})
"""What each side is called, within a line."""

TITLE: Final = Texts(
    {"marketing": mark("Marketing brings people to the door"), "sales": mark("Sales gets them through it")}
)

TALKS: Final = Texts(
    {
        "marketing": mark("One-sided: it works without an answer"),
        "sales": mark("Back and forth: a person answers back"),
    }
)
"""How each side speaks, beneath the door."""

NAME: Final = Texts(
    {
        "reach": mark("reach ¦ a link"),
        "direct": mark("self-service sales ¦ a link"),
        "fit": mark("lead fit ¦ a link"),
        "follow_up": mark("follow-up ¦ a link"),
        "capacity": mark("capacity ¦ a link"),
        "closing": mark("closing ¦ a link"),
    }
)
"""What each link is called within a line."""

LABEL: Final = Texts(
    {
        "reach": mark("Reach"),
        "direct": mark("Self-service sales"),
        "fit": mark("Lead fit"),
        "follow_up": mark("Follow-up"),
        "capacity": mark("Capacity"),
        "closing": mark("Closing"),
    }
)
"""The same at the head of a line or of a column."""

FAULT: Final = Texts(
    {
        "reach": mark("too few leads come in"),
        "direct": mark("too few leads buy by self-service"),
        "fit": mark("too few of the leads could buy"),
        "follow_up": mark("too few leads are reached by a person"),
        "capacity": mark("more leads come in than sales can handle"),
        "closing": mark("too few of the leads that reach sales buy"),
    }
)
"""What is wrong with a link that is short, as it is said after a colon."""

NOT_MEASURED: Final = Texts(
    {
        "fit": mark("You did not say how many leads could buy: poor leads would look like poor closing."),
        "follow_up": mark(
            "You did not say how many leads were reached: leads nobody called would look like poor closing."
        ),
        "capacity": mark(
            "You did not say how many leads your team can handle: too many leads would look like poor closing."
        ),
    }
)

CORNERS: Final = Texts(
    {
        (False, True): mark("Idle sales team"),
        (True, True): mark("On target"),
        (False, False): mark("Both short"),
        (True, False): mark("Leads pile up"),
    }
)
"""Named corners of the balance map, by (marketing on target, sales on target)."""

SIDE_WITHOUT_TRACE: Final = {"no marketing": "marketing", "no sales process": "sales"}
"""The side that each finding says is not seen in the counts."""
