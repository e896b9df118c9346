"""Reports in the client's language: words, numbers, dates, and nothing that is not translated."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from html.parser import HTMLParser

import openpyxl
import pypdfium2
import pytest

import diagnostics as dx
from diagnostics.__main__ import main
from diagnostics.app.case.records import CaseNumbers
from diagnostics.app.forms.entries import example
from diagnostics.app.pages.answering import Asked
from diagnostics.app.pages.taking import Order
from diagnostics.app.report import pictures
from diagnostics.app.report.content import content
from diagnostics.app.report.document import document
from diagnostics.app.report.html_report import html
from diagnostics.app.report.report import is_report
from diagnostics.app.report.take import take
from diagnostics.errors import InputError
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import PSEUDO, speaking
from diagnostics.number_format import long_day
from tests.app.report.conftest import BUSINESSES, CASES, FORMATS, business
from tests.app.report.test_chain import recalculated
from tests.pseudo import untranslated

PROGRAMS = ("weak-link", "numpy", "scipy", "DejaVu Sans")
SHOWN = ("whole", *BUSINESSES, "begun", "nameless")


def own(case):
    """What the client typed, as the report shows it."""
    rows = [text for a in case.plan for text in (a.what, a.owner, a.watch, a.note)]
    texts = [case.client, *case.definitions.model_dump().values(), *rows, *(a.what for a in case.activities)]
    texts += [*(s.name for s in case.scenarios), *(past.sentence for past in case.diagnoses)]
    texts += [long_day(past.date) for past in case.diagnoses]
    lines = [text.strip() for text in texts if text.strip()]
    return [*lines, *(" ".join(line.split()) for line in lines), *PROGRAMS]


class Texts(HTMLParser):
    """What a reader or a screen reader finds in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self._hidden += tag in ("style", "pre")
        self.found += [text for name, text in attributes if name in ("alt", "aria-label", "data-label") and text]

    def handle_endtag(self, tag):
        self._hidden -= tag in ("style", "pre")

    def handle_data(self, data):
        if not self._hidden and data.strip():
            self.found.append(data.strip())


def plain(texts, case):
    """What is not translated. A text that is cut short lacks its bracket."""
    whole = [re.sub(r" …$", "]" if text.startswith("[") else "", text) for text in texts]
    return [text for text in whole if untranslated(text, own(case))]


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_of_a_report_is_untranslated(name):
    case = CASES[name]()
    with speaking(PSEUDO):
        page = html(content(case.changed(diagnoses=case.diagnoses[-1:], appendix=True))).decode()
    assert plain(Texts(page).found, case) == []


@pytest.mark.parametrize("name", ["leads_pile_up", "begun"])
def test_nothing_of_a_workbook_is_untranslated(name, tmp_path):
    case = CASES[name]()
    book = openpyxl.load_workbook(dx.report(case, tmp_path / "a.xlsx", PSEUDO))
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    code = content(case).code.splitlines()
    assert plain([text for text in texts if not text.startswith("=") and text not in code], case) == []


@pytest.mark.parametrize("name", ["leads_pile_up", "begun"])
def test_nothing_of_the_slides_is_untranslated(name, tmp_path):
    case = CASES[name]()
    with zipfile.ZipFile(dx.report(case, tmp_path / "a.pptx", PSEUDO)) as deck:
        slides = [
            deck.read(part).decode() for part in deck.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", part)
        ]
    runs = [text for slide in slides for text in re.findall(r"<a:t>([^<]*)</a:t>", slide)]
    assert len(runs) > 10
    assert plain([text.removeprefix("• ") for text in runs], case) == []


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.slow
def test_a_report_is_in_the_language_of_its_case_unless_another_is_asked_for(tmp_path, format_):
    case = business("leads_pile_up")
    english = dx.report(case, tmp_path / f"en.{format_}").read_bytes()
    german = dx.report(case.changed(language="de"), tmp_path / f"de.{format_}").read_bytes()
    chosen = dx.report(case, tmp_path / f"asked.{format_}", language="de").read_bytes()
    back = dx.report(case.changed(language="de"), tmp_path / f"back.{format_}", language="en").read_bytes()
    assert german == chosen != english == back
    assert all(is_report(path) for path in tmp_path.iterdir()), "it is known for a report in any language"


def test_a_german_page_says_so_and_has_german_numbers_and_dates():
    case = business("leads_pile_up", "2026-01-20").changed(language="de", plan=CASES["hostile"]().plan)
    with speaking("de"):
        page = html(content(case)).decode()
        texts = Texts(page).found
    assert '<html lang="de">' in page
    assert "20. Januar 2026" in texts and "01.02.2026" in texts
    assert not [text for text in texts if re.search(r"2026-0[12]-\d\d", text)]
    assert any(re.search(r"\d\u00a0%", text) for text in texts)
    with speaking("de"):
        cells = [cell for row in document(content(case))["found"]["links"] for cell in row]
    assert not [cell for cell in cells if re.search(r"\d%", cell)], "no % without its space"
    assert "Abschlussquote" in page


def test_the_method_has_the_numbers_of_its_language():
    with speaking("de"):
        said = document(content(dx.Case()))["method"]
    assert "2.039" in said and "0,36" in said and "2,039" not in said


def test_the_chain_of_a_german_workbook_is_alive(tmp_path):
    funnel = Funnel(leads=400, wins=30, direct_wins=12, fit=250, worked=180, months=3, maturity=0.7, basis="period")
    par = Par(goal=40, closing=0.2)
    d = dx.diagnose(funnel, par)
    case = dx.Case(numbers=CaseNumbers.of(funnel, par))
    english = recalculated(dx.report(case, tmp_path / "en.xlsx"))
    german = recalculated(dx.report(case, tmp_path / "de.xlsx", language="de"))
    assert german["today"] == pytest.approx(d.today, rel=1e-9)
    assert (english["basis"], german["basis"]) == ("period", "Zeitraum")
    assert (english["at_capacity"], german["at_capacity"]) == ("no limit", "keine Grenze")
    numbers = {name: value for name, value in english.items() if isinstance(value, float)}
    assert numbers == {name: german[name] for name in numbers}


def test_formats_of_a_german_workbook_have_the_space_before_percent(tmp_path):
    case = business("leads_pile_up")
    for language, share in (("en", "0.0%"), ("de", "[$-407]0.0\u00a0%")):
        book = openpyxl.load_workbook(dx.report(case, tmp_path / f"{language}.xlsx", language=language))
        formats = {cell.number_format for sheet in book for row in sheet.iter_rows() for cell in row}
        assert share in formats


def test_a_german_table_opens_as_columns_of_numbers_in_a_german_spreadsheet():
    entries = example("leads_pile_up")
    case = business("leads_pile_up")
    for language, mark, decimal in (("en", ",", "."), ("de", ";", ",")):
        order = Order("csv", None, entries, asked(case, language))
        text = take(order).data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
        assert {len(row) for row in rows} == {6}
        assert any(re.fullmatch(rf"\d+\{decimal}\d{{5,}}", row[3]) for row in rows)


def asked(case, language):
    return Asked(case.funnel, case.par, case.money, 1, language)


@pytest.mark.parametrize("format_", ["pdf", "html", "xlsx"])
def test_what_is_taken_from_a_page_is_in_its_language(format_):
    case = business("leads_pile_up")
    files = [take(Order(format_, None, example("leads_pile_up"), asked(case, code))).data for code in ("en", "de")]
    assert files[0] != files[1]
    if format_ == "html":
        assert [b'<html lang="en">' in files[0], b'<html lang="de">' in files[1]] == [True, True]


@pytest.mark.slow
def test_the_command_line_takes_a_language(tmp_path, capsys):
    path = tmp_path / "a.json"
    business("leads_pile_up").save(path)
    assert main(["report", str(path), "--language", "de"]) == 0
    assert '<html lang="de">' in (tmp_path / "a.html").read_text(encoding="utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["report", str(path), "--language", "fr"])


def test_there_is_no_report_in_another_language(tmp_path):
    with pytest.raises(InputError, match="language"):
        dx.report(dx.Case(), tmp_path / "a.html", language="fr")
    assert list(tmp_path.iterdir()) == []


def test_nothing_of_the_one_page_or_of_the_table_is_untranslated():
    case = business("leads_pile_up")
    page = take(Order("pdf", None, example("leads_pile_up"), asked(case, PSEUDO))).data
    with pypdfium2.PdfDocument(page) as paper:
        text = paper[0].get_textpage().get_text_bounded()
    assert "ťhé" in text
    assert [word for word in ("What", "numbers", "Why", "Leads", "Sales", "Months", "target") if word in text] == []
    rows = csv.reader(
        io.StringIO(take(Order("csv", None, example("leads_pile_up"), asked(case, PSEUDO))).data.decode("utf-8-sig"))
    )
    assert plain([cell for row in rows for cell in row if not re.fullmatch(r"[0-9.e+-]*", cell)], case) == []


def test_names_of_corners_that_do_not_fit_into_a_line_are_on_two():
    assert pictures._low_corner(pictures.SMALL["balance"]) == pictures._low_corner(pictures.SQUARE)
    with speaking("de"):
        assert pictures._low_corner(pictures.SMALL["balance"])[1] > pictures._low_corner(pictures.SQUARE)[1]


def test_amounts_are_written_as_the_language_does_unless_a_look_was_chosen():
    numbers = CaseNumbers.of(Funnel(400, 30, months=4), Par(goal=20, closing=0.2), dx.Money(sale=1234.5))
    case = dx.Case(numbers=numbers)
    chosen = dx.Case(numbers=CaseNumbers.of(*numbers.records()[:2], dx.Money(sale=1234.5, locale="en")))
    for one, language, amount in ((case, "en", "€15,400"), (case, "de", "15.400\u00a0€"), (chosen, "de", "€15,400")):
        with speaking(language):
            assert amount in document(content(one))["found"]["cost"]
    assert numbers.is_as(chosen.numbers)
