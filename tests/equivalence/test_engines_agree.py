"""The two engines write equal records, times included, ties abounding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import build_scenario
from tests.equivalence.agreement import assert_engines_agree, inputs_of
from tests.equivalence.random_scenarios import on_whole_minutes, scenarios, wait_outside

QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


def check(description: dict, whole_minutes: bool, slow_clock: bool) -> None:
    description = description | {"time": {**description["time"], "slow_clock": slow_clock}}
    inputs = inputs_of(build_scenario(description), ["random_column"], replications=2)
    if whole_minutes:
        inputs = replace(inputs, tape=on_whole_minutes(inputs.tape))
    assert_engines_agree(inputs)


@settings(max_examples=40, **QUIET)
@given(scenarios(), st.booleans(), st.booleans())
def test_engines_agree_on_a_few_random_scenarios(description: dict, whole_minutes: bool, slow_clock: bool) -> None:
    check(description, whole_minutes, slow_clock)


@settings(max_examples=15, **QUIET)
@given(scenarios(), st.booleans(), st.booleans(), st.sampled_from([3.0, 200.0]))
def test_engines_agree_where_cases_wait_outside(
    description: dict, whole_minutes: bool, slow_clock: bool, minutes: float
) -> None:
    wait_outside(description, minutes)
    check(description, whole_minutes, slow_clock)


@pytest.mark.slow
@settings(max_examples=300, **QUIET)
@given(scenarios(), st.booleans(), st.booleans(), st.booleans())
def test_engines_agree_on_three_hundred_scenarios(
    description: dict, whole_minutes: bool, slow_clock: bool, outside: bool
) -> None:
    if outside:
        wait_outside(description, 60.0)
    check(description, whole_minutes, slow_clock)
