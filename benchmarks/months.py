"""A table of 120 months by 20 channels: read, fitted and diagnosed; beside it the plain way with pandas and random draws.

Then the page: from letting go of the mouse after choosing a period until everything that belongs to it is drawn, beside a
keystroke among the totals of the same page.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import machine
import numpy as np
import pandas as pd
from peers import draws
from table import show, spread, target

import diagnostics as dx
from diagnostics.funnel.lag import maturity_from_typical_days

MONTHS, CHANNELS, JUDGED = 120, 20, 40
DAYS, GOAL = 45, 250
LIMIT_MS = 150.0
DRAWS = 2039
ALL_TOGETHER = "read, fit, diagnose"


def counts() -> pd.DataFrame:
    """Leads, wins and worked leads by month and channel; a fixed seed."""
    rng = np.random.default_rng(20261123)
    rows = []
    for month in range(MONTHS):
        young = maturity_from_typical_days(DAYS, MONTHS - month)
        for channel in range(CHANNELS):
            leads = int(rng.poisson(20 + 4 * channel))
            rate = (0.05 + 0.01 * channel) * min(1.0, young + 0.02 * (MONTHS - month))
            rows.append(
                (
                    f"{2016 + month // 12}-{month % 12 + 1:02d}",
                    f"Channel {channel + 1}",
                    leads,
                    int(rng.binomial(leads, rate)),
                )
            )
    return pd.DataFrame(rows, columns=["Month", "Channel", "Leads", "Sales"])


def ours(source: Any) -> tuple[dx.Table, dx.Diagnosis]:
    """Read the table and diagnose its later months against the earlier ones, like for like."""
    table = dx.Table.read(source, "cohort", lag_days=DAYS)
    first = table.first
    history, judged = table.between(first, first + MONTHS - JUDGED - 1), table.between(first + MONTHS - JUDGED)
    return table, dx.diagnose(judged.funnel(), history.par(goal=GOAL, like=judged))


def plain(path: Path) -> Any:
    """The same in an afternoon's pandas: grouped by month, matured by the month, diagnosed from random draws."""
    frame = pd.read_csv(path)
    frame["Month"] = pd.to_datetime(frame["Month"], format="%Y-%m")
    by_month = frame.groupby("Month")[["Leads", "Sales"]].sum()
    end = by_month.index.max() + pd.offsets.MonthEnd(1)
    age = (end - by_month.index).days.to_numpy()
    mature = 1 - 2.0 ** (-np.maximum(age - 15, 1) / DAYS)
    by_month["Effective"] = by_month["Leads"] * mature
    history, judged = by_month.iloc[:-JUDGED], by_month.iloc[-JUDGED:]
    level = history["Sales"].sum() / history["Effective"].sum()
    funnel = dx.Funnel(
        leads=int(judged["Leads"].sum()),
        wins=int(judged["Sales"].sum()),
        months=JUDGED,
        maturity=float(judged["Effective"].sum() / judged["Leads"].sum()),
    )
    par = dx.Par(goal=GOAL, closing=dx.Rate(level, float(history["Effective"].sum()), own=True))
    return draws.diagnose(funnel, par, DRAWS, np.random.default_rng(1))


def run(quick: bool = False) -> None:
    """Time both and print what came of it."""
    frame = counts()
    rounds = 5 if quick else 25
    with TemporaryDirectory() as folder:
        path, workbook = Path(folder) / "months.csv", Path(folder) / "months.xlsx"
        frame.to_csv(path, index=False)
        frame.to_excel(workbook, index=False)
        table, _ = ours(path)
        before, after = table.between(table.first, table.first + 11), table.between(table.first + 12, table.first + 23)
        tasks: dict[str, Callable[[], Any]] = {
            f"{ALL_TOGETHER}, CSV": lambda: ours(path),
            f"{ALL_TOGETHER}, XLSX": lambda: ours(workbook),
            f"{ALL_TOGETHER}, DataFrame": lambda: ours(frame),
            "of it: read, CSV": lambda: dx.Table.read(path, "cohort", lag_days=DAYS),
            "what changed, two years": lambda: dx.compare(table.between(*before.window), table.between(*after.window)),
            f"peer: pandas and {DRAWS:,} draws, CSV": lambda: plain(path),
        }
        times = {name: [] for name in tasks}
        for act in tasks.values():
            act()
        for _ in range(rounds):
            for name, act in tasks.items():
                start = time.perf_counter()
                act()
                times[name].append(1000 * (time.perf_counter() - start))
    peer = spread(times[f"peer: pandas and {DRAWS:,} draws, CSV"])
    rows = []
    for name, taken in times.items():
        s = spread(taken)
        limit = target(s.median, LIMIT_MS, " ms") if name.startswith(ALL_TOGETHER) else ""
        rows.append([name, f"{s.median:.1f} ({s.low:.1f}–{s.high:.1f})", limit, f"{s.median / peer.median:.2f}"])
    show(
        f"{MONTHS} months × {CHANNELS} channels, {len(frame):,} rows, warm: median (quartiles), ms",
        ["task", "time", "target", "÷ peer"],
        rows,
        [
            f"{rounds} times each, by turns. Nothing is kept from one run to the next.",
            "The peer trusts the file: it looks for no headings, totals, gaps or contradictions, sets no month aside, and",
            "neither measures scatter nor holds the channels apart.",
        ],
    )
    _brush(quick)


# --- the page -----------------------------------------------------------------------------------------------------

WATCH = """
() => {
  window.until = (nodes, act) => new Promise((resolve) => {
    const marks = nodes.map((node) => node.dataset.revision);
    const start = performance.now();
    const done = () => {
      if (nodes.some((node, at) => node.dataset.revision === marks[at])) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    };
    const watch = new MutationObserver(done);
    for (const node of nodes) watch.observe(node, { attributes: true, attributeFilter: ["data-revision"] });
    act();
  });
  window.brush = ([from, to]) => {
    const chart = document.querySelector(".wl-timeline .wl-chart");
    const nodes = [chart, document.querySelector(".wl-changed .wl-chart")];
    return window.until(nodes, () => chart.emit("plotly_selected", { range: { x: [from, to] } }));
  };
  window.key = ([name, text]) => {
    const input = document.querySelector(`[name=${name}]`);
    const nodes = [...document.querySelectorAll(".wl-balance .wl-chart, .wl-bridge .wl-chart")];
    return window.until(nodes, () => { input.value = text; input.dispatchEvent(new Event("input", { bubbles: true })); });
  };
}
"""


def _brush(quick: bool) -> None:
    if machine.browser() is None:
        print("From brush to repaint: skipped, there is no Chromium")
        return
    from playwright.sync_api import sync_playwright
    from servers import HOST, server

    times: dict[str, list[float]] = {}
    rounds = 8 if quick else 40
    command = ("-m", "diagnostics", "dashboard", "--no-browser", "--port", "{port}")
    with server(*command) as (port, _), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=["--no-sandbox"])
        try:
            totals = _page(chromium, f"http://{HOST}:{port}/#leads=310&months=1&wins=17&goal=58&closing=12")
            times["keystroke among totals"] = [
                totals.evaluate("a => window.key(a)", ["leads", str(310 + i % 7)]) for i in range(1, rounds + 1)
            ]
            totals.context.close()
            for months, channels in ((24, 2), (MONTHS, CHANNELS)):
                page = _page(
                    chromium, f"http://{HOST}:{port}/#way=table&basis=cohort&days={DAYS}&goal={GOAL}&closing=15"
                )
                page.set_input_files(
                    ".wl-sheet input[type=file]",
                    {"name": "months.csv", "mimeType": "text/csv", "buffer": _csv(months, channels)},
                )
                page.wait_for_selector(".wl-changed .wl-chart[data-revision]", timeout=60_000)
                time.sleep(1)
                times[f"brush, {months} months × {channels} channels"] = [
                    page.evaluate("a => window.brush(a)", [months // 2 - i % 5, months - 3 - i % 3])
                    for i in range(1, rounds + 1)
                ]
                page.context.close()
        finally:
            chromium.close()
    budget = spread(times["keystroke among totals"]).median
    show(
        "From letting go to everything repainted, ms: median (quartiles)",
        ["act", "time", "÷ keystroke"],
        [
            [name, f"{(s := spread(taken)).median:.0f} ({s.low:.0f}–{s.high:.0f})", f"{s.median / budget:.2f}"]
            for name, taken in times.items()
        ],
        [
            f"{rounds} times each. A brush moves the shading of the timeline; what changed is worked out anew and drawn.",
            "Dash's page needs about 1.5 times our keystroke for its own (page.py).",
        ],
    )


def _page(chromium: Any, address: str) -> Any:
    page = chromium.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    page.goto(address)
    page.wait_for_selector(".wl[data-revision]", timeout=60_000)
    page.wait_for_function("() => window.Plotly", timeout=60_000)
    page.evaluate(WATCH)
    time.sleep(2)
    return page


def _csv(months: int, channels: int) -> bytes:
    frame = counts()
    names = frame["Channel"].unique()[:channels]
    last = frame["Month"].unique()[-months:]
    kept = frame[frame["Channel"].isin(names) & frame["Month"].isin(last)]
    out = io.StringIO()
    csv.writer(out).writerows([list(kept.columns), *kept.to_numpy().tolist()])
    return out.getvalue().encode()
