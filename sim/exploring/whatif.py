"""A small grid of what-ifs computed beforehand: what a leader may move with a slider, and see at once."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.sampling import Progress
from sim.exploring.cells import Cell, run_cells
from sim.exploring.worlds import shortened
from sim.scenario import changed
from sim.scenario.ledger import ledger

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

REPLICATIONS = 4
VOLUMES = (0.9, 1.0, 1.1)


@dataclass(frozen=True)
class Dial:
    """One slider. values: of each stop, ascending; today: number of the stop that is the scenario's own.

    changes: what the scenario is changed in at each stop.
    """

    name: str
    said: str
    values: tuple[float, ...]
    labels: tuple[str, ...]
    today: int
    changes: tuple[dict[str, float], ...]


@dataclass(frozen=True)
class WhatIf:
    """A grid of cells over all stops of all dials.

    samples: stops (a number per dial) -> column -> measure -> float64[R].
    """

    dials: tuple[Dial, ...]
    columns: tuple[str, ...]
    samples: dict[tuple[int, ...], dict[str, dict[str, np.ndarray]]]
    replications: int
    weeks: int

    @property
    def today(self) -> tuple[int, ...]:
        """Stops that are the scenario as it is."""
        return tuple(dial.today for dial in self.dials)


def whatif(
    scenario: Scenario,
    columns: Sequence[str],
    *,
    seed: int,
    replications: int = REPLICATIONS,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """Run every combination of the dials that matter in this scenario. Arguments as of `run_cells`."""
    short = shortened(scenario)
    dials = dials_of(short, columns)
    grid = list(itertools.product(*(range(len(dial.values)) for dial in dials)))
    cells = [
        Cell(
            changed(
                short, {k: v for dial, stop in zip(dials, stops, strict=True) for k, v in dial.changes[stop].items()}
            ),
            tuple(columns),
            seed,
            replications,
        )
        for stops in grid
    ]
    results = run_cells(cells, cluster=cluster, store=store, progress=progress)
    samples = {stops: result.samples for stops, result in zip(grid, results, strict=True)}
    return WhatIf(dials, tuple(columns), samples, replications, short.time.measured_weeks)


def dials_of(scenario: Scenario, columns: Sequence[str]) -> tuple[Dial, ...]:
    """Volume, wait after a handoff, and wrong first assignments, each as far as the scenario has it."""
    found = []
    if scenario.demand.replay is None:
        found.append(_volume(scenario))
    known = {one.name: one for one in ledger(scenario, columns)}
    pickups = [one for name, one in known.items() if name.startswith("policy.pickup_minutes.") and one.value > 0]
    if pickups:
        one = pickups[0]
        stops = sorted({0.0, one.value, min(one.high, max(120.0, 2 * one.value))})
        said = f"{one.name.split('.')[-1].capitalize()} lies after a handoff (minutes)"
        found.append(_dial(one, said, stops))
    if one := known.get("policy.misroute_share"):
        found.append(_dial(one, "First assignments that are wrong (share)", sorted({one.low, one.value, one.high})))
    return tuple(found)


def _volume(scenario: Scenario) -> Dial:
    own = scenario.demand.volume_factor
    values = tuple(own * factor for factor in VOLUMES)
    labels = tuple("as today" if factor == 1.0 else f"{factor - 1.0:+.0%}" for factor in VOLUMES)
    changes = tuple({} if factor == 1.0 else {"demand.volume_factor": own * factor} for factor in VOLUMES)
    return Dial("volume", "Customers", values, labels, VOLUMES.index(1.0), changes)


def _dial(one, said: str, stops: Sequence[float]) -> Dial:
    labels = tuple(f"{value:g}{' (today)' if value == one.value else ''}" for value in stops)
    changes = tuple({} if value == one.value else one.changes(value) for value in stops)
    return Dial(one.name, said, tuple(stops), labels, list(stops).index(one.value), changes)
