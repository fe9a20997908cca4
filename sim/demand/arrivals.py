"""Who comes when: the rows of a tape in order, before anything else is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.demand import counts
from sim.demand.day_profile import day_profile
from sim.demand.tape import Customers

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Arrivals:
    """The sorted rows of a tape before anything else is drawn.

    first_case: int64[R + 1]. arrival: float64[n]. lineage: uint64[n]. channel: int8[n].
    """

    first_case: np.ndarray
    arrival: np.ndarray
    lineage: np.ndarray
    channel: np.ndarray


def synthetic_arrivals(scenario: Scenario, customers: Customers, replication_key: np.ndarray) -> Arrivals:
    """Arrivals before `end`, sorted by (arrival, lineage) in each replication. replication_key: uint64[R]."""
    from sim.demand.compiled_tape import place_arrivals

    number = counts.arrival_counts(scenario, customers, replication_key)
    n = int(number.sum())
    arrival, lineage, channel = np.empty(n), np.empty(n, dtype=np.uint64), np.empty(n, dtype=np.int8)
    profile = day_profile(scenario, customers)
    pieces = (profile.first, profile.start, profile.end, profile.before, profile.per_share)
    place_arrivals(replication_key, number, counts.source_keys(customers), *pieces, arrival, lineage, channel)
    order = _order(np.cumsum(number.sum(axis=(1, 2))), arrival, lineage, customers.end)
    first_case = np.concatenate([[0], np.cumsum([rows.size for rows in order])])
    rows = np.concatenate(order)
    return Arrivals(first_case, arrival[rows], lineage[rows], channel[rows])


def _order(row_ends: np.ndarray, arrival: np.ndarray, lineage: np.ndarray, end: float) -> list[np.ndarray]:
    """Rows of each replication before `end` in order of (arrival, lineage). row_ends: int64[R]."""
    order, first = [], 0
    for last in row_ends:
        times = arrival[first:last]
        rows = np.argsort(times)
        sorted_times = times[rows]
        if np.any(sorted_times[1:] == sorted_times[:-1]):  # rare, and then the lineage decides
            rows = np.lexsort((lineage[first:last], times))
        order.append(first + rows[: np.searchsorted(sorted_times, end)])
        first = last
    return order
