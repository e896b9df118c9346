"""What a diagnosis costs, warm, and what the plain way with random draws costs for the same funnel."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from peers import draws
from table import Spread, show, spread, target

import diagnostics as dx
from diagnostics.app.forms.counts_form import read_counts
from diagnostics.app.pages.answer_panes import panes
from diagnostics.diagnosis import words
from diagnostics.diagnosis.judge import forget
from diagnostics.reference import benchmarks

LIMIT_MS = 5.0
CHANGE_LIMIT_MS = 6.0
DRAWS = (2039, 40_000)
REFERENCE_DRAWS = 2_000_000


class Case(NamedTuple):
    """A funnel as a program gives it, and as it is typed into the form."""

    name: str
    funnel: dx.Funnel
    par: dx.Par
    texts: dict[str, str]


CASES = (
    Case(
        "two counts, decided",
        dx.Funnel(leads=28, wins=8),
        dx.Par(goal=25, closing=0.25),
        {"leads": "28", "months": "1", "wins": "8", "goal": "25", "closing": "25"},
    ),
    Case(
        "two counts, undetermined",
        dx.Funnel(leads=310, wins=17),
        dx.Par(goal=58, closing=0.12),
        {"leads": "310", "months": "1", "wins": "17", "goal": "58", "closing": "12"},
    ),
    Case(
        "six links, uncertain par",
        dx.Funnel(leads=310, wins=30, direct_wins=6, fit=250, worked=140, months=2),
        dx.Par(
            goal=30,
            capacity=100,
            direct=dx.Rate(0.03, strength=200),
            fit=dx.Rate(0.8, strength=60),
            follow_up=dx.Rate(0.9, strength=60),
            closing=dx.Rate(0.25, strength=40),
        ),
        {
            "leads": "310",
            "months": "2",
            "wins": "30",
            "direct_wins": "6",
            "goal": "30",
            "capacity": "100",
            "closing": "25",
            "benchmark": benchmarks.closing()[0].id,
            "fit": "250",
            "worked": "140",
        },
    ),
    Case(
        "young leads",
        dx.Funnel(leads=100, wins=8, maturity=0.4),
        dx.Par(goal=30, closing=0.2),
        {"leads": "100", "months": "1", "wins": "8", "goal": "30", "closing": "20", "days": "19"},
    ),
)


def run(quick: bool = False) -> None:
    """Time ours and the peer by turns and print what came of it."""
    rounds, ours_a_round = (3, 15) if quick else (11, 40)
    times, far = [], []
    for case in CASES:
        ours, typed, plain = _time(case, rounds, ours_a_round)
        mine, page = spread(ours), spread(typed)
        peer = {n: spread(plain[n]) for n in DRAWS}
        times.append(
            [
                case.name,
                _ms(mine),
                target(mine.median, LIMIT_MS, " ms"),
                _ms(page),
                *(cell for n in DRAWS for cell in (_ms(peer[n]), f"{peer[n].median / mine.median:.0f}×")),
            ]
        )
        far.append(_agreement(case, 3 if quick else 21, REFERENCE_DRAWS // (4 if quick else 1)))
    changes = []
    for case in CASES:
        parts = [spread(_change(case, 5 if quick else 100, last)) for last in range(1, len(PARTS) + 1)]
        changes.append([case.name, *map(_ms, parts), target(parts[-1].median, CHANGE_LIMIT_MS, " ms")])
    show(
        "One number changed on the page: median (quartiles), ms of processor",
        ["funnel", *PARTS, "target"],
        changes,
        ["Each column includes the ones before it. A decided answer names no number to count next."],
    )
    small, large = (f"peer, {n:,} draws" for n in DRAWS)
    show(
        "One diagnosis, warm: median (quartiles), ms",
        ["funnel", "dx.diagnose", "target", "typed text to panes", small, "÷ ours", large, "÷ ours"],
        times,
        [
            f"Ours {rounds * ours_a_round} times each, the peer {rounds}, by turns. No answer is kept: each run "
            "works everything out again.",
            "Undetermined funnels include the search for how many more leads would settle it, in both.",
            "Typed text to panes, for information: the form read, the diagnosis, every sentence (what would change the "
            "answer is worked out by up to a dozen further diagnoses), the door and both charts as data.",
            "The form takes one uncertain par, closing from a published rate: the typed six links use that.",
        ],
    )
    show(
        "The same answer? Difference in the chances, percentage points",
        ["funnel", "P(marketing)", "P(sales)", *(f"|ours − {n:,} draws|" for n in DRAWS), "|ours − reference|"]
        + [f"|{n:,} draws − reference|" for n in DRAWS],
        far,
        [
            f"The larger of the two chances' differences; the draws' are medians over {3 if quick else 21} seeds.",
            f"Reference: {REFERENCE_DRAWS // (4 if quick else 1):,} random draws; its own standard error is at most "
            f"{50 / np.sqrt(REFERENCE_DRAWS // (4 if quick else 1)):.2f} points where the draws weigh the same, and twice that "
            "with six links, where a quarter of them would do as well.",
        ],
    )


def _time(case: Case, rounds: int, ours_a_round: int) -> tuple[list[float], list[float], dict[int, list[float]]]:
    """Milliseconds of each run: a diagnosis, the same from typed text, and the peer for each number of draws."""

    def page() -> None:
        reading = read_counts(case.texts)
        assert reading.funnel is not None and reading.par is not None, reading
        panes(dx.diagnose(reading.funnel, reading.par))

    def plain(n: int) -> Callable[[], Any]:
        rng = np.random.default_rng(n)
        return lambda: draws.diagnose(case.funnel, case.par, n, rng)

    def ours() -> None:
        dx.diagnose(case.funnel, case.par)

    peer = {n: plain(n) for n in DRAWS}
    for act in (ours, page, *peer.values()):
        act()
    mine: list[float] = []
    typed: list[float] = []
    other: dict[int, list[float]] = {n: [] for n in DRAWS}
    for _ in range(rounds):
        mine += [_clock(ours) for _ in range(ours_a_round)]
        typed += [_clock(page) for _ in range(ours_a_round)]
        for n, act in peer.items():
            other[n].append(_clock(act))
    return mine, typed, other


PARTS = ("form read, diagnosis", "and the target ± a fifth", "and the next number")


def _change(case: Case, rounds: int, parts: int) -> list[float]:
    """Milliseconds of processor that the first of the parts take, warm."""
    times = []
    for _ in range(rounds + 3):
        forget()
        start = time.process_time()
        reading = read_counts(case.texts)
        assert reading.funnel is not None and reading.par is not None, reading
        d = dx.diagnose(reading.funnel, reading.par)
        if parts > 1:
            words.change(d.assessment)
        if parts > 2:
            words.what_next(d.assessment)
        times.append(1000 * (time.process_time() - start))
    return times[3:]


def _clock(act: Callable[[], Any]) -> float:
    forget()  # a number that was never typed before
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def _agreement(case: Case, seeds: int, reference_draws: int) -> list[str]:
    ours = dx.diagnose(case.funnel, case.par).probability
    reference = draws.probability(case.funnel, case.par, reference_draws, np.random.default_rng(2**32))
    drawn = {
        n: [draws.probability(case.funnel, case.par, n, np.random.default_rng(seed)) for seed in range(seeds)]
        for n in DRAWS
    }
    return [
        case.name,
        f"{100 * ours['marketing']:.1f} %",
        f"{100 * ours['sales']:.1f} %",
        *(f"{np.median([_apart(ours, p) for p in drawn[n]]):.2f}" for n in DRAWS),
        f"{_apart(ours, reference):.2f}",
        *(f"{np.median([_apart(p, reference) for p in drawn[n]]):.2f}" for n in DRAWS),
    ]


def _apart(one: dict[str, float], other: dict[str, float]) -> float:
    """How far two answers are apart, percentage points."""
    return 100 * max(abs(one[side] - other[side]) for side in ("marketing", "sales"))


def _ms(times: Spread) -> str:
    return f"{times.median:.2f} ({times.low:.2f}–{times.high:.2f})"
