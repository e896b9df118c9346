"""What Undo takes back and Redo brings again: the states around each change. A history does not change; it is replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

State = TypeVar("State")

MOST_UNDO: Final = 200


@dataclass(frozen=True, slots=True)
class History(Generic[State]):
    """The states that Undo can go back to, and those that Redo can go on to.

    >>> history = History().changed("", once="leads").changed("3", once="leads").changed("31", once="goal")
    >>> history.past, history.steps
    (('', '31'), 2)
    >>> history.back("32").past, history.back("32").future
    (('',), ('32',))
    >>> history.back("32").forward("31").past
    ('', '31')
    """

    past: tuple[State, ...] = ()
    last: str | None = None
    """Where the last change was typed: more typing there is part of the same step."""
    future: tuple[State, ...] = ()
    """The states that were taken back, the one that Redo brings next last."""
    steps: int = 0
    """Steps added so far, those that were taken back included."""

    def changed(self, before: State, once: str | None = None, apart: bool = False) -> History[State]:
        """The history after a change.

        Parameters
        ----------
        before : State
            The state before the change.
        once : str, optional
            Where the change was typed; None for a change that is a step by itself.
        apart : bool
            Begin a step even where the last change was typed at the same place.
        """
        if once is not None and once == self.last and not apart:
            return replace(self, future=()) if self.future else self
        return History((*self.past[-MOST_UNDO:], before), once, (), self.steps + 1)

    def back(self, now: State) -> History[State]:
        """The history after its last step was taken back; the state of then is ``past[-1]``, that of now is ``now``."""
        return replace(self, past=self.past[:-1], future=(*self.future, now), last=None)

    def forward(self, now: State) -> History[State]:
        """The history after a step was brought again; the state of then is ``future[-1]``, that of now is ``now``."""
        return replace(self, past=(*self.past, now), future=self.future[:-1], last=None)

    def without_last(self, state: State) -> History[State]:
        """The history without its latest step of one kind, wherever it is among the others.

        >>> History(("a", "b", "a", "c")).without_last("a").past
        ('a', 'b', 'c')
        """
        at = next((at for at in reversed(range(len(self.past))) if self.past[at] == state), None)
        return self if at is None else replace(self, past=(*self.past[:at], *self.past[at + 1 :]))

    def parted(self) -> History[State]:
        """The history where the next change begins a step, wherever it is typed."""
        return self if self.last is None else replace(self, last=None)
