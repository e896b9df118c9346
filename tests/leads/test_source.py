"""Leads from DataFrames and Arrow of every kind, and from long files that tell how far they are."""

from __future__ import annotations

import decimal
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from diagnostics.errors import InputError
from diagnostics.leads.fields.canonical import canonical
from diagnostics.leads.matching.matching import match, recognise
from diagnostics.leads.opening import engine, long_file, opening
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.opening.opening import open_leads
from diagnostics.leads.opening.source import MOST_TABLES
from diagnostics.reading import progress

DAYS = ["2025-01-02", "2025-01-03"]


def column(found, heading):
    return found.table.to_pyarrow().column(found.column(heading)).to_pylist()


def test_cells_that_hold_nothing():
    frame = pd.DataFrame(
        {"Created": DAYS * 3, "Stage": ["Won", pd.NA, None, float("nan"), pd.NaT, decimal.Decimal("NaN")]}
    )
    frame["Stage"] = frame["Stage"].astype(object)
    frame["List"] = [[1, 2], (), "", {}, np.array([1, 2]), 7.0]
    found = open_leads(frame, recognise)
    assert column(found, "Stage") == ["Won", None, None, None, None, None]
    assert column(found, "List") == ["[1, 2]", "()", None, "{}", "[1 2]", "7"]
    assert found.samples()["Stage"] == ["Won"]


STRANGE = {
    "complex": (np.array([1j, 2.0]), ["1j", "(2+0j)"]),
    "half": (np.array([1.5, 2.0], dtype="float16"), ["1.5", "2"]),
    "interval": (pd.interval_range(0, 2), ["(0, 1]", "(1, 2]"]),
    "sparse": (pd.arrays.SparseArray([1, 0]), ["1", "0"]),
    "categories": (pd.Categorical(["a", None]), ["a", None]),
    "wide": (pd.array([decimal.Decimal(1), None], dtype=pd.ArrowDtype(pa.decimal256(40, 1))), ["1.0", None]),
    "nothing": ([None, None], [None, None]),
}


@pytest.mark.parametrize(("values", "texts"), STRANGE.values(), ids=STRANGE)
def test_a_column_that_the_engine_cannot_hold_is_text(values, texts):
    found = open_leads(pd.DataFrame({"Created": DAYS, "x": values}), recognise)
    assert column(found, "x") == texts


def test_an_index_with_names_is_columns():
    frame = pd.DataFrame({"Created": DAYS, "id": ["a", "b"]})
    found = open_leads(frame.set_index("id"), recognise)
    assert found.headings == ("id", "Created")
    found = open_leads(frame.set_index("id", drop=False), recognise)
    assert found.headings == ("Created", "id")
    assert found.notes == ("id: a level of the index has the name of a column; it was left out.",)
    levels = pd.MultiIndex.from_arrays([["x", "y"], [1, 2], ["p", "q"]], names=["Team", None, "id"])
    found = open_leads(frame.set_index(levels), recognise)
    assert found.headings == ("Team", "Created", "id")
    assert len(found.notes) == 2
    assert found.notes[0] == "Level 2 of the index has no name; it was left out."
    assert column(found, "Team") == ["x", "y"]
    assert open_leads(frame.iloc[::-1], recognise).notes == ()


@pytest.mark.parametrize("kind", ["pandas", "arrow"])
def test_the_clock_of_a_time_zone_counts_and_is_told(kind):
    moments = pd.Series(pd.to_datetime(["2025-01-01 23:30", "2025-06-01 00:30"])).dt.tz_localize("Europe/Berlin")
    if kind == "arrow":
        moments = moments.astype(pd.ArrowDtype(pa.timestamp("us", tz="Europe/Berlin")))
    found = open_leads(pd.DataFrame({"Created": moments}), recognise)
    assert [str(day) for day in column(found, "Created")] == ["2025-01-01 23:30:00", "2025-06-01 00:30:00"]
    assert found.notes == ("Created: the clock of its own time zone (Europe/Berlin) counts.",)


def test_a_time_zone_in_parquet_and_arrow_is_told(tmp_path):
    moments = pd.Series(pd.to_datetime(["2025-01-01 23:30"])).dt.tz_localize("Europe/Berlin")
    table = pa.table({"Created": pa.Array.from_pandas(moments), "Stage": ["Won"]})
    path = tmp_path / "leads.parquet"
    pd.DataFrame({"Created": moments, "Stage": ["Won"]}).to_parquet(path)
    parquet = open_leads(path, recognise)
    told = ("Created: the day is taken in the engine's time zone.",)
    assert parquet.notes == open_leads(parquet.table, recognise).notes == open_leads(table, recognise).notes == told


class Stream:
    def __init__(self, given):
        self.given = given

    def __arrow_c_stream__(self, requested_schema=None):
        return self.given.__arrow_c_stream__(requested_schema)


def test_arrow_is_leads():
    table = pa.table(
        [DAYS, pa.array(["a", None]).dictionary_encode(), pa.array([[1], None]), pa.nulls(2)],
        names=["Created", "Stage", "List", "Stage 2"],
    )
    for given in (table, Stream(table), table.to_reader()):
        found = open_leads(given, recognise)
        assert found.headings == ("Created", "Stage", "List", "Stage 2")
        assert column(found, "Created") == DAYS
        assert column(found, "Stage") == ["a", None]
        assert column(found, "List") == ["[1]", None]
        assert found.numbered
    with pytest.raises(InputError, match="0 rows' are in it"):
        open_leads(table.slice(0, 0), recognise)
    with pytest.raises(InputError, match="is not a table of columns"):
        open_leads(pa.chunked_array([[1]]), recognise)
    with pytest.raises(InputError, match="is not a file"):
        open_leads(7, recognise)


def test_lists_in_parquet_can_be_looked_at(tmp_path):
    path = tmp_path / "leads.parquet"
    pd.DataFrame({"Created": DAYS, "Tags": [[1, 2], None]}).to_parquet(path)
    assert open_leads(path, recognise).samples()["Tags"] == ["[1, 2]"]


# --- long files -----------------------------------------------------------------------------------------------------


@pytest.fixture
def long(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "LARGEST_FILE", 1_000)
    monkeypatch.setattr(long_file, "CHUNK", 4_096)

    def write(encoding="utf-8", rows=60_000):
        path = tmp_path / "leads.csv"
        text = "Created,Stage,Source\n" + "".join(f"2025-01-{n % 28 + 1:02},Won,Köln {n}\n" for n in range(rows))
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-be", "utf-32"])
def test_a_long_file_tells_how_far_it_is(long, encoding):
    told = []
    found = open_leads(long(encoding), recognise, progress=lambda words, share: told.append((words, share)))
    assert len(column(found, "Source")) == 60_000
    assert column(found, "Source")[7] == "Köln 7"
    assert {words for words, _ in told} == {"Reading leads.csv"}
    shares = [share for _, share in told if share is not None]
    assert len(shares) > 10
    assert all(0 <= share <= 1 for share in shares)
    assert (None in [share for _, share in told]) and max(shares) > 0.9


class Stop(Exception):
    pass


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_what_progress_raises_stops_the_reading(long, encoding):
    path = long(encoding)
    told = []

    def stop(words, share):
        told.append(share)
        if len(told) == 3:
            raise Stop

    with pytest.raises(Stop):
        open_leads(path, recognise, progress=stop)
    assert len(told) == 3


def test_what_progress_raises_stops_the_engine(tmp_path):
    backend = engine.engine(str(tmp_path))
    told = []

    def stop(words, share):
        told.append(share)
        if len(told) == 3:
            raise Stop

    long_work = "create table t as select sum(a.range * b.range) from range(10000000) a, range(1000000) b"
    with pytest.raises(Stop):
        progress.watched(backend, lambda: backend.raw_sql(long_work), "x", stop)
    assert told[0] is None
    assert backend.raw_sql("select 1").fetchone() == (1,)


def test_what_the_engine_raises_is_raised():
    def fail():
        raise KeyError("x")

    with pytest.raises(KeyError):
        progress.watched(None, fail, "x", lambda words, share: None)
    assert progress.watched(None, lambda: 7, "x", None) == 7


@pytest.mark.slow
def test_what_is_worked_out_of_a_small_file_is_kept_once_and_not_for_ever():
    text = "ID,Created,Status,Closed\n" + "".join(
        f"K{n},2024-0{1 + n % 9}-05,Won,2024-0{1 + n % 9}-06\n" for n in range(9)
    )
    leads = open_leads(text.encode(), recognise)
    plan = match(leads).settled()
    found = ask(canonical(leads, plan), "").sort_values("id", ignore_index=True)
    assert len(leads.tables) == 1
    assert ask(canonical(leads, replace(plan, outcome=())), "")["outcome"].eq(0).all()
    assert len(leads.tables) == 1, "what an outcome means is not what takes long"
    for n in range(3 * MOST_TABLES):
        without = ask(canonical(leads, replace(plan, no_ids=frozenset({f"K{n}"}))), "")
        assert without["id"].isna().sum() == (n < 9)
    assert len(leads.tables) == MOST_TABLES
    there = leads.table.get_backend().raw_sql("select table_name from duckdb_tables()").fetchall()
    assert sum(name.startswith("ibis_kept") for (name,) in there) == MOST_TABLES
    again = ask(canonical(leads, plan), "").sort_values("id", ignore_index=True)
    pd.testing.assert_frame_equal(again, found)
