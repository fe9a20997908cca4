"""What commands share that run many cells: where finished ones are kept, how long it takes, how to go on."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.exits import Kept
from sim.cli.output import note, progress

if TYPE_CHECKING:
    from sim.comparison.sampling import Progress
    from sim.exploring.cells import Cell

PROBED = 2  # replications by which the time of a cell is estimated
GAIN = 0.6  # of every further processor: threads share Python's lock; 20 small cells took 8.1 s on one, 4.8 s on two


def kept_cells(out: Path) -> Path:
    """Folder of finished cells beside the results."""
    return out / ".cells"


@contextmanager
def resumable(store: Path) -> Iterator[None]:
    """On Ctrl-C say what is kept, and how to go on. Raises Kept; KeyboardInterrupt where nothing is."""
    try:
        yield
    except KeyboardInterrupt:
        from sim.exploring.cells.store import Store
        from sim.scenario.problems import count_of

        if not (done := Store(store).count()):
            raise
        kept = f"{count_of(done, 'finished cell')} {'is' if done == 1 else 'are'} kept in {store}"
        raise Kept(f"{kept}; the same command goes on from there") from None


@contextmanager
def running(title: str, out: Path, quiet: bool) -> Iterator[Progress | None]:
    """Progress of many cells, which are `resumable`; those that were found damaged are named."""
    from sim.exploring.cells.store import Store

    store = kept_cells(out)
    before = Store(store).damaged()
    try:
        with resumable(store), progress(title, quiet) as watch:
            yield watch
    finally:
        for name in sorted(Store(store).damaged() - before):
            note(f"podsim: {store / name} was not as it was written, and is computed anew")


def say_size(cells: Sequence[Cell], store: Path, cluster: str | None, quiet: bool) -> None:
    """How many cells there are, how many are finished, and about how long the others take here."""
    from sim.exploring.cells.store import Store
    from sim.roads.cell import RoadCell
    from sim.scenario.problems import count_of

    kept, unlike = Store(store), {cell.key: cell for cell in cells}
    missing = [cell for cell in unlike.values() if not kept.has(cell)]
    finished = len(unlike) - len(missing)
    text = f"{count_of(len(unlike), 'cell')} of {_kinds(list(unlike.values()))}"
    if finished:
        text += f"; {finished} are found in {store}"
    # A road is as long as many cells: what a few replications of one take would have to be waited for.
    if len(missing) > 1 and not quiet and not any(isinstance(cell, RoadCell) for cell in missing):
        with resumable(store):
            text += f"; about {_time_words(_seconds(missing, cluster))}{_where(cluster)}"
    note(text, quiet)


def _kinds(cells: Sequence[Cell]) -> str:
    replications = sorted({cell.replications for cell in cells})
    columns = sorted({len(cell.columns) for cell in cells})
    return f"{_span(columns)} column{'s' if columns[-1] > 1 else ''} and {_span(replications)} replications"


def _span(numbers: Sequence[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"


def _seconds(cells: Sequence[Cell], cluster: str | None) -> float:
    """By the pace of one cell of them: what it costs to begin one, and every replication."""
    cell = cells[len(cells) // 2]
    _timed(cell, 1)  # has everything compiled and in memory
    one, more = _timed(cell, 1), _timed(cell, 1 + PROBED)
    each = max(0.0, more - one) / PROBED / len(cell.columns)
    begin = max(0.0, one / len(cell.columns) - each)
    work = sum((begin + each * one.replications) * len(one.columns) for one in cells)
    processors = min(os.cpu_count() or 1, len(cells)) if cluster in (None, "local") else 1
    return work / (1.0 + GAIN * (processors - 1))


def _timed(cell: Cell, replications: int) -> float:
    from sim.exploring.cells.cell import work_on

    started = time.monotonic()
    work_on(replace(cell, replications=replications))
    return time.monotonic() - started


def _where(cluster: str | None) -> str:
    if cluster is None:
        return f" on {os.cpu_count() or 1} processors"
    return f" on {os.cpu_count() or 1} workers" if cluster == "local" else " on one worker"


def _time_words(seconds: float) -> str:
    if seconds < 100.0:
        return f"{max(1.0, seconds):.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} h"
