"""Who is let in: hosts by name, pages of this server alone, and where a token is asked, whoever has it."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
NAVIGATION: Final = frozenset({"navigate"})

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Door:
    """The checks that every request and every connection passes.

    Parameters
    ----------
    hosts : set of str
        Names besides those of this machine under which the page may be asked for.
    token : str, optional
        What a page has to know to connect. The document holds nothing private, so it is not asked for before.
    proxies : set of networks
        Where the proxies are whose word about the visitor counts; a network of one address is a single proxy.
    user_header : str, optional
        The header in which such a proxy names the visitor whom it knows; then nobody else is let in.
    """

    hosts: frozenset[str] = frozenset()
    token: str | None = None
    proxies: frozenset[Network] = frozenset()
    user_header: str | None = None

    def check(self, request: HTTPServerRequest) -> None:
        """Let a request in, or refuse it.

        Raises
        ------
        HTTPError
            403, with the reason in the operator's log.
        """
        if not self.known(request.host):
            raise HTTPError(HTTPStatus.FORBIDDEN, "unknown host; --allow-host adds one")
        site = request.headers.get("Sec-Fetch-Site", "none")
        if site == "cross-site" and request.headers.get("Sec-Fetch-Mode") not in NAVIGATION:
            raise HTTPError(HTTPStatus.FORBIDDEN, "asked for by a page of another site")
        if self.user_header is not None and not (
            self.trusts(request.remote_ip) and request.headers.get(self.user_header)
        ):
            raise HTTPError(HTTPStatus.FORBIDDEN, "not known to the proxy")

    def opens_to(self, token: object) -> bool:
        """Whether a page that connects knows the token, where there is one."""
        if self.token is None:
            return True
        return isinstance(token, str) and hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    def known(self, host: str) -> bool:
        """Whether the page may be asked for under this name."""
        name = name_of(host)
        return name is not None and (name in LOOPBACK or name in self.hosts)

    def same_origin(self, origin: str, host: str) -> bool:
        """Whether a page that connects is one of this server."""
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower() and self.known(host)

    def trusts(self, ip: str | None) -> bool:
        """Whether a connection from this address is a proxy's.

        A server that listens on IPv6 sees IPv4 addresses as ``::ffff:192.0.2.1``.
        """
        try:
            near = ipaddress.ip_address(ip or "")
        except ValueError:
            return False
        near = getattr(near, "ipv4_mapped", None) or near
        return any(near in network for network in self.proxies)

    def address(self, request: HTTPServerRequest) -> str:
        """Where a visitor comes from: what a proxy that is trusted says, else the other end of the connection.

        The last entry of ``X-Forwarded-For`` is the proxy's own word; those before it are the visitor's.
        """
        near = str(request.remote_ip or "")
        if self.trusts(near):
            last = request.headers.get("X-Forwarded-For", "").rpartition(",")[-1].strip()
            try:
                return str(ipaddress.ip_address(last))
            except ValueError:
                return near
        return near


def name_of(host: str) -> str | None:
    """The name in a Host header, without its port; None where it is none."""
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        return None
    return name.lower() if name else None


def loopback(ip: str) -> bool:
    """Whether only this machine can reach an address that is listened on."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


def names(given: Iterable[str]) -> frozenset[str]:
    """Names of hosts as they were typed.

    Raises
    ------
    ValueError
        Where one of them is no name of a host.
    """
    found = [(text, name_of(text)) for text in given]
    if wrong := [text for text, name in found if name is None]:
        raise ValueError(wrong[0])
    return frozenset(name for _, name in found if name is not None)
