"""What a case needs in expectation: by a walk over the need graph, or by a logged path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class NeedsOfACase:
    """Expected number of needs of a case by function: every one, the last, and the only one."""

    every: dict[str, float]
    last: dict[str, float]
    only: dict[str, float]


def needs_of_a_case(scenario: Scenario, first: Mapping[str, float], factor: float = 1.0) -> NeedsOfACase:
    """The walk over the need graph in expectation.

    first: function of the first need -> share, 1 together. factor: of a channel, on how often a need is followed.
    """
    needs, most = scenario.demand.needs, scenario.demand.max_needs
    follows = {name: _follow_shares(need.then, factor) for name, need in needs.items()}
    reach = {name: first.get(name, 0.0) for name in needs}
    every, last, only = ({name: 0.0 for name in needs} for _ in range(3))
    for position in range(most):
        following = dict.fromkeys(needs, 0.0)
        for name in needs:
            ends = max(0.0, 1.0 - sum(follows[name].values())) if position + 1 < most else 1.0
            every[name] += reach[name]
            last[name] += reach[name] * ends
            if position == 0:
                only[name] = reach[name] * ends
            for other, share in follows[name].items():
                following[other] += reach[name] * share
        reach = following
    return NeedsOfACase(every, last, only)


def _follow_shares(then: Mapping[str, float], factor: float) -> dict[str, float]:
    """A row of the need graph under a channel's factor, cut at 1 together."""
    total = max(1.0, factor * sum(then.values()))
    return {name: factor * share / total for name, share in then.items()}


@cache
def needs_of_a_path(
    path: tuple[int, ...], most: int, misroute_share: float
) -> tuple[tuple[tuple[int, float], ...], tuple[tuple[int, int, float], ...]]:
    """A logged path as needs, in expectation: the B of an A-B-A was a misroute with probability misroute_share.

    path: functions, never twice the same in a row. most: needs of a case. As walk_paths of sim.demand.compiled_tape
    draws it. Returns (function, expected needs), and (number of needs, last function, probability).
    """
    states, visits = {(0, -1): 1.0}, defaultdict(float)
    for place, function in enumerate(path):
        following = path[place + 1] if place + 1 < len(path) else None
        after: dict[tuple[int, int], float] = defaultdict(float)
        for (count, last), probability in states.items():
            if count == most or function == last:
                after[count, last] += probability
                continue
            left_out = probability * misroute_share if count and following == last else 0.0
            if left_out:
                after[count, last] += left_out
            visits[function] += probability - left_out
            after[count + 1, function] += probability - left_out
        states = after
    return tuple(visits.items()), tuple((count, last, p) for (count, last), p in states.items() if p)
