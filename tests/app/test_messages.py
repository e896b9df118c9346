"""What a page sends is checked where it arrives: a known message or a refusal, never anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.app.messages import DashboardMessage, Message, Refused, dashboard_message

KINDS = {kind.model_fields["do"].default: kind for kind in DashboardMessage.__args__[0].__args__}

SENT = [
    {"do": "hello", "query": "", "kept": None, "seq": 1},
    {"do": "hello", "query": "leads=3", "kept": "{}", "seq": 1},
    {"do": "type", "texts": {"leads": "310", "goal": ""}, "step": True, "seq": 2},
    {"do": "undo", "seq": 3},
    {"do": "example", "name": "leads_pile_up", "seq": 4},
    {"do": "clear", "seq": 5},
    {"do": "address", "query": "leads=3", "seq": 6},
    {"do": "load", "text": "{}", "seq": 7},
    {"do": "save", "seq": 8},
    {"do": "title", "title": "Kitchens", "date": "2025-06-30", "seq": 8},
    {"do": "take", "format": "png", "picture": "door", "title": "", "date": "", "seq": 8},
    {"do": "take", "format": "pdf", "seq": 8},
    {"do": "way", "way": "ledger", "seq": 9},
    {"do": "cells", "op": {"op": "set", "cells": [[0, 1, "7"], [40, 2, "\ud83d"]]}, "seq": 10},
    {"do": "cells", "op": {"op": "insert", "at": 0}, "seq": 11},
    {"do": "cells", "op": {"op": "delete", "at": 0, "count": 2}, "seq": 12},
    {"do": "cells", "op": {"op": "paste", "row": 3, "column": 1, "rows": 2, "columns": 1, "text": "7\t8"}, "seq": 12},
    {"do": "column", "key": "worked", "on": True, "seq": 13},
    {"do": "upload", "name": "a.csv", "data": b"Month", "seq": 14},
    {"do": "paste", "text": "Month\tLeads", "seq": 15},
    {"do": "sheet", "name": "North", "seq": 16},
    {"do": "count", "month": "24300", "seq": 17},
    {"do": "leads", "name": "deals.csv", "size": 9, "part": 0, "parts": 1, "data": b"", "seq": 18},
    {"do": "leads_sheet", "name": "North", "seq": 19},
    {"do": "match", "field": "rep", "heading": None, "seq": 20},
    {"do": "answer", "given": {"dates": "day-first", "won": ["Sold"], "id": None}, "seq": 21},
    {"do": "meaning", "text": "Contract sent", "means": "won", "seq": 23},
    {"do": "rows", "key": "no channel", "seq": 24},
    {"do": "ping", "seq": 0},
    {"do": "stop"},
    {"do": "plotly"},
    {"do": "settle", "sure": True, "seq": 25},
    {"do": "redo", "seq": 26},
    {"do": "speak", "language": "de", "seq": 27},
    {"do": "try", "levels": {"reach": 400, "closing": 0.25}, "step": True, "seq": 28},
    {"do": "scenario", "slot": "scenario_a", "keep": False, "seq": 29},
]


@pytest.mark.parametrize("content", SENT, ids=lambda content: content["do"])
def test_what_the_page_sends_is_a_message(content):
    message = dashboard_message(content)
    assert isinstance(message, KINDS[content["do"]])
    assert message.seq == content.get("seq", 0)


def test_every_kind_is_among_what_the_page_sends():
    assert {content["do"] for content in SENT} == set(KINDS)


REFUSED = [
    ({"do": "dance", "seq": 3}, "unknown kind"),
    ({"seq": 3}, "Unable to extract tag"),
    ({"do": ["type"]}, "unknown kind"),
    ({"do": "type", "texts": {"leads": 310}}, "valid string"),
    ({"do": "type", "texts": {"leads": "310"}, "colour": "red"}, "Extra inputs"),
    ({"do": "type", "texts": {"leads": "3" * 100_001}}, "at most 100000"),
    ({"do": "type", "texts": {str(at): "" for at in range(101)}}, "at most 100"),
    ({"do": "type", "texts": {}, "step": 1}, "valid boolean"),
    ({"do": "way", "way": "sideways"}, "Input should be 'counts'"),
    ({"do": "take", "format": "exe"}, "Input should be 'pdf'"),
    ({"do": "take", "format": "svg", "picture": "/etc/passwd"}, "Input should be 'door'"),
    ({"do": "take", "format": "pdf", "title": "x" * 10_001}, "at most 10000"),
    ({"do": "title", "title": "x", "date": "30.6.2025"}, "match pattern"),
    ({"do": "cells", "op": {"op": "set", "cells": [["0", 1, "7"]]}}, "valid integer"),
    ({"do": "cells", "op": {"op": "set", "cells": [[0, 1, "7", "8"]]}}, "at most 3"),
    ({"do": "cells", "op": {"op": "insert", "at": 10**30}}, "less than or equal"),
    ({"do": "cells", "op": {"op": "insert", "at": 0, "count": 1}}, "Extra inputs"),
    ({"do": "cells", "op": {"op": "paste", "row": 0, "column": 0}}, "Field required"),
    ({"do": "cells", "op": {"op": "paste", "row": 0, "column": 0, "text": "7" * 10_000_001}}, "at most 10000000"),
    ({"do": "cells", "op": {"op": "paste", "row": 0, "column": 0, "rows": -1, "text": "7"}}, "greater than or equal"),
    ({"do": "cells", "op": None}, "valid dictionary"),
    ({"do": "upload", "name": "a.csv", "data": "text"}, "valid bytes"),
    ({"do": "upload", "name": "a.csv"}, "Field required"),
    ({"do": "leads", "data": b"", "size": -1}, "greater than or equal"),
    ({"do": "count", "month": "²"}, "match pattern"),
    ({"do": "undo", "seq": -1}, "greater than or equal"),
    ({"do": "undo", "seq": True}, "valid integer"),
    (None, "valid dictionary"),
    ([], "valid dictionary"),
    ("undo", "valid dictionary"),
]


@pytest.mark.parametrize(("content", "reason"), REFUSED, ids=lambda part: str(part)[:50])
def test_what_no_page_sends_is_refused_and_the_refusal_says_why(content, reason):
    with pytest.raises(Refused, match=reason):
        dashboard_message(content)


def test_a_refusal_has_the_number_and_the_place_of_the_message():
    with pytest.raises(Refused) as problem:
        dashboard_message({"do": "dance", "seq": 7})
    assert (problem.value.kind, problem.value.seq, problem.value.inside) == ("dance", 7, False)
    with pytest.raises(Refused) as problem:
        dashboard_message({"do": "page", "page": {"do": "dance", "seq": 8}})
    assert (problem.value.kind, problem.value.seq, problem.value.inside) == ("dance", 8, True)


def test_a_message_does_not_change():
    with pytest.raises(ValueError, match="frozen"):
        dashboard_message({"do": "undo"}).seq = 5


def test_half_an_emoji_is_replaced_and_not_refused():
    assert dashboard_message({"do": "type", "texts": {"leads": "a\ud83d"}}).texts == {"leads": "a\ufffd"}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
names = sorted({name for kind in KINDS.values() for name in kind.model_fields} | {"page", "today", "count", "at"})
near = st.builds(
    lambda do, rest: {"do": do, **rest},
    st.sampled_from([*KINDS, "page", "dance"]) | anything,
    st.dictionaries(st.sampled_from(names), anything, max_size=5),
)
broken = st.builds(
    lambda sent, key, value: {**sent, key: value}, st.sampled_from(SENT), st.sampled_from(names), anything
)


@given(anything | near | broken)
def test_nothing_but_a_message_or_a_refusal_comes_of_anything(content):
    try:
        message = dashboard_message(content)
    except Refused as problem:
        assert str(problem)
        assert len(str(problem)) < 300
        assert isinstance(problem.seq, int)
    else:
        assert isinstance(message, Message)
        assert message.do == content["do"]
        assert message == dashboard_message(message.model_dump()), "what was made of it is such a message again"


def test_a_refusal_quotes_nothing_that_was_sent():
    """What was typed has no business in a log."""
    with pytest.raises(Refused) as problem:
        dashboard_message({"do": "type", "texts": {"leads": ["secret"]}})
    assert "secret" not in str(problem.value)
