"""What a column makes of so many people, before anybody is put into a team: how many teams, their names, what is wrong.

Head counts are all that a plan needs, so a scenario with groups of people is planned when it is read, and one with a
file of people when the file is. Either way what cannot be made is reported by the plan; who is in which team,
`sim.formation.teams` says.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from sim.scenario.explicit_teams import Seating, seated, spanning_sites
from sim.scenario.origins import Loc
from sim.scenario.problems import did_you_mean
from sim.scenario.scenario_settings import FormationSettings

PEOPLE_PER_TEAM = 5  # evidence row 50
WITH_A_COUNT = ("cross_functional", "random", "hybrid")  # whose teams `teams` and `team_size` count
SHARES = {"tiered": "first_line_share", "hybrid": "complex_share"}
LACKING = {"tiered": "first line", "hybrid": "pod"}  # where the share is nobody

DEPARTMENT, APART, FIRST_LINE, POD, DRAWN, POOL, GIVEN = (
    "department", "apart", "first line", "pod", "team", "everybody", "given",
)  # fmt: skip

UNITS_FORM = "teams, as a list, or further units, for example {front: [sales, marketing], back: [service, operations]}"

Heads = Mapping[str, Mapping[str, int]]  # site ("" where none are given) -> function -> people
Wrong = Iterator[tuple[Loc, str]]  # (the setting to blame, below the column; text)


class TeamPlan:
    """The teams of a column for given people. Every method but `problems` needs a plan without problems.

    column: its settings. heads: people by site and function, in the order in which they are numbered. site_of: by
    seat, of everybody; needed for explicit teams only.
    """

    def __init__(self, column: FormationSettings, heads: Heads, site_of: Mapping[str, str]) -> None:
        """Hold what the plan is made of."""
        self.column, self.heads, self._site_of = column, heads, site_of

    @property
    def bound(self) -> bool:
        """Whether no team of the column spans two sites."""
        return len(self.heads) > 1 and not self.column.across_sites

    @property
    def equally_far(self) -> bool:
        """Whether any two teams are equally far apart."""
        return not self.column.units and not self.bound

    @cached_property
    def places(self) -> Heads:
        """People per function at each place inside which teams are made: every site, or all of them as one ("")."""
        return self.heads if self.bound else {"": together(self.heads)}

    @cached_property
    def counts(self) -> dict[str, int]:
        """Teams across functions, by place; 0 where there is nobody for them, nothing where the column has none.

        With `teams` each place has one, and each further one goes to the place with most people per team
        (Sainte-Laguë), so that places have them in proportion to their people. Otherwise every place has as many as
        come closest to `team_size`, or one per five people.
        """
        column = self.column
        if column.partition not in WITH_A_COUNT:
            return {}
        people = {place: sum(self._gathered(here).values()) for place, here in self.places.items()}
        counts = {place: min(1, number) for place, number in people.items()}
        if column.teams is None:
            return {place: counts[place] and self._closest(number) for place, number in people.items()}
        for _ in range(column.teams - sum(counts.values())):
            place = max(people, key=lambda name: people[name] / (2 * counts[name] + 1))
            counts[place] += 1
        return counts

    @cached_property
    def seating(self) -> Seating:
        """Who is in which of the teams that are given one by one."""
        return seated(self.column.members, together(self.heads))

    def names(self) -> list[str]:
        """Names of all teams, none twice."""
        if self.column.partition == "explicit":
            return [team_name("", GIVEN, name) for name in self.column.members]
        return [name for place in self.places for name in self._names_at(place)]

    def _names_at(self, place: str) -> Iterator[str]:
        partition, functions = self.column.partition, self.places[place]
        if partition == "pool":
            yield team_name(place, POOL, "")
            return
        moved = self._gathered(functions)
        kind = DRAWN if partition == "random" else POD
        yield from (team_name(place, DEPARTMENT, f) for f, number in functions.items() if number > moved.get(f, 0))
        yield from (team_name(place, kind, str(number + 1)) for number in range(self.counts.get(place, 0)))
        if partition == "tiered" and any(moved.values()):
            yield team_name(place, FIRST_LINE, "")

    def problems(self) -> Wrong:
        """What these people do not make, and which setting of the column is to blame."""
        if self.column.partition == "explicit" and self.column.members:
            wrong = self.seating.problems
            if self.bound and not wrong:
                wrong = list(spanning_sites(self.seating.team, self._site_of))
            yield from ((("members", *below), message) for below, message in wrong)
        yield from self._impossible()

    def _impossible(self) -> Wrong:
        column, partition = self.column, self.column.partition
        moved = [sum(self._gathered(functions).values()) for functions in self.places.values()]
        people = sum(moved)
        concerned = sum(number for name, number in together(self.heads).items() if name not in column.apart)
        if partition in SHARES and not 0 < people < concerned:
            name = SHARES[partition]
            who, lacking = ("everybody", "department") if people else ("nobody", LACKING[partition])
            share = f"{name} {getattr(column, name):g} of each function's people"
            yield (name,), f"{share} is {who}: there would be no {lacking}."
        elif partition in WITH_A_COUNT and people == 0:
            yield ("apart",), "apart names every function that anybody has, so nobody is left to be put into teams."
        elif partition in WITH_A_COUNT:
            yield from self._wrong_count(people, max(moved, default=0), sum(number > 0 for number in moved))

    def _wrong_count(self, people: int, largest: int, used: int) -> Wrong:
        """people: to be put into teams, `largest` of them at one place, of `used` places."""
        column, who = self.column, ""
        if column.partition == "hybrid":
            who = f", who are {column.complex_share:g} of each function"
        elif column.apart:
            who = " who are not apart"
        if column.teams is not None and column.teams > people:
            yield ("teams",), f"{column.teams} teams cannot be made of {people} people{who}."
        elif column.teams is not None and column.teams < used:
            message = f"With people at {used} sites there are {used} teams at least"
            yield ("teams",), f"{message}, or across_sites: true lets them span."
        if column.team_size is not None and column.team_size > largest:
            at_one = ", the most at one site" if used > 1 else ""
            yield ("team_size",), f"A team of {column.team_size} cannot be made of {largest} people{who}{at_one}."

    def _gathered(self, functions: Mapping[str, int]) -> dict[str, int]:
        """People per function at one place who leave the departments for teams across functions, or a first line."""
        column = self.column
        rest = {function: people for function, people in functions.items() if function not in column.apart}
        if column.partition in SHARES:
            share = getattr(column, SHARES[column.partition])
            return {function: dealt(people, share) for function, people in rest.items()}
        return rest if column.partition in WITH_A_COUNT else dict.fromkeys(rest, 0)

    def _closest(self, people: int) -> int:
        if self.column.team_size is not None:
            return max(1, math.floor(people / self.column.team_size + 0.5))
        return max(1, round(people / PEOPLE_PER_TEAM))


def together(heads: Heads) -> dict[str, int]:
    """People per function at all sites."""
    counts: dict[str, int] = {}
    for functions in heads.values():
        for function, people in functions.items():
            counts[function] = counts.get(function, 0) + people
    return counts


def dealt(people: int, share: float) -> int:
    """How many of so many people a share is: the nearest whole number, halves upwards."""
    return math.floor(people * share + 0.5 + 1e-9)


def team_name(site: str, kind: str, what: str) -> str:
    """What a team is called. site: "" where it needs no mention. what: a function, a number, or a name given."""
    name = {DEPARTMENT: what, APART: what, GIVEN: what, POD: f"{kind} {what}", DRAWN: f"{kind} {what}"}.get(kind, kind)
    return f"{site} {name}" if site else name


def unit_problems(units: Mapping[str, Any], teams: Collection[str] | None) -> Wrong:
    """What is wrong with the organisation tree of a column, and where below `units`.

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
