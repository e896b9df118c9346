"""The page in a real browser: numbers are typed, the sentence is read, every picture is watched."""

from __future__ import annotations

import json

import pytest

import diagnostics as dx
from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import Entries

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("page")]

PHONE = {"width": 390, "height": 844}
TWO_COUNTS = "#leads=310&months=1&wins=17&goal=58&closing=12"


def library(query):
    reading = read_counts(Entries.from_query(query).texts)
    return dx.diagnose(reading.funnel, reading.par)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("leads_pile_up", "Sales is the weak link"),
        ("idle_sales_team", "Marketing is the weak link"),
        ("orders_without_salespeople", "Sales is the weak link"),
    ],
)
def test_each_example_says_what_the_essay_says(visit, name, says):
    v = visit(f"#example={name}").settle()
    assert v.sentence.startswith(says)
    assert v.page.is_visible(".wl-badge")
    if name == "orders_without_salespeople":
        assert "We credit 335 of the 368 sales to marketing" in v.page.inner_text(".wl-for")


def test_the_page_may_ask_nobody_but_its_own_server(visit):
    policy = visit(TWO_COUNTS).response.header_value("Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_it_opens_on_an_example_and_choosing_another_or_none_is_one_click(visit):
    v = visit().settle()
    assert v.page.is_visible(".wl-badge")
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.click("summary:has-text('Examples')")
    v.page.get_by_role("button", name="Software consultancy").click()
    v.changed(before)
    assert v.sentence.startswith("Marketing is the weak link")
    v.press("Clear all")
    assert v.page.input_value("[name=leads]") == ""
    assert not v.page.is_visible(".wl-badge")
    assert "Enter your leads" in v.sentence
    assert not v.page.is_visible(".wl-answer")
    v.press("Undo")
    assert v.sentence.startswith("Marketing is the weak link")


def test_ten_leads_and_one_sale_cannot_tell_and_say_how_many_more_would(visit):
    query = "#leads=10&months=1&wins=1&goal=2&closing=20"
    v = visit(query).settle()
    d = library(query)
    assert v.sentence == d.sentence
    assert v.sentence.startswith("Too early to say.")
    assert f"about {d.more_leads} more leads" in v.page.inner_text(".wl-settling")
    *numbers, right = d.what_next
    assert v.page.locator(".wl-next li").all_inner_texts() == numbers
    assert v.page.inner_text(".wl-next p") == right
    v.type("goal", "60")
    v.page.wait_for_selector("[data-verdict=marketing]")
    assert not v.page.is_visible(".wl-next")


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
def test_typing_changes_the_sentence_and_every_picture_and_they_are_the_librarys(visit, viewport):
    v = visit(TWO_COUNTS, viewport).settle()
    first = v.pictures()
    assert v.sentence == library(TWO_COUNTS).sentence
    v.type("wins", "45")
    v.settle()
    second = v.pictures()
    d = library(TWO_COUNTS.replace("wins=17", "wins=45"))
    assert v.sentence == d.sentence
    assert all(first[name] != second[name] for name in first)
    here = json.loads(second["balance"])[-1]
    assert (here["x"][0], here["y"][0]) == pytest.approx(
        (100 * d.of_par["marketing"], 100 * d.of_par["sales"]), abs=0.01
    )
    assert "From 310 leads and 45 sales in 1 month." in v.page.inner_text(".wl-doorcard")


def test_a_fast_typist_ends_on_the_last_number(visit):
    v = visit(TWO_COUNTS).settle()
    v.page.click("[name=leads]")
    v.page.keyboard.press("Control+A")
    v.page.keyboard.type("1234", delay=5)
    v.page.wait_for_function("() => document.querySelector('.wl-doorcard').innerText.includes('From 1,234 leads')")
    v.settle()
    assert v.sentence == library(TWO_COUNTS.replace("leads=310", "leads=1234")).sentence
    assert v.page.input_value("[name=leads]") == "1234"


def test_a_slow_processor_shows_the_same(visit):
    v = visit(TWO_COUNTS, new=True).settle()
    v.context.new_cdp_session(v.page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for wins in ("20", "31", "45"):
        v.type("wins", wins)
    v.settle()
    assert v.sentence == library(TWO_COUNTS.replace("wins=17", "wins=45")).sentence


BROKEN = [
    ("leads", "-5", "Leads: “-5” must be 0 or more"),
    ("leads", "3.5", "Leads: “3.5” must be a whole number"),
    ("leads", "", "Enter the number of new leads."),
    ("leads", "many", "Leads: “many” is not a number"),
    ("leads", "1e12", "Leads: “1e12” is not a number"),
    ("leads", "1000000000000", "Leads: 1,000,000,000,000 must be at most 1,000,000,000"),
    ("wins", "311", "Sales: 311 is more than the 310 leads"),
    ("direct_wins", "18", "Self-service sales: 18 is more than all 17 sales"),
    ("worked", "311", "Leads you reached: 311 is more than the 310 leads"),
    ("months", "0", "Months: 0 must be more than 0 and at most 1,200"),
    ("closing", "120", "Target win rate: “120” is more than 100%"),
    ("goal", "0", "Customers wanted: 0 must be more than 0 and"),
    ("leads", "<img src=x onerror=alert(1)>", "Leads: “<img src=x onerror=alert(1)>” is not a number"),
]


def test_a_broken_field_says_so_beside_itself_keeps_its_text_and_dims_the_last_answer(visit):
    v = visit(TWO_COUNTS).settle()
    v.page.click("summary:has-text('More detail')")
    good, kept = (
        v.sentence,
        {name: v.page.input_value(f"[name={name}]") for name in ("leads", "wins", "goal", "worked")},
    )
    for name, text, said in BROKEN:
        before = v.page.input_value(f"[name={name}]")
        v.type(name, text)
        box = v.page.locator(f".wl-field-{name}")
        assert said in box.locator(".wl-said").inner_text()
        assert v.page.input_value(f"[name={name}]") == text
        assert v.page.get_attribute(".wl", "data-stale") == "true"
        assert v.page.is_visible(".wl-stale-note")
        assert v.sentence == good
        shown = v.page.inner_text(".wl")
        assert "NaN" not in shown
        assert "Traceback" not in shown
        v.type(name, before)
        assert box.locator(".wl-said").inner_text() == ""
        assert v.page.get_attribute(".wl", "data-stale") == "false"
    assert {name: v.page.input_value(f"[name={name}]") for name in kept} == kept
    assert v.page.locator(".wl img").count() == 0


def test_undo_and_a_reload_from_the_address(visit):
    v = visit(TWO_COUNTS).settle()
    v.type("wins", "45")
    v.type("goal", "40")
    v.press("Undo")
    assert v.page.input_value("[name=goal]") == "58"
    v.page.wait_for_function("() => location.hash.includes('wins=45') && location.hash.includes('goal=58')")
    sentence = v.sentence
    v.page.reload()
    v.page.wait_for_selector(".wl[data-answer]", timeout=60_000)
    v.settle()
    assert v.page.input_value("[name=wins]") == "45"
    assert v.sentence == sentence


def test_a_link_of_an_earlier_method_shows_what_was_said_then(visit):
    v = visit(f"{TWO_COUNTS}&said=1.marketing.903").settle()
    told = v.page.locator(".wl-then")
    assert "we said of the same numbers: marketing is the weak link (90% likely)." in told.inner_text()
    v.page.get_by_label("Leads", exact=True).fill("311")
    v.page.wait_for_function("() => !document.querySelector('.wl-then').innerText")


def test_a_link_can_be_copied_and_a_file_saved_and_opened_again(visit, tmp_path):
    v = visit(TWO_COUNTS).settle()
    v.page.get_by_role("button", name="Copy link").click()
    v.page.wait_for_function("() => document.querySelector('.wl-notice').innerText.includes('copied')")
    assert f"{TWO_COUNTS}&said=" in v.page.evaluate("navigator.clipboard.readText()")
    with v.page.expect_download() as download:
        v.page.get_by_role("button", name="Save", exact=True).click()
    saved = tmp_path / "numbers.json"
    download.value.save_as(saved)
    assert json.loads(saved.read_text())["entries"]["leads"] == "310"
    v.press("Clear all")
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.set_input_files("input[type=file]", saved)
    v.changed(before)
    assert v.page.input_value("[name=wins]") == "17"
    saved.write_text("{ half a file")
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.set_input_files("input[type=file]", saved)
    v.changed(before)
    assert "damaged" in v.page.inner_text(".wl-notice")
    assert v.page.input_value("[name=wins]") == "17"


def test_the_keyboard_reaches_every_control_and_each_has_a_name(visit):
    v = visit(TWO_COUNTS, new=True).settle()
    reached = []
    v.page.evaluate("document.activeElement.blur()")
    for _ in range(60):
        v.page.keyboard.press("Tab")
        focused = v.page.evaluate(
            """() => { const e = document.activeElement;
                 return e.closest('.wl') ? [e.tagName, e.name || e.innerText || e.getAttribute('aria-label'),
                   (e.labels && e.labels[0] ? e.labels[0].innerText : '') || e.innerText || e.getAttribute('aria-label') || ''] : null }"""
        )
        if focused is None and reached:
            break
        if focused:
            reached.append(focused)
    names = {name for _, name, _ in reached}
    wanted = {"leads", "months", "wins", "direct_wins", "goal", "capacity", "closing", "benchmark", "days"}
    assert wanted <= names
    assert {
        "Examples",
        "Clear all",
        "Copy link",
        "Save",
        "Open",
        "Describe this chart",
        "More detail: fit and reached",
    } <= names
    assert all(label.strip() for *_, label in reached)
    for chart in v.page.query_selector_all(".wl-chart:visible, .wl-door-room svg"):
        assert len(chart.get_attribute("aria-label")) > 20
    assert v.page.locator("[aria-live], [role=status], [role=alert]").count() == 1
    assert v.page.evaluate("document.documentElement.lang") == "en"
    assert v.page.locator("h1:visible").count() == 1
    assert v.page.locator("main").count() == 1


def test_on_a_phone_nothing_is_wider_than_the_screen_the_sentence_stays_and_the_door_stands_upright(visit):
    v = visit(TWO_COUNTS, PHONE).settle()
    assert v.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    v.page.locator("[name=days]").scroll_into_view_if_needed()
    v.page.evaluate("window.scrollTo(0, 600)")
    box = v.page.locator(".wl-sentence").bounding_box()
    assert 0 <= box["y"] < 200
    marketing, sales = (v.page.locator(f".wl-door-side.wl-{side}").bounding_box() for side in ("marketing", "sales"))
    assert marketing["y"] + marketing["height"] <= sales["y"], "one side above the other"


@pytest.mark.parametrize("width", [830, 1279, 1280])
def test_on_a_narrow_desk_no_label_of_the_pictures_overlaps_another(visit, width):
    v = visit("#example=leads_pile_up", {"width": width, "height": 1100}).settle()
    overlaps = v.page.evaluate(
        """() => [...document.querySelectorAll('.wl-balance, .wl-bridge')].flatMap(card => {
             const labels = [...card.querySelectorAll('.xtick text, .annotation-text')].map(t => [t.textContent, t.getBoundingClientRect()]);
             return labels.flatMap(([one, a], at) => labels.slice(at + 1)
               .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
               .map(([other]) => `${one} | ${other}`)) })"""
    )
    assert overlaps == []


def test_above_the_fold_on_a_desk_stand_the_sentence_and_all_three_pictures(visit):
    v = visit(TWO_COUNTS).settle()
    for selector in (".wl-sentence", ".wl-door-room", ".wl-balance .wl-chart", ".wl-bridge .wl-chart"):
        box = v.page.locator(selector).bounding_box()
        assert box["y"] + box["height"] <= 900, selector


def test_nothing_jumps_while_numbers_change(visit):
    v = visit(TWO_COUNTS).settle()
    places = v.page.evaluate(
        "() => [...document.querySelectorAll('.wl-door-room, .wl-chart, .wl-input')].map(e => e.getBoundingClientRect().y)"
    )
    v.type("leads", "3")
    v.type("leads", "315")
    v.settle()
    assert places == v.page.evaluate(
        "() => [...document.querySelectorAll('.wl-door-room, .wl-chart, .wl-input')].map(e => e.getBoundingClientRect().y)"
    )


@pytest.mark.parametrize("way", ["table", "ledger"])
def test_whoever_types_while_the_way_in_changes_goes_on_typing(visit, way):
    """The form is made anew under the keys; what was typed and where the caret stood are carried over."""
    v = visit("#way=counts").page
    v.focus("[name=goal]")
    v.keyboard.press("Control+a")
    v.evaluate(f"document.querySelector('.wl-way[data-way={way}]').click()")
    v.keyboard.type("1234567", delay=60)
    v.wait_for_selector(f".wl[data-way={way}]")
    v.keyboard.type("89", delay=60)
    assert v.input_value("[name=goal]") == "123456789"
    v.wait_for_function("() => document.activeElement.name === 'goal'")
    v.keyboard.press("Home")
    v.keyboard.type("1")
    assert v.input_value("[name=goal]") == "1123456789"  # as it was typed; that it is too large is said beside it
