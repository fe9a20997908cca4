"""Coming back and technology against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from sim.rules.returns import delay_minutes, distress_on_return, return_probability
from sim.rules.technology import (
    assisted_speed,
    context_with_technology,
    routed_misroute_share,
    routed_work_minutes,
)

# --- coming back --------------------------------------------------------------------------------------


def test_return_probability():
    assert return_probability(0.0, 0.0, 0.0, 1.0, 0, 0.125, 0.5, 0.5, 0.5, 0.5) == 0.125  # nothing told, nothing lost
    assert return_probability(0.5, 3.0, 0.0, 1.0, 0, 0.125, 0.5, 0.5, 0.5, 0.5) == 0.375  # half of it lost
    assert return_probability(1.0, 3.0, 0.5, 1.0, 0, 0.125, 0.5, 0.5, 0.5, 0.5) == 0.375  # half tired
    assert return_probability(1.0, 3.0, 0.0, 0.75, 0, 0.125, 0.5, 0.5, 0.5, 0.5) == 0.25  # a quarter of it missing
    assert return_probability(1.0, 3.0, 0.0, 1.0, 1, 0.125, 0.5, 0.5, 0.5, 0.5) == 0.625  # sent astray once
    assert return_probability(0.0, 3.0, 1.0, 0.0, 3, 0.125, 0.5, 0.5, 0.5, 0.5) == 1.0  # clipped


def test_delay_minutes():
    assert delay_minutes(0.5, 0.0, False) == 0.0
    assert delay_minutes(1.0 - math.exp(-1.0), 30.0, False) == pytest.approx(30.0, abs=1e-6)
    assert delay_minutes(0.3, 30.0, True) == 30.0
    assert delay_minutes(0.3, 30.0, False) * 2.0**20 % 1.0 == 0.0  # on the time grid


def test_distress_on_return():
    assert distress_on_return(0.25, 0.5) == 0.75
    assert distress_on_return(0.75, 0.5) == 1.0


# --- technology ---------------------------------------------------------------------------------------


def test_context_with_technology():
    assert context_with_technology(0.25, 0.5) == 0.5
    assert context_with_technology(0.75, 0.5) == 0.75  # whoever listened knows more


def test_assisted_speed():
    assert assisted_speed(0.5, 1.0, 0.5, 0.5) == 0.75  # a novice: 0.5 * 1.5
    assert assisted_speed(0.25, 1.0, 0.5, 0.5) == 0.375  # no more than a novice gains
    assert assisted_speed(0.75, 1.0, 0.5, 0.5) == 0.9375  # half-way: 0.75 * 1.25
    assert assisted_speed(0.5, 0.5, 0.5, 0.5) == 0.625  # half of the dial
    assert assisted_speed(1.25, 1.0, 0.5, 0.5) == 1.25  # an expert
    assert assisted_speed(0.5, 0.0, 0.5, 0.5) == 0.5


def test_routed_work_minutes():
    assert routed_work_minutes(8.0, 0.5, 0.25) == 7.0
    assert routed_work_minutes(8.0, 0.0, 0.25) == 8.0


def test_routed_misroute_share():
    assert routed_misroute_share(0.5, 0.5, 0.5) == 0.375
    assert routed_misroute_share(0.5, 1.0, 1.0) == 0.0
