"""When customers are expected: by week, day and minute; and how many come, by one uniform per (channel, day)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.tape import Customers
from sim.foundation.draws import Kind, text_key

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

MINUTES_PER_DAY = 1440


def arrival_counts(scenario: Scenario, customers: Customers, replication_key: np.ndarray) -> np.ndarray:
    """Cases per replication, day and channel, for every day that begins before `end`.

    replication_key: uint64[R]. Returns int64[R, D, C].
    """
    from sim.demand.compiled_tape import uniforms_grid

    days = np.arange(int(np.ceil(customers.end / MINUTES_PER_DAY)))
    mean = mean_per_day(scenario, customers).T[days % 7]  # [D, C]
    count_draw = uniforms_grid(replication_key, int(Kind.ARRIVAL_COUNT), source_keys(customers), days)
    return poisson_counts(count_draw.transpose(0, 2, 1), mean * day_busyness(scenario, replication_key, days))


def mean_per_day(scenario: Scenario, customers: Customers) -> np.ndarray:
    """Cases expected by a channel on each weekday. Returns float64[C, 7]."""
    demand = scenario.demand
    per_week = np.array([channel.cases_per_week * demand.volume_factor for channel in demand.channels.values()])
    return per_week[:, None] * weekday_shares(scenario, customers)


def day_busyness(scenario: Scenario, replication_key: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Factor on the demand of whole days, the same for all channels. days: int64[D]. Returns float64[R, D, 1]."""
    from sim.demand.compiled_tape import uniforms_grid

    draws = uniforms_grid(replication_key, int(Kind.BUSYNESS), days.astype(np.uint64), np.zeros(1, dtype=np.int64))
    return busyness(draws, scenario.demand.busyness_cv)


def source_keys(customers: Customers) -> np.ndarray:
    """Keys of the channels as sources of cases, from their names. Returns uint64[C]."""
    return np.array([text_key(name) for name in customers.channel_names], dtype=np.uint64)


def weekday_shares(scenario: Scenario, customers: Customers) -> np.ndarray:
    """Share of a channel's week that falls on each day; by default in proportion to open minutes.

    Returns float64[C, 7], rows summing to 1.
    """
    weights = np.diff(customers.open_before[:, ::MINUTES_PER_DAY], axis=1)
    for c, channel in enumerate(scenario.demand.channels.values()):
        if channel.weekday_weights is not None:
            weights[c] = channel.weekday_weights
    return weights / weights.sum(axis=1, keepdims=True)


def busyness(uniform: np.ndarray, variation: float) -> np.ndarray:
    """Gamma factor of mean 1 on the demand of a whole day. uniform: in (0, 1). Evidence row 1.

    variation: coefficient of variation; 0 is a constant 1.
    """
    if variation == 0.0:
        return np.ones_like(uniform)
    from scipy.special import gammaincinv

    variance = variation * variation
    return gammaincinv(1.0 / variance, uniform) * variance


def poisson_counts(uniform: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """The smallest k whose Poisson probability P(N <= k) reaches the uniform. Returns int64, as `uniform`.

    uniform: in (0, 1). mean: >= 0, same shape. A guess from the normal distribution with its first
    correction for skewness is moved one by one to the exact answer.
    """
    from scipy.special import ndtri, pdtr

    u, m = uniform.ravel(), mean.ravel()
    score = ndtri(u)
    k = np.maximum(np.floor(m + score * np.sqrt(m) + (score * score - 1.0) / 6.0), 0.0)
    rows = np.flatnonzero(pdtr(k, m) < u)
    while rows.size:
        k[rows] += 1.0
        rows = rows[pdtr(k[rows], m[rows]) < u[rows]]
    rows = np.flatnonzero(_still_reached(k, m, u))
    while rows.size:
        k[rows] -= 1.0
        rows = rows[_still_reached(k[rows], m[rows], u[rows])]
    return k.astype(np.int64).reshape(uniform.shape)


def _still_reached(k: np.ndarray, mean: np.ndarray, uniform: np.ndarray) -> np.ndarray:
    """Whether one case fewer would still do."""
    from scipy.special import pdtr

    return (k > 0.0) & (pdtr(np.maximum(k - 1.0, 0.0), mean) >= uniform)


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
