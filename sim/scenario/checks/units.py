"""The organisation tree of a column: units of teams, or of further units."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sim.scenario.problems import did_you_mean
from sim.scenario.tree import Loc

FORM = "teams, as a list, or further units, for example {front: [sales, marketing], back: [service, operations]}"


def unit_problems(units: Mapping[str, Any], teams: Collection[str] | None) -> Iterator[tuple[Loc, str]]:
    """What is wrong with a tree, and where below it.

    units: as in a scenario, not checked yet. teams: names of the column's; None where nobody knows them yet.
    """
    seen: dict[str, str] = {}
    for loc, unit, team in _leaves(units, (), ""):
        if not isinstance(team, str):
            yield loc, f"The unit {unit} must hold {FORM}."
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
