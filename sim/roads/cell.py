"""Roads as a cell of an experiment: run here or on a cluster, kept and found again, week by week."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.comparison.usual import REPLICATIONS
from sim.exploring.cells import Cell, CellResult
from sim.measures.money import cumulative, payback_weeks
from sim.roads.loaded import LoadedRoad
from sim.roads.results import Travelled
from sim.roads.running import walked

Samples = dict[str, dict[str, np.ndarray]]


@dataclass(frozen=True)
class RoadCell(Cell):
    """A scenario that is `slowed`, and roads in it. columns: their names, the one that others are beside first.

    measured_over: replications over which it is measured what is usual.
    """

    roads: tuple[LoadedRoad, ...] = ()
    measured_over: int = REPLICATIONS

    @cached_property
    def key(self) -> str:
        """Hash of all that decides the numbers: those of a cell, and the roads."""
        decides = [super().key, str(self.measured_over), *(road.text for road in self.roads)]
        return hashlib.sha256("\n".join(decides).encode()).hexdigest()

    def work(self, threads: int | None) -> CellResult:
        """Run it in this process. samples: road -> measure -> float64[R, W]."""
        found = walked(
            self.scenario, self.roads, replications=self.replications, seed=self.seed, first=self.first,
            threads=threads, measured_over=self.measured_over,
        )  # fmt: skip
        return CellResult(self, {name: {**one.weekly, **_money(one)} for name, one in found.items()})


def _money(one: Travelled) -> dict[str, np.ndarray]:
    """Money until the end of every week, float64[R, W]."""
    flows = one.flows()
    weeks = np.arange(1, flows.shape[1] + 1)
    return {
        "spent": np.cumsum(one.spent, axis=1),
        "gained": cumulative(one.gain.cashable),
        "balance": cumulative(flows),
        "paid_back": (payback_weeks(flows)[:, None] <= weeks).astype(np.float64),
    }


def taken_over(samples: Samples, first: int, last: int) -> Samples:
    """Means over a window of weeks: road -> measure -> float64[R]; nan where no week of it has a value.

    samples: of a RoadCell. first, last: weeks of the road, from 0, both included.
    """
    found = {
        road: {measure: _mean(values[:, first : last + 1]) for measure, values in measures.items()}
        for road, measures in samples.items()
    }
    beside = next(iter(found.values()))["resolution_minutes"]
    for measures in found.values():
        measures["worse_off"] = (measures["resolution_minutes"] > beside).astype(np.float64)
    return found


def _mean(values: np.ndarray) -> np.ndarray:
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
