"""Which assumptions a difference rests on: found where there is an effect, silent where there is none."""

import math

import numpy as np
import pytest

from sim.exploring.plausibility import Plausibility
from sim.exploring.sensitivity import FALSE_ALARMS, LEAST_FREEDOM, rests_on
from sim.exploring.shared_luck import WorldDifferences
from sim.exploring.worlds import Worlds
from sim.scenario.ledger import Assumption

PAIR = ("silos", "pods")


def made(values, difference):
    """Worlds with these values, float64[n, k], and this difference, float64[n]."""
    names = [f"policy.number_{place}" for place in range(values.shape[1])]
    some = tuple(
        Assumption(name, name, (name,), 0.5, 0.0, 1.0, "share", False, "assumption", "", name, "swept")
        for name in names
    )
    differences = WorldDifferences(difference, np.ones(len(values)), (), ("same",) * len(values))
    fits = Plausibility({}, (), len(values))
    return Worlds(some, values, {PAIR: {"resolution_minutes": differences}}, 0, fits, ("volume", "work"), 0, 2, 1)


def test_the_heaviest_come_first_with_their_direction():
    values = np.random.default_rng(3).random((200, 6))
    difference = -8.0 * values[:, 4] + 3.0 * values[:, 1] + np.random.default_rng(4).normal(0.0, 0.5, 200)
    rests = rests_on(made(values, difference), PAIR)
    weights = rests.weights
    assert rests.certain == weights[:2]
    assert [one.assumption.name for one in weights[:2]] == ["policy.number_4", "policy.number_1"]
    assert weights[0].slope < 0 < weights[1].slope
    assert [one.certain for one in weights] == [True, True, False, False, False, False]
    assert 0.75 < weights[0].share < 0.95
    assert sum(one.share for one in weights) < 1.1


def test_ranks_bear_what_is_not_straight():
    values = np.random.default_rng(3).random((200, 3))
    rests = rests_on(made(values, np.exp(9.0 * values[:, 0])), PAIR)
    assert rests.weights[0].share > 0.98
    assert rests.r2 > 0.98


@pytest.mark.parametrize(("signal", "expected"), [(0.0, 0.0), (1.0, 0.5)])
def test_r2_is_what_assumptions_explain_together_and_nothing_for_being_many(signal, expected):
    rng, found = np.random.default_rng(5), []
    for _ in range(60):
        values = rng.random((120, 40))
        of_one = (values[:, 0] - 0.5) * math.sqrt(12.0)
        found.append(rests_on(made(values, signal * of_one + rng.normal(size=120)), PAIR).r2)
    assert np.mean(found) == pytest.approx(expected, abs=0.07)  # never below 0, so a little above where nothing is


def test_false_alarms_are_as_rare_as_said():
    rng, rows, wrong = np.random.default_rng(8), 400, 0
    for _ in range(rows):
        wrong += bool(rests_on(made(rng.random((120, 20)), rng.normal(size=120)), PAIR).certain)
    assert wrong / rows <= FALSE_ALARMS + 4 * math.sqrt(FALSE_ALARMS / rows)


@pytest.mark.parametrize(("n", "k"), [(LEAST_FREEDOM + 5, 6), (0, 3)])
def test_too_few_worlds_tell_nothing(n, k):
    values = np.random.default_rng(1).random((n, k))
    found = rests_on(made(values, values.sum(axis=1)), PAIR)
    assert found.weights == ()
    assert math.isnan(found.r2)


def test_worlds_that_are_not_known_are_left_out():
    values = np.random.default_rng(3).random((200, 3))
    difference = values[:, 0].copy()
    difference[:20] = math.nan
    assert rests_on(made(values, difference), PAIR).weights[0].share > 0.98
    assert rests_on(made(values, np.zeros(200)), PAIR).weights == ()
