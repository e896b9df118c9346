"""The same sales in a second account: as if only the usual share of them had been made without a salesperson.

An order form moves sales from sales to marketing. Whether it brought new ones, or those that sales would have made anyhow, the
counts do not show: sales looks weak either way. So where the share of self-service sales is another than it was when the target
was learnt, or a typed target may be of all sales, a side is named only if it is weak in both accounts. A typed target is of the
leads that were talked to where those were counted, and of none that bought on their own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from diagnostics.funnel.records import Funnel, Par


@dataclass(frozen=True, slots=True)
class Account:
    """The counts with the usual share of self-service sales."""

    funnel: Funnel
    usual: float | None
    """The usual share of the leads that buy with no salesperson; None where a typed target leaves it open, and it is none."""


def second_account(funnel: Funnel, par: Par) -> Account | None:
    """The second account; None where it is the first: the share is the usual one, or has a typed target of its own.

    >>> from diagnostics import Rate
    >>> own = Par(goal=100, closing=Rate(0.2, 4000, "own months", own=True))
    >>> second_account(Funnel(leads=500, wins=100, direct_wins=60), own).funnel.direct_wins
    0
    """
    closing, direct = par.level("closing"), par.level("direct")
    if funnel.leads == 0 or closing is None or (direct is not None and not (direct.own and closing.own)):
        return None
    if not closing.own and funnel.worked is not None:
        return None
    usual = 0.0 if direct is None else direct.value
    had_time = funnel.carried if funnel.basis == "period" else funnel.maturity
    made = min(round(usual * funnel.leads * had_time), funnel.wins)
    if made == funnel.direct_wins:
        return None
    moved = round((funnel.direct_wins - made) / funnel.carried)
    rest = funnel.leads if funnel.basis == "period" else funnel.leads - made
    least = math.ceil((funnel.wins - made) / funnel.carried - 1e-9)
    fit = None if funnel.fit is None else min(max(funnel.fit + moved, least), rest)
    worked = None
    if funnel.worked is not None:
        worked = min(max(funnel.worked + moved, least), rest if fit is None else fit)
    counted = replace(funnel, direct_wins=made, fit=fit, worked=worked)
    return Account(counted, usual if closing.own else None)
