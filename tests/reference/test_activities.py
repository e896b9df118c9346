"""The activities of the game: each on the side that the interaction rule puts it on, and the founding text's own come out."""

import csv
import dataclasses
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from diagnostics import files
from diagnostics.errors import InputError
from diagnostics.reference import activities

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data" / "activities.csv"
README = ROOT / "data" / "README.md"
COLUMNS = "id,activity,side,customer_answers,person_answers,reason,hard,why_hard"

FOUNDING = [
    ("newspaper_ad", False, False, "marketing", "claim 2: one-sided"),
    ("web_page", False, False, "marketing", "claim 2: one-sided"),
    ("webinar_recording", False, False, "marketing", "claim 2: nobody can ask"),
    ("sales_letter", True, False, "marketing", "claim 3: filled in without talking to anyone"),
    ("online_checkout", True, False, "marketing", "claim 3: an order form on a screen"),
    ("chatbot", True, False, "marketing", "claim 2: no person answers back"),
    ("demo_call", True, True, "sales", "claim 2: back and forth"),
    ("proposal", True, True, "sales", "claim 2: back and forth"),
    ("webinar_questions", True, True, "sales", "claim 2: a person answers the questions"),
    ("showroom_visit", True, True, "sales", "claim 2: back and forth"),
    ("live_chat", True, True, "sales", "claim 2: the chatbot with a person in it"),
]
"""What the founding text says of its own examples, and what follows from it at once."""

LOOK_ALIKES = [
    ("chatbot", "live_chat"),
    ("webinar_recording", "webinar_questions"),
    ("trade_stand_seen", "trade_stand_talk"),
    ("social_post", "comment_answers"),
    ("newsletter", "email_answer"),
    ("reminder_email", "follow_up_call"),
]
"""The same thing without and with a person who answers."""

LENGTHS = {"activity": (5, 60), "reason": (30, 160), "why_hard": (40, 160)}

ALL = activities.load()


def by_id(known):
    return pytest.mark.parametrize("known", known, ids=lambda known: known.id)


def test_columns_are_those_of_the_record():
    assert FILE.read_text(encoding="utf-8").splitlines()[0] == COLUMNS
    assert [field.name for field in dataclasses.fields(activities.Known)] == COLUMNS.split(",")


def test_about_forty_and_neither_side_is_short():
    sides = Counter(known.side for known in ALL.values())
    assert 38 <= len(ALL) <= 48
    assert min(sides["marketing"], sides["sales"]) >= 15
    assert set(sides) == {"marketing", "sales"}


def test_the_readme_counts_them():
    sides, hard = Counter(known.side for known in ALL.values()), sum(known.hard for known in ALL.values())
    said = f"{len(ALL)} everyday activities, each on its side of the door: "
    said += f"{sides['marketing']} marketing, {sides['sales']} sales, {hard} of them hard"
    assert said in README.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("customer", "person", "side"),
    [
        (True, True, "sales"),
        (True, False, "marketing"),
        (False, True, "marketing"),
        (False, False, "marketing"),
    ],
)
def test_the_rule(customer, person, side):
    assert activities.side_of(customer, person) == side


@by_id(ALL.values())
def test_every_activity_is_on_the_side_of_the_rule(known):
    assert known.side == activities.side_of(known.customer_answers, known.person_answers)
    assert known.customer_answers or not known.person_answers, "an answer to nobody"


@by_id(ALL.values())
def test_every_activity_has_its_texts(known):
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", known.id)
    assert known.hard == bool(known.why_hard)
    for field, (shortest, longest) in LENGTHS.items():
        text = getattr(known, field)
        if field == "why_hard" and not known.hard:
            continue
        assert shortest <= len(text) <= longest, (field, len(text))
        assert text == " ".join(text.split())
        assert text[0].isupper(), "nor does a text begin as a formula does"
        assert "'" not in text
    assert known.activity[-1] not in ".:;,!?"
    for sentence in filter(None, (known.reason, known.why_hard)):
        assert sentence.endswith(".")
        assert not re.search(r"[.!?] ", sentence), "one sentence"


@by_id([known for known in ALL.values() if known.customer_answers and not known.person_answers])
def test_where_only_the_customer_answers_the_reason_says_that_no_person_does(known):
    assert re.search(
        r"\bno one\b|\bnobody\b|\bno person\b|\bno conversation\b|\bonly (the|a) (page|machine)\b|\bprogram\b",
        known.reason,
    )


@by_id([known for known in ALL.values() if known.side == "sales"])
def test_where_it_is_sales_the_reason_names_no_machine_and_no_silence(known):
    assert not re.search(r"\b(nobody|no person|program|machine|one-sided)\b", known.reason)


@pytest.mark.parametrize("field", ["activity", "reason"])
def test_no_text_stands_twice(field):
    texts = [getattr(known, field).lower() for known in ALL.values()]
    assert len(set(texts)) == len(texts)


def test_no_reason_why_it_is_hard_stands_twice():
    texts = [known.why_hard for known in ALL.values() if known.hard]
    assert len(set(texts)) == len(texts)


# --- the founding text ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "customer", "person", "side", "claim"), FOUNDING, ids=[row[0] for row in FOUNDING])
def test_the_founding_texts_own_examples_come_out_as_it_says(name, customer, person, side, claim):
    known = ALL[name]
    assert (known.customer_answers, known.person_answers, known.side) == (customer, person, side), claim


def test_the_sales_letter_opens_the_game_and_is_hard():
    first = next(iter(ALL.values()))
    assert first.id == "sales_letter"
    assert "order form" in first.activity
    assert first.hard


@pytest.mark.parametrize(("without", "having"), LOOK_ALIKES)
def test_what_looks_alike_differs_by_the_person_who_answers(without, having):
    assert (ALL[without].side, ALL[having].side) == ("marketing", "sales")
    assert not ALL[without].person_answers
    assert ALL[having].person_answers


def test_hard_ones_are_on_both_sides_and_fewer_than_half():
    hard = Counter(known.side for known in ALL.values() if known.hard)
    assert min(hard["marketing"], hard["sales"]) >= 5
    assert hard.total() < len(ALL) / 2


def test_the_order_does_not_give_the_answer_away():
    sides = [known.side for known in ALL.values()]
    assert max(len(list(run)) for _, run in groupby(sides)) <= 3
    first = Counter(sides[:8])
    assert min(first["marketing"], first["sales"]) >= 3, "a short game meets both"


# --- finding and reading -------------------------------------------------------------------------------------------


def test_find():
    assert all(activities.find(name) is known for name, known in ALL.items())
    with pytest.raises(InputError, match="no_such_thing") as caught:
        activities.find("no_such_thing")
    assert caught.value.field == "activity"
    assert "sales_letter" in caught.value.remedy


def test_what_is_read_once_cannot_be_spoilt():
    again = activities.load()
    assert again["tender"] is ALL["tender"], "read once"
    again.clear()
    assert activities.load() == ALL
    with pytest.raises(dataclasses.FrozenInstanceError):
        ALL["tender"].side = "sales"
    assert not hasattr(ALL["tender"], "__dict__"), "slotted"


@pytest.fixture
def reading(tmp_path, monkeypatch):
    """Reads the file after one change: from the place where an installed package has it."""

    def read(change):
        with FILE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        change(rows)
        with (tmp_path / "activities.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        monkeypatch.setattr(files, "INSTALLED", tmp_path)
        activities._read.cache_clear()
        return activities.load()

    yield read
    activities._read.cache_clear()


def cell(row, column, value):
    def change(rows):
        rows[row - 1][COLUMNS.split(",").index(column)] = value

    return change


def test_it_is_read_from_where_the_wheel_has_it(reading):
    read = reading(cell(3, "activity", "Demo call by wheel"))
    assert read["demo_call"].activity == "Demo call by wheel"
    assert list(read) == list(ALL)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (2, "side", "sales"),
        (3, "side", "marketing"),
        (3, "side", "both"),
        (3, "side", ""),
        (3, "customer_answers", "no"),
        (3, "customer_answers", "maybe"),
        (3, "person_answers", "TRUE"),
        (3, "id", ""),
        (3, "id", "sales_letter"),
        (3, "activity", ""),
        (3, "activity", " Demo call"),
        (3, "activity", "Demo\ncall"),
        (3, "reason", ""),
        (3, "hard", "no"),
        (2, "hard", ""),
        (3, "hard", "yes"),
        (3, "why_hard", "Somehow."),
    ],
)
def test_a_malformed_row_is_refused_by_row_column_and_value(reading, row, column, value):
    with pytest.raises(InputError) as caught:
        reading(cell(row, column, value))
    message, blamed = str(caught.value), caught.value.place.rsplit(", ", 1)
    # An answer that contradicts the side, and a mark without its sentence, may be blamed on either of the two.
    either = {"customer_answers": {"customer_answers", "person_answers"}, "hard": {"hard", "why_hard"}}
    assert blamed[0] == f"activities.csv, row {row}"
    assert blamed[1] in either.get(column, {column})
    if blamed[1] == column:
        assert repr(value) in message
    assert caught.value.field == blamed[1]
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda rows: rows[4].pop(), "row 5"),
        (lambda rows: rows[4].append("more"), "row 5"),
        (lambda rows: rows.insert(4, []), "row 5"),
        (lambda rows: rows[0].reverse(), "row 1"),
        (lambda rows: rows.clear(), "row 1"),
    ],
    ids=["short", "long", "blank", "headings", "empty"],
)
def test_a_row_of_another_shape_is_refused(reading, change, where):
    with pytest.raises(InputError, match=rf"activities\.csv, {where}: "):
        reading(change)
