"""Files that are larger than they look, sent to the published page: each is refused in words, and nobody else waits."""

from __future__ import annotations

import asyncio
import io
import json
import time
import zipfile
from contextlib import suppress

import numpy as np
import psutil
import pyarrow
import pytest
from pyarrow import parquet

from tests.app.conftest import running_server
from tests.app.server.test_published import Talk, run
from tests.reading.test_sheet_reader import LAUGHS, TABLE, book, saved

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("bombs")]

PART = 4_000_000
ROWS, CELLS = 100_000, 2_000_000
SECONDS = 30
"""Each takes a second or two on a quiet machine; without its defence minutes, or all memory."""
HEAD, ROW = b"ID,Created,Status,Closed,Owner\n", b"1,2025-01-02,Won,2025-01-09,A\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A server whose workers take little: its address, its process and its log."""
    log = tmp_path_factory.mktemp("bombs") / "log.txt"
    limits = ["--max-export-rows", str(ROWS), "--max-export-cells", str(CELLS), "--max-work-seconds", "60"]
    with running_server(log, "dashboard", *limits) as (address, pid):
        yield address, psutil.Process(pid), log


def packed(members):
    """A zip file; a member that is a number is so many megabytes of zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, member in members.items():
            if isinstance(member, bytes):
                made.writestr(name, member)
                continue
            with made.open(name, "w", force_zip64=True) as file:
                for _ in range(member):
                    file.write(bytes(1 << 20))
    return out.getvalue()


def workbook(**parts):
    """A workbook with other parts than it had: ``sheet1`` for ``xl/worksheets/sheet1.xml``."""
    with zipfile.ZipFile(io.BytesIO(saved(book(TABLE)))) as good:
        members = {member.filename: good.read(member) for member in good.infolist()}
    named = {name.rpartition("/")[2].removesuffix(".xml"): name for name in members}
    return packed({**members, **{named.get(part, part): content for part, content in parts.items()}})


def of_one_value(rows, columns=2):
    """A Parquet file of a few kilobytes that holds the same day in every cell."""
    days = pyarrow.DictionaryArray.from_arrays(pyarrow.array(np.zeros(rows, "int8")), pyarrow.array(["2025-01-01"]))
    out = io.BytesIO()
    parquet.write_table(pyarrow.table({f"Created {n}": days for n in range(columns)}), out, compression="zstd")
    return out.getvalue()


CELL = "<worksheet><sheetData><row><c t='inlineStr'><is><t>&l9;</t></is></c></row></sheetData></worksheet>"
LEADS = {
    "a zip of 500 MB": lambda: workbook(sheet1=500),
    "a zip of very many files": lambda: packed({f"{n}": b"" for n in range(6_000)}),
    "a billion laughs": lambda: workbook(sheet1=(LAUGHS + CELL).encode()),
    "a file of this machine": lambda: workbook(
        sheet1=f'<!DOCTYPE a [<!ENTITY l9 SYSTEM "/etc/passwd">]>{CELL}'.encode()
    ),
    "a hundred million rows": lambda: of_one_value(100_000_000),
    "very many cells": lambda: of_one_value(ROWS - 1, 50),
    "a footer that lies": lambda: b"PAR1" + b"\xff" * 5_000 + (2**31 - 1).to_bytes(4, "little") + b"PAR1",
    "NULs": lambda: bytes(12_000_000),
    "NULs below a heading": lambda: HEAD + ROW * 50_000 + bytes(11_000_000),
    "one line of 10 MB": lambda: b"a," * 5_500_000,
    "one cell of 10 MB": lambda: HEAD + b"x" * 11_000_000,
    "very many rows": lambda: HEAD + ROW * (ROWS + 1),
    "very many short rows": lambda: b"Created,Status\n" + b"1\n" * 6_000_000,
    "very many columns": lambda: b",".join(b"c%d" % n for n in range(10_000)) + b"\n" + b"1\n" * 90_000,
    "very many blank cells": lambda: HEAD.strip() + b"," * 900 + b"\n" + b"," * 900 + b"\n" * 12_000,
}
TABLES = {
    "a zip of 500 MB": lambda: workbook(sheet1=500),
    "a billion laughs": lambda: workbook(sheet1=(LAUGHS + CELL).encode()),
    "NULs": lambda: bytes(9_000_000),
    "one line of 9 MB": lambda: b"a," * 4_500_000,
    "very many rows": lambda: b"Month,Leads,Sales\n" + b"2025-01,5,1\n" * 49_000,
    "very many channels": lambda: (
        b"Month,Channel,Leads,Sales\n" + b"".join(b"2025-%02d,c%d,5,1\n" % (1 + n % 12, n) for n in range(4_900))
    ),
}


async def sent(talk, data, name="file"):
    """An export in parts, as the page sends it: what the page is told at last."""
    parts = max(1, -(-len(data) // PART))
    for n in range(parts):
        message = {"do": "leads", "name": name, "size": len(data), "part": n, "parts": parts}
        reply = await talk.say(message, data[n * PART : (n + 1) * PART], 2 * SECONDS)
        if "part" not in reply:
            break
    return reply


async def meanwhile(address, work):
    """What becomes of some work, how long it takes, and the longest that a visitor waits while it lasts."""
    near, waits = await Talk.open(address), []
    await near.say({"do": "hello", "query": "leads=100&wins=7&goal=20&closing=20"})
    job, start = asyncio.ensure_future(work), time.monotonic()
    while not job.done():
        asked = time.monotonic()
        await near.typed(wins=str(5 + len(waits) % 9))
        waits.append(time.monotonic() - asked)
        await asyncio.sleep(0.1)
    return job.result(), time.monotonic() - start, max(waits)


def refused(published, message):
    """What a page is told where it is refused in words, within seconds, nobody else waiting."""
    address, process, _ = published

    async def visit():
        talk = await Talk.open(address)
        await talk.say({"do": "hello", "query": "goal=30&closing=20"})
        return await message(talk)

    before = process.memory_info().rss
    reply, took, waited = run(meanwhile(address, visit()))
    assert "fault" not in reply
    assert reply["texts"]["goal"] == "30", "everything typed is kept"
    assert took < SECONDS
    assert waited < 2
    assert process.memory_info().rss - before < 150 * 2**20
    said = reply["notice"]
    assert said.endswith(".")
    assert not any(word in said for word in ("/tmp", "root:", "Error", "upload.csv", "None"))
    return said


@pytest.mark.parametrize("name", LEADS)
def test_an_export_that_is_a_bomb_is_refused_in_words_and_nobody_waits(published, name):
    data = LEADS[name]()
    assert len(data) < 30_000_000
    refused(published, lambda talk: sent(talk, data))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_a_bomb_is_refused_in_words_and_nobody_waits(published, name):
    data = TABLES[name]()
    refused(published, lambda talk: talk.say({"do": "upload", "name": "file"}, data, 2 * SECONDS))


def test_an_export_within_the_limits_is_read_by_the_same_server(published):
    async def work():
        talk = await Talk.open(published[0])
        await talk.say({"do": "hello", "query": "goal=30&closing=20"})
        return await sent(talk, HEAD + ROW * 1_000, "deals.csv")

    assert run(work())["leads"]["opened"] == "deals.csv"


def test_the_log_names_no_file_of_a_visitor(published):
    async def work():
        talk = await Talk.open(published[0])
        await talk.say({"do": "hello"})
        await sent(talk, b"PAR1secret", "Secret Client.csv")
        return await sent(talk, b"a", "Secret Client.csv")

    run(work())
    log = published[2].read_text()
    assert "Secret" not in log
    assert "Traceback" not in log


def test_messages_that_come_before_their_turn_are_not_kept_for_ever(published):
    address, process, _ = published

    async def work():
        talk, before = await Talk.open(address), process.memory_info().rss
        talk.number = 1  # the first is left out
        for _ in range(8):
            with suppress(TimeoutError):
                return await talk.say({"do": "leads"}, bytes(9_000_000), 0.2), process.memory_info().rss - before
        return {"why": "nothing was refused"}, process.memory_info().rss - before

    frame, grown = run(work())
    assert frame["why"] == "frame"
    assert grown < 60 * 2**20


SAVED = {"kind": "weak-link entries", "version": 3, "way": "counts", "entries": {"leads": "7"}}
STATES = {
    "a link of 1 MB": {"do": "address", "query": "#leads=" + "9" * 1_000_000},
    "a link of very many fields": {"do": "address", "query": "#" + "leads=1&" * 150_000},
    "a link with a table of 1 MB": {"do": "address", "query": "#way=table&table=" + "1,2%0A" * 200_000},
    "a link in no encoding": {"do": "hello", "query": "#leads=" + "%F0" * 300_000, "kept": "\ud800{"},
    "a tab that kept nonsense": {"do": "hello", "query": "#way=table", "kept": "[" * 1_000_000},
    "a later version": {"do": "load", "text": json.dumps({**SAVED, "version": 99})},
    "a version that is none": {"do": "load", "text": json.dumps({**SAVED, "version": {"a": [1e308]}})},
    "fields of other types": {"do": "load", "text": json.dumps({**SAVED, "entries": {"leads": [[]], "wins": {}}})},
    "a form that is a list": {"do": "load", "text": json.dumps({**SAVED, "entries": [SAVED] * 1_000})},
    "a table of other types": {"do": "load", "text": json.dumps({**SAVED, "table": {"columns": 5, "rows": {"a": 1}}})},
    "lists in lists": {"do": "load", "text": '{"kind":' + "[" * 200_000},
    "a number of a million digits": {"do": "load", "text": '{"kind":' + "9" * 1_000_000 + "}"},
    "a file of very many fields": {"do": "load", "text": json.dumps({str(n): n for n in range(150_000)})},
}


@pytest.mark.parametrize("name", STATES)
def test_a_hostile_state_changes_nothing_for_anybody(published, name):
    address, process, _ = published

    async def visit():
        talk = await Talk.open(address)
        await talk.say({"do": "hello", "query": "goal=30&closing=20"})
        await talk.say(STATES[name], seconds=SECONDS)
        return await talk.typed(goal="31")

    before = process.memory_info().rss
    reply, took, waited = run(meanwhile(address, visit()))
    assert reply["texts"]["goal"] == "31", "the page goes on"
    assert took < SECONDS
    assert waited < 2
    assert process.memory_info().rss - before < 100 * 2**20


@pytest.mark.parametrize(
    "query",
    ["#way=ledger&opened=/etc/passwd", "#way=ledger&leads_of=/etc/passwd", "#way=table&source=/etc/passwd"]
    + [f"#way=ledger&example={where}" for where in ("/etc/passwd", "../../../etc/passwd", "http://127.0.0.1:9/a.csv")],
)
def test_no_address_names_a_file_that_is_opened(published, query):
    async def visit():
        talk = await Talk.open(published[0])
        first = await talk.say({"do": "hello", "query": f"{query}&goal=30&closing=20"}, seconds=SECONDS)
        return first, await talk.say({"do": "rows", "key": "/etc/passwd"}, seconds=SECONDS)

    for reply in run(visit()):
        assert "root:" not in json.dumps(reply)
        assert (reply.get("leads") or {}).get("opened", "") in ("", "ledger.csv"), "the example, or nothing"
