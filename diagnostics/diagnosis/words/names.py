"""What the sides and the links are called, and what is said of each."""

from __future__ import annotations

from typing import Final

OTHER: Final = {"marketing": "sales", "sales": "marketing"}


TITLE: Final = {"marketing": "Marketing brings people to the door", "sales": "Sales gets them through it"}


TALKS: Final = {"marketing": "One-sided: it works without an answer", "sales": "Back and forth: a person answers back"}
"""How each side speaks, beneath the door."""


NAME: Final = {
    "reach": "reach",
    "direct": "self-service sales",
    "fit": "lead fit",
    "follow_up": "follow-up",
    "capacity": "capacity",
    "closing": "closing",
}
"""What each link is called on the screen."""


FAULT: Final = {
    "reach": "too few leads come in",
    "direct": "too few leads buy by self-service",
    "fit": "too few of the leads could buy",
    "follow_up": "too few leads are reached by a person",
    "capacity": "more leads come in than sales can handle",
    "closing": "too few of the leads that reach sales buy",
}


NOT_MEASURED: Final = {
    "fit": "You did not say how many leads could buy: poor leads would look like poor closing.",
    "follow_up": "You did not say how many leads were reached: leads nobody called would look like poor closing.",
    "capacity": "You did not say how many leads your team can handle: too many leads would look like poor closing.",
}


CORNERS: Final = {
    (False, True): "Idle sales team",
    (True, True): "On target",
    (False, False): "Both short",
    (True, False): "Leads pile up",
}
"""Named corners of the balance map, by (marketing on target, sales on target)."""

SIDE_WITHOUT_TRACE: Final = {"no marketing": "marketing", "no sales process": "sales"}
"""The side that each finding says is not seen in the counts."""
