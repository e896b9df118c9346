"""Sales of a web shop next to the sales: part of them, or on top of them, and said."""

from __future__ import annotations

import pytest

import diagnostics as dx
from diagnostics.app.forms.table_form import read_table
from diagnostics.app.forms.upload import from_text
from tests.ways import ends

HEADINGS = [
    *("Web shop orders", "Online sales", "Self-service sales", "Orders in web shop", "Webshop", "E-commerce"),
    *("Onlineshop", "Ventes en ligne", "Online orders"),
]


def sheet(heading, shop):
    rows = zip((91, 84, 97), (9, 7, 11), shop, strict=True)
    return f"Month,Leads,Sales,{heading}\n" + "".join(
        f"2025-0{at},{a},{b},{c}\n" for at, (a, b, c) in enumerate(rows, 1)
    )


@pytest.mark.parametrize("heading", HEADINGS)
def test_sales_of_a_shop_that_never_exceed_the_sales_are_part_of_them(heading):
    table = dx.Table.read(sheet(heading, (9, 1, 3)).encode(), "cohort")
    funnel = table.funnel()
    assert (funnel.wins, funnel.direct_wins) == (27, 13)
    assert any(f"“{heading}” is never more than the sales" in doubt for doubt in table.doubts)


@pytest.mark.parametrize("heading", HEADINGS)
def test_sales_of_a_shop_that_exceed_the_sales_are_on_top_of_them(heading):
    table = dx.Table.read(sheet(heading, (10, 1, 3)).encode(), "cohort")
    funnel = table.funnel()
    assert (funnel.wins, funnel.direct_wins) == (41, 14)
    assert any(f"“{heading}” is more than the sales in 1 of 3 rows" in doubt for doubt in table.doubts)


def test_on_the_page_they_are_added_once():
    grid = from_text(sheet("Online sales", (10, 1, 3))).grid
    read = read_table({"basis": "cohort"}, grid)
    assert (read.table.funnel().wins, read.table.funnel().direct_wins) == (41, 14)


def test_a_direct_sale_is_part_of_the_sales_by_its_name():
    with pytest.raises(dx.InputError) as refused:
        dx.Table.read(sheet("Direct sales", (10, 1, 3)).encode(), "cohort")
    assert refused.value.code == "month-direct-exceed-wins"


def test_sales_of_a_shop_alone_are_offered_for_the_sales():
    text = "Month,Leads,Online sales\n2025-01,91,9\n2025-02,84,7\n"
    found = ends(lambda given: dx.Table.read(text.encode(), "cohort", **given).funnel().wins)
    assert [end.found for end in found] == [16]


def test_online_may_be_a_channel_of_leads_and_sales():
    text = "Month,Online leads,Store leads,Online sales,Store sales\n2025-01,50,41,5,4\n2025-02,44,40,4,3\n"
    assert dict(dx.Table.read(text.encode(), "cohort").channels) == {"Online": (9, 94), "Store": (7, 81)}
