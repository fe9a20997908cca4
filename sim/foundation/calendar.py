"""Open minutes: the clock that runs only while a channel is open.

`open_before[c, m]` holds the open minutes of channel c in the week before its minute m.
"""

from __future__ import annotations

import math

import numpy as np

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


def closing_moment(minutes: float, channel: int, closing) -> float:
    """When waiting in a channel ends because it closes, for whoever begins at `minutes`; infinity: never.

    closing: `minutes_to_closing`.
    """
    week = math.floor(minutes / 10080.0)
    whole = math.floor(minutes - week * 10080.0)
    left = closing[channel, whole]
    return minutes if left == 0.0 else week * 10080.0 + whole + left


def minutes_to_closing(open_before: np.ndarray, call_again: np.ndarray, turn_away: np.ndarray) -> np.ndarray:
    """Minutes from the start of each minute of the week until whoever waits is told to call again. float64[C, 10080].

    Until the channel next closes; 0 where it is closed and turns away; infinity where it never closes, or nobody is
    told so.
    """
    found = np.full((open_before.shape[0], MINUTES_PER_WEEK), math.inf)
    minute = np.arange(MINUTES_PER_WEEK)
    for c in np.flatnonzero(call_again):
        opens = np.diff(open_before[c]) > 0.0
        closes = np.flatnonzero(~opens & np.roll(opens, 1))
        if closes.size:
            ahead = np.concatenate([closes, closes + MINUTES_PER_WEEK])
            found[c] = ahead[np.searchsorted(ahead, minute, side="right")] - minute
            found[c, ~opens & turn_away[c]] = 0.0
    return found


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
        target = _open_minutes_until(arrival[rows], open_before[c]) + horizon[c]
        deadline[rows] = _earliest_moment(target, open_before[c])
    return deadline


def _open_minutes_until(minutes: np.ndarray, before: np.ndarray) -> np.ndarray:
    """`open_minutes_until` for an array and one channel."""
    week = np.floor(minutes / MINUTES_PER_WEEK)
    into = minutes - week * MINUTES_PER_WEEK
    whole = into.astype(np.int64)
    opens = before[whole + 1] - before[whole]
    return week * before[MINUTES_PER_WEEK] + before[whole] + (into - whole) * opens


def _earliest_moment(target: np.ndarray, before: np.ndarray) -> np.ndarray:
    """First moment before which `target` open minutes lie (above 0); the inverse of `_open_minutes_until`."""
    per_week = before[MINUTES_PER_WEEK]
    week = np.ceil(target / per_week) - 1.0
    left = target - week * per_week
    week, left = np.where(left <= 0.0, week - 1.0, week), np.where(left <= 0.0, left + per_week, left)
    week, left = np.where(left > per_week, week + 1.0, week), np.where(left > per_week, left - per_week, left)
    minute_of = np.flatnonzero(np.diff(before))  # the wall minute of each open minute
    index = np.ceil(left).astype(np.int64) - 1
    return week * MINUTES_PER_WEEK + minute_of[index] + (left - index)
