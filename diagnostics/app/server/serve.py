"""Publish a notebook as a page: Voilà with what it needs to be left alone on a small server.

No request leaves the machine, kernels end when their page is gone, and only the page itself is served: no notebook
source, no data file.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SHARE = Path(__file__).parent / "share"
TEMPLATE = "weak-link"
FOLDER = "WEAK_LINK_CASES"
"""The environment variable that names the folder of case files."""
NOTEBOOKS = {"dashboard": "diagnose.ipynb", "session": "session.ipynb"}
PORT = 8866
PORT_TRIES = 20
IDLE_SECONDS = 90
SWEEP_SECONDS = 15

POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
"""Nothing but this server is asked for anything; widgets and charts need inline and evaluated script."""


def notebook(page: str = "dashboard") -> Path:
    """The notebook of a page: in the installed package, or beside it in a checkout."""
    package, name = Path(__file__).parents[2], NOTEBOOKS[page]
    for place in (package / "notebooks", package.parent / "notebooks"):
        if place.joinpath(name).is_file():
            return place.joinpath(name)
    raise FileNotFoundError(f"{name} is neither in {package / 'notebooks'} nor in {package.parent / 'notebooks'}")


def plotly_folder() -> Path:
    """Where the plotly package keeps its plotly.min.js, found without importing it."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("plotly is not installed: pip install 'weak-link[dashboard]'")
    return Path(spec.origin).parent / "package_data"


def settings(
    port: int, ip: str, open_browser: bool, base_url: str = "/", idle_seconds: int = IDLE_SECONDS
) -> dict[str, Any]:
    """The whole configuration, by class."""
    return {
        "Voila": {
            "port": port,
            "port_retries": PORT_TRIES,
            "ip": ip,
            "base_url": base_url,
            "open_browser": open_browser,
            "tornado_settings": {
                # The page's farewell carries no token (voila issue 1458): without this every visit leaves a kernel.
                # WebSockets check their origin all the same, and nothing else can be posted to.
                "disable_check_xsrf": True,
                "headers": {
                    "Content-Security-Policy": POLICY,
                    "X-Content-Type-Options": "nosniff",
                    "Referrer-Policy": "no-referrer",
                },
            },
        },
        "VoilaConfiguration": {
            "template": TEMPLATE,
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "file_allowlist": [r"(?!)"],
            "show_tracebacks": False,
            "extension_allowlist": [
                "@jupyter-widgets/jupyterlab-manager",
                "@voila-dashboards/widgets-manager8",
                "anywidget",
            ],
        },
        "MappingKernelManager": {
            "cull_idle_timeout": idle_seconds,
            "cull_interval": min(SWEEP_SECONDS, idle_seconds),
            "cull_connected": False,
        },
    }


def serve(
    path: Path | None = None,
    port: int = PORT,
    ip: str = "127.0.0.1",
    open_browser: bool = True,
    base_url: str = "/",
    idle_seconds: int = IDLE_SECONDS,
) -> None:
    """Serve a notebook until stopped.

    Parameters
    ----------
    path : Path, optional
        The notebook; the dashboard's unless given.
    port : int
        Where to listen; 0 takes any free port.
    ip : str
        The address to listen on.
    open_browser : bool
        Open the page once it is there.
    base_url : str
        The path under which the page is served, behind a proxy.
    idle_seconds : int
        How long a kernel whose page is gone may stay, where the page could not say goodbye.
    """
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), os.environ.get("JUPYTER_PATH")]))
    from traitlets.config import Config
    from voila.app import Voila

    class Page(Voila):  # type: ignore[misc]  # Voilà is not typed
        def setup_template_dirs(self) -> None:
            super().setup_template_dirs()
            self.static_paths.append(str(plotly_folder()))

        def init_settings(self) -> dict[str, Any]:
            return {**super().init_settings(), "compress_response": True}

    app = Page(config=Config(settings(port, ip, open_browser, base_url, idle_seconds)))
    app.initialize([str(path or notebook())])
    app.start()
