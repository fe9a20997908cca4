"""How many teams a partition makes of so many people, and what they are called.

Head counts are all this needs, so it is known when a scenario is read; who is in which team, `sim.formation.teams`
says.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sim.scenario.problems import did_you_mean
from sim.scenario.scenario_settings import FormationSettings
from sim.scenario.tree import Loc

PEOPLE_PER_TEAM = 5  # evidence row 50
WITH_A_COUNT = ("cross_functional", "random", "hybrid")  # whose teams `teams` and `team_size` count
SHARES = {"tiered": "first_line_share", "hybrid": "complex_share"}

UNITS_FORM = (
    "teams, as a list, or further units, for example {front: [sales, marketing], back: [service, operations]}"
)

DEPARTMENT, APART, FIRST_LINE, POD, DRAWN, POOL, GIVEN = (
    "department", "apart", "first line", "pod", "team", "everybody", "given",
)  # fmt: skip

Heads = Mapping[str, Mapping[str, int]]  # site ("" where none are given) -> function -> people


class CannotBeMade(NamedTuple):
    """Why there are no such teams. setting: of the column, to blame."""

    setting: str
    message: str


def bound_to_sites(settings: FormationSettings, sites: int) -> bool:
    """Whether no team of the column spans two sites. sites: how many there are."""
    return sites > 1 and not settings.across_sites


def places(settings: FormationSettings, heads: Heads) -> Heads:
    """People per function at each place inside which teams are made: every site, or all of them as one."""
    if bound_to_sites(settings, len(heads)):
        return heads
    together: dict[str, int] = {}
    for functions in heads.values():
        for function, people in functions.items():
            together[function] = together.get(function, 0) + people
    return {"": together}


def dealt(people: int, share: float) -> int:
    """How many of so many people a share is: the nearest whole number, halves upwards."""
    return math.floor(people * share + 0.5 + 1e-9)


def gathered(settings: FormationSettings, functions: Mapping[str, int]) -> dict[str, int]:
    """People per function at one place who leave the departments for teams across functions, or for a first line."""
    rest = {function: people for function, people in functions.items() if function not in settings.apart}
    if settings.partition in SHARES:
        share = getattr(settings, SHARES[settings.partition])
        return {function: dealt(people, share) for function, people in rest.items()}
    return rest if settings.partition in WITH_A_COUNT else dict.fromkeys(rest, 0)


def team_counts(settings: FormationSettings, heads: Heads) -> dict[str, int]:
    """Teams across functions, by place; 0 where there is nobody for them.

    With `teams` each place has one, and each further one goes to the place with most people per team (Sainte-Laguë),
    so that places have them in proportion to their people. Otherwise every place has as many as come closest to
    `team_size`, or one per five people.
    """
    people = {place: sum(gathered(settings, here).values()) for place, here in places(settings, heads).items()}
    counts = {place: min(1, number) for place, number in people.items()}
    if settings.teams is None:
        return {place: counts[place] and _closest(settings, number) for place, number in people.items()}
    for _ in range(settings.teams - sum(counts.values())):
        place = max(people, key=lambda name: people[name] / (2 * counts[name] + 1))
        counts[place] += 1
    return counts


def _closest(settings: FormationSettings, people: int) -> int:
    if settings.team_size is not None:
        return max(1, math.floor(people / settings.team_size + 0.5))
    return max(1, round(people / PEOPLE_PER_TEAM))


def cannot_be_made(settings: FormationSettings, heads: Heads) -> Iterator[CannotBeMade]:
    """What so many people cannot be put into. Nothing is said of explicit teams."""
    here = places(settings, heads)
    moved = [sum(gathered(settings, functions).values()) for functions in here.values()]
    people, largest, used = sum(moved), max(moved, default=0), sum(number > 0 for number in moved)
    concerned = sum(n for functions in heads.values() for f, n in functions.items() if f not in settings.apart)
    if settings.partition in SHARES and not 0 < people < concerned:
        name = SHARES[settings.partition]
        who = "nobody" if people == 0 else "everybody"
        lacking = {"tiered": "first line", "hybrid": "pod"}[settings.partition] if people == 0 else "department"
        message = f"{name} {getattr(settings, name):g} of each function's people is {who}: there would be no {lacking}."
        yield CannotBeMade(name, message)
    elif settings.partition in WITH_A_COUNT and people == 0:
        message = "apart names every function that anybody has, so nobody is left to be put into teams."
        yield CannotBeMade("apart", message)
    elif settings.partition in WITH_A_COUNT:
        yield from _wrong_count(settings, people, largest, used)


def _wrong_count(settings: FormationSettings, people: int, largest: int, used: int) -> Iterator[CannotBeMade]:
    """people: to be put into teams, `largest` of them at one place, of `used` places."""
    who = ""
    if settings.partition == "hybrid":
        who = f", who are {settings.complex_share:g} of each function"
    elif settings.apart:
        who = " who are not apart"
    if settings.teams is not None and settings.teams > people:
        yield CannotBeMade("teams", f"{settings.teams} teams cannot be made of {people} people{who}.")
    elif settings.teams is not None and settings.teams < used:
        message = f"With people at {used} sites there are {used} teams at least, or across_sites: true lets them span."
        yield CannotBeMade("teams", message)
    if settings.team_size is not None and settings.team_size > largest:
        at_one = ", the most at one site" if used > 1 else ""
        message = f"A team of {settings.team_size} cannot be made of {largest} people{who}{at_one}."
        yield CannotBeMade("team_size", message)


def team_name(site: str, kind: str, what: str) -> str:
    """What a team is called. site: "" where it needs no mention. what: a function, a number, or a name given."""
    name = {DEPARTMENT: what, APART: what, GIVEN: what, POD: f"{kind} {what}", DRAWN: f"{kind} {what}"}.get(kind, kind)
    return f"{site} {name}" if site else name


def team_names(settings: FormationSettings, heads: Heads) -> list[str]:
    """Names of all teams of a column, none twice. heads: of people who can make them."""
    if settings.partition == "explicit":
        return [team_name("", GIVEN, name) for name in settings.members]
    counts = team_counts(settings, heads) if settings.partition in WITH_A_COUNT else {}
    kind = DRAWN if settings.partition == "random" else POD
    names = []
    for place, functions in places(settings, heads).items():
        if settings.partition == "pool":
            names.append(team_name(place, POOL, ""))
            continue
        moved = gathered(settings, functions)
        names += [team_name(place, DEPARTMENT, f) for f, number in functions.items() if number > moved.get(f, 0)]
        names += [team_name(place, kind, str(number + 1)) for number in range(counts.get(place, 0))]
        if settings.partition == "tiered" and any(moved.values()):
            names.append(team_name(place, FIRST_LINE, ""))
    return names


def unit_problems(units: Mapping[str, Any], teams: Collection[str] | None) -> Iterator[tuple[Loc, str]]:
    """What is wrong with a tree, and where below it.

    units: as in a scenario, not checked yet. teams: names of the column's; None where nobody knows them yet.
    """
    seen: dict[str, str] = {}
    for loc, unit, team in _leaves(units, (), ""):
        if not isinstance(team, str):
            yield loc, f"The unit {unit} must hold {UNITS_FORM}."
        elif teams is not None and team not in teams:
            yield loc, f"There is no team {team!r} in this column. {did_you_mean(team, teams)}"
        elif team in seen:
            yield loc, f"{team} is in {seen[team]} already."
        else:
            seen[team] = unit


def _leaves(inside: Any, loc: Loc, unit: str) -> Iterator[tuple[Loc, str, Any]]:
    """(where, the unit it is in, team); in place of a team None where a unit holds none."""
    if isinstance(inside, Mapping) and (inside or not loc):
        for name, below in inside.items():
            yield from _leaves(below, (*loc, str(name)), str(name))
    elif isinstance(inside, list | tuple) and inside:
        for place, team in enumerate(inside):
            yield (*loc, place), unit, str(team) if isinstance(team, str | int) else None
    else:
        yield loc, unit, None
