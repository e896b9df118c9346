"""Questions about a file that could be read in two ways. Nothing is guessed: a question is answered or stays open."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

from diagnostics.errors import PARTS, InputError, Part, Surface, filled_in, template
from diagnostics.language import SOURCE, language, n, t
from diagnostics.number_format import integer

EXAMPLES: Final = 5
"""At most this many values are listed in a sentence; the rest is a number."""
LONGEST_EXAMPLE: Final = 40
"""Characters of a text that is quoted in a sentence."""
MOST_ANSWERS: Final = 8
"""Answers to one question that are shown on the page and tried; more are a list nobody reads."""


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question.

    Parameters
    ----------
    label : str
        The answer in a few words: a heading, a value with what it would mean.
    given : mapping
        What is added to the mapping of columns to give this answer: ``{"outcome": "Deal Status"}``, ``{"won": ["Sold"]}``.
    leads_to : str
        What the export comes to with it, in a few words; empty where that is not known.
    """

    label: str
    given: Mapping[str, Any] = dataclasses.field(hash=False)
    leads_to: str = ""

    def added_to(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """A mapping of columns with this answer: lists of texts and mappings grow, everything else is replaced.

        >>> Answer("Sold means won", {"won": ["Sold"]}).added_to({"won": ["Won"], "id": None})
        {'won': ['Won', 'Sold'], 'id': None}
        """
        merged = dict(given)
        for key, answer in self.given.items():
            before = merged.get(key)
            if isinstance(answer, list) and isinstance(before, (list, tuple)):
                answer = [*before, *answer]
            elif isinstance(answer, Mapping) and isinstance(before, Mapping):
                answer = {**before, **answer}
            merged[key] = answer
        return merged


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """What has to be answered before a column is used; worded where it is shown, as an InputError is.

    Parameters
    ----------
    code : str
        What is in doubt, a table of ``data/messages/*.toml`` whose problem needs no value before it.
    field : str
        The field or the column that is asked about.
    choices : tuple of str
        The possible answers: headings, values or orders. Empty where the file itself has to be corrected.
    facts : mapping
        What the words of the code need.
    answers : tuple of Answer
        The answers, each with what is to be given; every one of them leads on.

    >>> Question("which-column", "created", ("Came", "Created"), {
    ...     "headings": "'Came', 'Created'", "what": "when the lead came", "answer": "columns={'created': 'Came'}",
    ... }).words
    "created: 'Came', 'Created' could each be it (when the lead came). Say which one: columns={'created': 'Came'}."
    """

    code: str
    field: str
    choices: tuple[str, ...] = ()
    facts: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)
    answers: tuple[Answer, ...] = ()

    def part(self, part: Part, surface: Surface = "python") -> str:
        """The problem or the remedy in the words of a surface."""
        filled = {**self.facts, "field": self.field, "choices": ", ".join(self.choices)}
        words = filled_in(template(self.code, part, surface), filled)
        led = [f"{a.given!r} gives {a.leads_to}" for a in self.answers if a.leads_to]
        return f"{words} {'; '.join(led)}." if led and part == "remedy" and surface == "python" else words

    @property
    def problem(self) -> str:
        """What is in doubt, with the values and how often they occur; no full stop."""
        return self.part("problem")

    @property
    def remedy(self) -> str:
        """How to answer in Python, one sentence or two."""
        return self.part("remedy")

    @property
    def words(self) -> str:
        """The whole question in the words of Python."""
        return self.message()

    def message(self, surface: Surface = "python", label: str | None = None) -> str:
        """The whole question.

        Parameters
        ----------
        surface : {"python", "shell", "page"}
            Where it is shown.
        label : str, optional
            What the field is called there; its name unless given.
        """
        shown_field = self.field if label is None else label
        problem, remedy = (self.part(part, surface) for part in PARTS)
        if surface == "page":
            return t("{field}: {problem}. {remedy}", field=shown_field, problem=problem, remedy=remedy)
        return f"{shown_field}: {problem}. {remedy}"

    def error(self, value: object) -> InputError:
        """The question as an error, where nobody can be asked; ``value`` is what was found."""
        return InputError("question-open", self.field, value, choices=self.choices, question=self)

    def __format__(self, spec: str) -> str:
        """A part in the words of a surface, for a template: ``{question:remedy page}``."""
        part, _, surface = spec.partition(" ")
        return self.part(part, surface or "python") if part else self.words  # type: ignore[arg-type]  # from a template


def shown(text: str) -> str:
    """A text as it is quoted in a sentence, in the quotes of the language of now, cut where it is long.

    >>> shown("Closed Won")
    "'Closed Won'"
    """
    quoted = in_python(text)
    return quoted if language() == SOURCE else t("“{text}”", text=quoted[1:-1])


def in_python(text: str) -> str:
    """A text as Python writes it, cut where it is long."""
    quoted = repr(text)
    return quoted if len(quoted) <= LONGEST_EXAMPLE else quoted[: LONGEST_EXAMPLE - 4] + "...'"


def listed(texts: Iterable[str], counts: Mapping[str, int] | None = None) -> str:
    """Texts in a sentence, each with the number of its rows; at most five, the commonest first, and how many more.

    >>> listed(["Closed", "Done"], {"Closed": 3, "Done": 1200})
    "'Done' (1,200 rows), 'Closed' (3 rows)"
    """
    order = list(texts) if counts is None else sorted(texts, key=lambda text: (-counts[text], text))
    some = [shown(one) if counts is None else f"{shown(one)} ({rows(counts[one])})" for one in order[:EXAMPLES]]
    return and_more(", ".join(some), len(order) - len(some))


def and_more(some: str, more: int) -> str:
    """A list with how many it leaves out.

    >>> and_more("'Won', 'Lost'", 3), and_more("'Won'", 0)
    ("'Won', 'Lost' and 3 more", "'Won'")
    """
    return t("{list} and {count} more", list=some, count=integer(more)) if more > 0 else some


def rows(count: int) -> str:
    """A number of rows.

    >>> rows(1), rows(1200)
    ('1 row', '1,200 rows')
    """
    return n("{count} row", "{count} rows", count, count=integer(count))
