"""Tables that a replication fills and nobody reads afterwards: kept for the next one, as fresh memory costs more.

The system hands out memory page by page as it is first touched; at 30 MB a replication that took as long as a third
of the simulation itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue

import numpy as np


class Scratch:
    """Tables by name, each as large as it ever had to be. Not shared between threads."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._kept: dict[str, np.ndarray] = {}

    def zeros(self, name: str, size: int, dtype: np.dtype) -> np.ndarray:
        """A table of zeros, valid until the next call with this name. Returns dtype[size]."""
        table = self.blank(name, size, dtype)
        table.view(np.uint8)[:] = 0
        return table

    def blank(self, name: str, size: int, dtype: np.dtype) -> np.ndarray:
        """The same with whatever was there before."""
        kept = self._kept.get(name)
        if kept is None or kept.dtype != dtype or kept.size < size:
            kept = self._kept[name] = np.zeros(size, dtype=dtype)
        return kept[:size]


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
        _IDLE.put(mine)
