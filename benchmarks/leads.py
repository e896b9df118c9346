"""Leads from a Parquet file to the verdict: time and memory beside a bare ``GROUP BY``, pandas and lifelines.

Every run is a process of its own (``peers_leads.py``): what one leaves in memory is no help and no burden to the next.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import machine
from peers_leads import AS_OF, BY_AGE, DRAWS, HISTORY, JUDGED
from table import show, spread

SIZES = (10_000, 1_000_000, 10_000_000, 100_000_000)
LIMITS_AT = 10_000_000
PANDAS_UP_TO = 10_000_000
SURVIVAL_AT, SURVIVAL_AT_QUICK = 1_000_000, 10_000
DISK_GB = 3.0
MOST_OF_PROFILED, LEAST_OF_CHECKED, MOST_GB = 1.0, 2.0, 1.5
FURTHEST = 0.002
LONGEST_S = 900.0
HERE = Path(__file__).resolve().parent

NAMES = {
    "ours": "ours, to the verdict",
    "bare": "DuckDB, bare GROUP BY",
    "narrow": "DuckDB, two smaller GROUP BY",
    "profiled": "DuckDB, the same profile, IDs, bare GROUP BY",
    "plain": f"pandas and {DRAWS:,} draws",
    "tuned": "the same, texts as categories",
    "checked": "categories, with the same checks",
    "ours_by_age": "ours, from counts",
    "lifelines": "lifelines",
}

Said = dict[str, Any]


def run(quick: bool = False) -> None:
    """Write the leads, run each contender on them by turns and print what came of it."""
    missing = [name for name in ("duckdb", "pyarrow") if machine.installed(name) == "not installed"]
    if missing:
        print(f"skipped: {' and '.join(missing)} not installed")
        return
    rounds = 2 if quick else 5
    wrong: list[str] = []
    taken: dict[int, dict[str, list[Said]]] = {}
    with TemporaryDirectory(prefix="leads-") as folder:
        for n in SIZES:
            why_not = _too_large(n, quick, Path(folder))
            if why_not:
                print(f"{n:,} leads: skipped, {why_not}")
                continue
            path = Path(folder) / f"{n}.parquet"
            made = _process("generate", path, str(n))
            print(
                f"{n:,} leads written in {made['seconds']:.1f} s with {made['peak']:,.0f} MB of memory, "
                f"{made['bytes'] / 1e6:,.1f} MB; load average {machine.load()}",
                flush=True,
            )
            contenders = ["ours", "bare", "narrow", "profiled"] + (
                ["plain", "tuned", "checked"] if n <= PANDAS_UP_TO else []
            )
            taken[n] = _by_turns(contenders, path, rounds, wrong)
            _print_size(n, taken[n], rounds)
            wrong += _same_counts(n, taken[n])
            if n == (SURVIVAL_AT_QUICK if quick else SURVIVAL_AT):
                wrong += _survival(n, path, rounds)
            elif n == LIMITS_AT and not quick:
                _survival(n, path, 1)  # for information: it is no wonder where that many are too many
            path.unlink()
    _print_answers(taken)
    _print_limits(taken)
    _print_later(taken, rounds)
    if wrong:
        raise RuntimeError("; ".join(dict.fromkeys(wrong)))


def _too_large(n: int, quick: bool, folder: Path) -> str:
    """Why so many leads are not written; empty where they are."""
    if n <= LIMITS_AT:
        return ""
    if quick:
        return "not in a quick run"
    free = shutil.disk_usage(folder).free / 1e9
    return "" if free >= DISK_GB else f"{free:.1f} GB of disk are free, {DISK_GB:g} are wanted"


# --- the processes ---


def _by_turns(contenders: list[str], path: Path, rounds: int, wrong: list[str]) -> dict[str, list[Said]]:
    """What each says, run after run; of several the first warms the disk, tells what else is imported, and is not counted."""
    taken: dict[str, list[Said]] = {}
    more: dict[str, list[str]] = {}
    for at in range(rounds + (rounds > 1)):
        for name in contenders:
            if at and name not in more:
                continue
            try:
                said = _process(name, path, *more.get(name, ()))
            except RuntimeError as problem:
                print(f"{NAMES[name]}: could not be run\n{problem}", flush=True)
                wrong.append(f"{NAMES[name]} could not be run on {path.stem} leads")
                more.pop(name, None)
                continue
            if at or rounds == 1:
                taken.setdefault(name, []).append(said)
            else:
                more[name] = said["late"]
    return taken


def _process(*arguments: Any) -> Said:
    """What a fresh Python prints last."""
    command = [sys.executable, str(HERE / "peers_leads.py"), *map(str, arguments)]
    try:
        done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False, timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{arguments[0]} took more than {LONGEST_S:g} s") from None
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def _median(runs: list[Said], key: str = "seconds") -> float:
    return spread([run[key] for run in runs]).median


# --- what came of it ---


def _print_size(n: int, taken: dict[str, list[Said]], rounds: int) -> None:
    """Time and memory of each contender."""
    against = _median(taken["bare"]) if "bare" in taken else None
    threads = ", ".join(
        f"{engine} {taken[name][0]['said']['threads']}"
        for engine, name in (("DuckDB", "bare"), ("Arrow", "plain"))
        if name in taken
    )
    late = sorted({module.split(".")[0] for run in taken.get("ours", []) for module in run["late"]})
    notes = [
        f"{rounds} processes each, by turns, after one that is not counted. Threads as the engines choose: {threads}."
    ]
    if "bare" in taken and "narrow" in taken:
        many, few = (taken[name][0]["said"]["groups"] for name in ("bare", "narrow"))
        notes += [
            f"GROUP BY month, channel, rep, outcome and age leaves {many:,} counts. By month, channel, rep and outcome, and",
            f"apart from it by channel, outcome and age: {few:,}; for information, the limit is beside the first.",
        ]
    if late:
        notes.append(f"Imported by ours while the clock ran: {', '.join(late)}.")
    show(
        f"{n:,} leads from Parquet: median (quartiles), s",
        ["contender", "time", "÷ bare", "peak MB", "imports before it"],
        [_row(name, runs, against) for name, runs in taken.items()],
        notes,
    )


def _row(name: str, runs: list[Said], against: float | None) -> list[str]:
    s = spread([run["seconds"] for run in runs])
    return [
        NAMES[name],
        f"{s.median:.3f} ({s.low:.3f}–{s.high:.3f})",
        f"{s.median / against:.2f}" if against else "",
        f"{_median(runs, 'peak'):,.0f}",
        f"{_median(runs, 'imports'):.2f}",
    ]


def _same_counts(n: int, taken: dict[str, list[Said]]) -> list[str]:
    """Whether leads and wins of the judged months are the same for all."""
    said = {name: {(run["said"]["leads"], run["said"]["wins"]) for run in runs} for name, runs in taken.items()}
    if len(set().union(*said.values())) <= 1:
        return []
    differ = ", ".join(f"{NAMES[name]} {sorted(counts)}" for name, counts in said.items())
    return [f"{n:,} leads: counts differ: {differ}"]


def _survival(n: int, path: Path, rounds: int) -> list[str]:
    """The share that has bought by an age, by channel: ours beside lifelines."""
    if machine.installed("lifelines") == "not installed":
        print("lifelines: skipped, it is not installed (pip install lifelines)")
        return []
    wrong: list[str] = []
    taken = _by_turns(["ours_by_age", "lifelines"], path, rounds, wrong)
    if len(taken) < 2:
        return wrong
    mine, theirs = (taken[name][0]["said"] for name in ("ours_by_age", "lifelines"))
    far = max(abs(mine[name] - theirs[name]) for name in theirs)
    against = _median(taken["ours_by_age"])
    show(
        f"Aalen–Johansen for each of {len(theirs)} channels, {n:,} leads from Parquet: median (quartiles), s",
        ["contender", "time", "÷ ours", "peak MB", "imports before it"],
        [_row(name, runs, against) for name, runs in taken.items()],
        [
            f"{rounds} processes each, by turns, after one that is not counted." if rounds > 1 else "One process each.",
            "lifelines jitters the ties (seeded) and is run without its variance; ours has the standard error too.",
            f"Share bought by day {BY_AGE}: at most {far:.5f} apart "
            f"(≤ {FURTHEST}: {'met' if far <= FURTHEST else 'not met'}).",
        ],
    )
    return wrong + ([f"{n:,} leads: {far:.4f} from lifelines by day {BY_AGE}"] if far > FURTHEST else [])


def _print_answers(taken: dict[int, dict[str, list[Said]]]) -> None:
    rows = []
    for n, by_name in taken.items():
        for name, runs in by_name.items():
            said = runs[0]["said"]
            chances = said.get("probability", {})
            rows.append(
                [
                    f"{n:,}, {NAMES[name]}",
                    f"{said['leads']:,}",
                    f"{said['wins']:,}",
                    f"{100 * said['rate']:.2f} %" if chances else "",
                    f"{100 * said['par']:.2f} %" if chances else "",
                    " / ".join(f"{100 * chances[side]:.1f}" for side in ("marketing", "sales", "balanced"))
                    if chances
                    else "",
                ]
            )
    show(
        f"The same answer? {JUDGED[0]} to {JUDGED[1]} against {HISTORY[0]} to {HISTORY[1]}, as of {AS_OF}",
        ["leads, contender", "leads", "wins", "wins ÷ effective leads", "at par", "marketing / sales / balanced, %"],
        rows,
        ["pandas takes a month's leads to be as old as its middle; leads and wins must be the same for all."],
    )


def _print_limits(taken: dict[int, dict[str, list[Said]]]) -> None:
    """What the issue asks for beside what was reached."""
    at = taken.get(LIMITS_AT, {})
    rows: list[list[str]] = []

    def row(what: str, figure: float, unit: str, limit: str, met: bool) -> None:
        rows.append([what, f"{figure:.2f}{unit}", f"{limit}: {'met' if met else 'not met'}"])

    if "ours" in at and "profiled" in at:
        times = _median(at["ours"]) / _median(at["profiled"])
        limit = MOST_OF_PROFILED
        row(f"time ÷ {NAMES['profiled']}, {LIMITS_AT:,} leads", times, "", f"≤ {limit:g}", times <= limit)
    if "ours" in at and "checked" in at:
        times, limit = _median(at["checked"]) / _median(at["ours"]), LEAST_OF_CHECKED
        row(
            f"faster than pandas, {NAMES['checked']}, {LIMITS_AT:,} leads",
            times,
            " ×",
            f"≥ {limit:g} ×",
            times >= limit,
        )
    for n, by_name in taken.items():
        if n >= LIMITS_AT and "ours" in by_name:
            most = max(run["peak_later"] for run in by_name["ours"]) / 1000
            row(f"peak memory, {n:,} leads", most, " GB", f"≤ {MOST_GB:g} GB", most <= MOST_GB)
    if rows:
        show("Limits", ["", "reached", "limit"], rows, ["Memory is the most of all runs, channels and reps included."])


def _print_later(taken: dict[int, dict[str, list[Said]]], rounds: int) -> None:
    """What is asked once the leads are counts; it should not grow with them."""
    mine = {n: by_name["ours"] for n, by_name in taken.items() if "ours" in by_name}
    if not mine:
        return
    asked = list(next(iter(mine.values()))[0]["later"])
    least: dict[str, float] = {}
    rows = []
    for n, runs in mine.items():
        cells = []
        for what in asked:
            s = spread([run["later"][what] for run in runs])
            least.setdefault(what, s.median)
            cells += [f"{s.median:.1f} ({s.low:.1f}–{s.high:.1f})", f"{s.median / least[what]:.2f}"]
        rows.append([f"{n:,}", *cells])
    head = [cell for what in asked for cell in (what, "÷ fewest")]
    show(
        "After the reduction: median (quartiles), ms",
        ["leads", *head],
        rows,
        [
            f"{rounds} processes each, the first call in each. ÷ fewest: beside the smallest file; flat is 1.",
            "A small file leaves cells empty that a large one fills: it has fewer counts to go through.",
        ],
    )
