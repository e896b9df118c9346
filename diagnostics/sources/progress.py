"""How far long work is, told where nobody else asked to be told."""

from __future__ import annotations

import sys
from typing import Final, TextIO

QUIET: Final = 50
"""So often something is told before it is shown: work is told of ten times a second, so for five seconds."""


class Console:
    """Shows on the standard error stream what is being done, once it has taken some seconds. Ctrl-C stops the work."""

    def __init__(self, stream: TextIO | None = None, quiet: int = QUIET) -> None:
        self.stream = stream if stream is not None else sys.stderr
        self.quiet = quiet
        self.told = 0
        self.width = 0

    def __call__(self, words: str, share: float | None) -> None:
        """Take note of what is being done, and how much of it is, a fraction."""
        self.told += 1
        if self.told > self.quiet:
            line = f"{words} …" if share is None else f"{words} … {share:.0%}"
            self._write(line)

    def done(self) -> None:
        """Wipe the line."""
        if self.width:
            self._write("")
            self.stream.write("\r")
            self.stream.flush()

    def _write(self, line: str) -> None:
        self.stream.write("\r" + line.ljust(self.width))
        self.stream.flush()
        self.width = len(line)
