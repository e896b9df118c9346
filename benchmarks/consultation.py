"""A keystroke in the consultation against the same keystroke on the dashboard, alternately, without a browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from table import show, spread, target

from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.consultation.messages import consultation_message
from diagnostics.app.forms.entries import example
from diagnostics.app.pages.dashboard import DashboardPage

LIMIT = 1.2
LIMIT_CHECK_MS = 0.3
TODAY = "2026-02-03"
LEADS = int(example().texts["leads"])


def typed(leads: int) -> dict[str, Any]:
    """One keystroke in the field of the leads."""
    return {"do": "type", "texts": {"leads": str(leads)}}


def in_consultation(leads: int) -> dict[str, Any]:
    """The same keystroke in a consultation."""
    return {"do": "page", "today": TODAY, "page": typed(leads)}


def timed(act: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def run(quick: bool = False) -> None:
    """Time both and print the result."""
    rounds = 20 if quick else 200
    times: dict[str, list[float]] = {"dashboard": [], "step 4: numbers": [], "step 5: diagnosis": [], "check": []}
    with TemporaryDirectory() as folder:
        dashboard = DashboardPage(example())
        windows = {}
        for name, step in (("step 4: numbers", "numbers"), ("step 5: diagnosis", "diagnosis")):
            windows[name] = window = Consultation(Path(folder))
            window.handle({"do": "new", "client": step, "today": TODAY})
            window.handle({"do": "page", "page": {"do": "example", "name": example().example}})
            window.handle({"do": "step", "to": step, "today": TODAY})
        for at in range(rounds + 1):
            leads = LEADS + 1 + at
            taken = {"dashboard": timed(lambda leads=leads: dashboard.handle(typed(leads)))}
            for name, window in windows.items():
                taken[name] = timed(lambda window=window, leads=leads: window.handle(in_consultation(leads)))
            taken["check"] = timed(lambda leads=leads: consultation_message(in_consultation(leads)))
            if at:  # the first one warms up
                for name, one in taken.items():
                    times[name].append(one)
        writes = {name: window.file.writes for name, window in windows.items() if window.file is not None}
        for window in windows.values():
            window.flush()
    budget = spread(times["dashboard"]).median
    rows = []
    for name, values in times.items():
        s = spread(values)
        limit = target(s.median, LIMIT_CHECK_MS, " ms") if name == "check" else target(s.median / budget, LIMIT)
        rows.append(
            [
                name,
                f"{s.median:.2f} ({s.low:.2f}–{s.high:.2f})",
                "" if name == "check" else f"{s.median / budget:.2f}",
                "" if name == "dashboard" else limit,
                str(writes.get(name, "")),
            ]
        )
    show(
        "One keystroke, ms: median (quartiles)",
        ["where", "time", "÷ dashboard", "target", "writes of the file"],
        rows,
        [f"{rounds} keystrokes each, alternately. “check” is the check of one message against its model."],
    )
