"""The pages that are open: found by a name that only they know, forgotten after a while, never more than allowed."""

from __future__ import annotations

import pytest

from diagnostics.app.server.budgets import Budgets
from diagnostics.app.server.sessions import Full, Sessions


class Talk:
    def __init__(self, closed, fails=False):
        self.closed, self.fails = closed, fails

    def close(self):
        self.closed.append(self)
        if self.fails:
            raise OSError("no room")


@pytest.fixture
def made():
    closed, now = [], [0.0]

    def make(**limits):
        sessions = Sessions(lambda: Talk(closed), Budgets(**limits), lambda: now[0])
        sessions.closed, sessions.now = closed, now
        return sessions

    return make


def name(n):
    return f"{n:032d}"


def test_a_page_finds_its_session_again_and_nobody_else_does(made):
    sessions = made()
    mine = sessions.enter(name(1), "a")
    assert sessions.enter(name(2), "a") is not mine
    sessions.left(mine)
    assert sessions.enter(name(1), "b") is mine


@pytest.mark.parametrize("wrong", ["", "short", "x" * 21, "x" * 65, "../../etc/passwd000000000", "é" * 32, "a b" * 10])
def test_a_name_that_could_be_guessed_is_none(made, wrong):
    with pytest.raises(ValueError, match="id"):
        made().enter(wrong, "a")


def test_a_page_that_is_away_is_remembered_for_a_while(made):
    sessions = made(away_seconds=90)
    session = sessions.enter(name(1), "a")
    sessions.left(session)
    sessions.now[0] = 89
    sessions.sweep()
    assert sessions.enter(name(1), "a") is session
    sessions.now[0] = 1000
    sessions.sweep()
    assert len(sessions) == 1, "it is connected"
    sessions.left(session)
    sessions.now[0] = 1090
    sessions.sweep()
    assert sessions.closed == [session.conversation]
    assert len(sessions) == 0


def test_limits_refuse_new_pages_and_leave_the_open_ones(made):
    sessions = made(sessions=3, sessions_per_address=2, opens_per_minute=100)
    first = sessions.enter(name(1), "a")
    sessions.enter(name(2), "a")
    with pytest.raises(Full, match="sessions_per_address"):
        sessions.enter(name(3), "a")
    sessions.enter(name(4), "b")
    with pytest.raises(Full, match=r"^sessions$"):
        sessions.enter(name(5), "c")
    assert sessions.enter(name(1), "a") is first


def test_a_flood_of_opened_pages_is_slowed_by_the_minute(made):
    sessions = made(opens_per_minute=2, away_seconds=1)
    for n in (1, 2):
        sessions.enter(name(n), "a")
    with pytest.raises(Full, match="opens_per_minute"):
        sessions.enter(name(3), "a")
    sessions.enter(name(4), "b")
    sessions.now[0] = 61
    sessions.enter(name(3), "a")


def test_one_file_that_cannot_be_written_keeps_no_other_from_it(made, caplog):
    sessions = made()
    sessions.enter(name(1), "a").conversation.fails = True
    sessions.enter(name(2), "a")
    sessions.close()
    assert len(sessions.closed) == 2
    assert "OSError" in caplog.text


def test_a_limit_of_nothing_is_no_limit():
    with pytest.raises(ValueError, match="sessions"):
        Budgets(sessions=0)
