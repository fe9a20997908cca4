"""A desk of few settings over many weeks; of what changes over weeks all is absent but for what is asked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.demand.tape import Customers
from sim.records.tables import Records
from sim.scenario import build_scenario
from sim.scenario.scenario_settings import Scenario
from tests.equivalence.random_blocks import absent_over_time
from tests.theory.agreement import blocks

WEEK = 10080.0


def desk(
    count: int,
    weeks: int,
    cases_per_week: float,
    over_time: dict[str, dict],
    *,
    work_minutes: float = 6.0,
    shifts: str = "always",
    away_share: float = 0.0,
    agent_assist: float = 0.0,
    **demand: dict,
) -> Scenario:
    """People of one function with work of a fixed length, by day and night.

    over_time: block -> settings that are not absent. demand: further blocks of it.
    """
    over = absent_over_time()
    for block, settings in over_time.items():
        over[block] |= settings
    return build_scenario({
        "name": "weeks",
        "open": "always",
        "time": {"warm_up_weeks": 0, "measured_weeks": weeks, "slow_clock": True},
        "demand": {
            "channels": {"line": {"cases_per_week": cases_per_week, "horizon_open_minutes": 10080}},
            "needs": {"task": {"first_share": 1, "work_minutes": work_minutes, "work_cv": 0}},
            "busyness_cv": 0,
            "hidden_share": 0,
            **demand,
        },
        "people": {
            "shifts": {"all": shifts},
            "away_share": away_share,
            "groups": [{"function": "task", "count": count, "shifts": ["all"]}],
        },
        "policy": {
            "assignment": "greedy", "misroute_share": 0, "wings": 0, "changeover_minutes": 0,
            "agent_assist": agent_assist,
        },
        "over_time": over,
        "formations": {"only": {"partition": "pool"}},
    })  # fmt: skip


def weeks_of(scenario: Scenario, replications: int, column: str = "only") -> np.ndarray:
    """Rows of weeks that were measured. PERSON_WEEK[R * P, W]."""
    found = []
    for customers, records in blocks(scenario, column, replications):
        people = records.people.size // np.unique(records.people["replication"]).size
        rows = records.weeks.reshape(-1, customers.weeks, people)[:, : scenario.time.measured_weeks]
        found.append(rows.transpose(0, 2, 1).reshape(-1, scenario.time.measured_weeks))
    return np.concatenate(found)


def runs_of(scenario: Scenario, replications: int, column: str = "only") -> Iterator[tuple[Customers, Records]]:
    """Records with segments, block by block."""
    yield from blocks(scenario, column, replications, segments=True)
