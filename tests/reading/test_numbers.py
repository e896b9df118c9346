"""One grammar of written numbers: read by its own evidence, asked where it has none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from diagnostics.reading.numbers import Ambiguous, Marks, marks, read_number

ONE_WAY = {
    # written: what it is, whatever the decimal mark of its column
    "0": "0",
    "000": "0",
    "1200": "1200",
    "1 200": "1200",
    "1\u00a0200": "1200",
    "1\u202f200\u202f000": "1200000",
    "1'200": "1200",
    "12’345.5": "12345.5",
    "1200.": "1200",
    "5,": "5",
    "1.5": "1.5",
    "1,5": "1.5",
    ".5": "0.5",
    ",5": "0.5",
    "1.2345": "1.2345",
    "0.125": "0.125",
    "0,125": "0.125",
    "1234.567": "1234.567",
    "1234,567": "1234.567",
    "1,234.5": "1234.5",
    "1.234,5": "1234.5",
    "1 234,5": "1234.5",
    "1 234,567": "1234.567",
    "1,234,567": "1234567",
    "1.234.567": "1234567",
    "12,34,567": "1234567",
    "1,200.00": "1200",
    "1.200,00": "1200",
    "-3": "-3",
    "−3": "-3",
    "- 3": "-3",
    "+3": "3",
    "(3)": "-3",
    " 3 ": "3",
    "１２００": "1200",
    "１，２００．５": "1200.5",
    "١٢٠٠": "1200",
    "1,00,000": "100000",
}


@pytest.mark.parametrize("decimal", [None, ".", ","])
@pytest.mark.parametrize(("text", "number"), ONE_WAY.items())
def test_a_number_that_can_be_read_in_one_way_is_read_so(text, number, decimal):
    assert read_number(text, decimal) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "by_point", "by_comma", "alone"),
    [
        ("1.200", "1.2", "1200", Ambiguous(Decimal(1200), Decimal("1.200"))),
        ("-12.345", "-12.345", "-12345", Ambiguous(Decimal(-12345), Decimal("-12.345"))),
        ("1,200", "1200", "1.2", Decimal(1200)),
        ("999,999", "999999", "999.999", Decimal(999999)),
    ],
)
def test_a_mark_before_three_figures_is_settled_by_the_column_alone(text, by_point, by_comma, alone):
    assert read_number(text, ".") == Decimal(by_point)
    assert read_number(text, ",") == Decimal(by_comma)
    assert read_number(text) == alone


NONE = [
    "",
    " ",
    "lots",
    "nan",
    "inf",
    "1e12",
    "1_000",
    "½",
    "1.2.3",
    "1,2,3",
    "12,3456,7",
    "1 2",
    "1,23,45",
    "--3",
]
NONE += ["5-", "(3", "3)", "€5", "5 %", "12-34", "1.234,567.8", "1 200 30", ".", ",", "-"]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number_is_none(text):
    assert read_number(text) is None


def test_a_column_shows_its_mark_or_leaves_it_open():
    assert marks(["1.200", "950"]) == Marks(open="1.200")
    assert marks(["1.200", "950,5"]).decimal == ","
    assert marks(["1.200", "1 950.5"]).decimal == "."
    assert marks(["1,5", "1.5"]) == Marks(point="1.5", comma="1,5")
    assert marks(["1,5", "1.5"]).decimal is None
    assert marks(["lots", "", "12"]) == Marks()
