"""Which assumptions a difference rests on: found where there is an effect, silent where there is none."""

import math

import numpy as np
import pytest

from sim.exploring.sensitivity import FALSE_ALARMS, rests_on
from sim.exploring.worlds import WorldDifferences, Worlds
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
    return Worlds(some, values, {PAIR: {"resolution_minutes": differences}}, 0, 3, 1, 1)


def test_the_heaviest_come_first_with_their_direction():
    values = np.random.default_rng(3).random((200, 6))
    difference = -8.0 * values[:, 4] + 3.0 * values[:, 1] + np.random.default_rng(4).normal(0.0, 0.5, 200)
    weights = rests_on(made(values, difference), PAIR)
    assert [one.assumption.name for one in weights[:2]] == ["policy.number_4", "policy.number_1"]
    assert weights[0].slope < 0 < weights[1].slope
    assert [one.certain for one in weights] == [True, True, False, False, False, False]
    assert 0.75 < weights[0].share < 0.95
    assert sum(one.share for one in weights) < 1.1


def test_ranks_bear_what_is_not_straight():
    values = np.random.default_rng(3).random((200, 3))
    weights = rests_on(made(values, np.exp(9.0 * values[:, 0])), PAIR)
    assert weights[0].share > 0.98


def test_false_alarms_are_as_rare_as_said():
    rng, rows, wrong = np.random.default_rng(8), 400, 0
    for _ in range(rows):
        weights = rests_on(made(rng.random((120, 20)), rng.normal(size=120)), PAIR)
        wrong += any(one.certain for one in weights)
    assert wrong / rows <= FALSE_ALARMS + 4 * math.sqrt(FALSE_ALARMS / rows)


@pytest.mark.parametrize(("n", "k"), [(20, 6), (0, 3)])
def test_too_few_worlds_tell_nothing(n, k):
    values = np.random.default_rng(1).random((n, k))
    assert rests_on(made(values, values.sum(axis=1)), PAIR) == ()


def test_worlds_that_are_not_known_are_left_out():
    values = np.random.default_rng(3).random((200, 3))
    difference = values[:, 0].copy()
    difference[:20] = math.nan
    assert rests_on(made(values, difference), PAIR)[0].share > 0.98
    assert rests_on(made(values, np.zeros(200)), PAIR) == ()
