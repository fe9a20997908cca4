"""Finding 2: pooling pays where jobs are alike, and can hurt where they are not (Mandelbaum & Reiman; van Dijk).

Six people who can all do both kinds of work, at load 0.8. In departments the quick jobs never stand behind slow ones.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import cases_for_load, office
from sim.studies.verification.findings.runs import ran

PEOPLE = 3  # of each kind


def lost_by_pooling(quick_minutes: float, slow_minutes: float, weeks: int, replications: int) -> np.ndarray:
    """Minutes in queue, one pool minus two departments. Both kinds are half of the work."""
    quick, slow = (cases_for_load(0.8, PEOPLE, minutes) for minutes in (quick_minutes, slow_minutes))
    described = office(
        {
            "quick": {"first_share": quick / (quick + slow), "work_minutes": quick_minutes, "work_cv": 1},
            "slow": {"first_share": slow / (quick + slow), "work_minutes": slow_minutes, "work_cv": 1},
        },
        [
            {"function": "quick", "count": PEOPLE, "also": {"slow": 1.0}},
            {"function": "slow", "count": PEOPLE, "also": {"quick": 1.0}},
        ],
        quick + slow,
        policy={"assignment": "greedy"},
        formations={"pool": {"partition": "pool"}},
        weeks=(1, weeks),
    )
    pool, departments = (ran(described, column, replications).mean("queue_minutes") for column in ("pool", "silos"))
    return pool - departments


def rows() -> Iterator[Row]:
    """Pooling hurts where jobs are unlike, and pays where they are alike."""
    yield above(lost_by_pooling(2.0, 40.0, 4, 12), 0.0, "minutes lost by pooling jobs of 2 and of 40 minutes")
    yield below(lost_by_pooling(6.0, 6.0, 2, 8), 0.0, "minutes lost by pooling jobs of 6 and of 6 minutes")
