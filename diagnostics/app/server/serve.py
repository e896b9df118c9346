"""Publish a page: Voilà's application, with one document, its files and a socket, and no kernel behind them.

The notebook is run once, when the server starts. What visitors type is answered by sessions in this process; see
:mod:`~diagnostics.app.server.sessions`. Nothing of the Jupyter protocol is reachable: no kernels, no contents, no files.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import webbrowser
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, NamedTuple

from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.messages import Hello
from diagnostics.app.pages.answering import Asked, Given, answer_to_show, knowing
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.pages.form_pane import words_pane
from diagnostics.app.pages.what_if import what_if
from diagnostics.app.server.budgets import Budgets
from diagnostics.app.server.carrier import Carrier
from diagnostics.app.server.codes import PLACE, Codes, PhonesOf
from diagnostics.app.server.conversation import Conversation
from diagnostics.app.server.document import Part, as_json, parts_of, shown_by
from diagnostics.app.server.door import Door, loopback
from diagnostics.app.server.handlers import Document, Files, Nothing, headers
from diagnostics.app.server.logs import to_operator
from diagnostics.app.server.makers import Makers
from diagnostics.app.server.phone import TOKEN, PhoneForm
from diagnostics.app.server.places import TEMPLATES, notebook
from diagnostics.app.server.processes import Processes
from diagnostics.app.server.rates import Rates
from diagnostics.app.server.sessions import Sessions
from diagnostics.app.server.watch import Counts, listen
from diagnostics.app.server.web_socket import PageSocket
from diagnostics.app.server.workers import PageApart, Workers, temporary_here
from diagnostics.app.site import Site, Where
from diagnostics.language import LANGUAGES, mark, speaking, t
from diagnostics.reading.people import Shown

PORT: Final = 8866
PORT_TRIES: Final = 20
SWEEP_SECONDS: Final = 15
HEADER_SECONDS: Final = 20
"""A request is complete within this time, or its connection ends."""
TOKEN_BYTES: Final = 24
LONGEST_LINE: Final = 200
LARGEST_REQUEST: Final = 65_536
"""Bytes of a request: an answer from a phone carries less than that, and nothing else carries anything but headers."""
TITLE: Final = mark("Is marketing or sales the weak link?")

log = logging.getLogger(__name__)


class Unsafe(ValueError):
    """A way of serving that would let strangers in."""


class Rules(NamedTuple):
    """What who publishes a page decides for all who use it."""

    people: Shown = "names"
    """How reps are shown at most."""
    imprint: str = ""
    privacy: str = ""
    """Addresses that the page links to."""
    delete_after: int | None = None
    """Days after which clients whose file was not saved again are deleted; None: never."""
    frame_ancestors: tuple[str, ...] = ()
    """Origins of pages that may show this one in a frame."""


class Place(NamedTuple):
    """Where a page is served: address, port, and the path behind a proxy."""

    ip: str = "127.0.0.1"
    port: int | None = None
    """None: the usual one, or one near it where that is taken. A port that was named is that port or none."""
    base_url: str = "/"


def serve(
    path: Path | None = None,
    place: Place = Place(),  # noqa: B008  # these never change
    door: Door = Door(),  # noqa: B008
    budgets: Budgets = Budgets(),  # noqa: B008
    open_browser: bool = True,
    started: Callable[[str], None] | None = None,
    metrics_port: int | None = None,
    rules: Rules = Rules(),  # noqa: B008
) -> None:
    """Serve the page of a notebook until stopped.

    Parameters
    ----------
    path : Path, optional
        The notebook; the dashboard's unless given.
    place : Place, optional
        Where to listen; port 0 takes any free port.
    door : Door, optional
        Who is let in; browsers on this machine unless given.
    budgets : Budgets, optional
        How much of everything visitors may use.
    open_browser : bool
        Open the page in a browser once it is served.
    started : callable, optional
        Called with the link to the page once it is served.

    metrics_port : int, optional
        Where ``/healthz`` and ``/metrics`` are answered, for this machine only.
    rules : Rules, optional
        How people are shown, and what the page links to.

    Raises
    ------
    Unsafe
        Where other machines could open clients' cases without being asked for anything.
    NoPage
        Where the notebook shows no page.
    """
    from tornado.ioloop import IOLoop, PeriodicCallback
    from voila.app import Voila

    to_operator()
    page = shown_by(path or notebook())
    check_exposure(page, place, door, rules)
    page.site = site_of(place, door, budgets, rules)
    pool = ThreadPoolExecutor(budgets.threads, thread_name_prefix="answer")
    workers = Workers(budgets, page.site) if not page.private else None
    makers = None if workers is None else Makers(budgets, workers.folder)
    processes = Processes(budgets.processes) if budgets.processes > 1 and not page.private else None
    answers = knowing(answer_to_everybody(page), answer_to_show if processes is None else processes.answer)
    kept = temporary_here() if page.private else None

    def converse() -> Conversation:
        conversation = page.converse(pool.submit, True, counts.answered)
        if workers is not None and makers is not None and isinstance(conversation.answerer, DashboardPage):
            conversation.answerer.answers = answers
            conversation.answerer.what_ifs = what_if if processes is None else processes.what_if
            conversation.answerer.takes = makers.take
            conversation.answerer = PageApart(conversation.answerer, workers, conversation.progress)
        elif isinstance(conversation.answerer, Consultation):
            conversation.answerer.limit(budgets.most)
            if door.token is not None:
                conversation.answerer.phones = PhonesOf(codes, conversation, base_url)
        return conversation

    base_url = place.base_url if place.base_url.endswith("/") else f"{place.base_url}/"
    codes, rates = Codes(), Rates(budgets.opens_per_minute)
    counts = Counts()
    sessions = Sessions(converse, budgets)
    counts.pages.set_function(lambda: len(sessions))

    class Page(Voila):  # type: ignore[misc]  # Voilà is not typed
        def load_config_file(self, *_: object, **__: object) -> None:
            """Files of settings that lie about on this machine say nothing about a page that strangers open."""

        def setup_template_dirs(self) -> None:
            self.template_paths = [str(TEMPLATES)]
            self.static_paths: list[str] = []

        def init_settings(self) -> dict[str, Any]:
            self.server_url = self.base_url
            env = self.env = super().init_settings()["voila_jinja2_env"]
            documents = {code: document_of(page, env, self.base_url, code) for code in LANGUAGES}
            self.parts = {part.name: part for part in parts_of(page).values()}
            return {
                "documents": documents,
                "headers": headers(rules.frame_ancestors),
                "default_handler_class": Nothing,
                "default_handler_args": {"door": door},
                "websocket_max_message_size": budgets.message_bytes,
                "websocket_ping_interval": budgets.silent_seconds,
                "websocket_ping_timeout": budgets.silent_seconds,
                "log_function": requested,
            }

        def init_handlers(self) -> list[Any]:
            base = self.base_url.rstrip("/")
            documents = self.app.settings["documents"]
            phone = {"door": door, "codes": codes, "rates": rates, "base_url": self.base_url, "env": self.env}
            phones = [(f"{base}/{PLACE}/{TOKEN}", PhoneForm, phone)] if page.private and door.token is not None else []
            return [
                *phones,
                (f"{base}/", Document, {"door": door, "documents": documents}),
                (f"{base}/static/([^/]+)", Files, {"door": door, "parts": self.parts}),
                (f"{base}/line", PageSocket, {"door": door, "sessions": sessions, "counts": counts}),
            ]

        def listen(self) -> None:
            self.app.listen = partial(
                self.app.listen,
                max_buffer_size=budgets.message_bytes + LARGEST_REQUEST,
                max_header_size=LARGEST_REQUEST,
                max_body_size=LARGEST_REQUEST,
                idle_connection_timeout=HEADER_SECONDS,
                body_timeout=HEADER_SECONDS,
            )
            every = timedelta(seconds=min(SWEEP_SECONDS, budgets.away_seconds))
            PeriodicCallback(sessions.sweep, every).start()
            PeriodicCallback(rates.sweep, every).start()
            if page.site.delete_after is not None:
                PeriodicCallback(page.tidy, timedelta(hours=1)).start()
                IOLoop.current().add_callback(page.tidy)
            if metrics_port is not None:
                listen(metrics_port, counts)
            if started is not None:
                IOLoop.current().add_callback(lambda: started(self.link))
            super().listen()

        @property
        def link(self) -> str:
            token = "" if door.token is None else f"#token={door.token}"
            return f"{self.connection_url}{token}"

        def launch_browser(self) -> None:
            try:
                webbrowser.open(self.link)
            except webbrowser.Error as problem:
                log.warning("no browser: %s", problem)

        def stop(self) -> None:
            sessions.close()
            pool.shutdown(wait=True, cancel_futures=True)
            if processes is not None:
                processes.close()
            if makers is not None:
                makers.close()
            if workers is not None:
                workers.close()
            if kept is not None:
                shutil.rmtree(kept, ignore_errors=True)
            super().stop()

    app = Page(
        port=PORT if place.port is None else place.port,
        port_retries=PORT_TRIES if place.port is None else 0,
        ip=place.ip,
        base_url=base_url,
        open_browser=open_browser,
    )
    app.initialize([])
    app.start()


def site_of(place: Place, door: Door, budgets: Budgets, rules: Rules) -> Site:
    """Where a page is served. Only what nobody but this machine can reach is said to stay on it."""
    proxied = door.hosts or door.proxies or door.user_header or place.base_url != "/"
    where: Where = "machine" if loopback(place.ip) and not proxied else "server"
    return Site(where, rules.people, budgets.away_seconds, rules.imprint, rules.privacy, rules.delete_after)


def answer_to_everybody(page: Carrier) -> dict[Asked, Given]:
    """The answer that every visitor without an address sees first, in each language, by what it answers."""
    known = {}
    for code in LANGUAGES:
        shown = page.converse().answerer
        if isinstance(shown, DashboardPage):
            shown.handle(Hello(languages=code))
            if shown.asked is not None and shown.given is not None:
                known[shown.asked] = shown.given._replace(diagnosis=None)
    return known


def document_of(page: Carrier, env: Any, base_url: str, code: str) -> Part:
    """The document of a page in a language, with its first answer, or with the page's own texts where it has none."""
    with speaking(code):
        first = page.first()
        text = env.get_template("page.html.j2").render(
            title=t(TITLE),
            base_url=base_url,
            parts=parts_of(page),
            first=first,
            first_json=as_json(first or words_pane()),
            site_json=as_json({code: around(page, code) for code in LANGUAGES}),
            footer=page.footer(),
            language=code,
            languages=LANGUAGES,
            t=t,
        )
    return Part("document", ".html", text.encode())


def around(page: Carrier, code: str) -> dict[str, Any]:
    """What the document says around a page, in a language: its title, what becomes of what is typed, words of its links."""
    with speaking(code):
        kept, links = page.footer()
        return {"title": t(TITLE), "kept": kept, "links": [words for words, _ in links]}


def check_exposure(page: Carrier, place: Place, door: Door, rules: Rules = Rules()) -> None:  # noqa: B008
    """Refuse to serve clients' cases to other machines without a token or a proxy that knows its visitors, or in a frame.

    Raises
    ------
    Unsafe
        The message says what to do.
    """
    if page.private and rules.frame_ancestors:
        raise Unsafe(
            "A session opens your clients' cases and is never shown inside another page: leave out --frame-ancestors, or "
            "embed the dashboard."
        )
    if page.private and not loopback(place.ip) and door.token is None and door.user_header is None:
        raise Unsafe(
            f"At {place.ip} everybody in the network could open your clients' cases. Add --token to print a link that "
            "only those can open who have it, or name a proxy that signs visitors in: --trust-proxy ADDRESS "
            "--user-header NAME."
        )


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def requested(handler: Any) -> None:
    """A line in the operator's log for a request that failed; ids and counts, nothing that was typed."""
    status = handler.get_status()
    if status >= HTTPStatus.BAD_REQUEST:
        path = "(an answer from a phone)" if isinstance(handler, PhoneForm) else handler.request.path[:LONGEST_LINE]
        log.warning("%d %s %s", status, handler.request.method, path)
