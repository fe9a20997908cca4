"""Volumes of the user's as expected customers: which interval of the file each interval of the run has, and its work.

The weeks of the file repeat where the run is longer; its first Monday is the Monday of week 0, so that the warm-up
takes the first weeks of the file. Customers come as a Poisson number with the offered contacts as its mean (times the
busyness of the day), each at a moment of its own inside the interval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.demand.arrival_rates import day_busyness, poisson_counts, source_keys
from sim.demand.tape import Customers
from sim.demand.volumes_file import VolumesFile, read_volumes
from sim.foundation.draws import Kind
from sim.scenario.files import shown_path
from sim.scenario.hours import MINUTES_PER_DAY

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

SECONDS_PER_MINUTE = 60.0


def volumes_of(scenario: Scenario) -> VolumesFile:
    """The file that `demand.volumes_file` names. Raises DataError where it cannot be used."""
    path = scenario.data_file("demand.volumes_file")
    return read_volumes(shown_path(path), tuple(scenario.demand.channels))


def interval_counts(
    scenario: Scenario, customers: Customers, replication_key: np.ndarray
) -> tuple[np.ndarray, np.ndarray, int]:
    """Cases per replication, interval and channel, for every interval that begins before `end`.

    replication_key: uint64[R]. Returns int64[R, I, C]; int64[I], minute at which each begins; minutes of an interval.
    """
    from sim.demand.compiled_tape import uniforms_grid

    file = volumes_of(scenario)
    starts = np.arange(0, int(np.ceil(customers.end)), file.step, dtype=np.int64)
    mean = expected_in(scenario, file, starts).T  # [I, C]
    days = np.arange(int(starts[-1]) // MINUTES_PER_DAY + 1)
    busy = day_busyness(scenario, replication_key, days)[:, starts // MINUTES_PER_DAY, :]  # [R, I, 1]
    draws = uniforms_grid(replication_key, int(Kind.ARRIVAL_COUNT), source_keys(customers), starts)
    return poisson_counts(draws.transpose(0, 2, 1), mean * busy), starts, file.step


def offered_in(file: VolumesFile, minutes: np.ndarray) -> np.ndarray:
    """Contacts offered in the interval that holds each minute of the run. Returns float64[C, minutes]."""
    return file.offered[:, (minutes // file.step) % file.offered.shape[1]]


def expected_in(scenario: Scenario, file: VolumesFile, minutes: np.ndarray) -> np.ndarray:
    """Customers expected in the interval that holds each minute, float64[C, minutes]: offered x volume_factor."""
    return offered_in(file, minutes) * scenario.demand.volume_factor


def work_factors(scenario: Scenario) -> np.ndarray:
    """What a channel's work is multiplied with so that its first needs take aht_seconds on average. float64[C].

    The file's mean over all intervals, weighted by contacts offered: means of single half-hours differ by chance, and
    the spread of work is in work_cv. All needs of a case are scaled alike. 1 where the file has no aht_seconds.
    """
    ones = np.ones(len(scenario.demand.channels))
    if scenario.demand.volumes_file is None:
        return ones
    seconds = volumes_of(scenario).aht_seconds
    first = sum(need.first_share * need.work_minutes for need in scenario.demand.needs.values())
    return np.where(np.isnan(seconds), ones, seconds / SECONDS_PER_MINUTE / first)


def mean_work_factor(scenario: Scenario) -> float:
    """Mean of `work_factors` over the contacts offered in the file; 1 without a file."""
    if scenario.demand.volumes_file is None:
        return 1.0
    offered = volumes_of(scenario).offered.sum(axis=1)
    total = float(offered.sum())
    return float(np.sum(offered * work_factors(scenario)) / total) if total else 1.0
