"""Measure and judge: is it the leads or the people? Channels and reps compared like for like, judged together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from diagnostics.comparison.limits import any_by_luck, control_limits
from diagnostics.comparison.units import Routes
from diagnostics.errors import InputError
from diagnostics.leads.thresholds import LOOKS, MOST_SEEN, SEEN

if TYPE_CHECKING:
    import pandas as pd

Verdict = Literal["leads", "people", "both", "neither", "undetermined", "not identifiable", "not recorded"]


@dataclass(frozen=True, eq=False)
class PeopleVerdict:
    """Whether the kind of leads or the people who work them make the difference.

    Attributes
    ----------
    verdict : str
        ``"leads"``: channels differ and no rep does. ``"people"``: reps differ and no channel does. ``"both"``.
        ``"neither"``: none is an outlier, and one a quarter below the average would have been seen.
        ``"undetermined"``: none is an outlier, but such a rep could be there. ``"not identifiable"``: who gets which lead
        hides it. ``"not recorded"``: reps or channels are not in the file.
    reps, channels : DataFrame or None
        As :meth:`Ledger.reps` and :meth:`Ledger.channels` give them.
    routing : Routes or None
        Who gets which lead.
    missing : InputError or None
        Why nothing can be said, where that is so.
    """

    verdict: Verdict
    reps: pd.DataFrame | None = None
    channels: pd.DataFrame | None = None
    routing: Routes | None = None
    missing: InputError | None = None

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
        """Reps whose raw rate looks like an outlier and who are not outliers, on the leads they had."""
        return () if self.reps is None else _misleading(self.reps)

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


def _misleading(reps: pd.DataFrame) -> tuple[str, ...]:
    """Reps who would be outliers were all leads alike, and who are not on the leads they had."""
    won, base = reps["won"].to_numpy(float), reps["effective"].to_numpy(float)
    if not won.sum() > 0 or won.sum() >= base.sum():
        return ()
    rate = won.sum() / base.sum()
    expected = base * rate
    low, high = control_limits(expected, expected * (1 - rate), max(1, int((base > 0).sum())), level=LOOKS)
    with np.errstate(invalid="ignore", divide="ignore"):
        raw = np.where(expected > 0, won / expected, 1.0)
    looks_like_one = (raw < low) | (raw > high)
    within = reps["ratio"].notna().to_numpy() & (reps["outside"] == "").to_numpy()
    return tuple(str(name) for name in reps.index[looks_like_one & within])


def luck(looks: int) -> float:
    """Chance that any of so many equal units fails a test at 5 % by luck, were the number of looks not allowed for."""
    return any_by_luck(looks, LOOKS)
