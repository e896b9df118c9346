"""The funnel model as spreadsheet formulas: the same arithmetic, live, from the counts to the customers.

Every cell has a name, so a formula reads as the rule it states. The formulas mirror
:mod:`diagnostics.diagnosis.measure`; the tests evaluate them and compare the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from diagnostics.app.report import words as say
from diagnostics.language import mark, t

if TYPE_CHECKING:
    from diagnostics.funnel.records import Funnel, Par
    from diagnostics.funnel.room import Sizes

Kind = Literal["count", "amount", "share", "text"]
Value = float | str | None

NO_LIMIT: Final = "no limit"
SPOKEN: Final = (mark("no limit"), mark("cohort"), mark("period"))
"""Words in formulas and entries that are written in the language of now."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One named cell: an entry, or a formula over other names."""

    name: str
    label: str
    kind: Kind
    entry: Value = None
    formula: str = ""
    free: bool = False
    """Whether the formula is only a start, to be overwritten."""

    @property
    def words(self) -> str:
        """Its label in the language of now."""
        return t(self.label)


def counted(funnel: Funnel) -> tuple[Cell, ...]:
    """The counts; an empty cell means not counted."""
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


def levels(par: Par) -> tuple[Cell, ...]:
    """The levels of the par; an empty cell means not judged, or no limit."""
    shares = {name: par.level(name) for name in ("direct", "fit", "follow_up", "closing")}
    return (
        _entry("goal", "amount", par.goal),
        _entry("par_reach", "amount", par.reach),
        _entry("capacity", "amount", par.capacity),
        *(_entry(f"par_{name}", "share", None if rate is None else rate.value) for name, rate in shares.items()),
    )


def spoken(formula: str) -> str:
    """A formula with its words in the language of now."""
    for word in SPOKEN:
        formula = formula.replace(f'"{word}"', f'"{t(word)}"')
    return formula


def _entry(name: str, kind: Kind, value: Value) -> Cell:
    return Cell(name, say.CELL[name], kind, entry=value)


def _formula(name: str, kind: Kind, formula: str) -> Cell:
    return Cell(name, say.CELL[name], kind, formula=formula)


def _found(leads: str, room: str) -> str:
    """Leads a month that find room: the least of the straight pieces, of which one begins where months of a size are full."""
    return f"IF(ISNUMBER({room}),MIN({leads},SUMPRODUCT(MIN({leads}*month_below+{room}*month_rest))),{leads})"


def pieces(sizes: Sizes) -> dict[str, list[float]]:
    """Leads that find room as the least of straight pieces ``month_below·leads + month_rest·room``, a row for each."""
    return {"month_below": sizes.below[:-1].tolist(), "month_rest": (1 - sizes.chance[:-1]).tolist()}


SORTED: Final = (
    _formula("carried", "share", 'IF(basis="period",maturity,1)'),
    _formula("exposure", "share", 'IF(basis="period",1,maturity)'),
    _formula("assisted", "amount", "IF(leads=0,0,wins-direct_wins)"),
    _formula("not_direct", "amount", "MAX(0,leads-direct_wins/carried)"),
    _formula("talked_to", "amount", 'IF(worked="",assisted/carried,worked)'),
    _formula("direct_time", "share", "IF(direct_wins/exposure+talked_to>leads,1,exposure)"),
    _formula("to_sales", "amount", 'leads*(1-now_direct)*IF(fit="",1,IF(MAX(not_direct,fit)=0,0,now_fit))'),
    _formula("workable", "amount", f"MAX({_found('to_sales/months', 'capacity')}*months,talked_to)"),
    _formula(
        "room",
        "amount",
        f'IF(capacity="","{NO_LIMIT}",MAX(capacity,talked_to/months,'
        "SUMPRODUCT(MAX((MIN(talked_to,to_sales)-to_sales*month_below)/month_rest))/months))",
    ),
    _formula("closing_of", "amount", 'IF(worked="",workable,talked_to)*carried'),
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
    "capacity": "room",
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
"""Each link at its par. A link that is not judged stays as observed; capacity at par has no limit."""

IF_LINKS: Final = {link: f"now_{link}" for link in NOW}
"""The column to try other levels in: it starts as observed."""


def customers(marketing: str, sales: str) -> str:
    """Customers per month, with the links of marketing from one column and those of sales from another."""
    m, s = f"{marketing}_", f"{sales}_"
    arriving = f"{m}reach*(1-{m}direct)*{m}fit"
    return f"{m}reach*{m}direct+{s}follow_up*{_found(arriving, f'{s}capacity')}*{s}closing"


RESULTS: Final = (
    _formula("today", "amount", f"IF({_NO_LEADS},wins/months,{customers('now', 'now')})"),
    _formula("at_par", "amount", customers("at", "at")),
    _formula("if_customers", "amount", customers("if", "if")),
    _formula("marketing_of_par", "share", f"IF({_NO_LEADS},0,({customers('now', 'at')})/at_par)"),
    _formula("sales_of_par", "share", f"IF({_NO_LEADS},today/at_par,({customers('at', 'now')})/at_par)"),
)
"""The results of the whole chain."""
