"""Teams given one by one: which seats each of them has.

A team is a number of people per function ({sales: 3, service: 4}), or a list of seats ([sales 4, service 7]). Seats
in lists are set aside first; numbers then take those that are left, in order, team by team.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.origins import Loc, place_in
from sim.scenario.problems import did_you_mean, shown

FORM = "name -> {function: number of people} or a list of seats, for example {north: {sales: 3}, south: [sales 4]}"
SHOWN_SEATS = 6


@dataclass
class Seating:
    """team: seat -> name of its team. problems: (place below members, text)."""

    team: dict[str, str] = field(default_factory=dict)
    problems: list[tuple[Loc, str]] = field(default_factory=list)


def seated(members: Mapping[str, Any], counts: Mapping[str, int]) -> Seating:
    """Everybody's team, or what is wrong with the teams.

    members: as in a scenario, not checked yet. counts: people per function.
    """
    found = Seating()
    for name, team in members.items():
        if isinstance(team, list | tuple):
            for place, seat in enumerate(team):
                _take_seat(found, name, (name, place), seat, counts)
        elif not isinstance(team, Mapping) or not team:
            found.problems.append(((name,), f"The team {name} must be {FORM.partition(' -> ')[2]}."))
    free = {function: iter(_left(function, counts, found)) for function in counts}
    for name, team in members.items():
        if isinstance(team, Mapping):
            for function, number in team.items():
                _take_number(found, name, str(function), number, free)
    if not found.problems:
        left = [seat for function in counts for seat in _left(function, counts, found)]
        if left:
            found.problems.append(((), f"Everybody must be in a team; {_listed(left)} {_are(left)} in none."))
    return found


def spanning_sites(team_of: Mapping[str, str], site_of: Mapping[str, str]) -> Iterator[tuple[Loc, str]]:
    """Teams with people of several sites, as problems of `members`. team_of, site_of: by seat, of everybody."""
    sites: dict[str, dict[str, str]] = {}  # team -> site -> the first seat of it
    for seat, site in site_of.items():
        sites.setdefault(team_of[seat], {}).setdefault(site, seat)
    for team, seats in sites.items():
        if len(seats) > 1:
            examples = " and ".join(f"{seat} at {site}" for site, seat in list(seats.items())[:2])
            yield (team,), f"{team} has {examples}. No team spans two sites unless across_sites is true."


def _take_seat(found: Seating, name: str, loc: Loc, seat: Any, counts: Mapping[str, int]) -> None:
    function, _, number = str(seat).rpartition(" ")
    if not isinstance(seat, str) or not number.isdecimal() or not function:
        found.problems.append((loc, f'A seat is a function and a number, for example "sales 3"; this is {seat!r}.'))
    elif function not in counts:
        found.problems.append((loc, f"There is no function {function!r}. {did_you_mean(function, counts)}"))
    elif not (place := place_in(number, counts[function] + 1)):
        message = f"There is no seat {shown(seat)!r}: {function} has {counts[function]}, numbered from 1."
        found.problems.append((loc, message))
    elif (known := f"{function} {place}") in found.team:
        found.problems.append((loc, f"{known} is in {found.team[known]} already."))
    else:
        found.team[known] = name


def _take_number(found: Seating, name: str, function: str, number: Any, free: Mapping[str, Iterator[str]]) -> None:
    loc = (name, function)
    if function not in free:
        found.problems.append((loc, f"There is no function {function!r}. {did_you_mean(function, free)}"))
    elif isinstance(number, bool) or not isinstance(number, int) or number < 1:
        found.problems.append((loc, f"The number of people must be a whole number of at least 1; it is {number!r}."))
    else:
        seats = [seat for _, seat in zip(range(number), free[function], strict=False)]
        found.team |= dict.fromkeys(seats, name)
        if len(seats) < number:
            message = f"{number} people of {function} are asked for, and {len(seats)} are left."
            found.problems.append((loc, message))


def _left(function: str, counts: Mapping[str, int], found: Seating) -> list[str]:
    seats = (f"{function} {number + 1}" for number in range(counts[function]))
    return [seat for seat in seats if seat not in found.team]


def _listed(seats: list[str]) -> str:
    more = len(seats) - SHOWN_SEATS
    return ", ".join(seats[:SHOWN_SEATS]) + (f" and {more} more" if more > 0 else "")


def _are(seats: list[str]) -> str:
    return "is" if len(seats) == 1 else "are"
