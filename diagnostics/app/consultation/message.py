"""What every message of a consultation has; the messages are in :mod:`~diagnostics.app.consultation.messages`."""

from __future__ import annotations

from diagnostics.app.messages import Day, Message, Text


class ConsultMessage(Message):
    """What every message of a consultation has in addition: the day on the page's computer, as the kernel reads no clock."""

    today: Day = ""


class Typed(ConsultMessage):
    """A text that is typed; ``pause``: after a pause, so Undo treats it as another change."""

    text: Text
    pause: bool = False
