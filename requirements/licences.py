"""Write docs/licences.md anew: ``make licences``; what is not installed here, another system's, is asked of the network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from email import message_from_bytes
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final, Protocol

ROOT: Final = Path(__file__).resolve().parents[1]
ELSEWHERE: Final = (("macosx_11_0_arm64", "3.12"), ("win_amd64", "3.12"), ("manylinux_2_28_x86_64", "3.12"))
"""Systems and Pythons for which a package may be needed and not here."""
NAMES: Final = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "BSD 3-Clause": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "Apache-2.0 AND BSD-3-Clause",
    "BSD": "BSD",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""Licences as older packages write them; a plain "BSD" says no number of clauses."""
LONGEST_NAME: Final = 60
"""Characters: what is longer is the text of a licence."""
REMARKS: Final = {
    "MPL-2.0": "copyleft of its own files only; used unchanged",
}
"""Of licences that ask for more than that their text is kept."""
HEAD: Final = """\
# Licences

Made with `make licences` from `constraints.txt` and `frontend/package-lock.json`: do not edit. A licence is what the package
says of itself; "BSD" alone where it does not say how many clauses. What is in the page is in the package's own wheel,
its licences in `LICENCES.txt` next to it; an environment or a container holds what its list names.
"""


class Fields(Protocol):
    """Metadata of a package."""

    def __getitem__(self, key: str) -> str: ...
    def get_all(self, name: str) -> list[str] | None:
        """All values of a field."""


def licence_of(fields: Fields | Message) -> str:
    """The licence as the metadata says it, in SPDX's words where they are known; empty where they say none."""
    said = fields["License-Expression"]
    if said:
        return str(said)
    given = [line.rpartition(" :: ")[2] for line in fields.get_all("Classifier") or [] if line.startswith("License ::")]
    text = str(fields["License"] or "")
    found = [NAMES.get(name, name) for name in given if name != "OSI Approved"]
    if "\n" not in text.strip() and 0 < len(text) <= LONGEST_NAME and (not found or found == ["BSD"]):
        found = [NAMES.get(text.strip(), text.strip())]
    return " AND ".join(sorted(set(found)))


def python_licences() -> dict[str, tuple[str, str]]:
    """Name -> version and licence of every pin."""
    pins = re.findall(r"^([^#\s]+)==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: (version, licence_of(_metadata(name, version))) for name, version in pins}


def _metadata(name: str, version: str) -> Fields | Message:
    try:
        found = metadata(name)
        if found["Version"] == version:
            return found
    except PackageNotFoundError:
        pass
    with tempfile.TemporaryDirectory() as folder:
        for platform, python in ELSEWHERE:
            command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps"]
            where = ["--only-binary=:all:", "--platform", platform, "--python-version", python, "--dest", folder]
            if (
                subprocess.run([*command, *where, f"{name}=={version}"], capture_output=True, check=False).returncode
                == 0
            ):
                (wheel,) = Path(folder).glob("*.whl")
                with zipfile.ZipFile(wheel) as whole:
                    (path,) = (each for each in whole.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each))
                    return message_from_bytes(whole.read(path))
    raise LookupError(f"{name} {version} is not installed and has no wheel")


def page_licences(in_the_page: bool) -> dict[str, tuple[str, str]]:
    """Name -> version and licence: what a browser gets, or the tools that make and test it."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    return {
        path.rpartition("node_modules/")[2]: (given["version"], given.get("license", ""))
        for path, given in lock["packages"].items()
        if path and in_the_page is not bool(given.get("dev") or given.get("devOptional"))
    }


def lists() -> dict[str, list[str]]:
    """Name -> the lists that it is in."""
    found = defaultdict(list)
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        for name in re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            found[name].append(path.stem)
    return found


def remark(licence: str) -> str:
    """What has to be known of a licence."""
    return "; ".join(
        said for name, said in REMARKS.items() if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", licence)
    )


def main() -> None:
    """Write the file."""
    places = lists()
    rows = [
        "## In the page",
        "",
        "| part | version | licence |",
        "|---|---|---|",
        *(f"| {name} | {version} | {licence} |" for name, (version, licence) in page_licences(True).items()),
        "",
    ]
    rows += ["Everything else that a browser gets is this project's own.", ""]
    rows += ["## Python", "", "| package | version | licence | list | remark |", "|---|---|---|---|---|"]
    for name, (version, licence) in python_licences().items():
        rows.append(f"| {name} | {version} | {licence or 'unknown'} | {', '.join(places[name])} | {remark(licence)} |")
    rows += ["", "## Tools of the page", "", "| package | version | licence | remark |", "|---|---|---|---|"]
    for name, (version, licence) in page_licences(False).items():
        rows.append(f"| {name} | {version} | {licence or 'unknown'} | {remark(licence)} |")
    (ROOT / "docs" / "licences.md").write_text(HEAD + "\n" + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
