"""A session and its client's language: what is shown, what the file keeps, and what is said again in another language."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import diagnostics as dx
from diagnostics.app.case.records import STEPS
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.diagnosis import words
from diagnostics.errors import InputError
from diagnostics.files import data_file
from diagnostics.language import PSEUDO, speaking, t
from diagnostics.reference import playbook, samples
from tests.pseudo import untranslated

DAY = "2026-02-03"
OWN = (
    "Kitchen fitter.json",
    "Kitchen-fitter.json",
    "Kitchen fitter",
    "English",
    "Deutsch",
    "two calls",
    "abc",
    "many",
    "soon",
)
CODES = {
    "file", "key", "step", "id", "side", "right", "answered", "link", "unit", "customer", "person", "date", "language",
    "languages", "source", "owner", "svg", "asked", "choices", "role", "speeds", "call", "weak", "colour", "verdict", "leaning", "client", "watched", "status", "changed", "aimed", "why",
}  # fmt: skip
"""What no one reads, or what somebody typed."""


def tell(c, do, **more):
    reply = c.handle({"do": do, "today": DAY, "seq": 5, **more})
    json.dumps({k: v for k, v in reply.items() if k != "data"}, allow_nan=False)
    return reply


def page(c, do, **more):
    return c.handle({"do": "page", "today": DAY, "page": {"do": do, "seq": 1, **more}})


def texts(shown: object, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(shown, str) and shown:
        yield at, shown
    elif isinstance(shown, dict):
        for key, value in shown.items():
            if key not in CODES:
                yield from texts(value, f"{at}.{key}")
    elif isinstance(shown, list):
        for value in shown:
            yield from texts(value, at)


def plain(shown: object) -> dict[str, str]:
    """What is not translated, by where it is."""
    return {at: left for at, text in texts(shown) if (left := untranslated(text, OWN))}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cases"


@pytest.fixture
def german(folder):
    """A German session of a case with numbers, at the diagnosis."""
    c = Consultation(folder, quiet=0, language="de")
    tell(c, "new", client="Kitchen fitter")
    page(c, "example", name="leads_pile_up")
    tell(c, "step", to="diagnosis")
    return c


@pytest.mark.parametrize("name", samples.load())
@pytest.mark.parametrize("numbers", [True, False], ids=["numbers", "none"])
def test_nothing_of_any_step_is_untranslated(folder, name, numbers):
    c = Consultation(folder, quiet=0, language=PSEUDO)
    assert plain(tell(c, "hello")["shell"]) == {}
    shells = [tell(c, "new", client="Kitchen fitter")]
    if numbers:
        page(c, "example", name=name)
    shells += [tell(c, "answer", id="sales_letter", side=side) for side in ("marketing", "sales")]
    tell(c, "step", to="sort")
    for at in (0, 1):
        tell(c, "add_activity")
        tell(c, "edit_activity", at=at, field="what", text="two calls")
        tell(c, "edit_activity", at=at, field="amount", text="12" if at else "abc")
        tell(c, "edit_activity", at=at, field="customer", text="yes")
        shells.append(tell(c, "edit_activity", at=at, field="person", text="yes" if at else "no"))
    tell(c, "define", key="lead", text="two calls")
    if numbers:
        tell(c, "step", to="whatif")
        shells.append(tell(c, "level", link="closing", value="0.3"))
        shells += [tell(c, "save_scenario", name="two calls"), tell(c, "aim_at", name="two calls")]
    shells += [tell(c, "wanted", text="many"), tell(c, "sellers", text="0")]
    tell(c, "step", to="plan")
    tell(c, "choose_play", id="closing_sit_in")
    shells.append(tell(c, "edit_action", at=0, field="date", text="soon"))
    for step in STEPS:
        shells.append(tell(c, "step", to=step))
    shells += [
        tell(c, "level", link="closing", value="much"),
        tell(c, "close"),
        tell(c, "delete", file="Kitchen-fitter.json"),
    ]
    found = {}
    for reply in shells:
        found |= plain({**reply["shell"], "page": None})
    assert found == {}


def test_a_case_keeps_the_language_chosen_for_it(german, folder):
    assert dx.Case.load(folder / "Kitchen-fitter.json").language == "", "it was the browser's"
    tell(german, "speak", language="en")
    assert dx.Case.load(folder / "Kitchen-fitter.json").language == "en"
    tell(german, "close")
    assert german.language == "de", "the list of clients is in the browser's"
    again = Consultation(folder, quiet=0)
    reply = tell(again, "hello", file="Kitchen-fitter.json", languages="de")
    assert (again.language, reply["words"]["language"]) == ("en", "en")
    assert reply["page"]["language"] == "en", "the page inside speaks it too"
    assert tell(again, "speak", language="Klingon")["shell"]["language"] == ""
    assert again.language == "de"


def test_everything_is_said_again_in_another_language(german, folder):
    before = tell(german, "step", to="plan")
    d = german.inner.diagnosis
    with speaking("de"):
        assert before["shell"]["plan"]["sentence"] == words.sentence(d.assessment)
    english = words.sentence(d.assessment)
    after = tell(german, "speak", language="en")
    assert after["words"]["language"] == "en"
    assert after["shell"]["plan"]["sentence"] == english != before["shell"]["plan"]["sentence"]
    assert after["page"]["answer"]["sentence"] == english
    past = dx.Case.load(folder / "Kitchen-fitter.json").diagnoses[-1]
    assert (past.sentence, past.language) == (english, "en")


def test_the_page_inside_chooses_the_language_of_the_client(german, folder):
    reply = page(german, "speak", language="en")
    assert (reply["shell"]["language"], reply["page"]["language"]) == ("en", "en")
    assert dx.Case.load(folder / "Kitchen-fitter.json").language == "en"


def test_numbers_of_another_language_leave_the_clients(german):
    tell(german, "speak", language="de")
    reply = page(german, "load", text=json.dumps({**example_file(), "language": "en"}))
    assert (reply["page"]["language"], german.case.language) == ("de", "de")
    assert page(german, "clear")["page"]["language"] == "de"


def example_file():
    from diagnostics.app.forms.entries import example

    return example("idle_sales_team").to_dict()


def test_what_was_said_last_time_is_said_in_the_language_of_now(german, folder):
    tell(german, "close")
    later = Consultation(folder, quiet=0, language="en")
    later.handle({"do": "open", "file": "Kitchen-fitter.json", "today": "2026-03-01"})
    shown = later.handle({"do": "step", "to": "diagnosis", "today": "2026-03-01"})["shell"]["last"][0]
    english = words.sentence(later.inner.diagnosis.assessment)
    assert shown == f"Last time, on {DAY}, we said: {english}"
    with speaking("de"):
        said = f"01.03.2026: {words.sentence(later.inner.diagnosis.assessment)}"
    tell(later, "close")
    assert tell(later, "hello", languages="de")["shell"]["clients"]["cases"][0]["said"] == said != english


def test_an_action_of_the_playbook_is_translated_until_it_is_typed_over(german, folder):
    play = playbook.find("closing_sit_in")
    tell(german, "step", to="plan")
    shown = tell(german, "choose_play", id=play.id)["shell"]["plan"]["chosen"][0]
    with speaking("de"):
        said = t(play.what)
    assert shown["what"] == said != play.what
    tell(german, "edit_action", at=0, field="what", text=said)  # typed and taken back
    assert tell(german, "speak", language="en")["shell"]["plan"]["chosen"][0]["what"] == play.what
    tell(german, "speak", language="de")
    tell(german, "edit_action", at=0, field="what", text=f"{said} Bald.")
    assert tell(german, "speak", language="en")["shell"]["plan"]["chosen"][0]["what"] == f"{said} Bald."


def test_an_everyday_activity_is_known_in_the_language_of_now(german):
    tell(german, "step", to="sort")
    tell(german, "add_activity")
    with speaking("de"):
        said = t("Demo call")
    own = tell(german, "edit_activity", at=0, field="what", text=said)["shell"]["sort"]["own"][0]
    assert (own["customer"], own["person"]) == ("yes", "yes")


def test_a_report_of_the_session_is_in_its_language(german):
    reply = tell(german, "report", format="html")
    assert b'<html lang="de">' in reply["data"]
    tell(german, "speak", language="en")
    assert b'<html lang="en">' in tell(german, "report", format="html")["data"]


def of_version_3():
    """The sample as it was before a case had a language."""
    data = json.loads(data_file("case.json").read_text(encoding="utf-8"))
    diagnoses = [{key: value for key, value in one.items() if key != "language"} for one in data["diagnoses"]]
    return {key: value for key, value in data.items() if key != "language"} | {"version": 3, "diagnoses": diagnoses}


def test_an_older_case_opens_and_has_no_language():
    data = of_version_3()
    case = dx.Case.from_json(json.dumps(data))
    assert (case.version, case.language) == (5, "")
    chosen = {**data, "entries": {**data["entries"], "language": "de"}}
    assert dx.Case.from_json(json.dumps(chosen)).language == "de", "the language that its numbers were typed in"


@pytest.mark.parametrize(("look", "locale"), [("", None), ("en", "en")])
def test_amounts_of_an_older_case_follow_the_language_unless_their_look_was_chosen(look, locale):
    data = of_version_3()
    data["numbers"]["money"] = {"sale": 5000.0, "margin": 1.0, "currency": "EUR", "locale": "en"}
    data["entries"]["entries"] |= {"sale": "5000", "look": look}
    assert dx.Case.from_json(json.dumps(data)).money.locale == locale


@pytest.mark.parametrize("language", ["fr", "DE", 5, None])
def test_a_case_has_no_other_language(language):
    with pytest.raises(InputError, match="language"):
        dx.Case(language=language)
    assert dx.Case(language="de").changed(language="").language == ""
