"""What the report of a later session says of the time between: what was done, what moved, the forecast, and the trend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from diagnostics.app.case.agreed import WatchedNumber, going_on, last_agreed, reviewed, watched
from diagnostics.app.case.case import Case
from diagnostics.app.case.records import Action
from diagnostics.app.case.trend import Point, trend
from diagnostics.app.wording import review_words as say
from diagnostics.app.wording.played import played
from diagnostics.language import mark, t
from diagnostics.reference import playbook

DONE_COLUMNS = (mark("What"), mark("Who and by when"), mark("What became of it"))

ANSWER = len(say.TREND_COLUMNS)
"""Columns of the trend that are the answer's; those of the watched numbers follow."""


@dataclass(frozen=True, eq=False)
class Later:
    """The texts of a session that is not the first."""

    agreed: str
    """The heading of what was agreed, with its day."""
    done: tuple[tuple[str, str, str], ...]
    """Each action that was agreed: what, who and by when, and what became of it."""
    moved: tuple[str, ...]
    """What became of each number that was watched, a sentence or two each."""
    moved_rows: tuple[tuple[str, ...], ...]
    """The same as rows; see :data:`~diagnostics.app.wording.review_words.MOVED_COLUMNS`."""
    forecast: str
    points: tuple[Point, ...]
    """Of the trend; fewer than two where there is none yet."""
    watched: tuple[WatchedNumber, ...] = ()
    """The numbers behind ``moved``."""

    @property
    def trend_columns(self) -> tuple[str, ...]:
        """The heads of the trend's table."""
        return say.trend_columns(tuple(self.points[0].levels)) if self.points else ()

    @property
    def trend_rows(self) -> tuple[tuple[str, ...], ...]:
        """The trend, a row per session; what was said then follows on a line of its own."""
        rows = []
        for point in self.points:
            when, sentence, *others = say.trend_row(point)
            rows.append((when, "\n".join(filter(None, (sentence, say.said_then(point)))), *others))
        return tuple(rows)

    @property
    def document(self) -> dict[str, Any]:
        """As plain data for the templates."""
        shown = len(self.points) > 1
        return {
            "agreed": self.agreed,
            "done_columns": [t(text) for text in DONE_COLUMNS],
            "done": self.done,
            "moved": self.moved,
            "forecast": self.forecast,
            "trend_columns": self.trend_columns[:ANSWER] if shown else (),
            "trend_rows": [row[:ANSWER] for row in self.trend_rows] if shown else (),
            "number_columns": (self.trend_columns[0], *self.trend_columns[ANSWER:]) if shown else (),
            "number_rows": [(row[0], *row[ANSWER:]) for row in self.trend_rows] if shown else (),
            "trend_text": say.trend_text(self.points) if shown else "",
            "trend_about": t(say.TREND_ABOUT),
        }


def later(case: Case) -> Later | None:
    """What a later session has to say of the time since; None for a first one."""
    if not case.meetings:
        return None
    moved = watched(case)
    return Later(
        agreed=say.agreed_title(case.meetings[-1].date),
        done=tuple(_done(one.agreed, one.now) for one in reviewed(case)),
        moved=tuple(say.moved_words(found) for found in moved),
        moved_rows=tuple(say.moved_row(found) for found in moved),
        forecast=say.forecast_line(case, last_agreed(case)),
        points=trend(case),
        watched=moved,
    )


def finished(case: Case) -> tuple[tuple[str, str, str], ...]:
    """The actions of the plan that are finished and were not agreed in an earlier session."""
    earlier = [one.now for one in reviewed(case)]
    return tuple(_done(row, row) for row in case.plan if not going_on(row) and row not in earlier)


def _done(agreed: Action, now: Action | None) -> tuple[str, str, str]:
    what = played(agreed, playbook.load().get(agreed.id))[0]
    return what, say.agreed_line(agreed), t(say.TAKEN_OUT) if now is None else say.became(now)
