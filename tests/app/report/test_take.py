"""What is taken away from the dashboard: the digits of the page in every format, one page that stays one, hostile texts."""

from __future__ import annotations

import base64
import csv
import io
import re
import xml.etree.ElementTree as ET
import zipfile

import openpyxl
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from diagnostics.app.forms.entries import Entries, example
from diagnostics.app.forms.grid import Grid
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.report import take as taking
from diagnostics.app.report.csv_report import NUMBER
from diagnostics.app.report.take import take
from diagnostics.diagnosis import words
from diagnostics.funnel.links import LINKS
from diagnostics.reference import samples
from tests.app.report.conftest import HOSTILE

WAYS = [*((name, way) for name in samples.load() for way in ("counts", "table")), ("joinery", "ledger")]
PICTURES = ("door", "map", "bridge", "timeline")
SPACES = re.compile(r"[\s\u00a0\u200b]+")


def page_of(entries):
    page = DashboardPage(entries, lambda _words, _share: None, takes=take)
    return page, page.handle({"do": "hello"})


def taken(page, format_, picture=None, **more):
    reply = page.handle({"do": "take", "format": format_, **({"picture": picture} if picture else {}), **more})
    assert "download" in reply, reply.get("notice")
    return reply


def pdf_text(data):
    document = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in document), len(document)


def plain(text):
    """A text without spaces: lines are broken anywhere on paper."""
    return SPACES.sub("", text.replace("\u2011", "-").replace("\ufffe", "-"))


def table(data):
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {6}
    return rows


@pytest.mark.parametrize(("name", "way"), WAYS)
@pytest.mark.slow
def test_every_format_has_the_digits_of_the_page(name, way):
    page, shown = page_of(example(name, way).entitled("North", "2026-11-30"))
    answer, r = shown["answer"], page.diagnosis.assessment
    said, pages = pdf_text(taken(page, "pdf")["data"])
    assert pages == 1
    chances = [chance["label"] for chance in answer["chances"]]
    for text in (answer["sentence"], answer["basis"], *chances, answer["bridge"]["title"], answer["action"]["what"]):
        assert plain(text) in plain(said)
    for text in ("North", "2026-11-30", "Whattodofirst", "Thenumbers"):
        assert plain(text) in plain(said)
    html = taken(page, "html")["data"].decode()
    assert all(one in html for one in (answer["sentence"], *(f">{label}<" for label in ("North", "30 November 2026"))))

    book = openpyxl.load_workbook(io.BytesIO(taken(page, "xlsx")["data"]), data_only=True)
    found = {row[0].value: [cell.value for cell in row[1:]] for row in book["Answer"].iter_rows() if row[0].value}
    assert answer["sentence"] in found
    rows = table(taken(page, "csv")["data"])
    numbers = {(part, name): values for part, _, name, *values in rows}
    assert any(answer["sentence"] == row[3] for row in rows)
    for link in LINKS:
        name_of = words.NAME[link].capitalize()
        low, high = r.shortfall_range[link]
        exact = [float(r.observed.shortfall[link]), float(low), float(high)]
        assert [float(text) for text in numbers["Customers a month short", name_of]] == exact
        assert found[name_of][1:4] == pytest.approx(exact, rel=1e-14)
    for key, share in page.diagnosis.probability.items():
        if key in ("marketing", "sales"):
            assert float(numbers["Chance", f"{key.capitalize()} is the weak link"][0]) == share
    assert ("chain" in "".join(book.sheetnames).lower()) and "Plan" not in book.sheetnames, "a dashboard has no plan"


def test_the_workbook_goes_on_calculating():
    page, _ = page_of(example("leads_pile_up"))
    book = openpyxl.load_workbook(io.BytesIO(taken(page, "xlsx")["data"]))
    assert sum(str(cell.value).startswith("=") for row in book["Chain"].iter_rows() for cell in row) > 20


def test_settling_says_among_how_many_periods_one_was_chosen_as_the_page_does():
    """A table of which the user chose the months: the sentence allows for the choice, on the page and in the file."""
    page, _ = page_of(example("leads_pile_up", "table"))
    shown = page.handle({"do": "type", "texts": {"judge": "3"}})
    assert page.asked.periods > 1
    page.handle({"do": "settle", "sure": True})
    assert plain(page.handle({"do": "hello"})["answer"]["settling"]) in plain(pdf_text(taken(page, "pdf")["data"])[0])
    assert shown["answer"]["settling"] in taken(page, "html")["data"].decode()


@pytest.mark.parametrize(
    ("name", "way"), [("leads_pile_up", "counts"), ("idle_sales_team", "table"), ("joinery", "ledger")]
)
@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.slow
def test_a_picture_is_one_picture_with_letters_of_12_pixels_and_more(name, way, picture, monkeypatch):
    """Letters of charts are outlines in the file; they are measured where they are set, in points of 4/3 of a pixel."""
    drawn, save = [], Figure.savefig
    monkeypatch.setattr(Figure, "savefig", lambda self, *a, **more: (drawn.append(self), save(self, *a, **more)))
    page, _ = page_of(example(name, way))
    if picture == "timeline" and way == "counts":
        reply = page.handle({"do": "take", "format": "png", "picture": picture})
        assert "no months" in reply["notice"] and "data" not in reply
        return
    png, svg = (taken(page, kind, picture) for kind in ("png", "svg"))
    assert (png["download"]["type"], svg["download"]["type"]) == ("image/png", "image/svg+xml")
    with Image.open(io.BytesIO(png["data"])) as image:
        assert image.width >= 900
    root = ET.fromstring(svg["data"])
    wide, unit = re.fullmatch(r"([0-9.]+)(pt)?", root.get("width")).groups()
    assert float(wide) * (4 / 3 if unit else 1) >= 440
    sizes = [float(one.get("font-size")) for one in root.iter() if one.get("font-size")]
    sizes += [text.get_fontsize() * 4 / 3 for figure in drawn for text in figure.findobj(Text) if text.get_text()]
    assert sizes and min(sizes) >= 12
    if not drawn:
        assert float(wide) == float(root.get("viewBox").split()[2]), "a unit of the door is a pixel"


def months(count):
    """A table of many months with large numbers."""
    rows = tuple(
        (f"{2020 + at // 12}-{at % 12 + 1:02}", f"{900_000 + 7 * at}", f"{40_000 + at}") for at in range(count)
    )
    return Grid(("month", "leads", "wins"), rows)


CROWDED = {
    "long": Entries(
        {"leads": "1000", "months": "1", "wins": "7", "direct_wins": "2", "goal": "99", "capacity": "800", "closing": "20",
         "days": "30", "fit": "900", "usual_fit": "95", "worked": "500", "sale": "123456.78", "margin": "12.5",
         "lead_cost": "1234.56", "rep_cost": "98765", "rep_leads": "40"},
    ).entitled("W" * 400, "2026-11-30"),
    "words": Entries({"leads": "310", "months": "1", "wins": "17", "goal": "58", "closing": "12"}).entitled("long words " * 40, ""),
    "hostile": example("leads_pile_up").entitled(HOSTILE, "2026-11-30"),
    "40 months": Entries({"goal": "1000000", "closing": "6", "basis": "cohort"}, way="table", grid=months(40)),
    "huge": Entries({"months": "1", "leads": "999999999", "wins": "99999999", "goal": "500000000", "closing": "50"}),
    "one sale": Entries({"months": "1", "leads": "3", "wins": "1", "goal": "2", "closing": "50"}),
    "no leads": Entries({"months": "1", "leads": "0", "wins": "4", "direct_wins": "0", "goal": "9", "closing": "50"}),
    "untitled": example("idle_sales_team"),
}  # fmt: skip


@pytest.mark.parametrize("name", CROWDED)
@pytest.mark.slow
def test_the_one_page_is_one_page_with_all_that_it_is_for(name):
    page, shown = page_of(CROWDED[name])
    assert shown["answer"], (shown["errors"], shown["missing"])
    text, pages = pdf_text(taken(page, "pdf")["data"])
    assert pages == 1
    assert plain(shown["answer"]["sentence"]) in plain(text)
    last = list(page.entries.texts.values())[-1] if page.entries.way == "counts" else "40rows"
    assert plain(last) in plain(text), "the numbers are at the foot of the page"
    sizes = letter_sizes(taken(page, "pdf")["data"])
    assert min(sizes) > 4.5 and sorted(sizes)[len(sizes) // 2] > 6.4, "and can be read"


def letter_sizes(pdf):
    """The size of each letter that is text, in points."""
    import pypdfium2.raw as raw

    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    letters = [at for at in range(page.count_chars()) if not chr(raw.FPDFText_GetUnicode(page, at)).isspace()]
    return [raw.FPDFText_GetFontSize(page, at) for at in letters]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    title=st.text(max_size=300),
    leads=st.integers(1, 10**7),
    share=st.floats(0, 1),
    goal=st.integers(1, 10**6),
    closing=st.integers(1, 100),
)
@pytest.mark.slow
def test_whatever_is_typed_is_one_page(title, leads, share, goal, closing):
    texts = {
        "months": "1",
        "leads": str(leads),
        "wins": str(int(leads * share)),
        "goal": str(goal),
        "closing": str(closing),
    }
    page, shown = page_of(Entries(texts).entitled(title, ""))
    if shown["answer"]:
        assert pdf_text(taken(page, "pdf")["data"])[1] == 1


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\temp\\a.exe", "C-temp-a-exe"),
        ("CON", "CON-1"),
        ("\u202etxt.exe", "txt-exe"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("\r\nSet-Cookie: a", "Set-Cookie-a"),
        ("…", "weak-link"),
        ("", "weak-link"),
        ("Küchen & Söhne", "Küchen-Söhne"),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_file_has_a_name_that_every_system_accepts(title, stem):
    page, _ = page_of(example("leads_pile_up"))
    assert taken(page, "csv", title=title)["download"]["name"] == f"{stem}.csv"
    assert taken(page, "svg", "door", title=title)["download"]["name"] == f"{stem}-door.svg"


FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", '"=1+1', " =cmd|' /C calc'!A0", "'=1")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_title_and_no_cell_becomes_a_formula(formula):
    grid = Grid(
        ("month", "channel", "leads", "wins"), (("2025-01", formula, "50", "9"), ("2025-02", formula, "60", "9"))
    )
    entries = Entries({"goal": "90", "closing": "30", "basis": "cohort"}, way="table", grid=grid).entitled(formula, "")
    page, shown = page_of(entries)
    assert shown["answer"]
    for row in table(taken(page, "csv")["data"]):
        for cell in row:
            assert not re.match(r"\s*[=+@＝＋－＠-]", cell) or NUMBER.fullmatch(cell), cell
    book = openpyxl.load_workbook(io.BytesIO(taken(page, "xlsx")["data"]))
    for sheet in book:
        if sheet.title != "Chain":
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_hostile_title_is_text_everywhere():
    page, _ = page_of(example("leads_pile_up").entitled(HOSTILE, ""))
    html = taken(page, "html")["data"].decode()
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html
    assert "7*7" in html, "and no template"
    for picture in ("door", "map", "bridge"):
        svg = taken(page, "svg", picture)["data"]
        assert b"<script" not in svg and b"alert" not in svg
    with zipfile.ZipFile(io.BytesIO(taken(page, "xlsx")["data"])) as archive:
        assert not any("<script>" in archive.read(name).decode(errors="replace") for name in archive.namelist())


def test_the_html_is_whole_by_itself():
    page, _ = page_of(example("idle_sales_team", "table"))
    html = taken(page, "html")["data"].decode()
    assert not re.findall(r'(?:src|href)="(?!data:)', html)
    assert not re.findall(r"<script", html)
    pictures = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert len(pictures) == 5 and all(base64.b64decode(one).find(b"<svg") >= 0 for one in pictures)
    for session_only in ("What the words mean", "Where the effort goes", "Nothing was chosen yet", "Agreed by"):
        assert session_only not in html


@pytest.mark.slow
def test_the_same_order_gives_the_same_bytes():
    for format_, picture in (
        ("pdf", None),
        ("html", None),
        ("xlsx", None),
        ("csv", None),
        ("png", "map"),
        ("svg", "bridge"),
    ):
        first, second = (taken(page_of(example("leads_pile_up"))[0], format_, picture)["data"] for _ in range(2))
        assert first == second


def test_an_example_says_that_it_is_one_and_typed_numbers_do_not():
    page, _ = page_of(example("leads_pile_up"))
    assert plain("An example") in plain(pdf_text(taken(page, "pdf")["data"])[0])
    page.handle({"do": "type", "texts": {"goal": "21"}})
    page.handle({"do": "settle", "sure": True})
    text = pdf_text(taken(page, "pdf")["data"])[0]
    assert plain("An example") not in plain(text)
    assert plain("Is marketing or sales the weak link?") in plain(text), "the title of what has none"


def test_every_format_has_a_media_type_and_a_writer():
    assert set(taking.TYPES) == set(taking._WRITERS) == {"pdf", "html", "xlsx", "csv", "png", "svg"}
