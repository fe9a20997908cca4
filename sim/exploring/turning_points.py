"""At which value of an assumption the winner changes, by root search on the same customers."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.intervals import Interval, mean_interval
from sim.comparison.sampling import Progress
from sim.exploring.cells import Cell, CellResult, at_hand, run_cells
from sim.exploring.worlds import Pair, shortened
from sim.measures import Measure, measure_named, with_worth_having
from sim.scenario.ledger import NAMED, SOURCED, Assumption, ledger, possible, with_values

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

POINTS = 5  # at which a range is looked at before a root is searched, its ends included
REPLICATIONS = 6
PRECISE = 0.01  # of the range: as near as a root is searched
MOST_STEPS = 12


@dataclass(frozen=True)
class Root:
    """Where the winner changes. low, high: 95% interval, which may reach beyond the plausible range (then cut there).

    before, after: the winner below and above. clear: whether the other one wins by more than chance somewhere
    on the side away from today's value.
    """

    value: float
    low: float
    high: float
    before: str
    after: str
    clear: bool


@dataclass(frozen=True)
class Flip:
    """What one assumption does to a difference, second minus first, over its plausible range.

    today, at_low, at_high: the difference with today's value and at both ends. points: (value, difference) looked at,
    ascending. roots: where the winner changes. worth_having: smallest difference worth having.
    """

    assumption: Assumption
    pair: Pair
    measure: str
    today: Interval
    at_low: Interval
    at_high: Interval
    roots: tuple[Root, ...]
    worth_having: float
    points: tuple[tuple[float, Interval], ...] = field(default=(), repr=False)

    @property
    def swing(self) -> float:
        """How much the difference changes from end to end."""
        return abs(self.at_high.mean - self.at_low.mean)

    @property
    def never_matters(self) -> bool:
        """Whether the difference is within what is worth having wherever it was looked at."""
        return all(abs(interval.mean) <= self.worth_having for _, interval in self.points)


class _Differences:
    """Differences at values of one assumption, each computed once."""

    def __init__(
        self, cell_of: Callable[[float], Cell], pair: Pair, measure: str, run: Callable[[list[Cell]], list[CellResult]]
    ) -> None:
        self._cell_of, self._pair, self._measure, self._run = cell_of, pair, measure, run
        self.seen: dict[float, np.ndarray] = {}

    def take(self, value: float, samples: dict[str, dict[str, np.ndarray]]) -> None:
        first, second = (samples[column][self._measure] for column in self._pair)
        self.seen[value] = second - first

    def mean(self, value: float) -> float:
        if value not in self.seen:
            (result,) = self._run([self._cell_of(value)])
            self.take(value, result.samples)
        return float(self.seen[value].mean())


def flips(
    scenario: Scenario,
    columns: Sequence[str],
    pairs: Sequence[Pair],
    *,
    seed: int,
    over: Sequence[Assumption] | None = None,
    measure: str = "resolution_minutes",
    replications: int = REPLICATIONS,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Flip, ...]:
    """A Flip for every assumption and pair, the assumptions in the order given.

    over: by default all that plausible worlds vary, and pickup inside and across teams each alone. pairs: of columns.
    measure: any measure. replications: at least 2. A range of the ledger is looked at as far as its values are
    scenarios, and left out where none is but today's. Raises ScenarioError where a range of one's own leaves them.
    """
    short = shortened(scenario)
    wanted = tuple(one for one in ledger(short, columns) if one.role != SOURCED) if over is None else tuple(over)
    chosen = tuple(one for one in (within_scenarios(short, one) for one in wanted) if one is not None)
    points = {one: _points(one) for one in chosen}
    known = measure_named(measure)
    assert known is not None
    judged = with_worth_having(known, scenario.worth_having)

    def cell_at(one: Assumption, value: float) -> Cell:
        return Cell(with_values(short, {one: value}), tuple(columns), seed, replications)

    cells = {(one, value): cell_at(one, value) for one, values in points.items() for value in values}
    with at_hand(cluster) as workers:

        def run(some: Sequence[Cell], watch: Progress | None = None) -> list[CellResult]:
            return run_cells(some, cluster=workers, store=store, progress=watch)

        results = dict(zip(cells, run(list(cells.values()), progress), strict=True))
        turned = []
        for one in chosen:
            for pair in pairs:
                differences = _Differences(
                    partial(cell_at, one),
                    pair,
                    measure,
                    run,
                )
                for value in points[one]:
                    differences.take(value, results[one, value].samples)
                base = float(np.nanmean(results[one, one.value].samples[pair[0]][measure]))
                turned.append(_flip(one, pair, judged, differences, base))
        return tuple(turned)


def within_scenarios(scenario: Scenario, one: Assumption) -> Assumption | None:
    """The assumption with its range cut to values that are scenarios; None where only today's is one.

    A range of one's own stays as it is, for whoever gave it has to be told.
    """
    if one.role == NAMED:
        return one
    wanted = _points(one)
    values = possible(scenario, one, wanted)
    if len(values) == len(wanted):
        return one
    if len(values) < 2:
        return None
    inside = [value for value in values if one.low <= value <= one.high] or [one.value]
    return replace(one, low=inside[0], high=inside[-1])


def _points(one: Assumption) -> tuple[float, ...]:
    """Where a range is looked at first: evenly, and today's value."""
    grid = np.linspace(one.low, one.high, POINTS)
    if one.whole:
        grid = np.unique(np.rint(grid))
    return tuple(sorted({*grid.tolist(), one.value}))


def _flip(one: Assumption, pair: Pair, measure: Measure, differences: _Differences, base: float) -> Flip:
    inside = [value for value in sorted(differences.seen) if one.low <= value <= one.high]
    roots = [
        _root(one, pair, measure.direction, differences, left, right)
        for left, right in pairwise(inside)
        if differences.mean(left) * differences.mean(right) < 0.0
    ]
    points = tuple((value, mean_interval(differences.seen[value])) for value in sorted(differences.seen))
    at = dict(points)
    return Flip(
        one, pair, measure.name, at[one.value], at[inside[0]], at[inside[-1]], tuple(roots),
        measure.smallest_difference(base), points,
    )  # fmt: skip


def _root(one: Assumption, pair: Pair, direction: str, differences: _Differences, left: float, right: float) -> Root:
    """Where the mean difference is nothing between two values at which its sign differs."""
    from scipy.optimize import brentq

    sign_left = differences.mean(left)
    value = float(
        brentq(differences.mean, left, right, xtol=PRECISE * (one.high - one.low), maxiter=MOST_STEPS, disp=False)
    )
    nearest = min(differences.seen, key=lambda seen: abs(seen - value))
    # Over the whole bracket: between values close to each other it jumps, as single customers change places.
    slope = (differences.mean(right) - differences.mean(left)) / (right - left)
    reach = mean_interval(differences.seen[nearest]).half_width / abs(slope)
    reach = one.high - one.low if math.isnan(reach) else reach
    more_is_better = direction == "more"
    before, after = (pair[1], pair[0]) if (sign_left > 0.0) == more_is_better else (pair[0], pair[1])
    low, high = (max(one.low, value - reach), min(one.high, value + reach))
    away = (value, one.high, -sign_left) if one.value <= value else (one.low, value, sign_left)
    clear = _wins(differences, *away)
    return Root(value, low, high, before, after, clear)


def _wins(differences: _Differences, low: float, high: float, sign: float) -> bool:
    """Whether the difference has this sign by more than chance at some value looked at in a range."""
    inside = [mean_interval(seen) for value, seen in differences.seen.items() if low <= value <= high]
    return any((interval.low if sign > 0 else -interval.high) > 0.0 for interval in inside)
