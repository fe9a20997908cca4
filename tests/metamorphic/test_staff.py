"""Staff over weeks: absent at zero, and a newcomer in one department moves nothing in another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings

from sim.formation.arrays import SLOW
from sim.records.tables import first_difference
from sim.scenario.declaration import declaration_of
from sim.scenario.over_time import Staff
from tests.equivalence.slow_clocks import slow_scenarios
from tests.metamorphic.columns import QUIET, assert_alike, inputs_for, run


def absent_value(field) -> float | bool | None:
    """The value at which a setting of the slow clock does nothing; None where another one decides that."""
    absent = declaration_of(field).absent
    return bool(absent) if field.annotation is bool and absent is not None else absent


BLOCKS = ("learning", "familiarity", "staff", "loyalty")
ABSENT = {
    name: {key: absent_value(field) for key, field in block.model_fields.items()}
    for name, block in zip(BLOCKS, SLOW, strict=True)
}
AT_ZERO = {name: {key: value for key, value in block.items() if value is not None} for name, block in ABSENT.items()}
# What does nothing while nobody leaves, nobody is strained for it, and nobody's effort is lost.
INERT = {
    "hiring_weeks": 9.0,
    "training_weeks": 9.0,
    "newcomer_weeks": 2.0,
    "newcomers_kept_by_assist": 1.0,
    "leaving_past_occupancy": 0.1,
    "overwork_line": 0.1,
    "sick_share": 1.0,
    "effort_erosion_weeks": 1.0,
    "effort_recovery_weeks": 1.0,
    "return_per_effort_lost": 1.0,
    "load_memory_weeks": 1.0,
}


def with_slow(description: dict, clock: bool, over_time: dict) -> dict:
    """The same scenario with the slow clock on or off, and these settings of it."""
    return {**description, "time": {**description["time"], "slow_clock": clock}, "over_time": over_time}


@settings(max_examples=6, suppress_health_check=list(HealthCheck), **QUIET)
@given(slow_scenarios())
def test_every_dial_at_its_zero_is_as_the_clock_off(description):
    off = run(inputs_for(with_slow(description, False, {})))
    on = run(inputs_for(with_slow(description, True, AT_ZERO)))
    assert_alike(off, replace(on, events=off.events))
    inert = {**AT_ZERO, "staff": {**AT_ZERO["staff"], **INERT}}
    assert_alike(off, replace(run(inputs_for(with_slow(description, True, inert))), events=off.events))


def test_every_setting_of_staff_is_zero_or_inert():
    assert set(Staff.model_fields) == AT_ZERO["staff"].keys() | INERT.keys()


APART = {
    "name": "apart",
    "open": "mon-fri 08:00-16:00",
    "time": {"warm_up_weeks": 0, "measured_weeks": 6, "slow_clock": True},
    "demand": {
        "channels": {"mail": {"cases_per_week": 300}},
        "needs": {name: {"first_share": 0.5, "work_minutes": 12} for name in ("sales", "bills")},
    },
    "people": {
        "shifts": {"day": "mon-fri 08:00-16:00"},
        "fatigue": {"rise_half_life_minutes": 120},
        "groups": [{"function": name, "count": 5} for name in ("sales", "bills")],
    },
    "policy": {"misroute_share": 0, "walls": True, "borrowing": "none"},
    "formations": {"random_column": {"partition": "by_function"}},
    "over_time": {
        "staff": {"leaving_per_year": 6, "hiring_weeks": 1, "training_weeks": 1},
        "loyalty": {"account_memory_weeks": 0},  # an account may be served by both
    },
}


def test_other_people_in_one_department_move_nothing_in_the_other():
    """One person of sales has other draws: leaves, or stays, in other weeks. Bills has the same weeks."""
    inputs = inputs_for(APART)
    key = inputs.people.key.copy()
    key[0] += np.uint64(1)
    before, after = run(inputs), run(replace(inputs, people=replace(inputs.people, key=key)))
    bills = inputs.people.function == 1
    weeks = [(found.weeks[bills[found.weeks["person"]]], found.weeks) for found in (before, after)]
    assert first_difference(weeks[0][0], weeks[1][0]) is None
    assert first_difference(weeks[0][1], weeks[1][1]) is not None
    assert weeks[0][0]["left"].any()
    first = [found.contacts[np.isin(found.contacts["last_person"], np.flatnonzero(bills))] for found in (before, after)]
    assert first_difference(first[0], first[1]) is None
