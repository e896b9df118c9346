"""What carries messages: whatever fails is said, and what waits is answered all the same."""

from __future__ import annotations

import threading

import pytest

from diagnostics.app.consultation_widget import Consult
from diagnostics.app.dashboard_widget import Dashboard
from diagnostics.app.messages import Refused
from diagnostics.app.server.carrier import Carrier


class Answering(Carrier):
    """Answers with what it is asked for; every message is long work."""

    answered = None

    @property
    def answerer(self):
        return self

    def parse(self, content):
        if content["do"] == "dance":
            raise Refused("dance", "unknown kind", content["seq"], inside="page" in content)
        return content

    def refill(self):
        self.refilled = True

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


def test_a_message_that_no_page_sends_is_refused_and_the_page_is_told(caplog):
    carrier, sent = Answering(), []
    carrier.send = lambda content, buffers=None: sent.append(content)
    carrier._received(None, {"do": "dance", "seq": 7}, [])
    assert [(reply["seq"], reply["detail"]) for reply in sent] == [(7, "Refused")]
    assert carrier.refilled, "the next reply fills the form"
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "dance: unknown kind" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("content", [None, [], "hello", 5, {}, {"do": "page"}, {"page": 5, "do": "page"}])
def test_what_is_no_message_at_all_is_refused_by_both_pages(content, tmp_path):
    for page in (Dashboard(), Consult(tmp_path)):
        sent = []
        page.send = lambda content, buffers=None, sent=sent: sent.append(content)
        page._received(page, content, [])
        assert "fault" in sent[0].get("page", sent[0])
