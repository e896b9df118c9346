"""Which column is which, looked for field by field: what names it, what its cells say, and what came next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from diagnostics.language import mark, t
from diagnostics.reading import vocabulary
from diagnostics.reading.column_questions import counts, is_of_loss, no_created, no_outcome, repeated, tie
from diagnostics.reading.columns import Columns
from diagnostics.reading.contents import FEW, MOSTLY, NEARLY_ALL
from diagnostics.reading.fields import BY_KEY, Field
from diagnostics.reading.heading_forms import (
    forms,
    is_expected,
    is_of_birth,
    is_of_something_else,
    keys,
    names_core,
    squash,
)
from diagnostics.reading.headings import plain
from diagnostics.reading.outcome_words import leaning
from diagnostics.reading.questions import MOST_ANSWERS, Question, listed, rows, shown

if TYPE_CHECKING:
    from diagnostics.reading.vocabulary_models import Preset

NEVER_COUNTED: Final = ("channel", "rep", "lost_reason")
"""Fields that change no total: of two columns that could be it, the better one is taken and said."""
SPARSE: Final = 0.2
"""Share of rows. A column that is filled in fewer gives way to one that is filled in most."""

PARTLY: Final = 0.5
"""Share of the cells of a column that are days, from which it may be one of days with another fault."""

Phase = Literal["preset", "words", "loose"]
PHASES: Final[tuple[Phase, ...]] = ("preset", "words", "loose")
"""By the words of the CRM, by those of everyone, by what is left of a heading without the record and the day."""

NAMED: Final = mark("its heading says so")


@dataclass(frozen=True)
class Rank:
    """Headings that name a field equally well."""

    headings: list[str]
    why: str
    proven: bool = False
    """Whether the cells have to be of the field's kind."""


@dataclass
class Search:
    """Which column is which, while it is looked for."""

    file: Columns
    preset: Preset | None
    supplied: Mapping[str, str | None]
    columns: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Question] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """A heading by field whose words name it and whose cells do not."""
    notes: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for key, heading in self.supplied.items():
            if heading is not None:
                self.taken.add(heading)
                if self.file.repeated(heading):
                    self.asked[key] = repeated(key, heading, self.file)
                else:
                    self.columns[key], self.why[key] = heading, t("your choice")

    def ranks(self, field_: Field, phase: Phase) -> Iterator[Rank]:
        """The headings that name a field, by what names them, the best first."""
        if phase == "preset":
            for heading in self.preset.columns.get(field_.key, ()) if self.preset else ():
                yield Rank(
                    self._of(forms((heading,))), t("{crm} calls it so", crm=self.preset.crm) if self.preset else ""
                )
            return
        if phase == "words":
            for words in field_.words:
                yield Rank(self._of(forms(words), free=True), t(NAMED))
            if field_.proof:
                yield Rank(self._of(forms(field_.proof), free=True), t(NAMED), proven=True)
            return
        loose = [h for h in self.file.once if names_core(field_, h) and not self._never & keys(h)]
        yield Rank(loose, t(NAMED), proven=bool(self.file.contents))

    @cached_property
    def _never(self) -> frozenset[str]:
        return forms(self.preset.never) if self.preset else frozenset()

    def _of(self, words: frozenset[str], free: bool = False) -> list[str]:
        return [h for h in self.file.once if words & keys(h) and not (free and self._never & keys(h))]

    def numbers(self, field_: Field, rank: Rank, heading: str) -> bool:
        """Whether bare numbers under a heading may be days: it says so plainly, or created is one, or they are times."""
        created = self.columns.get("created")
        if created is not None and created in self.file.contents and field_.key != "created":
            cells = self.file.contents[created]
            return cells.days < NEARLY_ALL <= cells.numbered_days or self.file.holds_times(heading, created)
        return field_.key == "created" and not rank.proven

    def look(self, field_: Field, phase: Phase) -> None:
        """Find the column of a field among those whose headings name it."""
        if field_.key == "id" and phase == "words":
            self._look_for_id(field_)
            return
        kept_sparse: tuple[list[str], Rank] | None = None
        for rank in self.ranks(field_, phase):
            fits = [h for h in rank.headings if h not in self.taken]
            kept = [h for h in fits if not self.file.against(field_, h, self.numbers(field_, rank, h))]
            if rank.proven:
                kept = [h for h in kept if self.file.speaks_for(field_, h, self.numbers(field_, rank, h))]
            elif fits and not kept:
                self.refused.setdefault(field_.key, fits[0])
            if not kept:
                continue
            if field_.key in NEVER_COUNTED and self._sparse(kept):
                kept_sparse = kept_sparse or (kept, rank)
                continue
            self._choose(field_, kept, rank)
            return
        if kept_sparse is not None:
            self._choose(field_, *kept_sparse)

    def _sparse(self, headings: Sequence[str]) -> bool:
        return all(self.file.has_cells(h) and self.file.fullness(h) < SPARSE for h in headings)

    def _look_for_id(self, field_: Field) -> None:
        """The number of the record itself: one that each row has and no two share, before one of what it belongs to."""
        ranked = [(h, rank) for rank in self.ranks(field_, "words") for h in rank.headings if h not in self.taken]
        if not ranked:
            return
        own = [(h, rank) for h, rank in ranked if self._identifies(h)]
        heading, rank = (own or ranked)[0]
        tied = [h for h in rank.headings if h not in self.taken and (not own or self._identifies(h))]
        if len(tied) > 1 and own:
            tied = sorted(tied)[:1]  # each row has another number in both
        self._choose(field_, tied or [heading], rank)

    def _identifies(self, heading: str) -> bool:
        """Whether nearly every row has a number of its own."""
        if not self.file.has_cells(heading):
            return False
        cells = self.file.contents[heading]
        return cells.fullness >= NEARLY_ALL and cells.profile.distinct >= NEARLY_ALL * cells.profile.filled

    def _choose(self, field_: Field, kept: list[str], rank: Rank) -> None:
        """Take one of the columns that could be a field, or ask."""
        chosen = kept
        if len(kept) > 1:
            chosen = [h for h in kept if self.file.speaks_for(field_, h)]
            if len(chosen) > 1:
                chosen = self._settled(field_, chosen)
        self.taken.update(kept)
        if len(chosen) != 1:
            self.asked[field_.key] = tie(field_, self.file.best_first(kept), self.file)
        elif self.file.repeated(chosen[0]):
            self.asked[field_.key] = repeated(field_.key, chosen[0], self.file)
        else:
            self.take(field_, chosen[0], rank.why)
            self.taken.difference_update(set(kept) - set(chosen))

    def _settled(self, field_: Field, headings: list[str]) -> list[str]:
        """The better of several columns where that changes no total, or they hold the same."""
        best = self.file.best_first(headings)
        first = self.file.contents[best[0]].profile
        others = [self.file.contents[h].profile for h in best[1:]]
        if all(p.complete and dict(p.texts) == dict(first.texts) for p in (first, *others)):
            self.notes.append(
                t(
                    "{field}: {headings} hold the same; {heading} is used.",
                    field=field_.label,
                    headings=listed(best),
                    heading=shown(best[0]),
                )
            )
            return best[:1]
        if field_.key in NEVER_COUNTED and not any(map(self.file.repeated, best)):
            self.notes.append(
                t(
                    "{field}: {heading} is used, filled in {rows}; {others} could be it as well. No total depends on it.",
                    field=field_.label,
                    heading=shown(best[0]),
                    rows=rows(self.file.contents[best[0]].filled),
                    others=listed(best[1:]),
                )
            )
            return best[:1]
        return headings

    def take(self, field_: Field, heading: str, why: str) -> None:
        """Take a column for a field, with the evidence."""
        evidence = ""
        if self.file.has_cells(heading):
            cells = self.file.contents[heading]
            evidence = cells.evidence(field_.kinds, numbers=True)
        won = vocabulary.outcomes().words.won & set(plain(heading).split("-"))
        converted = field_.key in ("won_on", "is_won") and "convert" in squash(heading) and not won
        self.columns[field_.key] = heading
        besides = t("a converted lead became a deal, which need not be a sale") if converted else ""
        self.why[field_.key] = "; ".join(filter(None, (evidence, why, besides)))
        self.taken.add(heading)

    def unused(self) -> tuple[str, ...]:
        """Headings that are no field and are not asked about."""
        used = set(self.columns.values()) | {h for q in self.asked.values() for h in q.choices}
        return tuple(h for h in self.file.once if h not in used)

    # --- by what the cells are ---

    def by_cells(self) -> None:
        """The day of creation and the outcome, where no heading names them: the only column that can be it, or a question."""
        if "created" not in self.columns and "created" not in self.asked:
            self._created_by_cells()
        if not {"outcome", "won_on", "is_won"} & (self.columns.keys() | self.asked.keys()):
            self._outcome_by_cells()

    def _created_by_cells(self) -> None:
        if "created" in self.supplied:
            return  # it was answered that there is none
        free = [h for h in self.unused() if self.file.has_cells(h) and not self.file.repeated(h)]
        free = [h for h in free if not is_expected(h) and not is_of_birth(h)]
        dated = self.file.best_first([h for h in free if self.file.contents[h].days >= NEARLY_ALL])
        likely = [h for h in dated if not is_of_something_else(h) and self.file.fullness(h) >= NEARLY_ALL]
        refused = self.refused.get("created")
        if not likely and refused is None and self._contact_is_first():
            return
        enough = len(likely) == 1 and self.file.contents[likely[0]].filled >= FEW
        if enough and refused is None:
            self.take(BY_KEY["created"], likely[0], t("the only column of days that every row has"))
            self.notes.append(
                t(
                    "{field}: {heading} is used; no heading says so, but it is the only column of days that every row "
                    "has ({rows}).",
                    field=BY_KEY["created"].label,
                    heading=shown(likely[0]),
                    rows=rows(self.file.contents[likely[0]].filled),
                )
            )
            return
        offered = [*likely, *(h for h in dated if h not in likely)]
        if self.file.contents and not offered and refused is None and not self._partly_dated():
            return  # nothing in the file can be it: its leads are counted without days
        self.asked["created"] = no_created(self.file, offered, refused)

    def _partly_dated(self) -> bool:
        """Whether a column that is not used may hold days all the same: many of its cells do, or it holds such numbers."""
        free = [h for h in self.unused() if self.file.has_cells(h) and not is_expected(h) and not is_of_birth(h)]
        cells = [self.file.contents[h] for h in free]
        return any(each.days >= PARTLY or each.numbered_days >= NEARLY_ALL for each in cells)

    def _contact_is_first(self) -> bool:
        """Whether the day of the first contact was taken for the day the lead came: every row has it, and no other."""
        heading = self.columns.get("reached", "")
        if not self.file.has_cells(heading) or {"reached", "created"} & self.supplied.keys():
            return False
        cells = self.file.contents[heading]
        if min(cells.days, cells.fullness) < NEARLY_ALL:
            return False
        del self.columns["reached"], self.why["reached"]
        self.take(BY_KEY["created"], heading, t("the first day of the lead that every row has"))
        self.notes.append(
            t(
                "{field}: {heading} is used; every lead has a first contact ({rows}), and no other day comes before it.",
                field=BY_KEY["created"].label,
                heading=shown(heading),
                rows=rows(cells.filled),
            )
        )
        return True

    def _outcome_by_cells(self) -> None:
        free = [h for h in self.unused() if self.file.has_cells(h) and not self.file.repeated(h)]
        telling = self.file.best_first([h for h in free if self.file.contents[h].tells_ending])
        if not telling and "decided" not in self.columns and counts(self.file):
            self.asked["outcome"] = no_outcome(self.file, (), None, self.columns.get("created"))
            return
        if not telling:
            telling = self._stages(free)
            if len(telling) == 1 and "outcome" not in self.supplied:
                self.take(BY_KEY["outcome"], telling[0], t("the only column of stages"))
                return
        sold = self._partly_filled_days()
        if not telling:
            telling = self.file.best_first([h for h in free if self.file.contents[h].is_yes_or_no])
            if telling and sold:
                self._ask_for_outcome(telling, sold)
                return
        if not telling:
            signs = vocabulary.outcomes().signs
            ticked = [h for h in free if self.file.contents[h].is_tick and not keys(h) & signs.beside]
            few = [self.file.contents[h] for h in self.file.best_first(free) if self.file.contents[h].may_tell_ending]
            few = sorted(few, key=lambda c: (c.decisions < MOSTLY, len(c.profile.told)))
            telling = [c.profile.heading for c in few[:MOST_ANSWERS]]
            telling = self.file.best_first(ticked) or telling
            self._ask_for_outcome(telling, sold)
            return
        enough = len(telling) == 1 and self.file.contents[telling[0]].filled >= FEW
        if enough and "outcome" not in self.supplied:
            self.take(BY_KEY["outcome"], telling[0], t("the only column whose words say how a lead ended"))
            self.notes.append(
                t(
                    "{field}: {heading} is used; no heading says so, but it is the only column whose words say how a lead "
                    "ended ({rows}).",
                    field=BY_KEY["outcome"].label,
                    heading=shown(telling[0]),
                    rows=rows(self.file.contents[telling[0]].filled),
                )
            )
            return
        self._ask_for_outcome(telling)

    def _ask_for_outcome(self, telling: Sequence[str], sold: Sequence[str] = ()) -> None:
        decided, created = map(self.columns.get, ("decided", "created"))
        self.asked["outcome"] = no_outcome(self.file, telling, decided, created, sold)

    def _partly_filled_days(self) -> list[str]:
        """Columns of days that some rows have, each of which may be the day of the sale."""
        free = {*self.unused(), self.columns.get("decided")}
        found = [h for h in self.file.once if h in free and self.file.has_cells(h) and not self.file.repeated(h)]
        return self.file.best_first(
            [
                h
                for h in found
                if self.file.fullness(h) < NEARLY_ALL <= self.file.contents[h].days
                and not is_of_loss(h)
                and not (is_expected(h) or is_of_birth(h) or (is_of_something_else(h) and leaning(h) != "won"))
            ]
        )

    def _stages(self, free: Sequence[str]) -> list[str]:
        """Columns whose headings speak of a stage or a status and whose few texts repeat; their words are asked about."""
        signs = vocabulary.outcomes().signs
        found = [
            heading
            for heading in free
            if signs.stages & (words := frozenset(plain(heading).split("-")))
            and not words & signs.elsewhere
            and self.file.contents[heading].are_stages
        ]
        return self.file.best_first(found)

    # --- what came next ---

    def next_best(self, field_: Field) -> tuple[str, str] | None:
        """The heading that came next for a field, and why it was not taken."""
        chosen = self.columns[field_.key]
        others = {heading: key for key, heading in self.columns.items()}
        for phase in PHASES:
            for rank in self.ranks(field_, phase):
                for heading in self.file.best_first(rank.headings):
                    if heading == chosen:
                        continue
                    against = self.file.against(field_, heading, self.numbers(field_, rank, heading))
                    if rank.proven and against:
                        continue
                    if heading in others and not against:
                        against = t("it is taken for “{field}”", field=BY_KEY[others[heading]].label)
                    return heading, against or self._less(heading, chosen)
        return None

    def _less(self, heading: str, chosen: str) -> str:
        if self.file.has_cells(heading) and self.file.fullness(heading) < self.file.fullness(chosen):
            return t("it is filled in fewer rows")
        return t("its heading says so less plainly")
