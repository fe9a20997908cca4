"""Finding 16: letting departments borrow takes most of the pods' advantage where pickup is instant.

Much of a "pod effect" is permission, not formation: in pods people may use their second skill for whoever waits, in
today's silos they may not. A desk of 48 people of four functions, half of whom know a second one, no pickup delay.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import cases_for_load, office
from sim.studies.verification.findings.runs import samples

MOST = 0.5
MINUTES_PER_CASE = 10.2  # of people's time, needs that follow and misroutes included
COLUMNS = {
    # Today's silos, but that whoever is free may help out with what they know beside their own work.
    "silos_that_lend": {"policy_from": "silos", "policy": {"borrowing": "anywhere", "assignment": "greedy"}},
    # The formation alone: pods with today's habits, in which nobody may help another pod.
    "pods_alone": {"partition": "cross_functional", "teams": 6, "policy_from": "silos"},
    "pods": {"teams": 6, "policy": {"borrowing": "anywhere"}},
}


def desk() -> dict[str, Any]:
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


def rows() -> Iterator[Row]:
    """Silos that may lend people have most of what pods gain, but for the handoffs."""
    found = {column: samples(desk(), column, 6) for column in ("silos", *COLUMNS)}
    if found["pods"]["pickup_minutes"].any() or found["silos"]["pickup_minutes"].any():
        raise ValueError("here nobody waits for a pickup")
    minutes, hands = (
        {column: found["silos"][measure] - found[column][measure] for column in COLUMNS}
        for measure in ("resolution_minutes", "handoffs")
    )
    yield above(minutes["pods"], 0.0, "minutes until solved that pods save")
    yield above(minutes["silos_that_lend"] - MOST * minutes["pods"], 0.0, "minutes by permission less half of that")
    yield below(minutes["pods_alone"] - MOST * minutes["pods"], 0.0, "minutes by the formation alone less half of that")
    # What permission does not bring: work goes on changing hands.
    yield below(hands["silos_that_lend"] - MOST * hands["pods"], 0.0, "handoffs saved by permission less half of pods'")
