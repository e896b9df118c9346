"""What several formats share: the texts of a document as plain data by name, and a date of creation."""

from __future__ import annotations

import datetime
from dataclasses import asdict
from typing import Any, Final

from diagnostics.app.report import words as say
from diagnostics.app.report.content import Content
from diagnostics.app.report.face import face
from diagnostics.app.report.parts import shown
from diagnostics.app.wording import lever_words
from diagnostics.diagnosis import words
from diagnostics.diagnosis.answer import Diagnosis
from diagnostics.language import language, t
from diagnostics.number_format import day, long_day

MADE: Final = datetime.datetime(2000, 1, 1)
"""The creation date of every workbook and of all slides: the same case gives the same bytes."""
MARK: Final = "weak-link report"
"""By which a report is known for one that was written here, in whatever language: a keyword or category of the file."""


def _constant() -> dict[str, Any]:
    """What every report says, in the language of now."""
    return {
        "language": language(),
        "mark": MARK,
        "head": say.in_words(say.HEAD),
        "empty": say.in_words(say.NONE),
        "columns": {key: say.all_of(names) for key, names in say.COLUMNS.items()},
        "method": t(say.METHOD),
        "figures_read": say.all_of(say.FIGURES_READ),
        "prepared": t(say.PREPARED),
        "question": t(say.QUESTION),
        "aim": t(say.AIM),
        "offline": t(say.OFFLINE),
        "heading": t(say.TITLE),
        "signed": say.all_of(say.SIGNED),
        "lever_title": t(lever_words.LEVER_TITLE),
    }


def document(c: Content) -> dict[str, Any]:
    """Every text of the report by name; ``found`` is None where there is no diagnosis."""
    parts = shown(c)
    return _constant() | {
        "parts": parts,
        "on_first_page": {key: key in parts for key in ("definitions", "plan")},
        "face": face(c.firm),
        "appendix": c.appendix,
        "title": c.title,
        "client": c.client,
        "dated": long_day(c.date) if c.date else c.undated,
        "problem": c.problem,
        "answers": None if c.answers is None else asdict(c.answers),
        "caution": c.caution,
        "found": None if c.d is None else _found(c, c.d),
        "monday": [say.shortened(step, say.FIRST_PAGE["step"]) for step in c.monday[: say.SHOWN_ACTIONS]],
        "first": [
            {
                key: say.shortened(text, say.FIRST_PAGE[key])
                for key, text in (("what", p.what), ("owner", p.owner), ("date", day(p.date)))
            }
            for p in c.due[: say.SHOWN_ACTIONS]
        ],
        "more": say.more_actions(len(c.plan) - min(len(c.due), say.SHOWN_ACTIONS)),
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
        "realign": None if c.realign is None else asdict(c.realign),
        "lost": None if c.lost is None else asdict(c.lost),
        "reading": c.reading,
        "last": c.last,
        "finished": c.finished,
        "later": None if c.later is None else c.later.document,
        "notes": c.notes,
        "typed": c.typed,
        "counts": c.counts,
        "levels": c.levels,
        "versions": c.versions,
        "code": c.code,
        "session": c.session,
        "rerun": t(say.RERUN if c.session else say.RERUN_PAGE),
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
            "caption": t(words.BRIDGE_CAPTION),
            "after": lever_words.after_words(d),
        },
        "links": c.links,
        "balance": {
            "title": t(words.BALANCE_TITLE),
            "text": words.balance_text(r),
            "caption": words.balance_caption(r),
        },
        "for": d.evidence_for,
        "against": d.evidence_against,
        "unseen": d.unseen,
        "tempting": asdict(words.tempting(r)),
    }
