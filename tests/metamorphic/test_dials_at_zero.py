"""A dial at zero equals the dial absent: whatever else is set that only it brings to bear changes no row."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from tests.equivalence.random_scenarios import plain_scenarios
from tests.metamorphic.columns import QUIET, assert_alike, inputs_for, records_for, run, with_policy
from tests.metamorphic.test_common_random_numbers import DESK


class Switch(NamedTuple):
    """Dials that are off, the same dials on, others that do nothing while they are off."""

    off: dict
    on: dict
    inert: dict
    but: tuple[str, ...] = ()  # columns of segments that may show the others all the same


SWITCHES = {
    "wings": Switch(
        off={"wings": 0, "lead": "rotating"},
        on={"wings": 2, "lead": "rotating"},
        inert={"listen_share": 0.9, "attach_from_share": 0.4, "coordination_share": 0.4, "context_kept_wing": 0.1},
    ),
    "misroutes": Switch(
        off={"misroute_share": 0.0},
        on={"misroute_share": 0.5},
        inert={
            "misroute_ambiguity_slope": 7.0,
            "misroute_decay": 0.9,
            "triage_minutes": 30.0,
            "context_kept_triage": 0.9,
        },
    ),
    "retelling": Switch(
        off={"retelling_share": 0.0},
        on={"retelling_share": 0.9},
        inert={
            "context_kept_plain": 0.11,
            "context_kept_team": 0.12,
            "context_kept_wing": 0.13,
            "context_kept_triage": 0.14,
        },
        but=("context", "context_sum"),
    ),
    "keeping cases": Switch(
        off={"lead": "rotating"}, on={"lead": "fixed"}, inert={"consult_skill": 0.31, "consult_share": 0.77}
    ),
    "preferring people": Switch(
        off={"lead": "leaderless"}, on={"lead": "rotating"}, inert={"skill_weight": 9.0, "familiarity_weight": 5.0}
    ),
    "walls": Switch(off={"walls": False}, on={"walls": True}, inert={"borrowing": "none", "team_choice": "random"}),
}
DEFAULT_ZEROS = {
    "wings": 0,
    "attach_from_share": 0.0,
    "link_minutes": 0.0,
    "pickup_inside_minutes": {"voice": 0.0},
    "pickup_across_minutes": {"voice": 0.0},
}


@pytest.mark.parametrize("name", SWITCHES)
@settings(max_examples=20, suppress_health_check=list(HealthCheck), **QUIET)
@given(description=plain_scenarios())
def test_what_is_off_brings_nothing_to_bear(name, description):
    switch = SWITCHES[name]
    base = with_policy(description, **switch.off)
    assert_alike(records_for(base), records_for(with_policy(base, **switch.inert)), switch.but)


@pytest.mark.parametrize("name", SWITCHES)
def test_what_is_on_does(name):
    """So that the test above says something."""
    switch = SWITCHES[name]
    base = with_policy(DESK, "pods", **switch.on)
    before, after = (run(inputs_for(d, ["pods"])) for d in (base, with_policy(base, "pods", **switch.inert)))
    with pytest.raises(AssertionError, match=r"contacts: row \d+ .* against"):
        assert_alike(before, after)


@settings(max_examples=20, suppress_health_check=list(HealthCheck), **QUIET)
@given(plain_scenarios())
def test_without_a_second_step_changes_of_hands_cost_nothing(description):
    description["demand"]["max_needs"] = 1
    base = with_policy(description, misroute_share=0.0, wings=0, lead="rotating")
    costly = with_policy(base, changeover_minutes=9.0, link_minutes=9.0, context_kept_plain=0.5, retelling_share=0.9)
    assert_alike(records_for(base), records_for(costly))


@pytest.mark.parametrize("dial", DEFAULT_ZEROS)
@settings(max_examples=6, suppress_health_check=list(HealthCheck), **QUIET)
@given(description=plain_scenarios())
def test_zero_said_is_zero_unsaid(dial, description):
    said = with_policy(description, **{dial: DEFAULT_ZEROS[dial]})
    unsaid = with_policy(description)
    del unsaid["formations"]["random_column"]["policy"][dial]
    assert_alike(records_for(unsaid), records_for(said))


@settings(max_examples=20, suppress_health_check=list(HealthCheck), **QUIET)
@given(plain_scenarios())
def test_one_team_per_function_leaves_no_choice_of_team(description):
    policy = description["formations"]["random_column"]["policy"]
    found = []
    for choice in ("least_wait", "account", "random"):
        column = {"partition": "by_function", "policy": {**policy, "team_choice": choice}}
        found.append(records_for({**description, "formations": {"random_column": column}}))
    assert_alike(found[0], found[1])
    assert_alike(found[0], found[2])
