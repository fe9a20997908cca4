"""The two engines write equal records while people come and go."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import build_scenario
from tests.equivalence.agreement import assert_engines_agree, inputs_of
from tests.equivalence.random_scenarios import on_whole_minutes
from tests.equivalence.slow_clocks import slow_scenarios

left: list[int] = []


@settings(max_examples=16, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(slow_scenarios(), st.booleans())
def test_engines_agree_over_weeks(description: dict, whole_minutes: bool) -> None:
    inputs = inputs_of(build_scenario(description), ["random_column"], replications=2)
    if whole_minutes:
        inputs = replace(inputs, tape=on_whole_minutes(inputs.tape))
    (records,) = assert_engines_agree(inputs)
    left.append(int(records.weeks["left"].sum()))


def test_people_left_in_these_runs() -> None:
    """So that the test above, which runs before, says something."""
    assert not left or sum(count > 0 for count in left) >= 2
