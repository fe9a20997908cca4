"""Finding 13: fewer, larger pods wait less but coordinate more; for some settings the best size lies in between.

Nothing in the model depends on head counts. A larger pod coordinates more because the next need more often goes to
somebody who does not know the story, which is then told again. Where everybody can do the next need nobody is called to
listen in, as the lead does it best. Without retelling the largest pod is best.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import alike_needs, cases_for_load, office
from sim.studies.verification.findings.runs import samples

PEOPLE = 24
SIZES = (2, 6, 24)
ALL_OF_IT = 1.0  # of what was done is told again, minute by minute, where nothing is known


def in_pods(size: int, retelling_share: float) -> dict[str, np.ndarray]:
    """Measures of 24 generalists in pods of a size, each with people of both functions."""
    described = office(
        alike_needs(("sales", "service"), 0.3, 6.0),
        [
            {"function": "sales", "count": PEOPLE // 2, "also": {"service": 1.0}},
            {"function": "service", "count": PEOPLE // 2, "also": {"sales": 1.0}},
        ],
        cases_for_load(0.3, PEOPLE, 6.0 / 0.7),
        policy={
            "team_choice": "random",
            "assignment": "greedy",
            "retelling_share": retelling_share,
        },
        formations={"in_pods": {"partition": "cross_functional", "teams": PEOPLE // size}},
    )
    return samples(described, "in_pods", 20)


def rows() -> Iterator[Row]:
    """The best size lies in between; without retelling only waiting is left, and the largest is best."""
    small, middle, large = (in_pods(size, ALL_OF_IT) for size in SIZES)
    for less, more, sizes in ((small, middle, "2 less 6"), (middle, large, "6 less 24")):
        yield above(less["queue_minutes"] - more["queue_minutes"], 0.0, f"minutes in queue, pods of {sizes}")
        yield below(less["retold_minutes"] - more["retold_minutes"], 0.0, f"minutes told again, pods of {sizes}")
    best = middle["resolution_minutes"]
    yield above(small["resolution_minutes"] - best, 0.0, f"minutes until solved, pods of 2 less 6 ({best.mean():.2f})")
    yield above(large["resolution_minutes"] - best, 0.0, "minutes until solved, pods of 24 less 6")
    middle, large = (in_pods(size, 0.0) for size in SIZES[1:])
    longer = large["resolution_minutes"] - middle["resolution_minutes"]
    yield below(longer, 0.0, "minutes until solved, pods of 24 less 6, nothing told again")
