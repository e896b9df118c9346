"""Laws of reading: the order of rows and columns, the name, the number and the format of files change nothing.

No role, no question, no fault, no count and no digit may depend on them.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ibis
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

import diagnostics as dx
from diagnostics.errors import InputError
from diagnostics.files import data_file
from diagnostics.reading.delimited import split_off_delimiter
from tests.leads.ledgers import HEADINGS, random_rows
from tests.shared import FOLDER, imports

Rows = list[list[str]]
"""Headings, then leads, all texts."""
Saved = Callable[[Rows, random.Random, Path], Any]

SEED = 20250630


def read(source: Any) -> dict[str, Any]:
    """What was read, all that a law is about; or what is asked or refused."""
    try:
        ledger = dx.Ledger.read(source)
    except InputError as refusal:
        question = refusal.facts.get("question")
        if question is None:
            return {"refused": refusal.code, "about": refusal.field}
        return {"asked": question.code, "about": question.field, "choices": sorted(question.choices)}
    sums = ledger.table.by_month
    return {
        "columns": {key: value for key, value in sorted(ledger.columns.items()) if key != "encoding"},
        "counts": (ledger.leads, ledger.wins, ledger.decided, ledger.open_leads),
        "amount": None if ledger.average_sale is None else round(ledger.average_sale, 9),
        "faults": {fault.key: fault.count for fault in ledger.faults},
        "months": [list(map(float, column)) for column in (sums.leads, sums.wins)],
        "as_of": ledger.as_of,
    }


def text_of(rows: Rows, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def file(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def frame(rows: Rows) -> pd.DataFrame:
    columns = [pd.Series([line[n] or None for line in rows[1:]], dtype="str") for n in range(len(rows[0]))]
    return pd.concat(columns, axis=1, keys=range(len(columns))).set_axis(rows[0], axis=1)


def workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    for line in rows:
        sheet.append([cell or None for cell in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_shuffled(rows: Rows, seed: random.Random, folder: Path) -> Any:
    return file(folder / "export.csv", text_of([rows[0], *seed.sample(rows[1:], len(rows) - 1)]))


def columns_shuffled(rows: Rows, seed: random.Random, folder: Path) -> Any:
    order = seed.sample(range(len(rows[0])), len(rows[0]))
    return file(folder / "export.csv", text_of([[line[n] for n in order] for line in rows]))


def in_two(rows: Rows, seed: random.Random, folder: Path) -> tuple[Rows, Rows]:
    at = seed.randrange(2, len(rows) - 1)
    return rows[:at], [rows[0], *rows[at:]]


def split_list(rows: Rows, seed: random.Random, folder: Path) -> Any:
    first, second = in_two(rows, seed, folder)
    return [file(folder / "1.csv", text_of(first)), file(folder / "2.tsv", text_of(second, "\t"))]


def split_folder(rows: Rows, seed: random.Random, folder: Path) -> Any:
    first, second = in_two(rows, seed, folder)
    file(folder / "parts" / "a.csv", text_of(first, ";"))
    return file(folder / "parts" / "b.xlsx", workbook(second)).parent


def parquet(rows: Rows, seed: random.Random, folder: Path) -> Any:
    frame(rows).to_parquet(folder / "export.parquet")
    return folder / "export.parquet"


SAVED: dict[str, Saved] = {
    "rows shuffled": rows_shuffled,
    "columns shuffled": columns_shuffled,
    "renamed": lambda rows, seed, folder: file(folder / "Zoho leads won 2019.txt", text_of(rows)),
    "split in two, a list": split_list,
    "split in two, a folder": split_folder,
    "TSV": lambda rows, seed, folder: file(folder / "export.tsv", text_of(rows, "\t")),
    "semicolons": lambda rows, seed, folder: file(folder / "export.csv", text_of(rows, ";")),
    "UTF-16": lambda rows, seed, folder: file(folder / "export.csv", text_of(rows).decode().encode("utf-16")),
    "XLSX": lambda rows, seed, folder: file(folder / "export.xlsx", workbook(rows)),
    "Parquet": parquet,
    "DataFrame": lambda rows, seed, folder: frame(rows),
    "Arrow": lambda rows, seed, folder: pa.Table.from_pandas(frame(rows), preserve_index=False),
    "Ibis": lambda rows, seed, folder: ibis.duckdb.connect().read_parquet(parquet(rows, seed, folder)),
}


def rows_of(path: Path) -> Rows:
    """The cells of a text file."""
    delimiter, text = split_off_delimiter(path.read_bytes().decode("utf-8-sig"))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def of_the_example() -> Rows:
    rows = rows_of(Path(str(data_file("ledger.csv"))))
    return [rows[0], *rows[1::20]]


def made(seed: int) -> Rows:
    lines = random_rows(seed, 150)
    return [list(HEADINGS), *(["" if line.get(key) is None else str(line[key]) for key in HEADINGS] for line in lines)]


OWN: dict[str, Callable[[], Rows]] = {
    "open leads first": lambda: [
        of_the_example()[0],
        *sorted(of_the_example()[1:], key=lambda line: line[5] != "Open"),
    ],
    "with all that goes wrong": lambda: made(3),
}


@pytest.mark.parametrize("kind", OWN)
@pytest.mark.slow
def test_no_way_of_saving_the_examples_changes_what_is_read(kind, tmp_path):
    rows = OWN[kind]()
    right = read(text_of(rows))
    differ = {}
    for at, (name, save) in enumerate(SAVED.items()):
        folder = tmp_path / str(at)
        folder.mkdir()
        found = read(save(rows, random.Random(SEED + at), folder))
        if found != right:
            differ[name] = {
                key: (found.get(key), right.get(key)) for key in {*found, *right} if found.get(key) != right.get(key)
            }
    assert not differ


CORPUS = sorted(path.name for path in FOLDER.glob("*.csv")) if FOLDER.is_dir() else [""]
AT_ONCE = 1
"""Ways of saving that each file of the corpus is tried in; the files take turns."""


@pytest.mark.parametrize("name", CORPUS)
@pytest.mark.slow
def test_no_way_of_saving_a_shape_of_a_real_export_changes_what_is_read(name, tmp_path):
    path = imports(name)
    try:
        rows = rows_of(path)
    except UnicodeDecodeError:
        pytest.skip("not UTF-8; its encoding has tests of its own")
    if len(rows) < 30 or len({len(line) for line in rows}) > 1:
        pytest.skip("a table of months, which has laws of its own")
    right = read(path)
    ways, turn = list(SAVED), CORPUS.index(name)
    differ = {}
    for at in range(turn * AT_ONCE, (turn + 1) * AT_ONCE):
        folder = tmp_path / str(at)
        folder.mkdir()
        found = read(SAVED[ways[at % len(ways)]](rows, random.Random(SEED + at), folder))
        if found != right:
            differ[ways[at % len(ways)]] = {
                key: (found.get(key), right.get(key)) for key in {*found, *right} if found.get(key) != right.get(key)
            }
    assert not differ
