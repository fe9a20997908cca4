"""A column's partition -> a team per person: how many teams, who is in which, what they are called."""

from __future__ import annotations

import math

import numpy as np

from sim.demand.errors import DataError, data_error
from sim.formation import partition
from sim.formation.arrays import People
from sim.scenario.explicit_teams import seated
from sim.scenario.places import shown_path
from sim.scenario.problems import Problem
from sim.scenario.scenario_settings import FormationSettings, Scenario
from sim.scenario.tree import dotted

PEOPLE_PER_POD = 5  # evidence row 50
POOL_NAME = "everybody"


def teams_of(scenario: Scenario, column: str, people: People) -> tuple[np.ndarray, list[str]]:
    """Home team int64[P], numbered by lowest person, and the teams' names in that order. Raises DataError."""
    settings = scenario.formations[column]
    if settings.partition == "by_function":
        home, numbers = partition.number_teams(partition.by_function(people).tolist())
        names = list(scenario.demand.needs)
        return home, [names[int(number)] for number in numbers]  # type: ignore[call-overload]
    if settings.partition == "explicit":
        home, labels = partition.number_teams(partition.explicit(people, _seats(scenario, column, people)))
        return home, [str(label) for label in labels]
    if settings.partition == "pool":
        return partition.pool(people), [POOL_NAME]
    teams = team_count(scenario, column, people)
    if settings.partition == "cross_functional":
        label, word = partition.cross_functional(people, teams, settings.shifts_together), "pod"
    else:
        label, word = partition.at_random(people, teams), "team"
    home, numbers = partition.number_teams(label.tolist())
    return home, [f"{word} {number + 1}" for number in range(len(numbers))]


def team_count(scenario: Scenario, column: str, people: People) -> int:
    """Teams of a cross-functional or random column. Raises DataError where the people of a file are too few."""
    settings = scenario.formations[column]
    asked = settings.teams or settings.team_size
    if asked is not None and asked > people.count:
        # Of groups this is said when the scenario is checked.
        path = shown_path(scenario.data_file("people.file"))
        what = f"{asked} teams" if settings.teams else f"A team of {asked}"
        seen = f"formations.{column}.{'teams' if settings.teams else 'team_size'}: {asked}"
        raise data_error(path, seen, f"{what} cannot be made of {people.count} people.")
    return teams_for(settings, people.count)


def teams_for(settings: FormationSettings, people: int) -> int:
    """Teams asked for, or as many as come closest to the size asked for, or one per five people; at least 1."""
    if settings.teams is not None:
        return settings.teams
    if settings.team_size is not None:
        return max(1, math.floor(people / settings.team_size + 0.5))
    return max(1, round(people / PEOPLE_PER_POD))


def _seats(scenario: Scenario, column: str, people: People) -> dict[str, str]:
    functions = list(scenario.demand.needs)
    counts: dict[str, int] = {}
    for function in people.function.tolist():
        counts[functions[function]] = counts.get(functions[function], 0) + 1
    found = seated(scenario.formations[column].members, counts)
    if found.problems:
        path = shown_path(scenario.data_file("people.file"))
        block = ("formations", column, "members")
        raise DataError(Problem(path, None, dotted((*block, *loc)), message) for loc, message in found.problems)
    return found.team
