"""The workbook: numbers and days as what they are, live charts, a list of statuses, and pages that print."""

from __future__ import annotations

import datetime
import re
import zipfile

import openpyxl
import pytest

import diagnostics as dx
from diagnostics.app.case.records import Action
from diagnostics.app.forms.entries import Entries, example
from diagnostics.app.forms.grid import Grid
from diagnostics.app.report import words as say
from diagnostics.app.report.content import content
from diagnostics.app.wording.plan_words import STATUS
from diagnostics.diagnosis.words import LABEL
from diagnostics.funnel.links import LINKS
from diagnostics.language import speaking

from .conftest import BUSINESSES, CASES, FORMATS, HOSTILE, business
from .office_files import chart_parts
from .test_case_report import everything

TECHNICAL = ("Python", "numpy", "import ", "diagnose(", "Jeffreys", "Owen", "log-odds", "scipy", "weak-link 0")


def opened(path, **how):
    return openpyxl.load_workbook(path, **how)


def below(sheet, label, column=2):
    """What is next to each label of a sheet."""
    return next(row[column - 1] for row in sheet.iter_rows() if row[0].value == label)


# --- inputs are numbers and days ------------------------------------------------------------------------------------


def test_what_was_typed_is_numbers(written):
    case = CASES["whole"]()
    sheet = opened(written("whole", "xlsx"))["Inputs"]
    typed = {row[0].value: row[1] for row in sheet.iter_rows() if row[0].value}
    for label, value, form in (
        ("Customers wanted", 20, "#,##0.##"),
        ("Target win rate", 0.2, "0.0%"),
        ("Leads you reached", 782, "#,##0"),
        ("Leads that fit", 1532, "#,##0"),
    ):
        assert typed[label].data_type == "n" and typed[label].value == value, label
        assert typed[label].number_format == form
    counted = {say.COUNT[key]: getattr(case.funnel, key) for key in ("leads", "wins", "fit", "worked", "months")}
    for label, value in counted.items():
        assert typed[label].value == value and typed[label].data_type == "n"


def test_a_number_is_read_as_the_form_reads_it(tmp_path):
    texts = {"leads": "1.400", "wins": "90", "months": "6", "goal": "1,5", "closing": "12,5 %", "sale": "2.500,50"}
    case = dx.Case(entries=Entries({**texts, "look": "de"}).to_dict())
    typed = {one.label: one for one in content(case).figures.entries}
    values = {label: one.value for label, one in typed.items()}
    assert values["Leads"] == 1400 and values["Average sale"] == 2500.5
    assert values["Target win rate"] == pytest.approx(0.125) and typed["Target win rate"].kind == "share"
    assert values["Customers wanted"] == 1.5
    assert opened(dx.report(case, tmp_path / "r.xlsx"))["Inputs"].max_row > 6


def test_what_is_no_number_stays_as_it_was_typed(tmp_path):
    case = dx.Case(entries=Entries({"leads": "about 40", "goal": "=1+1", "as_of": "someday"}, way="ledger").to_dict())
    found = {one.label: (one.value, one.kind) for one in content(case).figures.entries}
    assert found["Customers wanted"] == ("=1+1", "text")
    assert found["Counted on"] == ("someday", "text")
    book = opened(dx.report(case, tmp_path / "r.xlsx"))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_days_are_days_in_the_form_of_the_language(tmp_path):
    case = business("leads_pile_up").changed(
        entries=Entries({"as_of": "2026-01-15", "goal": "20"}, way="ledger").to_dict(),
        plan=(Action(what="Call back", owner="Ms Ito", date="2026-02-01"), Action(what="No day")),
    )
    for language, form in (("en", "yyyy-mm-dd"), ("de", "dd.mm.yyyy")):
        book = opened(dx.report(case, tmp_path / f"{language}.xlsx", language=language))
        days = [
            cell
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if getattr(cell, "is_date", False) and cell.value
        ]
        assert [day.value.date() for day in days] == [datetime.date(2026, 2, 1), datetime.date(2026, 1, 15)]
        assert {day.number_format for day in days} == {form}


def test_a_table_of_months_is_months_and_counts(tmp_path):
    grid = Grid(("month", "leads", "wins"), (("2025-01", "1,200", "9"), ("Feb 2025", "60", "n/a"), ("=cmd()", "", "3")))
    case = dx.Case(entries=Entries({"goal": "9"}, way="table", grid=grid).to_dict())
    rows = content(case).figures.rows
    assert rows == (
        (datetime.date(2025, 1, 1), 1200.0, 9.0),
        (datetime.date(2025, 2, 1), 60.0, "n/a"),
        ("=cmd()", "", 3.0),
    )
    with speaking("de"):
        path = dx.report(case.changed(language="de"), tmp_path / "r.xlsx")
    sheet = opened(path)["Eingaben"]
    months = [cell for row in sheet.iter_rows() for cell in row if getattr(cell, "is_date", False) and cell.value]
    assert {cell.number_format for cell in months} == {"[$-407]mmm yyyy"} and len(months) == 2
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_german_numbers_have_german_marks_wherever_they_are_opened(tmp_path):
    book = opened(dx.report(business("leads_pile_up"), tmp_path / "r.xlsx", language="de"))
    forms = {cell.number_format for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "n"}
    assert {"[$-407]#,##0", "[$-407]0.00", "[$-407]0.0\u00a0%"} <= forms


# --- the plan -------------------------------------------------------------------------------------------------------


def test_the_status_of_an_action_is_chosen_from_a_list(tmp_path):
    case = business("leads_pile_up").changed(
        plan=(
            Action(what="Call back", owner="Ms Ito", link="follow_up", status="done", aimed=0.95, watched="follow_up"),
            Action(what="Ask for the order", link="closing"),
        )
    )
    for language, done in (("en", "Done"), ("de", "Erledigt")):
        path = dx.report(case, tmp_path / f"{language}.xlsx", language=language)
        with speaking(language):
            sheet = opened(path)[say.sheet("plan")]
            choices = ",".join(STATUS.values())
        rows = list(sheet.iter_rows(min_row=3, max_row=4))
        assert rows[0][5].value == done and rows[0][7].value == 0.95 and "%" in rows[0][7].number_format
        (rule,) = sheet.data_validations.dataValidation
        assert rule.formula1 == f'"{choices}"' and str(rule.sqref) == "F3:F4"
        assert sheet.freeze_panes == "B3" and sheet.auto_filter.ref == "A2:I4"
    assert LABEL["closing"] == opened(tmp_path / "en.xlsx")["Plan"]["B4"].value


def test_entries_of_the_chain_take_only_what_is_possible(written):
    sheet = opened(written("whole", "xlsx"))["Chain"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    kinds = {(rule.type, rule.formula1) for rule in rules.values()}
    assert kinds == {("decimal", "0"), ("list", '"cohort,period"')}
    shares = [rule for rule in rules.values() if rule.operator in (None, "between") and rule.type == "decimal"]
    assert {rule.formula2 for rule in shares} == {"1"}


def test_scenarios_are_numbers_with_their_range(written):
    said = content(CASES["whole"]()).scenarios
    sheet = opened(written("whole", "xlsx"))["What if"]
    for scenario in said:
        name = f"{scenario.name} ({say.AIM})" if scenario.aim else scenario.name
        row = next(row for row in sheet.iter_rows() if row[0].value == name)
        assert [cell.value for cell in row[2:5]] == pytest.approx(
            [scenario.mean, scenario.low, scenario.high], rel=1e-12
        )


# --- charts ---------------------------------------------------------------------------------------------------------


def places(part):
    return re.findall(r"<c:f>([^<]+)</c:f>", part)


def cells_of(book, place):
    sheet, ends = place.replace("'", "").replace("$", "").split("!")
    return [cell.value for row in book[sheet][ends] for cell in row]


@pytest.mark.parametrize("name", ["whole", *BUSINESSES])
def test_the_charts_draw_the_cells_with_the_diagnosis(name, written):
    path = written(name, "xlsx")
    d = content(CASES[name]()).d
    book, parts = opened(path, data_only=True), chart_parts(path)
    assert len(parts) == 3
    shortfall, customers, shares = map(places, parts)
    names, values = shortfall[-2:]
    assert cells_of(book, names) == [LABEL[link] for link in LINKS]
    assert cells_of(book, values) == pytest.approx([float(d.assessment.observed.shortfall[link]) for link in LINKS])
    up, down = (cells_of(book, place) for place in shortfall[:2])
    ends = [(float(d.assessment.observed.shortfall[link]), *d.assessment.shortfall_range[link]) for link in LINKS]
    assert up == pytest.approx([high - value for value, _, high in ends])
    assert down == pytest.approx([value - low for value, low, _ in ends])
    assert cells_of(book, customers[-1])[:2] == pytest.approx([d.today, d.at_par])
    assert cells_of(book, shares[-1]) == pytest.approx([d.of_par["marketing"], d.of_par["sales"]])
    formulas = opened(path)
    assert all(str(value).startswith("=") for value in cells_of(formulas, shares[-1])), "they follow every entry"


# --- print, words, attacks ------------------------------------------------------------------------------------------


def test_every_sheet_prints_one_page_wide_with_its_number(tmp_path):
    case = CASES["whole"]().changed(client="Müller & Söhne")
    book = opened(dx.report(case, tmp_path / "r.xlsx", language="de"))
    for sheet in book:
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.right.text == "Seite &P von &N"
        assert sheet.oddFooter.left.text == "Müller && Söhne · 20.01.2026", "an ampersand alone would begin a command"
    assert book["Plan"].page_setup.orientation == "landscape"
    assert book["Plan"].print_title_rows == "$2:$2"
    assert {name: book[name].freeze_panes for name in ("Kette", "Eingaben")} == {"Kette": "A3", "Eingaben": "B2"}


@pytest.mark.parametrize("format_", ["xlsx", "pptx"])
def test_nothing_technical_unless_it_is_asked_for(format_, tmp_path):
    case = CASES["whole"]()
    text = everything(dx.report(case, tmp_path / f"r.{format_}"))
    assert [word for word in TECHNICAL if word in text] == []
    if format_ == "xlsx":
        with_it = everything(dx.report(case.changed(appendix=True), tmp_path / "a.xlsx"))
        assert [word for word in ("Python", "numpy", "diagnose(", "Owen") if word not in with_it] == []


def test_parts_that_are_left_out_are_not_in_the_workbook(tmp_path):
    case = CASES["whole"]().changed(left_out=("plan", "whatif", "reasons", "definitions", "effort"))
    path = dx.report(case, tmp_path / "r.xlsx")
    assert opened(path).sheetnames == ["Answer", "Chain", "Words", "Inputs"]
    text = everything(path)
    for gone in (
        case.plan[0].what,
        case.scenarios[0].name,
        say.HEAD["for"],
        case.definitions.sale,
        case.activities[0].what,
    ):
        assert gone not in text


def test_a_workbook_of_a_case_just_begun_says_what_is_missing(written):
    book = opened(written("begun", "xlsx"))
    assert "Chain" not in book.sheetnames
    assert chart_parts(written("begun", "xlsx")) == []
    assert say.NO_DIAGNOSIS in everything(written("begun", "xlsx"))


def test_no_text_of_a_client_is_a_formula_a_link_or_a_command(tmp_path):
    case = CASES["hostile"]().changed(client="&G&F=cmd() https://example.org")
    path = dx.report(case, tmp_path / "r.xlsx")
    book = opened(path)
    for sheet in book:
        assert not sheet._hyperlinks
        assert sheet.oddFooter.left.text.startswith("&&\u2060G&&F=cmd()")
        if sheet.title != "Chain":
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name]
    assert HOSTILE in everything(path)


@pytest.mark.parametrize("format_", [form for form in FORMATS if form in ("xlsx", "pptx")])
def test_every_way_in_has_both(format_, tmp_path):
    for way in ("counts", "table", "ledger"):
        case = dx.Case(entries=example("joinery" if way == "ledger" else "idle_sales_team", way).to_dict())
        assert dx.report(case, tmp_path / f"{way}.{format_}").stat().st_size > 5_000


def test_a_client_that_begins_with_a_digit_does_not_change_the_size_of_the_foot(tmp_path):
    book = opened(dx.report(CASES["begun"]().changed(client="3M"), tmp_path / "r.xlsx"))
    assert all(sheet.oddFooter.left.size == 9 for sheet in book)
    assert book["Answer"].oddFooter.left.text.strip().startswith("3M")
