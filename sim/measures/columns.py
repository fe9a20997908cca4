"""Sums and shares over groups of a few rows."""

from __future__ import annotations

import numpy as np

from sim.foundation.compiling import compiled


def totals(group: np.ndarray, values: np.ndarray, groups: int) -> np.ndarray:
    """Sum per group, row by row. group: int64[n] in 0..groups-1; values: float64[n]."""
    summed = np.zeros(groups)
    add_up(group, values, summed)
    return summed


@compiled
def add_up(group, values, summed):
    """Add to sums in place: NumPy's own `bincount` would keep other threads waiting."""
    for row in range(group.size):
        summed[group[row]] += values[row]


def counts(group: np.ndarray, groups: int) -> np.ndarray:
    """Rows per group, float64[groups]."""
    return np.bincount(group, minlength=groups).astype(np.float64)


def ratios(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, nan where below is 0: a share of nothing is unknown, not 0."""
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)
