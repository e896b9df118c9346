"""Why the leads of an export were lost, on the dashboard and in a session: counts are kept, what was written is not."""

from __future__ import annotations

import random

import pytest

import diagnostics as dx
from diagnostics.app import messages as m
from diagnostics.app.case.case import Case
from diagnostics.app.consultation.consultation import Consultation
from diagnostics.app.pages.answering import answer_to_show
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.app.report.content import content
from diagnostics.app.report.document import document
from diagnostics.language import speaking
from tests.pseudo import untranslated

PRIVATE = "Mrs Winterbottom of Fern Lane said her sister moved"
LEVELS = {"goal": "40", "closing": "30"}


# Every fifth lead is won; of the reasons the first falls on those, the four others on 80 lost leads each.


def export(reasons=("No response", "keine Antwort", "Ghosted", "Too expensive", PRIVATE)) -> bytes:
    r = random.Random(7)
    lines = ["Lead ID,Created,Status,Closed,Verlustgrund"]
    for n in range(400):
        month, won = n % 6 + 1, n % 5 == 0
        reason = r.choice(("Price", "", "")) if won else reasons[n % len(reasons)] if reasons else ""
        lines.append(f"{n},2025-{month:02}-0{n % 9 + 1},{'Won' if won else 'Lost'},2025-{month + 2:02}-20,{reason}")
    lines += [f"{n},2025-08-{n % 28 + 1:02},Open,," for n in range(400, 480)]
    return "\n".join(lines).encode()


def opened(c, data=None):
    def page(do, **more):
        return c.handle({"do": "page", "today": "2025-12-01", "page": {"do": do, **more}})["page"]

    page("way", way="ledger")
    page("leads", name="deals.csv", data=export() if data is None else data)
    return page("type", texts=LEVELS)


@pytest.fixture
def session(tmp_path):
    c = Consultation(tmp_path, quiet=0)
    c.handle({"do": "new", "client": "Kim", "today": "2025-12-01"})
    return c


def test_the_dashboard_shows_them_next_to_the_weak_link_whoever_works_out_the_answer():
    shown = []
    for answers in (None, answer_to_show):
        page = DashboardPage(**({} if answers is None else {"answers": answers}))
        page.handle(m.Hello())
        page.handle(m.LeadsPart(name="deals.csv", data=export()))
        shown.append(page.handle(m.Type(texts=LEVELS))["leads"]["lost"])
    first, second = shown
    assert first == second
    assert [r["label"] for r in first["ranges"]] == ["No answer", "Price", "Other reasons"]
    assert first["lines"] == [
        "Many lost leads never answered. That points to follow-up, which you have not counted: in your numbers it is part of "
        "the win rate, the weakest link.",
        "Many lost leads name the price. That points to closing, which is the weakest link in your numbers too.",
    ]
    assert any("on leads that are not lost" in note for note in first["notes"])
    assert any(PRIVATE[:30] in note for note in first["notes"])


def test_a_dashboard_without_a_column_for_it_shows_nothing():
    page = DashboardPage()
    page.handle(m.Hello())
    data = b"\n".join(line.rsplit(b",", 1)[0] for line in export().split(b"\n"))
    page.handle(m.LeadsPart(name="deals.csv", data=data))
    assert page.handle(m.Type(texts=LEVELS))["leads"]["lost"] is None


def test_a_case_keeps_counts_and_nothing_that_was_written(session):
    opened(session)
    assert session.case.lost is not None
    assert session.case.lost.counts == {"no_answer": 160, "price": 80, "other": 80}
    session.flush()
    (file,) = session.folder.glob("*.json")
    kept = file.read_text(encoding="utf-8")
    assert "Winterbottom" not in kept and "Ghosted" not in kept
    shown = session.handle({"do": "step", "to": "diagnosis", "today": "2025-12-01"})["shell"]["diagnosis"]["lost"]
    assert not shown["fields"] and len(shown["pane"]["ranges"]) == 3
    assert "Winterbottom" not in str(shown)


def test_without_the_export_at_hand_the_counts_stay_and_with_another_they_go(session):
    opened(session)
    session.flush()
    kept, (file,) = session.case.lost, session.folder.glob("*.json")
    again = Consultation(session.folder, quiet=0)
    again.handle({"do": "open", "file": file.name, "today": "2025-12-02"})
    assert again.case.lost == kept
    opened(again, export(reasons=()))
    assert again.case.lost is None or not again.case.lost.reasons.said


def test_the_report_says_them(session):
    opened(session)
    told = document(content(session.case))["lost"]
    assert told["rows"][0] == ("No answer", "160 of 320: 50% (45% to 55%)")
    assert "not proof" in told["caption"] and "Winterbottom" not in str(told)
    assert document(content(Case(client="Kim")))["lost"] is None
    with speaking("en-XA"):
        told = document(content(session.case))["lost"]
        texts = [
            told["title"],
            told["caption"],
            *told["lines"],
            *told["notes"],
            *told["columns"],
            *map(" ".join, told["rows"]),
        ]
        assert not [text for text in texts if untranslated(text)]


def test_in_python():
    ledger = dx.Ledger.read(export())
    assert ledger.lost().loc["no answer", "leads"] == 160
