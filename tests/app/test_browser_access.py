"""WCAG 2.2 AA by axe-core in every state of both pages, and that nothing is cut off: every pair of state, width, theme, language."""

from __future__ import annotations

from itertools import combinations, cycle, groupby, product

import pytest

from tests.app.access import axe_source, cut_off, faults
from tests.app.conftest import WIDE, Visit
from tests.app.consultation.test_browser import DAY, Window, take_example
from tests.app.pages.test_browser_leads import opened
from tests.app.pages.test_browser_table import upload

pytestmark = pytest.mark.browser

SIZES = ({"width": 390, "height": 844}, {"width": 830, "height": 900}, {"width": 1440, "height": 900})
THEMES = ("light", "dark")
LOCALES = ("en-US", "de-DE")
EXAMPLE = "#example=leads_pile_up"
QUIET = 350  # ms: what moves has come to rest


@pytest.fixture(scope="session")
def axe(request):
    return axe_source(request.config.cache.mkdir("axe"))


def looks(at):
    """Width, theme and language of the three looks at a state, by the number of the state.

    Each state has both themes and both languages; over any four states in a row every pair of the three is seen.
    """
    return [(w, THEMES[(at + w) % 2], LOCALES[(w == 2) != (at % 2 == 1)]) for w in range(3)]


def look(page, axe, width, theme):
    """What is wrong at a width and in a theme."""
    page.set_viewport_size(SIZES[width])
    page.emulate_media(color_scheme=theme)
    page.wait_for_timeout(QUIET)
    return faults(page, axe) + cut_off(page)


THEME = cycle(THEMES)


def sweep(page, axe):
    """Every width, each in the other theme than the one before."""
    found = {(SIZES[w]["width"], theme): look(page, axe, w, theme) for w, theme in zip(range(3), THEME, strict=False)}
    return {at: seen for at, seen in found.items() if seen}


def wrong(v):
    v.open(EXAMPLE).settle()
    v.type("wins", "-3")


def missing(v):
    v.open(EXAMPLE).settle()
    v.type("closing", "")
    v.type("goal", "")


def empty(v):
    v.open(EXAMPLE).settle()
    v.press("Clear all")


def empty_table(v):
    v.open("#way=table")


def empty_leads(v):
    v.open("#way=ledger")


def more(v):
    v.open(EXAMPLE).settle()
    for summary in reversed(v.page.locator(".wl summary:visible").all()):  # the menu last, which shuts when it is left
        summary.click()
    v.page.wait_for_selector(".wl-menu-list .wl-button:visible")


def menu(v):
    v.open(EXAMPLE).settle()
    v.page.locator(".wl-menu > summary").last.click()
    v.page.wait_for_selector(".wl-menu-list :visible")


def meaning(v):
    v.open(EXAMPLE).settle()
    v.page.locator(".wl-ask:visible").first.click()
    v.page.wait_for_selector(".wl-meaning:visible")


def glossary(v):
    v.open(EXAMPLE).settle()
    v.page.click(".wl-open-glossary")
    v.page.wait_for_selector(".wl-glossary-body:visible")


def tour(v):
    v.open(EXAMPLE).settle()
    v.page.click(".wl-start-tour")
    v.page.wait_for_selector(".wl-tour:visible")


def draft(v):
    v.open(EXAMPLE).settle()
    v.page.focus("[name=leads]")
    v.page.keyboard.press("ControlOrMeta+a")
    v.page.keyboard.type("1900")


def doubted(v):
    v.open(EXAMPLE).settle()
    v.type("closing", "0.5")


def offline(v):
    v.open(EXAMPLE).settle()
    v.context.set_offline(True)
    v.page.evaluate("() => window.dispatchEvent(new Event('offline'))")
    v.page.wait_for_selector(".wl-banner:visible", timeout=20_000)


def busy(v):
    v.open(EXAMPLE).settle()
    v.page.evaluate("() => document.querySelector('.wl').classList.add('wl-busy')")


def copied(v):
    v.open(EXAMPLE).settle()
    v.page.get_by_role("button", name=v.words("Copy link")).click()
    v.page.wait_for_selector(".wl-notice:not(:empty)")


def table(v):
    v.open("#example=idle_sales_team&way=table").settle()


def marked_table(v):
    v.open("#way=table&goal=60&closing=20")
    rows = ["Month,Leads,Sales", *(f"2025-{month:02},100,9" for month in range(1, 12)), "2025-12,many,9"]
    upload(v, "\n".join(rows).encode())


def asking_table(v):
    v.open("#way=table&goal=30&closing=20")
    rows = ["Month;Leads;Sales", *(f"0{month}/02/2025;100;9" for month in range(1, 9))]
    upload(v, "\n".join(rows).encode())


def leads(v):
    v.open("#way=ledger&goal=30&closing=20")
    opened(v, v.csv())
    v.settle()


def leads_open(v):
    leads(v)
    for summary in v.page.locator(".wl-answer summary:visible").all():
        summary.click()
    v.page.wait_for_selector(".wl-fault .wl-table td")


def undetermined(v):
    v.open("#leads=10&months=1&wins=1&goal=2&closing=20").settle()


def scenarios(v):
    v.open(f"{EXAMPLE}&tried=closing-0.2&scenario_a=closing-0.2&scenario_b=reach-400~closing-0.15").settle()
    v.page.wait_for_selector(".wl-scenarios")


STATES = {
    "example": lambda v: v.open(EXAMPLE).settle(),
    "first": lambda v: v.open().settle(),
    "undetermined": undetermined,
    "empty": empty,
    "empty table": empty_table,
    "empty leads": empty_leads,
    "wrong field, stale": wrong,
    "missing field": missing,
    "everything folded open": more,
    "a menu": menu,
    "a meaning": meaning,
    "the glossary": glossary,
    "the tour": tour,
    "a draft": draft,
    "an improbable number": doubted,
    "a link copied": copied,
    "offline": offline,
    "busy": busy,
    "two scenarios": scenarios,
    "table": table,
    "table with a mark": marked_table,
    "table with a question": asking_table,
    "leads": leads,
    "leads, all open": leads_open,
}


def test_every_pair_is_seen():
    seen = [dict(zip("swtl", (at, *one), strict=True)) for at in range(len(STATES)) for one in looks(at)]
    values = {"s": range(len(STATES)), "w": range(3), "t": THEMES, "l": LOCALES}
    for one, other in combinations(values, 2):
        wanted = set(product(values[one], values[other]))
        assert {(look[one], look[other]) for look in seen} == wanted


@pytest.mark.xdist_group("access of the page")
@pytest.mark.parametrize("state", STATES)
def test_the_page_is_accessible(server, browser, axe, leads_csv, state):
    found = {}
    for locale, several in groupby(looks(list(STATES).index(state)), key=lambda one: one[2]):
        v = Visit(browser, server[0], WIDE, locale)
        v.csv = leads_csv
        try:
            STATES[state](v)
            for width, theme, _ in several:
                found[SIZES[width]["width"], theme, locale] = look(v.page, axe, width, theme)
        finally:
            v.context.close()
    assert {at: seen for at, seen in found.items() if seen} == {}


def test_a_fault_is_found(server, browser, axe):
    v = Visit(browser, server[0], WIDE)
    v.open(EXAMPLE).settle()
    v.page.evaluate("() => { document.querySelector('.wl-story').style.color = '#bbb' }")
    v.page.evaluate("() => document.querySelector('[name=leads]').labels[0].remove()")
    found = " ".join(faults(v.page, axe))
    v.context.close()
    assert "color-contrast" in found
    assert "label" in found


STEPS = ("answers", "door", "sort", "define", "numbers", "diagnosis", "whatif", "plan")


@pytest.fixture(scope="module")
def client(session_server, browser):
    """A client with numbers, a scenario and a plan."""
    w = Window(browser, session_server[0], WIDE, DAY).open().begin("Accessible & Sons")
    w.press("Sales", ".wc-question")
    w.click(".wc-steps [data-key=sort] button")
    w.press("Sales", ".wc-game")
    w.press("Add an activity")
    w.click(".wc-steps [data-key=numbers] button")
    take_example(w, "leads_pile_up")
    w.idle()
    w.click(".wc-steps [data-key=whatif] button")
    w.page.get_by_role("slider").last.focus()
    w.key("ArrowRight")
    w.fill("[aria-label='Name of this scenario']", "Better offers")
    w.press("Save scenario")
    w.press("Use as plan target")
    w.click(".wc-steps [data-key=plan] button")
    w.page.check(".wc-play input >> nth=0")
    w.idle()
    yield w
    w.context.close()


@pytest.mark.xdist_group("access of the session")
@pytest.mark.parametrize("step", STEPS)
def test_each_step_of_the_session_is_accessible(client, axe, step):
    client.page.set_viewport_size(WIDE)
    client.click(f".wc-steps [data-key={step}] button")
    client.page.wait_for_selector(f".wc[data-step={step}]")
    assert sweep(client.page, axe) == {}


@pytest.mark.xdist_group("access of the session")
def test_a_conflict_the_list_and_a_deletion_are_accessible(client, session_server, browser, axe):
    client.page.set_viewport_size(WIDE)
    client.click(".wc-steps [data-key=door] button").saved()
    file = client.page.url.split("case=")[1]
    other = Window(browser, session_server[0], WIDE, DAY).open(f"#case={file}")
    other.page.wait_for_selector(".wc[data-step]:not([data-step=clients])")
    other.click(".wc-steps [data-key=door] button")
    client.fill(".wc-note", "from the first").saved()
    other.fill(".wc-note", "from the second").saved()
    other.page.wait_for_selector(".wc-conflict:visible")
    found = {"conflict": sweep(other.page, axe)}
    other.context.close()
    client.page.set_viewport_size(WIDE)
    client.press("All clients")
    found["list"] = sweep(client.page, axe)
    client.page.set_viewport_size(WIDE)
    client.press("Delete Accessible & Sons")
    found["delete"] = sweep(client.page, axe)
    assert found == {"conflict": {}, "list": {}, "delete": {}}
