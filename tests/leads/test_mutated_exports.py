"""Four hundred exports that something happened to: the right answer, or a message that names what is wrong. Never another answer.

Each mutation says what the file still holds; a slow reading of that is the right answer.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable

import pytest

from diagnostics.errors import InputError
from diagnostics.leads.ledger import Ledger

AS_OF = dt.date(2025, 12, 31)
HEADINGS = [
    "Record ID",
    "Deal Name",
    "Create Date",
    "Deal Stage",
    "Close Date",
    "Amount",
    "Original Traffic Source",
    "Deal owner",
]
STAGES = {
    "Closed Won": "won",
    "Closed won": "won",
    "Closed Lost": "lost",
    "closedlost": "lost",
    "Proposal": "open",
    "Demo": "open",
}
SEEDS = range(400)
AT_ONCE = 40

Rows = list[list[str]]
Answer = tuple[int, int, int]
"""Leads, won, lost."""


def rows_of(r: random.Random) -> Rows:
    rows = []
    for n in range(r.randrange(25, 60)):
        created = dt.date(2025, 1, 1) + dt.timedelta(days=r.randrange(250))
        stage = r.choice(list(STAGES))
        closed = created + dt.timedelta(days=r.randrange(1, 90))
        if STAGES[stage] == "open":
            closed += dt.timedelta(days=400)  # an expected date
        name = r.choice(["Stairs, oak", 'The "big" one', "Müller", "=1+1", "Plain"])
        amount = r.choice(["", "1200.00", "$22,700.00"])
        source = r.choice(["Organic search", "organic search", "Ads", "unknown", ""])
        rows.append(
            [str(n + 1), name, created.isoformat(), stage, closed.isoformat(), amount, source, r.choice(["Ann", "Bo"])]
        )
    return rows


def answer(rows: Rows) -> Answer:
    """Counted one by one: a row with a date of creation is a lead."""
    seen: dict[str, list[str]] = {}
    for row in rows:
        seen.setdefault(row[0] or f"blank {len(seen)}", row)
    kept = [row for row in seen.values() if _day(row[2])]
    states = [STAGES.get(row[3], "open") for row in kept]
    return len(kept), states.count("won"), states.count("lost")


def _day(text: str) -> bool:
    try:
        return 1990 <= dt.date.fromisoformat(text).year < 2026
    except ValueError:
        return False


def written(rows: Rows, headings: list[str] = HEADINGS, delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([headings, *rows])
    return out.getvalue()


Mutated = tuple[bytes, Answer | None]
"""The file, and the right answer; None where only a message is right."""


def shuffled(rows: Rows, r: random.Random) -> Mutated:
    order = list(range(len(HEADINGS)))
    r.shuffle(order)
    r.shuffle(rows)
    text = written([[row[at] for at in order] for row in rows], [HEADINGS[at] for at in order])
    return text.encode(), answer(rows)


def delimited(rows: Rows, r: random.Random) -> Mutated:
    return written(rows, delimiter=r.choice(";\t|"), end=r.choice(["\n", "\r\n", "\r"])).encode(), answer(rows)


def encoded(rows: Rows, r: random.Random) -> Mutated:
    return written(rows).encode(r.choice(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])), answer(rows)


def of_two_encodings(rows: Rows, r: random.Random) -> Mutated:
    lines = written(rows).encode().splitlines(keepends=True)
    at = r.randrange(1, len(lines))
    return b"".join(lines[:at]) + b"".join(line.decode().encode("cp1252") for line in lines[at:]), answer(rows)


def headed_again(rows: Rows, r: random.Random) -> Mutated:
    right = answer(rows)
    for _ in range(r.randrange(1, 4)):
        rows.insert(r.randrange(len(rows)), list(HEADINGS))
    return written(rows).encode(), right


def titled_and_footed(rows: Rows, r: random.Random) -> Mutated:
    right = answer(rows)
    above = r.choice(["Deals export\n\n", "Report,,,\nAs of,2025-12-31\n", "sep=,\n"])
    below = r.choice(
        [
            f"Grand Totals ({len(rows)} records)\n",
            "\n\nConfidential Information - Do Not Distribute\n",
            "Total,,,,,,,\n",
        ]
    )
    return (above + written(rows) + below).encode(), right


def nulled(rows: Rows, r: random.Random) -> Mutated:
    for _ in range(r.randrange(1, 8)):
        row, at = r.choice(rows), r.choice([2, 3, 4, 5, 6, 7])
        row[at] = r.choice(["", "", "N/A", "null", "-"])
    right = answer(rows)
    return written(rows).encode(), right


def absurd(rows: Rows, r: random.Random) -> Mutated:
    for _ in range(r.randrange(1, 4)):
        r.choice(rows)[2] = r.choice(
            ["9999-99-99", "0000-00-00", "1900-01-00", "2025-02-31", "yesterday", "2057-01-01"]
        )
    return written(rows).encode(), answer(rows)


def cut_off(rows: Rows, r: random.Random) -> Mutated:
    """The end is gone; whole rows count, and of the last line only a whole one."""
    text = written(rows)
    at = r.randrange(len(text) // 3, len(text))
    left = text[:at]
    whole = list(csv.reader(io.StringIO(left)))[1:] if left.count('"') % 2 == 0 else None
    if whole is None:
        return left.encode(), None
    last = whole[-1] if whole and not left.endswith("\n") else None
    kept = whole[:-1] if last is not None and (len(last) < len(HEADINGS) or not last[-1]) else whole
    return left.encode(), answer(kept)


def quoted_wrong(rows: Rows, r: random.Random) -> Mutated:
    lines = written([[row[0], "Plain", *row[2:5], "", *row[6:]] for row in rows]).splitlines()
    at = r.randrange(1, len(lines) - 1)
    lines[at] = lines[at].replace(",", ',"', 1)
    return "\n".join(lines).encode(), None


def repeated(rows: Rows, r: random.Random) -> Mutated:
    right = answer(rows)
    return written(rows + [list(row) for row in r.sample(rows, 5)]).encode(), right


def renamed(rows: Rows, r: random.Random) -> Mutated:
    """A heading that is gone: found by what its cells are, or asked about; never another answer."""
    at = r.choice([2, 3, 6, 7])
    headings = [f"field_{n}" if n == at else heading for n, heading in enumerate(HEADINGS)]
    return written(rows, headings).encode(), answer(rows)


MUTATIONS: tuple[Callable[[Rows, random.Random], Mutated], ...] = (
    shuffled, delimited, encoded, of_two_encodings, headed_again, titled_and_footed, nulled, absurd, cut_off, quoted_wrong, repeated, renamed,
)  # fmt: skip


def check(seed: int) -> str:
    """One export; what came of it."""
    r = random.Random(seed)
    mutate = MUTATIONS[seed % len(MUTATIONS)]
    data, right = mutate(rows_of(r), r)
    try:
        found = Ledger.read(data, as_of=AS_OF)
    except InputError as refusal:
        message = str(refusal)
        assert message.endswith("."), message
        assert refusal.field, message
        assert refusal.remedy, message
        return "refused"
    came = (found.leads, found.wins, found.decided - found.wins)
    assert right is not None, f"seed {seed}, {mutate.__name__}: {came} where only a message is right"
    if mutate in (nulled, absurd):
        # A date that is later than the day of counting has not happened; a lead that lost its date is told.
        assert came == right, f"seed {seed}, {mutate.__name__}"
        lost = sum(f.count for f in found.faults if f.key in ("no date", "later"))
        assert lost == found.counts.rows - found.leads - found.counts.left_out.get(1, 0), (
            f"seed {seed}, {mutate.__name__}"
        )
    assert came == right, f"seed {seed}, {mutate.__name__}"
    return "right"


@pytest.mark.slow
@pytest.mark.parametrize("first", SEEDS[::AT_ONCE])
def test_the_right_answer_or_a_message(first):
    came = [check(seed) for seed in range(first, first + AT_ONCE)]
    assert came.count("right") > AT_ONCE / 2  # a reader that refuses everything would pass otherwise


@pytest.mark.slow
def test_unmutated_exports_are_right():
    for seed in range(5):
        rows = rows_of(random.Random(seed))
        found = Ledger.read(written(rows).encode(), as_of=AS_OF)
        assert (found.leads, found.wins, found.decided - found.wins) == answer(rows)
        assert found.matching.preset == "HubSpot deals"
