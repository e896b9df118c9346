"""What every peer's page shows: the same inputs, and the answer that the dashboard's own functions give for them."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import example
from diagnostics.app.forms.form_fields import fields_of
from diagnostics.app.pages.answer_panes import AnswerPane, panes
from diagnostics.app.pages.door import door
from diagnostics.diagnosis import diagnose
from diagnostics.errors import InputError

TITLE = "Which side of the door?"
START: dict[str, str] = dict(example().texts)
"""What the dashboard opens with."""
ASKED = ("leads", "wins", "goal", "months")
INPUTS = {field.key: field.label for key in ASKED for field in fields_of("counts") if field.key == key}
"""The inputs of a page and their labels; the other texts stay as they are."""
CHART = {"displayModeBar": False, "responsive": True}


class Shown(AnswerPane):
    """An answer, and its door as a drawing for pages that have no door of their own."""

    drawing: str


def answer(texts: Mapping[str, str]) -> Shown | None:
    """The panes for these texts, or None where they cannot be used."""
    reading = read_counts({**START, **texts})
    if reading.funnel is None or reading.par is None:
        return None
    try:
        d = diagnose(reading.funnel, reading.par)
        return {**panes(d), "drawing": door(d)}
    except InputError:
        return None


def numbers(shown: AnswerPane) -> str:
    """The chances and the numbers of an answer as Markdown."""
    chances = " · ".join(chance["label"] for chance in shown["chances"])
    tempting = shown["tempting"]
    return "\n\n".join(
        [
            chances,
            shown["cost"],
            shown["settling"],
            f"**{tempting['tempting']}** {tempting['tempting_of']}",
            f"**{tempting['right']}** {tempting['right_range']} {tempting['right_of']}",
        ]
    )


def reasons(shown: AnswerPane) -> str:
    """What speaks for an answer and what against it, as Markdown."""
    return (
        "\n".join(["**Why we think so**", "", *(f"* {line}" for line in shown["for"])])
        + "\n\n"
        + "\n".join(["**What speaks against it**", "", *(f"* {line}" for line in shown["against"])])
    )
