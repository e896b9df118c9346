"""What the review shows, the first step of a later session: what became of what was agreed, what moved, and the trend."""

from __future__ import annotations

from diagnostics.app.case.agreed import Reviewed, counted_anew, going_on, last_agreed, reviewed, watched
from diagnostics.app.case.case import Case
from diagnostics.app.case.history import in_language
from diagnostics.app.case.records import Action
from diagnostics.app.case.trend import Point, trend
from diagnostics.app.consultation.drafts import draft as draft_of
from diagnostics.app.consultation.plan_pane import options
from diagnostics.app.consultation.step_replies import ArchivePane, ReviewedAction, ReviewStep, TrendPane
from diagnostics.app.wording import plan_words
from diagnostics.app.wording import review_words as say
from diagnostics.app.wording.lever_words import aimed, levels_words
from diagnostics.app.wording.played import played
from diagnostics.language import t
from diagnostics.reference import playbook


def is_reviewed(case: Case) -> bool:
    """Whether each action of the last session was looked at in this one: its status was set since, or it was taken out."""
    return bool(case.meetings) and all(_looked_at(one, case.begun) for one in reviewed(case))


def _looked_at(one: Reviewed, begun: str) -> bool:
    return one.now is None or not going_on(one.now) or (bool(one.now.changed) and one.now.changed >= begun)


def review_step(case: Case, today: str) -> ReviewStep:
    """The review of the last session; ``today``: ISO 8601, or empty."""
    past = last_agreed(case)
    new = counted_anew(case)
    return {
        "numbers": "" if new else t(say.ENTER),
        "numbers_title": t(say.NEW_NUMBERS),
        "actions": [_action(case, one, today or case.begun) for one in reviewed(case)],
        "no_actions": t(say.NO_ACTIONS),
        "options": options(plan_words.status_options()),
        "moved": [say.moved_words(found) for found in watched(case)],
        "columns": [t(text) for text in say.MOVED_COLUMNS],
        "rows": [list(say.moved_row(found)) for found in watched(case)],
        "forecast": say.forecast_line(case, past) if new else "",
        "archive": _archive(case),
        "trend": trend_pane(trend(case)),
    }


def _action(case: Case, one: Reviewed, today: str) -> ReviewedAction:
    row = one.now or one.agreed
    changed, unread = ("", "") if one.at is None else draft_of(case, f"plan {one.at} changed")
    late = plan_words.overdue(row, today) if one.now is not None and going_on(row) else ""
    return {
        "what": _what(one.agreed),
        "agreed": say.agreed_line(one.agreed),
        "status": row.status,
        "changed": changed or row.changed,
        "why": row.why,
        "at": -1 if one.at is None else one.at,
        "key": f"{one.agreed.key} {one.agreed.id}",
        "said": " ".join(filter(None, (t(say.TAKEN_OUT) if one.now is None else "", unread, late))),
    }


def _what(action: Action) -> str:
    return played(action, playbook.load().get(action.id))[0]


def _archive(case: Case) -> ArchivePane:
    """What was agreed, as it stood; never changed. The notes of that session stay private."""
    meeting, past = case.meetings[-1], last_agreed(case)
    return {
        "title": say.agreed_title(meeting.date),
        "lines": [
            *([] if past is None else [in_language(past).sentence]),
            *([aimed(meeting.aim)] if meeting.aim else []),
            *(f"{scenario.name}: {levels_words(scenario.levels)}" for scenario in meeting.scenarios),
        ],
        "actions": [_agreed(action) for action in meeting.plan],
    }


def _agreed(action: Action) -> list[str]:
    """What, who and by when, and what had become of it by then."""
    return [_what(action), say.agreed_line(action), say.became(action)]


def trend_pane(points: tuple[Point, ...]) -> TrendPane | None:
    """The trend over all sessions as a table and a chart; None where there is one session alone."""
    if len(points) < 2:
        return None
    numbers = tuple(points[0].levels)
    return {
        "title": t(say.TREND_TITLE),
        "about": t(say.TREND_ABOUT),
        "columns": list(say.trend_columns(numbers)),
        "rows": [{"cells": list(say.trend_row(point)), "said": say.said_then(point)} for point in points],
        "text": say.trend_text(points),
        "lines": [t(say.LINE["marketing"]), t(say.LINE["sales"])],
        "chart": [
            {
                "label": say.trend_day(point),
                "date": point.date,
                "marketing": (point.judged.of_par or {})["marketing"],
                "sales": (point.judged.of_par or {})["sales"],
            }
            for point in points
            if point.judged.of_par
        ],
    }
