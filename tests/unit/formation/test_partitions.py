"""Who is in which team: pool, explicit teams, pods by size, shifts together or spread."""

import numpy as np
import pytest

from sim.formation import build_people


def early(people):
    first = np.full(people.count, np.inf)
    np.minimum.at(first, people.shift_person, people.shift_start)
    return first == 480


def test_pool_is_everybody(forming):
    scenario = forming.small(formations__one={"partition": "pool"})
    assert list(forming.teams(scenario, "one")) == ["everybody"]
    assert len(forming.teams(scenario, "one")["everybody"]) == 12


@pytest.mark.parametrize(("size", "teams"), [(1, 12), (4, 3), (5, 2), (8, 2), (9, 1), (12, 1)])
def test_a_size_asks_for_as_many_teams_as_come_closest(forming, size, teams):
    assert len(forming.teams(forming.small(formations__pods__team_size=size))) == teams


def test_without_either_there_is_a_team_per_five_people(forming):
    assert len(forming.teams(forming.small())) == 2


def test_explicit_teams(forming):
    members = {
        "north": {"sales": 2, "service": 3},
        "south": ["sales 1", "billing 2", "service 4"],
        "rest": {"sales": 3, "billing": 1},
    }
    found = forming.teams(forming.small(formations__pods={"partition": "explicit", "members": members}))
    assert found == {
        "south": ["sales 1", "service 4", "billing 2"],
        "north": ["sales 2", "sales 3", "service 1", "service 2", "service 3"],
        "rest": ["sales 4", "sales 5", "sales 6", "billing 1"],
    }
    assert list(found) == ["south", "north", "rest"]  # by lowest person, never by place in the file


@pytest.mark.parametrize("together", [True, False])
def test_pods_have_every_function_evenly(forming, together):
    scenario = forming.small(formations__pods={"teams": 2, "shifts_together": together})
    people, formation = forming.formed(scenario)
    counts = np.zeros((2, 3), dtype=int)
    np.add.at(counts, (formation.home_team, people.function), 1)
    assert counts.tolist() == [[3, 2, 1], [3, 2, 1]]
    shares = [early(people)[formation.home_team == pod].mean() for pod in (0, 1)]
    assert sorted(shares) == ([0.0, 1.0] if together else [0.5, 0.5])


@pytest.mark.parametrize("counts", [(7, 5, 1), (3, 3, 3), (20, 11, 6)])
@pytest.mark.parametrize("teams", [1, 2, 3, 4])
def test_spread_shifts_are_as_even_as_they_can_be(forming, counts, teams):
    groups = [{"function": f, "count": n} for f, n in zip(("sales", "service", "billing"), counts, strict=True)]
    scenario = forming.small(people__groups=groups, formations__pods={"teams": teams, "shifts_together": False})
    people, formation = forming.formed(scenario)
    home = formation.home_team
    sizes = np.bincount(home)
    assert sizes.max() - sizes.min() <= 1
    for function in range(3):
        number = np.bincount(home[people.function == function], minlength=teams)
        assert number.max() - number.min() <= 1
    mornings = np.bincount(home[early(people)], minlength=teams)
    assert mornings.max() - mornings.min() <= 2


def test_pods_are_as_they_were_by_default(forming):
    """Frozen by hand: function by function, in order of shift."""
    assert forming.teams(forming.small(formations__pods__teams=2)) == {
        "pod 1": ["sales 1", "sales 3", "sales 5", "service 1", "service 3", "billing 1"],
        "pod 2": ["sales 2", "sales 4", "sales 6", "service 2", "service 4", "billing 2"],
    }


def test_people_are_the_same_in_every_partition(forming):
    plain = build_people(forming.small())
    other = build_people(forming.small(formations__pods={"partition": "pool"}))
    assert np.array_equal(plain.key, other.key)
