"""The pictures say what the diagnosis says: bars add up, marks stand where the numbers are, nothing is colour alone."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import diagnostics as dx
from diagnostics.app.pages.answer_panes import panes
from diagnostics.app.pages.charts.balance import DOTS, balance_spec
from diagnostics.app.pages.charts.bridge import bridge_spec
from diagnostics.app.pages.door import door
from diagnostics.app.pages.style import SIDE_COLOUR, SIDE_TEXT

CASES = {
    "two counts": (dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12)),
    "ten leads": (dx.Funnel(10, 1), dx.Par(goal=2, closing=0.2)),
    "no sales yet": (dx.Funnel(50, 0), dx.Par(goal=10, closing=0.2)),
    "everything": (
        dx.Funnel(310, 30, direct_wins=5, fit=200, worked=120, months=3, maturity=0.9),
        dx.Par(goal=20, capacity=60, direct=0.02, fit=0.8, follow_up=0.9, closing=dx.Rate(0.25, 50)),
    ),
    "benchmark": (dx.Funnel(310, 17), dx.Par(goal=58, closing=dx.Rate(0.155, 4.7))),
    "order form": (dx.Funnel(1000, 70, direct_wins=70), dx.Par(goal=120, closing=0.1)),
    "no marketing": (dx.Funnel(0, 12), dx.Par(goal=20, closing=0.1)),
    "nothing": (dx.Funnel(0, 0), dx.Par(goal=20, closing=0.1)),
    "far above par": (dx.Funnel(900, 500), dx.Par(goal=20, closing=0.1)),
}


@pytest.fixture(params=list(CASES))
def d(request):
    return dx.diagnose(*CASES[request.param])


@pytest.mark.parametrize("upright", [False, True])
def test_the_bars_of_the_bridge_lead_from_par_to_today(d, upright):
    spec = bridge_spec(d, upright)
    bars = spec["data"][0]
    heights = bars["x" if upright else "y"]
    tops = np.add(bars["base"], heights)
    assert tops[0] == pytest.approx(d.at_par, rel=1e-4)
    assert tops[-1] == pytest.approx(d.today, rel=1e-4, abs=1e-9)
    level = d.at_par
    for base, top in list(zip(bars["base"], tops, strict=True))[1:-1]:
        assert min(abs(base - level), abs(top - level)) <= 1e-3 * d.at_par, "a bar starts where the last one ended"
        level = base if abs(top - level) <= abs(base - level) else top
    assert level == pytest.approx(d.today, rel=1e-3, abs=1e-3 * d.at_par)


def test_the_numbers_on_the_bridge_are_those_of_the_table(d):
    spec = bridge_spec(d)
    shown = dict(
        zip(
            [re.sub(r"<.*", "", t.removeprefix("<b>")).lower() for t in spec["layout"]["xaxis"]["ticktext"]],
            [re.sub(r"</?b>", "", t) for t in spec["data"][2]["text"]],
            strict=True,
        )
    )
    from diagnostics.diagnosis.words import NAME, number

    for link, row in d.bridge.iterrows():
        if NAME[link] in shown:
            assert shown[NAME[link]].lstrip("+−") == number(abs(row.shortfall))
        else:
            assert (row.shortfall, row.low, row.high) == (0, 0, 0), "a link that is left out is not judged"


def test_the_mark_on_the_map_stands_where_the_numbers_are_and_the_cloud_around_it(d):
    spec = balance_spec(d)
    here = spec["data"][-1]
    end = spec["layout"]["xaxis"]["range"][1]
    assert here["x"][0] == pytest.approx(min(100 * d.of_par["marketing"], end), abs=0.01)
    assert here["y"][0] == pytest.approx(min(100 * d.of_par["sales"], end), abs=0.01)
    cloud = spec["data"][:-1]
    assert sum(len(t["x"]) for t in cloud) == DOTS
    share = {t["name"].split()[0]: len(t["x"]) / DOTS for t in cloud}
    assert share["marketing"] >= d.probability["marketing"] - 0.1


def test_the_kinds_of_mark_differ_in_shape_as_well_as_colour(d):
    symbols = [t["marker"]["symbol"] for t in balance_spec(d)["data"][:-1]]
    assert len(set(symbols)) == len(symbols)


def test_plotly_accepts_every_figure_and_two_calls_make_the_same(d):
    for name in ("balance", "bridge"):
        assert d.figure(name).to_plotly_json() == d.figure(name).to_plotly_json()
    import plotly.graph_objects as go

    go.Figure(bridge_spec(d, upright=True))


@pytest.mark.parametrize("upright", [False, True])
def test_the_door_is_well_formed_stays_in_its_box_and_is_as_full_as_each_side(d, upright):
    root = ET.fromstring(door(d, upright))
    assert root.get("aria-label")
    _, _, width, height = map(float, root.get("viewBox").split())
    ns = "{http://www.w3.org/2000/svg}"
    for polygon in root.iter(f"{ns}polygon"):
        for point in polygon.get("points").split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height
    text = " ".join(t.text or "" for t in root.iter(f"{ns}text"))
    assert "nan" not in text
    assert "inf" not in text
    assert "Marketing brings people to the door" in text


def test_a_fuller_side_is_drawn_wider():
    def width_at_the_end(closing_wins):
        d = dx.diagnose(dx.Funnel(400, closing_wins), dx.Par(goal=80, closing=0.2))
        polygons = ET.fromstring(door(d)).findall("{http://www.w3.org/2000/svg}polygon")
        sales = next(p for p in polygons if p.get("fill") == SIDE_COLOUR["sales"])
        points = [tuple(map(float, p.split(","))) for p in sales.get("points").split()]
        right = max(x for x, _ in points)
        ys = [y for x, y in points if x == right]
        return max(ys) - min(ys)

    assert width_at_the_end(20) < width_at_the_end(40) < width_at_the_end(80)
    assert width_at_the_end(40) == pytest.approx(2 * width_at_the_end(20), rel=0.01)


def test_every_pane_is_plain_data_with_a_text_for_each_picture(d):
    import json

    shown = panes(d)
    text = json.dumps(shown, allow_nan=False)
    assert json.loads(text) == shown
    for name in ("door", "balance", "bridge"):
        assert len(shown[name]["text"]) > 20
    assert shown["sentence"] == d.sentence
    assert sum(c["share"] for c in shown["chances"]) == pytest.approx(1)


def test_colours_have_contrast_and_differ_to_colour_blind_eyes():
    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))

    for colour in SIDE_TEXT.values():  # WCAG 2.2, contrast of text on white, AA
        assert 1.05 / (luminance(colour) + 0.05) >= 4.5
    assert SIDE_COLOUR == {"marketing": "#0072B2", "sales": "#D55E00"}  # Okabe and Ito 2008


def test_the_label_of_both_on_target_does_not_touch_the_diagonal(d):
    plot, width, height = 264, 60, 16  # px at a width of 390: the map, and its label at 12.5 px
    layout = balance_spec(d)["layout"]
    (label,) = (a for a in layout["annotations"] if a["text"] == "On target")
    assert (label["xanchor"], label["yanchor"]) == ("right", "bottom")
    assert label["y"] > 100 / layout["yaxis"]["range"][1]
    assert label["y"] * plot + height < label["x"] * plot - width
