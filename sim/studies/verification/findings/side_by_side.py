"""Finding 17: needs served side by side are solved sooner where people have time, and later where they have not.

A step is as long as its longest part, and whoever leads stays to its end: what the customer gains, all others pay with
people who are occupied for longer.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import alike_needs, cases_for_load, office
from sim.studies.verification.findings.runs import Ran, ran

NAMES = tuple("abcd")
WORK, FOLLOWED, PEOPLE = 20.0, 0.6, 32
TWO_PEOPLE_TO_FOUR = 0.22  # evidence row 52: 44% for two further colleagues
COLUMNS = {"apart": {"partition": "by_function"}, "mixed": {"partition": "cross_functional", "teams": 4}}
ACROSS, INSIDE = ("apart", "anywhere"), ("mixed", "team")


def served(column: str, together: str, load: float, coordination_share: float) -> Ran:
    """Four kinds of work, each independent of the others and followed by one of them three times in five."""
    needs = alike_needs(NAMES, FOLLOWED, WORK)
    for name, need in needs.items():
        need["independent_of"] = [other for other in NAMES if other != name]
    described = office(
        needs,
        [{"function": name, "count": PEOPLE // 4} for name in NAMES],
        cases_for_load(load, PEOPLE, WORK / (1.0 - FOLLOWED)),
        demand={"max_needs": 16},
        policy={
            "together": together,
            "coordination_share": coordination_share,
            "retelling_share": 0.15,
            "changeover_minutes": 0.3,
        },
        formations=COLUMNS,
    )
    return ran(described, column, 10)


def minutes_added(column: str, together: str, load: float, coordination_share: float = 0.005) -> np.ndarray:
    """Minutes until solved, side by side less one after the other; [R]."""
    runs = [served(column, which, load, coordination_share) for which in ("none", together)]
    solved = [one.means(one.cases["resolution_minutes"]) for one in runs]
    return solved[1] - solved[0]


def rows() -> Iterator[Row]:
    """It pays where people have time, costs where they have not, and where it turns depends on coordination.

    Departments who may join each other's steps gain no less than pods. At half a percent a colleague it pays at a load
    of 0.6, at what one common task costs it does not.
    """
    across, inside = minutes_added(*ACROSS, 0.3), minutes_added(*INSIDE, 0.3)
    yield below(across, 0.0, "minutes added in departments, load 0.3")
    yield below(inside, 0.0, "minutes added in pods, load 0.3")
    yield below(across - inside, 0.5, "minutes added in departments more than in pods, load 0.3")
    yield above(minutes_added(*ACROSS, 0.85), 0.0, "minutes added in departments, load 0.85")
    yield above(minutes_added(*INSIDE, 0.85), 0.0, "minutes added in pods, load 0.85")
    yield below(minutes_added(*INSIDE, 0.6), 0.0, "minutes added in pods, load 0.6")
    dear = TWO_PEOPLE_TO_FOUR
    yield above(minutes_added(*INSIDE, 0.6, dear), 0.0, "minutes added in pods, load 0.6, much to coordinate")
    yield below(minutes_added(*INSIDE, 0.3, dear), 0.0, "minutes added in pods, load 0.3, much to coordinate")
