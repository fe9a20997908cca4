"""Finding 16: letting departments borrow takes most of the pods' advantage where pickup is instant.

Much of a "pod effect" is permission, not formation: in pods people may use their second skill for whoever waits, in
today's silos they may not. A desk of 48 people of four functions, half of whom know a second one, no pickup delay.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim import compare
from sim.scenario import build_scenario
from tests.findings.effects import assert_above, assert_below, effect
from tests.findings.offices import cases_for_load, office

MOST = 0.5
MINUTES_PER_CASE = 10.2  # of people's time, needs that follow and misroutes included
COLUMNS = {
    # Today's silos, but that whoever is free may help out with what they know beside their own work.
    "silos_that_lend": {"policy_from": "silos", "policy": {"borrowing": "anywhere", "assignment": "greedy"}},
    # The formation alone: pods with today's habits, in which nobody may help another pod.
    "pods_alone": {"partition": "cross_functional", "teams": 6, "policy_from": "silos"},
    "pods": {"teams": 6, "policy": {"borrowing": "anywhere"}},
}


def desk() -> dict:
    """A desk at about 0.8 occupied."""
    needs = {
        "sales": {"first_share": 0.26, "work_minutes": 6, "then": {"operations": 0.20, "service": 0.14}},
        "marketing": {"first_share": 0.18, "work_minutes": 6, "then": {"sales": 0.34}},
        "service": {"first_share": 0.41, "work_minutes": 6, "then": {"operations": 0.18, "sales": 0.10}},
        "operations": {"first_share": 0.15, "work_minutes": 7, "then": {"service": 0.18, "marketing": 0.07}},
    }
    second = {"sales": "marketing", "marketing": "sales", "service": "operations", "operations": "service"}
    count = {"sales": 12, "marketing": 6, "service": 18, "operations": 12}
    return office(
        needs,
        [{"function": f, "count": count[f], "also": {second[f]: 0.926}, "also_share": 0.5} for f in count],
        cases_for_load(0.8, 48, MINUTES_PER_CASE),
        policy={
            "retelling_share": 0.15,
            "changeover_minutes": 0.3,
            "coordination_share": 0.005,
            "misroute_share": 0.2,
            "triage_minutes": 1.0,
            "familiarity_weight": 0.1,
            "queue_order": "age",
        },
        formations=COLUMNS,
    )


def gains(found: dict[str, dict[str, np.ndarray]], measure: str) -> dict[str, np.ndarray]:
    """What each column saves beside the silos, one value per replication."""
    silos = found["silos"][measure]
    saved = {column: silos - found[column][measure] for column in COLUMNS}
    taken = saved["silos_that_lend"].mean() / saved["pods"].mean()
    print(f"{measure}, silos {silos.mean():.2f}:", *(f"{column} {effect(each)};" for column, each in saved.items()))
    print(f"permission has {taken:.2f} of what pods save")
    return saved


@pytest.mark.slow
def test_silos_that_may_lend_people_have_most_of_what_pods_gain():
    found = compare(build_scenario(desk()), formations=["silos", *COLUMNS], replications=6).samples
    minutes, hands = gains(found, "resolution_minutes"), gains(found, "handoffs")
    assert found["pods"]["pickup_minutes"].sum() == found["silos"]["pickup_minutes"].sum() == 0.0
    assert_above(minutes["pods"], 0.0, "minutes until solved that pods save")
    assert_above(minutes["silos_that_lend"] - MOST * minutes["pods"], 0.0, "minutes by permission minus half of that")
    assert_below(minutes["pods_alone"] - MOST * minutes["pods"], 0.0, "minutes by the formation alone minus half")
    # What permission does not bring: work goes on changing hands.
    assert_below(hands["silos_that_lend"] - MOST * hands["pods"], 0.0, "handoffs saved by permission minus half")
