"""Every text of an answer is translated, in the language of the moment it is asked for; some of them in German."""

from __future__ import annotations

import pytest

import diagnostics as dx
from diagnostics.comparison import words as change_words
from diagnostics.comparison.change import Change, Mix, Part, Rebound, change
from diagnostics.diagnosis import words
from diagnostics.funnel.best import Best
from diagnostics.language import PSEUDO, speaking
from diagnostics.reference import samples
from tests.diagnosis.test_words import businesses
from tests.pseudo import untranslated

EUROS = dx.Money(2400, margin=0.35, locale="de")
OWN = ("A survey, 2024",)
"""A source is not translated."""


def examples():
    """The built-in examples with all that they count, and with leads and sales alone."""
    for sample in samples.load().values():
        counts, par = sample.totals(), dx.Par(goal=sample.goal, capacity=sample.capacity, closing=sample.closing)
        yield dx.diagnose(dx.Funnel(**counts), par)
        yield dx.diagnose(dx.Funnel(**{**counts, "fit": None, "worked": None}), par, EUROS)
        yield dx.diagnose(dx.Funnel(**counts), dx.Par(goal=1, closing=sample.closing))  # which is met


def special():
    """What neither the examples nor the grid of businesses holds."""
    scattered = {"reach_dispersion": 3.0, "closing_dispersion": 2.5}
    own = dx.Rate(0.2, 4000, "A survey, 2024", own=True)
    best = Best(5.0, 1.0, 12, 1.0, 1, 3)
    for funnel, par in (
        (dx.Funnel(120, 12, months=3, **scattered), dx.Par(goal=20, closing=0.2)),
        (dx.Funnel(4000, 300, months=12, **scattered), dx.Par(goal=100, closing=0.2)),
        (dx.Funnel(1000, 60, months=6, basis="period", maturity=0.8), dx.Par(goal=20, closing=0.1)),
        (dx.Funnel(1000, 60, direct_wins=20, months=6, basis="period"), dx.Par(capacity=100, closing=0.1)),
        (dx.Funnel(500, 100, direct_wins=60), dx.Par(goal=100, closing=own)),
        (dx.Funnel(500, 100, direct_wins=60, worked=300), dx.Par(goal=100, closing=own, direct=0.02)),
        (dx.Funnel(140, 9), dx.Par(goal=28, closing=dx.Rate.rough(0.12))),
        (dx.Funnel(140, 12), dx.Par(goal=28, closing=dx.Rate(0.12, 40))),
        (dx.Funnel(140, 12), dx.Par(reach=120, closing=dx.Rate(0.12, 40, "A survey, 2024"))),
        (dx.Funnel(0, 9, months=3), dx.Par(capacity=20, closing=0.2)),
        (dx.Funnel(140, 9, best=best), dx.Par(goal=28, closing=0.2)),
        (dx.Funnel(140, 9, best=best._replace(length=3.0, had_time=0.7)), dx.Par(goal=28, closing=0.2)),
        (dx.Funnel(140, 9, best=best._replace(length=0.0)), dx.Par(goal=28, closing=0.2)),
    ):
        yield dx.diagnose(funnel, par, EUROS)
    for wins in (1, 2, 9):
        yield dx.diagnose(dx.Funnel(140, wins, direct_wins=wins), dx.Par(goal=28, closing=0.2))


def said(d):
    """Everything that is said of a business."""
    a = d.assessment
    lines = [
        d.sentence,
        d.stretch,
        *d.evidence_for,
        *d.evidence_against,
        *d.unseen,
        *d.what_next,
        *(words.action(a) or ()),
    ]
    lines += [words.cost(a), words.settling(a), words.settling(a, 5), words.change(a), words.right_either_way(a)]
    lines += [words.bridge_title(a), words.bridge_text(a), words.balance_text(a), words.balance_caption(a)]
    lines += [words.door_text(a), words.corner(a), words.basis(a), words.rests_on(a)]
    lines += [label for *_, label in words.chances(a)]
    rates = words.tempting(a)
    return [*lines, rates.tempting_of, rates.right, rates.right_range, rates.right_of, rates.why]


def plain(lines, own=OWN):
    return [line for line in lines if untranslated(line, own)]


@pytest.mark.parametrize("of", [examples, special, lambda: businesses()[::5]], ids=["examples", "special", "grid"])
@pytest.mark.slow
def test_nothing_of_an_answer_is_left_untranslated(of):
    found = list(of())
    with speaking(PSEUDO):
        assert plain(line for d in found for line in said(d)) == []


def test_what_sides_and_links_are_called_is_translated():
    with speaking(PSEUDO):
        named = [words.NAME, words.LABEL, words.SIDE, words.TITLE, words.TALKS, words.CORNERS]
        assert plain(text for texts in named for text in texts.values()) == []


def test_a_text_that_is_not_translated_is_found():
    with speaking(PSEUDO):
        assert plain(["[Ľéáďš··]", "Sales is the weak link."]) == ["Sales is the weak link."]


def test_an_answer_speaks_the_language_of_the_moment_it_is_asked_in():
    d = dx.diagnose(dx.Funnel(140, 9), dx.Par(goal=28, closing=0.2))
    english, against = d.sentence, d.evidence_against
    with speaking("de"):
        assert d.sentence != english
        assert d.evidence_against != against
    assert (d.sentence, d.evidence_against) == (english, against)


# --- what changed -----------------------------------------------------------------------------------------------------

MIX = Mix(
    (Part("Web", 0.2, 0.6, 0.1, 0.12, -0.02, 0.01), Part("Fair", 0.8, 0.4, 0.3, 0.32, -0.02, 0.01)),
    *(-0.04, 0.02, (-0.06, -0.02), (0.01, 0.03), -2.0, 1.0, 50.0),
)


def changes():
    one, two = dx.Funnel(100, 10), dx.Funnel(200, 20)
    yield from (change(one, two), change(two, one), change(one, one), change(one, dx.Funnel(101, 60, fit=90)))
    kinds = {"reach": 5.0, "direct": 0.0, "fit": 1.0, "follow_up": 0.0, "capacity": -1.0, "closing": -1.0}
    ranges = {link: (value - 2.0, value + 2.0) for link, value in kinds.items()}
    for mix in (MIX, Mix(MIX.parts, 0.03, -0.02, (0, 0), (-0.03, 0.01), 1.0, -1.0, 50.0)):
        for months in (1, 3):
            rebound = Rebound(7, months, 0.2, 0.15)
            yield Change(10.0, 14.0, (2.0, 6.0), kinds, ranges, (0.1, 0.2), (10, 1), mix, rebound)


def of_change(c):
    lines = [change_words.sentence(c), *change_words.links(c), *change_words.mix(c), change_words.rebound(c)]
    return [
        *lines,
        change_words.unseen(c),
        change_words.title(c),
        change_words.total(c, EUROS),
        change_words.counted(c),
    ]


def test_nothing_of_a_change_is_left_untranslated():
    found = list(changes())
    with speaking(PSEUDO):
        assert plain((line for c in found for line in of_change(c)), ("Web", "Fair")) == []


# --- in German --------------------------------------------------------------------------------------------------------

GERMAN = {
    "sales": (
        dx.Funnel(1400, 90),
        dx.Par(goal=280, closing=0.2),
        "Der Vertrieb ist die Schwachstelle (mehr als 99\u00a0% wahrscheinlich): der Abschluss oder die Art der Leads.",
        "Abschluss: Das kostet etwa 190 Kunden pro Monat (160.000\u00a0€ Rohertrag). "
        "Zu wenige der Leads, die beim Vertrieb ankommen, kaufen. Ist das behoben, bleibt nichts anderes zurück.",
        "90 von 1.400 Leads haben gekauft (6,4\u00a0%). Bei Ihrem Ziel wären es 280 gewesen.",
    ),
    "marketing": (
        dx.Funnel(40, 9),
        dx.Par(goal=30, closing=0.2),
        "Das Marketing ist die Schwachstelle (mehr als 99\u00a0% wahrscheinlich).",
        "Reichweite: Das kostet etwa ",
        "40 Leads kamen pro Monat herein, das sind 27\u00a0% des Ziels von 150.",
    ),
    "a goal that is met": (
        dx.Funnel(400, 90),
        dx.Par(goal=20, closing=0.1),
        "Sie erreichen Ihr Ziel (mehr als 99\u00a0% wahrscheinlich). Versuchen Sie ein höheres.",
        "Sie erreichen Ihr Ziel.",
        "90 Kunden pro Monat (75.600\u00a0€ Rohertrag); Ihr Ziel ist 20.",
    ),
    "self-service alone": (
        dx.Funnel(140, 9, direct_wins=9),
        dx.Par(goal=28, closing=0.2),
        "Alle 9 Verkäufe kamen ohne Verkäufer zustande, deshalb sehen wir keinen Vertriebsprozess.",
        "Abschluss: Das kostet etwa",
        "0 von 131 übrigen Leads haben gekauft (0\u00a0%).",
    ),
}


@pytest.mark.parametrize(("funnel", "par", "sentence", "cost", "evidence"), GERMAN.values(), ids=GERMAN)
def test_an_answer_in_german(funnel, par, sentence, cost, evidence):
    d = dx.diagnose(funnel, par, EUROS)
    with speaking("de"):
        assert d.sentence.startswith(sentence)
        assert words.cost(d.assessment).startswith(cost)
        assert d.evidence_for[0].startswith(evidence)


def test_one_customer_and_one_month_are_one_in_german():
    d = dx.diagnose(dx.Funnel(20, 1, months=1), dx.Par(goal=2, closing=0.1))
    with speaking("de"):
        assert words.bridge_title(d.assessment) == "Wo 1 Kunde pro Monat verloren geht"
        assert words.basis(d.assessment) == "Grundlage: 20 Leads und 1 Verkauf; Zeitraum: 1 Monat."
