"""Is marketing or sales the weak link in a business, how sure is that, and what should be done?

``import diagnostics as dx`` is the public face. It loads no widget, chart or table library; those come when they are
asked for.

>>> import diagnostics as dx
>>> d = dx.diagnose(dx.Funnel(leads=28, wins=8), dx.Par(goal=25, closing=0.25))
>>> d.verdict, d.weak_link
('marketing', 'reach')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.comparison.compare import compare
from diagnostics.diagnosis import Diagnosis, diagnose, what_if
from diagnostics.diagnosis.money import Money
from diagnostics.funnel import Funnel, InputError, Par, Rate, attribute
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.people import leads_or_people
from diagnostics.months.table import Table

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.app.report.report import report

__version__ = "0.1.0"

__all__ = [
    "Case",
    "Diagnosis",
    "Funnel",
    "InputError",
    "Ledger",
    "Money",
    "Par",
    "Rate",
    "Table",
    "attribute",
    "compare",
    "diagnose",
    "leads_or_people",
    "report",
    "what_if",
]


def __getattr__(name: str) -> Any:
    """The case file and its report are loaded when they are asked for: most who import this ask for neither."""
    if name == "Case":
        from diagnostics.app.case.case import Case

        return Case
    if name == "report":
        from diagnostics.app.report.report import report

        return report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
