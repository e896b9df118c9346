"""Servers started for a measurement and ended after it, whatever happens in between."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
START_S = 60.0
END_S = 10.0


@contextmanager
def server(*command: str) -> Iterator[tuple[int, psutil.Process]]:
    """Run a Python server on a free port, which is put in for ``{port}``; yields the port and the process."""
    port = _free_port()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *(part.format(port=port) for part in command)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, port)
            yield port, psutil.Process(process.pid)
        except Exception as problem:
            said.seek(0)
            problem.add_note(f"{' '.join(command)} said:\n{said.read().decode(errors='replace')[-2000:]}")
            raise
        finally:
            _end(process)


def memory(process: psutil.Process) -> tuple[float, int]:
    """Resident memory of a process and all its children, MiB, and how many processes that is.

    Pages that processes share count once for each of them.
    """
    tree = [process, *process.children(recursive=True)]
    return sum(p.memory_info().rss for p in tree) / 2**20, len(tree)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        return int(asked.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    """Until the server accepts connections."""
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode} before it was ready")
        with socket.socket() as asked:
            asked.settimeout(1)
            if asked.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"the server did not listen within {START_S:.0f} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end, then end it, and whatever it leaves behind."""
    children: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        children = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        process.wait(END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END_S)
    for child in children:
        with suppress(psutil.NoSuchProcess):
            child.kill()
    psutil.wait_procs(children, END_S)
