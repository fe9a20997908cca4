"""Opening hours as arrays, and deadlines: the moment H open minutes after an arrival."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.foundation.grid import STEPS_PER_MINUTE, grid_array
from sim.scenario.hours import weekly_spans

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

OPEN_DAYS_LIVE = 1
OPEN_DAYS_NOT_LIVE = 5


def open_flags(hours: str) -> np.ndarray:
    """Whether each minute of the week is open. hours: as `weekly_spans`. Returns bool[10080]."""
    flags = np.zeros(MINUTES_PER_WEEK, dtype=bool)
    for start, end in weekly_spans(hours):
        flags[np.arange(start, end) % MINUTES_PER_WEEK] = True  # Sunday night runs into Monday
    return flags


def open_minutes_before(hours: tuple[str, ...]) -> np.ndarray:
    """Open minutes of the week before each whole minute. hours: one text per channel. Returns float64[C, 10081]."""
    before = np.zeros((len(hours), MINUTES_PER_WEEK + 1))
    for channel, text in enumerate(hours):
        np.cumsum(open_flags(text), out=before[channel, 1:])
    return before


def horizon_open_minutes(scenario: Scenario, open_before: np.ndarray) -> np.ndarray:
    """H per channel in open minutes, on the grid. Returns float64[C].

    By default one open day for live channels and five for others, an open day being the open
    minutes of a week over the days on which the channel opens at all.
    """
    horizon = np.empty(len(scenario.demand.channels))
    for c, channel in enumerate(scenario.demand.channels.values()):
        by_day = np.diff(open_before[c, ::1440])
        day = open_before[c, MINUTES_PER_WEEK] / np.count_nonzero(by_day)
        days = OPEN_DAYS_LIVE if channel.live else OPEN_DAYS_NOT_LIVE
        horizon[c] = days * day if channel.horizon_open_minutes is None else channel.horizon_open_minutes
    return np.maximum(grid_array(horizon), 1.0 / STEPS_PER_MINUTE)


def deadline_after(
    arrival: np.ndarray, channel: np.ndarray, horizon: np.ndarray, open_before: np.ndarray
) -> np.ndarray:
    """The earliest moment at which H open minutes have passed since each arrival; exact on the grid.

    arrival: float64[n], minutes, >= 0, on the grid. channel: int[n]. horizon: float64[C], open minutes,
    above 0, on the grid. open_before: float64[C, 10081]. Returns float64[n], minutes.
    Where H runs out exactly at a closing time the deadline is that closing time, not the next opening.
    """
    deadline = np.empty(arrival.size)
    for c in range(open_before.shape[0]):
        rows = np.flatnonzero(channel == c)
        target = _open_until(arrival[rows], open_before[c]) + horizon[c]
        deadline[rows] = _earliest_moment(target, open_before[c])
    return deadline


def _open_until(minutes: np.ndarray, before: np.ndarray) -> np.ndarray:
    """`calendar.open_minutes_until` for an array and one channel."""
    week = np.floor(minutes / MINUTES_PER_WEEK)
    into = minutes - week * MINUTES_PER_WEEK
    whole = into.astype(np.int64)
    opens = before[whole + 1] - before[whole]
    return week * before[MINUTES_PER_WEEK] + before[whole] + (into - whole) * opens


def _earliest_moment(target: np.ndarray, before: np.ndarray) -> np.ndarray:
    """First moment before which `target` open minutes lie (above 0); the inverse of `_open_until`."""
    per_week = before[MINUTES_PER_WEEK]
    week = np.ceil(target / per_week) - 1.0
    left = target - week * per_week
    week, left = np.where(left <= 0.0, week - 1.0, week), np.where(left <= 0.0, left + per_week, left)
    week, left = np.where(left > per_week, week + 1.0, week), np.where(left > per_week, left - per_week, left)
    minute_of = np.flatnonzero(np.diff(before))  # the wall minute of each open minute
    index = np.ceil(left).astype(np.int64) - 1
    return week * MINUTES_PER_WEEK + minute_of[index] + (left - index)
