"""The columns of an export that speak of the outcome, and what each says of a row; over all rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from diagnostics.leads.fields.canonical import Condition
from diagnostics.leads.matching.outcome_evidence import chance_of
from diagnostics.leads.opening.source import Leads
from diagnostics.leads.thresholds import FULL, MOST_STAGES, SLIGHT, SPARSE
from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.column_questions import LOST_BY
from diagnostics.reading.heading_forms import keys
from diagnostics.reading.headings import plain
from diagnostics.reading.outcome_answers import Kind
from diagnostics.reading.outcome_words import Meaning
from diagnostics.reading.outcomes import KINDS, coded, meanings, sort_flags

SURE: Final = 100
"""The probability of a sale that was made, in per cent."""
_CHANCE: Final = "chance"
_REASON: Final = "reason"

Row = Mapping[str, str]
Says = Callable[[Row], Kind | None]


@dataclass(frozen=True, eq=False)
class LostSign:
    """A column that says that a lead was lost.

    Attributes
    ----------
    heading : str
        The column.
    holds : callable
        Whether it says so of a row.
    conditions : tuple of Condition
        The same for an engine; their fields are the keys of ``more``.
    more : dict of str to str
        What the engine calls the columns of the conditions.
    sure : bool
        Whether nothing else could be meant: an archived lead may have been put away for another reason.
    """

    heading: str
    holds: Callable[[Row], bool]
    conditions: tuple[Condition, ...]
    more: Mapping[str, str]
    sure: bool = True


def is_conversion(heading: str) -> bool:
    """Whether a heading or a text speaks of a conversion.

    >>> is_conversion("Converted Date"), is_conversion("Closed Won"), is_conversion("Converted Opportunity: Won")
    (True, False, False)
    """
    known, words = vocabulary.outcomes(), plain(heading).split("-")
    return any(word.startswith(known.signs.conversion) for word in words) and not known.words.won & set(words)


def says_yes(text: str) -> bool:
    """Whether a cell says yes, or is filled with something else than yes and no, such as a day."""
    flag = sort_flags([text])[text]
    return bool(text) if flag is None else flag


@dataclass(frozen=True, eq=False)
class OutcomeColumns:
    """The columns of one export that speak of the outcome.

    Attributes
    ----------
    leads : Leads
        The source.
    columns : mapping
        Heading by field, as far as it is clear.
    candidates : sequence of str
        Headings of all columns that may say how a lead ended.
    given : mapping
        What the user said.
    """

    leads: Leads
    columns: Mapping[str, str]
    candidates: Sequence[str]
    given: Mapping[str, Any]

    @cached_property
    def few(self) -> frozenset[str]:
        """Headings of columns of so few texts that each may be a stage or a flag."""
        return frozenset(
            h
            for h, p in self.leads.profiles.items()
            if p.complete and p.distinct <= MOST_STAGES and self.leads.headings.count(h) == 1
        )

    def named(self, kind: str) -> str | None:
        """The column whose heading is one of the words for a sign; the first by its heading."""
        words = getattr(vocabulary.outcomes().signs, kind)
        used = set(self.columns.values())
        found = [h for h in self.leads.profiles if h not in used and keys(h) & words]
        return min((h for h in found if self.leads.headings.count(h) == 1), default=None)

    def is_flag(self, heading: str | None) -> bool:
        """Whether a column says nothing but yes and no."""
        texts = self.leads.profiles[heading].told if heading in self.few and heading else {}
        return bool(texts) and None not in sort_flags(texts).values()

    # --- words ---

    @cached_property
    def known(self) -> dict[str, dict[str, Kind]]:
        """By heading of a column of words: what each of its texts means, where that is known.

        The outcome column, and all columns with words for won and for lost that are about leads.
        """
        found: dict[str, dict[str, Kind]] = {}
        proposed = self.columns.get("outcome")
        used = {h for key, h in self.columns.items() if key != "outcome"}
        for heading in dict.fromkeys((*filter(None, (proposed,)), *self.candidates)):
            if heading != proposed and (heading in used or heading not in self.few or self._of_something_else(heading)):
                continue
            means = self.means(heading)
            if heading == proposed or {"won", "lost"} <= set(means.values()):
                found[heading] = {text: kind for text, kind in means.items() if kind in KINDS}
        return found

    def means(self, heading: str) -> dict[str, Meaning]:
        """What each text of a column says by its words, or by the letters that the CRM writes there."""
        texts = self.leads.profiles[heading].told
        return {**meanings(texts), **self.coded(heading, texts)}

    @staticmethod
    def coded(heading: str, texts: Iterable[str]) -> dict[str, Kind]:
        """What letters of a CRM mean under one of its headings."""
        return coded(texts, keys(heading))

    def _of_something_else(self, heading: str) -> bool:
        signs = vocabulary.outcomes().signs
        return bool(keys(heading) & signs.beside or signs.elsewhere & frozenset(plain(heading).split("-")))

    @cached_property
    def main(self) -> str | None:
        """The outcome column: the one the user named, else the one whose words are best known."""
        if "outcome" in self.given:
            return self.columns.get("outcome")
        best = min(self.known, key=self._rank, default=self._alone)
        told = "won" in self.known.get(best or "", {}).values() or {"is_won", "won_on"} & self.columns.keys()
        return self.chance if not told and self.ended_by_chance else best

    @property
    def _alone(self) -> str | None:
        """Where nothing else tells the outcome: the only column of yes and no over which a sale is named, or a probability."""
        if {"is_won", "won_on"} & self.columns.keys():
            return None
        words, used = vocabulary.outcomes().signs.won, set(self.columns.values())
        found = [h for h in self.leads.profiles if h not in used and keys(h) & words and self.is_flag(h)]
        if not found and self.chance and any(chance_of(t) == SURE for t in self.leads.profiles[self.chance].texts):
            found = [self.chance]
        return found[0] if len(found) == 1 else None

    def _rank(self, heading: str) -> tuple[bool, bool, bool, bool, bool, str]:
        texts = self.leads.profiles[heading].told
        of: dict[str, int] = {}
        for text, kind in self.means(heading).items():
            of[kind] = of.get(kind, 0) + texts[text]
        most = SLIGHT * of.get("won", 0) ** 0.5
        both = "won" in of and "lost" in of
        unclear, unknown = of.get("ask", 0) + of.get("after", 0), of.get("unknown", 0)
        free = not vocabulary.outcomes().signs.status & frozenset(plain(heading).split("-"))
        return not both, unclear > most, unknown > most, heading != self.columns.get("outcome"), free, heading

    def by_words(self, heading: str) -> Says:
        """What the known words of a column say; that a lead is open only where the column has words for won and for lost."""
        known = self.known[heading]
        if not {"won", "lost"} <= set(known.values()):
            known = {text: kind for text, kind in known.items() if kind != "open"}
        return lambda row: known.get(row[heading])

    @cached_property
    def lost_words(self) -> tuple[str, ...]:
        """Columns with words for lost and none for won: of a status by their heading, or with words that go with the sales."""
        used = {*self.columns.values(), *self.known}
        stages = vocabulary.outcomes().signs.stages
        found = []
        for heading in sorted(self.few - used):
            kinds = set(meanings(self.leads.profiles[heading].told).values())
            if "lost" not in kinds or "won" in kinds or self._of_something_else(heading):
                continue
            named = heading in self.candidates and stages & frozenset(plain(heading).split("-"))
            if named or self._goes_with_sales(heading):
                found.append(heading)
        return tuple(found)

    def _goes_with_sales(self, heading: str) -> bool:
        """Whether one text of a column is that of nearly all sales, and nearly all of its rows are sales: a decision."""
        main, day = self.main, self.columns.get("won_on")
        if day is not None:
            crossed = self.leads.crossing([heading], [day])
            sold = {"filled"}
        elif main is not None:
            crossed = self.leads.crossing([heading, main])
            sold = {text.strip() for text, kind in self.known.get(main, {}).items() if kind == "won"}
        else:
            return False
        won: dict[str, int] = {}
        rows: dict[str, int] = {}
        for (text, cell), n in crossed.items():
            rows[text] = rows.get(text, 0) + n
            won[text] = won.get(text, 0) + (n if cell in sold else 0)
        sales = sum(won.values())
        return any(text and sales and won[text] >= FULL * max(sales, n) for text, n in rows.items())

    # --- flags, dates, probabilities ---

    @cached_property
    def has_flags(self) -> bool:
        """Whether the CRM says of each lead whether it is closed and whether it is won."""
        headings = [self.columns.get(key) for key in ("is_won", "is_closed")]
        named = {self.columns[key] for key in ("is_won", "is_closed") if f"{key}_means" in self.given}
        return all((h in named or self.is_flag(h)) and not is_conversion(h or "") for h in headings)

    def by_flags(self, row: Row) -> Kind:
        """What yes and no of the CRM say."""
        if self.says_yes("is_won", row):
            return "won"
        return "lost" if self.says_yes("is_closed", row) else "open"

    def says_yes(self, key: str, row: Row) -> bool:
        """Whether the column of a flag says yes, by what the user named or by its words."""
        text = row.get(self.columns.get(key, ""), "")
        means = self.given.get(f"{key}_means")
        return says_yes(text) if means is None else text.casefold() in {each.casefold().strip() for each in means}

    def by_dates(self, row: Row) -> Kind | None:
        """What the dates of winning and losing say; nothing where both or none are filled."""
        won, lost = (bool(row.get(self.columns.get(key, ""), "")) for key in ("won_on", "lost_on"))
        return None if won == lost else "won" if won else "lost"

    @cached_property
    def archive(self) -> str | None:
        """The column of archived leads, or of active ones."""
        found = self.named("active") or self.named("archived")
        return found if self.is_flag(found) else None

    @cached_property
    def chance(self) -> str | None:
        """The column of probabilities."""
        profile = self.leads.profiles.get(self.named("chance") or "")
        if profile is None or not profile.complete or profile.share(lambda t: chance_of(t) is not None) < 1:
            return None
        return profile.heading

    @cached_property
    def ended_by_chance(self) -> bool:
        """Whether a probability of 100 and of 0 goes with a day of decision, and no other does."""
        decided = self.columns.get("decided")
        if not self.chance or not decided:
            return False
        rows: dict[float | None, int] = dict.fromkeys((SURE, 0, None), 0)
        dated = dict(rows)
        for (text, cell), n in self.leads.crossing([self.chance], [decided]).items():
            kind = chance if (chance := chance_of(text)) in (SURE, 0) else None
            rows[kind] += n
            dated[kind] += n if cell else 0
        ended = all(rows[kind] and dated[kind] >= FULL * rows[kind] for kind in (SURE, 0))
        return ended and dated[None] <= SPARSE * rows[None]

    @cached_property
    def lost_flag(self) -> str | None:
        """A column that says yes where a lead was lost."""
        found = self.named("lost")
        return found if self.is_flag(found) else None

    @cached_property
    def reason(self) -> str | None:
        """The column of why a lead was lost; what the user named as one that says which are."""
        wanted: str | None = self.given.get(LOST_BY) or None
        if wanted is None or wanted in (self.archive, self.lost_flag, *self.lost_words):
            return self.named("reason")
        self.leads.column(wanted)  # refuses what is no heading
        return wanted

    def lost_signs(self) -> Iterator[LostSign]:
        """Columns that say that a lead was lost, the surest first."""
        name = self.leads.column
        reasons = self.leads.profiles[self.reason].texts if self.reason else ()
        blank = frozenset(filter(is_missing, reasons))
        if archive := self.archive:
            active = bool(keys(archive) & vocabulary.outcomes().signs.active)
            put_away = frozenset(t for t, yes in sort_flags(self.written(archive)).items() if t and yes is not active)
            first = Condition(LOST_BY, put_away)
            if chance := self.chance:
                none = frozenset(t for t in self.written(chance) if chance_of(t) == 0)
                yield LostSign(
                    archive,
                    lambda row: row[archive] in put_away and row[chance] in none,
                    (first, Condition(_CHANCE, none)),
                    {LOST_BY: name(archive), _CHANCE: name(chance)},
                )
            elif why := self.reason:
                yield LostSign(
                    archive,
                    lambda row: row[archive] in put_away and row[why] not in blank and bool(row[why]),
                    (first, Condition(_REASON, blank, other=True)),
                    {LOST_BY: name(archive), _REASON: name(why)},
                )
            else:
                yield LostSign(
                    archive, lambda row: row[archive] in put_away, (first,), {LOST_BY: name(archive)}, sure=False
                )
        if flag := self.lost_flag:
            said = frozenset(t for t, yes in sort_flags(self.written(flag)).items() if yes)
            said = said or frozenset(t for t in self.written(flag) if t and not any(map(str.isalnum, t)))  # a cross
            yield LostSign(flag, lambda row: row[flag] in said, (Condition(LOST_BY, said),), {LOST_BY: name(flag)})
        if (reason := self.reason) and reason in self.few and self.is_flag(reason):
            yes = frozenset(t for t, is_yes in sort_flags(self.written(reason)).items() if is_yes)
            yield LostSign(reason, lambda row: row[reason] in yes, (Condition(LOST_BY, yes),), {LOST_BY: name(reason)})
        elif reason:
            yield LostSign(
                reason,
                lambda row: row[reason] not in blank and bool(row[reason]),
                (Condition(LOST_BY, blank, other=True),),
                {LOST_BY: name(reason)},
            )
        for heading in self.lost_words:
            yield self._by_lost_words(heading)

    def _by_lost_words(self, heading: str) -> LostSign:
        words = frozenset(t for t, k in meanings(self.leads.profiles[heading].told).items() if k == "lost")
        condition = Condition(LOST_BY, words)
        return LostSign(
            heading, lambda row: row[heading] in words, (condition,), {LOST_BY: self.leads.column(heading)}, sure=False
        )

    # --- the rows ---

    def written(self, heading: str) -> frozenset[str]:
        """The texts of a column as the engine writes them: a profile writes 1.0 as 1."""
        return frozenset(row[heading] for row, _ in self.cells)

    @cached_property
    def cells(self) -> list[tuple[dict[str, str], int]]:
        """Each combination of what the columns say, and its rows."""
        flags = [self.columns[key] for key in ("is_won", "is_closed") if self.columns.get(key) in self.few]
        named = (*self.known, self.main, *flags, self.archive, self.chance, self.lost_flag, *self.lost_words)
        if self.reason in self.few:
            named = (*named, self.reason)
        texts = [h for h in dict.fromkeys(named) if h is not None]
        filled = [self.columns[key] for key in ("won_on", "lost_on", "is_won", "is_closed") if key in self.columns]
        rest = [h for h in dict.fromkeys((*filled, self.reason)) if h and h not in texts]
        if not texts and not rest:
            return []
        if len(texts) == 1 and not rest and self.leads.table[self.leads.column(texts[0])].type().is_string():
            alone = self.leads.profiles[texts[0]]  # nothing to cross: counted already
            if alone.complete:
                return [
                    ({texts[0]: text}, n) for text, n in (*alone.texts.items(), ("", alone.rows - alone.filled)) if n
                ]
        crossed = self.leads.crossing(texts, rest)
        return [(dict(zip((*texts, *rest), key, strict=True)), n) for key, n in crossed.items()]

    def count(self, holds: Callable[[Row], Any]) -> int:
        """Rows of which something is true."""
        return sum(n for row, n in self.cells if holds(row))

    def counts(self, says: Says) -> dict[str, int]:
        """Rows won, lost and open by one way of reading."""
        found: dict[str, int] = dict.fromkeys(KINDS, 0)
        for row, n in self.cells:
            found[says(row) or "open"] += n
        return found
