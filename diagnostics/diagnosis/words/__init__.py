"""Word: an assessment in plain sentences.

Below ``judge.DECIDED`` the words are "likelier"; from there on they are "is". A percentage that says how sure is never
rounded over that threshold.

numbers    how counts, shares and chances are written
names      what sides and links are called
clauses    lines that several texts share
sentence   the answer, its cost, what would settle it
change     what would change it
evidence   for, against, and what cannot be seen
undecided  which number would settle it, and what is right either way
advice     what to do first
figures    the usual rate and the fair one, titles, captions, charts in words
"""

from diagnostics.diagnosis.words.advice import action
from diagnostics.diagnosis.words.change import change
from diagnostics.diagnosis.words.clauses import joined, of_par_line, worth_naming
from diagnostics.diagnosis.words.evidence import evidence_against, evidence_for, unseen
from diagnostics.diagnosis.words.figures import (
    BALANCE_TITLE,
    BRIDGE_CAPTION,
    Tempting,
    balance_caption,
    balance_text,
    basis,
    bridge_text,
    bridge_title,
    chances,
    corner,
    door_text,
    rests_on,
    tempting,
)
from diagnostics.diagnosis.words.names import CORNERS, LABEL, NAME, SIDE, TALKS, TITLE
from diagnostics.diagnosis.words.numbers import in_points, level, number, percent, plural, shown_chances, sure
from diagnostics.diagnosis.words.sentence import cost, sentence, settling, stretch
from diagnostics.diagnosis.words.undecided import right_either_way, what_next

__all__ = [
    "BALANCE_TITLE",
    "BRIDGE_CAPTION",
    "CORNERS",
    "LABEL",
    "NAME",
    "SIDE",
    "TALKS",
    "TITLE",
    "Tempting",
    "action",
    "balance_caption",
    "balance_text",
    "basis",
    "bridge_text",
    "bridge_title",
    "chances",
    "change",
    "corner",
    "cost",
    "door_text",
    "evidence_against",
    "evidence_for",
    "in_points",
    "joined",
    "level",
    "number",
    "of_par_line",
    "percent",
    "plural",
    "rests_on",
    "right_either_way",
    "sentence",
    "settling",
    "shown_chances",
    "stretch",
    "sure",
    "tempting",
    "unseen",
    "what_next",
    "worth_naming",
]
