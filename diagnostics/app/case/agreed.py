"""What was agreed and what became of it: the actions of the last session, the numbers they were to move, and the scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.forecast import COUNTED
from diagnostics.diagnosis.movement import NUMBERS, Movement, movement
from diagnostics.errors import InputError
from diagnostics.funnel.links import LINKS

if TYPE_CHECKING:
    from diagnostics.app.case.case import Case
    from diagnostics.app.case.records import Action, Meeting, RecordedDiagnosis, Scenario

AMOUNTS: Final = ("customers", "reach", "capacity")
"""Numbers that are an amount per month; the others are shares."""
GOES_ON: Final = ("open", "doing")
"""Actions that are not finished: the next session begins with them."""


def going_on(action: Action) -> bool:
    """Whether an action is not finished."""
    return action.status in GOES_ON


def watching(action: Action) -> str:
    """The number that an action watches: the one that was chosen, else the level of its link; empty where none is known."""
    return next((name for name in (action.watched, action.link) if name in NUMBERS), "")


def unknown_links(action: Action) -> tuple[str, ...]:
    """Names in an action that are no link, as in a file from elsewhere."""
    links = (action.link,) if action.link not in ("", *LINKS) else ()
    return links if action.watched in ("", *NUMBERS, *links) else (*links, action.watched)


def with_keys(plan: Sequence[Action], meetings: Sequence[Meeting]) -> tuple[Action, ...]:
    """The plan with a key for each action that has none: one that no action of the case has."""
    taken = [action.key for one in (plan, *(meeting.plan for meeting in meetings)) for action in one]
    free, keyed = max(taken, default=0), []
    for action in plan:
        free += not action.key
        keyed.append(action if action.key else action.model_copy(update={"key": free}))
    return tuple(keyed)


# --- what became of it --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An action that was agreed and not finished then; ``at`` is its place in the plan of now, None where it was taken out."""

    agreed: Action
    at: int | None
    now: Action | None


def reviewed(case: Case) -> tuple[Reviewed, ...]:
    """The actions of the last session, each with what it is now; empty in a first session."""
    if not case.meetings:
        return ()
    found = []
    for action in filter(going_on, case.meetings[-1].plan):
        at = next((at for at, row in enumerate(case.plan) if _same(action, row)), None)
        found.append(Reviewed(action, at, None if at is None else case.plan[at]))
    return tuple(found)


def _same(agreed: Action, row: Action) -> bool:
    return agreed.key == row.key if agreed.key and row.key else (agreed.id, agreed.what) == (row.id, row.what)


def last_agreed(case: Case) -> RecordedDiagnosis | None:
    """The diagnosis of the last session that is over."""
    if not case.meetings:
        return None
    date = case.meetings[-1].date
    return next((past for past in reversed(case.diagnoses) if past.date == date), None)


def counted_anew(case: Case) -> bool:
    """Whether the numbers are others than those of the last session: leads, sales or months."""
    past = last_agreed(case)
    if past is None or case.numbers is None:
        return case.numbers is not None
    try:
        before, now = past.numbers.records()[0], case.numbers.records()[0]
    except InputError:
        return False
    return any(getattr(before, name) != getattr(now, name) for name in COUNTED)


@dataclass(frozen=True, slots=True)
class WatchedNumber:
    """A number that was watched: how it moved, what it was to become, and by how many actions."""

    movement: Movement
    aimed: float | None
    actions: int

    @property
    def number(self) -> str:
        """Customers, or a link."""
        return self.movement.number


def watched(case: Case) -> tuple[WatchedNumber, ...]:
    """Each number that an action of the last session watched, or its scenario moved; customers always, and first.

    Empty while nothing was counted since. Of several actions the level aimed at is the one agreed last.
    """
    past = last_agreed(case)
    if past is None or case.numbers is None or not counted_anew(case):
        return ()
    plan = case.meetings[-1].plan
    aims = dict(past.levels) | {watching(a): a.aimed for a in plan if watching(a) and a.aimed is not None}
    actions = [watching(action) for action in plan]
    numbers = [name for name in NUMBERS if name == "customers" or name in actions or name in past.levels]
    try:
        (before, par_before, _), (after, par, _) = past.numbers.records(), case.numbers.records()
    except InputError:
        return ()
    return tuple(
        WatchedNumber(movement((before, par_before), (after, par), name), aims.get(name), actions.count(name))
        for name in numbers
    )


# --- scenario and actions, bound by link --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Unbound:
    """Where the plan and its scenario do not fit.

    Attributes
    ----------
    aim : str
        The scenario that is the plan's target; empty where there is none.
    no_action : dict of str to float
        Links that it moves and no action that goes on is for, with the level.
    no_scenario : tuple of str
        Links that an action is to move, and neither it nor, without one, any scenario does.
    """

    aim: str
    no_action: dict[str, float]
    no_scenario: tuple[str, ...]


def unbound(case: Case) -> Unbound:
    """What the aimed scenario moves that no action moves, and what an action is to move without a scenario that moves it."""
    aim = aimed_scenario(case)
    planned = {action.link for action in case.plan if going_on(action)}
    moved = set(aim.levels) if aim is not None else {link for s in case.scenarios for link in s.levels}
    return Unbound(
        aim="" if aim is None else aim.name,
        no_action={}
        if aim is None
        else {link: aim.levels[link] for link in LINKS if link in set(aim.levels) - planned},
        no_scenario=tuple(link for link in LINKS if link in planned - moved),
    )


def aimed_scenario(case: Case) -> Scenario | None:
    """The scenario that is the plan's target."""
    return next((scenario for scenario in case.scenarios if scenario.name == case.aim), None)
