"""A column's partition -> a team per person: how many teams, who is in which, what they are called."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.demand.errors import DataError, data_error
from sim.formation import partition
from sim.formation.arrays import Lane, People
from sim.formation.organisation import distances_between, site_units
from sim.scenario.explicit_teams import seated
from sim.scenario.places import shown_path
from sim.scenario.problems import Problem
from sim.scenario.scenario_settings import FormationSettings, Scenario
from sim.scenario.tree import dotted

PEOPLE_PER_POD = 5  # evidence row 50
POOL_NAME = "everybody"
FIRST_LINE = "first line"
DEPARTMENT, APART, POD, DRAWN, POOL = "department", "apart", "pod", "team", "pool"
MADE = (POD, DRAWN)  # kinds of teams that `teams` and `team_size` count

Label = tuple[int, str, int]  # site, kind, number within them (of a department: of its function)


@dataclass(frozen=True)
class Teams:
    """The teams of a column. T teams, numbered by their lowest person; P people.

    home: int64[P]. names: str[T]. made: how many of them are pods, or drawn. first_line: bool[T].
    lane: int64[T] (Lane). distance: int64[T, T].
    """

    home: np.ndarray
    names: tuple[str, ...]
    made: int
    first_line: np.ndarray
    lane: np.ndarray
    distance: np.ndarray


def teams_of(scenario: Scenario, column: str, people: People) -> Teams:
    """The teams of a column. Raises DataError or ScenarioError where these people do not make them."""
    settings = scenario.formations[column]
    if settings.partition == "explicit":
        home, found = partition.number_teams(partition.explicit(people, _seats(scenario, column, people)))
        names = tuple(str(name) for name in found)
        kinds, sites = [""] * len(names), np.zeros(len(names), dtype=np.int64)
    else:
        home, labels = partition.number_teams(_labels(scenario, column, people))
        names = tuple(_names(scenario, people, labels))
        kinds = [kind for _, kind, _ in labels]
        sites = np.array([site for site, _, _ in labels], dtype=np.int64)
    lanes = {DEPARTMENT: Lane.SIMPLE, POD: Lane.COMPLEX} if settings.partition == "hybrid" else {}
    units = settings.units or (site_units(people.site_names, sites, names) if _by_site(settings, people) else {})
    return Teams(
        home=home,
        names=names,
        made=sum(kind in MADE for kind in kinds),
        first_line=np.array([kind == FIRST_LINE for kind in kinds]),
        lane=np.array([lanes.get(kind, Lane.ANY) for kind in kinds], dtype=np.int64),
        distance=distances_between(names, units, f"formations.{column}.units", scenario.name),
    )


def _by_site(settings: FormationSettings, people: People) -> bool:
    return len(people.site_names) > 1 and not settings.across_sites


def _labels(scenario: Scenario, column: str, people: People) -> list[Label]:
    """A label per person; equal labels, same team."""
    settings = scenario.formations[column]
    labels: list[Label] = [(0, "", 0)] * people.count
    counts = team_counts(scenario, column, people)
    for site, count in enumerate(counts):
        members = np.flatnonzero(people.site == site) if len(counts) > 1 else np.arange(people.count)
        for member, (kind, number) in zip(
            members, _kinds(scenario, settings, people.only(members), count), strict=True
        ):
            labels[member] = (site, kind, number)
    return labels


def _kinds(scenario: Scenario, settings: FormationSettings, people: People, teams: int) -> list[tuple[str, int]]:
    """Kind and number of each person's team, of the people of one site."""
    if settings.partition == "pool":
        return [(POOL, 0)] * people.count
    apart = np.isin(people.function, [list(scenario.demand.needs).index(name) for name in settings.apart])
    rest = np.flatnonzero(~apart)
    found = [(APART if alone else DEPARTMENT, int(f)) for alone, f in zip(apart, people.function, strict=True)]
    if settings.partition == "tiered":
        dealt = rest[partition.dealt_share(people.only(rest), settings.first_line_share)]
        labels, kind = np.zeros(dealt.size, dtype=np.int64), FIRST_LINE
    elif settings.partition == "hybrid":
        dealt = rest[partition.dealt_share(people.only(rest), settings.complex_share)]
        labels, kind = partition.cross_functional(people.only(dealt), teams, settings.shifts_together), POD
    elif settings.partition == "cross_functional":
        dealt = rest
        labels, kind = partition.cross_functional(people.only(dealt), teams, settings.shifts_together), POD
    elif settings.partition == "random":
        dealt = rest
        labels, kind = partition.at_random(people.only(dealt), teams), DRAWN
    else:
        return found
    for member, label in zip(dealt, labels, strict=True):
        found[member] = (kind, int(label))
    return found


def _names(scenario: Scenario, people: People, labels: list[Label]) -> Iterator[str]:
    """What teams are called, in order: departments by function, others by kind and number; with sites, these too."""
    functions = list(scenario.demand.needs)
    counted: dict[tuple[int, str], int] = {}
    several = len({site for site, _, _ in labels}) > 1
    for site, kind, number in labels:
        counted[site, kind] = counted.get((site, kind), 0) + 1
        if kind in (DEPARTMENT, APART):
            name = functions[number]
        elif kind in MADE:
            name = f"{kind} {counted[site, kind]}"
        else:
            name = FIRST_LINE if kind == FIRST_LINE else POOL_NAME
        yield f"{people.site_names[site]} {name}" if several else name


def team_counts(scenario: Scenario, column: str, people: People) -> list[int]:
    """Pods or drawn teams to be made at each site, or at all of them together: int per site.

    Sites have a part in `teams` by headcount, at least one each. Raises DataError where people of a file are too few.
    """
    settings = scenario.formations[column]
    functions = list(scenario.demand.needs)
    concerned = ~np.isin(people.function, [functions.index(name) for name in settings.apart])
    if settings.partition == "hybrid":
        concerned &= np.isin(np.arange(people.count), _in_pods(people, concerned, settings))
    heads = np.bincount(people.site[concerned], minlength=len(people.site_names))
    if not _by_site(settings, people):
        heads = heads.sum(keepdims=True)
    if settings.teams is None:
        counts = [teams_for(settings, int(head)) for head in heads]
    else:
        counts = _in_proportion(settings.teams, heads)
    if settings.partition in ("cross_functional", "random", "hybrid"):
        _enough(scenario, column, counts, heads)
    return counts


def _in_pods(people: People, concerned: np.ndarray, settings: FormationSettings) -> np.ndarray:
    """Numbers of the people whom a hybrid partition puts into pods, site by site."""
    sites = range(len(people.site_names)) if _by_site(settings, people) else [None]
    found = []
    for site in sites:
        rest = np.flatnonzero(concerned if site is None else concerned & (people.site == site))
        found.append(rest[partition.dealt_share(people.only(rest), settings.complex_share)])
    return np.concatenate(found)


def _in_proportion(teams: int, heads: np.ndarray) -> list[int]:
    """Teams per site by headcount: at least one each, largest remainders first."""
    spare = teams - heads.size
    exact = spare * heads / heads.sum()
    counts = np.floor(exact).astype(np.int64)
    counts[np.argsort(counts - exact, kind="stable")[: spare - counts.sum()]] += 1
    return [int(count) + 1 for count in counts]


def _enough(scenario: Scenario, column: str, counts: list[int], heads: np.ndarray) -> None:
    settings = scenario.formations[column]
    name = "teams" if settings.teams else "team_size"
    asked = settings.teams or settings.team_size
    too_few_teams = settings.teams is not None and settings.teams < heads.size
    if asked is not None and (too_few_teams or any(c > h for c, h in zip(counts, heads, strict=True))
                              or (settings.teams is None and asked > heads.sum())):  # fmt: skip
        # Of groups this is said when the scenario is checked.
        path = shown_path(scenario.data_file("people.file")) if scenario.people.file else scenario.name
        what = f"{asked} teams" if settings.teams else f"A team of {asked}"
        where = f" at {heads.size} sites" if heads.size > 1 else ""
        raise data_error(path, f"formations.{column}.{name}: {asked}",
                         f"{what} cannot be made of {int(heads.sum())} people{where}.")  # fmt: skip


def teams_for(settings: FormationSettings, people: int) -> int:
    """As many teams as come closest to the size asked for, or one per five people; at least 1."""
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
