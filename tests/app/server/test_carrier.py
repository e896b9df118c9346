"""What carries messages: whatever fails is said, and what waits is answered all the same."""

from __future__ import annotations

import threading

import pytest

from diagnostics.app.server.carrier import Carrier


class Answering(Carrier):
    """Answers with what it is asked for; every message is long work."""

    answered = None

    @property
    def answerer(self):
        return self

    def is_long(self, message):
        return True

    def handle(self, message):
        if message["do"] == "break":
            raise ZeroDivisionError
        return {"did": message["do"], "seq": message["seq"]}


@pytest.mark.parametrize("first", ["break", "unsendable"])
def test_what_waits_is_answered_whatever_became_of_the_first(first):
    """A reply that could not be sent used to leave the page waiting for ever."""
    sent, done = [], threading.Event()

    def send(content, buffers=None):
        if content.get("did") == "unsendable":
            raise TypeError("cannot be packed")
        sent.append(content)
        if content["seq"] == 2:
            done.set()

    carrier = Answering()
    carrier.send = send
    carrier._received(None, {"do": first, "seq": 1}, [])
    carrier._received(None, {"do": "next", "seq": 2}, [])
    assert done.wait(30)
    assert [("fault" in content, content["seq"]) for content in sent] == [(True, 1), (False, 2)]
