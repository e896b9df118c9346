"""The playbook: for each link what to do, what to watch and when not to; the first agrees with what the answer says."""

import csv
import dataclasses
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from diagnostics import files
from diagnostics.errors import InputError
from diagnostics.funnel.links import LINKS, SIDE_OF
from diagnostics.reference import playbook

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data" / "playbook.csv"
README = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
COLUMNS = "id,link,what,why,first_step,watch,effort,shows_in,not_when,source"

LENGTHS = {"what": (15, 70), "why": (40, 110), "first_step": (50, 200), "watch": (10, 70), "not_when": (40, 160)}
TIME_BASE = re.compile(r"\bper (day|week|month)\b|\beach (week|month)\b|\bevery Friday\b|\bby month of first contact\b")

AGREES = {
    "reach": ("List last quarter’s leads by where they came from",),
    "direct": ("Put price, order form and guarantee on one page",),
    "fit": ("the last ten leads that could never have bought", "take out of the advertisement what drew them"),
    "follow_up": ("Call every lead that came last week and was not reached", "on the same day"),
    "capacity": ("take one task off the people who sell",),
    "closing": ("write down where it ended", "fix the point that comes up most"),
}
"""What the first step on each link takes over from the one that the answer names, in the playbook's words."""

ALL = playbook.load()


def by_id(plays):
    return pytest.mark.parametrize("play", plays, ids=lambda play: play.id)


def test_columns_are_those_of_the_record():
    assert FILE.read_text(encoding="utf-8").splitlines()[0] == COLUMNS
    names = [field.name for field in dataclasses.fields(playbook.Play)]
    assert names == COLUMNS.replace("link,", "link,side,").split(",")


@pytest.mark.parametrize("link", LINKS)
def test_every_link_has_three_or_four(link):
    plays = playbook.for_link(link)
    assert 3 <= len(plays) <= 4
    assert all(play.link == link and play.side == SIDE_OF[link] for play in plays)
    assert any(play.effort == "small" for play in plays), "something that can be begun at once"


def test_they_stand_by_link_in_the_order_of_the_chain():
    assert [link for link, _ in groupby(play.link for play in ALL.values())] == list(LINKS)
    assert tuple(ALL.values()) == tuple(play for link in LINKS for play in playbook.for_link(link))


def test_the_readme_counts_them():
    assert f"{len(ALL)} things to do, four for each link" in README
    assert set(Counter(play.link for play in ALL.values()).values()) == {4}


@by_id(ALL.values())
def test_every_play_has_its_texts(play):
    assert re.fullmatch(rf"{play.link}(_[a-z]+)+", play.id)
    for field, (shortest, longest) in LENGTHS.items():
        text = getattr(play, field)
        assert shortest <= len(text) <= longest, (field, len(text))
        assert text == " ".join(text.split())
        assert text[0].isalpha(), "nor does a text begin as a formula does"
        assert "'" not in text
    for sentence in (play.what, play.why, play.first_step, play.not_when):
        assert sentence.endswith(".")
        assert sentence[0].isupper()
        assert not re.search(r"[.!?] ", sentence), "one sentence"
    assert play.not_when.startswith("Not ")
    assert play.watch[-1].isalpha()
    assert play.watch[0].islower()


@by_id(ALL.values())
def test_the_number_to_watch_has_its_time_base(play):
    assert TIME_BASE.search(play.watch)


@by_id(ALL.values())
def test_effort_and_weeks(play):
    assert play.effort in ("small", "medium", "large")
    assert type(play.shows_in) is int
    assert 1 <= play.shows_in <= 52


@pytest.mark.parametrize("field", ["what", "why", "first_step", "not_when"])
def test_no_text_stands_twice(field):
    texts = [getattr(play, field).lower() for play in ALL.values()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("link", LINKS)
def test_the_first_is_the_one_the_answer_names(link):
    first, named = playbook.for_link(link)[0], playbook.first_action(link)
    assert first.watch.startswith(named.watch)
    assert first.effort != "large"
    for words in AGREES[link]:
        assert words in first.first_step
    assert shared(first.first_step, named.first_step) >= 6


def shared(one, other):
    """How many different words two sentences have in common."""
    return len(set(re.findall(r"\w+", one.lower())) & set(re.findall(r"\w+", other.lower())))


def test_steps_on_other_links_do_not_pass_for_the_one_the_answer_names():
    for link in LINKS:
        own = shared(playbook.for_link(link)[0].first_step, playbook.first_action(link).first_step)
        assert own > max(
            shared(playbook.for_link(other)[0].first_step, playbook.first_action(link).first_step)
            for other in LINKS
            if other != link
        )


# --- sources -------------------------------------------------------------------------------------------------------


@by_id([play for play in ALL.values() if play.source])
def test_a_source_has_author_title_and_year_and_its_reach_is_told(play):
    match = re.fullmatch(r"(?P<authors>[A-Z][^“”]+), “(?P<title>[^“”]+)”,(?: .+)? (?P<year>\d{4})", play.source)
    assert match
    assert 1900 <= int(match["year"]) <= 2026
    family = re.split(r",| and ", match["authors"])[0].split()[-1]
    assert re.search(rf"^\| {family}[^|]* {match['year']} \| [^|]+ \| [^|]+ \|$", README, flags=re.MULTILINE)


def test_every_source_that_is_described_is_used():
    table = README.split("\n## `playbook.csv`\n")[1].split("\n## ")[0].split("| source | what it speaks for |")[1]
    described = re.findall(r"^\| (\w+)[^|]* (\d{4}) \|", table, flags=re.MULTILINE)
    assert len(described) >= 5
    for family, year in described:
        assert any(family in play.source and play.source.endswith(year) for play in ALL.values()), family


def test_a_play_may_have_no_source():
    assert {bool(play.source) for play in ALL.values()} == {True, False}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("follow_up_fast", "“The Short Life of Online Sales Leads”, Harvard Business Review, March 2011"),
        ("capacity_clear_old", "“A Proof for the Queuing Formula: L = λW”, Operations Research, 1961"),
    ],
)
def test_sources_that_are_known_for_certain(name, part):
    assert ALL[name].source.endswith(part)


# --- finding and reading -------------------------------------------------------------------------------------------


def test_find():
    assert all(playbook.find(name) is play for name, play in ALL.items())
    with pytest.raises(InputError, match="no_such_thing") as caught:
        playbook.find("no_such_thing")
    assert caught.value.field == "play"


def test_no_such_link():
    with pytest.raises(InputError, match="follow_up") as caught:
        playbook.for_link("follow-up")
    assert (caught.value.field, caught.value.value) == ("link", "follow-up")


def test_what_is_read_once_cannot_be_spoilt():
    again = playbook.load()
    assert again["closing_proof"] is ALL["closing_proof"], "read once"
    again.clear()
    assert playbook.load() == ALL
    with pytest.raises(dataclasses.FrozenInstanceError):
        ALL["closing_proof"].shows_in = 1
    assert not hasattr(ALL["closing_proof"], "__dict__"), "slotted"


@pytest.fixture
def reading(tmp_path, monkeypatch):
    """Reads the file after one cell was changed: from the place where an installed package has it."""

    def read(row, column, value):
        with FILE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        rows[row - 1][COLUMNS.split(",").index(column)] = value
        with (tmp_path / "playbook.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        monkeypatch.setattr(files, "INSTALLED", tmp_path)
        playbook._read.cache_clear()
        return playbook.load()

    yield read
    playbook._read.cache_clear()


@pytest.mark.parametrize(("weeks", "number"), [("1", 1), ("52", 52)])
def test_it_is_read_from_where_the_wheel_has_it(reading, weeks, number):
    read = reading(4, "shows_in", weeks)
    assert read["reach_recommended"].shows_in == number
    assert list(read) == list(ALL)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("id", ""),
        ("id", "reach_best_source"),
        ("link", "follow-up"),
        ("link", ""),
        ("what", ""),
        ("first_step", "Ring them. "),
        ("watch", ""),
        ("effort", "Small"),
        ("effort", ""),
        ("not_when", ""),
        ("source", " Little"),
        *(("shows_in", value) for value in ("0", "53", "-1", "1.5", "", "soon", " 4", "²", "٤", "9" * 5000)),
    ],
)
def test_a_malformed_row_is_refused_by_row_column_and_value(reading, column, value):
    with pytest.raises(InputError) as caught:
        reading(4, column, value)
    assert caught.value.place == f"playbook.csv, row 4, {column}"
    assert (caught.value.field, caught.value.value) == (column, value)
    assert str(caught.value).startswith(f"playbook.csv, row 4, {column}: {repr(value)[:50]}")
