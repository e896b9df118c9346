"""The six links of the door model, the side each is on, and the customers per month they make together.

Marketing brings people to the door (``reach``, ``direct``, ``fit``); sales gets them through it (``follow_up``,
``capacity``, ``closing``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Number = float | Array

Found = Callable[[Number, Number], Number]
"""How many of so many leads per month find room, where there is room for so many: as in months of one size, or
:meth:`~diagnostics.funnel.room.Sizes.found`."""

SIDES: Final = ("marketing", "sales")
UNIONS: Final[dict[str, tuple[str, ...]]] = {
    "marketing": ("reach", "direct", "fit"),
    "sales": ("follow_up", "capacity", "closing"),
}
LINKS: Final[tuple[str, ...]] = UNIONS["marketing"] + UNIONS["sales"]
SIDE_OF: Final[dict[str, str]] = {link: side for side, links in UNIONS.items() for link in links}


def customers(
    reach: Number,
    direct: Number,
    fit: Number,
    follow_up: Number,
    capacity: Number,
    closing: Number,
    found: Found = np.minimum,
) -> Number:
    """Customers won per month.

    ``V = L·d + f·min(L·(1−d)·q, K)·c``, the minimum taken in each month where they differ in size.

    Parameters
    ----------
    reach : float or array
        ``L``, leads per month.
    direct : float or array
        ``d``, share of leads that buy with no two-way contact with a person, a fraction.
    fit : float or array
        ``q``, share of the other leads that could buy, a fraction.
    follow_up : float or array
        ``f``, share of the leads there is room for that sales works, a fraction.
    capacity : float or array
        ``K``, leads per month that sales can properly work; ``inf`` where there is no limit.
    closing : float or array
        ``c``, share of worked leads that is won, a fraction.
    found : callable
        Leads per month that find room, from those that come to sales and ``K``: the minimum of the two in months of one size.

    Returns
    -------
    float or array
        Customers per month, of the shape the arguments broadcast to.

    >>> float(customers(reach=200, direct=0.1, fit=0.5, follow_up=0.9, capacity=80, closing=0.25))
    38.0
    """
    return reach * direct + follow_up * found(reach * (1 - direct) * fit, capacity) * closing
