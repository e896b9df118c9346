"""Is it the leads or the people? Channels and reps compared like for like, judged together, and said in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from diagnostics import views
from diagnostics.comparison.limits import any_by_luck, control_limits
from diagnostics.errors import InputError
from diagnostics.leads.ledger import LOOKS, Ledger, Routes

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["leads", "people", "both", "neither", "undetermined", "not identifiable", "not recorded"]

SEEN: Final = 0.25
"""Reps are called alike only where one who is this much below an average rep, or more, would have been seen."""

MOST: Final = 0.8
"""Share of the expected sales that has to be with reps who would have been seen."""


@dataclass(frozen=True, eq=False)
class LeadsOrPeople:
    """Whether the kind of leads or the people who work them make the difference.

    Made by :func:`leads_or_people`.

    Attributes
    ----------
    verdict : str
        ``"leads"``: channels differ and no rep does. ``"people"``: reps differ and no channel does. ``"both"``.
        ``"neither"``: none is out of line, and one a quarter below the average would have been seen.
        ``"undetermined"``: none is out of line, but such a rep could be there. ``"not identifiable"``: who gets which lead
        hides it. ``"not recorded"``: reps or channels are not in the file.
    reps, channels : DataFrame or None
        As :meth:`Ledger.reps` and :meth:`Ledger.channels` give them.
    routing : Routes or None
    missing : str
        Why nothing can be said, where that is so.
    """

    verdict: Verdict
    reps: pd.DataFrame | None = None
    channels: pd.DataFrame | None = None
    routing: Routes | None = None
    missing: str = ""

    @cached_property
    def reps_outside(self) -> tuple[str, ...]:
        """Reps out of line on like leads."""
        return _outside(self.reps)

    @cached_property
    def channels_outside(self) -> tuple[str, ...]:
        """Channels out of line with the same reps."""
        return _outside(self.channels)

    @cached_property
    def misleading(self) -> tuple[str, ...]:
        """Reps whose raw rate looks out of line and who are not, on the leads they had."""
        return () if self.reps is None else _misleading(self.reps)

    @property
    def people_seen(self) -> bool:
        """Whether a rep a quarter below the average would have been seen."""
        return self.reps is not None and seen(self.reps) >= MOST

    @property
    def leads_seen(self) -> bool:
        """Whether there are channels to compare, and one a quarter below the average would have been seen."""
        return self.channels is not None and self.channels["ratio"].notna().sum() > 1 and seen(self.channels) >= MOST

    @cached_property
    def sentence(self) -> str:
        """The answer in one sentence."""
        from diagnostics.leads import people_words

        return people_words.sentence(self)

    @cached_property
    def evidence(self) -> tuple[str, ...]:
        """What it rests on."""
        from diagnostics.leads import people_words

        return people_words.evidence(self)

    @cached_property
    def alarm(self) -> str:
        """The Simpson alarm: where total rates point one way and like for like the other; empty where they agree."""
        from diagnostics.leads import people_words

        return people_words.alarm(self)

    @cached_property
    def advice(self) -> str:
        """What to do about it."""
        from diagnostics.leads import people_words

        return people_words.advice(self)

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

    Where nothing can be compared the verdict is ``"not recorded"``, and :attr:`LeadsOrPeople.missing` says why.
    """
    try:
        channels = ledger.channels()
        reps, routes = ledger.reps(), ledger.routing
    except InputError as refusal:
        return LeadsOrPeople("not recorded", missing=str(refusal))
    return LeadsOrPeople(_verdict(reps, channels, routes), reps, channels, routes)


def _verdict(reps: pd.DataFrame, channels: pd.DataFrame, routes: Routes) -> Verdict:
    leads, people = bool(_outside(channels)), bool(_outside(reps))
    if routes.reason == "single rep" and leads:
        return "leads"  # the same rep works them all
    if not routes.identifiable:
        return "not identifiable"
    if leads and people:
        return "both"
    if leads or people:
        return "leads" if leads else "people"
    return "neither" if seen(reps) >= MOST and seen(channels) >= MOST else "undetermined"


def seen(units: pd.DataFrame) -> float:
    """Share of the expected sales with reps or channels that would have been out of line, were they :data:`SEEN` below."""
    total = float(units["expected"].sum())
    would = float(units.loc[units["low"] >= 1 - SEEN, "expected"].sum())
    return would / total if total > 0 else 0.0


def _outside(frame: pd.DataFrame | None) -> tuple[str, ...]:
    return () if frame is None else tuple(str(name) for name in frame.index[frame["outside"] != ""])


def _misleading(reps: pd.DataFrame) -> tuple[str, ...]:
    """Reps who would be out of line were all leads alike, and who are not on the leads they had."""
    won, base = reps["won"].to_numpy(float), reps["effective"].to_numpy(float)
    if not won.sum() > 0 or won.sum() >= base.sum():
        return ()
    rate = won.sum() / base.sum()
    expected = base * rate
    low, high = control_limits(expected, expected * (1 - rate), max(1, int((base > 0).sum())), level=LOOKS)
    with np.errstate(invalid="ignore", divide="ignore"):
        raw = np.where(expected > 0, won / expected, 1.0)
    looks = (raw < low) | (raw > high)
    told = reps["ratio"].notna().to_numpy() & (reps["outside"] == "").to_numpy()
    return tuple(str(name) for name in reps.index[looks & told])


def luck(looks: int) -> float:
    """Chance that any of so many equal units fails a test at 5 % by luck, were the number of looks not allowed for."""
    return any_by_luck(looks, LOOKS)
