"""With the slow clock on, whoever is at par, and learning that is absent, change no row."""

from __future__ import annotations

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings

from sim.scenario.over_time import Familiarity, Learning
from tests.equivalence.random_blocks import absent_over_time
from tests.equivalence.random_scenarios import scenarios
from tests.metamorphic.columns import QUIET, difference, inputs_for, records_for, run
from tests.metamorphic.desks import BUSY_DESK

MORE = {
    "familiarity_weeks": 3.0,
    "familiarity_misroutes": 4.0,
    "familiarity_takeovers": 4.0,
    "familiarity_variety": 0.5,
    "dip_share": 0.5,
    "dip_weeks": 9.0,
}
FADING = {
    "learning_progress_ratio": 0.6,
    "learning_half_life_weeks": 0.5,
    "learning_keeps_share": 1.0,
    "learning_newcomer_experience": 0.01,
}
PRACTISED = {name: {"practice_shares": {name: 0.8, "tech": 0.2}} for name in ("sales", "bills")}
PRACTISED["tech"] = {"practice_shares": {"tech": 0.8}}


def slow(description: dict, on: bool = True, weeks: int | None = None, **blocks: dict) -> dict:
    """The same scenario over weeks, with everything absent that is not said. blocks: learning, familiarity."""
    found = deepcopy(description)
    found["time"] |= {"slow_clock": on} | ({} if weeks is None else {"measured_weeks": weeks})
    found["over_time"] = {name: {**numbers, **blocks.get(name, {})} for name, numbers in absent_over_time().items()}
    return found


@settings(max_examples=12, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios())
def test_a_clock_at_which_nothing_happens_changes_nothing(description):
    assert difference(records_for(slow(description, on=False)), records_for(slow(description))) is None


@settings(max_examples=12, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios())
def test_who_is_at_par_with_their_team_gains_and_loses_nothing(description):
    assert difference(records_for(slow(description)), records_for(slow(description, familiarity=MORE))) is None


@settings(max_examples=12, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios())
def test_experience_that_is_nothing_changes_nothing(description):
    learning = FADING | {"learning_progress_ratio": 1.0}
    assert difference(records_for(slow(description)), records_for(slow(description, learning=learning))) is None


@pytest.fixture(scope="module")
def fading():
    """Records of a desk where skills fade fast."""
    return pods(learning=FADING)


def pods(**blocks):
    return run(inputs_for(slow(BUSY_DESK, weeks=3, usual=PRACTISED, **blocks), ["pods"]))


@pytest.mark.parametrize(
    "learning",
    [
        {"learning_progress_ratio": 0.9},
        {"learning_half_life_weeks": 5.0},
        {"learning_keeps_share": 0.5},
        {"learning_by_listening": 1.0},
        {"learning_from_peers": 1.0},
        {"learning_from_peers": 1.0, "learning_peers_enough": 30.0},
        {"learning_newcomer_experience": 0.9},
    ],
)
def test_each_dial_of_learning_does_something(fading, learning):
    assert difference(fading, pods(learning=FADING | learning)) is not None


def test_every_dial_is_seen():
    assert set(MORE) == set(Familiarity.model_fields)
    assert all(name.startswith("learning_") for name in Learning.model_fields)
