"""The classic set of mechanisms: skill, fatigue, familiarity, patience and handoffs, over departments of some people.

Everything else that podsim knows is off; a heapq loop of the same set is in benchmarks.peers.heapq_classic.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.own import Given, prepared
from benchmarks.workloads import network
from sim.foundation.grid import grid_array

PATIENCE_MINUTES = 6.0  # mean
LEAST_SKILL = 0.6
POLICY = {
    "coordination_share": 0,
    "misroute_share": 0,
    "queue_order": "joined",
    "skill_weight": 1.0,
    "fatigue_weight": 0.2,
    "familiarity_weight": 0.1,
    "retelling_share": 0.15,
    "changeover_minutes": 0.3,
    "kept_across_share": 0.3,
}
FATIGUE = {"rise_half_life_minutes": 240, "fall_half_life_minutes": 60, "distress_weight": 0.5, "slow": 0.05}


def classic(cases: int, *, people: int = 10, seed: int = 1) -> Given:
    """Four departments of so many people, not all equally skilled; impatient customers of 1 to 4 needs."""
    workload = network(cases, people=people, load=0.6, seed=seed)
    given = prepared(workload, policy=POLICY, people={"fatigue": FATIGUE})
    stream = np.random.default_rng(seed + 1)
    skill = np.where(given.people.skill > 0.0, stream.uniform(LEAST_SKILL, 1.0, given.people.skill.shape), 0.0)
    tape = replace(
        given.tape,
        patience=grid_array(stream.exponential(PATIENCE_MINUTES, cases)),
        distress=grid_array(stream.uniform(size=cases)),
    )
    return replace(given, tape=tape, people=replace(given.people, skill=skill))
