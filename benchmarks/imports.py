"""What `import diagnostics` costs in a fresh process, beside the libraries it could have been built on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from table import show, spread, target

ROOT = Path(__file__).resolve().parents[1]
LIMIT_S = 0.15
OURS = "import diagnostics"
FIRST = "… and a first diagnosis"
NOTHING = "the interpreter alone"

ONE_DIAGNOSIS = """
import diagnostics as dx
d = dx.diagnose(dx.Funnel(leads=310, wins=17), dx.Par(goal=58, closing=0.12))
d.sentence, d.evidence_for, d.evidence_against
"""
STARTS = {
    OURS: OURS,
    FIRST: ONE_DIAGNOSIS,
    "import numpy": "import numpy",
    "import scipy.special": "import scipy.special",
    "import pandas": "import pandas",
    "import plotly.graph_objects": "import plotly.graph_objects",
    "import scipy.stats": "import scipy.stats",
    NOTHING: "",
}

WIDGETS = ("ipywidgets", "anywidget", "IPython", "ipykernel", "traitlets", "voila", "jupyterlab", "panel", "dash")
CHARTS = ("plotly", "matplotlib", "altair", "bokeh", "seaborn")
TABLES = ("pandas", "polars", "pyarrow", "ibis", "duckdb", "pyspark", "openpyxl", "itables", "great_tables")
SLOW = ("scipy.stats", "jinja2", "pydantic")
HEAVY = WIDGETS + CHARTS + TABLES + SLOW

CLOCK = """
import time
start = time.perf_counter()
{code}
print(time.perf_counter() - start)
"""

LOADED = """
import json, sys
import diagnostics
print(json.dumps([name for name in {names!r} if name in sys.modules]))
"""

# The high-water mark of this process only: what getrusage says can be its parent's.
PEAK = """
def peak():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
    except FileNotFoundError:
        import resource, sys
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
"""
MEMORY = (
    ("the interpreter alone", ""),
    ("import numpy", "import numpy"),
    ("one diagnosis in words", ONE_DIAGNOSIS),
    ("… and d.bridge, which loads pandas", ONE_DIAGNOSIS + "d.bridge"),
    ("import pandas", "import pandas"),
    ("import scipy.stats", "import scipy.stats"),
)


def run(quick: bool = False) -> None:
    """Import each by turns in processes of their own and print what came of it."""
    rounds = 5 if quick else 15
    inside: dict[str, list[float]] = {what: [] for what in STARTS}
    whole: dict[str, list[float]] = {what: [] for what in STARTS}
    for at in range(rounds + 1):
        for what, code in STARTS.items():
            start = time.perf_counter()
            seconds = float(_python(CLOCK.format(code=code)))
            if at:  # the first reads the disk and writes byte code
                whole[what].append(time.perf_counter() - start)
                inside[what].append(seconds)
    ours = spread(inside[OURS]).median
    rows = []
    for what in STARTS:
        took, process = spread(inside[what]), spread(whole[what])
        rows.append(
            [
                what,
                "" if what == NOTHING else f"{took.median:.3f} ({took.least:.3f}–{took.most:.3f})",
                "" if what == NOTHING else f"{took.median / ours:.2f}×",
                f"{process.median:.3f} ({process.least:.3f}–{process.most:.3f})",
                target(took.median, LIMIT_S, " s") if what == OURS else "",
            ]
        )
    show(
        "Import in a fresh process: median (min–max), s",
        ["", "import", "÷ diagnostics", "whole process", "target"],
        rows,
        [
            f"{rounds} processes each, by turns, after one that is not counted.",
            "The first diagnosis loads scipy.special, which `import diagnostics` leaves until it is needed.",
        ],
    )

    loaded = json.loads(_python(LOADED.format(names=HEAVY)))
    show(
        "Libraries that `import diagnostics` loads",
        ["kind", "looked for", "loaded", "target"],
        [
            [
                kind,
                ", ".join(names),
                ", ".join(n for n in names if n in loaded) or "none",
                "none: " + ("not met" if set(names) & set(loaded) else "met"),
            ]
            for kind, names in (("widgets", WIDGETS), ("charts", CHARTS), ("tables", TABLES), ("slow", SLOW))
        ],
    )

    mib = {what: spread([float(_python(f"{PEAK}{code}\nprint(peak())")) for _ in range(3)]) for what, code in MEMORY}
    show(
        "Peak memory of a process (RSS): median (min–max), MiB",
        ["the process does", "peak"],
        [[what, f"{m.median:.0f} ({m.least:.0f}–{m.most:.0f})"] for what, m in mib.items()],
    )


def _python(code: str) -> str:
    """What a fresh Python prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        raise RuntimeError(f"a process failed:\n{done.stderr}")
    return done.stdout
