"""The error raised when something given cannot be used: a code, the field, the value, the choices, the place.

An :class:`InputError` carries no sentence. Its code is worded where it is shown, from ``data/messages/*.toml``: for
Python (``str(error)``), for the shell and for the page. A table of that folder is one code::

    [wins-exceed-leads]
    problem = "is more than the {leads:,} leads"      # the end of a sentence that starts with field and value
    remedy = "Count how many of these leads have bought, or take a longer period."
    shell.remedy = "…"                                # only where the shell needs other words
    page.remedy = "…"                                 # only where the page needs other words

Braces are filled from the facts given to the error, from ``value``, ``field``, and ``choices``. The page speaks the
language of now; Python and the shell speak English.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, Literal, SupportsFloat

from diagnostics.files import data_file
from diagnostics.language import t
from diagnostics.number_format import MINUS, integer, typed

Surface = Literal["python", "shell", "page"]
Part = Literal["problem", "remedy"]

PARTS: Final[tuple[Part, Part]] = ("problem", "remedy")
SURFACES: Final[tuple[Surface, ...]] = ("python", "shell", "page")


class InputError(ValueError):
    """Something given that cannot be used.

    Parameters
    ----------
    code : str
        What is wrong, a table of ``data/messages/*.toml``.
    field : str
        The name of the entry, as the caller knows it (``"wins"``, ``"par.closing"``), or the heading of a column.
    value : object
        What was given.
    choices : iterable of str
        What could be given instead, where the possibilities are few.
    place : str
        Where it is in a file (``"row 5, column B"``); shown in place of the field.
    **facts : object
        What the words of the code need.

    >>> error = InputError("months-out-of-range", "months", 0, longest=1200)
    >>> error.code, error.field, error.value
    ('months-out-of-range', 'months', 0)
    >>> str(error)
    'months: 0 must be more than 0 and at most 1,200. Type how many months the counts cover, for example 1.'
    """

    def __init__(
        self,
        code: str,
        field: str,
        value: object = None,
        /,
        *,
        choices: Iterable[str] = (),
        place: str = "",
        **facts: Any,
    ) -> None:
        self.code = code
        self.field = field
        self.value = value
        self.choices = tuple(choices)
        self.place = place
        self.facts = facts
        super().__init__(code, field)

    def words(self, part: Part, surface: Surface = "python") -> str:
        """One part of the message, in the words of a surface, with the facts filled in."""
        filled = {**self.facts, "field": self.field, "value": _in_text(self.value), "choices": ", ".join(self.choices)}
        return printable(filled_in(template(self.code, part, surface), filled))

    @property
    def problem(self) -> str:
        """What is wrong, in the words of Python: the end of a sentence that starts with field and value."""
        return self.words("problem")

    @property
    def remedy(self) -> str:
        """What to give instead, in the words of Python: one sentence or two."""
        return self.words("remedy")

    def message(self, surface: Surface = "python", label: str | None = None) -> str:
        """The whole message.

        Parameters
        ----------
        surface : {"python", "shell", "page"}
            Where it is shown.
        label : str, optional
            What the field is called there; its name unless given.
        """
        shown = printable(self.place or (self.field if label is None else label))
        parts = {"problem": self.words("problem", surface), "remedy": self.words("remedy", surface)}
        if surface == "page":
            return self._on_page(shown, **parts)
        words = "{problem}. {remedy}".format(**parts)
        if self.value is None or (surface != "python" and not _readable(self.value)):
            return f"{shown}: {words}"
        return f"{shown}: {shown_value(self.value)} {words}"

    def _on_page(self, field: str, problem: str, remedy: str) -> str:
        parts = {"field": field, "problem": problem, "remedy": remedy}
        if not _readable(self.value):
            return t("{field}: {problem}. {remedy}", **parts)
        if isinstance(self.value, str):
            return t("{field}: “{value}” {problem}. {remedy}", value=printable(self.value), **parts)
        return t("{field}: {value} {problem}. {remedy}", value=shown_value(self.value), **parts)

    def __str__(self) -> str:
        return self.message()

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.code, self.field, self.value, self.choices, self.place, self.facts)


def _readable(value: object) -> bool:
    """Whether a value can be shown to somebody who knows no Python: a text that is not empty, or a number."""
    return bool(value) if isinstance(value, str) else isinstance(value, SupportsFloat) and not isinstance(value, bool)


def _again(
    code: str, field: str, value: object, choices: tuple[str, ...], place: str, facts: dict[str, Any]
) -> InputError:
    return InputError(code, field, value, choices=choices, place=place, **facts)


@cache
def messages() -> Mapping[str, Mapping[str, Any]]:
    """Every code with its words, from ``data/messages/*.toml``. A code in two files is an error."""
    import tomllib

    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(data_file("messages").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        twice = found.keys() & table.keys()
        assert not twice, f"{path.name} repeats {', '.join(sorted(twice))}"
        found |= table
    return found


def template(code: str, part: Part, surface: Surface) -> str:
    """The words of a code before anything is filled in; those of Python where a surface has none of its own."""
    entry = messages()[code]
    words: str = entry.get(surface, {}).get(part, entry[part])
    return t(words) if surface == "page" else words


class _Filled(string.Formatter):
    """Fills a text; ``{name:,}`` is a number as :mod:`diagnostics.number_format` writes it."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == ",.0f":
            return integer(round(value))
        return typed(value) if format_spec == "," else str(super().format_field(value, format_spec))


def filled_in(text: str, facts: Mapping[str, Any]) -> str:
    """A text with the facts in place of their names.

    >>> filled_in("more than the {leads:,} leads", {"leads": 1200})
    'more than the 1,200 leads'
    """
    return _Filled().vformat(text, (), facts)


def shown_value(value: object) -> str:
    """A value as a person would write it, cut where it is long.

    >>> shown_value(1234.0), shown_value("about ten"), shown_value(0.25)
    ('1,234', "'about ten'", '0.25')
    """
    try:
        if value is None or isinstance(value, (str, bytes, bool)) or not hasattr(value, "__float__"):
            text = repr(value)
        else:
            number = float(value)
            text = integer(number).replace(MINUS, "-") if number.is_integer() and abs(number) < 1e15 else repr(number)
    except OverflowError:
        return "a number of hundreds of digits"
    except Exception:  # of an object that cannot be shown only its kind is known
        return f"a value of the kind {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "..."


def printable(text: str) -> str:
    r"""A text that can be printed and sent: halves of surrogate pairs are written as escapes.

    >>> printable("a\ud800b")
    'a\\ud800b'
    """
    return str.__str__(text).encode("utf-8", "backslashreplace").decode("utf-8")


def _in_text(value: object) -> object:
    """A value as it is written inside a sentence."""
    return value if type(value) in (str, int, float) else shown_value(value)
