"""Hostile input for every public entry: how much of it raises anything but an ``InputError``.

``python -m tests.hostile --count 5000`` drives the entries and counts, by kind, what raised something else. The laws of
``tests/project/test_hostile_input.py`` draw from the same lists.
"""

from __future__ import annotations

import argparse
import collections
import random
import signal
import warnings

from tests.hostile.entries import ENTRIES, outcome
from tests.hostile.values import Chooser

SLOW = 10
"""Seconds that one call may take in a count."""


class Slow(BaseException):
    """A call took longer than :data:`SLOW` seconds."""


def _too_slow(*_: object) -> None:
    raise Slow("too slow")


def main() -> None:
    """Count failures by kind."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--count", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    signal.signal(signal.SIGALRM, _too_slow)
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    kinds: collections.Counter[str] = collections.Counter()
    by_entry: dict[str, collections.Counter[str]] = {}
    examples: dict[str, str] = {}
    names = [name for name in ENTRIES if not options.only or name in options.only.split(",")]
    for n in range(options.count):
        name = names[n % len(names)]
        chooser = Chooser(random.Random(f"{options.seed} {name} {n}"))
        call = ENTRIES[name](chooser)
        signal.alarm(SLOW)
        kind = outcome(call)
        signal.alarm(0)
        seen = by_entry.setdefault(name, collections.Counter())
        seen[kind if kind in ("works", "refused") else "failed"] += 1
        if kind not in ("works", "refused"):
            kinds[kind] += 1
            examples.setdefault(kind, f"{name} #{n} {chooser.chosen[:8]}")
    for name, seen in by_entry.items():
        print(f"{name:18}", dict(seen))
    for kind, times in kinds.most_common():
        print(f"{times:5} {kind[:190]}\n      {examples[kind][:190]!r}")
    print(f"{sum(kinds.values())} of {options.count} raised something else, {len(kinds)} kinds")


if __name__ == "__main__":
    main()
