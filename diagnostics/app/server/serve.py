"""Publish a notebook as a page: Voilà, configured to run unattended on a small server.

No request leaves the machine, kernels end when their page is closed, and only the page itself is served: no notebook
source, no data file.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from diagnostics.extras import require

PACKAGE: Final = Path(__file__).parents[2]
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
"""Only this server may be asked for anything; widgets and charts need inline and evaluated script."""


def notebook(page: str = "dashboard") -> Path:
    """The notebook of a page: in the installed package, or next to it in a checkout."""
    name = NOTEBOOKS[page]
    for place in (PACKAGE / "notebooks", PACKAGE.parent / "notebooks"):
        if place.joinpath(name).is_file():
            return place.joinpath(name)
    raise FileNotFoundError(f"{name} is neither in {PACKAGE / 'notebooks'} nor in {PACKAGE.parent / 'notebooks'}")


def plotly_js() -> Path:
    """The plotly.js that the plotly package carries, found without importing the package.

    Raises
    ------
    ModuleNotFoundError
        Where plotly is not installed; the message is the command that installs it.
    """
    require("dashboard", "plotly")
    spec = find_spec("plotly")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "package_data" / "plotly.min.js"


def settings(
    port: int, ip: str, open_browser: bool, base_url: str = "/", idle_seconds: int = IDLE_SECONDS
) -> dict[str, Any]:
    """The configuration of Voilà and its server, by class."""
    return {
        "Voila": {
            "port": port,
            "port_retries": PORT_TRIES,
            "ip": ip,
            "base_url": base_url,
            "open_browser": open_browser,
            "tornado_settings": {
                # A closing page asks for its kernel's end without a token (voila issue 1458): with the check on, every
                # visit would leave a kernel. WebSockets still check their origin, and nothing else accepts a POST.
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
        Open the page in a browser once it is served.
    base_url : str
        The path under which the page is served, behind a proxy.
    idle_seconds : int
        How long a kernel may outlive a page that closed without a message.
    """
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(SHARE), os.environ.get("JUPYTER_PATH")]))
    from traitlets.config import Config
    from voila.app import Voila

    class Page(Voila):  # type: ignore[misc]  # Voilà is not typed
        def setup_template_dirs(self) -> None:
            super().setup_template_dirs()
            self.static_paths.append(str(plotly_js().parent))

        def init_settings(self) -> dict[str, Any]:
            return {**super().init_settings(), "compress_response": True}

    app = Page(config=Config(settings(port, ip, open_browser, base_url, idle_seconds)))
    app.initialize([str(path or notebook())])
    app.start()
