"""Whether a system that began empty had filled when measuring began: MSER-5 on the cases in the system.

MSER (White 1997) cuts off so many of the first values that the standard error of the mean of the rest is least; 5
stands for batches of five. A value is the number of cases in the system at a half-hour, mean over replications.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.demand.tape import Customers
from sim.measures.replication import HALF_HOUR

BATCH = 5
STEP = HALF_HOUR * BATCH
LATEST = 0.75  # of the run: what is cut off later leaves too little to compare with
MATERIAL = 0.05  # of the cases in the system afterwards
CONFIDENCE = 0.95  # one-sided: a system that begins empty can only fill


def half_hours_of(customers: Customers) -> int:
    """Half-hours from minute 0 to cohort_end, in whole batches."""
    return int(customers.cohort_end // STEP) * BATCH


def in_system(changes: np.ndarray) -> np.ndarray:
    """Cases with a contact under way, means of five half-hours from minute 0 to cohort_end. float64[R, batches].

    changes: float64[R, half-hours + 1], by how many they change in each; the last is of all that is later.
    """
    series = np.cumsum(changes, axis=1)[:, :-1]
    return series.reshape(len(changes), -1, BATCH).mean(axis=2)


@dataclass(frozen=True)
class Filling:
    """Of one column. filled_at: minutes of the run from which on MSER-5 keeps values. late: whether that is after
    measuring began and matters: over all that is measured at least 5% fewer cases were in the system than from then on,
    and the difference, or the rise, is more than chance.
    """

    filled_at: float
    late: bool


def filling(series: np.ndarray, cohort_start: float) -> Filling:
    """series: of `in_system`. cohort_start: minutes of the run at which measuring began."""
    begun = int(cohort_start // STEP)
    cut = _mser(series.mean(axis=0))
    if series.shape[0] < 2 or cut <= begun:
        return Filling(cut * STEP, False)
    measured, after = series[:, begun:], series[:, cut:].mean(axis=1)
    place = np.arange(measured.shape[1]) - (measured.shape[1] - 1) / 2.0
    lacking = after - measured.mean(axis=1)
    certain = _more_than_chance(lacking) or _more_than_chance(measured @ place)
    return Filling(cut * STEP, certain and bool(lacking.mean() >= MATERIAL * after.mean()))


def _more_than_chance(values: np.ndarray) -> bool:
    """Whether the mean over replications is above 0."""
    from scipy.special import stdtrit

    error = values.std(ddof=1) / np.sqrt(values.size)
    return bool(values.mean() > stdtrit(values.size - 1, CONFIDENCE) * error)


def _mser(values: np.ndarray) -> int:
    """How many of the first values are cut off."""
    left = np.arange(values.size, 0, -1)
    sums, squares = np.cumsum(values[::-1])[::-1], np.cumsum(values[::-1] ** 2)[::-1]
    error = np.maximum(squares - sums**2 / left, 0.0) / left**2
    return int(np.argmin(error[: max(1, int(LATEST * values.size))]))
