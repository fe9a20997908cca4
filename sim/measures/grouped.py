"""Reductions by group without a loop over rows: totals, means and quantiles per replication."""

from __future__ import annotations

import numpy as np


def totals(group: np.ndarray, values: np.ndarray, groups: int) -> np.ndarray:
    """Sum per group. group: int[n] in 0..groups-1; values: [n]. Exact for times on the grid."""
    return np.bincount(group, weights=values, minlength=groups)


def counts(group: np.ndarray, groups: int) -> np.ndarray:
    """Rows per group, float64[groups]."""
    return np.bincount(group, minlength=groups).astype(np.float64)


def ratios(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, nan where below is 0: a share of nothing is unknown, not 0."""
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)


def quantiles(group: np.ndarray, values: np.ndarray, groups: int, share: float) -> np.ndarray:
    """Quantile per group, linear between neighbours; nan for an empty group.

    share: in [0, 1]. The definition is NumPy's default, found by one sort for all groups.
    """
    if values.size == 0:
        return np.full(groups, np.nan)
    ordered = values[np.lexsort((values, group))]
    size = np.bincount(group, minlength=groups)
    first = np.cumsum(size) - size
    place = share * np.maximum(size - 1, 0)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(size - 1, 0))
    last = values.size - 1
    below, above = ordered[np.minimum(first + low, last)], ordered[np.minimum(first + high, last)]
    return np.where(size > 0, below + (above - below) * (place - low), np.nan)
