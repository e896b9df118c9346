"""Questions about the columns of the outcome: which are offered first, and what a flag of more than yes and no means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from diagnostics.language import t
from diagnostics.leads.opening.source import Leads
from diagnostics.leads.thresholds import MOST_CROSSED
from diagnostics.reading.contents import NEARLY_ALL, Contents
from diagnostics.reading.heading_forms import is_of_birth
from diagnostics.reading.outcome_answers import commonest
from diagnostics.reading.outcomes import sort_flags
from diagnostics.reading.questions import Answer, Question, listed

MOSTLY: Final = 0.5
"""Share of the rows. A column is one of people where more of them hold what looks like the name of one."""

_NAME: Final = re.compile(r"[^\W\d_]+\.?(?:[ .'-]+[^\W\d_]+\.?){1,2}")


def by_sales(leads: Leads, question: Question) -> Question:
    """The question for the outcome column, its answers in another order: a stage or a status before a salesperson.

    Leads are closed by their stage and not by who works them. So the more of the variance of a closing day being there
    the texts of a column explain, the earlier it is offered; of equal ones names of people come last.
    """
    offered = [answer for answer in question.answers if answer.given.get("outcome") in leads.profiles]
    if len(offered) < 2:
        return question
    days = [h for h, p in sorted(leads.profiles.items()) if 0 < p.filled < NEARLY_ALL * p.rows]
    days = [h for h in days if Contents(leads.profiles[h]).days >= NEARLY_ALL and not is_of_birth(h)]

    def rank(heading: str) -> tuple[float, bool]:
        explained = max((_explained(leads, heading, day) for day in days), default=0.0)
        return -round(explained, 1), _are_people(leads, heading)

    order = sorted(offered, key=lambda answer: rank(answer.given["outcome"]))
    rest = iter(order)
    answers = tuple(next(rest) if answer in offered else answer for answer in question.answers)
    named = tuple(answer.given["outcome"] for answer in order)
    choices = (*(h for h in question.choices if h not in named), *named)
    facts = {**question.facts, "answer": f"columns={dict(answers[0].given)!r}"}
    return replace(question, answers=answers, choices=choices, facts=facts)


def closed_unclear(heading: str, texts: Mapping[str, int]) -> Question:
    """Asked where a column that says which leads were decided holds more than yes and no."""
    flags = sort_flags(texts)
    yes = [text for text in commonest(texts) if flags[text]]
    strange = {text: texts[text] for text in commonest(texts) if flags[text] is None}
    all_of_them = {"is_closed_means": [*yes, *strange]}
    answers = [
        Answer(t("{texts} means decided", texts=listed(strange)), all_of_them),
        Answer(t("not in this file"), {"is_closed": None}),
    ]
    if yes:
        answers.insert(0, Answer(t("{texts} means open", texts=listed(strange)), {"is_closed_means": yes}))
    facts = {"values": listed(strange, strange), "answer": dict(answers[0].given)}
    return Question("closed-unclear", heading, tuple(strange), facts, tuple(answers))


def _explained(leads: Leads, heading: str, day: str) -> float:
    """The share of the variance of a day being there that the texts of a column explain, less what chance would."""
    if leads.profiles[heading].distinct > MOST_CROSSED:
        return 0.0
    rows: dict[str, int] = {}
    filled: dict[str, int] = {}
    for (text, cell), n in leads.crossing([heading], [day]).items():
        rows[text] = rows.get(text, 0) + n
        filled[text] = filled.get(text, 0) + (n if cell else 0)
    total = sum(rows.values())
    share = sum(filled.values()) / total
    if not 0 < share < 1 or len(rows) < 2:
        return 0.0
    between = sum(n * (filled[text] / n - share) ** 2 for text, n in rows.items()) / (total * share * (1 - share))
    return max(0.0, between - (len(rows) - 1) / total)


def _are_people(leads: Leads, heading: str) -> bool:
    """Whether most cells look like the first and last names of people: two or three words that begin with a capital."""
    profile = leads.profiles[heading]
    return profile.share(lambda text: bool(_NAME.fullmatch(text)) and text.title() == text != text.lower()) > MOSTLY
