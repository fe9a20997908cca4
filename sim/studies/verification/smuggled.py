"""Tests that would expose a benefit smuggled in, as checks: rows that must be equal, a loss that must not be a gain."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.comparison.falsification import CHECKS, SplitLoss, run_check
from sim.scenario import load_scenario
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from sim.studies.verification.checks import Check, Expected, Row
from sim.studies.verification.estimates import Estimate

SCENARIO = "support_desk"
SHORT = ["time.measured_weeks=1"]
MEANING = {
    "null": "one policy, no walls, nothing paid: columns with rows that differ",
    "identity": "a column and its twin under other names: columns with rows that differ",
    "walls_only": "one pool split at random gains: certain",
}


def _smuggled(name: str, replications: int) -> Iterator[Row]:
    scenario = load_scenario(SCENARIO, SHORT)
    outcome = run_check(name, scenario, DEFAULT_COLUMNS, replications=replications, seed=scenario.seed)
    wrong = int(not outcome.passed) if isinstance(outcome, SplitLoss) else len(outcome.differences)
    rows = replications if isinstance(outcome, SplitLoss) else outcome.rows
    yield Row(Expected(MEANING[name], 0.0, within=0.5), Estimate(float(wrong), 0.0, rows))


FALSIFICATION = tuple(
    Check(name, "falsification", "4", f"{name.replace('_', ' ')} on {SCENARIO}", partial(_smuggled, name), 4, 2)
    for name in CHECKS
)
