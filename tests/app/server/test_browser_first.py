"""The first second of a page in a browser: what is typed at once is answered before the charts are started."""

from __future__ import annotations

import pytest

from tests.app.conftest import WIDE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("line")]

FIRST_KEY = """
window.charted = null;  // what the answer is of when plotly.js is started
const type = () => {
  const input = document.querySelector(".wl [name=leads]");
  if (!input) return requestAnimationFrame(type);
  input.value = "1900";
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
requestAnimationFrame(type);
new MutationObserver(() => {
  if (!document.querySelector("script[src*=plotly]")) return;
  window.charted ??= document.querySelector(".wl-doorcard > .wl-caption:not(.wl-then)").textContent;
}).observe(document, { childList: true, subtree: true });
"""
MUTE = "window.WebSocket = class extends EventTarget { send() {} close() {} };"


@pytest.fixture
def visit(server, browser):
    visit = Visit(browser, server[0], WIDE)
    yield visit
    visit.context.close()
    assert [fault for fault in visit.faults if "pageerror" in fault] == []
    assert visit.strangers == []


def test_what_is_typed_at_once_is_answered_before_the_charts_are_started(visit):
    visit.page.add_init_script(FIRST_KEY)
    visit.open()
    visit.page.wait_for_function("() => window.charted !== null", timeout=30_000)
    assert visit.page.evaluate("window.charted").startswith("From 1,900 leads")
    visit.settle()


def test_charts_do_not_wait_for_a_server_that_says_nothing(visit):
    visit.page.add_init_script(MUTE)
    visit.page.goto(visit.address)
    visit.page.wait_for_selector(".wl-bridge .js-plotly-plot .bars .point", timeout=30_000)
    assert visit.page.locator(".wl-balance .js-plotly-plot .scatterlayer .point").count() > 0
