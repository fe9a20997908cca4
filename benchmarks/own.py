"""podsim's two engines on the common workloads: departments of one function each, and nothing but queues.

The customers of the workload take the place of those that a scenario would draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.workloads import Workload
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.records.tables import Records

FOR_EVER = 1e6  # minutes


@dataclass(frozen=True)
class Given:
    """What both engines are handed, in the order in which they take it."""

    tape: Tape
    customers: Customers
    people: People
    roster: Roster
    formation: Formation

    def __iter__(self) -> Iterator[object]:
        """In that order."""
        return iter((self.tape, self.customers, self.people, self.roster, self.formation))


PLAIN = {
    "coordination_share": 0,
    "retelling_share": 0,
    "changeover_minutes": 0,
    "misroute_share": 0,
    "queue_order": "joined",
}


def prepared(workload: Workload, *, policy: dict = PLAIN, people: dict | None = None) -> Given:
    """Everything that a run of the workload needs. policy, people: settings of a scenario."""
    from sim.demand.customers import build_customers
    from sim.formation import build_formation, build_people, build_roster
    from sim.scenario import build_scenario

    scenario = build_scenario(_description(workload, policy, people or {}))
    end = float(workload.arrival[-1]) + 1.0
    customers = replace(build_customers(scenario), cohort_start=0.0, cohort_end=end, end=end + FOR_EVER)
    people = build_people(scenario)
    roster = build_roster(people, customers.end)
    return Given(_tape(workload, customers.end), customers, people, roster, build_formation(scenario, "silos", people))


def core(given: Given) -> Records:
    """One replication by the compiled core."""
    from sim.core import run_core

    return run_core(*given, threads=1)


def agents(given: Given) -> Records:
    """One replication by the agents."""
    from sim.agents import run_agents

    return run_agents(*given)


def mean_wait(records: Records) -> float:
    """Over all visits, minutes. Raises AssertionError where somebody did not get through."""
    rows = records.contacts
    assert not np.isnan(rows["ended_at"]).any(), "somebody was not served"
    return float(rows["queue_minutes"].sum() / rows["steps"].sum())


def _tape(workload: Workload, end: float) -> Tape:
    visits = np.diff(workload.first)
    row = np.repeat(np.arange(workload.customers), visits)
    place = np.arange(workload.visits) - workload.first[row]
    need = np.full((workload.customers, int(visits.max())), -1, dtype=np.int8)
    work = np.zeros(need.shape)
    need[row, place], work[row, place] = workload.station, workload.service
    none = np.zeros(workload.customers)
    return Tape(
        first_replication=0,
        replication_key=np.array([1], dtype=np.uint64),
        first_case=np.array([0, workload.customers]),
        arrival=workload.arrival,
        deadline=none + end,
        lineage=np.arange(workload.customers, dtype=np.uint64),
        account=none.astype(np.int32),
        channel=none.astype(np.int8),
        language=none.astype(np.int8),
        needs=visits.astype(np.int8),
        need=need,
        hidden=np.zeros(need.shape, dtype=bool),
        work=work,
        ambiguity=none,
        distress=none,
        patience=none + np.inf,
    )


def _description(workload: Workload, policy: dict, people: dict) -> dict:
    names = [f"department_{number}" for number in range(len(workload.servers))]
    return {
        "name": "common",
        "open": "always",
        "demand": {
            "channels": {"line": {"cases_per_week": 1000}},
            "needs": {name: {"first_share": 1.0 / len(names), "work_minutes": 1} for name in names},
            "work_distribution": "exponential",
        },
        "people": {
            "shifts": {"round_the_clock": "always"},
            "away_share": 0,
            **people,
            "groups": [{"function": n, "count": c} for n, c in zip(names, workload.servers, strict=True)],
        },
        "policy": policy,
    }
