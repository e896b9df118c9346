"""How far each link can be moved on the screen: ends and steps in round numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.measure import RATES, finite
from diagnostics.funnel.checks import LARGEST_COUNT
from diagnostics.funnel.links import LINKS

STEPS_OF_A_SLIDER: Final = 100
"""At most this many steps on a slider, and at least about half as many."""


@dataclass(frozen=True, slots=True)
class Slider:
    """How far a link can be moved on the screen.

    Attributes
    ----------
    link : str
    now : float or None
        The level now, as observed; None where it was not counted, never seen, or has no limit.
    par : float or None
        Its level at par; None where it has none, or no limit.
    low, high, step : float
        Leads per month for ``reach`` and ``capacity``, fractions for the others. Now and par lie within.
    movable : bool
        Whether the link was counted; moving one that is part of another's level would count it twice.
    """

    link: str
    now: float | None
    par: float | None
    low: float
    high: float
    step: float
    movable: bool

    @property
    def start(self) -> float | None:
        """Where the slider starts: now, or the par of what was never seen; None where it cannot be moved."""
        return self.par if self.now is None else self.now


def sliders(d: Diagnosis) -> dict[str, Slider]:
    """A slider for each of the six links: up to twice where it is, or half as much again as its par, if that is more."""
    a = d.assessment
    counted = {link for link, seen in a.counts.proportions.items() if seen.trials > 0}
    counted |= {"capacity", *(("reach",) if a.counts.leads else ())}
    judged = {"reach", "closing", *(link for link in a.counts.proportions if a.par.level(link) is not None)}
    if a.counts.follow_up is not None:
        judged.add("follow_up")  # all of them, unless another level was typed
    busy = float(a.reference["reach"] * (1 - a.reference["direct"]) * a.reference["fit"])
    out = {}
    for link in LINKS:
        now = finite(a.actual[link]) if link in counted else None
        par = float(a.reference[link]) if link in judged else None
        aim = busy if link == "capacity" else par
        high, step = _ends(max(2 * (now or 0.0), 1.5 * (aim or 0.0)), share=link in RATES)
        was_counted = not a.counts.outside and (link in ("reach", "capacity") or link in a.counts.proportions)
        movable = was_counted and (now is not None or par is not None)
        low = 0.0 if link in RATES else min([step, *(level for level in (now, par) if level)])
        out[link] = Slider(link, now, par, low, high, step, movable)
    return out


def _ends(top: float, share: bool) -> tuple[float, float]:
    """The upper end of a slider, at least ``top`` where that can be, and its step: both round numbers."""
    most = 1.0 if share else float(LARGEST_COUNT)
    top = min(top, most) if top > 0 else 1.0 if share else 10.0
    step = step_of(top)
    digits = max(0, -math.floor(math.log10(step)))
    return round(min(math.ceil(round(top / step, 6)) * step, most), digits), round(step, digits)


def step_of(top: float) -> float:
    """A step in round numbers for a slider from 0 to ``top``, which is above 0.

    >>> step_of(80), step_of(1), step_of(12_000)
    (1.0, 0.01, 200.0)
    """
    return _round_number(top / STEPS_OF_A_SLIDER)


def _round_number(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below ``least``."""
    size = 10.0 ** math.floor(math.log10(least))
    return next(m * size for m in (1, 2, 5, 10) if m * size >= least * (1 - 1e-9))
