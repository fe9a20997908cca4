"""Open minutes: the clock that runs only while a channel is open.

`open_before[c, m]` holds the open minutes of channel c in the week before its minute m.
"""

from __future__ import annotations

import math

MINUTES_PER_WEEK = 10080


def open_minutes_until(minutes: float, channel: int, open_before) -> float:
    """Open minutes of a channel between Monday 00:00 of week 0 and `minutes` (on the grid, >= 0).

    open_before: float64[C, 10081]. Exact on the grid: hours change at whole minutes.
    """
    week = math.floor(minutes / 10080.0)
    into = minutes - week * 10080.0
    whole = math.floor(into)
    before = open_before[channel, whole]
    rate = open_before[channel, whole + 1] - before
    return week * open_before[channel, MINUTES_PER_WEEK] + before + (into - whole) * rate


def closed_minutes(start: float, end: float, channel: int, open_before) -> float:
    """Minutes of [start, end) in which the channel is closed; start and end on the grid."""
    opened = open_minutes_until(end, channel, open_before) - open_minutes_until(start, channel, open_before)
    return (end - start) - opened


def is_open(minutes: float, channel: int, open_before) -> bool:
    """Whether the channel is open at a time."""
    week = math.floor(minutes / 10080.0)
    whole = math.floor(minutes - week * 10080.0)
    return open_before[channel, whole + 1] > open_before[channel, whole]


def next_open(minutes: float, channel: int, open_before) -> float:
    """The first time at or after `minutes` at which the channel is open. Channels open at whole minutes."""
    week = math.floor(minutes / 10080.0)
    whole = math.floor(minutes - week * 10080.0)
    if open_before[channel, whole + 1] > open_before[channel, whole]:
        return minutes
    for later in range(1, MINUTES_PER_WEEK + 1):
        minute = whole + later
        place = minute - MINUTES_PER_WEEK if minute >= MINUTES_PER_WEEK else minute
        if open_before[channel, place + 1] > open_before[channel, place]:
            return week * 10080.0 + minute
    return minutes
