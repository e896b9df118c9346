"""Amounts of money: what is around a number is understood, or there is no amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from diagnostics.reading.amounts import currency_named, read_amount, written
from diagnostics.reading.numbers import Ambiguous

AMOUNTS = {
    # written: the amount and its currency
    "1200": ("1200", ""),
    "€1,200.50": ("1200.50", "€"),
    "1.200,50 €": ("1200.50", "€"),
    "1\u202f200,50\u00a0€": ("1200.50", "€"),
    "$.50": ("0.50", "$"),
    "US$ 1,200": ("1200", "$"),
    "A$5.00": ("5", "AUD"),
    "USD 1,000": ("1000", "$"),
    "1,000.00 USD": ("1000", "$"),
    "CHF 1'200.-": ("1200", "CHF"),
    "Fr. 1200": ("1200", "CHF"),
    "50,-": ("50", ""),
    "€ 1.200,-": ("1200", "€"),
    "1200,-- EUR": ("1200", "€"),
    "Rs.50000": ("50000", "₹"),
    "Rs. 50,000": ("50000", "₹"),
    "Rs. 1,23,456": ("123456", "₹"),
    "₹12,34,567": ("1234567", "₹"),
    "Rp 5.000.000": ("5000000", "IDR"),
    "5.000.000": ("5000000", ""),
    "R$ 1.200,00": ("1200", "BRL"),
    "kr.500": ("500", "kr"),
    "500 kr": ("500", "kr"),
    "12,50 zł": ("12.50", "zł"),
    "100 руб.": ("100", "RUB"),
    "￥１，２００": ("1200", "¥"),
    "١٢٠٠": ("1200", ""),
    "-€5": ("-5", "€"),
    "€-5": ("-5", "€"),
    "-1200": ("-1200", ""),
    "₹ 1,200.50/-": ("1200.50", "₹"),
    "Rs.1,200/-": ("1200", "₹"),
    "1,200/=": ("1200", ""),
    "SEK 1 200:-": ("1200", "SEK"),
    "1.200:-": ("1200", ""),
    "١٢٠٠ ر.س": ("1200", "SAR"),
    "د.إ 1,200.50": ("1200.50", "AED"),
    "1200 per year": ("1200", ""),
    "€1.2k/yr": ("1200", "€"),
    "1200 EUR p.a.": ("1200", "€"),
    "(1,200.00)": ("-1200", ""),
    "(€ 500)": ("-500", "€"),
    "1.200,00-": ("-1200", ""),
    "500 (net)": ("500", ""),
    "(EUR) 500": ("500", "€"),
    "1,000.00 CR": ("1000", ""),
    "1.2K": ("1200", ""),
    "2M": ("2000000", ""),
    "1.5 k": ("1500", ""),
    "€1,2m": ("1200000", "€"),
    "1,2 Mio. €": ("1200000", "€"),
    "3 mn": ("3000000", ""),
    "£1.5bn": ("1500000000", "£"),
    "12 kEUR": ("12000", "€"),
    "12 T€": ("12000", "€"),
    "2 lakh": ("200000", ""),
    "1.1e+06": ("1100000", ""),
    "1,1e-02": ("0.011", ""),
}


@pytest.mark.parametrize(("text", "right"), AMOUNTS.items())
def test_an_amount_with_what_is_written_around_it(text, right):
    found = written(text)
    assert found is not None
    assert (read_amount(text), found.currency) == (Decimal(right[0]), right[1])


NONE = [
    "2 x 500", "12-34", "2024-01-31", "nan", "n/a", "", "5-", "1.2.3", "€", "5 km", "500/month", "500 per month", "500 per", "500 year", "500 a", "12/-6", ">500", "12%",
    "EUR - 500", "500 USD 600", "€500 $", "₹2.5 Cr", "1 2", "BOX 500", "1,000 CR", "x" * 80,
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_what_is_not_understood_is_no_amount(text):
    assert read_amount(text) is None


def test_an_amount_that_could_be_two_is_settled_by_the_column_alone():
    assert read_amount("€ 1.200") == Ambiguous(Decimal(1200), Decimal("1.200"))
    assert [read_amount("€ 1.200", mark) for mark in (".", ",")] == [Decimal("1.2"), Decimal(1200)]
    assert [read_amount("1,200", mark) for mark in (None, ".", ",")] == [Decimal(1200), Decimal(1200), Decimal("1.2")]


@pytest.mark.parametrize(
    ("text", "name"),
    [("EUR", "€"), ("euro", "€"), ("US Dollar", "$"), ("JPY", "¥"), ("XOF", "XOF"), ("Own coin", "Own coin")],
)
def test_a_currency_has_one_name(text, name):
    assert currency_named(text) == name
