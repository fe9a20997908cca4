"""Intervals against scipy.stats, and who is better."""

import math

import numpy as np
import pytest
import scipy.stats

from sim.comparison.intervals import Spread, against_line, holm, mean_interval, simultaneous_confidence
from sim.comparison.statistics import held_over_primaries, paired_difference, pairs_of
from sim.comparison.stopping import looks_until, next_target
from sim.measures import measure_named

RNG = np.random.default_rng(3)
RESOLUTION = measure_named("resolution_minutes")
RESOLVED = measure_named("cases_resolved")


def test_without_skewness_the_interval_is_that_of_scipy():
    values = np.array([1.0, 2.0, 4.0, 6.0, 7.0])
    found = mean_interval(values)
    low, high = scipy.stats.t.interval(0.95, 4, loc=4.0, scale=scipy.stats.sem(values))
    assert (found.mean, found.low, found.high) == pytest.approx((4.0, low, high))
    assert against_line(values, 2.5) == pytest.approx(scipy.stats.ttest_1samp(values, 2.5).pvalue)
    assert against_line(values, 6.5) == pytest.approx(scipy.stats.ttest_1samp(values, 6.5).pvalue)


def hall_p_above(values, line):
    """P-value of the mean being at most a line, with Hall's transformation written out, or Student's t if larger."""
    n, gap = values.size, values.mean() - line
    error = values.std(ddof=1) / math.sqrt(n)
    g = scipy.stats.skew(values) * (1 + 5 / n)
    t = gap / error
    hall = t + g * t**2 / (3 * math.sqrt(n)) + g**2 * t**3 / (27 * n) + g / (6 * math.sqrt(n))
    return max(scipy.stats.t.sf(t, n - 1), scipy.stats.t.sf(hall, n - 1))


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_the_interval_ends_where_the_test_says_so(side):
    values = side * RNG.lognormal(size=14)
    found = mean_interval(values)
    assert hall_p_above(values, found.low) == pytest.approx(0.025)
    assert hall_p_above(-values, -found.high) == pytest.approx(0.025)
    spread = Spread.of(values)
    for line in (-2.0, 0.5, 1.0, 2.0):
        assert spread.above(line) == pytest.approx(hall_p_above(values, line))
        assert spread.below(line) == pytest.approx(hall_p_above(-values, -line))
    student = scipy.stats.t.interval(0.95, 13, loc=values.mean(), scale=scipy.stats.sem(values))
    assert found.low <= student[0] + 1e-12
    assert found.high >= student[1] - 1e-12
    longer = found.high - student[1] if side > 0 else student[0] - found.low
    assert longer > 0.05  # on the side of the long tail


def test_hall_s_correction_is_undone_and_never_falls():
    spread = Spread(12, 0.0, 1.0, -2.5)
    corrected = [spread._hall(t) for t in np.linspace(-8.0, 8.0, 81)]
    assert corrected == sorted(corrected)
    assert [spread.student(c) for c in corrected] == pytest.approx(np.linspace(-8.0, 8.0, 81), abs=1e-9)
    assert spread._hall(1e200) > 1e300  # no overflow


def test_skewed_intervals_hold_more_often_than_student_s():
    """Skewness 3, 20 values: Student's t covers 90%, these more than 92% (4 standard errors)."""
    rng, rows, held, student = np.random.default_rng(31), 2000, 0, 0
    for _ in range(rows):
        values = rng.gamma(4 / 9, size=20)
        found = mean_interval(values)
        held += found.low <= 4 / 9 <= found.high
        low, high = scipy.stats.t.interval(0.95, 19, loc=values.mean(), scale=scipy.stats.sem(values))
        student += low <= 4 / 9 <= high
    assert student / rows < 0.91
    assert held / rows > 0.92


def test_a_word_of_few_replications_needs_more():
    change = np.array([4.0, 6.0, 8.0, 10.0]) - 15.0  # minutes; 5 are worth having
    first = np.full(4, 100.0)
    found = paired_difference(("a", "b"), first, first + change, RESOLUTION, pairs=1)
    assert found.interval.high < 0.0
    sure = paired_difference(("a", "b"), first, first + change * 3.0, RESOLUTION, pairs=1)
    assert (sure.interval.high < -5.0, sure.word, sure.reason) == (True, "not settled", "fewer than ten runs")
    many = np.tile(change * 3.0, 3)
    assert paired_difference(("a", "b"), np.full(12, 100.0), 100.0 + many, RESOLUTION, pairs=1).word == "better"
    very = paired_difference(("a", "b"), first, first + change * 0.01 - 50.0, RESOLUTION, pairs=1)
    assert (very.word, very.winner) == ("better", "b")


def test_variance_cut_and_smallest():
    first = RNG.normal(100, 10, size=15)
    second = first + RNG.normal(3, 2, size=15)
    found = paired_difference(("a", "b"), first, second, RESOLUTION, pairs=1)
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
    assert (none.word, none.reason, none.alone) == ("not settled", "too few runs know it", "not settled")


def test_one_replication_has_a_mean_and_no_interval():
    found = mean_interval(np.array([4.0]))
    assert found.mean == 4.0
    assert math.isnan(found.low)


def test_no_difference_at_all_is_the_same():
    values = np.array([5.0, 7.0, 6.0])
    found = paired_difference(("a", "b"), values, values, RESOLVED, pairs=3)
    assert (found.interval.low, found.interval.high, found.word) == (0.0, 0.0, "the same")
    assert math.isnan(found.variance_cut)


def primaries(**shifts):
    """A row of the three primary measures: mean change of each, with noise of 1 over 16 replications."""
    noise = np.tile([-1.0, 1.0], 8)
    first = np.full(16, 100.0)
    return {
        name: paired_difference(("a", "b"), first, first + noise + shift, measure_named(name), pairs=1)
        for name, shift in shifts.items()
    }


def test_p_values_and_intervals_say_the_same():
    first, change = np.full(12, 100.0), RNG.normal(1.0, 2.0, size=12)
    found = paired_difference(("a", "b"), first, first + change, RESOLUTION, pairs=1)
    above, below = hall_p_above(change, 0.0), hall_p_above(-change, 0.0)
    assert found.p_difference == pytest.approx(2 * min(above, below))
    assert found.p_same == pytest.approx(2 * max(hall_p_above(change, -5.0), hall_p_above(-change, -5.0)))
    assert found.p_beyond == pytest.approx(min(1, 2 * min(hall_p_above(change, 5.0), hall_p_above(-change, 5.0))))
    inside = found.interval.low >= -5.0 and found.interval.high <= 5.0
    assert (found.p_same <= 0.05) == inside  # the same thing, said twice


def test_no_p_value_is_above_one():
    first, noise = np.full(12, 100.0), np.tile([-1.0, 1.0], 6)
    for shift in (0.0, 5.0, -5.0, 40.0):  # on the line of what is worth having the larger p is one half, beyond it more
        found = paired_difference(("a", "b"), first, first + noise + shift, RESOLUTION, pairs=1)
        assert 0.0 <= found.p_same <= 1.0
    assert found.p_same == 1.0
    unknown = paired_difference(("a", "b"), first[:1], first[:1], RESOLUTION, pairs=1)
    assert math.isnan(unknown.p_same)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.2, math.nan, 0.001]) == pytest.approx([0.4, 1.0, 0.003])
    assert holm([]) == []


def test_primary_measures_are_held_together():
    strong = held_over_primaries(primaries(resolution_minutes=-30.0, felt_empathy=9.0, load_p90=9.0))
    assert [one.word for one in strong.values()] == ["better", "better", "worse"]  # less time, more empathy, less load
    assert [one.winner for one in strong.values()] == ["b", "b", "a"]
    # Alone p = 0.033, but not with two others that are weaker still.
    weak = primaries(resolution_minutes=0.0, felt_empathy=0.62, load_p90=0.62)
    assert [one.alone for one in weak.values()] == ["the same", "better", "worse"]
    held = held_over_primaries(weak).values()
    assert [one.word for one in held] == ["the same", "not settled", "not settled"]
    assert [one.reason for one in held] == ["", "more runs needed", "more runs needed"]


def test_holm_holds_its_level():
    """Three measures without any difference: at most 5% of rows name a winner anywhere (4 standard errors)."""
    rng, rows, wrong = np.random.default_rng(11), 2000, 0
    for _ in range(rows):
        noise = rng.normal(0.0, 1.0, size=(3, 8))
        row = {
            name: paired_difference(("a", "b"), np.zeros(8), values, measure_named(name), pairs=1)
            for name, values in zip(("resolution_minutes", "felt_empathy", "load_p90"), noise, strict=True)
        }
        wrong += any(one.winner for one in held_over_primaries(row).values())
    assert wrong / rows <= 0.05 + 4 * math.sqrt(0.05 * 0.95 / rows)


def test_simultaneous_intervals_hold_together():
    """Three pairs of three columns: all intervals hold at once in 95% of cases or more (4 standard errors)."""
    rng, rows, missed, alone = np.random.default_rng(12), 1500, 0, 0
    for _ in range(rows):
        columns = rng.normal(0.0, 1.0, size=(3, 8))
        pairs = [(0, 1), (0, 2), (1, 2)]
        found = [paired_difference(("a", "b"), columns[i], columns[j], RESOLUTION, pairs=3) for i, j in pairs]
        missed += any(not one.simultaneous.low <= 0.0 <= one.simultaneous.high for one in found)
        alone += any(not one.interval.low <= 0.0 <= one.interval.high for one in found)
    assert missed / rows <= 0.05 + 4 * math.sqrt(0.05 * 0.95 / rows)
    assert alone > missed  # else there would be nothing to correct
    assert simultaneous_confidence(1) == 0.95
    assert simultaneous_confidence(3) == pytest.approx(0.95 ** (1 / 3))


def test_looking_often_is_no_way_to_win():
    """Resolution time without any difference, the other two with clear ones: auto names a wrong winner in 5% at most.

    Looks at 10, 20, 30, 50, 80, 120, 180 and 200 replications, as `auto` has them (4 standard errors).
    """
    rng, rows, wrong, looks = np.random.default_rng(21), 300, 0, looks_until(200)
    assert looks == 8
    for _ in range(rows):
        noise = rng.normal(0.0, 1.0, size=(3, 200))
        done = 10
        while True:
            row = held_over_primaries(
                {
                    name: paired_difference(
                        ("a", "b"),
                        np.ones(done),
                        1.0 + shift + scale * noise[place, :done],
                        measure_named(name),
                        pairs=1,
                    )
                    for place, (name, shift, scale) in enumerate(
                        (("resolution_minutes", 0.0, 0.5), ("felt_empathy", 0.5, 0.01), ("load_p90", 0.5, 0.01))
                    )
                }
            )
            if done == 200 or all(one.settled(looks) for one in row.values()):
                break
            done = min(200, next_target(done))
        wrong += row["resolution_minutes"].winner is not None
    assert wrong / rows <= 0.05 + 0.05 + 4 * math.sqrt(0.1 * 0.9 / rows)


def test_pairs():
    assert pairs_of(("silos", "silos_plus", "pods")) == (
        ("silos", "silos_plus"),
        ("silos", "pods"),
        ("silos_plus", "pods"),
    )
    assert pairs_of(("silos_plus", "pods")) == (("silos_plus", "pods"),)
    assert pairs_of(("pods", "silos_plus", "x")) == (("pods", "silos_plus"), ("pods", "x"))
    assert pairs_of(("silos",)) == ()
