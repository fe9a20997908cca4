"""A column's partition -> a team per person: how many teams, who is in which, what they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.demand.errors import DataError
from sim.formation import partition
from sim.formation.arrays import People
from sim.foundation.kinds import Lane
from sim.scenario.checks.columns import NOTHING_IS_NEAR, equally_far
from sim.scenario.checks.partitions import headcounts, people_problems
from sim.scenario.columns import dial_in
from sim.scenario.explicit_teams import seated
from sim.scenario.places import shown_path
from sim.scenario.problems import Problem
from sim.scenario.scenario_settings import FormationSettings, Scenario
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
    bound_to_sites,
    team_counts,
    team_name,
    team_names,
    unit_problems,
)
from sim.scenario.tree import Loc, dotted

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
    settings = scenario.formations[column]
    _refuse_impossible(scenario, column, people)
    labels = _given(scenario, column, people) if settings.partition == "explicit" else _made(scenario, column, people)
    home, found = partition.number_teams(labels)
    names = tuple(_names(scenario, found))
    kinds = [label.kind for label in found]
    lanes = LANES.get(settings.partition, {})
    return Teams(
        home=home,
        names=names,
        apart=np.array([kind == APART for kind in kinds]),
        first_line=np.array([kind == FIRST_LINE for kind in kinds]),
        lane=np.array([lanes.get(kind, Lane.ANY) for kind in kinds], dtype=np.int64),
        distance=distances(names, settings.units or _sites_as_units(settings, people, home, names)),
    )


def _refuse_impossible(scenario: Scenario, column: str, people: People) -> None:
    """Say what these people do not make: of groups this is said when a scenario is read, of a file it is news."""
    settings, heads = scenario.formations[column], _heads(scenario, people)
    site_of = {seat: people.site_names[site] for seat, site in zip(people.seat, people.site.tolist(), strict=True)}
    found = [(("formations", column, *loc), text) for loc, text in people_problems(settings, heads, site_of)]
    if not found:
        wrong = unit_problems(settings.units, team_names(settings, heads))
        found = [(("formations", column, "units", *loc), text) for loc, text in wrong]
    borrowing, said = dial_in(scenario, column, "borrowing")
    if scenario.people.file and borrowing == "near" and not settings.across_sites and equally_far(settings, heads):
        found.append((said, NOTHING_IS_NEAR.format(column)))
    if found:
        path = shown_path(scenario.data_file("people.file")) if scenario.people.file else scenario.name
        raise DataError(Problem(path, None, _as_said(scenario, loc), message) for loc, message in found)


def _as_said(scenario: Scenario, loc: Loc) -> str:
    """A setting and, where it is no block, its value: "formations.pods.teams: 5"."""
    value: Any = scenario
    for part in loc:
        if isinstance(value, Mapping):
            value = value.get(part)
        else:
            value = value[part] if isinstance(part, int) else getattr(value, part)
    return dotted(loc) if isinstance(value, Mapping) else f"{dotted(loc)}: {value}"


def _heads(scenario: Scenario, people: People) -> dict[str, dict[str, int]]:
    """People by site and function."""
    functions = list(scenario.demand.needs)
    heads: dict[str, dict[str, int]] = {name: {} for name in people.site_names}
    for site, function in zip(people.site.tolist(), people.function.tolist(), strict=True):
        here, name = heads[people.site_names[site]], functions[function]
        here[name] = here.get(name, 0) + 1
    return heads


def _given(scenario: Scenario, column: str, people: People) -> list[Label]:
    """A label per person of explicit teams."""
    members = scenario.formations[column].members
    team_of = seated(members, headcounts(_heads(scenario, people))).team
    return [Label("", GIVEN, team_of[seat]) for seat in people.seat]


def _made(scenario: Scenario, column: str, people: People) -> list[Label]:
    """A label per person of teams that are made, place by place."""
    settings, functions = scenario.formations[column], list(scenario.demand.needs)
    apart = np.array([functions.index(name) for name in settings.apart], dtype=np.int64)
    counts = team_counts(settings, _heads(scenario, people)) if settings.partition in WITH_A_COUNT else {}
    bound = bound_to_sites(settings, len(people.site_names))
    labels = [Label("", POOL, 0)] * people.count
    for number, place in enumerate(people.site_names if bound else ("",)):
        members = np.flatnonzero(people.site == number) if bound else np.arange(people.count)
        teams = _inside(settings, people.only(members), apart, counts.get(place, 0))
        for member, (kind, what) in zip(members, teams, strict=True):
            labels[member] = Label(place, kind, what)
    return labels


def _inside(settings: FormationSettings, people: People, apart: np.ndarray, teams: int) -> list[tuple[str, int]]:
    """Kind of each person's team, and its function or a number. people: of one place. apart: functions."""
    if settings.partition == "pool":
        return [(POOL, 0)] * people.count
    alone = np.isin(people.function, apart)
    found = [(APART if a else DEPARTMENT, f) for a, f in zip(alone.tolist(), people.function.tolist(), strict=True)]
    rest = np.flatnonzero(~alone)
    if settings.partition in SHARES:
        rest = rest[partition.dealt_share(people.only(rest), getattr(settings, SHARES[settings.partition]))]
    if settings.partition == "tiered":
        across, kind = np.zeros(rest.size, dtype=np.int64), FIRST_LINE
    elif settings.partition == "random":
        across, kind = partition.at_random(people.only(rest), teams), DRAWN
    elif settings.partition in WITH_A_COUNT:
        across, kind = partition.cross_functional(people.only(rest), teams, settings.shifts_together), POD
    else:
        return found
    for member, number in zip(rest, across.tolist(), strict=True):
        found[member] = (kind, number)
    return found


def _names(scenario: Scenario, labels: list[Label]) -> Iterator[str]:
    """What teams are called, in order: departments by function, pods by number, each after its site if it is bound."""
    functions = list(scenario.demand.needs)
    counted: dict[tuple[str, str], int] = {}
    for place, kind, what in labels:
        counted[place, kind] = counted.get((place, kind), 0) + 1
        if kind in (DEPARTMENT, APART):
            what = functions[int(what)]
        elif kind in (POD, DRAWN):
            what = counted[place, kind]
        yield team_name(place, kind, str(what))


def _sites_as_units(
    settings: FormationSettings, people: People, home: np.ndarray, names: tuple[str, ...]
) -> dict[str, list[str]]:
    """The tree of a column that gives none: teams by site, where they are bound to one."""
    if not bound_to_sites(settings, len(people.site_names)):
        return {}
    first = np.unique(home, return_index=True)[1]
    return site_units(names, [people.site_names[site] for site in people.site[first]])


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
    for level in range(int(depth.max(initial=0))):
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
