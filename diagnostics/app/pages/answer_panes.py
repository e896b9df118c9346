"""One answer, every pane at once: the sentence and the pictures come from the same diagnosis or not at all."""

from __future__ import annotations

from typing import Any

from diagnostics.app.pages.charts import balance_spec, bridge_spec
from diagnostics.app.pages.door import door
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis


def panes(d: Diagnosis) -> dict[str, Any]:
    """Everything the page shows of a diagnosis, as plain data."""
    r = d.assessment
    tempting = words.tempting(r)
    return {
        "verdict": d.verdict,
        "leaning": d.leaning,
        "sentence": d.sentence,
        "basis": words.basis(r),
        "chances": [{"key": key, "share": share, "label": label} for key, share, label in words.chances(r)],
        "cost": words.cost(r),
        "settling": words.settling(r),
        "change": words.change(r),
        "door": {"wide": door(d), "upright": door(d, upright=True), "text": words.door_text(r)},
        "balance": {
            "title": words.BALANCE_TITLE,
            "figure": balance_spec(d),
            "caption": words.balance_caption(r),
            "text": words.balance_text(r),
        },
        "bridge": {
            "title": words.bridge_title(r),
            "figure": bridge_spec(d),
            "upright": bridge_spec(d, upright=True),
            "caption": words.BRIDGE_CAPTION,
            "text": words.bridge_text(r),
        },
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
    }


def _action(d: Diagnosis) -> dict[str, str] | None:
    action = words.action(d.assessment)
    return None if action is None else dict(zip(("what", "step", "watch"), action, strict=True))
