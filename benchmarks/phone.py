"""Opening the dashboard on a slow phone: a slow line and a slow processor, a new visitor each time, nothing cached."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import machine
from frameworks import Served, done, first_drawn, visit
from page import OURS
from table import show, spread, target

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

ROUNDS: Final = 5
SIZE: Final[ViewportSize] = {"width": 390, "height": 844}
SLOWER: Final = 4.0
"""How many times slower than this machine its processor is."""
LATENCY_MS: Final = 150.0
DOWN: Final = 1.6
UP: Final = 0.75
"""Mbit/s."""
LIMITS: Final = {"sentence": 2.0, "answered": 5.0, "charts": 10.0}
"""Seconds from the start of the navigation."""
NAMES: Final = {
    "sentence": "first sentence visible",
    "answered": "first key answered",
    "charts": "both charts drawn",
}


def run(quick: bool = False) -> None:
    """Measure openings and print what came of it."""
    absent = [name for name in ("playwright", "psutil", "voila") if machine.installed(name) == "not installed"]
    if machine.browser() is None or absent:
        print(
            f"A slow phone: skipped, not installed: {', '.join([*absent, *([] if machine.browser() else ['Chromium'])])}"
        )
        return
    from playwright.sync_api import sync_playwright
    from servers import HOST, server

    rounds = 2 if quick else ROUNDS
    openings: list[dict[str, float]] = []
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=["--no-sandbox"])
        stack.callback(chromium.close)
        port, process = stack.enter_context(server(*OURS.command))
        ours = Served(OURS, f"http://{HOST}:{port}/", process)
        with visit(chromium, ours) as page:  # the server has had a visitor
            first_drawn(page)
        for _ in range(rounds):
            with visit(chromium, ours, size=SIZE, before=slow_down) as page:
                times = first_drawn(page)
            with visit(chromium, ours, size=SIZE, before=slow_down, first_key=True) as page:
                openings.append({**times, "answered": done(page, "answered")["answered"]})
    show(
        "Opening the page on a slow phone, s",
        ["", "median (min–max)", "limit"],
        figures(openings),
        [
            f"{rounds} cold openings for sentence and charts, {rounds} more for the key, typed as soon as there is a field;",
            f"{DOWN:g} Mbit/s down, {UP:g} up, {LATENCY_MS:g} ms latency, processor {SLOWER:g} times slower, "
            f"{SIZE['width']}×{SIZE['height']}.",
        ],
    )


def figures(openings: Sequence[dict[str, float]]) -> list[list[str]]:
    """A row for each limit: what it is of, median and range in seconds, the limit and whether the median meets it.

    Parameters
    ----------
    openings : sequence of dict
        Milliseconds from the start of each navigation, by what happened: ``sentence``, ``answered``, ``charts``.
    """
    rows = []
    for part, limit in LIMITS.items():
        s = spread([times[part] / 1000 for times in openings])
        rows.append([NAMES[part], f"{s.median:.2f} ({s.least:.2f}–{s.most:.2f})", target(s.median, limit, " s")])
    return rows


def slow_down(page: Page) -> None:
    """Give a page the line and the processor of a slow phone."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    line = {"downloadThroughput": DOWN * 1e6 / 8, "uploadThroughput": UP * 1e6 / 8, "latency": LATENCY_MS}
    devtools.send("Network.emulateNetworkConditions", {"offline": False, **line})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
