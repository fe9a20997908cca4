"""A dial at zero equals the dial absent: whatever else is set that only it brings to bear changes no row.

Over several contacts per case, with bots and fatigue, as the random scenarios have them.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from sim.scenario.demand_settings import ComingBack, Technology
from sim.scenario.over_time import Loyalty
from sim.scenario.people_settings import Fatigue
from sim.scenario.policy_settings import Policy
from tests.equivalence.random_scenarios import scenarios
from tests.metamorphic.columns import (
    QUIET,
    assert_alike,
    difference,
    in_other_teams,
    inputs_for,
    records_for,
    run,
    with_policy,
    with_settings,
    without_setting,
)
from tests.metamorphic.desks import BUSY_DESK
from tests.metamorphic.switches import DEPARTMENTS, NEVER_OFF, SWITCHES, ZEROS

ONE_BY_ONE = [(name, dial) for name, switch in SWITCHES.items() for dial in switch.inert]


@pytest.mark.parametrize("name", SWITCHES)
@settings(max_examples=12, suppress_health_check=list(HealthCheck), **QUIET)
@given(description=scenarios())
def test_what_is_off_brings_nothing_to_bear(name, description):
    switch = SWITCHES[name]
    base = with_settings(in_other_teams(description, switch.teams_off), switch.off)
    assert_alike(records_for(base), records_for(with_settings(base, switch.inert)), switch.but)


@pytest.mark.parametrize(("name", "dial"), ONE_BY_ONE)
def test_what_is_on_does(name, dial):
    """So that the test above says something of each dial."""
    switch = SWITCHES[name]
    base = with_settings(in_other_teams(BUSY_DESK, switch.teams_on, "pods"), switch.on, "pods")
    moved = with_settings(base, {dial: switch.inert[dial]}, "pods")
    before, after = (run(inputs_for(description, ["pods"])) for description in (base, moved))
    assert difference(before, after, switch.but) is not None


def test_every_dial_is_seen_off():
    blocks = {
        "": Policy,
        "loyalty.": Loyalty,
        "coming_back.": ComingBack,
        "technology.": Technology,
        "fatigue.": Fatigue,
    }
    dials = {f"{prefix}{name}" for prefix, block in blocks.items() for name in block.model_fields}
    seen = {dial for switch in SWITCHES.values() for dial in (*switch.off, *switch.inert)} | ZEROS.keys() | NEVER_OFF
    assert dials - seen == set()


@settings(max_examples=20, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios())
def test_without_a_second_step_changes_of_hands_cost_nothing(description):
    """Nobody hands over or lends: a customer who comes back is held by nobody, and only a first line refers."""
    assume(description["formations"]["random_column"]["partition"] != "tiered")
    description["demand"]["max_needs"] = 1
    base = with_policy(description, misroute_share=0.0, wings=0, lead="rotating", borrowing="none")
    costly = with_policy(
        base, changeover_minutes=9.0, link_minutes=9.0, kept_across_share=0.5, kept_inside_share=0.4, ai_context=0.1
    )
    assert_alike(records_for(base), records_for(costly))


@pytest.mark.parametrize("dial", ZEROS)
@settings(max_examples=4, suppress_health_check=list(HealthCheck), **QUIET)
@given(description=scenarios())
def test_zero_said_is_zero_unsaid(dial, description):
    said = with_settings(description, {"return_to": "front", dial: ZEROS[dial]})
    assert_alike(records_for(without_setting(said, dial)), records_for(said))


def independent(description: dict, everywhere: bool) -> dict:
    """The same scenario with all needs independent of each other, or none."""
    needs = description["demand"]["needs"]
    said = {
        name: need | {"independent_of": [other for other in needs if other != name and everywhere]}
        for name, need in needs.items()
    }
    return {**description, "demand": {**description["demand"], "needs": said}}


@settings(max_examples=20, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios())
def test_nobody_joins_without_leave_nor_where_needs_hang_together(description):
    base = records_for(with_policy(independent(description, False), together="none"))
    assert_alike(base, records_for(with_policy(independent(description, True), together="none")))
    for choice in ("team", "anywhere"):
        assert_alike(base, records_for(with_policy(independent(description, False), together=choice)))


@pytest.mark.parametrize("choice", ["team", "anywhere"])
def test_people_join_where_both_are_there(choice):
    desks = (with_settings(independent(BUSY_DESK, True), {"together": which}, "pods") for which in ("none", choice))
    before, after = (run(inputs_for(desk, ["pods"])) for desk in desks)
    assert difference(before, after) is not None


@settings(max_examples=20, suppress_health_check=list(HealthCheck), **QUIET)
@given(scenarios())
def test_one_team_per_function_leaves_no_choice_of_team(description):
    """But that of the team of who comes back. With one site, and one language: else a department is not one team."""
    groups = [
        {k: v for k, v in group.items() if k not in ("site", "languages")} for group in description["people"]["groups"]
    ]
    alike = {**description, "people": {**description["people"], "groups": groups}}
    alike = with_settings(in_other_teams(alike, DEPARTMENTS), {"return_to": "front", "demand.languages": {}})
    found = [records_for(with_policy(alike, team_choice=choice)) for choice in ("least_wait", "account", "random")]
    assert_alike(found[0], found[1])
    assert_alike(found[0], found[2])
