"""The comparison of two periods, in one call."""

from __future__ import annotations

from diagnostics.comparison.change import change
from diagnostics.comparison.frame import Bridge, frame
from diagnostics.comparison.period import Comparable
from diagnostics.funnel.records import Funnel


def compare(before: Funnel | Comparable, after: Funnel | Comparable) -> Bridge:
    """What changed: customers a month gained or lost from one period to another, by link.

    The same bridge as a diagnosis, with ``after`` for the reference: how far ``before`` falls short of ``after``, so a
    gain is above 0. A link that only one of the two counted is left with the links beside it in both; a share of
    nothing (no lead got that far) has not changed. Wins are what each period's leads come to once they have had their
    time.

    Parameters
    ----------
    before, after : Funnel, Table or Ledger
        Two periods. Tables and ledgers with channels also split the change of the close rate into mix and rate; two
        periods of one (:meth:`Table.between`) also say where the earlier one was the worst of many.

    Returns
    -------
    Bridge
        A DataFrame indexed by link: ``side``; ``shortfall``, the change in customers a month; ``low``, ``high``, its 90 %
        interval. The changes add up to the change in customers a month. Beside the columns: ``sentence``,
        ``within_noise``, ``mix``, ``warnings``, and ``change`` with all that was measured.

    Raises
    ------
    InputError
        Where one of the two has wins and no leads, or no month that can be used.

    >>> compare(Funnel(leads=100, wins=10), Funnel(leads=200, wins=20)).shortfall.round(6).to_dict()["reach"]
    10.0
    """
    return frame(change(before, after))
