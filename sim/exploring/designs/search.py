"""The best design of each side: the same search for departments and for pods, then judged on other customers.

Successive halving (Jamieson & Talwalkar 2016): every design meets a few replications, the better half of them as many
more, and so on until few are left. All designs of both sides meet the same customers, in replications that are kept
for training. What is best of many was also lucky there, so it is judged on the replications of `podsim compare`, which
no search has seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sim.comparison.corners import differences_by_channel
from sim.comparison.intervals import Interval, known_mean, mean_interval
from sim.comparison.sampling import Progress
from sim.comparison.statistics import Difference, paired_difference
from sim.exploring.cells import Cell, CellResult, at_hand, run_cells
from sim.exploring.cells.cell import compared
from sim.exploring.designs.space import BEST, SIDES, Design, designs_of, drawn
from sim.measures import PRIMARY, Measure, measure_named, with_worth_having
from sim.scenario import ScenarioError
from sim.scenario.built_in_columns import HABITS, PODS
from sim.scenario.problems import Problem
from sim.scenario.scenario_settings import Scenario

DESIGNS = 32
FIRST_TRAINING = 1_000_000  # replications below are for judging: a scenario has no more
FIRST_REPLICATIONS = 4
LEFT = 4  # designs that meet the most replications
LOAD = "load_p90"
Sample = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Trial:
    """One design looked at. replications: that it met. value, load: means of the measure and of LOAD over them.

    missed: by how much it misses the targets and the bound of load, as a share of each, added up; 0 where it does not.
    """

    design: Design
    replications: int
    value: float
    load: float
    missed: float


@dataclass(frozen=True)
class Side:
    """What the search found on one side.

    shipped, column: the column that the scenario has, and the best one. designs: how many there are to choose from.
    trials: the best one first. trained: the best one on the replications of training. trained_gain, gain: in the
    measure, the best one less the shipped one, in training and as judged.
    """

    shipped: str
    column: str
    designs: int
    trials: tuple[Trial, ...]
    trained: Interval
    trained_gain: Difference
    gain: Difference

    @property
    def best(self) -> Design:
        """The design that was chosen."""
        return self.trials[0].design

    @property
    def replications(self) -> int:
        """What the search took, all designs together."""
        return sum(trial.replications for trial in self.trials)


@dataclass(frozen=True)
class Best:
    """The best departments beside the best pods.

    scenario: with both as columns. differences: pods less departments, by measure. by_channel: channel -> measure.
    load_bound: of the busiest tenth in training. samples: column -> measure -> float64[replications], as judged.
    training: replications of the best ones in training.
    """

    scenario: Scenario
    measure: str
    seed: int
    replications: int
    training: int
    load_bound: float
    departments: Side
    pods: Side
    differences: Mapping[str, Difference]
    by_channel: Mapping[str, Mapping[str, Difference]]
    samples: Mapping[str, Sample] = field(repr=False)

    @property
    def sides(self) -> tuple[Side, Side]:
        """Departments, then pods."""
        return self.departments, self.pods


def check(scenario: Scenario) -> None:
    """Raise ScenarioError where a column has the name of a best one."""
    problems = [
        Problem(
            scenario.name, None, f"formations.{name}", "The best design is called so: give this column another name."
        )
        for name in BEST.values()
        if name in scenario.formations
    ]
    if problems:
        raise ScenarioError(problems)


def best(
    scenario: Scenario,
    *,
    designs: int = DESIGNS,
    measure: str = PRIMARY[0],
    replications: int | None = None,
    seed: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Best:
    """Search designs of departments and of pods, with the habits of silos_plus and pods, and judge the best of each.

    designs: looked at on each side; fewer where one side has fewer. measure: what is to be best, among designs that
    reach the scenario's targets and leave the busiest tenth no busier than the shipped departments do, by more than is
    worth having. replications: for judging. Others as of `compare` and `run_cells`. Raises ScenarioError, DataError,
    ClusterError.
    """
    check(scenario)
    seed = scenario.seed if seed is None else seed
    count = scenario.replications if replications is None else replications
    spaces = {side: designs_of(scenario, side) for side in SIDES}
    chosen = {side: drawn(scenario, space, designs, seed) for side, space in spaces.items()}
    equal = min(map(len, chosen.values()))
    with at_hand(cluster) as workers:
        how = {"cluster": workers, "store": store}
        search = _Search(
            scenario, {side: found[:equal] for side, found in chosen.items()}, measure, seed, how, progress
        )
        search.run()
        winners = {side: search.ranked(side)[0].design for side in SIDES}
        judged = _judged(scenario, winners, seed, count, search)
    made = judged.cell.scenario
    sides = [_side(search, side, len(spaces[side]), judged) for side in SIDES]
    pair = (BEST[HABITS], BEST[PODS])
    return Best(
        scenario=made,
        measure=measure,
        seed=seed,
        replications=count,
        training=search.done,
        load_bound=search.load_bound,
        departments=sides[0],
        pods=sides[1],
        differences=compared(judged, pair).paired[pair],
        by_channel=differences_by_channel(
            judged.samples, pair, {name: one.live for name, one in made.demand.channels.items()}, made.worth_having
        )[pair],
        samples=judged.samples,
    )


def stages(designs: int) -> list[tuple[int, int]]:
    """(designs, replications that each of them has met at its end) of every stage."""
    found = [(designs, FIRST_REPLICATIONS)]
    while found[-1][0] > LEFT:
        designs, replications = found[-1]
        found.append((max(LEFT, math.ceil(designs / 2)), 2 * replications))
    return found


class _Search:
    """Designs of both sides in training, and the shipped columns beside them."""

    def __init__(
        self,
        scenario: Scenario,
        designs: Mapping[str, list[Design]],
        measure: str,
        seed: int,
        how: Mapping[str, Any],
        progress: Progress | None,
    ) -> None:
        self.scenario, self.designs, self.seed, self.how = scenario, designs, seed, how
        self.measure = _measure(scenario, measure)
        self.done = 0
        self._progress = progress or (lambda done, total: None)
        self._stages = stages(len(designs[HABITS]))
        self._cells = [2 * len_ + 1 for len_, _ in self._stages]
        self._samples: dict[str, dict[str, np.ndarray]] = {}  # by column as it is said, or by name of a shipped one

    def run(self) -> None:
        """All stages."""
        for number, (most, replications) in enumerate(self._stages):
            left = [trial.design for side in SIDES for trial in self.ranked(side)[:most]]
            cells = [self._cell(design.scenario(self.scenario), (BEST[design.side],), replications) for design in left]
            cells.append(self._cell(self.scenario, SIDES, replications))
            *results, shipped = self._run(number, cells)
            for design, result in zip(left, results, strict=True):
                self._add(design.side + design.column, result.samples[BEST[design.side]])
            for side in SIDES:
                self._add(side, shipped.samples[side])
            self.done = replications

    def judge(self, cell: Cell) -> CellResult:
        """A last cell."""
        return self._run(len(self._stages), [cell])[0]

    def _run(self, number: int, cells: list[Cell]) -> list[CellResult]:
        before, total = sum(self._cells[:number]), sum(self._cells) + 1
        watch = lambda done, _: self._progress(before + done, total)  # noqa: E731
        return run_cells(cells, progress=watch, **self.how)

    def _cell(self, scenario: Scenario, columns: tuple[str, ...], upto: int) -> Cell:
        by_channel = any(target.channel for target in self.scenario.targets)
        return Cell(
            scenario, columns, self.seed, upto - self.done, by_channel=by_channel, first=FIRST_TRAINING + self.done
        )

    def _add(self, key: str, sample: Sample) -> None:
        before = self._samples.get(key)
        self._samples[key] = {
            name: values if before is None else np.concatenate([before[name], values])
            for name, values in sample.items()
        }

    def sample(self, key: str) -> Sample:
        """Measure -> values in training so far, of a shipped column or of a side's design as its column says it."""
        return self._samples[key]

    @property
    def load_bound(self) -> float:
        """The busiest tenth of the shipped departments, and what is worth having more."""
        return self._bound(self.done)

    def _bound(self, replications: int) -> float:
        mean = known_mean(self._samples[HABITS][LOAD][:replications])
        return mean + _measure(self.scenario, LOAD).smallest_difference(mean)

    def ranked(self, side: str) -> list[Trial]:
        """All designs of a side: whoever met more customers first, then as they did; equal ones in their order."""
        if not self._samples:
            return [Trial(design, 0, math.nan, math.nan, 0.0) for design in self.designs[side]]
        trials = [self._trial(design) for design in self.designs[side]]
        sign = -1.0 if self.measure.direction == "more" else 1.0
        known = [(trial, math.inf if math.isnan(trial.value) else sign * trial.value) for trial in trials]
        return [trial for trial, _ in sorted(known, key=lambda one: (-one[0].replications, one[0].missed, one[1]))]

    def _trial(self, design: Design) -> Trial:
        sample = self._samples[design.side + design.column]
        replications = sample[LOAD].size
        value, load = _mean(sample[self.measure.name]), _mean(sample[LOAD])
        bounds = [(load, self._bound(replications), False)]
        bounds += [(_mean(sample[target.name]), target.line, target.upward) for target in self.scenario.targets]
        return Trial(design, replications, value, load, sum(_missed(*bound) for bound in bounds))


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else math.nan


def _missed(value: float, line: float, upward: bool) -> float:
    """By how much a line is missed, as a share of it; 1 where the value is unknown."""
    if math.isnan(value):
        return 1.0
    return max(0.0, (line - value if upward else value - line) / max(abs(line), 1e-9))


def _measure(scenario: Scenario, name: str) -> Measure:
    measure = measure_named(name)
    assert measure is not None
    return with_worth_having(measure, scenario.worth_having)


def _judged(
    scenario: Scenario, winners: Mapping[str, Design], seed: int, replications: int, search: _Search
) -> CellResult:
    """The shipped columns and the best ones on the replications of a comparison."""
    for design in winners.values():
        scenario = design.scenario(scenario)
    return search.judge(Cell(scenario, (*SIDES, *BEST.values()), seed, replications, detail=True))


def _side(search: _Search, side: str, designs: int, judged: CellResult) -> Side:
    trials = search.ranked(side)
    pair, name = (side, BEST[side]), search.measure.name
    trained = search.sample(side + trials[0].design.column)[name]
    return Side(
        shipped=side,
        column=BEST[side],
        designs=designs,
        trials=tuple(trials),
        trained=mean_interval(trained),
        trained_gain=paired_difference(pair, search.sample(side)[name], trained, search.measure, 1),
        gain=compared(judged, pair).paired[pair][name],
    )
