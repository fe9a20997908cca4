"""Designs that must differ by nothing: teams with other names, and teams that cannot matter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.formation import relabelled
from tests.equivalence.random_scenarios import scenarios
from tests.metamorphic.columns import (
    QUIET,
    assert_alike,
    in_other_teams,
    inputs_for,
    records_for,
    run,
    with_policy,
    with_settings,
)

NO_COST = {
    "wings": 0,
    "kept_across_share": 1.0,
    "kept_inside_share": 1.0,
    "context_kept_wing": 1.0,
    "pickup_inside_minutes": {},
    "pickup_across_minutes": {},
    "link_minutes": 0.0,
    "changeover_minutes": 0.0,
    "coordination_share": 0.0,
}
PARTITIONS = [{"partition": "cross_functional", "teams": 2}, {"partition": "random", "teams": 3}]
NAMES_OF_CHANGES = ("first_team", "handoffs", "lead_changes", "ping_pongs", "borrowed")
NAMES_IN_SEGMENTS = ("team", "change")


@settings(max_examples=30, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios(), st.randoms(use_true_random=False))
def test_names_and_order_of_teams_do_not_matter(description, shuffled):
    inputs = inputs_for(description)
    labels = [f"team {number}" for number in range(inputs.formations[0].team_count)]
    shuffled.shuffle(labels)
    renamed = replace(inputs, formations=(relabelled(inputs.formations[0], labels),))
    assert_alike(run(inputs), run(renamed))


@settings(max_examples=30, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios())
def test_teams_that_cannot_matter_do_not(description):
    """Without walls and with nothing lost or paid at a change of hands, any partition gives the same rows.

    As if always so: over weeks people of a team know and teach each other.
    """
    people = sum(group["count"] for group in description["people"]["groups"])
    null = with_settings(with_policy(description, **NO_COST, walls=False), {"time.slow_clock": False})
    silos = in_other_teams(null, {"partition": "by_function"})
    base = records_for(silos)
    for partition in PARTITIONS:
        other = records_for(in_other_teams(silos, {**partition, "teams": min(people, partition["teams"])}))
        assert_alike(base, other, but=(*NAMES_OF_CHANGES, *NAMES_IN_SEGMENTS))
        changes = [records.contacts["handoffs"] + records.contacts["lead_changes"] for records in (base, other)]
        assert changes[0].tolist() == changes[1].tolist()


@pytest.mark.parametrize("dial", ["kept_across_share", "changeover_minutes", "walls"])
def test_the_null_test_can_fail(dial):
    """A dial that is not off makes the same partitions differ, so the test above says something."""
    on = {"kept_across_share": 0.3, "changeover_minutes": 2.0, "walls": True}
    policy = {**NO_COST, "walls": False, dial: on[dial]}
    if dial == "changeover_minutes":
        policy["link_minutes"] = 1.0
    base, other = (
        records_for({**TWO_FUNCTIONS, "formations": {"random_column": {**partition, "policy": policy}}})
        for partition in ({"partition": "by_function"}, PARTITIONS[0])
    )
    with pytest.raises(AssertionError, match=r"row \d+ .* against"):
        assert_alike(base, other, but=(*NAMES_OF_CHANGES, *NAMES_IN_SEGMENTS))


TWO_FUNCTIONS = {
    "name": "two",
    "time": {"warm_up_weeks": 0, "measured_weeks": 1},
    "demand": {
        "channels": {"voice": {"cases_per_week": 900, "live": True}},
        "needs": {"sales": {"first_share": 0.5, "then": {"tech": 0.5}}, "tech": {"first_share": 0.5}},
    },
    "people": {"groups": [{"function": "sales", "count": 4}, {"function": "tech", "count": 4}]},
}
