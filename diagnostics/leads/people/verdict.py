"""Measure and judge: is it the leads or the people? Channels and reps compared like for like, judged together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from diagnostics.comparison.limits import any_by_luck
from diagnostics.comparison.units import Routes
from diagnostics.errors import InputError
from diagnostics.leads.counting.by_month import Base
from diagnostics.leads.thresholds import LOOKS, MOST_SEEN, SEEN

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["leads", "people", "both", "neither", "undetermined", "not identifiable", "not recorded"]

UNKNOWN: Final[frozenset[Verdict]] = frozenset(("undetermined", "not identifiable", "not recorded"))
"""Verdicts that leave open whether it is the leads or the people."""


@dataclass(frozen=True, eq=False)
class PeopleVerdict:
    """Whether the kind of leads or the people who work them make the difference.

    Attributes
    ----------
    verdict : str
        ``"leads"``: channels differ and no rep does. ``"people"``: reps differ and no channel does. ``"both"``.
        ``"neither"``: none is an outlier, and one a quarter below the average would have been seen.
        ``"undetermined"``: none is an outlier, but such a rep could be there. ``"not identifiable"``: who gets which lead
        hides it. ``"not recorded"``: reps or channels are not in the file, or cannot be used.
    reps, channels : DataFrame or None
        As :meth:`Ledger.reps` and :meth:`Ledger.channels` give them; those that are there, where the others are not.
    routing : Routes or None
        Who gets which lead.
    missing : InputError or None
        Why reps, or channels, or both cannot be compared, where that is so.
    base : {"leads", "worked", "fit"}
        Of which leads the rates are.
    dated : bool
        Whether it is known when the leads came, so that those that are still young are allowed for.
    """

    verdict: Verdict
    reps: pd.DataFrame | None = None
    channels: pd.DataFrame | None = None
    routing: Routes | None = None
    missing: InputError | None = None
    base: Base = "leads"
    dated: bool = True

    @property
    def one_side(self) -> Literal["reps", "channels"] | None:
        """What is compared by itself, because the other cannot be; None where both are, or neither."""
        if (self.reps is None) == (self.channels is None):
            return None
        return "channels" if self.reps is None else "reps"

    @cached_property
    def reps_outside(self) -> tuple[str, ...]:
        """Reps that are outliers on like leads."""
        return outliers(self.reps)

    @cached_property
    def channels_outside(self) -> tuple[str, ...]:
        """Channels that are outliers with the same reps."""
        return outliers(self.channels)

    @cached_property
    def misleading(self) -> tuple[str, ...]:
        """Reps whose rate looks like an outlier, and who are none, or one on the other side, on the leads they had.

        None where leads and people cannot be told apart, because then nothing can be said of the leads they had.
        """
        if self.reps is None or self.verdict in UNKNOWN:
            return ()
        return tuple(str(name) for name in self.reps.index[self.reps["misleading"]])

    @property
    def people_seen(self) -> bool:
        """Whether a rep a quarter below the average would have been seen."""
        return self.reps is not None and share_seen(self.reps) >= MOST_SEEN

    @property
    def leads_seen(self) -> bool:
        """Whether there are channels to compare, and one a quarter below the average would have been seen."""
        if self.channels is None or self.channels["ratio"].notna().sum() < 2:
            return False
        return share_seen(self.channels) >= MOST_SEEN


def judge(reps: pd.DataFrame, channels: pd.DataFrame, routes: Routes) -> Verdict:
    """The verdict on reps and channels that can both be compared."""
    leads, people = bool(outliers(channels)), bool(outliers(reps))
    if routes.reason == "single rep" and leads:
        return "leads"  # the same rep works them all
    if not routes.identifiable:
        return "not identifiable"
    if leads and people:
        return "both"
    if leads or people:
        return "leads" if leads else "people"
    return "neither" if share_seen(reps) >= MOST_SEEN and share_seen(channels) >= MOST_SEEN else "undetermined"


def share_seen(units: pd.DataFrame) -> float:
    """Share of the expected sales with reps or channels that would have been outliers, were they :data:`SEEN` below."""
    total = float(units["expected"].sum())
    would = float(units.loc[units["low"] >= 1 - SEEN, "expected"].sum())
    return would / total if total > 0 else 0.0


def outliers(units: pd.DataFrame | None) -> tuple[str, ...]:
    """Names of those outside their limits."""
    return () if units is None else tuple(str(name) for name in units.index[units["outside"] != ""])


def luck(looks: int) -> float:
    """Chance that any of so many equal units fails a test at 5% by luck, were the number of looks not allowed for."""
    return any_by_luck(looks, LOOKS)
