"""Long work is told of, short work is not."""

from __future__ import annotations

import io

from diagnostics.reading.progress import Console


def test_short_work_is_not_told_of():
    stream = io.StringIO()
    console = Console(stream, quiet=3)
    for _ in range(3):
        console("Counting", 0.5)
    console.done()
    assert stream.getvalue() == ""


def test_long_work_is_told_of_on_one_line_that_is_wiped():
    stream = io.StringIO()
    console = Console(stream, quiet=1)
    console("Opening", None)
    console("Counting the leads", 0.5)
    console("Opening", None)
    console.done()
    assert stream.getvalue().split("\r")[1:] == [
        "Counting the leads … 50%",
        "Opening …".ljust(24),
        " " * 9,
        "",
    ]
