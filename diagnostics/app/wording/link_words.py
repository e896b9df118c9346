"""What links and sides are called where they stand alone: in a cell of a table, over a list."""

from __future__ import annotations

from typing import Final

from diagnostics.funnel.links import SIDE_OF
from diagnostics.language import mark, t

TITLE: Final = {
    "reach": mark("Reach"),
    "direct": mark("Self-service sales"),
    "fit": mark("Lead fit"),
    "follow_up": mark("Follow-up"),
    "capacity": mark("Capacity"),
    "closing": mark("Closing"),
}
SIDE: Final = {"marketing": mark("marketing"), "sales": mark("sales")}


def link_title(link: str) -> str:
    """A link, as a heading or in a cell."""
    return t(TITLE[link])


def side_of_link(link: str) -> str:
    """The side of a link, in a cell."""
    return t(SIDE[SIDE_OF[link]])
