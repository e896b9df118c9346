"""Word: the leads or the people, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import joined, number, percent, plural
from diagnostics.errors import InputError, Surface
from diagnostics.leads.people.verdict import PeopleVerdict, luck

if TYPE_CHECKING:
    import pandas as pd


BASE: Final = {"leads": "leads", "worked": "leads reached", "fit": "fit leads"}
THEIR: Final = {"leads": "their leads", "worked": "the leads they reached", "fit": "their fit leads"}
"""Of which leads a rate is."""


NO_DAYS: Final = "These records have no days: recent leads count as much as old ones."


def sentence(p: PeopleVerdict, surface: Surface = "python", label: str | None = None) -> str:
    """The answer in one sentence.

    Parameters
    ----------
    p : PeopleVerdict
        The verdict.
    surface : {"python", "shell", "page"}
        Where it is shown.
    label : str, optional
        What the missing column is called there.
    """
    if p.missing is not None:
        why = _missing(p.missing, surface, label)
        return (
            f"{_one_side(p)} {why}"
            if p.one_side is not None
            else f"We can’t say whether it is the leads or the people. {why}"
        )
    if p.verdict == "not identifiable":
        return f"We can’t tell leads and people apart: {_hidden(p)}."
    if p.verdict == "leads":
        outside = _outside(p.channels, p.channels_outside, leads=True)
        if p.routing is not None and p.routing.reason == "single rep":
            return f"It is the leads, not the people: {outside}, all worked by one rep."
        if not p.people_seen and p.misleading:
            return f"It is the leads: {outside}. A small difference between reps would not be seen yet."
        if not p.people_seen:
            return f"It is the leads: {outside}. It is too early to say whether reps differ too."
        return f"It is the leads, not the people: {outside}, and with similar leads no rep differs from the others."
    if p.verdict == "people":
        outside = _outside(p.reps, p.reps_outside)
        if p.channels is None or p.channels["ratio"].notna().sum() < 2:
            return f"On these leads the people differ: {outside}. There is only one channel to compare."
        if not p.leads_seen:
            return (
                f"It is the people: with similar leads {outside}. It is too early to say whether channels differ too."
            )
        return f"It is the people, not the leads: with similar leads {outside}, and no channel differs from the others."
    if p.verdict == "both":
        return (
            f"Both differ. Channels: {_outside(p.channels, p.channels_outside, leads=True)}. Reps, with similar leads: "
            f"{_outside(p.reps, p.reps_outside)}."
        )
    if p.verdict == "neither":
        return (
            "Neither: no channel and no rep differs from the others. One that is a quarter below them would have shown."
        )
    return (
        "Too early to say whether it is the leads or the people. None differs from the others so far, but with so few sales a rep "
        "or a channel a quarter below them might not show."
    )


def _missing(problem: InputError, surface: Surface, label: str | None) -> str:
    """What the file lacks; a missing column is named in the sentence itself."""
    if problem.code != "column-needed":
        return problem.message(surface, label)
    line = f"{problem.words('problem', surface)}. {problem.words('remedy', surface)}"
    return f"{line[:1].upper()}{line[1:]}"


def _one_side(p: PeopleVerdict) -> str:
    """What the comparison of reps, or of channels, shows where the other is not known, and what it cannot see."""
    kind, frame = ("channel", p.channels) if p.channels is not None else ("rep", p.reps)
    assert frame is not None
    names = p.channels_outside if kind == "channel" else p.reps_outside
    if len(frame) < 2:
        shown = f"There is only one {kind} to compare"
    elif names:
        shown = f"{kind.capitalize()}s differ: {_outside(frame, names, leads=kind == 'channel')}"
    else:
        shown = f"No {kind} differs from the others"
    if kind == "channel":
        return f"{shown}. We can’t say whether it is the leads or the people: a channel whose leads went to good reps looks good."
    return f"{shown}. We can’t say whether it is the leads or the people: a rep who got good leads looks good."


def _hidden(p: PeopleVerdict) -> str:
    assert p.routing is not None
    if p.routing.reason == "single rep":
        return "one rep has all the leads, so there is no one to compare with"
    if p.routing.reason == "separate":
        return "each rep works other channels, so a good rep and a good channel look the same"
    return "few reps work leads of the same channel, so a good rep and a good channel look nearly the same"


def _outside(frame: pd.DataFrame | None, names: Sequence[str], leads: bool = False) -> str:
    """The outliers and by how much they are, at most three; ``leads``: they are channels, whose leads buy."""
    assert frame is not None
    ratios = frame["ratio"].to_dict()
    names = sorted(names, key=lambda name: -abs(ratios[name] - 1))
    listed = [
        f"{name} leads buy at {_against(ratios[name])}" if leads else f"{name} wins {_against(ratios[name])}"
        for name in names[:3]
    ]
    more = len(names) - len(listed)
    return joined(listed) + (f" ({plural(more, 'more differs', 'more differ')})" if more else "")


def _against(ratio: float) -> str:
    """A ratio to what is expected, in words.

    >>> _against(0.34), _against(1.632)
    ('34% of the rate you would expect', '163% of the rate you would expect')
    """
    return f"{percent(ratio)} of the rate you would expect"


def evidence(p: PeopleVerdict) -> tuple[str, ...]:
    """What it rests on, one sentence each."""
    lines: list[str] = [] if p.dated or (p.reps is None and p.channels is None) else [NO_DAYS]
    for frame, label in ((p.channels, "channel"), (p.reps, "rep")):
        if frame is None:
            continue
        alike = f"as many {BASE[p.base]}" if p.one_side else "the same reps" if label == "channel" else "the same leads"
        for name in frame.index[frame["outside"] != ""]:
            row = frame.loc[name]
            lines.append(
                f"{name}: {plural(row['won'], 'sale', 'sales')}, where an average {label} with {alike} would make "
                f"{number(row['expected'])}. By chance alone {_by_chance(row['low'], row['high'])}."
            )
        lines += _too_few(frame, BASE[p.base])
    if p.reps is None or p.channels is None or p.routing is None:
        return tuple(lines)
    if p.routing.identifiable:
        compared = p.reps[p.reps["ratio"].notna()]
        inside = compared[compared["outside"] == ""]
        if len(inside):
            low, high = float(inside["ratio"].min()), float(inside["ratio"].max())
            who = "All reps" if len(inside) == len(compared) else "The other reps"
            lines.append(f"{who} are within chance: {percent(low)} to {percent(high)} of what their leads allow.")
    looks = len(p.reps) + len(p.channels)
    if looks > 2 and p.routing.identifiable:
        lines.append(
            f"We compared {looks}. At one in twenty each, luck alone would make one of them look bad {percent(luck(looks))} of the "
            "time; the limits allow for that."
        )
    return tuple(lines)


def _by_chance(low: float, high: float) -> str:
    """Where chance alone would leave a ratio, as the end of a sentence.

    >>> _by_chance(0.42, 1.7), _by_chance(0.4, float("inf"))
    ('it would be between 42% and 170% of that', 'it would be above 40% of that')
    """
    if high == float("inf"):
        return f"it would be above {percent(low)} of that"
    return f"it would be between {percent(low)} and {percent(high)} of that"


def _too_few(frame: pd.DataFrame, base: str) -> list[str]:
    """Those that would not be called weak had they sold nothing, and how many leads it takes: the two with most leads."""
    few = frame[(frame["low"] == 0) & (frame["worked"] < frame["enough"]) & (frame["worked"] > 0)]
    return [
        f"{name} has {number(row['worked'])} {base}: too few to say, because even no sale at all could be chance. "
        f"About {number(row['enough'])} would be enough."
        for name, row in few.head(MOST_TOO_FEW).iterrows()
    ]


MOST_TOO_FEW: Final = 2


def alarm(p: PeopleVerdict) -> str:
    """Where the total rates mislead."""
    if not p.misleading or p.reps is None:
        return ""
    mean, rates = _mean(p.reps), p.reps["rate"].to_dict()
    names = sorted(p.misleading, key=lambda name: -abs(float(rates[name]) - mean))[:3]
    rows = p.reps.loc[names].to_dict("records")
    looks = [
        f"{name} closes {percent(row['rate'])} of {THEIR[p.base]}, which looks {'bad' if row['rate'] < mean else 'good'} next to "
        f"{percent(mean)} over all reps; with similar leads that is {percent(row['ratio'])} of the rate you would expect"
        for name, row in zip(names, rows, strict=True)
    ]
    return f"The totals mislead: {'; '.join(looks)}. The difference is in the leads they were given."


def _mean(reps: pd.DataFrame) -> float:
    return float(reps["won"].sum() / reps["effective"].sum())


def advice(p: PeopleVerdict) -> str:
    """What to do."""
    if p.verdict == "not recorded":
        return ""
    if p.verdict == "not identifiable":
        assert p.routing is not None
        if len(p.routing.arms) < 2 or p.routing.leads_per_arm is None:
            return "Assign some of the next leads to another rep at random. Then the two can be compared."
        first, second = p.routing.arms
        each = p.routing.leads_per_arm
        return (
            f"Assign the next {number(2 * each)} leads to {first} and {second} at random, about {number(each)} each. That is enough to see "
            f"a difference as large as theirs now ({percent(p.routing.rates[0])} and {percent(p.routing.rates[1])}) four times in five."
        )
    if p.verdict == "leads":
        below = [
            name for name in p.channels_outside if p.channels is not None and p.channels.loc[name, "outside"] == "below"
        ]
        alone = "Leave the reps alone. " if p.people_seen else ""
        if below:
            return (
                f"{alone}Look at what {joined(below)} promises and whom it reaches, or spend less on it; the same reps close other "
                "leads well."
            )
        return f"{alone}Find more leads like those of {joined(p.channels_outside)}."
    if p.verdict in ("people", "both"):
        below = [name for name in p.reps_outside if p.reps is not None and p.reps.loc[name, "outside"] == "below"]
        above = [name for name in p.reps_outside if name not in below]
        if below:
            return f"Sit in on {joined(below)}’s next conversations" + (
                f", and let them sit in on {joined(above)}’s." if above else "."
            )
        return f"Find out what {joined(above)} does differently, and show it to the others."
    if p.verdict == "neither":
        return "Do not rank anyone by win rate: the differences are luck and the leads they had."
    return "Wait for more sales before you rank anyone: a rate from so few is mostly luck."
