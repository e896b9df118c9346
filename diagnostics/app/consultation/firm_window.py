"""The firm's profile in a window: created, changed and deleted next to the cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diagnostics.app.consultation import firm_edits
from diagnostics.app.consultation import firm_messages as m
from diagnostics.app.consultation.open_case import OpenCase
from diagnostics.app.messages import Message
from diagnostics.app.wording import firm_words as say


class FirmWindow(OpenCase):
    """What a window does to profiles."""

    @property
    def firm_acts(self) -> dict[type[Message], Callable[[Any], None]]:
        """What each message does."""
        return {
            m.NewFirm: self._new_firm,
            m.EditFirm: self._edit_firm,
            m.SetLogo: self._edit_firm,
            m.RemoveLogo: self._edit_firm,
            m.DeleteFirm: self._delete_firm,
            m.KeepFirm: lambda _: self._firm_state(firm_edits.FirmState()),
        }

    def _firm_state(self, state: firm_edits.FirmState) -> None:
        self.state = self.state.with_(firm=state)

    def _new_firm(self, message: m.NewFirm) -> None:
        case, _ = self._opened()
        file = firm_edits.create(self.folder, message)
        self._remember(case, None)
        self._keep(case.changed(firm=file))

    def _edit_firm(self, message: m.EditFirm | m.SetLogo | m.RemoveLogo) -> None:
        case, _ = self._opened()
        self._firm_state(firm_edits.edit(self.folder, case, message, self.state.firm))

    def _delete_firm(self, message: m.DeleteFirm) -> None:
        """Delete the profile once it was shown what that means."""
        case, _ = self._opened()
        if not message.sure:
            self._firm_state(firm_edits.FirmState(case.firm, deleting=True))
            return
        file = firm_edits.delete(self.folder, case)
        self._remember(case, None)
        self._keep(case.changed(firm=""))
        self.state = self.state.with_(firm=firm_edits.FirmState(), notice=say.deleted(file))
