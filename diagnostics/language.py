"""The reader's language: every text that a person reads passes through :func:`t` or :func:`n` when it is shown.

The English text is the key of its translation. A text is one whole message with named places, never glued from parts, because
another language orders them differently::

    t("Marketing is at {share} of its target.", share=percent(0.51))
    n("{count} lead came.", "{count} leads came.", 3, count="3")

Where one English text needs two translations, a note to the translator follows it, which is never shown:
``t("Sales ¦ the side")``. Constants are marked with :func:`mark` where they stand and translated where they are shown.
Catalogues are in ``diagnostics/locale``; ``make words`` extracts, updates and compiles them.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, Final, TypeVar, cast

LOCALE: Final = Path(__file__).parent / "locale"
DOMAIN: Final = "weak-link"
"""What Python says."""
OF_PAGE: Final = "page"
"""What the page says by itself."""
SOURCE: Final = "en"
"""The language that texts are written in."""
PSEUDO: Final = "en-XA"
"""English with accents, 40% longer: what is still plain in it is not translated, and what breaks in it has no room."""
LANGUAGES: Final = {"en": "English", "de": "Deutsch"}
"""What can be chosen, by the name that it has for itself."""
NOTE: Final = " ¦ "
"""Before a note to the translator."""

F = TypeVar("F", bound=Callable[..., Any])

_speaking: ContextVar[str] = ContextVar("language", default=SOURCE)


def language() -> str:
    """The language of now."""
    return _speaking.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Write in another language within a ``with`` statement.

    Parameters
    ----------
    code : str
        One of :data:`LANGUAGES`, or :data:`PSEUDO`; anything else is :data:`SOURCE`.

    >>> with speaking("en-XA"):
    ...     t("Leads")
    '[Ľéáďš··]'
    """
    token = _speaking.set(code if code in LANGUAGES or code == PSEUDO else SOURCE)
    try:
        yield
    finally:
        _speaking.reset(token)


def best(asked: str) -> str:
    """The language to begin with, of those a browser asks for.

    Parameters
    ----------
    asked : str
        As in the header Accept-Language.

    >>> best("de-CH,de;q=0.9,en;q=0.8"), best("fr,en;q=0.5"), best("fr"), best("en;q=0.1,de;q=0.7"), best("de;q=x")
    ('de', 'en', 'en', 'de', 'en')
    """
    wanted: list[tuple[float, str]] = []
    for part in asked.split(",")[:20]:
        name, _, weight = part.strip().partition(";")
        try:
            wanted.append((float(weight.strip().removeprefix("q=") or 1), name.partition("-")[0].strip().lower()))
        except ValueError:
            continue
    found = [name for weight, name in sorted(wanted, key=lambda pair: -pair[0]) if weight > 0 and name in LANGUAGES]
    return found[0] if found else SOURCE


def mark(text: str) -> str:
    """Mark a constant as a text to translate; it is translated with :func:`t` where it is shown."""
    return text


def t(text: str, /, **places: object) -> str:
    """A text in the language of now.

    Parameters
    ----------
    text : str
        The English text; ``{name}`` in it is a place.
    **places : object
        What is put there, already written in the language of now.

    >>> t("Marketing is at {share} of its target.", share="51%"), t("Sales ¦ the side")
    ('Marketing is at 51% of its target.', 'Sales')
    """
    return _filled(_translated(text), places)


Key = TypeVar("Key")


class Texts(Mapping[Key, str]):
    """Marked texts by key, each in the language of the moment it is asked for.

    >>> Texts({"reach": mark("reach")})["reach"]
    'reach'
    """

    def __init__(self, marked: Mapping[Key, str]) -> None:
        self._marked = dict(marked)

    def __getitem__(self, key: Key) -> str:
        return t(self._marked[key])

    def filled(self, key: Key, **places: object) -> str:
        """A text with something put into its places, as :func:`t` does it."""
        return t(self._marked[key], **places)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._marked)

    def __len__(self) -> int:
        return len(self._marked)


def n(one: str, many: str, count: float, /, **places: object) -> str:
    """A text that depends on a number, in the language of now.

    Parameters
    ----------
    one, many : str
        The English text for one, and for any other number.
    count : float
        The number as it is shown: what is written as 1 is one.
    **places : object
        As for :func:`t`.

    >>> n("{count} lead", "{count} leads", 1, count="1"), n("{count} lead", "{count} leads", 0.5, count="0.5")
    ('1 lead', '0.5 leads')
    """
    whole = int(count) if count == int(count) else 2  # no language here has a form of its own for parts of one
    if language() == PSEUDO:
        return _filled(_pseudo(one if whole == 1 else many), places)
    return _filled(_catalogue(language()).ngettext(one, many, abs(whole)), places)


class _Kept(str):
    """A text in the language of when it was made, with what writes it again."""

    __slots__ = ("write",)
    write: Callable[[], str]


def kept(write: Callable[[], str]) -> str:
    """A text that is kept, such as what was done to open a file: :func:`now` writes it again where it is shown.

    Parameters
    ----------
    write : callable
        Writes the text in the language of when it is called.

    >>> note = kept(lambda: t("Leads"))
    >>> with speaking("en-XA"):
    ...     note, now(note)
    ('Leads', '[Ľéáďš··]')
    """
    text = _Kept(write())
    text.write = write
    return text


def now(text: str) -> str:
    """A text that was kept, in the language of now; any other text as it is."""
    return text.write() if isinstance(text, _Kept) else text


def _translated(text: str) -> str:
    code = language()
    shown = text.partition(NOTE)[0]
    if code == SOURCE or not text:
        return shown
    return _pseudo(shown) if code == PSEUDO else _catalogue(code).gettext(text).partition(NOTE)[0]


def _filled(text: str, places: dict[str, object]) -> str:
    return text.format_map(places) if places else text


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == SOURCE:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE, [code])


def by_language(most: int) -> Callable[[F], F]:
    """Cache a function whose result holds texts: what was said in one language is not shown in another.

    Parameters
    ----------
    most : int
        How many results are kept.

    >>> counted = by_language(8)(lambda count: n("{count} lead", "{count} leads", count, count=count))
    >>> with speaking("en-XA"):
    ...     counted(1)
    '[1 ľéáď·····]'
    >>> counted(1)
    '1 lead'
    """

    def cached(function: F) -> F:
        @lru_cache(maxsize=most)
        def said(_: str, *arguments: Any) -> Any:
            return function(*arguments)

        @wraps(function)
        def now(*arguments: Any) -> Any:
            return said(language(), *arguments)

        return cast("F", now)

    return cached


@cache
def _words_of_page(code: str) -> dict[str, str]:
    from babel.messages.mofile import read_mo

    with (LOCALE / code / "LC_MESSAGES" / f"{OF_PAGE}.mo").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_mo(file) if message.id}


def words_of_page() -> dict[str, str]:
    """The page's own texts in the language of now, by their English; empty where that is English."""
    code = language()
    if code == PSEUDO:
        return {text: _pseudo(text) for text in _words_of_page("de")}
    return {} if code == SOURCE else _words_of_page(code)


_ACCENTS: Final = str.maketrans("aceilnorsuyzdtACEILNORSUYZDT", "áçéîľñóŕšúýžďťÁÇÉÎĽÑÓŔŠÚÝŽĎŤ")
WORD: Final = 8
"""Letters of a word, so that what makes a text longer may break."""
LONGER: Final = 0.4
"""By how much a pseudo-text is longer."""


def _pseudo(text: str) -> str:
    """A text with accents, longer, in brackets; its places are as they were."""
    parts, inside = [], False
    for part in text.replace("{", "\0{").replace("}", "}\0").split("\0"):
        inside = part.startswith("{")
        parts.append(part if inside else part.translate(_ACCENTS))
    more = "·" * round(LONGER * len(text))
    return f"[{''.join(parts)}{' '.join(more[at : at + WORD] for at in range(0, len(more), WORD))}]"
