"""What a firm gives slides and workbooks: colours, a font, a logo, its name and where it is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from diagnostics.app.pages import style

if TYPE_CHECKING:
    from diagnostics.app.case.firm import Firm

USUAL_FONT: Final = "Calibri"
"""Of office programs, where a report is no firm's."""


@dataclass(frozen=True, slots=True)
class Look:
    """As the writers need it; ink on white where there is no firm."""

    accent: str = style.INK
    """A colour that can be read on white, ``#rrggbb``."""
    second: str = style.PAR
    """The same, of lines."""
    font: str = USUAL_FONT
    name: str = ""
    contact: tuple[str, ...] = ()
    foot: str = ""
    logo: bytes = field(default=b"", repr=False)
    """A picture as PNG."""


def look_of(firm: Firm | None, with_logo: bool = True) -> Look:
    """The look of a firm; ``with_logo``: whether its logo is needed too."""
    if firm is None:
        return Look()
    logo = b""
    if with_logo and firm.logo is not None:
        from diagnostics.app.report.pdf_report import logo_png

        logo = logo_png(firm.logo)
    name = firm.name.strip()
    return Look(
        accent=firm.accent_used,
        second=firm.second_used,
        font=firm.family,
        name=name,
        contact=firm.contact_lines,
        foot=firm.footer.strip() or name,
        logo=logo,
    )
