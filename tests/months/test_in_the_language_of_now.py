"""What is said of a table of months is translated: its errors, questions, answers, notes, and how it was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

import diagnostics as dx
from diagnostics.app.forms.grid import Grid, from_sheet
from diagnostics.app.forms.table_form import TableResult, read_table
from diagnostics.app.forms.upload import Upload
from diagnostics.app.pages.table_panes import table_panes
from diagnostics.errors import InputError
from diagnostics.language import PSEUDO, SOURCE, speaking
from diagnostics.months import said as said_of
from diagnostics.months.records import Answers
from diagnostics.months.timeline import WHY, SetAside
from diagnostics.reading.headings import BY_KEY, COLUMNS, key_of
from diagnostics.reading.sheet import Sheet
from diagnostics.reading.sheet_reader import read_bytes, read_frame
from tests.months import test_rows, test_shapes
from tests.months.test_hidden import ROWS, workbook
from tests.months.test_remedies import REFUSED
from tests.pseudo import untranslated

MORE = {
    "copies": test_rows.COPIED,
    "copies without days": "Month,Channel,Leads,Sales\n2025-01,Ads,12,1\n2025-01,Ads,12,1\n2025-02,Ads,9,3\n",
    "a total of other rows": "Month,Leads,Sales\n2025-01,100,10\n2025-02,110,11\nTotal,213,21\n",
    "a blank channel": "Month,Channel,Leads,Sales\n2025-01,Ads,20,2\n2025-02,,21,3\n2025-03,Fair,20,2\n2025-04,,21,3\n",
    "a mark on the last months": "Month,Leads,Sales\nJul 2025,91,9\nAug 2025,84,7\nSep 2025 (F),97,11\nOct 2025 (F),103,8\n",
    "a year long ago": "Month,Leads,Sales\nJan 68,91,9\nFeb 68,84,7\nMar 68,97,11\nApr 68,103,8\n",
    "a year long ago in four figures": "Month,Leads,Sales\n1968-01,91,9\n1968-02,84,7\n",
    "the Thai calendar": "Month,Leads,Sales\nม.ค. 68,91,9\nก.พ. 68,84,7\nมี.ค. 68,97,11\n",
    "versions": "Mois,Leads F,Leads A,Sales F,Sales A\n2025-01,71,91,6,9\n2025-02,64,84,7,7\n2025-03,87,97,8,11\n",
    "two readings of a date": "Date,Leads,Sales\n3/4/2025,10,1\n3/5/2025,20,2\n",
    "three decimals of 0": "Month;Leads;Sales\n2025-01;120.000;8.000\n2025-02;131.000;9.000\n",
    "leads that add up": "Month,Leads,Sales\n2025-01,30,5\n2025-02,40,4\n2025-03,50,6\n2025-04,60,5\n2025-05,105,4\n",
    "no order": "Month,Leads,Sales\nMay,10,1\nJan,20,2\nSep,20,2\nFeb,10,1\n",
    "neither month nor channel": "Month,Channel,Leads,Sales\n2025-01,Ads,20,2\n,,7,1\n2025-02,Ads,21,3\n",
    "one row per lead": "id,Created,Status\n" + "".join(f"{at},2025-01-0{at},Won\n" for at in range(1, 9)),
    "parts": "Month,Leads,Sales,Leads that fit,Leads reached\n2025-01,20,4,30,2\n2025-02,20,4,3,18\n",
    "shop sales": "Month,Leads,Sales,Web shop sales\n2025-01,20,2,1\n2025-02,20,3,2\n",
    "more shop sales": "Month,Leads,Sales,Web shop sales\n2025-01,20,2,5\n2025-02,20,3,2\n",
    "no leads counted": "Month,Leads,Sales\n2025-01,0,0\n2025-02,0,0\n",
    "more sales alone": "Month,Leads,Sales,Self-service sales\n2025-01,20,4,9\n2025-02,20,4,3\n",
}
TABLES = {
    **MORE,
    **{name: sheet for name, (sheet, *_) in (test_shapes.READ | test_shapes.ASKED).items()},
    **REFUSED,
    **{name: f"Month;Leads;Sales\n{line}\n2025-06;20;2\n" for name, (line, _) in test_rows.REFUSED.items()},
    **{name: text for name, (text, _) in test_rows.UNREADABLE.items()},
    **test_rows.LOOKS,
    "hidden rows": workbook(ROWS, range(3, 5)),
}
MADE = ("Month", "Channel", "Year")
"""Headings that a rearranged sheet is given."""
QUOTED = re.compile(r"“[^“”]*”|'[^']*'")


def own(source: Any) -> list[str]:
    """The texts of a sheet, which are not translated, and those that a message cuts short."""
    sheets = read_bytes(source) if isinstance(source, bytes) else [read_frame(source)]
    labels = {label for column in COLUMNS for label in (column.english, column.within)}
    cells = {str(cell).strip() for sheet in sheets for row in sheet.rows for cell in row if cell is not None}
    words = {word for cell in cells for word in re.findall(r"[^\s/()|]+", cell)}
    return [text for text in cells | words | {cell[:20] for cell in cells} if text not in labels]


def plain(text: str, source: Any) -> str:
    """What of a text is neither translated nor of the sheet."""
    return untranslated(QUOTED.sub("", text), own(source))


def said(error: InputError) -> Iterator[str]:
    """What the page shows of an error."""
    yield error.message("page", BY_KEY[error.field].label if error.field in BY_KEY else "")
    question = error.facts.get("question")
    if question is not None:
        yield question.message("page", "")
        yield from (answer.label for answer in question.answers if list(answer.given) != ["columns"])  # else a heading


def told(source: Any, given: Mapping[str, Any], deep: int = 0) -> Iterator[str]:
    """What is said of a table on the way through the first answers to what it asks."""
    try:
        table = dx.Table.read(source, "cohort", **given)
        yield from table.reading.lines()
        yield from (aside.words for aside in table.set_aside)
        yield from table.funnel().doubts
    except InputError as error:
        yield from said(error)
        question = error.facts.get("question")
        for answer in () if question is None or deep > 1 else question.answers[:2]:
            yield from told(source, answer.added_to(given), deep + 1)


@pytest.mark.parametrize("source", TABLES.values(), ids=TABLES)
def test_what_is_said_of_a_table_is_translated(source: Any) -> None:
    data = source.encode() if isinstance(source, str) else source
    with speaking(PSEUDO):
        found = list(dict.fromkeys(told(data, {})))
    assert found
    assert {text: rest for text in found if (rest := plain(text, data))} == {}


@pytest.mark.parametrize("reason", WHY)
def test_why_a_month_is_set_aside_is_translated(reason: Any) -> None:
    with speaking(PSEUDO):
        assert untranslated(SetAside(2025 * 12, reason).words) == ""


@pytest.mark.parametrize("months", [1, 2, 3, 6, 12])
def test_the_length_of_a_period_is_translated(months: int) -> None:
    with speaking(PSEUDO):
        assert untranslated(f"{said_of.length(months)} {said_of.a_length(months)}") == ""


@pytest.mark.parametrize(
    "given",
    [{"basis": None}, {"lag_days": None}, {"lag_days": 9e9}, {"as_of": "2020-01-31"}, {"sheet": "North"}, {"columns": {"x": "y"}},
     {"columns": {"wins": "y"}}, {"year": "MMXX"}, {"plan": "maybe"}, {"encoding": "x"}],
    ids=str,
)  # fmt: skip
def test_what_is_said_of_an_answer_is_translated(given: dict[str, Any]) -> None:
    data = b"Month,Leads,Sales\n2025-01,20,4\n2025-02,20,4\n"
    with speaking(PSEUDO), pytest.raises(InputError) as caught:
        dx.Table.read(data, **{"basis": "period", "lag_days": 0, **given})
    with speaking(PSEUDO):
        value = str(caught.value.value)
        text = caught.value.message("page", "").replace(", ".join(caught.value.choices) or "\0", "")
        assert plain(text.replace(value, ""), data) == ""


def shown(reading: TableResult) -> Iterator[str]:
    """What the page shows next to a table."""
    yield from reading.told
    yield from (text for _, _, text in reading.marks)
    yield from (text for _, text in reading.aside)
    yield from (label for answers in reading.choices.values() for _, label in answers)
    yield from (*reading.missing.values(), *reading.errors.values(), *reading.notes.values())


@pytest.mark.parametrize(
    "source", (test_shapes.READ | test_shapes.ASKED).values(), ids=test_shapes.READ | test_shapes.ASKED
)
def test_what_the_form_says_of_a_table_is_translated(source: Any) -> None:
    data = source[0].encode() if isinstance(source[0], str) else source[0]
    with speaking(PSEUDO):
        try:
            sheet = read_bytes(data)[0] if isinstance(data, bytes) else read_frame(data)
            grid = from_sheet(sheet, Answers())
        except InputError as error:
            found = list(said(error))
        else:
            found = list(shown(read_table({"basis": "cohort"}, grid)))
    assert {text: rest for text in found if (rest := plain(text, data))} == {}


def test_a_table_is_said_anew_in_another_language() -> None:
    """Rows are read once for as long as a table stays; what was said of them is not kept in the former language."""
    grid = Grid(("month", "leads", "wins"), (("2025-01", "1.200", "9"), ("2025-02", "many", "3")))
    of = {}
    for code in (SOURCE, PSEUDO, "de", SOURCE):
        with speaking(code):
            of[code] = list(shown(read_table({"basis": "cohort"}, grid)))
    assert of[SOURCE][0] == "“1.200” was read as 1,200: a count is a whole number (1 row)."
    assert of["de"][0] == "„1.200“ wurde als 1.200 gelesen: eine Anzahl ist eine ganze Zahl (1 Zeile)."
    assert of[PSEUDO][0].startswith("[")
    assert len({tuple(texts) for texts in of.values()}) == 3


def texts_of(pane: Any) -> Iterator[str]:
    """Every text of a pane but those of its pictures, which have a test of their own."""
    if isinstance(pane, str):
        yield pane
    elif isinstance(pane, Mapping):
        for key, part in pane.items():
            yield from () if key in ("figure", "upright") else texts_of(part)
    elif isinstance(pane, Sequence):
        for part in pane:
            yield from texts_of(part)


@pytest.mark.parametrize("basis", ["cohort", "period"])
@pytest.mark.parametrize("channels", [("Web",), ("Web", "Fair")])
def test_what_is_shown_next_to_the_answer_is_translated(basis: str, channels: tuple[str, ...]) -> None:
    months = [f"2024-{month:02d}" for month in range(1, 13)]
    cells = tuple(
        (month, channel, str(90 + at + 10 * n), str(9 + at % 3), str(20 + at))
        for at, month in enumerate(months)
        for n, channel in enumerate(channels)
    )
    cells = tuple((m, c, leads, "" if m == "2024-05" else wins, lost) for m, c, leads, wins, lost in cells)
    with speaking(PSEUDO):
        reading = read_table({"basis": basis, "days": "20"}, Grid(("month", "channel", "leads", "wins", "lost"), cells))
        panes = table_panes(reading)
        assert panes is not None
        assert panes["change"] is not None
        found = [*shown(reading), *texts_of(panes)]
    assert {text: rest for text in found if (rest := untranslated(text, channels))} == {}


def test_what_is_compared_with_is_said_in_the_right_case() -> None:
    cells = tuple((f"2024-{month:02d}", "90", "9") for month in range(1, 13))
    with speaking("de"):
        panes = table_panes(read_table({"basis": "cohort"}, Grid(("month", "leads", "wins"), cells)))
    assert panes is not None
    assert panes["judged"].endswith("Verglichen mit Ihren eigenen Monaten Januar bis August 2024.")


def test_which_sheet_is_meant_is_asked_in_the_language_of_now() -> None:
    sheet = Sheet("North", [["Month", "Leads", "Sales"], ["2025-01", 90, 9]])
    upload = Upload("book.xlsx", (sheet, replace(sheet, name="South")))
    with speaking(PSEUDO):
        assert untranslated(" ".join((upload.asks, *upload.choices)), ["North", "South"]) == ""
        opened = upload.choose(upload.choices[0])
    assert opened.grid is not None
    assert opened.grid.source == "book.xlsx"


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
@pytest.mark.parametrize("code", ["en", "de"])
def test_the_name_of_a_column_is_read_as_that_column(column: Any, code: str) -> None:
    """A table that is taken away has the names of this language over its columns, and can be opened again."""
    with speaking(code):
        assert key_of(column.label) == column.key
