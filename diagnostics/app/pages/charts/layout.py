"""What all charts share: the layout around them, and numbers as short as a picture needs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Final, TypedDict

from diagnostics.app.pages.style import FONT, INK
from diagnostics.diagnosis import words
from diagnostics.number_format import decimal_mark

PlotlyPart = dict[str, Any]
"""A trace, a shape, an axis: a dictionary as plotly.js documents it."""


NO_MORE: Final = "<extra></extra>"
"""After what is shown of a mark: no name of its trace next to it."""


class Spec(TypedDict):
    """A chart as plotly.js takes it."""

    data: list[PlotlyPart]
    layout: PlotlyPart


def base_layout() -> PlotlyPart:
    """What every chart has in common: the font, no background, no legend."""
    mark = decimal_mark()
    return {
        **({} if mark is None else {"separators": ",."}),  # of decimals and groups
        "font": {"family": FONT, "color": INK, "size": 13},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "autosize": True,
        "hoverlabel": {"font": {"family": FONT}},
    }


def short(values: Iterable[float]) -> list[float]:
    """Numbers with as many digits as a picture needs."""
    return [float(f"{v:.5g}") for v in values]


def gaps(values: Iterable[float]) -> list[float | None]:
    """Numbers with as many digits as a picture needs; None, a gap in the line, for NaN."""
    return [None if math.isnan(v) else float(f"{v:.5g}") for v in values]


def signed(value: float) -> str:
    """A number with its sign, which a zero has not."""
    text = words.number(abs(value))
    return text if text == "0" else ("+" if value > 0 else "−") + text
