"""One answer, every pane at once: the sentence and the pictures come from the same diagnosis or not at all."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from diagnostics.app.pages.charts.balance import balance_spec
from diagnostics.app.pages.charts.bridge import bridge_spec
from diagnostics.app.pages.charts.layout import Spec
from diagnostics.app.pages.door import DoorPane, door_pane
from diagnostics.app.wording.explained import how, yours
from diagnostics.app.wording.lever_words import paid_lines
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.diagnosis.levers import levers
from diagnostics.language import t


class Chance(TypedDict):
    """One of the three verdicts: how likely it is, and the words for that."""

    key: str
    share: float
    label: str


class ChartPane(TypedDict):
    """A chart with its words; ``upright`` is for a narrow screen where that differs."""

    title: str
    figure: Spec
    upright: NotRequired[Spec]
    caption: str
    text: str


class TemptingPane(TypedDict):
    """The number that a spreadsheet shows, and the right one."""

    tempting: str
    tempting_of: str
    right: str
    right_range: str
    right_of: str
    why: str
    same: bool


class ActionPane(TypedDict):
    """What to do, the first step, the number to watch."""

    what: str
    step: str
    watch: str


AnswerPane = TypedDict(
    "AnswerPane",
    {
        "verdict": str,
        "leaning": str | None,
        "sentence": str,
        "rests_on": str,
        "basis": str,
        "chances": list[Chance],
        "cost": str,
        "settling": str,
        "worth": str,
        "next": list[str],
        "either_way": str,
        "change": str,
        "door": DoorPane,
        "balance": ChartPane,
        "bridge": ChartPane,
        "for": list[str],
        "against": list[str],
        "unseen": list[str],
        "tempting": TemptingPane,
        "action": ActionPane | None,
        "yours": dict[str, str],
        "how": dict[str, str],
        "revision": NotRequired[int],
    },
)
"""Everything the page shows of a diagnosis; ``rests_on`` is for next to the sentence, ``revision`` is added
where it is sent.

``yours``: by word of the glossary, what it is in this business. ``how``: by figure, how it is calculated.
"""


class SameAnswer(TypedDict):
    """The page has this answer: it is not sent again."""

    same: Literal[True]
    revision: int


def panes(d: Diagnosis, periods: int = 1) -> AnswerPane:
    """Everything the page shows of a diagnosis, as plain data.

    ``periods``: among how many periods the one that is judged was chosen.
    """
    r = d.assessment
    tempting = words.tempting(r)
    return {
        "verdict": d.verdict,
        "leaning": d.leaning,
        "sentence": d.sentence,
        "rests_on": words.rests_on(r),
        "basis": " ".join(filter(None, (words.basis(r), d.stretch))),
        "chances": [{"key": key, "share": share, "label": label} for key, share, label in words.chances(r)],
        "cost": words.cost(r),
        "settling": words.settling(r, periods),
        "worth": _worth(d),
        "next": list(words.what_next(r)),
        "either_way": words.right_either_way(r),
        "change": words.change(r),
        "door": door_pane(d),
        "balance": balance_pane(d),
        "bridge": bridge_pane(d),
        "for": list(d.evidence_for),
        "against": list(d.evidence_against),
        "unseen": list(d.unseen),
        "tempting": {
            "tempting": tempting.tempting,
            "tempting_of": tempting.tempting_of,
            "right": tempting.right,
            "right_range": tempting.right_range,
            "right_of": tempting.right_of,
            "why": tempting.why,
            "same": tempting.same,
        },
        "action": _action(d),
        "yours": yours(d),
        "how": how(d),
    }


def balance_pane(d: Diagnosis) -> ChartPane:
    """The map of both sides."""
    r = d.assessment
    return {
        "title": t(words.BALANCE_TITLE),
        "figure": balance_spec(d),
        "caption": words.balance_caption(r),
        "text": words.balance_text(r),
    }


def bridge_pane(d: Diagnosis) -> ChartPane:
    """The bridge from the target to today."""
    r = d.assessment
    return {
        "title": words.bridge_title(r),
        "figure": bridge_spec(d),
        "upright": bridge_spec(d, upright=True),
        "caption": t(words.BRIDGE_CAPTION),
        "text": words.bridge_text(r),
    }


def _worth(d: Diagnosis) -> str:
    """What one more lead or rep brings less its cost, where that was typed."""
    money = d.assessment.money
    if money is None or (money.lead_cost is None and money.rep_cost is None):
        return ""
    return "\n".join(paid_lines(levers(d)))


def _action(d: Diagnosis) -> ActionPane | None:
    action = words.action(d.assessment)
    if action is None:
        return None
    what, step, watch = action
    return {"what": what, "step": step, "watch": watch}
