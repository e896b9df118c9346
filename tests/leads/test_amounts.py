"""The amounts of an export: every way of writing is read as Python reads it, currencies are never mixed, nothing is silent."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.leads.fields.amounts import PLAIN, amount_in, read_amount_column, shape_of, with_amounts
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.matching.matching import match, recognise
from diagnostics.leads.opening.opening import open_leads
from diagnostics.reading.amounts import read_amount
from tests.reading.test_amounts import AMOUNTS, NONE

SMALL = ["csv", "frame"]


def opened(kind, amounts, **more):
    """Leads of which every second one is won, as a small file or as a table of an engine."""
    count = len(amounts)
    frame = pd.DataFrame(
        {
            "Created": [f"2025-01-{n % 28 + 1:02}" for n in range(count)],
            "Status": ["Won" if n % 2 == 0 else "Lost" for n in range(count)],
            "Amount": amounts,
            **more,
        }
    )
    return open_leads(frame if kind == "frame" else frame.to_csv(index=False).encode(), recognise)


def in_engine(kind, texts, decimal):
    leads = open_leads(pa.table({"at": range(len(texts)), "Amount": texts}), recognise)
    amounts = read_amount_column(leads, {"amount": "Amount"}, {"decimal": decimal})
    name = leads.column("Amount")
    table = with_amounts(leads.table, name, amounts.plan)
    found = table.select(at=table[leads.column("at")], number=amount_in(table, name, amounts.plan)).order_by("at")
    return found.to_pyarrow()["number"].to_pylist(), amounts


def agrees(texts, decimal):
    numbers, amounts = in_engine("frame", texts, decimal)
    if amounts.other:  # several currencies: those of one count
        return
    for text, number in zip(texts, numbers, strict=True):
        found = read_amount(text.strip(" "), decimal)
        assert number == (None if found is None else pytest.approx(float(found), rel=1e-12)), text


@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize(
    "text", [*AMOUNTS, *NONE, "1.200", "0.125", "0,125", "-12.345", "999,999", "9" * 30, " 1 200 "]
)
def test_the_engine_reads_every_example_as_python_does(text, decimal):
    agrees([text], decimal)


WORDS = "1 12 234 000 0 5678 . , ' - − + ( ) € Rs. kr k m Mio. % e+06 ,- x é １"
PARTS = st.sampled_from([*WORDS.split(), " ", "\u00a0"])
WRITTEN = st.lists(PARTS, min_size=1, max_size=7).map("".join)
DIGITS = st.integers(0, 10**9).flatmap(
    lambda n: st.sampled_from(
        [str(n), f"{n:,}", f"{n:,}".replace(",", "."), f"{n:,}".replace(",", " "), f"{n / 100:,.2f}"]
    )
)


@settings(derandomize=True, deadline=None, max_examples=20)
@given(
    st.lists(WRITTEN.filter(lambda t: not set(t) & set("€Rk")) | DIGITS, min_size=40, max_size=80),
    st.sampled_from([".", ","]),
)
@pytest.mark.slow
def test_the_engine_reads_whatever_is_written_as_python_does(texts, decimal):
    agrees(texts, decimal)


@given(st.integers(0, 10**8), st.integers(0, 10**8), st.sampled_from(["€ {:,.2f}", "{:,}", "Rs. {:,.3f}", "0.{:03}"]))
def test_amounts_of_one_shape_are_read_in_one_way(one, other, written_as):
    texts = [written_as.format(n) for n in (one, other)]
    if shape_of(texts[0]) == shape_of(texts[1]):
        a, b = (read_amount(text) for text in texts)
        assert type(a) is type(b)


# --- what is told -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SMALL)
def test_amounts_that_cannot_be_read_are_a_fault_with_their_count(kind):
    ledger = Ledger.of(match(opened(kind, ["Rs. 50,000"] * 20 + ["50,000 per month"] * 4 + ["n/a", ""] * 2)))
    assert ledger.average_sale == 50_000
    (fault,) = [fault for fault in ledger.faults if fault.key == "amounts not read"]
    assert fault.what == "4 rows hold an amount that cannot be read, such as “50,000 per month”."


@pytest.mark.parametrize("kind", SMALL)
@pytest.mark.parametrize(
    ("amounts", "given", "average", "told"),
    [
        (["$5.00", "$7.00", "US$15.00", "x", "7 USD", "9"], {}, 9.0, None),
        (["€5,00", "6,00 EUR", "7", "6"], {}, 6.0, None),
        (
            ["£7", "CHF 5", "£9", "kr 6", "£9", "10"],
            {},
            25 / 3,
            "£ in 3 rows, CHF in 1 row, kr in 1 row and none in 1 row",
        ),
        (
            ["£7", "CHF 5", "£9", "kr 6", "CHF 9", "10"],
            {"amounts_in": "CHF"},
            9.0,
            "CHF in 2 rows, £ in 2 rows, kr in 1 row",
        ),
    ],
)
def test_amounts_of_several_currencies_are_never_added_up(kind, amounts, given, average, told):
    found = match(opened(kind, amounts), given)
    assert Ledger.of(found).average_sale == pytest.approx(average)
    notes = [note for note in found.notes if "several currencies" in note]
    assert [told in note for note in notes] == ([True] if told else [])


@pytest.mark.parametrize("kind", SMALL)
@pytest.mark.parametrize("heading", ["Currency", "Currency of Value", "Währung"])
@pytest.mark.slow
def test_a_column_of_currencies_is_used_like_a_sign(kind, heading):
    amounts, currencies = [1000, 150_000, 3000, 150_000, 150_000] * 4, ["USD", "JPY", "usd", "JPY", ""] * 4
    source = opened(kind, amounts, **{heading: currencies})
    found = match(source)
    assert found.columns["currency"] == heading
    assert Ledger.of(found).average_sale == 2000
    assert found.notes[-1] == (
        "Amount: several currencies, $ in 8 rows, ¥ in 8 rows and none in 4 rows; the average sale is of the amounts in $ alone."
    )
    assert Ledger.of(match(source, {"amounts_in": "JPY"})).average_sale == 150_000
    with pytest.raises(InputError, match=r"amounts_in: 'EUR' is no currency of Amount\. Use one of \$, ¥\."):
        match(source, {"amounts_in": "EUR"})


def test_amounts_that_are_converted_have_one_currency_whatever_the_deal_had():
    source = opened("csv", [10] * 8, Currency=["EUR", "USD"] * 4)
    frame = {"Amount in company currency": "Amount"}
    renamed = open_leads(
        b"Created,Status,Amount in company currency,Currency\n" + b"2025-01-01,Won,10,EUR\n2025-01-02,Lost,20,USD\n",
        recognise,
    )
    assert [note for note in match(source).notes if "several" in note]
    assert not [note for note in match(renamed, {"amount": next(iter(frame))}).notes if "several" in note]


@pytest.mark.parametrize("kind", SMALL)
@pytest.mark.parametrize(
    ("amounts", "average"),
    [([500, 9, 0, 9, 700, 9, 1, 9, 600, 9], 600.0), ([500, 9, 0, 9, 0, 9, 1, 9, 0, 9], None), ([0, 9] * 4, None)],
)
def test_amounts_of_0_or_1_are_told_and_not_averaged(kind, amounts, average):
    ledger = Ledger.of(match(opened(kind, amounts)))
    assert ledger.average_sale == average
    (fault,) = [fault for fault in ledger.faults if fault.key == "amounts of 0 or 1"]
    assert fault.count == sum(n in (0, 1) for n in amounts[::2])


@pytest.mark.parametrize("kind", SMALL)
@pytest.mark.slow
def test_a_mark_that_could_be_two_is_asked_once_and_only_where_it_matters(kind):
    (question,) = match(opened(kind, ["1.200", "850", "2.400", "10"])).questions
    assert [answer.given for answer in question.answers] == [{"decimal": "."}, {"decimal": ","}]
    assert Ledger.of(match(opened(kind, ["1.200", "850", "2.400", "10"]), {"decimal": ","})).average_sale == 1800
    assert match(opened(kind, ["1,5", "1.5", "3", "4"])).questions == ()
    assert [q.code for q in match(opened(kind, ["1,5", "1.5", "1.200", "4"])).questions] == ["decimal-marks-differ"]
    assert [q.code for q in match(opened(kind, ["1.500,50", "1,200"] * 2)).questions] == ["thousand-or-decimals"]
    assert match(opened(kind, ["1234.5", "1.234", "99.9", "7"])).questions == ()
    assert match(opened(kind, ["$22,700.00", "$22,700", "1,200", "7"])).questions == ()


def test_figures_alone_are_read_without_their_shape():
    import re

    assert [bool(re.match(PLAIN, text)) for text in ("1200", "1200.5", "1200.505", "1,5", "-3")] == [
        True,
        True,
        False,
        False,
        False,
    ]
