"""What the tests share: where the repository is, a browser, and data that may or may not be there."""

from __future__ import annotations

import datetime
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("explore")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
"""Laws are tried on the same cases in every run; HYPOTHESIS_PROFILE=explore looks for others."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-snapshots`` writes what tests/project/test_snapshots.py compares with."""
    parser.addoption("--update-snapshots", action="store_true", help="write tests/project/snapshots anew")


@pytest.fixture(scope="session", autouse=True)
def _vocabularies() -> None:
    """The words that files are read by are loaded before a law that has a deadline for each of its cases."""
    from diagnostics.reading import blanks, crm, headings, months, outcome_words

    blanks.is_missing("n/a")
    crm.propose(["Created"], {})
    headings.key_of("leads")
    assert months.read_cell("Month 1 2025")
    outcome_words.meaning("won")


FIRST = ("session", "page", "leads", "table")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest goes first, so that no core waits for another in the end: each kind of page on a core of its own."""

    def place(item: pytest.Item) -> int:
        group = next((mark.args[0] for mark in item.iter_markers("xdist_group")), None)
        return FIRST.index(group) if group in FIRST else len(FIRST)

    items.sort(key=place)


BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def repo_root() -> Path:
    """The folder that holds pyproject.toml."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A Chromium on the PATH. Its absence is a failure where CI is set, and a skip on a person's machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is not None:
        return found
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(f"CI is set and none of {', '.join(BROWSERS)} is on the PATH: apt-get install chromium")
    pytest.skip("no Chromium is installed: apt-get install chromium")


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Any]:
    """One browser for all, which asks nothing of anybody by itself."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_data(repo_root: Path) -> Path:
    """Reference data that is not part of the repository and may stand beside it."""
    folder = repo_root.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the optional reference data are absent (shared/data beside the repository)")
    return folder


@pytest.fixture(scope="session")
def leads_csv():
    """An export as HubSpot writes it, as bytes: one weak channel, reps alike, most leads of it with two of them."""
    made: dict[tuple[object, ...], bytes] = {}

    def make(rows: int = 1500, dates: str = "%Y-%m-%d", latest: int = 31, months: int = 14, name: str = "Ben") -> bytes:
        key = (rows, dates, latest, months, name)
        if key not in made:
            made[key] = _leads(*key)
        return made[key]

    return make


def _leads(rows: int, dates: str, latest: int, months: int, name: str) -> bytes:
    """``latest``: no day of a month is after it, so that it may be a month as well."""
    dice = random.Random(7)
    channels = [("Referral", 0.15, 0.35), ("Google Ads", 0.45, 0.05), ("Website", 0.4, 0.2)]
    first, days = datetime.date(2024, 1, 1), round(months * 30.4)
    end = first + datetime.timedelta(days=days)
    lines = ["Record ID,Create Date,Original Traffic Source,Deal owner,Deal Stage,Close Date,Amount,First contacted"]

    def day(value: datetime.date) -> str:
        return value.replace(day=min(value.day, latest)).strftime(dates)

    for at in range(rows):
        channel, _, rate = dice.choices(channels, [share for _, share, _ in channels])[0]
        rep = dice.choice(["Anna", name, "Anna"] if channel != "Google Ads" else [name, name, name, "Anna"])
        came = first + datetime.timedelta(days=int(days * at / rows))
        won = dice.random() < rate
        closed = came + datetime.timedelta(days=int(dice.expovariate(1 / (35 if won else 50))))
        stage, amount, on = ("Closed Won", "2400.00", day(closed)) if won else ("Closed Lost", "", day(closed))
        if closed > end or (not won and dice.random() < 0.1):
            stage, amount, on = dice.choice(["Contract sent", "Appointment scheduled"]), "", ""
        spoken = day(came + datetime.timedelta(days=at % 3)) if at % 5 != 3 else ""
        lines.append(f"{at},{day(came)},{channel if at % 90 else ''},{rep},{stage},{on},{amount},{spoken}")
    return ("\n".join(lines) + "\n").encode()
