"""Run many cells, here or on a cluster (dask.distributed), with equal results.

What is finished is found again, equal cells run once, results come in the order of the cells.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from heapq import heapreplace
from math import ceil
from pathlib import Path
from typing import Any

from sim.comparison.sampling import Progress, in_order
from sim.exploring.cells.cell import Cell, CellResult, sources_hash, work_on
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
    results = {key: done for key, cell in unlike.items() if (done := kept.read(cell))}
    missing = [cell for key, cell in unlike.items() if key not in results]
    watch(len(results), len(unlike))
    if missing:
        for result in _in_threads(missing, kept) if cluster is None else on_cluster(missing, cluster, kept):
            results[result.cell.key] = result
            watch(len(results), len(unlike))
    return [replace(results[cell.key], cell=cell) for cell in cells]


def _in_threads(cells: Sequence[Cell], kept: Store) -> Iterator[CellResult]:
    processors = os.cpu_count() or 1
    at_once = cells_at_once([cell.replications for cell in cells], processors)

    def run(cell: Cell) -> CellResult:
        result = work_on(cell, threads=processors // at_once)
        kept.keep(result)
        return result

    yield from in_order(run, ((cell,) for cell in cells), at_once)


def cells_at_once(replications: Sequence[int], processors: int) -> int:
    """How many cells run at once, the processors shared out among them, so that few wait for the last one.

    replications: of every cell.
    """
    most = min(processors, len(replications))
    if len(replications) > MANY * processors:
        return most

    def time_taken(at_once: int) -> int:
        busy_until = [0] * at_once
        for one in replications:
            heapreplace(busy_until, busy_until[0] + ceil(one / (processors // at_once)))
        return max(busy_until)

    return min(range(1, most + 1), key=lambda at_once: (time_taken(at_once), -at_once))


LOCAL = "local"
MANY = 10  # cells a processor: one more or less is nothing
RETRIES = 3  # of a cell whose worker was lost
SECONDS_TO_CONNECT = 10


class ClusterError(Exception):
    """A cluster that cannot be used: missing, not reachable, or of another version. The text says what to do."""


@contextmanager
def at_hand(cluster: str | None) -> Iterator[str | None]:
    """Start local workers once for several calls of `run_cells`. Yields what to give them as `cluster`.

    cluster: as of `run_cells`; all but "local" is handed through. Raises ClusterError.
    """
    if cluster != LOCAL:
        yield cluster
        return
    with ExitStack() as stack:
        yield str(_client(LOCAL, stack).scheduler.address)


def on_cluster(cells: Sequence[Cell], address: str, kept: Store) -> Iterator[CellResult]:
    """Results as they come. Lost workers' cells go to others. Raises ClusterError."""
    with ExitStack() as stack:
        client = _client(address, stack)
        from distributed import KilledWorker, as_completed

        futures = client.map(
            _work, cells, sources=sources_hash(), key=[f"cell-{cell.key}" for cell in cells], retries=RETRIES
        )
        of_future = dict(zip(futures, cells, strict=True))
        for future in as_completed(futures):
            try:
                result = replace(future.result(), cell=of_future[future])
            except KilledWorker:
                raise ClusterError(
                    f"--cluster {address}: {RETRIES + 1} workers died of the same cell; is there memory enough?"
                ) from None
            kept.keep(result)
            yield result


def _work(cell: Cell, sources: str) -> CellResult:
    """On a worker: run a cell on one thread. Raises ClusterError where the worker's program is another one."""
    if sources_hash() != sources:
        raise ClusterError(
            "a worker runs another podsim, or other versions of NumPy, SciPy or Numba; install the same on all machines"
        )
    return work_on(cell, threads=1)


def check_cluster(address: str) -> None:
    """Raise ClusterError where a cluster cannot be used, before anything is run; no worker is started for it."""
    with ExitStack() as stack:
        if address == LOCAL:
            _installed(address)
        else:
            _client(address, stack)


def _installed(address: str) -> None:
    """Raises ClusterError where dask is missing."""
    try:
        import dask  # noqa: F401
        import distributed  # noqa: F401
    except ImportError:
        raise ClusterError(
            f"--cluster {address}: dask.distributed is not installed; pip install 'podsim[cluster]'"
        ) from None


def _client(address: str, stack: ExitStack) -> Any:
    _installed(address)
    import dask
    from distributed import Client, LocalCluster

    # A lost worker is no reason to give up a cell; one that loses every worker is.
    stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": RETRIES}))
    if address == LOCAL:
        local = LocalCluster(
            n_workers=os.cpu_count() or 1,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=50,  # critical only: a worker that is lost is replaced
        )
        return stack.enter_context(Client(stack.enter_context(local)))
    try:
        return stack.enter_context(Client(address, timeout=SECONDS_TO_CONNECT))
    except (OSError, ValueError, TimeoutError) as error:
        reason = " ".join(str(error).split())
        raise ClusterError(f"--cluster {address}: no scheduler answers there ({reason[:120]})") from None
