"""One expression, every engine, every kind of file: the same counts as counting them one by one."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from collections import Counter

import ibis
import openpyxl
import pandas as pd
import pytest

from diagnostics.leads.counting import reduction
from diagnostics.leads.fields import canonical
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.matching.matching import match, recognise
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.opening.opening import open_leads
from diagnostics.leads.opening.source import Leads
from tests.leads.ledgers import AFTERWARDS, HEADINGS, LAST, counted, random_rows, text_rows

ID = {"id": "Lead ID"}
"""Rows of one ID that have different days of creation would be asked about."""

OUTCOMES = {
    canonical.OPEN: "open",
    canonical.WON: "won",
    canonical.LOST: "lost",
    canonical.LOST_SOMETIME: "lost sometime",
}


def as_csv(rows, date="%Y-%m-%d", delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(text_rows(rows, date))
    return out.getvalue()


def as_frame(rows):
    frame = pd.DataFrame(rows, columns=list(HEADINGS))
    for heading in ("Created", "First contact", "Decided"):
        frame[heading] = pd.to_datetime(frame[heading])
    return frame


def source(kind, rows, folder):
    """The same rows in another form."""
    if kind == "bytes":
        return as_csv(rows).encode()
    if kind == "frame":
        return as_frame(rows)
    if kind == "frame of texts":
        return pd.DataFrame(text_rows(rows, "%d.%m.%Y")[1:], columns=list(HEADINGS))
    path = folder / kind
    if kind.endswith(".parquet"):
        as_frame(rows).to_parquet(path)
    elif kind.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for row in [list(HEADINGS), *([row[h] for h in HEADINGS] for row in rows)]:
            book.active.append(row)
        book.save(path)
    elif kind.endswith(".utf16"):
        path.write_bytes(as_csv(rows, "%d/%m/%Y", "\t").encode("utf-16"))
    else:
        path.write_text(as_csv(rows, "%d/%m/%Y" if "day" in kind else "%Y-%m-%d"), encoding="utf-8")
    if kind == "ibis.parquet":
        return ibis.duckdb.connect().read_parquet(path)
    if kind == "duckdb.parquet":
        import duckdb

        return duckdb.sql(f"from '{path}'")
    return path


KINDS = ["bytes", "frame", "frame of texts", "a.csv", "day first.csv", "a.xlsx", "a.parquet", "a.utf16", "ibis.parquet", "duckdb.parquet"]  # fmt: skip


def cells_of(ledger):
    """Cells as the oracle counts them."""
    found: Counter = Counter()
    for row in ledger.cells.to_dict("records"):
        key = tuple(None if value != value else value for value in (row["month"], row["channel"], row["rep"]))
        found[key] += row["n"]
    return found


def ages_of(ledger):
    return Counter(
        {
            (None if row["channel"] != row["channel"] else row["channel"], OUTCOMES[row["outcome"]], row["age"]): row[
                "n"
            ]
            for row in ledger.ages.to_dict("records")
        }
    )


def agrees(ledger, rows, as_of=LAST):
    """Count for count."""
    cells, ages, repeated = counted(rows, as_of)
    by_name: Counter = Counter()
    sums: Counter = Counter()
    for (month, channel, rep, outcome, contact), n in cells.items():
        by_name[month, channel, rep] += n
        sums[outcome] += n
        sums["worked"] += n if contact > -2 else 0
        sums["unreached_won"] += n if contact == -1 else 0
        if 0 <= contact < AFTERWARDS:
            sums["speed", contact] += n
    assert ledger.counts.repeated == repeated
    assert cells_of(ledger) == by_name
    assert ages_of(ledger) == ages
    assert ledger.wins == sums["won"]
    assert ledger.total("lost") == sums["lost"]
    assert ledger.total("worked") == sums["worked"]
    assert ledger.total("unreached_won") == sums["unreached_won"]
    speed = ledger.cells[ledger.cells["speed"].notna()].groupby("speed")["worked"].sum()
    assert {("speed", int(at)): int(n) for at, n in speed.items()} == {k: v for k, v in sums.items() if k[0] == "speed"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.slow
def test_every_kind_of_source_gives_the_counts_of_counting_one_by_one(kind, tmp_path):
    rows = random_rows(5)
    agrees(Ledger.read(source(kind, rows, tmp_path), columns=ID, as_of=LAST), rows)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.slow
def test_other_leads_at_another_day_of_counting(seed, tmp_path):
    rows = random_rows(100 + seed, 300)
    as_of = LAST - dt.timedelta(days=60 * seed)
    agrees(Ledger.read(source("a.csv", rows, tmp_path), columns=ID, as_of=as_of), rows, as_of)


@pytest.mark.slow
def test_a_file_that_is_read_by_the_engine_gives_the_same(tmp_path, monkeypatch):
    rows = random_rows(8)
    path = source("a.csv", rows, tmp_path)
    small = Ledger.read(path, columns=ID, as_of=LAST)
    monkeypatch.setattr("diagnostics.leads.opening.opening.LARGEST_FILE", 1_000)
    monkeypatch.setattr("diagnostics.reading.sheet_reader.LARGEST_FILE", 1_000)
    large = Ledger.read(path, columns=ID, as_of=LAST)
    assert large.matching.leads.names == small.matching.leads.names
    pd.testing.assert_frame_equal(large.cells, small.cells)
    pd.testing.assert_frame_equal(large.ages, small.ages)
    assert [f.what for f in large.faults] == [f.what for f in small.faults]
    assert [large.examples(f) for f in large.faults] == [small.examples(f) for f in small.faults]


def test_it_is_one_expression_and_its_size_does_not_grow_with_the_leads():
    sizes = []
    for n in (20_000, 200_000):
        leads = pd.DataFrame({"i": range(n)})
        table = ibis.duckdb.connect()
        table.con.register("i", leads)
        table.raw_sql(
            "create view leads as select i as id, date '2024-01-01' + cast(hash(i) % 300 as int) as created, "
            "'Channel ' || hash(i, 1) % 4 as channel, 'Rep ' || hash(i, 2) % 5 as rep, "
            "case when hash(i, 3) % 10 < 2 then 'Won' when hash(i, 3) % 10 < 8 then 'Lost' else 'Open' end as outcome, "
            "created + cast(hash(i, 4) % 90 as int) as decided from i"
        )
        opened = open_leads(table.table("leads"), recognise)
        expression = reduction.reduction(opened, match(opened).settled(), dt.date(2025, 1, 31))
        assert isinstance(expression, ibis.Table)
        found = ask(expression, "counting")
        assert found["n"][found["part"] == "cells"].sum() == n
        sizes.append(len(found))
    assert sizes[1] < 1.2 * sizes[0]


@pytest.mark.slow
def test_the_order_of_rows_does_not_matter(tmp_path):
    rows = random_rows(9)
    forward = Ledger.read(as_frame(rows), columns=ID, as_of=LAST)
    backward = Ledger.read(as_frame(rows[::-1]), columns=ID, as_of=LAST)
    pd.testing.assert_frame_equal(forward.cells, backward.cells)
    pd.testing.assert_frame_equal(forward.ages, backward.ages)


@pytest.mark.slow
def test_progress_is_told_and_what_it_raises_stops_the_work():
    backend = ibis.duckdb.connect()
    backend.raw_sql(
        "create view leads as select i as id, date '2024-01-01' + cast(hash(i) % 300 as int) as created, "
        "'Rep ' || hash(i, 2) % 5 as rep, case when hash(i, 3) % 10 < 2 then 'Won' else 'Lost' end as outcome, "
        "created + cast(hash(i, 4) % 90 as int) as decided from range(30000000) t(i)"
    )
    told = []

    class Stopped(Exception):
        pass

    def stop(words, share):
        told.append((words, share))
        if len(told) > 5:
            raise Stopped

    with pytest.raises(Stopped):
        Ledger.read(backend.table("leads"), progress=stop)
    assert told[0][0] == "Opening"
    assert all(share is None or 0 <= share <= 1 for _, share in told)
    assert backend.raw_sql("select count(*) from range(10)").fetchone() == (10,)  # the connection is whole


def test_a_quick_read_tells_what_it_does(tmp_path):
    told = []
    rows = random_rows(5, 50)
    Ledger.read(
        source("a.csv", rows, tmp_path), columns=ID, as_of=LAST, progress=lambda words, share: told.append(words)
    )
    assert told[0] == "Opening"
    assert told[-1] == "Counting the leads"


# --- Spark --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spark():
    pyspark = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java on this machine, which Spark needs")
    session = (
        pyspark.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.xdist_group("spark")
@pytest.mark.filterwarnings("ignore")  # pyspark warns of pandas 3, of its own sockets and of its own deprecations
@pytest.mark.parametrize("dates", ["typed", "text"])
def test_spark_and_duckdb_agree_count_for_count(spark, dates, tmp_path):
    rows = random_rows(5)
    path = tmp_path / "leads.parquet"
    frame = (
        as_frame(rows) if dates == "typed" else pd.DataFrame(text_rows(rows, "%d/%m/%Y")[1:], columns=list(HEADINGS))
    )
    if dates == "typed":
        frame = frame.astype(dict.fromkeys(("Created", "First contact", "Decided"), "datetime64[us]"))
    frame.to_parquet(path)
    on_duckdb = Ledger.read(path, columns=ID, as_of=LAST)
    on_spark = Ledger.read(ibis.pyspark.connect(spark).read_parquet(str(path)), columns=ID, as_of=LAST)
    agrees(on_duckdb, rows)
    pd.testing.assert_frame_equal(on_spark.cells, on_duckdb.cells)
    pd.testing.assert_frame_equal(on_spark.ages, on_duckdb.ages)
    assert on_spark.counts.repeated == on_duckdb.counts.repeated
    assert on_spark.funnel() == on_duckdb.funnel()
    pd.testing.assert_frame_equal(on_spark.reps(), on_duckdb.reps())


@pytest.mark.slow
@pytest.mark.xdist_group("spark")
@pytest.mark.filterwarnings("ignore")  # as above
def test_spark_and_duckdb_agree_why_leads_were_lost(spark, tmp_path):
    rows = as_frame(random_rows(6)).assign(Channel="Fair")
    said = ["Too expensive", " zu TEUER", "Keine Rückmeldung", "Konkurrenz", "Moved", None, "-", "not now"]
    rows["Verlustgrund"] = [said[at % len(said)] for at in range(len(rows))]
    rows.to_parquet(path := tmp_path / "leads.parquet")
    on_duckdb = Ledger.read(path, columns=ID, as_of=LAST)
    on_spark = Ledger.read(ibis.pyspark.connect(spark).read_parquet(str(path)), columns=ID, as_of=LAST)
    assert on_duckdb.lost().loc["price", "leads"] > 10
    pd.testing.assert_frame_equal(on_spark.lost(), on_duckdb.lost())
    assert on_spark.lost_texts == on_duckdb.lost_texts


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.slow
def test_what_is_kept_of_a_small_file_changes_no_count(seed, monkeypatch):
    """The rows of a small file are prepared once; every query that prepares them anew says the same."""
    date = ("%Y-%m-%d", "%d.%m.%Y %H:%M", "%d %b %Y")[seed % 3]
    data = as_csv(random_rows(seed), date).encode()
    columns = ID if seed % 2 else {"id": None}
    kept = Ledger.read(data, columns).counts
    monkeypatch.setattr(Leads, "kept", lambda self, by, made, words: made())
    anew = Ledger.read(data, columns).counts
    assert kept.matching.leads.tables
    assert not anew.matching.leads.tables
    for name in ("cells", "ages", "days", "ends"):
        pd.testing.assert_frame_equal(getattr(kept, name), getattr(anew, name), check_exact=True)
    assert (kept.as_of, kept.left_out, kept.signs) == (anew.as_of, anew.left_out, anew.signs)
