"""The same page by us, in Dash, in Streamlit and in Panel: how soon it can be read and answers, and what a visitor costs.

All four are served from this machine and opened in one browser, by turns, a new visitor each time with nothing cached.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple

import machine
from page import DASH, HERE, LIMIT_MS, OURS, VIEWPORT, Site, Traffic, expected
from peers.content import START
from table import show, spread, target

if TYPE_CHECKING:
    import psutil
    from playwright.sync_api import Browser, Page, ViewportSize

SENTENCE_S, FIRST_KEY_S, OPEN_MS = 0.3, 0.6, 20.0
VISITORS, ROUNDS, KEYS = 30, 7, 6
PAUSE_S = 0.1
SETTLE_S = 1.0
LEADS = int(START["leads"])

STREAMLIT = Site(
    "Streamlit",
    (
        *("-m", "streamlit", "run", str(HERE / "peers" / "streamlit_page.py"), "--server.port", "{port}"),
        *("--server.address", "127.0.0.1", "--server.headless", "true", "--server.fileWatcherType", "none"),
        *("--browser.gatherUsageStats", "false", "--client.toolbarMode", "minimal", "--logger.level", "error"),
    ),
    {
        "input": ".st-key-leads input",
        "sentence": ".st-key-sentence h2",
        "basis": ".st-key-basis p",
        "balance": ".st-key-balance .js-plotly-plot",
        "bridge": ".st-key-bridge .js-plotly-plot",
        "commit": "Enter",
    },
)
PANEL = Site(
    "Panel",
    (str(HERE / "peers" / "panel_page.py"), "--port", "{port}"),
    {
        "input": ".leads >>> input",
        "sentence": ".sentence >>> h2",
        "basis": ".basis >>> p",
        "balance": ".balance >>> .js-plotly-plot",
        "bridge": ".bridge >>> .js-plotly-plot",
    },
)
SITES = (OURS, DASH, STREAMLIT, PANEL)


class Served(NamedTuple):
    """A site and the server that answers it."""

    site: Site
    url: str
    process: psutil.Process


class Cost(NamedTuple):
    """What one visitor costs a server: MiB, and milliseconds of processor."""

    alone: float
    memory: float
    opening: float
    change: float


def run(quick: bool = False) -> None:
    """Measure the four and print what came of it."""
    reason = _missing()
    if reason:
        print(f"The same page in four frameworks: skipped, {reason}")
        return
    from playwright.sync_api import sync_playwright
    from servers import HOST, server

    rounds, visitors = (2, 4) if quick else (ROUNDS, VISITORS)
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=["--no-sandbox"])
        stack.callback(chromium.close)
        served = []
        for site in SITES:
            port, process = stack.enter_context(server(*site.command))
            served.append(Served(site, f"http://{HOST}:{port}/", process))
        for one in served:  # each has had a visitor
            with visit(chromium, one) as page:
                first_drawn(page)
                _press(page, one.site, 1)
        at_start = machine.load()
        _times(chromium, served, rounds)
        _costs({one.site.name: _cost(chromium, one, visitors) for one in served}, visitors)
        print(f"  Load average {at_start} after warming up, {machine.load()} at the end.")


def _times(chromium: Browser, served: list[Served], rounds: int) -> None:
    """Openings, first keys and later keys, by turns."""
    names = [one.site.name for one in served]
    opened: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    first: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    keys: dict[str, list[float]] = {name: [] for name in names}
    traffic: dict[str, Traffic] = {}
    for turn in range(rounds):
        for one in served if turn % 2 == 0 else served[::-1]:
            name = one.site.name
            with visit(chromium, one, moved := Traffic()) as page:
                opened[name].append(first_drawn(page))
                page.wait_for_timeout(1000 * SETTLE_S)
                traffic[name] = moved
                page.evaluate(RESULT)
                keys[name] += _press(page, one.site, KEYS)[1:]
            with visit(chromium, one, first_key=True) as page:
                first[name].append(done(page, "answered"))
    rows = []
    for name in names:
        sentence, charts = (spread([t[part] / 1000 for t in opened[name]]) for part in ("sentence", "charts"))
        answered, key = spread([t["answered"] / 1000 for t in first[name]]), spread(keys[name])
        ours = name == OURS.name
        rows.append(
            [
                name,
                f"{sentence.median:.2f} ({sentence.least:.2f}–{sentence.most:.2f})",
                f"{charts.median:.2f} ({charts.least:.2f}–{charts.most:.2f})",
                f"{answered.median:.2f} ({answered.least:.2f}–{answered.most:.2f})",
                f"{key.median:.0f} ({key.low:.0f}–{key.high:.0f})",
                f"{traffic[name].size / 1e6:.2f}",
                f"{traffic[name].requests}",
                f"{target(sentence.median, SENTENCE_S, ' s')}; {target(answered.median, FIRST_KEY_S, ' s')}"
                if ours
                else "",
            ]
        )
    again = {name: sum(t["tries"] > 1 for t in first[name]) for name in names}
    show(
        "The same page in four frameworks",
        [
            "",
            "first sentence, s",
            "both charts, s",
            "first key answered, s",
            "a later key, ms",
            "MB",
            "requests",
            "targets: first sentence; first key",
        ],
        rows,
        [
            f"Median (min–max; of later keys the quartiles) of {rounds} openings by turns, from the start of the navigation,",
            f"nothing cached; {rounds * (KEYS - 1)} later keys, from the key to everything repainted. Looked at once a frame.",
            "The first key is typed as soon as there is a field, and again where nothing answered for a second: "
            + ", ".join(f"{name} {count}" for name, count in again.items())
            + " times.",
            "Streamlit sends a text when Enter is pressed: its keys are a digit and Enter.",
            "MB and requests: until a second after the charts, as sent, with no proxy in front that compresses.",
        ],
    )


def _cost(chromium: Browser, one: Served, visitors: int) -> Cost:
    """Open so many pages, keep them, change a number in each."""
    from servers import memory

    time.sleep(SETTLE_S)
    alone, _ = memory(one.process)
    with ExitStack() as stack:
        before = _processor(one)
        pages = []
        for _ in range(visitors):
            pages.append(stack.enter_context(visit(chromium, one)))
            first_drawn(pages[-1])
        time.sleep(SETTLE_S)
        opening = _processor(one) - before
        held, _ = memory(one.process)
        before = _processor(one)
        for page in pages:
            _press(page, one.site, 1)
        time.sleep(SETTLE_S)
        change = _processor(one) - before
    return Cost(alone, (held - alone) / visitors, 1000 * opening / visitors, 1000 * change / visitors)


def _costs(costs: dict[str, Cost], visitors: int) -> None:
    show(
        "What a visitor costs the server",
        [
            "",
            "with no page open, MiB",
            "a page open, MiB",
            "processor to open a page, ms",
            "processor for a change, ms",
            "target: opening",
        ],
        [
            [
                *(name, f"{c.alone:.0f}", f"{c.memory:.2f}", f"{c.opening:.0f}", f"{c.change:.1f}"),
                target(c.opening, OPEN_MS, " ms") if name == OURS.name else "",
            ]
            for name, c in costs.items()
        ],
        [
            f"{visitors} visitors at once, each a real page in a window of its own in Chromium, nothing cached. Memory is",
            "resident, of the server and its children, growth divided by visitors. Opening includes sending every file.",
        ],
    )


def _processor(one: Served) -> float:
    """Seconds that the server and its children have used."""
    tree = [one.process, *one.process.children(recursive=True)]
    return sum(sum(each.cpu_times()[:2]) for each in tree)


RESULT = "() => { const said = window.looked.result; if (said.failed) throw new Error(said.failed); return said; }"


@contextmanager
def visit(
    chromium: Browser,
    one: Served,
    traffic: Traffic | None = None,
    first_key: bool = False,
    size: ViewportSize = VIEWPORT,
    before: Callable[[Page], None] | None = None,
) -> Iterator[Page]:
    """A new visitor's page, being watched; a first key is typed in it if asked for. ``before`` is done before it opens."""
    context = chromium.new_context(viewport=size)
    try:
        page = context.new_page()
        page.add_init_script(path=HERE / "looked.js")
        typed = str(LEADS + 1)
        call = (
            f"first({json.dumps([one.site.parts, typed, expected(typed)])[1:-1]}"
            if first_key
            else f"open({json.dumps([one.site.parts, expected(str(LEADS))])[1:-1]}"
        )
        page.add_init_script(
            f"{{ const {{ result }} = window.looked; window.looked.{call}, result)"
            ".catch((problem) => (result.failed = String(problem))); }"
        )
        if traffic is not None:
            traffic.watch(context.new_cdp_session(page))
        if before is not None:
            before(page)
        page.goto(one.url, wait_until="commit", timeout=LIMIT_MS)
        yield page
    finally:
        context.close()


def done(page: Page, part: str) -> dict[str, float]:
    """The result, once it has this part."""
    page.wait_for_function(f"() => window.looked.result.{part} || window.looked.result.failed", timeout=LIMIT_MS)
    result: dict[str, float] = page.evaluate(RESULT)
    return result


def first_drawn(page: Page) -> dict[str, float]:
    return done(page, "charts")


def _press(page: Page, site: Site, count: int) -> list[float]:
    """Type so many numbers of leads; milliseconds until everything belongs to each."""
    page.bring_to_front()
    times = []
    for step in range(1, count + 1):
        typed = str(LEADS + step)
        arguments = [site.parts, typed, expected(typed)]
        times.append(page.evaluate("([site, typed, wanted]) => window.looked.key(site, typed, wanted)", arguments))
        time.sleep(PAUSE_S)
    return times


def _missing() -> str:
    """Why nothing can be measured here; empty if it can."""
    if machine.browser() is None:
        return f"no Chromium on the PATH ({', '.join(machine.BROWSERS)}): apt-get install chromium"
    needed = ("playwright", "psutil", "voila", "anywidget", "dash", "streamlit", "panel")
    absent = [name for name in needed if machine.installed(name) == "not installed"]
    return f"{', '.join(absent)} not installed: pip install 'weak-link[bench,dashboard]'" if absent else ""
