"""What the messages about two blind answers do to an open case. None of it can be undone: a reveal least of all."""

from __future__ import annotations

from diagnostics.app.case import slips
from diagnostics.app.case.case import Case
from diagnostics.app.case.case_file import resolved
from diagnostics.app.case.records import ROLES, Slip
from diagnostics.app.consultation import answers_edits
from diagnostics.app.consultation import answers_messages as m
from diagnostics.app.consultation.open_case import OpenCase
from diagnostics.errors import InputError

TAKEN, SHOWN, OTHERS = "slip-there", "slip-after-reveal", "slip-not-asked"
"""What a phone is shown whose address was closed: codes of messages."""


class BlindAnswers(OpenCase):
    """The part of a window where two answer before the numbers."""

    def _ask_whom(self, message: m.AskWhom) -> None:
        case, file = self._opened()
        self._hold(slips.asked_of(case, message.asked))
        if self.phones is not None and message.asked != case.asked:
            self.phones.close(file.path, ROLES[case.asked], OTHERS)

    def _hand_in(self, message: m.HandIn) -> None:
        typed = message.model_dump(include={"weak", "sure", "lead", "sale", "call"})
        self._take(answers_edits.slip(message.role, typed))

    def _take(self, slip: Slip) -> None:
        case, file = self._opened()
        self._hold(slips.handed_in(case, slip))
        if self.phones is not None:
            self.phones.close(file.path, [slip.role], TAKEN)

    def _take_back(self, message: m.TakeBack) -> None:
        case, file = self._opened()
        self._hold(slips.taken_back(case, message.role))
        if self.phones is not None:
            self.phones.free(file.path, message.role)

    def _reveal(self, message: m.Reveal) -> None:
        case, file = self._opened()
        self._hold(slips.revealed(case, self.state.today, message.anyway))
        if self.phones is not None:
            self.phones.close(file.path, ROLES[case.asked], SHOWN)

    def _phone_slip(self, message: m.PhoneSlip) -> None:
        """An answer from a phone. Its refusal is for the phone alone; the desk is told that an answer is there."""
        try:
            if self.file is None or resolved(self.file.path) != resolved(message.file):
                raise InputError("slip-session-away", "slip")
            self._take(message.slip)
            self.flush()  # its phone does not keep it
            message.settle(None)
        except InputError as problem:
            message.settle(problem)

    def _hold(self, case: Case) -> None:
        """Keep a case that Undo does not go back behind."""
        if case is not self._opened()[0]:
            self._history = self._history.parted()
            self._keep(case)
