"""One case, four files: the same words and figures in each, the same bytes every time, and every typed text a text."""

from __future__ import annotations

import hashlib
import html
import io
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser

import openpyxl
import pypdfium2
import pytest
from pptx import Presentation

import diagnostics as dx
from diagnostics.app.case.records import Action, Definitions
from diagnostics.app.report import html_report
from diagnostics.app.report import report as case_report
from diagnostics.app.report import words as say
from diagnostics.app.report.content import content
from diagnostics.app.wording.script import script
from diagnostics.diagnosis import words
from diagnostics.diagnosis.alignment import alignment

from .conftest import BUSINESSES, CASES, FORMATS, HOSTILE, business
from .office_files import shapes_of

LABELS = {definition.key: definition.label for definition in script().definitions}


def plain(text):
    """One space for every run of white space, and none inside long words."""
    return " ".join(text.replace("\u200b", "").split())


class Page(HTMLParser):
    """The tags and texts of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.texts, self.headings = [], [], [], []
        self._open = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self._open.append(tag)
        self.addresses += [value for name, value in attributes if name in ("src", "href", "srcset", "action")]
        self.texts += [value for name, value in attributes if name == "alt"]

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data):
        if "style" not in self._open:
            self.texts.append(data)
            if "h1" in self._open:
                self.headings.append(data)

    @property
    def text(self):
        return plain(" ".join(self.texts))


def pdf_pages(path):
    with pypdfium2.PdfDocument(path) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [plain(text.replace("\ufffe", "-")) for text in texts]  # so pdfium reads a hyphen that ends a line


def cells(path):
    book = openpyxl.load_workbook(path)
    return {f"{sheet.title}!{cell.coordinate}": cell for sheet in book for row in sheet.iter_rows() for cell in row}


def slides(path):
    def texts(shape):
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False):
            yield from (cell.text_frame.text for row in shape.table.rows for cell in row.cells)

    found = Presentation(path).slides
    return [plain(" ".join(t for shape in shapes_of(slide.shapes) for t in texts(shape))) for slide in found]


def everything(path):
    """All text of a report, whatever it is written in."""
    if path.suffix == ".html":
        return Page(path.read_text(encoding="utf-8")).text
    if path.suffix == ".pdf":
        return " ".join(pdf_pages(path))
    if path.suffix == ".xlsx":
        return plain(" ".join(str(cell.value) for cell in cells(path).values() if cell.value is not None))
    return " ".join(slides(path))


@pytest.mark.parametrize("format_", FORMATS)
def test_every_case_has_a_report_in_every_format(case, format_, tmp_path):
    path = dx.report(case, tmp_path / f"r.{format_}")
    assert path == tmp_path / f"r.{format_}"
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_size < 1_000_000  # the limit is 6 MB
    said = content(case)
    assert (plain(said.d.sentence) if said.d else plain(said.problem)) in everything(path)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", BUSINESSES)
def test_sentence_chances_and_cost_are_those_of_the_library(name, format_, written):
    case = business(name)
    d = dx.diagnose(case.funnel, case.par, case.money)
    text = everything(written(name, format_))
    assert d.sentence in text
    assert words.cost(d.assessment) in text
    if format_ != "xlsx":
        for _, _, label in words.chances(d.assessment):
            assert label in text


def test_the_whole_case_stands_in_page_and_pdf(tmp_path):
    case = CASES["whole"]().changed(print_notes=True, appendix=True)
    for format_ in ("html", "pdf"):
        text = everything(dx.report(case, tmp_path / f"r.{format_}"))
        wanted = [
            *(getattr(case.definitions, key) for key in LABELS),
            *(part for action in case.plan for part in (action.what, action.owner)),
            *(activity.what for activity in case.activities),
            *(scenario.name for scenario in case.scenarios),
            *case.notes.values(),
            *content(case).levers,
            *content(case).alignment,
            say.METHOD,
            "2026",
            "1805",
        ]
        for part in wanted:
            assert plain(part).replace("-", "‑") in text.replace("-", "‑"), part


def test_the_bars_of_effort_and_shortfall_are_the_librarys(written):
    case = CASES["whole"]()
    found = alignment(case.activities, dx.diagnose(case.funnel, case.par))
    page = written("whole", "html").read_text(encoding="utf-8")
    bars = re.findall(r'<div class="bar">.*?</div>', page, re.DOTALL)
    for bar, share in zip(bars, (found.effort_share, found.shortfall_share), strict=True):
        assert [float(width) for width in re.findall(r"width:([\d.]+)%", bar)] == pytest.approx(
            [100 * share["marketing"], 100 * share["sales"]], abs=0.006
        )


def test_a_cover_then_the_owners_page(written, tmp_path):
    case = CASES["whole"]()
    cover, first, *rest = pdf_pages(written("whole", "pdf"))
    for part in (say.TITLE, say.QUESTION, say.PREPARED, case.client, "20 January 2026"):
        assert part in cover
    assert content(case).d.sentence not in cover
    for part in (content(case).d.sentence, case.plan[0].owner, case.definitions.sale, content(case).monday[0]):
        assert plain(part) in first
    assert say.HEAD["bridge"] not in first
    assert not any(say.HEAD["inputs"] in page for page in rest)
    first = pdf_pages(dx.report(full(), tmp_path / "many.pdf"))[1]
    assert "and 27 more actions" in first
    assert f"{LABELS['interaction']}: long" in first


def full():
    """More on the first page than anybody would type."""
    long = "long words " * 60
    actions = tuple(Action(what=f"{at}: {long}", owner="x" * 300, date="2026-12-24") for at in range(30))
    definitions = Definitions(lead=long, sale=long, interaction=long)
    return business("orders_without_salespeople").changed(client=long, plan=actions, definitions=definitions)


@pytest.mark.parametrize("name", ["whole", *BUSINESSES])
def test_the_code_of_the_appendix_gives_the_same_answer_to_the_digit(name, tmp_path, capsys):
    case = CASES[name]().changed(appendix=True)
    page = dx.report(case, tmp_path / "r.html").read_text(encoding="utf-8")
    code = html.unescape(re.search(r"<pre>(.*?)</pre>", page, re.DOTALL)[1])
    names = {}
    exec(code, names)
    d = dx.diagnose(case.funnel, case.par, case.money)
    assert names["d"].probability == d.probability
    assert names["d"].bridge.equals(d.bridge)
    assert d.sentence in capsys.readouterr().out


@pytest.mark.parametrize("name", CASES)
def test_the_page_asks_nothing_of_a_network_and_runs_nothing(name, written):
    text = written(name, "html").read_text(encoding="utf-8")
    page = Page(text)
    assert all(address.startswith("data:image/svg+xml;base64,") for address in page.addresses)
    assert not {"script", "iframe", "object", "link", "form"} & set(page.tags)
    assert "Content-Security-Policy" in text


def test_the_workbook_holds_the_figures_to_the_digit(written):
    for name in ("whole", *BUSINESSES):
        case = CASES[name]()
        d = dx.diagnose(case.funnel, case.par, case.money)
        found = [cell.value for cell in cells(written(name, "xlsx")).values() if cell.data_type == "n"]
        wanted = [
            *d.probability.values(),
            d.today,
            d.at_par,
            *d.of_par.values(),
            *(float(v) for v in d.assessment.observed.shortfall.values()),
            *(end for ends in d.assessment.shortfall_range.values() for end in ends),
        ]
        for value in wanted:
            assert any(value == pytest.approx(number, rel=1e-12, abs=1e-15) for number in found if number is not None)


# --- the same bytes -------------------------------------------------------------------------------------------------

WRITE = """
import sys, pathlib, diagnostics as dx
case = dx.Case.load(sys.argv[1])
for format_ in ("html", "pdf", "xlsx", "pptx"):
    dx.report(case, pathlib.Path(sys.argv[2]) / f"r.{format_}")
"""


@pytest.mark.slow
def test_the_same_case_gives_the_same_bytes_in_another_place_at_another_time(tmp_path):
    case = CASES["hostile"]().changed(client="Löwe & Söhne", plan=(), scenarios=(), activities=(), notes={})
    case = case.changed(definitions=CASES["whole"]().definitions)
    case.save(tmp_path / "case.json")
    digests = []
    for zone, seed, language in (("UTC", "0", "C.UTF-8"), ("Asia/Tokyo", "7", "de_DE.UTF-8")):
        folder = tmp_path / seed
        folder.mkdir()
        told = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": language, "MPLBACKEND": "svg"}
        subprocess.run(
            [sys.executable, "-c", WRITE, str(tmp_path / "case.json"), str(folder)], check=True, env=told, timeout=120
        )
        digests.append([hashlib.sha256((folder / f"r.{f}").read_bytes()).hexdigest() for f in FORMATS])
    assert digests[0] == digests[1]


def test_no_part_of_a_workbook_or_a_deck_knows_the_day(written):
    for format_ in ("xlsx", "pptx"):
        with zipfile.ZipFile(written("whole", format_)) as parts:
            assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2000-01-01" in parts.read("docProps/core.xml")


# --- whatever was typed is text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
def test_an_attack_is_shown_as_it_was_typed(format_, written):
    text = everything(written("hostile", format_))
    assert "<script>alert(1)</script> =cmd|' /C calc'!A0 </style>{{ 7*7 }} #eval(1) $x$" in text


def test_an_attack_opens_no_tag(written):
    attacked = Page(written("hostile", "html").read_text(encoding="utf-8"))
    calm = Page(written("whole", "html").read_text(encoding="utf-8"))
    assert set(attacked.tags) <= set(calm.tags)
    assert attacked.headings == [say.shortened(HOSTILE)]


def test_no_text_of_a_client_starts_a_formula(written):
    found = cells(written("hostile", "xlsx"))
    formulas = {name for name, cell in found.items() if cell.data_type == "f"}
    assert formulas and all(name.startswith("Chain!") for name in formulas)
    texts = {cell.value for cell in found.values() if cell.data_type == "s"}
    assert {HOSTILE, "=1+1", "+SUM(A1)", "=cmd()", "@x"} <= texts


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", ["n" * 10_000, "many words " * 900, "שלום " * 100, "x\ny\tz", " "])
@pytest.mark.slow
def test_a_long_or_odd_name_spoils_no_report(name, format_, tmp_path):
    case = business("idle_sales_team").changed(client=name, appendix=True)  # which has all of it
    path = dx.report(case, tmp_path / f"r.{format_}")
    if format_ == "pdf":
        assert say.HEAD["for"] not in "".join(pdf_pages(path)[:2])
    if format_ in ("html", "pdf") and name.strip():
        word = plain(name).split()[0][:10]  # a foot of the page may stand in between
        assert everything(path).replace(" ", "").count(word) >= plain(name).count(word)
    assert (say.UNNAMED in everything(path)) == (not name.strip())


def test_what_cannot_be_worked_out_is_said_in_the_words_of_the_page(monkeypatch):
    def refused(*_):
        raise dx.InputError("not-a-share", "closing", 3.0)

    for name in ("try_levels", "forecast", "score"):
        monkeypatch.setattr(f"diagnostics.app.report.content.{name}", refused)
    said = content(CASES["whole"]())
    for text in (*(scenario.customers for scenario in said.scenarios), said.forecast):
        assert text == "Closing: 3 must be from 0% to 100%. Type a percentage up to 100."


# --- where it is written --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["r.docx", "r", "r.html.bak", ".pdf"])
def test_another_kind_of_file_is_refused(name, tmp_path):
    with pytest.raises(dx.InputError, match=r"\.html, \.pdf, \.xlsx, \.pptx") as refused:
        dx.report(CASES["whole"](), tmp_path / name)
    assert refused.value.field == "path"
    assert not list(tmp_path.iterdir())


def test_the_name_of_a_file_is_no_case(tmp_path):
    with pytest.raises(dx.InputError, match=r"'str' is not a case.*dx\.Case\.load"):
        dx.report("case.json", tmp_path / "r.html")


def test_capital_letters_are_the_same_kind(tmp_path):
    assert dx.report(dx.Case(), str(tmp_path / "R.HTML")).read_bytes().startswith(b"<!doctype html>")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(dx.InputError, match="cannot be written"):
        dx.report(dx.Case(), tmp_path / "nowhere" / "r.html")


@pytest.mark.parametrize(
    ("format_", "library"), [("html", "jinja2"), ("pdf", "typst"), ("xlsx", "xlsxwriter"), ("pptx", "pptx")]
)
def test_a_library_that_is_not_installed_is_named(format_, library, tmp_path, monkeypatch):
    html_report._template.cache_clear()
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(dx.InputError, match=rf"needs {library}.*weak-link\[report\]"):
        dx.report(CASES["whole"](), tmp_path / f"r.{format_}")
    assert not list(tmp_path.iterdir())


def test_a_report_that_fails_leaves_the_last_one(tmp_path, monkeypatch):
    path = dx.report(dx.Case(), tmp_path / "r.html")
    before = path.read_bytes()

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(case_report.Path, "replace", fails)
    with pytest.raises(dx.InputError, match="No space left"):
        dx.report(business("leads_pile_up"), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_report_does_not_change_its_case():
    case = CASES["whole"]()
    before = case.to_json()
    case_report.content(case)
    assert case.to_json() == before


def test_pictures_are_the_same_on_any_machine():
    from diagnostics.app.report import pictures

    d = dx.diagnose(dx.Funnel(leads=300, wins=17), dx.Par(goal=20, closing=0.2))
    assert pictures.bridge(d) == pictures.bridge(d)
    assert b"<text" not in pictures.bridge(d) + pictures.balance(d)  # letters are drawn, no font is asked for
    assert pictures.in_font("שלום é €") and not pictures.in_font("漢")
    png = pictures.balance(d, "png")
    assert io.BytesIO(png).read(8) == b"\x89PNG\r\n\x1a\n"


@pytest.mark.browser
@pytest.mark.xdist_group("session")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["whole", "full"])
@pytest.mark.slow
def test_the_owners_page_prints_on_one_sheet(browser, name, paper, tmp_path):
    path = dx.report(full() if name == "full" else CASES[name](), tmp_path / "r.html")
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    page.pdf(path=tmp_path / "r.pdf", format=paper)
    page.close()
    _, first, second, *_ = pdf_pages(tmp_path / "r.pdf")
    assert LABELS["interaction"] in first
    assert content(CASES["whole"]()).d.sentence in first
    assert "are lost" in second and "are lost" not in first


# --- what a report must not hide, and what it must not tell ----------------------------------------------------------


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.slow
def test_an_example_is_called_one_first_and_a_client_is_not(format_, tmp_path):
    case = business("leads_pile_up")
    own = case.changed(entries=case.typed.typed("leads", "1806").to_dict())
    assert say.EXAMPLE in everything(dx.report(case, tmp_path / f"a.{format_}"))
    assert say.EXAMPLE not in everything(dx.report(own, tmp_path / f"b.{format_}"))


@pytest.mark.parametrize("format_", FORMATS)
def test_notes_are_not_told_to_the_client_unless_they_are_to_be(format_, tmp_path):
    case = CASES["whole"]()
    note = next(iter(case.notes.values()))
    assert plain(note) not in everything(dx.report(case, tmp_path / f"a.{format_}"))
    if format_ != "pptx":
        assert plain(note) in everything(dx.report(case.changed(print_notes=True), tmp_path / f"b.{format_}"))


@pytest.mark.parametrize("format_", FORMATS)
def test_whether_it_is_the_leads_or_the_people_stands_in_it(format_, tmp_path):
    said = "It cannot be told: every rep works a channel of their own. Route about 32 leads an arm at random."
    case = business("leads_pile_up").changed(people=(said,))
    text = everything(dx.report(case, tmp_path / f"a.{format_}"))
    assert "cannot be told" in text and "32 leads" in text


@pytest.mark.parametrize("format_", ["html", "pdf"])
def test_a_plan_can_be_signed_and_nothing_else(format_, tmp_path):
    case = business("leads_pile_up")
    planned = case.changed(plan=(Action(what="Ring them"),))
    assert everything(dx.report(planned, tmp_path / f"a.{format_}")).count("Agreed by") == 2
    assert "Agreed by" not in everything(dx.report(case, tmp_path / f"b.{format_}"))


def test_a_report_says_why_it_has_no_date():
    case = business("leads_pile_up")
    assert content(case).dated == "2026-01-20"
    assert content(case.changed(diagnoses=())).dated == say.UNDIAGNOSED
    other = business("idle_sales_team")
    assert content(case.changed(numbers=other.numbers)).dated == say.UNDATED


def test_the_workbook_is_no_surer_than_the_sentence(tmp_path):
    """A chance of 0.9998 stood there as 100.0%; the number itself is kept."""
    case = business("leads_pile_up")
    d = content(case).d
    careful = '[<0.005]"<1%";[>0.995]">99%";0%'
    shown = [c.value for c in cells(dx.report(case, tmp_path / "a.xlsx")).values() if c.number_format == careful]
    assert d.probability["sales"] > 0.995
    assert sorted(shown) == pytest.approx(sorted(d.probability.values()), abs=0)
