"""A road as a commented file with the names of one scenario's own teams: a start for a road of one's own."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from sim.formation.people import build_people
from sim.formation.teams import teams_of
from sim.roads.plan import Plan, PlannedStage
from sim.scenario.scenario_settings import Scenario

WIDTH = 100


def road_text(plan: Plan) -> str:
    """The same road, stage by stage with the teams that form in it."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: Plan) -> Iterator[str]:
    road, scenario = plan.road, plan.scenario
    yield f"# A road of {scenario.name}, written by podsim road --write: change it line by line, then run"
    yield f"#   podsim road {scenario.name} {road.name}.yaml"
    yield "# People move by function and count. Numbers marked (?) are made up."
    yield f"name: {road.name}"
    if road.title:
        yield f"title: {road.title}"
    if road.about:
        yield "about: >"
        yield from (f"  {line}" for line in textwrap.wrap(" ".join(road.about.split()), WIDTH - 2))
    teams = _teams(scenario, plan.begins_as)
    yield f"begins_as: {plan.begins_as}      # {', '.join(teams.values())}"
    if not plan.stages:
        yield "stages: []"
        return
    yield "stages:"
    seen = set(teams)
    for stage in plan.stages:
        yield from _of_stage(plan, stage, seen)
        seen |= set(_teams(scenario, stage.column))


def _of_stage(plan: Plan, planned: PlannedStage, seen: set[str]) -> Iterator[str]:
    stage, now = planned.stage, _teams(plan.scenario, planned.column)
    yield f"  - week: {planned.week}"
    if stage.name:
        yield f"    name: {stage.name}"
    if stage.into is not None:
        known = _teams(plan.scenario, stage.into)
        forming = [name for name in known if name in now and name not in seen]
        yield f"    into: {stage.into}"
        yield f"    teams: [{', '.join(forming)}]"
        yield from (f"      # {name}: {known[name]}" for name in forming)
        left = {name: text for name, text in now.items() if name not in known}
        if left:
            yield f"      # left: {'; '.join(f'{name} ({text})' for name, text in left.items())}"
    for name, team in stage.members.items():
        yield from ("    members:",) if name == next(iter(stage.members)) else ()
        said = ", ".join(f"{key}: {value}" for key, value in team.items()) if isinstance(team, Mapping) else ""
        listed = ", ".join(map(str, team)) if isinstance(team, list | tuple) else ""
        yield f"      {name}: {{{said}}}" if said else f"      {name}: [{listed}]"
    if stage.habits is not None:
        yield f"    habits: {stage.habits}"
    if stage.policy:
        yield f"    policy: {{{', '.join(f'{dial}: {_plain(value)}' for dial, value in stage.policy.items())}}}"
    yield f"    training_hours: {stage.training_hours:g}      # (?) of {int(planned.trained.sum())} people"
    if stage.training_hours > 0.0:
        yield f"    training_over_weeks: {stage.training_over_weeks:g}      # (?) in which they begin with it"
    yield f"    cost: {stage.cost:g}      # (?) once, beside training"
    if gate := stage.gate:
        line = f"at_least: {gate.at_least:g}" if gate.at_least is not None else f"at_most: {gate.at_most:g}"
        yield f"    gate: {{measure: {gate.measure}, {line}, weeks: {gate.weeks}, otherwise: {gate.otherwise}}}"


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_plain(child)}' for key, child in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _teams(scenario: Scenario, column: str) -> dict[str, str]:
    """Who is in each team of a column: "2 sales, 1 marketing"."""
    people = build_people(scenario)
    teams, functions = teams_of(scenario, column, people), list(scenario.demand.needs)
    found = {}
    for number, name in enumerate(teams.names):
        there = people.function[teams.home == number].tolist()
        found[name] = ", ".join(f"{there.count(place)} {function}" for place, function in enumerate(functions)
                                if place in there)  # fmt: skip
    return found
