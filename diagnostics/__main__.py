"""``python -m diagnostics``: open the dashboard from a shell."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m diagnostics", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    dashboard = commands.add_parser("dashboard", help="serve the dashboard and open it in a browser")
    dashboard.add_argument("--port", type=int, default=None, help="default 8866")
    dashboard.add_argument("--ip", default="127.0.0.1", help="address to listen on, default 127.0.0.1")
    dashboard.add_argument("--base-url", default="/", help="path to serve under, behind a proxy")
    dashboard.add_argument(
        "--idle", type=int, default=None, metavar="SECONDS", help="end a kernel without a page after this"
    )
    dashboard.add_argument("--no-browser", action="store_true", help="do not open a browser")
    options = parser.parse_args(arguments)

    try:
        from diagnostics.ui import serve
    except ImportError as problem:
        print(f"{problem}: pip install 'weak-link[dashboard]'", file=sys.stderr)  # noqa: T201
        return 1
    serve.serve(
        port=serve.PORT if options.port is None else options.port,
        ip=options.ip,
        open_browser=not options.no_browser,
        base_url=options.base_url,
        idle_seconds=serve.IDLE_SECONDS if options.idle is None else options.idle,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
