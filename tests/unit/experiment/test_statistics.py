"""Intervals against scipy.stats, and who is better."""

import math

import numpy as np
import pytest
import scipy.stats

from sim.experiment.statistics import (
    Interval,
    better_of,
    joint_confidence,
    mean_interval,
    paired_difference,
    pairs_of,
)
from sim.measures import measure_named

RNG = np.random.default_rng(3)
RESOLUTION = measure_named("resolution_minutes")
RESOLVED = measure_named("cases_resolved")


def test_interval_is_that_of_scipy():
    values = RNG.lognormal(size=12)
    found = mean_interval(values)
    low, high = scipy.stats.t.interval(0.95, 11, loc=values.mean(), scale=scipy.stats.sem(values))
    assert (found.mean, found.low, found.high) == pytest.approx((values.mean(), low, high))


def test_paired_difference_is_that_of_scipy():
    first = RNG.normal(100, 10, size=15)
    second = first + RNG.normal(3, 2, size=15)
    found = paired_difference(("a", "b"), first, second, RESOLUTION, pairs=1)
    test = scipy.stats.ttest_rel(second, first).confidence_interval(0.95)
    assert (found.interval.low, found.interval.high) == pytest.approx((test.low, test.high))
    assert found.smallest == pytest.approx(0.05 * first.mean())
    cut = (first.var(ddof=1) + second.var(ddof=1)) / (second - first).var(ddof=1)
    assert found.variance_cut == pytest.approx(cut)


def test_unknown_values_are_left_out_in_pairs():
    first = np.array([1.0, math.nan, 3.0, 4.0])
    second = np.array([2.0, 5.0, math.nan, 6.0])
    found = paired_difference(("a", "b"), first, second, RESOLUTION, pairs=1)
    assert found.interval.mean == pytest.approx(1.5)
    none = paired_difference(("a", "b"), np.full(3, math.nan), second[:3], RESOLUTION, pairs=1)
    assert math.isnan(none.interval.mean)
    assert none.better == "not_settled"


def test_one_replication_has_a_mean_and_no_interval():
    found = mean_interval(np.array([4.0]))
    assert found.mean == 4.0
    assert math.isnan(found.low)


@pytest.mark.parametrize(
    ("low", "high", "direction", "better"),
    [
        (-9.0, -6.0, "less", "b"),
        (6.0, 9.0, "less", "a"),
        (6.0, 9.0, "more", "b"),
        (-9.0, -6.0, "more", "a"),
        (-4.0, 4.0, "less", "same"),
        (1.0, 4.0, "less", "same"),  # surely more, and surely too little to be worth having
        (-5.0, 5.0, "less", "same"),
        (1.0, 6.0, "less", "a"),
        (-1.0, 6.0, "less", "not_settled"),
        (6.0, 9.0, "none", "not_settled"),
        (-1.0, 1.0, "none", "same"),
        (math.nan, math.nan, "less", "not_settled"),
    ],
)
def test_who_is_better(low, high, direction, better):
    assert better_of(Interval((low + high) / 2, low, high), 5.0, direction, "a", "b") == better


def test_no_difference_at_all_is_the_same():
    values = np.array([5.0, 7.0, 6.0])
    found = paired_difference(("a", "b"), values, values, RESOLVED, pairs=3)
    assert (found.interval.low, found.interval.high, found.better) == (0.0, 0.0, "same")
    assert math.isnan(found.variance_cut)


def test_jointly_is_harder_than_alone():
    change = np.array([1.0, 9.0, 2.0, 8.0, 3.0, 7.0, 2.0, 8.0])
    first = np.full(8, 1.0)
    alone = paired_difference(("a", "b"), first, first + change - 1.4, RESOLUTION, pairs=1)
    among = paired_difference(("a", "b"), first, first + change - 1.4, RESOLUTION, pairs=3)
    assert alone.better == among.better == "a"
    assert among.jointly == "not_settled"
    assert joint_confidence(3) == pytest.approx(1 - 0.05 / 9)  # three pairs, three primary measures


def test_a_narrow_interval_is_always_settled():
    """Half a smallest difference wide, an interval leaves out 0 or lies inside the smallest difference."""
    for low in np.linspace(-12.0, 12.0, 49):
        assert better_of(Interval(low + 2.5, low, low + 5.0), 5.0, "less", "a", "b") != "not_settled"


def test_pairs():
    assert pairs_of(("silos", "silos_plus", "pods")) == (
        ("silos", "silos_plus"),
        ("silos", "pods"),
        ("silos_plus", "pods"),
    )
    assert pairs_of(("silos_plus", "pods")) == (("silos_plus", "pods"),)
    assert pairs_of(("pods", "silos_plus", "x")) == (("pods", "silos_plus"), ("pods", "x"))
    assert pairs_of(("silos",)) == ()
