"""The third way in, in a real browser: an export is opened, checked, doubted, stopped, reloaded, and looked at."""

from __future__ import annotations

import io

import openpyxl
import pytest

import diagnostics as dx
from diagnostics.app.forms.entries import has_ledger
from tests.leads.test_people_shown import NAMES, export, named

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("leads")]

PHONE = {"width": 390, "height": 844}
ALL = (*NAMES, "Kai Uhl")
EMPTY = "#way=ledger&goal=30&closing=20"


def choose(v, data, name="deals.csv"):
    """Hand a file to the page; a path where it is a large one."""
    v.page.set_input_files(
        ".wl-leads-file",
        data if isinstance(data, str) else {"name": name, "mimeType": "application/octet-stream", "buffer": data},
    )


def opened(v, data, name="deals.csv"):
    before = v.page.get_attribute(".wl", "data-revision")
    choose(v, data, name)
    v.changed(before)
    return v


def wide_enough(v):
    return v.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def drawn(v):
    v.settle()
    v.page.wait_for_function(
        """() => [...document.querySelectorAll('.wl-control .wl-chart, .wl-timeline .wl-chart')]
             .every(c => c.dataset.revision === document.querySelector('.wl').dataset.revision)""",
        timeout=60_000,
    )


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
def test_an_export_is_opened_and_says_what_the_library_says(visit, viewport, leads_csv, tmp_path):
    v = visit(EMPTY, viewport, new=True)
    assert "Open an export" in v.sentence
    assert "Your file is read by this app on your own computer" in v.page.inner_text(".wl-empty")
    opened(v, leads_csv())
    drawn(v)
    (tmp_path / "deals.csv").write_bytes(leads_csv())
    ledger = dx.Ledger.read(tmp_path / "deals.csv")
    assert v.sentence == dx.diagnose(ledger.funnel(), dx.Par(goal=30, closing=0.2)).sentence
    assert "8 columns matched, HubSpot deals." in v.page.inner_text(".wl-match-line")
    assert "First contacted" in v.page.inner_text(".wl-question"), "some sales have no first contact: who made them?"
    assert not v.page.is_visible(".wl-empty")
    said = v.page.inner_text(".wl-people-sentence").replace("\u00a0", " ")
    assert said == dx.leads_or_people(ledger).sentence.replace("\u00a0", " ")
    assert said.startswith("It is the leads, not the people: Google Ads leads buy at 17%")
    dots = v.page.evaluate("document.querySelector('.wl-control .wl-chart').data[2].x")
    out = [*ledger.channels().query("outside != ''")["ratio"], *ledger.reps().query("outside != ''")["ratio"]]
    assert [d for d in dots if d < 300] == pytest.approx([100 * ratio for ratio in out if ratio < 3], rel=1e-3)
    assert len(dots) == len(out), "those further out are drawn at the edge"
    assert v.page.locator(".wl-pairs-table tbody tr").count() == 2
    assert v.page.locator(".wl-speed tbody tr").count() >= 2
    assert v.page.is_visible(".wl-timeline")
    v.page.locator(".wl-fault summary").first.click()
    v.page.wait_for_selector(".wl-fault .wl-table td")
    assert wide_enough(v)
    if viewport:  # the sentence stays in view while something is typed
        v.page.locator("[name=days]").scroll_into_view_if_needed()
        box = v.page.locator(".wl-sentence").bounding_box()
        assert 0 <= box["y"] < 844


def test_the_sentence_is_there_before_the_charts_are_drawn(visit, leads_csv):
    v = visit(EMPTY, new=True)
    v.page.evaluate(
        """new MutationObserver(() => window.early ??= [document.querySelector('.wl-sentence').innerText,
             document.querySelectorAll('.wl-balance svg').length])
           .observe(document.querySelector('.wl'), {attributeFilter: ['data-answer']})"""
    )
    opened(v, leads_csv())
    drawn(v)
    assert v.page.evaluate("window.early") == [v.sentence, 0]
    assert v.page.locator(".wl-balance svg").count()


def test_where_only_reps_can_be_compared_the_evidence_has_the_width(visit):
    """80 leads of a rep who wins half and 80 of one who wins an eighth, and no channel: evidence without advice."""
    rows = [
        f"2024-0{1 + n % 6}-05,{'Won' if n % 8 < won else 'Lost'},2024-0{1 + n % 6}-25,{rep}"
        for rep, won in (("Ann", 4), ("Bo", 1))
        for n in range(80)
    ]
    v = visit(EMPTY)
    opened(v, "\n".join(["Created,Status,Closed date,Owner", *rows]).encode())
    v.settle()
    assert "Reps differ" in v.page.inner_text(".wl-people-sentence")
    card, evidence = (v.page.locator(at).bounding_box() for at in (".wl-people", ".wl-people-two ul"))
    assert evidence["x"] - card["x"] < 40


def test_what_is_typed_changes_the_answer_and_leaves_the_study(visit, leads_csv):
    v = visit(EMPTY)
    opened(v, leads_csv())
    drawn(v)
    v.type("goal", "5")
    drawn(v)
    assert "goal" in v.page.inner_text(".wl-doorcard") + v.sentence
    assert "It is the leads" in v.page.inner_text(".wl-people-sentence")
    before = v.page.inner_text(".wl-pairs")
    v.type("as_of", "2024-09-30")
    drawn(v)
    assert v.page.inner_text(".wl-pairs") != before
    v.type("as_of", "tomorrow")
    assert "is not a day" in v.page.inner_text(".wl-field-as_of")


def test_dates_that_could_be_read_in_two_ways_are_asked_once(visit, leads_csv):
    v = visit(EMPTY)
    opened(v, leads_csv(dates="%d/%m/%Y", latest=12))
    assert "Some columns need an answer" in v.sentence
    asked = v.page.locator(".wl-question", has_text="could be")
    assert v.page.locator(".wl-question").count() == asked.count() == 1
    assert v.page.is_visible(".wl-matching")
    v.press(v.page.locator(".wl-answers button", has_text="the day comes first: 3/4 is 3 April").inner_text())
    drawn(v)
    assert "of the leads" in v.page.inner_text(".wl-people") or v.page.inner_text(".wl-people-sentence")
    assert asked.count() == 0
    v.press("Undo")
    assert asked.count() == 1
    assert v.page.get_attribute(".wl", "data-stale") == "true"


def test_a_column_and_a_meaning_are_changed_and_taken_back(visit, leads_csv):
    v = visit(EMPTY, new=True)  # what is matched is shown and hidden by one button
    opened(v, leads_csv())
    drawn(v)
    sentence, line = v.sentence, v.page.inner_text(".wl-match-line span")
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.focus("[data-key=rep]")
    v.page.select_option("[data-key=rep]", "")
    v.changed(before)
    assert "cannot be compared" in v.page.inner_text(".wl-people-sentence")
    assert v.page.evaluate("document.activeElement.dataset.key") == "rep", "who uses the keyboard stays where they are"
    assert not v.page.is_visible(".wl-control")
    v.press("Undo")
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.locator(".wl-value", has_text="Contract sent").get_by_text("won", exact=True).click()
    v.changed(before)
    assert v.page.inner_text(".wl-match-line span") != line
    v.press("Undo")
    drawn(v)
    assert (v.sentence, v.page.inner_text(".wl-match-line span")) == (sentence, line)


def test_faults_open_on_their_rows_and_cells_are_text(visit, leads_csv):
    v = visit(EMPTY)
    opened(v, leads_csv(name="<img src=x onerror=alert(1)>"))
    drawn(v)
    assert "found" in v.page.inner_text(".wl-faults-line")
    fault = v.page.locator(".wl-fault", has_text="have no channel").first
    more = v.page.locator(".wl-more-faults > summary")
    if more.count() and not fault.is_visible():
        more.click()
    fault.locator("summary").click()
    fault.locator("td").first.wait_for()
    assert fault.locator("tbody tr").count() == 3
    assert v.page.locator(".wl img").count() == 0
    assert "<img" in v.page.inner_text(".wl-pairs")


def test_several_files_of_one_export_are_opened_together(visit, leads_csv):
    v = visit(EMPTY, new=True)
    head, *lines = leads_csv().splitlines(keepends=True)
    halves = [head + b"".join(part) for part in (lines[: len(lines) // 2], lines[len(lines) // 2 :])]
    before = v.page.get_attribute(".wl", "data-revision")
    files = [{"name": f"{at}.csv", "mimeType": "text/csv", "buffer": half} for at, half in enumerate(halves)]
    v.page.set_input_files(".wl-leads-file", files)
    v.changed(before)
    v.settle()
    assert "0.csv + 1" in v.page.inner_text(".wl-file")


def test_a_workbook_with_two_sheets_asks_which(visit, leads_csv):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("North", "South, old"):
        page = book.create_sheet(name)
        for line in leads_csv(rows=300).decode().splitlines():
            page.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    v = visit(EMPTY)
    opened(v, out.getvalue(), "both.xlsx")
    assert "Which one?" in v.page.inner_text(".wl-leads-choice")
    v.press("South, old")
    assert "300 leads" in v.page.inner_text(".wl-match-line")
    assert not v.page.is_visible(".wl-leads-choice")


BROKEN = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "picture.xlsx"),
    "nothing": (b"", "empty.csv"),
    "a letter": (b"just a letter to someone", "letter.txt"),
    "half a parquet": (b"PAR1" + bytes(300), "half.parquet"),
}


def test_a_wrong_file_is_refused_in_words_and_what_was_there_stays(visit, subtests, leads_csv):
    v = visit(EMPTY)
    opened(v, leads_csv())
    drawn(v)
    for goal, name in enumerate(BROKEN, 31):
        with subtests.test(name):
            good = v.sentence
            opened(v, *BROKEN[name])
            assert v.page.inner_text(".wl-notice")
            assert v.sentence == good
            assert v.page.inner_text(".wl-file") == "deals.csv"
            v.type("goal", str(goal))
            assert v.page.inner_text(".wl-notice") == ""


def test_a_file_that_is_too_large_never_leaves_the_page(visit, tmp_path):
    v = visit(EMPTY)
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(60_000_000)
    choose(v, str(huge))
    v.page.wait_for_function("() => document.querySelector('.wl-notice').innerText.includes('this page takes 50 MB')")
    assert "Parquet" in v.page.inner_text(".wl-notice")
    v.type("goal", "31")  # the connection stands


def test_a_reload_says_what_to_open_and_remembers_the_answers(visit, leads_csv):
    data = leads_csv(dates="%d/%m/%Y", latest=12)
    v = visit(EMPTY)
    opened(v, data)
    v.press(v.page.locator(".wl-answers button", has_text="the day comes first: 3/4 is 3 April").inner_text())
    drawn(v)
    sentence = v.sentence
    v.page.wait_for_timeout(400)  # the address is written a moment later
    v.page.reload()
    v.page.wait_for_selector(".wl[data-answer]", timeout=60_000)
    assert v.sentence == sentence, "the session goes on"
    v.page.add_init_script("sessionStorage.removeItem('weak-link line')")  # as after a day, when it is forgotten
    v.page.reload()
    v.page.wait_for_selector(".wl[data-revision]", timeout=60_000)
    v.page.wait_for_function("() => document.querySelector('.wl-sentence').innerText.startsWith('Open deals.csv')")
    assert "Open deals.csv again" in v.sentence
    assert "are remembered" in v.page.inner_text(".wl-file")
    opened(v, data)
    drawn(v)
    assert v.sentence == sentence


def test_a_large_file_tells_how_far_it_is_may_be_stopped_and_is_read_in_the_end(visit, leads_csv, tmp_path):
    large = tmp_path / "large.csv"
    large.write_bytes(leads_csv(rows=300_000, months=24).replace(b",Closed Lost,", b",Closed Lost" + b" " * 40 + b","))
    assert large.stat().st_size > 25_000_000
    v = visit(EMPTY)
    opened(v, leads_csv(), "small.csv")
    drawn(v)
    good = v.sentence
    v.page.evaluate(
        """() => { window.told = [];
             new MutationObserver(() => window.told.push(document.querySelector('.wl-doing').textContent))
               .observe(document.querySelector('.wl-doing'), { childList: true, characterData: true, subtree: true }); }"""
    )
    choose(v, str(large))
    v.page.wait_for_function(
        "() => /Looking|Counting/.test(document.querySelector('.wl-doing').textContent)", timeout=60_000
    )
    v.page.click(".wl-progress button")
    v.page.wait_for_function(
        "() => document.querySelector('.wl-notice').innerText.startsWith('Stopped')", timeout=60_000
    )
    assert v.sentence == good
    assert v.page.inner_text(".wl-file") == "small.csv"
    assert not v.page.is_visible(".wl-progress")
    before = v.page.get_attribute(".wl", "data-revision")
    choose(v, str(large))
    v.page.wait_for_selector(".wl-progress", state="visible")
    v.page.wait_for_function(
        "b => document.querySelector('.wl').dataset.revision !== b && document.querySelector('.wl-file').textContent === 'large.csv'",
        arg=before,
        timeout=90_000,
    )
    drawn(v)
    assert "300,000 leads" in v.page.inner_text(".wl-match-line")
    assert not v.page.is_visible(".wl-progress")
    assert not v.page.is_visible(".wl-banner")
    told = set(v.page.evaluate("window.told"))
    assert "Sending large.csv" in told
    assert "Counting the leads" in told


@pytest.mark.skipif(not has_ledger(), reason="data/ledger.csv is not there")
def test_the_example_is_one_until_a_file_is_opened(visit, leads_csv):
    v = visit("#example=leads_pile_up")
    v.settle()
    v.press("Leads")
    drawn(v)
    assert v.page.is_visible(".wl-badge")
    assert "Joinery" in v.page.inner_text(".wl-story")
    assert "It is the leads, not the people" in v.page.inner_text(".wl-people-sentence")
    v.type("goal", "41")
    assert v.page.is_visible(".wl-badge")
    opened(v, leads_csv())
    drawn(v)
    assert not v.page.is_visible(".wl-badge")
    v.press("Totals")
    assert not v.page.is_visible(".wl-match")


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
def test_reps_are_shown_by_initials_where_that_is_chosen(visit, viewport):
    v = visit("#way=ledger&goal=300&closing=20", viewport, new=True)
    opened(v, export())
    drawn(v)
    assert set(named(v.page.content(), ALL)) == set(ALL)
    v.page.select_option(".wl-field-people select", "initials")
    drawn(v)
    v.page.wait_for_function("() => !document.body.innerHTML.includes('Anna Berg')")
    assert named(v.page.content(), ALL) == [], "in the pictures neither"
    assert "A.B. 1" in v.page.inner_text(".wl-pairs") and "A.B. 2" in v.page.inner_text(".wl-pairs")
    kept = v.page.evaluate("location.hash + JSON.stringify({...sessionStorage})")
    assert "people=initials" in kept and named(kept, ALL) == []
    assert wide_enough(v)
    v.page.select_option(".wl-field-people select", "")
    v.page.wait_for_function("() => document.querySelector('.wl-pairs').innerText.includes('Anna Berg')")
