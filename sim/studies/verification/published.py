"""Printed figures of another simulator (evidence, section 5), to be met from public settings alone.

A check joins by an entry: a scenario of scenarios/published/, and printed values of its measures with their intervals.
Where a scenario is not there its figures are said to be *not there*, and nothing is claimed of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from sim.exploring.cells import Cell
from sim.scenario import ScenarioError, load_scenario
from sim.studies.verification.checks import Check, Expected, Row
from sim.studies.verification.estimates import Estimate

FOLDER = "published"  # of the scenarios that ship
# Scenario -> (column, {measure: printed value and its 95% interval}).
PRINTED: dict[str, tuple[str, dict[str, tuple[float, float, float]]]] = {}


def against_print(name: str, replications: int) -> Iterator[Row]:
    """Every printed figure of a scenario. name: in PRINTED."""
    column, figures = PRINTED[name]
    expected = {key: Expected(f"{name}: {key}", *printed) for key, printed in figures.items()}
    try:
        scenario = load_scenario(f"{FOLDER}/{name}")
    except ScenarioError:
        yield from (Row(one, None, "its scenario does not ship with this version") for one in expected.values())
        return
    samples = Cell(scenario, (column,), scenario.seed, replications).work(None).samples[column]
    for key, one in expected.items():
        values = samples[key]
        error = float(np.std(values, ddof=1) / np.sqrt(values.size))
        yield Row(one, Estimate(float(values.mean()), error, values.size, values.size))


PUBLISHED = tuple(
    Check(name, "published", "5", f"{name}, as another simulator prints it", partial(against_print, name), 200, 20)
    for name in PRINTED
)
