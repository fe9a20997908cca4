"""Plausible worlds: every assumption without a source varied at once, and who is better in each world.

A world costs as much as a comparison, so each has few replications of few weeks (`shared_luck`). Load is one of the
assumptions: whatever else a world is, every function is offered that load, in half of the replications by the number of
customers and in the other half by the work per need (`load`). A sign that depends on which of them is not settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.sampling import Progress
from sim.comparison.statistics import pairs_of
from sim.exploring.cells import Cell, run_cells
from sim.exploring.effort import affordable
from sim.exploring.load import today_of, ways_of, with_values_at_load
from sim.exploring.plausibility import Plausibility, plausibility_of
from sim.exploring.shared_luck import (
    REPLICATIONS,
    Samples,
    WorldDifferences,
    differences_over_worlds,
    drawn_for,
    pool_of,
)
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
    departments are as the evidence says. ways: in which load was held. pool: replications of which each world had two.
    weeks: measured ones of each.
    """

    assumptions: tuple[Assumption, ...]
    values: np.ndarray
    differences: Mapping[Pair, Mapping[str, WorldDifferences]]
    refused: int
    plausibility: Plausibility
    ways: tuple[str, ...]
    pool: int
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


@dataclass(frozen=True)
class _Ran:
    """What came out of every world. ways, numbers: int64[R] each, how load was held and which replication it was."""

    samples: list[Samples]
    ways: list[np.ndarray]
    numbers: list[np.ndarray]


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
    pool = pool_of(len(made))
    ran, own = _run(made, short, used, today, pool, seed, cluster=cluster, store=store, progress=progress)
    measures = _measures(short)
    judged = partial(differences_over_worlds, ran.samples, ran.ways, ran.numbers, kept)
    return Worlds(
        assumptions=assumptions,
        values=kept,
        differences={pair: {one.name: judged(pair, one) for one in measures} for pair in pairs},
        refused=wanted - len(made),
        plausibility=plausibility_of(short, own, ran.samples, ran.numbers, today),
        ways=ways_of(short),
        pool=pool,
        weeks=short.time.measured_weeks,
        seed=seed,
    )


def _run(
    worlds: Sequence[Sequence[Scenario]],
    short: Scenario,
    columns: tuple[str, ...],
    today: str,
    pool: int,
    seed: int,
    **options: object,
) -> tuple[_Ran, Samples]:
    """Run every world in its replications, the ways of holding load in turn; and today's column of the scenario itself
    in the whole pool, as it has to be known well. worlds: of each, the scenario in every way. options: as of
    `run_cells`.
    """
    own = Cell(short, (today,), seed, pool, by_channel=True)
    cells = [
        Cell(ways[turn % len(ways)], columns, seed, 1, first=number, by_channel=True)
        for world, ways in enumerate(worlds)
        for turn, number in enumerate(drawn_for(world, pool))
    ]
    first, *results = run_cells([own, *cells], **options)  # type: ignore[arg-type]
    of_world = [results[start : start + REPLICATIONS] for start in range(0, len(results), REPLICATIONS)]
    samples: list[Samples] = [
        {
            column: {name: np.concatenate([one.samples[column][name] for one in each]) for name in known}
            for column, known in each[0].samples.items()
        }
        for each in of_world
    ]
    ways_met = [np.arange(REPLICATIONS) % len(ways) for ways in worlds]
    numbers = [np.array(drawn_for(world, pool)) for world in range(len(worlds))]
    return _Ran(samples, ways_met, numbers), first.samples


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
    count = affordable(shortened(scenario), WORLDS, 1, REPLICATIONS)
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
