"""A map of many combinations from few runs: some are run, spread evenly, and a surface says what lies between them.

A fifth of what is run is kept aside. If the intervals of the surface hold too few of what was found there, then this
difference cannot be emulated so, and only what was run is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from scipy.stats import binom
from scipy.stats.qmc import LatinHypercube

from sim.comparison.sampling import Progress
from sim.comparison.words import WORDS, word_of
from sim.exploring.axes import Axis, AxisError, combinations_of, scenarios_at
from sim.exploring.cells import Cell, CellResult, run_cells
from sim.exploring.emulation.surface import LEVEL, Predicted, Surface
from sim.exploring.worlds import measure_in
from sim.measures import Measure
from sim.measures.offered import functions_too_full
from sim.scenario.scenario_settings import Scenario

RUNS, REPLICATIONS = 2000, 2  # usually: replications of a column in all, and of a combination
FEWEST, MOST_RUN, LEAST_KNOWN = (
    100,
    1000,
    50,
)  # combinations that are run: the work of fitting grows with their third power
MOST_EMULATED = 2_000_000
KEPT_ASIDE = 0.2
DOUBT = 0.01  # so rarely does a surface that is right hold as few of what was kept aside


@dataclass(frozen=True)
class Sample:
    """What was run. chosen: int[n, k], which value of each axis. first, difference: float64[n, R], second minus first.

    fitted: bool[n], which of them the surface has seen.
    """

    chosen: np.ndarray
    results: tuple[CellResult, ...]
    first: np.ndarray
    difference: np.ndarray
    fitted: np.ndarray


@dataclass(frozen=True)
class Tried:
    """How a surface did on what was kept aside. held: of so many, the intervals for R replications hold what was found.

    error, luck: root mean square in the measure's unit, of the surface, and of R replications beside very many.
    """

    held: int
    of: int
    error: float
    luck: float

    @property
    def trusted(self) -> bool:
        """Whether a surface with intervals of LEVEL would do as badly at least once in a hundred times."""
        return bool(binom.cdf(self.held, self.of, LEVEL) > DOUBT)


@dataclass(frozen=True)
class Emulated:
    """The answer. between: the pair compared, second minus first. surface, level: of the difference, of the first."""

    scenario: Scenario
    axes: tuple[Axis, ...]
    between: tuple[str, str]
    measure: Measure
    sample: Sample
    surface: Surface
    level: Surface

    @property
    def replications(self) -> int:
        """Of each combination that was run."""
        return self.sample.difference.shape[1]

    @property
    def combinations(self) -> int:
        """Of all values, run or not."""
        return combinations_of(self.axes)

    @cached_property
    def tried(self) -> Tried:
        """What was kept aside, and the surface there."""
        aside = ~self.sample.fitted
        found = self.sample.difference[aside].mean(axis=1)
        known = self.surface.at(places_of(self.axes, self.sample.chosen[aside]))
        luck = known.noise / self.replications
        off = np.abs(found - known.value)
        return Tried(
            int(np.count_nonzero(off <= known.half(self.surface.q, self.replications))), len(found),
            float(np.sqrt(max(0.0, np.mean(off**2 - luck)))), float(np.sqrt(np.mean(luck))),
        )  # fmt: skip

    @cached_property
    def too_full(self) -> tuple[tuple[str, ...], ...]:
        """Of each combination that was run, functions that cannot keep up with the work offered to them."""
        return tuple(functions_too_full(one.cell.scenario, self.between[0]) for one in self.sample.results)

    @cached_property
    def everywhere(self) -> Map:
        """Every combination."""
        return self.at(np.indices([len(axis.values) for axis in self.axes]).reshape(len(self.axes), -1).T)

    def at(self, chosen: np.ndarray) -> Map:
        """Some combinations. chosen: int[n, k], which value of each axis."""
        places = places_of(self.axes, chosen)
        known, first = self.surface.at(places), self.level.at(places).value
        return Map(chosen, known, self.surface.q, self.measure, first)


@dataclass(frozen=True)
class Map:
    """Combinations and what is emulated there. chosen: int[n, k]. q: of the surface. first: float64[n], mean of the
    first column.
    """

    chosen: np.ndarray
    known: Predicted
    q: float
    measure: Measure
    first: np.ndarray

    @cached_property
    def half(self) -> np.ndarray:
        """Half width of the intervals for very many replications, float64[n]."""
        return self.known.half(self.q)

    def half_for(self, replications: int) -> np.ndarray:
        """Half width of the intervals for so many replications, float64[n]."""
        return self.known.half(self.q, replications)

    @cached_property
    def smallest(self) -> np.ndarray:
        """The smallest difference worth having, float64[n]."""
        return np.broadcast_to(self.measure.smallest_difference(self.first), self.first.shape)  # type: ignore[arg-type]

    @cached_property
    def words(self) -> np.ndarray:
        """Place in WORDS of what each difference means for the second column, int8[n]."""
        place = {word: number for number, word in enumerate(WORDS)}
        low, high = (self.known.value - self.half).tolist(), (self.known.value + self.half).tolist()
        edges = zip(low, high, self.smallest.tolist(), strict=True)
        return np.array([place[word_of(*edge, self.measure.direction)[0]] for edge in edges], dtype=np.int8)


def places_of(axes: Sequence[Axis], chosen: np.ndarray) -> np.ndarray:
    """Where combinations lie, float64[n, k'], 0 to 1: numbers in their range, of other values each by itself."""
    columns: list[np.ndarray] = []
    for axis, of_axis in zip(axes, chosen.T, strict=True):
        if axis.numeric:
            values = np.asarray(axis.values, dtype=float)
            columns.append(((values - values.min()) / np.ptp(values))[of_axis])
        else:
            columns += [(of_axis == number).astype(float) for number in range(len(axis.values))]
    return np.column_stack(columns)


def sample_of(axes: Sequence[Axis], count: int, seed: int) -> np.ndarray:
    """Combinations that lie evenly over all axes, none twice, int[n, k], n at most `count`."""
    sizes = [len(axis.values) for axis in axes]
    drawn = LatinHypercube(len(axes), rng=seed).random(count)
    return np.unique((drawn * sizes).astype(int), axis=0)


def cells_to_run(
    scenario: Scenario,
    axes: Sequence[Axis],
    between: tuple[str, str],
    *,
    runs: int = RUNS,
    replications: int = REPLICATIONS,
    seed: int | None = None,
) -> tuple[np.ndarray, list[Cell]]:
    """Which combinations are run, int[n, k], and their cells. runs: replications of a column, all together.

    Each has luck of its own. With the same in all, which is what makes neighbours on a swept map comparable, a surface
    through them would be as wrong everywhere as these few replications happen to be.

    Raises ScenarioError, and AxisError where there are too few or too many combinations or runs.
    """
    count, all_of_them = runs // (len(between) * replications), combinations_of(axes)
    if all_of_them > MOST_EMULATED:
        raise AxisError(f"--vary: {all_of_them:,} combinations; at most {MOST_EMULATED:,} can be emulated")
    if not FEWEST <= count <= MOST_RUN:
        raise AxisError(
            f"--emulate {runs}: with {replications} replications of {len(between)} columns {count:,} combinations "
            f"would be run; emulating takes {FEWEST} to {MOST_RUN:,}"
        )
    if all_of_them <= 2 * count:
        raise AxisError(f"--emulate {runs}: {all_of_them:,} combinations are so few that they can be run; leave it out")
    chosen = sample_of(axes, count, scenario.seed if seed is None else seed)
    wanted = [tuple(axis.values[place] for axis, place in zip(axes, row, strict=True)) for row in chosen.tolist()]
    made = [one for _, one in scenarios_at(scenario, axes, wanted)]
    return chosen, [
        Cell(one, between, one.seed if seed is None else seed, replications, first=place * replications)
        for place, one in enumerate(made)
    ]


def emulated(
    scenario: Scenario,
    axes: Sequence[Axis],
    between: tuple[str, str],
    measure: str,
    chosen: np.ndarray,
    results: Sequence[CellResult],
) -> Emulated:
    """Fit what was run. chosen, results: of `cells_to_run`; a combination that knows no value is left out.

    measure: its name. Raises ValueError where fewer than LEAST_KNOWN combinations know it.
    """
    of_each = [np.array([one.samples[column][measure] for one in results]) for column in between]
    known = np.isfinite(np.stack(of_each)).all(axis=(0, 2))
    if np.count_nonzero(known) < LEAST_KNOWN:
        raise ValueError(f"{measure} is known in {np.count_nonzero(known)} combinations; {LEAST_KNOWN} are needed")
    chosen, first, second = chosen[known], of_each[0][known], of_each[1][known]
    fitted = np.random.default_rng(len(chosen)).permutation(len(chosen)) >= KEPT_ASIDE * len(chosen)
    knowing = tuple(one for one, knows in zip(results, known.tolist(), strict=True) if knows)
    sample = Sample(chosen, knowing, first, second - first, fitted)
    places = places_of(axes, chosen[fitted])
    return Emulated(
        scenario, tuple(axes), between, measure_in(scenario, measure), sample,
        Surface(places, sample.difference[fitted]), Surface(places, first[fitted]),
    )  # fmt: skip


def emulate(
    scenario: Scenario,
    axes: Sequence[Axis],
    between: tuple[str, str],
    *,
    measure: str = "resolution_minutes",
    runs: int = RUNS,
    replications: int = REPLICATIONS,
    seed: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Emulated:
    """Emulate a paired difference under every combination of values. Others as of `run_cells`.

    Raises ScenarioError, AxisError, DataError, ClusterError, ValueError as of `emulated`.
    """
    chosen, cells = cells_to_run(scenario, axes, between, runs=runs, replications=replications, seed=seed)
    results = run_cells(cells, cluster=cluster, store=store, progress=progress)
    return emulated(scenario, axes, between, measure, chosen, results)
