"""Roads at other values of a scenario's settings: where a road stops being better, or paying back, or its rank changes.

Every value meets the same customers with the same luck, and each road is judged beside another in the same run. Money
is judged beside staying, by the horizon: a road has paid back where all that was gained by then is more than was spent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.comparison.intervals import Interval, mean_interval
from sim.comparison.sampling import Progress
from sim.comparison.usual import REPLICATIONS as MEASURED_OVER
from sim.comparison.words import word_of
from sim.exploring.axes import Axis, scenarios_of
from sim.exploring.cells import run_cells
from sim.exploring.effort import affordable
from sim.exploring.load import rests_on_way, today_of, ways_of
from sim.exploring.turning_points import Case, Flip, at_value, finer_of, points_of, within_scenarios
from sim.exploring.worlds import Pair, measure_in, shortened
from sim.measures import Measure
from sim.roads.cell import RoadCell
from sim.roads.loaded import LoadedRoad
from sim.roads.plan import columns_named
from sim.roads.results import at_the_end
from sim.scenario.ledger import Assumption, ledger
from sim.scenario.scenario_settings import Scenario

MONEY = Measure(
    "money", "thousand", "Thousands gained beside staying less what was spent, by the horizon; kept customers apart",
    "more", smallest=0.0, relative=False,
)  # fmt: skip
TIME = "resolution_minutes"
CLOSELY = 3  # assumptions that are looked at closely, of those looked at once
POINTS, BETWEEN = 3, 1  # values over a range, its ends included, and further ones where the word changes
REPLICATIONS, FEWEST = 3, 2
SHORTEST = 26  # weeks, where something is looked at once
# Replications over which it is measured what is usual at a value: looked at closely, and once. All values have the same
# luck, so that what they differ by is not that.
MEASURED_CLOSELY, MEASURED_ONCE = 3, 1

Samples = Mapping[str, Mapping[str, np.ndarray]]  # road -> measure -> float64[R]


@dataclass(frozen=True)
class Asked:
    """What is asked of roads. scenario: slowed. roads: the first one stays. measures: MONEY, or measured by week.

    store: as of `run_cells`.
    """

    scenario: Scenario
    roads: tuple[LoadedRoad, ...]
    measures: tuple[str, ...]
    seed: int
    store: Path | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Of the roads."""
        return tuple(one.road.name for one in self.roads)

    def measure(self, name: str) -> Measure:
        """The measure, with the scenario's smallest difference worth having."""
        return MONEY if name == MONEY.name else measure_in(self.scenario, name)

    def replications(self, wanted: int | None = None) -> int:
        """At each value, by default fewer where runs are large."""
        return wanted or affordable(self.scenario, REPLICATIONS, FEWEST, 6 * len(self.roads))


def samples_at(
    asked: Asked,
    scenarios: Sequence[Scenario],
    replications: int,
    progress: Progress | None = None,
    measured_over: int = MEASURED_OVER,
) -> list[Samples]:
    """What comes of the roads in each scenario, in its last weeks.

    measured_over: replications over which it is measured what is usual. Raises ScenarioError, DataError.
    """
    cells = [
        RoadCell(one, asked.names, asked.seed, replications, roads=asked.roads, measured_over=measured_over)
        for one in scenarios
    ]
    results = run_cells(cells, store=asked.store, progress=progress)
    return [{road: _values(asked, weekly) for road, weekly in one.samples.items()} for one in results]


def _values(asked: Asked, weekly: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """weekly: of a road, as of a RoadCell."""
    return {
        name: weekly["balance"][:, -1] / 1000.0 if name == MONEY.name else at_the_end(weekly[name])
        for name in asked.measures
    }


# --- turning points -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoadTurns:
    """What was found. flips: of the assumptions looked at closely. once: of all others, what was looked at once.

    replications: at every value that was looked at closely.
    """

    asked: Asked
    flips: tuple[Flip, ...]
    once: tuple[tuple[Assumption, float], ...]
    replications: int


@dataclass
class _Counted:
    """Progress over several looks, of which the first ones are known beforehand."""

    progress: Progress | None
    total: int
    done: int = 0

    def look(self, runs: int) -> Progress:
        """Of the next look, at scenarios of as many runs each."""
        before = self.done
        self.done += runs
        self.total = max(self.total, self.done)

        def watch(done: int, scenarios: int) -> None:
            if self.progress is not None:
                self.progress(before + runs * done // max(scenarios, 1), self.total)

        return watch


def runs_needed(asked: Asked, over: Sequence[Assumption] | None, replications: int) -> int:
    """Runs of one road each that are known beforehand; some more follow between values where a word changes."""
    once = 0 if over is not None else 1 + len(candidates(asked.scenario, asked.roads))
    closely = CLOSELY if over is None else len(over)
    return len(asked.roads) * (once + replications * (1 + closely * (POINTS - 1)))


def candidates(scenario: Scenario, roads: Sequence[LoadedRoad]) -> tuple[Assumption, ...]:
    """Assumptions that are looked at once, where nobody names any: those of what changes over weeks."""
    found = (within_scenarios(scenario, one) for one in ledger(scenario, columns_named(roads)) if one.swept)
    return tuple(one for one in found if one is not None and one.keys[0].startswith("over_time."))


def road_flips(
    asked: Asked,
    pairs: Sequence[Pair],
    *,
    over: Sequence[Assumption] | None = None,
    replications: int | None = None,
    progress: Progress | None = None,
) -> RoadTurns:
    """Where an assumption turns what roads come to, second minus first; money beside staying alone.

    over: by default the CLOSELY `candidates` that move the difference most, by one run each of half the weeks at the
    end of the range that is farther from today's value: of the first pair, in the first measure. Raises ScenarioError,
    DataError.
    """
    count = asked.replications(replications)
    counted = _Counted(progress, runs_needed(asked, over, count))
    once: tuple[tuple[Assumption, float], ...] = ()
    if over is None:
        once = _looked_once(asked, pairs[0], counted)
        over = [one for one, _ in once[:CLOSELY]]
    ways = {one: ways_of(asked.scenario) if rests_on_way(one) else ("",) for one in over}
    cases = [Case(one, way) for one in over for way in ways[one]]
    today = today_of(tuple(asked.scenario.formations))

    def closely(scenarios: Sequence[Scenario], watch: Progress) -> list[Samples]:
        return samples_at(asked, scenarios, count, watch, MEASURED_CLOSELY)

    def look(wanted: Sequence[tuple[Case, float]]) -> None:
        scenarios = [at_value(asked.scenario, case, value, today) for case, value in wanted]
        watch = counted.look(len(scenarios) * count * len(asked.roads))
        for (case, value), found in zip(wanted, closely(scenarios, watch), strict=True):
            case.seen[value] = _plain(found)

    (own,) = closely([asked.scenario], counted.look(count * len(asked.roads)))
    for case in cases:
        case.seen[case.assumption.value] = _plain(own)
    look([(case, value) for case in cases for value in points_of(case.assumption, POINTS) if value not in case.seen])
    judged = [asked.measure(name) for name in asked.measures]
    look([(case, value) for case in cases for value in _finer(case, pairs, judged)])
    questions = [(p, m) for p in pairs for m in judged if m is not MONEY or p[0] == asked.names[0]]
    flips = tuple(case.flip(pair, measure) for pair, measure in questions for case in cases)
    return RoadTurns(asked, flips, once, count)


def _plain(samples: Samples) -> dict[str, dict[str, np.ndarray]]:
    return {road: dict(values) for road, values in samples.items()}


def _finer(case: Case, pairs: Sequence[Pair], measures: Sequence[Measure]) -> list[float]:
    """Where the word of any of the questions changes."""
    return sorted({value for one in measures for value in finer_of(case, pairs, one, BETWEEN)})


def _looked_once(asked: Asked, pair: Pair, counted: _Counted) -> tuple[tuple[Assumption, float], ...]:
    """(assumption, how far the difference moves at one end of its range), the largest first."""
    known = candidates(asked.scenario, asked.roads)
    short = shortened(asked.scenario, max(SHORTEST, asked.scenario.time.measured_weeks // 2))
    far = [one.low if one.value - one.low > one.high - one.value else one.high for one in known]
    scenarios = [short] + [at_value(short, Case(one, ""), value, "") for one, value in zip(known, far, strict=True)]
    watch = counted.look(len(scenarios) * len(asked.roads))
    found = samples_at(asked, scenarios, 1, watch, MEASURED_ONCE)
    name = asked.measures[0]
    own, *others = (float((one[pair[1]][name] - one[pair[0]][name])[0]) for one in found)
    moved = zip(known, (abs(other - own) for other in others), strict=True)
    return tuple(sorted(moved, key=lambda one: -one[1] if np.isfinite(one[1]) else 0.0))


# --- sweeps -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoadPoint:
    """One combination of values, one per axis. means, difference: of the first measure. own: the scenario as it is.

    word, reason: of the second road against the first. money: of the second road beside staying, in thousands.
    """

    values: tuple[object, ...]
    own: bool
    means: tuple[float, float]
    difference: Interval
    smallest: float
    word: str
    reason: str
    money: Interval


@dataclass(frozen=True)
class RoadSweep:
    """A road beside another under every combination of values."""

    asked: Asked
    axes: tuple[Axis, ...]
    pair: Pair
    replications: int
    points: tuple[RoadPoint, ...]


def road_sweep(
    asked: Asked,
    axes: Sequence[Axis],
    pair: Pair,
    *,
    replications: int | None = None,
    progress: Progress | None = None,
) -> RoadSweep:
    """Two roads under every combination of values. Raises ScenarioError, AxisError, DataError."""
    count = asked.replications(replications)
    combinations = scenarios_of(asked.scenario, axes)
    watch = _Counted(progress, 0).look(len(combinations) * count * len(asked.roads))
    found = samples_at(asked, [made for _, made in combinations], count, watch)
    points = [
        _point(asked, pair, values, made == asked.scenario, one)
        for (values, made), one in zip(combinations, found, strict=True)
    ]
    return RoadSweep(asked, tuple(axes), pair, count, tuple(points))


def _point(asked: Asked, pair: Pair, values: tuple[object, ...], own: bool, found: Samples) -> RoadPoint:
    measure = asked.measure(asked.measures[0])
    first, second = (found[road][measure.name] for road in pair)
    difference = mean_interval(second - first)
    smallest = measure.smallest_difference(float(first.mean()))
    word, reason = word_of(difference.low, difference.high, smallest, measure.direction)
    means = (float(first.mean()), float(second.mean()))
    money = mean_interval(found[pair[1]][MONEY.name])
    return RoadPoint(values, own, means, difference, smallest, word, reason, money)
