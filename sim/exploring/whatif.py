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
from sim.exploring.effort import affordable
from sim.exploring.worlds import shortened
from sim.scenario import changed
from sim.scenario.catalogue import SETTINGS
from sim.scenario.ledger import Assumption, ledger, possible

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

REPLICATIONS, FEWEST = 3, 2
VOLUME = "volume"
VOLUMES = (0.9, 1.0, 1.1)


@dataclass(frozen=True)
class Slider:
    """One slider. name: VOLUME, or of the assumption. values: of each stop, ascending.

    today: number of the stop that is the scenario's own. changes: what the scenario is changed in at each stop.
    """

    name: str
    values: tuple[float, ...]
    today: int
    changes: tuple[dict[str, float], ...]


@dataclass(frozen=True)
class WhatIf:
    """A grid of cells over all stops of all sliders.

    samples: stops (a number per slider) -> column -> measure -> float64[R]. worth_having: as of the scenario.
    """

    sliders: tuple[Slider, ...]
    columns: tuple[str, ...]
    samples: dict[tuple[int, ...], dict[str, dict[str, np.ndarray]]]
    replications: int
    weeks: int
    worth_having: dict[str, float]

    @property
    def today(self) -> tuple[int, ...]:
        """Stops that are the scenario as it is."""
        return tuple(slider.today for slider in self.sliders)


def whatif(
    scenario: Scenario,
    columns: Sequence[str],
    *,
    seed: int,
    replications: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """Run every combination of the sliders that matter in this scenario.

    replications: at most, by default REPLICATIONS; fewer where each is large. Other arguments as of `run_cells`.
    """
    short = shortened(scenario)
    sliders = sliders_of(short, columns)
    grid = list(itertools.product(*(range(len(slider.values)) for slider in sliders)))
    replications = affordable(short, replications or REPLICATIONS, FEWEST, len(grid))
    cells = [
        Cell(
            changed(
                short,
                {k: v for slider, stop in zip(sliders, stops, strict=True) for k, v in slider.changes[stop].items()},
            ),
            tuple(columns),
            seed,
            replications,
        )
        for stops in grid
    ]
    results = run_cells(cells, cluster=cluster, store=store, progress=progress)
    samples = {stops: result.samples for stops, result in zip(grid, results, strict=True)}
    return WhatIf(sliders, tuple(columns), samples, replications, short.time.measured_weeks, dict(short.worth_having))


def sliders_of(scenario: Scenario, columns: Sequence[str]) -> tuple[Slider, ...]:
    """Volume, wait after a handoff, and wrong first assignments, each as far as the scenario has it."""
    sliders = []
    if scenario.demand.replay is None:
        sliders.append(_volume(scenario))
    known = {one.name: one for one in ledger(scenario, columns)}
    pickups = [one for name, one in known.items() if name.startswith("policy.pickup_minutes.") and one.value > 0]
    wanted = []
    if pickups:
        one = pickups[0]
        wanted.append((one, {0.0, one.value, min(one.high, max(120.0, 2 * one.value))}))
    if misrouted := known.get("policy.misroute_share"):
        wanted.append((misrouted, {misrouted.low, misrouted.value, misrouted.high}))
    for one, values in wanted:
        stops = possible(scenario, one, sorted(values))
        if len(stops) > 1:
            sliders.append(_slider(one, stops))
    return tuple(sliders)


def _volume(scenario: Scenario) -> Slider:
    own = scenario.demand.volume_factor
    info = SETTINGS.listed("demand.volume_factor")
    assert info is not None
    factors = [factor for factor in VOLUMES if factor <= 1.0 or own * factor <= info.most]
    values = tuple(own * factor for factor in factors)
    changes = tuple({} if factor == 1.0 else {"demand.volume_factor": own * factor} for factor in factors)
    return Slider(VOLUME, values, factors.index(1.0), changes)


def _slider(one: Assumption, stops: Sequence[float]) -> Slider:
    changes = tuple({} if value == one.value else one.changes(value) for value in stops)
    return Slider(one.name, tuple(stops), list(stops).index(one.value), changes)
