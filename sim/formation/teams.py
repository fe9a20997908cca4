"""A column's partition -> a team per person: how many teams, who is in which, what they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.formation import partition
from sim.formation.arrays import People
from sim.foundation.kinds import Lane
from sim.scenario.checks.columns import NOTHING_IS_NEAR
from sim.scenario.columns import column_that_says, dial_in, partition_of
from sim.scenario.files import shown_path
from sim.scenario.origins import Loc, dotted
from sim.scenario.problems import DataError, Problem
from sim.scenario.scenario_settings import Scenario
from sim.scenario.team_plan import (
    APART,
    DEPARTMENT,
    DRAWN,
    FIRST_LINE,
    GIVEN,
    POD,
    POOL,
    SHARES,
    WITH_A_COUNT,
    TeamPlan,
    team_name,
    unit_problems,
)

LANES = {"hybrid": {DEPARTMENT: Lane.SIMPLE, POD: Lane.COMPLEX}}  # partition -> kind of team -> its lane


class Label(NamedTuple):
    """What the people of one team have in common.

    place: its site, "" where teams are made of all. what: function of a department, number of another, name given.
    """

    place: str
    kind: str
    what: int | str


@dataclass(frozen=True)
class Teams:
    """The teams of a column. T teams, numbered by their lowest person; P people.

    home: int64[P]. names: str[T]. apart: bool[T], departments that the rest is not mixed with.
    first_line: bool[T]. lane: int64[T] (Lane). distance: int64[T, T].
    """

    home: np.ndarray
    names: tuple[str, ...]
    apart: np.ndarray
    first_line: np.ndarray
    lane: np.ndarray
    distance: np.ndarray

    @property
    def made(self) -> int:
        """How many teams there are of people who are not apart."""
        return int(np.count_nonzero(~self.apart))


def teams_of(scenario: Scenario, column: str, people: People) -> Teams:
    """The teams of a column. Raises DataError where these people do not make them."""
    settings, functions = partition_of(scenario, column), list(scenario.demand.needs)
    site_of = {seat: people.site_names[site] for seat, site in zip(people.seat, people.site.tolist(), strict=True)}
    plan = TeamPlan(settings, _heads(functions, people), site_of)
    _refuse_impossible(scenario, column, plan)
    labels = _given(plan, people) if settings.partition == "explicit" else _made(plan, functions, people)
    home, found = partition.number_teams(labels)
    names = tuple(_names(functions, found))
    kinds = [label.kind for label in found]
    lanes = LANES.get(settings.partition, {})
    units = settings.units or (site_units(names, [label.place for label in found]) if plan.bound else {})
    return Teams(
        home=home,
        names=names,
        apart=np.array([kind == APART for kind in kinds]),
        first_line=np.array([kind == FIRST_LINE for kind in kinds]),
        lane=np.array([lanes.get(kind, Lane.ANY) for kind in kinds], dtype=np.int64),
        distance=distances(names, units),
    )


def _refuse_impossible(scenario: Scenario, column: str, plan: TeamPlan) -> None:
    """Say what the people of a file do not make; of groups it was said when the scenario was read."""
    if scenario.people.file is None:
        return
    found = list(plan.problems()) or [
        (("units", *loc), text) for loc, text in unit_problems(plan.column.units, plan.names())
    ]
    wrong: list[tuple[Loc, str]] = [
        (("formations", column_that_says(scenario, column, str(loc[0])), *loc), text) for loc, text in found
    ]
    borrowing, said = dial_in(scenario, column, "borrowing")
    if borrowing == "near" and plan.equally_far:
        wrong.append((said, NOTHING_IS_NEAR.format(column)))
    if wrong:
        path = shown_path(scenario.data_file("people.file"))
        raise DataError(Problem(path, None, _as_said(scenario, loc), message) for loc, message in wrong)


def _as_said(scenario: Scenario, loc: Loc) -> str:
    """A setting and, where it is no block, its value: "formations.pods.teams: 5"."""
    value: Any = scenario
    for part in loc:
        if isinstance(value, Mapping):
            value = value.get(part)
        else:
            value = value[part] if isinstance(part, int) else getattr(value, part)
    return dotted(loc) if isinstance(value, Mapping) else f"{dotted(loc)}: {value}"


def _heads(functions: list[str], people: People) -> dict[str, dict[str, int]]:
    """People by site and function."""
    heads: dict[str, dict[str, int]] = {name: {} for name in people.site_names}
    for site, function in zip(people.site.tolist(), people.function.tolist(), strict=True):
        here, name = heads[people.site_names[site]], functions[function]
        here[name] = here.get(name, 0) + 1
    return heads


def _given(plan: TeamPlan, people: People) -> list[Label]:
    """A label per person of teams given one by one."""
    sites = people.site.tolist()
    return [
        Label(people.site_names[site] if plan.bound else "", GIVEN, plan.seating.team[seat])
        for seat, site in zip(people.seat, sites, strict=True)
    ]


def _made(plan: TeamPlan, functions: list[str], people: People) -> list[Label]:
    """A label per person of teams that are made, place by place."""
    labels = [Label("", POOL, 0)] * people.count
    for number, place in enumerate(people.site_names if plan.bound else ("",)):
        members = np.flatnonzero(people.site == number) if plan.bound else np.arange(people.count)
        teams = _inside(plan, place, functions, people.only(members))
        for member, (kind, what) in zip(members, teams, strict=True):
            labels[member] = Label(place, kind, what)
    return labels


def _inside(plan: TeamPlan, place: str, functions: list[str], people: People) -> list[tuple[str, int]]:
    """Kind of each person's team, and its function or a number. people: those of one place."""
    settings = plan.column
    if settings.partition == "pool":
        return [(POOL, 0)] * people.count
    alone = np.isin(people.function, [functions.index(name) for name in settings.apart])
    found = [(APART if a else DEPARTMENT, f) for a, f in zip(alone.tolist(), people.function.tolist(), strict=True)]
    rest = np.flatnonzero(~alone)
    if settings.partition in SHARES:
        rest = rest[partition.dealt_share(people.only(rest), getattr(settings, SHARES[settings.partition]))]
    if settings.partition == "tiered":
        across, kind = np.zeros(rest.size, dtype=np.int64), FIRST_LINE
    elif settings.partition == "random":
        across, kind = partition.at_random(people.only(rest), plan.counts[place]), DRAWN
    elif settings.partition in WITH_A_COUNT:
        across, kind = partition.cross_functional(people.only(rest), plan.counts[place], settings.shifts_together), POD
    else:
        return found
    for member, number in zip(rest, across.tolist(), strict=True):
        found[member] = (kind, number)
    return found


def _names(functions: list[str], labels: list[Label]) -> Iterator[str]:
    """What teams are called, in order: departments by function, pods by number, each after its site if it is bound."""
    counted: dict[tuple[str, str], int] = {}
    for place, kind, what in labels:
        counted[place, kind] = counted.get((place, kind), 0) + 1
        if kind in (DEPARTMENT, APART):
            what = functions[int(what)]
        elif kind in (POD, DRAWN):
            what = counted[place, kind]
        yield str(what) if kind == GIVEN else team_name(place, kind, str(what))


def site_units(names: Sequence[str], sites: Sequence[str]) -> dict[str, list[str]]:
    """Sites as units. names, sites: of each team."""
    units: dict[str, list[str]] = {}
    for name, site in zip(names, sites, strict=True):
        units.setdefault(site, []).append(name)
    return units


def distances(names: Sequence[str], units: Mapping[str, Any]) -> np.ndarray:
    """Levels up from a team to the first unit that has another one too, of the two the more; 0 to itself.

    names: of T teams. units: unit -> names of teams, or further units, without problems
    (`sim.scenario.team_plan`). Teams in none are at the top, as all are without units. Returns int64[T, T].
    """
    inside = dict(_placed(units, ()))
    paths = [inside.get(name, ()) for name in names]  # the units that a team is in, from the top
    depth = np.array([len(path) for path in paths], dtype=np.int64)
    shared = np.zeros((len(names), len(names)), dtype=np.int64)
    for level in range(int(np.max(depth, initial=0))):
        known: dict[tuple[str, ...], int] = {}
        unit = np.array([known.setdefault(p[: level + 1], len(known)) if len(p) > level else -1 for p in paths])
        shared += (unit[:, None] == unit[None, :]) & (unit[:, None] >= 0)
    levels = np.maximum(depth[:, None], depth[None, :]) - shared + 1
    np.fill_diagonal(levels, 0)
    return levels


def _placed(inside: Any, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(team, the units it is in, from the top). Units are known by their path, as two may share a name."""
    if isinstance(inside, Mapping):
        for name, below in inside.items():
            yield from _placed(below, (*path, str(name)))
    else:
        yield from ((str(team), path) for team in inside)
