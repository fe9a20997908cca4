"""Several draws of random teams."""

import numpy as np
import pytest

from sim.formation import build_formation, build_people, with_placebo
from sim.formation.placebo import PLACEBO, drawn_again


def drawn(forming, draws, **overrides):
    scenario = with_placebo(forming.small(**overrides))
    people = build_people(scenario)
    formation = build_formation(scenario, PLACEBO, people)
    return people, formation, [drawn_again(scenario, formation, people, draw) for draw in range(draws)]


def test_the_first_draw_is_the_column_itself(forming):
    _, formation, (first,) = drawn(forming, 1, formations__pods={"teams": 3})
    assert np.array_equal(first.home_team, formation.home_team)
    assert first.name == "placebo 1"


def test_others_have_other_people_in_teams_of_the_same_sizes(forming):
    _, formation, found = drawn(forming, 20, formations__pods={"team_size": 5})
    sizes = sorted(np.bincount(formation.home_team))
    assert [sorted(np.bincount(one.home_team)) for one in found] == [sizes] * 20
    assert len({one.home_team.tobytes() for one in found}) > 10  # of 462 ways to part twelve people
    assert len({one.name for one in found}) == 20
    for one in found:  # numbered by their lowest person
        lowest = [int(np.argmax(one.home_team == team)) for team in range(len(sizes))]
        assert lowest == sorted(lowest)
        assert np.array_equal(one.policy, formation.policy)


def test_everybody_is_as_likely_in_any_two_places(forming):
    """With four teams of three, two people share one in 2 of 11 draws."""
    _, _, found = drawn(forming, 2000, formations__pods={"teams": 4})
    together = np.mean([one.home_team[3] == one.home_team[10] for one in found])
    assert together == pytest.approx(2 / 11, abs=4 * np.sqrt(2 / 11 * 9 / 11 / 2000))


def test_departments_apart_and_sites_stay(forming):
    groups = [
        {"function": function, "count": count, "site": site}
        for site in ("north", "south")
        for function, count in (("sales", 4), ("service", 4), ("billing", 2))
    ]
    people, formation, found = drawn(
        forming, 10, people__groups=groups, formations__pods={"teams": 4, "apart": ["billing"]}
    )
    billing = people.function == 2
    for one in found:
        home, names = one.home_team, one.first_line.size
        assert names == formation.first_line.size
        for team in range(names):
            members = home == team
            assert len(set(people.site[members].tolist())) == 1
            assert billing[members].all() or not billing[members].any()
        # Distances go with the teams: the same between two teams of a site as before.
        site = [int(people.site[home == team][0]) for team in range(names)]
        for a in range(names):
            for b in range(names):
                if a != b:
                    assert (one.distance[a, b] > 1) == (site[a] != site[b])
