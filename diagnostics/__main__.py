"""Open the dashboard or a session, get a quick answer, write the report of a case, or delete a client."""

from __future__ import annotations

import argparse
import ipaddress
import json
import os
import sys
import warnings
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from diagnostics.app.server.budgets import Budgets
from diagnostics.app.site import checked_link, checked_origin
from diagnostics.errors import InputError
from diagnostics.extras import require
from diagnostics.language import LANGUAGES
from diagnostics.number_format import integer, typed
from diagnostics.reading.people import SHOWN


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m diagnostics", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    dashboard = commands.add_parser("dashboard", help="serve the dashboard and open it in a browser")
    dashboard.add_argument(
        "--frame-ancestors", type=_origin, action="extend", nargs="+", default=[], metavar="ORIGIN", help=FRAMED
    )
    session = commands.add_parser("session", help="serve the consulting session and open it in a browser")
    session.add_argument(
        "--folder", type=_folder, metavar="FOLDER", help="where the case files are; default weak-link-cases at home"
    )
    session.add_argument("--delete-after", type=_between(1, 36_500), metavar="DAYS", help=DELETED)
    for served in (dashboard, session):
        served.add_argument("--people", choices=SHOWN, default="names", help=PEOPLE)
        served.add_argument("--imprint", type=_link, metavar="URL", help="an imprint to link to")
        served.add_argument("--privacy", type=_link, metavar="URL", help="a privacy notice to link to")
        served.add_argument("--port", type=_between(0, 65_535), default=None, help="default 8866")
        served.add_argument("--ip", default="127.0.0.1", help="address to listen on, default 127.0.0.1")
        served.add_argument("--base-url", default="/", help="path to serve under, behind a proxy")
        served.add_argument("--no-browser", action="store_true", help="do not open a browser")
        served.add_argument("--allow-host", action="append", default=[], metavar="NAME", help=HOSTS)
        served.add_argument("--token", action="store_true", help="ask for a token, printed once as part of the link")
        served.add_argument(
            "--trust-proxy", type=_network, action="append", default=[], metavar="ADDRESS", help=PROXIES
        )
        served.add_argument("--user-header", metavar="NAME", help=USERS)
        served.add_argument("--metrics-port", type=_between(1, 65_535), metavar="PORT", help=METRICS)
        for limit in fields(Budgets):
            served.add_argument(
                f"--max-{limit.name.replace('_', '-')}",
                type=_between(1, 2**40),
                default=limit.default,
                dest=limit.name,
                metavar="N",
                help=f"{limit.metadata['words']}, default {typed(limit.default)}",  # type: ignore[arg-type]
            )

    quick = commands.add_parser("diagnose", help="a quick answer from a few counts")
    for name, words in COUNTS.items():
        quick.add_argument(f"--{name.replace('_', '-')}", metavar="N", help=words, required=name in ("leads", "wins"))
    quick.add_argument("--json", action="store_true", help="print it as JSON, to the digit")

    report = commands.add_parser("report", help="write the report of a case file")
    report.add_argument("case", help="the case file")
    report.add_argument("--out", metavar="FILE", help=".html, .pdf, .xlsx or .pptx; next to the case file by default")
    report.add_argument(
        "--firm", metavar="FILE", help="the profile of the firm whose name it carries; the case's own by default"
    )
    report.add_argument("--language", choices=LANGUAGES, default="", help="of the report; that of the case by default")

    removal = commands.add_parser("delete", help="delete a client with all that belongs to it")
    removal.add_argument("client", help="the client's name, or the name of the case file")
    removal.add_argument(
        "--folder", type=_folder, metavar="FOLDER", help="where the case files are; default weak-link-cases at home"
    )
    removal.add_argument("--yes", action="store_true", help="do not ask")
    options = parser.parse_args(arguments)

    acts: dict[str, Callable[[argparse.Namespace], int]] = {
        "dashboard": _serve,
        "session": _serve,
        "diagnose": _diagnose,
        "report": _report,
        "delete": _delete,
    }
    try:
        return acts[options.command](options)
    except InputError as problem:
        print(problem.message("shell"), file=sys.stderr)  # noqa: T201
        return 2
    except ModuleNotFoundError as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 1


PEOPLE = "how reps of an export are shown at most, whatever a visitor chooses: names (default), initials or numbers"
DELETED = "delete clients whose file was not saved for so many days, with all that belongs to them; never unless given"
FRAMED = "pages that may show the dashboard in a frame, by origin: https://www.example.com; none unless given"
METRICS = "answer /healthz and /metrics (Prometheus) on this port, for this machine only"
HOSTS = "a name under which the page may be asked for, besides those of this machine; may be repeated"
PROXIES = "the address or network of a proxy whose word about the visitor counts; may be repeated"
USERS = "the header in which such a proxy names the visitor it has signed in; nobody else is let in"

COUNTS = {
    "leads": "people or firms that first got in touch",
    "wins": "how many of them have bought",
    "direct_wins": "of those, self-service sales (no salesperson involved)",
    "fit": "leads that could buy",
    "usual_fit": "share of leads that could buy in a usual month, 0.6 or 60%%",
    "worked": "leads that a person reached",
    "months": "months the counts cover, default 1",
    "goal": "customers wanted per month",
    "capacity": "leads per month that sales can handle",
    "closing": "how often you should close, 0.2 or 20%%",
    "days": "typical days from first contact to sale",
}
"""What the form of the dashboard asks, under the same names."""


def _between(low: int, high: int) -> Callable[[str], int]:
    """A whole number within bounds, or a message that names them."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and low <= int(text[:20]) <= high):
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {integer(low)} to {integer(high)}")
        return int(text)

    return read


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """An address, or a network of them, ``10.0.0.0/8``."""
    try:
        return ipaddress.ip_network(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"{problem}: type an address or a network, 10.0.0.1 or 10.0.0.0/8") from None


def _link(text: str) -> str:
    """The address of a page on the web."""
    try:
        return checked_link(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def _origin(text: str) -> str:
    """The origin of a page that may frame this one."""
    try:
        return checked_origin(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def _folder(text: str) -> str:
    """A folder, there or not yet."""
    if Path(text).exists() and not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is a file: name a folder")
    return text


def _serve(options: argparse.Namespace) -> int:
    require("dashboard", "anywidget", "plotly", "voila")
    from diagnostics.app.server import door, places, serve
    from diagnostics.app.server.document import NoPage

    if options.command == "session" and options.folder:
        os.environ[places.FOLDER] = str(Path(options.folder).resolve())
    place = serve.Place(options.ip, options.port, options.base_url)
    token = serve.new_token() if options.token else None
    days = options.delete_after if options.command == "session" else None
    framed = options.frame_ancestors if options.command == "dashboard" else []
    try:
        hosts, proxies = door.names(options.allow_host), frozenset(options.trust_proxy)
    except ValueError as problem:
        print(f"{problem} is not the name of a host: --allow-host diagnosis.example.com", file=sys.stderr)  # noqa: T201
        return 2
    try:
        serve.serve(
            places.notebook(options.command),
            place,
            door.Door(hosts, token, proxies, options.user_header),
            Budgets(**{limit.name: getattr(options, limit.name) for limit in fields(Budgets)}),
            open_browser=not options.no_browser,
            metrics_port=options.metrics_port,
            rules=serve.Rules(options.people, options.imprint or "", options.privacy or "", days, tuple(framed)),
            started=lambda link: print(f"Open {link}", flush=True),  # noqa: T201
        )
    except OSError as problem:
        print(f"The page cannot be served at {options.ip}: {problem.strerror or problem}.", file=sys.stderr)  # noqa: T201
        return 1
    except (serve.Unsafe, NoPage) as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _diagnose(options: argparse.Namespace) -> int:
    """Read what was typed as the form does, so that the same counts give the same answer."""
    from diagnostics.app.forms.counts_form import from_shell
    from diagnostics.diagnosis import diagnose

    reading = from_shell({name: str(getattr(options, name) or "") for name in COUNTS})
    wrong = [*reading.errors.values(), *reading.missing.values()]
    if wrong or reading.funnel is None or reading.par is None:
        print("\n".join(wrong), file=sys.stderr)  # noqa: T201
        return 2
    d = diagnose(reading.funnel, reading.par, reading.money)
    if options.json:
        answer = {
            "verdict": d.verdict,
            "probability": d.probability,
            "weak_link": d.weak_link,
            "of_par": d.of_par,
            "sentence": d.sentence,
        }
        print(json.dumps(answer, indent=1))  # noqa: T201
        return 0
    print(d.sentence)  # noqa: T201
    print(d.bridge.round(1).to_string())  # noqa: T201
    return 0


def _report(options: argparse.Namespace) -> int:
    require("report", "pydantic", "filelock")
    from diagnostics.app.case.case import Case
    from diagnostics.app.report.report import default_path, report

    path = Path(options.case)
    case = Case.load(path)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", UserWarning)
        written = report(case, options.out or default_path(path, ".html"), options.language, options.firm)
    for one in said:
        print(one.message, file=sys.stderr)  # noqa: T201
    print(written)  # noqa: T201
    return 0


def _delete(options: argparse.Namespace) -> int:
    """Delete a client; what that removes is printed, and asked about first."""
    require("report", "pydantic", "filelock")
    from diagnostics.app.case.deletion import belongings, delete
    from diagnostics.app.case.folder import find
    from diagnostics.app.report.report import is_report
    from diagnostics.app.server.places import folder_of

    path = find(folder_of(options.folder), options.client)
    if not options.yes:
        print("\n".join(str(one) for one in belongings(path, is_report)))  # noqa: T201
        if not sys.stdin.isatty():
            print("Nothing is deleted. Give --yes to delete these files.", file=sys.stderr)  # noqa: T201
            return 2
        if input("Delete these files? This cannot be undone. Type yes: ").strip().lower() != "yes":
            print("Nothing is deleted.")  # noqa: T201
            return 1
    for name in delete(path, is_report):
        print(f"Deleted {path.with_name(name)}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
