"""Needs that follow each other form a Jackson network: each department is an M/M/c queue of its own (evidence 3.4)."""

from __future__ import annotations

import numpy as np
import pytest

from sim.scenario import build_scenario
from tests.theory.closed_forms import mean_wait
from tests.theory.estimates import assert_agrees, ratio, totals

PER_WEEK = 1000.0
FIRST = np.array([0.7, 0.2, 0.1])
FOLLOWS = np.array([[0.0, 0.3, 0.2], [0.2, 0.0, 0.2], [0.1, 0.3, 0.0]])
WORK = np.array([6.0, 12.0, 18.0])  # minutes
SERVERS = np.array([1, 1, 2])
NAMES = ("desk", "tech", "bills")


def description() -> dict:
    """Departments that customers go through as the need graph says; changes of hands cost nothing."""
    needs = {
        name: {
            "first_share": float(FIRST[f]),
            "work_minutes": float(WORK[f]),
            "then": {other: float(FOLLOWS[f, g]) for g, other in enumerate(NAMES) if FOLLOWS[f, g]},
        }
        for f, name in enumerate(NAMES)
    }
    return {
        "name": "jackson",
        "open": "always",
        "time": {"warm_up_weeks": 1, "measured_weeks": 20},
        "demand": {
            "channels": {"line": {"cases_per_week": PER_WEEK, "horizon_open_minutes": 10080}},
            "needs": needs,
            "work_distribution": "exponential",
            "busyness_cv": 0,
            "max_needs": 16,
        },
        "people": {
            "shifts": {"round_the_clock": "always"},
            "away_share": 0,
            "groups": [{"function": n, "count": int(c)} for n, c in zip(NAMES, SERVERS, strict=True)],
        },
        "policy": {
            "coordination_share": 0,
            "retelling_share": 0,
            "changeover_minutes": 0,
            "misroute_share": 0,
            "queue_order": "joined",
        },
    }


@pytest.mark.slow
def test_waits_add_up_over_the_network():
    visits = FIRST @ np.linalg.inv(np.eye(3) - FOLLOWS)  # per case
    load = PER_WEEK / 10080.0 * visits * WORK / SERVERS
    waits = WORK * [mean_wait(int(c), float(rho)) for c, rho in zip(SERVERS, load, strict=True)]
    found = totals(
        build_scenario(description()),
        "silos",
        replications=200,
        wait=lambda rows: rows["queue_minutes"],
        work=lambda rows: rows["work_minutes"],
        steps=lambda rows: rows["steps"],
    )
    assert_agrees(ratio(found["steps"], found["cases"]), float(visits.sum()), "visits per case")
    assert_agrees(ratio(found["work"], found["cases"]), float(visits @ WORK), "work per case")
    assert_agrees(ratio(found["wait"], found["cases"]), float(visits @ waits), f"waits at loads {load.round(2)}")
