"""How often an address may ask for something within a minute."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Final

MINUTE: Final = 60
"""Seconds."""


class Rates:
    """A number of times per minute, for each address.

    Parameters
    ----------
    most : int
        Times per minute.
    clock : callable
        Seconds that never go back.
    """

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def allowed(self, address: str) -> bool:
        """Count one more time, where there is room for it."""
        now, times = self._clock(), self._times[address]
        while times and times[0] < now - MINUTE:
            times.popleft()
        if len(times) >= self._most:
            return False
        times.append(now)
        return True

    def sweep(self) -> None:
        """Forget addresses that have not asked for a minute."""
        latest = self._clock() - MINUTE
        for address in [a for a, times in self._times.items() if not times or times[-1] < latest]:
            del self._times[address]
