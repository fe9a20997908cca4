"""Volumes of the user's as expected customers: which interval of the file each interval of the run has, and its work.

The weeks of the file repeat where the run is longer; its first Monday is the Monday of week 0, so that the warm-up
takes the first weeks of the file. Customers come as a Poisson number with the offered contacts as its mean (times the
busyness of the day), each at a moment of its own inside the interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.data.volumes_file import ChannelVolumes, VolumesFile, VolumesReading, read_volumes
from sim.demand.arrival_rates import day_busyness, poisson_counts, source_keys
from sim.demand.streams import streams_of
from sim.demand.tape import Customers
from sim.foundation.draws import Kind
from sim.scenario.files import shown_path
from sim.scenario.hours import MINUTES_PER_DAY

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

SECONDS_PER_MINUTE = 60.0


def volumes_of(scenario: Scenario) -> VolumesFile:
    """The file that `demand.volumes_file` names. Raises DataError where it cannot be used."""
    path = scenario.data_file("demand.volumes_file")
    return read_volumes(shown_path(path), tuple(scenario.demand.channels), volumes_read_as(scenario))


def volumes_read_as(scenario: Scenario) -> VolumesReading:
    """What the scenario says of how the file is to be read."""
    demand = scenario.demand
    columns, names = tuple(demand.volumes_columns.items()), tuple(demand.volumes_channels.items())
    return VolumesReading(demand.volumes_skip, demand.volumes_dates, columns, names, demand.volumes_time_zone)


@dataclass(frozen=True)
class IntervalCounts:
    """Cases of the channels that have intervals of one length. R replications, I intervals, K such channels.

    channel: int8[K], their numbers. number: int64[R, I, K]. starts: int64[I], minutes. step: minutes of an interval.
    """

    channel: np.ndarray
    number: np.ndarray
    starts: np.ndarray
    step: int


def interval_counts(scenario: Scenario, customers: Customers, replication_key: np.ndarray) -> Iterator[IntervalCounts]:
    """Cases of every interval that begins before `end`, by length of interval. replication_key: uint64[R]."""
    from sim.demand.compiled_tape import uniforms_grid

    channels, sources = volumes_of(scenario).channels, source_keys(customers)
    for step in sorted({channel.step for channel in channels}):
        alike = np.array([c for c, channel in enumerate(channels) if channel.step == step], dtype=np.int8)
        starts = np.arange(0, int(np.ceil(customers.end)), step, dtype=np.int64)
        mean = np.array([expected_in(scenario, channels[c], starts) for c in alike]).T  # [I, K]
        days = np.arange(int(starts[-1]) // MINUTES_PER_DAY + 1)
        busy = day_busyness(scenario, replication_key, days)[:, starts // MINUTES_PER_DAY, :]  # [R, I, 1]
        draws = uniforms_grid(replication_key, int(Kind.ARRIVAL_COUNT), sources[alike], starts)
        yield IntervalCounts(alike, poisson_counts(draws.transpose(0, 2, 1), mean * busy), starts, step)


def offered_in(channel: ChannelVolumes, minutes: np.ndarray) -> np.ndarray:
    """Contacts offered in the interval that holds each minute of the run. Returns float64, as `minutes`."""
    return channel.offered[(minutes // channel.step) % channel.offered.size]


def expected_in(scenario: Scenario, channel: ChannelVolumes, minutes: np.ndarray) -> np.ndarray:
    """Customers expected in the interval that holds each minute: offered x volume_factor. Returns float64."""
    return offered_in(channel, minutes) * scenario.demand.volume_factor


def work_factors(scenario: Scenario) -> np.ndarray:
    """What a channel's work is multiplied with so that its first needs take aht_seconds on average. float64[C].

    The file's mean over all intervals, weighted by contacts offered: means of single half-hours differ by chance, and
    the spread of work is in work_cv. All needs of a case are scaled alike. 1 where the file has no aht_seconds.
    """
    ones = np.ones(len(scenario.demand.channels))
    if scenario.demand.volumes_file is None:
        return ones
    seconds = volumes_of(scenario).aht_seconds
    streams = streams_of(scenario)
    rows = zip(streams.first.tolist(), streams.work.tolist(), strict=True)
    first = np.array([_mean_over(*row) for row in rows][: ones.size])
    return np.where(np.isnan(seconds), ones, seconds / SECONDS_PER_MINUTE / first)


def _mean_over(shares: list[float], values: list[float]) -> float:
    """shares: 1 together, or nearly."""
    total, mean = sum(shares), sum(share * value for share, value in zip(shares, values, strict=True))
    return mean if abs(total - 1.0) < 1e-9 else mean / total


def mean_work_factor(scenario: Scenario) -> float:
    """Mean of `work_factors` over the contacts offered in the file; 1 without a file."""
    if scenario.demand.volumes_file is None:
        return 1.0
    offered = np.array([channel.offered.sum() for channel in volumes_of(scenario).channels])
    total = float(offered.sum())
    return float(np.sum(offered * work_factors(scenario)) / total) if total else 1.0
