"""An export and the questions beside it: the library's own answer, or what is open, in words for a screen."""

from __future__ import annotations

import io
import re

import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

import diagnostics as dx
from diagnostics.app.forms import leads_form as typed_ledger
from diagnostics.app.forms.entries import Entries, blank, example, has_ledger
from diagnostics.app.forms.form_fields import fields_of
from diagnostics.app.forms.leads_form import HERE, Export, read_ledger, sheets_of
from diagnostics.app.forms.leads_labels import on_page
from diagnostics.app.forms.most import Most
from diagnostics.app.messages import LeadsPart, Refused, dashboard_message
from diagnostics.app.pages import leads_way
from diagnostics.app.pages.leads_way import LeadsWay
from diagnostics.errors import InputError
from diagnostics.leads.opening import opening

HELD = {"goal": "30", "closing": "20"}


def opened(data, name="deals.csv", **columns):
    return Export.open(data, name), columns


@pytest.mark.slow
def test_the_answer_is_the_librarys(leads_csv, tmp_path):
    path = tmp_path / "deals.csv"
    path.write_bytes(leads_csv())
    reading = read_ledger(HELD, Export.open(leads_csv(), "deals.csv"), {})
    ledger = dx.Ledger.read(path)
    assert reading.funnel == ledger.funnel()
    assert reading.par == dx.Par(goal=30, closing=0.2)
    assert dx.diagnose(reading.funnel, reading.par).sentence == dx.diagnose(ledger.funnel(), reading.par).sentence
    assert not reading.errors
    assert not reading.missing
    assert re.search(r"Learnt from [\d,]+ sales: half took up to \d+ days", reading.notes["days"])
    assert reading.notes["as_of"] == f"Taken as {ledger.as_of.isoformat()}."


def test_nothing_typed_is_held_against_its_own_earlier_months(leads_csv):
    reading = read_ledger({}, Export.open(leads_csv(), "deals.csv"), {})
    assert reading.par is not None
    assert reading.compared_with.startswith("your own months")
    assert reading.judged.window[0] > reading.table.first
    assert not reading.chosen
    assert reading.looked is reading.ledger


def test_months_that_are_chosen_are_what_reps_are_compared_on(leads_csv):
    reading = read_ledger({**HELD, "judge": "6"}, Export.open(leads_csv(), "deals.csv"), {})
    assert reading.chosen
    assert reading.looked.table.window == reading.judged.window
    assert reading.looked.reps()["leads"].sum() < reading.ledger.reps()["leads"].sum()


@pytest.mark.slow
def test_typed_days_and_a_day_of_counting_overrule_what_was_learnt_and_the_file_is_counted_once_for_each(leads_csv):
    export = Export.open(leads_csv(), "deals.csv")
    asked = []

    def progress(words, share):
        asked.append(words)

    learnt = read_ledger(HELD, export, {}, progress)
    count = len(asked)
    assert "Counting the leads" in asked
    typed = read_ledger({**HELD, "days": "90"}, export, {}, progress)
    again = read_ledger({**HELD, "goal": "31"}, export, {}, progress)
    assert len(asked) == count, "nothing was asked of the engine again"
    assert typed.ledger.lag.typical_days == 90
    assert "days" not in typed.notes
    assert again.ledger is learnt.ledger
    earlier = read_ledger({**HELD, "as_of": "2024-09-30"}, export, {}, progress)
    assert len(asked) > count
    assert earlier.ledger.as_of.isoformat() == "2024-09-30"
    assert earlier.ledger.leads < learnt.ledger.leads


@pytest.mark.slow
def test_a_question_stays_open_until_it_is_answered(leads_csv):
    export = Export.open(leads_csv(dates="%d/%m/%Y", latest=12), "deals.csv")
    reading = read_ledger(HELD, export, {})
    assert reading.ledger is None
    assert reading.funnel is None
    assert "could be" in reading.missing[HERE]
    answered = read_ledger(HELD, export, {"dates": "day-first"})
    assert answered.funnel is not None
    assert "day" in " ".join(answered.told) or answered.matched.settled


@pytest.mark.slow
def test_what_a_text_means_is_said_without_changing_the_others(leads_csv):
    export = Export.open(leads_csv(), "deals.csv")
    before = read_ledger(HELD, export, {})
    means = before.matched.sorted
    entries = blank("ledger").meaning("Contract sent", "won", means)
    after = read_ledger(HELD, export, entries.columns)
    assert after.matched.sorted["Contract sent"] == "won"
    assert after.ledger.wins == before.ledger.wins + before.matched.matching.values["Contract sent"]
    back = entries.meaning("Contract sent", "open", after.matched.sorted)
    assert read_ledger(HELD, export, back.columns).ledger.wins == before.ledger.wins


def test_a_column_that_does_not_serve_is_told_without_python_and_nothing_is_counted(leads_csv):
    export = Export.open(leads_csv(), "deals.csv")
    reading = read_ledger(HELD, export, {"created": "Deal owner"})
    said = reading.errors.get(HERE, "") + reading.missing.get(HERE, "")
    assert said
    assert "=" not in said
    assert reading.ledger is None
    assert not read_ledger(HELD, export, {"created": "Create Date"}).errors


@pytest.mark.slow
def test_a_verdict_that_the_data_cannot_support_is_refused_and_the_column_named(leads_csv):
    lines = [line.split(",") for line in leads_csv().decode().splitlines()]
    for line in lines[1:]:
        line[5] = ""
    data = "\n".join(",".join(line) for line in lines).encode()
    reading = read_ledger(HELD, Export.open(data, "undated.csv"), {})
    assert reading.funnel is None
    assert "Needed: the date of the sale" in reading.errors[HERE]
    assert "lag_days" not in reading.errors[HERE]
    assert read_ledger({**HELD, "days": "40"}, Export.open(data, "undated.csv"), {}).funnel is not None


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"days": "9999"}, "days"),
        ({"days": "soon"}, "days"),
        ({"as_of": "tomorrow"}, "as_of"),
        ({"as_of": "1999-01-01"}, "as_of"),
        ({"margin": "20"}, "sale"),
        ({"goal": "many"}, "goal"),
    ],
)
@pytest.mark.slow
def test_what_is_typed_wrongly_is_told_beside_its_field(leads_csv, texts, field):
    reading = read_ledger({**HELD, **texts}, Export.open(leads_csv(), "deals.csv"), {})
    assert reading.errors[field]
    assert "=" not in reading.errors[field]


def test_a_workbook_with_two_sheets_asks_which(leads_csv):
    book = openpyxl.Workbook()
    book.remove(book.active)
    rows = [line.split(",") for line in leads_csv(rows=200).decode().splitlines()]
    for name in ("North", "South, old"):
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.create_sheet("Notes").append(["remember the milk"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(InputError) as refusal:
        Export.open(out.getvalue(), "both.xlsx")
    assert refusal.value.field == "sheet"
    assert sheets_of(out.getvalue(), "both.xlsx")[1:] == ("North", "South, old")
    assert (
        read_ledger({**HELD, "days": "30"}, Export.open(out.getvalue(), "both.xlsx", "South, old"), {}).ledger.leads
        == 200
    )


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x89PNG\r\n\x1a\n" + bytes(500), b"one column\n1\n2\n", b"a,b\n"])
def test_what_is_no_export_is_refused(data):
    with pytest.raises(InputError):
        Export.open(data, "wrong.csv")


def test_a_larger_file_than_the_page_takes_is_refused_with_the_limit_and_a_way(monkeypatch):
    monkeypatch.setattr(typed_ledger, "LARGEST_EXPORT", 1_000)
    with pytest.raises(InputError, match=r"Parquet.*dx\.Ledger\.read"):
        Export.open(b"a,b\n" * 1_000, "huge.csv")


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (InputError("rep-names-too-many", "Owner", 3000), "Choose the column that holds the rep, or “not in this file”."),
        (InputError("flag-unclear", "Fit", "maybe", rows="3 rows", flag="fit"), "“maybe” (3 rows) says neither yes nor no."),
        (InputError("counted-before-leads", "as_of", "2024-01-01", first="2025-01-06"), "Type a later day under “Counted on”."),
        (InputError("column-needed", "channel", compared="channels", column="the channel"), "Where it came from: your file has no such column"),
        (InputError("leads-several-sheets", "sheet", "North, South"), "Sheet: “North, South” all hold leads. Choose one, or all of them."),
    ],
)  # fmt: skip
def test_an_error_is_worded_for_the_page(error, shown):
    assert shown in on_page(error)
    assert "=" not in on_page(error)
    assert on_page(error).endswith(".")


def test_what_was_said_of_columns_survives_a_file_and_is_in_no_address(leads_csv):
    entries = Entries(way="ledger").typed("goal", "30").with_leads("deals.csv")
    entries = entries.matched("channel", "Source").matched("dates", "day-first").meaning("Done", "lost", {"Won": "won"})
    assert Entries.from_json(entries.to_json()) == entries
    assert entries.to_query() == "way=ledger&goal=30"
    assert entries.to_keep
    assert Entries.from_query(entries.to_query()).way == "ledger"
    assert entries.matched("outcome", "Stage").columns.keys() == {"channel", "dates", "outcome"}
    assert entries.matched("rep", "Source").columns.get("channel") is None, "a column is one thing"


def test_what_could_not_have_been_said_of_columns_does_not_get_in():
    data = blank("ledger").to_dict() | {
        "columns": {"rm": "x", "created": 3, "won": "Won", "lost": ["a", 1], "channel": None, "dates": ["x"]},
        "opened": 7,
    }
    loaded = Entries.from_dict(data)
    assert loaded.columns == {"lost": ("a",), "channel": None}
    assert loaded.opened == ""


@pytest.mark.skipif(not has_ledger(), reason="data/ledger.csv is not there")
def test_the_example_is_complete_and_stays_one_until_a_file_is_opened():
    filled = example("joinery", "ledger")
    assert Entries.from_query(filled.to_query()) == filled
    assert Entries.from_json(filled.to_json()) == filled
    typed = filled.typed("goal", "41")
    assert typed.sample
    again = Entries.from_query(typed.to_query())
    assert (again.sample, again.texts, again.opened) == (True, typed.texts, typed.opened)
    assert not typed.with_leads("mine.csv").sample
    assert example("leads_pile_up", "ledger") == filled
    assert filled.in_way("counts").example in ("leads_pile_up",)


def test_the_form_of_this_way_asks_nothing_that_the_leads_tell():
    keys = {f.key for f in fields_of("ledger")}
    assert not keys & {"leads", "wins", "basis", "months", "fit", "worked", "dates"}
    assert {"goal", "capacity", "closing", "benchmark", "days", "as_of", "judge", "sale"} <= keys
    assert "worked out" in next(f.term for f in fields_of("ledger") if f.key == "days")


def test_a_month_that_was_set_aside_may_count(leads_csv):
    export = Export.open(leads_csv(), "deals.csv")
    reading = read_ledger({**HELD, "as_of": "2024-11-10"}, export, {})
    (aside,) = [a for a in reading.table.set_aside if a.reason == "not over"]
    kept = read_ledger({**HELD, "as_of": "2024-11-10", "keep": str(aside.month)}, export, {})
    assert aside.month not in [a.month for a in kept.table.set_aside]
    assert kept.ledger.total("n") == reading.ledger.total("n")


@pytest.mark.slow
def test_answers_about_how_a_file_is_opened_change_what_is_counted():
    from tests.leads.test_opening import HEADINGS, csv_of, rows, workbook

    export = Export.open(workbook([HEADINGS, *rows()], range(2, 32)), "leads.xlsx")
    asked = read_ledger({}, export, {})
    assert [question.code for question in asked.matched.questions] == ["hidden-rows"]
    for answer, leads in (("read", 60), ("leave-out", 30), ("read", 60)):
        assert read_ledger({}, export, {"hidden": answer}).ledger.leads == leads
    one = Export.open(workbook([HEADINGS, *rows()[:20]], range(2, 3)), "leads.xlsx")
    (question,) = read_ledger({}, one, {}).matched.questions
    assert question.problem == "1 row of 20 is hidden in the workbook, manually or by a filter"
    text = csv_of([["Created", "Stage", "Close date", "Søgning"], *rows()]).replace("Köln", "Koeln")
    export = Export.open(text.encode("cp1252"), "leads.csv")
    for encoding, heading in (("cp1252", "Søgning"), ("cp1250", "Sřgning")):
        found = read_ledger({}, export, {"encoding": encoding}).ledger
        assert found.notes[-1] == f"Columns that are not used: {heading}."


@pytest.mark.slow
def test_the_days_on_which_the_leads_may_have_been_counted_say_where_they_lead():
    means = ("Won", "Lost", "Lost", "Open")
    rows = [
        f"{n},2025-0{1 + n % 6}-10,{means[n % 4]},{'' if n % 4 == 3 else f'2025-0{2 + n % 6}-20'},Web"
        for n in range(480)
    ]
    rows += [f"late {n},2026-09-0{n + 1},Open,,Web" for n in range(3)]
    export = Export.open("\n".join(["ID,Created,Status,Closed,Source", *rows]).encode(), "leads.csv")
    (question,) = read_ledger({"goal": "60", "closing": "80"}, export, {}).matched.questions
    assert question.field == "as_of"
    assert {answer.given["as_of"]: answer.leads_to for answer in question.answers} == {
        "2025-07-20": "480 leads, 120 won: sales is the weak link",
        "2025-06-10": "480 leads, 80 won: sales is the weak link",
        "2026-09-03": "483 leads, 120 won: sales is the weak link",
    }
    for answer in question.answers:
        settled = read_ledger({"goal": "60", "closing": "80"}, export, dict(answer.given))
        assert (settled.missing, settled.errors) == ({}, {})
        assert f"{settled.ledger.leads:,} leads, {settled.ledger.wins:,} won" in answer.leads_to
        assert dx.diagnose(settled.funnel, settled.par).verdict == "sales"


def parquet_of(rows, text, number=1, columns=2):
    """A few kilobytes that hold the same text in every row."""
    words = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * rows, pyarrow.int8()), pyarrow.array([text]))
    out = io.BytesIO()
    headings = ["Created", "Stage", *(f"column {n}" for n in range(columns - 2))]
    parquet.write_table(pyarrow.table(dict.fromkeys(headings, words)), out, compression="zstd")
    return [(out.getvalue(), f"{n}.parquet") for n in range(number)]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (parquet_of(Most().rows + 1, "2025-01-01"), "leads-too-many-rows"),
        (parquet_of(Most().rows // 2 + 1, "2025-01-01", 2), "leads-too-many-rows"),
        (parquet_of(100_000, "2025-01-01", columns=201), "leads-too-many-cells"),
        (parquet_of(1, "2025-01-01", 101), "leads-too-many-files"),
        (parquet_of(5_000, "x" * 1_000_000), "leads-texts-too-long"),
        (parquet_of(2_600, "x" * 100_000, 2), "leads-texts-too-long"),
    ],
    ids=[
        "many rows",
        "many rows together",
        "many cells",
        "many files",
        "one long text in every row",
        "long texts together",
    ],
)
def test_a_small_parquet_file_of_very_much_is_refused_before_it_is_opened(files, code, monkeypatch):
    monkeypatch.setattr(typed_ledger, "open_leads", lambda *_, **__: pytest.fail("it was opened"))
    assert sum(len(data) for data, _ in files) < 500_000
    with pytest.raises(InputError) as refused:
        Export.of_files(files)
    assert refused.value.code == code
    assert on_page(refused.value).startswith(("0.parquet: ", "0.parquet + 1: ", "Files: 101 files are more than"))


@pytest.mark.parametrize("part", [0, 2, 3])
def test_a_part_that_is_not_the_next_is_no_part_of_the_file(part):
    way = LeadsWay()
    way.receive(LeadsPart(name="a.csv", part=0, parts=5, data=b"a"))
    with pytest.raises(InputError, match="Open the file again"):
        way.receive(LeadsPart(name="a.csv", part=part, parts=5, file=int(part == 0), files=2, data=b""))


@pytest.mark.parametrize("claimed", [0, 1, 2**53])
def test_what_arrives_is_counted_whatever_size_was_claimed(claimed, monkeypatch):
    monkeypatch.setattr(leads_way, "LARGEST_EXPORT", 1_000)
    way, taken = LeadsWay(), 0
    with pytest.raises(InputError, match="MB") as refused:
        for part in range(20):
            way.receive(LeadsPart(name="a.csv", size=claimed, part=part, parts=20, data=bytes(100)))
            taken += 100
    assert refused.value.code == "leads-file-too-large"
    assert taken == (0 if claimed > 1_000 else 1_000)
    assert (way._parts, way._files) == ([], [])


def test_parts_and_files_of_nothing_are_counted():
    way = LeadsWay()
    with pytest.raises(InputError, match="more than the 100"):
        way.receive(LeadsPart(name="a.csv", files=101, data=b""))
    for content in ({"parts": 1001}, {"part": 1001}):
        with pytest.raises(Refused):
            dashboard_message({"do": "leads", "data": b"", **content})


HEAD, LINE = b"Created,Stage,Closed\n", b"2025-01-02,Won,2025-02-03\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (HEAD + LINE * 41, "leads-too-many-rows"),
        (HEAD.replace(b"\n", b"\r") + b"a,b,c\r" * 41, "leads-too-many-rows"),
        ((HEAD + LINE * 41).decode().encode("utf-16"), "leads-too-many-rows"),
        (HEAD.strip() + b",x" * 7 + b"\n" + LINE * 39, "leads-too-wide"),
        (HEAD + LINE * 39, None),
    ],
    ids=["lines", "lines of a Mac", "lines in UTF-16", "columns", "neither"],
)
def test_rows_and_cells_of_a_text_are_bounded_by_an_option(data, code, monkeypatch):
    monkeypatch.setattr(opening.sheet_reader, "read_bytes", lambda *_, **__: too_long())  # as one of many megabytes
    most = Most(rows=40, cells=360)
    if code is None:
        assert len(Export.open(data, "a.csv", most=most).leads.headings) == 3
        return
    with pytest.raises(InputError) as refused:
        Export.open(data, "a.csv", most=most)
    assert refused.value.code == code
    assert "a.csv" in on_page(refused.value)


def too_long():
    raise InputError("file-too-large", "file", "a.csv")
