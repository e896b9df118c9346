"""What a message about a table says to do can be done: every argument that it names is one, with a value that is accepted."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import diagnostics as dx
from diagnostics.errors import InputError
from diagnostics.files import data_file
from diagnostics.months.records import KNOWN
from diagnostics.reading.headings import KEYS
from tests.months.test_shapes import ASKED
from tests.months.test_shared_imports import ROWS
from tests.shared import imports
from tests.ways import DEEPEST

ARGUMENTS = set(inspect.signature(dx.Table.read).parameters)
NAMED = re.compile(r"\b([a-z_]+)=(?:'([^']*)'|\{'([^']*)': ?('[^']*')?|…|\d)?")

REFUSED = {
    "no sales": "Month,Leads,Rate\n2025-01,100,0.1\n",
    "no months": "Leads,Sales\n100,10\n",
    "no rows": "Month,Leads,Sales\n",
    "two columns of one name": "Month,Leads,Leads,Sales\n2025-01,100,90,10\n",
    "two columns of sales": "Month,Leads,Sales,Orders\n2025-01,100,10,9\n",
    "a word": "Month,Leads,Sales\n2025-01,many,10\n",
    "money": "Month,Leads,Sales\n2025-01,100,$10\n",
    "more sales than leads": "Month,Leads,Sales\n2025-01,10,12\n2025-02,90,9\n",
    "far more sales than leads": "Month,Leads,Sales\n2025-01,10,1200\n",
    "no such month": "Month,Leads,Sales\n2025-99,10,1\n",
    "no month": "Month,Leads,Sales\n,10,1\n2025-01,10,1\n",
    "a part": "Month,Leads,Sales,Lost\n2025-01,10,5,9\n",
}


def raised(read: Any, given: Mapping[str, Any], deep: int = 0) -> Iterator[InputError]:
    """Every error on the way through the answers to a table."""
    try:
        read(given)
    except InputError as error:
        yield error
        question = error.facts.get("question")
        if question is not None and deep < DEEPEST:
            for answer in question.answers[:3]:
                yield from raised(read, answer.added_to(given), deep + 1)


def check(error: InputError) -> None:
    words = error.message("python")
    for name, value, key, _ in NAMED.findall(words):
        assert name in ARGUMENTS, words
        assert not value or name not in KNOWN or value in KNOWN[name], words
        assert not key or name != "columns" or key in KEYS, words
    question = error.facts.get("question")
    for answer in () if question is None else question.answers:
        assert set(answer.given) <= ARGUMENTS


@pytest.mark.parametrize(
    "source", [*(sheet for sheet, *_ in ASKED.values()), *REFUSED.values()], ids=[*ASKED, *REFUSED]
)
def test_what_is_said_to_be_given_to_a_table_is_an_argument(source: Any) -> None:
    data = source.encode() if isinstance(source, str) else source
    found = list(raised(lambda given: dx.Table.read(data, "cohort", **given).funnel(), {}))
    assert found
    for error in found:
        check(error)


@pytest.mark.parametrize("file", [file for file, _ in ROWS])
def test_what_is_said_of_shapes_of_real_tables_is_an_argument(file: str) -> None:
    source = imports(file)
    for error in raised(lambda given: dx.Table.read(source, "cohort", **given).funnel(), {}):
        check(error)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (code, entry["remedy"])
        for code, entry in tomllib.loads(data_file("messages/months.toml").read_text(encoding="utf-8")).items()
        if "=" in entry.get("remedy", "")
    ],
)
def test_a_remedy_of_a_table_names_arguments_of_it(code: str, text: str) -> None:
    for name, value, *_ in NAMED.findall(text):
        assert name in ARGUMENTS | {"lag_days"}, code
        assert not value or "{" in value or name not in KNOWN or value in KNOWN[name], code
