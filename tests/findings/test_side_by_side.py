"""Finding 17: needs served side by side are solved sooner where people have time, and later where they have not.

A step is as long as its longest part, and whoever leads stays to its end: what the customer gains, all others pay with
people who are occupied for longer.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.findings.effects import assert_above, assert_below
from tests.findings.offices import alike_needs, cases_for_load, office
from tests.findings.runs import Ran, ran

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
    occupied = [one.people("leading_minutes").sum() / one.people("shift_minutes").sum() for one in runs]
    solved = [one.means(one.cases["resolution_minutes"]) for one in runs]
    before, after = (f"{minutes.mean():.0f}" for minutes in solved)
    print(f"{column}, {together}, load {load:g}: {before} to {after} minutes until solved, people occupied "
          f"{occupied[0]:.2f} to {occupied[1]:.2f} of their time")  # fmt: skip
    return solved[1] - solved[0]


@pytest.mark.slow
def test_it_pays_where_people_have_time():
    """Departments who may join each other's steps gain no less than pods."""
    across, inside = minutes_added(*ACROSS, 0.3), minutes_added(*INSIDE, 0.3)
    assert_below(across, 0.0, "minutes added in departments, by anybody")
    assert_below(inside, 0.0, "minutes added in pods, by the team")
    assert_below(across - inside, 0.5, "minutes added in departments more than in pods")


@pytest.mark.slow
@pytest.mark.parametrize("where", [ACROSS, INSIDE], ids=" ".join)
def test_it_costs_where_they_have_not(where):
    assert_above(minutes_added(*where, 0.85), 0.0, "minutes added")


@pytest.mark.slow
def test_where_it_turns_depends_on_coordination():
    """At half a percent a colleague it pays at a load of 0.6, at what one common task costs it does not."""
    assert_below(minutes_added(*INSIDE, 0.6), 0.0, "minutes added, little to coordinate")
    assert_above(minutes_added(*INSIDE, 0.6, TWO_PEOPLE_TO_FOUR), 0.0, "minutes added, much to coordinate")
    assert_below(minutes_added(*INSIDE, 0.3, TWO_PEOPLE_TO_FOUR), 0.0, "minutes added, much to coordinate, much time")
