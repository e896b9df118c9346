"""Won, lost and open by their words in a dozen languages; what could be either is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.reading import outcomes, vocabulary
from diagnostics.reading.outcomes import meaning, sort_flags, sort_outcomes

MEANINGS = {
    "won": [
        "Closed Won", "closedwon", "CLOSED_WON", "Closed – won", "Closed-Won", "Won", "won ", "Gewonnen", "Gagné", "Ganada",
        "Vinto", "Vunnen", "Converted", "Closed - Converted", "Customer", "customer", "Sold", "Verkauft", "100 % – won",
        "Won (100%)", "#09 WON", "5. Closed Won", "Closed Won (Sales Pipeline)", "Stage 6 - Closed Won", "Deal won",
        "Geschlossen - gewonnen", "Fermée gagnée", "Afgesloten gewonnen", "Evangelist", "Closed (Won)",
    ],
    "lost": [
        "Closed Lost", "closedlost", "Lost", "Verloren", "Perdu", "Perdida", "Perso", "Förlorad", "Disqualified", "Unqualified",
        "UNQUALIFIED", "Junk", "Junk Lead", "Lost Lead", "Dead", "Canceled", "Cancelled", "Not interested", "Not Qualified",
        "Closed - Not Converted", "Closed-Lost to Competition", "Lost - price", "Lost to competitor", "Out-Sold",
        "No longer interested", "Cannot Contact", "Closed lost (0%)", "#10 Closed lost", "Kein Interesse", "Abgelehnt",
        "Won by competitor",
    ],
    "open": [
        "", " ", "-", "?", "n/a", "Open", "open", "New", "NEW", "In progress", "IN_PROGRESS", "Proposal", "Proposal/Price Quote",
        "Qualification", "Qualified", "Negotiation/Review", "Needs Analysis", "appointmentscheduled", "qualifiedtobuy",
        "decisionmakerboughtin", "contractsent", "Open - Not Contacted", "Working - Contacted", "Attempted to Contact",
        "Contact in Future", "Not Contacted", "Pre-Qualified", "marketingqualifiedlead", "Offen", "In Bearbeitung", "En cours",
        "On Hold", "Id. Decision Makers", "Negotiation 90%", "3 - Proposal",
    ],
    "ask": [
        "Closed", "closed", "Done", "Complete", "Inactive", "Archived", "Other", "Deleted", "Abgeschlossen", "Fermé", "Stängd",
        "Not Won", "Not lost", "Won back?", "Won back", "Lost?", "Won/Lost", "50 % won", "90% - Won", "Not Converted", "New customer",
        "Won - to be confirmed", "nicht gewonnen", "Lost contact", "BAD_TIMING", "yes", "1", "0", "97b2bcc6-fb34-4b56-8e6e-c349c88ef3d5",
        "199275895", "Lost 50%",
    ],
    "unknown": ["Kitchen visit", "Demo am Dienstag", "✓", "x" * 300],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"), [(t, kind) for kind, texts in MEANINGS.items() for t in texts], ids=lambda v: v[:30]
)
def test_a_value_means(text, kind):
    assert meaning(text) == kind


def test_no_word_has_two_meanings():
    known = vocabulary.outcomes().values
    sets = [known.won, known.lost, known.open, known.doubtful]
    assert sum(map(len, sets)) == len(frozenset().union(*sets))
    for words in sets:
        assert all(word == outcomes._folded(word) for word in words)


def test_values_are_sorted_and_counted():
    found = sort_outcomes({"Won": 8, "won": 1, "Lost": 30, "Proposal": 5, "Kitchen visit": 4, "": 3})
    assert found.counts == {"won": 9, "lost": 30, "open": 12, "ask": 0}
    assert not found.questions
    assert found.notes == (
        "outcome: taken as open, a stage on the way: 'Kitchen visit' (4 rows).",
        "outcome: blank in 3 rows; taken as open.",
    )


def test_what_could_be_either_is_asked():
    found = sort_outcomes({"Won": 8, "Closed": 30, "Done": 1}, field="Status")
    (question,) = found.questions
    assert question.words == (
        "Status: 'Closed' (30 rows), 'Done' (1 row) could mean won, lost or open. "
        "Say which, for example columns={'lost': ['Closed']}."
    )
    assert question.choices == ("Closed", "Done")
    assert found.of == {"Won": "won"}
    assert found.counts["ask"] == 31
    assert not sort_outcomes({"Won": 8, "Closed": 30, "Done": 1}, lost=["closed"], open=["DONE"]).questions


def test_no_win_is_asked_about_unless_it_was_said():
    (question,) = sort_outcomes({"Lost": 30, "Open": 5}).questions
    assert question.problem == "no value means won: the column holds 'Lost' (30 rows), 'Open' (5 rows)"
    assert question.choices == ("Lost", "Open")
    assert not sort_outcomes({"Lost": 30, "Open": 5}, won=()).questions
    assert not sort_outcomes({"Lost": 30, "Open": 5, "Kitchen in": 2}, won=["kitchen_in"]).questions
    assert "blanks only" in sort_outcomes({"": 3}).questions[0].problem
    assert len(sort_outcomes({}).questions) == 1


def test_ids_of_stages_are_asked_about_and_settled():
    values = {"199275895": 10, "199275896": 30, "closedwon": 2}
    assert sort_outcomes(values).questions[0].choices == ("199275896", "199275895")
    found = sort_outcomes(values, won=["199275895"], lost=["199275896"])
    assert found.counts == {"won": 12, "lost": 30, "open": 0, "ask": 0}


def test_what_is_said_goes_before_the_words():
    found = sort_outcomes({"Customer": 5, "Won": 2}, open=["customer"])
    assert found.of == {"Customer": "open", "Won": "won"}


def test_a_said_value_that_does_not_occur_is_noted_if_another_does():
    assert sort_outcomes({"Won": 2}, won=["Won", "Sold"]).notes == ("won: 'Sold' does not occur.",)


REFUSED = {
    "a slip of the pen": ({"won": ["Wn"]}, "won: 'Wn' does not occur in the outcome column. Did you mean 'Won'?"),
    "two meanings": ({"won": ["Won"], "lost": ["won"]}, "lost: 'won' is said to mean won as well"),
    "no text": ({"won": [3]}, "won: 3 is not a value of the column"),
}


@pytest.mark.parametrize(("said", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_said_wrongly_is_refused(said, message):
    with pytest.raises(InputError) as refusal:
        sort_outcomes({"Won": 2, "Lost": 3}, **said)
    assert str(refusal.value).startswith(message)


def test_one_text_is_a_list_of_one():
    assert sort_outcomes({"Fini": 2}, won="Fini").of == {"Fini": "won"}


def test_a_value_said_of_an_empty_column():
    with pytest.raises(InputError, match="The column holds no value"):
        sort_outcomes({}, won=["Won"])


TEXTS = st.one_of(st.text(max_size=12), st.sampled_from([t for texts in MEANINGS.values() for t in texts]))
VALUES = st.dictionaries(TEXTS, st.integers(1, 9), max_size=8)


@given(VALUES)
def test_every_row_is_counted_once_and_order_does_not_matter(values):
    found = sort_outcomes(values)
    assert sum(found.counts.values()) == sum(values.values())
    assert found.of.keys() | {c for q in found.questions for c in q.choices} >= values.keys()
    assert sort_outcomes(dict(reversed(values.items()))).questions == found.questions


@given(VALUES)
def test_what_was_found_can_be_said_again(values):
    found = sort_outcomes(values)
    of = {outcomes._folded(text): kind for text, kind in found.of.items()}
    if all(of[outcomes._folded(text)] == kind for text, kind in found.of.items()):
        said = {k: [t for t, kind in found.of.items() if kind == k] for k in outcomes.KINDS}
        assert sort_outcomes(values, **said).of.items() >= found.of.items()


@given(st.text())
def test_any_text_has_a_meaning_whatever_its_capitals(text):
    assert meaning(text) in ("won", "lost", "open", "ask", "unknown")


FLAGS = {
    True: ["true", "TRUE", "True", "yes", "Y", "1", "1.0", "ja", "Oui", "sí", "x", "X", "✓", "✔", "wahr", " yes "],
    False: ["false", "FALSE", "no", "N", "0", "nein", "non", "Falsch", "✗"],
    None: ["", " ", "perhaps", "2", "2025-03-09", "n/a", "-"],
}


@pytest.mark.parametrize(("text", "flag"), [(text, flag) for flag, texts in FLAGS.items() for text in texts])
def test_a_flag_is_yes_no_or_neither(text, flag):
    assert sort_flags({text: 1}) == {text: flag}


def test_no_flag_is_yes_and_no():
    flags = vocabulary.outcomes().flags
    assert not flags.true & flags.false
