"""A goal above anything ever reached, and goals on either side of it."""

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.app.case.case import Case
from diagnostics.app.case.history import diagnosed, recorded, stretch
from diagnostics.app.case.records import CaseNumbers
from diagnostics.app.pages.answer_panes import panes
from diagnostics.app.report.content import content
from diagnostics.funnel.best import Best, best_of

SALES = (20, 22, 18, 27, 19, 21, 24, 20, 23, 18, 22, 25, 21, 19, 24, 20, 22, 23)
FORTY = "Your goal of 40 customers per month is a stretch: the best of 18 months brought 27."


def months(n):
    return [f"{2024 + at // 12}-{at % 12 + 1:02d}" for at in range(n)]


def table(sales=SALES, leads=200, **how):
    frame = pd.DataFrame({"month": months(len(sales)), "leads": leads, "wins": sales})
    return dx.Table.read(frame, **{"basis": "cohort", **how})


def said(funnel, goal):
    return dx.diagnose(funnel, dx.Par(goal=goal, closing=0.12)).stretch


@pytest.mark.parametrize(
    ("goal", "since", "stretched"),
    [
        (40, None, True),
        (28, None, True),  # the average of the table is 22: 28 is no luck
        (27, None, False),  # the best month was as good
        (21, None, False),
        (40, "2025-06", True),
        (34, "2025-06", False),  # one month of 27 may be one at that level with bad luck
    ],
)
def test_in_a_table_it_is_told_where_no_month_reached_it(goal, since, stretched):
    assert bool(said(table().funnel(since), goal)) == stretched


def test_it_names_the_figure_and_stands_beside_the_verdict():
    d = dx.diagnose(table().funnel(), dx.Par(goal=40, closing=0.12))
    assert d.stretch == FORTY
    assert panes(d)["basis"].endswith(FORTY)


def test_at_totals_nothing_is_known_and_nothing_said():
    f = table().funnel()
    assert said(dx.Funnel(leads=f.leads, wins=f.wins, months=18), 400) == ""
    assert dx.diagnose(f, dx.Par(reach=4000, closing=0.12)).stretch == ""


def test_two_months_have_no_best():
    assert said(table(SALES[:2]).funnel(), 400) == ""
    assert said(table(SALES[:3]).funnel(), 400) != ""


def test_of_a_month_that_is_young_the_sales_to_come_are_counted():
    sales = (*SALES[:-1], 14)  # of the last month's sales about a third had time
    old, young = table(sales), table(sales, lag_days=20, as_of="2025-06-30")
    assert 0.3 < young.series.maturity[-1] < 0.5
    assert old.funnel().best.customers == 27
    assert young.funnel().best.customers == pytest.approx(14 / young.series.maturity[-1])
    assert said(old.funnel(), 80).endswith("the best of 18 months brought 27.")
    assert said(young.funnel(), 80).endswith("the best of 18 months comes to 37, counting the sales still expected.")


def test_a_month_that_is_too_young_is_none_of_them():
    funnel = table((*SALES, 9), lag_days=30, as_of="2025-07-31").funnel()
    assert funnel.best.periods == 18


def test_on_the_period_basis_sales_of_leads_before_the_table_count():
    sales = (60, *SALES[1:])
    assert said(table(sales, basis="period", lag_days=45).funnel(), 40) == ""
    assert said(table(basis="period", lag_days=45).funnel(), 40) == FORTY


def test_quarters_are_told_as_such():
    frame = pd.DataFrame({"quarter": [f"2024-Q{q}" for q in range(1, 5)], "leads": 600, "wins": [60, 66, 81, 57]})
    funnel = dx.Table.read(frame, "cohort", period="quarter").funnel()
    assert said(funnel, 40) == (
        "Your goal of 40 customers per month is a stretch: the best of 4 quarters brought 27 per month."
    )


def test_a_ledger_tells_it_as_its_table_does():
    created = [day for month in months(6) for day in pd.date_range(f"{month}-01", periods=25)]
    won = np.arange(len(created)) % 5 == 0
    frame = pd.DataFrame({"Created": created, "Status": np.where(won, "Won", "Lost"), "Closed": created})
    ledger = dx.Ledger.read(frame, as_of="2025-06-30")
    assert said(ledger.funnel(), 30) == (
        "Your goal of 30 customers per month is a stretch: the best of 6 months brought 5."
    )
    assert said(ledger.funnel(), 5) == ""


def test_a_goal_that_is_the_level_is_called_a_stretch_in_less_than_one_of_twenty():
    """Planted: months at the goal all along; the rarer, the more months there are."""
    rng = np.random.default_rng(3)
    for periods, together in ((3, 1), (3, 3), (12, 1), (12, 6)):
        called = [
            best_of(
                rng.poisson(20, periods).astype(float), np.ones(periods), np.ones(periods), 1, together, 1.0
            ).exceeded_by(20)
            for _ in range(2000)
        ]
        assert np.mean(called) < 0.05


def test_a_goal_twice_the_level_is_found():
    rng = np.random.default_rng(4)
    called = [
        best_of(rng.poisson(20, 12).astype(float), np.ones(12), np.ones(12), 1, 6, 1.0).exceeded_by(40)
        for _ in range(500)
    ]
    assert np.mean(called) > 0.95


def test_months_that_vary_more_leave_more_possible():
    steady, varied = (best_of(np.array([20.0, 27.0, 22.0]), np.ones(3), np.ones(3), 1, 1, d) for d in (1.0, 3.0))
    assert (steady.exceeded_by(40), varied.exceeded_by(40)) == (True, False)


# --- the history of a case --------------------------------------------------------------------------------------------


def case_of(*periods, goal=40, months=3):
    case = Case()
    for at, (leads, wins) in enumerate(periods):
        case = case.changed(
            numbers=CaseNumbers.of(dx.Funnel(leads=leads, wins=wins, months=months), dx.Par(goal=goal, closing=0.12))
        )
        case = recorded(case, diagnosed(case.numbers), f"2025-{3 * at + 1:02d}-01")
    return case


def told(case):
    return stretch(case, diagnosed(case.numbers).diagnosis)


def test_the_periods_of_a_case_are_known_where_its_months_are_not():
    case = case_of((600, 60), (610, 81), (590, 66))
    assert told(case) == (
        "Your goal of 40 customers per month is a stretch: the best of 3 periods brought 27 per month.".replace(
            "periods", "quarters"
        )
    )
    assert content(case).last[-1] == told(case)


def test_a_period_of_the_case_that_reached_the_goal_keeps_it_quiet():
    assert told(case_of((600, 60), (1010, 121), (590, 66))) == ""
    assert told(case_of((600, 60), (610, 81))) == ""  # two are too few
    assert told(case_of((600, 60), (600, 60), (600, 60))) == ""  # the same numbers on three days are one period


def test_months_that_an_earlier_diagnosis_held_count_before_its_average():
    case = Case(numbers=CaseNumbers.of(table((*SALES[:-1], 55)).funnel(), dx.Par(goal=40, closing=0.12)))
    case = recorded(case, diagnosed(case.numbers), "2024-12-01")
    for past in case_of((600, 60), (610, 81), (590, 66)).diagnoses:
        case = case.remembering(past).changed(numbers=past.numbers)
    assert told(case) == ""


def test_a_case_keeps_the_best_month():
    funnel = table().funnel()
    case = Case(numbers=CaseNumbers.of(funnel, dx.Par(goal=40, closing=0.12)))
    again = Case.from_json(case.to_json())
    assert again == case
    assert again.funnel.best == funnel.best
    assert isinstance(again.funnel.best, Best)
    assert told(again) == ""  # the page says it beside the verdict
    assert dx.diagnose(again.funnel, again.par).stretch == FORTY


def test_a_file_with_a_best_that_is_none_is_refused():
    for best in ([1, 2], [1, 2, 3, 4, 5, "x"], 3):
        with pytest.raises(ValueError, match=r"not those of a funnel|best"):
            CaseNumbers(funnel={"leads": 9, "wins": 1, "best": best}, par={"goal": 2, "closing": 0.1})
