"""Who may show the page in a frame: nobody, or the origins that were named."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from diagnostics.__main__ import main
from diagnostics.app.consultation_widget import Consult
from diagnostics.app.server.budgets import Budgets
from diagnostics.app.server.handlers import headers
from diagnostics.app.server.serve import Door, Place, Rules, Unsafe, check_exposure, site_of
from diagnostics.app.site import checked_origin
from tests.app.conftest import free_port, running_server
from tests.app.server.test_published import got

ORIGINS = [
    ("https://www.example.com", "https://www.example.com"),
    ("https://Example.com/", "https://example.com"),
    ("http://localhost:8000", "http://localhost:8000"),
    ("https://xn--mller-kva.example", "https://xn--mller-kva.example"),
    ("http://10.0.0.7:8080", "http://10.0.0.7:8080"),
]
NO_ORIGINS = [
    "", "*", "https://*", "https://*.example.com", "'self'", "'none'", "none", "null", "example.com", "//example.com",
    "https://example.com/page", "https://example.com?a", "https://example.com#a", "https://user@example.com",
    "https://example.com:0", "https://example.com:99999", "https://example.com:x", "https://exa mple.com",
    "https://example.com; script-src *", "https://example.com;", "https://example.com, https://b.example",
    "https://example.com\nX: y", "https://example.com\r\n", "ftp://example.com", "data:text/html,x", "javascript:alert(1)",
    "file:" "///tmp", "https://müller.example", "https://[::1]", "https://-a.example", "https://", "https://a..b", "https://a.b.",
    "https://" + "a" * 300,
]  # fmt: skip


@pytest.mark.parametrize(("text", "origin"), ORIGINS)
def test_an_origin_is_read(text, origin):
    assert checked_origin(text) == origin


@pytest.mark.parametrize("text", NO_ORIGINS)
def test_what_is_no_origin_is_refused_with_an_example(text, capsys):
    with pytest.raises(ValueError, match=r"https://www\.example\.com"):
        checked_origin(text)
    with pytest.raises(SystemExit):
        main(["dashboard", "--no-browser", "--frame-ancestors", text])
    assert capsys.readouterr().err


def test_nobody_may_frame_the_page_unless_named():
    sent = headers()
    assert sent["Content-Security-Policy"].endswith("; frame-ancestors 'none'")
    assert sent["X-Frame-Options"] == "DENY"
    named = headers(("https://a.example", "http://localhost:8000"))
    assert named["Content-Security-Policy"].endswith("; frame-ancestors https://a.example http://localhost:8000")
    assert "X-Frame-Options" not in named, "which would keep out those that are named"
    both = ("Content-Security-Policy", "X-Frame-Options")
    assert {k: v for k, v in named.items() if k not in both} == {k: v for k, v in sent.items() if k not in both}


def test_a_session_is_never_framed(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["session", "--no-browser", "--frame-ancestors", "https://a.example"])
    assert "--frame-ancestors" in capsys.readouterr().err
    with pytest.raises(Unsafe, match="embed the dashboard"):
        check_exposure(Consult(tmp_path), Place(), Door(), Rules(frame_ancestors=("https://a.example",)))
    check_exposure(Consult(tmp_path), Place(), Door(), Rules())


def test_who_frames_the_page_is_no_part_of_what_it_says_of_itself():
    framed, plain = (
        site_of(Place(), Door(), Budgets(), Rules("initials", frame_ancestors=some)) for some in (("https://a.b",), ())
    )
    assert framed == plain


@contextmanager
def host(address):
    """A page of another origin that shows an address in a frame."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<title>Host</title><iframe src="{address}" width="1300" height="850"></iframe>'.encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


KEEPS_NOTHING = """
Object.defineProperty(window, "sessionStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
"""
"""Browsers that keep nothing for a page in a frame of another site."""


@pytest.mark.browser
@pytest.mark.xdist_group("line")
def test_a_browser_shows_the_page_in_a_frame_of_those_named_and_of_no_other(browser, tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with (
        host(address) as named,
        host(address) as other,
        running_server(tmp_path / "log.txt", "dashboard", "--frame-ancestors", named, port=port),
    ):
        reply = got(address)
        assert f"frame-ancestors {named}" in reply[1]["Content-Security-Policy"]
        assert reply[1]["X-Frame-Options"] is None and reply[1]["Set-Cookie"] is None
        context = browser.new_context()
        faults = []
        try:
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.add_init_script(KEEPS_NOTHING)
            page.goto(named)
            inside = page.frame_locator("iframe")
            inside.locator(".wl[data-revision]").wait_for(timeout=60_000)
            inside.locator("[name=leads]").fill("1900")
            inside.locator("[name=leads]").press("Enter")
            inside.get_by_text("From 1,900 leads").first.wait_for(timeout=60_000)
            assert context.cookies() == [] and faults == []
            refusals = []
            page.on("console", lambda message: refusals.append(message.text))
            page.goto(other)
            page.wait_for_timeout(2_000)
            assert page.frame_locator("iframe").locator(".wl").count() == 0
            assert any("frame-ancestors" in text for text in refusals)
        finally:
            context.close()


@pytest.mark.browser
@pytest.mark.xdist_group("line")
def test_a_browser_shows_the_page_in_no_frame_by_default(browser, server):
    with host(server[0]) as other:
        context = browser.new_context()
        try:
            page, refusals = context.new_page(), []
            page.on("console", lambda message: refusals.append(message.text))
            page.goto(other)
            page.wait_for_timeout(2_000)
            assert page.frame_locator("iframe").locator(".wl").count() == 0
            assert any("frame-ancestors" in text for text in refusals)
        finally:
            context.close()
