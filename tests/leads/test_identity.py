"""A column is used as the lead's number only where it identifies: counted on invented exports and compared with a slow count."""

from __future__ import annotations

import io
import random

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.errors import InputError
from diagnostics.leads.matching.identity import repeated_rows, repeats
from diagnostics.leads.matching.matching import recognise
from diagnostics.leads.opening.engine import distinct, engine
from diagnostics.leads.opening.opening import open_leads
from tests.ways import ends

AS_OF = "2025-12-31"
N = 60


def day(n: int) -> str:
    return (pd.Timestamp("2025-01-06") + pd.Timedelta(days=n)).date().isoformat()


def export(**more):
    """60 rows, 20 won and 20 lost, each of another day."""
    stage = ["Won", "Lost", "Proposal"] * (N // 3)
    return pd.DataFrame({"Created": [day(n) for n in range(N)], "Stage": stage, **more})


def names(n_different: int) -> list[str]:
    return [f"Firm {n % n_different}" for n in range(N)]


# each row is a lead of its own: the heading of the column that identifies, or None
ROWS_OF_LEADS = {
    "rounded by a spreadsheet": (export(**{"Record ID": [f"1.2345{n % 3}E+11" for n in range(N)]}), None),
    "rounded with a comma": (export(**{"Deal ID": [f"1,2345{n % 3}E+11" for n in range(N)]}), None),
    "a source": (export(Reference=["Walk-in", "Friend", "Hoarding", "Web"] * (N // 4)), None),
    "the number of a salesperson": (export(**{"Lead ID": [f"U{n % 5}" for n in range(N)]}), None),
    "a parent with other names": (export(lead_id=[f"L{n // 2}" for n in range(N)], **{"Deal Name": names(N)}), None),
    "its own beside a parent": (
        export(lead_id=[f"L{n // 2}" for n in range(N)], id=[f"O{n}" for n in range(N)]), "id",
    ),
    "its own beside what it became": (
        export(opportunity_id=[f"O{n}" if n % 3 == 0 else "" for n in range(N)], lead_id=[f"L{n}" for n in range(N)]),
        "lead_id",
    ),
    "of an owner, a campaign, an account": (
        export(owner_id=["1", "2"] * (N // 2), campaign_id=["7"] * N, account_id=[str(n // 2) for n in range(N)]), None,
    ),
    "of the record before any other": (
        export(**{"Contact ID": [f"C{n // 3}" for n in range(N)], "Deal ID": [str(n) for n in range(N)]}), "Deal ID",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("frame", "heading"), ROWS_OF_LEADS.values(), ids=ROWS_OF_LEADS)
@pytest.mark.parametrize("form", ["frame", "csv"])
@pytest.mark.slow
def test_a_row_is_a_lead_where_no_number_says_otherwise(frame, heading, form):
    source = frame if form == "frame" else frame.to_csv(index=False).encode()
    ledger = dx.Ledger.read(source, as_of=AS_OF)
    assert (ledger.leads, ledger.wins) == (N, N // 3)
    assert ledger.columns.get("id") == heading


@pytest.mark.parametrize("case", ["rounded by a spreadsheet", "a source"])
@pytest.mark.slow
def test_what_is_not_used_is_told_with_its_counts(case):
    frame, _ = ROWS_OF_LEADS[case]
    note = next(note for note in dx.Ledger.read(frame, as_of=AS_OF).notes if "to tell leads apart" in note)
    assert "60 rows" in note


# rows of one number are one lead: leads
ROWS_OF_ONE_LEAD = {
    "the same row twice": (pd.concat([export(id=[f"L{n}" for n in range(N)])] * 2), N),
    "stages of a lead": (
        pd.DataFrame(
            {
                "lead_id": [f"L{n // 3}" for n in range(N)],
                "stage": ["New", "Qualified", "Won"] * (N // 3),
                "entered_at": [day(n) for n in range(N)],
                "owner": [f"Rep {n // 3 % 2}" for n in range(N)],
            }
        ),
        N // 3,
    ),
    "options of an estimate": (
        pd.DataFrame(
            {
                "Estimate ID": [f"E{n // 2}" for n in range(N)],
                "Created": [day(n // 2) for n in range(N)],
                "Status": ["Won", "Lost"] * (N // 2),
            }
        ),
        N // 2,
    ),
}


@pytest.mark.parametrize(("frame", "leads"), ROWS_OF_ONE_LEAD.values(), ids=ROWS_OF_ONE_LEAD)
@pytest.mark.slow
def test_rows_of_one_number_are_one_lead_where_they_agree(frame, leads):
    assert dx.Ledger.read(frame, as_of=AS_OF).leads == leads


@pytest.mark.slow
def test_what_may_be_a_lead_or_a_parent_is_asked_with_the_leads_of_each_answer():
    frame = export(lead_id=[f"L{n // 2}" for n in range(N)], Owner=[f"Rep {n % 2}" for n in range(N)])
    with pytest.raises(InputError, match="may not identify a lead") as asked:
        dx.Ledger.read(frame, as_of=AS_OF)
    answers = asked.value.facts["question"].answers
    assert [answer.given for answer in answers] == [{"id": "lead_id"}, {"id": None}]
    assert [answer.leads_to.split(",")[0] for answer in answers] == [f"{N // 2} leads", f"{N} leads"]
    found = ends(lambda given: dx.Ledger.read(frame, given, AS_OF).leads)
    assert {end.found for end in found} == {N // 2, N}


@pytest.mark.slow
def test_a_number_entered_twice_on_one_day_under_two_names_is_asked_about():
    ids = ["D0", "D0", *(f"D{n}" for n in range(2, N))]
    rows = export(deal_id=ids, title=names(N)).assign(Created=[day(max(n, 1)) for n in range(N)])
    with pytest.raises(InputError) as asked:
        dx.Ledger.read(rows, as_of=AS_OF)
    assert asked.value.facts["question"].code == "id-repeats"
    assert {dx.Ledger.read(rows, given, AS_OF).leads for given in ({"id": "deal_id"}, {"id": None})} == {59, 60}


@pytest.mark.parametrize("seed", range(20))
def test_repeats_are_as_many_as_counted_one_by_one(seed):
    r = random.Random(seed)
    rows = [
        {
            "id": r.choice(["", "n/a", *"abcdefgh"]),
            "Created": r.choice(["2025-01-01 09:00", "2025-01-01 10:00", "2025-01-02", ""]),
            "Owner": r.choice(["Ann", "Bo", ""]),
            "Name": r.choice(["X", "Y"]),
        }
        for _ in range(r.randrange(5, 40))
    ]
    by_id: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        if row["id"] not in ("", "n/a"):
            by_id.setdefault(row["id"], []).append(row)
    several = [of for of in by_id.values() if len(of) > 1]

    def differ(key: str, length: int = 99) -> int:
        return sum(len({row[key][:length] for row in of if row[key]}) > 1 for of in several)

    expected = {"created": differ("Created", 10), "rep": differ("Owner"), "name": differ("Name")}
    frame = pd.DataFrame(rows)
    out = io.StringIO()
    frame.to_csv(out, index=False)
    for source in (frame, out.getvalue().encode()):
        found = repeats(open_leads(source, recognise), "id", {"created": "Created", "rep": "Owner"})
        assert (found.ids, found.rows) == (len(several), sum(map(len, several)))
        assert found.different == len(by_id)
        assert found.differing == expected
        same = open_leads(source, recognise)
        assert repeated_rows(same) == len(rows) - len({tuple(row.values()) for row in rows})


@pytest.mark.parametrize(
    ("kind", "numbers", "expected"),
    [
        ("bigint", [7, 8, 9, 8, None], (4, 3)),
        ("integer", [-3, 5, 5, None, 2], (4, 3)),
        ("bigint", [2**63 - 1, -(2**63), 0, 0], (4, 3)),  # too far apart for a list
        ("bigint", [1, 1_000_000, 1_000_000], (3, 2)),
        ("ubigint", [2**64 - 1, 2**64 - 2, 2**64 - 1], (3, 2)),
        ("bigint", [None, None], (0, 0)),
        ("varchar", ["a", "b", "a", None], (3, 2)),
    ],
)
def test_different_values_are_counted_exactly_however_close_they_lie(kind, numbers, expected, tmp_path):
    backend = engine(str(tmp_path))
    backend.raw_sql(f"create table given (id {kind})")
    backend.con.executemany("insert into given values (?)", [[number] for number in numbers])
    table = backend.table("given")
    assert distinct(table, table.id, "Looking for repeated IDs") == expected


@pytest.mark.slow
def test_a_history_under_a_heading_that_calls_nothing_an_id_is_asked_about() -> None:
    rows = []
    for n in range(90):  # by hand: 30 won, 40 lost, 20 open
        came = 3 * n
        rows.append({"Clave": f"K{n}", "Alta": day(came), "Ahora": "New"})
        end = "Closed Won" if n % 9 < 3 else "Closed Lost" if n % 9 < 7 else None
        if end:
            rows.append({"Clave": f"K{n}", "Alta": day(came + 12), "Ahora": end})
    found = ends(lambda given: dx.Ledger.read(pd.DataFrame(rows), given or None))
    assert found[0].asked[0].startswith("id-repeats")
    came_to = [(e.found.leads, e.found.wins, e.found.decided - e.found.wins) for e in found if e.found is not None]
    assert came_to[0] == (90, 30, 40)


def test_the_source_under_a_heading_of_references_is_no_id() -> None:
    sources = ("Radio", "Friend", "Walk-in", "Google", "Hoarding")
    rows = [
        {
            "Enquiry Date": day(n),
            "Name": "N",
            "Ref": sources[n % 5],
            "Status": ("Closed Won", "Closed Lost", "Proposal")[n % 3],
        }
        for n in range(150)
    ]
    ledger = dx.Ledger.read(pd.DataFrame(rows))
    assert (ledger.leads, ledger.wins) == (150, 50)
