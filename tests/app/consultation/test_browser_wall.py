"""Two windows of one session in a real browser: what stands on the wall is what stands on the desk, and nothing private."""

from __future__ import annotations

import pytest

from diagnostics.app.case.records import STEPS
from tests.app.access import axe_source, faults
from tests.app.consultation.test_browser import DAY, WIDE, Window, take_example

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("session")]

PROJECTOR = {"width": 1920, "height": 1080}
LEAST = 24
"""CSS pixels of the smallest text that a room reads, at 1,920 px."""
SECRET = "they pay late"

SMALLEST = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector('.wc'), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const of = node.parentElement;
    if (!node.textContent.trim() || !of.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (of.closest('.wl-sr, [aria-hidden=true], script, style, option, datalist, .wc-top, .modebar')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    let scale = of.currentCSSZoom ?? 1;
    const svg = of.closest('svg');
    if (svg && of.getScreenCTM) scale = Math.hypot(of.getScreenCTM().a, of.getScreenCTM().b);
    found.push([parseFloat(getComputedStyle(of).fontSize) * scale, node.textContent.trim().slice(0, 40), of.className?.baseVal ?? of.className]);
  }
  return found.sort((a, b) => a[0] - b[0]).slice(0, 6);
}"""


@pytest.fixture(scope="module")
def axe(request):
    return axe_source(request.config.cache.mkdir("axe"))


@pytest.fixture
def desk(session_server, browser):
    w = Window(browser, session_server[0], WIDE, DAY).open().begin("Both windows")
    w.fill(".wc-note", SECRET)
    w.click(".wc-steps [data-key=numbers] button")
    take_example(w, "leads_pile_up")
    w.idle()
    yield w
    w.context.close()


@pytest.fixture
def wall(desk):
    with desk.context.expect_page() as opened:
        desk.press("Open the wall")
    page = opened.value
    page.set_viewport_size(PROJECTOR)
    page.sent = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: page.sent.append(str(frame))))
    page.wait_for_selector(".wc[data-step=numbers]")
    return page


def shown(page):
    return page.inner_text(".wc-step-title"), page.locator(".wl-sentence").first.inner_text()


def test_every_step_stands_on_both_and_the_room_can_read_it(desk, wall, axe):
    small = {}
    for step in STEPS[1:]:
        desk.click(f".wc-steps [data-key={step}] button")
        wall.wait_for_selector(f".wc[data-step={step}]")
        wall.wait_for_timeout(600)
        assert wall.inner_text(".wc-step-title") == desk.page.inner_text(".wc-step-title")
        if step in ("numbers", "diagnosis"):
            assert shown(wall) == shown(desk.page)
        assert wall.evaluate("document.documentElement.scrollWidth") <= PROJECTOR["width"], step
        if smallest := [one for one in wall.evaluate(SMALLEST) if one[0] < LEAST]:
            small[step] = smallest
        for private in (".wc-talk", ".wc-saved", ".wc-reports", ".wc-face", ".wc-note"):
            assert wall.locator(private).count() == 0, (step, private)
    assert small == {}
    wall.set_viewport_size(WIDE)  # axe-core does not know where things are that are enlarged
    assert faults(wall, axe) == []


def test_a_step_from_the_wall_is_the_desks_and_nothing_private_is_sent(desk, wall):
    wall.reload()
    wall.wait_for_selector(".wc[data-step=numbers]")
    wall.keyboard.press("PageDown")
    desk.page.wait_for_selector(".wc[data-step=diagnosis]")
    desk.fill(".wc-note", SECRET)
    desk.click(".wc-steps [data-key=door] button")
    wall.wait_for_selector(".wc[data-step=door]")
    sent = " ".join(wall.sent)
    assert "The door" in sent
    assert SECRET not in sent and "Draw a door" not in sent and "Both-windows" not in sent


def test_either_is_loaded_again_without_losing_the_other(desk, wall):
    desk.page.reload()
    desk.page.wait_for_selector(".wc[data-view=desk][data-step=numbers]")
    desk.idle()
    assert desk.page.input_value("[name=leads]") == wall.input_value("[name=leads]")
    desk.click(".wc-steps [data-key=define] button")
    wall.wait_for_selector(".wc[data-step=define]")
    desk.press("All clients")
    wall.wait_for_selector(".wc[data-step=clients]")
    assert "No client is open at the desk" in wall.inner_text(".wc")
    assert "Both windows" not in wall.content()


def test_a_wall_without_a_desk_says_so(session_server, browser):
    w = Window(browser, session_server[0], PROJECTOR, DAY)
    try:
        w.page.goto(f"{session_server[0]}#wall={'x' * 32}")
        w.page.wait_for_selector(".wl-banner:not([hidden])")
        assert "desk of this session is not open" in w.page.inner_text(".wl-banner")
    finally:
        w.context.close()


def test_the_pointer_and_a_blank_wall(desk, wall):
    desk.key("p")
    desk.page.mouse.move(0, 0)
    box = desk.page.locator(".wc-main .wl-card:visible").first.bounding_box()
    desk.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    wall.wait_for_selector(".wc-pointer")
    there = wall.locator(".wc-pointer").bounding_box()
    card = wall.locator(".wc-main .wl-card:visible").first.bounding_box()
    assert card["x"] < there["x"] < card["x"] + card["width"] and card["y"] < there["y"] < card["y"] + card["height"]
    desk.key("b")
    wall.wait_for_selector(".wc-blank")
    desk.key("b")
    wall.wait_for_selector(".wc-blank", state="detached")
