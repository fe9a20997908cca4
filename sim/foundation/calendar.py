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


def deadline_of(arrival: float, open_minutes: float, channel: int, open_before) -> float:
    """The earliest moment at which so many open minutes have passed since an arrival; all on the grid, exact there.

    arrival: minutes, >= 0. open_minutes: above 0. open_before: float64[C, 10081].
    Where they run out exactly at a closing time the deadline is that closing time, not the next opening.
    """
    per_week = open_before[channel, MINUTES_PER_WEEK]
    target = open_minutes_until(arrival, channel, open_before) + open_minutes
    week = math.floor(target / per_week)
    left = target - week * per_week
    if left <= 0.0:
        week -= 1
        left += per_week
    # The minute in which they run out: halving keeps before[first] < left <= before[last].
    first = 0
    last = MINUTES_PER_WEEK
    while last - first > 1:
        middle = (first + last) // 2
        if open_before[channel, middle] < left:
            first = middle
        else:
            last = middle
    return week * 10080.0 + first + (left - open_before[channel, first])
