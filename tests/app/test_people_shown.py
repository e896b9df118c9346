"""Reps as initials or numbers on the page: no name is in a reply, a link, a saved file, a case or a report."""

from __future__ import annotations

import io
import json
import zipfile

import pypdfium2
import pytest

import diagnostics as dx
from diagnostics.app import messages as m
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.report.content import content
from diagnostics.app.report.document import document
from diagnostics.app.report.take import take
from diagnostics.app.site import Site
from tests.leads.test_people_shown import HIDDEN, NAMES, export, named

ALL = (*NAMES, "Kai Uhl")
LEVELS = {"goal": "300", "closing": "20"}


def opened(shown="", site="names"):
    """A page with an export, and all that it has replied."""
    page = DashboardPage(site=Site("server", site))
    said = [page.handle(m.Hello()), page.handle(m.Clear()), page.handle(m.ChooseWay(way="ledger"))]
    said.append(page.handle(m.Type(texts={**LEVELS, **({"people": shown} if shown else {})})))
    said.append(page.handle(m.LeadsPart(name="deals.csv", data=export())))
    return page, said


def text(*replies):
    return json.dumps(replies, ensure_ascii=False, default=str)


@pytest.mark.parametrize(("shown", "site"), [*((s, "names") for s in HIDDEN), *(("", s) for s in HIDDEN)])
@pytest.mark.slow
def test_no_reply_link_or_file_names_anybody(shown, site):
    page, said = opened(shown, site)
    assert said[-1]["answer"] and said[-1]["leads"]["study"]["people"]["control"], "there is a verdict and a picture"
    faults = said[-1]["leads"]["study"]["faults"]["faults"]
    said += [page.handle(m.FaultRows(key=fault["key"])) for fault in faults if fault["rows"]]
    offer = next(q for q in said[4]["leads"]["matching"]["questions"] if "K.U." in q["text"] or "Rep" in q["text"])
    said.append(page.handle(m.Answer(given=offer["answers"][0]["send"]["given"])))
    said.append(page.handle(m.Save()))
    assert named(text(*said), ALL) == []
    assert (f"people={shown}" in said[4]["query"]) == bool(shown)


@pytest.mark.slow
def test_names_are_shown_unless_that_is_chosen_and_the_answer_is_the_same():
    _, said = opened()
    assert set(named(text(*said), ALL)) == set(ALL)
    for shown in HIDDEN:
        _, other = opened(shown)
        for key in ("sentence", "chances", "door"):
            assert other[-1]["answer"][key] == said[-1]["answer"][key]
        assert other[-1]["leads"]["study"]["opened"] == said[-1]["leads"]["study"]["opened"]


@pytest.mark.slow
def test_an_answer_that_was_shown_with_names_is_shown_again_without():
    """A doubt of the counts quotes whom it is about: the same numbers are then not the same answer."""
    page, said = opened()
    assert named(text(said[-1]["answer"]), ALL)
    reply = page.handle(m.Type(texts={"people": "initials"}))
    assert "same" not in reply["answer"] and named(text(reply, page.handle(m.Hello())), ALL) == []


def test_what_a_server_hides_no_visitor_shows():
    page, said = opened("names", "numbers")
    said.append(page.handle(m.Type(texts={"people": "initials"})))
    assert named(text(*said), ALL) == [] and "Rep 1" in text(*said) and "A.B." not in text(*said)
    options = next(f for f in page.handle(m.Hello())["form"]["ledger"] if f["key"] == "people")["options"]
    assert options == [["", "Numbers"]]


@pytest.mark.slow
def test_an_answer_that_named_somebody_is_kept_without_the_name_once_that_is_chosen():
    page, _ = opened()
    page.handle(m.Answer(given={"self_service": {"Owner": ["Kai Uhl"]}}))
    before = page.diagnosis
    reply = page.handle(m.Type(texts={"people": "initials"}))
    assert named(text(reply, page.handle(m.Save()), page.entries.to_dict()), ALL) == []
    assert page.diagnosis.probability == before.probability
    assert page.handle(m.Type(texts={"goal": "301"}))["answer"], "and it is counted with that answer"
    assert page._leads.reading.ledger.counts.total("direct") == 40


def session(folder, site="names"):
    c = Consultation(folder, quiet=0, site=Site("server", site))

    def tell(do, **more):
        return c.handle({"do": do, "today": "2026-02-03", **more})

    def page(do, **more):
        return tell("page", page={"do": do, **more})

    return c, tell, page


def with_export(folder, shown=""):
    c, tell, page = session(folder)
    tell("new", client="A")
    page("way", way="ledger")
    page("type", texts={**LEVELS, **({"people": shown} if shown else {})})
    page("leads", data=export(), name="deals.csv", size=len(export()))
    assert c.case.people
    return c, tell, page


def words_in(folder):
    """Everything that is in the files of a folder, unpacked."""
    found = []
    for path in folder.iterdir():
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                found += [archive.read(name).decode(errors="replace") for name in archive.namelist()]
        else:
            found.append(path.read_bytes().decode(errors="replace"))
    return "\n".join(found)


@pytest.mark.parametrize("shown", HIDDEN)
@pytest.mark.slow
def test_no_case_and_no_report_names_anybody(tmp_path, shown):
    c, tell, _ = with_export(tmp_path, shown)
    tell("step", to="plan")
    for ending in ("html", "xlsx", "pptx"):
        assert tell("report", format=ending)["data"]
    assert named(words_in(tmp_path), ALL) == []
    assert named(text(document(content(c.case))), ALL) == [], "from which the PDF is set too"
    sure = dx.Case.load(tmp_path / "A.json")
    named_too, *_ = with_export(tmp_path / "named")
    numbers, known = (json.loads(c.numbers.model_dump_json()) for c in (sure, named_too.case))
    assert named(text(known["funnel"].pop("doubts")), ALL) and not named(text(numbers["funnel"].pop("doubts")), ALL)
    assert numbers == known
    assert named(" ".join(named_too.case.people), ALL), "otherwise nothing is hidden"


@pytest.mark.slow
def test_a_case_that_named_people_does_so_no_more_once_that_is_chosen(tmp_path):
    c, tell, page = with_export(tmp_path)
    page("answer", given={"self_service": {"Owner": ["Kai Uhl"]}})
    tell("step", to="diagnosis")
    assert c.case.diagnoses, "from here on it has a history"
    page("answer", given={"self_service": "as-recorded"})
    assert named(words_in(tmp_path), ALL)
    page("type", texts={"people": "initials"})
    assert named(words_in(tmp_path), ALL) == []
    tell("close")
    _, tell, page = session(tmp_path)  # where the export is not at hand
    tell("open", file="A.json")
    assert dx.Case.load(tmp_path / "A.json").people, "what was said with initials stays"
    page("type", texts={"people": "numbers"})
    assert dx.Case.load(tmp_path / "A.json").people == ()


def test_a_case_that_named_people_is_opened_without_them_where_they_are_hidden(tmp_path):
    c, tell, _ = with_export(tmp_path)
    d = dx.diagnose(*c.case.numbers.records())
    tell("close")
    c, tell, _ = session(tmp_path, "initials")
    shown = tell("open", file="A.json")
    assert dx.diagnose(*c.case.numbers.records()).probability == d.probability
    assert named(text(shown) + words_in(tmp_path), ALL) == []


@pytest.mark.parametrize("field", ["channel", "outcome", "created", "amount", "reached", "id"])
@pytest.mark.slow
def test_the_column_of_reps_names_nobody_as_another_field_either(field):
    page, _ = opened(site="initials")
    reply = page.handle(m.MatchField(field=field, heading="Owner"))
    assert named(text(reply), ALL) == []
    assert "Who worked it" in reply["errors"]["leads"]
    assert page.handle(m.Undo())["answer"]
    assert named(text(opened()[0].handle(m.MatchField(field="channel", heading="Owner"))), ALL), "where names are shown"


@pytest.mark.slow
def test_an_export_opened_after_the_example_is_not_named_either():
    page = DashboardPage()
    page.handle(m.ChooseWay(way="ledger"))
    page.handle(m.Example(name="joinery"))
    page.handle(m.Type(texts={"people": "initials"}))
    assert named(text(page.handle(m.LeadsPart(name="deals.csv", data=export()))), ALL) == []


@pytest.mark.parametrize(("shown", "site"), [*((s, "names") for s in HIDDEN), *(("", s) for s in HIDDEN)])
@pytest.mark.slow
def test_nothing_that_is_taken_away_names_anybody(shown, site):
    page, _ = opened(shown, site)
    page.takes = take
    page.handle(m.Answer(given={"self_service": {"Owner": ["Kai Uhl"]}}))
    assert named(words_of(page), ALL) == []


@pytest.mark.slow
def test_what_is_taken_names_people_where_the_page_does():
    page, _ = opened()
    page.takes = take
    assert named(words_of(page), ALL) != []


def words_of(page):
    """Every word in every file that can be taken."""
    found = []
    for format_ in ("pdf", "html", "xlsx", "csv", "svg"):
        for picture in ("door", "map", "bridge", "timeline") if format_ == "svg" else (None,):
            reply = page.handle(m.Take(format=format_, picture=picture))
            data = reply["data"]
            if format_ == "pdf":
                data = "\n".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(data)).encode()
            if format_ == "xlsx":
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    data = b"\n".join(archive.read(name) for name in archive.namelist())
            found.append(data.decode(errors="replace") + reply["download"]["name"])
    return "\n".join(found)


@pytest.mark.parametrize("site", HIDDEN)
def test_a_case_with_names_opens_without_them_where_they_are_hidden(tmp_path, site):
    with_names, *_ = with_export(tmp_path / "from")
    text_of_case = with_names.case.to_json()
    assert named(text_of_case, ALL), "it has names"
    page = DashboardPage(site=Site("server", site), takes=take)
    said = [page.handle(m.Hello()), page.handle(m.Load(text=text_of_case)), page.handle(m.Save())]
    assert said[1]["answer"] and named(text(*said), ALL) == []
    c, tell, _ = session(tmp_path / "to", site)
    shown = tell("open_file", text=text_of_case, name="x.json")
    c.flush()
    assert named(text(shown) + words_in(tmp_path / "to"), ALL) == []
