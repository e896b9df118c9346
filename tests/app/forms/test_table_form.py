"""The second way in: what is missing stands beside its field, what is wrong in its cell, and the rest is the same answer."""

from __future__ import annotations

import pytest

import diagnostics as dx
from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import example
from diagnostics.app.forms.form_fields import HISTORY
from diagnostics.app.forms.grid import Grid
from diagnostics.app.forms.table_form import LONGEST, SHORTEST, read_table
from diagnostics.app.forms.upload import from_bytes
from diagnostics.funnel.links import LINKS
from diagnostics.month_numbers import label
from diagnostics.months.table import FEWEST_HISTORY
from diagnostics.reference import samples
from tests.months.test_shapes import ASKED as SHEETS

COHORT = {"basis": "cohort"}
HELD = {**COHORT, "goal": "20", "closing": "20"}
JANUARY = 2024 * 12


def grid_of(leads, wins=None, **columns) -> Grid:
    """A row a month from January 2024."""
    size = len(leads)
    wins = [round(0.1 * n) for n in leads] if wins is None else wins
    keys = ("month", "leads", "wins", *columns)
    cells = zip((label(JANUARY + at) for at in range(size)), leads, wins, *columns.values(), strict=True)
    return Grid(keys, tuple(tuple(map(str, row)) for row in cells))


def by_channel(months) -> Grid:
    """A row a month and channel, from ``[{channel: (leads, wins)}]``."""
    rows = [
        (label(JANUARY + at), name, str(leads), str(wins))
        for at, month in enumerate(months)
        for name, (leads, wins) in month.items()
    ]
    return Grid(("month", "channel", "leads", "wins"), tuple(rows))


YEAR = grid_of([100, 104, 96, 102, 98, 100, 103, 97, 101, 99, 100, 100], [10] * 12)
FEW = grid_of([100, 110], [10, 12])


def window(table):
    return None if table is None or table.window is None else tuple(end - JANUARY for end in table.window)


# --- what is missing ---

MISSING = [
    # texts, grid, fields that ask for something
    ({}, Grid(), {"basis", "table"}),
    (HELD, Grid(), {"table"}),
    (HELD, Grid(rows=(("", "", ""),)), {"table"}),
    ({}, YEAR, {"basis"}),
    ({"goal": "20", "closing": "20"}, YEAR, {"basis"}),
    ({"basis": "period"}, YEAR, {"days"}),
    ({**HELD, "basis": "period"}, YEAR, {"days"}),
    ({"basis": "period"}, Grid(), {"days", "table"}),
    (COHORT, FEW, {"closing", "goal"}),
    ({**COHORT, "goal": "20"}, FEW, {"closing"}),
    ({**COHORT, "capacity": "90"}, FEW, {"closing"}),
    ({**COHORT, "closing": "20"}, FEW, {"goal"}),
    ({**COHORT, "judge": "all"}, YEAR, {"closing", "goal"}),
    (HELD, FEW, set()),
    (COHORT, YEAR, set()),
    ({**HELD, "basis": "period", "days": "0"}, YEAR, set()),
]


@pytest.mark.parametrize(("texts", "grid", "fields"), MISSING)
def test_what_is_missing_stands_beside_its_field_and_the_answer_waits_for_it(texts, grid, fields):
    reading = read_table(texts, grid)
    assert set(reading.missing) == fields
    assert all(said.endswith((".", "sales.")) for said in reading.missing.values())
    assert (reading.funnel is None or reading.par is None) == bool(fields)
    assert not reading.errors


def test_a_number_that_is_none_stands_beside_its_own_field():
    reading = read_table({**HELD, "goal": "many", "days": "-1"}, YEAR)
    assert set(reading.errors) == {"goal", "days"}
    assert reading.funnel is None
    assert "many" in reading.errors["goal"]


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"as_of": "soon"}, "as_of"),
        ({"as_of": "2023-12-31"}, "as_of"),
        ({"days": "99999"}, "days"),
        ({"margin": "30"}, "sale"),
        ({"lead_cost": "30"}, "sale"),
        ({"sale": "100", "rep_cost": "-1"}, "rep_cost"),
        ({"sale": "0"}, "sale"),
    ],
)
def test_an_answer_that_does_not_go_with_the_table_is_told_beside_its_field(texts, field):
    reading = read_table({**HELD, **texts}, YEAR)
    assert set(reading.errors) == {field}
    assert reading.funnel is None


# --- marks ---

MARKS = {
    # row, column, what is typed, what the mark says
    "a word": (3, 1, "lots", ("Leads: “lots” is not a number. ", "Type a whole number")),
    "below 0": (0, 2, "-4", ("Sales: “-4” must be 0 or more. ", "minus sign")),
    "no month": (5, 0, "someday", ("Month: “someday” is not a month. ", "Write it as 2025-01.")),
    "a quarter": (5, 0, "Q1 2025", ("Month: “Q1 2025” is a quarter among shorter periods", "Choose next to the table")),
    "no month beside counts": (2, 0, "", ("Month: ", "Write the month")),
    "more sales than leads": (7, 2, "98", ("Sales: 98 is more than the 97 leads", "choose so next to the table")),
    "a month that stands twice": (4, 0, "2024-02", ("Month: “February 2024” is also in", "Delete one of them")),
}


@pytest.mark.parametrize(("row", "column", "text", "said"), MARKS.values(), ids=MARKS)
def test_a_bad_cell_is_marked_where_it_stands_with_its_label_value_and_remedy(row, column, text, said):
    reading = read_table(HELD, YEAR.put([(row, column, text)]))
    ((at, across, words),) = reading.marks
    assert (at, across) == (row, column)
    assert words.startswith(said[0])
    assert said[1] in words
    assert "basis=" not in words, "what is said on the screen can be done on the screen"
    assert reading.funnel is None
    assert not reading.missing


def test_marks_stand_in_the_same_places_with_empty_rows_between():
    grid = YEAR.insert(2).insert(0).put([(9, 1, "lots")])
    assert [(row, column) for row, column, _ in read_table(HELD, grid).marks] == [(9, 1)]


def test_more_sales_than_leads_are_no_fault_where_the_sales_were_made_in_the_month():
    texts = {**HELD, "basis": "period", "days": "30"}
    assert read_table(texts, YEAR.put([(7, 2, "98")])).marks == ()


ASKED = [
    ("dates", 0, "3/4/2025", {"day-first": "2025-04", "month-first": "2025-03"}, "which comes first"),
    ("decimal", 1, "12.000", {",": 12_000, ".": 12}, "what the point means"),
]


@pytest.mark.parametrize(("question", "column", "text", "answers", "remedy"), ASKED)
def test_what_could_be_read_in_two_ways_is_asked_and_the_answer_settles_it(question, column, text, answers, remedy):
    grid = Grid(("month", "leads", "wins"), (("2025-05", "1000", "9"),)).put([(0, column, text)])
    reading = read_table(HELD, grid)
    assert reading.asked == (question,)
    ((row, across, words),) = reading.marks
    assert (row, across) == (0, column)
    assert remedy in words
    for answer, expected in answers.items():
        settled = read_table({**HELD, question: answer}, grid)
        assert settled.asked == (question,), "an answer that was given can be changed"
        if expected is None:
            assert "must be a whole number" in settled.marks[0][2]
        else:
            (only,) = settled.table.rows
            assert expected in (label(only.month), only.leads)


def test_answers_after_which_no_month_is_left_are_not_offered():
    twice = Grid(("month", "leads", "wins"), (("2025-01", "30", "3"), ("2025-01", "40", "5")))
    assert [value for value, _ in read_table(COHORT, twice).choices["copies"]] == ["counted"]
    one_more = twice.put([(2, 0, "2025-02"), (2, 1, "50"), (2, 2, "4")])
    assert [value for value, _ in read_table(COHORT, one_more).choices["copies"]] == ["counted", "left out"]


def test_an_answer_says_the_counts_and_the_verdict_to_which_it_leads():
    rows = tuple((label(JANUARY + at), str(100 * (at + 1)), str(10 * (at + 1))) for at in range(5))
    grid = Grid(("month", "leads", "wins"), rows)
    assert dict(read_table(HELD, grid).choices["running"]) == {
        "taken apart": "sums of the months before (500 leads, 50 sales in 5 months, sales is the weak link)",
        "counted": "months' own counts (1,500 leads, 150 sales in 5 months, sales is the weak link)",
    }
    assert (
        dict(read_table(COHORT, grid).choices["running"])["counted"]
        == "months' own counts (1,500 leads, 150 sales in 5 months)"
    )
    assert dict(read_table({}, grid).choices["running"])["counted"] == "months' own counts"


def test_a_cell_that_is_asked_about_is_marked_once():
    reading = read_table(COHORT, Grid(("month", "leads", "wins"), (("2025-01", "100+", "9"), ("2025-02", "90", "8"))))
    assert len(reading.marks) == 1
    assert dict(reading.choices["rough"]) == {
        "middle": "as 100 (190 leads, 17 sales in 2 months)",
        "not recorded": "not recorded (90 leads, 8 sales in 1 month)",
    }


def test_a_question_that_two_fields_can_answer_shows_both():
    rows = (("Jan 2025", "100", "10"), ("Feb 2025", "110", "11"), ("Mar 2025", "90", "9"), ("Q2 2025", "330", "33"))
    reading = read_table(HELD, Grid(("month", "leads", "wins"), rows))
    assert set(reading.asked) == set(reading.choices) == {"period", "sums"}
    for key, expected in (("period", 630), ("sums", 300)):
        ((value, _),) = reading.choices[key]
        assert read_table({**HELD, key: value}, Grid(("month", "leads", "wins"), rows)).funnel.leads == expected


@pytest.mark.parametrize(
    ("first", "rows"),
    [
        ("2024-11", [("Nov", "9", "1"), ("Dec", "9", "1"), ("Jan", "9", "1")]),
        ("2024-12", [("KW 50", "9", "1"), ("KW 1", "9", "1")]),
    ],
)
def test_the_year_can_be_typed_where_the_rows_name_none(first, rows):
    grid = Grid(("month", "leads", "wins"), tuple(rows))
    assert "year" in read_table(COHORT, grid).asked
    settled = read_table({**COHORT, "year": "2024"}, grid)
    assert label(settled.table.first) == first
    assert "year" in settled.asked, "an answer that was given can be changed"
    wrong = read_table({**COHORT, "year": "24th"}, grid)
    assert "is not a year" in wrong.errors["year"]
    assert wrong.table is None


def test_a_fiscal_year_that_begins_in_no_month_stands_beside_its_field():
    grid = Grid(("month", "leads", "wins"), (("FY24 M1", "9", "1"), ("FY24 M2", "9", "1")))
    assert read_table(COHORT, grid).asked == ("fiscal",)
    assert set(read_table({**COHORT, "fiscal": "soon"}, grid).errors) == {"fiscal"}


# --- months that are set aside ---


def test_months_that_are_set_aside_are_told_by_their_row_in_the_grid():
    silent = grid_of([100] * 8, [0, 0, 10, 9, 11, 10, 10, 9]).insert(0)  # the first row is empty, and stays so
    reading = read_table(HELD, silent)
    assert [row for row, _ in reading.aside] == [1, 2]
    assert all("sales seem to begin later" in why for _, why in reading.aside)
    assert reading.funnel.leads == 600


def test_a_month_that_is_set_aside_can_be_counted_all_the_same():
    grid = grid_of([100] * 8, [0, 10, 10, 9, 11, 10, 10, 9])
    assert read_table(HELD, grid).funnel.leads == 700
    kept = read_table({**HELD, "keep": str(JANUARY)}, grid)
    assert kept.aside == ()
    assert (kept.funnel.leads, kept.funnel.wins) == (800, 69)


@pytest.mark.parametrize("keep", ["", ",", "x", "²", "-5", "1.5", "9" * 40, str(JANUARY - 1)])
def test_a_month_to_keep_that_is_none_of_the_tables_changes_nothing(keep):
    grid = grid_of([100] * 8, [0, 10, 10, 9, 11, 10, 10, 9])
    assert read_table({**HELD, "keep": keep}, grid).funnel == read_table(HELD, grid).funnel


# --- the same business, typed as totals and as a table ---


@pytest.mark.parametrize("name", list(samples.load()))
def test_a_business_gets_the_same_answer_from_its_totals_and_from_its_months(name):
    totals, table = example(name), example(name, "table")
    one = read_counts(totals.texts)
    two = read_table(table.texts, table.grid)
    assert (two.errors, two.missing, two.marks, two.aside) == ({}, {}, (), ())
    a, b = dx.diagnose(one.funnel, one.par), dx.diagnose(two.funnel, two.par)
    assert b.verdict == a.verdict
    # Where sales has limited room, totals take months to vary as they usually do; the table has counted them.
    apart = 1e-9 if one.par.capacity is None else 0.02 * a.at_par
    assert dict(b.bridge["shortfall"]) == pytest.approx(dict(a.bridge["shortfall"]), abs=apart)
    # The table shows how the months scatter, which the totals cannot: never a narrower answer, hardly another chance.
    widening = max(two.funnel.reach_dispersion, two.funnel.closing_dispersion)
    assert widening >= 1
    assert b.probability == pytest.approx(a.probability, abs=1e-12 if widening == 1 else 0.03)


# --- own history ---


@pytest.mark.parametrize(
    ("size", "judged"),
    [
        (5, None),  # one month too few: nothing is left to hold them against
        (6, SHORTEST),
        (12, 4),
        (24, 8),
        (60, LONGEST),
    ],
)
def test_own_earlier_months_are_the_level_where_no_closing_rate_is_typed(size, judged):
    reading = read_table(COHORT, grid_of([100] * size, [10] * (size - 3) + [5] * 3))
    if judged is None:
        assert set(reading.missing) == {"closing", "goal"}
        return
    assert window(reading.judged) == (size - judged, size - 1)
    earlier = size - judged
    level = reading.par.level("closing")
    wins = 10 * min(earlier, size - 3)
    assert level.value == pytest.approx(wins / (100 * earlier))
    assert reading.par.reach == pytest.approx(100)
    assert earlier >= FEWEST_HISTORY
    assert reading.compared_with.startswith("your own months January ")
    assert set(reading.notes) == {"benchmark", "goal"}


@pytest.mark.parametrize("judge", ["", "3", "6", "12", "after", "all"])
@pytest.mark.parametrize("size", [6, 7, 12, 13, 26])
def test_the_months_judged_and_those_they_are_held_against_do_not_overlap(judge, size):
    leads = [100 + at for at in range(size)]
    texts = {**COHORT, "judge": judge, "after_from": str(JANUARY + size - 2), "after_to": str(JANUARY + size - 1)}
    reading = read_table(texts, grid_of(leads, [10] * size))
    if reading.par is None:
        assert reading.missing
        return
    first, last = window(reading.judged)
    assert reading.funnel.leads == sum(leads[first : last + 1])
    assert reading.par.reach == pytest.approx(sum(leads[:first]) / first)


def test_a_typed_closing_rate_is_used_and_the_history_of_the_other_links_is_not_judged_with_it():
    reading = read_table({**COHORT, "closing": "20"}, YEAR)
    assert reading.par.level("closing").value == 0.2
    assert reading.par.reach == pytest.approx(sum(int(row[1]) for row in YEAR.rows[:8]) / 8)
    assert set(reading.notes) == {"goal"}
    only = read_table({**COHORT, "goal": "20", "benchmark": HISTORY}, YEAR)
    assert (only.par.goal, only.par.reach) == (20, None)
    assert set(only.notes) == {"benchmark"}


def test_a_changed_mix_of_channels_is_not_blamed_on_sales():
    """Referrals close at 40% and ads at 10% in every month; only how many there are of each changes."""
    earlier, later = {"Referral": (200, 80), "Ads": (200, 20)}, {"Referral": (40, 16), "Ads": (360, 36)}
    reading = read_table({**COHORT, "judge": "3"}, by_channel([earlier] * 9 + [later] * 3))
    assert reading.par.level("closing").value == pytest.approx(52 / 400)  # the old rates by channel on the new leads
    assert "at the present mix of channels" in reading.notes["benchmark"]
    d = dx.diagnose(reading.funnel, reading.par)
    assert dict(d.bridge["shortfall"]) == pytest.approx(dict.fromkeys(LINKS, 0.0), abs=1e-9)
    assert d.verdict != "sales"
    # The same months without their channels cannot be told apart from a sales team that closes half as often.
    blind = read_table({**COHORT, "judge": "3"}, grid_of([400] * 12, [100] * 9 + [52] * 3))
    assert dx.diagnose(blind.funnel, blind.par).verdict == "sales"


def test_a_fall_within_every_channel_is_blamed_on_sales_whatever_the_mix():
    earlier, later = {"Referral": (200, 80), "Ads": (200, 20)}, {"Referral": (300, 60), "Ads": (100, 5)}
    reading = read_table({**COHORT, "judge": "3"}, by_channel([earlier] * 9 + [later] * 3))
    assert reading.par.level("closing").value == pytest.approx((300 * 0.4 + 100 * 0.1) / 400)
    assert dx.diagnose(reading.funnel, reading.par).verdict == "sales"


# --- the two periods of what changed ---


@pytest.mark.parametrize(
    ("size", "before", "after"),
    [
        (1, None, None),
        (2, (0, 0), (1, 1)),
        (3, (1, 1), (2, 2)),
        (5, (1, 2), (3, 4)),
        (6, (0, 2), (3, 5)),
        (12, (6, 8), (9, 11)),
    ],
)
def test_the_last_months_are_compared_with_as_many_before_them_unless_chosen(size, before, after):
    reading = read_table(HELD, grid_of([100] * size, [10] * size))
    assert (window(reading.before), window(reading.after)) == (before, after)


def test_where_own_history_is_the_level_the_months_judged_are_the_later_period():
    reading = read_table(COHORT, YEAR)
    assert window(reading.after) == window(reading.judged) == (8, 11)
    assert window(reading.before) == (4, 7)


CHOSEN = [
    # before, after (months from the first), what is compared
    ((0, 2), (3, 5), (0, 2), (3, 5)),
    ((2, 0), (5, 3), (0, 2), (3, 5)),  # dragged from right to left
    (None, (10, 11), (8, 9), (10, 11)),
    ((0, 0), None, (0, 0), (9, 11)),
    ((-9, 1), (10, 99), (0, 1), (10, 11)),  # clipped to the table
    ((-9, -5), (10, 11), (8, 9), (10, 11)),  # outside: as if not chosen
    (None, (0, 2), None, (0, 2)),  # nothing stands before the first month
]


@pytest.mark.parametrize(("before", "after", "first", "second"), CHOSEN)
def test_chosen_periods_are_taken_within_the_table(before, after, first, second):
    texts = dict(HELD)
    for name, period in (("before", before), ("after", after)):
        if period is not None:
            texts |= {f"{name}_{end}": str(JANUARY + at) for end, at in zip(("from", "to"), period, strict=True)}
    reading = read_table(texts, YEAR)
    assert (window(reading.before), window(reading.after)) == (first, second)


@pytest.mark.parametrize("junk", ["²", "x", "-1", "1e9", "9" * 150])
def test_a_period_or_a_number_of_months_that_is_none_is_as_if_not_chosen(junk):
    plain = read_table(HELD, YEAR)
    for texts in ({"after_from": junk, "after_to": junk}, {"before_from": junk, "before_to": junk}, {"judge": junk}):
        reading = read_table({**HELD, **texts}, YEAR)
        assert (window(reading.before), window(reading.after)) == (window(plain.before), window(plain.after))
        assert reading.funnel == plain.funnel


# --- money, and what is told ---


def test_money_is_read_beside_a_table_as_beside_counts():
    texts = {"sale": "2,400", "margin": "35", "currency": "CHF", "look": "de_CH"}
    money = read_table({**HELD, **texts}, YEAR).money
    assert (money.sale, money.margin, money.currency, money.locale) == (2400, 0.35, "CHF", "de_CH")
    assert money == read_counts({**example("leads_pile_up").texts, **texts}).money
    costs = {"lead_cost": "1.250,50", "rep_cost": "CHF 8’000", "rep_leads": "40", "look": "de"}
    paid = read_table({**HELD, **texts, **costs}, YEAR).money
    assert (paid.lead_cost, paid.rep_cost, paid.rep_leads) == (1250.5, 8000, 40)
    assert read_table(HELD, YEAR).money is None


def test_nothing_is_told_twice():
    grid = Grid(YEAR.columns, YEAR.rows, ("Percentages were read as shares of the leads, rounded to whole leads.",))
    shares = grid.with_column("worked").put([(at, 3, "80%") for at in range(12)])
    told = read_table(HELD, shares).told
    assert sum("Percentages" in line for line in told) == 1


# --- the questions about a table, each answer in turn ---


def grids_of(upload):
    """Every table that comes of answering which sheet and which columns are meant."""
    if upload.grid is not None:
        return [upload.grid]
    return [grid for choice in upload.choices for grid in grids_of(upload.choose(choice))]


def ends_of(texts, grid):
    """The leads and sales to which the answers next to a table lead, and what is said where one leads nowhere."""
    reading = read_table({**HELD, **texts}, grid)
    if reading.funnel is not None:
        return [(reading.funnel.leads, reading.funnel.wins)]
    open_ = [key for key in reading.asked if key not in texts]
    typed = {"fiscal": "2023-04", "year": "2024"}
    answers = [(key, value) for key in open_ for value, _ in reading.choices.get(key, ()) if value]
    answers += [(key, typed[key]) for key in open_ if key in typed]
    if not answers:
        return [*(words for _, _, words in reading.marks), *reading.missing.values(), *reading.errors.values()]
    return [end for key, value in answers for end in ends_of({**texts, key: value}, grid)]


WITHOUT_MONTHS = "campaigns or periods"
"""A table of names gets a column to type the months into, which no answer can fill."""


@pytest.mark.parametrize(
    ("sheet", "right"),
    [
        (sheet, counts[:2])
        for name, (sheet, _, counts) in SHEETS.items()
        if isinstance(sheet, str) and name != WITHOUT_MONTHS
    ],
    ids=[name for name, (sheet, *_) in SHEETS.items() if isinstance(sheet, str) and name != WITHOUT_MONTHS],
)
def test_every_answer_that_is_offered_next_to_a_table_leads_on(sheet, right):
    found = [end for grid in grids_of(from_bytes(sheet.encode(), "a.csv")) for end in ends_of({}, grid)]
    assert [end for end in found if isinstance(end, str)] == []
    assert right in found


@pytest.mark.parametrize(("judge", "periods"), [("", 1), ("all", 5), ("6", 5), ("after", 78)])
def test_a_period_that_was_chosen_is_one_of_those_that_could_be(judge, periods):
    """Of twelve months, 78 periods go from one of them to one of them."""
    rows = "".join(f"2024-{month:02d},60,12\n" for month in range(1, 13))
    grid = from_bytes(f"Month,Leads,Sales\n{rows}".encode(), "months.csv").grid
    texts = {"goal": "12", "closing": "20", "basis": "cohort", "days": "1", "as_of": "2025-12-31", "judge": judge}
    read = read_table({**texts, "after_from": "2024-07", "after_to": "2024-12"}, grid)
    assert (read.errors, read.periods) == ({}, periods)
