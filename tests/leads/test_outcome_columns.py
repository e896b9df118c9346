"""How a lead ended is read from every column that speaks of it, row by row; what is not clear is asked, and each answer leads on."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.leads.fields.canonical import CODES, canonical
from diagnostics.leads.ledger import Ledger
from diagnostics.leads.matching.matching import match, recognise
from diagnostics.leads.matching.outcome_columns import is_conversion
from diagnostics.leads.opening.engine import ask
from diagnostics.leads.opening.opening import open_leads
from diagnostics.reading.heading_forms import keys
from tests.ways import ends

DAY = "a day of decision"
Row = dict[str, Any]


def frame(*kinds: Row, each: int = 20) -> pd.DataFrame:
    """So many leads of each kind, by turns; ``DAY`` becomes a day after the lead came."""
    rows = []
    for n in range(each * len(kinds)):
        came = dt.date(2025, 1, 6) + dt.timedelta(days=n)
        row = {"Lead ID": f"L{n}", "Created": came.isoformat()}
        row |= {
            key: (came + dt.timedelta(days=9)).isoformat() if value is DAY else value
            for key, value in kinds[n % len(kinds)].items()
        }
        rows.append(row)
    return pd.DataFrame(rows)


def opened(rows: pd.DataFrame, given: Any = None) -> Any:
    return match(open_leads(rows, recognise), given)


def counts(rows: pd.DataFrame, given: Any = None) -> tuple[int, int, int]:
    """Won, lost and open, as the engine counts them."""
    matching = opened(rows, given)
    found = ask(canonical(matching.leads, matching.settled()).outcome.value_counts(name="n"), "Counting")
    by_code = dict(zip(found["outcome"], found["n"], strict=True))
    return tuple(int(by_code.get(CODES[kind], 0)) for kind in ("won", "lost", "open"))  # type: ignore[return-value]


READ = {
    "won by the deal of a converted lead": (
        frame(
            {"Lead Status": "Closed - Converted", "Converted Opportunity: Won": "1"},
            {"Lead Status": "Closed - Converted", "Converted Opportunity: Won": ""},
            {"Lead Status": "Unqualified", "Converted Opportunity: Won": ""},
        ),
        (20, 20, 20),
    ),
    "dismissed on a day of its own": (
        frame(
            {"Estimate Status": "Sold", "Sold On": DAY, "Dismissed Date": ""},
            {"Estimate Status": "Dismissed", "Sold On": "", "Dismissed Date": DAY},
            {"Estimate Status": "Open", "Sold On": "", "Dismissed Date": ""},
        ),
        (20, 20, 20),
    ),
    "ticks and crosses": (
        frame({"✓ Signed": "✓", "✗ Dead": ""}, {"✓ Signed": "", "✗ Dead": "✗"}, {"✓ Signed": "", "✗ Dead": ""}),
        (20, 20, 20),
    ),
    "a flag of winning and one of losing": (
        frame(
            {"Win": "1", "Loss": "0", "Closed": DAY},
            {"Win": "0", "Loss": "1", "Closed": DAY},
            {"Win": "0", "Loss": "0"},
        ),
        (20, 20, 20),
    ),
    "letters that a CRM writes": (
        frame(
            {"STAGE_ID": "C1:WON", "STAGE_SEMANTIC_ID": "S", "CLOSED": "Y"},
            {"STAGE_ID": "C1:APOLOGY", "STAGE_SEMANTIC_ID": "F", "CLOSED": "Y"},
            {"STAGE_ID": "PREPARATION", "STAGE_SEMANTIC_ID": "P", "CLOSED": "N"},
        ),
        (20, 20, 20),
    ),
    "flags of the CRM before words": (
        frame(
            {"Stage": "Closed Won", "IsWon": "true", "IsClosed": "true"},
            {"Stage": "Renewal Complete", "IsWon": "true", "IsClosed": "true"},
            {"Stage": "No Decision", "IsWon": "false", "IsClosed": "true"},
            {"Stage": "Proposal", "IsWon": "false", "IsClosed": "false"},
        ),
        (40, 20, 20),
    ),
    "a status with words before a free stage": (
        frame(
            {"status": "won", "stage": "Hot"},
            {"status": "abandoned", "stage": "Closed"},
            {"status": "lost", "stage": "Cold"},
            {"status": "open", "stage": "New Lead"},
        ),
        (20, 40, 20),
    ),
    "two columns that agree": (
        frame(
            {"Status": "Won", "Status Reason": "Won"},
            {"Status": "Lost", "Status Reason": "Out-Sold"},
            {"Status": "Open", "Status Reason": "In Progress"},
        ),
        (20, 20, 20),
    ),
    "archived with a probability of 0": (
        frame(
            {"Stage": "Won", "Active": "True", "Probability": "100", "Lost Reason": ""},
            {"Stage": "Qualified", "Active": "False", "Probability": "0", "Lost Reason": "No budget"},
            {"Stage": "Qualified", "Active": "True", "Probability": "0", "Lost Reason": ""},
            {"Stage": "Qualified", "Active": "False", "Probability": "30", "Lost Reason": ""},
        ),
        (20, 20, 40),
    ),
    "archived in columns with types": (
        frame(
            {"Stage": "Won", "Active": True, "Probability": 100.0, "Lost Reason": None},
            {"Stage": "New", "Active": False, "Probability": 0.0, "Lost Reason": "No budget"},
            {"Stage": "New", "Active": True, "Probability": 12.5, "Lost Reason": None},
        ),
        (20, 20, 20),
    ),
    "a reason where no word means lost": (
        frame(
            {"Stage": "Won", "Lost Reason": ""},
            {"Stage": "Qualified", "Lost Reason": "Too expensive"},
            {"Stage": "Qualified", "Lost Reason": "n/a"},
        ),
        (20, 20, 20),
    ),
    "a date of losing where no word means lost": (
        frame(
            {"Stage": "Won", "Won time": DAY, "Lost time": ""},
            {"Stage": "Qualified", "Won time": "", "Lost time": DAY},
            {"Stage": "Qualified", "Won time": "", "Lost time": ""},
        ),
        (20, 20, 20),
    ),
    "an unclear word that dates of winning settle": (
        frame(
            {"Stage": "Finalizado", "Won time": DAY},
            {"Stage": "Qualified", "Won time": ""},
            {"Stage": "Lost", "Won time": ""},
        ),
        (20, 20, 20),
    ),
    "the name of a pipeline in parentheses": (
        frame({"Stage": "Closed Won (Shop)"}, {"Stage": "Closed Lost (Shop)"}, {"Stage": "Open (Shop)"}),
        (20, 20, 20),
    ),
    "yes and no of winning and of losing": (
        frame({"Won": "yes", "Lost": "no"}, {"Won": "no", "Lost": "yes"}, {"Won": "no", "Lost": "no"}),
        (20, 20, 20),
    ),
    "a date of winning and a reason for losing": (
        frame(
            {"Won Date": DAY, "Lost Reason": ""},
            {"Won Date": "", "Lost Reason": "Price"},
            {"Won Date": "", "Lost Reason": ""},
        ),
        (20, 20, 20),
    ),
    "what was cancelled of something else than the lead": (
        frame(
            {"Stage": "Won", "Newsletter": "Cancelled"},
            {"Stage": "Proposal", "Newsletter": "Cancelled"},
            {"Stage": "Lost", "Newsletter": "Yes"},
        ),
        (20, 20, 20),
    ),
    "yes and no of conversion, and nothing else": (frame({"Converted": "1"}, {"Converted": "0"}), (20, 0, 20)),
}

ASKED = {
    "two columns that differ": (
        frame(
            {"Deal Status": "Won", "Deal Stage": "Job won"},
            {"Deal Status": "Won", "Deal Stage": "New"},
            {"Deal Status": "Dead", "Deal Stage": "Job lost"},
        ),
        "outcome-columns-differ",
        (40, 20, 0),
    ),
    "flags that differ from words": (
        frame(
            {"Stage": "Closed Won", "IsWon": "1", "IsClosed": "1"},
            {"Stage": "Closed Won", "IsWon": "0", "IsClosed": "1"},
            {"Stage": "Proposal", "IsWon": "0", "IsClosed": "0"},
        ),
        "outcome-columns-differ",
        (20, 20, 20),
    ),
    "dates of winning that differ from words": (
        frame(
            {"Status": "Won", "Won time": DAY, "Lost time": ""},
            {"Status": "Lost", "Won time": DAY, "Lost time": ""},
            {"Status": "Open", "Won time": "", "Lost time": ""},
        ),
        "outcome-columns-differ",
        (20, 20, 20),
    ),
    "a reason beside many open leads": (
        frame(
            {"Stage": "Won", "Lost Reason": ""},
            {"Stage": "Lost", "Lost Reason": "Too expensive"},
            {"Stage": "Qualified", "Lost Reason": "No budget"},
            {"Stage": "Qualified", "Lost Reason": ""},
        ),
        "lost-by-another-column",
        (20, 40, 20),
    ),
    "archived, and nothing says why": (
        frame(
            {"Stage": "Won", "Archived": "No"}, {"Stage": "New", "Archived": "Yes"}, {"Stage": "New", "Archived": "No"}
        ),
        "lost-by-another-column",
        (20, 20, 20),
    ),
    "a second status with words for lost alone": (
        frame(
            {"Lifecycle Stage": "Customer", "Lead Status": ""},
            {"Lifecycle Stage": "Lead", "Lead Status": "Unqualified"},
            {"Lifecycle Stage": "Lead", "Lead Status": "New"},
        ),
        "lost-by-another-column",
        (20, 20, 20),
    ),
    "won, and something in parentheses": (
        frame({"Stage": "Won"}, {"Stage": "Won (returned)"}, {"Stage": "Sold (backed out)"}, {"Stage": "Lost"}),
        "outcome-unclear",
        (20, 60, 0),
    ),
    "stages after the sale": (
        frame(
            {"Stage": "Won", "Closed date": DAY},
            {"Stage": "In Umsetzung", "Closed date": DAY},
            {"Stage": "Kundenfest", "Closed date": DAY},
            {"Stage": "Lost", "Closed date": DAY},
            {"Stage": "Proposal", "Closed date": ""},
        ),
        "outcome-unclear",
        (60, 20, 20),
    ),
    "a word that no list knows": (
        frame(
            {"Stage": "Megnyert", "Closed date": DAY},
            {"Stage": "Elbukott", "Closed date": DAY},
            {"Stage": "Folyamatban", "Closed date": ""},
        ),
        "no-value-means-won",
        (40, 0, 20),
    ),
    "behind won in the order of the stages": (
        frame(
            {"Stage": "1. New"}, {"Stage": "2. Chat"}, {"Stage": "3. Won"}, {"Stage": "4. Setup"}, {"Stage": "5. Lost"}
        ),
        "outcome-unclear",
        (40, 20, 40),
    ),
    "yes and no of winning that differ from words": (
        frame(
            {"Status": "Won", "Is Won": "yes"}, {"Status": "Lost", "Is Won": "yes"}, {"Status": "Open", "Is Won": "no"}
        ),
        "outcome-columns-differ",
        (20, 20, 20),
    ),
    "yes, no and nothing": (
        frame({"Sale": "Yes", "Sale date": DAY}, {"Sale": "No", "Sale date": ""}, {"Sale": "", "Sale date": ""}),
        "no-or-not-yet",
        (20, 20, 20),
    ),
    **{
        f"decisions under {heading!r} beside {day!r}": (
            frame(
                {heading: "Accepted", day: DAY},
                {heading: "Declined", day: ""},
                {heading: "Presented", day: ""},
                {heading: "Declined", day: ""},
            ),
            "lost-by-another-column",
            (20, 40, 20),
        )
        for heading in ("Plan status", "Disposition", "Decision", "Plan", "Case acceptance", "Entscheidung")
        for day in ("Accepted date", "Contract signed")
    },
    "decisions beside a stage without a word for lost": (
        frame(
            {"Stage": "Won", "Their answer": "Accepted"},
            {"Stage": "Proposal", "Their answer": "Declined"},
            {"Stage": "Proposal", "Their answer": "Waiting"},
        ),
        "lost-by-another-column",
        (20, 20, 20),
    ),
    **{
        f"{day!r} is the sale and {lost!r} the loss": (
            frame({day: DAY, lost: ""}, {day: "", lost: "x"}, {day: "", lost: ""}),
            "no-outcome-column",
            (20, 20, 20),
        )
        for day, lost in (("Deposit paid date", "Not going ahead"), ("On risk", "NTU"), ("Move-in", "Didn't proceed"))
    },
    "yes, no and perhaps under a loss": (
        frame(
            {"Joined": DAY, "Dropped": "no"},
            {"Joined": "", "Dropped": "yes"},
            {"Joined": "", "Dropped": "no"},
        ),
        "no-outcome-column",
        (20, 20, 20),
    ),
    "a day of joining beside a flag of something on the way": (
        frame(
            {"Join date": DAY, "Toured": "yes"}, {"Join date": "", "Toured": "yes"}, {"Join date": "", "Toured": "no"}
        ),
        "no-outcome-column",
        (20, 0, 40),
    ),
    "sold: yes, no and a mark of doubt": (
        frame({"Sold?": "yes"}, {"Sold?": "no"}, {"Sold?": "?"}),
        "no-value-means-won",
        (20, 20, 20),
    ),
    "sold: yes, no and perhaps": (
        frame({"Sold": "yes"}, {"Sold": "no"}, {"Sold": "perhaps"}),
        "no-value-means-won",
        (20, 20, 20),
    ),
    "closed: yes and perhaps": (
        frame(
            {"Is won": "yes", "Is closed": "yes"},
            {"Is won": "no", "Is closed": "yes"},
            {"Is won": "no", "Is closed": "perhaps"},
        ),
        "closed-unclear",
        (20, 20, 20),
    ),
    "active says no of all that ended": (
        frame(
            {"Stage": "Won", "Active?": "No"}, {"Stage": "Talk", "Active?": "No"}, {"Stage": "Talk", "Active?": "Yes"}
        ),
        "lost-by-another-column",
        (20, 20, 20),
    ),
    "numbers for stages, with days of closing": (
        frame({"Stage": "2", "Close Date": DAY}, {"Stage": "3", "Close Date": DAY}, {"Stage": "1", "Close Date": ""}),
        "no-value-means-won",
        (20, 20, 20),
    ),
    "no word for won, and several that ended": (
        frame(
            {"Stage": "Treatment started", "Close Date": DAY},
            {"Stage": "Not suitable", "Close Date": DAY},
            {"Stage": "No show", "Close Date": DAY},
            {"Stage": "Consultation booked", "Close Date": ""},
        ),
        "no-value-means-won",
        (20, 40, 20),
    ),
    "a word for won and the same with a mark of doubt": (
        frame({"Stage": "Won"}, {"Stage": "Won?"}, {"Stage": "Lost"}),
        "outcome-unclear",
        (20, 20, 20),
    ),
    "a probability, and nothing else": (
        frame({"Probability (%)": "100"}, {"Probability (%)": "0"}, {"Probability (%)": "30"}),
        "outcome-unclear",
        (20, 20, 20),
    ),
    "yes and no of a deal, and nothing else": (
        frame({"is_deal": "yes"}, {"is_deal": "no"}, {"is_deal": "no"}),
        "no-value-means-won",
        (20, 40, 0),
    ),
}


def shuffled(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The same leads in another order of rows and columns."""
    columns = list(rows.columns)
    random.Random(seed).shuffle(columns)
    return rows.sample(frac=1, random_state=seed)[columns].reset_index(drop=True)


@pytest.mark.parametrize("case", READ)
@pytest.mark.slow
def test_what_is_clear_is_read_without_a_question(case: str) -> None:
    rows, right = READ[case]
    assert counts(rows) == right
    assert counts(shuffled(rows, 1)) == right
    again = opened(rows).remembered
    assert counts(rows, again) == right
    assert opened(rows, again).remembered == again


@pytest.mark.parametrize("case", ASKED)
@pytest.mark.slow
def test_what_is_not_clear_is_asked_and_every_answer_leads_on(case: str) -> None:
    rows, code, right = ASKED[case]
    questions = opened(rows).questions
    assert code in [question.code for question in questions]
    other = opened(shuffled(rows, 2)).questions
    assert [(q.words, q.answers) for q in other] == [(q.words, q.answers) for q in questions]
    found = ends(lambda given: counts(rows, given))
    assert [str(end.refusal) for end in found if end.refusal is not None] == []
    assert right in [end.found for end in found]
    assert len({end.found for end in found}) > 1


FOREIGN = {
    "hu": (
        "Létrehozva",
        "Értékesítő",
        "Állapot",
        ["Kovács Anna", "Nagy Béla"],
        ["Megnyert", "Elbukott", "Folyamatban"],
    ),
    "th": ("วันที่สร้าง", "พนักงานขาย", "สถานะ", ["สมชาย", "มานี"], ["ปิดการขาย", "ไม่สำเร็จ", "กำลังติดตาม"]),
    "he": ("נוצר", "איש מכירות", "סטטוס", ["דנה", "רות"], ["נמכר", "אבד", "בטיפול"]),
    "el": ("Ημερομηνία", "Πωλητής", "Κατάσταση", ["Νίκος", "Μαρία"], ["Κερδήθηκε", "Χάθηκε", "Σε εξέλιξη"]),
    "vi": ("Ngày tạo", "Nhân viên", "Trạng thái", ["Nguyễn An", "Lê Chi"], ["Thành công", "Thất bại", "Đang theo"]),
    "unheard of": ("Aaa", "Bbb", "Ccc", ["Ann Lee", "Bo Ray"], ["Alpha", "Beta", "Gamma"]),
}


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.slow
def test_a_stage_is_offered_before_the_salespeople(language: str, closed: bool) -> None:
    came, rep, stage, people, words = FOREIGN[language]
    rows = frame(*({stage: words[k % 3], rep: people[k % 2], "Zzz": DAY if k % 3 < 2 else ""} for k in range(6)))
    rows = rows.rename(columns={"Created": came}).drop(columns=[] if closed else ["Zzz"])
    (question,) = opened(rows).questions
    if question.field == "outcome":
        offered = [answer.given["outcome"] for answer in question.answers if "outcome" in answer.given]
        assert offered[0] == stage
        assert question.choices[-len(offered)] == stage
    else:
        assert question.field == stage  # taken, and its words are asked about
    found = ends(lambda given: counts(rows, given))
    assert (40, 40, 40) in [end.found for end in found]


@pytest.mark.parametrize("means", [["yes"], ["Yes", "perhaps"]])
def test_what_a_flag_of_the_crm_means_is_taken_as_it_is_said(means: list[str]) -> None:
    rows = ASKED["closed: yes and perhaps"][0]
    assert counts(rows, {"is_closed_means": means}) == ((20, 20, 20) if len(means) == 1 else (20, 40, 0))


def test_ticks_under_a_heading_that_may_mean_a_call_are_offered() -> None:
    rows = frame({"Booked": "x", "Lost?": ""}, {"Booked": "", "Lost?": "x"}, {"Booked": "", "Lost?": ""})
    assert [end.found for end in ends(lambda given: counts(rows, given))] == [(20, 20, 20)]


@pytest.mark.parametrize("case", ["archived with a probability of 0", "flags of the CRM before words"])
def test_a_file_is_read_as_a_frame_is(case: str, tmp_path: Any) -> None:
    rows, right = READ[case]
    text = io.StringIO()
    rows.to_csv(text, index=False)
    path = tmp_path / "leads.parquet"
    rows.to_parquet(path)
    for source in (text.getvalue().encode(), path):
        ledger = Ledger.read(source, as_of="2025-12-31")
        assert (ledger.wins, ledger.decided - ledger.wins, ledger.open_leads) == right


# --- what is told and not asked ---------------------------------------------------------------------------------------


def test_few_rows_that_differ_are_told_with_their_number() -> None:
    rows = frame(
        {"Status": "Won", "Stage": "Won"}, {"Status": "Lost", "Stage": "Lost"}, {"Status": "Open", "Stage": "New"}
    )
    rows.loc[0, "Stage"] = "Lost"
    ledger = Ledger.read(rows, as_of="2025-12-31")
    (fault,) = [f for f in ledger.faults if f.key == "outcome against a column"]
    assert fault.count == 1
    assert fault.what == "1 row differs in another column that says how a lead ended: “Stage” (1 row)."
    assert (ledger.wins, ledger.decided) == (20, 40)
    assert "'Stage' says otherwise in 1 row; how these ended is taken from 'Status'." in ledger.notes


def test_a_question_about_a_stage_names_the_column_of_the_status() -> None:
    rows = ASKED["two columns that differ"][0].replace("New", "Closed")
    (question,) = opened(rows, {"outcome": "Deal Stage"}).questions
    assert "'Closed' (20 rows)" in question.problem
    assert "how a lead ended is also in 'Deal Status'" in question.problem


@pytest.mark.parametrize("kind", ["Converted", "Closed - Converted"])
def test_a_converted_lead_is_told_to_be_no_sale(kind: str) -> None:
    rows = frame({"Status": kind}, {"Status": "Disqualified"}, {"Status": "New"})
    faults = {f.key: f for f in Ledger.read(rows, as_of="2025-12-31").faults}
    assert faults["converted, not sold"].count == 20
    sold = Ledger.read(rows.replace(kind, "Sold"), as_of="2025-12-31")
    assert "converted, not sold" not in [f.key for f in sold.faults]


def test_an_export_of_converted_leads_alone_is_told_as_that():
    days = pd.date_range("2025-01-01", periods=60, freq="D").strftime("%Y-%m-%d")
    rows = {
        "Created Time": days,
        "Is Converted": ["true"] * 60,
        "Lead Status": [*["Contacted"] * 59, "Lost Lead"],
    }
    found = {fault.key: fault for fault in Ledger.read(pd.DataFrame(rows), as_of="2025-06-30").faults}
    assert found["everything converted"].count == 59
    assert not {"everything won", "converted, not sold"} & found.keys()
    assert "verdict" in found["everything converted"].blocks


def test_few_unclear_rows_beside_many_wins_are_told_and_many_are_asked() -> None:
    rows = frame({"Stage": "Won"}, {"Stage": "Lost"}, each=200)
    rows.loc[:5, "Stage"] = "Closed"
    assert not opened(rows).questions
    assert "Stage: taken as open, too few rows to matter: 'Closed' (6 rows)." in opened(rows).notes
    rows.loc[:20, "Stage"] = "Closed"
    assert [q.code for q in opened(rows).questions] == ["outcome-unclear"]


def test_planned_days_of_closing_do_not_make_a_stage_decided() -> None:
    rows = frame(
        {"Stage": "Won", "Close Date": DAY},
        {"Stage": "Kitchen visit", "Close Date": "2026-03-01"},
        {"Stage": "Lost", "Close Date": DAY},
    )
    rows.loc[1::6, "Stage"] = "Proposal"
    assert not opened(rows).questions


def test_a_column_of_notes_is_no_outcome() -> None:
    notes = [f"we won the race and lost the way, part {n}, " + "and so on " * 20 for n in range(60)]
    rows = frame({"Stage": "Won"}, {"Stage": "Lost"}, {"Stage": "New"}).assign(Notes=notes)
    found = opened(rows)
    assert (found.columns["outcome"], found.questions) == ("Stage", ())
    with pytest.raises(InputError) as refusal:
        Ledger.read(rows.drop(columns="Stage"), as_of="2025-12-31")
    assert "and so on and so on" not in str(refusal.value)
    assert "Notes" not in refusal.value.choices


def test_lost_by_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="is not a heading of this file"):
        opened(READ["a reason where no word means lost"][0], {"lost_by": "Why"})


def test_headings_are_compared_without_what_is_around_them() -> None:
    assert "lostreason" in keys("Deal - Lost reason")
    assert "probability" in keys("Probability (%)")
    assert is_conversion("Converted Date")
    assert not is_conversion("Closed Won")


# --- one by one -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_random_rows_are_counted_as_one_by_one(seed: int) -> None:
    r = random.Random(seed)
    rows = frame({}, each=200)
    rows["Stage"] = [r.choice(["Won", "New", "Qualified", "Proposition"]) for _ in range(200)]
    with_flags = seed % 2 == 0
    if with_flags:
        rows["IsClosed"] = [stage == "Won" or r.random() < 0.3 for stage in rows["Stage"]]
        rows["IsWon"] = [stage == "Won" for stage in rows["Stage"]]
    else:
        rows["Active"] = [r.choice(["yes", "no"]) for _ in range(200)]
        rows["Probability"] = [
            100 if stage == "Won" else 0 if active == "no" and r.random() < 0.7 else r.randrange(1, 90)
            for stage, active in zip(rows["Stage"], rows["Active"], strict=True)
        ]

    def slowly(row: Any) -> str:
        if row["Stage"] == "Won":
            return "won"
        gone = row["IsClosed"] if with_flags else row["Active"] == "no" and row["Probability"] == 0
        return "lost" if gone else "open"

    kinds = [slowly(row) for _, row in rows.iterrows()]
    right = tuple(kinds.count(kind) for kind in ("won", "lost", "open"))
    assert counts(rows) == right
    assert counts(shuffled(rows, seed)) == right


# --- words that nobody knows ----------------------------------------------------------------------------------------

UNKNOWN = {
    "codes": ("Stage", "Close date", "W", "L", "O"),
    "numbers": ("Stage", "Close date", "2", "3", "1"),
    "words of a trade": ("Stage", "Close date", "Treatment begun", "Not suitable", "Intake"),
    "headings and words of another language": ("סטטוס", "תאריך סגירה", "נסגר בהצלחה", "אבוד", "פתוח"),
}


@pytest.mark.parametrize("kind", UNKNOWN)
@pytest.mark.slow
def test_texts_that_carry_a_closing_day_are_won_or_lost_and_few_are_won_first(kind):
    stage, closed, won, lost, still = UNKNOWN[kind]
    rows = frame({stage: won, closed: DAY}, *[{stage: lost, closed: DAY}] * 2, {stage: still, closed: None})
    found = ends(lambda given: Ledger.read(rows, given or None), most=8)
    first = found[0]
    assert first.asked
    assert (first.found.leads, first.found.wins, first.found.open_leads) == (80, 20, 20)
    turned = [end for end in found if {**first.given, "won": [lost], "lost": [won]} == end.given]
    assert bool(turned) is (lost != "Not suitable"), "a word for no is not won"


def test_no_heading_is_named_that_is_not_in_the_file():
    rows = frame({"Note": None, "Customer": None})
    rows["Customer"] = [f"Firm {n}" for n in range(len(rows))]
    with pytest.raises(InputError, match=r"outcome': \.\.\.") as refused:
        Ledger.read(rows)
    assert "Deal Stage" not in str(refused.value)


PHASES = (
    {"Stage": "Phase 5", "Close date": DAY, "Probability": "100"},
    {"Stage": "Phase 2", "Close date": DAY, "Probability": "0 %"},
    {"Stage": "Phase 2", "Close date": None, "Probability": "40"},
    {"Stage": "Phase 5", "Close date": None, "Probability": "60"},
)


def test_a_probability_of_100_and_of_0_tells_won_and_lost_where_only_they_have_a_closing_day():
    assert counts(frame(*PHASES)) == (20, 20, 40)


def test_a_probability_of_0_without_a_closing_day_is_not_lost():
    new = {"Stage": "Phase 1", "Close date": None, "Probability": "0 %"}
    assert opened(frame(*PHASES, new, new)).columns["outcome"] == "Stage"


@pytest.mark.slow
def test_words_that_nothing_is_known_of_stand_beside_the_answer_until_they_are_said():
    rows = frame(*({"Status": status} for status in ("Won", "Lost", "Lost", "Open", "Blue")))
    ledger = Ledger.read(rows)
    assert (ledger.wins, ledger.decided) == (20, 60)
    (fault,) = (fault for fault in ledger.faults if fault.key == "words not known")
    assert fault.doubt.startswith(
        "20 of 100 leads count as open only because their “Status” is not known: “Blue” (20 rows)"
    )
    assert fault.doubt in ledger.table.doubts
    (offer,) = ledger.offers
    assert [dict(answer.given) for answer in offer.answers] == [{kind: ["Blue"]} for kind in ("open", "won", "lost")]
    for answer in offer.answers:
        said = Ledger.read(rows, answer.given)
        assert f"{said.wins} won, {said.decided - said.wins} lost" == answer.leads_to
        assert not said.offers and not any(fault.key == "words not known" for fault in said.faults)
    assert Ledger.read(rows, ledger.columns).offers == ledger.offers


@pytest.mark.slow
def test_stages_with_a_closing_day_or_a_reason_of_loss_beside_them_are_only_noted():
    dated = frame(*({"Status": s, "Closed": DAY if s in ("Won", "Lost") else ""} for s in ("Won", "Lost", "Blue")))
    reasons = frame(*({"Stage": s, "Lost Reason": why} for s, why in (("Won", ""), ("Blue", "Price"), ("Blue", ""))))
    for rows in (dated, reasons):
        ledger = Ledger.read(rows)
        assert (ledger.wins, ledger.decided, ledger.offers) == (20, 40, ())
