"""What is tried on the page, and the two scenarios saved there, as texts that a link and a file carry: levels by link.

A level is absolute, as in a consultation: leads per month for ``reach`` and ``capacity``, a fraction for the others. When
the numbers change, a scenario keeps its levels and is worked out again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, Literal

from diagnostics.funnel.checks import LARGEST_COUNT, SMALLEST
from diagnostics.funnel.links import LINKS
from diagnostics.language import mark

Slot = Literal["tried", "scenario_a", "scenario_b"]
Saved = Literal["scenario_a", "scenario_b"]
Levels = Mapping[str, float]

TRIED: Final = "tried"
"""Where the sliders are."""
SAVED: Final[tuple[Saved, ...]] = ("scenario_a", "scenario_b")
SCENARIO: Final = {"scenario_a": mark("Scenario A"), "scenario_b": mark("Scenario B")}
"""What each is called."""
SLOTS: Final[tuple[Slot, ...]] = ("tried", *SAVED)
DIGITS: Final = 6
"""Decimals of a level that are kept: no slider has a finer step."""


def levels_text(levels: Levels) -> str:
    """Levels as a text, in the order of the links; empty where nothing is moved.

    >>> levels_text({"closing": 0.25, "reach": 400.0})
    'reach-400~closing-0.25'
    """
    pairs = ((link, f"{levels[link]:.{DIGITS}f}".rstrip("0").rstrip(".")) for link in LINKS if link in levels)
    return "~".join(f"{link}-{level}" for link, level in pairs)


def levels_in(text: object) -> dict[str, float]:
    """Levels of a text; what is no level of a link is left out.

    >>> levels_in("reach-400~closing-0.25"), levels_in("reach-none~price-3~closing-25")
    ({'reach': 400.0, 'closing': 0.25}, {})
    """
    found: dict[str, float] = {}
    for part in text.split("~")[: len(LINKS)] if isinstance(text, str) else ():
        link, _, level = part.partition("-")
        try:
            value = float(level)
        except ValueError:
            continue
        least, most = (SMALLEST, LARGEST_COUNT) if link in ("reach", "capacity") else (0, 1)
        if link in LINKS and math.isfinite(value) and least <= value <= most:
            found[link] = value
    return found


def scenarios_in(data: Mapping[str, object]) -> dict[str, str]:
    """The scenarios of a link or a file, without what is none."""
    texts = {slot: levels_text(levels_in(data.get(slot))) for slot in SLOTS}
    return {slot: text for slot, text in texts.items() if text}
