"""What the review of the last session says: what became of each action, what moved, and the trend over all sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from diagnostics.app.wording.forecast_words import NOTHING_NEW, score_line
from diagnostics.app.wording.plan_words import NOT_COUNTED, STATUS, aim_figure, figure, number_title
from diagnostics.app.wording.refusal_words import refused
from diagnostics.diagnosis.forecast import score
from diagnostics.diagnosis.words import percent, shown_chances
from diagnostics.errors import InputError
from diagnostics.language import mark, t
from diagnostics.number_format import day, integer, long_day

if TYPE_CHECKING:
    from diagnostics.app.case.agreed import WatchedNumber
    from diagnostics.app.case.case import Case
    from diagnostics.app.case.records import Action, RecordedDiagnosis
    from diagnostics.app.case.trend import Judged, Point
    from diagnostics.diagnosis.movement import Level

NEW_NUMBERS: Final = mark("New numbers")
ENTER: Final = mark(
    "Enter the numbers since then first. What moved, and the forecast against what happened, follow from them."
)
TAKEN_OUT: Final = mark("Taken out of the plan since.")
NO_ACTIONS: Final = mark("No action was agreed.")
MOVED_COLUMNS: Final = (
    mark("Number"),
    mark("Then"),
    mark("Aimed at"),
    mark("Now"),
    mark("90% range of now"),
    mark("Moved?"),
)
TREND_TITLE: Final = mark("Trend")
TREND_COLUMNS: Final = (
    mark("Session"),
    mark("By our present method"),
    mark("How likely to be the weak link"),
    mark("Marketing, share of target"),
    mark("Sales, share of target"),
)
TREND_ABOUT: Final = mark("All of it is calculated anew from the numbers of each session, by the same method.")
SAID_THEN: Final = mark("Said then: {sentence}")
SAID_THE_SAME: Final = mark("Said then: the same.")
LINE: Final = {"marketing": mark("Marketing"), "sales": mark("Sales ¦ the side")}


def agreed_title(date: str) -> str:
    """The heading of what was agreed."""
    return t("What was agreed on {day}", day=long_day(date))


def agreed_line(action: Action) -> str:
    """Who and by when."""
    if action.owner and action.date:
        return t("{owner}, by {day}", owner=action.owner, day=day(action.date))
    return action.owner or (t("by {day}", day=day(action.date)) if action.date else "")


def became(action: Action) -> str:
    """What became of an action: its status, since when and why."""
    status = STATUS[action.status]
    if action.changed and action.why:
        return t("{status}, {day}: {why}", status=status, day=day(action.changed), why=action.why)
    if action.changed:
        return t("{status}, {day}", status=status, day=day(action.changed))
    return t("{status}: {why}", status=status, why=action.why) if action.why else status


# --- what moved ---------------------------------------------------------------------------------------------------


def moved_row(found: WatchedNumber) -> tuple[str, ...]:
    """A number then, aimed at and now, with its range and whether it moved."""
    name, m = found.number, found.movement
    now = m.now
    return (
        number_title(name),
        t(NOT_COUNTED) if m.then is None else figure(name, m.then),
        "" if found.aimed is None else aim_figure(name, found.aimed),
        t(NOT_COUNTED) if now is None else figure(name, now.value),
        "" if now is None else _range(name, now),
        moved_cell(found),
    )


def _range(name: str, level: Level) -> str:
    low, high = figure(name, level.low), figure(name, level.high)
    return "" if low == high else t("{low} to {high}", low=low, high=high)


def moved_cell(found: WatchedNumber) -> str:
    """Whether it moved, in a word or two."""
    if found.movement.chance is None:
        return ""
    if found.number == "capacity":
        return t("as entered")
    way = found.movement.moved
    return t("yes, up") if way == "up" else t("yes, down") if way == "down" else t("not beyond chance")


def moved_words(found: WatchedNumber) -> str:
    """The same in one or two sentences."""
    name, m = found.number, found.movement
    if m.now is None or m.then is None:
        return t("{number}: not counted both times, so nothing can be said.", number=number_title(name))
    facts = {"number": number_title(name), "then": figure(name, m.then), "now": figure(name, m.now.value)}
    if name == "capacity":
        return t("{number}: {then} then, {now} now, as entered.", **facts)
    span = _range(name, m.now)
    if found.aimed is None:
        line = t("{number}: {then} then, {now} now (90% range {range}).", range=span, **facts)
    else:
        aim = aim_figure(name, found.aimed)
        line = t("{number}: {then} then, {aim} aimed at, {now} now (90% range {range}).", range=span, aim=aim, **facts)
    return f"{line} {_verdict(found)}"


def _verdict(found: WatchedNumber) -> str:
    """Whether it moved as it was to."""
    m = found.movement
    fall = found.aimed is not None and m.then is not None and found.aimed < m.then
    if not m.moved:
        return t("A change this size can be pure chance.")
    wanted = m.moved == ("down" if fall else "up")
    if not found.actions:
        return t("It rose beyond chance.") if m.moved == "up" else t("It fell beyond chance.")
    if not wanted:
        if m.moved == "up":
            return t("It rose beyond chance, against the plan.")
        return t("It fell beyond chance, against the plan.")
    rose = m.moved == "up"
    if found.actions == 1:
        return t(ROSE_FOR_ONE if rose else FELL_FOR_ONE)
    if found.actions == 2:
        return t(ROSE_FOR_BOTH if rose else FELL_FOR_BOTH)
    return t(ROSE_FOR_ALL if rose else FELL_FOR_ALL, count=integer(found.actions))


ROSE_FOR_ONE: Final = mark("It rose beyond chance, which is what the action was for.")
FELL_FOR_ONE: Final = mark("It fell beyond chance, which is what the action was for.")
ROSE_FOR_BOTH: Final = mark("It rose beyond chance, which is what both actions were for.")
FELL_FOR_BOTH: Final = mark("It fell beyond chance, which is what both actions were for.")
ROSE_FOR_ALL: Final = mark("It rose beyond chance, which is what all {count} actions were for.")
FELL_FOR_ALL: Final = mark("It fell beyond chance, which is what all {count} actions were for.")


def forecast_line(case: Case, past: RecordedDiagnosis | None) -> str:
    """The last forecast against what happened, one sentence; what is missing where that cannot be said yet."""
    if past is None or case.numbers is None:
        return ""
    try:
        funnel, par, _ = case.numbers.records()
        found = score(past, funnel, par)
    except InputError as problem:
        return refused(problem)
    return t(NOTHING_NEW) if found is None else score_line(found)


# --- the trend ----------------------------------------------------------------------------------------------------


def trend_columns(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """The heads of the table."""
    return (*(t(text) for text in TREND_COLUMNS), *(number_title(name) for name in numbers))


def trend_row(point: Point) -> tuple[str, ...]:
    """One session: the day, the answer by the present method, the sides and each number that is watched."""
    judged = point.judged
    shares = judged.of_par or {}
    return (
        trend_day(point),
        judged.sentence or judged.problem,
        _chances(judged),
        *(percent(shares[side]) if side in shares else "" for side in ("marketing", "sales")),
        *(t(NOT_COUNTED) if level is None else figure(name, level.value) for name, level in point.levels.items()),
    )


def _chances(judged: Judged) -> str:
    if not judged.probability:
        return ""
    shown = shown_chances(judged.probability)
    return t(
        "marketing {marketing}, sales {sales}, neither {neither}",
        marketing=shown["marketing"],
        sales=shown["sales"],
        neither=shown["balanced"],
    )


def trend_day(point: Point) -> str:
    """The day of a session."""
    return t("{day}, now", day=day(point.date)) if point.now else day(point.date)


def said_then(point: Point) -> str:
    """What was said then; empty where nothing was, and for the session that goes on."""
    if not point.said or point.now:
        return ""
    return t(SAID_THE_SAME) if point.said == point.judged.sentence else t(SAID_THEN, sentence=point.said)


def trend_text(points: tuple[Point, ...]) -> str:
    """The chart in words: the sides' shares of target, session by session."""
    shown = [point for point in points if point.judged.of_par]
    parts = [
        t(
            "{day}: marketing {marketing}, sales {sales}",
            day=day(point.date),
            marketing=percent((point.judged.of_par or {})["marketing"]),
            sales=percent((point.judged.of_par or {})["sales"]),
        )
        for point in shown
    ]
    return t("Each side’s share of its target. {list}.", list="; ".join(parts)) if parts else ""
