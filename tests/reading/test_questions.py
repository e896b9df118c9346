"""A question is worded for Python and for the page, and is an error where nobody can be asked."""

import pickle
import re

import pytest

from diagnostics.reading.crm import propose
from diagnostics.reading.days import read_days, settle
from diagnostics.reading.outcomes import sort_outcomes
from diagnostics.reading.questions import Question, listed
from tests.reading.profiles import profiled

CREATED = ["2025-03-09"]


def of_crm(headings, samples=None, field="created"):
    return next(q for q in propose(headings, profiled(samples or {})).questions if q.field == field)


ASKED = {
    "heading-repeated": of_crm(["Created", "Owner", "Owner", "Status"], field="rep"),
    "which-column": of_crm(["Created", "Creation Date", "Status"]),
    "which-column-if-any": of_crm(["Created", "Status", "Owner", "Sales rep"], field="rep"),
    "created-without-day": of_crm(["Created", "Came", "Status"], {"Created": ["Anna"], "Came": CREATED}),
    "no-created-column": of_crm(["Came", "Status"]),
    "only-a-close-date": of_crm(["Created", "Close Date"], field="outcome"),
    "no-outcome-column": of_crm(["Created"], field="outcome"),
    "outcome-unclear": sort_outcomes({"Won": 8, "Closed": 30}).questions[0],
    "no-value-means-won": sort_outcomes({"Lost": 30}).questions[0],
    "dates-in-both-orders": read_days({"13/04/2025": 1, "04/13/2025": 1}).question,
    "year-of-two-digits": read_days({"03.04.05": 1}).question,
    "day-or-month": read_days({"03/04/2025": 1}).question,
    "day-or-month-columns-differ": settle(
        {"a": {"13/04/2025": 1}, "b": {"04/13/2025": 1}, "c": {"03/04/2025": 1}}
    )["c"].question,
    "dates-contradict-answer": read_days({"04/13/2025": 1}, "day-first").question,
}  # fmt: skip
PYTHON = re.compile(r"=|\bNone\b|\{|\}|\[\]|'(?:day|month)-first'")


@pytest.mark.parametrize(("code", "question"), ASKED.items(), ids=ASKED)
def test_every_question_is_worded_for_python_and_for_the_page(code, question):
    assert question.code == code
    assert question.words == f"{question.field}: {question.problem}. {question.remedy}"
    page = question.message("page", "Its label")
    assert page.startswith("Its label: ")
    assert page.endswith(".")
    assert not PYTHON.search(page)


@pytest.mark.parametrize("question", ASKED.values(), ids=ASKED)
def test_a_question_is_an_error_where_nobody_can_be_asked(question):
    error = question.error("A, B")
    assert (error.field, error.value, error.choices) == (question.field, "A, B", question.choices)
    assert str(error) == f"{question.field}: 'A, B' is open: {question.problem}. {question.remedy}"
    assert not PYTHON.search(error.message("page"))
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_a_remedy_of_python_names_the_argument():
    assert ASKED["which-column-if-any"].remedy == (
        "Say which one: columns={'rep': 'Owner'}, or columns={'rep': None} to leave it out."
    )
    assert ASKED["heading-repeated"].words == (
        "rep: 2 columns have the heading 'Owner'. Rename the others in the file, or give another heading "
        "(columns={'rep': ...}), or None to leave it out."
    )


def test_equal_questions_are_one_in_a_set():
    one, other = (Question("no-created-column", "created", (), {"answer": listed(["a"])}) for _ in range(2))
    assert one == other
    assert len({one, other}) == 1
