"""`make bench`: every benchmark in turn, each as a table. The status is 0 unless something could not be run."""

from __future__ import annotations

import argparse
import signal
import sys
import traceback
from importlib import import_module

import machine

PARTS = {
    "diagnosis": "diagnosis",
    "months": "months",
    "leads": "leads",
    "import": "imports",
    "consultation": "consultation",
    "session": "session",
    "page": "page",
    "phone": "phone",
    "frameworks": "frameworks",
    "load": "load",
}


def main() -> int:
    """Run what was asked for; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: to see that it runs, not for figures")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers are ended then too
    print(machine.describe(), flush=True)
    failed = []
    for part in [options.only] if options.only else PARTS:
        print(f"\n{part}: load average {machine.load()}", flush=True)
        try:
            import_module(PARTS[part]).run(quick=options.quick)
        except Exception:
            traceback.print_exc()
            failed.append(part)
    print(f"end: load average {machine.load()}")
    if failed:
        print(f"could not be run: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
