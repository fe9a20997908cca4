"""Intervals, paired differences, and who is better. Student's t throughout.

Intervals are 95% each, not simultaneous. For the primary measures a difference is also judged *jointly*: at a level
that holds over all primary comparisons at once (Bonferroni). The verdict says where that changes the answer, and
`replications="auto"` calls a difference settled at that level only, as it looks more than once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from sim.measures.registry import PRIMARY, Measure

CONFIDENCE = 0.95
SAME = "same"
NOT_SETTLED = "not_settled"


@dataclass(frozen=True)
class Interval:
    """Mean with its confidence interval; nan where fewer than two replications know the value."""

    mean: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2.0


@dataclass(frozen=True)
class Difference:
    """second minus first, paired replication by replication, in one measure.

    better: the name of the better column, "same" or "not_settled", at 95%. jointly: the same, held over all
    primary comparisons at once. smallest: smallest difference worth having. variance_cut: variance of the
    difference had the columns met different customers, over the one seen; nan where the latter is 0.
    """

    first: str
    second: str
    measure: str
    interval: Interval
    better: str
    jointly: str
    smallest: float
    variance_cut: float

    @property
    def settled(self) -> bool:
        """Whether more replications are not needed: the interval is narrow enough, or the answer holds jointly."""
        return self.interval.half_width <= self.smallest / 2.0 or self.jointly != NOT_SETTLED


def mean_interval(values: np.ndarray, confidence: float = CONFIDENCE) -> Interval:
    """t interval of the mean. values: one per replication; unknown ones (nan) are left out."""
    known = values[~np.isnan(values)]
    if known.size == 0:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(known.mean())
    if known.size == 1:
        return Interval(mean, math.nan, math.nan)
    reach = t_quantile(known.size - 1, confidence) * float(known.std(ddof=1)) / math.sqrt(known.size)
    return Interval(mean, mean - reach, mean + reach)


@cache
def t_quantile(freedom: int, confidence: float) -> float:
    """Student's t that holds `confidence` between its negative and itself."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + confidence / 2.0))


def joint_confidence(pairs: int) -> float:
    """Confidence of each comparison that holds 95% over all primary measures and pairs (Bonferroni)."""
    return 1.0 - (1.0 - CONFIDENCE) / max(1, pairs * len(PRIMARY))


def paired_difference(
    names: tuple[str, str], first: np.ndarray, second: np.ndarray, measure: Measure, pairs: int
) -> Difference:
    """Compare two columns in one measure.

    names: of the two columns. first, second: float64[R], the same replications in the same order.
    pairs: number of pairs compared in all, for the joint level.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    change = second[both] - first[both]
    interval = mean_interval(change)
    base = float(first[both].mean()) if change.size else math.nan
    smallest = measure.smallest_difference(base)
    wide = mean_interval(change, joint_confidence(pairs))
    return Difference(
        *names,
        measure.name,
        interval,
        better_of(interval, smallest, measure.direction, *names),
        better_of(wide, smallest, measure.direction, *names),
        smallest,
        _variance_cut(first[both], second[both], change),
    )


def better_of(
    interval: Interval, smallest: float, direction: Literal["less", "more", "none"], first: str, second: str
) -> str:
    """Which column is better, "same" or "not_settled".

    same: the whole interval lies inside the smallest difference worth having. Otherwise a column is better where
    the interval leaves out 0. A measure without direction has no better side: same or not settled.
    """
    if math.isnan(interval.low):
        return NOT_SETTLED
    if -smallest <= interval.low and interval.high <= smallest:
        return SAME
    if direction == "none" or interval.low <= 0.0 <= interval.high:
        return NOT_SETTLED
    return second if (interval.low > 0.0) == (direction == "more") else first


def _variance_cut(first: np.ndarray, second: np.ndarray, change: np.ndarray) -> float:
    if change.size < 2:
        return math.nan
    seen = float(change.var(ddof=1))
    return float(first.var(ddof=1) + second.var(ddof=1)) / seen if seen > 0 else math.nan


def pairs_of(columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pairs compared: every column against the first, and silos_plus with pods, which is the formation alone."""
    pairs = [(columns[0], column) for column in columns[1:]]
    formation = ("silos_plus", "pods")
    if set(formation) <= set(columns) and columns[0] not in formation:
        pairs.append(formation)
    return tuple(pairs)
