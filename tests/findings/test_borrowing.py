"""Finding 15: borrowing has diminishing returns, and the variance of load falls with the size of teams."""

from __future__ import annotations

import numpy as np
import pytest

from tests.findings.effects import assert_above
from tests.findings.offices import alike_needs, cases_for_load, office, one_function
from tests.findings.runs import ran

NAMES = tuple("abcd")
PEOPLE = 24


def waits_with(able_share: float) -> np.ndarray:
    """Minutes in queue of four departments that lend people; a share of these can do the next department's work too."""
    groups = [
        {"function": name, "count": 4, "also": {NAMES[(place + 1) % 4]: 0.926}, "also_share": able_share}
        for place, name in enumerate(NAMES)
    ]
    described = office(
        alike_needs(NAMES, 0.0, 6.0),
        groups,
        cases_for_load(0.8, 16, 6.0),
        policy={"borrowing": "anywhere", "assignment": "greedy"},
        formations={"departments": {"partition": "by_function"}},
    )
    return ran(described, "departments", 8).mean("queue_minutes")


@pytest.mark.slow
def test_every_further_quarter_who_can_be_lent_brings_less():
    found = [waits_with(able_share) for able_share in (0.0, 0.25, 0.5, 1.0)]
    print("minutes in queue, 0, 1/4, 1/2, all able:", [round(float(minutes.mean()), 2) for minutes in found])
    first, second, half = (found[k] - found[k + 1] for k in range(3))
    assert_above(half, 0.0, "minutes saved by the second half")
    assert_above(first - second, 0.0, "minutes that the first quarter saves more than the second")
    assert_above(second - half / 2.0, 0.0, "minutes that the second quarter saves more than half of the second half")


def variance_of_load(size: int) -> np.ndarray:
    """Variance over people of the week's load, teams of a size to which customers are dealt at random; [R]."""
    described = office(
        *one_function(PEOPLE, work_minutes=20),
        cases_for_load(0.7, PEOPLE, 20.0),
        policy={"team_choice": "random"},
        formations={"split": {"partition": "random", "teams": PEOPLE // size}},
    )
    run = ran(described, "split", 40)
    return (run.people("leading_minutes") / run.people("shift_minutes")).var(axis=1)


@pytest.mark.slow
def test_the_variance_of_load_falls_with_the_size_of_teams():
    found = {size: variance_of_load(size) for size in (2, 6, 24)}
    for size, variance in found.items():
        print(f"teams of {size}: standard deviation of load {np.sqrt(variance.mean()):.4f}")
    assert_above(found[2] - found[6], 0.0, "variance of load, teams of 2 minus of 6")
    assert_above(found[6] - found[24], 0.0, "variance of load, teams of 6 minus of 24")
