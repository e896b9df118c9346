"""The timeline and what changed say what the table says, on a desk and on a narrow screen, whatever the table lacks."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from diagnostics.app.forms.grid import Grid
from diagnostics.app.forms.table_form import read_table
from diagnostics.app.pages import page_words
from diagnostics.app.pages.charts.change import change_spec
from diagnostics.app.pages.charts.timeline import timeline_spec
from diagnostics.app.pages.table_panes import table_panes
from diagnostics.comparison.change import change
from diagnostics.diagnosis.money import Money
from diagnostics.month_numbers import label
from diagnostics.months.table import Table

START = 2024 * 12


def frame(leads, wins, **columns):
    months = [label(START + at) for at in range(len(leads))]
    return pd.DataFrame({"month": months, "leads": leads, "wins": wins, **columns})


LEADS = [100, 120, 90, 110, 105, 95, 130, 125, 115, 140, 135, 150]
WINS = [10, 13, 8, 12, 11, 9, 14, 12, 11, 9, 5, 1]


def channels():
    rows = []
    for at, (referral, ads) in enumerate([(60, 100)] * 6 + [(20, 180)] * 6):
        for name, leads, wins in (("Referral", referral, referral * 4 // 10), ("Ads", ads, ads // 10)):
            rows.append({"month": label(START + at), "channel": name, "leads": leads, "wins": wins})
    return pd.DataFrame(rows)


TABLES = {
    "decided": Table.read(frame(LEADS, WINS), "cohort"),
    "young": Table.read(frame(LEADS, WINS), "cohort", lag_days=40),
    "period": Table.read(frame(LEADS, WINS), "period", lag_days=45),
    "at once": Table.read(frame(LEADS, WINS), "period", lag_days=0),
    "silent": Table.read(frame([100] * 8, [0, 0, 10, 9, 11, 10, 0, 0]), "cohort"),
    "gaps": Table.read(frame(LEADS, WINS).drop(index=[3, 4]), "cohort", lag_days=40),
    "blanks": Table.read(frame([100, None, 90, 80], [9, 8, None, 7]).astype(object), "cohort"),
    "zero leads": Table.read(frame([0, 0, 0, 0], [0, 0, 0, 0]), "cohort"),
    "some zeros": Table.read(frame([0, 50, 0, 60], [0, 5, 0, 6]), "cohort", keep=["2024-01"]),
    "no wins": Table.read(frame([100, 90, 80, 70], [0, 0, 0, 0]), "cohort"),
    "all won": Table.read(frame([5, 6], [5, 6]), "cohort"),
    "one month": Table.read(frame([100], [9]), "cohort"),
    "not begun": Table.read(frame([100, 90, 0], [9, 8, 0]), "cohort", as_of="2024-02-15"),
    "ten years": Table.read(frame([100 + at % 7 for at in range(120)], [10] * 120), "cohort"),
    "channels": Table.read(channels(), "cohort"),
    "wide": Table.read(frame(LEADS, WINS, worked=[80] * 12, direct_wins=[1] * 12), "cohort", lag_days=20),
}


@pytest.fixture(params=list(TABLES))
def table(request):
    return TABLES[request.param]


def named(spec):
    return {trace["name"]: trace for trace in spec["data"]}


def same(shown, values):
    """Numbers of a picture, with None for none, against the table's, to the five figures that a picture has."""
    assert len(shown) == len(values)
    for one, other in zip(shown, values, strict=True):
        assert (one is None) == bool(np.isnan(other))
        if one is not None:
            assert one == pytest.approx(other, rel=5e-5, abs=1e-12)


def test_the_timeline_holds_the_tables_own_numbers(table):
    months = table.months
    traces = named(timeline_spec(table))
    used = months.set_aside.isna().to_numpy()
    for name in ("leads", "high", "low", page_words.TEMPTING_RATIO, page_words.MATURE_RATE):
        assert traces[name]["x"] == list(range(table.size))
    same(traces["leads"]["y"], months.leads.fillna(0).to_numpy(float))
    for name, column in (("high", "high"), ("low", "low"), (page_words.MATURE_RATE, "rate")):
        same(traces[name]["y"], np.where(used, 100 * months[column].to_numpy(float), np.nan))
    same(traces[page_words.TEMPTING_RATIO]["y"], 100 * months.ratio.to_numpy(float))


def test_young_months_are_hollow_and_those_set_aside_are_crosses_off_the_line(table):
    months = table.months
    traces = named(timeline_spec(table))
    line, crosses = traces[page_words.MATURE_RATE], traces["left out"]
    aside = [at for at, why in enumerate(months.set_aside) if why is not None]
    assert crosses["x"] == aside
    assert crosses["marker"]["symbol"] == "x-thin"
    assert len(crosses["hovertext"]) == len(aside)
    for at, (symbol, y) in enumerate(zip(line["marker"]["symbol"], line["y"], strict=True)):
        if at in aside:
            assert y is None
        else:
            assert symbol == ("circle" if months.mature.iloc[at] else "circle-open")


def test_the_cases_above_show_what_they_are_meant_to():
    young, silent = TABLES["young"], TABLES["silent"]
    assert {"circle", "circle-open"} == set(named(timeline_spec(young))[page_words.MATURE_RATE]["marker"]["symbol"])
    assert named(timeline_spec(silent))["left out"]["x"] == [0, 1, 6, 7]
    assert named(timeline_spec(TABLES["gaps"]))["left out"]["x"] == [3, 4]


@pytest.mark.parametrize("narrow", [False, True])
def test_plotly_accepts_the_timeline_and_a_narrow_one_holds_the_same_numbers(table, narrow):
    import plotly.graph_objects as go

    half = table.between(None, table.first + table.size // 2)
    spec = timeline_spec(table, half, table.between(table.first + table.size - 1), narrow=narrow)
    go.Figure(spec)
    assert spec["data"] == timeline_spec(table)["data"]
    ticks = spec["layout"]["xaxis"]["tickvals"]
    assert len(ticks) <= (7 if narrow else 14)
    assert spec == timeline_spec(table, half, table.between(table.first + table.size - 1), narrow=narrow)
    for shape, (first, last) in zip(
        spec["layout"]["shapes"], [(0, table.size // 2), (table.size - 1,) * 2], strict=True
    ):
        assert first - 0.5 < shape["x0"] < first
        assert min(last, table.size - 1) < shape["x1"] < last + 0.5


def test_the_timeline_as_a_figure_is_the_specification():
    table = TABLES["young"]
    figure = table.figure()
    assert list(figure.data[0].y) == timeline_spec(table)["data"][0]["y"]


# --- what changed ---

CHANGES = {
    "decided": ("decided", (0, 5), (6, 11)),
    "young": ("young", (0, 2), (8, 10)),
    "period": ("period", (2, 4), (8, 10)),
    "mix": ("channels", (0, 5), (6, 11)),
    "wide": ("wide", (0, 5), (6, 11)),
    "no wins": ("no wins", (0, 1), (2, 3)),
    "from none": ("some zeros", (0, 0), (1, 1)),
}


@pytest.fixture(params=list(CHANGES))
def changed(request):
    name, *periods = CHANGES[request.param]
    table = TABLES[name]
    return change(*(table.between(table.first + first, table.first + last) for first, last in periods))


@pytest.mark.parametrize("upright", [False, True])
def test_the_bars_of_what_changed_lead_from_before_to_after_and_add_up(changed, upright):
    import plotly.graph_objects as go

    spec = change_spec(changed, upright=upright)
    go.Figure(spec)
    bars, whiskers = spec["data"][0], spec["data"][1]
    heights = bars["x" if upright else "y"]
    tops = np.add(bars["base"], heights)
    scale = max(changed.before, changed.after, 1e-9)
    assert (bars["base"][0], tops[0]) == pytest.approx((0, changed.before), rel=1e-4)
    assert (bars["base"][-1], tops[-1]) == pytest.approx((0, changed.after), rel=1e-4)
    level = changed.before
    ends = whiskers["x" if upright else "y"]
    for base, top, end in zip(bars["base"][1:-1], tops[1:-1], ends, strict=True):
        assert sorted((level, end)) == pytest.approx([base, top], abs=2e-4 * scale), "a bar starts where the last ended"
        level = end
    assert level == pytest.approx(changed.after, abs=1e-3 * scale)
    moved = sum(changed.shortfall.values())
    assert moved == pytest.approx(changed.after - changed.before, abs=1e-9)


def test_an_upright_bridge_holds_the_same_numbers(changed):
    across, down = change_spec(changed), change_spec(changed, upright=True)
    for one, other in zip(across["data"], down["data"], strict=True):
        assert (one["x"], one["y"]) == (other["y"], other["x"])
        assert one.get("error_y", {}).get("array") == other.get("error_x", {}).get("array")
    assert across["data"][0]["base"] == down["data"][0]["base"]


def test_where_channels_are_known_the_mix_is_told_apart_on_marketings_side():
    table = TABLES["channels"]
    c = change(table.between(START, START + 5), table.between(START + 6))
    names = change_spec(c)["layout"]["xaxis"]["ticktext"]
    texts = [re.sub(r"</?b>", "", text) for text in change_spec(c)["data"][2]["text"]]
    shown = dict(zip([re.sub(r"</?b>", "", name) for name in names], texts, strict=True))
    # Planted: each channel closes as before, so that closing within the channels did not move.
    assert shown["Closing<br>sales"] == "0"
    assert shown["Mix of leads<br>marketing"].startswith("−")
    assert c.mix.mix_customers + c.mix.rate_customers == pytest.approx(c.shortfall["closing"])


def test_what_changed_is_told_in_money_where_a_sale_has_a_price(changed):
    money = Money(2400, 0.5)
    texts = change_spec(changed, money)["data"][2]["text"]
    assert texts[0].endswith(money.words(changed.before))
    assert texts[-1].endswith(money.words(changed.after))
    assert change_spec(changed, money)["data"][0] == change_spec(changed)["data"][0]


# --- the panes ---

HELD = {"basis": "cohort", "goal": "20", "closing": "20"}
GRIDS = {
    "whole": list(zip(LEADS, WINS, strict=True)),
    "gap": [(100, 9), None, None, (90, 8), (95, 9), (100, 9)],
    "blank counts": [(100, 9), ("", 8), (90, ""), (95, 9)],
    "zero leads": [(0, 0)] * 5,
    "one month": [(100, 9)],
    "one empty month": [(0, 0)],
    "no wins": [(100, 0)] * 6,
    "one in twelve": [(100, 0)] * 11 + [(100, 5)],
    "more sales than leads": [(1, 1)] * 6,
}


@pytest.mark.parametrize(
    "texts",
    [
        HELD,
        {**HELD, "days": "40"},
        {**HELD, "days": "40", "as_of": "2024-01-20"},
        {**HELD, "basis": "period", "days": "30"},
        {"basis": "cohort"},
        {**HELD, "sale": "2400"},
    ],
    ids=["decided", "lag", "counted early", "period", "history", "money"],
)
@pytest.mark.parametrize("rows", GRIDS.values(), ids=GRIDS)
def test_the_panes_are_plain_data_whatever_the_table_lacks(rows, texts):
    cells = [(label(START + at), str(row[0]), str(row[1])) for at, row in enumerate(rows) if row is not None]
    reading = read_table(texts, Grid(("month", "leads", "wins"), tuple(cells)))
    panes = table_panes(reading)
    assert panes is not None
    assert json.loads(json.dumps(panes, allow_nan=False)) == panes
    assert panes["timeline"]["text"].count(".") >= len(rows)
    assert len(panes["months"]) == reading.table.size
    assert [m for m, _ in panes["months"]] == [str(panes["first"] + at) for at in range(reading.table.size)]
    assert len(panes["set_aside"]) == len(reading.table.set_aside)
    text = json.dumps(panes, ensure_ascii=False)
    assert not re.search(r"\bnan\b|\binf\b|Infinity", text)
    if reading.before is not None and reading.after is not None:
        assert panes["periods"]["after"] == [str(end) for end in reading.after.window]
        assert panes["change"]["sentence"]


def test_periods_that_cannot_be_compared_are_said_in_the_words_of_the_page():
    rows = tuple((label(START + at), "100", "5") for at in range(12))
    table = Table.read(frame([0] * 6 + [100] * 6, [5] * 12), "period", lag_days=30)
    without, some = table.between(START, START + 3), table.between(START + 7)
    reading = replace(read_table(HELD, Grid(("month", "leads", "wins"), rows)), table=table)
    for name, before, after in (("Earlier period", without, some), ("Later period", some, without)):
        panes = table_panes(replace(reading, before=before, after=after))
        assert panes is not None
        assert panes["change"] == {
            "sentence": f"{name}: 0 recorded leads next to sales leave nothing to compare. Count the leads of both periods."
        }


def test_without_a_table_of_months_there_is_nothing_to_draw():
    assert table_panes(read_table(HELD, Grid())) is None


def test_no_axis_is_without_room():
    for table in TABLES.values():
        layout = timeline_spec(table)["layout"]
        for axis in ("yaxis", "yaxis2"):
            low, high = layout[axis]["range"]
            assert low == 0
            assert 0 < high < math.inf
