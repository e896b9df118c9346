"""Sales of a web shop beside the others: part of them where they never exceed them, else on top of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from diagnostics.language import t
from diagnostics.months.counts.sums import Line
from diagnostics.months.records import Rows
from diagnostics.number_format import integer
from diagnostics.reading import vocabulary
from diagnostics.reading.headings import says
from diagnostics.reading.sheet_reader import Cell


def with_shop_sales(lines: Sequence[Line], heading: Cell, out: Rows) -> list[Line]:
    """The lines with the sales of a web shop among the sales of each row; what was done is said beside the answer.

    ``heading`` is what is written over the sales with no salesperson. One that does not name a shop changes nothing.
    """
    pairs = [(line.row.direct_wins, line.row.wins) for line in lines]
    both = [(shop, sales) for shop, sales in pairs if shop is not None and sales is not None]
    if not both or not says(heading, vocabulary.tables().shop):
        return list(lines)
    above = sum(shop > sales for shop, sales in both)
    if not above:
        out.doubts.append(
            t(
                "“{column}” is never more than the sales of its row, so it was taken for part of them: sales with no "
                "salesperson.",
                column=heading,
            )
        )
        return list(lines)
    out.doubts.append(
        t(
            "“{column}” is more than the sales in {count} of {rows} rows, so it was added to them: sales with no "
            "salesperson.",
            column=heading,
            count=integer(above),
            rows=integer(len(both)),
        )
    )
    made = []
    for line in lines:
        shop, sales = line.row.direct_wins, line.row.wins
        wins = None if sales is None else sales + (shop or 0)
        made.append(replace(line, row=replace(line.row, wins=wins)))
        out.cells[line.at]["wins"] = wins
    return made
