"""What splitting a pool costs makes people leave: the same people and the same work, in one team and in many.

In small teams some weeks are overfull while other teams have time, so more of the load lies past the line at which
people leave. Nothing else differs: what is usual is the same for both, work goes to teams at random, and the slope is
twenty times what is published, so that a few hundred years of people show it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.core import run_core
from sim.measures.staff import staff_table
from sim.scenario import build_scenario
from tests.equivalence.agreement import inputs_of
from tests.findings.burnout import NO_LOOP, WEEKS, desk
from tests.findings.effects import assert_above

REPLICATIONS = 16
COLUMNS = {
    "pool": {"partition": "pool", "policy": {"misroute_share": 0}},
    "teams": {"partition": "cross_functional", "teams": 10, "policy": {"misroute_share": 0}},
}


@cache
def leavers_per_year(slope: float) -> dict[str, np.ndarray]:
    """By column, a year and person, float64[R]. slope: more of them per unit of lasting occupancy past the line."""
    described = desk(0.80, **{**NO_LOOP, "leaving_per_occupancy": slope})
    described["formations"] = COLUMNS
    described["policy"] = {"team_choice": "random", "borrowing": "none"}
    inputs = inputs_of(build_scenario(described), list(COLUMNS), REPLICATIONS)
    found = {}
    for column, formation in zip(COLUMNS, inputs.formations, strict=True):
        records = run_core(inputs.tape, inputs.customers, inputs.people, inputs.roster, formation)
        rows = records.weeks.reshape(REPLICATIONS, -1, inputs.people.count)[:, :WEEKS]
        found[column] = np.nanmean(staff_table(rows, (-1,))["leavers_per_year"], axis=1)
    return found


@pytest.mark.slow
def test_more_leave_where_the_same_people_are_split_into_small_teams():
    found = leavers_per_year(10.0)
    assert_above(found["teams"] - found["pool"], 0.0, "leavers a year and person in small teams, beside one team")


@pytest.mark.slow
def test_nobody_leaves_by_it_where_load_makes_nobody_leave():
    found = leavers_per_year(0.0)
    assert found["teams"] == pytest.approx(found["pool"])
