"""Finding 1: splitting identical people always lengthens waits, less so at larger size."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above
from sim.studies.verification.findings.offices import cases_for_load, office, one_function
from sim.studies.verification.findings.runs import ran

PEOPLE = 24
SIZES = (3, 6, 12, 24)


def waits(size: int) -> np.ndarray:
    """Minutes in queue where 24 people work in teams of a size, and customers are dealt to them at random."""
    described = office(
        *one_function(PEOPLE, work_minutes=6, work_cv=1),
        cases_for_load(0.8, PEOPLE, 6.0),
        policy={"team_choice": "random"},
        formations={"split": {"partition": "random", "teams": PEOPLE // size}},
    )
    return ran(described, "split", 8).mean("queue_minutes")


def rows() -> Iterator[Row]:
    """Halving a pool lengthens waits, and less so at larger size."""
    found = {size: waits(size) for size in SIZES}
    lost = {size: found[size] - found[2 * size] for size in SIZES[:-1]}
    for size, minutes in lost.items():
        yield above(minutes, 0.0, f"minutes lost by splitting teams of {2 * size} into teams of {size}")
    for size in SIZES[:-2]:
        yield above(lost[size] - lost[2 * size], 0.0, f"minutes lost more by teams of {size} than of {2 * size}")
