"""For whoever runs the server: whether it answers, and how much it does, on a port of its own that only this machine has."""

from __future__ import annotations

from typing import Any, Final

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from tornado.web import Application, RequestHandler

LOOPBACK: Final = "127.0.0.1"


class Counts:
    """What is counted: nothing of it says who a visitor is or what was typed."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.pages = Gauge("weak_link_pages", "Pages that are open or remembered", registry=self.registry)
        self.messages = Counter("weak_link_messages", "Messages answered", ["kind"], registry=self.registry)
        self.seconds = Histogram("weak_link_answer_seconds", "Time to answer", ["kind"], registry=self.registry)
        self.faults = Counter("weak_link_faults", "Messages that failed here", ["kind"], registry=self.registry)
        self.refused = Counter("weak_link_refused", "Pages refused", ["why"], registry=self.registry)

    def answered(self, kind: str, seconds: float, failed: bool) -> None:
        """A message was answered."""
        self.messages.labels(kind).inc()
        self.seconds.labels(kind).observe(seconds)
        if failed:
            self.faults.labels(kind).inc()


class Health(RequestHandler):
    """Whether the server answers."""

    def get(self) -> None:
        """Say so."""
        self.set_header("Content-Type", "text/plain")
        self.finish("ok\n")


class Metrics(RequestHandler):
    """What was counted, in the text form of Prometheus."""

    def initialize(self, counts: Counts) -> None:
        """Tornado hands over what the application was given."""
        self.counts = counts

    def get(self) -> None:
        """Send it."""
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(generate_latest(self.counts.registry))


def listen(port: int, counts: Counts) -> Any:
    """Answer on a port of this machine."""
    routes: list[Any] = [("/healthz", Health), ("/metrics", Metrics, {"counts": counts})]
    return Application(routes).listen(port, LOOPBACK)
