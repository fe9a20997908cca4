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


def open_moment_after(minutes: float, open_minutes: float, channel: int, open_before) -> float:
    """The first time at which the channel is open and has been open for so long since `minutes`; all on the grid.

    With 0 open minutes: the next time at which it is open. A channel that never opens gives `minutes`.
    """
    per_week = open_before[channel, MINUTES_PER_WEEK]
    if per_week == 0.0:
        return minutes
    until = open_minutes_until(minutes, channel, open_before) + open_minutes
    week = math.floor(until / per_week)
    rest = until - week * per_week
    # The last minute with no more than `rest` before it: halving keeps before[first] <= rest < before[last].
    first = 0
    last = MINUTES_PER_WEEK
    while last - first > 1:
        middle = (first + last) // 2
        if open_before[channel, middle] <= rest:
            first = middle
        else:
            last = middle
    rate = open_before[channel, first + 1] - open_before[channel, first]
    return week * 10080.0 + first + (rest - open_before[channel, first]) / rate
