"""The face of a report: whose name it carries, what it goes without, and pages that are filled, numbered and whole."""

from __future__ import annotations

import io
import re

import numpy as np
import pypdfium2
import pytest
from PIL import Image

import diagnostics as dx
from diagnostics.app.case.firm import Firm, new_firm_path
from diagnostics.app.case.logo import logo
from diagnostics.app.case.records import Action
from diagnostics.app.report import words as say
from diagnostics.app.report.content import content
from diagnostics.app.report.face import css_text, font_faces
from diagnostics.app.report.html_report import html
from diagnostics.app.report.parts import PARTS, shown
from diagnostics.app.report.pdf_report import logo_png, pdf
from diagnostics.language import speaking, t
from tests.app.report.conftest import CASES, HOSTILE
from tests.app.report.test_case_report import Page, everything, full, pdf_pages

WITHIN_THE_APPENDIX = re.compile(
    r"Python|numpy|scipy|Jeffreys|Owen|log-odds|Log-Odds|posterior|\bdx\.|weak-link \d|diagnostics report|Version"
)
"""What a client is not bothered with."""


def picture():
    file = io.BytesIO()
    Image.new("RGB", (600, 200), "#8A1C3B").save(file, "PNG")
    return logo(file.getvalue(), "a.png")


DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30" fill="#0B6E4F"/></svg>'
)
KERN = Firm(
    name="Kern & Partner",
    logo=picture(),
    accent="#8A1C3B",
    second="#5B6770",
    font="DejaVu Serif",
    contact="Schillerstraße 14\n70173 Stuttgart",
    footer="Kern & Partner · vertraulich",
)
NORTH = Firm(name="Northbank", logo=logo(DRAWING, "b.svg"), accent="#0B6E4F", font="STIXGeneral", paper="letter")


@pytest.fixture
def case():
    return CASES["whole"]()


def pages_as_pictures(data):
    """Every page as an array of grey, 36 dots per inch."""
    with pypdfium2.PdfDocument(data) as document:
        return [np.asarray(page.render(scale=0.5, grayscale=True).to_pil().convert("L")) for page in document]


def used(page):
    """How far down a page is printed, as a fraction of its height, without the foot."""
    body = page[: int(0.925 * len(page))]
    rows = np.flatnonzero((body < 200).any(axis=1))
    return rows.max() / len(page) if rows.size else 0.0


def widest_gap(page):
    """The highest white band within the printed part of a page, as a fraction of its height."""
    rows = np.flatnonzero((page[: int(0.925 * len(page))] < 200).any(axis=1))
    return np.diff(rows).max() / len(page)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ["whole", "leads_pile_up", "idle_sales_team", "orders_without_salespeople", "begun"])
def test_without_the_appendix_no_report_speaks_of_how_it_was_calculated(name, language, tmp_path):
    case = CASES[name]()
    for ending in ("html", "pdf"):
        plain = everything(dx.report(case, tmp_path / f"a.{ending}", language))
        assert WITHIN_THE_APPENDIX.search(plain) is None
        whole = everything(dx.report(case.changed(appendix=True), tmp_path / f"b.{ending}", language))
        assert WITHIN_THE_APPENDIX.search(whole) is not None
        assert np.__version__ in whole and np.__version__ not in plain


@pytest.mark.parametrize("part", [part.key for part in PARTS])
def test_a_part_that_is_left_out_is_in_neither_format(part, case):
    case = case.changed(left_out=(part,), print_notes=True)
    whole = content(case.changed(left_out=()))
    if part not in shown(whole):
        pytest.skip("this case has nothing to say there")
    assert set(shown(whole)) - set(shown(content(case))) == {part}
    heading = {"bridge": "Where 14 customers per month are lost", "balance": "Balance: ", "reasons": say.HEAD["for"]}
    title = heading.get(part, say.HEAD.get(part, ""))
    if title and part not in ("whatif",):  # whose heading is a part of others
        assert f"<h2>{title}" not in html(content(case)).decode()
        assert f"<h2>{title}" in html(whole).decode()
    assert len(pdf(content(case))) < len(pdf(whole))


def test_a_left_out_plan_is_not_on_the_owners_page_either(case):
    page = Page(html(content(case.changed(left_out=("plan", "definitions")))).decode()).text
    assert case.plan[0].owner not in page
    assert case.definitions.sale not in page


def test_the_report_carries_the_firm_that_the_case_names(case, tmp_path):
    for firm in (KERN, NORTH):
        firm.save(new_firm_path(tmp_path, firm.name))
    texts = {}
    for firm, file in ((KERN, "Kern-Partner.json"), (NORTH, "Northbank.json")):
        case.changed(firm=file).save(tmp_path / "case.json", replace=True)
        mine = dx.Case.load(tmp_path / "case.json")
        page = dx.report(mine, tmp_path / f"{firm.font}.html").read_text(encoding="utf-8")
        assert firm.accent in page and css_text(firm.font) in page and "font/woff" in page
        cover, *rest = pdf_pages(dx.report(mine, tmp_path / f"{firm.font}.pdf"))
        assert firm.name in cover and all(line in cover for line in firm.contact_lines)
        assert all((firm.footer or firm.name) in one for one in rest)
        texts[firm.name] = page
    assert KERN.name.split()[0] not in texts[NORTH.name] and NORTH.name not in texts["Kern & Partner"]


def test_a_profile_may_be_given_and_one_that_is_gone_is_said(case, tmp_path):
    KERN.save(tmp_path / "kern.json")
    by_file = dx.report(case, tmp_path / "a.pdf", firm=tmp_path / "kern.json").read_bytes()
    assert by_file == dx.report(case, tmp_path / "b.pdf", firm=KERN).read_bytes()
    with pytest.warns(UserWarning, match="deleted or renamed"):
        path = dx.report(case.changed(firm="gone.json"), tmp_path / "c.pdf")
    assert path.read_bytes() == dx.report(case, tmp_path / "d.pdf").read_bytes()
    with pytest.raises(dx.InputError, match="nowhere"):
        dx.report(case, tmp_path / "e.pdf", firm=tmp_path / "nowhere.json")


def test_paper_and_page_numbers(case):
    with pypdfium2.PdfDocument(pdf(content(case, firm=NORTH))) as document:
        assert [round(side) for side in document[0].get_size()] == [612, 792]
        texts = [page.get_textpage().get_text_range() for page in document]
    assert all(f"{at} / {len(texts)}" in text for at, text in enumerate(texts[1:], 2))


@pytest.mark.parametrize("firm", [None, KERN, NORTH], ids=["none", "kern", "north"])
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ["whole", "full", "idle_sales_team"])
def test_the_owners_page_is_filled_and_alone(name, language, firm):
    case = full() if name == "full" else CASES[name]()
    with speaking(language):
        said = content(case, firm=firm)
        pages = pages_as_pictures(pdf(said))
    assert used(pages[1]) > 0.86
    assert widest_gap(pages[1]) < 0.12
    assert len(pages) > 3


@pytest.mark.browser
@pytest.mark.xdist_group("session")
@pytest.mark.slow
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ["whole", "full"])
def test_the_page_prints_with_numbers_a_footer_and_a_filled_page_for_the_owner(
    browser, name, language, paper, tmp_path
):
    case = full() if name == "full" else CASES[name]()
    path = dx.report(case, tmp_path / "r.html", language, firm=KERN)
    page = browser.new_page()
    page.goto(path.as_uri())
    page.pdf(path=tmp_path / "r.pdf", format=paper)
    page.close()
    texts = pdf_pages(tmp_path / "r.pdf")
    assert all(f"{at} / {len(texts)}" in text and KERN.footer in text for at, text in enumerate(texts[1:], 2))
    with speaking(language):
        assert t(say.HEAD["monday"]) in texts[1] and t(say.HEAD["monday"]) not in "".join(texts[2:])
    pictures = pages_as_pictures(tmp_path / "r.pdf")
    assert used(pictures[1]) > 0.86
    assert widest_gap(pictures[1]) < 0.14


def test_no_row_is_broken_and_a_very_long_one_is_not_lost(case):
    """Rows stay on one page; of a text longer than a page every word is there."""
    rows = tuple(Action(what=f"start{at} " + "word " * 40 + f"end{at}", owner="x") for at in range(30))
    with pypdfium2.PdfDocument(pdf(content(case.changed(plan=rows)))) as document:
        texts = [page.get_textpage().get_text_range() for page in document][2:]
    for at in range(30):
        assert any(f"start{at} " in text and f"end{at}" in text for text in texts)
    long = case.changed(plan=(Action(what="word " * 3_900 + "last"),))
    with pypdfium2.PdfDocument(pdf(content(long))) as document:
        assert any("last" in page.get_textpage().get_text_range() for page in document)


def test_a_firm_is_typed_text_and_ends_no_style_sheet(case):
    hostile = Firm(
        name=HOSTILE[:150], contact=HOSTILE, footer='</style><script>alert(1)</script>\\"; } body { x: url(//a)'
    )
    page = html(content(case, firm=hostile)).decode()
    assert set(Page(page).tags) == set(Page(html(content(case, firm=KERN.changed(logo=None))).decode()).tags)
    assert "url(//a)" not in page and page.count("</style>") == 1
    assert pdf(content(case, firm=hostile))


def test_letters_of_the_firms_font_are_few():
    (regular, first), (bold, second) = font_faces("DejaVu Serif", "Grüße, 96 %")
    assert (regular, bold) == (400, 700) and first != second
    assert all(len(address) < 40_000 for address in (first, second))


def test_a_logo_as_png_for_programs_that_take_no_drawings():
    for one in (KERN.logo, NORTH.logo):
        shown = Image.open(io.BytesIO(logo_png(one)))
        assert shown.format == "PNG" and shown.width / shown.height == pytest.approx(3, rel=0.02)
