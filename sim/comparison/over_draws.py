"""Intervals of values that vary by replication and by random draw, which are crossed: every draw has every replication.

The mean over both has the variance of the draws' means over the number of draws, plus that of the replications' means
over their number. What varies by both at once is in either term, so the interval is a little too wide, never too
narrow. Degrees of freedom by Satterthwaite, rounded down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.comparison.statistics import CONFIDENCE, Interval, t_quantile


@dataclass(frozen=True)
class Spread:
    """mean: over draws and replications. variance: of that mean. freedom: degrees, at least 1; 0 where unknown."""

    mean: float
    variance: float
    freedom: int

    @property
    def reach(self) -> float:
        """Half the length of the 95% interval; nan where it is unknown."""
        return t_quantile(self.freedom, CONFIDENCE) * math.sqrt(self.variance) if self.freedom else math.nan

    @property
    def interval(self) -> Interval:
        """95% interval of the mean, for other draws and other replications."""
        return Interval(self.mean, self.mean - self.reach, self.mean + self.reach)


def spread_of(values: np.ndarray) -> Spread:
    """values: float64[draws, replications], at least two of each, none of them nan."""
    draws, replications = values.shape
    by_draw = float(values.mean(axis=1).var(ddof=1)) / draws if draws > 1 else math.nan
    by_replication = float(values.mean(axis=0).var(ddof=1)) / replications if replications > 1 else math.nan
    variance = by_draw + by_replication
    if math.isnan(variance):
        return Spread(float(values.mean()) if values.size else math.nan, math.nan, 0)
    if variance == 0.0:
        return Spread(float(values.mean()), 0.0, draws + replications - 2)
    freedom = variance**2 / (by_draw**2 / (draws - 1) + by_replication**2 / (replications - 1))
    return Spread(float(values.mean()), variance, max(1, math.floor(freedom)))


def share_of_gain(drawn: np.ndarray, designed: np.ndarray) -> Interval | None:
    """Part of one gain that another has too, with its 95% interval by Fieller's theorem; None where that is endless.

    drawn: float64[draws, replications]. designed: float64[replications], the whole gain. The interval is endless where
    the whole gain may as well be nothing.
    """
    part = spread_of(drawn)
    replications = designed.size
    if not part.freedom or replications < 2:
        return None
    whole, whole_variance = float(designed.mean()), float(designed.var(ddof=1)) / replications
    together = float(np.cov(drawn.mean(axis=0), designed)[0, 1]) / replications
    wide = t_quantile(part.freedom, CONFIDENCE) ** 2
    # The shares s for which part - s * whole may be nothing: a quadratic inequality.
    a = whole**2 - wide * whole_variance
    if a <= 0.0:
        return None
    b, c = part.mean * whole - wide * together, part.mean**2 - wide * part.variance
    root = math.sqrt(max(0.0, b * b - a * c))
    return Interval(part.mean / whole, (b - root) / a, (b + root) / a)
