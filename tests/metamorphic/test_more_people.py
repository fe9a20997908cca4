"""Costs follow the people attached to a case, never headcount: doubling a silo changes no step's minutes."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.foundation.kinds import SegmentKind
from sim.records.tables import STEP_PARTS
from tests.equivalence.random_scenarios import scenarios
from tests.metamorphic.columns import QUIET, in_other_teams, records_for, with_settings

# Who of a silo takes a case a second time is chance, so it must either not happen or not cost anything.
NEVER_THE_SAME_SILO_TWICE = {"misroute_share": 0.0}
NO_MATTER_WHO = {"retelling_share": 0.0, "changeover_minutes": 0.0, "link_minutes": 0.0}
# More people have more rest and are not so hurried, more of them join a step, and who of them owns a case is chance.
NO_MATTER_HOW_MANY = {
    "time.slow_clock": False,
    "together": "none",
    "fatigue.rise_half_life_minutes": 0.0,
    "owner": "none",
    "return_to": "front",
}


def silos(description: dict, times: int, dials: dict) -> dict:
    """Departments without second skills, each with `times` as many people."""
    groups = [
        {"function": group["function"], "count": times * group["count"], "shifts": ["all"]}
        for group in description["people"]["groups"]
    ]
    changed = {**description, "people": {**description["people"], "groups": groups, "pace_cv": 0.0}}
    changed = in_other_teams(changed, {"partition": "by_function"})
    return with_settings(changed, {"wings": 0, "lead": "rotating", **dials, **NO_MATTER_HOW_MANY})


def step_minutes(description: dict) -> dict:
    """(replication, case, what happened in earlier contacts, step) -> need, attempt and minutes part by part."""
    records = records_for(description)
    before: dict[tuple, tuple] = {}
    for row in records.contacts:
        replication, case, contact, outcome, steps = row[["replication", "case", "contact", "outcome", "steps"]].item()
        before[replication, case, contact + 1] = (*before.get((replication, case, contact), ()), (outcome, steps))
    rows = records.segments[records.segments["kind"] == SegmentKind.STEP]
    columns = ["apparent", "need", "need_position", "attempt", *STEP_PARTS]
    found = {}
    for row in rows:
        replication, case, contact, step = row[["replication", "case", "contact", "step"]].item()
        found[replication, case, before.get((replication, case, contact), ()), step] = row[columns].item()
    return found


@settings(max_examples=30, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios(), st.sampled_from([NEVER_THE_SAME_SILO_TWICE, NO_MATTER_WHO]))
def test_doubling_a_silo_changes_no_steps_minutes(description, dials):
    once, twice = (step_minutes(silos(description, times, dials)) for times in (1, 2))
    both = once.keys() & twice.keys()
    assert len(both) >= 0.5 * len(once)
    assert {key: once[key] for key in both} == {key: twice[key] for key in both}
