"""Every combination of values as a scenario of its own, all checked before anything runs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

from sim.exploring.sweep.axes import Axis, AxisError
from sim.scenario import ScenarioError, changed
from sim.scenario.problems import Problem
from sim.scenario.scenario_settings import Scenario

MOST_CELLS = 10_000


def scenarios_of(scenario: Scenario, axes: Sequence[Axis]) -> list[tuple[tuple[Any, ...], Scenario]]:
    """(one value per axis, the scenario with them) for every combination; the last axis varies fastest.

    Raises ScenarioError with everything that is wrong with any value or combination, AxisError for one key twice or
    more than MOST_CELLS combinations.
    """
    keys = [axis.key for axis in axes]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise AxisError(f"--vary {twice}: it is varied twice")
    if (cells := prod(len(axis.values) for axis in axes)) > MOST_CELLS:
        raise AxisError(f"--vary: {cells:,} combinations; at most {MOST_CELLS:,}")
    problems: dict[tuple[str, str], Problem] = {}
    for axis in axes:  # one by one first, so that a bad value is said once and not with all that it meets
        for value in axis.values:
            _tried(scenario, {axis.key: value}, problems)
    if not problems:
        found = [(values, _tried(scenario, dict(zip(keys, values, strict=True)), problems))
                 for values in product(*(axis.values for axis in axes))]  # fmt: skip
    if problems:
        raise ScenarioError(problems.values())
    return found  # type: ignore[return-value]


def _tried(scenario: Scenario, changes: dict[str, Any], problems: dict[tuple[str, str], Problem]) -> Scenario | None:
    try:
        return changed(scenario, changes)
    except ScenarioError as error:
        for problem in error.problems:
            problems.setdefault((problem.seen, problem.message), problem)
        return None
