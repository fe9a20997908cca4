"""Finding 3: dedicated teams win where what they gain by ownership exceeds what the split pool loses, else they lose.

The gain grows with two dials, common to both columns: what it takes to brief another team, and to tell a story again.
A team that keeps its customer through all needs pays neither; the departments that hand the customer over do.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import alike_needs, cases_for_load, office
from sim.studies.verification.findings.runs import samples

NAMES = ("sales", "tech", "bills")


def gained_by_dedicated_teams(retelling_share: float, link_minutes: float) -> np.ndarray:
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


def rows() -> Iterator[Row]:
    """They lose where ownership gains nothing or little, and win where it gains much."""
    gained = gained_by_dedicated_teams
    yield below(gained(0.0, 0.0), 0.0, "minutes gained by dedicated teams, nothing to own")
    yield below(gained(0.15, 0.0), 0.0, "minutes gained by dedicated teams, 0.15 told again")
    yield above(gained(0.3, 1.0), 0.0, "minutes gained by dedicated teams, 0.3 told again, 1 link")
