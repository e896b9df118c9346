"""The files of deploy/ and binder/ are right: their options exist, what they copy is there, and nginx with two replicas loses nothing."""

from __future__ import annotations

import ast
import asyncio
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
import yaml
from tornado.websocket import WebSocketClosedError

import diagnostics
from diagnostics import __main__ as command
from tests.app.conftest import START_SECONDS, WIDE, Visit, free_port, running_server
from tests.app.server.test_browser_line import QUERY, answered, expected
from tests.app.server.test_published import Talk, run

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
FILES = sorted(path for path in DEPLOY.iterdir() if path.is_file())


def read(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def unit():
    """The command of the unit for port 8866."""
    lines = re.search(r"ExecStart=((?:.*\\\n)*.*)", read("weak-link@.service"))[1]
    return lines.replace("\\\n", "").replace("%i", "8866").split()


def service():
    """The command of the hub's service."""
    return ast.literal_eval(re.search(r'"command": (\[.*?\])', read("jupyterhub.md"), re.DOTALL)[1])


def kubernetes():
    """The parts of the file by their kind."""
    return {each["kind"]: each["spec"] for each in yaml.safe_load_all(read("kubernetes.yaml"))}


COMMANDS = {
    "Dockerfile": lambda: json.loads(re.search(r"^CMD (.*)", read("Dockerfile"), re.MULTILINE)[1]),
    "README.md": lambda: re.search(r"weak-link:\S+ \\\n(.*)", read("README.md"))[1].split(),
    "compose.yaml": lambda: yaml.safe_load(read("compose.yaml"))["services"]["session"]["command"],
    "kubernetes.yaml": lambda: kubernetes()["Deployment"]["template"]["spec"]["containers"][0]["args"],
    "weak-link@.service": lambda: unit()[3:],
    "jupyterhub.md": lambda: service()[3:],
}
"""What each file starts, after `python -m diagnostics`."""


@pytest.fixture
def offered(capsys):
    """The options of both pages."""
    for page in ("dashboard", "session"):
        with pytest.raises(SystemExit):
            command.main([page, "--help"])
    return set(OPTION.findall(capsys.readouterr().out))


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_file_starts_is_a_command_that_is_taken(name, offered, monkeypatch):
    taken, arguments = [], COMMANDS[name]()
    monkeypatch.setattr(command, "_serve", lambda options: taken.append(options) or 0)
    assert command.main(arguments) == 0
    assert taken[0].no_browser, "there is none on a server"
    assert set(OPTION.findall(" ".join(arguments))) - offered == set(), "shortened names change with the next option"


def test_options_that_are_named_in_text_exist(offered):
    named = {option for path in DEPLOY.glob("*.md") for option in re.findall(r"`(--[a-z-]+)", path.read_text("utf-8"))}
    assert {"--trust-proxy", "--user-header"} <= named
    assert named - offered == set()


def test_an_option_that_is_gone_is_caught(offered):
    assert "--idle" not in offered
    with pytest.raises(SystemExit):
        command.main(["dashboard", "--idle", "5"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_image_has_a_version(path):
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"^\s*(?:FROM|image:)\s+(\S+)", text, flags=re.MULTILINE)
    assert [image for image in named if not re.search(r":\d|^\$\{OIDC_PROXY:\?", image)] == []
    assert [version for version in re.findall(r"weak-link:([\d.]+)", text) if version != diagnostics.__version__] == []
    assert ":latest" not in text


def test_what_the_image_is_made_of_is_there_and_let_in():
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", read("Dockerfile"), flags=re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []
    let_in = {line[1:] for line in read("Dockerfile.dockerignore").splitlines() if line.startswith("!")}
    assert set(copied) == let_in


def test_the_image_runs_as_nobody_in_particular():
    assert re.findall(r"^USER (\S+)", read("Dockerfile"), flags=re.MULTILINE) == ["10001"]


def test_compose_lets_nobody_past_the_proxy():
    services = yaml.safe_load(read("compose.yaml"))["services"]
    session, proxy = services["session"], services["sign-in"]
    assert session["command"][0] == "session"
    assert "ports" not in session
    network = yaml.safe_load(read("compose.yaml"))["networks"]["inside"]
    assert session["networks"] == ["inside"]
    assert network["internal"]
    assert f"--trust-proxy={network['ipam']['config'][0]['subnet']}" in session["command"]
    assert "--user-header=X-Forwarded-User" in session["command"]
    assert proxy["environment"]["OAUTH2_PROXY_PASS_USER_HEADERS"] == "true"
    assert all(service["read_only"] and service["cap_drop"] == ["ALL"] for service in services.values())


def test_kubernetes_starts_two_that_may_write_nothing():
    kinds = kubernetes()
    deployment = kinds["Deployment"]
    pod = deployment["template"]["spec"]
    (container,) = pod["containers"]
    assert deployment["replicas"] == 2
    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(container)
    assert kinds["Service"]["selector"] == deployment["selector"]["matchLabels"]
    assert "sessionAffinity" not in kinds["Service"]


def test_binder_installs_what_the_page_needs():
    build = ROOT / "binder" / "postBuild"
    assert "--require-hashes --only-binary :all: -r requirements/dashboard.txt\n" in build.read_text(encoding="utf-8")
    assert os.name == "nt" or os.access(build, os.X_OK)
    assert yaml.safe_load((ROOT / "binder" / "environment.yml").read_text(encoding="utf-8"))["dependencies"]


def test_systemd_takes_the_unit(tmp_path):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    unit = tmp_path / "weak-link@.service"
    unit.write_text(re.sub(r"(?<=ExecStart=)\S+", sys.executable, read(unit.name)))
    done = subprocess.run([analyze, "verify", unit], capture_output=True, text=True, check=False)
    assert [line for line in done.stderr.splitlines() if unit.name in line] == []


# --- nginx and two replicas -----------------------------------------------------------------------------------------

MADE = re.compile(r"listen 443 ssl;|ssl_certificate\w* .*;|server 127\.0\.0\.1:\d+")


def with_ports(text, port, replicas):
    """The file for nginx on this machine: its own port without TLS, and the ports of the replicas."""
    ports = iter(replicas)

    def change(found):
        if found[0].startswith("listen"):
            return f"listen 127.0.0.1:{port};"
        return "" if found[0].startswith("ssl") else f"server 127.0.0.1:{next(ports)}"

    made = MADE.sub(change, text)
    assert next(ports, None) is None, "as many replicas as the file names"
    return made


@contextmanager
def nginx(folder, replicas):
    """Nginx with deploy/nginx.conf in front of replicas on these ports: its address."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("no nginx is installed: apt-get install nginx-light")
    port, conf = free_port(), folder / "nginx.conf"
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf.write_text(
        f"{user} worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log {folder}/access.log; {temporary}\n"
        f"{with_ports(read('nginx.conf'), port, replicas)}\n}}\n"
    )
    process = subprocess.Popen([program, "-p", folder, "-e", folder / "error.log", "-c", conf])
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            assert process.poll() is None, (folder / "error.log").read_text()
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def pages(metrics_port):
    """How many pages a replica says that it answers."""
    with urllib.request.urlopen(f"http://127.0.0.1:{metrics_port}/metrics", timeout=10) as reply:
        return float(re.search(r"^weak_link_pages (\S+)", reply.read().decode(), flags=re.MULTILINE)[1])


VISITORS = 4
"""In a browser each; as many again type without one while the replica is killed."""


async def typing(address, until):
    """A visitor without a browser, who types until it is over: how many answers were to other numbers than typed."""
    talk, wrong = await Talk.open(address), 0
    await talk.say({"do": "hello", "query": QUERY.removeprefix("#")})
    wins = itertools.cycle(map(str, range(3, 99)))
    with suppress(WebSocketClosedError):  # where its replica was killed, a page would connect again
        while not until.is_set() and (answer := await talk.typed(wins=(typed := next(wins)))) is not None:
            wrong += answer["texts"]["wins"] != typed
            await asyncio.sleep(0.05)
    return wrong


async def load(address, until):
    """Visitors without a browser, on both replicas."""
    return await asyncio.gather(*(typing(address, until) for _ in range(VISITORS)))


@pytest.mark.browser
@pytest.mark.slow
def test_a_replica_that_is_killed_under_load_loses_nothing_that_any_of_its_visitors_typed(browser, tmp_path):
    with ExitStack() as stack:
        ports, watched, running = [free_port(), free_port()], [free_port(), free_port()], []
        address = stack.enter_context(nginx(tmp_path, ports))
        for port, metrics in zip(ports, watched, strict=True):
            options = ["--trust-proxy", "127.0.0.1", "--metrics-port", str(metrics)]
            log = tmp_path / f"{port}.txt"
            running.append(stack.enter_context(running_server(log, "dashboard", *options, port=port))[1])
        visits = [Visit(browser, address, WIDE) for _ in range(VISITORS)]
        for n, v in enumerate(visits):
            stack.callback(v.context.close)
            v.open(QUERY).settle()
            v.page.fill("[name=wins]", str(45 + n))
        for n, v in enumerate(visits):
            answered(v, expected(wins=45 + n))
        served = [pages(metrics) for metrics in watched]
        assert sum(served) == VISITORS
        assert max(served) > 1, "the one that is killed has several"
        killed, until = served.index(max(served)), threading.Event()
        others = stack.enter_context(ThreadPoolExecutor(1)).submit(run, load(address, until))
        stack.callback(until.set)
        time.sleep(1)
        for n, v in enumerate(visits):
            v.page.fill("[name=leads]", str(400 + n))
        os.kill(running[killed], signal.SIGKILL)
        for n, v in enumerate(visits):
            v.page.fill("[name=goal]", str(40 + n))
        for n, v in enumerate(visits):
            answered(v, expected(wins=45 + n, leads=400 + n, goal=40 + n))
        assert pages(watched[1 - killed]) >= VISITORS, "the other replica goes on with all"
        until.set()
        assert others.result(60) == [0] * VISITORS
        for n, v in enumerate(visits):
            v.page.fill("[name=closing]", str(15 + n))
            answered(v, expected(wins=45 + n, leads=400 + n, goal=40 + n, closing=15 + n))
            kept = [v.page.input_value(f"[name={name}]") for name in ("leads", "wins", "goal")]
            assert kept == [str(400 + n), str(45 + n), str(40 + n)]
            assert v.strangers == []
            assert [fault for fault in v.faults if "pageerror" in fault] == []
