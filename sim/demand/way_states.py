"""What may follow where the needs before matter: the walk over the need graph as a walk over states.

A state is as much of the way so far as can still decide what follows. Where nothing before the last need matters, the
states are the functions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

START = -1  # before the first need

Way = tuple[int, ...]


@dataclass(frozen=True)
class WayStates:
    """S states, the first F of which are the functions, whatever came before.

    function: [S], the last need. share: [S][F], share followed by a need of each function. begins: [F], state of a case
    that begins with each. after: [S][F], state once followed by each. Lists: settings are validated without NumPy.
    """

    function: list[int]
    share: list[list[float]]
    begins: list[int]
    after: list[list[int]]


def way_states(scenario: Scenario) -> WayStates:
    """Those of a scenario: a state is the longest end of the way that begins what an entry asks for (Aho-Corasick)."""
    names, entries = list(scenario.demand.needs), _entries(scenario)
    graph = [[need.then.get(name, 0.0) for name in names] for need in scenario.demand.needs.values()]
    functions = range(len(graph))
    begun = {way[:length]: None for way in entries for length in range(2, len(way) + 1)}
    ways: list[Way] = list(dict.fromkeys([*((f,) for f in functions), *begun]))
    place = {way: number for number, way in enumerate(ways)}

    def state_of(way: Way) -> int:
        return next(place[way[first:]] for first in range(len(way)) if way[first:] in place)

    def share_of(way: Way) -> list[float]:
        fitting = (way[first:] for first in range(len(way) - 1) if way[first:] in entries)
        return entries.get(next(fitting, ()), graph[way[-1]])

    return WayStates(
        function=[way[-1] for way in ways],
        share=[share_of(way) for way in ways],
        begins=[state_of((START, f)) for f in functions],
        after=[[state_of((*way, g)) for g in functions] for way in ways],
    )


def _entries(scenario: Scenario) -> dict[Way, list[float]]:
    """The needs before and the need itself -> share followed by each function, [F]."""
    names: list[str] = list(scenario.demand.needs)
    found: dict[Way, list[float]] = {}
    for f, need in enumerate(scenario.demand.needs.values()):
        for one in need.then_after:
            way = ((START,) if one.from_start else ()) + tuple(names.index(name) for name in one.before) + (f,)
            found[way] = [one.then.get(name, 0.0) for name in names]
    return found
