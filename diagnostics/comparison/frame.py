"""What changed, as a table with more to say. Loaded when it is asked for: it needs pandas."""

from __future__ import annotations

from typing import ClassVar

import pandas as pd

from diagnostics.comparison import words as change_words
from diagnostics.comparison.change import Change
from diagnostics.funnel.links import LINKS, SIDE_OF


class Bridge(pd.DataFrame):
    """What changed, a row a link: ``side``; ``shortfall``, customers a month gained; ``low``, ``high``, its 90 % interval.

    Attributes
    ----------
    change : Change
        All that was measured.
    """

    _metadata: ClassVar[list[str]] = ["change"]
    change: Change

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame

    @property
    def sentence(self) -> str:
        """What changed, in one plain sentence."""
        return change_words.sentence(self.change)

    @property
    def within_noise(self) -> bool:
        """Could chance alone have made the whole change?"""
        return self.change.within_noise

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to mind before believing it: a rise after the worst of many periods, a total that misleads."""
        return tuple(filter(None, [change_words.rebound(self.change), *change_words.mix(self.change)[1:2]]))

    @property
    def mix(self) -> pd.DataFrame | None:
        """By channel: shares of the leads, close rates, and its part of the change of the close rate; fractions.

        Columns ``share_before``, ``share_after``, ``rate_before``, ``rate_after``, ``mix``, ``rate``; the sums of the last
        two are the change of the close rate. None where the channels are not known.
        """
        m = self.change.mix
        if m is None:
            return None
        names = ("share_before", "share_after", "rate_before", "rate_after", "mix", "rate")
        return pd.DataFrame(
            [[getattr(part, name) for name in names] for part in m.parts],
            columns=list(names),
            index=pd.Index([part.channel for part in m.parts], name="channel"),
        ).astype(float)


def frame(change: Change) -> Bridge:
    """The change as a table."""
    out = Bridge(
        {
            "side": [SIDE_OF[k] for k in LINKS],
            "shortfall": [change.shortfall[k] for k in LINKS],
            "low": [change.shortfall_range[k][0] for k in LINKS],
            "high": [change.shortfall_range[k][1] for k in LINKS],
        },
        index=pd.Index(LINKS, name="link"),
    )
    out.change = change
    return out
