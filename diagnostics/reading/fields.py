"""What is known of a lead: the roles that the columns of an export can have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagnostics.language import mark
from diagnostics.reading import vocabulary
from diagnostics.reading.named import Named


@dataclass(frozen=True, slots=True)
class Field(Named):
    """What is known of a lead, one column each. The words over it are in ``data/vocabulary/crm.toml``."""

    key: str
    english: str
    """What it is called."""
    within: str
    """What it is called inside a sentence."""
    example: str
    """An example of what it holds, or what it is."""
    kinds: tuple[str, ...]
    """What its cells may be: ``"date"``, ``"flag"``, ``"values"``, ``"name"``, ``"money"``, ``"id"``, ``"text"``."""
    needed: bool = False

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """What people write over it, one tuple for each rank, the best first."""
        return vocabulary.crm().fields[self.key].words

    @property
    def proof(self) -> tuple[str, ...]:
        """Words that count only where the cells are of the field's kind."""
        return vocabulary.crm().fields[self.key].proof


FIELDS: Final[tuple[Field, ...]] = (
    Field("created", mark("When the lead came"), mark("when the lead came"), "2025-03-09", ("date",), needed=True),
    Field("outcome", mark("Won, lost or open"), mark("won, lost or open"), mark("Won"), ("values",)),
    Field("won_on", mark("When it was won"), mark("when it was won"), "2025-04-15", ("date",)),
    Field("lost_on", mark("When it was lost"), mark("when it was lost"), "2025-04-20", ("date",)),
    Field(
        "decided",
        mark("When it was closed"),
        mark("when it was closed"),
        mark("2025-04-20; on an open deal it is only a plan and not used"),
        ("date",),
    ),
    Field("is_won", mark("Won, yes or no"), mark("won, yes or no"), "true", ("flag",)),
    Field("is_closed", mark("Decided, yes or no"), mark("decided, yes or no"), "true", ("flag",)),
    Field("channel", mark("Where it came from"), mark("where it came from"), "Google Ads", ("name",)),
    Field("rep", mark("Who worked it"), mark("who worked it"), "Anna", ("name",)),
    Field(
        "reached",
        mark("When a person first spoke with them"),
        mark("when a person first spoke with them"),
        mark("2025-03-10, or yes: first contact both ways, a call that was answered"),
        ("date", "flag"),
    ),
    Field(
        "fit",
        mark("Whether it could buy"),
        mark("whether it could buy"),
        mark("yes, or a date: judged before and apart from the outcome"),
        ("flag", "values", "date"),
    ),
    Field(
        "direct",
        mark("Self-service sale"),
        mark("self-service sale"),
        mark("yes: an order form, a web shop"),
        ("flag",),
    ),
    Field("amount", mark("What it brought"), mark("what it brought"), "2,400.00", ("money",)),
    Field("currency", mark("In which currency"), mark("in which currency"), "EUR", ("values",)),
    Field("id", mark("The lead’s own number"), mark("the lead’s own number"), "L-1042", ("id",)),
    Field("lost_reason", mark("Why it was lost"), mark("why it was lost"), mark("Too expensive"), ("text",)),
)
BY_KEY: Final = {field.key: field for field in FIELDS}
DATED: Final = tuple(field.key for field in FIELDS if field.kinds == ("date",))
"""Fields that hold days and nothing else."""
HAPPENED: Final = ("won_on", "lost_on", "decided", "amount")
"""What has happened: an expected date or amount is never one of these."""
