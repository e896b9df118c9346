"""The charts of the slides as charts of the program itself: their data are in a workbook inside and can be edited."""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.pages.charts.bridge import bridge_steps
from diagnostics.app.pages.charts.waterfall import Bar
from diagnostics.app.report import deck as base
from diagnostics.app.report import office_words as office
from diagnostics.app.report import words as say
from diagnostics.app.report.slide import Box, Slide, rgb
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.funnel.links import SIDES
from diagnostics.language import t
from diagnostics.number_format import day, percent_format

if TYPE_CHECKING:
    from diagnostics.app.case.trend import Point

C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SIZE: Final = 12.0
"""Points of the letters of a chart."""
SHOWN: Final = 0.08
"""The smallest part of a bar that has room for its number."""
NUMBER: Final = "[>=9.95]#,##0;0.0"
WHITE: Final = "#FFFFFF"
MOST: Final = 1.5
"""Where the scale of shares of target ends at least; a whisker beyond it is cut."""
BEYOND: Final = 3.0


def bridge(slide: Slide, box: Box, d: Diagnosis, alt: str) -> None:
    """The bridge from target to today: bars on a part that is not drawn, and ranges as error bars of a line.

    The library has no charts of two kinds, and no error bars: the last series are moved in the file's own terms.
    """
    from pptx.enum.chart import XL_CHART_TYPE

    steps = bridge_steps(d)
    pieces = [_pieces(step) for step in steps]
    data = _new_data(NUMBER)
    data.categories = [step.name for step in steps]
    data.add_series(t(office.BASE), [piece[0] for piece in pieces])
    colours: list[str] = []
    for name, colour, members in _series(steps):
        for part in (1, 2):
            values = [pieces[at][part] if at in members else None for at in range(len(steps))]
            if part == 1 or any(value is not None for value in values):
                data.add_series(name, values)
                colours.append(colour)
    links = range(1, len(steps) - 1)
    data.add_series(t(office.LEVEL), [step.end for step in steps])
    data.add_series(t(office.UP), [steps[at].up if at in links else None for at in range(len(steps))])
    data.add_series(t(office.DOWN), [steps[at].down if at in links else None for at in range(len(steps))])
    data.add_series(t(office.LABEL), [max(step.top, step.end + step.up) for step in steps])
    chart = _added(slide, XL_CHART_TYPE.COLUMN_STACKED, box, data, alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    bars = list(plot.series)
    bars[0].format.fill.background()
    for one, colour in zip(bars[1:], colours, strict=False):
        _fill(one, colour)
    level, up, down, label = (one._element for one in bars[-4:])
    for one in (level, up, down, label):
        one.getparent().remove(one)
    line = _line_chart(plot._element)
    _as_line(line, level)
    level.insert(_after(level, "marker"), _error_bars(up, down))
    _as_line(line, label)
    label.insert(_after(label, "marker"), _labels([step.text for step in steps]))
    _hidden_value_axis(chart, steps)
    _axis_text(chart.category_axis)


def _series(steps: Sequence[Bar]) -> list[tuple[str, str, set[int]]]:
    """Name, colour and bars of each series: the target, one per side, today."""
    last = len(steps) - 1
    sides = [
        (
            office.SIDE_NAME[side],
            style.SIDE_COLOUR[side],
            {at for at in range(1, last) if steps[at].colour == style.SIDE_COLOUR[side]},
        )
        for side in SIDES
    ]
    ends = [(steps[at].name, steps[at].colour, {at}) for at in (0, last)]
    return [ends[0], *sides, ends[1]]


def _pieces(step: Bar) -> tuple[float | None, float | None, float | None]:
    """What a bar stands on, its part above zero and its part below."""
    if step.bottom >= 0:
        return step.bottom, step.top - step.bottom, None
    if step.top <= 0:
        return step.top, None, step.bottom - step.top
    return None, step.top, step.bottom


def shares(slide: Slide, box: Box, d: Diagnosis, alt: str) -> None:
    """Each side as a share of its target, with its range."""
    from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

    ranges = d.assessment.of_par_range
    sides = list(reversed(SIDES))  # the first is drawn at the bottom
    values = [d.of_par[side] for side in sides]
    data = _new_data(percent_format("0"))
    data.categories = [office.SIDE_NAME[side] for side in sides]
    data.add_series(t(office.OF_TARGET), values)
    up, down = zip(
        *((max(0.0, ranges[s][1] - d.of_par[s]), max(0.0, d.of_par[s] - ranges[s][0])) for s in sides), strict=True
    )
    data.add_series(t(office.UP), up)
    data.add_series(t(office.DOWN), down)
    chart = _added(slide, XL_CHART_TYPE.BAR_CLUSTERED, box, data, alt)
    plot = chart.plots[0]
    plot.gap_width = 55
    bars = list(plot.series)
    for at, side in enumerate(sides):
        point = bars[0].points[at]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = rgb(style.SIDE_COLOUR[side])
    top = min(BEYOND, math.ceil(2 * max(MOST, *values, *(ranges[side][1] for side in sides))) / 2)
    labels = bars[0].data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.INSIDE_BASE
    labels.number_format, labels.number_format_is_linked = percent_format("0"), False
    labels.font.bold, labels.font.size = True, _points(14)
    labels.font.color.rgb = rgb(WHITE)
    for at, value in enumerate(values):
        if value < SHOWN * top * 1.5:
            small = bars[0].points[at].data_label
            small.position = XL_LABEL_POSITION.OUTSIDE_END
            small.font.color.rgb, small.font.bold, small.font.size = rgb(style.INK), True, _points(14)
    first, more, less = (one._element for one in bars)
    for one in (more, less):
        one.getparent().remove(one)
    first.insert(_after(first, "dLbls"), _error_bars(more, less, across=True))
    _in_a_line(chart)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, top, 0.5 if top <= 2 else 1
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = percent_format("0"), False
    axis.major_gridlines.format.line.color.rgb = rgb(style.RULE)
    axis.format.line.fill.background()
    _axis_text(chart.category_axis)


def chances(slide: Slide, box: Box, parts: Sequence[tuple[str, float, str]], alt: str) -> None:
    """The three chances as one bar."""
    names = {key: t(say.SIDE[key]) for key, _, _ in parts}
    _hundred(slide, box, [t(office.CHANCES)], {key: [share] for key, share, _ in parts}, names, alt, axis=False)


def effort(slide: Slide, box: Box, bars: Sequence[tuple[str, Mapping[str, float], str]], alt: str) -> None:
    """Effort and shortfall, each split over the two sides."""
    rows = list(reversed(bars))
    values = {side: [share[side] for _, share, _ in rows] for side in SIDES}
    names = {side: office.SIDE_NAME[side] for side in SIDES}
    _hundred(slide, box, [label for label, _, _ in rows], values, names, alt, axis=True)


def trend(slide: Slide, box: Box, points: Sequence[Point], alt: str) -> None:
    """Each side's share of its target, session by session."""
    from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE

    shown = [(point, point.judged.of_par) for point in points if point.judged.of_par]
    data = _new_data(percent_format("0"))
    data.categories = [day(point.date) for point, _ in shown]
    for side in SIDES:
        data.add_series(office.SIDE_NAME[side], [shares_[side] for _, shares_ in shown])
    chart = _added(slide, XL_CHART_TYPE.LINE_MARKERS, box, data, alt)
    marks = {"marketing": XL_MARKER_STYLE.CIRCLE, "sales": XL_MARKER_STYLE.SQUARE}
    places = {"marketing": XL_LABEL_POSITION.ABOVE, "sales": XL_LABEL_POSITION.BELOW}
    last = shown[-1][1] if shown else None
    if last and last["sales"] > last["marketing"]:
        places = {"marketing": XL_LABEL_POSITION.BELOW, "sales": XL_LABEL_POSITION.ABOVE}
    for side, line in zip(SIDES, chart.plots[0].series, strict=True):
        line.smooth = False
        line.format.line.color.rgb, line.format.line.width = rgb(style.SIDE_COLOUR[side]), _points(2.5)
        line.marker.style, line.marker.size = marks[side], 8
        line.marker.format.fill.solid()
        line.marker.format.fill.fore_color.rgb = rgb(style.SIDE_COLOUR[side])
        line.marker.format.line.color.rgb = rgb(style.SIDE_COLOUR[side])
        labels = line.data_labels
        labels.show_value, labels.position = True, places[side]
        labels.number_format, labels.number_format_is_linked = percent_format("0"), False
        labels.font.bold, labels.font.color.rgb = True, rgb(style.SIDE_TEXT[side])
    _in_a_line(chart)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.RIGHT, False
    axis = chart.value_axis
    most = max([1.0, *(share for _, shares_ in shown for share in shares_.values())])
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, math.ceil(2.2 * most) / 2, 0.5
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = percent_format("0"), False
    axis.major_gridlines.format.line.color.rgb = rgb(style.RULE)
    axis.format.line.fill.background()
    _axis_text(chart.category_axis)


def _hundred(
    slide: Slide,
    box: Box,
    rows: Sequence[str],
    parts: Mapping[str, Sequence[float]],
    names: Mapping[str, str],
    alt: str,
    axis: bool,
) -> None:
    """Rows of bars that are each split into shares; a share that is too small has no number in it."""
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

    data = _new_data(percent_format("0"))
    data.categories = rows
    for key, shares_ in parts.items():
        data.add_series(names[key], shares_)
    chart = _added(slide, XL_CHART_TYPE.BAR_STACKED_100, box, data, alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = (45, 100) if axis else (0, 100)
    for key, one in zip(parts, plot.series, strict=True):
        _fill(one, style.SIDE_COLOUR.get(key, style.QUIET))
        for at, share in enumerate(parts[key]):
            if share >= SHOWN:
                label = one.points[at].data_label
                label.font.size, label.font.bold = _points(14), True
                label.font.color.rgb = rgb(WHITE)
        labels = one.data_labels
        labels.number_format = percent_format("0") if axis else say.chance_format()
        labels.number_format_is_linked = False
        labels.show_value = False
        for label in labels._element.findall(f"{C}dLbl"):
            label.find(f"{C}showVal").set("val", "1")
    _in_a_line(chart)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.maximum_scale = 1
    if axis:
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        _axis_text(chart.category_axis)
    else:
        chart.category_axis.visible = False


def _new_data(number: str) -> Any:
    """The data of a chart, with the format of its numbers."""
    from pptx.chart.data import CategoryChartData

    made: Any = CategoryChartData
    return made(number_format=number)


def _added(slide: Slide, kind: Any, box: Box, data: Any, alt: str) -> Any:
    """A chart without a title and a legend, in the letters of the deck."""
    from pptx.util import Inches

    shape = slide.slide.shapes.add_chart(kind, *(Inches(one) for one in box), data)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    chart = shape.chart
    chart.has_title = chart.has_legend = False
    chart.font.size = _points(SIZE)
    chart.font.color.rgb = rgb(style.INK)
    space = chart._chartSpace
    for old in space.findall(f"{C}lang"):
        space.remove(old)
    spoken = space.makeelement(f"{C}lang", {"val": base.tag()})
    rounded = space.find(f"{C}roundedCorners")
    date = space.find(f"{C}date1904")
    space.insert(0 if date is None else 1, spoken)
    if rounded is None:
        space.insert(list(space).index(spoken) + 1, space.makeelement(f"{C}roundedCorners", {"val": "0"}))
    return chart


def _in_a_line(chart: Any) -> None:
    """Numbers are never broken into lines."""
    for labels in chart._chartSpace.iter(f"{C}dLbls"):
        for body in labels.iter(f"{base.A}bodyPr"):
            body.set("wrap", "none")


def _fill(series: Any, colour: str) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(colour)
    series.invert_if_negative = False


def _line_chart(bars: Any) -> Any:
    """A chart of lines on the axes of one of bars."""
    made = bars.makeelement(f"{C}lineChart", {})
    for name, value in (("grouping", "standard"), ("varyColors", "0")):
        made.append(made.makeelement(f"{C}{name}", {"val": value}))
    made.append(made.makeelement(f"{C}marker", {"val": "1"}))
    for axis in bars.findall(f"{C}axId"):
        made.append(copy.deepcopy(axis))
    bars.addnext(made)
    return made


def _as_line(chart: Any, series: Any) -> None:
    """Move a series of bars into a chart of lines, with no line and no marks."""
    for name in ("invertIfNegative", "spPr", "dLbls"):
        for old in series.findall(f"{C}{name}"):
            series.remove(old)
    chart.insert(list(chart).index(chart.find(f"{C}marker")), series)
    name = series.find(f"{C}tx")
    look = series.makeelement(f"{C}spPr", {})
    line = look.makeelement(f"{base.A}ln", {"w": "12700"})
    line.append(line.makeelement(f"{base.A}noFill", {}))
    look.append(line)
    mark = series.makeelement(f"{C}marker", {})
    mark.append(mark.makeelement(f"{C}symbol", {"val": "none"}))
    name.addnext(look)
    look.addnext(mark)
    series.append(series.makeelement(f"{C}smooth", {"val": "0"}))


def _after(series: Any, name: str) -> int:
    """The place behind a part of a series."""
    return list(series).index(series.find(f"{C}{name}")) + 1


def _error_bars(up: Any, down: Any, across: bool = False) -> Any:
    """Error bars of which both lengths are in the workbook, taken from two series that are not drawn."""
    made = up.makeelement(f"{C}errBars", {})
    direction = () if across else (("errDir", "y"),)
    for name, value in (*direction, ("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        made.append(made.makeelement(f"{C}{name}", {"val": value}))
    for name, series in (("plus", up), ("minus", down)):
        part = made.makeelement(f"{C}{name}", {})
        part.append(copy.deepcopy(series.find(f"{C}val/{C}numRef")))
        made.append(part)
    look = made.makeelement(f"{C}spPr", {})
    line = look.makeelement(f"{base.A}ln", {"w": "15875"})
    solid = line.makeelement(f"{base.A}solidFill", {})
    solid.append(solid.makeelement(f"{base.A}srgbClr", {"val": style.INK[1:]}))
    line.append(solid)
    look.append(line)
    made.append(look)
    return made


def _labels(texts: Sequence[str]) -> Any:
    """A text above each point."""
    from pptx.oxml import parse_xml

    names = f'xmlns:c="{C[1:-1]}" xmlns:a="{base.A[1:-1]}"'
    flags = "".join(
        f'<c:{name} val="{value}"/>'
        for name, value in (
            ("showLegendKey", 0),
            ("showVal", 1),
            ("showCatName", 0),
            ("showSerName", 0),
            ("showPercent", 0),
            ("showBubbleSize", 0),
        )
    )
    points = "".join(
        f'<c:dLbl><c:idx val="{at}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:p><a:r><a:rPr sz="1300" b="1"/>'
        f'<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx><c:dLblPos val="t"/>{flags}</c:dLbl>'
        for at, text in enumerate(texts)
    )
    return parse_xml(f'<c:dLbls {names}>{points}<c:dLblPos val="t"/>{flags}</c:dLbls>')


def _hidden_value_axis(chart: Any, steps: Sequence[Bar]) -> None:
    """No scale: each bar has its number. A range far beyond the bars does not make them small."""
    axis = chart.value_axis
    highest = max(*(step.top for step in steps), 1e-9)
    crest = 1.45 * highest
    axis.maximum_scale = min(crest, 1.12 * max(step.end + step.up for step in steps) + 0.08 * highest)
    axis.minimum_scale = min(0.0, max(-0.15 * highest, *(step.end - step.down for step in steps)))
    axis.visible = axis.has_major_gridlines = False


def _axis_text(axis: Any) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    axis.format.line.color.rgb = rgb(style.RULE)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = _points(SIZE)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _points(value: float) -> Any:
    from pptx.util import Pt

    return Pt(value)
