"""The change of the win rate between two periods as a table: by channel, how much is mix and how much is rate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.comparison.mix import mix_and_rate
from diagnostics.comparison.units import normal_half_width

if TYPE_CHECKING:
    import pandas as pd

Channels = Mapping[str, tuple[float, float]]
"""By channel: sales, and the effective leads behind them."""


def mix_table(before: Channels, after: Channels) -> pd.DataFrame:
    """The change of the win rate, split by channel into mix and rate; see :mod:`diagnostics.comparison.mix`.

    Parameters
    ----------
    before, after : mapping of str to (float, float)
        The channels of either period; each has some effective leads.

    Returns
    -------
    DataFrame
        Indexed by channel, the last row ``"all channels"``: ``share_before``, ``share_after``, shares of the leads;
        ``rate_before``, ``rate_after``, NaN where there are more sales than leads so young should have made; ``mix``,
        ``rate``, their parts of the change, fractions (0.02 is two points);
        ``low`` and ``high`` in the last row are the 90% interval of the rate part.

    >>> table = mix_table({"referral": (40, 100), "ads": (10, 100)}, {"referral": (44, 100), "ads": (44, 400)})
    >>> table.loc["all channels", ["mix", "rate"]].astype(float).round(4).tolist()
    [-0.0945, 0.0205]
    """
    import pandas as pd

    names = list(dict.fromkeys([*before, *after]))
    h0, n0 = (np.array([before.get(name, (0.0, 0.0))[i] for name in names]) for i in (0, 1))
    h1, n1 = (np.array([after.get(name, (0.0, 0.0))[i] for name in names]) for i in (0, 1))
    split = mix_and_rate(n0, h0, n1, h1)
    with np.errstate(invalid="ignore", divide="ignore"):
        r0, r1 = (np.where((n > 0) & (h <= n), h / n, np.nan) for h, n in ((h0, n0), (h1, n1)))
    frame = pd.DataFrame(
        {
            "share_before": n0 / n0.sum(),
            "share_after": n1 / n1.sum(),
            "rate_before": r0,
            "rate_after": r1,
            "mix": split.mix,
            "rate": split.rate,
            "low": np.nan,
            "high": np.nan,
        },
        index=pd.Index(names, name="channel"),
    ).sort_index()
    rate, reach = float(split.rate.sum()), normal_half_width() * split.rate_error
    overall = tuple(h.sum() / n.sum() if h.sum() <= n.sum() else np.nan for h, n in ((h0, n0), (h1, n1)))
    frame.loc["all channels"] = [1.0, 1.0, *overall, split.mix.sum(), rate, rate - reach, rate + reach]
    return frame
