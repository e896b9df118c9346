"""Columns by which sales were made without a salesperson: what each says, found in the rows and offered, never taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from diagnostics.language import n, t
from diagnostics.leads.counting.counts import LeadCounts
from diagnostics.leads.fields import self_service
from diagnostics.leads.fields.canonical import WON
from diagnostics.leads.fields.once import leads_of
from diagnostics.leads.fields.self_service import Sign
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.thresholds import ALONE, BY_CHANCE, MOST_STAGES, SLIGHT
from diagnostics.number_format import integer
from diagnostics.reading import vocabulary
from diagnostics.reading.amounts import read_amount
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.headings import plain, says
from diagnostics.reading.outcomes import sort_flags
from diagnostics.reading.people import mark_of
from diagnostics.reading.profile import ColumnProfile


def find_signs(counts: LeadCounts) -> tuple[Sign, ...]:
    """The signs in an export, the plainest first; none where it was answered. Asks the engine of few columns.

    A sign is a word for self-service in a cell; a blank first contact and rep; a rep, or a blank or 0 in a column of
    contacts, whose leads are all won while those of others are not.
    """
    matching = counts.matching
    if "self_service" in matching.given or not counts.wins:
        return ()
    found = []
    if alone := counts.sold_by_nobody:
        words = self_service.words(matching.columns)
        if "rep" not in matching.columns and (others := _unreached_others(counts)):
            words = _and_others(words, others)
        found.append(Sign(words, "unreached", alone))
    if "direct" not in matching.columns:
        found = [*_by_words(counts), *found, *_by_reps(counts), *_by_contacts(counts), *_by_first_contact(counts)]
    return tuple(sorted(found, key=lambda sign: -sign.count))


def _by_words(counts: LeadCounts) -> Iterator[Sign]:
    """Texts that say in words that nobody sold."""
    columns = counts.matching.columns
    aside = {heading for key, heading in columns.items() if key not in ("outcome", "rep", "channel")}
    for heading, profile in counts.matching.leads.profiles.items():
        if heading in aside or not profile.complete or profile.distinct > MOST_STAGES:
            continue
        texts = {text: count for text, count in profile.told.items() if _is_self_service(text)}
        if not texts or len(texts) == len(profile.told):
            continue
        leads, won = _counted(counts, {heading: list(texts)})
        if heading == columns.get("channel") and leads > won:
            continue  # where the leads come from, not how they buy
        if won > SLIGHT * counts.wins**0.5:
            yield _sign(counts, heading, texts, won, leads == won)


def _is_self_service(text: str) -> bool:
    words = vocabulary.outcomes().self_service
    return says(text, words.words) and not set(plain(text).split("-")) & vocabulary.outcomes().words.negation


def _by_reps(counts: LeadCounts) -> Iterator[Sign]:
    """Names of reps whose leads are all won, and whom no lead was reached by."""
    heading = counts.matching.columns.get("rep")
    if heading is None:
        return
    by_rep = counts.cells.groupby("rep")[["n", "won", "worked", "unreached_won"]].sum()
    by_contact = "reached" in counts.matching.columns
    names = [
        name
        for name, n, won, worked, unreached in by_rep.itertuples()
        if n == won and not (by_contact and worked > unreached) and _beyond_chance(counts, n)
    ]
    texts = {text: 1 for text, name in counts.rep_names.of.items() if name in names}
    won = int(by_rep.loc[names, "won"].sum())
    if texts and won < counts.wins:
        yield _sign(counts, heading, texts, won, True)


def _by_contacts(counts: LeadCounts) -> Iterator[Sign]:
    """Blank and 0 in columns of contacts, where all such leads are won."""
    known = vocabulary.outcomes().self_service.contacts
    used = set(counts.matching.columns.values())
    for heading, profile in counts.matching.leads.profiles.items():
        if heading in used or not says(heading, known):
            continue
        for texts, rows in _nothing(profile):
            if ALONE <= rows < counts.wins and _beyond_chance(counts, rows):
                n, won = _counted(counts, {heading: texts})
                if n and n == won:
                    yield _sign(counts, heading, dict.fromkeys(texts, rows), won, True)
                    break


def _nothing(profile: ColumnProfile) -> Iterator[tuple[list[str], int]]:
    """What may mean that nothing happened: 0 and no, blanks, or both; and the rows of each."""
    zero = {t: n for t, n in profile.texts.items() if read_amount(t, ".") == 0 or sort_flags([t])[t] is False}
    blank = {t: n for t, n in profile.texts.items() if is_missing(t) and t and t not in zero}
    zeros, blanks = sum(zero.values()), profile.rows - profile.filled + sum(blank.values())
    if zeros and blanks:
        yield [*zero, *blank, ""], zeros + blanks
    if zeros:
        yield list(zero), zeros
    if blanks:
        yield [*blank, ""], blanks


def _by_first_contact(counts: LeadCounts) -> Iterator[Sign]:
    """A blank first contact although there is a rep, where won leads have it as often as others: to sell, one has to talk."""
    heading = counts.matching.columns.get("reached")
    unreached = counts.total("unreached_won")
    if heading is None or unreached < ALONE or counts.total("untouched") or "reached" in counts.leaks:
        return
    reached = counts.total("worked") - unreached
    rest, rest_reached = counts.leads - counts.wins, reached - (counts.wins - unreached)
    if rest_reached > 0 and unreached * rest >= counts.wins * (rest - rest_reached):
        profile = counts.matching.leads.profiles[heading]
        texts = next((texts for texts, _ in _nothing(profile)), [""])
        leads, won = _counted(counts, {heading: texts})
        sign = _sign(counts, heading, dict.fromkeys(texts, leads), won, False)
        yield replace(sign, words=_and_others(sign.words, leads - won)) if leads > won else sign


def _and_others(words: str, others: int) -> str:
    """What sales have, and so many leads that were not won have too."""
    return n(
        "{sign}, and so have {count} leads that were not won",
        "{sign}, and so have {count} leads that were not won",
        others,
        sign=words,
        count=integer(others),
    )


def _unreached_others(counts: LeadCounts) -> int:
    """Leads that were not won and have no first contact; where many have none, it may only not have been written down."""
    reached_won = counts.wins - counts.total("unreached_won")
    return int(counts.leads - counts.wins - (counts.total("worked") - counts.total("unreached_won") - reached_won))


def _beyond_chance(counts: LeadCounts, n: int) -> bool:
    """Whether so many leads, all won, are beyond chance at the rate of the others."""
    others = counts.leads - n
    rate = (counts.wins - n) / others if others > 0 else 1.0
    return n >= ALONE and rate < 1 and float(rate) ** n < BY_CHANCE


def _sign(counts: LeadCounts, heading: str, texts: Mapping[str, int], count: int, only: bool) -> Sign:
    written, kept = [text for text in texts if text], sorted(texts)
    if counts.people is not None and heading == counts.matching.columns.get("rep"):
        written = sorted({counts.people[text] for text in written})
        kept = sorted({mark_of(text) if text.strip() else text for text in texts})
    named = self_service.written_in(heading, written)
    return Sign(t("{sign}, and no other lead has", sign=named) if only else named, {heading: kept}, count)


def _counted(counts: LeadCounts, alone: Mapping[str, list[str]]) -> tuple[int, int]:
    """Leads that have some texts, and those of them that are won."""
    leads = counts.matching.leads
    plan = replace(counts.matching.settled(), alone=self_service.alone(leads, alone))
    rows = leads_of(leads, plan, counts.as_of)
    found = rows.agg(n=rows.count(where=rows.direct), won=rows.count(where=rows.direct & (rows.outcome == WON)))
    row = ask(found, t("Looking for self-service sales")).iloc[0]
    return int(row["n"]), int(row["won"])
