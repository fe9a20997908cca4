"""Whether work piles up: cases in the system, and their growth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.demand.tape import Customers
from sim.foundation.calendar import MINUTES_PER_WEEK

# Growth counts as material from this share of a week's arrivals on; less would take years to be felt.
MATERIAL_SHARE = 0.02
CONFIDENCE = 0.99


def boundaries(customers: Customers) -> np.ndarray:
    """Boundaries of the measured weeks, at which cases in the system are counted, minutes, float64[weeks + 1].

    Without a warm-up the first one is left out: filling an empty office is no growth.
    """
    weeks = round((customers.cohort_end - customers.cohort_start) / MINUTES_PER_WEEK)
    first = 0 if customers.cohort_start > 0 else 1
    return customers.cohort_start + MINUTES_PER_WEEK * np.arange(first, weeks + 1, dtype=np.float64)


@dataclass(frozen=True)
class Growth:
    """Growth of the backlog over the measured weeks of one column.

    cases_per_week: mean slope over replications. low: its one-sided lower bound (99%).
    overload: significant and material (2% of a week's arrivals or more).
    """

    cases_per_week: float
    low: float
    overload: bool

    @property
    def significant(self) -> bool:
        """Whether it is more than chance; then times depend on how long the run is."""
        return self.low > 0.0


def backlog_growth(backlog: np.ndarray, arrivals_per_week: float) -> Growth:
    """Slope of the weekly backlog, tested over replications.

    backlog: float64[R, boundaries]. One replication alone, or one boundary, is never significant.
    """
    if backlog.shape[1] < 2:
        return Growth(0.0, -np.inf, False)
    week = np.arange(backlog.shape[1]) - (backlog.shape[1] - 1) / 2.0
    slopes = backlog @ week / np.sum(week * week)
    mean, low = float(slopes.mean()), -np.inf
    if slopes.size > 1:
        from scipy.special import stdtrit

        spread = float(slopes.std(ddof=1)) / np.sqrt(slopes.size)
        low = mean - float(stdtrit(slopes.size - 1, CONFIDENCE)) * spread
    return Growth(mean, low, bool(low > 0.0 and mean >= MATERIAL_SHARE * arrivals_per_week))
