"""Does a quick first contact go with winning? Compared among leads of the same channel and month only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.comparison.limits import control_limits

if TYPE_CHECKING:
    import pandas as pd


def compare_speeds(cells: pd.DataFrame, names: Sequence[str], level: float) -> pd.DataFrame:
    """Sales by the time to the first contact, against those expected had it made no difference.

    Hot leads are both called sooner and bought more often, so speed over all leads flatters the quick.

    Parameters
    ----------
    cells : DataFrame
        One row per month, channel and time to the first contact: ``month``, ``channel``, ``speed``, a place in ``names``;
        ``worked``, leads reached; ``hits``, sales among them.
    names : sequence of str
        The times to the first contact in words, the quickest first.
    level : float
        Chance that any of several equal times is outside its limits.

    Returns
    -------
    DataFrame
        Indexed by time to the first contact: ``leads``, ``won``, counts; ``expected``, sales if each were won at the mean
        rate of its channel and month; ``ratio``, won ÷ expected; ``low``, ``high``, the limits of chance.
    """
    import pandas as pd

    alike = ["month", "channel"]
    cells = cells.groupby([*alike, "speed"], as_index=False)[["worked", "hits"]].sum()
    sums = cells.groupby(alike)[["worked", "hits"]].transform("sum")
    size = sums["worked"].clip(lower=1)
    rate = sums["hits"] / size
    # Within a group the number of sales is given, so chance deals them out like cards: hypergeometric.
    variance = cells["worked"] * rate * (1 - rate) * (size - cells["worked"]) / (size - 1).clip(lower=1)
    cells = cells.assign(expected=cells["worked"] * rate, variance=variance)
    sums = cells.groupby("speed")[["worked", "hits", "expected", "variance"]].sum()
    expected = sums["expected"].to_numpy(float)
    spread = np.maximum(sums["variance"].to_numpy(float), 1e-9)
    # Months are compared with themselves, so month-to-month variation does not come in.
    low, high = control_limits(expected, spread, max(1, len(sums)), level=level)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(expected > 0, sums["hits"] / expected, np.nan)
    return pd.DataFrame(
        {
            "leads": sums["worked"].to_numpy(int),
            "won": sums["hits"].to_numpy(int),
            "expected": expected,
            "ratio": ratio,
            "low": low,
            "high": high,
        },
        index=pd.Index([names[at] for at in sums.index.astype(int)], name="first contact"),
    )
