"""Tiered and hybrid columns, functions apart, sites: who is in which team, and what teams are called."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.formation import build_people
from sim.formation.partition import dealt_share
from sim.formation.teams import teams_of
from sim.foundation.kinds import Lane
from sim.scenario import ScenarioError
from sim.scenario.checks.columns import team_plan
from sim.scenario.team_plan import dealt

FUNCTIONS = ("sales", "service", "billing")


def at_sites(**counts):
    """Groups by site: north=(sales, service, billing)."""
    return [
        {"function": function, "count": count, "site": site}
        for site, heads in counts.items()
        for function, count in zip(FUNCTIONS, heads, strict=True)
        if count
    ]


def lanes(forming, scenario):
    _, formation = forming.formed(scenario)
    return dict(zip(formation.team_names, formation.lane.tolist(), strict=True))


def test_tiered_by_hand(forming):
    """Early people come first (odd seats), and whoever takes the share to another half is dealt: of six sales people
    at 0.3 the second and the fifth, of four the second, of two the second."""
    scenario = forming.small(formations__pods={"partition": "tiered"})
    assert forming.teams(scenario) == {
        "sales": ["sales 1", "sales 2", "sales 5", "sales 6"],
        "first line": ["sales 3", "sales 4", "service 3", "billing 2"],
        "service": ["service 1", "service 2", "service 4"],
        "billing": ["billing 1"],
    }
    _, formation = forming.formed(scenario)
    assert formation.first_line.tolist() == [False, True, False, False]
    assert set(lanes(forming, scenario).values()) == {Lane.ANY}


def test_hybrid_has_simple_departments_and_complex_pods(forming):
    scenario = forming.small(formations__pods={"partition": "hybrid", "complex_share": 0.5, "teams": 2})
    assert forming.teams(scenario) == {
        "pod 1": ["sales 1", "sales 5", "service 1"],
        "sales": ["sales 2", "sales 3", "sales 6"],
        "pod 2": ["sales 4", "service 2", "billing 1"],
        "service": ["service 3", "service 4"],
        "billing": ["billing 2"],
    }
    simple, hard = Lane.SIMPLE, Lane.COMPLEX
    assert lanes(forming, scenario) == {
        "pod 1": hard, "sales": simple, "pod 2": hard, "service": simple, "billing": simple,
    }  # fmt: skip
    assert not forming.formed(scenario)[1].first_line.any()


@pytest.mark.parametrize("partition", ["cross_functional", "random", "hybrid", "tiered"])
def test_functions_apart_keep_their_department(forming, partition):
    scenario = forming.small(formations__pods={"partition": partition, "apart": ["billing"]})
    found = forming.teams(scenario)
    assert found["billing"] == ["billing 1", "billing 2"]
    assert not [name for name, seats in found.items() if name != "billing" and "billing 1" in seats]
    assert lanes(forming, scenario)["billing"] == Lane.ANY  # also where departments have a lane
    assert teams_of(scenario, "pods", build_people(scenario)).made == len(found) - 1


@given(share=st.floats(0.01, 0.99), count=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_a_share_is_spread_over_functions_and_shifts(forming, share, count):
    groups = [{"function": f, "count": count} for f in FUNCTIONS]
    people = build_people(forming.small(people__groups=groups))
    members = dealt_share(people, share)
    assert members.tolist() == sorted(set(members.tolist()))
    assert np.bincount(people.function[members], minlength=3).tolist() == [dealt(count, share)] * 3
    assert dealt(count, share) == pytest.approx(count * share, abs=0.5 + 1e-6)
    early = np.arange(count) % 2 == 0  # shifts are dealt in turn
    for function in range(3):
        chosen = members[people.function[members] == function] - function * count
        assert early[chosen].sum() == pytest.approx(early.sum() * share, abs=1.0)


def test_teams_are_made_within_each_site(forming):
    scenario = forming.small(people__groups=at_sites(north=(4, 2, 1), south=(2, 2, 1)))
    assert forming.teams(scenario, "silos") == {
        "north sales": ["sales 1", "sales 2", "sales 3", "sales 4"],
        "north service": ["service 1", "service 2"],
        "north billing": ["billing 1"],
        "south sales": ["sales 5", "sales 6"],
        "south service": ["service 3", "service 4"],
        "south billing": ["billing 2"],
    }
    assert list(forming.teams(scenario)) == ["north pod 1", "south pod 1"]
    people, formation = forming.formed(scenario)
    assert [set(people.site[formation.home_team == team].tolist()) for team in (0, 1)] == [{0}, {1}]


@pytest.mark.parametrize(
    ("partition", "names"),
    [
        ("pool", {"north everybody", "south everybody"}),
        ("random", {"north team 1", "north team 2", "south team 1"}),
        ("tiered", {f"{site} {name}" for site in ("north", "south") for name in (*FUNCTIONS, "first line")}),
        ("hybrid", {f"{site} {name}" for site in ("north", "south") for name in (*FUNCTIONS, "pod 1")}),
    ],
)
def test_every_partition_keeps_to_the_sites(forming, partition, names):
    groups = at_sites(north=(5, 5, 2), south=(2, 2, 2))
    scenario = forming.small(people__groups=groups, formations__pods={"partition": partition})
    people, formation = forming.formed(scenario)
    assert set(formation.team_names) == names
    for team in range(len(names)):
        assert len(set(people.site[formation.home_team == team].tolist())) == 1


def test_across_sites_is_as_if_there_were_none(forming):
    groups = at_sites(north=(4, 2, 1), south=(2, 2, 1))
    column = {"teams": 2, "across_sites": True}
    spanning = forming.formed(forming.small(people__groups=groups, formations__pods=column))[1]
    without = [{key: value for key, value in group.items() if key != "site"} for group in groups]
    plain = forming.formed(forming.small(people__groups=without, formations__pods={"teams": 2}))[1]
    for name in ("home_team", "team_names", "distance"):
        assert np.array_equal(getattr(spanning, name), getattr(plain, name)), name


@pytest.mark.parametrize(
    ("teams", "heads", "expected"),
    [
        (2, (30, 10), (1, 1)),
        (4, (30, 10), (3, 1)),
        (8, (30, 10), (6, 2)),
        (5, (20, 20), (3, 2)),  # at a tie the first
        (10, (9, 1), (9, 1)),  # one each at least, and nobody is in two
        (3, (40, 1), (2, 1)),
    ],
)
def test_sites_have_teams_in_proportion_to_their_people(forming, teams, heads, expected):
    groups = at_sites(north=(heads[0], 0, 0), south=(0, heads[1], 0)) + at_sites(south=(0, 0, 0))
    groups += [{"function": "billing", "count": 1, "site": "north"}]
    column = {"teams": teams, "apart": ["billing"]}
    scenario = forming.small(people__groups=groups, formations__pods=column)
    names = list(forming.teams(scenario))
    assert tuple(sum(name.startswith(f"{site} pod") for name in names) for site in ("north", "south")) == expected


def test_a_site_with_nobody_for_pods_has_none(forming):
    groups = [*at_sites(north=(4, 4, 0)), {"function": "billing", "count": 3, "site": "south"}]
    scenario = forming.small(people__groups=groups, formations__pods={"teams": 1, "apart": ["billing"]})
    assert list(forming.teams(scenario)) == ["north pod 1", "south billing"]


def test_a_size_is_looked_at_site_by_site(forming):
    groups = at_sites(north=(6, 4, 2), south=(1, 1, 1))
    scenario = forming.small(people__groups=groups, formations__pods={"team_size": 4})
    assert list(forming.teams(scenario)) == ["north pod 1", "north pod 2", "north pod 3", "south pod 1"]


heads_of_a_site = st.tuples(*[st.integers(0, 6)] * 3).filter(any)
columns = st.fixed_dictionaries(
    {"partition": st.sampled_from(["by_function", "cross_functional", "random", "pool", "tiered", "hybrid"])},
    optional={
        "teams": st.integers(1, 9),
        "team_size": st.integers(1, 9),
        "apart": st.lists(st.sampled_from(FUNCTIONS), max_size=2, unique=True),
        "across_sites": st.booleans(),
        "first_line_share": st.floats(0.05, 0.95),
        "complex_share": st.floats(0.05, 0.95),
    },
)


@given(column=columns, sites=st.lists(heads_of_a_site, min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_what_is_known_from_head_counts_is_what_is_made(forming, column, sites):
    """Names and numbers of teams, which the checks of a scenario need before anybody is built."""
    groups = at_sites(**{name: heads for name, heads in zip("abc", sites, strict=False)})
    needs = {function: {"first_share": float(function == groups[0]["function"])} for function in FUNCTIONS}
    demand = {"demand__needs": needs, "policy__misroute_share": 0}  # so that nobody is missing
    try:
        scenario = forming.small(people__groups=groups, formations__pods=column, **demand)
    except ScenarioError:
        return  # such teams cannot be made
    people, formation = forming.formed(scenario)
    asked = scenario.formations["pods"]
    plan = team_plan(scenario, asked)
    names = formation.team_names
    assert sorted(plan.names()) == sorted(names)
    assert len(set(names)) == len(names)
    if column["partition"] in ("cross_functional", "random", "hybrid"):
        made = sum("pod" in name or "team" in name for name in names)
        assert made == sum(plan.counts.values())
        assert asked.teams in (None, made)
    sizes = np.bincount(formation.home_team, minlength=len(names))
    assert sizes.sum() == people.count
    assert sizes.min() >= 1


def test_languages_are_spread_over_pods(forming):
    """Every second person of the last group speaks both; without a look at languages they would all be in pod 2."""
    groups = [
        {"function": function, "count": count, "languages": languages}
        for function, number in (("sales", 4), ("service", 4), ("billing", 2))
        for languages, count in ((["german"], number), (["german", "french"], number))
    ]
    for together in (True, False):
        scenario = forming.small(
            people__groups=groups,
            demand__languages={"german": 0.7, "french": 0.3},
            formations__pods={"teams": 2, "shifts_together": together},
        )
        people, formation = forming.formed(scenario)
        home = formation.home_team
        assert np.bincount(home).tolist() == [10, 10]
        assert np.bincount(home, weights=people.speaks[:, 1]).tolist() == [5, 5]


def test_languages_that_all_speak_change_nothing(forming):
    plain = forming.formed(forming.small(formations__pods__teams=3))[1]
    spoken = forming.formed(forming.small(formations__pods__teams=3, demand__languages={"german": 0.5, "french": 0.5}))[
        1
    ]
    assert np.array_equal(plain.home_team, spoken.home_team)
