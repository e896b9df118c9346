"""A server of its own and a real browser, which may talk to nothing but that server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from diagnostics.language import speaking, words_of_page

ROOT = Path(__file__).resolve().parents[2]
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
START_SECONDS = 120  # of which a quiet machine needs three
PASSED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Whether a test has passed is known to its fixtures when they end."""
    report = yield
    if call.when == "call":
        item.stash[PASSED] = report.passed
    return report


@pytest.fixture
def passed(request):
    """Whether the test has passed, asked when it is over."""
    return lambda: request.node.stash.get(PASSED, False)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextmanager
def running_server(
    log: Path, what: str = "dashboard", *options: str, port: int | None = None, path: tuple[Path, ...] = (ROOT,)
):
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "diagnostics",
        what,
        *options,
        "--no-browser",
        "--port",
        str(port),
    ]
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path))},
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            until = time.monotonic() + START_SECONDS
            while time.monotonic() < until:
                try:
                    with urllib.request.urlopen(address, timeout=2) as reply:
                        reply.read(1)
                    break
                except OSError:
                    assert process.poll() is None, log.read_text()
                    time.sleep(0.2)
            else:
                pytest.fail(f"the server did not start: {log.read_text()}")
            yield address, process.pid
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture(scope="session")
def server(chromium_path, tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("server") / "log.txt") as found:
        yield found


@pytest.fixture(scope="session")
def cases(tmp_path_factory):
    """The folder of case files that the session's server writes."""
    return tmp_path_factory.mktemp("cases")


@pytest.fixture(scope="session")
def session_server(chromium_path, cases, tmp_path_factory):
    log = tmp_path_factory.mktemp("session-server") / "log.txt"
    with running_server(log, "session", "--folder", str(cases)) as found:
        yield found


class Visit:
    """One page in a context of its own, with everything it complained of or asked of strangers."""

    def __init__(self, browser, address, viewport, locale="en-US"):
        self.context = browser.new_context(
            viewport=viewport, locale=locale, accept_downloads=True, permissions=["clipboard-read", "clipboard-write"]
        )
        self.language = locale.partition("-")[0]
        self.address = address
        self.faults: list[str] = []
        self.strangers: list[str] = []
        self.context.route(lambda url: not url.startswith((address, "data:", "blob:")), self._stranger)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"pageerror: {error}"))
        self.page.on("console", lambda m: self.faults.append(f"console: {m.text}") if m.type == "error" else None)

    def _stranger(self, route):
        self.strangers.append(route.request.url)  # and never answer: a network that drops packets

    def open(self, query=""):
        self.response = self.page.goto(f"{self.address}{query}")
        self.page.wait_for_selector(".wl[data-revision]", timeout=60_000)
        return self

    def settle(self):
        """Wait until every chart shows the answer that stands on the page, and that is settled."""
        self.page.wait_for_function(
            """() => { const r = document.querySelector('.wl');
                 return r.dataset.answer && r.dataset.draft === 'false' && [...document.querySelectorAll('.wl-chart')].filter(c => c.offsetParent).every(c => c.dataset.revision === r.dataset.answer) }""",
            timeout=60_000,
        )
        return self

    def type(self, name, text):
        """Type a number and leave no doubt that it is meant."""
        before = self.page.get_attribute(".wl", "data-revision")
        self.page.fill(f"[name={name}]", text)
        self.page.press(f"[name={name}]", "Enter")
        self.changed(before)

    def changed(self, before):
        """Wait until there is another answer and it is settled, whatever is improbable in it confirmed."""
        self.page.wait_for_function(
            """b => { const root = document.querySelector('.wl');
                 if (root.dataset.revision === b) return false;
                 document.querySelectorAll('.wl-field .wl-doubt button').forEach(yes => yes.click());
                 return root.dataset.draft === 'false'; }""",
            arg=before,
            timeout=60_000,
        )

    def words(self, text):
        """A text of the page, in the language that this browser asks for."""
        with speaking(self.language):
            return words_of_page().get(text, text)

    def press(self, name):
        before = self.page.get_attribute(".wl", "data-revision")
        self.page.get_by_role("button", name=self.words(name), exact=True).click()
        self.changed(before)

    @property
    def sentence(self):
        return self.page.inner_text(".wl-sentence")

    def pictures(self):
        """What the three pictures show, as data."""
        return self.page.evaluate(
            """() => ({ door: document.querySelector('.wl-door-room').innerHTML,
                        balance: JSON.stringify(document.querySelector('.wl-balance .wl-chart').data),
                        bridge: JSON.stringify(document.querySelector('.wl-bridge .wl-chart').data) })"""
        )

    def again(self, query):
        """Another address on a page that is open: emptied first, then told the address as the browser tells it."""
        self.page.evaluate(
            """() => { document.querySelectorAll('details[open]').forEach(d => { d.open = false });
                 document.activeElement.blur(); window.scrollTo(0, 0) }"""
        )
        self.press("Clear all")
        before = self.page.get_attribute(".wl", "data-revision")
        self.page.evaluate(
            """query => { history.replaceState(null, "", query); window.dispatchEvent(new HashChangeEvent("hashchange")) }""",
            query,
        )
        self.changed(before)
        return self


@pytest.fixture(scope="session")
def new_page(server, browser):
    """Open an address on a page that nobody closes but whoever asked for it."""

    def start(query, size=WIDE):
        return Visit(browser, server[0], size).open(query)

    return start


@pytest.fixture(scope="session")
def open_pages():
    """Pages that one test leaves to the next, by their size: to open one starts a kernel, which takes seconds."""
    pages = {}
    yield pages
    for v in pages.values():
        v.context.close()


@pytest.fixture
def visit(passed, server, browser, open_pages):
    """Visit an address on the page that the last test left open; on one of its own where ``new``, or without an address."""
    visits = []

    def start(query="", viewport=None, new=False):
        size = viewport or WIDE
        left = None if new or not query else open_pages.pop(size["width"], None)
        visits.append((size["width"], new, left or Visit(browser, server[0], size)))
        v = visits[-1][-1]
        return v.open(query) if left is None else v.again(query)

    yield start
    for width, new, v in visits:
        if passed() and not new and width not in open_pages:
            open_pages[width] = v
        else:
            v.context.close()
    for _, _, v in visits:
        faults, v.faults = v.faults, []
        assert faults == []
        assert v.strangers == []
