"""What the page shows of an export of leads: the matching, the faults, leads or people. Plain data; all text is text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from diagnostics.app.forms.leads_form import HERE, LedgerResult, Matched
from diagnostics.app.forms.leads_labels import label_of
from diagnostics.app.pages import leads_words
from diagnostics.app.pages.leads_charts import THIN, control_height, control_spec, drawn, shade
from diagnostics.app.pages.leads_replies import (
    ControlPane,
    FaultsPane,
    MatchingPane,
    OfferedAnswer,
    PairPane,
    PairRow,
    PairsPane,
    PeoplePane,
    QuestionPane,
    SampleRows,
    SpeedPane,
    StudyPane,
    ValuePane,
)
from diagnostics.app.pages.leads_words import between, count, position, share
from diagnostics.errors import InputError
from diagnostics.language import mark, t
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.matching.named_people import names_elsewhere
from diagnostics.leads.people import words as people_words
from diagnostics.leads.people.people import LeadsOrPeople, leads_or_people
from diagnostics.number_format import integer
from diagnostics.reading import crm
from diagnostics.reading.outcomes import KINDS
from diagnostics.reading.people import People
from diagnostics.reading.questions import MOST_ANSWERS, Question

if TYPE_CHECKING:
    import pandas as pd

USUAL: Final = ("created", "outcome", "decided", "channel", "rep", "reached", "amount", "id")
"""Fields that are shown whether a column was found for them or not; the others are under a fold."""
_KINDS: Final = {"won": mark("won"), "lost": mark("lost"), "open": mark("open")}
_COLUMNS: Final = {"row": mark("Row"), "id": mark("ID"), "outcome": mark("Outcome")}
MOST_SAMPLES: Final = 3
LONGEST_SAMPLE: Final = 22
MOST_VALUES: Final = 200
MOST_LINES: Final = 60
"""Reps in the grid, the largest ones; and of channels a third."""


# --- which column is which ----------------------------------------------------------------------------------------


def matching_pane(reading: LedgerResult) -> MatchingPane | None:
    """Which column is which, what is open, and what the texts of the outcome mean; None where nothing is opened."""
    export, matched = reading.export, reading.matched
    if export is None or matched is None:
        return None
    given = {} if matched.matching is None else matched.matching.given
    asked = {q.field for q in matched.questions if q.field in crm.BY_KEY}
    columns = matched.proposal.columns
    leads = export.leads if matched.matching is None else matched.matching.leads
    samples = leads.samples()
    offers = () if reading.ledger is None else reading.ledger.offers
    # What a fault refuses is shown among the faults.
    problem = reading.errors.get(HERE, "") if reading.ledger is None or reading.judged is not None else ""
    pane: MatchingPane = {
        "title": t(leads_words.MATCHING_TITLE),
        "line": leads_words.matched(len(columns), matched.proposal.preset),
        "open": bool(matched.questions or offers or (problem and reading.ledger is None)),
        "problem": problem,
        "none": t(leads_words.NOT_THERE),
        "headings": list(dict.fromkeys(leads.headings)),
        "fields": [
            {
                "key": f.key,
                "label": f.label,
                "hint": f.hint,
                "needed": f.needed,
                "heading": columns.get(f.key) if f.key not in asked else None,
                "why": _evidence(matched, f.key) if f.key not in asked else "",
                "asked": f.key in asked,
                "usual": f.key in USUAL or f.key in columns or f.key in asked,
                "samples": _samples(samples.get(columns.get(f.key, ""), [])),
            }
            for f in crm.FIELDS
        ],
        "questions": [*_questions(matched), *map(_question, offers)],
        "values_title": _values_title(columns.get("outcome")),
        "values": _values(matched),
        "kinds": [[kind, t(_KINDS[kind])] for kind in KINDS],
        "said": sorted(given),
        "notes": [] if matched.matching is None else list(matched.matching.notes),
    }
    if reading.people is None:
        return pane
    if reading.export is not None and names_elsewhere(reading.export.leads, columns):
        pane["values"], pane["questions"] = [], []  # they would be about names
    return unnamed(pane, reading.people)


def unnamed(pane: MatchingPane, people: People) -> MatchingPane:
    """What is shown of columns, without anybody's name; what is sent back stays as the file has it."""
    masked = people.masked
    return {
        **pane,
        "problem": masked(pane["problem"]),
        "questions": [
            {
                "text": masked(q["text"]),
                "remedy": masked(q["remedy"]),
                "answers": [{**a, "text": masked(a["text"])} for a in q["answers"]],
            }
            for q in pane["questions"]
        ],
        "notes": [masked(note) for note in pane["notes"]],
        "fields": [{**f, "why": masked(f["why"]), "samples": [*map(masked, f["samples"])]} for f in pane["fields"]],
    }


def _evidence(matched: Matched, key: str) -> str:
    """Why a column was taken, and which came next."""
    why = matched.proposal.why.get(key, "")
    if key not in matched.proposal.next_best:
        return why
    heading, against = matched.proposal.next_best[key]
    return t("{why}; next best “{column}”: {against}", why=why, column=heading, against=against)


def _values_title(heading: str | None) -> str:
    """The title of what each text of the outcome column means."""
    if heading is None:
        return t(leads_words.VALUES_TITLE)
    return t("What each text means: {column}", column=heading)


def _samples(found: list[str]) -> list[str]:
    return [
        text if len(text) <= LONGEST_SAMPLE else text[: LONGEST_SAMPLE - 1] + "…"
        for text in list(dict.fromkeys(found))[:MOST_SAMPLES]
    ]


def _questions(matched: Matched) -> list[QuestionPane]:
    """What is open; a question that an earlier answer settles too is listed with that one."""
    found: list[QuestionPane] = []
    also: list[list[str]] = []
    for q in matched.questions:
        asked = _question(q)
        same = next((at for at, f in enumerate(found) if f["answers"] and f["answers"] == asked["answers"]), None)
        if same is None:
            found.append(asked)
            also.append([])
        else:
            also[same].append(q.field)
    for asked, fields in zip(found, also, strict=True):
        if fields:
            asked["remedy"] = f"{asked['remedy']} {leads_words.the_same(fields)}"
    return found


def _question(q: Question) -> QuestionPane:
    """A question, with what each answer sends back."""
    answers: list[OfferedAnswer] = [
        {
            "text": f"{a.label}: {a.leads_to}" if a.leads_to else a.label,
            "send": {"do": "answer", "given": dict(a.given)},
        }
        for a in q.answers[:MOST_ANSWERS]
    ]
    return {
        "text": f"{label_of(q.field)}: {q.part('problem', 'page')}.",
        "remedy": q.part("remedy", "page"),
        "answers": answers,
    }


def _values(matched: Matched) -> list[ValuePane]:
    """Texts of the outcome column, those that are asked about first, then the commonest."""
    if matched.matching is None:
        return []
    values = matched.matching.values
    found: list[ValuePane] = [
        {
            "text": text,
            "shown": text.strip() or t("(blank)"),
            "count": integer(rows),
            "means": matched.sorted.get(text, ""),
        }
        for text, rows in sorted(values.items(), key=lambda pair: (pair[0] in matched.sorted, -pair[1], pair[0]))
    ]
    return found[:MOST_VALUES]


# --- what is wrong ------------------------------------------------------------------------------------------------


def faults_pane(ledger: Ledger) -> FaultsPane:
    """What is wrong with the data; the rows are asked for when they are wanted."""
    found = ledger.faults
    return {
        "title": t(leads_words.FAULTS_TITLE),
        "line": leads_words.faults(len(found), sum("verdict" in f.blocks for f in found))
        if found
        else t(leads_words.NO_FAULTS),
        "faults": [
            {
                "key": f.key,
                "what": f.words("what", "page"),
                "effect": f.words("effect", "page"),
                "blocks": leads_words.prevents(f.blocks),
                "needs": leads_words.needed(f.words("needs", "page")) if f.blocks else "",
                "rows": bool(f.count),
            }
            for f in found
        ],
    }


def rows_of(ledger: Ledger, key: str) -> SampleRows:
    """A few rows that a fault is about, as a table."""
    examples = ledger.examples(key) if any(fault.key == key for fault in ledger.faults) else ()
    columns = list(dict.fromkeys(k for example in examples for k in example))
    return {
        "key": key,
        "columns": [_column(k) for k in columns],
        "cells": [["" if e.get(k) is None else str(e[k]) for k in columns] for e in examples],
    }


def _column(key: str) -> str:
    if key in _COLUMNS:
        return t(_COLUMNS[key])
    return crm.BY_KEY[key].label if key in crm.BY_KEY else key


# --- leads or people ----------------------------------------------------------------------------------------------


def study(reading: LedgerResult) -> StudyPane | None:
    """What was opened, what is wrong with it, and whether it is the leads or the people; None without counts."""
    ledger, looked = reading.ledger, reading.looked
    if ledger is None or looked is None:
        return None
    return {
        "opened": leads_words.opened(ledger),
        "faults": faults_pane(ledger),
        "people": people_pane(looked, reading.chosen),
        "speed": speed_pane(looked),
    }


def people_pane(ledger: Ledger, chosen: bool = False) -> PeoplePane:
    """Is it the leads or the people?"""
    p = leads_or_people(ledger)
    label = None if p.missing is None else label_of(p.missing.field)
    return {
        "title": t(leads_words.PEOPLE_TITLE),
        "verdict": p.verdict,
        "sentence": _whole(people_words.sentence(p, "page", label)),
        "alarm": _whole(p.alarm),
        "advice": _whole(p.advice),
        "evidence": [_whole(line) for line in p.evidence],
        "over": leads_words.over(ledger.named, chosen),
        "control": _control(p),
        "grid": _grid(ledger, p),
    }


def _whole(text: str) -> str:
    """A text in which no line ends between a number and its sign."""
    return text.replace(" %", "\u00a0%")


def _control(p: LeadsOrPeople) -> ControlPane | None:
    if p.reps is None or p.channels is None:
        return None
    hidden = sum(len(frame) - len(drawn(frame)) for frame in (p.reps, p.channels))
    return {
        "title": t(leads_words.CONTROL_TITLE),
        "figure": control_spec(p),
        "upright": control_spec(p, upright=True),
        "height": control_height(p),
        "height_upright": control_height(p, upright=True),
        "caption": " ".join(filter(None, (t(leads_words.CONTROL_CAPTION), leads_words.not_drawn(hidden)))),
        "text": leads_words.control_text(p),
        "table": {
            "columns": list(map(t, leads_words.CONTROL_TABLE)),
            "groups": [
                {"name": t(leads_words.CONTROL_GROUPS[key]), "rows": _unit_rows(frame)}
                for key, frame in (("channels", p.channels), ("reps", p.reps))
            ],
        },
    }


def _unit_rows(frame: pd.DataFrame) -> list[list[str]]:
    return [
        [
            str(name),
            integer(row["leads"]),
            integer(row["won"]),
            share(row["rate"]),
            count(row["expected"]),
            share(row["ratio"]),
            between(row["low"], row["high"]),
            t(leads_words.NOT_COMPARABLE) if row["ratio"] != row["ratio"] else position(row["outside"]),
        ]
        for name, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]


def _grid(ledger: Ledger, p: LeadsOrPeople) -> PairsPane | None:
    """Rep × channel: the fitted rate, and below it the leads it rests on."""
    if p.reps is None or p.channels is None:
        return None
    frame = ledger.grid()
    reps, channels = list(p.reps.index[:MOST_LINES]), list(p.channels.index[: MOST_LINES // 3])
    cells = frame.to_dict("index")
    thick = [cell["fitted"] for cell in cells.values() if cell["leads"] >= THIN]
    low, high = (min(thick), max(thick)) if thick else (0.0, 0.0)
    rows: list[PairRow] = []
    for rep in reps:
        line: list[PairPane] = []
        for channel in channels:
            cell = cells.get((rep, channel))
            if cell is None or cell["leads"] <= 0:
                line.append({"rate": "–", "leads": "", "level": 0, "thin": True, "won": ""})
                continue
            thin = bool(cell["leads"] < THIN)
            line.append(
                {
                    "rate": share(cell["fitted"]),
                    "leads": integer(cell["leads"]),
                    "level": 0 if thin else shade(cell["fitted"], low, high),
                    "thin": thin,
                    "won": t("{count} won", count=integer(cell["won"])),
                }
            )
        rows.append({"name": str(rep), "cells": line})
    hidden = len(p.reps) - len(reps) + len(p.channels) - len(channels)
    return {
        "title": t(leads_words.GRID_TITLE),
        "columns": [str(c) for c in channels],
        "rows": rows,
        "caption": " ".join(
            filter(None, (t(leads_words.GRID_CAPTION), leads_words.thin(THIN), leads_words.not_drawn(hidden)))
        ),
    }


def speed_pane(ledger: Ledger) -> SpeedPane | None:
    """Whether a quick first contact goes with winning; None where no date of it is known."""
    if "reached" not in ledger.matching.columns:
        return None
    try:
        frame = ledger.speed()
    except InputError:
        return None
    rows = []
    for name, row in zip(frame.index, frame.to_dict("records"), strict=True):
        outside = "below" if row["ratio"] < row["low"] else "above" if row["ratio"] > row["high"] else ""
        rows.append(
            [
                t(str(name)),
                integer(row["leads"]),
                integer(row["won"]),
                share(row["ratio"]),
                between(row["low"], row["high"]),
                position(outside) if outside else "",
            ]
        )
    spare = not any(row[-1] for row in rows)  # no outliers: the column is empty
    columns = list(map(t, leads_words.SPEED_TABLE))
    return {
        "title": t(leads_words.SPEED_TITLE),
        "columns": columns[:-1] if spare else columns,
        "rows": [row[:-1] for row in rows] if spare else rows,
        "caption": t(leads_words.SPEED_CAPTION),
    }
