import numpy as np
import pytest
from scipy import stats

from sim.demand.arrival_rates import arrival_counts, busyness, poisson_counts, weekday_shares
from sim.demand.customers import build_customers
from sim.foundation.draws import replication_key


@pytest.mark.parametrize("mean", [0.0, 1e-9, 0.3, 1.0, 7.5, 40.0, 999.9, 1e6])
def test_counts_are_the_smallest_that_reach_the_uniform(mean):
    u = np.concatenate([[2.0**-53, 1e-12], np.linspace(0.001, 0.999, 301), [1 - 1e-9, 1 - 2.0**-53]])
    k = poisson_counts(u, np.full(u.size, mean))
    assert (stats.poisson.cdf(k, mean) >= u).all()
    assert (stats.poisson.cdf(k - 1, mean)[k > 0] < u[k > 0]).all()


def test_counts_against_adding_probabilities_up_by_hand():
    u = np.array([0.0001, 0.36, 0.37, 0.7357, 0.7358, 0.9196, 0.9197, 0.99])
    assert poisson_counts(u, np.ones(u.size)).tolist() == [0, 0, 1, 1, 2, 2, 3, 4]  # P(<=1) = .73576, P(<=2) = .9197


def test_busyness_has_mean_1_and_its_variation():
    u = (np.arange(100_000) + 0.5) / 100_000
    factor = busyness(u, 0.15)
    assert factor.mean() == pytest.approx(1.0, abs=1e-4)
    assert factor.std() == pytest.approx(0.15, rel=1e-3)
    assert (busyness(u, 0.0) == 1.0).all()


def test_days_weigh_as_their_open_minutes_or_as_set(helpers):
    channels = {
        "voice": {"cases_per_week": 1, "open": "mon 08:00-10:00, sat 08:00-14:00"},
        "mail": {"cases_per_week": 1, "weekday_weights": [3, 1, 0, 0, 0, 0, 4]},
    }
    scenario = helpers.scenario(helpers.two_channels(channels=channels))
    shares = weekday_shares(scenario, build_customers(scenario))
    assert shares.tolist() == [[0.25, 0, 0, 0, 0, 0.75, 0], [0.375, 0.125, 0, 0, 0, 0, 0.5]]


def test_a_busy_day_is_busy_for_every_channel(helpers):
    demand = helpers.two_channels(busyness_cv=1.0)
    scenario = helpers.scenario(demand)
    keys = np.array([replication_key(1, r) for r in range(40)], dtype=np.uint64)
    counts = arrival_counts(scenario, build_customers(scenario), keys)
    weekdays = counts[:, [d for d in range(counts.shape[1]) if d % 7 < 5]].reshape(-1, 2)
    assert np.corrcoef(weekdays.T)[0, 1] > 0.9
    assert counts.shape == (40, 40, 2)  # five weeks, and until Friday of the sixth
