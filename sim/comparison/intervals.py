"""Intervals of a mean over replications, and the p-values that belong to them.

Values over replications are skewed: one in twenty meets a bad week. Student's t then misses too often on one side, so
it is taken together with its correction for skewness, Hall's cubic transformation (1992), and each end is the wider of
both. With t = (mean - line) / error and g the skewness of the values, taken (1 + 5/n) times as a small sample shows too
little of it,

    Hall's t = sqrt(n) (((1 + g t / (3 sqrt(n)))^3 - 1) / g + g / (6 n))

and a mean is above a line where both are. docs/background/statistics.md has how often the intervals hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

CONFIDENCE = 0.95
# Intervals of fewer replications are less reliable, so a word of theirs needs STRICT.
FEW, STRICT = 10, 0.99
SHORTFALL = 5.0  # see above
STRAIGHT = 1e-9  # less skewness than this is none


def known_mean(values: np.ndarray) -> float:
    """Mean of the values that are not nan; nan where none is known, as where no customer came."""
    known = values[~np.isnan(values)]
    return float(np.mean(known)) if known.size else math.nan


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
class Spread:
    """What of n values decides an interval: their mean, its standard error, and their skewness."""

    n: int
    mean: float
    error: float
    skewness: float

    @classmethod
    def of(cls, values: np.ndarray, shortfall: float = SHORTFALL) -> Spread:
        """values: none of them nan. shortfall: n-fold, of the skewness that so few show."""
        n = values.size
        if n == 0:
            return cls(0, math.nan, math.nan, 0.0)
        mean = float(values.sum()) / n
        if n == 1:
            return cls(1, mean, math.nan, 0.0)
        apart = values - mean
        square = apart * apart
        variance, third = float(square.sum()) / n, float((square * apart).sum()) / n
        scale = variance * math.sqrt(variance)
        skewness = third / scale * (1.0 + shortfall / n) if scale > 0.0 and n > 2 else 0.0
        return cls(n, mean, math.sqrt(variance / (n - 1)), skewness)

    def interval(self, confidence: float = CONFIDENCE) -> Interval:
        """Interval of the mean."""
        if self.n < 2:
            return Interval(self.mean, math.nan, math.nan)
        q = t_quantile(self.n - 1, confidence)
        low, high = max(q, self.student(q)), min(-q, self.student(-q))
        return Interval(self.mean, self.mean - self.error * low, self.mean - self.error * high)

    def above(self, line: float) -> float:
        """P-value of the mean being at most `line`: small where it is above; nan where unknown."""
        return self._p(self.mean - line, lambda t: min(t, self._hall(t)))

    def below(self, line: float) -> float:
        """P-value of the mean being at least `line`: small where it is below; nan where unknown."""
        return self._p(line - self.mean, lambda t: -max(-t, self._hall(-t)))

    def _p(self, gap: float, corrected: Callable[[float], float]) -> float:
        if self.n < 2 or math.isnan(gap):
            return math.nan
        if self.error == 0.0:
            return 0.0 if gap > 0.0 else 1.0 if gap < 0.0 else 0.5
        return _t_below(self.n - 1, -corrected(gap / self.error))

    def apart(self, line: float) -> float:
        """Two-sided p-value of the mean being `line`."""
        return _doubled(min(self.above(line), self.below(line)))

    def beyond(self, line: float) -> float:
        """P-value of the mean lying within ±line, by one-sided tests on either side: the smaller, doubled."""
        return _doubled(min(self.above(line), self.below(-line)))

    def within(self, line: float) -> float:
        """P-value of the mean not lying within ±line (two one-sided tests): the larger, doubled."""
        return _doubled(max(self.above(-line), self.below(line)))

    def _hall(self, t: float) -> float:
        """Student's t, corrected for the skewness; it never falls."""
        g, root = self.skewness, math.sqrt(self.n)
        if abs(g) < STRAIGHT:
            return t
        inner = 1.0 + g * t / (3.0 * root)
        return root * ((inner * inner * inner - 1.0) / g + g / (6.0 * self.n))  # no power: it must not overflow

    def student(self, hall: float) -> float:
        """The t whose correction is `hall`."""
        g, root = self.skewness, math.sqrt(self.n)
        if abs(g) < STRAIGHT:
            return hall
        return 3.0 * root / g * (math.cbrt(1.0 + g * (hall / root - g / (6.0 * self.n))) - 1.0)


def _doubled(p: float) -> float:
    return p if math.isnan(p) else min(1.0, 2.0 * p)


def known(values: np.ndarray) -> np.ndarray:
    """The values that are known (no nan)."""
    unknown = np.isnan(values)
    return values[~unknown] if unknown.any() else values


def mean_interval(values: np.ndarray, confidence: float = CONFIDENCE) -> Interval:
    """Interval of the mean. values: one per replication; unknown ones (nan) are left out."""
    return Spread.of(known(values)).interval(confidence)


def against_line(values: np.ndarray, line: float) -> float:
    """Two-sided p-value of a mean over replications against a line; nan where fewer than two are known."""
    return Spread.of(known(values)).apart(line)


@cache
def t_quantile(freedom: int, confidence: float) -> float:
    """Student's t that holds `confidence` between its negative and itself."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + confidence / 2.0))


def _t_below(freedom: int, t: float) -> float:
    from scipy.special import stdtr

    return float(stdtr(freedom, t))


def simultaneous_confidence(pairs: int, confidence: float = CONFIDENCE) -> float:
    """Confidence of each interval such that all hold at once with `confidence` (Sidak's inequality)."""
    return float(confidence ** (1.0 / max(1, pairs)))


def word_confidence(replications: int) -> float:
    """Confidence that a word of so many replications needs."""
    return STRICT if replications < FEW else CONFIDENCE


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values that hold over all tests at once (Holm 1979), in their order; an unknown one (nan) counts as 1."""
    certain = [1.0 if math.isnan(p) else p for p in p_values]
    adjusted, least = [1.0] * len(certain), 0.0
    for rank, place in enumerate(sorted(range(len(certain)), key=certain.__getitem__)):
        least = max(least, min(1.0, (len(certain) - rank) * certain[place]))
        adjusted[place] = least
    return adjusted
