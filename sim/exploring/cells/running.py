"""Run many cells: what is finished is found again, equal cells run once, results come in the order of the cells."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sim.comparison.sampling import Progress, in_order
from sim.exploring.cells.cell import Cell, CellResult, work_on
from sim.exploring.cells.cluster import on_cluster
from sim.exploring.cells.store import Store


def run_cells(
    cells: Sequence[Cell],
    *,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> list[CellResult]:
    """Results of the cells, in their order; the same numbers wherever they run and however many at once.

    cluster: None for threads of this process, "local" for worker processes of this machine, or the address of a
    dask.distributed scheduler. store: folder in which every cell is kept as soon as it is finished, and found on the
    next call; whoever breaks off loses only the cells under way. progress: told (cells done, cells in all).
    Raises ClusterError, ScenarioError, DataError, OSError where the store cannot be written.
    """
    watch = progress or (lambda done, total: None)
    kept = Store(store)
    unlike = {cell.key: cell for cell in cells}
    results = {key: found for key, cell in unlike.items() if (found := kept.read(cell))}
    missing = [cell for key, cell in unlike.items() if key not in results]
    watch(len(results), len(unlike))
    if missing:
        for result in _in_threads(missing, kept) if cluster is None else on_cluster(missing, cluster, kept):
            results[result.cell.key] = result
            watch(len(results), len(unlike))
    return [replace(results[cell.key], cell=cell) for cell in cells]


def _in_threads(cells: Sequence[Cell], kept: Store) -> Iterator[CellResult]:
    """One cell per thread; few cells share the processors out among them."""
    processors = os.cpu_count() or 1
    at_once = min(processors, len(cells))

    def run(cell: Cell) -> CellResult:
        result = work_on(cell, threads=max(1, processors // at_once))
        kept.keep(result)
        return result

    yield run(cells[0])  # alone, as the core may have to be compiled
    yield from in_order((partial(run, cell) for cell in cells[1:]), at_once)
