"""Answers that are worked out in processes apart."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from diagnostics.app.dashboard_widget import Dashboard
from diagnostics.app.forms.entries import example, names
from diagnostics.app.pages.answering import Asked, answer, knowing
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.server.processes import Processes
from diagnostics.app.server.serve import answer_to_everybody
from diagnostics.errors import InputError
from diagnostics.funnel.records import Funnel, Par
from diagnostics.language import LANGUAGES

ASKED = Asked(Funnel(leads=310, wins=17, months=1), Par(goal=58, closing=0.12))


@pytest.fixture(scope="module")
def processes():
    some = Processes(2)
    yield some
    some.close()


@pytest.mark.slow
def test_a_process_answers_as_the_server_itself_does(processes):
    far, here = processes.answer(ASKED), answer(ASKED)
    assert (far.panes, far.said) == (here.panes, here.said)
    assert far.diagnosis is None
    assert here.diagnosis is not None


@pytest.mark.slow
def test_what_cannot_be_answered_is_told_in_the_same_words(processes):
    asked = ASKED._replace(par=Par(goal=58))
    with pytest.raises(InputError) as far:
        processes.answer(asked)
    with pytest.raises(InputError) as here:
        answer(asked)
    assert str(far.value) == str(here.value)
    assert vars(far.value) == vars(here.value)


def test_a_page_shows_the_same_whoever_works_it_out(processes):
    far, here = DashboardPage(answers=processes.answer, what_ifs=processes.what_if), DashboardPage()
    for message in (
        {"do": "hello", "query": "leads=300&wins=17&goal=58&closing=12"},
        {"do": "try", "levels": {"closing": 0.2}},
        {"do": "scenario", "slot": "scenario_a"},
        {"do": "type", "texts": {"leads": "900"}},
        {"do": "type", "texts": {"leads": "900", "months": "1"}},
        {"do": "type", "texts": {"leads": "9"}},
        {"do": "undo"},
        {"do": "clear"},
        {"do": "save"},
    ):
        assert far.handle(message) == here.handle(message)


@pytest.mark.slow
def test_a_process_that_ends_is_replaced(processes):
    processes.answer(ASKED)
    for process in list(processes._pool._processes.values()):
        os.kill(process.pid, signal.SIGKILL)
    assert processes.answer(ASKED).panes == answer(ASKED).panes
    assert processes.answer(ASKED).panes == answer(ASKED).panes
    assert processes._pool._processes


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.slow
def test_they_end_with_a_server_that_is_killed():
    code = """
        import time
        from diagnostics.app.server.processes import Processes
        if __name__ == "__main__":
            some = Processes(1)
            print(*some._pool._processes, flush=True)
            time.sleep(60)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True) as server:
        child = psutil.Process(int(server.stdout.readline()))
        time.sleep(3)  # it has begun
        server.kill()
    assert not psutil.wait_procs([child], timeout=20)[1], "it lives on"


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("way", ["counts", "table"])
def test_what_is_known_is_not_worked_out_again(name, way):
    """Whatever a form asks can be looked up: of each example, with money too."""
    page = DashboardPage(example(name, way).typed("sale", "900").typed("lead_cost", "40"))
    page.handle({"do": "hello"})
    assert page.asked is not None
    assert knowing({page.asked: page.given}, nobody)(page.asked) is page.given
    with pytest.raises(AssertionError):
        knowing({}, nobody)(page.asked)


def test_the_first_answer_is_worked_out_once_for_everybody():
    known = answer_to_everybody(Dashboard())
    visitor = DashboardPage(answers=knowing(known, nobody))
    assert visitor.handle({"do": "hello"})["answer"] == DashboardPage().handle({"do": "hello"})["answer"]
    german = DashboardPage(answers=knowing(known, nobody)).handle({"do": "hello", "languages": "de-AT,de;q=0.9"})
    assert german["answer"] == DashboardPage(language="de").handle({"do": "hello"})["answer"]
    assert [given.diagnosis for given in known.values()] == [None] * len(LANGUAGES)


def nobody(_asked):
    raise AssertionError("worked out")
