"""What the file that a page has opened says besides its counts: leads or people, how it was read, why leads were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.app.forms.entries import Entries
    from diagnostics.app.pages.answering import Asked, Given
    from diagnostics.app.pages.leads_way import LeadsWay
    from diagnostics.app.pages.table_way import TableWay
    from diagnostics.diagnosis.lost import LostReasons, WeakLink


class ToldByFile:
    """A page with a table or an export."""

    asked: Asked | None
    _given: Given | None
    _leads: LeadsWay
    _table: TableWay

    @property
    def entries(self) -> Entries:
        """The form as it is now."""
        raise NotImplementedError

    @property
    def people(self) -> tuple[str, ...] | None:
        """What the export says of leads or people: the answer, an alarm, advice. None where it is not at hand."""
        return self._leads.people if self.entries.way == "ledger" else ()

    @property
    def reading(self) -> tuple[str, ...] | None:
        """How the table or the export was read, a line each. None where it is not at hand."""
        if self.entries.way == "counts":
            return ()
        return self._leads.lines if self.entries.way == "ledger" else self._table.lines

    @property
    def lost(self) -> LostReasons | None:
        """Why the leads of the export were lost; None where it does not say."""
        return self._leads.lost if self.entries.way == "ledger" else None

    @property
    def has_lost(self) -> bool:
        """Whether :attr:`lost` is known: not while an export is not at hand."""
        return self.people is not None

    @property
    def _weak(self) -> WeakLink | None:
        """The weak link of the numbers that are shown."""
        return None if self.asked is None or self._given is None else self._given.weak
