"""Answer every question about a file in every way that is offered, and see where each answer leads."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.errors import InputError
from diagnostics.reading.questions import Question

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
        key = _key(question)
        if key in asked:
            yield End(given, asked, refusal=error)
            return
    offered = [dict(answer.given) for answer in question.answers]
    for named in remedies(question.remedy):
        if named not in offered and (refusal := _refused(read, {**given, **named}, key)):
            yield End({**given, **named}, (*asked, key), refusal=refusal)
    for answer in question.answers:
        merged = answer.added_to(given)
        yield from _walk(read, merged, (*asked, key))


def remedies(text: str) -> list[dict[str, Any]]:
    """The mappings of columns that a message names, ``columns={...}`` to its last brace; those with a gap are left out."""
    found = []
    for start in re.finditer(r"columns=(?=\{)", text):
        for end in re.finditer(r"\}", text[start.end() :]):
            try:
                mapping = ast.literal_eval(text[start.end() : start.end() + end.end()])
            except (SyntaxError, ValueError):
                continue
            if "..." not in repr(mapping) and "Ellipsis" not in repr(mapping):
                found.append(mapping)
            break
    return found


def _key(question: Question) -> str:
    return f"{question.code} {question.field} {question.choices}"


def _refused(read: Callable[[Mapping[str, Any]], Any], given: Mapping[str, Any], key: str) -> InputError | None:
    """The refusal that a remedy leads to: what is no question, or the same one again."""
    try:
        read(given)
    except InputError as error:
        question = error.facts.get("question")
        return error if question is None or _key(question) == key else None
    return None
