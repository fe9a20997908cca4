"""Finding 4: two skills per person do almost as well as all (Wallace & Whitt 2005).

Work depends on neither type nor person. Eighteen people of six functions, three each; the second skill is that of the
next function round a ring.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above
from sim.studies.verification.findings.offices import alike_needs, cases_for_load, office
from sim.studies.verification.findings.runs import ran

NAMES = tuple("abcdef")
PEOPLE = 3  # of each function


def waits(skills: int) -> np.ndarray:
    """Minutes in queue where everybody has so many skills."""
    groups = [
        {
            "function": name,
            "count": PEOPLE,
            "also": {NAMES[(place + further) % len(NAMES)]: 1.0 for further in range(1, skills)},
        }
        for place, name in enumerate(NAMES)
    ]
    described = office(
        alike_needs(NAMES, 0.0, 6.0),
        groups,
        cases_for_load(0.8, PEOPLE * len(NAMES), 6.0),
        policy={"assignment": "greedy"},
        formations={"one_pool": {"partition": "pool"}},
    )
    return ran(described, "one_pool", 10).mean("queue_minutes")


def rows() -> Iterator[Row]:
    """The second skill brings most of what all skills bring."""
    one, two, all_six = (waits(skills) for skills in (1, 2, 6))
    levels = ", ".join(f"{minutes.mean():.2g}" for minutes in (one, two, all_six))
    yield above(one - two - 0.8 * (one - all_six), 0.0, f"minutes saved by a second skill beyond 0.8 of all ({levels})")
    yield above(two - all_six, 0.0, "minutes that are left to gain")
