"""The firm's profile in a session: chosen per client, filled in, refused in words, deleted, and gone."""

from __future__ import annotations

import base64

import pytest

import diagnostics as dx
from diagnostics.app.case.firm import Firm
from diagnostics.app.consultation.consultation import Consultation

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><rect width="90" height="30" fill="#0B6E4F"/></svg>'
)


class Window:
    def __init__(self, folder, client="Otto"):
        self.folder, self.page = folder, Consultation(folder, quiet=0)
        self.ask(do="new", client=client)
        self.ask(do="step", to="plan")

    def ask(self, **message):
        self.reply = self.page.handle({"seq": 1, "today": "2026-12-01", **message})
        return self.reply["shell"].get("face")

    @property
    def case(self):
        return self.page.case

    @property
    def notice(self):
        return self.reply["shell"]["notice"]


@pytest.fixture
def window(tmp_path):
    return Window(tmp_path)


def profile(window):
    return Firm.load(window.folder / "firms" / window.case.firm)


def test_two_clients_carry_two_firms(window, tmp_path):
    window.ask(do="new_firm", name="Kern & Partner")
    face = window.ask(do="new_firm", name="Northbank")
    assert [name for _, name in face["firms"]] == ["No firm", "Kern & Partner", "Northbank"]
    assert face["firm"] == window.case.firm == "Northbank.json"
    other = Window(tmp_path, "Emma")
    assert (
        other.ask(do="choose_firm", file="Kern-Partner.json")["profile"]["fields"]["name"]["text"] == "Kern & Partner"
    )
    assert {dx.Case.load(tmp_path / f"{name}.json").firm for name in ("Otto", "Emma")} == {
        "Northbank.json",
        "Kern-Partner.json",
    }
    window.ask(do="undo")
    assert window.case.firm == "Kern-Partner.json", "undo takes back the choice, and no profile"
    assert (tmp_path / "firms" / "Northbank.json").exists()


def test_a_firm_without_a_name_is_not_created(window):
    window.ask(do="new_firm", name="  ")
    assert window.notice == "Firm: has no name. Type the name of the firm first."
    assert not (window.folder / "firms").exists()


def test_each_field_is_saved_and_what_cannot_be_is_kept_next_to_the_reason(window):
    window.ask(do="new_firm", name="Kern")
    for field, text in {
        "name": "Kern AG",
        "contact": "A\nB",
        "footer": "F",
        "font": "STIXGeneral",
        "paper": "letter",
    }.items():
        window.ask(do="edit_firm", field=field, text=text)
        assert getattr(profile(window), field) == text
    before = profile(window).accent
    face = window.ask(do="edit_firm", field="accent", text="#F2A900")
    shown = face["profile"]["fields"]["accent"]
    assert shown["text"] == "#F2A900" and shown["nearest"] == "#9D6E00" and "too pale" in shown["said"]
    assert profile(window).accent == before
    for field, text in {
        "accent": "navy",
        "font": "Comic Sans",
        "name": " ",
        "paper": "a5",
        "footer": "x" * 999,
    }.items():
        shown = window.ask(do="edit_firm", field=field, text=text)["profile"]["fields"][field]
        assert shown["text"] == text and shown["said"]
    assert profile(window).name == "Kern AG"
    assert not window.ask(do="edit_firm", field="accent", text="9d6e00")["profile"]["fields"]["accent"]["said"]
    assert profile(window).accent == "#9D6E00"


def test_a_logo_is_shown_or_refused_and_the_last_one_stays(window):
    window.ask(do="new_firm", name="Kern")
    face = window.ask(do="set_logo", name="a.svg", data=base64.b64encode(LOGO).decode())
    assert face["profile"]["logo"].startswith("data:image/png;base64,") and not face["profile"]["logo_said"]
    bad = LOGO.replace(b"<rect", b"<script/><rect")
    for data, reason in ((base64.b64encode(bad).decode(), "script"), ("A" * 9_000_000, "1 MB"), ("?", "damaged")):
        face = window.ask(do="set_logo", name="b.svg", data=data)
        assert reason in face["profile"]["logo_said"]
        assert profile(window).logo.content == LOGO
    assert len(face["profile"]["logo"]) < 30_000
    assert window.ask(do="remove_logo")["profile"]["logo"] == ""


def test_a_profile_that_is_gone_is_said_and_the_report_is_written_without(window):
    window.ask(do="new_firm", name="Kern")
    (window.folder / "firms" / "Kern.json").unlink()
    face = window.ask(do="print_appendix", on=False)
    assert any("deleted or renamed" in line for line in face["said"]) and face["profile"] is None
    assert ["Kern.json", "Kern.json (not there)"] in face["firms"]
    window.ask(do="edit_firm", field="footer", text="x")
    assert "deleted or renamed" in window.notice
    window.ask(do="report", format="html")
    assert b"Kern" not in window.reply["data"]
    assert window.case.firm == "Kern.json"


def test_a_profile_is_deleted_after_it_was_asked(window):
    window.ask(do="new_firm", name="Kern")
    assert "Kern" in window.ask(do="delete_firm")["profile"]["confirm"]
    assert not window.ask(do="keep_firm")["profile"]["confirm"]
    window.ask(do="delete_firm")
    face = window.ask(do="delete_firm", sure=True)
    assert face["firm"] == "" and len(face["firms"]) == 1
    assert window.notice == "Deleted: Kern.json."


def test_parts_and_appendix_are_the_clients_and_undone(window):
    face = window.ask(do="print_part", part="effort", on=False)
    assert [part["key"] for part in face["parts"] if not part["on"]] == ["effort"]
    assert window.ask(do="print_appendix", on=True)["appendix"]
    assert (window.case.left_out, window.case.appendix) == (("effort",), True)
    window.ask(do="undo")
    window.ask(do="undo")
    assert (window.case.left_out, window.case.appendix) == ((), False)


def test_a_report_has_the_firm_of_the_session(window):
    window.ask(do="new_firm", name="Kern & Partner")
    window.ask(do="report", format="html")
    assert "Kern &amp; Partner" in window.reply["data"].decode()
