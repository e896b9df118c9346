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

from diagnostics.diagnosis import Diagnosis, compare, diagnose, what_if
from diagnostics.diagnosis.people import leads_or_people
from diagnostics.funnel import Funnel, InputError, Par, Rate, attribute
from diagnostics.sources.ledger import Ledger
from diagnostics.sources.money import Money
from diagnostics.sources.table import Table

if TYPE_CHECKING:
    from diagnostics.report.case_report import report
    from diagnostics.sources.case import Case

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
        from diagnostics.sources.case import Case

        return Case
    if name == "report":
        import diagnostics.report as folder  # which can be called, see there

        return folder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
