"""Rules of customers over time, worked out by hand."""

from __future__ import annotations

import math

import pytest

from sim.rules.loyalty import (
    causes_removed,
    chance_of_leaving,
    remembered_in_team,
    remembered_share,
    return_with_causes_removed,
    return_with_same_person,
    trust_after,
    trust_at_rest,
    work_with_history,
)

WEEK = 10080.0
YEAR = 365 * 1440.0


def test_remembered_share():
    assert remembered_share(0.0, 8.0) == 1.0
    assert remembered_share(8.0 * WEEK, 8.0) == pytest.approx(0.5)
    assert remembered_share(24.0 * WEEK, 8.0) == pytest.approx(0.125)
    assert remembered_share(0.0, 0.0) == 0.0


def test_work_with_history():
    assert work_with_history(10.0, 0.1, 0.5) == 9.5
    assert work_with_history(10.0, 0.1, 0.0) == 10.0


def test_returns():
    assert return_with_same_person(0.2, 1.0, 0.85) == pytest.approx(0.17)
    assert return_with_same_person(0.2, 0.5, 0.85) == pytest.approx(0.185)
    assert return_with_same_person(0.2, 0.0, 0.85) == 0.2
    assert return_with_causes_removed(0.2, 0.25) == pytest.approx(0.15)


def test_causes_removed_after_many():
    removed = 0.0
    for found in range(1, 200):
        removed = causes_removed(removed, 0.4, 0.02)
        assert removed == pytest.approx(0.4 * (1.0 - 0.98**found))
    assert causes_removed(0.0, 0.0, 1.0) == 0.0


def test_trust_after():
    assert trust_after(0.5, True, 0.1, 0.3) == 0.55
    assert trust_after(0.5, False, 0.1, 0.3) == 0.35


@pytest.mark.parametrize(("good", "gain", "loss"), [(0.7, 0.05, 0.1), (0.5, 0.2, 0.2), (0.9, 0.01, 0.3)])
def test_trust_at_rest_is_where_gains_and_losses_meet(good, gain, loss):
    rest = trust_at_rest(good, gain, loss)
    after = good * trust_after(rest, True, gain, loss) + (1.0 - good) * trust_after(rest, False, gain, loss)
    assert after == pytest.approx(rest)


def test_trust_that_nothing_moves():
    assert trust_at_rest(0.7, 0.0, 0.0) == 0.5
    assert trust_at_rest(0.7, 0.05, 0.1) == pytest.approx(0.035 / 0.065)


def test_chance_of_leaving():
    assert chance_of_leaving(YEAR, 0.25, 0.0, 1.0) == pytest.approx(1.0 - math.exp(-0.25))
    assert chance_of_leaving(YEAR, 0.25, -0.2, 2.0) == pytest.approx(1.0 - math.exp(-0.25 * math.exp(0.4)))
    assert chance_of_leaving(0.0, 0.25, 0.0, 1.0) == 0.0
    assert chance_of_leaving(YEAR, 0.0, -1.0, 20.0) == 0.0


def test_leaving_does_not_depend_on_how_often_one_looks():
    """Twelve looks in a year keep as many as one."""
    kept = (1.0 - chance_of_leaving(YEAR / 12.0, 0.25, 0.0, 1.0)) ** 12
    assert kept == pytest.approx(1.0 - chance_of_leaving(YEAR, 0.25, 0.0, 1.0))


def test_what_goes_round_in_a_team():
    assert remembered_in_team(0.0, 0.8, 0.5) == 0.4
    assert remembered_in_team(0.6, 0.8, 0.5) == 0.6
    assert remembered_in_team(0.3, 1.0, 0.0) == 0.3
