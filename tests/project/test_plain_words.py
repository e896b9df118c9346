"""What a person reads is in plain words: no phrase that has a plainer one, no Python, numbers as English has them.

Texts are taken from where the product shows them: the snapshots (pages, sessions, reports), answers of many businesses, the
messages of every code, the form, and the files of ``data``. The check of the source looks at docstrings and comments.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import tokenize
import tomllib
from itertools import product
from pathlib import Path

import pytest

import diagnostics as dx
from diagnostics.app.forms.form_fields import FIELDS
from diagnostics.app.pages import page_words
from diagnostics.app.pages.answer_panes import panes
from diagnostics.diagnosis import words
from diagnostics.diagnosis.words.numbers import brief, in_points
from diagnostics.errors import InputError, messages, template

ROOT = Path(__file__).parents[2]
SNAPSHOTS = ROOT / "tests" / "project" / "snapshots"
NOT_SHOWN = {
    "refused_calls",
    "public",
    "case",
    "case_of_a_dashboard_file",
    "entries_counts",
    "entries_ledger",
    "entries_table",
}
"""Snapshots of what is in files and of what Python says."""

BANNED = {
    # what is not written on a screen, and the plainer word
    r"\b[Pp]ars?\b": "target",
    r"\b[Cc]los(e|ing) rates?\b": "win rate",
    r"\bheld? against\b|\bhold \w+ against\b": "compared with",
    r"\b[Mm]end(s|ed|ing)?\b": "fix",
    r"\b(out of line|by turns|hardly|come of it|comes of it|handed out|hand out)\b": "differs, alternately, rarely, result, assign",
    r"\bbeside\b": "next to",
    r"\bset aside\b": "left out",
    r"\bwithout talking\b|\bmade by talking\b|\bon their own\b": "self-service",
    r"\b([Cc]ustomers?|[Ll]eads?|[Ss]ales|hours|\d) a month\b(?!’)": "per month",
    r"\brow a (lead|month)\b": "one row per lead",
    r"\b[Tt]empting\b": "the usual figure",
    r"\bhad (their|its|more) time\b|\bha(s|ve) had time\b": "expected so far",
    r"\bcannot (be told|tell)\b|\bcan be told\b|\bas was said\b|\bunless (said|typed)\b": "we can’t say",
    r"\bstands? in the way\b": "prevents",
    r"\bscatter(s|ed)?\b|\bnoise\b": "month-to-month variation, chance",
    r"\b[Ww]ithin noise\b": "can be pure chance",
    r"\bin these counts\b": "in your numbers",
    r"\b(no longer|not) be called\b|\bwe do not call it\b": "name a weak link",
    r"\b[Hh]ow often should you close\b|\b[Nn]othing typed yet\b|\bIts source\b": "the field’s own name",
}
WRONG = {
    r"\d[ \u00a0\u202f]%": "no space before %",
    r"\w'\w|\ws' |(?<![=\w])\"\w": "curly quotes",
    r"\bNone\b|\bnan\b|\binf\b|\bTrue\b|\bFalse\b": "no value of Python",
    r"\b(lag_days|direct_wins|wins|columns|people|as_of|closing|basis)=": "no key",
    r"\{[a-z_]*\}": "a place that was not filled",
}
PLACE = re.compile(r"^([A-Z]{1,2}\d+: )?([a-z_][\w ’-]*(\.\w+|\[\d+\])*: )?")
"""Where a snapshot has a text: a cell, a path."""
LEFT = re.compile(
    r"dx\.|Par\(|python -m|import (Funnel|diagnostics)|^\)$|^print\(|^ *\w+=|^=|^leads=\d|^%\{|"
    r"^(True|False|None|scatter|lines|[-\d.,e+| ]*(None)?|[0-9a-f]{12}.*)$"
)
"""Lines that are code or a value, in a snapshot."""


def strings(value):
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in ("wide", "upright", "key", "verdict", "leaning", "type", "mode"):
                yield from strings(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from strings(one)


FUNNELS = [
    dx.Funnel(leads, wins, direct, months=months, maturity=maturity)
    for leads, wins, direct in (
        (1, 0, 0),
        (2, 1, 0),
        (2, 1, 1),
        (140, 9, 0),
        (900, 80, 30),
        (50, 50, 50),
        (0, 7, 0),
        (0, 0, 0),
        (300, 61, 0),
    )
    for months, maturity in ((1, 1), (6, 0.4))
] + [
    dx.Funnel(310, 17, 2, worked=240, months=2),
    dx.Funnel(100, 8, fit=40),
    dx.Funnel(400, 40, months=6, reach_dispersion=9, closing_dispersion=6),
]
PARS = [
    dx.Par(goal=20, closing=0.2),
    dx.Par(capacity=70, closing=dx.Rate.rough(0.1)),
    dx.Par(
        goal=4, closing=dx.Rate(0.12, 40, own=True, source="own earlier months"), fit=0.8, follow_up=0.9, direct=0.05
    ),
]


def businesses():
    for funnel, par, money in product(FUNNELS, PARS, (None, dx.Money(2400, 0.35))):
        try:
            yield dx.diagnose(funnel, par, money)
        except InputError:
            continue


def of_answers():
    for d in businesses():
        yield from strings(panes(d))
        yield from d.what_next


def of_snapshots():
    for path in sorted(SNAPSHOTS.glob("*.txt")):
        if path.stem in NOT_SHOWN:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            text = PLACE.sub("", line)
            if not LEFT.search(text):
                yield text


def of_messages():
    """What every code says on a page; a place is filled with a word."""
    for code, part in product(messages(), ("problem", "remedy")):
        yield re.sub(r"\{\w+(![rs])?(:[^{}]*)?\}", "x", template(code, part, "page")).replace("{{", "{")


def of_form():
    for f in FIELDS:
        if f.kind != "hidden":
            yield from (f.label, f.term, f.unit, f.missing, f.needed, *(label for _, label in f.options))
    yield from strings([value for name, value in vars(page_words).items() if name.isupper() and name != "RATE_HOVER"])


def of_data():
    for name in ("playbook.csv", "first_actions.csv", "activities.csv", "benchmarks.csv"):
        for row in csv.DictReader(io.StringIO((ROOT / "data" / name).read_text(encoding="utf-8"))):
            yield from (text for key, text in row.items() if key not in ("url", "definition", "note"))
    yield from strings(tomllib.loads((ROOT / "data" / "consultation.toml").read_text(encoding="utf-8")))


def of_faults():
    for name, fault in tomllib.loads((ROOT / "data" / "faults.toml").read_text(encoding="utf-8")).items():
        shown = {
            **{k: v for k, v in fault.items() if isinstance(v, str)},
            **fault.get("page", {}),
            "one": fault.get("one", {}).get("what", ""),
        }
        yield from (f"{name}: {re.sub(r'[{]+.*?[}]+', 'x', text)}" for text in shown.values())


SHOWN = {
    "answers": of_answers,
    "snapshots": of_snapshots,
    "messages": of_messages,
    "form": of_form,
    "data": of_data,
    "faults": of_faults,
}


def faulty(texts, rules):
    return sorted(
        {f"{instead}: {text}"[:300] for text in texts for rule, instead in rules.items() if re.search(rule, text)}
    )


@pytest.mark.parametrize("texts", SHOWN.values(), ids=SHOWN)
@pytest.mark.slow
def test_what_is_shown_is_in_plain_words(texts):
    found = list(texts())
    assert len(found) > 100, "nothing was looked at"
    assert faulty(found, BANNED) == []


@pytest.mark.parametrize("texts", SHOWN.values(), ids=SHOWN)
@pytest.mark.slow
def test_what_is_shown_has_english_numbers_curly_quotes_and_no_python(texts):
    assert faulty(texts(), WRONG) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sales runs at 53% of par.",
        "4.5 customers a month",
        "96 % likely",
        "last quarter's leads",
        "columns=x",
        "Mend closing",
        "is None",
    ],
)
def test_a_text_that_breaks_a_rule_is_found(text):
    assert faulty([text], BANNED | WRONG)


# --- one quantity, one way to write it


def test_the_chance_of_the_verdict_is_the_same_in_the_sentence_the_bar_and_the_caption():
    for d in businesses():
        shown = words.shown_chances(d.probability)
        assert sum(in_points(d.probability).values()) == 100
        labels = {key: label for key, _, label in words.chances(d.assessment)}
        for name, certainty in shown.items():
            assert labels[name].endswith(brief(certainty))
            assert certainty in words.balance_text(d.assessment)
        stated = re.findall(r"\(((?:more than |less than )?\d+%) likely\)", d.sentence)
        assert stated in ([], [shown[d.leaning]]), d.sentence


def test_no_text_formats_a_number_itself():
    """Only the module that says how numbers are written has a format for thousands, decimals or percent."""
    allowed = {
        "number_format.py",
        "money.py",
        "door.py",
        "trend_picture.py",
        "charts/layout.py",
        "leads_charts.py",
        "estimates.py",
        "lever_words.py",
        "consultation/page_words.py",
        "forms/grid.py",
    }
    own = re.compile(r"^,|^[.]\d+[fg%]$|^%$")
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "diagnostics").rglob("*.py"))
        if not any(str(path).endswith(name) for name in allowed)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FormattedValue)
        and node.format_spec is not None
        and own.match("".join(str(getattr(part, "value", "x")) for part in node.format_spec.values))
    ]
    assert found == []


# --- docstrings and comments

PHRASES = re.compile(
    r"\b(held against|said by hand|come of it|handed out|by turns|out of line|[Mm]end(ed|s|ing)?|hardly)\b|\btold before it is shown\b"
)


def prose(path):
    """Docstrings and comments of a file, with their lines."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for one in body if isinstance(body, list) else []:
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str):
                yield one.lineno, one.value.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.slow
def test_docstrings_and_comments_are_ordinary_english():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {match[0]}"
        for path in sorted((ROOT / "diagnostics").rglob("*.py"))
        for line, text in prose(path)
        if (match := PHRASES.search(text))
    ]
    assert found == []
