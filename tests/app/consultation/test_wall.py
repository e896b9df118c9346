"""What a projected window may be sent and may ask, without a browser."""

from __future__ import annotations

import pytest

from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.consultation.wall import for_the_wall, may_ask
from diagnostics.app.pages.page_words import AT_THE_DESK
from diagnostics.app.server.conversation import Conversation, Wall

SECRET = "debtors"


def frames_of(line):
    sent = []
    line.connect(lambda frame: sent.append(frame.text()), 0)
    return sent


@pytest.fixture
def talk(tmp_path):
    """A conversation with its desk and its wall, and what each was sent."""
    conversation = Conversation(start=lambda work: work())
    conversation.wall = Wall(may_ask, for_the_wall)
    conversation.answerer = Consultation(tmp_path, quiet=0)
    desk, wall = conversation.line(), conversation.line("wall-12345678")
    return desk, wall, frames_of(desk), frames_of(wall)


def say(line, n, **message):
    line.receive({"n": n, "got": 0, "say": message})


def test_a_note_and_the_script_are_sent_to_the_desk_alone(talk):
    desk, wall, at_desk, at_wall = talk
    say(desk, 1, do="new", client="Kern")
    say(desk, 2, do="step", to="door")
    say(desk, 3, do="note", step="door", text=SECRET)
    say(wall, 1, do="hello")
    assert any(SECRET in text for text in at_desk) and any("Draw a door" in text for text in at_desk)
    assert any("Kern" in text for text in at_wall)
    assert not any(SECRET in text or "Draw a door" in text or "Kern.json" in text for text in at_wall)


def test_a_change_from_the_wall_is_refused_in_words_and_changes_nothing(talk):
    desk, wall, at_desk, at_wall = talk
    say(desk, 1, do="new", client="Kern")
    say(desk, 2, do="define", key="lead", text="who rings")
    heard = len(at_desk)
    say(wall, 1, do="define", key="lead", text="anybody", seq=7)
    assert AT_THE_DESK in at_wall[-1] and '"seq":7' in at_wall[-1]
    assert len(at_desk) == heard  # nothing of it reaches the desk, whose form is not filled again
    say(wall, 2, do="page", page={"do": "clear", "seq": 3})
    assert AT_THE_DESK in at_wall[-1] and '"page"' in at_wall[-1]


@pytest.mark.parametrize(
    "inside",
    [
        {"leads": {"opened": f"{SECRET}.csv", "again": f"Open {SECRET}.csv again", "study": None}},
        {"notice": f"{SECRET}.csv was read"},
        {"choose": ["1"], "choose_title": f"Which sheet of {SECRET}.xlsx?"},
        {"rows": {"key": "1", "columns": ["rep"], "cells": [[SECRET]]}},
        {"file": f'{{"opened": "{SECRET}.csv"}}'},
        {"kept": f'{{"opened": "{SECRET}.csv"}}'},
        {"progress": f"Reading {SECRET}.csv", "share": 0.5},
    ],
    ids=lambda inside: next(iter(inside)),
)
def test_the_page_inside_names_no_file_on_the_wall(inside):
    assert SECRET not in str(for_the_wall({"page": {"revision": 3, **inside}}))
    assert for_the_wall({"page": {"revision": 3, **inside}})["page"]["revision"] == 3
