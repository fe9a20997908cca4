"""The fit: where the surface is nearest to the targets, corrected by simulating the desk there, until that settles.

A fit at a desk that cannot keep up would be a fit to its backlog. So where the fitted desk is not usually busy, it is
simulated at volumes (with a log: with numbers of people) that make it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.exploring.calibration.load import LoadAdjustment, adjusted, counts_of, with_counts
from sim.exploring.calibration.objective import Objective
from sim.exploring.calibration.parameters import MISROUTE, MULTI_NEED, SPREAD, Parameter
from sim.exploring.calibration.sample import Sample

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

MOST_TURNS = 6
SETTLED = 0.01  # change of a parameter, as a share of half of its range


@dataclass(frozen=True)
class Fit:
    """values: of all parameters, float64[parameters]. sample: what was simulated there, at `adjustment`. distances: of
    the targets, float64[targets].
    """

    values: np.ndarray
    adjustment: LoadAdjustment
    sample: Sample
    distances: np.ndarray


def fit(
    objective: Objective,
    surface: Surface,
    adjustment: LoadAdjustment,
    offset: np.ndarray | None = None,
    fixed: Mapping[int, float] | None = None,
    turns: int = MOST_TURNS,
) -> Fit:
    """Fit a scenario, the objective's base.

    adjustment, offset: to begin with, from a fit nearby. fixed: parameters that have a given value. turns: simulations
    at most.
    """
    offset = np.zeros(len(objective.targets)) if offset is None else offset
    values = surface.nearest(offset, fixed)
    turn = 0
    while True:
        there = _simulated(objective, objective.base, values, adjustment)
        turn += 1
        staffed = adjusted(objective.scenario_at(values), adjustment, there.sample)
        offset = there.distances - surface.distances(values)
        nearest = surface.nearest(offset, fixed)
        change = np.max(np.abs(nearest - values) / [parameter.half for parameter in objective.parameters])
        if turn == turns or (staffed == adjustment and change < SETTLED):
            return there
        values, adjustment = nearest, staffed


def _simulated(objective: Objective, scenario: Scenario, values: np.ndarray, adjustment: LoadAdjustment) -> Fit:
    staffed = objective.on(adjustment.applied(scenario))
    sample = staffed.sample(values)
    return Fit(values, adjustment, sample, staffed.distances(sample))


# meaning: (points on the grid, degree of the polynomial)
POINTS = {MULTI_NEED: (5, 3), MISROUTE: (4, 2), SPREAD: (3, 2)}
# A parameter that moves no target by more than this, in half widths of its range, from one bound to the other, is not
# fitted: its value would be that of chance.
LEAST_MOVE = 0.25
# Of the usual values on the parameters, beside the targets: too weak to move a target, enough to choose among equals.
PULL = 0.05
QUIET = 2.0  # times as many people


@dataclass(frozen=True)
class Surface:
    """coefficients: by channel, float64[terms, targets of the channel]."""

    objective: Objective
    coefficients: Mapping[str, np.ndarray]

    def distances(self, values: np.ndarray) -> np.ndarray:
        """How far every target is missed at these values, float64[targets]."""
        distances = np.zeros(len(self.objective.targets))
        for channel in self.objective.channels:
            distances[self.objective.rows(channel)] = self._of_channel(channel, values)
        return distances

    def _of_channel(self, channel: str, values: np.ndarray) -> np.ndarray:
        own = self.objective.columns(channel)
        parameters = [self.objective.parameters[i] for i in own]
        return _terms(parameters, values[None, own])[0] @ self.coefficients[channel]

    def nearest(self, offset: np.ndarray, fixed: Mapping[int, float] | None = None) -> np.ndarray:
        """Values that come nearest to the targets, float64[parameters].

        offset: float64[targets], added to every distance. fixed: parameters that have a given value.
        """
        given = fixed or {}
        values = np.array([given.get(i, parameter.least) for i, parameter in enumerate(self.objective.parameters)])
        for channel in self.objective.channels:
            own = [i for i in self.objective.columns(channel) if i not in given]
            if own:
                values[own] = self._nearest(channel, own, values, offset[self.objective.rows(channel)])
        return values

    def _nearest(self, channel: str, own: list[int], values: np.ndarray, offset: np.ndarray) -> np.ndarray:
        """Least squares where distances are small, least distances where they are large.

        So a target out of reach does not drag the others along.
        """
        from scipy.optimize import least_squares

        parameters = [self.objective.parameters[i] for i in own]
        least, half = (np.array([getattr(p, name) for p in parameters]) for name in ("least", "half"))
        usual = np.array([parameter.clipped(parameter.usual) for parameter in parameters])

        def residuals(moved: np.ndarray) -> np.ndarray:
            there = values.copy()
            there[own] = moved
            return np.concatenate([self._of_channel(channel, there) + offset, PULL * (moved - usual) / half])

        bounds = (least, least + 2.0 * half)
        starts = product(*[(at + 0.3 * width, at + 1.4 * width) for at, width in zip(least, half, strict=True)])
        minima = [
            least_squares(residuals, start, bounds=bounds, method="dogbox", x_scale=half, loss="soft_l1")
            for start in starts
        ]
        return min(minima, key=lambda one: one.cost).x


def surface_of(objective: Objective) -> Surface:
    """Simulate the grid."""
    quiet, meanings = objective.on(quiet_desk(objective.base)), objective.meanings
    units = list(product(*[_units(POINTS[meaning][0]) for meaning in meanings]))
    there = [dict(zip(meanings, unit, strict=True)) for unit in units]
    grid = np.array([[p.least + 2.0 * p.half * unit[p.meaning] for p in objective.parameters] for unit in there])
    distances = np.array([quiet.distances(quiet.sample(values)) for values in grid])
    coefficients = {}
    for channel in objective.channels:
        own = objective.columns(channel)
        terms = _terms([objective.parameters[i] for i in own], grid[:, own])
        coefficients[channel] = np.linalg.lstsq(terms, distances[:, objective.rows(channel)], rcond=None)[0]
    return Surface(objective, coefficients)


def _units(points: int) -> np.ndarray:
    """Points in [0, 1], both ends included, closer together there (Chebyshev)."""
    return (1.0 - np.cos(np.pi * np.arange(points) / (points - 1))) / 2.0


def _terms(parameters: list[Parameter], values: np.ndarray) -> np.ndarray:
    """Products of Chebyshev polynomials, one factor per parameter, float64[n, terms]. values: [n, parameters]."""
    from numpy.polynomial.chebyshev import chebvander

    terms = np.ones((values.shape[0], 1))
    for column, parameter in enumerate(parameters):
        scaled = (values[:, column] - parameter.least) / parameter.half - 1.0
        factor = chebvander(scaled, POINTS[parameter.meaning][1])
        terms = (terms[:, :, None] * factor[:, None, :]).reshape(values.shape[0], -1)
    return terms


def moves_of(objective: Objective, values: np.ndarray) -> list[float]:
    """By parameter: the most that it moves a target from one bound to the other, the others at `values`.

    In half widths of the target's range.
    """
    quiet, moves = objective.on(quiet_desk(objective.base)), [0.0] * len(objective.parameters)
    for meaning in objective.meanings:
        moved = [i for i, parameter in enumerate(quiet.parameters) if parameter.meaning == meaning]
        ends = []
        for end in ("least", "most"):
            there = values.copy()
            there[moved] = [getattr(quiet.parameters[i], end) for i in moved]
            ends.append(quiet.distances(quiet.sample(there)))
        for i in moved:
            own = quiet.rows(quiet.parameters[i].channel)
            moves[i] = float(np.max(np.abs(ends[1] - ends[0])[own], initial=0.0))
    return moves


def quiet_desk(scenario: Scenario) -> Scenario:
    """The scenario with twice as many people, where they are not named one by one in a file."""
    counts = counts_of(scenario)
    return with_counts(scenario, {function: round(QUIET * count) for function, count in counts.items()})
