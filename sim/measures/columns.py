"""Rows with many fields -> one array per field: a measure reads a few of them, and all of each."""

from __future__ import annotations

import numpy as np

CHUNK = 8192  # rows that fit a processor's cache while their fields are taken apart


class Columns:
    """The fields of m rows by name, each contiguous."""

    def __init__(self, rows: np.ndarray, kept: np.ndarray | None = None) -> None:
        """rows: of a type with fields. kept: bool[rows], which of them; all by default."""
        assert rows.dtype.names is not None
        self.size = rows.size if kept is None else int(np.count_nonzero(kept))
        self._columns = {name: np.empty(self.size, dtype=rows.dtype[name]) for name in rows.dtype.names}
        done = 0
        for start in range(0, rows.size, CHUNK):
            chunk = rows[start : start + CHUNK]
            if kept is not None and not kept[start : start + CHUNK].all():
                chunk = chunk[kept[start : start + CHUNK]]
            for name, column in self._columns.items():
                column[done : done + chunk.size] = chunk[name]
            done += chunk.size

    def __getitem__(self, name: str) -> np.ndarray:
        """One field, [m]. KeyError where there is none."""
        return self._columns[name]
