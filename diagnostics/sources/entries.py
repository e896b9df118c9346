"""What stands in the form, as a record that can be undone, put into an address, saved to a file and loaded again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from diagnostics.funnel.errors import InputError
from diagnostics.sources import benchmarks, samples
from diagnostics.sources.counts import BY_KEY, FIELDS

KIND: Final = "weak-link entries"
VERSION: Final = 1
LONGEST_FILE: Final = 100_000
LONGEST_ENTRY: Final = 200
FIRST_EXAMPLE: Final = "leads_pile_up"


@dataclass(frozen=True, slots=True)
class Entries:
    """The text of every field, and the example it is, if it is one untouched."""

    texts: Mapping[str, str] = field(default_factory=dict)
    example: str | None = None

    def typed(self, key: str, text: str) -> Entries:
        """With one field typed into. A closing rate that is typed is the owner's own; a benchmark brings its rate."""
        texts = {**self.texts, _known(key): str(text)[:LONGEST_ENTRY]}
        if key == "closing":
            texts["benchmark"] = ""
        if key == "benchmark" and text:
            texts["closing"] = _rate(benchmarks.find(text))
        return replace(self, texts=_tidy(texts), example=None)

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for a file."""
        return {"kind": KIND, "version": VERSION, "entries": dict(self.texts), "example": self.example}

    @staticmethod
    def from_dict(data: Any) -> Entries:
        """From plain data.

        Raises
        ------
        InputError
            Where the data are not such entries, or of a later version.
        """
        if not isinstance(data, dict) or data.get("kind") != KIND:
            raise InputError("file", _brief(data), "was not saved from this page", "Choose a file that was.")
        if data.get("version") != VERSION:
            raise InputError(
                "file version",
                data.get("version"),
                "is not one this page reads",
                "Update the page, or type the numbers.",
            )
        texts = data.get("entries")
        if not isinstance(texts, dict):
            raise InputError("file", _brief(texts), "holds no entries", "Choose a file that was saved from this page.")
        kept = {k: str(v)[:LONGEST_ENTRY] for k, v in texts.items() if k in BY_KEY and isinstance(v, (str, int, float))}
        name = data.get("example")
        if isinstance(name, str) and name in samples.load() and example(name).texts == _tidy(kept):
            return example(name)
        return Entries(_tidy(kept))

    def to_json(self) -> str:
        """As the text of a file."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    @staticmethod
    def from_json(text: str) -> Entries:
        """From the text of a file.

        Raises
        ------
        InputError
            Where the file is too large, is not JSON, or holds something else.
        """
        if len(text) > LONGEST_FILE:
            raise InputError("file", f"{len(text):,} characters", "is too large", "Choose a file saved from this page.")
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            raise InputError(
                "file", _brief(text), "is damaged or of another kind", "Choose a file saved from this page."
            ) from None
        return Entries.from_dict(data)

    def to_query(self) -> str:
        """As the part of an address after ``#``.

        >>> Entries({"leads": "310", "wins": "17"}).to_query()
        'leads=310&wins=17'
        """
        if self.example:
            return urlencode({"example": self.example})
        return urlencode([(f.key, self.texts[f.key]) for f in FIELDS if self.texts.get(f.key)])

    @staticmethod
    def from_query(query: str) -> Entries | None:
        """From the part of an address after ``#``; None where it says nothing of a form. Unknown names are left out."""
        pairs = dict(parse_qsl(query[: LONGEST_FILE // 10].lstrip("#?"), keep_blank_values=True))
        if pairs.get("example") in samples.load():
            return example(pairs["example"])
        texts = {k: v[:LONGEST_ENTRY] for k, v in pairs.items() if k in BY_KEY}
        return Entries(_tidy(texts)) if texts else None


def blank() -> Entries:
    """A form with nothing in it but what it starts with."""
    return Entries({f.key: f.start for f in FIELDS if f.start})


def example(name: str = FIRST_EXAMPLE) -> Entries:
    """A sample business, filled in. Its leads are all decided, so there are no days still to wait for."""
    sample = samples.load()[name]
    known: dict[str, Any] = {
        **sample.totals(),
        "goal": sample.goal,
        "capacity": sample.capacity,
        "closing": sample.closing * 100,
    }
    texts = {
        key: f"{value:g}" if isinstance(value, float) else str(value)
        for key, value in known.items()
        if value is not None
    }
    return Entries(_tidy({k: v for k, v in texts.items() if k in BY_KEY}), name)


def _known(key: str) -> str:
    if key not in BY_KEY:
        raise InputError("field", key, "is not a field of this form", f"Use one of {', '.join(BY_KEY)}.")
    return key


def _tidy(texts: Mapping[str, str]) -> dict[str, str]:
    """Fields in their order, empty ones left out, a benchmark that is unknown or not the rate shown taken for none."""
    kept = {f.key: texts[f.key] for f in FIELDS if texts.get(f.key)}
    if kept.get("benchmark") not in {b.id for b in benchmarks.closing() if _rate(b) == kept.get("closing")}:
        kept.pop("benchmark", None)
    return kept


def _rate(benchmark: benchmarks.Benchmark) -> str:
    """How a published rate stands in the field of the closing rate."""
    return f"{benchmark.value * 100:g}"


def _brief(data: object) -> str:
    text = data if isinstance(data, str) else type(data).__name__
    return text[:30]
