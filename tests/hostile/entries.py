"""Every public entry with what makes hostile calls of it, and what becomes of such a call."""

from __future__ import annotations

import traceback
from collections.abc import Callable

import diagnostics as dx
from diagnostics.app.messages import Refused
from tests.hostile import cases, pages, records, sources
from tests.hostile.values import Call, Chooser

ENTRIES: dict[str, Callable[[Chooser], Call]] = {
    made.__name__: made
    for made in (
        records.rate,
        records.funnel,
        records.par,
        records.money,
        records.diagnose,
        records.diagnose_what,
        records.what_if,
        records.scenario,
        records.compare,
        records.attribute,
        sources.table_source,
        sources.table_options,
        sources.table_methods,
        sources.ledger_source,
        sources.ledger_options,
        sources.ledger_methods,
        cases.case_text,
        cases.case_file,
        cases.case_changed,
        cases.case_save,
        cases.report,
        pages.entries,
        pages.page,
        pages.consultation,
        pages.command,
    )
}
"""Every public entry, with what makes a hostile call of it."""


def refused_in_words(error: dx.InputError) -> None:
    """A refusal can be shown everywhere, and printed."""
    for surface in ("python", "shell", "page"):
        message = error.message(surface)
        assert isinstance(message, str)
        message.encode("utf-8")
    str(error)


def outcome(call: Call) -> str:
    """``"works"``, ``"refused"``, or what is wrong with the entry: a kind of failure."""
    try:
        call()
    except dx.InputError as error:
        try:
            refused_in_words(error)
        except Exception as fault:
            return f"message: {_where(fault)}"
        return "refused"
    except Refused:
        return "refused"
    except BaseException as fault:
        if isinstance(fault, KeyboardInterrupt):
            raise
        return _where(fault)
    return "works"


def _where(fault: BaseException) -> str:
    """The kind of a fault and the last line of ours that it came through."""
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [f for f in frames if "/diagnostics/" in f.filename] or frames
    last = ours[-1]
    return f"{type(fault).__name__} at {last.filename.rpartition('/diagnostics/')[2]}:{last.lineno} {last.name}"
