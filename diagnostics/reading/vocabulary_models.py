"""The form of ``data/vocabulary/*.toml``: one model for each file."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator


def _split(text: object) -> object:
    """One text as its words. A word that is repeated is an error: it has usually slipped into the wrong list."""
    if not isinstance(text, str):
        return text
    words = text.split()
    repeated = sorted({word for word in words if words.count(word) > 1})
    if not words or repeated:
        raise ValueError(f"repeats {', '.join(repeated)}" if repeated else "holds no words")
    return words


Words = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""Words in their order, separated by spaces or lines."""
WordSet = Annotated[frozenset[str], BeforeValidator(_split)]


class Model(BaseModel):
    """What every vocabulary has in common: nothing is added to it, and nothing in it is misspelt."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Amounts(Model):
    """``amounts.toml``."""

    currencies: dict[str, WordSet]
    scales: dict[int, WordSet]
    beside: WordSet
    per: WordSet
    year: WordSet

    @model_validator(mode="after")
    def _each_word_once(self) -> Amounts:
        sets = (*self.currencies.values(), *self.scales.values(), self.beside, self.per, self.year)
        every = frozenset[str]().union(*sets)
        if sum(map(len, sets)) > len(every):
            raise ValueError(f"two meanings: {', '.join(sorted(w for w in every if sum(w in s for s in sets) > 1))}")
        return self


class Blanks(Model):
    """``blanks.toml``."""

    anywhere: WordSet
    names: WordSet
    counts: WordSet
    people: WordSet


class LostWords(Model):
    """``lost.toml``."""

    price: WordSet
    fit: WordSet
    timing: WordSet
    no_answer: WordSet
    competitor: WordSet
    unsaid: WordSet

    @model_validator(mode="after")
    def _each_of_one_kind(self) -> LostWords:
        sets = (self.price, self.fit, self.timing, self.no_answer, self.competitor, self.unsaid)
        every = frozenset[str]().union(*sets)
        if sum(map(len, sets)) > len(every):
            raise ValueError(f"two kinds: {', '.join(sorted(w for w in every if sum(w in s for s in sets) > 1))}")
        return self


class Ranks(Model):
    """The words over one field of an export, the best rank first, and those that its cells have to prove."""

    words: tuple[Words, ...]
    proof: Words = ()


class Preset(Model):
    """What a CRM writes over its columns."""

    name: str
    """The CRM and the kind of record, ``"HubSpot deals"``."""
    crm: str
    marks: tuple[str, ...]
    """Headings that identify it; two of them do."""
    columns: dict[str, tuple[str, ...]]
    """Headings by field, the best first."""
    never: tuple[str, ...] = ()
    """Headings that look like a field and are none in this export."""


class Crm(Model):
    """``crm.toml``."""

    expected: Words
    other_days: Words = ()
    """Words over days of something else: a change, a birth, a payment."""
    births: Words = ()
    """Words over days of birth, which are never the day of anything else."""
    before: WordSet = frozenset()
    """Words before the name of a field: the record it is of, and words for a day."""
    after: WordSet = frozenset()
    """Words behind the name of a field: that it is a day or a moment."""
    names: Words = ()
    """Words over what a record or a person is called."""
    fields: dict[str, Ranks]
    presets: tuple[Preset, ...]

    @model_validator(mode="after")
    def _of_known_fields(self) -> Crm:
        for preset in self.presets:
            if unknown := preset.columns.keys() - self.fields.keys():
                raise ValueError(f"{preset.name} has columns of no field: {', '.join(sorted(unknown))}")
        return self


class Alphabet(Model):
    """The letters of a language other than English ones, lower case."""

    letters: str
    """``"level-1"``: those of the first level of ``codec``, a standard of characters."""
    common: str = ""
    """Letters that any text is full of."""
    own: bool = False
    """Whether no English letter occurs in its words."""
    codec: str = ""


class Encoding(Model):
    """An encoding, as Python calls it, and the languages that are written in it."""

    name: str
    title: str
    languages: Words


class Encodings(Model):
    """``encodings.toml``."""

    encodings: tuple[Encoding, ...]
    """The first is preferred where two read the same bytes equally well."""
    languages: dict[str, Alphabet]

    @model_validator(mode="after")
    def _of_known_languages(self) -> Encodings:
        for encoding in self.encodings:
            if unknown := set(encoding.languages) - self.languages.keys():
                raise ValueError(f"{encoding.name} is of unknown languages: {', '.join(sorted(unknown))}")
        return self


class Headings(Model):
    """``headings.toml``."""

    columns: dict[str, Words]

    @model_validator(mode="after")
    def _each_word_once(self) -> Headings:
        seen: dict[str, str] = {}
        for key, words in self.columns.items():
            for word in words:
                if seen.setdefault(word, key) != key:
                    raise ValueError(f"{word} names {seen[word]} and {key}")
        return self


class MonthNames(Model):
    """``months.toml``."""

    locales: Words
    units: Words
    beside: WordSet
    names: dict[str, int]


class TableWords(Model):
    """``tables.toml``."""

    plan: WordSet
    actual: WordSet
    difference: WordSet
    running: WordSet
    mean: WordSet
    partial: WordSet
    thousands: WordSet
    units: WordSet
    audience: WordSet
    channels: WordSet
    shop: WordSet
    money: WordSet
    year: WordSet
    fiscal: WordSet
    quarter: WordSet
    half: WordSet
    week: WordSet
    week_end: WordSet


class Values(Model):
    """Whole values of an outcome column; each means one thing."""

    won: WordSet
    lost: WordSet
    open: WordSet
    doubtful: WordSet

    @model_validator(mode="after")
    def _each_word_once(self) -> Values:
        sets = (self.won, self.lost, self.open, self.doubtful)
        every = frozenset[str]().union(*sets)
        if sum(map(len, sets)) > len(every):
            raise ValueError(f"two meanings: {', '.join(sorted(w for w in every if sum(w in s for s in sets) > 1))}")
        return self


class Inside(Model):
    """Words inside a value of several words."""

    won: WordSet
    lost: WordSet
    filler: WordSet
    negation: WordSet
    doubt: WordSet
    ending: WordSet
    agreed: WordSet
    after: WordSet
    offer: WordSet
    stage: WordSet
    bought: WordSet
    """Say that a customer bought; with a negation the lead was lost."""
    yet: WordSet
    """Say with a negation that it may still come."""
    helper: WordSet
    """Stand beside a negation and change nothing."""
    lapse: WordSet
    """Say of a value that is asked about that it was probably no sale."""


class Reasons(Model):
    """Words inside a value that says why a lead was lost."""

    elsewhere: WordSet
    """Say that it was somebody else's sale."""
    whence: WordSet
    """Say where a customer came from."""
    fitting: WordSet
    """What a lead did not have, behind a negation."""
    losing: WordSet
    """Words that stand together where a lead was lost, joined by hyphens."""

    @property
    def ways(self) -> tuple[frozenset[str], ...]:
        """Sets of words of which all stand in a value of a lead that was lost."""
        return tuple(frozenset(way.split("-")) for way in sorted(self.losing))


class Flags(Model):
    """Yes and no."""

    true: WordSet
    false: WordSet


class Signs(Model):
    """Headings of columns that say something of the end of a lead without being the outcome."""

    active: WordSet
    archived: WordSet
    chance: WordSet
    reason: WordSet
    lost: WordSet
    won: WordSet
    order: WordSet
    conversion: Words
    """Beginnings of words for a conversion, which need not be a sale."""
    elsewhere: WordSet
    stages: WordSet
    status: WordSet
    state: WordSet
    """Headings of other columns whose words may say how a lead ended: a code, a reason of any end, a forecast."""

    @property
    def beside(self) -> frozenset[str]:
        """Headings of columns whose cells are read in their own way, not as words of an outcome."""
        return self.active | self.archived | self.chance | self.reason | self.lost


class SelfService(Model):
    """Words for sales without a salesperson."""

    words: WordSet
    contacts: WordSet
    """In headings: what salespeople do with a lead."""


class Codes(Model):
    """Letters that stand for how a lead ended."""

    won: str
    lost: str
    open: str
    headings: WordSet
    """Headings of columns in which a CRM writes them."""


class NoLeads(Model):
    """What marks a row that is no lead."""

    deleted: WordSet
    duplicate: WordSet
    test: WordSet
    """Headings of columns that mark rows."""
    kinds: WordSet
    """Headings of columns that say what kind of record a row is."""
    types: WordSet
    """Headings of columns that say what kind of sale it is."""
    renewals: WordSet
    """Words for a contract that goes on."""
    existing: WordSet
    """Whole values for a customer who was one before."""
    names: WordSet
    """First words of the names of test records."""
    stages: WordSet
    """Whole values of an outcome column."""


class OutcomeWords(Model):
    """``outcomes.toml``."""

    values: Values
    words: Inside
    reasons: Reasons
    flags: Flags
    signs: Signs
    codes: tuple[Codes, ...]
    self_service: SelfService
    no_leads: NoLeads
