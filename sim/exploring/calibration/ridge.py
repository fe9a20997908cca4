"""Other pairs (how many cases need two functions, how often needs are taken for others) that fit as well.

Counts of handoffs hold both, and can hardly tell them apart. So the first is put on a grid, the second fitted anew at
each point of it, and the verdict shown wherever the fit is about as good as the best: what changes along the ridge is
not known, however good the fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.exploring.calibration.fitting import Fit, Surface, fit, surface_of
from sim.exploring.calibration.load import LoadAdjustment
from sim.exploring.calibration.objective import Objective, misfit
from sim.exploring.calibration.parameters import MISROUTE, MULTI_NEED

if TYPE_CHECKING:
    from sim.comparison.statistics import Difference
    from sim.scenario.scenario_settings import Scenario

GRID = (0.10, 0.15, 0.20, 0.25, 0.30, 0.35, 0.40, 0.45, 0.50)  # the range of evidence row 19
LOG_GRID = (0.0, 0.25, 0.5, 0.75, 1.0)
TOLERANCE = 0.25  # how much worse than the best is as good, in half widths of the targets' ranges
TURNS = 3  # of a fit, which begins near its end
HOPELESS = 1.0  # how much worse by the surface is not simulated any more

# second minus first in the primary measures, by pair of columns
Verdict = Mapping[tuple[str, str], Mapping[str, "Difference"]]


@dataclass(frozen=True)
class RidgePoint:
    """One point of the grid, fitted.

    channel: on which it was moved, "" for the fit itself. ping_pong: with a log, `ping_pong_misroute_share`, which is
    on the grid there; None else. multi_need, misroute: shares, the latter nan where it is no parameter. misfit: mean
    distance of the channel's targets, in half widths of their ranges; by the surface alone where not `simulated`, as
    there it is far too large. on_ridge: whether that is as good as the best. scenario: there, staffed for a usual load.
    volumes: factor on cases_per_week in it. verdict: None where off the ridge, or not asked for.
    """

    channel: str
    ping_pong: float | None
    multi_need: float
    misroute: float
    misfit: float
    on_ridge: bool
    scenario: Scenario = field(repr=False)
    volumes: float = 1.0
    simulated: bool = True
    verdict: Verdict | None = field(default=None, repr=False)


def ridge_of(
    objective: Objective, surface: Surface, best: Fit, step: Callable[[], None] = lambda: None
) -> list[RidgePoint]:
    """Points of every channel whose need graph may be moved, the other channels at their best.

    step: called after each point of the grid.
    """
    points_of_all: list[RidgePoint] = []
    for i, parameter in enumerate(objective.parameters):
        if parameter.meaning != MULTI_NEED:
            continue
        shares = [share for share in GRID if parameter.least <= share <= parameter.most]
        points = [_point(objective, surface, best, i, share, step) for share in shares]
        points_of_all += judged(points, misfit(best.distances[objective.rows(parameter.channel)]))
    return points_of_all


def _point(
    objective: Objective, surface: Surface, best: Fit, moved: int, share: float, step: Callable[[], None]
) -> RidgePoint:
    """A point of one channel. The surface is enough where the fit is hopeless."""
    channel = objective.parameters[moved].channel
    rows, own = objective.rows(channel), objective.columns(channel)
    fixed = {i: float(value) for i, value in enumerate(best.values) if i not in own} | {moved: share}
    offset = best.distances - surface.distances(best.values)
    values = surface.nearest(offset, fixed)
    distances, adjustment = surface.distances(values) + offset, best.adjustment
    near = misfit(distances[rows]) <= misfit(best.distances[rows]) + HOPELESS
    if near:
        there = fit(objective, surface, adjustment, offset, fixed, turns=TURNS)
        values, distances, adjustment = there.values, there.distances, there.adjustment
    step()
    return RidgePoint(
        channel=channel,
        ping_pong=None,
        multi_need=share,
        misroute=_value(objective, values, channel, MISROUTE),
        misfit=misfit(distances[rows]),
        on_ridge=False,
        scenario=adjustment.applied(objective.scenario_at(values)),
        volumes=adjustment.volumes,
        simulated=near,
    )


def _value(objective: Objective, values: np.ndarray, channel: str, meaning: str) -> float:
    named = zip(objective.parameters, values, strict=True)
    return float(next((value for p, value in named if (p.channel, p.meaning) == (channel, meaning)), np.nan))


def log_ridge(
    objective: Objective, adjustment: LoadAdjustment, step: Callable[[], None] = lambda: None
) -> list[RidgePoint]:
    """With a log needs are input, but for what an A-B-A was: the share that counts as misroutes is put on the grid."""
    points: dict[str, list[RidgePoint]] = {channel: [] for channel in objective.channels}
    for share in LOG_GRID:
        there = objective.on(with_ping_pong(objective.base, share))
        fitted = fit(there, surface_of(there), adjustment)
        for channel in objective.channels:
            point = RidgePoint(
                channel=channel,
                ping_pong=share,
                multi_need=fitted.sample.multi_need,
                misroute=_value(there, fitted.values, channel, MISROUTE),
                misfit=misfit(fitted.distances[objective.rows(channel)]),
                on_ridge=False,
                scenario=fitted.adjustment.applied(there.scenario_at(fitted.values)),
            )
            points[channel].append(point)
        step()
    return [point for of_channel in points.values() for point in judged(of_channel)]


def point_of(objective: Objective, fitted: Fit) -> RidgePoint:
    """The fit itself, all channels together."""
    nowhere = float("nan")
    staffed = fitted.adjustment.applied(objective.scenario_at(fitted.values))
    return RidgePoint(
        "", None, nowhere, nowhere, misfit(fitted.distances), True, staffed, volumes=fitted.adjustment.volumes
    )


def with_ping_pong(scenario: Scenario, share: float) -> Scenario:
    """The scenario with another `ping_pong_misroute_share`."""
    assert scenario.demand.replay is not None
    replay = scenario.demand.replay.model_copy(update={"ping_pong_misroute_share": share})
    return scenario.model_copy(update={"demand": scenario.demand.model_copy(update={"replay": replay})})


def judged(points: list[RidgePoint], best: float = np.inf) -> list[RidgePoint]:
    """The points, and which of them are as good as the best. best: misfit of the fit itself."""
    least = min([best, *(point.misfit for point in points)])
    return [replace(point, on_ridge=point.misfit <= least + TOLERANCE) for point in points]


def with_verdicts(
    points: list[RidgePoint], replications: int, seed: int, step: Callable[[], None]
) -> Iterator[RidgePoint]:
    """The points, with the verdict where they are on the ridge."""
    for point in points:
        if not point.on_ridge:
            yield point
            continue
        yield replace(point, verdict=verdict_at(point.scenario, replications, seed))
        step()


def verdict_at(scenario: Scenario, replications: int, seed: int) -> Verdict:
    """silos, silos_plus and pods in the primary measures."""
    from sim.comparison.results import measured_columns
    from sim.comparison.sampling import Sampler
    from sim.formation.prepared import prepare
    from sim.measures import PRIMARY
    from sim.scenario.built_in_columns import DEFAULT_COLUMNS

    sampler = Sampler(prepare(scenario, DEFAULT_COLUMNS), seed=seed, engine="core")
    sampler.extend_to(replications)
    paired = measured_columns(sampler).paired
    return {pair: {name: row[name] for name in PRIMARY} for pair, row in paired.items()}
