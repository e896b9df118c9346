"""The published rates: few, each with its definition, and none held against what it does not measure."""

import csv
import dataclasses
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from diagnostics import files
from diagnostics.errors import InputError
from diagnostics.funnel.records import Rate
from diagnostics.language import PSEUDO, speaking
from diagnostics.reference import benchmarks
from tests.pseudo import untranslated

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data" / "benchmarks.csv"
REFERENCE = ROOT.parent / "shared" / "data" / "benchmarks.csv"
COLUMNS = "id,use,label,value,strength,numerator,denominator,segment,source,year,sample,address,grade,caution"

QUARTILES = {0.25: 0.068, 0.5: 0.155, 0.75: 0.30}
"""Of the share of software trials, helped by a salesperson, that become customers (Redpoint Ventures)."""

ALL = benchmarks.load()
CLOSING = benchmarks.closing()


def by_id(rates):
    return pytest.mark.parametrize("rate", rates, ids=lambda rate: rate.id)


def test_columns_are_those_of_the_record():
    assert FILE.read_text(encoding="utf-8").splitlines()[0] == COLUMNS
    assert [field.name for field in dataclasses.fields(benchmarks.Benchmark)] == COLUMNS.split(",")


def test_few_and_each_once():
    assert 14 <= len(ALL) <= 18
    assert len({rate.id for rate in ALL}) == len({rate.label for rate in ALL}) == len(ALL)
    assert benchmarks.load() is ALL, "read once"


@by_id(ALL)
def test_every_row_says_what_it_is(rate):
    assert rate.use in ("closing", "context")
    assert rate.grade in ("A", "B")
    assert 0 < rate.value < 1
    assert rate.year is None or 2000 <= rate.year <= 2026
    assert rate.address.startswith(("https://", "http://"))
    for text in (rate.numerator, rate.denominator, rate.segment, rate.source, rate.sample, rate.caution):
        assert text == text.strip() != ""
    percent = f"{rate.value * 100:.4g}%"
    assert percent in rate.label
    assert rate.source in rate.label
    assert ("year not stated" if rate.year is None else str(rate.year)) in rate.label


@by_id(ALL)
def test_strength_belongs_to_closing_alone(rate):
    assert (rate.strength is not None) == (rate.use == "closing")


def test_the_closing_rows_are_these():
    assert {rate.id for rate in CLOSING} == {
        "hubspot_close_biotech",
        "hubspot_close_bizind",
        "hubspot_close_software",
        "hubspot_close_electronics",
        "hubspot_close_finance",
        "redpoint_assisted",
    }
    assert all(rate.use == "closing" for rate in CLOSING)
    assert [rate.id for rate in ALL if rate.use == "closing"] == [rate.id for rate in CLOSING]


@by_id(CLOSING)
def test_a_closing_rate_divides_sales_by_what_sales_took_on(rate):
    said = f"{rate.numerator} {rate.denominator}".lower()
    for word in (
        "click",
        "visit",
        "opportunit",
        "answer",
        "enquir",
        "phoned",
        "forecast",
        "admitted",
        "no salesperson",
    ):
        assert word not in said
    assert rate.denominator in ("deals worked", "free trials that a salesperson helped with")


@pytest.mark.parametrize("kind", ["click", "opportunit", "answered", "phoned", "forecast", "no salesperson"])
def test_context_holds_a_row_of_each_kind_that_tempts(kind):
    rows = [rate for rate in ALL if kind in f"{rate.numerator} {rate.denominator}"]
    assert rows
    assert all(rate.use == "context" for rate in rows)


# --- strength -----------------------------------------------------------------------------------------------------


def log_odds(share):
    return np.log(share / (1 - share))


def test_strength_follows_from_the_published_quartiles():
    """The deviation on the log-odds that has the published distance between the quartiles, as so many observations."""
    low, middle, high = (QUARTILES[p] for p in (0.25, 0.5, 0.75))
    deviation = (log_odds(high) - log_odds(low)) / (stats.norm.ppf(0.75) - stats.norm.ppf(0.25))
    strength = 1 / (deviation**2 * middle * (1 - middle))
    assert {rate.strength for rate in CLOSING} == {round(strength, 1)}


@pytest.mark.parametrize(
    ("value", "level", "percent"),
    [(0.155, 0.25, 7.0), (0.155, 0.5, 15.5), (0.155, 0.75, 30.8), (0.22, 0.25, 11), (0.22, 0.75, 38)],
)
def test_what_the_readme_says_of_the_spread(value, level, percent):
    deviation = 1 / np.sqrt(4.4 * value * (1 - value))
    share = 1 / (1 + np.exp(-(log_odds(value) + deviation * stats.norm.ppf(level))))
    assert 100 * share == pytest.approx(percent, abs=0.5 if value == 0.22 else 0.05)


# --- use ----------------------------------------------------------------------------------------------------------


@by_id(CLOSING)
def test_a_closing_row_is_a_level(rate):
    level = rate.rate()
    year = "year not stated" if rate.year is None else str(rate.year)
    assert level == Rate(rate.value, rate.strength, f"{rate.source}, {year}, grade {rate.grade}")


def test_source_of_a_level():
    assert benchmarks.find("hubspot_close_software").rate().source == "HubSpot, year not stated, grade B"


@by_id([rate for rate in ALL if rate.use == "context"])
def test_a_context_row_is_not_a_level(rate):
    with pytest.raises(InputError, match=rate.id) as caught:
        rate.rate()
    assert caught.value.field == "benchmark"
    assert rate.denominator in str(caught.value)


@by_id(ALL)
def test_words_are_one_sentence_with_the_whole_origin(rate):
    words = rate.words()
    year = "year not stated" if rate.year is None else str(rate.year)
    for part in (f"{rate.value * 100:.4g}%", f"{rate.numerator} ÷ {rate.denominator}", rate.source, year, rate.sample):
        assert part in words
    assert f"grade {rate.grade}" in words
    assert words.endswith(".")
    assert "\n" not in words
    assert ". " not in words


def test_find():
    assert all(benchmarks.find(rate.id) is rate for rate in ALL)
    with pytest.raises(InputError, match="no_such_rate"):
        benchmarks.find("no_such_rate")


def test_a_missing_file_names_both_places():
    with pytest.raises(FileNotFoundError) as caught:
        files.data_file("no_such_file.csv")
    assert str(files.INSTALLED) in str(caught.value)
    assert str(files.CHECKOUT) in str(caught.value)


def test_the_installed_folder_comes_first(tmp_path, monkeypatch):
    installed, checkout = tmp_path / "in", tmp_path / "out"
    for folder in (installed, checkout):
        folder.mkdir()
        (folder / "both.csv").touch()
    (checkout / "one.csv").touch()
    monkeypatch.setattr(files, "INSTALLED", installed)
    monkeypatch.setattr(files, "CHECKOUT", checkout)
    assert files.data_file("both.csv") == installed / "both.csv"
    assert files.data_file("one.csv") == checkout / "one.csv"


# --- against the collection the rows were chosen from ---------------------------------------------------------------


@pytest.mark.skipif(
    not REFERENCE.is_file(), reason="the collection the rows were chosen from is not beside the checkout"
)
def test_figures_are_those_collected():
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        collected = {row["id"]: row for row in csv.DictReader(file)}
    for rate in ALL:
        row = collected[rate.id]
        assert rate.value * 100 == pytest.approx(float(row["value_pct"]), rel=1e-12), rate.id
        assert rate.grade == row["grade"], rate.id
        assert rate.address == row["seen_at"], rate.id
        assert str(rate.year or "year not on the page") == row["study_year"], rate.id
    assert collected["redpoint_assisted"]["spread"] == "quartiles 6.8 / 15.5 / 30"


@by_id(ALL)
def test_what_is_said_of_a_rate_is_translated(rate):
    with speaking(PSEUDO):
        assert untranslated(rate.words(), [rate.source]) == ""


def test_where_a_target_comes_from_is_translated():
    with speaking("de"):
        assert benchmarks.find("hubspot_close_software").rate().source == "HubSpot, ohne Jahr, Güte B"
