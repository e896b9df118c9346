"""What the documents say is so: commands exist, links lead somewhere, examples run. And what no file may name."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(path.relative_to(ROOT).as_posix() for name in ("docs", "deploy") for path in (ROOT / name).rglob("*.md")),
)

# Put together from pieces, so that this file does not name them either.
REGISTRY = re.compile(
    "|".join(
        [
            "py" + r"pi\.org",
            "python" + "hosted",
            "registry" + r"\.npmjs",
            "deb" + r"\.debian",
            "conda" + r"\.anaconda",
            "file:" + "///",
        ]
    )
)
MACHINE = re.compile(
    r"(?<![\w.~}])/" + r"(?:home/[\w.-]+|Users/[\w.-]+|root|opt|work)" + r"/" + "|" + r"\b[A-Z]:\\" + r"Users\\"
)
CDN = re.compile(
    "|".join(
        [
            "cdn" + r"\.jsdelivr",
            "unp" + r"kg\.com",
            "cdn" + "js",
            "google" + r"apis\.com",
            "cdn" + r"\.plot\.ly",
            "esm" + r"\.sh",
        ]
    )
)
SHIPPED = {".py", ".ipynb", ".html", ".js", ".css", ".j2"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def document(name: str) -> str:
    """A document without its code."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", read(name), flags=re.DOTALL)


# --- commands -----------------------------------------------------------------------------------------------------


def rules(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", makefile, flags=re.MULTILINE))


def commands(text: str) -> set[str]:
    """Targets named as ``make target`` in code, with or without variables."""
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL))
    return set(re.findall(r"\bmake (?:[A-Z]+=\S+ )*([a-z][\w-]*)", code))


def test_commands_are_found_in_code_and_only_there() -> None:
    found = commands("make sense of `make a`, `make V=.x P=y b` and\n```sh\nmake c   # make do\n```\n")
    assert {"a", "b", "c"} <= found
    assert "sense" not in found


def test_the_readme_gives_the_two_commands() -> None:
    assert {"dashboard", "test"} <= commands(read("README.md"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_is_in_the_makefile(name: str) -> None:
    assert commands(read(name)) - rules(read("Makefile")) == set()


def test_every_rule_is_phony() -> None:
    makefile = read("Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == rules(makefile)


# --- links --------------------------------------------------------------------------------------------------------


def links(text: str) -> list[str]:
    """Targets of links and images, without those that leave the repository or stay on the page."""
    found = re.findall(r"\]\(\s*<?([^)\s>]+)", text) + re.findall(r"(?:src|href)=\"([^\"]+)\"", text)
    found += re.findall(r"^\[[^\]]+\]:\s*(\S+)", text, flags=re.MULTILINE)
    return [target for target in found if not re.match(r"[a-z]+:|#", target)]


def dead(text: str, folder: Path = ROOT) -> list[str]:
    return [target for target in links(text) if not (folder / target.split("#")[0]).exists()]


def test_a_dead_link_is_caught() -> None:
    text = '[a](nowhere.md) ![b](no/where.png "title") <img src="gone.png"> [c](LICENSE) [d](https://example.org/x) [e](#f)'
    assert dead(text) == ["nowhere.md", "no/where.png", "gone.png"]
    assert dead("[x][ref]\n\n[ref]: lost.md") == ["lost.md"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    assert dead(document(name), (ROOT / name).parent) == []


CODE_PATH = re.compile(r"`([a-z_]+(?:/[a-z_]+)+(?:\.\w+)+|[a-z_]+/|(?:[a-z_]+/)+[a-z_]+)`")


def missing_paths(text: str) -> list[str]:
    """Paths written as code that are neither in the repository nor in the package."""
    roots = (ROOT, ROOT / "diagnostics", ROOT / "diagnostics" / "app" / "report")
    return [name for name in CODE_PATH.findall(text) if not any((root / name).exists() for root in roots)]


def test_a_path_that_is_gone_is_caught() -> None:
    assert missing_paths("`app/nowhere.py` `data/messages` `lost/` `funnel/links.py` `a word`") == [
        "app/nowhere.py",
        "lost/",
    ]


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.startswith("docs/")])
def test_the_paths_of_a_document_are_there(name: str) -> None:
    assert missing_paths(read(name)) == []


def test_the_architecture_names_every_folder() -> None:
    package = ROOT / "diagnostics"
    rings = {path.parent.relative_to(package).as_posix() for path in package.glob("*/__init__.py")} - {"app"}
    parts = {f"app/{path.parent.name}" for path in package.glob("app/*/__init__.py")}
    named = re.findall(r"^\|[^|]*\| `([\w/]+?)/?` \|", read("docs/ARCHITECTURE.md"), flags=re.MULTILINE)
    assert set(named) == rings | parts


# --- examples -----------------------------------------------------------------------------------------------------


def run_examples(text: str, name: str) -> int:
    """Run each Python block of a document in order, all in one namespace; returns how many there were."""
    blocks = re.findall(r"^```(?:python|pycon|py)\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    namespace: dict[str, object] = {"__name__": name}
    for number, block in enumerate(blocks, start=1):
        if ">>> " in block:
            test = doctest.DocTestParser().get_doctest(block, namespace, f"{name}, block {number}", name, 0)
            told: list[str] = []
            results = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=told.append, clear_globs=False)
            assert results.failed == 0, "".join(told)
            namespace.update(test.globs)
        else:
            exec(compile(block, f"{name}, block {number}", "exec"), namespace)
    return len(blocks)


def test_examples_share_a_namespace() -> None:
    assert (
        run_examples(
            "```python\nx = 1\n```\n```python\n>>> y = x + 1\n>>> y\n2\n```\n```python\nassert y == 2\n```\n", "x"
        )
        == 3
    )


def test_a_wrong_example_is_caught() -> None:
    with pytest.raises(AssertionError, match="Got"):
        run_examples("```python\n>>> 1 + 1\n3\n```\n", "x")
    with pytest.raises(ZeroDivisionError):
        run_examples("```python\n1 / 0\n```\n", "x")


@pytest.mark.slow
def test_the_readme_examples_run() -> None:
    assert run_examples(read("README.md"), "README.md") > 0


# --- what no file may name ----------------------------------------------------------------------------------------


def tracked() -> list[str]:
    """The files git knows; a skip where this is no checkout."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip(f"git does not read this checkout: {listed.stderr.strip()}")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def naming(pattern: re.Pattern[str], names: list[str]) -> list[str]:
    found = []
    for name in names:
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            lines = content.decode("utf-8", errors="replace").splitlines()
            found += [f"{name}:{n}" for n, line in enumerate(lines, start=1) if pattern.search(line)]
    return found


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (REGISTRY, "https://" + "py" + "pi.org/simple"),
        (REGISTRY, "file:" + "///srv/wheels"),
        (MACHINE, "see /" + "home/someone/x"),
        (MACHINE, "'/" + "Users/someone/x'"),
        (MACHINE, "C:\\" + "Users\\someone"),
        (MACHINE, '"/' + 'opt/x"'),
        (CDN, "https://" + "unp" + "kg.com/x"),
        (CDN, "https://" + "cdn" + "js.cloudflare.com/x"),
    ],
)
def test_a_name_that_does_not_belong_is_caught(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


@pytest.mark.parametrize(
    "text", ["https://example.org/opt/x", "share/jupyter/voila", "#!/usr/bin/env bash", "/voila/files/"]
)
def test_an_ordinary_path_is_no_machine_path(text: str) -> None:
    assert not MACHINE.search(text)


def test_no_file_names_a_package_registry() -> None:
    assert naming(REGISTRY, tracked()) == []


@pytest.mark.slow
def test_no_file_names_a_place_on_one_machine() -> None:
    assert naming(MACHINE, tracked()) == []


def test_no_shipped_code_reaches_for_a_cdn() -> None:
    assert naming(CDN, [name for name in tracked() if Path(name).suffix in SHIPPED]) == []
