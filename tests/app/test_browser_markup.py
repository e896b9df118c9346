"""Markup and script in every text that a person or a file brings: shown as text, in both pages and in the report."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

import diagnostics as dx
from diagnostics.app.case.records import STEPS
from diagnostics.app.forms.entries import blank
from diagnostics.app.forms.form_fields import WAYS, fields_of
from diagnostics.app.forms.grid import Grid
from diagnostics.app.forms.paste import paste
from diagnostics.reading.names import FORMULA
from tests.app.conftest import WIDE, Visit
from tests.app.consultation.test_browser import Window
from tests.app.pages.test_browser_leads import opened
from tests.app.pages.test_browser_table import upload
from tests.app.report.conftest import business

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("session")]

SHORT = "<img class=pwned src=//evil.example/a onerror=hacked()>"
"""As long as a cell of a table may be."""
LONG = (
    f"\"'></text></script></title></style>{SHORT}<script class=pwned>window.hacked=1</script>"
    "<svg class=pwned onload=hacked()><a class=pwned href=javascript:hacked()>x</a>{{7*7}}${7*7}"
)
TAG = "<a href='//evil.io'>x</a>"
"""What plotly makes a link of where a text is not escaped: as short as a label of a chart."""
FOUND = """() => [window.hacked, ...[...document.querySelectorAll(
    '.pwned, svg a, [onerror], [onload], iframe, object, embed, base, [href*="javascript:"], [href*="//evil."], [src*="//evil."]'
)].map(e => e.outerHTML)].filter(Boolean)"""
TEXTS = """() => { document.querySelectorAll('details').forEach(d => { d.open = true });
    const fields = [...document.querySelectorAll('input, textarea, option')].map(e => e.value + e.title);
    return [document.body.innerText, document.body.textContent, ...fields].join(' ') }"""


def harmless(page, *told):
    """No script ran and no element came of a text; the texts are on the page."""
    texts = page.evaluate(TEXTS)
    assert [text for text in told if text not in texts] == []
    assert page.evaluate(FOUND) == []


@pytest.fixture(scope="module")
def page(server, browser):
    """One page for all; it asks nothing of strangers, whatever its texts are."""
    v = Visit(browser, server[0], WIDE)
    yield v.open().settle()
    v.context.close()
    assert v.strangers == []
    assert [fault for fault in v.faults if "Content Security Policy" in fault or "pageerror" in fault] == []


@pytest.mark.parametrize("way", WAYS)
def test_a_text_in_any_field_is_a_text(page, way):
    texts = {field.key: LONG[:200] for field in fields_of(way)}
    saved = {**blank(way).to_dict(), "entries": texts, "opened": LONG[:200]}
    file = {"name": f"{SHORT[:20]}.json", "mimeType": "application/json", "buffer": json.dumps(saved).encode()}
    page.page.set_input_files(".wl-tools input[type=file]", file)
    page.page.wait_for_function(
        "text => [...document.querySelectorAll('[name=goal]')].some(e => e.value === text)", arg=LONG[:200]
    )
    harmless(page.page, LONG[:150])


def test_a_text_in_a_link_is_a_text(page):
    before = page.page.get_attribute(".wl", "data-revision")
    page.page.evaluate(
        """q => { history.replaceState(null, "", q); window.dispatchEvent(new HashChangeEvent("hashchange")) }""",
        f"#example={SHORT}&leads={SHORT}&currency={SHORT}&{SHORT}={SHORT}",
    )
    page.changed(before)
    harmless(page.page)


def table():
    """Months of channels whose names are markup, with a column and a row that are left out."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "<b class=pwned>"
    sheet.append([LONG])
    sheet.append(["Month", "Channel", "Leads", "Sales", LONG])
    for month in range(1, 13):
        for channel in (SHORT, TAG, "Fair"):
            sheet.append([f"2025-{month:02}", channel, 100 + month, 9, LONG])
    sheet.append([SHORT, SHORT, SHORT, SHORT, SHORT])
    other = book.create_sheet("<i class=pwned>")
    for row in sheet.iter_rows(min_row=2, values_only=True):
        other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_text_in_a_table_of_months_is_a_text(page):
    page.again("#way=table&goal=60&closing=20")
    upload(page, table(), f"{SHORT}.xlsx")
    harmless(page.page, "<b class=pwned>", "<i class=pwned>")
    page.press("<b class=pwned>")
    harmless(page.page, TAG, SHORT[:40])
    upload(page, table()[:300], f"{SHORT}.xlsx")
    harmless(page.page, SHORT)


FORMULAS = ("=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1")
COPY = """() => { const data = new DataTransfer();
    document.activeElement.dispatchEvent(new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true }));
    return data.getData('text/plain') }"""


def test_cells_that_are_copied_are_no_formulas_elsewhere_and_the_same_here(page):
    page.again("#way=table&goal=60&closing=20")
    rows = [("Month", "Channel", "Leads", "Sales")]
    rows += [(f"2025-{month:02}", name, "100", "9") for month in range(1, 13) for name in FORMULAS]
    upload(page, "\n".join("\t".join(row) for row in rows).encode(), "months.tsv")
    page.page.locator(".wl-grid-sheet [role=gridcell]").first.click()
    page.page.keyboard.press("ControlOrMeta+a")
    text = page.page.evaluate(COPY)
    cells = [cell for line in text.splitlines() for cell in line.split("\t")]
    assert [cell for cell in cells if cell.startswith(tuple(FORMULA))] == []
    assert {f"'{name}" for name in FORMULAS} <= set(cells)
    pasted = paste(Grid(), text, 0, 0).grid
    assert {row[1] for row in pasted.rows} == set(FORMULAS)


def leads(headings=("Record ID", "Create Date", "Original Source", "Deal owner", "Deal Stage", "Close Date", LONG)):
    """An export in which every text that can be is markup; two stages are not known."""
    lines = [headings]
    for n in range(600):
        stage = ("Closed Won", "Closed Lost", "Closed Lost", SHORT, LONG)[n % 5]
        closed = f"2025-{2 + n % 9:02}-20" if n % 5 < 3 else ""
        source, owner = (SHORT, TAG, LONG)[n % 3], (SHORT, TAG, LONG)[n // 3 % 3]
        lines.append((f"{SHORT}{n}", f"2025-{1 + n % 9:02}-10", source, owner, stage, closed, LONG))
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(lines)
    return out.getvalue().encode()


def test_a_text_in_an_export_is_a_text(page):
    page.again("#way=ledger&goal=30&closing=20&days=30")
    opened(page, leads(), f"{SHORT}.tsv")
    page.settle()
    page.page.wait_for_timeout(300)
    harmless(page.page, SHORT, TAG, LONG[:60])
    opened(page, leads((SHORT, LONG, TAG, "<b class=pwned>", "<i class=pwned>", "x", "y")), f"{LONG[:60]}.tsv")
    harmless(page.page, TAG, "<b class=pwned>")
    opened(page, b"a\n1", f"{SHORT}.tsv")
    harmless(page.page, SHORT)


def hostile():
    """A case in which every text is markup, also those that only the program writes."""
    data = business("leads_pile_up").to_json()
    case = json.loads(data)
    (said,) = case["diagnoses"]
    said |= {"sentence": LONG, "verdict": LONG, "leaning": LONG, "aim": LONG, "date": "2025-12-01"}
    said |= {"probability": {LONG: 0.5, **said["probability"]}, "versions": {LONG: LONG}}
    case |= {
        "client": LONG,
        "definitions": dict.fromkeys(("lead", "sale", "interaction"), LONG),
        "answers": {LONG: "sales"},
        "activities": [{"what": LONG, "amount": 3, "customer_answers": True, "person_answers": True}],
        "scenarios": [{"name": LONG, "levels": {"closing": 0.2}}],
        "aim": LONG,
        "plan": [{"what": LONG, "owner": LONG, "date": "2026-02-01", "watch": LONG, "note": LONG}],
        "notes": dict.fromkeys(STEPS, LONG),
        "print_notes": True,
        "drafts": {"sellers": LONG, "wanted": LONG, "activity 0 amount": LONG, "plan 0 date": LONG},
        "people": [LONG] * 3,
        "reading": [LONG] * 3,
    }
    return dx.Case.from_json(json.dumps(case))


def test_a_text_in_a_case_is_a_text_in_every_step(session_server, cases, browser):
    name = "<img class=pwned src=x onerror=hacked()>.json"
    hostile().save(cases / name)
    w = Window(browser, session_server[0], WIDE, "2026-02-03").open()
    try:
        harmless(w.page, LONG[:30])
        w.page.get_by_role("button", name="onerror").first.click()
        w.page.wait_for_selector(".wc[data-step=review]")  # it was diagnosed two months ago
        for step in STEPS:
            w.click(f".wc-steps [data-key={step}] button")
            w.page.wait_for_selector(f".wc[data-step={step}]")
            harmless(w.page, LONG)
        assert [fault for fault in w.faults if "Content Security Policy" in fault or "pageerror" in fault] == []
        assert w.strangers == []
    finally:
        w.context.close()
        (cases / name).unlink()


def test_a_text_in_a_report_is_a_text(browser, tmp_path):
    context = browser.new_context()
    asked = []
    context.route(lambda url: not url.startswith(("file:", "data:")), lambda route: asked.append(route.request.url))
    page = context.new_page()
    page.goto(dx.report(hostile(), tmp_path / "r.html").as_uri())
    harmless(page, LONG)
    context.close()
    assert asked == []
