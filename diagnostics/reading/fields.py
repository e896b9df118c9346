"""What is known of a lead: the roles that the columns of an export can have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from diagnostics.reading import vocabulary


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
        """What people write over it, one tuple for each rank, the best first."""
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
    Field("direct", "Self-service sale", "yes: an order form, a web shop", ("flag",)),
    Field("amount", "What it brought", "2,400.00", ("money",)),
    Field("currency", "In which currency", "EUR", ("values",)),
    Field("id", "The lead’s own number", "L-1042", ("id",)),
)
BY_KEY: Final = {field.key: field for field in FIELDS}
DATED: Final = tuple(field.key for field in FIELDS if field.kinds == ("date",))
"""Fields that hold days and nothing else."""
HAPPENED: Final = ("won_on", "lost_on", "decided", "amount")
"""What has happened: an expected date or amount is never one of these."""
