"""From the cells of a sheet to rows of counts: tolerant of how a spreadsheet looks, strict about what its numbers mean.

Everything that is left out is reported with how many and why; what cannot be used, with its sheet, row and column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from diagnostics.errors import InputError
from diagnostics.language import mark, n, t
from diagnostics.months import said
from diagnostics.months.counts import running
from diagnostics.months.counts.dashes import as_zero, may_be_zero
from diagnostics.months.counts.lines import Counting, one_line
from diagnostics.months.counts.plans import Named, planned
from diagnostics.months.counts.shop import with_shop_sales
from diagnostics.months.counts.spoken import settle_spoken
from diagnostics.months.counts.sums import Line, adds_up, channel_sums, split_again, too_many
from diagnostics.months.layout.columns import Columns, kind_of_row
from diagnostics.months.layout.layout import (
    A_BLANK_MONTH,
    A_TOTAL,
    NO_COUNTS,
    Layout,
    begins_another,
    find_table,
    no_header,
    unnamed_table,
    whole_number,
    why_not,
)
from diagnostics.months.layout.outline import groups_of
from diagnostics.months.layout.rearrange import one_below_another
from diagnostics.months.layout.versions import channels_or_versions
from diagnostics.months.periods.month_cells import MonthCells, filled_down
from diagnostics.months.records import Answers, Problem, Row, Rows, question
from diagnostics.number_format import integer
from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_no_count
from diagnostics.reading.headings import BY_KEY, COUNTS, plain, says
from diagnostics.reading.questions import and_more, rows
from diagnostics.reading.receipt import Dropped
from diagnostics.reading.sheet_reader import Sheet
from diagnostics.reading.spans import is_period, year_alone

MOST_PROBLEMS: Final = 200
"""At most so many cells are marked; a file with more has something else wrong with it."""


def read_rows(sheet: Sheet, answers: Answers) -> Rows:
    """Read a sheet that has one row per month, per channel, or per month and channel.

    Nothing is raised: what cannot be used is among the problems.
    """
    sheet = one_below_another(sheet, answers.columns)
    out = Rows(notes=list(sheet.notes))
    if sheet.apart:
        out.problems.append(Problem(channels_or_versions(sheet, answers), asks="columns", whole=True))
        return out
    layout = find_table(sheet, answers) or unnamed_table(sheet)
    if layout is None:
        out.problems.append(Problem(no_header(sheet), whole=True))
        return out
    out.sheet, out.turned, out.header = sheet, layout.turned, layout.header
    if layout.turned:
        out.notes.append(t("The months stand side by side; they were read as rows."))
    _Pass(sheet, layout, answers, out).read()
    return out


NAMED_PLAN: Final = mark("a plan, not what happened: {names}")
A_YEAR: Final = mark("a year over its months")


class _Pass:
    """One pass over one table; what it finds goes into ``out``."""

    def __init__(self, sheet: Sheet, layout: Layout, answers: Answers, out: Rows) -> None:
        self.sheet, self.layout, self.grid = sheet, layout, layout.grid
        self.answers, self.out = answers, out
        self.left_out: Counter[str] = Counter()
        self.years: dict[int, int] = {}
        """The year of rows that have it in a row above or in a column of its own."""
        self.totals: list[int] = []

    def read(self) -> None:
        out = self.out
        self.columns = Columns(self.layout, self.answers, out)
        self.places = self.columns.places
        self._around()
        if out.problems:
            return
        body = self._copies(self._plans(self._body()))
        out.cells = {at: {key: self.grid[at][place] for key, place in self.places.items()} for at in body}
        settle_spoken(body, self.answers, out)
        body = self._grouped(body)
        self._channels(body)
        if refusal := too_many(str(out.cells[at].get("channel")) for at in body):
            out.problems.append(Problem(refusal, whole=True))
            return
        body = self._plans_by_counts(body)
        dated = MonthCells(body, self.columns, self.answers, self.years, out)
        self._dashes(body)
        counting = Counting(body, self.answers, out)
        lines = []
        for at, month in zip(body, dated.reads, strict=True):
            if len(out.problems) >= MOST_PROBLEMS:
                break
            if at in dated.coming:
                self.left_out[t("a month still to come")] += 1
                continue
            row = counting.row(at, month)
            if row is None and at in dated.waiting:
                out.add(dated.waiting[at][0], at, dated.waiting[at][1])
            if row is not None:
                lines.append(Line(at, row, at not in dated.waiting, dated.spans.get(at, ())))
        if "direct_wins" in self.places:
            lines = with_shop_sales(lines, self.columns.heading("direct_wins"), out)
        lines = self._without_totals(self._without_repeated(lines), dated.waiting)
        if not out.problems:
            self._missed_totals(lines)
        if not any(problem.asks for problem in out.problems):
            lines = self._without_channel_sums(self._taken_apart(lines))
        out.rows = [line.row for line in lines if line.named]
        self._finish()

    def _around(self) -> None:
        """What is above the table, and other tables of the sheet."""
        titles = sum(any(cell is not None for cell in row) for row in self.grid[: self.layout.header])
        for start, end in self.layout.others:
            lines = [row for row in self.grid[start:end] if any(cell is not None for cell in row)]
            heads = ", ".join(str(cell)[:20] for cell in self.grid[start] if cell is not None)
            self._leave_out(len(lines), t("another table, headed {headings}", headings=heads))
            if start < self.layout.header:
                titles -= len(lines)
        if titles > 0:
            self._leave_out(titles, t("above the headings"))

    def _finish(self) -> None:
        out = self.out
        for why, count in self.left_out.items():
            out.dropped.append(Dropped(rows(count), why, count))
        marked = {problem.column if out.turned else problem.row for problem in out.problems}
        kept = {row.at for row in out.rows} | marked
        out.cells = {at: cells for at, cells in out.cells.items() if at in kept}
        if not out.rows and not out.problems:
            out.problems.append(Problem(InputError("table-without-rows", self.sheet.name or "table")))

    # --- rows ---

    def _body(self) -> list[int]:
        """Rows of counts; others are left out, with the reason."""
        body: list[int] = []
        year: int | None = None
        whole = self.grid[: self.layout.end]
        for at in range(self.layout.header + 1, self.layout.end):
            row = self.grid[at]
            if at > self.layout.header + 1 and begins_another(whole, at, self.places):
                rest = [line for line in whole[at:] if any(cell is not None for cell in line)]
                heads = ", ".join(str(cell)[:20] for cell in row if cell is not None)
                self._leave_out(len(rest), t("another table, headed {headings}", headings=heads))
                break
            self.out.size += any(cell is not None for cell in row)
            why = why_not(row, self.layout.headings, self.places)
            if why in (NO_COUNTS, A_BLANK_MONTH) and (named := year_alone(row)) is not None:
                year = named
                why = A_YEAR
            if why is not None:
                if why:
                    self.left_out[t(why)] += 1
                if why == A_TOTAL:
                    self.totals.append(at)
                continue
            if year is not None:
                self.years[at] = year
            body.append(at)
        return body

    def _plans(self, body: list[int]) -> list[int]:
        """The rows without those of a plan next to what happened, and without months that are said to be planned."""
        words = vocabulary.tables().plan
        month = self.places.get("month")
        coming = [at for at in body if month is not None and says(self.grid[at][month], words)]
        if coming and len(coming) < len(body):
            self.left_out[t("a plan, not what happened")] += len(coming)
            body = [at for at in body if at not in set(coming)]
        at_plan = self.columns.plan
        if at_plan is None:
            at_plan = self.places.get("channel")
            if at_plan is None:
                return body
        kinds = {at: kind_of_row(plain(str(self.grid[at][at_plan]))) for at in body}
        planned = [at for at in body if kinds[at] in ("plan", "difference")]
        if self.columns.plan is None:
            planned = [at for at in planned if kinds[at] == "plan"]
        if not planned or len(planned) == len(body) or self.answers.plan == "counted":
            return body
        names = sorted({str(self.grid[at][at_plan]) for at in planned})
        if self.columns.plan is None and self.answers.plan is None:
            offered = {t("a plan: leave it out"): {"plan": "left out"}, t("a channel: count it"): {"plan": "counted"}}
            error = question(
                "rows-of-a-plan",
                "plan",
                names[0],
                offered,
                rows=len(planned),
                place=self.out.place(planned[0], at_plan),
            )
            self.out.add(error, planned[0], at_plan, asks="plan")
            return body
        self.left_out[t(NAMED_PLAN, names=", ".join(names))] += len(planned)
        return [at for at in body if at not in set(planned)]

    def _plans_by_counts(self, body: list[int]) -> list[int]:
        """The rows without those that are a plan by their counts, where that was answered; else it is asked."""
        if self.columns.plan is not None or "month" not in self.places or self.answers.plan == "counted":
            return body
        cells, also = self.out.cells, self.columns.also
        places = [place for place in (self.places.get("channel"), *also) if place is not None]
        for place in places:
            name_of = {at: one_line(str(self.grid[at][place] if also else cells[at]["channel"])) for at in body}
            rest = [other for other in places if other != place]
            rows_ = [
                Named(
                    str(cells[at]["month"]),
                    name_of[at],
                    tuple(str(self.grid[at][other]) for other in rest),
                    whole_number(cells[at]["leads"]),
                    whole_number(cells[at]["wins"]),
                )
                for at in body
            ]
            actual = [name for name in set(name_of.values()) if kind_of_row(plain(name)) == "actual"]
            found = planned(rows_, actual)
            if found is None:
                continue
            of = [at for at in body if name_of[at] in found.names]
            if self.answers.plan == "left out":
                self.left_out[t(NAMED_PLAN, names=", ".join(found.names))] += len(of)
                return [at for at in body if at not in set(of)]
            ways = {t("a plan: leave it out"): {"plan": "left out"}, t("no plan: count it"): {"plan": "counted"}}
            facts = {"rows": len(of), "why": found.why, "place": self.out.place(of[0], place)}
            self.out.add(question("rows-like-a-plan", "plan", found.names[0], ways, **facts), of[0], place, asks="plan")
            return body
        return body

    def _copies(self, body: list[int]) -> list[int]:
        """The rows without those that are the same as an earlier one in every cell, unless they are other records."""
        first: dict[tuple[str, ...], int] = {}
        whole = dict(zip(body, self._in_full(body), strict=True))
        named = [
            at
            for at in body
            if any(not is_no_count(self.grid[at][p]) for k, p in self.places.items() if k not in COUNTS)
        ]
        copies = [at for at in named if first.setdefault(whole[at], at) != at]
        self.out.added = self.answers.copies == "counted"
        if not copies or self.out.added or {"month", "channel"}.isdisjoint(self.places):
            return body
        if self.answers.copies == "left out":
            self.left_out[t("a copy of another row")] += len(copies)
            return [at for at in body if at not in set(copies)]
        offered = {
            t("copies: leave them out"): {"copies": "left out"},
            t("other records: count them"): {"copies": "counted"},
        }
        at, place = copies[0], self.places.get("month", self.places.get("channel", 0))
        other = self.out.place(first[whole[at]], place)
        facts = {"rows": rows(len(copies)), "place": self.out.place(at, place), "other": other}
        self.out.add(
            question("rows-copied", "copies", self.grid[at][place], offered, **facts), at, place, asks="copies"
        )
        return body

    def _in_full(self, body: Sequence[int]) -> list[tuple[str, ...]]:
        """The cells of some rows, with the year, the month or the channel that is written once for the rows below it."""
        cells = {place: [self.grid[at][place] for at in body] for place in range(len(self.layout.headings))}
        names = [self.places[key] for key in ("month", "channel") if key in self.places]
        names += [self.columns.year] if self.columns.year is not None else []
        if len(names) > 1:
            cells |= {place: filled_down(cells[place]) for place in names}
        return [tuple(map(str, row)) for row in zip(*cells.values(), strict=True)]

    def _grouped(self, body: list[int]) -> list[int]:
        """The rows without those that head a group and add it up; what they name goes to the rows of the group."""
        if "channel" in self.places or "month" not in self.places:
            for at in body:
                for place in self.columns.also:
                    parts = (self.out.cells[at]["channel"], self.grid[at][place])
                    self.out.cells[at]["channel"] = " / ".join(str(part) for part in parts if part is not None)
            return body
        cells = self.out.cells
        groups = groups_of(
            [cells[at]["month"] for at in body], [(cells[at]["leads"], cells[at]["wins"]) for at in body]
        )
        if groups is None:
            return body
        named = is_period(cells[body[groups[0].head]]["month"])
        self.places["channel"] = self.places["month"]
        self.out.note(
            t(
                "{count} rows that add up the rows below them were read as the names of these groups.",
                count=integer(len(groups)),
            )
        )
        kept = []
        for group in groups:
            name = cells[body[group.head]]["month"]
            for at in (body[place] for place in group.members):
                own = cells[at]["month"]
                cells[at].update({"month": name, "channel": own} if named else {"month": own, "channel": name})
                kept.append(at)
        self.left_out[t("it adds up other rows")] += len(body) - len(kept)
        return kept

    def _channels(self, body: Sequence[int]) -> None:
        """A channel that is written only in the first row of its group, filled down."""
        if "channel" not in self.places or "month" not in self.places or not body:
            return
        cells = [self.out.cells[at]["channel"] for at in body]
        named = [str(cell).casefold() for cell in cells if not is_no_count(cell)]
        blank = [place for place, cell in enumerate(cells) if is_no_count(cell)]
        if not blank or not named or is_no_count(cells[0]) or self.answers.blank == "no name":
            return
        dates = [self.out.cells[at]["month"] for at in body]
        if any(is_no_count(dates[place]) for place in blank):
            return
        filled = filled_down(cells)
        pairs = [(str(date), str(name).casefold()) for date, name in zip(dates, filled, strict=True)]
        once = len(set(named)) == len(named)
        sizes = Counter(str(name).casefold() for name in filled)
        if self.answers.blank is None:
            if not once or len(set(pairs)) < len(pairs):
                return
            dated = Counter(str(date) for date in dates)
            if len(named) < 2 or min(sizes.values()) < 2 or max(dated.values()) < 2:
                offered = {t("the name above"): {"blank": "as above"}, t("no name"): {"blank": "no name"}}
                at, place = body[blank[0]], self.places["channel"]
                error = question(
                    "channel-blank", "blank", None, offered, rows=len(blank), place=self.out.place(at, place)
                )
                self.out.add(error, at, place, asks="blank")
                return
        for at, name in zip(body, filled, strict=True):
            self.out.cells[at]["channel"] = name
        self.out.note(
            n(
                "{count} row without a channel was given the one above, which is written once per group.",
                "{count} rows without a channel were given the one above, which is written once per group.",
                len(blank),
                count=integer(len(blank)),
            )
        )

    def _dashes(self, body: Sequence[int]) -> None:
        """A dash as an accounting format writes 0 is 0; another is asked about where the other count is there."""
        zeros = self.sheet.dashes
        read, written = 0, None
        for key in COUNTS:
            if key not in self.places:
                continue
            column = self.places[key]
            dashed = [at for at in body if may_be_zero(self.out.cells[at][key])]
            if not dashed or len(dashed) == len(body):
                continue
            for at in dashed:
                spot = (column, at) if self.layout.turned else (at, column)
                if spot in zeros or self.answers.dash == "zero":
                    written = self.out.cells[at][key]
                    self.out.cells[at][key] = 0
                    read += 1
                elif self.answers.dash == "not recorded":
                    self.out.cells[at][key] = None
                elif self.answers.dash is None and key in ("leads", "wins"):
                    other = self.out.cells[at]["wins" if key == "leads" else "leads"]
                    if not is_no_count(other) and not any(p.asks == "dash" for p in self.out.problems):
                        offered = {"0": {"dash": "zero"}, t("not recorded"): {"dash": "not recorded"}}
                        facts = {"what": BY_KEY[key].label, "rows": len(dashed), "place": self.out.place(at, column)}
                        error = question("dash-doubtful", "dash", self.out.cells[at][key], offered, **facts)
                        self.out.add(error, at, column, asks="dash")
        if read:
            self.out.note(as_zero(read, str(written), self.answers.dash == "zero"))

    # --- sums ---

    def _without_repeated(self, lines: list[Line]) -> list[Line]:
        """The lines without those of a month and channel that others are of too, where that was answered."""
        if self.answers.copies != "left out" or self.out.covers:
            return lines
        often = Counter((one.row.month, one.row.day, one.row.channel) for one in lines if one.named)
        kept = [one for one in lines if not one.named or often[one.row.month, one.row.day, one.row.channel] == 1]
        if len(kept) < len(lines):
            self.left_out[t("one of several rows of a month")] += len(lines) - len(kept)
        return kept

    def _missed_totals(self, lines: Sequence[Line]) -> None:
        """Say which rows that are called totals are no sum of others: one may be missing, or counted twice."""
        if self.columns.running:
            return
        named = [line for line in lines if line.named]
        totals = [
            Line(
                at,
                Row(at, None, None, *(whole_number(self.grid[at][self.places[key]]) for key in ("leads", "wins"))),
                False,
            )
            for at in self.totals
        ]
        around = sorted([*lines, *totals], key=lambda line: line.at)
        for one in totals:
            leads, wins = one.row.leads, one.row.wins
            if leads is None or wins is None or adds_up(one, around):
                continue
            sums = [sum(getattr(line.row, key) or 0 for line in named) for key in ("leads", "wins")]
            if leads > max((line.row.leads or 0 for line in named), default=leads):  # less is a mean
                name = next(str(cell) for cell in self.grid[one.at] if cell is not None)
                self.out.doubts.append(said.missed_total(name, leads, wins, *sums))

    def _without_totals(self, lines: Sequence[Line], waiting: Mapping[int, tuple[InputError, int]]) -> list[Line]:
        """The lines without those that are no month and add up others; of what is left, what is wrong."""
        kept = []
        split = split_again(lines)
        for line in lines:
            if line.named:
                kept.append(line)
            elif line in split:
                self.left_out[t("another table, which splits the same sums by something else")] += 1
            elif adds_up(line, lines):
                self.left_out[t("it adds up other rows")] += 1
            elif line.years and self.answers.sums == "left out":
                self.left_out[t("a longer period than the other rows")] += 1
            else:
                kept.append(line)
                error, column = waiting[line.at]
                self.out.add(error, line.at, column, asks="year" if error.field == "year" else "")
        return kept

    def _without_channel_sums(self, lines: list[Line]) -> list[Line]:
        """The lines without those of a channel that adds up others."""
        if self.answers.sums == "counted" or "channel" not in self.places:
            return lines
        for one in channel_sums(line for line in lines if line.named):
            of = [line for line in lines if line.row.channel == one.channel]
            parts = and_more(", ".join(one.parts[:3]), len(one.parts) - 3)
            if one.sure or self.answers.sums == "left out":
                self.left_out[t("“{channel}” adds up other channels: {parts}", channel=one.channel, parts=parts)] += (
                    len(of)
                )
                lines = [line for line in lines if line.row.channel != one.channel]
                continue
            at, column = of[0].at, self.places["channel"]
            offered = {t("a sum: leave it out"): {"sums": "left out"}, t("a channel: count it"): {"sums": "counted"}}
            facts = {"parts": parts, "months": one.months, "of": one.of, "place": self.out.place(at, column)}
            self.out.add(question("channel-adds-up", "sums", one.channel, offered, **facts), at, column, asks="sums")
            break
        return lines

    def _taken_apart(self, lines: list[Line]) -> list[Line]:
        """The lines with each month's own counts, where they add up the months before."""
        headed = self.columns.running
        rows_ = [line.row for line in lines if line.named and line.row.month is not None]
        if self.answers.running == "counted" or not rows_ or self.out.step != 1 or len(rows_) < 2:
            return lines
        seeming = () if headed else running.seeming(rows_)
        keys = headed or (seeming if len(seeming) == 1 else tuple(key for key in COUNTS if key in self.places))
        offered: dict[str, Mapping[str, Any]] = {t("months' own counts"): {"running": "counted"}}
        if headed and (fallen := running.fall(rows_, headed)) is not None:
            at, column = fallen.row.at, self.places[fallen.key]
            facts = {"what": BY_KEY[fallen.key].label, "place": self.out.place(at, column)}
            error = question("running-falls", "running", getattr(fallen.row, fallen.key), offered, **facts)
            self.out.add(error, at, column, asks="running")
            return lines
        if not headed and self.answers.running is None:
            if seeming:
                offered = {t("sums of the months before"): {"running": "taken apart"}, **offered}
                at, column = rows_[0].at, self.places[seeming[0]]
                code = "counts-running" if len(seeming) > 1 else "count-running-alone"
                place, what = self.out.place(at, column), BY_KEY[seeming[0]].label
                error = question(code, "running", None, offered, rows=len(rows_), what=what, place=place)
                self.out.add(error, at, column, asks="running")
            return lines
        counted = [key for key in COUNTS if key in self.places]
        keys = tuple(key for key in counted if key in keys or running.run_along(rows_, key, keys))
        apart, unknown = running.taken_apart(rows_, keys)
        self.out.note(running.words(apart, unknown, () if len(keys) == len(counted) else keys))
        own = {row.at: row for row in apart}
        for row in apart:
            self.out.cells[row.at].update({key: getattr(row, key) for key in keys})
        return [replace(line, row=own.get(line.at, line.row)) for line in lines]

    def _leave_out(self, count: int, why: str) -> None:
        self.out.dropped.append(Dropped(rows(count), why, count))
