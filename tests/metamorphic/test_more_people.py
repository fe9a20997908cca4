"""Costs follow the people attached to a case, never headcount: doubling a silo changes no step's minutes."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.records.tables import STEP_PARTS, SegmentKind
from tests.equivalence.random_scenarios import plain_scenarios
from tests.metamorphic.columns import QUIET, records_for

# Who of a silo takes a case a second time is chance, so it must either not happen or not cost anything.
NEVER_THE_SAME_SILO_TWICE = {"misroute_share": 0.0}
NO_MATTER_WHO = {"retelling_share": 0.0, "changeover_minutes": 0.0, "link_minutes": 0.0}


def silos(description: dict, times: int, dials: dict) -> dict:
    """Departments without second skills, each with `times` as many people."""
    groups = [
        {"function": group["function"], "count": times * group["count"], "shifts": ["all"]}
        for group in description["people"]["groups"]
    ]
    policy = {**description["formations"]["random_column"]["policy"], "wings": 0, "lead": "rotating", **dials}
    return {
        **description,
        "people": {**description["people"], "groups": groups, "pace_cv": 0.0},
        "formations": {"random_column": {"partition": "by_function", "policy": policy}},
    }


def step_minutes(description: dict) -> dict:
    """(replication, case, step) -> need, attempt and minutes part by part."""
    rows = records_for(description).segments
    rows = rows[rows["kind"] == SegmentKind.STEP]
    columns = ("apparent", "need", "need_position", "attempt", *STEP_PARTS)
    return {tuple(row[["replication", "case", "step"]]): tuple(row[list(columns)]) for row in rows}


@settings(max_examples=30, suppress_health_check=list(HealthCheck), **QUIET)
@given(plain_scenarios(), st.sampled_from([NEVER_THE_SAME_SILO_TWICE, NO_MATTER_WHO]))
def test_doubling_a_silo_changes_no_steps_minutes(description, dials):
    once, twice = (step_minutes(silos(description, times, dials)) for times in (1, 2))
    both = once.keys() & twice.keys()
    assert len(both) >= 0.5 * len(once)
    assert {key: once[key] for key in both} == {key: twice[key] for key in both}
