"""Finding 4: two skills per person do almost as well as all (Wallace & Whitt 2005).

Work depends on neither type nor person. Eighteen people of six functions, three each; the second skill is that of the
next function round a ring.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.findings.effects import assert_above
from tests.findings.offices import alike_needs, cases_for_load, office
from tests.findings.runs import ran

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


@pytest.mark.slow
def test_the_second_skill_brings_most_of_what_all_skills_bring():
    one, two, all_six = (waits(skills) for skills in (1, 2, 6))
    print(f"minutes in queue with 1, 2, 6 skills: {one.mean():.2f}, {two.mean():.2f}, {all_six.mean():.2f}")
    assert_above(one - two - 0.8 * (one - all_six), 0.0, "gain of the second skill over 0.8 of the gain of all")
    assert_above(two - all_six, 0.0, "what is left to gain")
