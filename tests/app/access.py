"""What the accessibility tests share: axe-core, run in a page, and what it may leave to a person who has looked."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
AXE = Path("node_modules") / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
STRUCTURE = ("landmark-one-main", "landmark-unique", "page-has-heading-one", "heading-order", "region", "skip-link")
"""Rules that are no part of WCAG, for landmarks, headings and the links past the tools."""

LOOKED_AT = {
    r"label-content-name-mismatch .*(wl-ask|wl-dismiss|What does|data-subject)": "a sign, ? or ×, which nobody would say",
    r"color-contrast .*(wl-table|wl-num|tbody|thead)": "a cell that its box has scrolled out of sight",
    r"color-contrast .*(wl-bridge >|wl-tempting > h3|data-subject=)": "text on its card below a chart; nothing is over it",
    r"color-contrast .*(li:nth-child|wl-faults)": "lines below the head of a phone, which stays in view over them",
    r"color-contrast .wl-sentence: .*overlaps": "that head, over what is scrolled below it",
    r"color-contrast .*wc-action-row > .wl-small": "a button on its card; a field next to it touches its edge",
}
"""What axe cannot decide: rule and selector as a pattern -> what a person saw.

Texts of charts are left out: a chart is one picture with a name and a description, and tests/app/pages/test_colours.py
compares its colours.
"""

OPEN = ".wl-menu[open], .wl-tour:visible, .wl-meaning:visible, dialog[open]"
"""What lies over the page until it is shut."""

COVERED = r"color-contrast .*(overlapped by another element|overlaps other elements)"
"""What is covered then is not to be read or hit; the same is judged where nothing is open."""

RUN = """async ({ tags, rules }) => {
    const page = { exclude: [['.wl-chart svg'], ['.wc-trend-chart']] };
    const { violations, incomplete } = await axe.run(page, {
        runOnly: { type: 'tag', values: tags }, resultTypes: ['violations', 'incomplete'],
        rules: { 'target-size': { enabled: true } },
    });
    const more = await axe.run(document, { runOnly: { type: 'rule', values: rules }, resultTypes: ['violations'] });
    const told = (results) => results.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
        `${id} ${target.flat().join(' ')}: ${[...any, ...all, ...none].map((check) => check.message).join('; ')}`));
    return { wrong: told([...violations, ...more.violations]), unsure: told(incomplete) };
}"""


def axe_source(cache: Path) -> str:
    """The script of axe-core in the version that is locked: of this checkout, or installed once into ``cache``."""
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    version = lock["packages"]["node_modules/axe-core"]["version"]
    for folder in (FRONTEND, cache / version):
        package = folder / AXE.with_name("package.json")
        if package.is_file() and json.loads(package.read_text(encoding="utf-8"))["version"] == version:
            return (folder / AXE).read_text(encoding="utf-8")
    return installed(cache / version).read_text(encoding="utf-8")


def installed(folder: Path) -> Path:
    """axe-core by ``npm ci``, which takes from the network only what npm has not kept."""
    npm = shutil.which("npm")
    if npm is None:
        reason = "npm is needed to install axe-core"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):  # tests that run side by side share it
        if (folder / AXE).is_file():
            return folder / AXE
        for name in ("package.json", "package-lock.json"):
            shutil.copy(FRONTEND / name, folder / name)
        done = subprocess.run(
            [npm, "ci", "--ignore-scripts"], cwd=folder, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, done.stderr
        return folder / AXE


def faults(page: Any, source: str) -> list[str]:
    """What axe finds wrong on a page, and what it leaves open that nobody has looked at."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {source} }}")
    found = page.evaluate(RUN, {"tags": TAGS, "rules": STRUCTURE})
    covered = page.locator(OPEN).count() > 0
    known = [*LOOKED_AT, *([COVERED] if covered else [])]
    unsure = [one for one in found["unsure"] if not any(re.search(pattern, one) for pattern in known)]
    if covered:
        found["wrong"] = [one for one in found["wrong"] if "partially obscured" not in one]
    return found["wrong"] + [f"to look at: {one}" for one in unsure]


CUT_OFF = """() => {
    const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
    const root = document.documentElement;
    const wide = root.scrollWidth > root.clientWidth + 1 ? [`the page is ${root.scrollWidth} wide`] : [];
    const texts = [...document.querySelectorAll('.wl *, .wc *')].filter((node) => seen(node)
        && !node.closest('svg, .wl-away, .wl-chart') && [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim()));
    const cut = texts.filter((node) => {
        for (let box = node; box && box !== document.body; box = box.parentElement) {
            const { overflowX, overflowY, textOverflow } = getComputedStyle(box);
            const over = box === node ? box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0
                : node.getBoundingClientRect().right > box.getBoundingClientRect().right + 1;
            if (overflowX === 'hidden' || overflowX === 'clip') return over && textOverflow !== 'ellipsis';
            if (overflowX === 'auto' || overflowX === 'scroll') return false;
        }
        return node.getBoundingClientRect().right > root.clientWidth + 1;
    });
    return [...wide, ...cut.map((node) => `cut off: ${node.className} ${node.textContent.slice(0, 60)}`)];
}"""


def cut_off(page: Any) -> list[str]:
    """What has no room: a page that is wider than its window, and texts that are cut off at the right."""
    return page.evaluate(CUT_OFF)
