"""Evidence for a gap: against plain double integrals, and by the law that it is 1 on average where there is none."""

from functools import partial

import numpy as np
import pytest
from scipy import integrate
from scipy.special import expit, gammaln, logit
from scipy.stats import binom, norm, poisson

from diagnostics.funnel.evidence import share_evidence, volume_evidence
from diagnostics.funnel.near_target import Seen

BELOW = 0.9


def slowly(explained, target, deviation, t, edge, peak):
    """The ratio by quadrature in quadrature; ``explained`` is a likelihood, of about 1 at its peak."""

    quad = partial(integrate.quad, limit=200, epsrel=1e-4, epsabs=0)

    def with_gap(level):
        end = edge(level)
        mass = norm.cdf(end, level, t)
        points = [p for p in (peak - 0.2, peak, peak + 0.2) if level - 8 * t < p < end]
        return quad(lambda z: explained(z) * norm.pdf(z, level, t), level - 8 * t, end, points=points)[0] / mass

    if not deviation:
        return with_gap(target) / explained(target)
    ends = target - 8 * deviation, target + 8 * deviation
    points = [p for p in (peak, target) if ends[0] < p < ends[1]]
    above = quad(lambda level: with_gap(level) * norm.pdf(level, target, deviation), *ends, points=points)[0]
    below = quad(lambda z: explained(z) * norm.pdf(z, target, deviation), *ends, points=points)[0]
    return above / below


SHARES = {
    # what was seen, target, deviation, t
    "30 of 400": ([Seen(30, 400)], 0.15, 0.0, 0.6),
    "at target": ([Seen(60, 400)], 0.15, 0.0, 0.6),
    "above it": ([Seen(90, 400)], 0.15, 0.0, 0.6),
    "nothing seen": ([Seen(0, 0)], 0.15, 0.0, 0.6),
    "none of 20": ([Seen(0, 20)], 0.15, 0.0, 0.6),
    "a target near 1": ([Seen(80, 100)], 0.95, 0.0, 0.6),
    "own months": ([Seen(30, 400)], 0.15, 0.2, 0.36),
    "a vague benchmark": ([Seen(30, 400)], 0.15, 1.2, 0.6),
    "a firm benchmark, many leads": ([Seen(300, 4_000)], 0.15, 0.1, 0.6),
    "young leads": ([Seen(30, 400, 0.6)], 0.15, 0.0, 0.6),
    "young leads of unknown age": ([Seen(30, 400, 0.4, 0.3), Seen(30, 400, 0.7, 0.7)], 0.15, 0.3, 0.6),
    "earlier leads of unknown number": ([Seen(30, 300, 1.0, 0.3), Seen(30, 500, 1.0, 0.7)], 0.15, 0.0, 0.6),
}


@pytest.mark.parametrize(("seen", "target", "deviation", "t"), SHARES.values(), ids=SHARES)
@pytest.mark.slow
def test_a_share_is_that_of_a_double_integral(seen, target, deviation, t):
    def log_likelihood(z):
        c = expit(z)
        ways = [
            np.log(w.weight)
            + gammaln(w.trials + 1)
            - gammaln(w.trials - w.hits + 1)
            + w.hits * np.log(w.exposure * c)
            + (w.trials - w.hits) * np.log1p(-w.exposure * c)
            for w in seen
        ]
        return np.logaddexp.reduce(ways)

    rate = (seen[0].hits + 0.5) / (seen[0].trials * seen[0].exposure + 1)
    peak = float(logit(rate))
    top = log_likelihood(peak)
    right = slowly(
        lambda z: np.exp(log_likelihood(z) - top), logit(target), deviation, t, lambda z: logit(BELOW * expit(z)), peak
    )
    assert share_evidence(seen, float(logit(target)), deviation, t, BELOW) == pytest.approx(right, rel=0.01)


@pytest.mark.parametrize(
    ("count", "exposure", "deviation", "t"),
    [(40, 1, 0.0, 0.5), (60, 1, 0.0, 0.5), (400, 12, 0.3, 0.5), (90, 1, 0.2, 0.3), (0, 0.1, 0.2, 0.5)],
)
@pytest.mark.slow
def test_a_volume_is_that_of_a_double_integral(count, exposure, deviation, t):
    peak = float(np.log((count + 0.5) / exposure))
    top = count * peak - exposure * np.exp(peak)
    right = slowly(
        lambda x: np.exp(count * x - exposure * np.exp(x) - top),
        np.log(60),
        deviation,
        t,
        lambda x: x + np.log(BELOW),
        peak,
    )
    assert volume_evidence(count, exposure, float(np.log(60)), deviation, t, BELOW) == pytest.approx(right, rel=0.01)


@pytest.mark.parametrize("deviation", [0.0, 0.3])
def test_at_target_it_is_1_on_average(deviation):
    """Over all counts that a business at target can have: the sum of what each is worth times its chance."""
    target = float(logit(0.15))
    levels = target + deviation * np.linspace(-6, 6, 241)
    weights = norm.pdf(np.linspace(-6, 6, 241))
    chance = binom.pmf(np.arange(61)[:, None], 60, expit(levels)) @ (weights / weights.sum())
    worth = [share_evidence([Seen(h, 60)], target, deviation, 0.6, BELOW) for h in range(61)]
    assert chance @ worth == pytest.approx(1, abs=0.005)
    counts = np.arange(400)
    levels = np.log(40) + deviation * np.linspace(-6, 6, 241)
    chance = poisson.pmf(counts[:, None], np.exp(levels)) @ (weights / weights.sum())
    worth = [volume_evidence(n, 1, float(np.log(40)), deviation, 0.5, BELOW) for n in counts]
    assert chance @ worth == pytest.approx(1, abs=0.005)


def test_a_target_hardly_in_doubt_is_as_one_that_is_known():
    seen, target = [Seen(30, 400)], float(logit(0.15))
    known = share_evidence(seen, target, 0.0, 0.6, BELOW)
    assert share_evidence(seen, target, 0.002, 0.6, BELOW) == pytest.approx(known, rel=0.01)


@pytest.mark.parametrize("scale", [1, 10, 1_000, 100_000])
def test_more_of_the_same_gap_is_more_evidence_and_more_of_none_is_less(scale):
    target = float(logit(0.15))

    def worth(hits, scale):
        return share_evidence([Seen(hits * scale, 400 * scale)], target, 0.0, 0.6, BELOW)

    assert worth(40, scale * 1.2) > worth(40, scale) or worth(40, scale) > 1e300
    assert worth(60, scale * 1.2) < worth(60, scale) or worth(60, scale) < 1e-300
