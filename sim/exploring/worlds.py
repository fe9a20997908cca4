"""Plausible worlds: every assumption without a source varied at once, and who is better in each world.

A world costs as much as a comparison, so each has few replications of few weeks (`looks`). Load is one of the
assumptions: whatever else a world is, every function is offered that load, in half of the replications by the number of
customers and in the other half by the work per need (`load`). A sign that depends on which of them is not settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.sampling import Progress
from sim.comparison.statistics import pairs_of
from sim.comparison.words import NOT_SETTLED
from sim.exploring.cells import Cell, CellResult, run_cells
from sim.exploring.effort import affordable
from sim.exploring.load import today_of, ways_of, with_values_at_load
from sim.exploring.looks import LOOKS, Samples, WorldDifferences, differences_over_worlds
from sim.exploring.plausibility import Plausibility, plausibility_of
from sim.measures import AT, PRIMARY, Measure, measure_of, with_worth_having
from sim.scenario import ScenarioError, changed
from sim.scenario.ledger import Assumption, ledger

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

WORLDS, FEWEST = 120, 60
MEASURED_WEEKS = 2
QUESTION = "resolution_minutes"
WIDE = 10.0  # a range of more than so many times is drawn by its logarithm
Pair = tuple[str, str]


@dataclass(frozen=True)
class Worlds:
    """n worlds: assumptions, their values float64[n, k], and what came out: pair -> measure -> WorldDifferences.

    refused: worlds whose values contradict each other, which are counted and left out. plausibility: whether today's
    departments are as the evidence says. ways: in which load was held. gone_on: worlds that had the second look.
    weeks: measured ones of each.
    """

    assumptions: tuple[Assumption, ...]
    values: np.ndarray
    differences: Mapping[Pair, Mapping[str, WorldDifferences]]
    refused: int
    plausibility: Plausibility
    ways: tuple[str, ...]
    gone_on: int
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


class _Run:
    """Runs worlds, look by look. samples, ways: of each world, what is known so far."""

    def __init__(self, worlds: Sequence[Sequence[Scenario]], columns: tuple[str, ...], seed: int, **options: object):
        """worlds: of each, the scenario in every way. options: as of `run_cells`."""
        self._worlds, self._columns, self._seed, self._options = worlds, columns, seed, options
        self.samples: list[dict[str, dict[str, np.ndarray]]] = [{} for _ in worlds]
        self.ways: list[np.ndarray] = [np.zeros(0, dtype=int) for _ in worlds]

    def extend(self, which: Sequence[int], first: int, until: int) -> None:
        """Replications from `first` up to `until` of some worlds, shared out evenly over the ways."""
        places, cells = [], []
        for world in which:
            ways = self._worlds[world]
            bounds = [first + (until - first) * way // len(ways) for way in range(len(ways) + 1)]
            for way, scenario in enumerate(ways):
                size = bounds[way + 1] - bounds[way]
                cells.append(Cell(scenario, self._columns, self._seed, size, first=bounds[way], by_channel=True))
                places.append((world, way))
        results = run_cells(cells, **self._options)  # type: ignore[arg-type]
        for (world, way), result in zip(places, results, strict=True):
            self._add(world, way, result)

    def _add(self, world: int, way: int, result: CellResult) -> None:
        before, new = self.samples[world], result.samples
        self.samples[world] = {
            column: {
                name: np.concatenate([before[column][name], values]) if before else values
                for name, values in sample.items()
            }
            for column, sample in new.items()
        }
        self.ways[world] = np.concatenate([self.ways[world], np.full(result.cell.replications, way)])


def plausible_worlds(
    scenario: Scenario,
    columns: Sequence[str],
    *,
    seed: int,
    pairs: Sequence[Pair] | None = None,
    worlds: int | None = None,
    drawn_with: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Worlds:
    """Run worlds drawn by a Latin hypercube over all assumptions that are swept.

    pairs: compared, by default those of the columns; what else there is of columns is not run. worlds: at least 1, by
    default `worlds_of`, or FEWEST where that is 0. drawn_with: seed of the values, by default that of the customers.
    Others as of `run_cells`.
    """
    short, pairs = shortened(scenario), tuple(pairs or pairs_of(tuple(columns)))
    today = today_of(columns)
    used = tuple(column for column in columns if column == today or any(column in pair for pair in pairs))
    assumptions = tuple(one for one in ledger(short, used) if one.swept)
    wanted = worlds or worlds_of(scenario) or FEWEST
    made, kept = _worlds_at(
        short, assumptions, hypercube(assumptions, wanted, seed if drawn_with is None else drawn_with), today
    )
    options = {"cluster": cluster, "store": store, "progress": progress}
    run = _Run([*made, [short]], used, seed, **options)  # the last one is the scenario as it is
    run.extend(range(len(made) + 1), 0, LOOKS[0])
    measures = _measures(short)
    answers = _judged(run, len(made), pairs, measures)
    again = _open(answers, len(made))
    run.extend([*again, len(made)], *LOOKS)
    own, samples = run.samples[-1], run.samples[:-1]
    return Worlds(
        assumptions=assumptions,
        values=kept,
        differences=_judged(run, len(made), pairs, measures) if again else answers,
        refused=wanted - len(made),
        plausibility=plausibility_of(short, own, samples, today),
        ways=ways_of(short),
        gone_on=len(again),
        weeks=short.time.measured_weeks,
        seed=seed,
    )


def _worlds_at(
    scenario: Scenario, assumptions: Sequence[Assumption], drawn: np.ndarray, today: str
) -> tuple[list[list[Scenario]], np.ndarray]:
    """Of each world its scenario in every way, and the values; without worlds that contradict themselves."""
    made, kept = [], []
    for row in drawn:
        values = dict(zip(assumptions, row.tolist(), strict=True))
        try:
            made.append([with_values_at_load(scenario, values, way, today) for way in ways_of(scenario)])
        except ScenarioError:
            continue
        kept.append(row)
    return made, np.array(kept).reshape(len(kept), len(assumptions))


def _judged(
    run: _Run, count: int, pairs: Sequence[Pair], measures: Sequence[Measure]
) -> dict[Pair, dict[str, WorldDifferences]]:
    samples: Sequence[Samples] = run.samples[:count]
    return {
        pair: {one.name: differences_over_worlds(samples, run.ways[:count], pair, one) for one in measures}
        for pair in pairs
    }


def _open(answers: Mapping[Pair, Mapping[str, WorldDifferences]], count: int) -> list[int]:
    """Worlds in which the question is not settled for some pair."""
    return [
        world for world in range(count) if any(row[QUESTION].words[world] == NOT_SETTLED for row in answers.values())
    ]


def _measures(scenario: Scenario) -> tuple[Measure, ...]:
    """The primary measures, and the question by channel."""
    channels = scenario.demand.channels if len(scenario.demand.channels) > 1 else ()
    return tuple(measure_in(scenario, name) for name in (*PRIMARY, *(f"{QUESTION}@{name}" for name in channels)))


def measure_in(scenario: Scenario, name: str) -> Measure:
    """A measure, or one of a channel ("measure@channel"), with the scenario's smallest difference worth having."""
    worth = with_worth_having(measure_of(name.partition(AT)[0]), scenario.worth_having)
    return replace(worth, name=name)


def worlds_of(scenario: Scenario) -> int:
    """Worlds by default: WORLDS, fewer where each of them is large, and 0 where fewer than FEWEST can be afforded."""
    count = affordable(shortened(scenario), WORLDS, 1, LOOKS[0])
    return count if count >= FEWEST else 0


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
