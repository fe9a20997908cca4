"""Words, targets and pairs of numbers small enough to work out, at their edges too."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.comparison.intervals import Interval, word_confidence
from sim.comparison.statistics import (
    Difference,
    held_over_primaries,
    judged_targets,
    pair_name,
    paired_difference,
    paired_differences,
    pairs_of,
)
from sim.measures import MEASURES, PRIMARY, measure_named

UNSURE = Difference(
    "a", "b", "felt_empathy", 16, Interval(1.0, -9.0, 11.0), Interval(1.0, -9.0, 11.0), "not settled",
    "more runs needed", "not settled", 4.0, 1.0, 1.0, 1.0, 1.0,
)  # fmt: skip
AT_LEVEL = 1.0 - word_confidence(16)


def wide(half_width):
    return Interval(0.0, -half_width, half_width)


@pytest.mark.parametrize(("half_width", "narrow"), [(1.0, True), (2.0, True), (2.5, False), (7.0, False)])
def test_an_interval_of_half_of_what_is_worth_having_settles(half_width, narrow):
    assert replace(UNSURE, simultaneous=wide(half_width)).settled() == narrow


@pytest.mark.parametrize("name", ["p_beyond_jointly", "p_same_jointly"])
def test_an_answer_that_is_certain_at_every_look_settles(name):
    sure = replace(UNSURE, **{name: 0.02})
    assert [sure.settled(looks) for looks in (1, 2, 3)] == [True, True, False]
    just = replace(UNSURE, **{name: AT_LEVEL / 2})
    assert [just.settled(looks) for looks in (1, 2, 3)] == [True, True, False]
    few = replace(sure, replications=9)
    assert not few.settled()  # which needs 0.01


def held(**changes):
    """The word of felt empathy alone, and why it is not settled."""
    one = held_over_primaries({"felt_empathy": replace(UNSURE, **changes)})["felt_empathy"]
    return one.word, one.reason


def test_p_values_of_just_the_level_are_certain():
    assert held() == ("not settled", "more runs needed")
    assert held(p_difference=AT_LEVEL) == ("not settled", "direction sure, size not")
    assert held(p_difference=AT_LEVEL, p_beyond=AT_LEVEL) == ("better", "")
    assert held(p_same=AT_LEVEL) == ("the same", "")
    assert held(p_difference=AT_LEVEL, p_same=AT_LEVEL) == ("better, too little to matter", "")
    down = Interval(-0.5, -1.0, 0.0)
    assert held(p_difference=AT_LEVEL, p_beyond=AT_LEVEL, interval=down) == ("worse", "")
    up = Interval(0.5, 0.0, 1.0)
    assert held(p_difference=AT_LEVEL, p_beyond=AT_LEVEL, interval=up) == ("better", "")


def test_what_too_few_runs_know_stays_unknown():
    assert held(reason="too few runs know it", p_beyond=0.0, p_difference=0.0) == (
        "not settled",
        "too few runs know it",
    )


def test_the_variance_cut_by_hand():
    first, second = np.array([0.0, 2.0]), np.array([0.5, 3.0])  # variances 2 and 3.125, of the change 0.125
    found = paired_difference(("a", "b"), first, second, measure_named("felt_empathy"), pairs=1)
    assert found.variance_cut == pytest.approx((2.0 + 3.125) / 0.125)
    one = paired_difference(("a", "b"), first[:1], second[:1], measure_named("felt_empathy"), pairs=1)
    assert math.isnan(one.variance_cut)


def test_primary_measures_alone_where_they_are_asked_for():
    samples = {column: {one.name: np.arange(3.0) for one in MEASURES} for column in ("silos", "pods")}
    both = [paired_differences(samples, ("silos", "pods"), {}, primary_only=only) for only in (True, False)]
    assert [set(found[("silos", "pods")]) for found in both] == [set(PRIMARY), {one.name for one in MEASURES}]


def test_pairs_that_begin_with_the_first_column_come_once():
    assert pairs_of(("pods_today", "pods")) == (("pods_today", "pods"),)
    assert pairs_of(("x", "silos_plus", "pods")) == (("x", "silos_plus"), ("x", "pods"), ("silos_plus", "pods"))
    assert pair_name("silos", "pods") == "silos→pods"


def target(line, upward, name="felt_empathy"):
    return SimpleNamespace(name=name, line=line, upward=upward)


def test_targets_by_hand():
    values = {"felt_empathy": 10.0 + np.tile([-1.0, 1.0], 8)}
    assert judged_targets(values, (target(5.0, True),)) == ("met",)
    assert judged_targets(values, (target(5.0, False),)) == ("missed",)
    assert judged_targets(values, (target(15.0, False),)) == ("met",)
    assert judged_targets(values, (target(15.0, True),)) == ("missed",)
    assert judged_targets(values, (target(10.1, True), target(9.9, True))) == ("not settled", "not settled")
    assert judged_targets({"felt_empathy": np.array([])}, (target(5.0, True),)) == ("not settled",)


def test_a_target_of_few_runs_needs_more_certainty():
    few = np.array([9.0, 11.0, 9.0, 11.0, math.nan])  # t = 3.46 with 3 degrees: p = 0.04
    assert judged_targets({"felt_empathy": few}, (target(8.0, True),)) == ("not settled",)
    assert judged_targets({"felt_empathy": np.tile(few, 3)}, (target(8.0, True),)) == ("met",)
