"""Answer every question about a file in every way that is offered, and see where each answer leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.errors import InputError

DEEPEST = 5
MOST = 60


@dataclass(frozen=True)
class End:
    """Where a chain of answers leads: what was read, or a refusal that is no question."""

    given: Mapping[str, Any]
    asked: tuple[str, ...]
    """Codes and fields of the questions on the way."""
    found: Any = None
    refusal: InputError | None = None


def ends(
    read: Callable[[Mapping[str, Any]], Any], given: Mapping[str, Any] | None = None, most: int = MOST
) -> list[End]:
    """Every end that can be reached by answering; a question without answers, or asked again, is a refusal."""
    found: list[End] = []
    for end in _walk(read, dict(given or {}), ()):
        found.append(end)
        if len(found) >= most:
            break
    return found


def _walk(read: Callable[[Mapping[str, Any]], Any], given: dict[str, Any], asked: tuple[str, ...]) -> Iterator[End]:
    try:
        yield End(given, asked, found=read(given))
        return
    except InputError as error:
        question = error.facts.get("question")
        if question is None or not question.answers or len(asked) >= DEEPEST:
            yield End(given, asked, refusal=error)
            return
        key = f"{question.code} {question.field} {question.choices}"
        if key in asked:
            yield End(given, asked, refusal=error)
            return
    for answer in question.answers:
        merged = answer.added_to(given)
        yield from _walk(read, merged, (*asked, key))
