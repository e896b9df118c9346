"""Many visitors at once: each changes a number every few seconds; then many that only have the page open.

The visitors are sockets without a browser, in a process of their own; what they take is not counted.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import random
import resource
import secrets
import time
import urllib.request
from typing import Any

import numpy as np
import psutil
from servers import HOST, memory, server
from table import show, target

VISITORS, SECONDS, EVERY_S, PING_S = 1000, 120, 5.0, 1.0
IDLE, IDLE_SECONDS, IDLE_PING_S = 5000, 45, 20.0
"""A page asks every second whether the server is there while somebody is at it, every 20 s otherwise."""
OPENS, READY_SECONDS = 200, 5
QUERY = "leads={leads}&months=1&wins=17&goal=58&closing=12"
P95_MS, MIB, IDLE_MIB, OPEN_MS = 150.0, 1024.0, 1536.0, 20.0
COMMAND = (
    *("-m", "diagnostics", "dashboard", "--no-browser", "--port", "{port}"),
    *("--max-sessions-per-address", "100000", "--max-opens-per-minute", "1000000", "--max-processes", "2"),
)


def run(quick: bool = False) -> None:
    """Measure and print."""
    visitors, seconds, idle = (200, 10, 500) if quick else (VISITORS, SECONDS, IDLE)
    _raise_limit()
    with server(*COMMAND) as (port, process):
        opened = _opening(port, process)
        time.sleep(READY_SECONDS)
        alone, _ = memory(process)
        before = _processor(process)
        took, wrong = _apart(_busy, port, visitors, seconds)
        busy, count = memory(process)
        used = _processor(process) - before
    with server(*COMMAND) as (port, process):
        begun = multiprocessing.get_context("spawn").Event()
        end = multiprocessing.get_context("spawn").Event()
        apart = multiprocessing.get_context("spawn").Process(target=_idle, args=(port, idle, begun, end))
        apart.start()
        assert begun.wait(300), "the idle visitors did not all connect"
        time.sleep(IDLE_SECONDS)  # by then each has said once what it has
        resting, _ = memory(process)
        end.set()
        apart.join()
    p50, p95, p99 = np.percentile(took, [50, 95, 99])
    show(
        "Many visitors",
        ["", "measured", "target"],
        [
            ["changes answered", f"{len(took):,} ({len(took) / seconds:.0f} a second)", ""],
            ["errors and wrong answers", f"{wrong}", "none" if wrong == 0 else "NOT MET: none"],
            ["answer, ms: median, p95, p99", f"{p50:.1f}, {p95:.1f}, {p99:.1f}", target(float(p95), P95_MS)],
            ["processor a change, ms", f"{1000 * used / len(took):.2f}", ""],
            [f"memory with {visitors:,} busy, MiB", f"{busy:.0f} in {count} processes", target(busy, MIB)],
            [f"memory with {idle:,} open, MiB", f"{resting:.0f} (alone {alone:.0f})", target(resting, IDLE_MIB)],
            ["memory a visitor, KiB", f"{1024 * (resting - alone) / idle:.0f}", ""],
            ["processor to send the page, ms", f"{opened:.2f}", target(opened, OPEN_MS)],
        ],
        [
            f"{visitors:,} visitors for {seconds} s, a change every {EVERY_S:.0f} s each; the visitors share the processors."
        ],
    )


def _opening(port: int, process: Any) -> float:
    """Processor time of the server for one document, ms."""
    before = process.cpu_times()
    for _ in range(OPENS):
        with urllib.request.urlopen(f"http://{HOST}:{port}/") as reply:
            reply.read()
    after = process.cpu_times()
    return float(1000 * (after.user + after.system - before.user - before.system) / OPENS)


def _processor(process: psutil.Process) -> float:
    """Processor time that a process and its children have taken, s."""
    times = [p.cpu_times() for p in (process, *process.children(recursive=True))]
    return float(sum(t.user + t.system for t in times))


def _apart(work: Any, *given: Any) -> Any:
    """What a function of this module returns in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given)


def _busy(port: int, visitors: int, seconds: float) -> tuple[list[float], int]:
    """Times of all changes, ms, and how many went wrong."""
    _raise_limit()
    return asyncio.run(_all_busy(port, visitors, seconds))


async def _all_busy(port: int, visitors: int, seconds: float) -> tuple[list[float], int]:
    took: list[float] = []
    wrong = 0
    rng = random.Random(1)

    async def visitor(number: int) -> None:
        nonlocal wrong
        await asyncio.sleep(rng.uniform(0, EVERY_S))
        talk = await _Talk.open(port, number)
        until = time.monotonic() + seconds
        leads = 300 + number
        while time.monotonic() < until:
            await talk.look(rng.uniform(0.5, 1.5) * EVERY_S, PING_S)
            leads += 1
            start = time.perf_counter()
            reply = await talk.say({"do": "type", "texts": {"leads": str(leads)}, "seq": talk.number + 1})
            took.append(1000 * (time.perf_counter() - start))
            wrong += reply["texts"]["leads"] != str(leads) or not reply["answer"]
        talk.connection.close()

    results = await asyncio.gather(*(visitor(n) for n in range(visitors)), return_exceptions=True)
    return took, wrong + sum(isinstance(result, BaseException) for result in results)


def _idle(port: int, visitors: int, begun: Any, end: Any) -> None:
    _raise_limit()

    async def work() -> None:
        talks = []
        for first in range(0, visitors, 50):
            talks += await asyncio.gather(*(_Talk.open(port, n) for n in range(first, min(first + 50, visitors))))
        begun.set()

        async def look(talk: _Talk) -> None:
            await asyncio.sleep(random.uniform(0, IDLE_PING_S))
            while not end.is_set():
                await talk.ping()
                await asyncio.sleep(IDLE_PING_S)

        looking = [asyncio.ensure_future(look(talk)) for talk in talks]
        while not end.is_set():
            await asyncio.sleep(0.2)
        for task in looking:
            task.cancel()
        for talk in talks:
            talk.connection.close()

    asyncio.run(work())


class _Talk:
    """A page without a browser."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.number = self.got = 0

    @classmethod
    async def open(cls, port: int, number: int) -> _Talk:
        from tornado.websocket import websocket_connect

        talk = cls(await websocket_connect(f"ws://{HOST}:{port}/line", max_message_size=2**26))
        await talk.connection.write_message(json.dumps({"open": secrets.token_urlsafe(24), "got": 0}))
        await talk.connection.read_message()
        await talk.say({"do": "hello", "query": QUERY.format(leads=300 + number)})
        return talk

    async def look(self, seconds: float, every: float) -> None:
        """Type nothing for a while; the page asks meanwhile whether the server is there, and says what it has."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > every:
            await asyncio.sleep(every)
            await self.ping()
        await asyncio.sleep(max(left, 0))

    async def ping(self) -> None:
        """Ask whether the server is there, saying what has arrived."""
        await self.connection.write_message(json.dumps({"ping": 1, "got": self.got}))
        while "pong" not in json.loads(await self.connection.read_message()):
            pass

    async def say(self, message: dict[str, Any]) -> dict[str, Any]:
        self.number += 1
        await self.connection.write_message(json.dumps({"n": self.number, "got": self.got, "say": message}))
        while True:
            frame = json.loads(await self.connection.read_message())
            self.got = frame.get("m", self.got)
            if frame.get("done") == self.number and "say" in frame:
                said: dict[str, Any] = frame["say"]
                return said


def _raise_limit() -> None:
    """Each visitor is an open file."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
