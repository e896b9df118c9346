"""The charts of the workbook. They draw cells, so they follow what is changed there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from diagnostics.app.pages import style
from diagnostics.app.report.workbook import Pen, spoken
from diagnostics.funnel.links import LINKS, SIDE_OF, SIDES
from diagnostics.number_format import day_format, percent_format

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart

LABEL: Final = {"name": "Calibri", "size": 10, "color": style.INK}
QUIET: Final = {"name": "Calibri", "size": 9, "color": style.QUIET}
NO_LINE: Final = {"none": True}
HIGH: Final = 280
"""Pixels."""

Cells = tuple[str, int, int, int, int]
"""Sheet, first row, first column, last row, last column; from 0."""


def shortfalls(pen: Pen, cells: Mapping[str, Cells], title: str) -> None:
    """Customers per month that each link costs, with 90% ranges.

    Parameters
    ----------
    pen : Pen
        Where it is drawn.
    cells : mapping of str to Cells
        The ``names``, the ``values`` and how far the range goes ``up`` and ``down`` from them.
    title : str
        Above it.
    """
    chart = _chart(pen, "column", title, 720)
    chart.add_series(
        {
            "name": title,
            "categories": list(cells["names"]),
            "values": list(cells["values"]),
            "points": [{"fill": {"color": style.SIDE_COLOUR[SIDE_OF[link]]}} for link in LINKS],
            "gap": 60,
            "y_error_bars": {
                "type": "custom",
                "plus_values": _place(cells["up"]),
                "minus_values": _place(cells["down"]),
                "line": {"color": style.INK, "width": 1},
            },
        }
    )
    chart.set_legend(NO_LINE)
    chart.set_y_axis({"num_format": spoken("0.0"), "num_font": QUIET, "line": NO_LINE, "major_gridlines": _grid()})
    chart.set_x_axis({"num_font": LABEL, "label_position": "low", "line": {"color": style.RULE}})
    pen.sheet.insert_chart(pen.row, 0, chart, {"description": title, "object_position": 2})
    pen.room(HIGH)


def _place(cells: Cells) -> str:
    """Cells as a formula names them."""
    from xlsxwriter.utility import xl_range_abs

    sheet, *corners = cells
    return f"='{sheet}'!{xl_range_abs(*corners)}"


def live(pen: Pen, names: tuple[Cells, Cells], titles: tuple[str, str], colours: Sequence[str]) -> None:
    """Customers per month and shares of target, from the cells with the results; they follow every entry."""
    labels = {"value": True, "font": {**LABEL, "bold": True}}
    places = (0, 430)
    looks = (colours, [style.SIDE_COLOUR[side] for side in SIDES])
    kinds = (spoken("0.0"), percent_format("0"))
    for place, cells, title, fills, number in zip(places, names, titles, looks, kinds, strict=True):
        chart = _chart(pen, "column", title, 420)
        sheet, top, column, last, _ = cells
        chart.add_series(
            {
                "name": title,
                "categories": [sheet, top, 0, last, 0],
                "values": [sheet, top, column, last, column],
                "points": [{"fill": {"color": colour}} for colour in fills],
                "gap": 60,
                "data_labels": {**labels, "num_format": number},
            }
        )
        chart.set_legend(NO_LINE)
        chart.set_y_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
        chart.set_x_axis({"num_font": QUIET, "line": {"color": style.RULE}})
        pen.sheet.insert_chart(pen.row, 0, chart, {"x_offset": place, "description": title, "object_position": 2})
    pen.room(HIGH)


def over_sessions(pen: Pen, dates: Cells, lines: Sequence[tuple[str, Cells, str]], title: str) -> None:
    """Shares of target over all sessions, a line per side."""
    chart = _chart(pen, "line", title, 720)
    for name, cells, colour in lines:
        chart.add_series(
            {
                "name": name,
                "categories": list(dates),
                "values": list(cells),
                "line": {"color": colour, "width": 2.25},
                "marker": {"type": "circle", "size": 7, "fill": {"color": colour}, "border": {"color": colour}},
                "data_labels": {"value": True, "num_format": percent_format("0"), "position": "above", "font": LABEL},
            }
        )
    chart.set_legend({"position": "bottom", "font": LABEL})
    shares = {"min": 0, "major_unit": 0.5, "num_format": percent_format("0")}
    chart.set_y_axis({"num_font": QUIET, "major_gridlines": _grid(), **shares})
    days = {"num_format": day_format(), "text_axis": True}
    chart.set_x_axis({"num_font": LABEL, "line": {"color": style.RULE}, **days})
    pen.sheet.insert_chart(pen.row, 0, chart, {"description": title, "object_position": 2})
    pen.room(HIGH)


def _chart(pen: Pen, kind: str, title: str, width: int) -> Chart:
    chart: Any = pen.book.add_chart({"type": kind})
    chart.set_title({"name": title, "name_font": {**LABEL, "size": 12, "bold": True}, "overlay": False})
    chart.set_size({"width": width, "height": HIGH})
    chart.set_chartarea({"border": NO_LINE})
    return chart


def _grid() -> dict[str, Any]:
    return {"visible": True, "line": {"color": style.RULE, "width": 0.5}}
