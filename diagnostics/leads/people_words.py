"""Word: the leads or the people, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import number, percent, plural

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.leads.people import LeadsOrPeople

TITLE: Final = "Is it the leads or the people?"
REPS_TITLE: Final = "Reps, on the leads they had"
CHANNELS_TITLE: Final = "Channels, worked by the same reps"
CONTROL_CAPTION: Final = (
    "Each dot is sales won ÷ sales expected of an average rep with the very same leads: 100 % is average. Inside the band chance "
    "alone can put it; the band allows for how months scatter and for how many are looked at."
)
GRID_TITLE: Final = "Who closes which leads"
GRID_CAPTION: Final = "Share of the leads won, thin pairings pulled towards what the rep and the channel suggest."
MATCHING_TITLE: Final = "Check which column is which"
FAULTS_TITLE: Final = "What is wrong with the data"
NO_FAULTS: Final = "Nothing was found that would change the answer."
CONTROL_TITLE: Final = "Who is out of line"
CONTROL_AXIS: Final = "Sales won, % of what is expected"
CONTROL_TABLE: Final = ("", "Leads", "Won", "Close rate", "Expected", "Won ÷ expected", "Chance keeps it within", "")
CONTROL_GROUPS: Final = {"channels": "Channels", "reps": "Reps"}
NOT_TOLD: Final = "cannot be told apart"
SPEED_TABLE: Final = ("First contact", "Reached", "Won", "Won ÷ expected", "Chance keeps it within", "")
SPEED_TITLE: Final = "Does a quick first contact help?"
SPEED_CAPTION: Final = (
    "Compared among leads of the same channel and month, and only among those that were reached. Who calls whom first is "
    "still a choice: a test with a rota would show what speed does."
)


def control_text(p: LeadsOrPeople) -> str:
    """The control-limit plot in words."""
    parts = []
    for frame, label in ((p.channels, "Channels"), (p.reps, "Reps")):
        if frame is None:
            continue
        out = [
            f"{name} {percent(frame.loc[name, 'ratio'])} of what is expected"
            for name in frame.index[frame["outside"] != ""]
        ]
        parts.append(
            f"{label}: {joined(out)}, the others within chance."
            if out
            else f"{label}: all within chance, as far as can be told."
        )
    return " ".join(parts)


def over(named: str, chosen: bool) -> str:
    """Which leads are compared."""
    return f"Leads of {named}." if chosen else f"All leads, {named}."


def joined(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> joined(["A"]), joined(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def sentence(p: LeadsOrPeople) -> str:
    """The answer in one sentence."""
    if p.verdict == "not recorded":
        return f"Leads or people: cannot be told. {p.missing}"
    if p.verdict == "not identifiable":
        return "Leads or people: cannot be told from these records, because " + _hidden(p) + "."
    if p.verdict == "leads":
        named = _named(p.channels, p.channels_outside)
        if p.routing is not None and p.routing.reason == "single rep":
            return f"It is the leads, not the people: {named}, all worked by one rep."
        if not p.people_seen:
            return f"It is the leads: {named}. Whether reps differ too cannot be told yet."
        return f"It is the leads, not the people: {named}, and no rep is out of line on like leads."
    if p.verdict == "people":
        named = _named(p.reps, p.reps_outside)
        if p.channels is None or p.channels["ratio"].notna().sum() < 2:
            return f"On these leads the people differ: {named}. There is only one channel to compare."
        if not p.leads_seen:
            return f"It is the people: on like leads {named}. Whether channels differ too cannot be told yet."
        return f"It is the people, not the leads: on like leads {named}, and no channel is out of line."
    if p.verdict == "both":
        return (
            f"Both differ: of the channels {_named(p.channels, p.channels_outside)}; of the reps, on like leads, "
            f"{_named(p.reps, p.reps_outside)}."
        )
    if p.verdict == "neither":
        return "Neither: no channel and no rep is out of line, and one a quarter below the others would have been seen."
    return (
        "Leads or people: cannot tell yet. None is out of line, but with so few sales a rep or a channel a quarter below the others "
        "could pass unseen."
    )


def _hidden(p: LeadsOrPeople) -> str:
    assert p.routing is not None
    if p.routing.reason == "single rep":
        return "one rep has all the leads: there is nobody to compare with"
    if p.routing.reason == "separate":
        return "reps work leads of different channels: a good rep and a good channel look the same"
    return "hardly any two reps work leads of the same channel: a good rep and a good channel look nearly the same"


def _named(frame: pd.DataFrame | None, names: Sequence[str]) -> str:
    """Who is out of line and by how much, at most three."""
    assert frame is not None
    ratios = frame["ratio"].to_dict()
    names = sorted(names, key=lambda name: -abs(ratios[name] - 1))
    said = [f"{name} wins {_against(ratios[name])}" for name in names[:3]]
    more = len(names) - len(said)
    return joined(said) + (f" ({plural(more, 'more is', 'more are')} out of line)" if more else "")


def _against(ratio: float) -> str:
    """A ratio to what is expected, in words.

    >>> _against(0.34), _against(1.632)
    ('34 % of what is expected', '163 % of what is expected')
    """
    return f"{percent(ratio)} of what is expected"


def evidence(p: LeadsOrPeople) -> tuple[str, ...]:
    """What it rests on, a sentence each."""
    lines: list[str] = []
    if p.reps is None or p.channels is None or p.routing is None:
        return ()
    for frame, label in ((p.channels, "channel"), (p.reps, "rep")):
        for name in frame.index[frame["outside"] != ""]:
            row = frame.loc[name]
            lines.append(
                f"{name}: {number(row['won'])} sales where {number(row['expected'])} are expected of an average {label} with the "
                f"same {'reps' if label == 'channel' else 'leads'}; chance keeps it between {percent(row['low'])} and "
                f"{'any number' if row['high'] == float('inf') else percent(row['high'])}."
            )
    if p.routing.identifiable:
        told = p.reps[p.reps["ratio"].notna()]
        inside = told[told["outside"] == ""]
        if len(inside):
            low, high = float(inside["ratio"].min()), float(inside["ratio"].max())
            who = "All reps" if len(inside) == len(told) else "The other reps"
            lines.append(f"{who} are within chance: {percent(low)} to {percent(high)} of what their leads allow.")
    looks = len(p.reps) + len(p.channels)
    if looks > 2 and p.routing.identifiable:
        from diagnostics.leads.people import luck

        lines.append(
            f"{looks} were looked at. At one in twenty each, luck alone would call one of them bad {percent(luck(looks))} of the "
            "time; the limits allow for that."
        )
    return tuple(lines)


def alarm(p: LeadsOrPeople) -> str:
    """Where the total rates mislead."""
    if not p.misleading or p.reps is None:
        return ""
    mean, rates = _mean(p.reps), p.reps["rate"].to_dict()
    names = sorted(p.misleading, key=lambda name: -abs(float(rates[name]) - mean))[:3]
    rows = p.reps.loc[names].to_dict("records")
    said = [
        f"{name} closes {percent(row['rate'])} of all leads, which looks {'bad' if row['rate'] < mean else 'good'}; on like leads "
        f"that is {percent(row['ratio'])} of what is expected"
        for name, row in zip(names, rows, strict=True)
    ]
    return f"The totals mislead: {'; '.join(said)}. It is the leads they were given."


def _mean(reps: pd.DataFrame) -> float:
    return float(reps["won"].sum() / reps["effective"].sum())


def advice(p: LeadsOrPeople) -> str:
    """What to do."""
    if p.verdict == "not recorded":
        return ""
    if p.verdict == "not identifiable":
        assert p.routing is not None
        if len(p.routing.arms) < 2 or p.routing.leads_per_arm is None:
            return "Hand some of the next leads to another rep at random; then it can be told."
        first, second = p.routing.arms
        each = p.routing.leads_per_arm
        return (
            f"Hand out the next leads at random between {first} and {second}, about {number(each)} each: enough to see a difference "
            f"as large as theirs now, {percent(p.routing.rates[0])} against {percent(p.routing.rates[1])}, four times in five."
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
            return f"Sit in on {joined(below)}'s next conversations" + (
                f", and let them sit in on {joined(above)}'s." if above else "."
            )
        return f"Find out what {joined(above)} does differently, and show it to the others."
    if p.verdict == "neither":
        return "Rank nobody by their close rate: what differs between them is luck and the leads they had."
    return "Wait for more sales before ranking anybody; a rate on so few is mostly luck."
