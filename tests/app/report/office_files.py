"""What is in slides and workbooks, for the tests that look into them."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def shapes_of(shapes):
    """All shapes, those in groups too."""
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:
            yield from shapes_of(shape.shapes)


def charts(slide):
    return [shape.chart for shape in slide.shapes if getattr(shape, "has_chart", False)]


def workbook_of(chart):
    """The workbook in a chart: its columns by their heads."""
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    head, *rows = book.active.iter_rows(values_only=True)
    return {name: [row[at] for row in rows] for at, name in enumerate(head) if name is not None}


def error_bars(chart):
    """The lengths of the error bars, up and down, as they are kept with the chart."""
    bars = chart._chartSpace.find(f".//{C}errBars")
    ends = (bars.find(f"{C}{name}/{C}numRef/{C}numCache") for name in ("plus", "minus"))
    return [[float(point.find(f"{C}v").text) for point in end.findall(f"{C}pt")] for end in ends]


def chart_parts(path):
    """The charts of a workbook, as they are in the file."""
    with zipfile.ZipFile(path) as book:
        return [book.read(name).decode() for name in book.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
