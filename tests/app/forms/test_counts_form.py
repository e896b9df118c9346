"""Typed text becomes counts, or a message that names the field, the value and the remedy."""

from __future__ import annotations

import pytest

from diagnostics.app.forms.counts_form import field_error, from_shell, read_counts
from diagnostics.app.forms.form_fields import FIELDS
from diagnostics.app.pages import page_words
from diagnostics.reference import benchmarks

GOOD = {"leads": "310", "months": "1", "wins": "17", "goal": "58", "closing": "12"}

READ_AS = [
    # typed, field, value read, echo
    ("310", "leads", 310, None),
    (" 310 ", "leads", 310, None),
    ("1,200", "leads", 1200, None),
    ("1 200", "leads", 1200, "read as 1,200"),
    ("1\u00a0200", "leads", 1200, "read as 1,200"),
    ("1'200", "leads", 1200, "read as 1,200"),
    ("1,00,000", "leads", 100_000, "read as 100,000"),
    ("１２００", "leads", 1200, "read as 1,200"),
    ("1200.0", "leads", 1200, None),
    ("1.400", "leads", 1400, "read as 1,400"),
    ("1.234.567", "leads", 1234567, "read as 1,234,567"),
    ("12,34,567", "leads", 1234567, "read as 1,234,567"),
    ("1.134,5", "months", 1134.5, "read as 1,134.5"),
    ("0.125", "months", 0.125, None),
    ("0,125", "months", 0.125, "read as 0.125"),
    ("1.5", "months", 1.5, None),
    ("1,5", "months", 1.5, "read as 1.5"),
    ("0.5", "months", 0.5, None),
    ("12", "closing", 0.12, None),
    ("12 %", "closing", 0.12, None),
    ("12,5%", "closing", 0.125, "read as 12.5%"),
    ("100", "closing", 1.0, None),
    ("0.2", "closing", 0.002, "read as 0.2%; for 20% type 20"),
]


@pytest.mark.parametrize(("typed", "field", "value", "echo"), READ_AS)
def test_numbers_are_read_as_people_write_them_and_echoed_where_that_is_not_plain(typed, field, value, echo):
    reading = read_counts({**GOOD, field: typed})
    assert reading.errors == {}
    got = reading.par.closing.value if field == "closing" else getattr(reading.funnel, field)
    assert got == pytest.approx(value, rel=1e-12)
    assert reading.echoes.get(field) == echo


def test_the_share_that_usually_fits_is_what_lead_fit_is_compared_with():
    typed = {**GOOD, "fit": "200", "usual_fit": "60"}
    assert read_counts(typed).par.fit.value == from_shell({**typed, "usual_fit": "0.6"}).par.fit.value == 0.6
    assert read_counts(GOOD).par.fit is None


REFUSED = [
    # changed fields, field that is named, what the message must say
    ({"leads": "-3"}, "leads", ["Leads", "“-3”", "must be 0 or more"]),
    ({"leads": "−3"}, "leads", ["Leads", "“−3”", "must be 0 or more"]),
    ({"wins": "1.5"}, "wins", ["Sales", "“1.5”", "whole number"]),
    ({"leads": "lots"}, "leads", ["Leads", "“lots”", "not a number", "for example 120"]),
    ({"leads": "1,5"}, "leads", ["Leads", "“1,5”", "whole number"]),
    ({"leads": "1.234,5"}, "leads", ["Leads", "“1.234,5”", "whole number"]),
    ({"leads": "1,23,45"}, "leads", ["Leads", "not a number"]),
    ({"leads": "nan"}, "leads", ["Leads", "“nan”", "not a number"]),
    ({"leads": "inf"}, "leads", ["Leads", "“inf”", "not a number"]),
    ({"leads": "1e12"}, "leads", ["Leads", "“1e12”", "not a number"]),
    ({"leads": "1e9999999"}, "leads", ["Leads", "not a number"]),
    ({"leads": "1_000"}, "leads", ["Leads", "not a number"]),
    ({"leads": "½"}, "leads", ["Leads", "not a number"]),
    ({"leads": "½"}, "leads", ["Leads", "not a number"]),
    ({"goal": "1.234"}, "goal", ["Customers wanted", "two ways", "Type 1234 or 1.234"]),
    ({"leads": "1000000000000"}, "leads", ["Leads", "1,000,000,000,000", "extra zero"]),
    ({"leads": "9" * 41}, "leads", ["Leads", "too long"]),
    ({"wins": "311"}, "wins", ["Sales", "311", "310 leads", "longer period"]),
    ({"direct_wins": "18"}, "direct_wins", ["Self-service sales", "18", "all 17 sales"]),
    ({"worked": "311"}, "worked", ["Leads you reached", "311", "310 leads"]),
    ({"worked": "16"}, "worked", ["Leads you reached", "16", "17 sales with a salesperson"]),
    ({"fit": "311"}, "fit", ["Leads that fit", "311"]),
    ({"fit": "100", "worked": "101"}, "worked", ["101", "100 leads that fit"]),
    ({"months": "0"}, "months", ["Months", "0", "for example 1"]),
    ({"months": "2000"}, "months", ["Months", "2,000"]),
    ({"closing": "101"}, "closing", ["Target win rate", "“101”", "more than 100%"]),
    ({"closing": "0"}, "closing", ["Target win rate: 0 brings no customers", "rate above 0"]),
    ({"goal": "0"}, "goal", ["Customers wanted", "0", "more than 0"]),
    ({"capacity": "0"}, "capacity", ["Leads your team can handle", "0", "more than 0"]),
    ({"days": "4000"}, "days", ["Days from first contact to sale", "4,000"]),
    ({"days": "-1"}, "days", ["Days from first contact to sale", "“-1”", "must be 0 or more"]),
    ({"leads": "<b>5</b>"}, "leads", ["“<b>5</b>”", "not a number"]),
]


@pytest.mark.parametrize(("changes", "field", "said"), REFUSED)
def test_bad_input_names_the_field_the_value_and_the_remedy(changes, field, said):
    from diagnostics.diagnosis import diagnose
    from diagnostics.errors import InputError

    reading = read_counts({**GOOD, **changes})
    errors = dict(reading.errors)
    if reading.funnel is not None:  # refused by the diagnosis itself
        with pytest.raises(InputError) as caught:
            diagnose(reading.funnel, reading.par)
        errors[caught.value.field] = field_error(caught.value)
    assert list(errors) == [field]
    for words in said:
        assert words in errors[field]
    assert errors[field].endswith(".")


@pytest.mark.parametrize("field", [f.key for f in FIELDS if f.missing and "counts" in f.ways])
def test_an_empty_field_that_is_needed_says_what_to_type(field):
    reading = read_counts({**GOOD, field: "  "})
    assert reading.funnel is None
    assert reading.errors == {}
    assert list(reading.missing) == [field]
    assert reading.missing[field].startswith(("Enter ", "Choose "))
    assert page_words.needed({}, {field: ""}).startswith("Still needed: ")


def test_room_for_leads_stands_in_for_a_goal():
    reading = read_counts({**GOOD, "goal": "", "capacity": "90"})
    assert (reading.par.goal, reading.par.capacity) == (None, 90.0)


def test_every_wrong_field_is_named_at_once():
    assert set(read_counts({**GOOD, "leads": "x", "goal": "y", "closing": "200"}).errors) == {
        "leads",
        "goal",
        "closing",
    }


def test_typical_days_make_the_leads_young_and_none_leaves_them_decided():
    assert read_counts(GOOD).funnel.maturity == 1.0
    assert read_counts({**GOOD, "days": "0"}).funnel.maturity == 1.0
    assert read_counts({**GOOD, "days": "20"}).funnel.maturity == pytest.approx(0.382, abs=5e-4)


def test_a_benchmark_brings_its_strength_and_source_and_an_own_figure_is_exact():
    assert read_counts(GOOD).par.closing.strength is None
    chosen = benchmarks.closing()[0].id
    level = read_counts({**GOOD, "benchmark": chosen}).par.closing
    assert 0 < level.strength < 20
    assert "grade" in level.source


@pytest.mark.parametrize(
    ("typed", "look", "sale", "echo"),
    [
        ("1.200,50", "", 1200.5, "read as 1,200.5"),
        ("€ 1.200,50", "", 1200.5, "read as 1,200.5"),
        ("1,200.50 USD", "", 1200.5, "read as 1,200.5"),
        ("1.400", "de", 1400, "read as 1,400"),
        ("1.400", "", None, None),
        ("500 per month", "", None, None),
    ],
)
def test_an_average_sale_is_read_as_money_is_written(typed, look, sale, echo):
    reading = read_counts({**GOOD, "sale": typed, "look": look})
    assert (None if reading.money is None else reading.money.sale) == sale
    assert reading.echoes.get("sale") == echo
    assert ("sale" in reading.errors) == (sale is None)
