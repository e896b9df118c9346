"""What an entry of the form is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from diagnostics.language import t

Kind = Literal["count", "number", "percent", "choice", "day", "hidden"]
Way = Literal["counts", "table", "ledger"]


@dataclass(frozen=True, slots=True)
class FormField:
    """One entry of the form: its name, its words, and what kind of number it takes. Words are English, see ``name``."""

    key: str
    label: str
    term: str
    unit: str = ""
    kind: Kind = "count"
    missing: str = ""
    """What to do where the field is needed and empty, a sentence; empty for an optional field."""
    needed: str = ""
    """What is then still needed, as it follows "Still needed:"; the name of the field unless given."""
    options: tuple[tuple[str, str], ...] = ()
    start: str = ""
    """Its text before anything was typed."""
    called: str = ""
    """What a message calls it, where the label does not serve."""
    ways: tuple[Way, ...] = ("counts",)
    """In which of the ways in it is asked."""
    group: str = ""
    """The fold it is shown under; empty for a field that is always visible."""

    @property
    def name(self) -> str:
        """What a message calls it, in the language of now."""
        return t(self.called or self.label)

    @property
    def asks(self) -> str:
        """What to do where it is needed and empty, in the language of now."""
        return t(self.missing)
