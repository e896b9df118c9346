"""The texts of the data that people read, for the catalogue: ``make words`` gives the files here to Babel.

Run as a script it compiles the catalogues of a folder. Babel's own command takes "90% range" for a placeholder of Python's
old kind and refuses its translation; whether the places of a text are in its translation is tested.
"""

from __future__ import annotations

import csv
import io
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

READ: Final = {
    "activity", "ask", "caution", "denominator", "doubt", "effect", "example", "first_step", "help", "label", "line", "name",
    "needs", "not_when", "numerator", "one", "page", "problem", "question", "reason", "remedy", "rules", "sales_letter",
    "sample", "segment", "shell", "short", "story", "talk", "title", "watch", "what", "why", "why_hard",
}  # fmt: skip
"""Columns of tables and keys of TOML that hold texts."""
OF_A_MESSAGE: Final = frozenset({"problem", "remedy"})
"""The parts of a code of ``data/messages``, which says in tables of its own what a surface says in place of them."""
Found = tuple[int, str, str, list[str]]
"""Line, function, text, comments."""


def from_toml(file: BinaryIO, *_: object, **__: object) -> Iterator[Found]:
    """The texts of a TOML file."""
    yield from ((0, "", text, []) for text in _texts(tomllib.load(file), read=False))


def titles(file: BinaryIO, *_: object, **__: object) -> Iterator[Found]:
    """The titles of a TOML file whose other keys are no texts."""
    yield from ((0, "", text, []) for text in _titles(tomllib.load(file)))


def from_csv(file: BinaryIO, *_: object, **__: object) -> Iterator[Found]:
    """The texts of a table."""
    rows = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8"))
    yield from (
        (at, "", row[column], []) for at, row in enumerate(rows, 2) for column in row if column in READ and row[column]
    )


def _texts(value: Any, read: bool) -> Iterator[str]:
    match value:
        case str() if read and value:
            yield value
        case list():
            for one in value:
                yield from _texts(one, read)
        case dict():
            for key, one in _on_page(value).items():
                yield from _texts(one, read=key in READ or (read and not isinstance(one, str)))


def _on_page(table: dict[str, Any]) -> dict[str, Any]:
    """The parts of a message as a page shows them; Python and the shell speak English."""
    if table.keys() >= OF_A_MESSAGE:
        return {part: table.get("page", {}).get(part, table[part]) for part in sorted(OF_A_MESSAGE)}
    page = table.get("page")
    return {**table, **page, "page": ""} if isinstance(page, dict) else table


def _titles(value: Any) -> Iterator[str]:
    match value:
        case list():
            for one in value:
                yield from _titles(one)
        case dict():
            for key, one in value.items():
                yield from [one] if key == "title" and isinstance(one, str) else _titles(one)


def compiled(folder: Path) -> None:
    """Write the catalogue that is read by the machine next to each that is written by people."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for path in folder.glob("*/LC_MESSAGES/*.po"):
        with path.open("rb") as written, path.with_suffix(".mo").open("wb") as made:
            write_mo(made, read_po(written))


if __name__ == "__main__":
    compiled(Path(sys.argv[1]))
