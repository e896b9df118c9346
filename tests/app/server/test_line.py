"""A line: whatever is cut, repeated or comes too late, each message is handled once and each reply is there in the end."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.app.server.line import MOST_AHEAD_BYTES, Frame, Line, Misused


class Page:
    """The page's half, written a second time: what it has not heard of is sent again."""

    def __init__(self):
        self.handled, self.heard = [], []
        self.line = Line(self.handle)
        self.got = self.number = 0
        self.unsaid = {}
        self.up = False

    def handle(self, message, data, number):
        self.handled.append(message["text"])
        self.line.done(number)
        self.line.say({"echo": message["text"]}, data)

    def write(self, frame):
        content = json.loads(frame.text())
        if "opened" in content:
            for n in [n for n in self.unsaid if n > content["opened"]["arrived"]]:
                self.post(n)
        if content.get("m") == self.got + 1:
            self.got += 1
            self.heard.append(content["say"]["echo"])
        for n in [n for n in self.unsaid if n <= content.get("done", 0)]:
            del self.unsaid[n]

    def connect(self):
        self.up = True
        self.line.connect(self.write, self.got)

    def cut(self):
        self.up = False
        self.line.disconnect(self.write)

    def post(self, n):
        if n in self.unsaid:  # else the answer to another one has said that it is there
            self.line.receive({"n": n, "got": self.got, "say": {"text": self.unsaid[n]}})

    def say(self, text, lost=False):
        self.number += 1
        self.unsaid[self.number] = text
        if self.up and not lost:
            self.post(self.number)


@given(st.lists(st.sampled_from(["say", "lose", "cut", "connect", "repeat"]), max_size=40))
def test_each_message_is_handled_once_and_in_order_and_each_reply_heard(events):
    page = Page()
    for at, event in enumerate(events):
        if event == "say":
            page.say(f"{at}")
        elif event == "lose":
            page.say(f"{at}", lost=True)
        elif event == "cut":
            page.cut()
        elif event == "connect":
            page.connect()
        elif page.up:
            for n in list(page.unsaid):
                page.post(n)
    page.connect()
    said = [str(at) for at, event in enumerate(events) if event in ("say", "lose")]
    assert page.handled == page.heard == said
    assert page.unsaid == {}


def test_replies_that_a_page_has_are_kept_no_longer():
    line = Line(lambda *_: None)
    line.connect(lambda frame: None, 0)
    line.say({"text": "x" * 1000})
    line.say({"text": "y"}, b"z" * 5000)
    assert line.unread > 6000
    line.receive({"ping": 1, "got": 2})
    assert line.unread == 0


def test_messages_that_are_answered_in_another_order_are_acknowledged_when_all_before_them_are():
    line, frames = Line(lambda *_: None), []
    line.connect(frames.append, 0)
    for n in (1, 2, 3):
        line.receive({"n": n, "say": {}})
    line.done(2)
    line.receive({"ping": 1})
    assert frames[-1].content["done"] == 0
    line.done(1)
    line.receive({"ping": 2})
    assert frames[-1].content == {"pong": 2, "arrived": 3, "done": 2, "said": 0}
    assert line.waiting == 1


def test_a_second_connection_takes_the_place_of_the_first():
    line, first, second = Line(lambda *_: None), [], []
    line.connect(first.append, 0)
    line.connect(second.append, 0)
    line.disconnect(first.append)  # its end comes late
    line.say({"text": "x"})
    assert line.connected
    assert [frame.say for frame in first] == [None]
    assert second[-1].say == '{"text":"x"}'


@pytest.mark.parametrize(
    "frame",
    [
        {},
        {"n": 0, "say": {}},
        {"n": -1, "say": {}},
        {"n": True, "say": {}},
        {"n": 1.5, "say": {}},
        {"n": "1", "say": {}},
        {"n": 2**60, "say": {}},
        {"n": 5000, "say": {}},
        {"n": 1, "say": None},
        {"n": 1, "say": []},
        {"n": 1, "say": {}, "got": "x"},
        {"ping": None, "got": 0},
    ],
)
def test_what_no_page_sends_is_refused_and_changes_nothing(frame):
    handled = []
    line = Line(lambda message, *_: handled.append(message))
    with pytest.raises(Misused):
        line.receive(frame)
    line.receive({"n": 1, "say": {"text": "a"}})
    assert handled == [{"text": "a"}]


def test_what_comes_before_its_turn_is_bounded_in_bytes():
    """A page that left the first message out made the server keep 600 MB of those after it."""
    line = Line(lambda *_: None)
    many = MOST_AHEAD_BYTES // 10
    with pytest.raises(Misused):
        for n in range(2, 20):
            line.receive({"n": n, "say": {}}, None, many)
    assert len(line._ahead) == 10
    line.receive({"n": 1, "say": {}}, None, many)
    assert line.waiting == 11, "the first makes their turn"


def test_bytes_that_wait_are_known_until_their_message_is_handled():
    line = Line(lambda *_: None)
    for n in (1, 2):
        line.receive({"n": n, "say": {}}, None, 1000 * n)
    assert line.waiting_bytes == 3000
    line.done(2)
    assert line.waiting_bytes == 1000
    line.done(1)
    assert line.waiting_bytes == 0


def test_what_cannot_be_sent_is_no_reply():
    line = Line(lambda *_: None)
    for reply in ({"x": float("nan")}, {"x": object()}):
        with pytest.raises((TypeError, ValueError)):
            line.say(reply)
    assert line.unread == 0


def test_a_frame_is_json_whatever_is_in_its_reply():
    frame = Frame({"m": 1, "done": 2}, json.dumps({"a": '"}\u2028'}))
    assert json.loads(frame.text()) == {"m": 1, "done": 2, "say": {"a": '"}\u2028'}}
