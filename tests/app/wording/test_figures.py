"""The figures in the sentences, by plain sums over grids of what a business could be, without the package.

Its win rate is near its target by 0.6 on the log-odds, its leads per month near those needed by 0.5 on the log: nine in ten
businesses with a standard deviation of 0.918 times that, one in ten of 2.5 times. Months vary as they usually do: counts are worth 1 + 0.10²·p(1 − p) times one less than the leads per month, and 1 + 0.05² times the leads a
month, times less than by chance.
"""

import re

import numpy as np
import pytest

import diagnostics as dx
from diagnostics.app.wording.forecast_words import deciding_words, forecast_words
from diagnostics.app.wording.lever_words import lever_line, needed_words, now_words, tried_words
from diagnostics.diagnosis.forecast import forecast
from diagnostics.diagnosis.goal import leads_needed
from diagnostics.diagnosis.levers import levers
from diagnostics.diagnosis.scenario import try_levels

SIZE = 1200
EUROS = dx.Money(2400, margin=0.35)  # 840 a customer
FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


def weights(log_p):
    p = np.exp(log_p - log_p.max())
    return p / p.sum()


def log_near(distance):
    """How likely a business is to be so many distances from its target, up to a constant."""
    kinds = ((0.9, 0.918), (0.1, 2.5))
    return np.log(sum(share / sd * np.exp(-((distance / sd) ** 2) / 2) for share, sd in kinds))


class Grid:
    """Leads per month and win rates, each with its weight; ``room`` leads can be worked."""

    def __init__(self, leads, sales, needed, target, room=np.inf, months=1.0):
        worked = min(leads, room)
        odds = np.linspace(-12, 5, SIZE)
        closing = 1 / (1 + np.exp(-odds))
        scatter = 1 + 0.01 * target * (1 - target) * (worked / months - 1)
        log_p = log_near((odds - np.log(target / (1 - target))) / 0.6)
        log_p += (sales * np.log(closing) + (worked - sales) * np.log(1 - closing)) / scatter
        log_leads = np.log(leads / months) + np.linspace(-2, 2, SIZE)
        log_l = log_near((log_leads - np.log(needed)) / 0.5)
        log_l += (leads * log_leads - months * np.exp(log_leads)) / (1 + 0.05**2 * leads / months)
        self.room = room
        self.leads, self.closing = np.exp(log_leads)[:, None], closing[None, :]
        self.weight = weights(log_l)[:, None] * weights(log_p)[None, :]

    def customers(self, leads=None, closing=None):
        at_sales = np.minimum(self.leads if leads is None else leads, self.room)
        return np.broadcast_to(at_sales * (self.closing if closing is None else closing), self.weight.shape)

    def mean(self, values):
        return float(np.sum(np.broadcast_to(values, self.weight.shape) * self.weight))

    def at(self, values, *shares):
        values = np.broadcast_to(values, self.weight.shape).ravel()
        order = np.argsort(values)
        found = values[order][np.searchsorted(np.cumsum(self.weight.ravel()[order]), shares)]
        return [float(value) for value in found]

    def counts(self, expected, variance, months):
        """The 5th and 95th percentiles of the sales counted over some months, ÷ months."""
        drawn = np.random.default_rng(20240229)
        rate = drawn.choice(np.asarray(expected).ravel(), 200_000, p=self.weight.ravel()) * months
        return np.quantile(drawn.poisson(drawn.gamma(rate / (variance - 1), variance - 1)), [0.05, 0.95]) / months


def spread(grid, values):
    return [grid.mean(values), *grid.at(values, 0.05, 0.95)]


def one_more_lead():
    grid = Grid(40, 8, 100, 0.2, room=100)
    gain = grid.customers(grid.leads + 1) - grid.customers()
    d = dx.diagnose(dx.Funnel(40, 8), dx.Par(capacity=100, closing=0.2), EUROS)
    return lever_line(levers(d), "lead"), [*spread(grid, gain), 840 * grid.mean(gain)]


def nearly_full():
    grid = Grid(118, 20, 100, 0.2, room=100)
    gain = grid.customers(grid.leads + 1) - grid.customers()
    d = dx.diagnose(dx.Funnel(118, 20), dx.Par(capacity=100, closing=0.2))
    return lever_line(levers(d), "lead"), [*spread(grid, gain), 100 * grid.mean(grid.leads >= 100)]


def now():
    grid = Grid(28, 8, 100, 0.25)
    d = dx.diagnose(dx.Funnel(28, 8), dx.Par(goal=25, closing=0.25))
    return now_words(levers(d)), [*spread(grid, grid.customers()), 8]


def leads_for_a_goal():
    grid = Grid(310, 17, 58 / 0.12, 0.12)
    low, middle, high = grid.at(58 / grid.closing, 0.05, 0.5, 0.95)
    d = dx.diagnose(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12))
    return needed_words(leads_needed(d)), [58, middle, low, high, 310]


def more_than_there_is_room_for():
    grid = Grid(200, 20, 100, 0.2, room=100)
    most = 100 * grid.closing
    low, middle, high = grid.at(most, 0.05, 0.5, 0.95)
    d = dx.diagnose(dx.Funnel(200, 20), dx.Par(capacity=100, closing=0.2))
    return needed_words(leads_needed(d, 22)), [22, 100 * grid.mean(most < 22), middle, low, high]


def tried():
    grid = Grid(40, 8, 40, 0.2, room=100)
    d = dx.diagnose(dx.Funnel(40, 8), dx.Par(reach=40, capacity=100, closing=0.2), EUROS)
    gain = 14 - grid.customers()
    expected = [70, 20, 14, *spread(grid, gain), 840 * grid.mean(gain)]
    return tried_words(try_levels(d, {"closing": 0.2, "reach": 70}), EUROS), expected


def next_months():
    grid = Grid(120, 12, 100, 0.2)
    closing = np.broadcast_to(grid.closing, grid.weight.shape)
    variance = grid.mean(closing * (1 + 0.05**2 * 120) + (1 - closing) * (1 + 0.01 * 0.2 * 0.8 * 119))
    found = grid.counts(grid.customers(), variance, 3)
    said = forecast_words(forecast(dx.Funnel(120, 12), dx.Par(goal=20, closing=0.2), months=3))
    return said, [grid.mean(grid.customers()), 3, *found, 12]


@pytest.mark.parametrize(
    "said_and_summed",
    [
        one_more_lead,
        nearly_full,
        now,
        leads_for_a_goal,
        more_than_there_is_room_for,
        tried,
        next_months,
    ],
)
def test_the_figures_are_those_of_plain_sums(said_and_summed):
    """To what is shown of them, and a fiftieth."""
    said, summed = said_and_summed()
    figures = FIGURE.findall(said)
    assert len(figures) == len(summed), said
    for figure, value in zip(figures, summed, strict=True):
        last_digit = 10.0 ** -len(figure.partition(".")[2])
        assert float(figure.replace(",", "")) == pytest.approx(value, abs=last_digit / 2 + abs(value) / 50), said


def test_so_many_more_leads_settle_it():
    """From 17 of 310 in a month, at the same rates: sales at the smaller share, by a tenth of it, and below 90%.

    They are searched for in steps of 3% of all leads.
    """

    def chance(leads):
        times = leads / 310
        grid = Grid(leads, 17 * times, 58 / 0.12, 0.12, months=times)
        marketing, sales = grid.leads / (58 / 0.12), grid.closing / 0.12
        return grid.mean((np.log(marketing / sales) > 0.1) & (sales < 0.9))

    said = deciding_words(dx.diagnose(dx.Funnel(310, 17), dx.Par(goal=58, closing=0.12)))[1]
    enough = next(leads for leads in range(310, 1310, 5) if chance(leads) >= 0.85)
    assert 310 + float(FIGURE.findall(said)[0]) == pytest.approx(enough, rel=0.03)
