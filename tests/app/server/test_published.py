"""The published server under attack: each test fails without its defence."""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar

import psutil
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from tests.app.conftest import ROOT, free_port, running_server


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A server with small limits: its address and its process."""
    log = tmp_path_factory.mktemp("published") / "log.txt"
    limits = ["--max-sessions", "200", "--max-opens-per-minute", "5000", "--max-message-bytes", "200000"]
    limits += ["--max-messages-per-second", "40", "--max-unread-bytes", "2000000", "--max-away-seconds", "1"]
    with running_server(log, "dashboard", *limits) as (address, pid):
        yield address, psutil.Process(pid), log


def got(address, path="", **headers):
    request = urllib.request.Request(address + path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()


def raw(address, text, wait=2.0):
    """What a server says to these bytes, until it ends the connection or for so long."""
    host, port = re.match(r"http://([^:]+):(\d+)/", address).groups()
    with socket.create_connection((host, int(port)), timeout=wait) as s:
        said = b""
        try:
            s.sendall(text)
            while part := s.recv(65536):
                said += part
        except (TimeoutError, ConnectionError):
            pass
        return said


class Talk:
    """A page without a browser."""

    all: ClassVar[list[Talk]] = []

    def __init__(self, connection, name):
        self.connection, self.name = connection, name
        self.number = self.got = 0

    @classmethod
    async def open(cls, address, name=None, frame=None, **headers):
        url = address.replace("http", "ws", 1) + "line"
        given = {"Origin": address.rstrip("/"), **{k.replace("_", "-"): v for k, v in headers.items()}}
        connection = await websocket_connect(HTTPRequest(url, headers=given), max_message_size=2**26)
        talk = cls(connection, name or secrets.token_urlsafe(24))
        cls.all.append(talk)
        await connection.write_message(json.dumps({"open": talk.name, "got": 0} if frame is None else frame))
        talk.opened = await talk.read()
        return talk

    async def read(self, seconds=10):
        said = await asyncio.wait_for(self.connection.read_message(), seconds)
        return said if said is None else json.loads(said)

    async def say(self, message, data=None, seconds=10):
        self.number += 1
        head = json.dumps({"n": self.number, "got": self.got, "say": message})
        if data is None:
            await self.connection.write_message(head)
        else:
            await self.connection.write_message(len(head).to_bytes(4, "big") + head.encode() + data, binary=True)
        while True:
            frame = await self.read(seconds)
            if frame is None or "refused" in frame:
                return frame
            self.got = frame.get("m", self.got)
            if frame.get("done") == self.number and "say" in frame:
                return frame["say"]

    async def typed(self, **texts):
        return await self.say({"do": "type", "texts": texts})


def run(work):
    """Run what pages do, and close them."""

    async def closing():
        try:
            return await asyncio.wait_for(work, 60)
        finally:
            for talk in Talk.all:
                talk.connection.close()
            Talk.all.clear()
            await asyncio.sleep(0.05)

    with ThreadPoolExecutor(1) as apart:  # the browser of other tests keeps a loop in this thread
        return apart.submit(asyncio.run, closing()).result()


@pytest.mark.slow
def test_every_visitor_has_the_answer_to_numbers_of_their_own(published):
    async def work():
        one, other = await Talk.open(published[0]), await Talk.open(published[0])
        for talk, wins in ((one, "3"), (other, "90")):
            await talk.say({"do": "hello", "query": f"leads=100&wins={wins}&goal=20&closing=20"})
        mine, theirs = await one.typed(months="1"), await other.typed(months="1")
        again = await one.typed(months="1")
        return mine, theirs, again

    mine, theirs, again = run(work())
    assert mine["texts"]["wins"] == "3" == again["texts"]["wins"]
    assert theirs["texts"]["wins"] == "90"


def test_another_visitors_page_is_found_only_by_its_whole_name(published):
    async def work():
        mine = await Talk.open(published[0])
        await mine.say({"do": "hello", "query": "leads=4321"})
        changed = mine.name[:-1] + ("A" if mine.name[-1] != "A" else "B")
        other = await Talk.open(published[0], changed)
        return other.opened, await other.say({"do": "hello"})

    opened, view = run(work())
    assert opened["opened"]["fresh"]
    assert view["texts"].get("leads") != "4321"


@pytest.mark.parametrize(
    "path",
    [
        "api/kernels",
        "api/kernels/8f3b2a8e-1111-4222-8333-444455556666",
        "api/contents",
        "api/sessions",
        "api/terminals",
        "api/shutdown",
        "voila/api/shutdown/8f3b2a8e-1111-4222-8333-444455556666",
        "voila/files/README.md",
        "voila/static/voila.js",
        "voila/templates/weak-link/page.html.j2",
        "voila/render/diagnose.ipynb",
        "diagnose.ipynb",
        "login",
        "static/",
        "static/../serve.py",
        "static/..%2fserve.py",
        "static/%2e%2e%2f%2e%2e%2fetc/passwd",
        "static/..%5c..%5cserve.py",
        "static//etc/passwd",
        "static/page.js%00.css",
        "%2e%2e/%2e%2e/etc/passwd",
        "?voila-template=lab&voila-theme=dark&query=<script>",
        "?url=http://evil.example/data.csv",
    ],
)
@pytest.mark.slow
def test_there_is_nothing_but_the_page_and_its_files(published, path):
    status, headers, body = got(published[0], path)
    if path.startswith("?"):
        assert (status, body) == (200, got(published[0])[2]), "the same document for everybody"
    else:
        assert status in (400, 404)
        assert len(body) < 300
    assert "Server" not in headers
    assert b"Traceback" not in body
    assert b"diagnostics" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_is_done_by_any_other_method(published, method):
    said = raw(
        published[0],
        f"{method} / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode(),
    )
    assert re.match(rb"HTTP/1\.1 40[345]", said)


@pytest.mark.parametrize("host", ["rebound.example", "127.0.0.1.rebound.example", "0.0.0.0"])
def test_a_foreign_host_gets_neither_the_page_nor_a_connection(published, host):
    assert got(published[0], Host=host)[0] == 403

    async def work():
        await Talk.open(published[0], Host=host, Origin=f"http://{host}")

    with pytest.raises(HTTPClientError, match="403"):
        run(work())


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
def test_a_page_of_another_site_cannot_connect(published, origin):
    with pytest.raises(HTTPClientError, match="403"):
        run(Talk.open(published[0], Origin=origin))


def test_a_picture_on_another_site_that_points_here_starts_nothing(published):
    assert got(published[0], Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors", Sec_Fetch_Dest="image")[0] == 403
    assert got(published[0], Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200


SIXTEEN = b"\0" * 7 + b"\1" + b"\xff" * 8  # a count of parts of 2⁶⁴ in Jupyter's protocol v1


@pytest.mark.parametrize(
    "sent",
    [
        SIXTEEN,
        b"",
        b"\xff\xff\xff\xff",
        b"\0\0\0\x02{}",
        b"\0\0\0\x02[]rest",
        "not json",
        "[]",
        "null",
        "{}",
        '{"n": 1}',
        '{"n": 1e400, "say": {}}',
        '{"n": 99999999999999999999, "say": {}}',
        '{"n": 1, "say": {"do": "type", "texts": {"leads": 1}}}',
        "[" * 100_000,
        '{"n": 1, "say": ' + '{"a":' * 50_000 + "1" + "}" * 50_001,
        '{"n": 1, "say": {"do": "__import__(\'os\').abort()", "data": "0"}}',
        '{"n": 1, "say": {"do": "load", "text": "' + "x" * 150_000 + '"}}',
        '{"n": 1, "say": {"do": "hello", "query": "\\ud800&\\u0000=1"}}',
    ],
)
def test_no_frame_harms_the_page_next_to_it(published, sent):
    address, process, _ = published

    async def work():
        near = await Talk.open(address)
        await near.say({"do": "hello", "query": "leads=100&wins=7&goal=20&closing=20"})
        talk = await Talk.open(address)
        await talk.connection.write_message(sent, binary=isinstance(sent, bytes))
        frame = {}
        while frame is not None and "refused" not in frame and "say" not in frame:
            frame = await talk.read()
        then = await near.typed(wins="8")
        return frame, then

    before = process.memory_info().rss
    frame, then = run(work())
    assert (
        frame is None
        or "refused" in frame
        or "fault" in frame["say"]
        or frame["say"].get("notice")
        or frame["say"]["revision"]
    )
    assert then["texts"]["wins"] == "8"
    assert process.memory_info().rss - before < 50 * 2**20


def test_a_message_that_is_too_long_ends_its_connection_only(published):
    async def work():
        near, talk = await Talk.open(published[0]), await Talk.open(published[0])
        await talk.connection.write_message(json.dumps({"n": 1, "say": {"do": "load", "text": "x" * 300_000}}))
        return await talk.read(), await near.say({"do": "hello"})

    ended, view = run(work())
    assert ended is None
    assert view["revision"]


def test_a_flood_is_refused_in_words(published):
    async def work():
        talk = await Talk.open(published[0])
        near = await Talk.open(published[0])
        await near.say({"do": "hello"})
        for n in range(400):
            try:
                await talk.connection.write_message(json.dumps({"ping": n, "got": 0}))
            except Exception:
                break
        frame = {}
        while frame is not None and "refused" not in frame:
            frame = await talk.read()
        start = time.monotonic()
        await near.typed(leads="55")
        return frame, time.monotonic() - start

    frame, took = run(work())
    assert frame["why"] == "messages_per_second"
    assert took < 5


@pytest.mark.slow
def test_replies_that_are_not_read_are_not_kept_for_ever(published):
    address, process, _ = published

    async def work():
        talk = await Talk.open(address)
        await talk.say({"do": "hello"})
        before = process.memory_info().rss
        for n in range(2, 190):  # never says that it has a reply
            try:
                await talk.connection.write_message(json.dumps({"n": n, "got": 0, "say": {"do": "hello"}}))
            except Exception:
                break
            await asyncio.sleep(0.02)
        frames = []
        while (frame := await talk.read()) is not None:
            frames.append(frame)
        return process.memory_info().rss - before, frames[-1]

    grown, last = run(work())
    assert last.get("why") == "unread_bytes"
    assert grown < 60 * 2**20


@pytest.mark.slow
def test_a_thousand_opens_make_no_more_pages_than_allowed(published):
    address, process, _ = published

    async def work():
        said = []
        for _ in range(230):
            talk = await Talk.open(address)
            said.append(talk.opened)
        return said

    children = len(process.children(recursive=True))
    said = run(work())
    assert sum("opened" in frame for frame in said) <= 200
    refused = [frame for frame in said if "refused" in frame]
    assert {frame["why"] for frame in refused} == {"sessions"}
    assert "try again" in refused[0]["refused"]
    assert len(process.children(recursive=True)) == children
    time.sleep(3)  # they are away: there is room again after the next sweep
    assert "opened" in run(Talk.open(address)).opened


@pytest.mark.slow
@pytest.mark.parametrize(
    "half",
    [
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ",
        b"GET /line HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n",
    ],
)
def test_half_a_request_is_not_waited_for_for_ever(published, half):
    start = time.monotonic()
    raw(published[0], half, wait=40)
    assert time.monotonic() - start < 35


def test_headers_without_end_are_refused(published):
    said = raw(published[0], b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: " + b"a" * 300_000 + b"\r\n\r\n", wait=10)
    assert b"200 OK" not in said
    assert got(published[0])[0] == 200


@pytest.mark.slow
def test_the_document_runs_no_script_but_its_own_files(published):
    _, headers, body = got(published[0])
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    scripts = re.findall(rb"<script([^>]*)>", body)
    assert scripts
    assert all(b"src=" in found or b"application/json" in found for found in scripts)
    assert not re.findall(rb"\son\w+=", body.split(b'<script type="application/json"')[0])


def test_the_operators_log_has_the_refusals_and_nothing_that_was_typed(published):
    async def work():
        talk = await Talk.open(published[0])
        await talk.say({"do": "hello", "query": "leads=777123"})
        await talk.say({"do": "type", "texts": {"leads": "Secret Client Ltd"}, "what": "Secret"})

    run(work())
    log = published[2].read_text()
    assert "refused" in log
    assert "Secret" not in log
    assert "777123" not in log


@pytest.mark.slow
def test_stray_settings_undo_nothing(tmp_path):
    (tmp_path / "voila.json").write_text(
        json.dumps(
            {"VoilaConfiguration": {"file_allowlist": [".*"], "show_tracebacks": True}, "Voila": {"ip": "0.0.0.0"}}
        )
    )
    (tmp_path / "jupyter_server_config.py").write_text("raise SystemExit('read')")
    port = free_port()
    command = [sys.executable, "-m", "diagnostics", "dashboard", "--no-browser", "--port", str(port)]
    env = {
        "PYTHONPATH": str(ROOT),
        "PATH": "",
        "HOME": str(tmp_path),
        "JUPYTER_CONFIG_DIR": str(tmp_path),
        "JUPYTER_CONFIG_PATH": str(tmp_path),
    }
    with subprocess.Popen(
        command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            address = next(line for line in server.stdout if line.startswith("Open ")).split()[1]
            assert address.startswith("http://127.0.0.1:")
            assert got(address, "voila/files/voila.json")[0] == 404
            assert {c.laddr.ip for c in psutil.Process(server.pid).net_connections() if c.status == "LISTEN"} == {
                "127.0.0.1"
            }
        finally:
            server.terminate()


@pytest.mark.slow
def test_a_session_is_not_shown_to_the_network_without_a_token(tmp_path):
    command = [
        sys.executable,
        "-m",
        "diagnostics",
        "session",
        "--no-browser",
        "--ip",
        "0.0.0.0",
        "--folder",
        str(tmp_path),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 2
    assert "--token" in done.stderr


@pytest.mark.slow
def test_a_session_with_a_token_opens_for_those_who_have_it(tmp_path):
    with running_server(tmp_path / "log.txt", "session", "--token", "--folder", str(tmp_path)) as (address, _):
        token = re.search(r"#token=(\S+)", (tmp_path / "log.txt").read_text())[1]

        async def work(frame):
            return (await Talk.open(address, frame=frame)).opened

        name = secrets.token_urlsafe(24)
        assert run(work({"open": name, "got": 0}))["why"] == "token"
        assert run(work({"open": name, "got": 0, "token": token[:-1]}))["why"] == "token"
        assert "opened" in run(work({"open": name, "got": 0, "token": token}))
        assert token.encode() not in got(address)[2]


@pytest.mark.slow
def test_whoever_runs_the_server_sees_that_it_answers_and_how_much(tmp_path):
    port = free_port()
    with running_server(tmp_path / "log.txt", "dashboard", "--metrics-port", str(port)) as (address, pid):

        async def work():
            talk = await Talk.open(address)
            await talk.say({"do": "hello", "query": "leads=777123&wins=3"})
            await talk.typed(leads="777124")

        run(work())
        watch = f"http://127.0.0.1:{port}/"
        assert got(watch, "healthz")[2] == b"ok\n"
        text = got(watch, "metrics")[2].decode()
        assert 'weak_link_messages_total{kind="Type"} 1.0' in text
        assert "weak_link_pages 1.0" in text
        assert "77712" not in text
        assert got(address, "metrics")[0] == got(address, "healthz")[0] == 404
        ports = {c.laddr.ip for c in psutil.Process(pid).net_connections() if c.status == "LISTEN"}
        assert ports == {"127.0.0.1"}


def test_a_fault_is_in_the_log_with_its_place_and_without_what_was_typed():
    import logging

    from diagnostics.app.server.logs import Lines

    def fail():
        raise ValueError("could not convert 'Secret Client'")

    try:
        fail()
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "message %s", ("Type",), sys.exc_info())
    line = Lines().format(record)
    assert "Secret" not in line
    assert json.loads(line)["fault"] == "ValueError"
    assert any(where.endswith(" fail") for where in json.loads(line)["where"])


@pytest.mark.slow
def test_a_port_that_was_named_is_that_port_or_none(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "diagnostics", "dashboard", "--no-browser", "--port", port]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode != 0
    assert "port" in done.stderr
    assert "Open " not in done.stdout


@pytest.mark.slow
def test_what_is_no_host_is_refused_in_words():
    command = [sys.executable, "-m", "diagnostics", "dashboard", "--no-browser", "--allow-host", "[x"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "[x" in done.stderr
