"""Differences between runs that face the same customers, with the interval that every test here asserts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ERRORS_ALLOWED = 4.0


@dataclass(frozen=True)
class Effect:
    """Mean over replications and its standard error; low and high are four standard errors away."""

    mean: float
    error: float

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - ERRORS_ALLOWED * self.error

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + ERRORS_ALLOWED * self.error

    def __str__(self) -> str:
        """Mean with its interval, as messages show it."""
        return f"{self.mean:.4g} [{self.low:.4g}, {self.high:.4g}]"


def effect(values: np.ndarray) -> Effect:
    """Effect from one value per replication, usually a difference between two runs. values: float64[R]."""
    return Effect(float(values.mean()), float(values.std(ddof=1) / np.sqrt(values.size)))


def assert_above(values: np.ndarray, bound: float, what: str) -> None:
    """The whole interval of the mean lies above a bound. values: one per replication."""
    found = effect(values)
    print(f"{what}: {found}")
    assert found.low > bound, f"{what}: {found}, not settled above {bound}"


def assert_below(values: np.ndarray, bound: float, what: str) -> None:
    """The whole interval of the mean lies below a bound. values: one per replication."""
    found = effect(values)
    print(f"{what}: {found}")
    assert found.high < bound, f"{what}: {found}, not settled below {bound}"
