"""The script of a consultation: its steps and the words that are defined, from ``data/consultation.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from diagnostics.app.case.records import STEPS, Definitions, StepKey
from diagnostics.files import data_file
from diagnostics.language import mark, n, t
from diagnostics.number_format import integer

UNDEFINED: Final = mark("not said")
DEFINED_TITLE: Final = mark("What the words mean here")

Line = Annotated[str, Field(min_length=1)]


class ScriptPart(BaseModel):
    """What all parts of the script share."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Step(ScriptPart):
    """One step: what the owner reads, and what the presenter sees next to it."""

    key: StepKey
    short: Line
    """Its name along the top of the page."""
    title: Line
    line: Line
    """One line for the owner."""
    talk: Annotated[tuple[Line, ...], Field(strict=False)]
    """What to talk about."""
    ask: Line
    """One question to ask."""
    minutes: Annotated[int, Field(gt=0)]


class Definition(ScriptPart):
    """One word that has to be defined before anything is counted."""

    key: Line
    label: Line
    question: Line
    help: Line
    example: Line


class Script(ScriptPart):
    """The whole of ``data/consultation.toml``, in English: it is translated where it is shown."""

    sales_letter: Line
    """The question that opens every consultation."""
    rules: Annotated[tuple[Line, ...], Field(strict=False)]
    steps: Annotated[tuple[Step, ...], Field(strict=False)]
    definitions: Annotated[tuple[Definition, ...], Field(strict=False)]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if tuple(step.key for step in self.steps) != STEPS:
            raise ValueError(f"the steps are not {', '.join(STEPS)}")
        if [d.key for d in self.definitions] != list(Definitions.model_fields):
            raise ValueError(f"the definitions are not {', '.join(Definitions.model_fields)}")
        return self

    @cached_property
    def step(self) -> Mapping[str, Step]:
        """The steps by their key."""
        return {step.key: step for step in self.steps}


@cache
def script() -> Script:
    """The script, read and checked once."""
    return Script.model_validate(tomllib.loads(data_file("consultation.toml").read_text(encoding="utf-8")))


def until(step: Step, steps: Sequence[StepKey]) -> int:
    """The minute of the session at which a step ends."""
    return sum(script().step[key].minutes for key in steps[: steps.index(step.key) + 1])


def timing(step: Step, steps: Sequence[StepKey]) -> str:
    """How long a step takes, and where in the hour it ends; ``steps``: those of the session.

    >>> timing(script().step["sort"], STEPS[1:])
    '10 minutes, until minute 19'
    """
    return n(
        "{count} minute, until minute {until}",
        "{count} minutes, until minute {until}",
        step.minutes,
        count=integer(step.minutes),
        until=integer(until(step, steps)),
    )


def defined(definitions: Definitions) -> tuple[tuple[str, str], ...]:
    """What each word means in this business, for wherever a result is printed."""
    return tuple((t(d.label), getattr(definitions, d.key).strip() or t(UNDEFINED)) for d in script().definitions)
