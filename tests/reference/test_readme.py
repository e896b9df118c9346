"""The page about the data is compared with the data."""

import fnmatch
import re
import runpy
from pathlib import Path

import pytest

from diagnostics.reference import benchmarks, samples

DATA = Path(__file__).resolve().parents[2] / "data"
GENERATOR = runpy.run_path(str(DATA / "generate.py"))
README = (DATA / "README.md").read_text(encoding="utf-8")
FILES = sorted(
    path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_file() and "__pycache__" not in path.parts
)
TABLES = [name for name in FILES if name.endswith(".csv")]


def sections():
    """Text under each second-level heading, by heading."""
    heads = re.split(r"^## (.+)$", README, flags=re.MULTILINE)
    return dict(zip(heads[1::2], heads[2::2], strict=True))


def named_first(text):
    """What stands in backticks in the first cell of a table's rows."""
    return re.findall(r"^\| `([^`]+)` \|", text, flags=re.MULTILINE)


def test_every_file_is_listed_and_every_listed_file_is_there():
    listed = named_first(README.split("\n## ")[0])
    assert all(fnmatch.filter(FILES, pattern) for pattern in listed)
    assert all(sum(fnmatch.fnmatch(name, pattern) for pattern in listed) == 1 for name in FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_file_has_an_origin_and_a_licence(name):
    rows = [line for line in README.splitlines() if line.startswith("| `")]
    row = next(line for line in rows if fnmatch.fnmatch(name, line.split("`")[1]))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 4
    assert all(cells)
    assert "BSD-3-Clause" in cells[3]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_in_order(name):
    columns = (DATA / name).read_text(encoding="utf-8").splitlines()[0].split(",")
    head = f"`{name}`" if f"`{name}`" in sections() else "`samples/*.csv`"
    described = named_first(sections()[head])
    assert described[: len(columns)] == columns


def test_numbers_of_rates():
    closing, every = len(benchmarks.closing()), len(benchmarks.load())
    assert (
        f"{every} published rates: {closing} that a win rate may be compared with, {every - closing} to read" in README
    )


def test_strength_is_the_one_in_the_table():
    assert f"the strength {benchmarks.closing()[0].strength:g};" in README


@pytest.mark.parametrize("sample", samples.load().values(), ids=lambda sample: sample.id)
def test_totals_are_those_of_the_tables(sample):
    lines = README.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"| `{sample.id}` |"))
    totals = sample.totals()
    shown = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", lines[at + 1])]
    assisted = totals["wins"] - totals["direct_wins"]
    expected = [totals["leads"], totals["direct_wins"], totals["fit"], totals["worked"], assisted]
    assert shown == [number for number in expected if number is not None]


def test_seeds_are_those_of_the_descriptions():
    rows = (DATA / "samples.csv").read_text(encoding="utf-8").splitlines()[1:]
    for row in rows:
        name, seed = row.split(",")[0], re.search(r",(\d+),12,", row).group(1)
        line = next(line for line in README.splitlines() if line.startswith(f"| `samples/{name}.csv` |"))
        assert f"seed {seed} " in line


def test_the_ledger_is_as_it_is_described():
    file = (DATA / "ledger.csv").read_text(encoding="utf-8").splitlines()[1:]
    different = {row.split(",")[0] for row in file}
    assert f"{len(file):,} rows, {len(different):,} leads\nof 24 months" in README
    row = next(line for line in README.splitlines() if line.startswith("| `ledger.csv` |"))
    assert f"| {len(different):,} leads of" in row
    assert f"seed {GENERATOR['LEDGER_SEED']} " in row
    assert f"Of the seeds 1 to {GENERATOR['LEDGER_SEED']} " in README


@pytest.mark.parametrize("channel", GENERATOR["CHANNELS"], ids=lambda channel: channel.name)
def test_the_planted_truth_is_the_one_in_the_generator(channel):
    row = next(line for line in README.splitlines() if line.startswith(f"| {channel.name} |"))
    shares = [f"{share:.0%}" for share in (channel.won, *channel.goes_to)]
    cells = [f"{channel.before}", f"{channel.after}", shares[0], f"{channel.hours} h", *shares[1:]]
    assert [cell.strip() for cell in row.strip("|").split("|")] == [channel.name, *cells]
    assert f"given to {GENERATOR['REPS'][0]} | {' | '.join(GENERATOR['REPS'][1:])} |" in README


@pytest.mark.parametrize(("fault", "rows"), GENERATOR["FAULTS"].items(), ids=list(GENERATOR["FAULTS"]))
def test_planted_faults_are_those_in_the_generator(fault, rows):
    row = next(line for line in README.splitlines() if line.startswith(f"| `{fault}` |"))
    assert re.match(r"\d+", row.split("|")[2].strip())[0] == str(rows)


def test_the_command_is_there():
    assert "python data/generate.py" in README
    assert (DATA / "generate.py").is_file()
