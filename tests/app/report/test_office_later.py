"""What slides and workbook say in a later session, and under a firm's name."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation

import diagnostics as dx
from diagnostics.app.case.firm import Firm
from diagnostics.app.case.logo import logo
from diagnostics.app.report import office_words as office
from diagnostics.app.report import words as say
from diagnostics.app.report.content import content
from diagnostics.app.wording import review_words
from diagnostics.funnel.links import SIDES
from diagnostics.language import speaking

from .conftest import CASES, business, quarters
from .office_files import charts
from .test_slides import notes, slide_of

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" font-family="Arial" width="300" height="100"><rect width="300" height="100" fill="#204060"/></svg>'


@pytest.fixture(scope="module")
def case():
    return quarters()


# --- a later session ------------------------------------------------------------------------------------------------


def test_the_trend_is_a_line_chart_of_all_sessions(case, tmp_path):
    later = content(case).later
    presentation = Presentation(dx.report(case, tmp_path / "r.pptx"))
    (chart,) = charts(slide_of(presentation, say.HEAD["trend"]))
    assert list(chart.plots[0].categories) == ["2025-09-01", "2025-12-01", "2026-03-02"]
    for side, series in zip(SIDES, chart.plots[0].series, strict=True):
        assert series.name == office.SIDE_NAME[side]
        assert list(series.values) == pytest.approx([point.judged.of_par[side] for point in later.points], rel=1e-12)
    assert "; ".join(later.trend_rows[0]) in notes(slide_of(presentation, say.HEAD["trend"]))


def test_what_was_agreed_and_what_moved_have_slides(case, tmp_path):
    later = content(case).later
    presentation = Presentation(dx.report(case, tmp_path / "r.pptx"))
    agreed = slide_of(presentation, later.agreed)
    cells = [c.text_frame.text for s in agreed.shapes if s.has_table for row in s.table.rows for c in row.cells]
    assert all(cell in cells for row in later.done for cell in row)
    moved = slide_of(presentation, say.HEAD["moved"])
    text = moved.placeholders[1].text_frame.text
    assert later.forecast in text and all(line in text for line in later.moved)


def test_a_first_session_has_none_of_it(written):
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(written("whole", "pptx")).slides]
    assert not {say.HEAD["trend"], say.HEAD["moved"]} & set(titles)
    assert not {"Trend", "Since last time"} & set(openpyxl.load_workbook(written("whole", "xlsx")).sheetnames)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_trend_of_the_workbook_is_numbers_days_and_a_chart(case, language, tmp_path):
    path = dx.report(case, tmp_path / "r.xlsx", language=language)
    with speaking(language):
        later, name = content(case).later, say.sheet("trend")
    sheet = openpyxl.load_workbook(path)[name]
    rows = list(sheet.iter_rows(min_row=5, max_row=7))
    for row, point in zip(rows, later.points, strict=True):
        assert row[0].is_date and row[0].value.date().isoformat() == point.date
        shares = [point.judged.of_par[side] for side in SIDES]
        chances = [point.judged.probability[key] for key in ("marketing", "balanced", "sales")]
        levels = [level.value for level in point.levels.values()]
        assert [cell.value for cell in row[2 : 7 + len(levels)]] == pytest.approx([*chances, *shares, *levels])
    with zipfile.ZipFile(path) as book:
        parts = [book.read(one).decode() for one in book.namelist() if "xl/charts/chart" in one]
    assert any(
        "<c:lineChart>" in part and f"{name}!$F$5:$F$7".replace("'", "") in part.replace("'", "") for part in parts
    )


def test_what_moved_is_numbers(case, tmp_path):
    sheet = openpyxl.load_workbook(dx.report(case, tmp_path / "r.xlsx"))["Since last time"]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows()}
    found = next(one for one in content(case).later.watched if one.number == "follow_up")
    now = found.movement.now
    assert rows["Follow-up"][:5] == pytest.approx([found.movement.then, 0.9, now.value, now.low, now.high])
    assert rows["Follow-up"][5] == review_words.moved_cell(found) == "yes, up"


def test_parts_of_a_later_session_can_be_left_out(case, tmp_path):
    less = case.changed(left_out=("since", "trend"))
    titles = [s.shapes.title.text_frame.text for s in Presentation(dx.report(less, tmp_path / "r.pptx")).slides]
    assert not {say.HEAD["trend"], say.HEAD["moved"]} & set(titles)
    assert not {"Trend", "Since last time"} & set(
        openpyxl.load_workbook(dx.report(less, tmp_path / "r.xlsx")).sheetnames
    )


# --- a firm ---------------------------------------------------------------------------------------------------------


def picture():
    file = io.BytesIO()
    Image.new("RGB", (300, 100), "#204060").save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("data", [picture(), DRAWING], ids=["png", "svg"])
def test_a_firm_is_on_every_slide_and_every_sheet(data, tmp_path):
    firm = Firm(
        name="Nord & Co",
        logo=logo(data, "logo"),
        accent="#204060",
        font="DejaVu Serif",
        contact="Hafen 1\nBremen",
        footer="N&C",
    )
    path = dx.report(CASES["whole"](), tmp_path / "r.pptx", firm=firm)
    presentation = Presentation(path)
    first, *others = presentation.slides
    texts = " ".join(shape.text_frame.text for shape in first.shapes if shape.has_text_frame)
    assert "Nord & Co" in texts and "Hafen 1" in texts
    assert [shape for shape in first.shapes if shape.shape_type == 13]
    for slide in others:
        assert any("N&C · Kitchen fitter" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    with zipfile.ZipFile(path) as parts:
        assert 'descr="Logo of Nord &amp; Co"' in parts.read("ppt/slideMasters/slideMaster1.xml").decode()
        theme = next(parts.read(name).decode() for name in parts.namelist() if re.search(r"theme/theme1\.xml", name))
    assert 'typeface="DejaVu Serif"' in theme and "204060" in theme
    book = openpyxl.load_workbook(dx.report(CASES["whole"](), tmp_path / "r.xlsx", firm=firm))
    for sheet in book:
        assert (sheet.oddHeader.left.text.strip(), sheet.oddHeader.right.text.strip()) == ("Nord && Co", "N&&C")
        assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"DejaVu Serif"}


def test_without_a_firm_there_is_no_name_and_no_logo(tmp_path):
    path = dx.report(business("leads_pile_up"), tmp_path / "r.pptx")
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if name.startswith("ppt/media/")]
    book = openpyxl.load_workbook(dx.report(business("leads_pile_up"), tmp_path / "r.xlsx"))
    assert all(not sheet.oddHeader.left.text for sheet in book)


# --- parts of some sessions -----------------------------------------------------------------------------------------


def test_lost_reasons_and_moved_effort_are_in_both(written):
    said = content(CASES["weighed"]())
    presentation = Presentation(written("weighed", "pptx"))
    lost = slide_of(presentation, said.lost.title)
    cells = [c.text_frame.text for s in lost.shapes if s.has_table for row in s.table.rows for c in row.cells]
    assert all(cell in cells for row in said.lost.rows for cell in row)
    assert said.lost.caption in " ".join(s.text_frame.text for s in lost.shapes if s.has_text_frame)
    moved = slide_of(presentation, said.realign.title)
    assert said.realign.said in moved.placeholders[1].text_frame.text
    assert all(line in moved.placeholders[2].text_frame.text for line in said.realign.against)
    book = openpyxl.load_workbook(written("weighed", "xlsx"))
    rows = {row[0].value: [cell.value for cell in row[1:5]] for row in book["Answer"].iter_rows()}
    for kind, *numbers in said.lost.shares:
        assert rows[kind] == pytest.approx(numbers)
    assert said.realign.said in [row[0].value for row in book["What if"].iter_rows()]


def test_lost_reasons_and_moved_effort_can_be_left_out(tmp_path):
    case = CASES["weighed"]().changed(left_out=("lost", "realign"))
    said = content(case)
    titles = [s.shapes.title.text_frame.text for s in Presentation(dx.report(case, tmp_path / "r.pptx")).slides]
    assert not {said.lost.title, said.realign.title} & set(titles)
    book = openpyxl.load_workbook(dx.report(case, tmp_path / "r.xlsx"))
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not {said.lost.title, said.realign.title} & texts
