"""What several formats share: the texts of a document as plain data by name, and a date of creation."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import Any, Final

from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content
from diagnostics.app.wording import lever_words
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis

MADE: Final = datetime.datetime(2000, 1, 1)
"""The creation date of every workbook and of all slides: the same case gives the same bytes."""

CONSTANT: Final = {
    "head": dict(say.HEAD),
    "empty": dict(say.NONE),
    "columns": dict(say.COLUMNS),
    "method": say.METHOD,
    "aim": say.AIM,
    "offline": say.OFFLINE,
    "heading": say.TITLE,
    "signed": say.SIGNED,
    "lever_title": lever_words.LEVER_TITLE,
}


def document(c: Content) -> dict[str, Any]:
    """Every text of the report by name; ``found`` is None where there is no diagnosis."""
    return CONSTANT | {
        "title": c.title,
        "client": c.client,
        "dated": c.dated,
        "problem": c.problem,
        "caution": c.caution,
        "found": None if c.d is None else _found(c, c.d),
        "monday": [say.shortened(step, say.FIRST_PAGE["step"]) for step in c.monday[: say.SHOWN_ACTIONS]],
        "first": [
            {key: say.shortened(getattr(p, key), say.FIRST_PAGE[key]) for key in ("what", "owner", "date")}
            for p in c.plan[: say.SHOWN_ACTIONS]
        ],
        "more": say.more_actions(max(0, len(c.plan) - say.SHOWN_ACTIONS)),
        "defined": [(name, say.shortened(text, say.FIRST_PAGE["defined"])) for name, text in c.definitions],
        "definitions": c.definitions,
        "activities": c.activities,
        "alignment": c.alignment,
        "bars": [{"label": label, "share": dict(share), "words": said} for label, share, said in c.alignment_bars],
        "levers": c.levers,
        "scenarios": [asdict(s) for s in c.scenarios],
        "plan": c.planned_rows,
        "aimed": lever_words.aimed(next((s.name for s in c.scenarios if s.aim), "")),
        "forecast": c.forecast,
        "test": c.test,
        "people": c.people,
        "reading": c.reading,
        "last": c.last,
        "notes": c.notes,
        "typed": c.typed,
        "counts": c.counts,
        "levels": c.levels,
        "versions": c.versions,
        "code": c.code,
        "session": c.session,
        "rerun": say.RERUN if c.session else say.RERUN_PAGE,
    }


def _found(c: Content, d: Diagnosis) -> dict[str, Any]:
    r = d.assessment
    return {
        "leaning": d.leaning,
        "sentence": d.sentence,
        "cost": words.cost(r),
        "chances": [{"key": key, "share": share, "label": label} for key, share, label in c.chances],
        "about": c.about,
        "door_text": words.door_text(r),
        "bridge": {
            "title": words.bridge_title(r),
            "text": words.bridge_text(r),
            "caption": words.BRIDGE_CAPTION,
            "after": lever_words.after_words(d),
        },
        "links": c.links,
        "balance": {
            "title": words.BALANCE_TITLE,
            "text": words.balance_text(r),
            "caption": words.balance_caption(r),
        },
        "for": d.evidence_for,
        "against": d.evidence_against,
        "unseen": d.unseen,
        "tempting": asdict(words.tempting(r)),
    }
