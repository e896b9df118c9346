"""The door model as the formulas of a spreadsheet: the same arithmetic, live, from the counts to the customers.

Every cell has a name, so a formula reads as the rule it states. It mirrors :mod:`diagnostics.diagnosis.measure`; the
tests work the formulas out and hold them against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from diagnostics.app.report import words as say

if TYPE_CHECKING:
    from diagnostics.funnel.records import Funnel, Par

Kind = Literal["count", "amount", "share", "text"]
Value = float | str | None

NO_LIMIT: Final = say.level("capacity", float("inf"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One named cell: an entry, or a formula over other names."""

    name: str
    label: str
    kind: Kind
    entry: Value = None
    formula: str = ""
    free: bool = False
    """A formula that is there to be typed over."""


def counted(funnel: Funnel) -> tuple[Cell, ...]:
    """The counts; an empty cell is what was not counted."""
    return (
        _entry("leads", "count", funnel.leads),
        _entry("wins", "count", funnel.wins),
        _entry("direct_wins", "count", funnel.direct_wins),
        _entry("fit", "count", funnel.fit),
        _entry("worked", "count", funnel.worked),
        _entry("months", "amount", funnel.months),
        _entry("maturity", "share", funnel.maturity),
        _entry("basis", "text", funnel.basis),
    )


def held_against(par: Par) -> tuple[Cell, ...]:
    """The levels; an empty cell is a link that is not judged, or has no limit."""
    shares = {name: par.level(name) for name in ("direct", "fit", "follow_up", "closing")}
    return (
        _entry("goal", "amount", par.goal),
        _entry("par_reach", "amount", par.reach),
        _entry("capacity", "amount", par.capacity),
        *(_entry(f"par_{name}", "share", None if rate is None else rate.value) for name, rate in shares.items()),
    )


def _entry(name: str, kind: Kind, value: Value) -> Cell:
    return Cell(name, say.CELL[name], kind, entry=value)


def _worked_out(name: str, kind: Kind, formula: str) -> Cell:
    return Cell(name, say.CELL[name], kind, formula=formula)


SORTED: Final = (
    _worked_out("carried", "share", 'IF(basis="period",maturity,1)'),
    _worked_out("exposure", "share", 'IF(basis="period",1,maturity)'),
    _worked_out("assisted", "amount", "IF(leads=0,0,wins-direct_wins)"),
    _worked_out("not_direct", "amount", "MAX(0,leads-direct_wins/carried)"),
    _worked_out("talked_to", "amount", 'IF(worked="",assisted/carried,worked)'),
    _worked_out("room", "amount", f'IF(capacity="","{NO_LIMIT}",MAX(capacity*months,talked_to))'),
    _worked_out("direct_time", "share", "IF(direct_wins/exposure+talked_to>leads,1,exposure)"),
    _worked_out("to_sales", "amount", 'leads*(1-now_direct)*IF(fit="",1,IF(MAX(not_direct,fit)=0,0,now_fit))'),
    _worked_out("workable", "amount", "MAX(IF(ISNUMBER(room),MIN(to_sales,room),to_sales),talked_to)"),
    _worked_out("closing_of", "amount", 'IF(worked="",workable,talked_to)*carried'),
)
"""The counts sorted by link."""

_NO_LEADS: Final = "AND(leads=0,wins>0)"

NOW: Final = {
    "reach": "leads/months",
    "direct": (
        'IF(AND(direct_wins=0,par_direct=""),0,IF(leads*carried=0,IF(par_direct="",1,par_direct),'
        "MIN(1,direct_wins/(leads*carried*direct_time))))"
    ),
    "fit": 'IF(fit="",1,IF(MAX(not_direct,fit)=0,IF(par_fit="",1,par_fit),MIN(1,fit/MAX(not_direct,fit))))',
    "follow_up": 'IF(worked="",1,IF(workable=0,IF(par_follow_up="",1,par_follow_up),MIN(1,talked_to/workable)))',
    "capacity": f'IF(ISNUMBER(room),room/months,"{NO_LIMIT}")',
    "closing": "IF(closing_of=0,at_closing,MIN(1,assisted/(closing_of*exposure)))",
}
"""Each link as it was observed."""

AT_PAR: Final = {
    "reach": (
        'IF(par_reach<>"",par_reach,IF(goal<>"",goal/(at_direct+(1-at_direct)*at_fit*at_follow_up*at_closing),'
        "capacity/((1-at_direct)*at_fit)))"
    ),
    "direct": 'IF(par_direct="",now_direct,par_direct)',
    "fit": 'IF(OR(fit="",par_fit=""),now_fit,par_fit)',
    "follow_up": 'IF(worked="",now_follow_up,IF(par_follow_up="",1,par_follow_up))',
    "capacity": f'"{NO_LIMIT}"',
    "closing": (
        'par_closing*IF(AND(fit="",par_fit<>""),par_fit,1)*IF(AND(worked="",par_follow_up<>""),par_follow_up,1)'
    ),
}
"""Each link at its par. A link that is not judged stays as it is; room at par is no limit."""

IF_LINKS: Final = {link: f"now_{link}" for link in NOW}
"""The column that is there to be changed: it begins as things are."""


def customers(marketing: str, sales: str) -> str:
    """Customers a month, the links of marketing from one column and those of sales from another."""
    m, s = f"{marketing}_", f"{sales}_"
    arriving = f"{m}reach*(1-{m}direct)*{m}fit"
    worked = f"IF(ISNUMBER({s}capacity),MIN({arriving},{s}capacity),{arriving})"
    return f"{m}reach*{m}direct+{s}follow_up*{worked}*{s}closing"


RESULTS: Final = (
    _worked_out("today", "amount", f"IF({_NO_LEADS},wins/months,{customers('now', 'now')})"),
    _worked_out("at_par", "amount", customers("at", "at")),
    _worked_out("if_customers", "amount", customers("if", "if")),
    _worked_out("marketing_of_par", "share", f"IF({_NO_LEADS},0,({customers('now', 'at')})/at_par)"),
    _worked_out("sales_of_par", "share", f"IF({_NO_LEADS},today/at_par,({customers('at', 'now')})/at_par)"),
)
"""What the links make together."""
