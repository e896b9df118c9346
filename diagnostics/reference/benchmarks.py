"""Published rates, each with its definition, source, year, sample and grade. Few, and never stronger than they are.

Only a share of worked leads (or something close to it) may be compared with a business's closing; the rest are for
information. The strength of a rate is the spread between businesses, never the size of a sample: see ``data/README.md``.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from diagnostics.errors import InputError
from diagnostics.files import data_file
from diagnostics.funnel.records import Rate
from diagnostics.language import t
from diagnostics.number_format import typed_percent


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One published rate: a row of ``data/benchmarks.csv``."""

    id: str
    use: Literal["closing", "context"]
    """``closing`` may be compared with the share of worked leads that is won; ``context`` is only shown."""
    label: str
    value: float
    """``numerator`` ÷ ``denominator``, a fraction."""
    strength: float | None
    """Pseudo-observations ``a + b`` of the level as it differs between businesses; None for context."""
    numerator: str
    denominator: str
    segment: str
    source: str
    year: int | None
    """None where the page does not say."""
    sample: str
    address: str
    grade: Literal["A", "B"]
    """A: the study's own pages or a press report of it; B: quoted by others."""
    caution: str

    def rate(self) -> Rate:
        """The level to compare closing with, its strength and its source.

        Raises
        ------
        InputError
            Where the rate is not a share of worked leads.

        >>> find("hubspot_close_software").rate()
        Rate(value=0.22, strength=4.4, source='HubSpot, year not stated, grade B', own=False)
        """
        if self.use != "closing":
            raise InputError(
                "benchmark-not-a-win-rate",
                "benchmark",
                self.id,
                numerator=t(self.numerator),
                denominator=t(self.denominator),
            )
        source = t("{source}, {year}, grade {grade}", source=self.source, year=self._year(), grade=self.grade)
        return Rate(self.value, self.strength, source)

    def words(self) -> str:
        """One sentence: the rate, what is divided by what, where, and who says so.

        >>> find("hubspot_close_software").words()  # doctest: +NORMALIZE_WHITESPACE
        '22%: deals closed ÷ deals worked, computer software
        (HubSpot, year not stated, 8,900 companies in 28 industries, grade B).'
        """
        return t(
            "{rate}: {numerator} ÷ {denominator}, {segment} ({source}, {year}, {sample}, grade {grade}).",
            rate=typed_percent(self.value),
            numerator=t(self.numerator),
            denominator=t(self.denominator),
            segment=t(self.segment),
            source=self.source,
            year=self._year(),
            sample=t(self.sample),
            grade=self.grade,
        )

    def _year(self) -> str:
        return t("year not stated") if self.year is None else str(self.year)


@lru_cache(maxsize=1)
def load() -> tuple[Benchmark, ...]:
    """Every published rate, in the order of the file."""
    with data_file("benchmarks.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_benchmark(row) for row in csv.DictReader(file))


def closing() -> tuple[Benchmark, ...]:
    """The rates that may serve as the level of closing."""
    return tuple(benchmark for benchmark in load() if benchmark.use == "closing")


def find(name: str) -> Benchmark:
    """The published rate of that id.

    Raises
    ------
    InputError
        Where there is none.
    """
    for benchmark in load():
        if benchmark.id == name:
            return benchmark
    raise InputError("unknown-benchmark", "benchmark", name, choices=(b.id for b in closing()))


def _benchmark(row: dict[str, str]) -> Benchmark:
    return Benchmark(
        id=row["id"],
        use=cast(Literal["closing", "context"], row["use"]),
        label=row["label"],
        value=float(row["value"]),
        strength=float(row["strength"]) if row["strength"] else None,
        numerator=row["numerator"],
        denominator=row["denominator"],
        segment=row["segment"],
        source=row["source"],
        year=int(row["year"]) if row["year"] else None,
        sample=row["sample"],
        address=row["address"],
        grade=cast(Literal["A", "B"], row["grade"]),
        caution=row["caution"],
    )
