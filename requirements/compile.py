"""Write constraints.txt and the lists in this folder anew: ``make constraints``; needs uv and the network.

constraints.txt has every version that is tested. The lists have the same pins with the hashes of all files of each release, and
include the list they build on. pip takes hashes from lists of requirements only: the pip that comes with Python 3.11 or 3.13
refuses hashes among constraints.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
OLDEST_PYTHON: Final = "3.11"
"""On which every pin can be installed."""
LISTS: Final = {
    "build": (None, "What builds the package and whatever has no wheel"),
    "dashboard": ("build", "The package with the dashboard"),
    "test": ("dashboard", "The tests"),
    "lint": ("test", "Style and types"),
    "spark": ("lint", "Spark"),
    "bench": ("lint", "What the benchmarks compare with"),
}
"""Name -> the list it begins with, and its title. "build" is a group of pyproject.toml, the others are extras."""
HEAD: Final = """\
# {title}: exact versions with the hashes of all their files, for every system.
# Made with `make constraints`; see README.md in this folder.
"""
WRITTEN_AS: Final = ["--no-strip-extras", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]


def asked(*names: str) -> list[str]:
    """What these lists have of pyproject.toml."""
    extras = [word for name in names if name != "build" for word in ("--extra", name)]
    return [*(["--group", "build"] if "build" in names else []), *(["pyproject.toml", *extras] if extras else [])]


def compiled(uv: str, words: list[str]) -> dict[str, str]:
    """Name -> pin with its marker and hashes, for these parts of pyproject.toml and all that they need."""
    command = [uv, "pip", "compile", "--quiet", "--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"]
    done = subprocess.run([*command, *WRITTEN_AS, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return blocks(done.stdout)


def blocks(text: str) -> dict[str, str]:
    """Name -> lines, of a list of requirements with hashes."""
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", "\n" + re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)):
        if not block.strip():
            continue
        name = re.split(r"[\[=]", block)[0].strip()
        if name in found:
            raise ValueError(f"{name} has two versions; bound it in pyproject.toml so that one fits every Python")
        found[name] = block.strip() + "\n"
    return found


def version(block: str) -> str:
    """Of the pin that a block begins with."""
    return block.split("==")[1].split()[0]


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--uv", default="uv")
    parser.add_argument(
        "--keep", action="store_true", help="keep the versions that are pinned; add and drop packages only"
    )
    options = parser.parse_args()
    constraints = ROOT / "constraints.txt"
    pins = compiled(options.uv, [*asked(*LISTS), *(["--constraints", str(constraints)] if options.keep else [])])
    head = re.findall(r"^#.*\n", constraints.read_text(encoding="utf-8"), flags=re.MULTILINE)
    constraints.write_text(
        "".join([*head, *(f"{name}=={version(pins[name])}\n" for name in sorted(pins))]), encoding="utf-8"
    )
    listed: dict[str | None, set[str]] = {None: set()}
    for name, (parent, title) in LISTS.items():
        needed = compiled(options.uv, [*asked(name), "--constraints", str(constraints)]).keys() - listed[parent]
        text = HEAD.format(title=title) + (f"-r {parent}.txt\n" if parent else "")
        (HERE / f"{name}.txt").write_text(text + "".join(pins[each] for each in sorted(needed)), encoding="utf-8")
        listed[name] = listed[parent] | needed
    left = pins.keys() - set().union(*listed.values())
    if left:
        raise ValueError(f"in no list: {', '.join(sorted(left))}")


if __name__ == "__main__":
    main()
