"""What an export needs is loaded before the first one is opened."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, Final

from diagnostics.app import messages as m
from diagnostics.app.forms.entries import blank

_TINY: Final = "ID,Created,First contacted,Status,Closed,Source,Owner,Amount\n" + "".join(
    f"{n},2024-0{1 + n % 9}-05,2024-0{1 + n % 9}-06,{('Won,2024-1', 'Lost,2024-1', 'Open,')[n % 3]}"
    f"{'' if n % 3 == 2 else f'{n % 2}-07'},{'Web' if n % 2 else 'Fair'},{'Ann' if n % 5 < 2 else 'Bo'},{100 + n}\n"
    for n in range(180)
)
"""An export that is opened before the first one: with a column of each kind, and enough leads for a verdict."""


@cache
def prepare(page: Callable[..., Any]) -> threading.Thread:
    """Answer for an export on a thread of its own, once: what has to be loaded is there when the first one is opened.

    Parameters
    ----------
    page : callable
        Makes a page of a form and what reports progress.
    """

    def work() -> None:
        with suppress(Exception):  # whatever is wrong is told when an export is opened
            form = blank("ledger").typed("goal", "30").typed("closing", "20")
            page(form, lambda _words, _share: None).handle(m.LeadsPart(name="export.csv", data=_TINY.encode()))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
