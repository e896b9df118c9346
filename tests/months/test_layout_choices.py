"""What is offered for a column that no heading names."""

from __future__ import annotations

import pandas as pd
import pytest

import diagnostics as dx
from tests.ways import ends

MONTHS = [f"2025-{month:02}" for month in range(1, 7)]


def read(frame, given):
    funnel = dx.Table.read(frame, "cohort", **given).funnel()
    return funnel.leads, funnel.wins


def read_bytes(text, given):
    return read(text.encode(), given)


def test_only_a_column_that_never_exceeds_the_leads_is_offered_for_the_sales():
    frame = pd.DataFrame(
        {
            "Mes": MONTHS,
            "leads": [8, 91, 12, 26, 30, 40],
            "llamadas": [90, 99, 80, 97, 70, 95],
            "tasa_contacto": [0.2, 0.3, 0.1, 0.2, 0.3, 0.2],
            "altas": [2, 10, 2, 0, 4, 5],
        }
    )
    found = ends(lambda given: read(frame, given))
    assert [(end.refusal, end.found) for end in found] == [(None, (207, 23))]


def test_where_no_two_columns_can_be_leads_and_sales_nothing_is_offered():
    frame = pd.DataFrame({"Month": MONTHS, "Deals won": [5, 7, 6, 8, 5, 7], "bookings": [9.5, 8.1, 7.2, 9.9, 8.8, 7.7]})
    with pytest.raises(dx.InputError) as refused:
        dx.Table.read(frame, "cohort")
    assert refused.value.facts["question"].answers == ()


def test_a_column_of_amounts_does_not_tell_channels_apart():
    rows = [(month, campaign, 20 + at, 3, f"{10 + at}.75") for month in MONTHS for at, campaign in enumerate("AB")]
    frame = pd.DataFrame(rows, columns=["Month", "campaign_id", "Leads", "Sales", "cost_usd"])
    assert dx.Table.read(frame, "cohort").rows[0].channel in ("A", "B")


CHANNELS = pd.DataFrame(
    {
        "channel": ["Search", "Fair", "Post", "Radio"],
        "impressions": [90_000, 40_000, 70_000, 20_000],
        "signups": [410, 120, 95, 60],
        "onboarded": [300, 80, 70, 30],
        "paying_customers": [41, 10, 12, 5],
        "spend": ["1810.5", "720.25", "300.0", "90.75"],
    }
)


def test_a_table_of_channels_whose_headings_name_no_counts_is_asked_about():
    found = ends(lambda given: read(CHANNELS, given))
    assert [end.refusal for end in found if end.refusal] == []
    assert (685, 68) in [end.found for end in found]  # 410 + 120 + 95 + 60 and 41 + 10 + 12 + 5
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(CHANNELS, "cohort")
    assert asked.value.choices == ("signups", "onboarded", "impressions")  # who only saw it comes last
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(CHANNELS, "cohort", columns={"leads": "signups"})
    assert asked.value.choices == ("paying_customers", "onboarded")


def test_a_column_of_texts_that_are_not_whole_is_not_offered():
    frame = pd.DataFrame({"Month": MONTHS, "signups": [9] * 6, "customers": [2] * 6, "costs paid": ["21.5"] * 6})
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(frame, "cohort")
    assert asked.value.choices == ("signups",)


BELOW = """Spend,Jan-24,Feb-24,Mar-24
Search,"$1,200","$1,900","$1,400"
Fair,$300,$310,$290
,,,
Enrolments asked for,Jan-24,Feb-24,Mar-24
Search,120,150,130
Fair,20,25,15
,,,
Sales,Jan-24,Feb-24,Mar-24
Search,12,15,14
Fair,4,5,2
"""


def test_tables_of_one_count_each_below_one_another_are_one():
    found = ends(lambda given: read(BELOW.encode(), given))
    assert [(end.refusal, end.found) for end in found] == [(None, (460, 52))]  # 400 + 60 and 41 + 11
    named = BELOW.replace("Enrolments asked for", "Leads").encode()
    table = dx.Table.read(named, "cohort")
    assert dict(table.channels) == {"Search": (41, 400), "Fair": (11, 60)}


@pytest.mark.parametrize(
    "heading",
    ["Bookings", "Installs", "Enrolments", "Jobs", "Policies", "Completions", "Goal completions", "Units let", "预订"],
)
def test_the_only_column_that_could_be_the_sales_is_offered_whatever_it_is_called(heading):
    frame = pd.DataFrame({"Month": MONTHS, "Leads": [90, 100, 80, 70, 95, 85], heading: [9, 11, 7, 8, 9, 10]})
    frame["Revenue"] = frame[heading] * 450
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(frame, "cohort")
    assert asked.value.choices == (heading,)
    assert [end.found for end in ends(lambda given: read(frame, given))] == [(520, 54)]


def test_sales_above_the_leads_of_some_month_are_offered_where_they_are_those_made_in_it():
    frame = pd.DataFrame({"Month": MONTHS, "Leads": [10, 2, 9, 8, 12, 11], "Bookings": [3, 3, 1, 2, 2, 3]})
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(frame, "period", 30)
    assert asked.value.choices == ("Bookings",)


@pytest.mark.parametrize("heading", ["Target", "Ad spend", "Win rate", "Leads goal"])
def test_a_plan_money_and_a_rate_are_not_offered_for_the_sales(heading):
    frame = pd.DataFrame({"Month": MONTHS, "Leads": [90, 100, 80, 70, 95, 85], heading: [9, 11, 7, 8, 9, 10]})
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(frame, "cohort")
    assert asked.value.choices == ()


def two_of_each(first, second, heading="Mois"):
    head = f"{heading},Leads {first},Leads {second},Sales {first},Sales {second}\n"
    return head + "2025-01,71,91,6,9\n2025-02,64,84,7,7\n2025-03,87,97,8,11\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [("A-1", "A"), ("'24", "'25"), ("F", "A"), ("B", "R"), ("Exp.", "Act."), ("tavaly", "idén"), ("North", "South")],
)
def test_two_columns_of_each_count_are_channels_or_one_of_them_is_meant(first, second):
    text = two_of_each(first, second)
    found = ends(lambda given: read_bytes(text, given))
    assert [end.found for end in found] == [(272, 27), (222, 21), (494, 48)]  # the second, the first, both added
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(text.encode(), "cohort")
    assert asked.value.choices == (
        f"only “{second}”: 272 leads, 27 sales",
        f"only “{first}”: 222 leads, 21 sales",
        "channels, added up: 494 leads, 48 sales",
    )
    by_heading = {"leads": f"Leads {second}", "wins": f"Sales {second}"}
    assert read_bytes(text, {"columns": by_heading}) == (272, 27)


@pytest.mark.parametrize(
    ("first", "second"),
    [("N-1", "N"), ("Y-1", "Y"), ("last yr", "this yr"), ("去年", "今年"), ("forrige år", "i år"), ("LY", "TY")],
)
def test_columns_that_are_named_as_last_years_are_never_added(first, second):
    found = ends(lambda given: read_bytes(two_of_each(first, second), given))
    assert {end.found for end in found} == {(272, 27)}


@pytest.mark.parametrize(
    "text",
    [
        "Month,N-1,,N,\n,Leads,Sales,Leads,Sales\n2025-01,71,6,91,9\n2025-02,64,7,84,7\n",
        "Month,Version,Leads,Sales\n2025-01,N-1,71,6\n2025-01,N,91,9\n2025-02,N-1,64,7\n2025-02,N,84,7\n",
        "Month,F,,A,\n,Leads,Sales,Leads,Sales\n2025-01,71,6,91,9\n2025-02,64,7,84,7\n",
        "F,,,,A,,\nMonth,Leads,Sales,,Month,Leads,Sales\n2025-01,71,6,,2025-01,91,9\n2025-02,64,7,,2025-02,84,7\n",
    ],
)
def test_versions_in_groups_tables_or_rows_are_asked_about(text):
    found = ends(lambda given: read_bytes(text, given))
    assert all(end.asked and end.refusal is None for end in found)
    assert {(175, 16), (310, 29)} <= {end.found for end in found}


@pytest.mark.parametrize(
    "text",
    [
        two_of_each("Google", "Trade fair"),
        "Month,Leads,Leads N,Leads S,Sales,Sales N,Sales S\n2025-01,162,71,91,15,6,9\n2025-02,148,64,84,14,7,7\n",
    ],
)
def test_names_of_channels_or_a_column_that_adds_them_up_are_evidence_of_channels(text):
    table = dx.Table.read(text.encode(), "cohort")
    assert len(table.channels) == 2


def test_a_column_that_is_no_sum_of_the_others_is_no_evidence_of_channels():
    text = "Month,Leads,Leads N,Leads S,Sales,Sales N,Sales S\n2025-01,163,71,91,15,6,9\n2025-02,148,64,84,14,7,7\n"
    with pytest.raises(dx.InputError) as asked:
        dx.Table.read(text.encode(), "cohort")
    assert asked.value.code == "channels-or-versions"
