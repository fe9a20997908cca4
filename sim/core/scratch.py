"""Tables that a replication fills and nobody reads afterwards: kept for the next one, as fresh memory costs more.

The system hands out memory page by page as it is first touched; at 30 MB a replication that took as long as a third
of the simulation itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

import numpy as np

MOST_BYTES = 64_000_000  # of a table that is kept


class Scratch:
    """Tables by name, each as large as it ever had to be. Not shared between threads."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._kept: dict[str, np.ndarray] = {}

    def table(self, name: str, rows: int, dtype: np.dtype) -> np.ndarray:
        """A table with whatever is in it, dtype[rows or more]. What was in a shorter one stays."""
        kept = self._kept.get(name)
        if kept is None or kept.size < rows:
            table = np.empty(rows, dtype=dtype)
            if kept is not None:
                table[: kept.size] = kept
            self._kept[name] = kept = table
        return kept

    def forget_large(self) -> None:
        """Give back what only a very large replication needs."""
        self._kept = {name: table for name, table in self._kept.items() if table.nbytes <= MOST_BYTES}

    def enlarge(self, name: str) -> None:
        """Twice as many rows as there were."""
        kept = self._kept[name]
        self.table(name, 2 * kept.size, kept.dtype)


_IDLE: SimpleQueue[Scratch] = SimpleQueue()


@contextmanager
def scratch() -> Iterator[Scratch]:
    """A Scratch that no other thread has meanwhile."""
    try:
        mine = _IDLE.get_nowait()
    except Empty:
        mine = Scratch()
    try:
        yield mine
    finally:
        mine.forget_large()
        _IDLE.put(mine)
