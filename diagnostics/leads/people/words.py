"""Word: the leads or the people, in plain sentences."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from diagnostics.diagnosis.words import joined, number, percent, plural
from diagnostics.diagnosis.words.numbers import form
from diagnostics.errors import InputError, Surface
from diagnostics.language import Texts, mark, n, t
from diagnostics.leads.people.verdict import PeopleVerdict, luck
from diagnostics.number_format import integer

if TYPE_CHECKING:
    import pandas as pd


NO_DAYS: Final = mark("These records have no days: recent leads count as much as old ones.")


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
        if p.one_side is not None:
            return f"{_one_side(p)} {why}"
        open_yet = t("We can’t say whether it is the leads or the people.")
        return f"{open_yet} {why}"
    match p.verdict:
        case "not identifiable":
            return _hidden(p)
        case "leads":
            return _leads(p)
        case "people":
            return _people(p)
        case "both":
            return t(
                "Both differ. Channels: {channels}. Reps, with similar leads: {reps}.",
                channels=_channels_outside(p.channels, p.channels_outside),
                reps=_reps_outside(p.reps, p.reps_outside),
            )
        case "neither":
            return t(
                "Neither: no channel and no rep differs from the others. One that is a quarter below them would have shown."
            )
    return t(
        "Too early to say whether it is the leads or the people. None differs from the others so far, but with so few sales a "
        "rep or a channel a quarter below them might not show."
    )


def _leads(p: PeopleVerdict) -> str:
    """The leads make the difference."""
    channels = _channels_outside(p.channels, p.channels_outside)
    if p.routing is not None and p.routing.reason == "single rep":
        return t("It is the leads, not the people: {channels}, all worked by one rep.", channels=channels)
    if p.people_seen:
        return t(
            "It is the leads, not the people: {channels}, and with similar leads no rep differs from the others.",
            channels=channels,
        )
    if p.misleading:
        return t(
            "It is the leads: {channels}. A small difference between reps would not be seen yet.", channels=channels
        )
    return t("It is the leads: {channels}. It is too early to say whether reps differ too.", channels=channels)


def _people(p: PeopleVerdict) -> str:
    """The people make the difference."""
    reps = _reps_outside(p.reps, p.reps_outside)
    if p.channels is None or p.channels["ratio"].notna().sum() < 2:
        return t("On these leads the people differ: {reps}. There is only one channel to compare.", reps=reps)
    if not p.leads_seen:
        return t(
            "It is the people: with similar leads {reps}. It is too early to say whether channels differ too.",
            reps=reps,
        )
    return t(
        "It is the people, not the leads: with similar leads {reps}, and no channel differs from the others.", reps=reps
    )


def _missing(problem: InputError, surface: Surface, label: str | None) -> str:
    """What the file lacks; a missing column is named in the sentence itself."""
    if problem.code != "column-needed":
        return problem.message(surface, label)
    line = f"{problem.words('problem', surface)}. {problem.words('remedy', surface)}"
    return f"{line[:1].upper()}{line[1:]}"


def _one_side(p: PeopleVerdict) -> str:
    """What the comparison of reps, or of channels, shows where the other is not known, and what it cannot see."""
    frame, names = (p.channels, p.channels_outside) if p.channels is not None else (p.reps, p.reps_outside)
    assert frame is not None
    if p.channels is not None:
        open_yet = t(
            "We can’t say whether it is the leads or the people: a channel whose leads went to good reps looks good."
        )
        if len(frame) < 2:
            shown = t("There is only one channel to compare.")
        elif names:
            shown = t("Channels differ: {channels}.", channels=_channels_outside(frame, names))
        else:
            shown = t("No channel differs from the others.")
    else:
        open_yet = t("We can’t say whether it is the leads or the people: a rep who got good leads looks good.")
        if len(frame) < 2:
            shown = t("There is only one rep to compare.")
        elif names:
            shown = t("Reps differ: {reps}.", reps=_reps_outside(frame, names))
        else:
            shown = t("No rep differs from the others.")
    return f"{shown} {open_yet}"


def _hidden(p: PeopleVerdict) -> str:
    """Why leads and people cannot be told apart."""
    assert p.routing is not None
    if p.routing.reason == "single rep":
        return t("We can’t tell leads and people apart: one rep has all the leads, so there is no one to compare with.")
    if p.routing.reason == "separate":
        return t(
            "We can’t tell leads and people apart: each rep works other channels, so a good rep and a good channel look the "
            "same."
        )
    return t(
        "We can’t tell leads and people apart: few reps work leads of the same channel, so a good rep and a good channel look "
        "nearly the same."
    )


def _channels_outside(frame: pd.DataFrame | None, names: Sequence[str]) -> str:
    """Channels that are outliers and by how much they are, at most three: whole clauses in a row.

    The share is of the rate one would expect.
    """
    assert frame is not None
    ratios = frame["ratio"].to_dict()
    return _first_three(
        [
            t(
                "{name} leads buy at {share} of the rate you would expect",
                name=name,
                share=percent(ratios[name]),
            )
            for name in _by_size(ratios, names)
        ]
    )


def _reps_outside(frame: pd.DataFrame | None, names: Sequence[str]) -> str:
    """The same of reps."""
    assert frame is not None
    ratios = frame["ratio"].to_dict()
    return _first_three(
        [
            t("{name} wins {share} of the rate you would expect", name=name, share=percent(ratios[name]))
            for name in _by_size(ratios, names)
        ]
    )


def _by_size(ratios: Mapping[Hashable, float], names: Sequence[str]) -> list[str]:
    """Outliers, the largest first."""
    return sorted(names, key=lambda name: -abs(ratios[name] - 1))


def _first_three(clauses: list[str]) -> str:
    more = len(clauses) - 3
    if more <= 0:
        return joined(clauses)
    rest = n("{count} more differs", "{count} more differ", more, count=integer(more))
    return f"{joined(clauses[:3])} ({rest})"


ALIKE: Final = Texts(
    {
        ("channel", "reps"): mark(
            "{name}: {sales}, where an average channel with the same reps would make {expected}. By chance alone {range}."
        ),
        ("channel", "leads"): mark(
            "{name}: {sales}, where an average channel with as many leads would make {expected}. By chance alone {range}."
        ),
        ("channel", "worked"): mark(
            "{name}: {sales}, where an average channel with as many leads reached would make {expected}. By chance alone "
            "{range}."
        ),
        ("channel", "fit"): mark(
            "{name}: {sales}, where an average channel with as many fit leads would make {expected}. By chance alone {range}."
        ),
        ("rep", "same"): mark(
            "{name}: {sales}, where an average rep with the same leads would make {expected}. By chance alone {range}."
        ),
        ("rep", "leads"): mark(
            "{name}: {sales}, where an average rep with as many leads would make {expected}. By chance alone {range}."
        ),
        ("rep", "worked"): mark(
            "{name}: {sales}, where an average rep with as many leads reached would make {expected}. By chance alone {range}."
        ),
        ("rep", "fit"): mark(
            "{name}: {sales}, where an average rep with as many fit leads would make {expected}. By chance alone {range}."
        ),
    }
)
"""By what is compared, and what is alike: the reps, the leads, or the number of leads of some kind."""


def evidence(p: PeopleVerdict) -> tuple[str, ...]:
    """What it rests on, one sentence each."""
    lines: list[str] = [] if p.dated or (p.reps is None and p.channels is None) else [t(NO_DAYS)]
    for frame, kind, alike in ((p.channels, "channel", "reps"), (p.reps, "rep", "same")):
        if frame is None:
            continue
        for name in frame.index[frame["outside"] != ""]:
            row = frame.loc[name]
            lines.append(
                ALIKE.filled(
                    (kind, p.base if p.one_side else alike),
                    name=name,
                    sales=plural(row["won"], "sale", "sales"),
                    expected=number(row["expected"]),
                    range=_by_chance(row["low"], row["high"]),
                )
            )
        lines += _too_few(frame, p.base)
    if p.reps is None or p.channels is None or p.routing is None:
        return tuple(lines)
    if p.routing.identifiable:
        lines += _within_chance(p.reps)
    looks = len(p.reps) + len(p.channels)
    if looks > 2 and p.routing.identifiable:
        lines.append(
            t(
                "We compared {count}. At one in twenty each, luck alone would make one of them look bad {share} of the time; "
                "the limits allow for that.",
                count=integer(looks),
                share=percent(luck(looks)),
            )
        )
    return tuple(lines)


def _within_chance(reps: pd.DataFrame) -> list[str]:
    """That the reps who are no outliers are within chance."""
    compared = reps[reps["ratio"].notna()]
    inside = compared[compared["outside"] == ""]
    if not len(inside):
        return []
    facts = {"low": percent(float(inside["ratio"].min())), "high": percent(float(inside["ratio"].max()))}
    if len(inside) == len(compared):
        return [t("All reps are within chance: {low} to {high} of what their leads allow.", **facts)]
    return [t("The other reps are within chance: {low} to {high} of what their leads allow.", **facts)]


def _by_chance(low: float, high: float) -> str:
    """Where chance alone would leave a ratio, as the end of a sentence.

    >>> _by_chance(0.42, 1.7), _by_chance(0.4, float("inf"))
    ('it would be between 42% and 170% of that', 'it would be above 40% of that')
    """
    if high == float("inf"):
        return t("it would be above {low} of that", low=percent(low))
    return t("it would be between {low} and {high} of that", low=percent(low), high=percent(high))


def _too_few(frame: pd.DataFrame, base: str) -> list[str]:
    """Those that would not be called weak had they sold nothing, and how many leads it takes: the two with most leads."""
    few = frame[(frame["low"] == 0) & (frame["worked"] < frame["enough"]) & (frame["worked"] > 0)]
    lines = []
    for name, row in few.head(MOST_TOO_FEW).iterrows():
        facts = {"name": name, "count": number(row["worked"]), "enough": number(row["enough"])}
        which = form(row["worked"])
        if base == "worked":
            lines.append(
                n(
                    "{name} has {count} lead reached: too few to say, because even no sale at all could be chance. About "
                    "{enough} would be enough.",
                    "{name} has {count} leads reached: too few to say, because even no sale at all could be chance. About "
                    "{enough} would be enough.",
                    which,
                    **facts,
                )
            )
        elif base == "fit":
            lines.append(
                n(
                    "{name} has {count} fit lead: too few to say, because even no sale at all could be chance. About {enough} "
                    "would be enough.",
                    "{name} has {count} fit leads: too few to say, because even no sale at all could be chance. About {enough} "
                    "would be enough.",
                    which,
                    **facts,
                )
            )
        else:
            lines.append(
                n(
                    "{name} has {count} lead: too few to say, because even no sale at all could be chance. About {enough} would "
                    "be enough.",
                    "{name} has {count} leads: too few to say, because even no sale at all could be chance. About {enough} "
                    "would be enough.",
                    which,
                    **facts,
                )
            )
    return lines


MOST_TOO_FEW: Final = 2

LOOKS: Final = Texts(
    {
        ("leads", True): mark(
            "{name} closes {rate} of their leads, which looks bad next to {mean} over all reps; with similar leads that is "
            "{share} of the rate you would expect"
        ),
        ("leads", False): mark(
            "{name} closes {rate} of their leads, which looks good next to {mean} over all reps; with similar leads that is "
            "{share} of the rate you would expect"
        ),
        ("worked", True): mark(
            "{name} closes {rate} of the leads they reached, which looks bad next to {mean} over all reps; with similar leads "
            "that is {share} of the rate you would expect"
        ),
        ("worked", False): mark(
            "{name} closes {rate} of the leads they reached, which looks good next to {mean} over all reps; with similar leads "
            "that is {share} of the rate you would expect"
        ),
        ("fit", True): mark(
            "{name} closes {rate} of their fit leads, which looks bad next to {mean} over all reps; with similar leads that is "
            "{share} of the rate you would expect"
        ),
        ("fit", False): mark(
            "{name} closes {rate} of their fit leads, which looks good next to {mean} over all reps; with similar leads that "
            "is {share} of the rate you would expect"
        ),
    }
)
"""By the leads that a rate is of, and whether it looks bad."""


def alarm(p: PeopleVerdict) -> str:
    """Where the total rates mislead."""
    if not p.misleading or p.reps is None:
        return ""
    mean, rates = _mean(p.reps), p.reps["rate"].to_dict()
    names = sorted(p.misleading, key=lambda name: -abs(float(rates[name]) - mean))[:3]
    rows = p.reps.loc[names].to_dict("records")
    looks = [
        LOOKS.filled(
            (p.base, row["rate"] < mean),
            name=name,
            rate=percent(row["rate"]),
            mean=percent(mean),
            share=percent(row["ratio"]),
        )
        for name, row in zip(names, rows, strict=True)
    ]
    return t("The totals mislead: {reps}. The difference is in the leads they were given.", reps="; ".join(looks))


def _mean(reps: pd.DataFrame) -> float:
    return float(reps["won"].sum() / reps["effective"].sum())


def advice(p: PeopleVerdict) -> str:
    """What to do."""
    if p.verdict == "not recorded":
        return ""
    if p.verdict == "not identifiable":
        assert p.routing is not None
        if len(p.routing.arms) < 2 or p.routing.leads_per_arm is None:
            return t("Assign some of the next leads to another rep at random. Then the two can be compared.")
        first, second = p.routing.arms
        each = p.routing.leads_per_arm
        return t(
            "Assign the next {count} leads to {first} and {second} at random, about {each} each. That is enough to see a "
            "difference as large as theirs now ({low} and {high}) four times in five.",
            count=number(2 * each),
            first=first,
            second=second,
            each=number(each),
            low=percent(p.routing.rates[0]),
            high=percent(p.routing.rates[1]),
        )
    if p.verdict == "leads":
        below = [
            name for name in p.channels_outside if p.channels is not None and p.channels.loc[name, "outside"] == "below"
        ]
        alone = t("Leave the reps alone.") if p.people_seen else ""
        if below:
            look = n(
                "Look at what {channels} promises and whom it reaches, or spend less on it; the same reps close other leads "
                "well.",
                "Look at what {channels} promise and whom they reach, or spend less on them; the same reps close other leads "
                "well.",
                len(below),
                channels=joined(below),
            )
        else:
            look = t("Find more leads like those of {channels}.", channels=joined(p.channels_outside))
        return " ".join(filter(None, (alone, look)))
    if p.verdict in ("people", "both"):
        below = [name for name in p.reps_outside if p.reps is not None and p.reps.loc[name, "outside"] == "below"]
        above = [name for name in p.reps_outside if name not in below]
        if below and above:
            return t(
                "Sit in on {below}’s next conversations, and let them sit in on {above}’s.",
                below=joined(below),
                above=joined(above),
            )
        if below:
            return t("Sit in on {below}’s next conversations.", below=joined(below))
        return n(
            "Find out what {above} does differently, and show it to the others.",
            "Find out what {above} do differently, and show it to the others.",
            len(above),
            above=joined(above),
        )
    if p.verdict == "neither":
        return t("Do not rank anyone by win rate: the differences are luck and the leads they had.")
    return t("Wait for more sales before you rank anyone: a rate from so few is mostly luck.")
