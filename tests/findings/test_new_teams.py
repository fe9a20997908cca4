"""A reorganisation hurts at first, by nothing but people who do not know each other yet, and then that is over.

The same pods with other people in them, from one Monday on: with the loss of familiarity and without it, all else that
changes over weeks being absent. The difference is a J-curve.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.core import run_core
from sim.demand.build import build_tape
from sim.formation.placebo import drawn_again
from sim.formation.prepared import prepare
from sim.formation.stages import Switch
from sim.scenario import build_scenario
from sim.studies.verification.checks import MET
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import MINUTES_PER_WEEK, alike_needs, cases_for_load, office
from tests.equivalence.random_blocks import absent_over_time

NAMES = ("sales", "tech", "bills")
REPLICATIONS, WEEKS, NEW_FROM = 12, 30, 4
KNOWN = {"familiarity_weeks": 5.0, "familiarity_misroutes": 0.7, "familiarity_takeovers": 1.3}


@cache
def minutes_by_week(familiarity: bool) -> np.ndarray:
    """Mean minutes from arrival until the first contact ends, float64[R, weeks]."""
    described = office(
        alike_needs(NAMES, 0.6, 20.0),
        [{"function": name, "count": 4} for name in NAMES],
        cases_for_load(0.3, 12, 50.0),
        policy={"team_choice": "random", "retelling_share": 0.3, "changeover_minutes": 2.0, "misroute_share": 0.2},
        formations={"pods": {"partition": "cross_functional", "teams": 2}},
        weeks=(0, WEEKS),
    )
    described["time"]["slow_clock"] = True
    described["over_time"] = absent_over_time() | ({"familiarity": KNOWN} if familiarity else {})
    scenario = build_scenario(described)
    prepared = prepare(scenario, ["pods"])
    before = prepared.formations["pods"]
    after = drawn_again(scenario, before, prepared.people, 1)
    tape = build_tape(scenario, prepared.customers, seed=1, first_replication=0, replications=REPLICATIONS)
    given = (tape, prepared.customers, prepared.people, prepared.roster, before)
    contacts = run_core(*given, switches=[Switch(NEW_FROM, after)]).contacts
    in_time = contacts["arrived_at"] < WEEKS * MINUTES_PER_WEEK
    first = contacts[(contacts["contact"] == 0) & in_time & ~np.isnan(contacts["ended_at"])]
    place = first["replication"] * WEEKS + (first["arrived_at"] // MINUTES_PER_WEEK).astype(int)
    minutes = first["ended_at"] - first["arrived_at"]
    sums = [np.bincount(place, weights, REPLICATIONS * WEEKS) for weights in (minutes, np.ones(minutes.size))]
    return (sums[0] / sums[1]).reshape(REPLICATIONS, WEEKS)


def lost() -> np.ndarray:
    """Minutes that the loss of familiarity costs, float64[R, weeks]."""
    return minutes_by_week(True) - minutes_by_week(False)


@pytest.mark.slow
def test_nothing_is_lost_until_the_teams_are_new():
    assert np.array_equal(minutes_by_week(True)[:, : NEW_FROM - 1], minutes_by_week(False)[:, : NEW_FROM - 1])


@pytest.mark.slow
def test_new_teams_are_slower_at_first_and_less_so_every_few_weeks():
    at_first, later, at_last = (lost()[:, weeks].mean(axis=1) for weeks in (slice(4, 7), slice(10, 14), slice(26, 30)))
    assert above(at_first, 0.0, "minutes lost in the first three weeks").verdict == MET
    assert above(at_first - later, 0.0, "beyond those lost in weeks 7 to 10").verdict == MET
    assert below(at_last, 0.1 * at_first.mean(), "minutes lost after 23 to 26 weeks").verdict == MET
