"""Rows with many fields -> one array per field: a measure reads a few of them, and all of each.

What goes over all rows is compiled and free of the interpreter lock, so that threads seldom wait for each other.
"""

from __future__ import annotations

from itertools import groupby

import numpy as np
from numpy.lib.recfunctions import structured_to_unstructured

from sim.foundation.compiling import compiled

Ratio = tuple[np.ndarray, np.ndarray]  # above and below, [n] each, to be summed and divided
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
        found: dict[str, np.ndarray] = {}
        for names, columns in self._blocks:
            found |= dict(zip(names, added_up(group, columns, groups), strict=True))
        return found


@compiled
def take_apart(block, place, columns):
    """Copy fields of rows. block: [rows, fields]. place: int64[m], the rows to take. columns: [fields, m]."""
    for i in range(place.size):
        for field in range(columns.shape[0]):
            columns[field, i] = block[place[i], field]


def totals(group: np.ndarray, values: np.ndarray, groups: int) -> np.ndarray:
    """Sum per group. group: int[n] in 0..groups-1; values: [n]. Exact for times on the grid."""
    return added_up(group, values[None, :], groups)[0]


def added_up(group: np.ndarray, columns: np.ndarray, groups: int) -> np.ndarray:
    """Sums over groups of rows, float64[fields, groups], row by row. group: int64[m]. columns: [fields, m]."""
    summed = np.zeros((columns.shape[0], groups))
    add_up(group, columns, summed)
    return summed


@compiled
def add_up(group, columns, summed):
    """Add to sums in place: NumPy's own `bincount` would keep other threads waiting."""
    for field in range(columns.shape[0]):
        for row in range(group.size):
            summed[field, group[row]] += columns[field, row]


def counts(group: np.ndarray, groups: int) -> np.ndarray:
    """Rows per group, float64[groups]."""
    return np.bincount(group, minlength=groups).astype(np.float64)


def ratios(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, nan where below is 0: a share of nothing is unknown, not 0."""
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)


def quantiles(group: np.ndarray, values: np.ndarray, groups: int, shares: tuple[float, ...]) -> np.ndarray:
    """Quantiles per group, linear between neighbours; nan for an empty group. float64[shares, groups].

    group: ascending. shares: in [0, 1]. Groups are replications: few, with many values each.
    """
    found = np.full((len(shares), groups), np.nan)
    bounds = np.searchsorted(group, np.arange(groups + 1))
    for number in range(groups):
        inside = values[bounds[number] : bounds[number + 1]]
        if inside.size:
            found[:, number] = np.quantile(inside, shares)
    return found
