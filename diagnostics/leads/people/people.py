"""Is it the leads or the people? The verdict on channels and reps, and what to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics import views
from diagnostics.errors import InputError
from diagnostics.funnel.checks import record
from diagnostics.leads.counting.by_month import base_of
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.people import words
from diagnostics.leads.people.verdict import PeopleVerdict, judge

if TYPE_CHECKING:
    import pandas as pd


class LeadsOrPeople(PeopleVerdict):
    """Whether the kind of leads or the people who work them make the difference, in words. See :func:`leads_or_people`."""

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return words.sentence(self)

    @property
    def evidence(self) -> tuple[str, ...]:
        """What it rests on."""
        return words.evidence(self)

    @property
    def alarm(self) -> str:
        """The Simpson alarm: where total rates point one way and like for like the other; empty where they agree."""
        return words.alarm(self)

    @property
    def advice(self) -> str:
        """What to do about it."""
        return words.advice(self)

    def figure(self) -> views.Figure:
        """Channels and reps with the limits of chance, as a chart. Needs plotly."""
        return views.figure(self)

    def __repr__(self) -> str:
        return f"<LeadsOrPeople: {self.sentence}>"


def leads_or_people(ledger: Ledger) -> LeadsOrPeople:
    """Say whether the leads or the people make the difference.

    Parameters
    ----------
    ledger : Ledger
        The months that are looked at (:meth:`Ledger.between`), or all.

    Returns
    -------
    LeadsOrPeople
        Where reps, or channels, cannot be compared its verdict is ``"not recorded"``, and ``missing`` says why; what can be
        compared by itself is there all the same.
    """
    record(Ledger, "ledger", ledger)
    base, dated = base_of(ledger.counts), ledger.counts.dated
    found: dict[str, pd.DataFrame] = {}
    missing: InputError | None = None
    for kind, compare in (("channels", ledger.channels), ("reps", ledger.reps)):
        try:
            found[kind] = compare()
        except InputError as refusal:
            missing = missing or refusal
    if missing is not None:
        return LeadsOrPeople(
            "not recorded", found.get("reps"), found.get("channels"), missing=missing, base=base, dated=dated
        )
    reps, channels, routes = found["reps"], found["channels"], ledger.routing
    return LeadsOrPeople(judge(reps, channels, routes), reps, channels, routes, base=base, dated=dated)
