"""Reductions by group without a loop over rows: totals, means and quantiles per replication."""

from __future__ import annotations

import numpy as np

from sim.foundation.compiling import compiled


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
