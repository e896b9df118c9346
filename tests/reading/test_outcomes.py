"""Won, lost and open by their words in a dozen languages; what could be either is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.errors import InputError
from diagnostics.reading import outcomes, vocabulary
from diagnostics.reading.outcome_words import meaning
from diagnostics.reading.outcomes import Evidence, sort_flags, sort_outcomes
from diagnostics.reading.questions import MOST_ANSWERS

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


DENIED = {
    "lost": [
        "Didn't sell", "Didn’t buy", "did not buy", "didnt purchase", "Won't buy", "never bought", "Not bought", "no sale", "No deal",
        "Did not buy - too expensive", "Not going ahead", "Nicht verkauft", "Kein Abschluss", "wurde nicht gekauft", "pas vendu",
        "n'a pas acheté", "No cerró", "no compró", "No vendido", "Não fechou", "não comprou", "sem venda", "non acquistato",
        "Non venduto", "niet verkocht", "geen koop", "ej såld", "Inte köpt", "ikke solgt", "ikke kjøpt", "ei myyty", "nie kupił",
        "neprodáno", "nekoupil", "не продано", "не купил", "не купив", "satılmadı", "nem vett", "nu a cumpărat", "δεν αγόρασε",
        "tidak jadi beli", "không mua", "לא קנה", "没有购买", "購入せず", "구매 안함",
    ],
    "open": [
        "Not yet sold", "not sold yet", "Hasn't signed yet", "Haven't bought", "noch nicht verkauft", "pas encore vendu",
        "todavía no vendido", "ainda não fechou", "ancora non venduto", "nog niet verkocht", "ännu ej såld", "ещё не продано",
    ],
    "ask": ["not lost", "Not signed", "Not booked", "Not won", "nicht gewonnen", "pas signé", "Not closed", "Sold, not invoiced", "未签约"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"), [(t, kind) for kind, texts in DENIED.items() for t in texts], ids=lambda v: v[:30]
)
def test_a_negation_around_a_word_for_won_is_no_sale(text, kind):
    assert meaning(text) == kind


@pytest.mark.parametrize("text", ["Not booked", "pas signé", "nicht gewonnen", "Not accepted", "не подписан"])
def test_who_did_not_agree_is_lost_where_other_words_say_open_or_the_lead_was_decided(text):
    beside_open = sort_outcomes({"Won": 20, text: 30, "Proposal": 10})
    assert beside_open.of[text] == "lost"
    assert beside_open.notes == (f"outcome: taken as lost, as it says that they did not agree: '{text}' (30 rows).",)
    decided = Evidence({"Won": 20, "Lost": 9, text: 30}, "a day in 'Closed'")
    assert sort_outcomes({"Won": 20, "Lost": 9, text: 30, "New": 9}, evidence=decided).of[text] == "lost"
    for values in ({"Won": 20, text: 30}, {"Won": 20, "Lost": 9, text: 30, "New": 9}):
        (question,) = sort_outcomes(values).questions
        assert question.answers[0].given == {"lost": [text]}


REASONS = {
    "won": [
        "ご契約", "入会", "已签单", "Funded", "Placed", "Going ahead", "On board", "Contratado", "Куплено",
        "Kontrakt underskrevet", "Ordre", "Megrendelte",
    ],
    "lost": [
        "Droppet", "رفض العميل", "Not for us", "Wrong number", "Out of area", "Too expensive", "Price too high", "Gone cold",
        "No budget", "Not eligible", "Chose competitor", "Signed with competitor", "Bought elsewhere", "Never replied", "Timewaster",
        "Contract fell through", "Gekauft bei Konkurrenz", "Acheté ailleurs", "Compró en otro lado", "Купил у конкурента",
        "他社で契約", "お見送り", "Referred out", "Unsold - price", "Kein Budget",
    ],
    "ask": [
        "Lost touch - retry June", "Wrong number - retry", "Handed over", "DNA", "Brak kontaktu", "No answer", "Won from competitor",
        "Going ahead?",
    ],
    "open": ["Enquired", "Waiting list", "Thinking", "Lo está pensando"],
    "unknown": ["Price sent", "Comparing competitors", "Open day booked", "Switched from competitor", "En otro momento", "Day 3", "Otra visita"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"), [(t, kind) for kind, texts in REASONS.items() for t in texts], ids=lambda v: v[:30]
)
def test_why_a_lead_was_lost_says_that_it_was_and_what_may_still_come_is_not(text, kind):
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
        "Say which, for example columns={'won': ['Closed', 'Done']}."
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
    "two meanings": ({"won": ["Won"], "lost": ["won"]}, "lost: 'won' is given for won as well"),
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


OTHERS = {
    "es": ("Cerrada ganada", "Cerrado y perdido", "En negociación"),
    "pt": ("Fechado e ganho", "Fechado perdido", "Proposta enviada"),
    "fr": ("Clôturée gagnée", "Sans suite", "Proposition envoyée"),
    "de": ("Geschlossen und gewonnen", "Abgebrochen", "Angebot gesendet"),
    "it": ("Chiusa vinta", "Trattativa persa", "In lavorazione"),
    "nl": ("Afgerond - gewonnen", "Afgewezen", "Offerte verstuurd"),
    "sv": ("Stängd vunnen", "Förlorad affär", "Offert skickad"),
    "da": ("Lukket og vundet", "Lukket tabt", "Tilbud sendt"),
    "no": ("Lukket vunnet", "Avlyst", "I forhandling"),
    "fi": ("Suljettu voitettu", "Hävitty kauppa", "Tarjous lähetetty"),
    "pl": ("Zamknięte i wygrane", "Szansa przegrana", "Oferta wysłana"),
    "cs": ("Uzavřeno - získáno", "Prohráno", "Nabídka odeslána"),
    "ru": ("Успешно реализовано", "Закрыто и не реализовано", "Переговоры"),
    "uk": ("Угода успішна", "Угода провалена", "В роботі"),
    "tr": ("Kapandı - Kazanıldı", "Kaybedildi", "Teklif gönderildi"),
    "ja": ("受注", "失注", "商談中"),
    "zh": ("已赢单", "输单", "跟进中"),
    "ko": ("수주 성공", "실주", "협상 중"),
    "ar": ("صفقة رابحة", "مغلقة خاسرة", "قيد التفاوض"),
    "hi": ("जीता", "खो दिया", "प्रगति में"),
}


@pytest.mark.parametrize("language", OTHERS)
def test_the_usual_words_of_twenty_languages(language):
    assert [meaning(text) for text in OTHERS[language]] == ["won", "lost", "open"]


INSIDE = {
    "ask": [
        "Won (cancelled)", "Sold (fell through)", "Gewonnen (storniert)", "Closed Won (refunded)", "Customer (churned)", "Won [void]",
        "Won (pending)", "Lost (won back)", "Proposal (rejected)", "受注（取消）", "未受注", "Job finished", "Renewal complete",
        "Quote accepted", "Estimate approved", "Case closed", "Demo cancelled", "Gagné (annulé)",
    ],
    "won": ["Closed (Won)", "5) Closed Won (100%)", "Won (Sales pipeline)", "G. Job won", "Quote won", "Won - Closed self-serve"],
    "lost": ["Lost (no budget)", "Lost - no budget", "Closed (lost)", "Closed (Not interested)", "L. Job lost", "Declined by customer"],
    "open": ["Negotiation (legal)", "A. New lead", "Demo completed"],
    "after": ["Shipped", "In production", "Invoice sent", "Versandt", "Facturé", "Entregado", "Отгружено", "納品済", "Onboarding"],
    "unknown": ["Visit confirmed", "Quote delivered", "Site visit done", "Meeting booked"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind"), [(t, kind) for kind, texts in INSIDE.items() for t in texts], ids=lambda v: v[:30]
)
def test_every_word_of_a_value_is_read_wherever_it_stands(text, kind):
    assert meaning(text) == kind


def test_the_name_of_a_pipeline_behind_every_value_says_nothing():
    found = sort_outcomes({"Won (North)": 8, "Lost (North)": 9, "Proposal (North)": 4, "Won (returned)": 5})
    assert found.of["Won (North)"] == "won"
    assert found.questions[0].choices == ("Won (returned)",)


def test_all_that_is_not_known_is_asked_at_once_with_its_signs_of_a_decision():
    values = {"Won": 20, "Lost": 20, "Umgesetzt": 20, "Kundenfest": 9, "Proposal": 30}
    evidence = Evidence({"Won": 20, "Lost": 19, "Umgesetzt": 18}, "a day in 'Closed'")
    (question,) = sort_outcomes(values, evidence=evidence).questions
    assert question.choices == ("Umgesetzt", "Kundenfest")
    assert "'Umgesetzt' (20 rows, 18 with a day in 'Closed'), 'Kundenfest' (9 rows, 0 with" in question.problem
    assert question.answers[0].given == {"won": ["Umgesetzt"], "open": ["Kundenfest"]}
    for answer in question.answers:
        assert not sort_outcomes(values, **answer.given, evidence=evidence).questions


def test_a_sign_that_open_leads_carry_as_well_says_nothing():
    values = {"Won": 20, "Kitchen visit": 20, "Proposal": 30}
    assert not sort_outcomes(values, evidence=Evidence(dict(values), "a day in 'Close Date'")).questions
    few = Evidence({"Won": 20, "Kitchen visit": 20, "Proposal": 3}, "a day in 'Close Date'")
    assert sort_outcomes(values, evidence=few).questions


def test_what_comes_after_a_sale_is_open_only_where_the_dates_say_so():
    values = {"Won": 20, "Shipped": 20, "Proposal": 30}
    assert sort_outcomes(values).questions[0].choices == ("Shipped",)
    assert not sort_outcomes(values, evidence=Evidence({"Won": 20}, "a day in 'Closed'")).questions


def test_a_value_like_one_that_was_said_to_be_won_is_asked_about():
    values = {"Taken by letter": 20, "Taken by phone": 20, "Kitchen visit": 9, "Lost": 9}
    (question,) = sort_outcomes(values, won=["Taken by letter"]).questions
    assert question.choices == ("Taken by phone", "Kitchen visit")


def test_yes_and_no_are_asked_about_as_a_pair():
    (question,) = sort_outcomes({"yes": 5, "no": 9}, field="Sold").questions
    assert [answer.given for answer in question.answers] == [
        {"won": ["yes"], "lost": ["no"]},
        {"won": ["yes"], "open": ["no"]},
        {"won": [], "open": ["no", "yes"]},
    ]
    assert sort_outcomes({"yes": 5, "no": 9}, field="Lost").questions[0].answers[0].given == {
        "lost": ["yes"],
        "won": ["no"],
    }


@pytest.mark.parametrize(("closed", "asked"), [(5, False), (6, True)])
def test_so_few_unclear_rows_that_chance_moves_more_are_open(closed, asked):
    found = sort_outcomes({"Won": 100, "Lost": 300, "Closed": closed}, slight=0.5)
    assert bool(found.questions) == asked
    if not asked:
        assert found.notes == (f"outcome: taken as open, too few rows to matter: 'Closed' ({closed} rows).",)


def test_notes_of_somebody_are_never_printed_whole():
    note = "Closed? " + "they said that they would write again " * 9
    (question,) = sort_outcomes({"Won": 5, note[:190]: 9}).questions
    assert note[:60] not in question.problem
    assert note[:60] not in "".join(answer.label for answer in question.answers)


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


# --- the likeliest answer first ---------------------------------------------------------------------------------------

FIRST = {
    "a sale that was undone": ({"Won": 40, "Lost": 90, "Won (cancelled)": 30}, {"lost": ["Won (cancelled)"]}),
    "a sale called by what follows it": (
        {"Deposit paid": 50, "Won on account": 20, "Personal interview": 8, "Re-applied": 4, "Closed lost": 90},
        {"won": ["Deposit paid", "Won on account"], "open": ["Personal interview", "Re-applied"]},
    ),
    "an end and a sale undone": (
        {"Won": 40, "Lost": 90, "Closed": 20, "Won, then cancelled": 10},
        {"lost": ["Won, then cancelled"], "open": ["Closed"]},
    ),
}


@pytest.mark.parametrize("name", FIRST)
def test_the_answer_that_the_words_speak_for_comes_first(name):
    values, expected = FIRST[name]
    (question,) = sort_outcomes(values).questions
    assert question.answers[0].given == expected


def test_that_all_are_open_is_among_the_answers():
    (question,) = sort_outcomes({"Won": 40, "Lost": 90, "Shipped": 20, "Calculation": 10}).questions
    assert {"open": ["Shipped", "Calculation"]} in [answer.given for answer in question.answers]


def test_what_is_plainly_on_the_way_is_not_offered_alone_as_the_sale():
    (question,) = sort_outcomes({"Deposit paid": 50, "Technical interview": 8, "Site visit": 4, "Lost": 90}).questions
    assert ["Technical interview"] not in [answer.given.get("won") for answer in question.answers]


def test_no_sale_yet_is_among_the_answers_that_are_shown() -> None:
    """Nine stages that may end a lead and none that is a sale: the page shows eight answers, and one of them is this."""
    (question,) = sort_outcomes({f"Stage {n}": 9 for n in "ABCDEFGHI"}).questions
    assert len(question.answers) == MOST_ANSWERS
    assert question.answers[-1].label == "no sale yet"


@pytest.mark.parametrize("text", ["Not a customer", "Fell through", "Failure", "No show", "Not eligible", "Lapsed"])
def test_what_was_plainly_no_sale_is_never_offered_as_won_first(text):
    (question,) = sort_outcomes({text: 40, "Enrolled": 20, "Applied": 30}).questions
    assert text not in question.answers[0].given.get("won", [])


def test_letters_for_won_lost_and_open_are_put_first_and_still_asked():
    (question,) = sort_outcomes({"W": 20, "L": 40, "O": 30}).questions
    assert question.answers[0].given == {"won": ["W"], "lost": ["L"], "open": ["O"]}


COMBINED = {
    "two of three that ended": (
        {"Alpha": 9, "Beta": 9, "Gamma": 30, "Lost": 40},
        Evidence({"Alpha": 9, "Beta": 9, "Gamma": 30, "Lost": 40}, "a day in 'Closed'"),
        {"won": ["Alpha", "Beta"], "lost": ["Gamma"]},
    ),
    "two of three beside one for lost": (
        {"Alpha": 9, "Beta": 12, "Gamma": 30, "Lost": 40},
        outcomes.NO_EVIDENCE,
        {"won": ["Beta", "Alpha"], "open": ["Gamma"]},
    ),
    "one of five that ended, the others lost": (
        {**dict.fromkeys("ABCDE", 9), "Visit": 30},
        Evidence(dict.fromkeys("ABCDE", 9), "a day in 'Closed'"),
        {"won": ["C"], "lost": ["A", "B", "D", "E"], "open": ["Visit"]},
    ),
    "two words of insurers": (
        {"Policy bound": 9, "On risk": 12, "NTU": 30, "Quoted": 40},
        outcomes.NO_EVIDENCE,
        {"won": ["On risk", "Policy bound"]},
    ),
    "two of three beside a word for won": (
        {"Won": 9, "Lost": 40, "Alpha": 12, "Beta": 30, "Gamma": 20},
        Evidence({"Won": 9, "Lost": 40, "Alpha": 12, "Beta": 30, "Gamma": 20}, "a day in 'Closed'"),
        {"won": ["Beta", "Alpha"], "open": ["Gamma"]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COMBINED)
def test_combinations_of_words_are_among_the_answers(name):
    values, evidence, right = COMBINED[name]
    (question,) = sort_outcomes(values, evidence=evidence).questions
    assert right in [answer.given for answer in question.answers]
    assert len(question.answers) <= MOST_ANSWERS
    assert f"for example columns={question.answers[0].given!r}" in question.remedy


def test_that_every_stage_is_won_is_not_offered_first():
    (question,) = sort_outcomes({"Alpha": 9, "Beta": 12, "Gamma": 30, "Delta": 40}).questions
    assert question.answers[0].given == {"won": ["Alpha"], "open": ["Delta", "Gamma", "Beta"]}


# --- words of which nothing is known -----------------------------------------------------------------------------

UNKNOWN = {"Won": 20, "Lost": 60, "Proposal": 20, "Blue": 15, "Too far": 6}


def test_words_that_are_open_without_evidence_are_offered_as_won_and_lost():
    found = sort_outcomes(UNKNOWN)
    assert (found.unproven, found.questions) == ({"Blue": 15, "Too far": 6}, ())
    assert found.notes == ("outcome: taken as open, though nothing says so: 'Blue' (15 rows), 'Too far' (6 rows).",)
    led = {str(dict(a.given)): a.leads_to for a in found.offer.answers}
    assert led["{'open': ['Blue', 'Too far']}"] == "20 won, 60 lost"
    assert led["{'won': ['Blue', 'Too far']}"] == "41 won, 60 lost"
    assert led["{'lost': ['Blue', 'Too far']}"] == "20 won, 81 lost"
    assert led["{'won': ['Blue'], 'lost': ['Too far']}"] == "35 won, 66 lost"
    for answer in found.offer.answers:
        after = sort_outcomes(UNKNOWN, **answer.given)
        won, lost = (after.counts[kind] for kind in ("won", "lost"))
        assert answer.leads_to == f"{won} won, {lost} lost"
    assert sort_outcomes(UNKNOWN, open=["Blue", "Too far"]).offer is None


def test_of_words_that_lean_to_lost_the_likeliest_answer_says_so():
    offer = sort_outcomes({"Won": 20, "Lost": 60, "Comparing competitors": 9, "Blue": 8}).offer
    assert offer.answers[0].given == {"lost": ["Comparing competitors"], "open": ["Blue"]}


@pytest.mark.parametrize(
    ("values", "evidence"),
    [
        (
            {"Won": 20, "Lost": 60, "Proposal sent": 20, "Demo booked": 15, "Follow up": 6, "Kitchen visit": 9},
            outcomes.NO_EVIDENCE,
        ),
        ({"Won": 100, "Lost": 900, "Blue": 4}, outcomes.NO_EVIDENCE),
        ({"1 New": 20, "2 Blue": 30, "3 Won": 20, "Lost": 30}, outcomes.NO_EVIDENCE),
        ({"Won": 20, "Lost": 60, "Blue": 15}, Evidence({"Won": 20, "Lost": 60}, "a day in 'Closed'")),
        ({"Won": 20, "Lost": 60, "Blue": 15}, Evidence(place={"Blue": 1, "Won": 2})),
    ],
    ids=("plain stages", "few rows", "numbered stages", "no day of decision", "before won"),
)
def test_stages_that_something_speaks_for_are_only_noted(values, evidence):
    found = sort_outcomes(values, evidence=evidence)
    assert (found.offer, found.unproven, found.questions) == (None, {}, ())


@pytest.mark.parametrize(
    ("values", "won", "lost"),
    [
        (
            {
                "Accepted": 20, "Tx complete": 12, "In treatment": 9, "Declined": 30, "DNA": 8, "FTA": 6, "Presented": 15,
                "Thinking": 9, "Recall": 5,
            },
            {"Accepted", "Tx complete", "In treatment"},
            {"Declined", "DNA", "FTA"},
        ),
        (
            {
                "Enrolled": 20, "Place accepted": 12, "Withdrawn": 9, "Offer declined": 10, "Not eligible": 8, "Enquired": 16,
                "Open day booked": 15, "Offer made": 9, "Waitlist": 5,
            },
            {"Enrolled", "Place accepted"},
            {"Withdrawn", "Offer declined", "Not eligible"},
        ),
    ],
    ids=("a dentist", "a school"),
)  # fmt: skip
def test_the_first_answer_has_all_that_leans_to_won_and_all_that_leans_to_lost(values, won, lost):
    (question,) = sort_outcomes(values).questions
    of = sort_outcomes(values, **question.answers[0].given).of
    assert {text for text, kind in of.items() if kind == "won"} == won
    assert {text for text, kind in of.items() if kind == "lost"} == lost


def test_each_answer_of_one_text_as_won_keeps_the_others_that_lean_to_lost():
    values = {"Accepted": 20, "Tx complete": 12, "Declined": 30, "DNA": 8, "New": 15}
    (question,) = sort_outcomes(values).questions
    for text in ("Accepted", "Tx complete"):
        assert any(a.given.get("won") == [text] and a.given.get("lost") == ["DNA"] for a in question.answers)
