"""Any order of messages, sensible or not: no message breaks a consultation, the file holds what the page shows, Undo goes all the way back."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.app.case.records import STEPS
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.consultation.open_case import NOT_UNDONE
from diagnostics.app.messages import Refused
from diagnostics.reference import activities, playbook, samples

texts = st.one_of(
    st.sampled_from(
        ["", " ", "12", "1,5", "-3", "yes", "no", "1e99", "2026-03-01", "2026-02-30", "=cmd()", "😀", "x" * 25_000]
    ),
    st.text(max_size=8),
)
links = st.sampled_from(["reach", "direct", "fit", "follow_up", "capacity", "closing", "nothing"])
places = st.integers(-1, 3)
names = st.sampled_from(["one", "two", "", "n" * 11_000])


def message(do, **parts):
    return st.fixed_dictionaries({"do": st.just(do), **parts})


def page(do, **parts):
    return st.fixed_dictionaries({"do": st.just("page"), "page": message(do, **parts)})


typed = st.dictionaries(st.sampled_from(["leads", "wins", "goal", "closing", "worked", "sale"]), texts, max_size=3)
messages = st.one_of(
    message("step", to=st.sampled_from([*STEPS, "elsewhere"])),
    message("client", text=texts),
    message("note", step=st.sampled_from([*STEPS, "elsewhere"]), text=texts),
    message("define", key=st.sampled_from(["lead", "sale", "interaction", "nothing"]), text=texts),
    message(
        "answer",
        id=st.sampled_from([*activities.load(), "nothing"]),
        side=st.sampled_from(["sales", "marketing", "both"]),
    ),
    message("unit", unit=st.sampled_from(["hours", "money", "days"])),
    message("add_activity"),
    message("remove_activity", at=places),
    message(
        "edit_activity",
        at=places,
        field=st.sampled_from(["what", "amount", "customer", "person"]),
        text=texts,
    ),
    message("sellers", text=texts),
    message("wanted", text=texts),
    message("level", link=links, value=st.sampled_from(["0", "0.2", "1", "30", "x", "nan", "inf", "-1"])),
    message("reset_levels"),
    st.one_of(message(do, name=names) for do in ("save_scenario", "remove_scenario", "aim_at", "view_scenario")),
    st.one_of(message(do, id=st.sampled_from([*playbook.load(), "nothing"])) for do in ("choose_play", "drop_play")),
    message("add_action"),
    message("remove_action", at=places),
    message(
        "edit_action",
        at=places,
        field=st.sampled_from(["what", "owner", "date", "watch", "note", "aimed", "changed", "why"]),
        text=texts,
    ),
    message("edit_action", at=places, field=st.sampled_from(["link", "watched"]), text=links),
    message("edit_action", at=places, field=st.just("watched"), text=st.just("customers")),
    message(
        "edit_action",
        at=places,
        field=st.just("status"),
        text=st.sampled_from(["open", "doing", "done", "dropped", "lost"]),
    ),
    message("aim_action", at=places),
    message("print_notes", on=st.booleans()),
    message("undo"),
    page("example", name=st.sampled_from(list(samples.load()))),
    page("type", texts=typed),
    page("undo"),
    page("clear"),
)


def of_the_case(case):
    return {name: getattr(case, name) for name in type(case).model_fields if name not in NOT_UNDONE}


BEFORE = [
    {"do": "page", "page": {"do": "example", "name": next(iter(samples.load()))}},
    {"do": "step", "to": "diagnosis"},
    {"do": "add_action"},
    {"do": "edit_action", "at": 0, "field": "link", "text": "closing"},
    {"do": "choose_play", "id": next(iter(playbook.load()))},
    {"do": "close"},
]
"""A first session, for a walk that begins three months later."""


@pytest.mark.slow
@pytest.mark.parametrize("later", [False, True], ids=["first", "later"])
@settings(max_examples=100, deadline=None)
@given(walk=st.lists(messages, max_size=25))
def test_any_walk_is_kept_and_taken_back(later, walk):
    with tempfile.TemporaryDirectory() as folder:
        c, day = Consultation(Path(folder), quiet=0), ["2025-11-03"]

        def tell(asked):
            reply = c.handle({**asked, "today": day[0], "seq": 1})
            json.dumps({key: value for key, value in reply.items() if key != "data"}, allow_nan=False)
            return reply

        view = tell({"do": "new", "client": "One"})["shell"]
        for asked in BEFORE if later else []:
            tell(asked)
        day[0] = "2026-02-03"
        if later:
            view = tell({"do": "open", "file": "One.json"})["shell"]
            assert view["step"] == "review"
        agreed = c.case.meetings
        begun, path = of_the_case(c.case), c.file.path
        for asked in walk:
            with suppress(Refused):  # what no page sends
                view = tell(asked)["shell"]
            assert dx.Case.load(path) == c.case and c.case.meetings == agreed
            assert view["conflict"] is None and not view["saved"]["alarm"]
        again = Consultation(Path(folder), quiet=0)
        again.handle({"do": "open", "file": path.name, "today": "2026-02-03"})
        assert again.case == c.case
        for _ in range(len(walk) + 1):
            if not view["can_undo"]:
                break
            view = tell({"do": "undo"})["shell"]
        assert not view["can_undo"]
        assert of_the_case(c.case) == begun
