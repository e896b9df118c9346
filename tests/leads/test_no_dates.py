"""An export without any day still gives totals, channels and reps; it says what time would add, and refuses what is about time."""

from __future__ import annotations

import io
import json
import random

import pandas as pd
import pytest

import diagnostics as dx
from diagnostics.app.pages.dashboard import DashboardPage
from diagnostics.errors import InputError
from diagnostics.funnel.lag import DAYS_PER_MONTH, Spread
from diagnostics.leads.people.people import leads_or_people
from tests.ways import ends

GROUPS = (  # channel, rep, won, lost, open
    ("Ads", "Ann", 24, 60, 36),
    ("Ads", "Bo", 12, 40, 8),
    ("Fair", "Ann", 30, 40, 10),
    ("Fair", "Bo", 34, 50, 56),
)
LEADS, WON, LOST = 400, 100, 190


def rows(words=("Won", "Lost", "Open"), **more):
    """One row per lead of :data:`GROUPS`, without a day; ``more`` gives further cells by outcome, 0, 1 and 2."""
    found = []
    for channel, rep, *counts in GROUPS:
        for outcome, n in enumerate(counts):
            cells = {key: texts[outcome] for key, texts in more.items()}
            found += [{"Source": channel, "Owner": rep, "Status": words[outcome], **cells} for _ in range(n)]
    return pd.DataFrame(found)


def csv(frame):
    return frame.to_csv(index=False).encode()


def counted(ledger):
    return ledger.leads, ledger.wins, ledger.decided - ledger.wins, ledger.open_leads


# --- totals, channels, reps -----------------------------------------------------------------------------------------


def test_an_export_without_days_gives_totals_channels_and_reps():
    ledger = dx.Ledger.read(rows())
    assert counted(ledger) == (LEADS, WON, LOST, LEADS - WON - LOST)
    channels, reps = ledger.channels(), ledger.reps()
    for frame, at in ((channels, 0), (reps, 1)):
        for name in frame.index:
            chosen = [g for g in GROUPS if g[at] == name]
            leads, won = sum(sum(g[2:]) for g in chosen), sum(g[2] for g in chosen)
            assert (frame.loc[name, "leads"], frame.loc[name, "won"]) == (leads, won)
            assert frame.loc[name, "rate"] == won / leads
            assert frame.loc[name, "effective"] == leads
    assert sorted(channels.index) == ["Ads", "Fair"]
    assert ledger.grid()["leads"].sum() == LEADS
    assert ledger.routing.identifiable
    assert ledger.bounds() == (WON / LEADS, (LEADS - LOST) / LEADS)


def test_no_question_is_asked_where_nothing_can_be_a_day_and_it_is_said():
    ledger = dx.Ledger.read(rows())
    assert ledger.as_of is None
    assert ledger.lag is None
    assert "without days" in repr(ledger)
    said = "No column says when a lead came."
    assert any("nor how many months" in note for note in ledger.notes)
    assert any("nor how many months" in line for line in ledger.reading.lines())
    with pytest.raises(InputError, match="months"):
        ledger.funnel()  # how many leads per month brings turns the verdict
    months = dx.Ledger.read(rows(), {"months": 3})
    assert any(said in doubt for doubt in months.funnel().doubts), "it is said beside the verdict"
    assert ledger.reading.months_used == ()
    assert (ledger.reading.rows, ledger.reading.kept) == (LEADS, LEADS)
    assert "These records have no days" in leads_or_people(ledger).evidence[0]
    assert [(fault.key, fault.blocks) for fault in ledger.faults] == [("no days", ("verdict",)), ("no ID", ())]


@pytest.mark.parametrize("written", ["%Y-%m", "%B %Y", "%m/%Y"])
def test_a_column_of_months_says_how_many_months_the_leads_are_of(written):
    first = pd.Timestamp("2024-11-01")
    months = [(first + pd.DateOffset(months=at % 5)).strftime(written) for at in range(LEADS)]
    ledger = dx.Ledger.read(rows().assign(Month=months))
    assert (counted(ledger), ledger.funnel().months) == ((LEADS, WON, LOST, LEADS - WON - LOST), 5)
    assert any("Month: the leads are of 5 months" in note for note in ledger.notes)
    assert not any("not used" in note and "Month" in note for note in ledger.notes)


def test_months_that_other_columns_speak_for_are_offered_first():
    year = rows().assign(Year=["2023" if at % 2 else "2024" for at in range(LEADS)])
    assert dx.Ledger.read(year).offers[0].answers[0].given == {"months": "24"}
    closed = rows().assign(**{"Closed on": [("2024-03-05", "2024-09-20")[at % 2] for at in range(LEADS)]})
    (offer,) = dx.Ledger.read(closed, {"created": None, "decided": "Closed on"}).offers
    assert offer.answers[0].given == {"months": "7"}


def test_amounts_contacts_and_self_service_are_counted_without_days():
    frame = rows(Amount=["200", "", ""], Contacted=["yes", "yes", "no"], Online=["no", "no", "no"])
    ledger = dx.Ledger.read(frame, {"reached": "Contacted", "direct": "Online", "months": 1})
    assert ledger.average_sale == 200
    funnel = ledger.funnel()
    assert (funnel.leads, funnel.wins, funnel.worked, funnel.direct_wins) == (LEADS, WON, WON + LOST, 0)
    assert (ledger.reps()["rate"] * ledger.reps()["worked"]).sum() == pytest.approx(WON)


@pytest.mark.slow
def test_words_of_the_outcome_are_asked_and_each_answer_counts():
    frame = rows(("Signed up", "Lost", "Open"))
    found = ends(lambda given: counted(dx.Ledger.read(frame, given)))
    assert found[0].asked
    assert all(end.refusal is None for end in found)
    assert (LEADS, WON, LOST, LEADS - WON - LOST) in {end.found for end in found}


def test_a_footer_is_no_lead_and_a_lead_without_an_outcome_is_open():
    frame = rows(("Won", "Lost", ""))
    footers = pd.DataFrame([{"Source": "", "Owner": "", "Status": ""}])
    ledger = dx.Ledger.read(pd.concat([frame, footers]))
    assert counted(ledger) == (LEADS, WON, LOST, LEADS - WON - LOST)


def test_rows_of_one_id_are_counted_once():
    frame = rows().assign(**{"Lead ID": [f"L-{n}" for n in range(LEADS)]})
    twice = pd.concat([frame, frame.head(7)])
    once = dx.Ledger.read(twice, {"id": "Lead ID"})
    assert counted(once) == counted(dx.Ledger.read(frame)) == (LEADS, WON, LOST, LEADS - WON - LOST)
    assert once.reading.rows == LEADS + 7


def test_rows_of_which_no_outcome_is_left_are_refused():
    with pytest.raises(InputError):
        dx.Ledger.read(rows(("", "", "")))


# --- the verdict is that of typed counts ----------------------------------------------------------------------------


@pytest.mark.parametrize("months", [1, 3.5, 12])
@pytest.mark.parametrize("goal", [5, 30, 200])
def test_the_verdict_is_that_of_typed_counts(months, goal):
    ledger = dx.Ledger.read(rows(), {"months": months})
    par = dx.Par(goal=goal, closing=0.2)
    typed = dx.diagnose(dx.Funnel(leads=LEADS, wins=WON, months=months), par)
    read = dx.diagnose(ledger.funnel(), par)
    assert read.sentence == typed.sentence
    assert read.verdict == typed.verdict
    assert (read.probability, read.today, read.at_par) == (typed.probability, typed.today, typed.at_par)


def test_typical_days_that_are_given_count_as_they_do_for_typed_counts():
    ledger = dx.Ledger.read(rows(), {"months": 6}, lag_days=45)
    share = Spread(45).over(0.0, 6 * DAYS_PER_MONTH)
    least = WON / (LEADS - LOST)  # leads that are lost cannot buy any more
    assert ledger.funnel().maturity == pytest.approx(max(share, least))
    assert any("typical days given" in doubt for doubt in ledger.funnel().doubts)
    assert not any("taken as decided" in note for note in ledger.notes)


@pytest.mark.slow
def test_how_many_months_is_offered_remembered_and_said():
    unsaid = dx.Ledger.read(rows())
    (offer,) = unsaid.offers
    for answer in offer.answers:
        said = dx.Ledger.read(rows(), answer.given)
        assert said.funnel().months == float(answer.given["months"])
        assert said.offers == ()
        assert dx.Ledger.read(rows(), said.columns).funnel() == said.funnel()
    assert any("12 months, as you chose" in doubt for doubt in dx.Ledger.read(rows(), {"months": 12}).funnel().doubts)


@pytest.mark.parametrize("months", [0, -1, "many", True, float("nan"), [3]])
def test_no_number_of_months_is_refused(months):
    with pytest.raises(InputError, match="number of months"):
        dx.Ledger.read(rows(), {"months": months})


# --- what is about time is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ask",
    [
        lambda ledger: ledger.maturity(),
        lambda ledger: ledger.speed(),
        lambda ledger: ledger.mix("2025-01", "2025-02"),
        lambda ledger: ledger.between("2025-01"),
        lambda ledger: ledger.funnel("2025-01"),
        lambda ledger: ledger.par(goal=3),
        lambda ledger: ledger.months,
        lambda ledger: ledger.incidence,
    ],
)  # fmt: skip
def test_what_is_about_time_is_refused_with_the_reason(ask):
    ledger = dx.Ledger.read(rows(Contacted=["yes", "yes", "no"]), {"reached": "Contacted"})
    with pytest.raises(InputError, match="no column says when a lead came"):
        ask(ledger)


# --- asked where a column could be it -------------------------------------------------------------------------------


def dated(n=LEADS):
    return [f"2025-{1 + at % 6:02}-{1 + at % 28:02}" for at in range(n)]


def test_days_under_a_heading_that_says_something_else_are_asked_about_and_both_answers_count():
    frame = rows().assign(**{"Last modified": dated()})
    with pytest.raises(InputError) as refused:
        dx.Ledger.read(frame)
    question = refused.value.facts["question"]
    assert question.code == "no-created-column"
    assert [dict(answer.given) for answer in question.answers] == [{"created": "Last modified"}, {"created": None}]
    assert all(answer.leads_to.startswith(f"{LEADS} leads, {WON} won") for answer in question.answers)
    without = dx.Ledger.read(frame, {"created": None})
    assert counted(without) == counted(dx.Ledger.read(rows()))
    assert without.columns["created"] is None


@pytest.mark.parametrize(
    "cells",
    [
        {"Created": ["soon", "later"]},
        {"Moment": ["2025-01-03", "unknown"]},
        {"Moment": ["45700", "45712"]},
    ],
)  # fmt: skip
@pytest.mark.slow
def test_what_may_be_a_broken_column_of_days_is_asked_about(cells):
    ((heading, texts),) = cells.items()
    frame = rows().assign(**{heading: [texts[at % 2] for at in range(LEADS)]})
    found = ends(lambda given: counted(dx.Ledger.read(frame, given)))
    assert found[0].asked
    assert all(end.refusal is None for end in found)
    assert (LEADS, WON, LOST, LEADS - WON - LOST) in {end.found for end in found}


def test_days_of_sales_alone_do_not_make_a_timeline():
    frame = rows().assign(
        **{"Won date": [d if s == "Won" else "" for d, s in zip(dated(), rows()["Status"], strict=True)]}
    )
    ledger = dx.Ledger.read(frame, {"created": None, "months": 6})
    assert counted(ledger) == (LEADS, WON, LOST, LEADS - WON - LOST)
    assert not any(fault.blocks for fault in ledger.faults)


def test_a_file_with_a_day_of_creation_is_read_with_days_whatever_months_are_said():
    frame = rows().assign(Created=dated())
    one, other = dx.Ledger.read(frame, as_of="2025-12-31"), dx.Ledger.read(frame, {"months": 2}, "2025-12-31")
    assert one.table.size == other.table.size == 6
    assert one.offers == other.offers == ()


@pytest.mark.parametrize("sales", ["Won", "Sales", "Deals won"])
def test_a_table_of_counts_is_not_taken_for_leads(sales):
    table = pd.DataFrame({"Channel": ["Ads", "Fair", "Web", "Mail"], "Leads": [90, 80, 70, 60], sales: [9, 8, 5, 4]})
    with pytest.raises(InputError):
        dx.Ledger.read(table)


# --- order and format change nothing --------------------------------------------------------------------------------


def signature(ledger):
    return (
        counted(ledger),
        ledger.table.funnel(),
        tuple((fault.key, fault.count) for fault in ledger.faults),
        ledger.channels().sort_index().round(9).to_csv(),
        ledger.reps().sort_index().round(9).to_csv(),
        sorted(ledger.columns.items(), key=str),
    )


@pytest.mark.slow
def test_no_order_of_rows_or_columns_and_no_format_changes_anything(tmp_path):
    frame = rows(Amount=["1200", "", ""])
    right = signature(dx.Ledger.read(frame))
    r = random.Random(4)
    for seed in range(3):
        mixed = frame.sample(frac=1, random_state=seed)[r.sample(list(frame), len(frame.columns))]
        assert signature(dx.Ledger.read(mixed)) == right
    (tmp_path / "a.tsv").write_text(frame.to_csv(index=False, sep="\t"))
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    for name in ("a.tsv", "a.parquet", "a.xlsx"):
        assert signature(dx.Ledger.read(tmp_path / name)) == right, name
    halves = [frame.iloc[::2], frame.iloc[1::2]]
    for at, half in enumerate(halves):
        half.to_csv(tmp_path / f"half{at}.csv", index=False)
    assert signature(dx.Ledger.read([tmp_path / "half0.csv", tmp_path / "half1.csv"])) == right


# --- the page -------------------------------------------------------------------------------------------------------


def opened(frame, query="way=ledger&goal=10&closing=20"):
    session = DashboardPage()
    session.handle({"do": "hello", "query": query})
    data = csv(frame)
    return session, session.handle({"do": "leads", "name": "leads.csv", "size": len(data), "data": data})


@pytest.mark.slow
def test_the_page_shows_the_verdict_and_the_people_and_no_timeline():
    session, view = opened(rows())
    assert view["answer"] is None, "over how many months the leads came is not known"
    view = session.handle({"do": "answer", "given": {"months": "1"}})
    par = dx.Par(goal=10, closing=0.2)
    ledger = dx.Ledger.read(io.BytesIO(csv(rows())).getvalue(), {"months": 1})
    assert view["answer"]["sentence"] == dx.diagnose(ledger.funnel(), par).sentence
    assert view["panes"] is None
    study = view["leads"]["study"]
    assert study["opened"] == f"{LEADS} leads, {WON} won, {LEADS - WON - LOST} open; without days."
    assert study["people"]["over"] == "All leads, the whole file."
    assert study["people"]["control"]["table"]["groups"]
    assert study["speed"] is None
    assert study["faults"]["faults"][0]["what"] == "No column says when a lead came."
    shown = json.dumps(view, allow_nan=False, ensure_ascii=False)
    assert "columns={" not in shown
    assert "No column says when a lead came." in json.dumps(view["answer"], ensure_ascii=False)
    for key, text in (("judge", "3"), ("judge", "all"), ("days", "30"), ("as_of", "2025-06-30")):
        after = session.handle({"do": "type", "texts": {key: text}})
        assert after["answer"], key
        assert after["panes"] is None


def test_on_the_page_the_months_are_chosen_and_taken_back():
    session, view = opened(rows())
    (question,) = view["leads"]["matching"]["questions"]
    assert "months" in question["remedy"]
    year = next(answer for answer in question["answers"] if answer["text"] == "12 months")
    after = session.handle(year["send"])
    par = dx.Par(goal=10, closing=0.2)
    assert after["answer"]["sentence"] == dx.diagnose(dx.Funnel(leads=LEADS, wins=WON, months=12), par).sentence
    assert after["leads"]["matching"]["questions"] == []
    back = session.handle({"do": "undo"})
    assert back["answer"] is None or back["answer"].get("old"), "without the months there is no verdict"
    assert back["leads"]["matching"]["questions"] == view["leads"]["matching"]["questions"]


def test_on_the_page_a_question_offers_to_count_without_days():
    session, view = opened(rows().assign(**{"Last modified": dated()}))
    assert view["answer"] is None
    (question,) = view["leads"]["matching"]["questions"]
    without = next(answer for answer in question["answers"] if answer["text"].startswith("count without days"))
    session.handle(without["send"])
    after = session.handle({"do": "answer", "given": {"months": "6"}})
    assert after["answer"]
    assert after["panes"] is None
    assert after["leads"]["study"]["opened"].endswith("without days.")
