"""Bursts: customers beside the usual ones for a while, as in an outage or a campaign.

Minute by minute: a Poisson number with mean (factor - 1) x the customers expected in that minute on a day so busy. Its
address is (channel, first need, start of the burst; minute), so that every other customer stays as they were, and a
longer or stronger burst only adds some.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.arrival_rates import day_busyness, mean_per_day, poisson_counts, rate_by_minute
from sim.demand.tape import Customers
from sim.demand.volumes import expected_in, volumes_of
from sim.foundation.draws import Kind, text_key
from sim.scenario.hours import MINUTES_PER_DAY, minute_of

if TYPE_CHECKING:
    from sim.scenario.demand_settings import Burst
    from sim.scenario.scenario_settings import Scenario

EVERY_CHANNEL = "all"


@dataclass(frozen=True)
class BurstArrivals:
    """n customers beside the usual ones, not sorted.

    replication: int64[n], row of the block. arrival, lineage, channel: as of a tape. first_need: int8[n], function of
    the first need, -1 where it is drawn as usual.
    """

    replication: np.ndarray
    arrival: np.ndarray
    lineage: np.ndarray
    channel: np.ndarray
    first_need: np.ndarray


def burst_arrivals(scenario: Scenario, customers: Customers, replication_key: np.ndarray) -> BurstArrivals:
    """All bursts of a scenario. replication_key: uint64[R]."""
    from sim.demand.compiled_tape import place_burst, uniforms_grid

    parts = []
    for burst in scenario.demand.bursts:
        minutes = burst_minutes(burst, customers)
        days, day = np.unique(minutes // MINUTES_PER_DAY, return_inverse=True)
        busy = day_busyness(scenario, replication_key, days)[:, day, 0]  # [R, minutes]
        for channel in burst_channels(burst, customers):
            usual = usual_by_minute(scenario, customers, channel, minutes)
            source = np.array([_source_key(burst, customers.channel_names[channel])], dtype=np.uint64)
            draws = uniforms_grid(replication_key, int(Kind.ARRIVAL_COUNT), source, minutes)[:, 0, :]
            count = poisson_counts(draws, (burst.factor - 1.0) * usual * busy)
            arrival, lineage = np.empty(count.sum()), np.empty(count.sum(), dtype=np.uint64)
            place_burst(replication_key, count, source[0], minutes, arrival, lineage)
            replication = np.repeat(np.arange(replication_key.size), count.sum(axis=1))
            need = -1 if burst.need is None else customers.function_names.index(burst.need)
            size = arrival.size
            parts.append((replication, arrival, lineage, np.full(size, channel, np.int8), np.full(size, need, np.int8)))
    return BurstArrivals(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def burst_minutes(burst: Burst, customers: Customers) -> np.ndarray:
    """Minutes of the run in which a burst lasts, cut where the run ends. Returns int64."""
    start = minute_of(burst.start)
    return np.arange(start, min(start + burst.minutes, int(customers.end)), dtype=np.int64)


def burst_channels(burst: Burst, customers: Customers) -> tuple[int, ...]:
    """Numbers of the channels by which its customers come."""
    every = range(len(customers.channel_names))
    return tuple(c for c in every if burst.channel in (EVERY_CHANNEL, customers.channel_names[c]))


def usual_by_minute(scenario: Scenario, customers: Customers, channel: int, minutes: np.ndarray) -> np.ndarray:
    """Customers expected by a channel in each minute on a day of mean busyness. Returns float64, as `minutes`."""
    if scenario.demand.volumes_file is not None:
        volumes = volumes_of(scenario).channels[channel]
        return expected_in(scenario, volumes, minutes) / volumes.step
    settings = tuple(scenario.demand.channels.values())[channel]
    rates = np.array([rate_by_minute(settings.hour_weights, customers.open_before[channel], d) for d in range(7)])
    per_minute = rates / rates.sum(axis=1, keepdims=True)
    weekday = minutes // MINUTES_PER_DAY % 7
    return mean_per_day(scenario, customers)[channel, weekday] * per_minute[weekday, minutes % MINUTES_PER_DAY]


def _source_key(burst: Burst, channel: str) -> int:
    # With spaces, which no channel's own name has.
    return text_key(f"burst {burst.channel} {channel} {burst.need} {minute_of(burst.start)}")
