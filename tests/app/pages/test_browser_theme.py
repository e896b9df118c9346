"""Light and dark: as the system has it or the reader wants it, from the first paint on; forced colours; a finger's targets."""

from __future__ import annotations

import pytest

from tests.app.conftest import PHONE, WIDE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("paper")]

EXAMPLE = "#example=leads_pile_up"
INK = {"light": "rgb(27, 31, 36)", "dark": "rgb(232, 235, 239)"}
BAR = {"light": "#0072B2", "dark": "#4ba3dc"}


def ink(page):
    return page.evaluate("() => getComputedStyle(document.querySelector('.wl')).color")


def bar_is(page, theme):
    """Wait until the bridge is drawn in the colours of a theme."""
    page.wait_for_function(
        "colour => document.querySelector('.wl-bridge .wl-chart').data?.[0].marker.color[1] === colour", arg=BAR[theme]
    )


def test_the_page_and_its_pictures_follow_the_system_at_once(visit):
    v = visit(EXAMPLE, new=True).settle()
    for theme in ("dark", "light", "dark"):
        v.page.emulate_media(color_scheme=theme)
        bar_is(v.page, theme)
        assert ink(v.page) == INK[theme]


def test_the_readers_choice_is_kept_and_drawn_from_the_first(visit):
    v = visit(new=True).settle()
    v.page.get_by_label("Appearance").select_option("dark")
    bar_is(v.page, "dark")
    v.page.route("**/static/dashboard.*.js", lambda route: route.abort())
    v.page.reload(wait_until="domcontentloaded")
    assert ink(v.page) == INK["dark"], "before the page's script has run"
    v.page.unroute("**/static/dashboard.*.js")
    v.page.reload()
    bar_is(v.page, "dark")
    assert v.page.get_by_label("Appearance").input_value() == "dark"
    v.page.get_by_label("Appearance").select_option("system")
    bar_is(v.page, "light")
    v.faults = [fault for fault in v.faults if "ERR_FAILED" not in fault]  # the script that was not let through


def test_the_theme_of_jupyterlab_decides_there(visit):
    """A notebook's page, and the attribute that JupyterLab's theme sets."""
    v = visit(EXAMPLE, new=True).settle()
    v.page.evaluate("() => { delete document.body.dataset.voila; document.body.dataset.jpThemeLight = 'false' }")
    bar_is(v.page, "dark")
    assert ink(v.page) == INK["dark"]
    v.page.evaluate("() => { document.body.dataset.jpThemeLight = 'true' }")
    bar_is(v.page, "light")


PAINTED = """selectors => selectors.filter((selector) => {
    const node = document.querySelector(selector);
    const { backgroundColor, forcedColorAdjust } = getComputedStyle(node);
    return backgroundColor === getComputedStyle(document.querySelector('.wl-card')).backgroundColor
      || (forcedColorAdjust === 'auto' && backgroundColor === 'rgba(0, 0, 0, 0)');
})"""


def test_what_a_background_says_is_drawn_where_the_system_forces_colours(visit):
    v = visit(EXAMPLE, new=True).settle()
    v.page.emulate_media(forced_colors="active")
    assert v.page.evaluate("() => matchMedia('(forced-colors: active)').matches")
    said = [".wl-bar .wl-sales", ".wl-way[aria-pressed=true]"]
    assert v.page.evaluate(PAINTED, said) == []
    assert v.page.evaluate(
        "() => getComputedStyle(document.querySelector('.wl-sales .wl-door-stream'), '::after').backgroundColor"
    ) in ("rgb(213, 94, 0)", "rgb(240, 132, 63)")
    v.page.focus("[name=leads]")
    assert v.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") == "solid"


SMALL = """least => [...document.querySelectorAll('.wl :is(button, select, input, summary, a), .wl-site :is(a, select)')]
  .map((node) => (node.matches('[type=radio], [type=checkbox]') && node.closest('label')) || node)
  .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest('.wl-away, .wl-skip, .wl-table-says'))
  .filter((node) => !node.matches('.wl-away, [tabindex="-1"], .wl-word'))
  .map((node) => [node.className || node.tagName, node.innerText, node.getBoundingClientRect().height])
  .filter(([, , height]) => height < least - 0.5)"""
"""Targets that are too low. A word of a text is as high as its line."""


@pytest.mark.parametrize("query", [EXAMPLE, "#example=idle_sales_team&way=table", "#way=ledger"])
@pytest.mark.parametrize(("size", "least"), [(PHONE, 44), (WIDE, 24)], ids=["a phone", "a desk"])
def test_targets_are_large_enough(visit, query, size, least):
    v = visit(query, size)
    for summary in reversed(v.page.locator(".wl summary:visible").all()):
        summary.click()
    assert v.page.evaluate(SMALL, least) == []


TWICE = """() => { const sizes = [...document.querySelectorAll('.wl *:not(svg *)')].map((node) =>
    [node, parseFloat(getComputedStyle(node).fontSize)]);
    for (const [node, size] of sizes) node.style.fontSize = `${2 * size}px` }"""


@pytest.mark.parametrize("query", [EXAMPLE, "#example=idle_sales_team&way=table", "#way=ledger"])
def test_it_reflows_at_320_px_and_with_letters_twice_as_large(visit, query):
    v = visit(query, {"width": 320, "height": 256}, new=True)
    assert v.page.evaluate("() => document.documentElement.scrollWidth") <= 320
    v.page.set_viewport_size({"width": 390, "height": 844})
    v.page.evaluate(TWICE)
    assert v.page.evaluate("() => document.documentElement.scrollWidth") <= 390


def test_the_field_that_is_needed_is_in_view_below_the_answer_on_a_phone(browser, server):
    v = Visit(browser, server[0], PHONE).open("#leads=310&months=1&wins=17")
    v.page.wait_for_selector(".wl-missing")
    v.page.wait_for_timeout(300)
    head = v.page.locator(".wl-head").bounding_box()
    field = v.page.locator(".wl-missing .wl-entry").first.bounding_box()
    v.context.close()
    assert head["y"] >= -1
    assert head["y"] + head["height"] <= field["y"]
    assert field["y"] + field["height"] <= PHONE["height"]
