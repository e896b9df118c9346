"""What carries messages: whatever fails is said, and what waits is answered all the same."""

from __future__ import annotations

import threading

import pytest

from diagnostics.app.consultation_widget import Consult
from diagnostics.app.dashboard_widget import Dashboard
from diagnostics.app.messages import Refused
from diagnostics.app.server.conversation import MOST_VIEWS, Conversation
from tests.app.wire import Wire


class Answering:
    """Answers with what it is asked for; every message is long work where asked."""

    def __init__(self, long=False):
        self.long, self.refilled, self.flushed = long, False, False

    def parse(self, content):
        if content["do"] == "dance":
            raise Refused("dance", "unknown kind", content["seq"], inside="page" in content)
        return content

    def refill(self):
        self.refilled = True

    def flush(self):
        self.flushed = True

    def is_long(self, message):
        return self.long

    def handle(self, message):
        if message["do"] == "break":
            raise ZeroDivisionError
        return {"did": float("nan") if message["do"] == "unsendable" else message["do"], "seq": message["seq"]}


def talk(long=False):
    conversation = Conversation()
    conversation.answerer = Answering(long)
    return conversation, Wire(conversation)


@pytest.mark.parametrize("first", ["break", "unsendable"])
def test_what_waits_is_answered_whatever_became_of_the_first(first):
    """A reply that could not be sent used to leave the page waiting for ever."""
    _, wire = talk(long=True)
    done = threading.Event()
    heard = wire._heard
    wire.line.connect(lambda frame: (heard(frame), wire.sent[-1:] and wire.sent[-1].get("seq") == 2 and done.set()), 0)
    wire.say({"do": first, "seq": 1})
    wire.say({"do": "next", "seq": 2})
    assert done.wait(30)
    assert [("fault" in content, content["seq"]) for content in wire.sent] == [(True, 1), (False, 2)]
    assert wire.line.waiting == 0, "both are acknowledged"


def test_a_message_that_no_page_sends_is_refused_and_the_page_is_told(caplog):
    conversation, wire = talk()
    wire.say({"do": "dance", "seq": 7})
    assert [(reply["seq"], reply["detail"]) for reply in wire.sent] == [(7, "Refused")]
    assert conversation.answerer.refilled, "the next reply fills the form"
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "dance: unknown kind" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("content", [{}, {"do": "page"}, {"page": 5, "do": "page"}, {"do": ["x"]}, {"do": None}])
def test_what_is_no_message_at_all_is_refused_by_both_pages(content, tmp_path):
    for page in (Dashboard(), Consult(tmp_path)):
        reply = Wire(page.conversation).say(content)
        assert "fault" in reply.get("page", reply)


@pytest.mark.parametrize(
    "content", [None, [], "hello", 5, {}, {"line": 5}, {"line": "v"}, {"line": "v", "n": -1}, {"line": "v", "n": 1}]
)
def test_what_is_no_frame_is_not_answered_by_a_widget(content):
    page, sent = Dashboard(), []
    page.send = lambda content, buffers=None: sent.append(content)
    page._received(page, content, [])
    assert sent == []


def test_a_widget_answers_each_view_on_its_own_line():
    page, sent = Dashboard(), []
    page.send = lambda content, buffers=None: sent.append(content)
    for view in ("one", "two"):
        page._received(page, {"line": view, "open": view, "got": 0}, [])
        page._received(page, {"line": view, "n": 1, "got": 0, "say": {"do": "hello", "seq": 1}}, [])
    assert [frame["line"] for frame in sent if "opened" in frame] == ["one", "two"]
    assert [frame["line"] for frame in sent if "say" in frame] == ["one", "two", "one"], "the first shows the same"
    page._received(
        page, {"line": "one", "n": 2, "got": 9, "say": {"do": "type", "texts": {"leads": "5"}, "seq": 2}}, []
    )
    assert '"seq":0' in sent[-1]["say"] and sent[-1]["line"] == "two"


def test_views_that_are_long_gone_are_forgotten():
    conversation, _ = talk()
    for n in range(3 * MOST_VIEWS):
        conversation.line(str(n))
    assert len(conversation._lines) == MOST_VIEWS


def test_a_conversation_that_ends_writes_what_is_not_written():
    conversation, _ = talk()
    conversation.close()
    assert conversation.answerer.flushed
