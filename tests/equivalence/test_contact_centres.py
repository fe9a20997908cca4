"""The two engines write equal records of what contact centres say: lines, places to wait, numbers of people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.foundation.kinds import Outcome, SegmentKind
from sim.scenario import build_scenario
from tests.equivalence.agreement import assert_engines_agree, inputs_of
from tests.equivalence.random_blocks import minutes
from tests.equivalence.random_scenarios import on_whole_minutes, scenarios
from tests.single_source import desk

QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}
CHOICES = ("best_fit", "longest_idle", "random", "least_busy", "in_order")
SPREADS = ("lognormal", "exponential", "gamma", "constant", "triangular")
TIMES = "mon 08:00-10:00"


@st.composite
def contact_centres(draw: st.DrawFn) -> dict:
    """A random scenario with all that a contact centre says drawn as well."""
    description = draw(scenarios())
    demand, functions = description["demand"], list(description["demand"]["needs"])
    for channel in demand["channels"].values():
        channel |= {"lines": draw(st.sampled_from([None, 1, 3])), "waiting_room": draw(st.sampled_from([None, 0, 1]))}
        channel |= {"work_minutes": {functions[0]: 3.0}, "first_needs": {functions[-1]: 1.0}}
        times = {"hours": TIMES, "work_minutes": {functions[-1]: 8.0}, "first_needs": {functions[0]: 1.0}}
        if "patience_minutes" in channel:
            channel["balking_share"] = draw(st.sampled_from([0.0, 0.3]))
            channel |= {"patience_spread": draw(st.sampled_from(["weibull", "lognormal", "gamma", "constant"]))}
            times["patience_minutes"] = 2.0
        channel["at_times"] = [times] if draw(st.booleans()) else []
    demand["ambiguity_work_correlation"] = 0.0
    for need in demand["needs"].values():
        need |= {"work_distribution": draw(st.sampled_from(SPREADS)), "work_range_minutes": [1, 12]}
        if need["work_distribution"] == "triangular":
            need["work_minutes"] = 6.0
        need |= {"after_call_minutes": draw(minutes(5)), "after_call_spread": draw(st.sampled_from(ENDS))}
    demand["coming_back"]["redial_delay"] = draw(st.sampled_from(ENDS))
    description["people"]["leavers"] = draw(st.sampled_from(["by_name", "by_count", "by_count"]))
    description["formations"]["random_column"]["policy"]["agent_choice"] = draw(st.sampled_from(CHOICES))
    return description


ENDS = ("exponential", "constant")


def check(description: dict, whole_minutes: bool, slow_clock: bool) -> None:
    description = description | {"time": {**description["time"], "slow_clock": slow_clock}}
    inputs = inputs_of(build_scenario(description), ["random_column"], replications=2)
    if whole_minutes:
        inputs = replace(inputs, tape=on_whole_minutes(inputs.tape))
    assert_engines_agree(inputs)


@settings(max_examples=40, **QUIET)
@given(contact_centres(), st.booleans(), st.booleans())
def test_engines_agree_on_a_few_contact_centres(description: dict, whole_minutes: bool, slow_clock: bool) -> None:
    check(description, whole_minutes, slow_clock)


@pytest.mark.slow
@settings(max_examples=200, **QUIET)
@given(contact_centres(), st.booleans(), st.booleans())
def test_engines_agree_on_two_hundred_contact_centres(description: dict, whole_minutes: bool, slow_clock: bool) -> None:
    check(description, whole_minutes, slow_clock)


DESK = {
    "name": "desk",
    "open": "mon 08:00-12:00",
    "time": {"warm_up_weeks": 0, "measured_weeks": 1},
    "demand": {
        "channels": {"voice": {"cases_per_week": 400, "live": True, "patience_minutes": 4, "lines": 8,
                               "waiting_room": 3, "hour_weights": [0] * 8 + [1] * 4 + [0] * 12}},
        "needs": {"help": {"first_share": 1, "work_minutes": 4, "after_call_minutes": 1}},
        "coming_back": {"redial_share": 0.4, "redial_minutes": 5, "redial_delay": "constant"},
    },
    "people": {
        "away_share": 0.1,
        "leavers": "by_count",
        "groups": [{"function": "help",
                    "staffing": {"mon 08:00-09:00": 4, "mon 09:00-10:00": 8, "mon 10:00-12:00": 5}}],
    },
    "policy": {"agent_choice": "least_busy"},
}  # fmt: skip


def test_a_desk_goes_every_way():
    """So that the tests above say something: calls are refused, given up, answered; after-calls are worked."""
    inputs = inputs_of(build_scenario(DESK), ["silos"], replications=2)
    (records,) = assert_engines_agree(inputs)
    outcomes = set(np.unique(records.contacts["outcome"]).tolist())
    assert {Outcome.RESOLVED, Outcome.ABANDONED, Outcome.BLOCKED} <= outcomes
    assert records.segments is not None
    assert SegmentKind.AFTER_CALL in records.segments["kind"]


@pytest.mark.parametrize("seed", [9, 32])
def test_who_rested_and_is_taken_in_the_event_that_settles_rests_rests_no_more(seed):
    """Whoever is put through to is taken before rests are settled, and occupied after it."""
    shifts = {"early": "mon 08:00-08:20", "all": "mon 08:00-08:40", "late": "mon 08:00-09:00"}
    demand = desk.DESK["demand"]
    channels = {name: channel | {"horizon_open_minutes": 240} for name, channel in demand["channels"].items()}
    changes = {
        "time": desk.DESK["time"] | {"measured_weeks": 1},
        "seed": seed,
        "demand": demand | {"channels": channels},
    }
    people = desk.DESK["people"] | {"shifts": shifts, "leavers": "by_count"}
    assert_engines_agree(
        inputs_of(build_scenario(desk.DESK | changes | {"people": people}), ["tiered"], replications=1)
    )
