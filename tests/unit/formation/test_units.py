"""How far apart teams are: by hand, and against the lowest common ancestor of networkx."""

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.formation import relabelled
from sim.formation.teams import distances

TEAMS = ("a", "b", "c", "d", "e")


def at_two_sites(count):
    """Groups of so many people for each function at each site."""
    functions = ("sales", "service", "billing")
    return [{"function": f, "count": count, "site": s} for s in ("north", "south") for f in functions]


def by_networkx(names, units):
    """Levels up to the lowest common ancestor, from whichever of the two lies deeper."""
    tree, numbers = nx.DiGraph(), itertools.count()

    def grow(inside, above):
        if isinstance(inside, dict):
            for below in inside.values():
                unit = next(numbers)
                tree.add_edge(above, unit)
                grow(below, unit)
        else:
            tree.add_edges_from((above, name) for name in inside)

    tree.add_node("top")
    grow(units, "top")
    tree.add_edges_from(("top", name) for name in names if name not in tree)
    deep = nx.single_source_shortest_path_length(tree, "top")
    found = [
        [max(deep[a], deep[b]) - deep[nx.lowest_common_ancestor(tree, a, b)] if a != b else 0 for b in names]
        for a in names
    ]
    return np.array(found)


def test_without_units_any_two_teams_are_1_apart():
    assert distances(TEAMS, {}).tolist() == (1 - np.eye(5, dtype=int)).tolist()
    assert distances(("alone",), {}).tolist() == [[0]]


def test_by_hand():
    """a and b share a unit; c shares the one above with them; d is in another; e in none, at the top."""
    units = {"east": {"coast": ["b", "a"], "hills": ["c"]}, "west": ["d"]}
    found = distances(TEAMS, units)
    assert found.tolist() == [
        [0, 1, 2, 3, 3],
        [1, 0, 2, 3, 3],
        [2, 2, 0, 3, 3],
        [3, 3, 3, 0, 2],
        [3, 3, 3, 2, 0],
    ]
    assert found.tolist() == by_networkx(TEAMS, units).tolist()


def test_units_of_one_name_in_two_places_are_two():
    found = distances(("a", "b", "c"), {"east": {"desk": ["a"]}, "west": {"desk": ["b", "c"]}})
    assert found.tolist() == [[0, 3, 3], [3, 0, 1], [3, 1, 0]]


def nest(teams):
    """Trees over some of the teams."""
    return st.lists(st.sampled_from(range(4)), min_size=len(teams), max_size=len(teams)).map(
        lambda places: {
            "north": {"one": [t for t, p in zip(teams, places, strict=True) if p == 0],
                      "deep": {"two": [t for t, p in zip(teams, places, strict=True) if p == 1]}},
            "south": [t for t, p in zip(teams, places, strict=True) if p == 2],
        }
    )  # fmt: skip


@given(units=nest(TEAMS))
@settings(max_examples=60, deadline=None)
def test_as_networkx_says(units):
    found = distances(TEAMS, units)
    assert found.tolist() == by_networkx(TEAMS, units).tolist()
    assert (found == found.T).all()


def test_units_of_a_column(forming):
    units = {"front": ["sales"], "back": {"office": ["service", "billing"]}}
    _, formation = forming.formed(forming.small(formations__silos__units=units), "silos")
    assert formation.team_names == ("sales", "service", "billing")
    assert formation.distance.tolist() == [[0, 3, 3], [3, 0, 1], [3, 1, 0]]


def test_sites_are_units_unless_others_are_given(forming):
    groups = at_two_sites(1)
    _, formation = forming.formed(forming.small(people__groups=groups), "silos")
    same = np.kron(np.eye(2, dtype=int), np.ones((3, 3), dtype=int))
    assert formation.distance.tolist() == (2 - same - np.eye(6, dtype=int)).tolist()
    units = {"sales": ["north sales", "south sales"]}
    _, other = forming.formed(forming.small(people__groups=groups, formations__silos__units=units), "silos")
    assert other.distance[0].tolist() == [0, 2, 2, 1, 2, 2]


@pytest.mark.parametrize("spanning", [False, True])
def test_explicit_teams_lie_at_the_site_of_their_people(forming, spanning):
    groups = at_two_sites(2)
    members = {"x": ["sales 1", "service 1"], "y": ["sales 2", "service 2", "billing 1", "billing 2"],
               "z": {"sales": 2, "service": 2, "billing": 2}}  # fmt: skip
    if spanning:
        members = {"x": {"sales": 3, "service": 1}, "y": {"sales": 1, "service": 3}, "z": {"billing": 4}}
    column = {"partition": "explicit", "members": members, "across_sites": spanning}
    _, formation = forming.formed(forming.small(people__groups=groups, formations__pods=column))
    expected = [[0, 1, 1], [1, 0, 1], [1, 1, 0]] if spanning else [[0, 1, 2], [1, 0, 2], [2, 2, 0]]
    assert formation.distance.tolist() == expected


@pytest.mark.parametrize("column", [{"partition": "tiered"}, {"partition": "hybrid"}, {"apart": ["billing"]}])
def test_renaming_teams_changes_nothing_but_names(forming, column):
    _, formation = forming.formed(forming.small(formations__pods=column))
    renamed = relabelled(formation, [f"z{9 - i}" for i in range(formation.team_count)])
    for name in ("home_team", "first_line", "lane", "distance", "policy", "pickup", "team_count"):
        assert np.array_equal(getattr(renamed, name), getattr(formation, name)), name
    assert renamed.team_names != formation.team_names
