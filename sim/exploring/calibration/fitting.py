"""The fit: where the surface is nearest to the targets, corrected by simulating the desk there, until that settles.

A fit at a desk that cannot keep up would be a fit to its backlog. So where the fitted desk is not usually busy, it is
simulated at volumes (with a log: with numbers of people) that make it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.exploring.calibration.objective import Objective
from sim.exploring.calibration.sample import Sample
from sim.exploring.calibration.staffing import Staffing, adjusted
from sim.exploring.calibration.surface import Surface

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

MOST_TURNS = 6
SETTLED = 0.01  # change of a parameter, as a share of half of its range


@dataclass(frozen=True)
class Fit:
    """values: of all parameters, float64[parameters]. sample: what was simulated there, at `staffing`. distances: of
    the targets, float64[targets].
    """

    values: np.ndarray
    staffing: Staffing
    sample: Sample
    distances: np.ndarray


def fit(
    objective: Objective,
    surface: Surface,
    staffing: Staffing,
    offset: np.ndarray | None = None,
    fixed: Mapping[int, float] | None = None,
    turns: int = MOST_TURNS,
) -> Fit:
    """Fit a scenario, the objective's base.

    staffing, offset: to begin with, from a fit nearby. fixed: parameters that have a given value. turns: simulations
    at most.
    """
    offset = np.zeros(len(objective.targets)) if offset is None else offset
    values = surface.nearest(offset, fixed)
    turn = 0
    while True:
        found = _simulated(objective, objective.base, values, staffing)
        turn += 1
        staffed = adjusted(objective.scenario_at(values), staffing, found.sample)
        offset = found.distances - surface.distances(values)
        nearest = surface.nearest(offset, fixed)
        change = np.max(np.abs(nearest - values) / [parameter.half for parameter in objective.parameters])
        if turn == turns or (staffed == staffing and change < SETTLED):
            return found
        values, staffing = nearest, staffed


def _simulated(objective: Objective, scenario: Scenario, values: np.ndarray, staffing: Staffing) -> Fit:
    staffed = objective.on(staffing.applied(scenario))
    sample = staffed.sample(values)
    return Fit(values, staffing, sample, staffed.distances(sample))
