"""Finding 3: dedicated teams win where what they gain by ownership exceeds what the split pool loses, else they lose.

The gain grows with two dials, common to both columns: what it takes to brief another team, and to tell a story again.
A team that keeps its customer through all needs pays neither; the departments that hand the customer over do.
"""

from __future__ import annotations

import pytest

from tests.findings.effects import assert_above, assert_below
from tests.findings.offices import alike_needs, cases_for_load, office
from tests.findings.runs import samples

NAMES = ("sales", "tech", "bills")


def gained_by_dedicated_teams(retelling_share: float, link_minutes: float):
    """Minutes until solved, three departments of four minus two teams of six in which every function is present."""
    described = office(
        alike_needs(NAMES, 0.5, 6.0),
        [{"function": name, "count": 4} for name in NAMES],
        cases_for_load(0.6, 12, 12.0),
        policy={
            "team_choice": "random",
            "kept_across_share": 0.3,
            "kept_inside_share": 0.95,
            "retelling_share": retelling_share,
            "link_minutes": link_minutes,
        },
        formations={
            "departments": {"partition": "by_function"},
            "dedicated": {"partition": "cross_functional", "teams": 2},
        },
    )
    minutes = {column: samples(described, column, 10)["resolution_minutes"] for column in described["formations"]}
    return minutes["departments"] - minutes["dedicated"]


@pytest.mark.slow
def test_dedicated_teams_lose_where_ownership_gains_nothing():
    assert_below(gained_by_dedicated_teams(0.0, 0.0), 0.0, "minutes gained by dedicated teams, nothing to own")


@pytest.mark.slow
def test_dedicated_teams_still_lose_where_ownership_gains_little():
    assert_below(gained_by_dedicated_teams(0.15, 0.0), 0.0, "minutes gained by dedicated teams, 0.15 told again")


@pytest.mark.slow
def test_dedicated_teams_win_where_ownership_gains_much():
    assert_above(gained_by_dedicated_teams(0.3, 1.0), 0.0, "minutes gained by dedicated teams, 0.3 told again, 1 link")
