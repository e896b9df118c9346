"""What other columns say of the texts of an outcome column: days of decision that have come, probabilities, an order."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping

from diagnostics.language import mark, t
from diagnostics.leads.fields.canonical import is_dated
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.opening.source import Leads
from diagnostics.leads.thresholds import MOST_CROSSED
from diagnostics.reading import vocabulary
from diagnostics.reading.contents import NEARLY_ALL, Contents
from diagnostics.reading.crm import is_expected
from diagnostics.reading.dates import cut_time
from diagnostics.reading.days import Days
from diagnostics.reading.headings import plain
from diagnostics.reading.outcome_words import Meaning
from diagnostics.reading.outcomes import Evidence, ended_by, sort_flags
from diagnostics.reading.questions import shown


def chance_of(text: str) -> float | None:
    """A probability in per cent; None where it is none.

    >>> chance_of("100 %"), chance_of("12.5"), chance_of("high")
    (100.0, 12.5, None)
    """
    try:
        found = float(text.replace("%", "").replace(",", ".").strip())
    except ValueError:
        return None
    return found if 0 <= found <= 100 else None


def evidence_of(
    leads: Leads,
    main: str,
    values: Mapping[str, int],
    means: Mapping[str, Meaning],
    columns: Mapping[str, str],
    days: Mapping[str, Days],
    chance: str | None,
    others: tuple[str, ...] = (),
) -> Evidence:
    """What other columns say of the texts of an outcome column; nothing is asked of the engine where all are known.

    Parameters
    ----------
    leads : Leads
        The source.
    main : str
        The outcome column.
    values : mapping
        Its texts and their rows.
    means : mapping
        What each says by its words.
    columns : mapping
        Heading by field.
    days : mapping
        The days of columns that are texts, by field.
    chance : str or None
        The column of probabilities.
    others : tuple of str
        Other columns that say how a lead ended.
    """
    if not {"unknown", "after", "ask"} & set(means.values()):
        return Evidence(others=others)
    place = _places(leads, main)
    for sign, ended in _signs(leads, main, columns, days, chance):
        by_text = {text: ended.get(text.strip(), 0) for text in values}
        evidence = Evidence(by_text, sign, place, others)
        if ended_by(values, means, evidence):
            return evidence
    return Evidence(place=place, others=others)


def _signs(
    leads: Leads, main: str, columns: Mapping[str, str], days: Mapping[str, Days], chance: str | None
) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Signs that a lead was decided: what each is, and the rows of each text that carry it."""
    decided, closed = columns.get("decided"), columns.get("is_closed")
    if decided and not is_expected(decided):
        filled = leads.crossing([main], [decided])
        yield t("a day in {column}", column=shown(decided)), {text: n for (text, cell), n in filled.items() if cell}
        if past := _past(leads, main, decided, columns, days):
            yield t("a day in {column} that has come", column=shown(decided)), past
    if not decided:  # a closing day whose heading is not known
        used = {main, *columns.values()}
        partly = [h for h, p in sorted(leads.profiles.items()) if h not in used and 0 < p.filled < p.rows]
        for day in [h for h in partly if Contents(leads.profiles[h]).days >= NEARLY_ALL]:
            filled = leads.crossing([main], [day])
            yield t("a day in {column}", column=shown(day)), {text: n for (text, cell), n in filled.items() if cell}
    others: tuple[tuple[str | None, str, Callable[[str], bool]], ...] = (
        (closed, mark("yes in {column}"), lambda cell: sort_flags([cell])[cell] is True),
        (chance, mark("100% in {column}"), lambda cell: chance_of(cell) == 100),
    )
    for heading, sign, holds in others:
        if heading and leads.profiles[heading].distinct <= MOST_CROSSED:
            found: dict[str, int] = {}
            for (text, cell), n in leads.crossing([main, heading]).items():
                found[text] = found.get(text, 0) + (n if holds(cell) else 0)
            yield t(sign, column=shown(heading)), found


def _past(
    leads: Leads, main: str, decided: str, columns: Mapping[str, str], days: Mapping[str, Days]
) -> Mapping[str, int]:
    """Rows of each text whose day of decision is not after the day on which the last lead came."""
    created = columns.get("created")
    if created is None:
        return {}
    last = _last_day(leads, created, days)
    if last is None:
        return {}
    column = leads.table[leads.column(decided)]
    if is_dated(column):
        text = leads.table[leads.column(main)].cast("string").strip().fill_null("")
        seen = leads.table.select(text=text, past=column.cast("date") <= last)
        frame = ask(seen.group_by("text").agg(n=lambda r: r.past.sum()), t("Comparing columns"))
        return {str(text): int(n) for text, n in zip(frame["text"], frame["n"], strict=True) if n == n}
    if "decided" not in days or leads.profiles[decided].distinct > MOST_CROSSED:
        return {}
    known, found = days["decided"].days, dict[str, int]()
    for (text, cell), n in leads.crossing([main, decided]).items():
        day = known.get(cut_time(cell))
        found[text] = found.get(text, 0) + (n if day is not None and day <= last else 0)
    return found


def _last_day(leads: Leads, created: str, days: Mapping[str, Days]) -> datetime.date | None:
    """The day on which the last lead came."""
    if "created" in days:
        return max(days["created"].days.values(), default=None)
    column = leads.table[leads.column(created)]
    if not is_dated(column):
        return None
    last = ask(leads.table.agg(last=column.cast("date").max()), t("Comparing columns"))["last"].iloc[0]
    found: datetime.date | None = (
        None if last is None or last != last else last.date() if hasattr(last, "date") else last
    )
    return found


def _places(leads: Leads, main: str) -> Mapping[str, float]:
    """Where each text stands in the order of stages, where a column gives each its own number."""
    words = vocabulary.outcomes().signs.order
    found: dict[str, float] = {}
    for heading in sorted(leads.profiles):
        profile = leads.profiles[heading]
        if plain(heading).replace("-", "") not in words or profile.distinct > MOST_CROSSED:
            continue
        for text, cell in leads.crossing([main, heading]):
            number = chance_of(cell)
            if number is None or found.setdefault(text, number) != number:
                return {}
        return found
    return found
