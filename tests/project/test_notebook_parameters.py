"""The notebooks with other parameters, run by papermill from another folder: another export, another case."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import diagnostics as dx
from diagnostics.app.case.history import diagnosed, recorded
from diagnostics.app.case.records import CaseNumbers
from diagnostics.files import data_file

pytest.importorskip("papermill", reason="papermill is not installed; pip install papermill")

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOK, SESSION = NOTEBOOKS / "crm_export.ipynb", NOTEBOOKS / "session.ipynb"
HUBSPOT = (
    "Record ID", "Deal Name", "Create Date", "Deal Stage", "Close Date", "Deal owner", "Original Traffic Source", "Amount",
)  # fmt: skip
PARAMETERS = {
    "as_of": "2025-12-31",
    "history_since": "2025-01",
    "history_until": "2025-06",
    "since": "2025-07",
    "until": "2025-10",
    "goal": "5",
}


def rows() -> list[list[object]]:
    """Twenty deals a month, all decided within ten days; eight won until June and two from July on."""
    found: list[list[object]] = []
    for month in range(1, 13):
        for at in range(20):
            won = at < (8 if month < 7 else 2)
            day = f"2025-{month:02d}-{{:02d}} 09:30"
            stage, amount = ("Closed Won", 1200) if won else ("Closed Lost", "")
            owner, source = ("Kim", "Lee")[at // 2 % 2], ("Organic Search", "Paid Social")[at % 2]
            key = 100 * month + at
            found.append([key, f"Deal {key}", day.format(at + 1), stage, day.format(at + 8), owner, source, amount])
    return found


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The notebook that papermill saved."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with (folder / "deals.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HUBSPOT, *rows()])
    return run(NOTEBOOK, folder, {"path": "deals.csv", **PARAMETERS})


def run(notebook: Path, folder: Path, parameters: dict[str, str]) -> dict[str, Any]:
    """Have papermill run a notebook in a folder; what it saved."""
    given = [word for name, value in parameters.items() for word in ("-p", name, value)]
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(notebook),
        "out.ipynb",
        "-k",
        "python3",
        "--no-progress-bar",
        *given,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "unknown parameter" not in done.stderr
    saved: dict[str, Any] = json.loads((folder / "out.ipynb").read_text(encoding="utf-8"))
    return saved


def answers(notebook: dict[str, Any]) -> dict[str, str]:
    """What each cell of code shows, by its last line."""
    found = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and cell["source"]:
            shown = ["".join(output["data"].get("text/plain", "")) for output in cell["outputs"] if "data" in output]
            found["".join(cell["source"]).splitlines()[-1]] = "".join(shown)
    return found


@pytest.mark.slow
def test_the_saved_notebook_holds_the_other_answer(notebook: dict[str, Any]) -> None:
    shown = answers(notebook)
    assert shown["ledger"].startswith("<Ledger: 240 leads, 60 won")
    assert "Who worked it: “Deal owner”" in shown["ledger.reading"]
    assert shown["diagnosis.sentence"].startswith("'Sales is the weak link")
    assert "not the people" not in shown["people.sentence"]
    assert "Kim" in shown["people.reps"]
    assert "Paid Social" in shown["people.channels"]
    assert "Price portal" not in json.dumps([cell.get("outputs") for cell in notebook["cells"]])


@pytest.mark.slow
def test_what_the_export_does_not_hold_is_left_out(notebook: dict[str, Any]) -> None:
    """HubSpot's deals have no date of first contact, and all of these are decided, so no lag is learnt."""
    shown = answers(notebook)
    assert [value for line, value in shown.items() if line.startswith(("ledger.speed", "ledger.lag"))] == ["", ""]


def test_the_parameters_are_those_of_the_notebook() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    (found,) = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", ())]
    named = {line.split(" = ")[0] for line in found["source"]}
    assert named == {"path", "columns", *PARAMETERS}


@pytest.mark.slow
def test_the_session_reruns_a_case_headless(tmp_path: Path) -> None:
    """The appendix, on a case of its own: its answer, the day it was given, and the report beside it."""
    case = dx.Case.load(data_file("case.json"))
    funnel, par = dx.Funnel(leads=28, wins=8), dx.Par(goal=25, closing=0.25)
    numbers = CaseNumbers.of(funnel, par)
    case = recorded(case.changed(client="Another", numbers=numbers), diagnosed(numbers), "2026-04-01")
    case.save(tmp_path / "another.json")
    saved = run(SESSION, tmp_path, {"folder": str(tmp_path / "cases"), "case_file": "another.json"})
    (shown,) = [text for line, text in answers(saved).items() if line.startswith("d.sentence")]
    assert shown == repr((dx.diagnose(funnel, par).sentence, ["2026-04-01"]))
    assert (tmp_path / "another.html").read_bytes() == dx.report(case, tmp_path / "again.html").read_bytes()
