"""Who is let in."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from tornado.httputil import HTTPHeaders, HTTPInputError, HTTPServerRequest, RequestStartLine
from tornado.web import HTTPError

from diagnostics.app.server.door import Door, loopback, names


class Connection:
    def __init__(self, ip):
        self.context = self
        self.remote_ip = ip
        self.protocol = "http"

    def set_close_callback(self, callback):
        pass


def asked(host="127.0.0.1:8866", ip="127.0.0.1", **headers):
    given = HTTPHeaders({"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}})
    return HTTPServerRequest(
        start_line=RequestStartLine("GET", "/", "HTTP/1.1"), headers=given, connection=Connection(ip)
    )


def let_in(door, request):
    try:
        door.check(request)
    except HTTPError as refusal:
        assert refusal.status_code == 403
        return False
    return True


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:8866", True),
        ("localhost:8866", True),
        ("LOCALHOST", True),
        ("[::1]:8866", True),
        ("rebound.example:8866", False),
        ("rebound.example", False),
        ("127.0.0.1.rebound.example", False),
        ("localhost.rebound.example", False),
        ("127.0.0.1@rebound.example", False),
        ("rebound.example#127.0.0.1", False),
        ("", False),
        ("[::1", False),
        ("0.0.0.0", False),
    ],
)
def test_a_name_that_a_stranger_points_at_this_machine_is_refused(host, expected):
    assert Door().known(host) is expected
    try:
        request = asked(host)
    except HTTPInputError:  # the server refuses what is no host before anybody is asked
        assert not expected
    else:
        assert let_in(Door(), request) is expected


def test_a_name_that_was_allowed_is_let_in():
    door = Door(names(["Diagnosis.Example", "203.0.113.5:80"]))
    assert let_in(door, asked("diagnosis.example"))
    assert let_in(door, asked("203.0.113.5:8866"))
    assert not let_in(door, asked("other.example"))


@pytest.mark.parametrize(
    ("site", "mode", "expected"),
    [
        ("same-origin", "cors", True),
        ("none", "navigate", True),
        ("cross-site", "navigate", True),
        ("cross-site", "no-cors", False),
        ("cross-site", "cors", False),
        ("cross-site", "websocket", False),
    ],
)
def test_pages_of_other_sites_may_link_to_this_one_and_nothing_else(site, mode, expected):
    assert let_in(Door(), asked(Sec_Fetch_Site=site, Sec_Fetch_Mode=mode)) is expected


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://127.0.0.1:8866", True),
        ("https://127.0.0.1:8866", True),
        ("http://127.0.0.1:9999", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
        ("file://127.0.0.1:8866", False),
    ],
)
def test_only_pages_of_this_server_connect(origin, expected):
    assert Door().same_origin(origin, "127.0.0.1:8866") is expected


def test_an_origin_that_agrees_with_a_strange_host_is_strange():
    assert not Door().same_origin("http://rebound.example", "rebound.example")


@pytest.mark.parametrize("given", [None, "", "wrong", 5, ["right"], "right\0", "\ud800"])
def test_a_wrong_token_opens_nothing(given):
    assert not Door(token="right").opens_to(given)
    assert Door(token="right").opens_to("right")
    assert Door().opens_to(given)


def test_only_a_proxy_that_is_trusted_says_where_a_visitor_comes_from():
    door = Door(proxies=frozenset([ip_network("10.0.0.1")]))
    said = {"X_Forwarded_For": "6.6.6.6, 192.0.2.7"}
    assert door.address(asked(ip="10.0.0.1", **said)) == "192.0.2.7", "the proxy's own word is the last"
    assert door.address(asked(ip="10.0.0.2", **said)) == "10.0.0.2"
    assert door.address(asked(ip="10.0.0.1", X_Forwarded_For="nonsense")) == "10.0.0.1"


def test_where_a_proxy_signs_visitors_in_nobody_else_is_let_in():
    door = Door(proxies=frozenset([ip_network("10.0.0.1")]), user_header="X-User")
    assert let_in(door, asked(ip="10.0.0.1", X_User="ann"))
    assert not let_in(door, asked(ip="10.0.0.1"))
    assert not let_in(door, asked(ip="10.0.0.9", X_User="ann"))


@pytest.mark.parametrize(
    ("ip", "expected"),
    [
        ("172.28.1.0", True),
        ("172.28.1.255", True),
        ("::ffff:172.28.1.7", True),
        ("fd00::7", True),
        ("172.28.0.255", False),
        ("172.28.2.0", False),
        ("::ffff:172.28.2.7", False),
        ("fd01::7", False),
        ("", False),
        ("0.0.0.0", False),
        ("nonsense", False),
        (None, False),
    ],
)
def test_a_proxy_whose_address_is_not_known_beforehand_is_known_by_its_network(ip, expected):
    door = Door(proxies=frozenset([ip_network("172.28.1.0/24"), ip_network("fd00::/64")]), user_header="X-User")
    assert door.trusts(ip) is expected
    assert let_in(door, asked(ip=ip, X_User="ann")) is expected


@pytest.mark.parametrize(
    ("ip", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("", False),
        ("192.0.2.1", False),
    ],
)
def test_what_only_this_machine_reaches(ip, expected):
    assert loopback(ip) is expected


def test_what_is_no_host_is_named():
    with pytest.raises(ValueError, match=r"\[x"):
        names(["good.example", "[x"])
