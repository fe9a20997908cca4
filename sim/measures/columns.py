"""Rows with many fields -> one array per field: a measure reads a few of them, and all of each.

What goes over all rows is compiled and free of the interpreter lock, so that threads seldom wait for each other.
"""

from __future__ import annotations

from itertools import groupby

import numpy as np
from numpy.lib.recfunctions import structured_to_unstructured

from sim.foundation.compiling import compiled
from sim.measures.grouped import added_up

CHUNK = 8192  # rows that fit a processor's cache while their fields are taken apart


class Columns:
    """The fields of m rows by name, each contiguous."""

    def __init__(self, rows: np.ndarray, kept: np.ndarray) -> None:
        """rows: of a type whose fields of one width stand together. kept: bool[rows], which of them."""
        assert rows.dtype.names is not None
        place = np.flatnonzero(kept)
        self.size = place.size
        self._blocks: list[tuple[list[str], np.ndarray]] = []
        for kind, names in groupby(rows.dtype.names, key=lambda name: rows.dtype[name]):
            named = list(names)
            columns = np.empty((len(named), place.size), dtype=kind)
            take_apart(structured_to_unstructured(rows[named]), place, columns)
            self._blocks.append((named, columns))
        self._of_name = {
            name: column for names, columns in self._blocks for name, column in zip(names, columns, strict=True)
        }

    def __getitem__(self, name: str) -> np.ndarray:
        """One field, [m]. KeyError where there is none."""
        return self._of_name[name]

    def sums(self, group: np.ndarray, groups: int) -> dict[str, np.ndarray]:
        """Sums of every field over groups of rows, float64[groups] each. group: int64[m], that of each row."""
        found = {}
        for names, columns in self._blocks:
            found |= dict(zip(names, added_up(group, columns, groups), strict=True))
        return found


@compiled
def take_apart(block, place, columns):
    """Copy fields of rows. block: [rows, fields]. place: int64[m], the rows to take. columns: [fields, m]."""
    for i in range(place.size):
        for field in range(columns.shape[0]):
            columns[field, i] = block[place[i], field]
