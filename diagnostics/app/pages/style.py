"""One colour per side everywhere, safe for colour-blind readers, and a few greys."""

from __future__ import annotations

from typing import Final

SIDE_COLOUR: Final = {"marketing": "#0072B2", "sales": "#D55E00"}
"""Okabe and Ito (2008): blue and vermilion, distinguishable with every common kind of colour vision."""

SIDE_TINT: Final = {"marketing": "#E3EFF7", "sales": "#FBEAE0"}
SIDE_PALE: Final = {"marketing": "#80B9D9", "sales": "#EAAF80"}
"""The colours half as strong on white, for shapes of programs that draw them opaque."""
SIDE_TEXT: Final = {"marketing": "#005A8E", "sales": "#A84A00"}
"""The same hues, dark enough for small text on white (contrast above 4.5)."""

SIDE_SYMBOL: Final = {"marketing": "circle", "sales": "square", "balanced": "diamond-open"}
INK: Final = "#1B1F24"
QUIET: Final = "#59636E"
RULE: Final = "#D5DAE0"
PAR: Final = "#7F8893"
"""Contrast above 3 on white, as everything in a picture that says something."""

BAND: Final = "#DDE2E8"
"""What chance allows; its edge is drawn in ``PAR``."""

TODAY: Final = "#454C54"
FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
