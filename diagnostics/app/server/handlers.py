"""What the published server answers over HTTP: the document and its files, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from tornado.web import HTTPError, RequestHandler

from diagnostics.app.pages import page_words
from diagnostics.app.server.document import Part
from diagnostics.app.server.door import Door
from diagnostics.language import best, language, speaking

A_YEAR: Final = 31_536_000
"""Seconds."""
MESSAGE: Final = "<!DOCTYPE html><html lang={1}><meta charset=utf-8><title>{0}</title><p>{0}</p>"

POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)
"""Only this server may be asked for anything, and no script but its own files runs; charts set styles in place."""

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def headers(frame_ancestors: Sequence[str] = ()) -> dict[str, str]:
    """Headers that every reply has, errors too.

    Parameters
    ----------
    frame_ancestors : sequence of str
        Origins whose pages may show this one in a frame; nobody's unless given.
    """
    framed = " ".join(frame_ancestors) or "'none'"
    # The older header cannot name several: it is there only where nobody is.
    denied = {} if frame_ancestors else {"X-Frame-Options": "DENY"}
    return {"Content-Security-Policy": f"{POLICY}; frame-ancestors {framed}", **HEADERS, **denied}


class Guarded(RequestHandler):
    """A request that has passed the door."""

    def initialize(self, door: Door, **given: Any) -> None:
        """Tornado hands over what the application was given."""
        self.door = door
        self.given = given

    def set_default_headers(self) -> None:
        """Those of the application, see :func:`headers`."""
        self.clear_header("Server")
        for name, value in self.settings["headers"].items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Whoever is not let in gets nothing."""
        self.door.check(self.request)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Words for a visitor; the reason is in the log."""
        with speaking(self.asked_language):
            self.set_header("Vary", "Accept-Language")
            self.finish(MESSAGE.format(page_words.not_served(status_code), language()))

    @property
    def asked_language(self) -> str:
        """The language that the browser prefers."""
        return best(self.request.headers.get("Accept-Language", ""))

    def compute_etag(self) -> str | None:
        """What :meth:`send` has set: the name says what is in a body, which is not read again for that."""
        return self._headers.get("Etag")

    def send(self, part: Part, vary: str = "Accept-Encoding") -> None:
        """A body, compressed where the browser takes that; ``vary``: the headers of a request that decide what is sent."""
        self.set_header("Vary", vary)
        self.set_header("Content-Type", part.kind)
        self.set_header("Etag", f'"{part.name}"')
        if self.check_etag_header():
            self.set_status(HTTPStatus.NOT_MODIFIED)
            self.finish()
            return
        body = part.body
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
            body = part.compressed
        self.finish(body)


class Document(Guarded):
    """The document, the same for everybody of a language: what was typed is in the address behind #, which no server sees."""

    def get(self) -> None:
        """Send it."""
        self.set_header("Cache-Control", "no-cache")
        part = self.given["documents"][self.asked_language]
        self.set_header("Content-Language", self.asked_language)
        self.send(part, "Accept-Encoding, Accept-Language")

    head = get


class Files(Guarded):
    """The files of the page, by names that change with what is in them."""

    def get(self, name: str) -> None:
        """Send one of them."""
        part = self.given["parts"].get(name)
        if part is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.set_header("Cache-Control", f"public, max-age={A_YEAR}, immutable")
        self.send(part)

    head = get


class Nothing(Guarded):
    """Everything else."""

    def prepare(self) -> None:
        """There is nothing here."""
        super().prepare()
        raise HTTPError(HTTPStatus.NOT_FOUND)
