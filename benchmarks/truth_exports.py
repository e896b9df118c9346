"""The part of `make truth` that reads exports, a row per lead, with a weak side, rep or channel that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from truth_rules import difference

import diagnostics as dx
from diagnostics import simulate

COLUMNS: Final = {"created": "created", "decided": "closed", "outcome": "stage", "channel": "channel", "rep": "rep"}
PLANTED: Final[tuple[simulate.Planted, ...]] = ("nobody", "a rep", "a channel", "a side", "a rep and a channel")


@dataclass(frozen=True)
class Export:
    """One export: what was planted, and what is said of it."""

    planted: simulate.Planted
    funnel: dx.Funnel
    par: dx.Par
    truth: simulate.Truth
    accused: bool
    """A rep who is not weak is called weak."""
    praised: bool
    """A rep is called strong; none is."""
    rep_found: bool
    channel_found: bool
    channel_accused: bool
    closed: tuple[int, int]
    """Leads won and lost by the day of the export."""
    last: Mapping[str, bool]
    """By rule, whether the weak rep is last."""


def export(rng: np.random.Generator, planted: simulate.Planted, leads: float) -> Export | None:
    """A business that keeps its leads in a CRM; None where its records are refused, because too few sales have a day."""
    b = simulate.lead_export(simulate.AS_MET, rng, leads, planted)
    try:
        ledger = dx.Ledger.read(b.leads, columns=COLUMNS, as_of=b.as_of)
        reps, channels, funnel = ledger.reps(), ledger.channels(), ledger.funnel()
    except dx.InputError:
        return None
    below, above = (set(reps.index[reps["outside"] == side]) for side in ("below", "above"))
    channels_below = set(channels.index[channels["outside"] == "below"])
    return Export(
        planted,
        funnel,
        dx.Par(goal=b.goal, closing=b.closing),
        b.truth,
        accused=bool(below - {b.weak_rep}),
        praised=bool(above),
        rep_found=b.weak_rep in below,
        channel_found=b.weak_channel in channels_below,
        channel_accused=bool(channels_below - {b.weak_channel}),
        closed=(int((b.leads.stage == "won").sum()), int((b.leads.stage == "lost").sum())),
        last={
            "like for like": reps["ratio"].idxmin() == b.weak_rep,
            "by raw rate": (reps["won"] / reps["leads"]).idxmin() == b.weak_rep,
        },
    )


def people_line(exports: Sequence[Export]) -> dict[str, str]:
    """What is said of the reps and channels of the exports in which the same was planted."""

    def share(name: str) -> str:
        return f"{np.mean([getattr(one, name) for one in exports]):.1%}"

    planted, (ours, theirs) = exports[0].planted, exports[0].last
    rep, channel = "rep" in planted, "channel" in planted
    last = {
        f"last {rule}": f"{np.mean([one.last[rule] for one in exports]):.1%}" if rep else "–"
        for rule in exports[0].last
    }
    return {
        "weak": planted,
        "n": f"{len(exports):,}",
        "rep accused": share("accused"),
        "rep praised": share("praised"),
        "channel accused": share("channel_accused"),
        "rep found": share("rep_found") if rep else "–",
        "channel found": share("channel_found") if channel else "–",
        **last,
        f"points more than {theirs}": difference(
            [one.last[ours] for one in exports], [one.last[theirs] for one in exports], 100
        )
        if rep
        else "–",
    }
