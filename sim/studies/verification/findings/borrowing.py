"""Finding 15: borrowing has diminishing returns, and the variance of load falls with the size of teams."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above
from sim.studies.verification.findings.offices import alike_needs, cases_for_load, office, one_function
from sim.studies.verification.findings.runs import ran

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


def variance_of_load(size: int) -> np.ndarray:
    """Variance over people of the week's load, teams of a size to which customers are dealt at random; [R]."""
    described = office(
        *one_function(PEOPLE, work_minutes=20),
        cases_for_load(0.7, PEOPLE, 20.0),
        policy={"team_choice": "random"},
        formations={"split": {"partition": "random", "teams": PEOPLE // size}},
    )
    run = ran(described, "split", 40)
    return np.asarray((run.people("leading_minutes") / run.people("shift_minutes")).var(axis=1))


def rows() -> Iterator[Row]:
    """Every further quarter who can be lent brings less; the variance of load falls with the size of teams."""
    found = [waits_with(able_share) for able_share in (0.0, 0.25, 0.5, 1.0)]
    first, second, half = (found[k] - found[k + 1] for k in range(3))
    levels = ", ".join(f"{minutes.mean():.2g}" for minutes in found)
    yield above(half, 0.0, f"minutes saved by lending the second half (waits at 0, 1/4, 1/2, all: {levels})")
    yield above(first - second, 0.0, "minutes that lending the first quarter saves more than the second")
    yield above(second - half / 2.0, 0.0, "minutes that the second quarter saves more than half of the second half")
    spread = {size: variance_of_load(size) for size in (2, 6, 24)}
    for less, more in ((2, 6), (6, 24)):
        deviation = np.sqrt(spread[less].mean())
        what = f"variance of load, teams of {less} (deviation {deviation:.3f}) less of {more}"
        yield above(spread[less] - spread[more], 0.0, what)
