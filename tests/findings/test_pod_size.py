"""Finding 13: fewer, larger pods wait less but coordinate more; for some settings the best size lies in between.

Nothing in the model depends on head counts. A larger pod coordinates more because the next need more often goes to
somebody who does not know the story, which is then told again. Where everybody can do the next need nobody is called to
listen in, as the lead does it best. Without retelling the largest pod is best.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.findings.effects import assert_above, assert_below
from tests.findings.offices import alike_needs, cases_for_load, office
from tests.findings.runs import samples

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
    return samples(described, "in_pods", 8)


@pytest.mark.slow
def test_the_best_size_lies_in_between():
    small, middle, large = (in_pods(size, ALL_OF_IT) for size in SIZES)
    for size, found in zip(SIZES, (small, middle, large), strict=True):
        names = ("resolution_minutes", "queue_minutes", "retold_minutes")
        print(f"pods of {size}:", ", ".join(f"{name} {found[name].mean():.3f}" for name in names))
    for less, more, sizes in ((small, middle, "2 minus 6"), (middle, large, "6 minus 24")):
        assert_above(less["queue_minutes"] - more["queue_minutes"], 0.0, f"minutes in queue, {sizes}")
        assert_below(less["retold_minutes"] - more["retold_minutes"], 0.0, f"minutes told again, {sizes}")
    best = middle["resolution_minutes"]
    assert_above(small["resolution_minutes"] - best, 0.0, "minutes until solved, pods of 2 minus of 6")
    assert_above(large["resolution_minutes"] - best, 0.0, "minutes until solved, pods of 24 minus of 6")


@pytest.mark.slow
def test_without_retelling_the_largest_pod_is_best():
    """Only waiting is left."""
    middle, large = (in_pods(size, retelling_share=0.0)["resolution_minutes"] for size in SIZES[1:])
    assert_below(large - middle, 0.0, "minutes until solved, pods of 24 minus of 6")
