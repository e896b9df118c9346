"""Opening a session of two years, with eight reviews and twenty actions, and writing its report in each format."""

from __future__ import annotations

import datetime
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from table import show, spread, target

from diagnostics.app.case.case import Case
from diagnostics.app.case.history import diagnosed, recorded
from diagnostics.app.case.meetings import reopened
from diagnostics.app.case.records import Action, CaseNumbers, Scenario
from diagnostics.app.case.trend import _judged, _levels
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.report.report import report
from diagnostics.diagnosis.movement import _sorted
from diagnostics.funnel.links import LINKS
from diagnostics.funnel.records import Funnel, Par

REVIEWS = 8
ACTIONS = 20
FIRST = datetime.date(2024, 1, 8)
QUARTER = datetime.timedelta(days=91)
LIMIT_OPEN_MS = 1000
LIMIT_REPORT_MS = 2000
FORMATS = (".html", ".pdf", ".xlsx", ".pptx")


def two_years() -> tuple[Case, str]:
    """A case whose last session is to be opened, and the day of that."""
    case = Case(client="Two years")
    for quarter in range(REVIEWS + 1):
        day = (FIRST + quarter * QUARTER).isoformat()
        case = reopened(case, day)
        worked = 200 + 8 * quarter
        funnel = Funnel(leads=300 + 5 * quarter, worked=worked, wins=20 + quarter, direct_wins=2, months=3)
        numbers = CaseNumbers.of(funnel, Par(goal=14, closing=0.12, direct=0.01, follow_up=0.9, capacity=120))
        new = ACTIONS - len(case.plan)
        plan = [
            Action(
                what=f"Action {quarter}.{at}", owner="Maria", date=day, link=LINKS[at % 6], aimed=None, status="open"
            )
            for at in range(new)
        ]
        done = [action.model_copy(update={"status": "done", "changed": day}) for action in case.plan[:2]]
        case = case.changed(
            numbers=numbers,
            plan=(*done, *case.plan[2:], *plan),
            scenarios=(Scenario.of("Call everyone", {"follow_up": 0.85}),),
            aim="Call everyone",
            step="plan",
        )
        case = recorded(case, diagnosed(numbers), day)
    return case, (FIRST + (REVIEWS + 1) * QUARTER).isoformat()


def timed_open(folder: Path, today: str) -> float:
    """Milliseconds from the message that opens the case to what is shown, with nothing calculated before."""
    for cache in (_judged, _levels, _sorted):
        cache.cache_clear()
    window = Consultation(folder, quiet=0)
    start = time.perf_counter()
    shown = window.handle({"do": "open", "file": "Two-years.json", "today": today})["shell"]
    taken = 1000 * (time.perf_counter() - start)
    assert shown["step"] == "review" and shown["review"]["archive"], shown["notice"]
    return taken


def run(quick: bool = False) -> None:
    """Time both and print the result."""
    rounds = 3 if quick else 15
    case, today = two_years()
    assert len(case.meetings) == REVIEWS and len(case.plan) == ACTIONS
    opened: list[float] = []
    written: dict[str, list[float]] = {ending: [] for ending in FORMATS}
    with TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(rounds + 1):
            (folder / "Two-years.json").unlink(missing_ok=True)
            fresh = Case.from_json(case.to_json())
            fresh.save(folder / "Two-years.json")
            opened.append(timed_open(folder, today))
        for ending, times in written.items():
            for _ in range(rounds + 1):
                for cache in (_judged, _levels, _sorted):
                    cache.cache_clear()
                start = time.perf_counter()
                report(case, folder / f"Two-years{ending}")
                times.append(1000 * (time.perf_counter() - start))
    rows = []
    for what, times, limit in [
        ("open the case", opened, LIMIT_OPEN_MS),
        *((f"report {ending}", times, LIMIT_REPORT_MS) for ending, times in written.items()),
    ]:
        s = spread(times[1:])
        again = f"{s.median:.0f} ({s.low:.0f}–{s.high:.0f})"
        rows.append([what, f"{times[0]:.0f}", again, target(s.median, limit, " ms")])
    show(
        f"A session of two years, {REVIEWS} reviews and {ACTIONS} actions, ms: median (quartiles)",
        ["what", "first time", "again", "target"],
        rows,
        [f"{rounds} times again; nothing of the case is calculated before. The first time loads the libraries too."],
    )
