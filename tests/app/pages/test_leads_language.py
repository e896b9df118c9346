"""What a page shows of an export in the reader's language: nothing is left in English, and another language is followed."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from typing import Any

import openpyxl
import pandas as pd
import pytest

from diagnostics.app.forms.leads_form import Export, LedgerResult, read_ledger
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.leads_panes import matching_pane, rows_of, study
from diagnostics.errors import InputError
from diagnostics.files import data_file
from diagnostics.language import PSEUDO, speaking
from diagnostics.leads.faults import Fault
from diagnostics.leads.opening.opening import open_leads
from diagnostics.reading import vocabulary
from tests.leads.ledgers import random_rows, text_rows
from tests.leads.test_fault_words import FACTS, TABLES
from tests.pseudo import untranslated

HELD = {"goal": "30", "closing": "20"}
OF_THE_FILE = {"key", "heading", "headings", "samples", "send", "said", "means"}
"""Parts of a pane that are the file’s own, or codes of what is shown."""
CRMS = {preset.name for preset in vocabulary.crm().presets}
"""Exports that are known by their headings are called by their own names."""
BY_OTHERS = {"sentence", "alarm", "advice", "evidence", "verdict"}
"""Parts that diagnostics.leads.people words; see its own tests."""


def csv_of(rows: list[list[Any]]) -> bytes:
    return "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows).encode()


def leads(n: int, date: str = "%Y-%m-%d", **columns: Any) -> list[list[Any]]:
    """``n`` leads, one a day, won, lost and open in turn; a column may be a list or a function of the number."""
    first = dt.date(2025, 1, 1)
    filled = {
        "Create Date": lambda at: (first + dt.timedelta(days=at)).strftime(date),
        "Stage": lambda at: ("Closed Won", "Closed Lost", "Negotiation")[at % 3],
        "Close Date": lambda at: (first + dt.timedelta(days=at + 20)).strftime(date) if at % 3 < 2 else "",
        "Lead Source": lambda at: ("Google", "Fair")[at % 2],
        "Owner": lambda at: ("Anna", "Ben")[at % 4 // 2],
        **{heading.replace("_", " "): column for heading, column in columns.items()},
    }
    rows = [[cell(at) if callable(cell) else cell[at] for cell in filled.values()] for at in range(n)]
    return [[*filled], *rows]


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.row_dimensions[len(rows)].hidden = name == "Hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def random_export(seed: int, date: str = "%Y-%m-%d") -> bytes:
    return csv_of(text_rows(random_rows(seed, 300), date))


def odd(at: int, usual: str, *others: str) -> str:
    """The usual cell, and another one here and there."""
    return others[at // 7 % len(others)] if at % 7 == 3 and others else usual


EXPORTS: dict[str, tuple[tuple[bytes, str], ...]] = {
    "example": ((data_file("ledger.csv").read_bytes(), "ledger.csv"),),
    "much is wrong": ((random_export(3), "a.csv"),),
    "day or month": ((random_export(4, "%d/%m/%Y"), "a.csv"),),
    "title and units": (
        (csv_of([["Export of all leads"], *leads(30)[:1], ["dd.mm.yyyy", "", "dd.mm.yyyy"], *leads(30)[1:]]), "a.csv"),
    ),
    "no headings": ((csv_of(leads(30)[1:]), "a.csv"),),
    "cut off": ((csv_of(leads(30))[:-25], "a.csv"),),
    "several files": ((csv_of(leads(40, "%d/%m/%Y")), "a.csv"), (csv_of(leads(30, "%m/%d/%Y", Note=lambda at: f"n{at}")), "b.csv")),
    "named files": ((csv_of([r[:1] + r[3:] for r in leads(20)]), "won.csv"), (csv_of([r[:1] + r[3:] for r in leads(40)]), "lost.csv")),
    "overlapping files": ((csv_of(leads(60)), "a.csv"), (csv_of([leads(1)[0], *leads(60)[21:]]), "b.csv")),
    "hidden rows": ((workbook(Hidden=leads(30)), "a.xlsx"),),
    "several sheets": ((workbook(North=leads(30), South=leads(40)), "a.xlsx"),),
    "groups": ((csv_of([r if at % 6 in (0, 1) else [*r[:3], "", r[4]] for at, r in enumerate(leads(60))]), "a.csv"),),
    "without days": ((csv_of([r[1:2] + r[3:] for r in leads(60)]), "a.csv"),),
    "no outcome": ((csv_of([r[:1] + r[3:] for r in leads(60)]), "a.csv"),),
    "only won": ((csv_of([r for r in leads(90) if r[1] in ("Stage", "Closed Won")]), "a.csv"),),
    "nothing lost": ((csv_of([r for r in leads(90) if r[1] != "Closed Lost"]), "a.csv"),),
    "nothing open": ((csv_of([r for r in leads(90) if r[1] != "Negotiation"]), "a.csv"),),
    "unknown words": ((csv_of(leads(90, Stage=lambda at: odd(at, ("Closed Won", "Closed Lost", "Blue")[at % 3], "Grün"))), "a.csv"),),
    "ids repeat": ((csv_of(leads(90, Record_ID=lambda at: f"R{at // 2}")), "a.csv"),),
    "no leads": ((csv_of(leads(90, Is_Deleted=lambda at: "yes" if at % 30 == 1 else "no", Lead_Name=lambda at: odd(at, f"Firm {at}", "Test 1"))), "a.csv"),),
    "renewals": ((csv_of(leads(90, Type=lambda at: odd(at, "New Business", "Renewal"))), "a.csv"),),
    "currencies": ((csv_of(leads(90, Amount=lambda at: odd(at, f"€ {at}00", f"$ {at}00", "soon", "1"))), "a.csv"),),
    "decimals": ((csv_of(leads(90, Amount=lambda at: f"{at + 1}.200")), "a.csv"),),
    "reached": ((csv_of(leads(90, First_Contact=lambda at: odd(at, f"2025-{at // 28 + 1:02d}-{at % 28 + 1:02d}", ""), Fit=lambda at: odd(at, "yes", "no", "maybe"))), "a.csv"),),
    "months only": ((csv_of(leads(90, "%B %Y")), "a.csv"),),
    "mistyped year": ((csv_of(leads(90, Create_Date=lambda at: "2125-01-01" if at == 50 else f"2025-{at // 28 + 1:02d}-{at % 28 + 1:02d}")), "a.csv"),),
    "late decision": ((csv_of(leads(90, Close_Date=lambda at: "2027-05-01" if at == 0 else f"2025-{at // 28 + 1:02d}-28" if at % 3 < 2 else "")), "a.csv"),),
    "late leads": ((csv_of(leads(90, Create_Date=lambda at: f"2026-12-0{at - 85}" if at > 86 else f"2025-{at // 28 + 1:02d}-{at % 28 + 1:02d}")), "a.csv"),),
    "two outcomes": ((csv_of(leads(90, Is_Won=lambda at: "true" if at % 4 == 0 else "false", Status=lambda at: ("Lost", "Won", "Open")[at % 3])), "a.csv"),),
    "no names": ((csv_of(leads(90, Owner=lambda at: "Anna" if at % 3 == 0 else "", Lead_Source=lambda at: odd(at, "Google", ""))), "a.csv"),),
    "Latin 1": ((csv_of(leads(30, Größe=lambda at: f"Maß {at}")).decode().encode("latin-1"), "a.csv"),),
    "history": ((csv_of([leads(1)[0] + ["Lead ID", "Modified"], *([*r[:1], stage, r[2] if stage != "Negotiation" else "", *r[3:], f"L{at}", day] for at, r in enumerate(leads(40)[1:]) for stage, day in (("Negotiation", r[0]), (r[1], r[2] or r[0])))]), "a.csv"),),
}  # fmt: skip


def opened(name: str) -> Export:
    return Export.of_files(EXPORTS[name])


def texts_of(pane: Any) -> Iterator[str]:
    """What a pane shows."""
    if isinstance(pane, str):
        yield pane
    elif isinstance(pane, dict):
        kept = {**pane, "text": ""} if "shown" in pane else pane  # a text of the file, and how it is shown
        for key, part in kept.items():
            if key not in OF_THE_FILE | BY_OTHERS:
                yield from texts_of([pair[1] for pair in part] if key == "kinds" else part)
    elif isinstance(pane, (list, tuple)):
        for part in pane:
            yield from texts_of(part)


def own(export: Export) -> set[str]:
    """What is the reader's own: headings, names of files, cells."""
    cells = {text for profile in export.leads.profiles.values() for text in profile.texts}
    names = {*cells, *export.leads.headings, *(name for file in EXPORTS.values() for _, name in file)}
    return {name for name in names | {name.strip() for name in names} | CRMS if name}


def shown(read: LedgerResult) -> list[str]:
    """All that the page shows of an export, but the charts, whose parts are named by their place."""
    found: list[Any] = [matching_pane(read), study(read), read.told, read.missing, read.errors, read.notes, read.echoes]
    if read.ledger is not None:
        found += [f.doubt for f in read.ledger.faults]
        found += [rows_of(read.ledger, f.key)["columns"] for f in read.ledger.faults]
    charts = [part.pop("control", None) for part in [(found[1] or {}).get("people", {})]]
    for chart in filter(None, charts):
        layout = chart["figure"]["layout"]
        found.append([chart[key] for key in ("title", "caption", "text", "table")])
        found.append([layout["xaxis"]["title"]["text"], layout["yaxis"]["ticktext"]])
        found.append([note["text"] for note in layout["annotations"]])
        found.append([trace["hovertext"] for trace in chart["figure"]["data"]])
    return [text.replace("<b>", "").replace("</b>", "").replace("<br>", " ") for text in texts_of(found)]


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.slow
def test_all_that_is_shown_of_an_export_is_translated(name):
    with speaking(PSEUDO):
        try:
            export = opened(name)
        except InputError as refused:
            assert untranslated(refused.message("page", ""), [n for _, n in EXPORTS[name]]) == ""
            return
        columns: dict[str, Any] = {}
        for _ in range(6):  # each question that is asked, then what follows its first answer
            read = read_ledger(HELD, export, columns)
            plain = {text: left for text in shown(read) if (left := untranslated(text, own(export)))}
            assert plain == {}
            questions = () if read.matched is None else read.matched.questions
            if not questions or not questions[0].answers:
                break
            columns = questions[0].answers[0].added_to(columns)


@pytest.mark.parametrize("code", TABLES)
def test_every_fault_is_translated(code):
    with speaking(PSEUDO):
        for count in (1, 12):
            fault = Fault(code, count, 40, ("verdict",), facts=dict.fromkeys(FACTS, 7))
            for part in ("what", "effect", "doubt", "needs"):
                assert untranslated(fault.words(part, "page")) == ""


def view(language: str, files: tuple[tuple[bytes, str], ...], then: str = "") -> dict[str, Any]:
    """What a page shows of files that are opened in a language, and of them in another one that is chosen afterwards."""
    page = DashboardPage(language=language)
    found = page.handle({"do": "hello", "query": "way=ledger&goal=30&closing=20"})
    for at, (data, name) in enumerate(files):
        part = {"do": "leads", "name": name, "size": len(data), "data": data, "file": at, "files": len(files)}
        found = page.handle(part)
    if then:
        found = page.handle({"do": "speak", "language": then})
    shown_parts = {key: found[key] for key in ("leads", "waiting", "panes")}
    return json.loads(json.dumps(shown_parts))


@pytest.mark.parametrize("name", ["several files", "title and units", "day or month", "without days", "much is wrong"])
@pytest.mark.slow
def test_another_language_is_followed_by_what_was_read_before(name):
    chosen = view("en", EXPORTS[name], "de")
    assert chosen == {**view("de", EXPORTS[name]), "leads": {**view("de", EXPORTS[name])["leads"], "same": False}}
    assert chosen["leads"]["told"] != view("en", EXPORTS[name])["leads"]["told"] or not chosen["leads"]["told"]
    assert chosen["leads"]["matching"] != view("en", EXPORTS[name])["leads"]["matching"]


def test_a_note_of_opening_is_kept_in_every_language():
    leads_ = open_leads(csv_of([["Export of all leads"], *leads(30)]), lambda _: 3, name="a.csv")
    assert isinstance(leads_.dropped[0].why, str)
    assert leads_.dropped[0].why == "a title or a remark"
    assert pd.Series([leads_.dropped[0].why]).str.len()[0] == len("a title or a remark")
