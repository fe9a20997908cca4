"""One calibration: fit, look at customers that the fit never saw, at the load, and along the ridge."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sim.exploring.calibration.fitting import LEAST_MOVE, Fit, Surface, fit, moves_of, surface_of
from sim.exploring.calibration.load import LoadAdjustment, usual_counts
from sim.exploring.calibration.objective import Objective, reached
from sim.exploring.calibration.parameters import MULTI_NEED, parameters_of, stored_for, stored_in, value_in
from sim.exploring.calibration.result import Calibration, Fitted, Load, Reached
from sim.exploring.calibration.ridge import (
    GRID,
    LOG_GRID,
    RidgePoint,
    log_ridge,
    point_of,
    ridge_of,
    with_verdicts,
)
from sim.exploring.calibration.sample import Sample, first_half, simulate
from sim.exploring.calibration.targets import Aims, HandoffTarget, aims_of, nothing_to_fit
from sim.scenario.problems import ScenarioError

if TYPE_CHECKING:
    from sim.comparison.sampling import Progress
    from sim.scenario.scenario_settings import Scenario

REPLICATIONS = 2
RIDGE_REPLICATIONS = 4
PICKUP_ENDS = (0.0, 240.0)  # range of evidence row 20a
STEPS_OF_FIT = 3  # of the progress shown


def calibrate(
    scenario: Scenario,
    *,
    seed: int | None = None,
    replications: int = REPLICATIONS,
    ridge_replications: int = RIDGE_REPLICATIONS,
    targets: Sequence[HandoffTarget] | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Fit the free numbers of a scenario's silos.

    ridge_replications: of each verdict along the ridge, at least 2, or 0 for no ridge. targets: in place of the
    published ones, or the log's. Raises ScenarioError where nothing can be fitted, DataError for a log.
    """
    started = time.monotonic()
    seed = scenario.seed if seed is None else seed
    aims = aims_of(scenario, targets)
    is_log = aims.log is not None
    watch = _Watch(progress, STEPS_OF_FIT)
    rows, objective = _movable(scenario, aims, seed, replications)
    watch.step()
    surface = surface_of(objective)
    watch.step()
    best = fit(objective, surface, LoadAdjustment())
    watch.step()
    ridge = _ridge(objective, surface, best, ridge_replications, watch)
    before = simulate(scenario, seed=seed, first=0, replications=replications)
    fitted = LoadAdjustment(counts=best.adjustment.counts).applied(objective.scenario_at(best.values))
    return Calibration(
        scenario=scenario,
        fitted=fitted,
        seed=seed,
        replications=replications,
        ridge_replications=ridge_replications,
        parameters=_fitted(rows, objective, best),
        reached=_reached(objective, aims, best, before),
        load=_load(objective, fitted, before, best),
        ridge=ridge,
        incidents=aims.incidents,
        pickup_moves=_pickup_moves(objective, best) if is_log else None,
        seconds=time.monotonic() - started,
    )


def _movable(scenario: Scenario, aims: Aims, seed: int, replications: int) -> tuple[list[Fitted], Objective]:
    """All parameters as they are, and what is minimised over those that move a target."""
    parameters = parameters_of(scenario, aims.channels, of_log=aims.log is not None)
    objective = Objective(scenario, parameters, aims.targets, seed, replications, half=aims.log is not None)
    start = [value_in(scenario, parameter) for parameter in parameters]
    inside = np.array([p.clipped(value) for p, value in zip(parameters, start, strict=True)])
    moves = moves_of(objective, inside) if parameters and aims.targets else []
    rows = [
        Fitted(parameter, value, value, stored, stored, bound="", moves=moved, free=moved >= LEAST_MOVE)
        for parameter, value, moved in zip(parameters, start, moves, strict=True)
        for stored in [stored_in(scenario, parameter)]
    ]
    free = tuple(row.parameter for row in rows if row.free)
    if not free:
        raise ScenarioError([nothing_to_fit(scenario, aims)])
    return rows, replace(objective, parameters=free)


def _fitted(rows: list[Fitted], objective: Objective, best: Fit) -> tuple[Fitted, ...]:
    """The rows with what was fitted."""
    values = dict(zip(objective.parameters, map(float, best.values), strict=True))
    return tuple(
        replace(
            row,
            after=values[row.parameter],
            stored_after=stored_for(objective.base, row.parameter, values[row.parameter]),
            bound=row.parameter.bound(values[row.parameter]),
        )
        if row.free
        else row
        for row in rows
    )


def _ridge(
    objective: Objective, surface: Surface, best: Fit, replications: int, watch: _Watch
) -> tuple[RidgePoint, ...]:
    if not replications:
        return ()
    if objective.half:
        watch.more(len(LOG_GRID))
        points = log_ridge(objective, best.adjustment, watch.step)
    else:
        watch.more(len(GRID) * sum(parameter.meaning == MULTI_NEED for parameter in objective.parameters))
        points = ridge_of(objective, surface, best, watch.step)
    points.insert(0, point_of(objective, best))
    watch.more(sum(point.on_ridge for point in points))
    return tuple(with_verdicts(points, replications, objective.seed, watch.step))


def _reached(objective: Objective, aims: Aims, best: Fit, before: Sample) -> tuple[Reached, ...]:
    scenario, half = objective.base, objective.half
    staffed = best.adjustment.applied(objective.scenario_at(best.values))
    first = 0 if half else objective.replications
    unseen = simulate(staffed, seed=objective.seed, first=first, replications=objective.replications)
    columns = (
        reached(scenario, aims.targets, before.kept(first_half(before.lineage)) if half else before),
        reached(scenario, aims.targets, best.sample),
        reached(scenario, aims.unseen, unseen.kept(~first_half(unseen.lineage)) if half else unseen),
    )
    rows = zip(aims.targets, aims.unseen, *columns, strict=True)
    return tuple(Reached(one, float(was), float(now), other, float(again)) for one, other, was, now, again in rows)


def _load(objective: Objective, fitted: Scenario, before: Sample, best: Fit) -> Load:
    """Loads before and after; simulated anew where the fit was made at other volumes."""
    after = best.sample.load
    if best.adjustment.volumes != 1.0:
        after = simulate(fitted, seed=objective.seed, first=0, replications=objective.replications).load
    counts = usual_counts(fitted, best.sample, best.adjustment.volumes)
    return Load(before.load, after, best.sample.load, best.adjustment, counts)


def _pickup_moves(objective: Objective, best: Fit) -> float:
    """How far targets move as pickup goes from one end of its range to the other: whether it could be fitted."""
    staffed, ends = best.adjustment.applied(objective.base), []
    for minutes in PICKUP_ENDS:
        by_channel = dict.fromkeys(staffed.demand.channels, minutes)
        dials = dict.fromkeys(("pickup_inside_minutes", "pickup_across_minutes"), by_channel)
        policy = staffed.policy.model_copy(update=dials)
        there = objective.on(staffed.model_copy(update={"policy": policy}))
        ends.append(there.distances(there.sample(best.values)))
    return float(np.max(np.abs(ends[1] - ends[0])))


class _Watch:
    """Tells somebody who watches how far it is."""

    def __init__(self, progress: Progress | None, steps: int) -> None:
        self._progress, self._done, self._steps = progress or (lambda done, total: None), 0, steps
        self._progress(0, steps)

    def more(self, steps: int) -> None:
        self._steps += steps

    def step(self) -> None:
        self._done = min(self._done + 1, self._steps)
        self._progress(self._done, self._steps)
