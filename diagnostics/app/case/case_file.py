"""Reading and writing a case file: whole or not at all, never over what another window wrote; older versions are upgraded.

A file that cannot be used is refused with the reason and not changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import tempfile
from collections.abc import Callable, Mapping, Sized
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from diagnostics.app.forms.entries import ENTRIES_KIND, Entries
from diagnostics.app.forms.scenarios import SAVED, SCENARIO, levels_in
from diagnostics.app.forms.texts import whole
from diagnostics.diagnosis.money import Money
from diagnostics.errors import InputError
from diagnostics.funnel.links import LINKS
from diagnostics.funnel.records import Funnel
from diagnostics.language import t

CASE_KIND: Final = "weak-link case"
CASE_VERSION: Final = 5
LARGEST_CASE: Final = 20_000_000
"""Bytes of a case file."""
MOST_ENTRIES: Final = 5_000
"""Entries of one list or one group of fields: a full table has as many rows. What is wrong with each costs time."""
MEGABYTE: Final = 10**6
LOCK_SECONDS: Final = 5.0
SHOWN: Final = 40
"""Characters that an error shows of a long text."""


PART: Final = ".part"
"""The ending of a file while it is written."""
HEAD: Final = 200
"""Bytes of a file that are searched for the mark of a case."""
MARK: Final = re.compile(rb'^\s*\{\s*"kind":\s*"weak-link')
VERSION: Final = re.compile(rb'^\s*\{\s*"kind":\s*"weak-link case",\s*"version":\s*(\d{1,9})\b')
"""The version, as the program writes it."""


class Gone(Exception):
    """The file was deleted since it was seen."""


class Changed(Exception):
    """The file was changed by another window."""


def text_of(data: dict[str, Any]) -> str:
    """Plain data as the text of a file: one line per field, in the order of the fields."""
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def digest(content: bytes) -> str:
    """A digest of a content."""
    return hashlib.sha256(content).hexdigest()


# --- reading --------------------------------------------------------------------------------------------------------


def read(path: Path) -> tuple[str, str]:
    """The text of a file, and the digest of its content.

    Raises
    ------
    InputError
        Where it does not exist, cannot be read, is too large or is not text.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _refused("not-a-file", path.name)
        if found.st_size > LARGEST_CASE:
            raise _refused("too-large", path.name, megabytes=LARGEST_CASE // MEGABYTE)
        content = path.read_bytes()
        return content.decode("utf-8-sig"), digest(content)  # some editors put a mark in front
    except UnicodeDecodeError:
        raise _refused("not-text", path.name) from None
    except OSError as problem:
        raise _refused("unreadable", path.name, reason=problem.strerror) from None


def _refused(code: str, name: str, **facts: Any) -> InputError:
    """A file that cannot be used."""
    return InputError(f"case-file-{code}", "case file", name, **facts)


def parsed(text: str, name: str) -> dict[str, Any]:
    """The text of a file as plain data.

    Raises
    ------
    InputError
        Where it is damaged, or holds something else than fields.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if len(pairs) > MOST_ENTRIES:
            raise _too_many(pairs, name)
        for key, value in pairs:
            if key in found:
                raise _refused("repeats", name, key=key[:SHOWN])
            found[key] = value
        return found

    def no_number(word: str) -> object:
        raise _refused("no-number", name, word=word)

    if not isinstance(text, str):
        raise InputError("not-a-text", name, type(text).__name__)
    try:
        data = _without_halves(json.loads(text, object_pairs_hook=once, parse_constant=no_number), name)
    except json.JSONDecodeError as problem:
        raise _refused("damaged", name, line=problem.lineno, reason=problem.msg) from None
    except RecursionError:
        raise _refused("nested", name) from None
    except InputError:
        raise
    except ValueError:
        raise _refused("long-number", name) from None
    if not isinstance(data, dict):
        raise _refused("empty", name)
    return data


def _without_halves(value: Any, name: str) -> Any:
    """Plain data whose texts every file can hold, and whose lists are no longer than any of a case."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        if len(value) > MOST_ENTRIES:
            raise _too_many(value, name)
        return [_without_halves(one, name) for one in value]
    return {whole(key): _without_halves(one, name) for key, one in value.items()} if isinstance(value, dict) else value


def _too_many(entries: Sized, name: str) -> InputError:
    return _refused("too-many", name, entries=len(entries), most=MOST_ENTRIES)


def upgraded(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Plain data of the current version, from any earlier version.

    Raises
    ------
    InputError
        Where the data are of another program, or of a later version.
    """
    kind = data.get("kind")
    if kind not in (CASE_KIND, ENTRIES_KIND):
        raise _refused("other-kind", name, kind=str(kind)[:SHOWN])
    # A file of the dashboard holds only entries, which have a version of their own.
    version = 0 if kind == ENTRIES_KIND else data.get("version")
    if type(version) is not int or version < 0:
        raise _refused("no-version", name, version=str(version)[:SHOWN])
    if version > CASE_VERSION:
        raise _refused("newer", name, version=version, newest=CASE_VERSION)
    while version < CASE_VERSION:
        data = UPGRADES[version](data)
        version += 1
    return data


def _from_entries(data: dict[str, Any]) -> dict[str, Any]:
    """Version 0: numbers saved from the dashboard, before there were cases. Leads of an export are not in it."""
    entries = Entries.from_dict(data)
    return {
        "kind": CASE_KIND,
        "version": 1,
        "client": entries.title,
        "entries": entries.to_dict(),
        "scenarios": [
            {"name": t(SCENARIO[slot]), "levels": levels_in(entries.scenarios[slot])}
            for slot in SAVED
            if slot in entries.scenarios
        ],
        **_worked_out(entries),
    }


def _with_doubts(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1: numbers from before there were doubts of months and of days to a sale, all taken as known.

    What was typed as totals is worked out anew. Of other numbers, months that varied by chance alone (1.0, also where there
    were too few to tell) vary as months usually do, and a level whose source says so is the business's own.
    """
    past = data.get("diagnoses")
    anew = {"diagnoses": [_anew(one) for one in past]} if isinstance(past, list) else {}
    return {**_anew(data), **anew, "version": 2}


def _anew(record: Any) -> Any:
    """A case, or a diagnosis of one, of version 1 with numbers as of version 2."""
    if not isinstance(record, dict) or not isinstance(record.get("numbers"), dict):
        return record
    entries = Entries.from_dict(record["entries"]) if record.get("entries") else None
    typed = _worked_out(entries) if entries is not None and entries.way == "counts" else {}
    kept = _doubted(record["numbers"])
    return {**record, "numbers": typed["numbers"] if typed and _same_counts(typed["numbers"], kept) else kept}


def _same_counts(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two numbers differ in nothing but what is doubted of their counts."""
    funnels = [
        {**numbers["funnel"], "maturities": None, "month_leads": None, "outlook": None, "best": None}
        for numbers in (one, other)
    ]
    return one["par"] == other["par"] and all(funnels[0].get(key) == value for key, value in funnels[1].items())


def _doubted(numbers: Any) -> Any:
    """Numbers of version 1 as of version 2; what is no numbers is left for the check that follows."""
    if not isinstance(numbers, dict) or not all(isinstance(numbers.get(part), dict) for part in ("funnel", "par")):
        return numbers
    scatter = ("reach_dispersion", "closing_dispersion")
    funnel = {key: value for key, value in numbers["funnel"].items() if not (key in scatter and value == 1)}
    par = {
        key: {"own": str(value.get("source") or "").startswith("own months"), **value}
        if isinstance(value, dict)
        else value
        for key, value in numbers["par"].items()
    }
    return {**numbers, "funnel": funnel, "par": par}


def _with_months(data: dict[str, Any]) -> dict[str, Any]:
    """Version 2: numbers from before the sizes of months were kept. Where the rows of a table are there it is read anew."""
    entries = Entries.from_dict(data["entries"]) if data.get("entries") else None
    kept = data.get("numbers")
    anew = _worked_out(entries).get("numbers") if entries is not None and entries.way == "table" else None
    same = anew is not None and isinstance(kept, dict) and _same_counts(anew, kept)
    return {**data, **({"numbers": anew} if same else {}), "version": 3}


def _with_language(data: dict[str, Any]) -> dict[str, Any]:
    """Version 3: a case from before it had a language; that which was chosen with the numbers is the client's.

    Amounts whose look nobody chose were kept as English ones; they follow the language.
    """
    entries = data.get("entries")
    typed = Entries.from_dict(entries) if entries else Entries()
    return {**(data if typed.texts.get("look") else _unlooked(data)), "language": typed.language, "version": 4}


def _with_memory(data: dict[str, Any]) -> dict[str, Any]:
    """Version 4: a plan from before an action had a link and a status. An action of the playbook is of the link it is for."""
    from diagnostics.reference import playbook

    data = {name: value for name, value in data.items() if name != "hide_talk"}  # each window says so for itself
    plan, known = data.get("plan"), playbook.load()
    if not isinstance(plan, list):
        return {**data, "version": 5}
    links = {id_: play.link for id_, play in known.items() if play.link in LINKS}
    linked = [{"link": links.get(str(row.get("id")), ""), **row} if isinstance(row, dict) else row for row in plan]
    return {**data, "plan": linked, "version": 5}


def _unlooked(data: dict[str, Any]) -> dict[str, Any]:
    """A case with amounts in no look of their own."""
    numbers = data.get("numbers")
    money = numbers.get("money") if isinstance(numbers, dict) else None
    if not isinstance(numbers, dict) or not isinstance(money, dict) or not data.get("entries"):
        return data
    return {**data, "numbers": {**numbers, "money": {key: value for key, value in money.items() if key != "locale"}}}


def _worked_out(entries: Entries) -> dict[str, Any]:
    """The result of entries and how their table was read; no result where they are not complete, or are an export's."""
    from diagnostics.app.forms.counts_form import read_counts
    from diagnostics.app.forms.table_form import read_table

    if entries.way == "ledger":
        return {}
    table = read_table(entries.texts, entries.grid) if entries.way == "table" else None
    result = read_counts(entries.texts) if table is None else table
    told = {} if table is None else {"reading": list(table.told)}
    if result.funnel is None or result.par is None:
        return told
    numbers = {"funnel": plain(result.funnel), "par": asdict(result.par), "money": priced(result.money)}
    return {**told, "numbers": numbers}


UPGRADES: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    0: _from_entries,
    1: _with_doubts,
    2: _with_months,
    3: _with_language,
    4: _with_memory,
}
"""From each version to the next."""


# --- writing --------------------------------------------------------------------------------------------------------


def write(path: Path, text: str, seen: str | None, replace: bool) -> str:
    """Write a file, whole or not at all; returns the digest of its content.

    Raises
    ------
    Gone
        Where a file that was ``seen`` is not there any more, unless it is to be replaced: what was deleted stays deleted.
    Changed
        Where the content of the file is neither what was ``seen`` nor what is to be written.
    InputError
        Where it cannot be written.
    """
    from filelock import FileLock, Timeout

    content = text.encode()
    if len(content) > LARGEST_CASE:
        raise _refused("would-be-too-large", path.name, megabytes=LARGEST_CASE // MEGABYTE)
    try:
        if _gone(path, seen, replace):  # without a lock, whose file would be all that is left
            raise Gone
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(lock_of(path), timeout=LOCK_SECONDS):
            there = path.read_bytes() if path.exists() else None
            if _gone(path, seen, replace):
                raise Gone
            if there is not None and digest(there) not in (seen, digest(content)):
                if not replace:
                    raise Changed
                _whole(free_name(path, "other"), there)
            if there != content:
                _keep_older(path, there)
                _whole(path, content)
        return digest(content)
    except Timeout:
        raise _refused("locked", path.name) from None
    except OSError as problem:
        raise _refused("unwritable", path.name, reason=problem.strerror) from None


def _gone(path: Path, seen: str | None, replace: bool) -> bool:
    """Whether a file that was seen is not there any more, and is not to be written again."""
    return seen is not None and not replace and not path.exists()


def resolved(path: Path) -> Path:
    """Where a path leads.

    Raises
    ------
    InputError
        Where it goes in circles.
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        raise _refused("unreadable", path.name, reason="its links lead in a circle") from None


def is_case(path: Path) -> bool:
    """Whether a file begins as case files do, damaged or not."""
    try:
        with path.open("rb") as file:
            return MARK.search(file.read(HEAD)) is not None
    except OSError:
        return False


def lock_of(path: Path) -> Path:
    """The file that is locked while another is written: its name is short, however long the other name is."""
    return path.with_name(f".{digest(path.name.encode())[:16]}.lock")


def free_name(path: Path, mark: str) -> Path:
    """A name next to a file that no file has: ``name.mark.json``, ``name.mark-2.json`` and so on."""
    at, other = 1, path.with_name(f"{path.stem}.{mark}{path.suffix}")
    while other.exists():
        at += 1
        other = path.with_name(f"{path.stem}.{mark}-{at}{path.suffix}")
    return other


def _keep_older(path: Path, content: bytes | None) -> None:
    """Keep a file of an older version next to it, once, before it is written in this one: ``name.json.version-4``."""
    version = CASE_VERSION if content is None else version_of(content)
    if content is None or version is None or version >= CASE_VERSION:
        return
    at, kept = 1, path.with_name(f"{path.name}.version-{version}")
    while kept.exists():
        if kept.read_bytes() == content:
            return
        at += 1
        kept = path.with_name(f"{path.name}.version-{version}-{at}")
    _whole(kept, content, like=path)


def version_of(content: bytes) -> int | None:
    """The version of a case file by its content; 0 for one of the dashboard, None where it says none or is no case."""
    head = VERSION.match(content)
    if head is not None:
        return int(head[1])
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("kind") not in (CASE_KIND, ENTRIES_KIND):
        return None
    version = 0 if data.get("kind") == ENTRIES_KIND else data.get("version")
    return version if type(version) is int else None


def is_older(file: str, of: str) -> bool:
    """Whether a file is an older version of another that was kept, by name.

    >>> is_older("A.json.version-4", "A.json"), is_older("A.json.version-4-2", "A.json"), is_older("B.json", "A.json")
    (True, True, False)
    """
    return re.fullmatch(rf"{re.escape(of)}\.version-\d+(-\d+)?", file) is not None


def _whole(path: Path, content: bytes, like: Path | None = None) -> None:
    """Write under another name, then rename: a reader sees the old file or the new one. ``like``: readable as that one."""
    model = like or path
    mode = stat.S_IMODE(model.stat().st_mode) if model.exists() else None
    handle, name = tempfile.mkstemp(prefix=".", suffix=PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_usual_mode() if mode is None else mode)  # the same people can read it
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _usual_mode() -> int:
    """The permissions of a new file of this user."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def priced(money: Money | None) -> dict[str, Any] | None:
    """Money as JSON gives it back; without what was not given."""
    return None if money is None else {name: value for name, value in asdict(money).items() if value is not None}


def plain(funnel: Funnel) -> dict[str, Any]:
    """A funnel as JSON gives it back; without lists that are empty, as in files written before there were any."""
    told = {**asdict(funnel), "doubts": list(funnel.doubts), "month_leads": list(funnel.month_leads)}
    told["best"] = list(funnel.best or ())
    told |= {name: [list(pair) for pair in told[name]] for name in ("maturities", "outlook")}
    return {name: value for name, value in told.items() if value != []}
