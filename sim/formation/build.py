"""A column's settings -> its formation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.formation import partition
from sim.formation.arrays import POLICY, Formation, People
from sim.formation.skills import skills_in
from sim.formation.teams import teams_of
from sim.foundation.grid import NEVER, grid_array
from sim.scenario import policy_of
from sim.scenario.declaration import Declaration, declaration_of
from sim.scenario.policy_settings import Policy
from sim.scenario.scenario_settings import Scenario


def build_formation(scenario: Scenario, column: str, people: People) -> Formation:
    """One column as arrays.

    column: a name in `scenario.formations`; KeyError otherwise. Raises DataError where the people of a file do not
    make the teams that the column asks for.
    """
    teams = teams_of(scenario, column, people)
    policy = policy_of(scenario, column)
    return Formation(
        name=column,
        team_names=teams.names,
        home_team=teams.home,
        first_line=teams.first_line,
        lane=teams.lane,
        distance=teams.distance,
        policy=policy_row(scenario, policy),
        pickup=_pickup(policy, tuple(scenario.demand.channels)),
        skill=skills_in(scenario, column, people),
    )


def policy_row(scenario: Scenario, policy: Policy) -> np.ndarray:
    """A column's dials, and the numbers that all columns share, as one POLICY row; words become numbers."""
    row = np.zeros((), dtype=POLICY)
    slow = scenario.over_time
    for block in (
        *(policy, scenario.people.fatigue, scenario.demand.coming_back, scenario.demand.technology),
        *(slow.learning, slow.familiarity, slow.staff, slow.loyalty),
    ):
        for name, field in type(block).model_fields.items():
            if name in (POLICY.names or ()):
                row[name] = _number(getattr(block, name), declaration_of(field), scenario.time.slow_clock)
    return row


def _number(value: Any, declared: Declaration, slow_clock: bool) -> Any:
    """The number that engines read for a setting."""
    if declared.absent is not None and not slow_clock:
        return declared.absent
    if declared.codes:
        return declared.codes[value.upper()]
    return NEVER if value is None else value


def _pickup(policy: Policy, channels: tuple[str, ...]) -> np.ndarray:
    inside = [policy.pickup_inside_minutes.get(channel, 0.0) for channel in channels]
    across = [policy.pickup_across_minutes.get(channel, 0.0) for channel in channels]
    return grid_array(np.array([inside, across], dtype=np.float64).T)


def relabelled(formation: Formation, labels: Sequence[str]) -> Formation:
    """The same formation with its teams renamed: number and order come from people, never from names.

    labels: a new name for each of the teams, all different. Used by the identity test.
    """
    home, names = partition.number_teams([labels[team] for team in formation.home_team])
    return replace(formation, home_team=home, team_names=tuple(str(name) for name in names))
