"""What the sides and the links are called, and what is said of each."""

from __future__ import annotations

from typing import Final

OTHER: Final = {"marketing": "sales", "sales": "marketing"}


TITLE: Final = {"marketing": "Marketing brings people to the door", "sales": "Sales gets them through it"}


TALKS: Final = {"marketing": "One-sided: it works without an answer", "sales": "Back and forth: a person answers back"}
"""How each side speaks, beneath the door."""


NAME: Final = {
    "reach": "reach",
    "direct": "direct sales",
    "fit": "lead fit",
    "follow_up": "follow-up",
    "capacity": "capacity",
    "closing": "closing",
}
"""What each link is called on the screen."""


FAULT: Final = {
    "reach": "too few leads come",
    "direct": "too few leads buy on their own",
    "fit": "too few of the leads could buy",
    "follow_up": "too few leads are reached by a person",
    "capacity": "more leads come than sales has room for",
    "closing": "too few of the leads that reach sales buy",
}


NOT_MEASURED: Final = {
    "fit": "Whether the leads could buy was not counted: poor leads would look like poor closing.",
    "follow_up": "How many leads were reached was not counted: leads nobody called would look like poor closing.",
    "capacity": "How many leads sales has room for was not given: too many leads would look like poor closing.",
}


CORNERS: Final = {
    (False, True): "Idle sales team",
    (True, True): "At par",
    (False, False): "Both short",
    (True, False): "Leads pile up",
}
"""Named corners of the balance map, by (marketing at par, sales at par)."""

SIDE_WITHOUT_TRACE: Final = {"no marketing": "marketing", "no sales process": "sales"}
"""The side that each finding says is not seen in the counts."""
