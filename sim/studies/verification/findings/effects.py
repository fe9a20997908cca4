"""Differences between runs that face the same customers, and the side of a bound on which they must lie."""

from __future__ import annotations

import numpy as np

from sim.studies.verification.checks import Expected, Row
from sim.studies.verification.estimates import Estimate


def mean_of(values: np.ndarray) -> Estimate:
    """Mean of one value per replication, usually a difference between two runs. values: float64[R]."""
    return Estimate(float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size)), 0, values.size)


def above(values: np.ndarray, bound: float, what: str) -> Row:
    """The whole interval of the mean must lie above a bound. values: one per replication."""
    return Row(Expected(what, bound, side="above"), mean_of(values))


def below(values: np.ndarray, bound: float, what: str) -> Row:
    """The whole interval of the mean must lie below a bound. values: one per replication."""
    return Row(Expected(what, bound, side="below"), mean_of(values))


def within(values: np.ndarray, expected: float, what: str) -> Row:
    """The interval of the mean must hold a number. values: one per replication."""
    return Row(Expected(what, expected, side="within"), mean_of(values))
