"""Any order of messages, sensible or not: none breaks a dashboard, all it answers is plain data, Undo goes back."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.app.forms.entries import Entries, blank, example
from diagnostics.app.forms.form_fields import BY_KEY, WAYS
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.reading.headings import KEYS
from diagnostics.reference import samples

CSV = b"Month,Leads,Sales\n" + b"".join(f"2025-{month:02},100,{9 + month % 3}\n".encode() for month in range(1, 13))
texts = st.sampled_from(
    ["", "12", "1,5", "-3", "yes", "1e999", "9" * 190, "2025-06-30", "history", "²", "=cmd()", "a\ud83d", "24300"]
) | st.text(max_size=6)
places = st.integers(-2, 6) | st.just(2**53)


def message(do, **parts):
    return st.fixed_dictionaries({"do": st.just(do), **parts})


def op(kind, **parts):
    return message("cells", op=st.fixed_dictionaries({"op": st.just(kind), **parts}))


answers = texts | st.sampled_from(["dates", "decimal", "won", "lost", "created", "blanks", "hidden", "encoding"])

messages = st.one_of(
    message("hello", query=st.sampled_from(["", "leads=5&wins=1", "way=table", "example=idle_sales_team"])),
    message("type", texts=st.dictionaries(st.sampled_from([*BY_KEY, "nobody"]), texts, max_size=3), step=st.booleans()),
    message("undo"),
    message("example", name=st.sampled_from([*samples.load(), "nobody"])),
    message("clear"),
    message("address", query=st.sampled_from(["", "leads=7", "way=table&table=month%2Cleads", "way=nowhere"])),
    message("load", text=st.sampled_from(["{", "[]", example().to_json(), example(way="table").to_json()])),
    message("save"),
    message("way", way=st.sampled_from([way for way in WAYS if way != "ledger"])),
    op("set", cells=st.lists(st.tuples(places, places, texts).map(list), max_size=4)),
    op("insert", at=places),
    op("delete", at=places, count=places),
    op("paste", row=places, column=places, rows=st.integers(0, 9), columns=st.integers(0, 9), text=texts),
    message("column", key=st.sampled_from([*KEYS, "colour"]), on=st.booleans()),
    message("upload", name=texts, data=st.sampled_from([b"", CSV, b"hello\n", b"\x89PNG\r\n\x1a\n00"])),
    message("paste", text=st.sampled_from(["", "hello", CSV.decode().replace(",", "\t")])),
    message("sheet", name=texts),
    message("count", month=st.sampled_from(["24300", "-1", "999999999"])),
    message("leads", name=texts, data=st.just(b"hello"), part=st.integers(0, 3), parts=st.integers(0, 3)),
    message("leads_sheet", name=texts),
    message("match", field=texts, heading=st.none() | texts),
    message("answer", given=st.dictionaries(answers, texts | st.lists(texts, max_size=2) | st.none() | st.booleans())),
    message("meaning", text=texts, means=texts),
    message("rows", key=texts),
    message("ping"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(messages, max_size=12))
def test_any_walk_is_answered_and_taken_back(walk):
    page = DashboardPage(blank())
    for asked in walk:
        before, steps = page.entries, page.steps
        reply = page.handle({**asked, "seq": 1})
        json.dumps(reply, allow_nan=False)
        assert reply["seq"] == 1
        assert page.steps - steps <= 1
        assert page.entries == before or page.can_undo or asked["do"] in ("hello", "undo")
        assert Entries.from_json(page.entries.to_json()) == page.entries, "what is saved opens again"
    for _ in range(len(walk)):
        page.handle({"do": "undo"})
    assert not page.can_undo
