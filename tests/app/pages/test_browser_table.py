"""The second way in, in a real browser: a table is opened, pasted, edited and brushed, and every picture is watched."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.app.forms.grid import Grid

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("table")]

PHONE = {"width": 390, "height": 844}
MONTHS = [f"2024-{m:02d}" for m in range(1, 13)] + [f"2025-{m:02d}" for m in range(1, 13)]
LEADS = [100 + 2 * i for i in range(24)]
WINS = [round(leads * 0.1) for leads in LEADS]
KEEPS_RATES = "#way=table&basis=cohort&goal=30&closing=20"


ROWS = list(zip(MONTHS, LEADS, WINS, strict=True))


def sheet(rows=ROWS):
    lines = [f"{m};{n};{w}" for m, n, w in rows]
    return "\n".join(["A title;;", "Month;New leads;Closed won", *lines, "Total;9999;999"]).encode()


TABLE = sheet()


def upload(v, data, name="months.csv"):
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.set_input_files(
        ".wl-sheet input[type=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    v.changed(before)


def drawn(v):
    """Wait until the timeline and what changed show what the page was last told."""
    v.page.wait_for_function(
        """() => [...document.querySelectorAll('.wl-timeline .wl-chart, .wl-changed .wl-chart')]
             .every(c => c.dataset.revision === document.querySelector('.wl').dataset.revision)""",
        timeout=60_000,
    )


def chart(v, name):
    return json.loads(v.page.evaluate(f"JSON.stringify(document.querySelector('.wl-{name} .wl-chart').data)"))


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
def test_a_file_is_opened_and_says_what_the_library_says(visit, viewport, tmp_path):
    v = visit(KEEPS_RATES, viewport)
    assert "Paste or open your table" in v.sentence
    upload(v, TABLE)
    v.settle()
    drawn(v)
    (tmp_path / "months.csv").write_bytes(TABLE)
    table = dx.Table.read(tmp_path / "months.csv", "cohort")
    d = dx.diagnose(table.funnel(), dx.Par(goal=30, closing=0.2))
    assert v.sentence == d.sentence
    assert f"From {sum(LEADS):,} leads and {sum(WINS)} sales in 24 months." in v.page.inner_text(".wl-doorcard")
    bars, *_, rate, _aside = chart(v, "timeline")
    assert bars["y"] == LEADS
    assert rate["y"] == pytest.approx([100 * r for r in table.months.rate], rel=1e-4)
    v.page.click(".wl-sheet details summary")
    told = v.page.inner_text(".wl-sheet details")
    assert "1 row: a total or a mean of other rows" in told
    assert "1 row: above the headings" in told
    assert v.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_totals_and_table_of_the_same_business_say_the_same(visit):
    v = visit("#example=leads_pile_up").settle()
    totals = v.sentence
    v.press("Month by month")
    v.settle()
    assert v.sentence == totals
    assert v.page.is_visible(".wl-badge")
    v.press("Totals")
    assert v.settle().sentence == totals


def test_brushing_two_months_changes_what_changed_and_only_that(visit):
    v = visit(KEEPS_RATES)
    upload(v, TABLE)
    v.settle()
    drawn(v)
    sentence, title = v.sentence, v.page.inner_text(".wl-changed .wl-h")
    v.page.locator(".wl-timeline .wl-chart").scroll_into_view_if_needed()
    box = v.page.query_selector(".wl-timeline .nsewdrag").bounding_box()
    step = box["width"] / 24
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.mouse.move(box["x"] + 12 * step + step / 2, box["y"] + 40)
    v.page.mouse.down()
    v.page.mouse.move(box["x"] + 17 * step + step / 2, box["y"] + 50, steps=6)
    v.page.mouse.up()
    v.changed(before)
    drawn(v)
    after = v.page.inner_text(".wl-changed .wl-h")
    assert after != title
    assert "January to June 2025" in after
    assert v.sentence == sentence
    bars = chart(v, "changed")[0]
    frame = dx.Table.read(pd.DataFrame({"month": MONTHS, "leads": LEADS, "wins": WINS}), "cohort")
    change = dx.compare(frame.between("2024-07", "2024-12"), frame.between("2025-01", "2025-06")).change
    assert (bars["y"][0], bars["y"][-1]) == pytest.approx((change.before, change.after), rel=1e-4)
    v.press("Undo")
    assert v.page.inner_text(".wl-changed .wl-h") == title


def test_a_cell_is_typed_into_and_a_wrong_one_is_marked_and_nothing_is_lost(visit):
    v = visit(KEEPS_RATES)
    upload(v, TABLE)
    v.settle()
    good = v.sentence
    cell = v.page.locator(".wl-grid-sheet [role=row]").nth(3).locator("[role=gridcell]").nth(0)
    before = v.page.get_attribute(".wl", "data-revision")
    cell.dblclick()
    v.page.keyboard.press("Control+A")
    v.page.keyboard.type("many")
    v.page.keyboard.press("Enter")
    v.changed(before)
    assert "“many” is not a number" in v.page.inner_text(".wl-table-says")
    assert v.sentence == good  # the last good answer, marked as such
    assert v.page.get_attribute(".wl", "data-stale") == "true"
    assert v.page.locator(".wl-grid-sheet [aria-invalid=true]").count() == 1
    v.press("Undo")
    assert v.page.get_attribute(".wl", "data-stale") == "false"
    assert v.page.inner_text(".wl-table-says") == ""


PASTE = """text => { const data = new DataTransfer(); data.setData('text/plain', text);
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""


def test_cells_are_pasted_into_the_grid_and_what_was_written_is_selected(visit):
    v = visit(KEEPS_RATES)
    upload(v, TABLE)
    v.settle()

    def cells(row):
        return v.page.locator(f".wl-grid-sheet [aria-rowindex='{row + 2}'] .wl-grid-cell")

    def paste(text):
        before = v.page.get_attribute(".wl", "data-revision")
        v.page.evaluate(PASTE, text)
        v.changed(before)

    cells(23).nth(1).click()
    paste("1,200\r\n1,300\r\n")
    assert [cells(row).all_inner_texts() for row in (23, 24)] == [
        ["2025-12", "1,200", str(WINS[23])],
        ["", "1,300", ""],
    ]
    assert v.page.locator(".wl-grid-sheet [aria-selected=true]").all_inner_texts() == ["1,200", "1,300"]
    assert v.page.inner_text(".wl-notice") == "2 rows × 1 column pasted."
    assert v.page.evaluate("document.activeElement.innerText") == "1,200", "the keys go on from the first cell"
    v.page.keyboard.press("Shift+ArrowRight")
    paste("7")
    assert [cells(row).all_inner_texts() for row in (23, 24)] == [["2025-12", "7", "7"], ["", "7", "7"]]
    v.page.keyboard.press("Home")
    v.page.keyboard.press("F2")
    paste("2025-12\t124\t9\n2026-01\t130\t10")  # a block pasted while a cell is edited is not its text
    assert [cells(row).all_inner_texts() for row in (23, 24)] == [["2025-12", "124", "9"], ["2026-01", "130", "10"]]
    for last in (
        ["2025-12", "7", "7"],
        ["2025-12", "1,200", str(WINS[23])],
        ["2025-12", str(LEADS[23]), str(WINS[23])],
    ):
        v.press("Undo")
        assert cells(23).all_inner_texts() == last
    assert cells(24).count() == 0
    cells(0).nth(0).click()
    v.page.evaluate(PASTE, "1" * 2_000_001)
    assert v.page.inner_text(".wl-notice") == "That is too much to paste: open the file instead."
    paste('"an open quote\t5')
    assert "is not closed" in v.page.inner_text(".wl-notice")
    assert cells(0).all_inner_texts() == ["2024-01", str(LEADS[0]), str(WINS[0])]


def test_cells_are_pasted_with_their_headings_and_what_is_missing_is_asked(visit):
    v = visit("#way=table")
    text = TABLE.decode().replace(";", "\t")
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.evaluate(
        """text => { const data = new DataTransfer(); data.setData('text/plain', text);
             document.querySelector('.wl-paste').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }""",
        text,
    )
    v.changed(before)
    assert "Still needed: " in v.sentence
    assert "Choose what the sales in a row belong to" in v.page.inner_text(".wl-field-basis")
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.select_option("[name=basis]", "period")
    v.changed(before)
    assert "Enter the days from first contact" in v.page.inner_text(".wl-field-days")
    v.type("days", "30")
    v.settle()
    drawn(v)
    # Nothing else was typed: the business is held against its own earlier months, and the page says so.
    assert "Compared with your own months" in v.page.inner_text(".wl-doorcard")
    assert "Compared with your own months" in v.page.inner_text(".wl-field-benchmark")
    assert "its sales come from leads before the table begins" in v.page.inner_text(".wl-aside")


def test_a_question_of_dates_is_asked_and_answered(visit):
    v = visit(KEEPS_RATES)
    assert not v.page.is_visible("[name=dates]")
    rows = [(f"0{d}/0{m}/2025", 100, 10) for m, d in ((1, 1), (2, 1), (3, 1), (4, 1))]
    upload(v, sheet(rows))
    assert "could be" in v.page.inner_text(".wl-table-says")
    assert v.page.is_visible("[name=dates]")
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.select_option("[name=dates]", "day-first")
    v.changed(before)
    v.settle()
    assert "in 4 months" in v.page.inner_text(".wl-doorcard")


def workbook(names=("Sheet1",)):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in names:
        page = book.create_sheet(name)
        page.append(["Month", "Leads", "Sales"])
        for row in ROWS:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("xl/worksheets/sheet1.xml", b"0" * 150_000_000)
    return out.getvalue()


BROKEN = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "picture.xlsx", "PNG"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.xls", "save it as XLSX or CSV"),
    "nothing": (b"", "empty.csv", "empty"),
    "text": (b"just a letter to someone, with a comma", "letter.txt", "leads and sales"),
    "half a workbook": (workbook()[:900], "half.xlsx", "damaged"),
    "a zip bomb": (bomb(), "bomb.xlsx", "bomb.xlsx"),
    "a million rows": (b"Month,Leads,Sales\n" + b"2025-01,1,1\n" * 400_000, "rows.csv", "rows"),
}


def test_a_broken_file_is_refused_in_words_and_the_page_goes_on(visit, subtests):
    v = visit(KEEPS_RATES)
    upload(v, TABLE)
    for goal, (name, (data, file, says)) in enumerate(BROKEN.items(), 31):
        with subtests.test(name):
            good = v.settle().sentence
            upload(v, data, file)
            assert says in v.page.inner_text(".wl-notice")
            assert v.sentence == good
            assert v.page.locator(".wl-grid-sheet [role=row]").count() > 20
            v.type("goal", str(goal))
            assert v.page.inner_text(".wl-notice") == ""


def test_a_file_that_is_too_large_never_leaves_the_page(visit):
    v = visit(KEEPS_RATES)
    v.page.set_input_files(
        ".wl-sheet input[type=file]", {"name": "huge.csv", "mimeType": "text/csv", "buffer": b"1" * 6_000_000}
    )
    v.page.wait_for_function("() => document.querySelector('.wl-notice').innerText.includes('huge.csv is too large')")
    v.type("goal", "31")  # the connection stands


def test_a_workbook_with_two_tables_asks_which(visit):
    v = visit(KEEPS_RATES)
    upload(v, workbook(("North", "South")), "both.xlsx")
    assert "Which one?" in v.page.inner_text(".wl-choice")
    v.press("South")
    v.settle()
    assert "South" in v.page.inner_text(".wl-source")
    assert not v.page.is_visible(".wl-choice")


def test_a_question_that_the_cells_raise_is_answered_where_the_cells_are(visit):
    v = visit(KEEPS_RATES)
    upload(
        v, sheet([("2024-03-31", 300, 30), ("2024-06-30", 310, 28), ("2024-09-30", 290, 31), ("2024-12-31", 305, 30)])
    )
    assert "could be a quarter" in v.page.inner_text(".wl-table-says")
    assert "Each row covers" in v.page.inner_text(".wl-table-asks")
    v.press("a quarter (1,205 leads, 119 sales in 12 months, sales is the weak link)")
    v.settle()
    assert "From 1,205 leads and 119 sales in 12 months." in v.page.inner_text(".wl-doorcard")
    assert v.page.input_value("[name=period]") == "quarter"
    assert v.page.locator(".wl-table-asks button").count() == 0


def test_money_is_told_in_the_owners_currency_and_format(visit):
    v = visit(KEEPS_RATES + "&sale=2400&margin=50&currency=CHF&look=de_CH")
    upload(v, TABLE)
    v.settle()
    drawn(v)
    assert "CHF" in v.page.inner_text(".wl-doorcard .wl-cost")
    assert "of gross margin" in v.page.inner_text(".wl-bridge .wl-h")
    assert "’" in v.page.inner_text(".wl-bridge .wl-h")
    assert "CHF" in v.page.inner_text(".wl-changed .wl-strong")


@pytest.mark.parametrize("months", [24, 1200], ids=["in the address", "kept in the tab"])
def test_a_table_survives_a_reload(visit, months):
    v = visit(KEEPS_RATES)
    rows = [(f"{1960 + i // 12}-{i % 12 + 1:02d}", 100, 10) for i in range(months)][-720:]
    upload(v, sheet(rows))
    v.settle()
    v.page.get_by_role("button", name="Copy link", exact=True).click()
    says = "too long for a link" if months > 24 else "this page with these numbers"
    v.page.wait_for_function("t => document.querySelector('.wl-notice').innerText.includes(t)", arg=says)
    sentence = v.sentence
    v.page.wait_for_timeout(400)  # the address is written a moment later
    v.page.reload()
    v.page.wait_for_selector(".wl[data-revision]", timeout=60_000)
    assert v.settle().sentence == sentence
    assert f"in {len(rows)} months" in v.page.inner_text(".wl-doorcard")


def test_what_is_typed_into_an_empty_grid_becomes_an_answer(visit):
    v = visit(KEEPS_RATES)
    v.page.locator(".wl-grid-sheet [role=gridcell], .wl-grid-sheet [role=rowheader]").first.click()
    for text in ("2025-01", "120", "9"):
        before = v.page.get_attribute(".wl", "data-revision")
        v.page.keyboard.type(text)
        v.page.keyboard.press("Tab")
        v.changed(before)
    v.settle()
    assert "From 120 leads and 9 sales in 1 month." in v.page.inner_text(".wl-doorcard")


def test_a_month_added_says_what_it_did_to_earlier_ones(visit):
    v = visit(KEEPS_RATES + "&days=45")
    upload(v, sheet(ROWS[:12]))
    v.settle()
    drawn(v)
    v.page.get_by_role("button", name="Add a month").click()
    for text in ("2025-01", "124", "3"):
        before = v.page.get_attribute(".wl", "data-revision")
        v.page.keyboard.type(text)
        v.page.keyboard.press("Tab")
        v.changed(before)
    v.settle()
    says = v.page.inner_text(".wl-table-says")
    assert "The table is now counted on 2025-01-31" in says
    assert "November 2024 went from" in says


def test_a_saved_table_opens_again(visit):
    v = visit(KEEPS_RATES)
    upload(v, TABLE)
    v.settle()
    sentence = v.sentence
    with v.page.expect_download() as download:
        v.page.get_by_role("button", name="Save", exact=True).click()
    saved = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert Grid.from_dict(saved["table"]).rows[0] == ("2024-01", "100", "10")
    v.press("Clear all")
    before = v.page.get_attribute(".wl", "data-revision")
    v.page.set_input_files(".wl-tools input[type=file]", download.value.path())
    v.changed(before)
    assert v.settle().sentence == sentence
