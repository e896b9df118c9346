"""The answer to what changed: a bridge from one period to another, in one call."""

from __future__ import annotations

from typing import ClassVar

import pandas as pd

from diagnostics import views
from diagnostics.comparison import words as change_words
from diagnostics.comparison.change import Change, change
from diagnostics.comparison.period import Comparable
from diagnostics.funnel.links import LINKS, SIDE_OF
from diagnostics.funnel.records import Funnel


class Bridge(pd.DataFrame):
    """What changed, one row per link: ``side``; ``shortfall``, customers per month gained; ``low``, ``high``, 90% interval.

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
        """Whether chance alone could have made the whole change."""
        return self.change.within_noise

    @property
    def warnings(self) -> tuple[str, ...]:
        """Reasons for caution: a rise after the worst of many periods, a total that misleads."""
        return tuple(filter(None, [change_words.rebound(self.change), *change_words.mix(self.change)[1:2]]))

    def figure(self) -> views.Figure:
        """The bridge from before to after as a chart. Needs plotly."""
        return views.figure(self)

    @property
    def mix(self) -> pd.DataFrame | None:
        """By channel: shares of the leads, win rates, and parts of the change of the win rate; fractions.

        Columns ``share_before``, ``share_after``, ``rate_before``, ``rate_after``, ``mix``, ``rate``; the sums of the last
        two are the change of the win rate. None where the channels are not known.
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


def compare(before: Funnel | Comparable, after: Funnel | Comparable) -> Bridge:
    """What changed: customers per month gained or lost from one period to another, by link.

    The same bridge as a diagnosis, with ``after`` as the reference: how far ``before`` falls short of ``after``, so a
    gain is above 0. A link that only one period counted is merged into its neighbours in both; the share of a link that
    no lead reached counts as unchanged. Wins are those expected once each period's leads have had their time.

    Parameters
    ----------
    before, after : Funnel, Table or Ledger
        Two periods. Tables and ledgers with channels also split the change of the win rate into mix and rate; two
        periods of one (:meth:`Table.between`) also say where the earlier one was the worst of many.

    Returns
    -------
    Bridge
        A DataFrame indexed by link: ``side``; ``shortfall``, the change in customers per month; ``low``, ``high``, its
        90% interval. The changes add up to the change in customers per month. It also has ``sentence``,
        ``within_noise``, ``mix``, ``warnings``, and ``change`` with all that was measured.

    Raises
    ------
    InputError
        Where one of the two has wins and no leads, or no month that can be used.

    >>> compare(Funnel(leads=100, wins=10), Funnel(leads=200, wins=20)).shortfall.round(6).to_dict()["reach"]
    10.0
    """
    return _frame(change(before, after))


def _frame(measured: Change) -> Bridge:
    out = Bridge(
        {
            "side": [SIDE_OF[k] for k in LINKS],
            "shortfall": [measured.shortfall[k] for k in LINKS],
            "low": [measured.shortfall_range[k][0] for k in LINKS],
            "high": [measured.shortfall_range[k][1] for k in LINKS],
        },
        index=pd.Index(LINKS, name="link"),
    )
    out.change = measured
    return out
