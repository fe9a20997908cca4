"""Columns that show what the design of pods is worth: pods drawn at random, and a dispatcher blind to teams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from sim.formation.arrays import Formation, People
from sim.formation.partition import number_teams
from sim.formation.people import EVERYWHERE, build_people
from sim.formation.teams import teams_of
from sim.foundation.draws import Kind, uniform
from sim.scenario.columns import partition_of
from sim.scenario.problems import Problem, ScenarioError
from sim.scenario.scenario_settings import FormationSettings, Scenario

PLACEBO = "placebo"
BLIND = "blind_dispatcher"


def with_placebo(scenario: Scenario, of: str = "pods") -> Scenario:
    """The scenario with a column `placebo`: as many teams as `of` has, drawn at random, with its policy.

    What is left of a gain against it is due to the design of the pods, not to being split into as many teams. Raises
    ScenarioError where a column is called so already, KeyError where there is no column `of`.
    """
    teams = teams_of(scenario, of, build_people(scenario))
    designed = partition_of(scenario, of)
    settings = FormationSettings(
        partition="random",
        teams=teams.made or len(teams.names),
        apart=designed.apart,
        across_sites=designed.across_sites,
        second_skills=designed.second_skills,
        units=drawn_units(designed.units),
        policy_from=of,
    )
    return _with(scenario, PLACEBO, settings)


def drawn_units(units: Any) -> Any:
    """The organisation tree of the placebo: a drawn team takes the place of the pod of its number."""
    if isinstance(units, dict):
        return {unit: drawn_units(below) for unit, below in units.items()}
    if isinstance(units, list | tuple):
        return [drawn_units(name) for name in units]
    return re.sub(r"\bpod (\d+)$", r"team \1", str(units))


def drawn_again(scenario: Scenario, formation: Formation, people: People, draw: int) -> Formation:
    """Another draw of a random column: its teams with the same sizes, and other people in them.

    scenario: holds the column. formation: that column as built. draw: number of the draw; 0 is the column itself. Who
    keeps a department apart stays there, and unless the column says across_sites everybody stays at their site.
    """
    settings, home = scenario.formations[formation.name], formation.home_team.copy()
    for members in _dealt_together(scenario, settings, people):
        draws = [uniform(EVERYWHERE, Kind.PARTITION, int(key), draw) for key in people.key[members]]
        home[members[np.argsort(draws, kind="stable")]] = np.sort(home[members])
    home, before = number_teams(home.tolist())
    order = np.array(before, dtype=np.int64)
    return replace(
        formation,
        team_names=tuple(formation.team_names[team] for team in order),
        name=f"{formation.name} {draw + 1}",
        home_team=home,
        first_line=formation.first_line[order],
        lane=formation.lane[order],
        distance=formation.distance[np.ix_(order, order)],
    )


def _dealt_together(scenario: Scenario, settings: FormationSettings, people: People) -> Iterator[np.ndarray]:
    """People who may change places, as numbers."""
    functions = list(scenario.demand.needs)
    free = ~np.isin(people.function, [functions.index(name) for name in settings.apart])
    if settings.across_sites:
        yield np.flatnonzero(free)
    else:
        yield from (np.flatnonzero(free & (people.site == site)) for site in range(len(people.site_names)))


def with_blind_dispatcher(scenario: Scenario, of: str = "pods") -> Scenario:
    """The scenario with a column `blind_dispatcher`: teams and policy of `of`, but teams do not bind.

    Nearly an upper bound of what any teams could reach: hands still change at a cost.

    Raises as `with_placebo`.
    """
    twin = scenario.formations[of].model_copy(update={"policy_from": of, "policy": {"walls": False}})
    return _with(scenario, BLIND, twin)


def _with(scenario: Scenario, name: str, column: FormationSettings) -> Scenario:
    if name in scenario.formations:
        message = f"A column is called {name} already, which is the name of the one to be added. Rename it."
        raise ScenarioError([Problem(scenario.name, None, f"formations.{name}", message)])
    return scenario.model_copy(update={"formations": {**scenario.formations, name: column}})
