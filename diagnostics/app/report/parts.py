"""The parts of a report, in their order: each is a template of its own for the page and for paper, and may be left out.

A part is added by a line here and by ``templates/parts/KEY.html.j2`` and ``templates/parts/KEY.typ``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content
from diagnostics.app.wording import lost_words, realign_words
from diagnostics.language import mark, t


@dataclass(frozen=True, slots=True)
class Part:
    """One part after the owner's page."""

    key: str
    title: str
    """What it is called where it can be left out."""
    there: Callable[[Content], bool]
    """Whether there is anything to say."""


def _diagnosed(c: Content) -> bool:
    return c.d is not None


def _of_session(c: Content) -> bool:
    return c.session


PARTS: Final = (
    Part("since", say.HEAD["since"], lambda c: c.later is not None),
    Part("trend", say.HEAD["trend"], lambda c: c.later is not None and len(c.later.points) > 1),
    Part("bridge", say.HEAD["bridge"], _diagnosed),
    Part("balance", say.HEAD["balance"], _diagnosed),
    Part("reasons", mark("Why we think so, and what speaks against it"), _diagnosed),
    Part("lost", lost_words.LOST_TITLE, lambda c: c.lost is not None),
    Part("usual", say.HEAD["tempting"], _diagnosed),
    Part("answers", say.HEAD["answers"], lambda c: c.answers is not None and bool(c.answers.lines)),
    Part("definitions", say.HEAD["definitions"], _of_session),
    Part("effort", say.HEAD["effort"], _of_session),
    Part("realign", realign_words.REALIGN_TITLE, lambda c: c.session and c.realign is not None),
    Part("people", say.HEAD["people"], lambda c: bool(c.people)),
    Part("reading", say.HEAD["reading"], lambda c: bool(c.reading)),
    Part("whatif", say.HEAD["whatif"], lambda c: c.session or bool(c.levers)),
    Part("plan", say.HEAD["plan"], _of_session),
    Part("test", say.HEAD["test"], lambda c: bool(c.test)),
    Part("last", say.HEAD["last"], lambda c: bool(c.last)),
    Part("notes", say.HEAD["notes"], lambda c: bool(c.notes)),
    Part("figures", say.HEAD["figures"], _diagnosed),
)


def shown(c: Content) -> tuple[str, ...]:
    """The parts that a report has, by their keys."""
    return tuple(part.key for part in PARTS if part.key not in c.left_out and part.there(c))


def choices() -> tuple[tuple[str, str], ...]:
    """Key and name of each part that can be left out; the notes are chosen apart."""
    return tuple((part.key, t(part.title)) for part in PARTS if part.key != "notes")
