"""The first second of a page in a browser: what is typed at once is answered before the charts are started."""

from __future__ import annotations

import pytest

from tests.app.conftest import PHONE, WIDE, Visit

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
  window.charted ??= document.querySelector(".wl-basis > .wl-caption").textContent;
}).observe(document, { childList: true, subtree: true });
"""
SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(entry => entry.value)))
  .observe({ type: "layout-shift", buffered: true });
"""
PLACED = """() => { window.placed = [...document.querySelectorAll(".wl-first, .wl-first :not(svg, svg *)")]
    .map(e => ({ e, text: e.childElementCount ? "" : e.textContent, box: JSON.stringify(e.getBoundingClientRect()) })) }"""
OTHERS = """() => window.placed.filter(({ e, text, box }) =>
    !e.isConnected || (e.childElementCount ? "" : e.textContent) !== text || JSON.stringify(e.getBoundingClientRect()) !== box)
  .map(({ e }) => e.outerHTML.slice(0, 200))"""
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


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def held(server, browser, request):
    """A page whose script has not arrived, and what lets it arrive."""
    visit, scripts = Visit(browser, server[0], request.param), []
    visit.page.route("**/static/dashboard.*.js", lambda route: scripts.append(route))
    visit.page.add_init_script(SHIFTS)
    visit.page.goto(visit.address, wait_until="commit")
    visit.page.wait_for_selector(".wl-first .wl-action")

    def arrive():
        for script in scripts:
            script.continue_()
        visit.page.wait_for_selector(".wl[data-revision]")

    yield visit, arrive
    visit.context.close()
    assert visit.faults == []


def test_the_script_takes_over_the_elements_of_the_document_and_nothing_jumps(held):
    visit, arrive = held
    visit.page.evaluate(PLACED)
    assert visit.page.evaluate("window.placed.length") > 150
    arrive()
    assert visit.page.evaluate(OTHERS) == []
    visit.settle()
    assert sum(visit.page.evaluate("window.shifts")) < 0.02


def test_what_is_typed_before_the_script_is_there_is_kept_and_answered(held):
    visit, arrive = held
    visit.page.click("summary:has-text('More detail')")
    visit.page.fill("[name=worked]", "700")
    visit.page.click("summary:has-text('In money')")
    visit.page.select_option("[name=currency]", "CHF")
    visit.page.click("[name=leads]")
    visit.page.keyboard.press("Control+A")
    visit.page.keyboard.type("1900")
    visit.page.keyboard.press("ArrowLeft")
    arrive()
    visit.page.keyboard.type("1")
    visit.page.wait_for_function("() => document.querySelector('.wl-doorcard').innerText.includes('From 19,010 leads')")
    assert visit.page.input_value("[name=leads]") == "19010"
    assert visit.page.input_value("[name=worked]") == "700"
    assert visit.page.is_visible("[name=worked]")
    assert visit.page.input_value("[name=currency]") == "CHF"
    visit.page.wait_for_function(
        "() => ['leads=19010', 'worked=700', 'currency=CHF'].every(part => location.hash.includes(part))"
    )
