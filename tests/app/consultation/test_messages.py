"""The messages of a consultation: what the page sends is accepted, anything else is refused without a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.app.consultation import messages as m
from diagnostics.app.consultation.messages import consultation_message
from diagnostics.app.consultation_widget import Consult
from diagnostics.app.messages import Refused
from tests.app.wire import Wire

SCRIPTS = Path(__file__).resolve().parents[3] / "frontend" / "src" / "consultation"
EVERY = {
    kind.model_fields["do"].default: kind
    for kind in (*m.ConsultMessage.__subclasses__(), *m.Typed.__subclasses__())
    if "do" in kind.model_fields
}


def test_every_kind_that_the_page_sends_is_known_and_every_known_kind_is_sent():
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("*.ts*")))
    either = re.findall(r'do: [\w.]+ \? "(\w+)" : "(\w+)"', text)
    sent = {*re.findall(r'do: "(\w+)"', text), *(kind for pair in either for kind in pair)}
    assert sent == set(EVERY)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"do": "dance"}, "unknown kind"),
        ({}, ""),
        ("hello", ""),
        (None, ""),
        ({"do": "step", "to": "cellar"}, "to"),
        ({"do": "step"}, "to"),
        ({"do": "note", "step": "door", "text": 5}, "text"),
        ({"do": "note", "step": "door", "text": "x", "surprise": 1}, "surprise"),
        ({"do": "note", "step": "door", "text": "x" * 100_001}, "text"),
        ({"do": "answer", "id": "sales_letter", "side": "both"}, "side"),
        ({"do": "define", "key": "profit", "text": "x"}, "key"),
        ({"do": "unit", "unit": "days"}, "unit"),
        ({"do": "remove_action", "at": "0"}, "at"),
        ({"do": "remove_action", "at": True}, "at"),
        ({"do": "edit_action", "at": 0, "field": "id", "text": "x"}, "field"),
        ({"do": "conflict", "keep": "both"}, "keep"),
        ({"do": "report", "format": "docx"}, "format"),
        ({"do": "client", "text": "x", "today": "yesterday"}, "today"),
        ({"do": "page", "page": {"do": "dance"}}, "page"),
        ({"do": "page", "page": {"do": "type", "texts": {"leads": 5}}}, "texts"),
    ],
)
def test_what_no_page_sends_is_refused_with_the_reason(content, reason):
    with pytest.raises(Refused) as caught:
        consultation_message(content)
    assert reason in caught.value.reason


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["do", "page", "text", "at", "step", "seq", "today"]) | st.text(), inner)
        ),
    )
)
@pytest.mark.slow
def test_any_plain_data_is_a_message_or_refused(content):
    try:
        message = consultation_message(content)
    except Refused:
        return
    assert message.do == content["do"]


def test_a_refusal_is_logged_and_told_and_the_case_stays(tmp_path, caplog):
    page = Consult(tmp_path)
    wire = Wire(page.conversation)
    sent = wire.sent
    wire.say({"do": "new", "client": "A", "seq": 1})
    wire.say({"do": "unit", "unit": "days", "seq": 2})
    assert "fault" in sent[-1] and sent[-1]["seq"] == 2
    assert "Traceback" not in caplog.text and "unit" in caplog.text
    wire.say({"do": "unit", "unit": "money", "seq": 3})
    page.close()
    assert dx.Case.load(tmp_path / "A.json").unit == "money", "closing the widget writes the file"
