"""Customers who come more or less regularly than at random: gamma times between them, in place of exponential ones.

Time is counted in customers expected, so that busy hours stay busy. Each day begins at a moment as any other (a renewal
process in equilibrium), so that as many come as are expected.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.arrival_rates import day_busyness, mean_per_day, source_keys
from sim.demand.tape import Customers
from sim.foundation.draws import Kind

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

MOST_OF_A_DAY = 2**24


def spaced_arrivals(
    scenario: Scenario, customers: Customers, replication_key: np.ndarray, number: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Cases per day, and which share of its day comes before each, where `arrivals_cv` of a channel is not 1.

    number: int64[R, D, C], as they come at random. Returns int64[R, D, C], and float64[R, D, C, K] with -1 for those
    who come at random; K is 0 where all do.
    """
    spread = [channel.arrivals_cv for channel in scenario.demand.channels.values()]
    spaced = [c for c, variation in enumerate(spread) if variation != 1.0]
    if not spaced:
        return number, np.empty((*number.shape, 0))
    days = np.arange(number.shape[1])
    expected = mean_per_day(scenario, customers).T[days % 7] * day_busyness(scenario, replication_key, days)
    sources, number = source_keys(customers), number.copy()
    found = {c: _moments(sources[c], replication_key, expected[:, :, c], float(spread[c])) for c in spaced}
    share = np.full((*number.shape, max(moments.shape[2] for moments in found.values())), -1.0)
    for c, moments in found.items():
        comes = moments < expected[:, :, c, None]
        number[:, :, c] = comes.sum(axis=2)
        share[:, :, c, : moments.shape[2]] = np.divide(
            moments, expected[:, :, c, None], out=np.full(moments.shape, -1.0), where=comes
        )
    return number, share


def _moments(source: np.uint64, replication_key: np.ndarray, expected: np.ndarray, variation: float) -> np.ndarray:
    """When each case of a day comes, in cases expected since its beginning; the last of them not before the day ends.

    expected: float64[R, D], cases of each day. variation: of the time between two. Returns float64[R, D, K].
    """
    from scipy.special import gammaincinv

    from sim.demand.compiled_tape import uniforms_grid

    most, square = float(expected.max(initial=0.0)), variation * variation
    length = ceil(most + 6.0 * variation * sqrt(most) + 6.0 * square) + 2
    while True:
        days = np.arange(expected.shape[1], dtype=np.int64)
        occurrence = (days[:, None] * MOST_OF_A_DAY + np.arange(length + 1)).ravel()
        draws = uniforms_grid(replication_key, int(Kind.BETWEEN), np.array([source]), occurrence)
        draws = draws.reshape(*expected.shape, length + 1)
        between = np.ones((*expected.shape, length))
        if square:
            # Any moment is likelier to lie in a long time between two than in a short one.
            shape = np.concatenate([[1.0 / square + 1.0], np.full(length - 1, 1.0 / square)])
            between = gammaincinv(shape, draws[:, :, 1:]) * square
        between[:, :, 0] *= draws[:, :, 0]
        moments = np.cumsum(between, axis=2)
        if np.all(moments[:, :, -1] >= expected):
            return moments
        length *= 2
