"""Why a lead was lost, read from what CRMs and people write."""

import time

import pytest

from diagnostics.reading import vocabulary
from diagnostics.reading.headings import plain
from diagnostics.reading.lost_reasons import KINDS, lost_for
from diagnostics.reading.vocabulary_models import LostWords

READ = {
    # lists that CRMs come with or show in their help, and what people make of them
    "price": [
        "Price", "Too expensive", "Too Expensive", "PRICE TOO HIGH", "Price/Budget", "cost_too_high", "Over budget",
        "Budget", "Pricing", "Preis", "Zu teuer", "ZU_TEUER", "zu  teuer!", "Preis zu hoch", "Kostengründe", "Budget zu klein",
        "The quote was too expensive for them",
    ],
    "fit": [
        "Not a fit", "Bad fit", "Unqualified", "Not qualified", "No budget", "Not interested", "No need", "Out of area",
        "Missing features", "PRODUCT_GAP", "Kein Bedarf", "kein Interesse", "Passt nicht", "Außerhalb der Zielgruppe", "Kein Budget",
        "Falscher Ansprechpartner", "Spam",
    ],
    "timing": [
        "Timing", "Bad timing", "Not now", "Postponed", "On hold", "No budget this year", "Projekt verschoben",
        "Falscher Zeitpunkt", "Später", "Zu früh", "derzeit kein Bedarf", "next year", "Not a priority",
    ],
    "no_answer": [
        "No response", "NoResponse", "no_answer", "Unresponsive", "Went dark", "Ghosted", "Lost contact", "Didn’t respond",
        "Didn't reply", "Could not reach", "Nicht erreicht", "Keine Rückmeldung", "keine Rueckmeldung", "Kunde meldet sich nicht mehr",
        "Keine Antwort", "Funkstille", "  no   RESPONSE ",
    ],
    "competitor": [
        "Competitor", "Lost to competitor", "Chose another vendor", "Went with someone else", "Konkurrenz", "Wettbewerber",
        "Anderer Anbieter", "An Mitbewerber verloren", "Bought elsewhere", "In-house",
    ],
    "other": ["Other", "Sonstiges", "priceless", "Moved abroad", "Duplicate", "Bankrupt", "17", "misfit", "Preisausschreiben gewonnen"],
    "unsaid": ["", " ", "-", "n/a", "--None--", "Unknown", "keine Angabe", "unbekannt", "No reason given", "(not set)"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in READ.items() for text in texts])
def test_what_people_write(kind, text):
    assert lost_for(text) == kind


def test_the_longest_match_decides_and_then_the_first():
    assert lost_for("price") == "price" and lost_for("not now, price") == "timing"
    assert lost_for("competitor, price") == "competitor" and lost_for("price, competitor") == "price"


def test_more_than_no_reason_is_a_reason():
    assert lost_for("Unknown to us: moved abroad") == "other"


def test_the_vocabulary_is_written_as_it_is_compared():
    words = vocabulary.lost()
    for kind in (*KINDS, "unsaid"):
        assert all(plain(word) == word for word in getattr(words, kind)), kind


def test_a_word_of_two_kinds_is_a_fault_of_the_file():
    given = {kind: kind for kind in (*KINDS, "unsaid")}
    assert LostWords.model_validate(given)
    with pytest.raises(ValueError, match="two kinds: price"):
        LostWords.model_validate(given | {"fit": "price"})


def test_long_notes_are_read_quickly():
    notes = [f"Called on day {n}, they said it was too expensive and " + "more talk " * 30 for n in range(2000)]
    begun = time.perf_counter()
    assert {lost_for(note) for note in notes} == {"price"}
    assert time.perf_counter() - begun < 2
