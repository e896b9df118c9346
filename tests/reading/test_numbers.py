"""One grammar of written numbers: read by its own evidence, asked where it has none, the same in Python and in an engine."""

from __future__ import annotations

from decimal import Decimal

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.reading.numbers import Ambiguous, Marks, amount_of, marks, read_number

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
    "٣",
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


AMOUNTS = {
    "€1,200.50": "1200.50",
    "1.200,50 €": "1200.50",
    "$.50": "0.50",
    "CHF 1'200.-": "1200",
    "50,-": "50",
    "1200,-- EUR": "1200",
    "Rs. 1,23,456": "123456",
    "kr.500": "500",
    "-€5": "-5",
    "€-5": "-5",
    "(€ 500)": "-500",
    "500 (net)": "500",
    "(EUR) 500": "500",
    "1.5 k": "1500",
    "€1,2m": "1200000",
    "1,2 Mio. €": "1200000",
    "3 mn": "3000000",
    "5 km": "5",
    "1.1e+06": "1100000",
    "1,1e-02": "0.011",
}


@pytest.mark.parametrize(("text", "number"), AMOUNTS.items())
def test_an_amount_may_have_a_currency_words_and_a_multiplier_around_it(text, number):
    assert read_number(text, money=True) == Decimal(number)


@pytest.mark.parametrize("text", ["2 x 500", "12-34", "2024-01-31", "nan", "n/a", "", "5-", "1.2.3", "€"])
def test_an_amount_with_other_digits_or_a_dash_is_none(text):
    assert read_number(text, money=True) is None


def test_a_column_shows_its_mark_or_leaves_it_open():
    assert marks(["1.200", "950"]) == Marks(open="1.200")
    assert marks(["1.200", "950,5"]).decimal == ","
    assert marks(["1.200", "1 950.5"]).decimal == "."
    assert marks(["1,5", "1.5"]) == Marks(point="1.5", comma="1,5")
    assert marks(["1,5", "1.5"]).decimal is None
    assert marks(["€1.200,50"], money=True).decimal == ","
    assert marks(["lots", "", "12"]) == Marks()


# --- the engine reads as Python does ---


def in_engine(texts, decimal):
    column = ibis.memtable(pa.table({"at": range(len(texts)), "text": texts}))
    read = column.select("at", number=amount_of(column.text, decimal)).order_by("at")
    return read.to_pyarrow()["number"].to_pylist()


def agrees(texts, decimal):
    for text, number in zip(texts, in_engine(texts, decimal), strict=True):
        found = read_number(text, decimal, money=True)
        assert number == (None if found is None else pytest.approx(float(found), rel=1e-12)), text


@pytest.mark.parametrize("decimal", [".", ","])
def test_the_engine_reads_every_example_as_python_does(decimal):
    texts = [
        *ONE_WAY,
        *NONE,
        *AMOUNTS,
        "1.200",
        "-12.345",
        "1,200",
        "999,999",
        "+-5",
        "(-5)",
        "5mé",
        "1,200.",
        "9" * 30,
    ]
    agrees(texts, decimal)


WORDS = "1 12 234 000 0 5678 . , ' - − + ( ) € Rs. kr k m Mio. % e+06 ,- x é"
PARTS = st.sampled_from([*WORDS.split(), " ", "\u00a0"])
WRITTEN = st.lists(PARTS, min_size=1, max_size=7).map("".join)
DIGITS = st.integers(0, 10**9).flatmap(
    lambda n: st.sampled_from(
        [str(n), f"{n:,}", f"{n:,}".replace(",", "."), f"{n:,}".replace(",", " "), f"€{n / 100:,.2f}"]
    )
)


@settings(derandomize=True, deadline=None, max_examples=20)
@given(st.lists(WRITTEN | DIGITS, min_size=40, max_size=80), st.sampled_from([".", ","]))
def test_the_engine_reads_whatever_is_written_as_python_does(texts, decimal):
    agrees(texts, decimal)
