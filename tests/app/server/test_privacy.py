"""What a page says of privacy is true where it is served, and what it says is forgotten is forgotten."""

from __future__ import annotations

import html
import ipaddress
import json
import os
import re
import time
import urllib.request

import pytest

from diagnostics.app import messages as m
from diagnostics.app.case.case import Case
from diagnostics.app.consultation_widget import Consult
from diagnostics.app.dashboard_widget import Dashboard
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.privacy_words import of_file, of_page
from diagnostics.app.server import workers as w
from diagnostics.app.server.budgets import Budgets
from diagnostics.app.server.door import Door
from diagnostics.app.server.places import PACKAGE
from diagnostics.app.server.serve import Place, Rules, site_of
from diagnostics.app.site import NOTEBOOK, Site, checked_link
from tests.app.conftest import ROOT, running_server

HERE = "computer"
LINKS = ["--imprint", "https://example.com/i?a=1&b=%3Cx%3E", "--privacy", "http://example.com/privacy"]


def document(address, host=None):
    request = urllib.request.Request(address, headers={} if host is None else {"Host": host})
    with urllib.request.urlopen(request, timeout=10) as reply:
        return reply.read().decode()


def footer(text):
    found = re.search(r'<footer class="wl-site".*?</footer>', text, re.DOTALL)
    return "" if found is None else found[0]


# --- who can reach it ---------------------------------------------------------------------------------------------

PROXY = frozenset({ipaddress.ip_network("10.0.0.0/8")})


@pytest.mark.parametrize(
    ("place", "door", "where"),
    [
        (Place(), Door(), "machine"),
        (Place("localhost"), Door(), "machine"),
        (Place("::1"), Door(token="t"), "machine"),
        (Place("0.0.0.0"), Door(), "server"),
        (Place("192.168.0.7"), Door(token="t"), "server"),
        (Place(), Door(hosts=frozenset({"diagnosis.example.com"})), "server"),
        (Place(), Door(proxies=PROXY), "server"),
        (Place(), Door(proxies=PROXY, user_header="X-User"), "server"),
        (Place(base_url="/diagnosis/"), Door(), "server"),
    ],
)
def test_only_what_nobody_else_can_reach_is_said_to_stay_here(place, door, where):
    site = site_of(place, door, Budgets(away_seconds=7), Rules())
    assert site.where == where
    assert (HERE in of_file(site)) == (where == "machine")
    assert (HERE in of_page(site)) == (HERE in of_page(site, cases=True)) == (where == "machine")
    assert ("about 7 seconds after you leave" in of_page(site)) == (where == "server")


def test_a_notebook_says_what_is_true_wherever_its_kernel_is():
    assert HERE not in of_file(NOTEBOOK) and "notebook’s kernel" in of_file(NOTEBOOK)
    assert Dashboard().footer() == ("", ())
    assert of_file(NOTEBOOK) in Dashboard().first()["empties"]["ledger"]


def test_a_session_says_how_long_clients_are_kept():
    page = Consult()
    page.site = Site("server")
    assert "kept until you delete it" in page.footer().kept
    page.site = Site("server", delete_after=90)
    assert "One that is not saved for 90 days is deleted by itself." in page.footer().kept


def test_no_other_sentence_promises_that_nothing_leaves():
    """One place says it, where it is known to be true."""
    promise = re.compile(r"(leaves|leave|stays? on) (this|your|the) (machine|computer)", re.IGNORECASE)
    texts = {
        path
        for folder in ("diagnostics", "notebooks", "data", "frontend/src", "docs", "deploy")
        for ending in ("py", "js", "ts", "j2", "ipynb", "md", "toml", "csv")
        for path in (ROOT / folder).rglob(f"*.{ending}")
        if promise.search(path.read_text(encoding="utf-8"))
    }
    assert texts == {PACKAGE / "app" / "pages" / "privacy_words.py"}
    assert promise.search("Nothing leaves this machine")


# --- links ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "JaVaScRiPt://x/%0aalert(1)", "data:text/html,x", "//example.com", "example.com/imprint", "",
        "https://", "https:///x", "https://example.com/\"onclick=", "https://example.com/ x", "https://example.com/<b>",
        "https://user:pass@example.com/", "https://example.com:99999/", "https://[::1/", "https://example.com/\n", "ftp://example.com/",
        "https://example.com/" + "x" * 2000, "https://example.com\\@evil.example/",
    ],
)  # fmt: skip
def test_only_an_address_on_the_web_is_linked_to(text):
    with pytest.raises(ValueError, match="is not the address of a page"):
        checked_link(text)


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("local") / "log.txt") as (address, _):
        yield address


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    options = ["--allow-host", "diagnosis.example.com", "--people", "initials", "--max-away-seconds", "30", *LINKS]
    with running_server(tmp_path_factory.mktemp("public") / "log.txt", "dashboard", *options) as (address, _):
        yield address


@pytest.mark.slow
def test_the_first_document_says_what_is_true_and_links_before_any_script_runs(local, public):
    here, there = document(local), document(public, "diagnosis.example.com")
    assert "stays on this computer" in footer(here) and "<a " not in footer(here)
    assert HERE not in there
    said = html.unescape(footer(there))
    assert "sent to this server, kept in memory and not saved to disk" in said and "about 30 seconds" in said
    assert re.findall(r'<a href="([^"]*)" target="_blank" rel="noopener noreferrer">(\w+)</a>', said) == [
        (LINKS[1], "Imprint"),
        (LINKS[3], "Privacy"),
    ]
    assert "a=1&amp;b=" in footer(there), "escaped"
    assert "<script" not in footer(there)
    first = json.loads(re.search(r'id="weak-link-first">(.*?)</script>', there)[1])
    assert "Your file is sent to this server" in first["empties"]["ledger"][-1]
    people = next(field for field in first["form"]["ledger"] if field["key"] == "people")
    assert people["options"] == [["", "Initials"], ["numbers", "Numbers"]]


@pytest.mark.slow
def test_a_session_has_the_same_links_and_deletes_only_what_it_was_told_to(tmp_path):
    folder = tmp_path / "cases"
    for name in ("Old", "New"):
        Case(client=name).save(folder / f"{name}.json")
    os.utime(folder / "Old.json", (1, 1))
    with running_server(tmp_path / "a.txt", "session", "--folder", str(folder), *LINKS) as (address, _):
        said = html.unescape(footer(document(address)))
        assert "Imprint" in said and "kept until you delete it" in said
        time.sleep(1)
        assert (folder / "Old.json").exists(), "never by itself"
    with running_server(tmp_path / "b.txt", "session", "--folder", str(folder), "--delete-after", "30") as (address, _):
        assert "30 days" in footer(document(address))
        until = time.monotonic() + 10
        while (folder / "Old.json").exists() and time.monotonic() < until:
            time.sleep(0.1)
    assert sorted(p.name for p in folder.glob("*.json")) == ["New.json"]
    assert "Old" not in (tmp_path / "b.txt").read_text(), "the log names no client"


# --- forgotten ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_what_was_written_of_an_export_goes_when_its_page_is_left(leads_csv):
    workers = w.Workers(Budgets(workers=1), Site("server"))
    try:
        before = set(workers.folder.rglob("*"))
        apart = w.PageApart(DashboardPage(None, lambda *_: None), workers, lambda *_: None)
        apart.handle(m.Hello(query="goal=30&closing=20"))
        data = leads_csv()
        assert apart.handle(m.LeadsPart(name="deals.csv", size=len(data), data=data))["answer"]
        time.sleep(2)  # the export that a worker opens to be ready
        held = set(workers.folder.rglob("*")) - before
        assert held, "it has a folder while it is open"
        apart.flush()
        until = time.monotonic() + 10
        while held & set(workers.folder.rglob("*")) and time.monotonic() < until:
            time.sleep(0.1)
        assert not held & set(workers.folder.rglob("*"))
    finally:
        workers.close()
    assert not workers.folder.exists()


def test_a_session_sweeps_what_a_crash_left_of_an_export(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / f"{w.PREFIX}999999999-x"
    left.mkdir()
    (left / "leads.duckdb").write_text("names")
    made = w.temporary_here()
    assert not left.exists() and made.is_dir()
