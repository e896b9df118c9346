"""What is said, over a grid of businesses: never surer than the number, and always in plain sentences."""

import re
from functools import cache
from itertools import product

import pytest

import diagnostics as dx
from diagnostics.diagnosis import words

FUNNELS = (
    dx.Funnel(0, 0),
    dx.Funnel(0, 1),
    dx.Funnel(0, 7),
    dx.Funnel(1, 0),
    dx.Funnel(1, 1),
    dx.Funnel(2, 1, direct_wins=1),
    dx.Funnel(3, 1, fit=1, worked=1),
    dx.Funnel(5, 1, worked=1, months=12),
    dx.Funnel(10, 1),
    dx.Funnel(10, 0, fit=4),
    dx.Funnel(28, 8, maturity=0.6),
    dx.Funnel(40, 4, worked=20),
    dx.Funnel(100, 8, maturity=0.04),
    dx.Funnel(100, 60, direct_wins=55, months=0.5),
    dx.Funnel(200, 12, worked=60),
    dx.Funnel(310, 17, direct_wins=1),
    dx.Funnel(500, 50, direct_wins=50),
    dx.Funnel(1000, 85, direct_wins=70, worked=300),
    dx.Funnel(3333, 777, direct_wins=111, fit=3000, worked=2000, months=7, maturity=0.97),
    dx.Funnel(1_000_000, 12_345, months=12),
)

PARS = tuple(
    dx.Par(**volume, **level)
    for volume, level in product(
        (
            {"goal": 1},
            {"goal": 12.5},
            {"goal": 90},
            {"goal": 2000},
            {"reach": 1},
            {"reach": 333.3},
            {"capacity": 1, "goal": 2},
            {"capacity": 45},
        ),
        (
            {"closing": 0.0123},
            {"closing": 0.3},
            {"closing": dx.Rate(0.12, 60, "a benchmark"), "direct": 0.02},
            {"closing": 0.2, "fit": dx.Rate(0.7, 30), "follow_up": 0.95},
        ),
    )
)


@cache
def businesses():
    return [dx.diagnose(funnel, par) for funnel, par in product(FUNNELS, PARS)]


def lines(d):
    """Every full sentence that is shown of a business."""
    r = d.assessment
    around = (words.cost(r), words.settling(r), words.change(r), words.bridge_text(r), words.balance_text(r))
    shown = (d.sentence, *d.evidence_for, *d.evidence_against, *d.unseen, *around, words.door_text(r))
    return [line for line in (*shown, words.tempting(r).why) if line]


def found(pattern, of=lines):
    """Every different line in which the pattern is found, with a business that it is said of."""
    said = {line: d.assessment for d in businesses() for line in of(d) if re.search(pattern, line)}
    return [f"{line}  <- {r.funnel} {r.par}" for line, r in said.items()][:5]


def decided(d):
    return max(d.probability.values()) >= 0.85


@pytest.mark.slow
def test_the_grid_holds_every_verdict_and_finding_and_both_sides_of_85_percent():
    assert {d.verdict for d in businesses()} == {"marketing", "sales", "balanced", "undetermined"}
    assert {d.finding for d in businesses()} == {None, "no marketing", "no sales process"}
    assert {d.leaning for d in businesses() if not decided(d)} == {"marketing", "sales", "balanced"}


# --- how sure -----------------------------------------------------------------------------------------------------


def test_under_85_percent_nothing_is_called_the_weak_link():
    assert not found(" is the weak link", of=lambda d: [] if decided(d) else [d.sentence])


def test_from_85_percent_on_nothing_looks_like_anything():
    assert not found("[Tt]oo early|likelier", of=lambda d: [d.sentence] if decided(d) else [])


def test_the_sentence_says_85_percent_or_more_exactly_where_the_verdict_is_called():
    for d in businesses():
        stated = re.search(r"(\d+)% likely", d.sentence)
        if stated:
            assert (int(stated[1]) >= 85) == (d.verdict != "undetermined"), d.sentence
        else:
            assert d.finding and d.sentence.endswith((" is met.", "Beyond that it is too early to say."))


SURE = {
    "just under the line": (0.8499, "84%"),
    "the last point below the line": (1733 / 2039, "84%"),
    "rounded over the line": (0.845, "84%"),
    "the line": (0.85, "85%"),
    "nothing is certain": (1.0, "more than 99%"),
    "nothing is impossible": (0.0, "less than 1%"),
}


@pytest.mark.parametrize(("probability", "said"), SURE.values(), ids=SURE)
def test_how_sure_is_never_rounded_over_the_line_nor_to_certainty(probability, said):
    assert words.sure(probability) == said


def test_how_sure_is_within_a_point_of_the_number_and_on_its_side_of_the_line():
    for k in range(2040):
        chance, said = k / 2039, int(re.search(r"\d+", words.sure(k / 2039))[0])
        assert abs(said - 100 * chance) <= 1 + 1e-9
        assert (said >= 85) == (chance >= 0.85)


# --- plain sentences ----------------------------------------------------------------------------------------------

BLEMISHES = {
    "not a number": r"\bnan\b",
    "without end": r"\binf",
    "nothing where something was meant": r"\bNone\b",
    "two spaces": r"  ",
    "a space before a full stop": r" [.,;:]",
    "more than one decimal": r"[1-9]\.\d\d|0\.[1-9]\d|0\.0\d\d",
    "an exponent": r"\de[+-]?\d",
    "a hyphen for a minus sign": r"(?<![\w–])-\d",
    "two full stops": r"\.\.",
    "a lower-case start": r"^[a-z]",
    "an underscore": r"_",
    "one of many": r"(?<![\d,.])1 (more |worked |fit )?(leads|sales|customers|months|observations)\b",
    "many of one": r"(?<![\d,.])(?!1 )[\d,.]+ (more )?(lead|sale|customer|month)\b",
    "a plural verb for one": r"they was|(?<![\d,.])1 sale without talking belong\b",
    "a before a vowel": r"\ba (8|11|18|8\d) %",
    "under its par at 100%": r"stays at 100% of target",
    "a shortfall below nought": r"(costs?|short by) (about )?−",
}


@pytest.mark.parametrize("blemish", BLEMISHES)
@pytest.mark.slow
def test_no_line_shows(blemish):
    assert not found(BLEMISHES[blemish])


@pytest.mark.slow
def test_every_line_ends_with_a_full_stop():
    assert not found(r"[^.]$")


def test_there_is_always_evidence_on_both_sides_and_something_unseen():
    for d in businesses():
        assert d.evidence_for, d.sentence
        assert d.evidence_against, d.sentence
        assert d.unseen, d.sentence


def test_no_side_is_said_to_be_above_par_and_short_as_well():
    for d in businesses():
        said = " ".join((*d.evidence_for, *d.evidence_against))
        for side in ("Marketing", "Sales"):
            assert not (f"{side} is above par" in said and f"{side} is short too" in said), (d.assessment.funnel, said)


def test_no_line_is_said_twice():
    for d in businesses():
        said = (*d.evidence_for, *d.evidence_against, *d.unseen)
        assert len(set(said)) == len(said), said


PLURAL = {
    "none": (0, "0 leads"),
    "one": (1, "1 lead"),
    "one, rounded": (1.04, "1 lead"),
    "a little more": (1.06, "1.1 leads"),
    "two": (2, "2 leads"),
    "many": (12345.6, "12,346 leads"),
}


@pytest.mark.parametrize(("count", "said"), PLURAL.values(), ids=PLURAL)
def test_a_noun_follows_the_number_that_is_shown(count, said):
    assert words.plural(count, "lead", "leads") == said
