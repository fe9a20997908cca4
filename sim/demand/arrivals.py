"""Who comes when: the rows of a tape in order, before anything else is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.demand import arrival_rates
from sim.demand.arrival_rates import day_profile
from sim.demand.bursts import burst_arrivals
from sim.demand.spacing import spaced_arrivals
from sim.demand.tape import Customers
from sim.demand.volumes import interval_counts

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Arrivals:
    """The sorted rows of a tape before anything else is drawn.

    first_case: int64[R + 1]. arrival: float64[n]. lineage: uint64[n]. channel: int8[n]. first_need: int8[n],
    function of the first need where something decided it, -1 where it is drawn; None: drawn for all.
    """

    first_case: np.ndarray
    arrival: np.ndarray
    lineage: np.ndarray
    channel: np.ndarray
    first_need: np.ndarray | None = None


def synthetic_arrivals(scenario: Scenario, customers: Customers, replication_key: np.ndarray) -> Arrivals:
    """Arrivals before `end`, sorted by (arrival, lineage) in each replication. replication_key: uint64[R].

    By profile or from volumes of the user's, and those of bursts.
    """
    usual = _by_profile if scenario.demand.volumes_file is None else _by_volumes
    size, *columns = usual(scenario, customers, replication_key)
    if not scenario.demand.bursts:
        return _sorted(size, columns, customers.end)
    extra = burst_arrivals(scenario, customers, replication_key)
    replication = np.concatenate([np.repeat(np.arange(size.size), size), extra.replication])
    drawn = np.full(columns[0].size, -1, dtype=np.int8)
    more = (extra.arrival, extra.lineage, extra.channel, extra.first_need)
    rows = np.argsort(replication, kind="stable")
    joined = [np.concatenate(pair)[rows] for pair in zip([*columns, drawn], more, strict=True)]
    return _sorted(np.bincount(replication, minlength=size.size), joined, customers.end)


def _by_profile(scenario: Scenario, customers: Customers, replication_key: np.ndarray) -> tuple[np.ndarray, ...]:
    """Cases per replication int64[R]; arrival, lineage, channel of each, not sorted."""
    from sim.demand.compiled_tape import place_arrivals

    number = arrival_rates.arrival_counts(scenario, customers, replication_key)
    number, share = spaced_arrivals(scenario, customers, replication_key, number)
    arrival, lineage, channel = _empty(int(number.sum()))
    profile = day_profile(scenario, customers)
    pieces = (profile.first, profile.start, profile.end, profile.before, profile.per_share)
    sources = arrival_rates.source_keys(customers)
    place_arrivals(replication_key, number, sources, *pieces, share, arrival, lineage, channel)
    return number.sum(axis=(1, 2)), arrival, lineage, channel


def _by_volumes(scenario: Scenario, customers: Customers, replication_key: np.ndarray) -> tuple[np.ndarray, ...]:
    """As `_by_profile`, from the user's volumes."""
    from sim.demand.compiled_tape import place_volumes

    sources, parts = arrival_rates.source_keys(customers), []
    for counts in interval_counts(scenario, customers, replication_key):
        number, alike = counts.number, counts.channel
        arrival, lineage, channel = _empty(int(number.sum()))
        place_volumes(replication_key, number, sources[alike], counts.starts, counts.step, arrival, lineage, channel)
        parts.append((number.sum(axis=(1, 2)), arrival, lineage, alike[channel]))
    if len(parts) == 1:
        return parts[0]
    replication = np.concatenate([np.repeat(np.arange(size.size), size) for size, *_ in parts])
    rows = np.argsort(replication, kind="stable")
    size, *columns = zip(*parts, strict=True)
    return np.sum(size, axis=0), *(np.concatenate(column)[rows] for column in columns)


def _empty(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.empty(n), np.empty(n, dtype=np.uint64), np.empty(n, dtype=np.int8)


def _sorted(size: np.ndarray, columns: list[np.ndarray], end: float) -> Arrivals:
    """size: int64[R], cases of each replication. columns: arrival, lineage, channel and perhaps first_need."""
    order = _order(np.cumsum(size), columns[0], columns[1], end)
    first_case = np.concatenate([[0], np.cumsum([rows.size for rows in order])])
    rows = np.concatenate(order)
    return Arrivals(first_case, *(column[rows] for column in columns))


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
