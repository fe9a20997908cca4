"""One cell, and what it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path

import numpy as np

from sim.comparison.doubts import HorizonSamples
from sim.comparison.results import MeasuredColumns
from sim.comparison.sampling import Sampler
from sim.comparison.usual import prepare_today
from sim.scenario import scenario_hash
from sim.scenario.scenario_settings import Scenario

Label = str | int | float | bool


@dataclass(frozen=True)
class Cell:
    """One comparison of many.

    columns: names in `scenario.formations`. replications: how many, from number `first` on. labels: what the cell
    stands for in a table; no part of its key. by_channel: also measures by channel and by function. detail: these, and
    what makes a winner doubtful: resolution time under other H, felt empathy at other levels.
    """

    scenario: Scenario
    columns: tuple[str, ...]
    seed: int
    replications: int
    labels: Mapping[str, Label] = field(default_factory=dict)
    detail: bool = False
    first: int = 0
    by_channel: bool = False

    @cached_property
    def key(self) -> str:
        """Hash of all that decides the numbers: scenario with its data, columns, seed, replications, first, program."""
        decides = [
            scenario_hash(self.scenario),
            *self.columns,
            self.seed,
            self.replications,
            self.first,
            self.detail,
            self.by_channel,
            sources_hash(),
        ]
        return hashlib.sha256("\n".join(map(str, decides)).encode()).hexdigest()

    def work(self, threads: int | None) -> CellResult:
        """Run it in this process, on so many threads (None: all processors)."""
        prepared = prepare_today(self.scenario, self.columns, seed=self.seed)
        sampler = Sampler(
            prepared, seed=self.seed, engine="core", threads=threads,
            detail=self.detail, by_channel=self.by_channel, first=self.first,
        )  # fmt: skip
        sampler.extend_to(self.replications)
        return CellResult(self, sampler.samples, sampler.horizons, sampler.by_anchor)


@dataclass(frozen=True)
class CellResult:
    """samples: column -> measure (by channel also "measure@channel", "measure/function") -> float64[R], or [R, weeks].

    horizons, by_anchor: with detail, resolution time under other H and felt empathy at other levels.
    """

    cell: Cell
    samples: dict[str, dict[str, np.ndarray]]
    horizons: HorizonSamples = field(default_factory=HorizonSamples)
    by_anchor: dict[str, np.ndarray] = field(default_factory=dict)


def work_on(cell: Cell, threads: int | None = 1) -> CellResult:
    """Run a cell, of whatever kind, in this process."""
    return cell.work(threads)


def compared(result: CellResult, columns: Sequence[str] | None = None) -> MeasuredColumns:
    """The columns of a cell, or some of them in another order, judged as `podsim compare` does."""
    cell = result.cell
    return MeasuredColumns(
        scenario=cell.scenario,
        seed=cell.seed,
        columns=tuple(columns or cell.columns),
        replication_count=cell.replications,
        samples=result.samples,
        horizons=result.horizons,
        by_anchor=result.by_anchor,
    )


# Folders whose code has a part in a value of a cell. What is said of values (words, reports) has none.
FOLDERS = (
    "foundation", "scenario", "data", "demand", "formation", "rules", "records", "process", "core", "measures",
    "comparison", "exploring/cells", "roads",
)  # fmt: skip
PACKAGES = ("numpy", "scipy", "numba", "llvmlite")


@cache
def sources_hash() -> str:
    """Hash of the sources and versions on which every cell rests, 64 hexadecimal digits."""
    package = Path(__file__).resolve().parents[2]
    files = [file for folder in FOLDERS for file in (package / folder).rglob("*.py")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(package).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    digest.update("\n".join(f"{name} {version(name)}" for name in PACKAGES).encode())
    return digest.hexdigest()
