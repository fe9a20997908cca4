"""Plausible worlds: every assumption without a source varied at once, and who is better in each world.

A world costs as much as a comparison, so each has few replications of few weeks. Two are too few to know how much a
difference varies by chance; many worlds together know it well. So the variance within worlds is pooled over the worlds
whose first column is nearest in level, since whoever is overloaded varies more than whoever has time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.intervals import CONFIDENCE, Interval, t_quantile
from sim.comparison.sampling import Progress
from sim.comparison.statistics import pairs_of
from sim.comparison.words import word_of
from sim.exploring.cells import Cell, run_cells
from sim.measures import PRIMARY, Measure, measure_named, with_worth_having
from sim.scenario import ScenarioError, changed
from sim.scenario.ledger import Assumption, ledger, with_values

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

WORLDS = 200
REPLICATIONS = 3
MEASURED_WEEKS = 1
NEAREST = 30  # worlds over which the variance within worlds is pooled
WIDE = 10.0  # a range of more than so many times is drawn by its logarithm
Pair = tuple[str, str]


@dataclass(frozen=True)
class WorldDifferences:
    """One measure of a pair over n worlds: second minus first.

    difference, first: float64[n], mean difference and the first column's mean. interval: of each world's difference.
    words: what it means for the second column (`words`), a world each.
    """

    difference: np.ndarray
    first: np.ndarray
    intervals: tuple[Interval, ...]
    words: tuple[str, ...]

    def count(self, *words: str) -> int:
        """In how many worlds it is one of these words."""
        return sum(one in words for one in self.words)


@dataclass(frozen=True)
class Worlds:
    """n worlds: assumptions, their values float64[n, k], and what came out: pair -> measure -> WorldDifferences.

    refused: worlds whose values contradict each other, which are counted and left out. replications, weeks: of each.
    """

    assumptions: tuple[Assumption, ...]
    values: np.ndarray
    differences: Mapping[Pair, Mapping[str, WorldDifferences]]
    refused: int
    replications: int
    weeks: int
    seed: int

    @property
    def count(self) -> int:
        """Worlds that were run."""
        return len(self.values)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Pairs compared, in order."""
        return tuple(self.differences)


def plausible_worlds(
    scenario: Scenario,
    columns: Sequence[str],
    *,
    seed: int,
    worlds: int = WORLDS,
    replications: int = REPLICATIONS,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Worlds:
    """Run worlds drawn by a Latin hypercube over all assumptions that are swept.

    worlds: at least 1. replications: of each, at least 2. Further arguments as of `run_cells`.
    """
    short = shortened(scenario)
    assumptions = tuple(one for one in ledger(short, columns) if one.swept)
    drawn = hypercube(assumptions, worlds, seed)
    cells, kept = [], []
    for row in drawn:
        try:
            world = with_values(short, dict(zip(assumptions, row.tolist(), strict=True)))
        except ScenarioError:
            continue
        cells.append(Cell(world, tuple(columns), seed, replications))
        kept.append(row)
    results = run_cells(cells, cluster=cluster, store=store, progress=progress)
    samples = [result.samples for result in results]
    differences = {
        pair: {name: differences_over_worlds(samples, pair, _measure(name, short)) for name in PRIMARY}
        for pair in pairs_of(tuple(columns))
    }
    values = np.array(kept).reshape(len(kept), len(assumptions))
    weeks = short.time.measured_weeks
    return Worlds(assumptions, values, differences, worlds - len(kept), replications, weeks, seed)


def shortened(scenario: Scenario, weeks: int = MEASURED_WEEKS) -> Scenario:
    """The scenario with fewer measured weeks; a replayed log keeps its own, and so does whoever has shocks.

    A burst or a wave of absence must be in every world, and be as large a part of what is measured as it is there.
    """
    shocks = scenario.demand.bursts or scenario.people.away_waves
    if scenario.demand.replay is not None or shocks or scenario.time.measured_weeks <= weeks:
        return scenario
    return changed(scenario, {"time.measured_weeks": weeks})


def hypercube(assumptions: Sequence[Assumption], worlds: int, seed: int) -> np.ndarray:
    """Values of the assumptions in each world, float64[worlds, k]: every one evenly over its own range."""
    from scipy.stats import qmc

    unit = qmc.LatinHypercube(d=max(1, len(assumptions)), rng=np.random.default_rng(seed)).random(worlds)
    return np.column_stack([_within(one, unit[:, place]) for place, one in enumerate(assumptions)])


def _within(one: Assumption, unit: np.ndarray) -> np.ndarray:
    if one.low > 0.0 and one.high / one.low > WIDE:
        values = one.low * (one.high / one.low) ** unit
    else:
        values = one.low + (one.high - one.low) * unit
    return np.rint(values) if one.whole else values


def differences_over_worlds(
    samples: Sequence[Mapping[str, Mapping[str, np.ndarray]]], pair: Pair, measure: Measure
) -> WorldDifferences:
    """Judge every world by the variance within worlds, pooled over its NEAREST in the level of the first column.

    samples: of each world, column -> measure -> float64[R]. Unknown values (nan) leave a world not settled.
    """
    if not samples:
        nothing = np.zeros(0)
        return WorldDifferences(nothing, nothing, (), ())
    first, second = (np.array([one[column][measure.name] for one in samples]) for column in pair)
    base = first.mean(axis=1)
    scale = np.abs(base) if measure.relative else np.ones(base.size)
    changes = (second - first) / np.where(scale > 0.0, scale, np.nan)[:, None]
    means = changes.mean(axis=1)
    reaches = _reaches(changes, base)
    intervals, words = [], []
    for mean, one, reach in zip(means.tolist(), scale.tolist(), reaches.tolist(), strict=True):
        interval = Interval(mean, mean - reach, mean + reach)
        words.append(word_of(interval.low, interval.high, measure.smallest, measure.direction)[0])
        intervals.append(Interval(mean * one, interval.low * one, interval.high * one))
    return WorldDifferences(means * scale, base, tuple(intervals), tuple(words))


def _reaches(changes: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Half of each world's 95% interval, float64[n]; nan where its difference is unknown.

    changes: float64[n, R]. level: float64[n], of the first column.
    """
    n, replications = changes.shape
    known = np.flatnonzero(~np.isnan(changes.mean(axis=1)))
    reach = np.full(n, np.nan)
    near = min(NEAREST, known.size)
    freedom = near * (replications - 1)
    if freedom < 1:
        return reach
    known = known[np.argsort(level[known], kind="stable")]
    within = changes[known].var(axis=1, ddof=1)
    sums = np.concatenate([[0.0], np.cumsum(within)])
    start = np.clip(np.arange(known.size) - near // 2, 0, known.size - near)
    pooled = (sums[start + near] - sums[start]) / near
    reach[known] = t_quantile(freedom, CONFIDENCE) * np.sqrt(pooled / replications)
    return reach


def _measure(name: str, scenario: Scenario) -> Measure:
    measure = measure_named(name)
    assert measure is not None
    return with_worth_having(measure, scenario.worth_having)
