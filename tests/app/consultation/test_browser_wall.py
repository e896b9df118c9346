"""Two windows of one session in a real browser: what stands on the wall is what stands on the desk, and nothing private."""

from __future__ import annotations

from pathlib import Path

import pytest

from diagnostics.app.case.records import STEPS
from tests.app.access import axe_source, faults
from tests.app.consultation.test_browser import DAY, WIDE, Window, take_example

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("session")]

PROJECTOR = {"width": 1920, "height": 1080}
LEAST = 24
"""CSS pixels of the smallest text that a room reads, at 1,920 px."""
SECRET = "they pay late"

STEPS_CUT_OFF = "() => { const nav = document.querySelector('.wc-nav'); return nav.scrollWidth - nav.clientWidth; }"
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
        assert wall.evaluate(STEPS_CUT_OFF) <= 0, step
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


def test_all_steps_fit_the_wall_in_german(desk, wall):
    desk.page.select_option(".wc-language", "de")
    wall.wait_for_selector(".wc-steps :text('Was wäre, wenn')")
    assert wall.evaluate(STEPS_CUT_OFF) <= 0


def test_a_blank_wall_stays_blank_when_it_is_loaded_again(desk, wall):
    desk.page.evaluate("() => document.activeElement.blur()")
    desk.key("b")
    wall.wait_for_selector(".wc-blank")
    wall.reload()
    wall.wait_for_selector(".wc-blank")
    desk.page.reload()
    desk.page.wait_for_selector(".wc-blank-button[aria-pressed=true]")


def test_the_wall_shows_and_the_desk_changes(desk, wall):
    desk.click(".wc-steps [data-key=define] button")
    wall.wait_for_selector(".wc[data-step=define]")
    assert wall.locator(".wc-define textarea:not([readonly])").count() == 0
    desk.click(".wc-steps [data-key=answers] button")
    wall.wait_for_selector(".wc[data-step=answers]")
    assert wall.get_by_role("button", name="Type it in here").count() == 0
    assert desk.page.get_by_role("button", name="Type it in here").count() == 2
    wall.get_by_role("button", name="Owner and team").click()
    wall.wait_for_selector(".wl-notice:has-text('Change it at the desk')")
    assert desk.page.get_attribute(".wc-answers button:has-text('Owner and team')", "aria-pressed") == "false"


def test_the_name_of_an_export_stays_at_the_desk(desk, wall, tmp_path):
    export = tmp_path / "debtors.csv"
    export.write_bytes(Path("data/ledger.csv").read_bytes())
    wall.reload()
    wall.wait_for_selector(".wc[data-step=numbers]")
    desk.page.set_input_files("input[type=file] >> nth=0", str(export))
    desk.page.wait_for_selector(".wl-file:has-text('debtors.csv')", timeout=60_000)
    wall.wait_for_selector(".wl-inside .wl-match", timeout=60_000, state="attached")
    desk.click(".wc-steps [data-key=diagnosis] button")
    wall.wait_for_selector(".wc[data-step=diagnosis]")
    assert "debtors" not in " ".join(wall.sent)
    assert "debtors" not in wall.content()
