"""What links and sides are called where they stand alone: in a cell of a table, over a list."""

from __future__ import annotations

from diagnostics.diagnosis.words import LABEL, SIDE
from diagnostics.funnel.links import SIDE_OF


def link_title(link: str) -> str:
    """A link, as a heading or in a cell."""
    return LABEL[link]


def side_of_link(link: str) -> str:
    """The side of a link, in a cell."""
    return SIDE[SIDE_OF[link]]
