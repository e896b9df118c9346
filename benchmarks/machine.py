"""Where the figures were taken: processor, memory, load and versions. Figures without these say nothing."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PACKAGES = (
    "numpy",
    "scipy",
    "pandas",
    "duckdb",
    "ibis-framework",
    "lifelines",
    "plotly",
    "voila",
    "anywidget",
    "ipykernel",
    "dash",
    "streamlit",
    "panel",
    "playwright",
)
CALM = 1.0
"""A load average below this leaves the processor to the benchmark."""


def describe() -> str:
    """Machine and versions, as the head of every run."""
    now = load()
    lines = [
        f"{date.today().isoformat()}, {platform.system()} {platform.machine()}",
        f"{_cpu_model()}, {_cores()} cores, {_memory()} memory",
        f"load average {now}",
        f"Python {platform.python_version()}, " + ", ".join(f"{name} {installed(name)}" for name in PACKAGES),
        f"Chromium {chromium_version()}",
    ]
    if now != "unknown" and float(now.split()[0]) >= CALM:
        lines.append("The machine is busy: take the ratios, not the times, and run again when it is calm.")
    return "\n".join(lines)


def installed(package: str) -> str:
    """The version of a package, found without importing it."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def browser() -> str | None:
    """The first Chromium on the PATH."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def chromium_version() -> str:
    """What the browser says its version is."""
    found = browser()
    if found is None:
        return "not found"
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False, timeout=60).stdout
    return next((word for word in said.split() if word[:1].isdigit()), "of unknown version")


def load() -> str:
    """Processes that want a processor, over the last 1, 5 and 15 minutes."""
    return " ".join(f"{x:.2f}" for x in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _cpu_model() -> str:
    return _proc("/proc/cpuinfo", "model name") or platform.processor() or "processor unknown"


def _memory() -> str:
    total = _proc("/proc/meminfo", "MemTotal")
    return f"{int(total.split()[0]) / 2**20:.0f} GiB" if total else "unknown"


def _proc(path: str, key: str) -> str:
    """The first value of a key in one of Linux's lists; empty elsewhere."""
    file = Path(path)
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")
