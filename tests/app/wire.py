"""The page's end of a line, without a browser."""

from __future__ import annotations

import json


class Wire:
    """Say messages to a conversation; everything it says is in ``sent``."""

    def __init__(self, conversation):
        self.line = conversation.line("page")
        self.sent, self.data = [], []
        self.number = 0
        self.line.connect(self._heard, 0)

    def _heard(self, frame):
        if frame.say is not None:
            self.data.append(frame.data)
            self.sent.append(json.loads(frame.say))

    def say(self, message, data=None):
        self.number += 1
        self.line.receive({"n": self.number, "got": len(self.sent), "say": message}, data)
        return self.sent[-1] if self.sent else None
