"""Cells on dask.distributed: worker processes of this machine, or of many."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.exploring.cells.cell import Cell, CellResult, sources_hash, work_on

if TYPE_CHECKING:
    from sim.exploring.cells.store import Store

LOCAL = "local"
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


def _client(address: str, stack: ExitStack) -> Any:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise ClusterError(
            f"--cluster {address}: dask.distributed is not installed; pip install 'podsim[cluster]'"
        ) from None
    # A lost worker is no reason to give up a cell; one that loses every worker is.
    stack.enter_context(_setting(dask, {"distributed.scheduler.allowed-failures": RETRIES}))
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
        said = " ".join(str(error).split())
        raise ClusterError(f"--cluster {address}: no scheduler answers there ({said[:120]})") from None


def _setting(dask: Any, values: dict[str, Any]) -> AbstractContextManager:
    return dask.config.set(values)
