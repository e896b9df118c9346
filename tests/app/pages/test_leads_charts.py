"""The control-limit plot, the grid and the panes of an export hold the library's own numbers, on a desk and a phone."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.app.forms.leads_form import Export, read_ledger
from diagnostics.app.pages import leads_charts as ledger_figures
from diagnostics.app.pages import leads_words
from diagnostics.app.pages.leads_charts import SHADES, control, control_height, control_spec, drawn, shade
from diagnostics.app.pages.leads_panes import THIN, matching_pane, people_pane, rows_of, speed_pane, study
from diagnostics.app.server.places import static
from diagnostics.leads.people.people import LeadsOrPeople, leads_or_people

HELD = {"goal": "30", "closing": "20"}


@pytest.fixture(scope="module")
def reading(leads_csv):
    return read_ledger(HELD, Export.open(leads_csv(), "deals.csv"), {})


@pytest.fixture(scope="module")
def people(reading):
    return leads_or_people(reading.ledger)


def confounded():
    rows = [
        {"created": "2024-03-05", "channel": channel, "rep": rep, "outcome": "Won" if at < won else "Lost", "closed on": "2024-05-01"}
        for channel, rep, won in (("Referral", "A", 40), ("Ads", "B", 10))
        for at in range(100)
    ]  # fmt: skip
    return dx.Ledger.read(pd.DataFrame(rows))


def by_name(spec):
    return {trace["name"]: trace for trace in spec["data"]}


@pytest.mark.parametrize("upright", [False, True])
def test_dots_and_bands_are_the_librarys_ratios_and_limits(people, upright):
    traces = by_name(control_spec(people, upright))
    units = [*people.channels.to_dict("records"), *people.reps.to_dict("records")]
    shown = sorted(traces["within"]["x"] + traces["outside"]["x"])
    assert shown == pytest.approx(sorted(100 * min(u["ratio"], 4) for u in units), rel=1e-4)
    assert len(traces["outside"]["x"]) == sum(bool(u["outside"]) for u in units)
    lows = np.array(traces["limits"]["base"])
    assert lows == pytest.approx([100 * u["low"] for u in units], rel=1e-4, abs=1e-9)
    widths = np.array(traces["limits"]["x"])
    for low, width, u in zip(lows, widths, units, strict=True):
        if math.isfinite(u["high"]) and 100 * u["high"] < 300:
            assert low + width == pytest.approx(100 * u["high"], rel=1e-3)


@pytest.mark.parametrize("upright", [False, True])
def test_plotly_accepts_it_and_it_is_the_same_each_time(people, upright):
    spec = control_spec(people, upright)
    json.dumps(spec, allow_nan=False)
    assert spec == control_spec(people, upright)
    assert list(control(people).data[1].x) == control_spec(people)["data"][1]["x"]


def test_out_of_line_is_told_by_shape_and_number_not_by_colour_alone(people):
    traces = by_name(control_spec(people))
    assert traces["within"]["marker"]["symbol"] != traces["outside"]["marker"]["symbol"]
    said = [a["text"] for a in control_spec(people)["layout"]["annotations"]]
    assert sum("%" in text for text in said) == len(traces["outside"]["x"])


def test_names_are_text_and_cut_where_they_are_long():
    frame = pd.DataFrame(
        {"leads": [9], "worked": [9], "won": [3], "rate": [0.3], "expected": [3.0], "ratio": [1.0], "low": [0.5], "high": [2.0], "outside": [""]},
        index=["<b>" + "x" * 80],
    )  # fmt: skip
    spec = json.dumps(control_spec(LeadsOrPeople("neither", frame, frame)))
    assert "<b>xx" not in spec
    assert "x" * 40 not in spec


@pytest.mark.slow
def test_who_cannot_be_told_apart_is_said_to_be_so_and_has_no_dot():
    p = leads_or_people(confounded())
    assert p.verdict == "not identifiable"
    spec = control_spec(p)
    assert by_name(spec)["within"]["x"] == by_name(spec)["outside"]["x"] == []
    assert sum(a["text"] == leads_words.NOT_COMPARABLE for a in spec["layout"]["annotations"]) == 4
    pane = people_pane(confounded())
    assert "at random" in pane["advice"]
    assert pane["control"]["table"]["groups"][1]["rows"][0][-1] == leads_words.NOT_COMPARABLE


def test_of_many_reps_those_out_of_line_are_drawn_and_the_plot_grows_with_its_rows():
    n = 100
    frame = pd.DataFrame(
        {"leads": range(n, 0, -1), "worked": 50, "won": 10, "rate": 0.2, "expected": 10.0, "ratio": 1.0, "low": 0.5, "high": 1.5,
         "outside": [""] * (n - 1) + ["below"]},
        index=[f"rep {at}" for at in range(n)],
    )  # fmt: skip
    shown = drawn(frame)
    assert len(shown) == ledger_figures.MOST_UNITS
    assert "rep 99" in shown.index
    few, many = LeadsOrPeople("neither", frame.head(3), frame.head(2)), LeadsOrPeople("neither", frame, frame)
    assert control_height(few) < control_height(many)
    assert control_height(few) < control_height(few, upright=True)
    assert len(control_spec(many)["layout"]["yaxis"]["tickvals"]) == 2 * (1 + ledger_figures.MOST_UNITS)


def test_shades_follow_the_rate():
    assert [shade(r, 0.0, 1.0) for r in (0, 0.1, 0.3, 0.5, 0.7, 1)] == [0, 0, 1, 2, 3, 4]
    assert shade(2.0, 0.0, 1.0) == SHADES - 1
    text = static("dashboard.css")
    assert [
        level for level in range(SHADES) if f".wl-shade-{level}{{background:var(--shade-{level})}}" not in text
    ] == []


def test_the_grid_has_every_pairing_with_its_leads_and_thin_ones_are_pale(reading):
    grid = people_pane(reading.ledger)["grid"]
    frame = reading.ledger.grid()
    cells = {
        (row["name"], column): cell
        for row in grid["rows"]
        for column, cell in zip(grid["columns"], row["cells"], strict=True)
    }
    for (rep, channel), values in frame.iterrows():
        cell = cells[rep, channel]
        if values["leads"]:
            assert cell["leads"] == f"{int(values['leads']):,}"
            assert cell["thin"] == (values["leads"] < THIN)
    assert max(cell["level"] for cell in cells.values()) == SHADES - 1


def test_the_study_is_plain_data_and_the_speed_is_there(reading):
    whole = study(reading)
    json.dumps(whole, allow_nan=False)
    assert whole["speed"]["rows"][0][0] == "within a day"  # these have no time of day
    assert len(whole["speed"]["rows"]) == len(reading.ledger.speed())
    assert all(len(row) == len(whole["speed"]["columns"]) for row in whole["speed"]["rows"])
    assert whole["faults"]["faults"][0]["what"] == reading.ledger.faults[0].what


def test_without_reps_it_says_what_is_missing(leads_csv):
    reading = read_ledger(HELD, Export.open(leads_csv(), "deals.csv"), {"rep": None, "reached": None})
    pane = people_pane(reading.ledger)
    assert pane["verdict"] == "not recorded"
    assert pane["control"] is None
    assert pane["grid"] is None
    assert speed_pane(reading.ledger) is None


def test_rows_of_a_fault_name_the_row_of_the_file(reading, leads_csv):
    rows = rows_of(reading.ledger, "no channel")
    lines = leads_csv().decode().splitlines()
    for cells in rows["cells"]:
        at = int(cells[rows["columns"].index("Row")])
        assert lines[at - 1].split(",")[2] == ""


def test_the_matching_shows_every_field_once_with_samples_and_what_texts_mean(reading):
    pane = matching_pane(reading)
    json.dumps(pane, allow_nan=False)
    keys = [f["key"] for f in pane["fields"]]
    assert len(keys) == len(set(keys))
    created = next(f for f in pane["fields"] if f["key"] == "created")
    why = "all 1,500 cells are days, 1 Jan 2024 to 1 Mar 2025; HubSpot calls it so"
    assert (created["heading"], created["why"], created["needed"]) == ("Create Date", why, True)
    assert created["samples"][0] == "2024-01-01"
    means = {v["text"]: v["means"] for v in pane["values"]}
    assert means == {
        "Closed Won": "won",
        "Closed Lost": "lost",
        "Contract sent": "open",
        "Appointment scheduled": "open",
    }
    assert pane["open"], "some sales have no first contact, and it is asked who made them"
    counts = [int(v["count"].replace(",", "")) for v in pane["values"]]
    assert counts == sorted(counts, reverse=True)
