"""What is asked where a file could be read in two ways. Nothing is guessed: a question is answered, or stays open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from diagnostics.errors import InputError

EXAMPLES: Final = 5
"""So many values are listed in a sentence; the rest is a number."""
LONGEST_EXAMPLE: Final = 40


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be answered before a column is used.

    Parameters
    ----------
    field : str
        The field or the column that is asked about.
    problem : str
        What is in doubt, with the values and how often they occur; no full stop.
    remedy : str
        How to answer, one sentence or two.
    choices : tuple of str
        What can be answered: headings, values or orders. Empty where the file itself has to be put right.

    >>> Question("channel", "two columns could be it", "Say which one.", ("Source", "Channel")).words
    'channel: two columns could be it. Say which one.'
    """

    field: str
    problem: str
    remedy: str
    choices: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The whole question."""
        return f"{self.field}: {self.problem}. {self.remedy}"

    def error(self, value: object) -> InputError:
        """The question as a refusal, where there is nobody to ask; ``value`` is what was found."""
        return InputError(self.field, value, f"cannot be used: {self.problem}", self.remedy)


def shown(text: str) -> str:
    """A text as it is quoted in a sentence, cut where it is long.

    >>> shown("Closed Won")
    "'Closed Won'"
    """
    quoted = repr(text)
    return quoted if len(quoted) <= LONGEST_EXAMPLE else quoted[: LONGEST_EXAMPLE - 4] + "...'"


def listed(texts: Iterable[str], counts: Mapping[str, int] | None = None) -> str:
    """Texts in a sentence, each with the rows it stands in; at most five, the commonest first, and how many more.

    >>> listed(["Closed", "Done"], {"Closed": 3, "Done": 1200})
    "'Done' (1,200 rows), 'Closed' (3 rows)"
    """
    order = list(texts) if counts is None else sorted(texts, key=lambda text: (-counts[text], text))
    some = [shown(t) if counts is None else f"{shown(t)} ({rows(counts[t])})" for t in order[:EXAMPLES]]
    more = len(order) - len(some)
    return ", ".join(some) + (f" and {more:,} more" if more else "")


def rows(count: int) -> str:
    """A number of rows.

    >>> rows(1), rows(1200)
    ('1 row', '1,200 rows')
    """
    return f"{count:,} {'row' if count == 1 else 'rows'}"
