"""What a link or a saved file says of the answer it was made with: the method, the verdict, its chance.

Opened under a later method it is answered by the present one, and what was said then is shown where that differs, so that a
change of method is not taken for a change of the business. Of a link that does not say, nothing is claimed.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from urllib.parse import parse_qs

from diagnostics.diagnosis.words import in_points, shown_chances, sure
from diagnostics.language import t
from diagnostics.version import METHOD

if TYPE_CHECKING:
    from diagnostics.app.forms.entries import Entries
    from diagnostics.diagnosis.answer import Diagnosis

KEY: Final = "said"
FORM: Final = re.compile(r"(\d{1,3})\.(marketing|sales|balanced)\.(\d{1,3}|1000)(\.open)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in short: ``chance`` is that of what it leans to, in thousandths; ``named`` whether that was its verdict."""

    method: int
    leaning: str
    chance: int
    named: bool

    @staticmethod
    def of(d: Diagnosis) -> Said:
        """The answer of today's method."""
        chance, shown = math.floor(1000 * d.probability[d.leaning]), in_points(d.probability)[d.leaning]
        if sure(chance / 1000) != shown_chances(d.probability)[d.leaning]:  # rounded so that the three add up to 100
            chance = 10 * shown
        return Said(METHOD, d.leaning, chance, d.verdict != "undetermined")

    def text(self) -> str:
        """As a link carries it.

        >>> Said(2, "sales", 643, named=False).text()
        '2.sales.643.open'
        """
        return f"{self.method}.{self.leaning}.{self.chance}{'' if self.named else '.open'}"

    @staticmethod
    def read(text: object) -> Said | None:
        """From what a link carries; None where that is nothing, or something else."""
        found = FORM.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            return None
        return Said(int(found[1]), found[2], int(found[3]), named=found[4] is None)

    @staticmethod
    def of_query(query: str) -> Said | None:
        """From the part of an address after ``#``."""
        return Said.read(parse_qs(query.lstrip("#?")).get(KEY, [None])[-1])

    @staticmethod
    def of_file(text: str) -> Said | None:
        """From the text of a saved file."""
        return Said.read(json.loads(text).get(KEY))

    def beside(self, now: Said, kept: str) -> str:
        """What was said then, where another method says something else now; else empty. ``kept``: a link or a file."""
        if self.method == METHOD or self._told() == now._told():
            return ""
        if kept == "link":
            return t(
                "When this link was made, we said of the same numbers: {then}. Our method has changed since; the business "
                "has not.",
                then=self._words(),
            )
        return t(
            "When this file was made, we said of the same numbers: {then}. Our method has changed since; the business has "
            "not.",
            then=self._words(),
        )

    def _told(self) -> tuple[str, bool, str]:
        """What was told of it, whatever the language."""
        leaning = self.leaning if self.named or self.leaning != "balanced" else ""
        return leaning, self.named, sure(self.chance / 1000) if leaning else ""

    def _words(self) -> str:
        chance = sure(self.chance / 1000)
        match self.leaning, self.named:
            case "marketing", True:
                return t("marketing is the weak link ({chance} likely)", chance=chance)
            case "marketing", False:
                return t("too early to say, marketing is the likelier weak link ({chance} likely)", chance=chance)
            case "sales", True:
                return t("sales is the weak link ({chance} likely)", chance=chance)
            case "sales", False:
                return t("too early to say, sales is the likelier weak link ({chance} likely)", chance=chance)
            case _, True:
                return t("neither side is the weak link ({chance} likely)", chance=chance)
            case _:
                return t("too early to say")


class Opened(NamedTuple):
    """A form as a link or a file opened it, and what that says of its answer. Its methods take the form and answer of now."""

    entries: Entries
    said: Said | None = None
    kept: Literal["link", "file"] = "link"

    def to_say(self, entries: Entries, now: Said | None) -> Said | None:
        """What a link or a file of now says: what it said when it was opened, until the form is changed.

        None where a link does not hold all that the answer comes from, or holds an example's.
        """
        if now is None or entries.way == "ledger" or entries.example is not None or entries.to_keep:
            return None
        return (self.said if entries == self.entries else None) or now

    def to_query(self, entries: Entries, now: Said | None) -> str:
        """As the part of an address after ``#``."""
        said = self.to_say(entries, now)
        return entries.to_query() if said is None else f"{entries.to_query()}&{KEY}={said.text()}"

    def to_json(self, entries: Entries, now: Said | None) -> str:
        """As the text of a file."""
        said = self.to_say(entries, now)
        return entries.to_json(**({} if said is None else {KEY: said.text()}))

    def then(self, entries: Entries, now: Said | None) -> str:
        """What was said when it was made, where another method says something else of it now; else empty."""
        said = self.to_say(entries, now)
        return "" if said is None or now is None else said.beside(now, self.kept)
