"""What changed between two tables: golden cases end to end, the sums that must agree, noise that is called noise, rebounds."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import diagnostics as dx
from diagnostics.comparison import words as change_words

law = settings(derandomize=True, deadline=None, database=None, max_examples=40)


def channels(*rows, names=("referral", "ads", "web")):
    """A table of channels: leads and wins of each."""
    rows = [(name, *row) for name, row in zip(names, rows, strict=False)]
    return dx.Table.read(pd.DataFrame(rows, columns=["channel", "leads", "wins"]), "cohort")


def by_month(leads, wins, **options):
    """A table of months from January 2024 on."""
    index = pd.period_range("2024-01", periods=len(leads), freq="M").astype(str)
    return dx.Table.read(pd.DataFrame({"month": index, "leads": leads, "wins": wins}), "cohort", **options)


# --- golden

GOLDEN = {  # before, after; mix and rate in points; the part of the sentence that names the side
    "mix shift": (((100, 40), (100, 10)), ((100, 44), (400, 44)), -9.45, 2.05),
    "mirror": (((100, 44), (400, 44)), ((300, 120), (200, 18)), 12.8, -2.8),
}


@pytest.mark.parametrize(("before", "after", "mix", "rate"), GOLDEN.values(), ids=GOLDEN)
def test_the_total_misleads_and_the_split_says_so(before, after, mix, rate):
    got = dx.compare(channels(*before), channels(*after))
    assert 100 * got.mix["mix"].sum() == pytest.approx(mix)
    assert 100 * got.mix["rate"].sum() == pytest.approx(rate)
    tempting, really = ("worse", "better") if mix < 0 else ("better", "worse")
    assert (got.shortfall["closing"] < 0) == (tempting == "worse")  # the win rate in total
    misled = next(warning for warning in got.warnings if warning.startswith("The total misleads"))
    assert f"sales closed {really}" in misled and tempting not in misled
    told = change_words.mix(got.change)[0]
    assert f"{change_words.points(mix / 100)} by the mix of leads" in told
    assert f"{change_words.points(rate / 100)} by the rates within the channels" in told


def test_the_split_by_channel_of_the_mix_shift_is_that_of_the_counts():
    got = dx.compare(channels((100, 40), (100, 10)), channels((100, 44), (400, 44))).mix
    assert got.loc["referral"].to_dict() == pytest.approx(
        {"share_before": 0.5, "share_after": 0.2, "rate_before": 0.4, "rate_after": 0.44, "mix": -0.126, "rate": 0.014}
    )
    assert got.loc["ads"].to_dict() == pytest.approx(
        {"share_before": 0.5, "share_after": 0.8, "rate_before": 0.1, "rate_after": 0.11, "mix": 0.0315, "rate": 0.0065}
    )


def test_where_only_the_mix_moved_the_sentence_says_marketing():
    """1,000 leads per month in both; referral 40% and ads 10% in both; the total fell from 34 to 13%."""
    before, after = channels((800, 320), (200, 20)), channels((100, 40), (900, 90))
    got = dx.compare(before, after)
    assert got.shortfall["closing"] == pytest.approx(130 - 340)  # the tempting reading: sales
    assert got.shortfall["reach"] == pytest.approx(0, abs=1e-9)
    assert got.change.mix.rate == pytest.approx(0, abs=1e-12)
    assert got.sentence.endswith("mostly marketing.")
    assert dx.compare(before.funnel(), after.funnel()).sentence.endswith(
        "mostly sales."
    )  # without channels it cannot see
    assert "Without channels" in change_words.unseen(dx.compare(before.funnel(), after.funnel()).change)


def test_where_only_the_rates_moved_the_sentence_says_sales():
    got = dx.compare(channels((500, 200), (500, 50)), channels((500, 100), (500, 25)))
    assert got.change.mix.mix == pytest.approx(0, abs=1e-12)
    assert got.sentence.endswith("mostly sales.") and not got.warnings


# --- laws

SEGMENT = st.integers(1, 2000).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
PERIOD = st.lists(SEGMENT, min_size=2, max_size=3).filter(lambda rows: sum(wins for _, wins in rows))


@law
@given(PERIOD, PERIOD)
def test_the_rows_add_up_and_closing_is_mix_and_rate(before, after):
    got = dx.compare(channels(*before), channels(*after))
    wins = [sum(w for _, w in rows) for rows in (before, after)]
    size = max(wins)
    assert got.shortfall.sum() == pytest.approx(wins[1] - wins[0], abs=1e-9 * size)
    m = got.change.mix
    assert m.mix_customers + m.rate_customers == pytest.approx(got.shortfall["closing"], abs=1e-9 * size)
    rates = [sum(w for _, w in rows) / sum(n for n, _ in rows) for rows in (before, after)]
    assert m.mix + m.rate == pytest.approx(rates[1] - rates[0], abs=1e-12)
    worth = (sum(n for n, _ in before) + sum(n for n, _ in after)) / 2  # customers for a whole win rate: mean leads
    assert (m.mix_customers, m.rate_customers) == pytest.approx((m.mix * worth, m.rate * worth), abs=1e-9 * size)
    sides = change_words.of_sides(got.change)
    assert sum(sides.values()) == pytest.approx(got.shortfall.sum(), abs=1e-9 * size)
    assert sides["sales"] == pytest.approx(m.rate_customers, abs=1e-9 * size)


@law
@given(PERIOD, PERIOD)
def test_looking_back_turns_every_sign(before, after):
    ahead, back = dx.compare(channels(*before), channels(*after)), dx.compare(channels(*after), channels(*before))
    size = max(ahead.shortfall.abs().max(), 1)
    assert back.shortfall.to_dict() == pytest.approx((-ahead.shortfall).to_dict(), abs=1e-9 * size)
    assert back.change.mix.mix == pytest.approx(-ahead.change.mix.mix, abs=1e-12)
    assert back.change.mix.rate == pytest.approx(-ahead.change.mix.rate, abs=1e-12)
    assert sorted(back.mix.index) == sorted(ahead.mix.index)


@law
@given(PERIOD, PERIOD)
def test_channels_add_a_split_and_change_nothing_else(before, after):
    tables = channels(*before), channels(*after)
    with_channels, without = dx.compare(*tables), dx.compare(*(table.funnel() for table in tables))
    pd.testing.assert_frame_equal(pd.DataFrame(with_channels), pd.DataFrame(without))
    assert without.mix is None and without.warnings == () and without.change.rebound is None
    assert with_channels.within_noise == without.within_noise


@pytest.mark.parametrize(
    ("lag_days", "as_of"), [(None, None), (40, "2024-03-31")], ids=["every lead decided", "half of the time gone"]
)
@pytest.mark.parametrize("direct", [0, 10], ids=["nobody buys alone", "some buy alone"])
@pytest.mark.parametrize("worked", [False, True], ids=["worked not counted", "worked counted"])
def test_mix_and_rate_add_up_to_the_change_that_is_shown_on_young_leads_and_with_direct_sales_too(
    lag_days, as_of, direct, worked
):
    rows = [
        ("2024-01", "referral", 100, 40, direct, 80),
        ("2024-01", "ads", 100, 10, 0, 60),
        ("2024-02", "referral", 100, 34, direct, 70),
        ("2024-02", "ads", 400, 34, direct, 300),
    ]
    columns = ["month", "channel", "leads", "wins", "direct wins", "worked"]
    frame = pd.DataFrame(rows, columns=columns)
    table = dx.Table.read(frame if worked else frame.drop(columns="worked"), "cohort", lag_days, as_of)
    c = dx.compare(table.between("2024-01", "2024-01"), table.between("2024-02", "2024-02")).change
    assert c.mix.mix + c.mix.rate == pytest.approx(c.closing[1] - c.closing[0])
    assert c.mix.mix_customers + c.mix.rate_customers == pytest.approx(c.shortfall["closing"])
    assert c.mix.mix_customers / c.mix.mix == pytest.approx(c.mix.rate_customers / c.mix.rate)


NO_SPLIT = {
    "one channel": (channels((100, 20)), channels((100, 30))),
    "no channel": (by_month([100] * 3, [20] * 3), by_month([100] * 3, [30] * 3)),
    "a table and a funnel": (channels((100, 20), (100, 5)), dx.Funnel(200, 30)),
    "a funnel and a table": (dx.Funnel(200, 30), channels((100, 20), (100, 5))),
    "no lead in a period": (channels((0, 0), (0, 0)), channels((100, 20), (100, 5))),
}


@pytest.mark.parametrize(("before", "after"), NO_SPLIT.values(), ids=NO_SPLIT)
def test_without_two_channels_in_two_tables_there_is_no_split_and_that_is_said(before, after):
    got = dx.compare(before, after)
    assert got.mix is None and change_words.mix(got.change) == () and got.warnings == ()
    assert change_words.unseen(got.change)


def test_a_channel_of_one_period_only_is_mix():
    got = dx.compare(channels((100, 20)), channels((100, 20), (100, 60))).mix
    assert got["rate"].to_list() == [0, 0]
    assert got["mix"].sum() == pytest.approx(0.40 - 0.20)
    assert np.isnan(got.rate_before["ads"]) and got.share_before["ads"] == 0


# --- noise

WORLDS = 400


@pytest.mark.slow
def test_of_changes_that_are_nothing_but_chance_nine_in_ten_are_called_noise():
    """Planted: the same truth twice, 120 leads at 30% and 200 at 10%."""
    rng, noise = np.random.default_rng(99), []
    for _ in range(WORLDS):
        n = rng.poisson([[120, 200]] * 2)
        wins = rng.binomial(n, [0.3, 0.1])
        got = dx.compare(*(channels(*zip(*period, strict=True)) for period in zip(n, wins, strict=True)))
        noise.append(got.within_noise)
        assert got.sentence.endswith("can be pure chance.") == got.within_noise or "As many" in got.sentence
    assert np.mean(noise) == pytest.approx(0.90, abs=0.045)  # three standard errors


@pytest.mark.slow
def test_of_months_that_scatter_more_than_chance_changes_are_noise_too():
    """Planted: leads of each month scatter three times as much as chance; six months against six."""
    rng, noise, unwidened = np.random.default_rng(98), [], []
    for _ in range(200):
        n = rng.poisson(rng.gamma(100 / 2, 2, (2, 6)))
        tables = [by_month(leads, rng.binomial(leads, 0.2)) for leads in n]
        noise.append(dx.compare(*tables).within_noise)
        plain = [
            dx.Funnel(int(leads.sum()), table.funnel().wins, months=6) for leads, table in zip(n, tables, strict=True)
        ]
        unwidened.append(dx.compare(*plain).within_noise)
    assert 0.80 <= np.mean(noise) <= 0.95  # five degrees of freedom for each dispersion
    assert np.mean(unwidened) < np.mean(noise) - 0.05


def test_a_change_that_is_far_more_than_chance_is_not_called_noise():
    got = dx.compare(channels((1000, 300), (1000, 100)), channels((1000, 150), (1000, 50)))
    assert not got.within_noise
    assert got.sentence == "200 fewer customers per month (400 → 200): mostly sales."
    assert any("more than chance." in line for line in change_words.links(got.change))


def test_two_equal_tables_have_nothing_to_say_of_a_change():
    got = dx.compare(channels((100, 30), (100, 10)), channels((100, 30), (100, 10)))
    assert got.within_noise and got.sentence == "As many customers per month as before: 40."
    assert got.warnings == () and (got.mix[["mix", "rate"]] == 0).all(axis=None)


# --- rebound

SIX = by_month([100] * 6, [20, 22, 9, 21, 19, 18])  # March is the worst


def months_of(table, first, last=None):
    return table.between(f"2024-{first:02}", f"2024-{last or first:02}")


REBOUNDS = {
    "the worst of six": (months_of(SIX, 3), months_of(SIX, 4), True),
    "the worst of six against two months": (months_of(SIX, 3), months_of(SIX, 4, 5), True),
    "the second worst": (months_of(SIX, 6), months_of(SIX, 2), False),
    "the best": (months_of(SIX, 2), months_of(SIX, 4), False),
    "into the worst": (months_of(SIX, 2), months_of(SIX, 3), False),
    "other periods of a table of the same counts": (
        months_of(SIX, 3),
        months_of(by_month([100] * 6, [20, 22, 9, 21, 19, 18]), 4),
        False,
    ),
    "the whole table": (SIX, months_of(SIX, 4), False),
    "funnels": (months_of(SIX, 3).funnel(), months_of(SIX, 4).funnel(), False),
}


@pytest.mark.parametrize(("before", "after", "warned"), REBOUNDS.values(), ids=REBOUNDS)
def test_a_rise_after_the_worst_of_many_periods_of_one_table_is_warned_of_and_no_other(before, after, warned):
    got = dx.compare(before, after)
    assert (got.change.rebound is not None) == warned
    assert any("The worst of many" in warning for warning in got.warnings) == warned


@pytest.mark.parametrize(
    ("wins", "warned"),
    [
        pytest.param([20, 9, 21], False, id="the worst of three"),
        pytest.param([20, 9, 21, 22], True, id="the worst of four"),
        pytest.param([20, 9, 21, 9], False, id="one of two equally bad"),
    ],
)
def test_the_worst_of_fewer_than_four_was_hardly_picked_for_it(wins, warned):
    table = by_month([100] * len(wins), wins)
    got = dx.compare(months_of(table, 2), months_of(table, 3))
    assert (got.change.rebound is not None) == warned


def test_the_warning_names_the_period_and_what_was_to_be_expected():
    """Five months at 20%, one at 9: the dispersion is below 1.7, so most of the way back was to be expected."""
    c = dx.compare(months_of(SIX, 3), months_of(SIX, 4)).change
    assert (c.rebound.blocks, c.rebound.months) == (6, 1)
    assert c.rebound.usual == pytest.approx(100 / 500)
    assert 0.09 < c.rebound.expected < c.rebound.usual
    told = change_words.rebound(c)
    assert told.startswith("March 2024 had the lowest win rate of 6 such periods in this table.")
    assert "it was 21%" in told.replace("\u202f", " ").replace("\xa0", " ")


def test_quarters_are_held_against_quarters():
    table = by_month([100] * 12, [20, 21, 19, 10, 11, 9, 22, 20, 21, 19, 20, 18])
    c = dx.compare(months_of(table, 4, 6), months_of(table, 7, 9)).change
    assert (c.rebound.blocks, c.rebound.months) == (4, 3)
    assert c.names == ("April to June 2024", "July to September 2024")
    assert c.rebound.usual == pytest.approx(180 / 900)


@pytest.mark.slow
def test_after_the_worst_month_of_a_year_what_was_expected_comes_with_nothing_done():
    """Planted: 12 months, all at 20%; the worst against the one after it. Tempting: what was done after it worked.

    Not all of the rise is expected: one bad month makes the dispersion, which is never below 1, look larger than it is.
    """
    rng, rose, missed = np.random.default_rng(1886), [], []
    while len(rose) < 250:
        wins = rng.binomial(100, 0.2, 12)
        worst = int(np.argmin(wins))
        if worst == 11 or (wins == wins[worst]).sum() > 1:
            continue
        table = by_month([100] * 12, wins)
        c = dx.compare(months_of(table, worst + 1), months_of(table, worst + 2)).change
        rose.append(c.closing[1] - c.closing[0])
        missed.append(c.closing[1] - c.rebound.expected)
    assert np.mean(rose) > 0.05
    assert 0 < np.mean(missed) < 0.3 * np.mean(rose)
