"""A road put together with a scenario: the formation from each of its stages on, or everything that does not fit.

People move by function and count. Where a road forms teams of a column, each has the people that it has there; where it
names teams of its own, their people come out of the teams that are left, function by function in order, nobody twice.
Every stage becomes a column of the scenario, so that it is checked, built and written down as any other column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.formation.arrays import People
from sim.formation.people import build_people
from sim.formation.teams import teams_of
from sim.roads.dates import week_of
from sim.roads.loaded import LoadedRoad
from sim.roads.reading import problems_of_columns
from sim.roads.settings import Gate, Road, Stage
from sim.scenario.checks.columns import column_findings
from sim.scenario.columns import partition_of
from sim.scenario.explicit_teams import seated
from sim.scenario.origins import Loc
from sim.scenario.problems import Problem, ScenarioError, did_you_mean, in_order_of_lines
from sim.scenario.scenario_settings import FormationSettings, Scenario

WITH_LANES = {"tiered", "hybrid"}  # partitions whose teams are for different cases, and mean nothing one by one


@dataclass(frozen=True)
class PlannedStage:
    """One stage as it is run. week: of the road. column: of the plan's scenario. moved: bool[P], whose team changes.

    trained: bool[P], who is given its hours of training.
    """

    stage: Stage
    week: int
    column: str
    moved: np.ndarray
    trained: np.ndarray

    @property
    def gate(self) -> Gate | None:
        """What must hold for it to be taken."""
        return self.stage.gate


@dataclass(frozen=True)
class Plan:
    """A road in a scenario. scenario: with a column for every stage. begins_as: the column before the first of them."""

    loaded: LoadedRoad
    scenario: Scenario
    begins_as: str
    stages: tuple[PlannedStage, ...]

    @property
    def road(self) -> Road:
        """The road as its file says it."""
        return self.loaded.road

    def within(self, weeks: int) -> tuple[PlannedStage, ...]:
        """The stages that begin within so many weeks."""
        return tuple(one for one in self.stages if one.week < weeks)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it may pass through, in order."""
        return tuple(dict.fromkeys([self.begins_as, *(one.column for one in self.stages)]))


@dataclass
class _State:
    """Where people are between two stages. team: seat -> team. formed: teams that stages have formed.

    partition: settings from which the teams of the next column come. habits: column of the policy; dials: moved since.
    """

    team: dict[str, str]
    partition: FormationSettings
    habits: str
    formed: set[str] = field(default_factory=set)
    dials: dict[str, Any] = field(default_factory=dict)


def plan_road(scenario: Scenario, loaded: LoadedRoad) -> Plan:
    """The formations that a road passes through. Raises ScenarioError with everything that does not fit, DataError."""
    road = loaded.road
    known = scenario.formations
    if wrong := list(problems_of_columns(road, scenario)):
        raise ScenarioError(in_order_of_lines(loaded.problem(loc, message) for loc, message in wrong))
    people = build_people(scenario)
    begins = teams_of(scenario, road.begins_as, people)
    state = _State(
        dict(zip(people.seat, (begins.names[team] for team in begins.home), strict=True)),
        partition_of(scenario, road.begins_as),
        road.begins_as,
    )
    stages, found = [], []
    for place, stage in enumerate(road.stages):
        loc: Loc = ("stages", place)
        before = dict(state.team)
        found += [((*loc, *below), message) for below, message in _move(scenario, people, state, stage)]
        if stage.habits is not None:
            state.habits = stage.habits
        state.dials |= {dial: {**state.dials.get(dial, {}), **value} if isinstance(value, dict) else value
                        for dial, value in stage.policy.items()}  # fmt: skip
        column = f"{road.name}-{week_of(road, stage)}"
        if column in known:
            message = f"{scenario.name} has a column {column}, the name of this stage, already. Rename the road."
            found.append((loc, message))
        scenario = _with(scenario, column, state)
        moved = np.array([before[seat] != state.team[seat] for seat in people.seat])
        trained = np.ones_like(moved) if stage.habits is not None or stage.policy else moved
        stages.append(PlannedStage(stage, week_of(road, stage), column, moved, trained))
    found += _of_columns(scenario, stages) if not found else []
    if found:
        raise ScenarioError(in_order_of_lines(loaded.problem(loc, message) for loc, message in found))
    return Plan(loaded, scenario, road.begins_as, tuple(stages))


def columns_named(roads: Sequence[LoadedRoad]) -> tuple[str, ...]:
    """Columns of a scenario that roads begin as, or that their stages name."""
    stages = [stage for one in roads for stage in one.road.stages]
    named = [one.road.begins_as for one in roads] + [name for stage in stages for name in (stage.into, stage.habits)]
    return tuple(dict.fromkeys(name for name in named if name is not None))


def check_roads(scenario: Scenario, roads: Sequence[LoadedRoad]) -> list[Plan]:
    """All roads in a scenario. Raises ScenarioError with what does not fit in any of them, DataError."""
    plans: list[Plan] = []
    problems: list[Problem] = []
    for loaded in roads:
        try:
            plans.append(plan_road(scenario, loaded))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return plans


def _with(scenario: Scenario, column: str, state: _State) -> Scenario:
    dials = {"policy_from": state.habits, "policy": dict(state.dials), "partition_from": None}
    settings = state.partition.model_copy(update=dials)
    return scenario.model_copy(update={"formations": {**scenario.formations, column: settings}})


def _move(scenario: Scenario, people: People, state: _State, stage: Stage) -> Iterator[tuple[Loc, str]]:
    """Put people into the teams of a stage; what is wrong with them, and where below the stage."""
    if stage.into is not None:
        yield from _into(scenario, people, state, stage)
    elif stage.members:
        yield from _own_teams(scenario, people, state, stage)


def _into(scenario: Scenario, people: People, state: _State, stage: Stage) -> Iterator[tuple[Loc, str]]:
    assert stage.into is not None
    teams, settings = teams_of(scenario, stage.into, people), partition_of(scenario, stage.into)
    there = dict(zip(people.seat, (teams.names[team] for team in teams.home), strict=True))
    forming = _forming(stage, teams.names, there)
    for place, name in enumerate(stage.teams):
        if name not in teams.names:
            yield ("teams", place), f"{stage.into} has no team {name!r}. {did_you_mean(name, teams.names)}"
        elif name in stage.teams[:place] or name in state.formed:
            yield ("teams", place), f"{name} is formed already, and nobody is in two teams."
    complete = state.formed | forming >= set(teams.names)
    if not complete and WITH_LANES & {settings.partition, state.partition.partition}:
        where = "share" if stage.share is not None else "teams"
        yield (
            (where,),
            "First lines and lanes cannot be formed team by team: leave it out, and all re-form at once.",
        )
        return
    for seat, team in there.items():
        if team in forming:
            state.team[seat] = team
    state.formed |= forming
    state.partition = settings if complete else _explicit(state, settings)


def _forming(stage: Stage, names: tuple[str, ...], there: Mapping[str, str]) -> set[str]:
    """Teams of the column that there are from this stage on, as far as it says so."""
    if stage.teams:
        return set(stage.teams) & set(names)
    if stage.share is None:
        return set(names)
    sizes = [sum(team == name for team in there.values()) for name in names]
    so_far = np.cumsum([0, *sizes])
    # The nearest number of whole teams, of two equally near ones the larger.
    count = int(len(names) - np.argmin(np.abs(so_far - stage.share * len(there))[::-1]))
    return set(names[:count])


def _own_teams(scenario: Scenario, people: People, state: _State, stage: Stage) -> Iterator[tuple[Loc, str]]:
    taken = {name: [seat for seat, team in state.team.items() if team == name] for name in state.formed}
    again = [name for name in stage.members if name in state.team.values()]
    for name in again:
        yield ("members", name), f"There is a team {name} already. Give the new one another name."
    functions = list(scenario.demand.needs)
    counts = {name: int(np.sum(people.function == place)) for place, name in enumerate(functions)}
    seating = seated({**taken, **{name: who for name, who in stage.members.items() if name not in again}}, counts)
    wrong = [(loc, message) for loc, message in seating.problems if loc]  # whoever is in none stays where they are
    yield from ((("members", *loc), message) for loc, message in wrong)
    if WITH_LANES & {state.partition.partition}:
        yield ("members",), "First lines and lanes cannot be left team by team."
    for seat, team in seating.team.items():
        state.team[seat] = team
    state.formed |= set(stage.members)
    state.partition = _explicit(state, state.partition)


def _explicit(state: _State, settings: FormationSettings) -> FormationSettings:
    """The teams as they are now, one by one. settings: of a column, what else is said of its partition."""
    members: dict[str, list[str]] = {}
    for seat, team in state.team.items():
        members.setdefault(team, []).append(seat)
    return FormationSettings(
        partition="explicit",
        members={team: tuple(seats) for team, seats in members.items()},
        across_sites=settings.across_sites or state.partition.across_sites,
        second_skills=settings.second_skills,
    )


def _of_columns(scenario: Scenario, stages: list[PlannedStage]) -> Iterator[tuple[Loc, str]]:
    """What the checks of a scenario find in the columns of the stages."""
    places = {one.column: place for place, one in enumerate(stages)}
    for finding in column_findings(scenario):
        if finding.loc[0] == "formations" and finding.loc[1] in places:
            below = finding.loc[2:] if "policy" in finding.loc else ()
            yield ("stages", places[str(finding.loc[1])], *below), finding.message
