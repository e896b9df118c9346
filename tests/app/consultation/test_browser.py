"""The consultation in a real browser: seven steps with a client, the window closed in the middle, a report at the end."""

from __future__ import annotations

import html
import json
import re

import pytest

import diagnostics as dx
from diagnostics.app.case.records import STEPS
from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import example
from diagnostics.diagnosis.words import chances, number
from diagnostics.reference import samples
from tests.app.cable import Cable
from tests.app.conftest import free_port, running_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("session")]

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
DAY = "2026-02-03"
BUSINESSES = tuple(samples.load())


class Window:
    """One window of the consultation, with everything it complained of or asked of strangers."""

    def __init__(self, browser, address, viewport, day):
        self.context = browser.new_context(viewport=viewport, accept_downloads=True)
        self.context.clock.set_fixed_time(f"{day}T10:00:00")
        self.faults, self.strangers = [], []
        self.context.route(
            lambda url: not url.startswith((address, "data:", "blob:")), lambda r: self.strangers.append(r.request.url)
        )
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"pageerror: {error}"))
        self.page.on("console", lambda m: self.faults.append(f"console: {m.text}") if m.type == "error" else None)
        self.address = address

    def open(self, query=""):
        self.page.goto(f"{self.address}{query}")
        self.page.wait_for_selector(".wc[data-step]", timeout=60_000)
        if self.page.get_attribute(".wc", "data-view") == "wall":
            self.page.keyboard.press("d")  # the desk, where everything can be reached
        return self

    def idle(self):
        """Wait until everything that was asked is answered."""
        self.page.wait_for_function(
            "() => { const r = document.querySelector('.wc'); return r.dataset.asked === r.dataset.answered; }",
            timeout=60_000,
        )
        return self

    def saved(self):
        """Wait until the page says that the file is written."""
        self.page.wait_for_function(
            "() => !document.querySelector('.wc-saved').textContent.startsWith('Saving')", timeout=10_000
        )
        return self

    def click(self, selector):
        self.page.click(selector)
        return self.idle()

    def press(self, name, within=""):
        (self.page.locator(within) if within else self.page).get_by_role("button", name=name, exact=True).first.click()
        return self.idle()

    def key(self, name):
        self.page.keyboard.press(name)
        return self.idle()

    def fill(self, selector, text):
        self.page.fill(selector, text)
        return self.idle()

    def begin(self, client):
        self.page.fill(".wc-new input", client)
        self.press("Begin")
        self.page.wait_for_selector(".wc[data-step=answers]")
        self.click(".wc-steps [data-key=door] button")
        self.page.wait_for_selector(".wc[data-step=door]")
        return self.saved()  # another window opens what is in the file

    @property
    def step(self):
        return self.page.get_attribute(".wc", "data-step")

    def leave(self):
        """Back to the list of clients."""
        if not self.page.is_visible(".wc-new input"):
            self.press("All clients")
        self.page.wait_for_selector(".wc-new input", state="visible")


@pytest.fixture(scope="module")
def left_windows():
    """Windows that one test leaves to the next, by their width, at the list of clients."""
    windows = {}
    yield windows
    for w in windows.values():
        w.context.close()


@pytest.fixture
def window(passed, session_server, browser, left_windows):
    """Open a window, or go on in one that the last test left; an address or another day is always a new one."""
    opened = []

    def start(query="", viewport=None, day=DAY):
        size = viewport or WIDE
        left = None if query or day != DAY else left_windows.pop(size["width"], None)
        opened.append((size["width"], left or Window(browser, session_server[0], size, day)))
        w = opened[-1][-1]
        w.reusable = not query and day == DAY
        return w.open(query) if left is None else w

    yield start
    for width, w in opened:
        if passed() and w.reusable and width not in left_windows and not w.page.is_closed():
            w.leave()
            left_windows[width] = w
        else:
            w.context.close()
    for _, w in opened:
        faults, w.faults = w.faults, []
        assert faults == []
        assert w.strangers == []


def library(name):
    reading = read_counts(example(name).texts)
    return dx.diagnose(reading.funnel, reading.par, reading.money)


def take_example(w, name):
    w.page.click(".wl-inside summary:has-text('Examples')")
    before = w.page.get_attribute(".wl-inside", "data-revision")
    w.page.get_by_role("button", name=samples.load()[name].name).click()
    w.page.wait_for_function("b => document.querySelector('.wl-inside').dataset.revision !== b", arg=before)


@pytest.mark.parametrize("name", BUSINESSES)
def test_seven_steps_with_the_window_closed_in_the_middle(window, cases, name):
    d = library(name)
    w = window().begin(f"Client of {name}")
    # the door
    w.press("Sales", ".wc-question")
    assert "It is marketing" in w.page.inner_text(".wc-question .wc-reason")
    w.key("PageDown")
    assert w.step == "sort"
    # sort: the game, then a list of their own
    for side in ("Sales", "Marketing", "Sales"):
        w.press(side, ".wc-game")
    assert "4 of" in w.page.inner_text(".wc-game .wl-caption")
    for at, (what, amount) in enumerate((("Demo call", "20"), ("Newspaper advertisement", "35"))):
        w.press("Add an activity")
        row = f".wc-own-row >> nth={at}"
        w.fill(f"{row} >> input[aria-label=Activity]", what)
        w.fill(f"{row} >> input[aria-label='Amount per month']", amount)
    assert w.page.locator(".wc-own-side").all_inner_texts() == ["Sales", "Marketing"]
    w.press("Next: Define")
    # define
    for at, text in enumerate(("Who rings or writes", "A signed order", "A call or a visit")):
        w.fill(f".wc-define textarea >> nth={at}", text)
    w.press("Next: Numbers")
    take_example(w, name)
    w.press("Next: Diagnosis")
    assert w.page.inner_text(".wl-sentence") == d.sentence
    assert "A signed order" in w.page.inner_text(".wc-defined")
    w.page.wait_for_selector(".wl-bridge .wl-chart[data-revision]")
    # the window is closed, and another one opens where it stopped
    file = re.search(r"case=([^&]+)", w.page.url)[1]
    w.context.close()
    w = window(f"#case={file}", day="2026-02-03")
    w.page.wait_for_selector(".wc[data-step=diagnosis]")
    w.page.wait_for_selector(".wl-inside[data-answer]")
    assert w.page.inner_text(".wl-sentence") == d.sentence
    assert w.page.input_value(".wc-client") == f"Client of {name}"
    w.press("Next: What if")
    # what if
    w.page.get_by_role("slider", name="Bought, of those reached").focus()
    for _ in range(5):
        w.key("ArrowRight")
    assert w.page.inner_text(".wc-tried").startswith("With a win rate of")
    w.fill("[aria-label='Name of this scenario']", "Better offers")
    w.press("Save scenario")
    w.press("Use as plan target")
    w.press("Next: Plan")
    # the plan
    w.page.check(".wc-play input >> nth=0")
    w.idle()
    w.fill(".wc-action-owner input", "Maria")
    w.fill(".wc-action-row input[type=date]", "2026-03-01")
    with w.page.expect_download() as got:
        w.page.click("[data-format=html]")
    report = got.value.path().read_text(encoding="utf-8")
    plain = html.unescape(re.sub(r"<[^>]+>", " ", report))
    assert d.sentence in plain
    assert "Maria" in plain and "A signed order" in plain and "Better offers" in plain
    kept = dx.Case.load(next(cases.glob(f"Client-of-{name.replace('_', '-')}*.json")))
    assert kept.diagnoses[-1].probability == d.probability
    assert kept.diagnoses[-1].date == "2026-02-03"
    assert kept.funnel == d.assessment.funnel
    for label in (label for _, _, label in chances(d.assessment)):
        assert label in plain
    for link, row in d.bridge.iterrows():  # every shortfall with its range, as the library gives it
        if row.shortfall or row.low or row.high:
            assert f"{number(row.shortfall)} ({number(row.low)} to {number(row.high)})" in plain, link
    assert dx.report(kept, cases / "again.html").read_text(encoding="utf-8") == report
    for format_ in ("pdf", "xlsx", "pptx"):
        with w.page.expect_download() as got:
            w.page.click(f"[data-format={format_}]")
        assert got.value.path().read_bytes() == dx.report(kept, cases / f"again.{format_}").read_bytes()
    assert [a.owner for a in kept.plan] == ["Maria"]
    assert kept.aim == "Better offers"
    json.loads(kept.to_json())


def test_last_time_is_held_against_what_happened(window, cases):
    w = window().begin("Comes again")
    w.page.click(".wc-steps [data-key=numbers] button")
    w.idle()
    take_example(w, "leads_pile_up")
    w.page.click(".wc-steps [data-key=diagnosis] button")
    w.idle()
    said = w.page.inner_text(".wl-sentence")
    file = w.page.url.split("case=")[1]
    w.context.close()
    w = window(f"#case={file}", day="2026-05-04")
    w.page.wait_for_selector(".wc[data-step=review]")
    assert "Enter the numbers since then first" in w.page.inner_text(".wc-new-numbers")
    w.page.click(".wc-archive summary")
    assert said in w.page.inner_text(".wc-archive")
    w.page.click(".wc-steps [data-key=numbers] button")
    w.idle()
    w.page.fill("[name=wins]", "150")
    w.page.wait_for_function("() => document.querySelector('.wl-inside').dataset.stale === 'false'")
    w.page.click(".wc-steps [data-key=diagnosis] button")
    w.idle()
    assert "Last time we said" in w.page.inner_text(".wc-last")
    w.saved()
    kept = dx.Case.load(next(cases.glob("Comes-again*.json")))
    assert [past.date for past in kept.diagnoses] == ["2026-02-03", "2026-05-04"]


def test_two_windows_on_one_case_never_overwrite_each_other(window, cases):
    one = window().begin("Shared")
    file = one.page.url.split("case=")[1]
    other = window(f"#case={file}")
    other.page.wait_for_selector(".wc[data-step=door]")
    one.fill(".wc-note", "from the first").saved()
    other.fill(".wc-note", "from the second").saved()
    assert other.page.is_visible(".wc-conflict")
    assert dx.Case.load(cases / "Shared.json").notes == {"door": "from the first"}
    other.press("Save mine and keep the other as a copy")
    assert not other.page.is_visible(".wc-conflict")
    assert dx.Case.load(cases / "Shared.json").notes == {"door": "from the second"}
    assert "from the first" in {dx.Case.load(p).notes.get("door") for p in cases.glob("Shared*.json")}
    one.fill(".wc-note", "from the first again").saved()
    assert one.page.is_visible(".wc-conflict")
    one.press("Open the other version and keep mine as a copy")
    assert one.page.input_value(".wc-note") == "from the second"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_client_is_deleted_in_one_window_and_not_brought_back_by_another(window, cases, viewport):
    one = window(viewport=viewport).begin("Gone for good")
    file = one.page.url.split("case=")[1]
    other = window(f"#case={file}")
    other.page.wait_for_selector(".wc[data-step=door]")
    one.press("All clients")
    one.press("Delete Gone for good")
    confirm = one.page.locator(".wc-confirm")
    assert (
        "Gone-for-good.json" in confirm.inner_text()
        and one.page.evaluate("document.activeElement.textContent") == "Keep"
    )
    one.press("Keep")
    assert confirm.count() == 0 and (cases / file).exists()
    one.press("Delete Gone for good")
    one.press("Delete for good")
    assert "Deleted: Gone-for-good.json." in one.page.inner_text(".wl-notice")
    assert one.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    other.fill(".wc-note", "typed afterwards").saved()
    other.page.wait_for_selector(".wc-conflict:not([hidden])")
    assert "was deleted" in other.page.inner_text(".wc-conflict")
    assert other.page.inner_text(".wc-saved") == "Not saved."
    other.page.reload()  # what it kept for this is no way back either
    other.page.wait_for_selector(".wc[data-step]")
    other.idle()
    assert [p.name for p in cases.iterdir() if "Gone" in p.name or b"typed afterwards" in p.read_bytes()] == []


def test_what_is_typed_right_after_a_reload_is_saved(window, cases):
    """The reply to what was sent when the page was left comes to the page that follows, with a higher number."""
    w = window().begin("Reloaded")
    w.fill(".wc-note", "before").saved()
    w.page.reload()
    w.page.wait_for_selector(".wc[data-step=door]")
    w.idle()
    w.page.fill(".wc-note", "after")
    w.page.wait_for_timeout(2500)
    assert dx.Case.load(cases / "Reloaded.json").notes == {"door": "after"}


HOSTILE = "<script>alert(1)</script> =cmd() שלום 😀 " + "long " * 60


def test_a_hostile_name_is_text_everywhere(window, cases):
    w = window().begin(HOSTILE)
    assert w.page.input_value(".wc-client") == HOSTILE.strip() or w.page.input_value(".wc-client") == HOSTILE
    w.page.click(".wc-steps [data-key=numbers] button")
    w.idle()
    take_example(w, "leads_pile_up")
    w.page.click(".wc-steps [data-key=plan] button")
    w.idle()
    with w.page.expect_download() as got:
        w.page.click("[data-format=html]")
    alone = w.context.browser.new_context(offline=True)
    page = alone.new_page()
    report = cases / "hostile.html"
    report.write_bytes(got.value.path().read_bytes())
    page.goto(report.as_uri())
    assert "<script>alert(1)</script> =cmd()" in page.inner_text("h1")
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    alone.close()
    w.press("All clients")
    assert "<script>alert(1)</script>" in w.page.inner_text(".wc-cases")
    assert w.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_it_fits_a_phone_with_and_without_numbers(window):
    w = window(viewport=PHONE).begin("Phone")
    for _ in range(2):
        for step in STEPS[1:]:
            w.page.click(f".wc-steps [data-key={step}] button")
            w.idle()
            assert w.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], step
        w.page.click(".wc-steps [data-key=numbers] button")
        w.idle()
        take_example(w, "leads_pile_up")


def test_one_window_is_the_wall_until_a_key_makes_it_the_desk(window):
    w = window().begin("Projected")
    assert w.page.is_visible(".wc-talk")
    w.press("To the wall")
    for private in (".wc-talk", ".wc-saved", ".wc-note"):
        assert not w.page.is_visible(private)
    w.key("ArrowRight")
    assert w.step == "sort"
    assert not w.page.is_visible(".wc-talk")
    w.key("PageUp")
    assert w.step == "door"
    w.key("d")
    assert w.page.is_visible(".wc-talk")
    w.key("b")
    assert w.page.locator(".wc-blank").count() == 0, "the desk stays"
    w.key("d")
    assert w.page.is_visible(".wc-blank")
    w.key("b")
    w.key("d")


def test_undo_takes_back_a_change_of_the_consultation(window):
    w = window().begin("Undone")
    w.press("Marketing", ".wc-question")
    w.fill(".wc-note", "a note")
    w.page.focus(".wc-step-title")
    w.key("Control+z")
    assert w.page.input_value(".wc-note") == ""
    w.key("Control+y")
    assert w.page.input_value(".wc-note") == "a note"
    w.press("Undo")
    w.press("Redo")
    assert w.page.input_value(".wc-note") == "a note"
    w.press("Undo")
    assert w.page.input_value(".wc-note") == ""
    w.press("Undo")
    assert w.page.inner_text(".wc-question .wc-reason") == ""
    assert w.page.get_by_role("button", name="Undo", exact=True).first.is_disabled()


def test_undo_takes_back_what_was_typed_last_wherever_that_was_and_goes_there(window):
    w = window().begin("Undone elsewhere")
    w.key("PageDown")
    w.press("Add an activity")
    w.fill(".wc-own-row input[aria-label=Activity]", "Demo call")
    w.page.click(".wc-steps [data-key=numbers] button")
    w.idle()
    w.page.fill("[name=leads]", "310")
    w.page.wait_for_selector(".wc:has([data-revision])")
    w.page.wait_for_function("() => !document.querySelector('.wc-top button').disabled")
    assert not w.page.get_by_role("toolbar", name="Tools").get_by_role("button", name="Undo").is_visible()
    w.page.click(".wc-steps [data-key=plan] button")
    w.idle()
    w.press("Undo")
    assert w.step == "numbers"
    w.page.wait_for_function("() => document.querySelector('[name=leads]').value === ''")
    w.press("Undo")
    assert w.step == "sort"
    assert w.page.input_value(".wc-own-row input[aria-label=Activity]") == ""


def test_an_amount_that_cannot_be_read_is_there_when_the_window_opens_again(window):
    w = window().begin("Half typed")
    w.key("PageDown")
    w.press("Add an activity")
    w.fill(".wc-own-row input[aria-label='Amount per month']", "a few")
    file = w.page.url.split("case=")[1]
    w.context.close()
    w = window(f"#case={file}")
    w.page.wait_for_selector(".wc-own-row")
    assert w.page.input_value(".wc-own-row input[aria-label='Amount per month']") == "a few"
    assert "“a few” is not a number" in w.page.inner_text(".wc-own-row")


def test_an_action_shows_all_of_its_text_and_a_plan_needs_no_numbers(window):
    w = window(viewport=PHONE).begin("Plan first")
    w.page.click(".wc-steps [data-key=plan] button")
    w.idle()
    assert "enter the numbers in step 4" in w.page.inner_text(".wc-plan")
    w.page.check(".wc-play input >> nth=0")
    w.idle()
    assert w.page.eval_on_selector(
        ".wc-action-what textarea", "t => t.value.length > 20 && t.scrollHeight <= t.clientHeight + 2"
    )
    with w.page.expect_download() as got:
        w.page.click("[data-format=html]")
    assert "No diagnosis yet" in html.unescape(got.value.path().read_text(encoding="utf-8"))
    w.idle()
    assert w.page.is_enabled("[data-format=html]")


def test_the_door_can_be_read_on_a_phone(window):
    w = window(viewport=PHONE).begin("Small door")
    heights = w.page.eval_on_selector_all(
        ".wc-door-picture p:not(:empty)",
        "all => all.filter(t => t.getClientRects().length).map(t => t.getBoundingClientRect().height)",
    )
    assert len(heights) >= 4
    assert min(heights) >= 12


def sentence_of(w):
    w.page.wait_for_function("() => document.querySelector('.wl-inside').dataset.stale === 'false'", timeout=30_000)
    w.page.click(".wc-steps [data-key=diagnosis] button")
    w.idle()
    return w.page.inner_text(".wl-sentence")


def to_numbers(w, way):
    w.page.click(".wc-steps [data-key=numbers] button")
    w.idle()
    w.page.click(f".wl-inside [data-way={way}].wl-way")
    w.page.wait_for_selector(f".wl-inside[data-way={way}]")
    w.page.fill("[name=goal]", "30")
    w.page.fill("[name=closing]", "20")


def test_a_table_serves_as_step_four(window, tmp_path):
    rows = "\n".join(f"2025-{m:02d};{100 + 3 * m};{9 + m % 4}" for m in range(1, 13))
    (tmp_path / "months.csv").write_text(f"month;leads;wins\n{rows}")
    w = window().begin("With a table")
    to_numbers(w, "table")
    w.page.select_option("[name=basis]", "cohort")
    w.page.set_input_files(".wl-sheet input[type=file]", tmp_path / "months.csv")
    table = dx.Table.read(tmp_path / "months.csv", basis="cohort")
    assert sentence_of(w) == dx.diagnose(table.funnel(), dx.Par(goal=30, closing=0.2)).sentence
    assert w.page.is_visible(".wl-timeline")


def test_an_export_serves_as_step_four_and_its_answer_outlives_the_window(window, cases, leads_csv, tmp_path):
    (tmp_path / "deals.csv").write_bytes(leads_csv())
    d = dx.diagnose(dx.Ledger.read(tmp_path / "deals.csv").funnel(), dx.Par(goal=30, closing=0.2))
    w = window().begin("With an export")
    to_numbers(w, "ledger")
    w.page.set_input_files(".wl-leads-file", tmp_path / "deals.csv")
    w.page.wait_for_selector(".wl-match-line")
    assert sentence_of(w) == d.sentence
    assert w.page.is_visible(".wl-people")
    file = w.page.url.split("case=")[1]
    w.context.close()
    w = window(f"#case={file}")
    w.page.wait_for_selector(".wl-inside[data-answer]")
    assert w.page.inner_text(".wl-sentence") == d.sentence
    w.page.wait_for_selector(".wl-bridge .wl-chart[data-revision]")
    w.page.click(".wc-steps [data-key=numbers] button")
    w.idle()
    assert "deals.csv again" in w.page.inner_text(".wl-inside")
    w.page.click(".wc-steps [data-key=plan] button")
    w.idle()
    w.page.click(".wc-face-more summary")
    w.page.check("[name=appendix]")
    w.idle()
    with w.page.expect_download() as got:
        w.page.click("[data-format=html]")
    report = html.unescape(got.value.path().read_text(encoding="utf-8"))
    assert d.sentence in report
    assert "deals.csv" in report, "in the technical appendix"


@pytest.fixture
def cable(session_server):
    cable = Cable(int(session_server[0].rstrip("/").rpartition(":")[2]))
    yield cable
    cable.close()


@pytest.mark.parametrize("how", ["cut", "hold"])
def test_saved_is_said_only_of_what_arrived(browser, cable, cases, how):
    w = Window(browser, cable.address, WIDE, DAY).open()
    w.begin(f"Line {how}")
    w.fill(".wc-note", "before")
    w.saved()
    getattr(cable, how)()
    w.page.fill(".wc-note", "typed while nobody heard it")
    w.page.wait_for_selector(".wl-banner:has-text('Connection lost')", state="visible", timeout=2500)
    assert not w.page.inner_text(".wc-saved").startswith("Saved")
    cable.mend()
    w.page.wait_for_selector(".wl-banner:has-text('Connection lost')", state="hidden", timeout=15_000)
    w.idle().saved()
    assert w.page.inner_text(".wc-saved").startswith("Saved")
    case = dx.Case.load(next(cases.glob(f"Line*{how}*.json")))
    assert "typed while nobody heard it" in str(case.notes)
    w.context.close()
    assert [fault for fault in w.faults if "pageerror" in fault] == []


def test_a_session_whose_server_is_restarted_goes_on_in_its_case(browser, tmp_path):
    port, folder = free_port(), str(tmp_path / "cases")
    with running_server(tmp_path / "log.txt", "session", "--folder", folder, port=port) as (address, _):
        w = Window(browser, address, WIDE, DAY).open()
        w.begin("Restarted")
        w.fill(".wc-note", "at the door")
        w.click(".wc-foot .wl-primary")
        w.saved()
        step = w.step
    w.page.wait_for_selector(".wl-banner:has-text('Connection lost')", state="visible", timeout=4000)
    w.page.fill(".wc-note", "typed in between")
    with running_server(tmp_path / "log.txt", "session", "--folder", folder, port=port):
        w.page.wait_for_selector(".wl-banner:has-text('Connection lost')", state="hidden", timeout=15_000)
        w.idle().saved()
        assert w.step == step
        assert w.page.input_value(".wc-note") == "typed in between"
        w.click(".wc-foot .wl-button >> nth=0")
        assert w.page.input_value(".wc-note") == "at the door"
        w.saved()
    notes = str(dx.Case.load(next((tmp_path / "cases").glob("Restarted*.json"))).notes)
    assert "typed in between" in notes
    assert "at the door" in notes
    w.context.close()
    assert [fault for fault in w.faults if "pageerror" in fault] == []


def test_a_client_has_a_language_of_its_own_and_so_has_the_page(window, cases):
    w = window().begin("Client who speaks German")
    w.page.select_option(".wc-language", "de")
    w.page.wait_for_function("() => document.documentElement.lang === 'de'")
    assert w.page.inner_text(".wc-step-title >> visible=true") == "Die Tür"
    assert w.page.inner_text("button:has-text('Weiter:')") == "Weiter: Zuordnen", "the page's own words too"
    w.idle().page.reload()
    w.page.wait_for_selector(".wc[data-step=door]")
    w.page.wait_for_function("() => document.documentElement.lang === 'de'")
    assert w.page.input_value(".wc-language") == "de"
    w.page.select_option(".wc-language", "")  # as the browser, which is English
    w.page.wait_for_function("() => document.documentElement.lang === 'en'")
    assert w.idle().page.inner_text(".wc-step-title >> visible=true") == "The door"
