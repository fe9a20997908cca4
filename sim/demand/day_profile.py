"""When in the day cases arrive: pieces of constant rate per channel and weekday."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.counts import MINUTES_PER_DAY
from sim.demand.tape import Customers

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class DayProfile:
    """The cumulative profile of each (channel, weekday) as K pieces of constant rate.

    first: int64[7 C + 1], pieces of channel c on weekday d are first[7 c + d] to first[7 c + d + 1].
    start, end: float64[K], minutes in the day. before: float64[K], share of the day before the piece.
    per_share: float64[K], minutes of the piece per unit of share.
    """

    first: np.ndarray
    start: np.ndarray
    end: np.ndarray
    before: np.ndarray
    per_share: np.ndarray


def day_profile(scenario: Scenario, customers: Customers) -> DayProfile:
    """Profiles from hour_weights, by default even over the opening minutes of the weekday."""
    days = [
        _pieces(rate_by_minute(channel.hour_weights, customers.open_before[c], weekday))
        for c, channel in enumerate(scenario.demand.channels.values())
        for weekday in range(7)
    ]
    sizes = [day[0].size for day in days]
    columns = (np.concatenate(column) for column in zip(*days, strict=True))
    return DayProfile(np.concatenate([[0], np.cumsum(sizes)]), *columns)


def rate_by_minute(hour_weights: tuple[float, ...] | None, open_before: np.ndarray, weekday: int) -> np.ndarray:
    """Relative demand per minute of a day. Returns float64[1440]; a closed day is even over 24 hours."""
    if hour_weights is not None:
        return np.repeat(np.array(hour_weights, dtype=np.float64), MINUTES_PER_HOUR)
    first = weekday * MINUTES_PER_DAY
    rate = np.diff(open_before[first : first + MINUTES_PER_DAY + 1])
    return rate if rate.any() else np.ones(MINUTES_PER_DAY)


def _pieces(rate: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Runs of equal rate above 0: start, end, share before, minutes per share."""
    starts = np.concatenate([[0], np.flatnonzero(np.diff(rate)) + 1])
    ends = np.concatenate([starts[1:], [rate.size]])
    mass = rate[starts] * (ends - starts) / rate.sum()
    kept = mass > 0.0
    start, end, mass = starts[kept].astype(np.float64), ends[kept].astype(np.float64), mass[kept]
    return start, end, np.cumsum(mass) - mass, (end - start) / mass
