"""What a customer is worth, in the owner's currency and number format; said with every shortfall, changing none."""

from __future__ import annotations

import math

import pytest

import diagnostics as dx
from diagnostics.diagnosis import words
from diagnostics.diagnosis.money import LARGEST_SALE, Money
from diagnostics.errors import InputError

NARROW, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212"

LOOKS = [
    # currency, locale, amount, text
    ("EUR", "en", 7980, "€7,980"),
    ("EUR", "de", 7980, f"7.980{NO_BREAK}€"),
    ("EUR", "fr", 7980, f"7{NARROW}980{NO_BREAK}€"),
    ("CHF", "de_CH", 7980, f"CHF{NO_BREAK}7’980"),
    ("INR", "en_IN", 1_234_567, "₹12,30,000"),
    ("USD", "en", 1_234_567, "$1,230,000"),
    ("GBP", "en", 12, "£12"),
    ("EUR", "de", 12.345, f"12{NO_BREAK}€"),
]  # fmt: skip


@pytest.mark.parametrize(("currency", "locale", "amount", "text"), LOOKS)
def test_amounts_look_as_they_do_where_the_owner_lives(currency, locale, amount, text):
    assert Money(1, 1, currency, locale).words(amount) == text


SIGNS = [
    ("en", -9.5, f"{MINUS}€9.50"),
    ("en", -9500, f"{MINUS}€9,500"),
    ("de", -9500, f"{MINUS}9.500{NO_BREAK}€"),
    ("fr", -9500, f"{MINUS}9{NARROW}500{NO_BREAK}€"),
    ("de_CH", -9500, f"EUR{MINUS}9’500"),
]


@pytest.mark.parametrize(("locale", "amount", "text"), SIGNS)
def test_a_minus_is_a_minus_and_no_hyphen(locale, amount, text):
    assert Money(1, 1, "EUR", locale).words(amount) == text


ROUNDED = [
    # to three figures; no decimals from 100 on, and none where it is whole
    (0, "€0"),
    (-0.0, "€0"),
    (0.004, "€0"),
    (-0.004, "€0"),
    (0.01, "€0.01"),
    (1.234, "€1.23"),
    (12.34, "€12"),
    (99.94, "€100"),
    (99.95, "€100"),
    (100, "€100"),
    (123.4, "€123"),
    (1234.5, "€1,230"),
    (999_500, "€1,000,000"),
]


@pytest.mark.parametrize(("amount", "text"), ROUNDED)
def test_amounts_are_rounded_to_three_figures(amount, text):
    assert Money(1).words(amount) == text


def test_what_a_customer_leaves_is_the_sale_times_the_margin():
    assert Money(2400, 0.35).each == 840
    assert Money(2400).each == 2400
    assert [Money(9, margin).kind for margin in (1, 0.99, 0)] == ["sales", "gross margin", "gross margin"]
    assert Money(2400, 0.35).words(3) == Money(840).words(3) == "€2,520"


BAD = [
    ({"sale": 0}, "sale"),
    ({"sale": -1}, "sale"),
    ({"sale": math.nan}, "sale"),
    ({"sale": math.inf}, "sale"),
    ({"sale": LARGEST_SALE * 1.01}, "sale"),
    ({"sale": "5"}, "sale"),
    ({"sale": True}, "sale"),
    ({"sale": None}, "sale"),
    ({"margin": 1.01}, "margin"),
    ({"margin": -0.01}, "margin"),
    ({"margin": math.nan}, "margin"),
    ({"currency": "euro"}, "currency"),
    ({"currency": ""}, "currency"),
    ({"currency": None}, "currency"),
    ({"locale": "xx"}, "locale"),
    ({"locale": ""}, "locale"),
    ({"locale": "../../en"}, "locale"),
    ({"lead_cost": -0.01}, "lead_cost"),
    ({"lead_cost": math.nan}, "lead_cost"),
    ({"lead_cost": LARGEST_SALE * 1.01}, "lead_cost"),
    ({"rep_cost": -1}, "rep_cost"),
    ({"rep_cost": "5"}, "rep_cost"),
    ({"rep_leads": 0}, "rep_leads"),
]


@pytest.mark.parametrize(("given", "field"), BAD, ids=lambda value: str(value))
def test_what_is_no_price_share_currency_or_language_is_refused_by_name(given, field):
    with pytest.raises(InputError) as refused:
        Money(**{"sale": 2400, **given})
    assert refused.value.field == field


# --- in the answer ---

FUNNEL, PAR = dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12)


@pytest.mark.parametrize("money", [Money(2400), Money(2400, 0.35, "CHF", "de_CH"), Money(9, 0)], ids=repr)
def test_the_bridge_tells_each_shortfall_in_money_and_nothing_else_changes(money):
    plain, valued = dx.diagnose(FUNNEL, PAR), dx.diagnose(FUNNEL, PAR, money)
    assert "worth" not in plain.bridge
    assert list(valued.bridge["worth"]) == pytest.approx(list(plain.bridge["shortfall"] * money.sale * money.margin))
    assert valued.bridge["worth"].sum() == pytest.approx((plain.at_par - plain.today) * money.sale * money.margin)
    assert valued.bridge.drop(columns="worth").equals(plain.bridge)
    assert (valued.verdict, valued.probability, valued.sentence) == (plain.verdict, plain.probability, plain.sentence)


def test_the_words_of_the_cost_and_of_the_bridge_carry_the_amount():
    money = Money(2400, 0.35, "EUR", "de")
    d, plain = dx.diagnose(FUNNEL, PAR, money), dx.diagnose(FUNNEL, PAR)
    lost, missing = d.bridge.loc[d.suspect, "shortfall"], d.at_par - d.today
    assert f"({money.words(lost)} of gross margin)" in words.cost(d.assessment)
    assert f"({money.words(missing)} of gross margin)" in words.bridge_title(d.assessment)
    assert "€" not in words.cost(plain.assessment) + words.bridge_title(plain.assessment)


def test_the_margin_is_named_only_where_there_is_one():
    assert " of sales)" in words.cost(dx.diagnose(FUNNEL, PAR, Money(2400)).assessment)


def test_where_nothing_is_missing_no_amount_is_told():
    d = dx.diagnose(dx.Funnel(900, 500), dx.Par(goal=20, closing=0.1), Money(2400))
    assert "€" not in words.cost(d.assessment) + words.bridge_title(d.assessment)
