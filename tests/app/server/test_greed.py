"""Pages that take more than their share, in ways that keep to the letter of the line: each fails without its defence."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
import threading
import time

import psutil
import pytest

from diagnostics.app import messages as m
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.server import workers as w
from diagnostics.app.server.budgets import Budgets
from tests.app.conftest import running_server
from tests.app.server.test_published import Talk, run

MIB = 2**20


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A server: its address and its process."""
    log = tmp_path_factory.mktemp("greed") / "log.txt"
    with running_server(log, "dashboard", "--max-messages-per-second", "40") as (address, pid):
        yield address, psutil.Process(pid)


def deaf(address):
    """A connection that never reads what it is sent."""
    host, port = re.match(r"http://([^:]+):(\d+)/", address).groups()
    s = socket.create_connection((host, int(port)), timeout=5)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    head = ["GET /line HTTP/1.1", f"Host: {host}:{port}", f"Origin: http://{host}:{port}", "Upgrade: websocket"]
    head += ["Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]
    s.sendall("\r\n".join([*head, "", ""]).encode())
    assert b"101" in s.recv(4096)
    return s


def frame(content):
    text = json.dumps(content).encode()
    return b"\x81" + struct.pack(">BH", 0x80 | 126, len(text)) + bytes(4) + text


@pytest.mark.slow
def test_replies_that_a_page_says_it_has_and_never_read_are_not_kept_for_ever(published):
    address, process = published
    before = process.memory_info().rss
    with deaf(address) as s:
        s.sendall(frame({"open": "A" * 32, "got": 0}))
        for n in range(1, 150):  # 60 bytes each, answered by 4 MB
            try:
                s.sendall(frame({"n": n, "got": 2**40, "say": {"do": "plotly"}}))
            except OSError:
                break
            time.sleep(0.02)
        grown = process.memory_info().rss - before
    assert grown < 120 * MIB


@pytest.mark.slow
def test_a_page_has_one_connection_however_often_it_connects(published):
    address, process = published

    async def work():
        first = await Talk.open(address)
        others = [await Talk.open(address, first.name) for _ in range(40)]
        await asyncio.sleep(0.5)
        open_now = sum(c.status == "ESTABLISHED" for c in process.net_connections(kind="tcp"))
        said = [await talk.read() for talk in [first, *others[:-1]]]
        last = others[-1]
        return open_now, said, await last.say({"do": "hello"})

    open_now, said, reply = run(work())
    assert open_now < 5
    assert {frame["why"] for frame in said} == {"elsewhere"}
    assert "reload this tab" in said[0]["refused"]
    assert reply["answer"], "the last one goes on"


@pytest.mark.slow
def test_a_page_that_leaves_does_not_make_the_server_wait_for_a_worker(leads_csv):
    workers = w.Workers(Budgets(workers=1))
    try:
        page, other = (w.PageApart(DashboardPage(None, quietly), workers, quietly) for _ in range(2))
        data = leads_csv()
        page.handle(m.LeadsPart(name="a.csv", size=len(data), data=data, seq=1))
        worker, number = page._place
        inside, go_on = threading.Event(), threading.Event()

        def slowly(*_):
            inside.set()
            go_on.wait(20)

        other._progress = slowly
        busy = threading.Thread(target=other.handle, args=(m.LeadsPart(name="b.csv", size=len(data), data=data),))
        busy.start()
        assert inside.wait(20), "the worker reads another page's file"
        leaving = threading.Thread(target=page.flush)
        leaving.start()
        leaving.join(3)
        waited = leaving.is_alive()
        go_on.set()
        busy.join(30)
        assert not waited
        with pytest.raises(w.Lost):  # and it was forgotten when the worker was free
            worker.answer(number, None, False, m.Type(texts={"goal": "5"}), quietly)
    finally:
        workers.close()


def quietly(*_):
    pass
