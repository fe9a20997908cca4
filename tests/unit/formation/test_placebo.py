"""Columns that show what the design of pods is worth."""

import numpy as np
import pytest

from sim.formation import with_blind_dispatcher, with_placebo
from sim.formation.placebo import drawn_units
from sim.scenario import ScenarioError, declared_dials, policy_of


@pytest.mark.parametrize(
    ("pods", "teams"),
    [
        ({}, 2),
        ({"teams": 3}, 3),
        ({"team_size": 3}, 4),
        ({"partition": "pool"}, 1),
        ({"partition": "by_function"}, 3),
        ({"partition": "explicit", "members": {"a": {"sales": 6, "service": 4}, "b": {"billing": 2}}}, 2),
    ],
)
def test_a_placebo_has_as_many_teams_and_the_policy_of_pods(forming, pods, teams):
    scenario = with_placebo(forming.small(formations__pods=pods))
    _, formation = forming.formed(scenario, "placebo")
    _, design = forming.formed(scenario, "pods")
    assert (formation.team_count, scenario.formations["placebo"].partition) == (teams, "random")
    assert policy_of(scenario, "placebo") == policy_of(scenario, "pods")
    assert declared_dials(scenario, "placebo") == declared_dials(scenario, "pods")
    assert np.array_equal(formation.policy, design.policy)


SITES = [
    {"function": function, "count": count, "site": site}
    for site, number in (("north", 4), ("south", 2))
    for function, count in (("sales", number), ("service", number), ("billing", 2))
]


@pytest.mark.parametrize(
    ("pods", "teams"),
    [
        ({}, 3),
        ({"teams": 5}, 5),
        ({"teams": 3, "apart": ["billing"]}, 3),
        ({"teams": 3, "apart": ["billing"], "across_sites": True}, 3),
        ({"partition": "by_function"}, 6),
        ({"partition": "pool"}, 2),
        ({"partition": "tiered"}, 8),
        ({"partition": "hybrid", "teams": 2, "apart": ["billing"]}, 6),
    ],
)
def test_a_placebo_keeps_to_sites_and_to_functions_apart(forming, pods, teams):
    """As many teams of people who are not apart, whatever kind they are."""
    scenario = with_placebo(forming.small(people__groups=SITES, formations__pods=pods))
    people, formation = forming.formed(scenario, "placebo")
    names, home = formation.team_names, formation.home_team
    assert sum("team" in name for name in names) == teams
    kept = [name for name in names if "team" not in name]
    if not pods.get("apart"):
        assert kept == []
    elif pods.get("across_sites"):
        assert kept == ["billing"]
    else:
        assert kept == ["north billing", "south billing"]
    if not pods.get("across_sites"):
        assert all(len(set(people.site[home == team].tolist())) == 1 for team in range(len(names)))


def test_the_other_columns_stay(forming):
    before = forming.small()
    after = with_placebo(before)
    assert list(after.formations) == [*before.formations, "placebo"]
    assert {name: after.formations[name] for name in before.formations} == before.formations
    assert "placebo" not in before.formations


def test_a_blind_dispatcher_is_pods_without_walls(forming):
    scenario = with_blind_dispatcher(forming.small())
    people, formation = forming.formed(scenario, "blind_dispatcher")
    _, pods = forming.formed(scenario, "pods")
    assert np.array_equal(formation.home_team, pods.home_team)
    assert not formation.policy["walls"]
    assert [d for d in formation.policy.dtype.names if formation.policy[d] != pods.policy[d]] == ["walls"]
    assert people.count == 12


def test_a_name_that_is_taken(forming):
    with pytest.raises(ScenarioError) as caught:
        with_placebo(forming.small(formations__placebo={"partition": "pool"}))
    assert str(caught.value) == (
        "small: 1 problem, nothing was run\n\n  formations.placebo\n  A column is called placebo already, which is the "
        "name of the one to be added. Rename it."
    )


def test_the_placebo_hangs_in_the_same_units():
    units = {"front": ["pod 1"], "back": {"deep": ["pod 2", "pod 3"]}, "apart": ["legal"]}
    assert drawn_units(units) == {"front": ["team 1"], "back": {"deep": ["team 2", "team 3"]}, "apart": ["legal"]}
