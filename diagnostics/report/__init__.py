"""Figures, panes and the report that is left behind: everything that draws.

The public name ``dx.report(case, path)`` is also the name of this folder. Whoever imports a module of it makes
``dx.report`` the folder, so the folder can be called and is then :func:`~diagnostics.report.case_report.report`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.sources.case import Case


class _Callable(ModuleType):
    def __call__(self, case: Case, path: str | Path) -> Path:
        """Write the report of a case; see :func:`~diagnostics.report.case_report.report`."""
        from diagnostics.report.case_report import report

        return report(case, path)


sys.modules[__name__].__class__ = _Callable
