"""Intervals over replications and random draws: by hand, and how often they hold what they should."""

import math

import numpy as np
import pytest
import scipy.stats

from sim.comparison.placebo import crossed_mean, share_of_gain


def test_by_hand():
    """Draws' means 2 and 4 have variance 2, over 2 draws; replications' means 2, 3, 4 have variance 1, over 3."""
    found = crossed_mean(np.array([[1.0, 2.0, 3.0], [3.0, 4.0, 5.0]]))
    assert (found.mean, found.variance) == (3.0, pytest.approx(1 + 1 / 3))
    assert found.freedom == 1  # (4 / 3)^2 / (1 + 1 / 18) = 1.68
    assert found.reach == pytest.approx(12.7062 * math.sqrt(4 / 3), rel=1e-5)


def test_draws_that_do_not_differ_leave_the_interval_of_the_replications():
    values = np.array([3.0, 5.0, 4.0, 8.0])
    found = crossed_mean(np.tile(values, (4, 1))).interval
    low, high = scipy.stats.t.interval(0.95, 3, loc=values.mean(), scale=scipy.stats.sem(values))
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_what_is_unknown():
    assert crossed_mean(np.array([[1.0, 2.0]])).freedom == 0
    assert math.isnan(crossed_mean(np.array([[1.0], [2.0]])).interval.low)
    assert crossed_mean(np.ones((2, 3))).interval.high == 1.0
    assert share_of_gain(np.array([[1.0], [2.0]]), np.array([1.0])) is None


def crossed(rng, draws, replications):
    """Values with a part by draw, a part by replication and one by both; mean 0.6."""
    by_replication = rng.normal(size=replications)
    noise = 0.5 * rng.normal(size=(draws, replications))
    return 0.6 + 0.5 * rng.normal(size=(draws, 1)) + by_replication + noise, by_replication


def test_the_interval_holds_what_it_should():
    rng, trials = np.random.default_rng(1), 2000
    intervals = [crossed_mean(crossed(rng, 6, 12)[0]).interval for _ in range(trials)]
    held = np.mean([found.low <= 0.6 <= found.high for found in intervals])
    assert held >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / trials)


def test_the_share_holds_what_it_should():
    rng, trials, found = np.random.default_rng(2), 2000, []
    for _ in range(trials):
        drawn, by_replication = crossed(rng, 6, 12)
        whole = 1.5 + by_replication + 0.5 * rng.normal(size=12)
        found.append(share_of_gain(drawn + 0.6, whole))  # 1.2 of 1.5
    known = [share for share in found if share is not None]
    assert len(known) > 0.9 * trials
    held = np.mean([share.low <= 0.8 <= share.high for share in known])
    assert held >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / trials)


def test_an_exact_share():
    whole = np.array([10.0, 11.0, 12.0])
    found = share_of_gain(np.stack([0.5 * whole, 0.5 * whole]), whole)
    assert (found.mean, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))


def test_no_share_of_what_may_be_nothing():
    assert share_of_gain(np.ones((2, 4)), np.array([-1.0, 1.0, -1.0, 1.1])) is None
