"""The reports opened by another program: LibreOffice shows the same words, and works the formulas out to the same figures."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile

import openpyxl
import pypdfium2
import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData

import diagnostics as dx
from diagnostics.app.case.records import CaseNumbers
from diagnostics.app.report import words as say
from diagnostics.app.report.content import content
from diagnostics.app.wording.script import script

from .conftest import CASES, HOSTILE, hostile
from .office_files import chart_parts, charts
from .test_case_report import pdf_pages
from .test_chain import BUSINESSES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("office")]


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Have LibreOffice open a file and write it as another kind."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip(
            "LibreOffice is not installed: apt-get install libreoffice-calc libreoffice-impress libreoffice-draw"
        )
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def run(path, kind):
        out = path.parent / "opened"
        asked = [program, "--headless", "--norestore", f"-env:UserInstallation={profile}", "--convert-to", kind]
        done = subprocess.run(
            [*asked, "--outdir", str(out), str(path)], capture_output=True, text=True, timeout=180, check=False
        )
        written = out / f"{path.stem}.{kind}"
        assert written.is_file(), done.stdout + done.stderr
        return written

    return run


def pictures(path):
    with pypdfium2.PdfDocument(path) as document:
        return [page.render(scale=1).to_pil().convert("L") for page in document]


def ink(picture):
    """Share of a picture that is not white."""
    counts = picture.histogram()
    return 1 - counts[255] / sum(counts)


def without_results(path):
    """The same workbook with nothing kept of what its formulas come to."""
    bare = path.with_name("bare.xlsx")
    taken = 0
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                data, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
                taken += count
            new.writestr(part.filename, data)
    assert taken > 20
    return bare


def test_the_formulas_work_in_a_spreadsheet(convert, tmp_path):
    for at, (name, (funnel, par)) in enumerate(BUSINESSES.items()):
        d = dx.diagnose(funnel, par)
        folder = tmp_path / str(at)
        folder.mkdir()
        path = dx.report(dx.Case(numbers=CaseNumbers.of(funnel, par)), folder / "r.xlsx")
        book = openpyxl.load_workbook(convert(without_results(path), "xlsx"), data_only=True)

        def figure(cell, book=book):
            sheet, place = next(iter(book.defined_names[cell].destinations))
            return book[sheet][place.replace("$", "")].value

        assert figure("today") == pytest.approx(d.today, rel=1e-9), name
        assert figure("at_par") == pytest.approx(d.at_par, rel=1e-9), name
        assert figure("marketing_of_par") == pytest.approx(d.of_par["marketing"], rel=1e-9), name
        assert figure("sales_of_par") == pytest.approx(d.of_par["sales"], rel=1e-9), name


@pytest.mark.parametrize("name", ["whole", "idle_sales_team", "begun", "hostile"])
def test_slides_and_workbook_open_and_show_what_they_say(convert, name, tmp_path):
    case = CASES[name]()
    slides = convert(dx.report(case, tmp_path / "deck.pptx"), "pdf")
    book = convert(dx.report(case, tmp_path / "book.xlsx"), "pdf")
    assert len(pdf_pages(slides)) == len(Presentation(tmp_path / "deck.pptx").slides)
    assert all(0.001 < ink(picture) < 0.6 for picture in pictures(slides))
    said = dx.diagnose(case.funnel, case.par, case.money).sentence if case.numbers else say.NO_DIAGNOSIS
    for path in (slides, book):
        text = " ".join(pdf_pages(path))
        assert said in text
        assert "#NAME" not in text and "Err:" not in text and "#VALUE" not in text and "#DIV" not in text


def test_the_pdf_opens_and_is_not_blank(convert, tmp_path):
    path = dx.report(CASES["whole"](), tmp_path / "r.pdf")
    png = convert(path, "png")
    from PIL import Image

    with Image.open(png) as picture:
        assert 0.02 < ink(picture.convert("L")) < 0.6


def test_an_attack_is_text_in_a_spreadsheet(convert, tmp_path):
    opened = openpyxl.load_workbook(convert(dx.report(hostile(), tmp_path / "r.xlsx"), "xlsx"))
    found = [cell for sheet in opened for row in sheet.iter_rows() for cell in row]
    assert {"=cmd()", "=1+1", "+SUM(A1)", HOSTILE} <= {cell.value for cell in found if cell.data_type == "s"}
    assert all(cell.parent.title == say.SHEET["chain"] for cell in found if cell.data_type == "f")


def test_an_input_changed_in_a_spreadsheet_goes_through_the_whole_chain(convert, tmp_path):
    """Written, changed, kept as ODS and as XLSX again: the formulas are still there and come to the library's answer."""
    funnel, par = BUSINESSES["everything counted"]
    path = dx.report(dx.Case(numbers=CaseNumbers.of(funnel, par)), tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(path)
    for name, value in (("wins", 420), ("par_closing", 0.3)):
        sheet, place = next(iter(book.defined_names[name].destinations))
        book[sheet][place.replace("$", "")].value = value
    book.save(tmp_path / "changed.xlsx")
    back = convert(convert(tmp_path / "changed.xlsx", "ods"), "xlsx")
    counts = {
        "leads": 4000,
        "wins": 420,
        "direct_wins": 120,
        "fit": 2500,
        "worked": 1800,
        "months": 12,
        "maturity": 0.8,
    }
    target = {"goal": 40, "capacity": 170, "direct": 0.05, "fit": 0.7, "follow_up": 0.95, "closing": 0.3}
    d = dx.diagnose(dx.Funnel(**counts), dx.Par(**target))
    values, formulas = (openpyxl.load_workbook(back, data_only=only) for only in (True, False))
    for name, wanted in (("today", d.today), ("at_par", d.at_par), ("sales_of_par", d.of_par["sales"])):
        sheet, place = next(iter(formulas.defined_names[name].destinations))
        place = place.replace("$", "")
        assert str(formulas[sheet][place].value).startswith("="), name
        assert values[sheet][place].value == pytest.approx(wanted, rel=1e-9), name


def test_a_workbook_kept_as_ods_still_has_its_charts_days_and_statuses(convert, tmp_path):
    back = convert(convert(dx.report(CASES["whole"](), tmp_path / "r.xlsx"), "ods"), "xlsx")
    assert len(chart_parts(back)) == 3
    sheet = openpyxl.load_workbook(back)["Plan"]
    assert sheet["E3"].is_date and sheet["E3"].value.date().isoformat() == "2026-02-20"
    assert any("F3" in str(rule.sqref) for rule in sheet.data_validations.dataValidation)


def test_a_chart_of_the_slides_shows_what_is_changed_in_its_data(convert, tmp_path):
    deck = Presentation(dx.report(CASES["whole"](), tmp_path / "r.pptx"))
    chart = next(chart for slide in deck.slides for chart in charts(slide) if len(chart.plots[0].series) == 2)
    data = CategoryChartData(number_format="0%")
    data.categories = ["Our guess", "The truth"]
    for series in chart.plots[0].series:
        data.add_series(series.name, [0.5, 0.5])
    chart.replace_data(data)
    deck.save(tmp_path / "changed.pptx")
    assert "Our guess" in " ".join(pdf_pages(convert(tmp_path / "changed.pptx", "pdf")))


def test_slides_kept_as_odp_still_have_charts_notes_and_texts(convert, tmp_path):
    case = CASES["whole"]()
    back = Presentation(convert(convert(dx.report(case, tmp_path / "r.pptx"), "odp"), "pptx"))
    assert sum(len(charts(slide)) for slide in back.slides) == 4
    assert [slide.shapes.title.text_frame.text for slide in back.slides][1] == content(case).d.sentence
    assert script().step["plan"].ask in list(back.slides)[-1].notes_slide.notes_text_frame.text
