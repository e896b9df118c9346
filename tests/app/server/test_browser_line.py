"""A page in a browser whose line is cut, held, and answered by a server that began anew: nothing typed is lost."""

from __future__ import annotations

import time

import pytest

import diagnostics as dx
from tests.app.cable import Cable
from tests.app.conftest import WIDE, Visit, free_port, running_server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("line")]

QUERY = "#leads=310&months=1&wins=17&goal=58&closing=12"


def expected(**texts):
    given = {"leads": 310, "wins": 17, "goal": 58, "closing": 12, **texts}
    return dx.diagnose(
        dx.Funnel(given["leads"], given["wins"]), dx.Par(goal=given["goal"], closing=given["closing"] / 100)
    ).sentence


@pytest.fixture
def cable(server):
    cable = Cable(int(server[0].rstrip("/").rpartition(":")[2]))
    yield cable
    cable.close()


@pytest.fixture
def visit(browser):
    visits = []

    def start(address, query=QUERY):
        visits.append(Visit(browser, address, WIDE))
        return visits[-1].open(query)

    yield start
    for v in visits:
        v.context.close()
        assert [fault for fault in v.faults if "pageerror" in fault] == []
        assert v.strangers == []


def banner(v, shown, within):
    v.page.wait_for_selector(".wl-banner", state="visible" if shown else "hidden", timeout=within * 1000)


def answered(v, sentence, within=20):
    v.page.wait_for_function(
        "s => document.querySelector('.wl').dataset.stale === 'false' && document.querySelector('.wl-sentence').innerText === s",
        arg=sentence,
        timeout=within * 1000,
    )


@pytest.mark.parametrize("how", ["cut", "hold"])
def test_a_line_that_is_lost_is_said_within_two_seconds_and_everything_typed_arrives(visit, cable, how):
    v = visit(cable.address).settle()
    answered(v, expected())
    getattr(cable, how)()
    v.page.fill("[name=wins]", "45")
    banner(v, True, within=2.5)
    v.page.fill("[name=goal]", "40")
    v.page.fill("[name=leads]", "400")
    assert "kept" in v.page.inner_text(".wl-banner")
    cable.mend()
    banner(v, False, within=15)
    answered(v, expected(wins=45, goal=40, leads=400))


def test_a_line_that_is_held_is_noticed_although_nobody_types(visit, cable):
    v = visit(cable.address).settle()
    cable.hold()
    banner(v, True, within=4)
    cable.mend()
    banner(v, False, within=15)


def test_nine_quick_changes_and_a_reload_lose_nothing_even_while_the_line_is_cut(visit, cable):
    v = visit(cable.address).settle()
    cable.hold()
    for wins in range(20, 29):
        v.page.fill("[name=wins]", str(wins))
    cable.mend()
    v.page.reload()
    v.page.wait_for_selector(".wl[data-answer]", timeout=30_000)
    answered(v, expected(wins=28))
    assert v.page.input_value("[name=wins]") == "28"
    assert v.page.is_enabled("button:has-text('Undo')"), "the same session goes on"


def test_the_address_has_what_was_typed_when_the_page_is_left(visit, server):
    v = visit(server[0]).settle()
    v.page.fill("[name=wins]", "33")
    v.page.evaluate("sessionStorage.clear(); window.dispatchEvent(new Event('pagehide')); sessionStorage.clear()")
    assert "wins=33" in v.page.url
    assert "leads=310" in v.page.url


def test_a_link_that_is_followed_in_the_same_tab_opens_what_it_says(visit, server):
    v = visit(server[0]).settle()
    v.page.fill("[name=wins]", "33")
    v.page.goto("about:blank")
    v.page.goto(f"{server[0]}#leads=100&months=1&wins=50&goal=58&closing=12")
    v.page.wait_for_selector(".wl[data-answer]", timeout=30_000)
    assert v.page.input_value("[name=wins]") == "50"


@pytest.mark.parametrize("way", ["counts", "table", "ledger"])
def test_a_server_that_is_restarted_under_a_page_loses_nothing(visit, tmp_path, leads_csv, way):
    port, log = free_port(), tmp_path / "log.txt"
    with running_server(log, "dashboard", port=port) as (address, _):
        v = visit(address, QUERY if way != "table" else "#example=leads_pile_up&way=table").settle()
        if way == "ledger":
            v.page.click(".wl-way[data-way=ledger]")
            (tmp_path / "deals.csv").write_bytes(leads_csv())
            v.page.set_input_files(".wl-opener input[type=file]", tmp_path / "deals.csv")
            v.page.wait_for_function("() => document.querySelector('.wl').innerText.includes('deals.csv')")
            v.settle()
        v.type("wins" if way == "counts" else "goal", "45")
    banner(v, True, within=3)
    v.page.fill("[name=closing]", "11")
    with running_server(log, "dashboard", port=port):
        banner(v, False, within=15)
        v.page.wait_for_function(
            "() => document.querySelector('.wl').dataset.stale === 'false' && !document.querySelector('.wl-busy')",
            timeout=20_000,
        )
        assert v.page.input_value("[name=closing]") == "11"
        assert v.page.input_value("[name=wins]" if way == "counts" else "[name=goal]") == "45"
        v.type("closing", "90")
        assert v.page.get_attribute(".wl", "data-stale") == "false"
        if way == "counts":
            v.page.fill("[name=closing]", "11")
            answered(v, expected(wins=45, closing=11))
        v.page.reload()
        v.page.wait_for_selector(".wl[data-revision]", timeout=30_000)
        assert v.page.input_value("[name=closing]") in ("11", "90")


def test_pages_are_read_before_any_script_has_run(browser, server):
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(server[0])
    assert "weak link" in page.inner_text(".wl-sentence")
    assert page.is_visible(".wl-door .wl-door-who >> nth=0")
    assert page.locator(".wl-field").count() >= 3
    context.close()


def test_a_page_that_is_left_is_forgotten_and_a_page_that_stays_is_not(visit, tmp_path):
    with running_server(tmp_path / "log.txt", "dashboard", "--max-away-seconds", "1") as (address, _):
        stays = visit(address).settle()
        visit(address).settle().page.close()
        time.sleep(3)
        stays.type("wins", "31")
        answered(stays, expected(wins=31))
