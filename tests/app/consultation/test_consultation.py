"""One consultation's state: messages in, what is shown out, and the case file after each. No widget, no browser."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

import diagnostics as dx
from diagnostics.app.case.records import CaseNumbers
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.consultation.page_words import PLAN_WAITING
from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.forms.entries import example
from diagnostics.app.forms.most import Most
from diagnostics.app.report.content import content
from diagnostics.app.wording.lever_words import needed_words
from diagnostics.app.wording.refusal_words import label_of
from diagnostics.diagnosis.goal import leads_needed
from diagnostics.funnel.links import LINKS
from diagnostics.reference import samples

DAY = "2026-02-03"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cases"


@pytest.fixture
def one(folder):
    c = at_once(folder)
    tell(c, "hello")
    tell(c, "new", client="Kitchen fitter")
    return c


def at_once(folder):
    """A window that writes each change at once."""
    return Consultation(folder, quiet=0)


def tell(c, do, **more):
    reply = c.handle({"do": do, "today": DAY, "seq": 5, **more})
    json.dumps({k: v for k, v in reply.items() if k != "data"}, allow_nan=False)
    return reply


def page(c, do, **more):
    return c.handle({"do": "page", "today": DAY, "page": {"do": do, "seq": 1, **more}})


def saved(folder, name="Kitchen-fitter.json"):
    return dx.Case.load(folder / name)


def test_it_opens_on_the_list_of_clients_and_a_new_client_is_a_file_at_once(folder):
    c = at_once(folder)
    view = tell(c, "hello")["shell"]
    assert view["clients"]["cases"] == []
    view = tell(c, "new", client="Kitchen fitter")["shell"]
    assert (view["step"], view["client"], view["file"]) == ("answers", "Kitchen fitter", "Kitchen-fitter.json")
    assert saved(folder).client == "Kitchen fitter"


@pytest.mark.parametrize("name", samples.load())
def test_the_diagnosis_kept_is_the_librarys(one, folder, name):
    page(one, "example", name=name)
    tell(one, "step", to="diagnosis")
    reading = read_counts(example(name).texts)
    d = dx.diagnose(reading.funnel, reading.par, reading.money)
    past = saved(folder).diagnoses[-1]
    assert (past.date, past.sentence, past.probability) == (DAY, d.sentence, d.probability)
    assert past.numbers.records() == (reading.funnel, reading.par, reading.money)
    case = saved(folder)
    assert dx.diagnose(case.funnel, case.par, case.money) == d


def test_every_step_shows_something_with_and_without_numbers(one):
    for _ in range(2):
        for step in ("door", "sort", "define", "numbers", "diagnosis", "whatif", "plan"):
            view = tell(one, "step", to=step)["shell"]
            assert view["step"] == step
            assert len(view["talk"]["points"]) >= 3
        page(one, "example", name="leads_pile_up")
    assert tell(one, "step", to="whatif")["shell"]["whatif"]["sliders"]


def test_without_numbers_the_later_steps_say_what_is_missing(one):
    assert "numbers" in tell(one, "step", to="whatif")["shell"]["whatif"]["waiting"]
    plan = tell(one, "step", to="plan")["shell"]["plan"]
    assert "numbers" in plan["sentence"]
    assert [link["link"] for link in plan["links"]] == list(LINKS), "and a plan can be made all the same"
    assert {link["short"] for link in plan["links"]} == {""}


def test_everything_is_there_again_in_another_window(one, folder):
    tell(one, "define", key="lead", text="Who rings")
    tell(one, "answer", id="sales_letter", side="sales")
    tell(one, "add_activity")
    tell(one, "edit_activity", at=0, field="what", text="Demo call")
    page(one, "type", texts={"leads": "310"})
    tell(one, "step", to="sort")
    again = at_once(folder)
    reply = tell(again, "hello", file="Kitchen-fitter.json")
    assert reply["shell"]["step"] == "sort"
    assert [row["what"] for row in reply["shell"]["sort"]["own"]] == ["Demo call"]
    assert reply["page"]["texts"]["leads"] == "310"
    assert tell(again, "step", to="define")["shell"]["define"][0]["text"] == "Who rings"


def test_a_wrong_number_in_the_page_is_kept_with_the_case(one, folder):
    page(one, "example", name="leads_pile_up")
    page(one, "type", texts={"wins": "plenty"})
    assert saved(folder).entries["entries"]["wins"] == "plenty"
    assert saved(folder).numbers is None
    view = tell(one, "step", to="plan")["shell"]
    assert view["plan"]["sentence"] == PLAN_WAITING


def test_undo_takes_back_a_text_at_a_time_in_the_order_of_typing_wherever_it_was_typed(one, folder):
    tell(one, "step", to="define")
    for text in ("W", "Wh", "Who"):
        tell(one, "define", key="lead", text=text)
    tell(one, "step", to="numbers")
    for text in ("9", "99"):
        page(one, "type", texts={"leads": text})
    tell(one, "note", step="numbers", text="A note between")
    for text in ("990", "9900"):
        page(one, "type", texts={"leads": text})
    tell(one, "step", to="plan")
    tell(one, "add_action")
    tell(one, "step", to="door")

    assert tell(one, "undo")["shell"]["step"] == "plan", "where it can be seen"
    assert saved(folder).plan == ()
    reply = tell(one, "undo")
    assert (reply["shell"]["step"], reply["page"]["texts"]["leads"]) == ("numbers", "99")
    assert saved(folder).entries["entries"]["leads"] == "99"
    assert saved(folder).notes == {"numbers": "A note between"}
    tell(one, "undo")
    assert saved(folder).notes == {}
    assert tell(one, "undo")["page"]["texts"].get("leads", "") == ""
    view = tell(one, "undo")["shell"]
    assert view["step"] == "define"
    assert saved(folder).definitions.lead == ""
    assert not view["can_undo"]
    assert tell(one, "undo")["shell"]["step"] == "define", "nothing is left to take back"


def test_an_undo_within_the_page_inside_is_not_taken_back_twice(one, folder):
    tell(one, "define", key="lead", text="Who rings")
    page(one, "example", name="leads_pile_up")
    page(one, "type", texts={"leads": "99"})
    page(one, "undo")
    assert saved(folder).entries["example"] == "leads_pile_up"
    tell(one, "undo")
    assert saved(folder).entries["example"] is None
    view = tell(one, "undo")["shell"]
    assert (saved(folder).definitions.lead, view["can_undo"]) == ("", False)


def test_what_cannot_be_read_yet_is_there_again_in_another_window_and_undo_takes_it_back(one, folder):
    tell(one, "add_activity")
    tell(one, "edit_activity", at=0, field="amount", text="a few")
    tell(one, "sellers", text="many")
    again = at_once(folder)
    tell(again, "hello", file="Kitchen-fitter.json")
    row = tell(again, "step", to="sort")["shell"]["sort"]["own"][0]
    assert row["amount"] == "a few" and "a few" in row["said"]
    page(again, "example", name="leads_pile_up")
    view = tell(again, "step", to="whatif")["shell"]["whatif"]
    assert view["sellers"] == "many" and "many" in view["sellers_said"]
    tell(again, "sellers", text="3")
    assert saved(folder).drafts == {"activity 0 amount": "a few"}
    tell(again, "undo")
    assert saved(folder).drafts == {"activity 0 amount": "a few", "sellers": "many"}


def test_an_example_is_called_one_until_a_number_is_typed(one):
    page(one, "example", name="leads_pile_up")
    for step in ("diagnosis", "whatif", "plan"):
        assert "example" in tell(one, "step", to=step)["shell"]["example"]
    assert tell(one, "step", to="sort")["shell"]["example"] == ""
    page(one, "type", texts={"leads": "1806"})
    assert tell(one, "step", to="diagnosis")["shell"]["example"] == ""


def test_notes_are_the_facilitators_own_unless_they_are_to_be_printed(one, folder):
    tell(one, "note", step="answers", text="They quarrel about leads")
    assert "out of the report" in tell(one, "step", to="door")["shell"]["note_said"]
    assert content(saved(folder)).notes == ()
    assert "where the client reads them" in tell(one, "print_notes", on=True)["shell"]["note_said"]
    assert [text for _, text in content(saved(folder)).notes] == ["They quarrel about leads"]


def test_sliders_change_nothing_but_what_is_shown(one, folder):
    page(one, "example", name="leads_pile_up")
    tell(one, "step", to="whatif")
    before = (folder / "Kitchen-fitter.json").read_bytes()
    view = tell(one, "level", link="closing", value="0.2")["shell"]["whatif"]
    assert view["tried"].startswith("With a win rate of 20%")
    assert (folder / "Kitchen-fitter.json").read_bytes() == before
    c = saved(folder)
    expected = dx.what_if(c.funnel, c.par, closing=0.2)
    assert view["ranges"][1]["words"].startswith(f"{expected.mean:.1f}".rstrip("0").rstrip("."))
    tell(one, "save_scenario", name="Better")
    assert saved(folder).scenarios[0].levels == {"closing": 0.2}
    assert tell(one, "reset_levels")["shell"]["whatif"]["tried"].startswith("As it is")
    assert tell(one, "view_scenario", name="Better")["shell"]["whatif"]["tried"].startswith("With a win rate")


def test_undo_moves_the_sliders_back(one):
    page(one, "example", name="leads_pile_up")
    tell(one, "step", to="whatif")
    for value in ("0.18", "0.19", "0.2"):
        tell(one, "level", link="closing", value=value)
    tell(one, "level", link="reach", value="200")
    assert "200 leads" in tell(one, "level", link="reach", value="200")["shell"]["whatif"]["tried"]
    assert tell(one, "undo")["shell"]["whatif"]["tried"].startswith("With a win rate of 20%:")
    view = tell(one, "undo")["shell"]
    assert view["whatif"]["tried"].startswith("As it is")
    reply = tell(one, "undo")
    assert reply["page"]["example"] is None, "before the sliders the example was taken"
    assert not reply["shell"]["can_undo"]


@pytest.mark.parametrize(("link", "value"), [("closing", "2"), ("closing", "x"), ("nothing", "1"), ("reach", "-3")])
def test_a_level_that_cannot_be_is_refused_and_nothing_is_lost(one, link, value):
    page(one, "example", name="leads_pile_up")
    tell(one, "step", to="whatif")
    before = tell(one, "level", link="closing", value="0.2")["shell"]["whatif"]["tried"]
    view = tell(one, "level", link=link, value=value)["shell"]
    assert view["alarm"] and label_of(link) in view["notice"]
    assert view["whatif"]["tried"] == before


def test_two_windows_never_overwrite_each_other(one, folder):
    other = at_once(folder)
    tell(other, "hello", file="Kitchen-fitter.json")
    tell(one, "note", step="answers", text="one")
    view = tell(other, "note", step="answers", text="other")["shell"]
    assert "another window" in view["conflict"]
    assert saved(folder).notes == {"answers": "one"}
    tell(other, "note", step="answers", text="other, longer")
    assert saved(folder).notes == {"answers": "one"}
    view = tell(other, "conflict", keep="mine")["shell"]
    assert view["conflict"] is None
    assert saved(folder).notes == {"answers": "other, longer"}
    assert saved(folder, "Kitchen-fitter.other.json").notes == {"answers": "one"}
    tell(one, "note", step="answers", text="one again")
    view = tell(one, "conflict", keep="theirs")["shell"]
    assert view["note"] == "other, longer"
    assert saved(folder, "Kitchen-fitter.mine.json").notes == {"answers": "one again"}


def test_a_folder_that_cannot_be_written_is_said_and_the_page_goes_on(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    c = at_once(blocked / "cases")
    view = tell(c, "new", client="A")["shell"]
    assert view["alarm"] and "cannot be written" in view["notice"]
    assert view["clients"] is not None


def test_last_time_opens_the_next_consultation(one, folder):
    page(one, "example", name="leads_pile_up")
    tell(one, "step", to="diagnosis")
    said = saved(folder).diagnoses[-1].sentence
    later = at_once(folder)
    later.handle({"do": "hello", "today": "2026-05-04", "file": "Kitchen-fitter.json"})
    view = later.handle({"do": "step", "to": "door", "today": "2026-05-04"})["shell"]
    assert said in view["last"][0]
    later.handle({"do": "page", "today": "2026-05-04", "page": {"do": "type", "texts": {"wins": "150"}, "seq": 1}})
    view = later.handle({"do": "step", "to": "diagnosis", "today": "2026-05-04"})["shell"]
    assert "Last time we said" in view["last"][1]
    assert [p.date for p in saved(folder).diagnoses] == [DAY, "2026-05-04"]


def test_an_unknown_file_is_said_and_the_list_of_clients_stays(folder):
    view = tell(at_once(folder), "hello", file="gone.json")["shell"]
    assert view["alarm"] and "gone.json" in view["notice"]
    assert view["clients"] is not None


@pytest.mark.parametrize("client", ["<script>alert(1)</script>", "=cmd()", "x" * 10_000, "שלום عليكم", "😀", "a\x00b"])
def test_any_name_is_kept_as_text(folder, client):
    c = at_once(folder)
    view = tell(c, "new", client=client)["shell"]
    assert view["client"] == client.replace("\x00", " ")
    assert dx.Case.load(next(folder.glob("*.json"))).client == view["client"]


MONTHS = "month;leads;wins\n" + "\n".join(f"2025-{m:02d};{100 + 3 * m};{9 + m % 4}" for m in range(1, 13))


def test_a_table_serves_as_step_four(one, folder):
    page(one, "way", way="table")
    page(one, "paste", text=MONTHS)
    page(one, "type", texts={"goal": "30", "closing": "20", "basis": "cohort"})
    tell(one, "step", to="diagnosis")
    kept = saved(folder)
    (folder / "months.csv").write_text(MONTHS)
    table = dx.Table.read(folder / "months.csv", basis="cohort")
    d = dx.diagnose(table.funnel(), dx.Par(goal=30, closing=0.2))
    assert (kept.funnel, kept.diagnoses[-1].sentence) == (d.assessment.funnel, d.sentence)
    again = at_once(folder)
    tell(again, "open", file="Kitchen-fitter.json")
    assert again.case.numbers == kept.numbers
    assert again.inner.entries.grid.rows == one.inner.entries.grid.rows


@pytest.mark.slow
def test_an_export_serves_as_step_four_and_its_answer_outlives_it(one, folder, leads_csv):
    folder.joinpath("deals.csv").write_bytes(leads_csv())
    page(one, "way", way="ledger")
    page(one, "type", texts={"goal": "30", "closing": "20"})
    page(one, "leads", data=leads_csv(), name="deals.csv", size=len(leads_csv()))
    reading = page(one, "match", field="rep", heading="")
    tell(one, "step", to="diagnosis")
    kept = saved(folder)
    assert kept.numbers is not None and kept.typed.opened == "deals.csv"
    assert kept.typed.columns, "what was said of the columns is part of the case"
    again = at_once(folder)
    view = tell(again, "open", file="Kitchen-fitter.json")["page"]
    assert view["answer"]["sentence"] == reading["page"]["answer"]["sentence"] == kept.diagnoses[-1].sentence
    assert "deals.csv again" in view["waiting"]
    assert again.case.numbers == kept.numbers == saved(folder).numbers
    # opened again, it is counted again, and comes to the same
    page(again, "leads", data=leads_csv(), name="deals.csv", size=len(leads_csv()))
    assert again.case.numbers == kept.numbers
    assert kept.people == again.case.people == saved(folder).people
    assert next(line.replace("\u00a0", " ") for line in kept.people) == dx.leads_or_people(
        dx.Ledger.read(folder / "deals.csv", columns={"rep": None})
    ).sentence.replace("no rep column", "no such column")
    # without it, another goal cannot be judged, and Undo brings the answer back
    third = at_once(folder)
    tell(third, "open", file="Kitchen-fitter.json")
    assert page(third, "type", texts={"goal": "40"})["page"]["stale"]
    assert saved(folder).numbers is None
    assert not page(third, "undo")["page"]["stale"]
    assert saved(folder).numbers == kept.numbers


def test_a_fault_of_ours_leaves_the_case_as_it_was(one, folder, monkeypatch):
    before = saved(folder)
    monkeypatch.setattr("diagnostics.app.report.report.report", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tell(one, "report", format="html")
    assert saved(folder) == before
    tell(one, "note", step="answers", text="still there")
    assert saved(folder).notes == {"answers": "still there"}


def test_what_is_too_long_is_said_and_the_file_can_always_be_opened_again(one, folder):
    """A text that the file could not hold used to be saved, and the file refused at the next opening."""
    tell(one, "define", key="lead", text="who rings")
    view = tell(one, "define", key="lead", text="x" * 25_000)["shell"]
    assert (
        view["alarm"]
        and "What the words mean here" in view["notice"]
        and "more than 20,000 characters" in view["notice"]
    )
    assert "what was there before is kept" in view["notice"]
    assert saved(folder).definitions.lead == "who rings"
    tell(one, "define", key="sale", text="paid\x00\x1f in\r\nfull")
    assert saved(folder).definitions.sale == one.case.definitions.sale == "paid   in\nfull"


def test_no_level_is_moved_before_there_is_a_diagnosis(one):
    view = tell(one, "level", link="reach", value="0")["shell"]
    assert view["alarm"] and "Type the numbers first" in view["notice"]
    view = tell(one, "save_scenario", name="one")["shell"]
    assert "moves no link" in view["notice"]


# --- nothing typed is lost --------------------------------------------------------------------------------------------


def conflicting(folder):
    """Two windows on one case, of which the second has typed what the first one's file does not hold."""
    one, other = at_once(folder), at_once(folder)
    tell(one, "new", client="A")
    tell(other, "open", file="A.json")
    tell(one, "note", step="answers", text="one")
    view = tell(other, "note", step="answers", text="an hour of notes")["shell"]
    return one, other, view


@pytest.mark.parametrize("leave", [("close", {}), ("new", {"client": "B"}), ("open", {"file": "A.json"})])
def test_what_is_typed_in_a_conflict_is_saved_beside_at_once(folder, leave):
    """One click on "All clients" used to lose it."""
    _, other, view = conflicting(folder)
    assert view["saved"] == {"text": "Saved in A.mine.json", "alarm": True}
    assert "A.mine.json" in view["conflict"]
    tell(other, "note", step="answers", text="two hours of notes")
    assert saved(folder, "A.mine.json").notes == {"answers": "two hours of notes"}
    assert sorted(p.name for p in folder.glob("*.json")) == ["A.json", "A.mine.json"], "one file, however much is typed"
    tell(other, leave[0], **leave[1])
    assert saved(folder, "A.mine.json").notes == {"answers": "two hours of notes"}
    assert saved(folder, "A.json").notes == {"answers": "one"}


def test_a_conflict_that_is_settled_leaves_no_copy_of_what_is_in_the_file(folder):
    _, other, _ = conflicting(folder)
    view = tell(other, "conflict", keep="mine")["shell"]
    assert (view["conflict"], view["saved"]) == (None, {"text": "Saved in A.json", "alarm": False})
    assert {p.name for p in folder.glob("*.json")} == {"A.json", "A.other.json"}
    tell(other, "note", step="answers", text="goes on")
    assert saved(folder, "A.json").notes == {"answers": "goes on"}


def test_their_file_is_looked_at_before_it_is_taken(folder):
    _, other, _ = conflicting(folder)
    (folder / "A.json").write_text("{")
    for _ in range(2):
        view = tell(other, "conflict", keep="theirs")["shell"]
        assert view["alarm"] and "damaged" in view["notice"]
        assert view["note"] == "an hour of notes"
    assert {p.name for p in folder.glob("*.json")} == {"A.json", "A.mine.json"}


def test_a_case_that_could_not_be_saved_is_not_left(folder, monkeypatch):
    c = at_once(folder)
    tell(c, "new", client="A")

    with monkeypatch.context() as patch:
        patch.setattr("diagnostics.app.case.case_file._whole", full)
        view = tell(c, "note", step="answers", text="typed")["shell"]
        assert "Not saved" in view["saved"]["text"] and "No space left" in view["saved"]["text"]
        for do, more in (("close", {}), ("new", {"client": "B"})):
            view = tell(c, do, **more)["shell"]
            assert view["alarm"] and "would be lost" in view["notice"]
            assert view["note"] == "typed"
    assert tell(c, "close")["shell"]["clients"] is not None
    assert saved(folder, "A.json").notes == {"answers": "typed"}


def test_a_case_made_elsewhere_keeps_its_numbers(folder):
    funnel, par = dx.Funnel(310, 17), dx.Par(goal=40, closing=0.2)
    dx.Case(client="API", numbers=CaseNumbers.of(funnel, par)).save(folder / "api.json")
    c = at_once(folder)
    view = tell(c, "open", file="api.json")
    page(c, "hello", query="")
    assert saved(folder, "api.json").funnel == funnel
    assert view["page"]["answer"]["sentence"] == dx.diagnose(funnel, par).sentence


def test_a_pause_or_a_step_begins_another_step_of_undo(one, folder):
    tell(one, "note", step="answers", text="forty minutes of notes")
    tell(one, "step", to="sort")
    tell(one, "step", to="door")
    tell(one, "note", step="answers", text="forty minutes of notes!")
    tell(one, "note", step="answers", text="forty minutes of notes!?", pause=True)
    for left in ("forty minutes of notes!", "forty minutes of notes"):
        tell(one, "undo")
        assert saved(folder).notes == {"answers": left}


def test_half_a_pair_can_be_typed_and_saved_anywhere(one, folder):
    page(one, "type", texts={"leads": "5\ud83d"})
    tell(one, "add_activity")
    tell(one, "edit_activity", at=0, field="amount", text="5\ud83d")
    page(one, "way", way="table")
    page(one, "cells", op={"op": "set", "cells": [[0, 0, "x\ud83d"]]})
    assert saved(folder) == one.case


def test_the_first_cell_of_a_table_with_channels_can_be_typed(one, folder):
    """It used to fail, and the cell was gone."""
    page(one, "way", way="table")
    page(one, "clear")
    page(one, "column", key="channel", on=True)
    page(one, "cells", op={"op": "set", "cells": [[0, 0, "2025-01"]]})
    assert one.inner.entries.grid.rows[0][0] == "2025-01"


@pytest.mark.parametrize("change", [{"months": 1e-320}, {"closing_dispersion": 1e308}])
def test_a_file_whose_numbers_cannot_be_worked_out_is_said_so_and_the_open_case_stays_safe(one, folder, change):
    data = json.loads((folder / "Kitchen-fitter.json").read_text())
    numbers = CaseNumbers.of(dx.Funnel(310, 17), dx.Par(goal=40, closing=0.2)).model_dump(mode="json")
    numbers["funnel"].update(change)
    (folder / "odd.json").write_text(json.dumps({**data, "client": "odd", "entries": {}, "numbers": numbers}))
    before = (folder / "odd.json").read_bytes()
    with suppress(ArithmeticError, RuntimeWarning, ValueError):  # the page is told of a fault, or why it is refused
        tell(one, "open", file="odd.json")
    if one.file.path.name != "odd.json":
        assert one.file.path.name == "Kitchen-fitter.json"
        assert (folder / "odd.json").read_bytes() == before
    tell(one, "note", step="answers", text="a note")
    assert saved(folder, one.file.path.name).notes == {"answers": "a note"}


def test_another_goal_is_turned_into_leads(one, folder):
    page(one, "example", name="idle_sales_team")
    view = tell(one, "step", to="whatif")["shell"]["whatif"]
    d = dx.diagnose(*saved(folder).numbers.records())
    assert (view["needed"], view["wanted"], view["wanted_usual"]) == (
        needed_words(leads_needed(d)),
        "",
        f"{d.at_par:g}",
    )
    view = tell(one, "wanted", text="40")["shell"]["whatif"]
    assert view["needed"] == needed_words(leads_needed(d, 40)) and "40 customers" in view["needed"]
    assert needed_words(leads_needed(d, 40)) in content(saved(folder)).levers, "in the report too"
    view = tell(one, "wanted", text="0")["shell"]["whatif"]
    assert view["wanted"] == "0" and "0" in view["wanted_said"]
    assert tell(one, "undo")["shell"]["whatif"]["wanted"] == ""


def full(*_):
    raise OSError(28, "No space left on device")


def test_taking_theirs_saves_first_what_could_not_be_saved_beside(folder, monkeypatch):
    _, other, _ = conflicting(folder)
    with monkeypatch.context() as patch:
        patch.setattr("diagnostics.app.case.case_file._whole", full)
        view = tell(other, "note", step="answers", text="an hour more")["shell"]
        assert "Not saved" in view["saved"]["text"] and "on this page only" in view["conflict"]
        view = tell(other, "conflict", keep="theirs")["shell"]
        assert view["alarm"] and view["note"] == "an hour more", "and nothing is left behind"
    tell(other, "conflict", keep="theirs")
    assert saved(folder, "A.mine.json").notes == {"answers": "an hour more"}
    before = sorted(folder.glob("*.json"))
    tell(other, "conflict", keep="theirs")  # a second click
    assert sorted(folder.glob("*.json")) == before


def test_a_conflict_that_is_over_by_itself_leaves_no_copy(folder):
    one, other = at_once(folder), at_once(folder)
    tell(one, "new", client="A")
    read = (folder / "A.json").read_bytes()
    tell(other, "open", file="A.json")
    tell(one, "note", step="answers", text="one")
    assert tell(other, "note", step="answers", text="two")["shell"]["conflict"]
    (folder / "A.json").write_bytes(read)  # as it was when it was opened
    view = tell(other, "note", step="answers", text="goes on")["shell"]
    assert (view["conflict"], view["saved"]["text"]) == (None, "Saved in A.json")
    assert [p.name for p in folder.glob("*.json")] == ["A.json"]


def test_what_failed_after_it_was_saved_is_no_other_windows_change(one, folder, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("diagnostics.app.consultation.panes.view", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            tell(one, "note", step="answers", text="one")
    assert tell(one, "note", step="answers", text="two")["shell"]["conflict"] is None
    assert saved(folder).notes == {"answers": "two"}


def test_leads_for_a_goal_follow_the_sliders(one):
    page(one, "example", name="orders_without_salespeople")
    tell(one, "step", to="whatif")
    view = tell(one, "level", link="closing", value="0.5")["shell"]["whatif"]
    d = dx.diagnose(one.case.funnel, one.case.par, one.case.money)
    assert view["needed"] == needed_words(leads_needed(d, levels={"closing": 0.5}))
    assert "with a win rate of 50% and the other links as they are" in view["needed"].lower()


@pytest.mark.slow
def test_what_an_export_said_of_people_outlives_it_and_a_look_elsewhere(one, folder, leads_csv):
    page(one, "way", way="ledger")
    page(one, "type", texts={"goal": "30", "closing": "20"})
    page(one, "leads", data=leads_csv(), name="deals.csv", size=len(leads_csv()))
    said = saved(folder).people
    assert said
    again = at_once(folder)
    tell(again, "open", file="Kitchen-fitter.json")
    page(again, "way", way="counts")
    assert saved(folder).people == ()
    tell(again, "undo")
    assert saved(folder).people == said


def test_an_export_in_a_session_is_limited_as_on_a_published_page(tmp_path):
    window = Consultation(tmp_path, quiet=0)
    window.limit(Most(rows=3))
    window.handle({"do": "new", "client": "A"})
    export = {"do": "leads", "name": "a.csv", "data": b"Created,Status\n" + b"2025-01-02,Won\n" * 3}
    reply = window.handle({"do": "page", "page": export})
    assert "4 lines" in reply["page"]["notice"]


def test_redo_brings_again_what_undo_took_back_wherever_it_was(one, folder):
    tell(one, "define", key="lead", text="somebody who calls")
    page(one, "type", texts={"leads": "77"})
    tell(one, "define", key="sale", text="a signed order")
    for _ in range(3):
        tell(one, "undo")
    assert (saved(folder).definitions.lead, saved(folder).typed.texts.get("leads", "")) == ("", "")
    first = tell(one, "redo")["shell"]
    assert (saved(folder).definitions.lead, first["can_redo"]) == ("somebody who calls", True)
    again = tell(one, "redo")
    assert again["page"]["texts"]["leads"] == "77"
    assert again["shell"]["step"] == "numbers"
    last = tell(one, "redo")["shell"]
    assert not last["can_redo"]
    assert saved(folder).definitions.sale == "a signed order"
    assert tell(one, "undo")["shell"]["can_redo"]
    tell(one, "define", key="sale", text="money in the bank")
    assert not tell(one, "redo")["shell"]["can_redo"], "another change ends it"


def test_a_redo_within_the_page_inside_is_a_change_that_can_be_taken_back(one):
    page(one, "type", texts={"leads": "77"})
    page(one, "undo")
    page(one, "redo")
    assert tell(one, "undo")["page"]["texts"].get("leads", "") == ""
