"""From a keystroke to everything repainted: the dashboard and the same page in Dash, by turns, in one browser."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import machine
import numpy as np
from peers.content import START, answer
from table import Spread, show, spread, target

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize

HERE = Path(__file__).resolve().parent
LIMIT = 1.00
VIEWPORT: ViewportSize = {"width": 1440, "height": 1000}
IDLE_MS = 80
WARM_UP = 8
LIMIT_MS = 120_000


class Site(NamedTuple):
    """One of the two pages: how it is served, opened and found."""

    name: str
    command: tuple[str, ...]
    parts: dict[str, str]


OURS = Site(
    "ours",
    ("-m", "diagnostics", "dashboard", "--no-browser", "--port", "{port}"),
    {
        "input": ".wl input[name=leads]",
        "sentence": ".wl .wl-sentence",
        "basis": ".wl .wl-basis > .wl-caption",
        "door": ".wl .wl-door",
        "balance": ".wl .wl-balance .wl-chart",
        "bridge": ".wl .wl-bridge .wl-chart",
    },
)
DASH = Site(
    "Dash",
    (str(HERE / "peers" / "dash_page.py"), "--port", "{port}"),
    {
        "input": "#leads",
        "sentence": "#sentence",
        "basis": "#basis",
        "door": "#door",
        "balance": "#balance .js-plotly-plot",
        "bridge": "#bridge .js-plotly-plot",
    },
)
SITES = (OURS, DASH)


class Tab:
    """A page that is open, and the keys still to be pressed in it."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self.devtools: CDPSession = page.context.new_cdp_session(page)
        self.keys = _one_digit_at_a_time()

    def press(self, count: int) -> list[dict[str, float]]:
        """Type so many digits and return when what happened, milliseconds from the key."""
        keys = [(text, expected(text)) for text in (next(self.keys) for _ in range(count))]
        self.page.bring_to_front()
        times: list[dict[str, float]] = self.page.evaluate(
            "([site, keys, idle]) => window.bench.block(site, keys, idle)", [self.site.parts, keys, IDLE_MS]
        )
        return times

    def slow_down(self, times: float) -> None:
        """Throttle the main thread."""
        self.devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})


def run(quick: bool = False) -> None:
    """Measure both pages and print what came of it."""
    reason = _missing()
    if reason:
        print(f"Keystroke to repaint: skipped, {reason}")
        return
    import psutil
    from playwright.sync_api import sync_playwright
    from servers import HOST, memory, server

    with ExitStack() as stack:
        ports: dict[str, int] = {}
        processes: dict[str, psutil.Process] = {}
        for site in SITES:
            ports[site.name], processes[site.name] = stack.enter_context(server(*site.command))
        urls = {site.name: f"http://{HOST}:{ports[site.name]}/" for site in SITES}
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=["--no-sandbox"])
        stack.callback(chromium.close)

        with _open(chromium, DASH, urls) as (dash, _), _open(chromium, OURS, urls) as (ours, _):
            time.sleep(2)  # let what opens late settle
            used = {site.name: memory(processes[site.name]) for site in SITES}
            drawn_by = {tab.site.name: tab.page.evaluate("window.Plotly.version") for tab in (ours, dash)}
            _keystrokes(ours, dash, quick)
            per_key = {tab.site.name: _received(tab, lambda tab: tab.press(WARM_UP)) / WARM_UP for tab in (ours, dash)}

        opened: dict[str, list[dict[str, float]]] = {site.name: [] for site in SITES}
        bytes_to_open: dict[str, float] = {}
        for _ in range(2 if quick else 7):
            for site in SITES:
                with _open(chromium, site, urls) as (_, times):
                    opened[site.name].append(times)
        for site in SITES:
            with _open(chromium, site, urls, count_bytes=True) as (_, times):
                bytes_to_open[site.name] = times["bytes"]

    rows = []
    for site in SITES:
        first, charts = (spread([t[part] / 1000 for t in opened[site.name]]) for part in ("sentence", "painted"))
        mib, count = used[site.name]
        rows.append(
            [
                site.name,
                *(f"{s.median:.2f} ({s.least:.2f}–{s.most:.2f})" for s in (first, charts)),
                f"{bytes_to_open[site.name] / 1e6:.1f} MB",
                f"{per_key[site.name] / 1000:.1f} kB",
                f"{mib:.0f} MiB in {count} process{'es' if count > 1 else ''}",
                drawn_by[site.name],
            ]
        )
    show(
        "Opening the page, for information: median (min–max), s",
        ["page", "first sentence", "both charts", "received", "received a key", "server, one page open", "plotly.js"],
        rows,
        [
            f"From the start of the navigation, {len(opened[OURS.name])} times each by turns, nothing cached.",
            "Memory: resident, server and children; shared pages count once for each process.",
        ],
    )


def _keystrokes(ours: Tab, dash: Tab, quick: bool) -> None:
    """The two by turns, ABBA; first at full speed, then with the page's processor slowed down."""
    rounds, length = (1, 10) if quick else (4, 10)
    rows, legs = [], []
    for label, rate in (("full speed", 1.0), ("processor throttled 4×", 4.0)):
        for tab in (ours, dash):
            tab.slow_down(rate)
        times: dict[str, list[list[dict[str, float]]]] = {tab.site.name: [] for tab in (ours, dash)}
        for tab in (ours, dash):
            tab.press(WARM_UP)
        for _ in range(rounds):
            for tab in (ours, dash, dash, ours):
                times[tab.site.name].append(tab.press(length))
        mine, theirs = (spread([t["ms"] for block in times[tab.site.name] for t in block]) for tab in (ours, dash))
        ratio = mine.median / theirs.median
        blocks = [
            float(np.median([t["ms"] for t in one]) / np.median([t["ms"] for t in other]))
            for one, other in zip(times[ours.site.name], times[dash.site.name], strict=True)
        ]
        for tab, s in ((ours, mine), (dash, theirs)):
            row = [f"{label}, {tab.site.name}", *_row(s)]
            mark = [f"{ratio:.2f} ({min(blocks):.2f}–{max(blocks):.2f})", target(ratio, LIMIT)]
            rows.append(row + (mark if tab is ours else ["", ""]))
            legs.append([row[0], *_legs([t for block in times[tab.site.name] for t in block])])
    show(
        "Keystroke to everything repainted, ms",
        ["", "median", "quartiles", "p95", "keys", "ours ÷ Dash (blocks, min–max)", "target"],
        rows,
        [
            f"Blocks of {length} keys by turns (ours, Dash, Dash, ours) in one browser, {VIEWPORT['width']}×"
            f"{VIEWPORT['height']}, {IDLE_MS} ms between keys, after {WARM_UP} to warm up.",
            "The end: sentence, basis, door and both charts show the new number, and one frame has been painted.",
        ],
    )
    show(
        "Where a keystroke's time goes: median, ms",
        ["", "until sent", "until the answer is in", "until all is drawn", "until it is painted"],
        legs,
    )


def _row(s: Spread) -> list[str]:
    return [f"{s.median:.1f}", f"{s.low:.1f}–{s.high:.1f}", f"{s.p95:.1f}", str(s.count)]


def _legs(times: list[dict[str, float]]) -> list[str]:
    """How long each part of the way takes."""
    ends = [[t["sent"], t["received"], t["drawn"], t["ms"]] for t in times]
    return [f"{leg:.1f}" for leg in np.median(np.diff(ends, axis=1, prepend=0.0), axis=0)]


@contextmanager
def _open(
    chromium: Browser, site: Site, urls: dict[str, str], count_bytes: bool = False
) -> Iterator[tuple[Tab, dict[str, float]]]:
    """A page in a window of its own with nothing cached, and when it showed what."""
    from playwright.sync_api import TimeoutError

    context: BrowserContext = chromium.new_context(viewport=VIEWPORT)
    try:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda problem: faults.append(str(problem)))
        page.add_init_script(path=HERE / "keystrokes.js")
        wanted = expected(START["leads"])
        watch = json.dumps([site.parts, wanted])
        page.add_init_script(f"window.bench.opening = window.bench.watchOpening(...{watch});")
        tab = Tab(page, site)

        def go(_: Tab) -> None:
            page.goto(urls[site.name], wait_until="commit", timeout=LIMIT_MS)
            try:
                page.wait_for_function("() => window.bench?.opening?.painted", timeout=LIMIT_MS)
            except TimeoutError as problem:
                said = page.locator(site.parts["sentence"]).all_inner_texts()
                problem.add_note(f"{site.name} says {said}; wanted {wanted['sentence']!r} and both charts for it")
                raise

        moved = 0.0
        if count_bytes:
            moved = _received(tab, go)
        else:
            go(tab)
        yield tab, {**page.evaluate("window.bench.opening"), "bytes": moved}
        if faults:
            raise RuntimeError(f"{site.name}: the page raised {'; '.join(faults)}")
    finally:
        context.close()


class Traffic:
    """What a browser asks for and gets: bytes compressed where the server compresses, with headers, and requests."""

    def __init__(self) -> None:
        self.size = 0.0
        self.requests = 0

    def watch(self, devtools: CDPSession) -> None:
        """Count from now on."""
        devtools.on("Network.requestWillBeSent", self._asked)
        devtools.on("Network.webSocketCreated", self._asked)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.on("Network.webSocketFrameReceived", self._frame)
        devtools.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self.requests += not event.get("request", event)["url"].startswith(("data:", "blob:"))

    def _finished(self, event: dict[str, Any]) -> None:
        self.size += event["encodedDataLength"]

    def _frame(self, event: dict[str, Any]) -> None:
        response = event["response"]
        self.size += len(response["payloadData"]) * (0.75 if response["opcode"] == 2 else 1)


def _received(tab: Tab, act: Any) -> float:
    """Bytes the browser gets while something is done."""
    traffic = Traffic()
    devtools = tab.page.context.new_cdp_session(tab.page)
    traffic.watch(devtools)
    act(tab)
    tab.page.wait_for_timeout(500)
    devtools.detach()
    return traffic.size


def _one_digit_at_a_time() -> Iterator[str]:
    """Leads from 1810 up to 1839 and back for ever, one digit changed at each step; begins after 1810."""
    rows = [[f"18{tens}{ones}" for ones in range(10)] for tens in (1, 2, 3)]
    there = [*rows[0], *reversed(rows[1]), *rows[2]]
    yield from there[1:]
    while True:
        there.reverse()
        yield from there[1:]


def expected(leads: str) -> dict[str, Any]:
    """What every page has to show for a number of leads."""
    shown = answer({"leads": leads})
    assert shown is not None
    balance, bridge = shown["balance"]["figure"]["data"], shown["bridge"]["figure"]["data"]
    return {
        "sentence": shown["sentence"],
        "basis": shown["basis"],
        "door": shown["drawing"],
        "doorText": "".join(
            side[part] for side in shown["door"]["sides"] for part in ("title", "who", "full", "target", "mark")
        ),
        "balance": [*balance[3]["x"], *balance[3]["y"]],
        "bridge": bridge[0]["y"],
        "labels": [re.sub(r"<.*?>", "", text).strip() for text in bridge[2]["text"]],
    }


def _missing() -> str:
    """Why nothing can be measured here; empty if it can."""
    if machine.browser() is None:
        return f"no Chromium on the PATH ({', '.join(machine.BROWSERS)}): apt-get install chromium"
    absent = [name for name in ("playwright", "dash", "psutil") if machine.installed(name) == "not installed"]
    absent += [name for name in ("voila", "anywidget") if machine.installed(name) == "not installed"]
    return f"{', '.join(absent)} not installed: pip install 'weak-link[bench,dashboard]'" if absent else ""
