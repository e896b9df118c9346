"""Which column of a CRM export is which: by the words of the CRM, then by those that people use; never by a guess.

One row per lead. Cells only break a tie or speak against a heading: a "created" that holds no day is not taken.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from diagnostics.errors import InputError
from diagnostics.reading import vocabulary
from diagnostics.reading.blanks import is_missing
from diagnostics.reading.dates import read_bare
from diagnostics.reading.days import is_day
from diagnostics.reading.headings import plain
from diagnostics.reading.outcomes import meaning, sort_flags
from diagnostics.reading.questions import Question, Way, listed, shown

if TYPE_CHECKING:
    from diagnostics.reading.vocabulary_models import Preset


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of a lead, one column each. The words over it are in ``data/vocabulary/crm.toml``."""

    key: str
    label: str
    hint: str
    """An example of what it holds, or what it is."""
    kinds: tuple[str, ...]
    """What its cells may be: ``"date"``, ``"flag"``, ``"values"``, ``"name"``, ``"money"``, ``"id"``."""
    needed: bool = False

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """What people write over it, one tuple for each rank, the best first; two columns of one rank are asked about."""
        return vocabulary.crm().fields[self.key].words

    @property
    def proof(self) -> tuple[str, ...]:
        """Words that count only where the cells are of the field's kind."""
        return vocabulary.crm().fields[self.key].proof


FIELDS: Final[tuple[Field, ...]] = (
    Field("created", "When the lead came", "2025-03-09", ("date",), needed=True),
    Field("outcome", "Won, lost or open", "Won", ("values",)),
    Field("won_on", "When it was won", "2025-04-15", ("date",)),
    Field("lost_on", "When it was lost", "2025-04-20", ("date",)),
    Field("decided", "When it was closed", "2025-04-20; on an open deal it is only a plan and not used", ("date",)),
    Field("is_won", "Won, yes or no", "true", ("flag",)),
    Field("is_closed", "Decided, yes or no", "true", ("flag",)),
    Field("channel", "Where it came from", "Google Ads", ("name",)),
    Field("rep", "Who worked it", "Anna", ("name",)),
    Field(
        "reached",
        "When a person first spoke with them",
        "2025-03-10, or yes: first contact both ways, a call that was answered",
        ("date", "flag"),
    ),
    Field(
        "fit",
        "Whether it could buy",
        "yes, or a date: judged before and apart from the outcome",
        ("flag", "values", "date"),
    ),
    Field("direct", "Bought without talking to anyone", "yes: an order form, a web shop", ("flag",)),
    Field("amount", "What it brought", "2,400.00", ("money",)),
    Field("id", "The lead's own number", "L-1042", ("id",)),
)
BY_KEY: Final = {field.key: field for field in FIELDS}

FEWEST_MARKS: Final = 2
"""How many headings of a CRM identify it."""

_INSIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BEFORE: Final = re.compile(r"^\s*(?:deal|lead|opportunity|potential)\s*(?:[:.]|\s[-–—]\s)\s*", re.IGNORECASE)
_PROPERTY: Final = re.compile(r"^\s*propert(?:y|ies)(?:_+|\.)", re.IGNORECASE)
_CUSTOM: Final = re.compile(r"__c\s*$", re.IGNORECASE)
_ENTERED: Final = re.compile(r"^\s*(?:hs_)?(?:v2_)?date[ _]+entered[ _]+(.*?)(?:_\d+)?\s*$", re.IGNORECASE | re.DOTALL)
_QUOTES: Final = re.compile("[\"'“”„‘’«»`]")
_DECIDED: Final = ("won_on", "lost_on", "decided", "amount")
"""What has happened: an expected date or amount is never one of these."""
_ENDS: Final = ("outcome", "is_won", "is_closed")


@dataclass(frozen=True)
class Proposal:
    """Which column is which, as far as it is clear.

    Attributes
    ----------
    columns : dict of str to str
        Heading by field.
    preset : str or None
        The CRM that the headings are of, ``"HubSpot deals"``.
    why : dict of str to str
        By field: ``"HubSpot calls it so"``, ``"looks like it"``, ``"said"``.
    questions : tuple of Question
        What has to be answered; their choices are headings.
    unused : tuple of str
        Headings that are no field, in the order of the file.
    outcome_candidates : tuple of str
        Headings of all columns that may say how a lead ended, in the order of the file: a stage, a status, flags,
        a reason, a probability; by their words or by their cells.
    """

    columns: dict[str, str]
    preset: str | None
    why: dict[str, str]
    questions: tuple[Question, ...]
    unused: tuple[str, ...]
    outcome_candidates: tuple[str, ...] = ()


def propose(
    headings: Sequence[str], samples: Mapping[str, Sequence[str]], given: Mapping[str, str | None] | None = None
) -> Proposal:
    """Propose which column is which.

    Headings are compared without capitals, accents, quotes, spaces and what is in parentheses. User-supplied
    headings come first, then the words of the CRM, then the words of everyone. Cells only speak against a heading, or
    settle between two of equal rank.

    Parameters
    ----------
    headings : sequence of str
        The headings, in the order of the file.
    samples : mapping of str to sequence of str
        A few cells by heading, as text; a column without any is taken by its heading alone.
    given : mapping of str to (str or None), optional
        User-supplied heading by field; None: the file has no such column.

    Raises
    ------
    InputError
        Where ``given`` names an unknown field or heading, one heading for two fields, or an expected date or amount for
        what has happened.

    >>> found = propose(["Record ID", "Create Date", "Deal Stage", "Close Date"], {"Deal Stage": ["Closed Won"]})
    >>> found.preset, found.columns["created"], found.why["created"], found.questions
    ('HubSpot deals', 'Create Date', 'HubSpot calls it so', ())
    """
    named = [heading for heading in headings if heading.strip()]
    file = _File(named, {h: [c for c in samples.get(h, ()) if not is_missing(c)] for h in named})
    supplied = _checked(file.once, given or {})
    preset = _preset(file.once)
    columns: dict[str, str] = {}
    why: dict[str, str] = {}
    asked: dict[str, Question] = {}
    against: dict[str, str] = {}
    for key, heading in supplied.items():
        if heading is not None:
            if file.repeated(heading):
                asked[key] = _repeated(key, heading, file)
            else:
                columns[key], why[key] = heading, "said"
    taken = {heading for heading in supplied.values() if heading is not None}
    never = {_squash(heading) for heading in preset.never} if preset else set()
    for by_preset in (True, False):
        for field in FIELDS:
            if field.key in supplied or field.key in columns or field.key in asked:
                continue
            for tier, proof in _tiers(field, preset if by_preset else None, by_preset):
                fits = [
                    h for h in file.once if h not in taken and tier & _keys(h) and (by_preset or not never & _keys(h))
                ]
                kept = [h for h in fits if not file.against(field, h) and (not proof or file.speaks_for(field, h))]
                against.update((field.key, h) for h in fits if h not in kept and not proof)
                if not kept:
                    continue
                chosen, clear = (
                    kept,
                    "looks like it" if preset is None or not by_preset else f"{preset.crm} calls it so",
                )
                if len(kept) > 1:
                    chosen = [h for h in kept if file.speaks_for(field, h)]
                    clear += ", and so do its cells"
                taken.update(kept)
                if len(chosen) != 1:
                    asked[field.key] = _tie(field, kept)
                elif file.repeated(chosen[0]):
                    asked[field.key] = _repeated(field.key, chosen[0], file)
                else:
                    columns[field.key] = chosen[0]
                    why[field.key] = clear + (_CONVERTED if _is_conversion(field.key, chosen[0]) else "")
                break
    used = set(columns.values()) | {h for q in asked.values() for h in q.choices}
    unused = tuple(h for h in file.once if h not in used)
    if "created" not in columns and "created" not in asked:
        asked["created"] = _no_created(file, unused, against.get("created"))
    if not {"outcome", "won_on", "is_won"} & (columns.keys() | asked.keys()):
        asked["outcome"] = _no_outcome(file, unused, columns.get("decided"))
    questions = tuple(asked[field.key] for field in FIELDS if field.key in asked)
    ordered = [field.key for field in FIELDS if field.key in columns]
    return Proposal(
        {key: columns[key] for key in ordered},
        preset.name if preset else None,
        {key: why[key] for key in ordered},
        questions,
        unused,
        tuple(h for h in file.once if not file.repeated(h) and _tells_outcome(h, file.cells[h], preset)),
    )


def _tells_outcome(heading: str, cells: Sequence[str], preset: Preset | None) -> bool:
    """Whether a column may say how a lead ended: its heading is known for it, or a cell means won or lost."""
    keys = _keys(heading)
    known = frozenset[str]().union(*(_tier(words) for key in _ENDS for words in BY_KEY[key].words))
    if preset is not None:
        known |= {_word(h) for key in _ENDS for h in preset.columns.get(key, ())}
    signs = _tier(vocabulary.crm().outcome_signs)
    return bool(keys & (known | signs)) or any(meaning(cell) in ("won", "lost") for cell in cells)


# --- the file -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _File:
    """Headings and a few filled cells of each."""

    headings: list[str]
    cells: dict[str, list[str]]

    @property
    def once(self) -> list[str]:
        return list(dict.fromkeys(self.headings))

    def repeated(self, heading: str) -> bool:
        return self.headings.count(heading) > 1

    def against(self, field: Field, heading: str) -> bool:
        """Whether the cells say that a column is not the field: none is of its kind. No cells say nothing."""
        cells = self.cells[heading]
        if field.key in _DECIDED and is_expected(heading):
            return True
        if "date" in field.kinds and any(read_bare(cell) for cell in cells):
            return False  # its heading says that such a number is a day
        return bool(cells) and not any(_is_kind(kind, cells) for kind in field.kinds)

    def speaks_for(self, field: Field, heading: str) -> bool:
        """Whether there are cells, and they are of the field's kind; an outcome holds a word for won or lost."""
        cells = self.cells[heading]
        if field.key == "outcome":
            return any(meaning(cell) in ("won", "lost") for cell in cells)
        return bool(cells) and any(_is_kind(kind, cells) for kind in field.kinds)


def _is_kind(kind: str, cells: Sequence[str]) -> bool:
    if kind == "date":
        return any(is_day(cell) for cell in cells)
    if kind == "flag":
        return any(flag is not None for flag in sort_flags(cells).values())
    if kind == "money":
        return any(c.isdigit() for cell in cells for c in cell)
    if kind == "id":
        return True
    return not all(
        is_day(cell) and not cell.strip().isdigit() for cell in cells
    )  # ids of owners and stages are figures


def is_expected(heading: str) -> bool:
    """Whether a heading names what is expected, not what happened.

    >>> is_expected("Deal - Expected close date"), is_expected("Est. Revenue"), is_expected("Close Date")
    (True, True, False)
    """
    return _expected().search(plain(heading)) is not None


@cache
def _expected() -> re.Pattern[str]:
    words = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in vocabulary.crm().expected)
    return re.compile(rf"(?:^|-)(?:{words})(?:-|$)")


# --- words ----------------------------------------------------------------------------------------------------------


def _squash(text: str) -> str:
    return plain(text).replace("-", "")


@lru_cache(maxsize=8192)
def _keys(heading: str) -> frozenset[str]:
    """The forms in which a heading is looked up."""
    text = _CUSTOM.sub("", _PROPERTY.sub("", heading))
    bare = _QUOTES.sub(" ", text)
    if "(" in bare or "[" in bare:
        for _ in range(3):  # parentheses within parentheses
            bare = _INSIDE.sub(" ", bare)
    keys = {_squash(heading), _squash(text), _squash(bare)}
    keys |= {_squash(_BEFORE.sub("", text)), _squash(_BEFORE.sub("", bare))}
    if found := _ENTERED.match(bare):
        stage = meaning(found[1])
        keys |= {"dateentered", "dateentered" + _squash(found[1])}
        keys |= {f"dateentered+{stage}"} if stage in ("won", "lost") else set()
    return frozenset(keys - {""})


def _word(text: str) -> str:
    """A heading or a word of the vocabulary as it is looked up; ``+`` stands for a kind of stage."""
    head, plus, kind = text.partition("+")
    return _squash(head) + plus + kind


@lru_cache(maxsize=256)
def _tier(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_word, words))


def _tiers(field: Field, preset: Preset | None, by_preset: bool) -> Iterator[tuple[frozenset[str], bool]]:
    """The ranks of a field's words; and whether cells have to be of the field's kind."""
    if by_preset:
        for heading in preset.columns.get(field.key, ()) if preset else ():
            yield frozenset((_word(heading),)), False
        return
    for words in field.words:
        yield _tier(words), False
    if field.proof:
        yield _tier(field.proof), True


def _preset(headings: Iterable[str]) -> Preset | None:
    """The CRM with the most marks among the headings; among equals the first."""
    there = frozenset().union(*(_keys(heading) for heading in headings))
    best, most = None, FEWEST_MARKS - 1
    for preset in vocabulary.crm().presets:
        marks = len({_word(mark) for mark in preset.marks} & there)
        if marks > most:
            best, most = preset, marks
    return best


_CONVERTED: Final = "; a converted lead became a deal, which need not be a sale"


def _is_conversion(key: str, heading: str) -> bool:
    return key in ("won_on", "is_won") and "convert" in _squash(heading)


# --- what is supplied, and what is asked ----------------------------------------------------------------------------


def _checked(headings: Sequence[str], given: Mapping[str, str | None]) -> dict[str, str | None]:
    """The user's headings, as the file writes them.

    Raises
    ------
    InputError
        Where a field or a heading is not known, or one heading is given for two fields.
    """
    if not isinstance(given, Mapping):
        raise InputError("headings-not-a-mapping", "columns", type(given).__name__)
    supplied: dict[str, str | None] = {}
    for key, wanted in given.items():
        if key not in BY_KEY:
            close = difflib.get_close_matches(str(key), BY_KEY, n=1, cutoff=0.5)
            if close:
                raise InputError("unknown-field-near", "columns", key, choices=BY_KEY, near=close[0])
            raise InputError("unknown-field", "columns", key, choices=BY_KEY)
        if wanted is None:
            supplied[key] = None
            continue
        if not isinstance(wanted, str):
            raise InputError("heading-not-text", key, wanted)
        heading = _find(wanted, headings)
        if heading is None:
            raise _unknown_heading(key, wanted, headings)
        if key in _DECIDED and is_expected(heading):
            raise InputError("heading-of-expected", key, heading)
        if other := next((k for k, h in supplied.items() if h == heading), None):
            raise InputError("heading-of-two-fields", key, heading, other=other)
        supplied[key] = heading
    return supplied


def _find(wanted: str, headings: Sequence[str]) -> str | None:
    """The heading that was meant: the same, or the only one that is the same but for spaces, or for capitals."""
    if wanted in headings:
        return wanted
    for same in (str.strip, lambda text: " ".join(text.split()).casefold()):
        found = [heading for heading in headings if same(heading) == same(wanted)]
        if len(found) == 1 and wanted.strip():
            return found[0]
    return None


def _unknown_heading(key: str, wanted: str, headings: Sequence[str]) -> InputError:
    by_form = {heading.casefold(): heading for heading in headings}
    close = difflib.get_close_matches(wanted.casefold(), by_form, n=1, cutoff=0.0)
    if not close:
        return InputError("heading-of-empty-file", key, wanted)
    return InputError("unknown-heading", key, wanted, choices=headings, near=by_form[close[0]])


def _answer(key: str, heading: str) -> str:
    return f"columns={{{key!r}: {shown(heading)}}}"


def _repeated(key: str, heading: str, file: _File) -> Question:
    facts = {"heading": shown(heading), "count": file.headings.count(heading)}
    return Question("heading-repeated", key, (heading,), facts, _ways(BY_KEY[key], ()))


def _tie(field: Field, headings: Sequence[str]) -> Question:
    facts = {
        "headings": listed(headings),
        "what": f"{field.label[0].lower()}{field.label[1:]}",
        "answer": _answer(field.key, headings[0]),
    }
    code = "which-column" if field.needed else "which-column-if-any"
    return Question(code, field.key, tuple(headings), facts, _ways(field, headings))


def _ways(field: Field, headings: Sequence[str]) -> tuple[Way, ...]:
    """Each heading as an answer; and that there is none, where the field can be missing."""
    ways = tuple(Way(heading, {field.key: heading}) for heading in headings)
    return ways if field.needed else (*ways, Way("not in this file", {field.key: None}))


def _no_created(file: _File, unused: Sequence[str], against: str | None) -> Question:
    dated = tuple(h for h in unused if _is_kind("date", file.cells[h]) and not is_expected(h))
    facts = {"answer": _answer("created", dated[0] if dated else "Create Date")}
    if against is None:
        return Question("no-created-column", "created", dated, facts, _ways(BY_KEY["created"], dated))
    facts |= {"heading": shown(against), "example": shown(file.cells[against][0])}
    return Question("created-without-day", "created", dated, facts, _ways(BY_KEY["created"], dated))


def _no_outcome(file: _File, unused: Sequence[str], decided: str | None) -> Question:
    telling = tuple(h for h in unused if any(meaning(cell) in ("won", "lost") for cell in file.cells[h]))
    ways = tuple(Way(heading, {"outcome": heading}) for heading in telling)
    facts = {"answer": _answer("outcome", telling[0] if telling else "Deal Stage")}
    if decided is None:
        return Question("no-outcome-column", "outcome", telling, facts, ways)
    return Question("only-a-close-date", "outcome", telling, facts | {"heading": shown(decided)}, ways)
