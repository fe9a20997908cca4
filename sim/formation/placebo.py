"""Columns that show what the design of pods is worth: pods drawn at random, and a dispatcher blind to teams."""

from __future__ import annotations

from sim.formation.people import build_people
from sim.formation.teams import teams_of
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
    designed = scenario.formations[of]
    settings = FormationSettings(
        partition="random",
        teams=teams.made or len(teams.names),
        apart=designed.apart,
        across_sites=designed.across_sites,
        policy_from=of,
    )
    return _with(scenario, PLACEBO, settings)


def with_blind_dispatcher(scenario: Scenario, of: str = "pods") -> Scenario:
    """The scenario with a column `blind_dispatcher`: teams and policy of `of`, but teams do not bind (an upper bound).

    Raises as `with_placebo`.
    """
    twin = scenario.formations[of].model_copy(update={"policy_from": of, "policy": {"walls": False}})
    return _with(scenario, BLIND, twin)


def _with(scenario: Scenario, name: str, column: FormationSettings) -> Scenario:
    if name in scenario.formations:
        message = f"A column is called {name} already, which is the name of the one to be added. Rename it."
        raise ScenarioError([Problem(scenario.name, None, f"formations.{name}", message)])
    return scenario.model_copy(update={"formations": {**scenario.formations, name: column}})
