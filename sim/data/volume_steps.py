"""How long the intervals of each channel of a volumes file are, from the distance between its starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import nan

from sim.scenario.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK
from sim.scenario.problems import Problem, data_error

BY_CHANCE = 0.001  # below it, starts that all lie on a coarser grid are taken for longer intervals


@dataclass(frozen=True)
class Entry:
    """A row of a volumes file. day: whether its start is a date alone. aht_seconds, abandoned: nan where none is given.
    name: of the channel, in the file."""

    line: int
    start: datetime
    day: bool
    channel: int
    offered: float
    aht_seconds: float
    abandoned: float = nan
    name: str = ""


@dataclass(frozen=True)
class Steps:
    """By channel. minutes: of an interval.

    apart: least minutes between two starts, where rows may have been as long but were too few to tell; 0 else.
    """

    minutes: tuple[int, ...]
    apart: tuple[int, ...]


def steps_of(path: str, entries: list[Entry], channels: int) -> Steps:
    """Minutes of an interval by channel. Raises DataError where the distances between starts do not show it.

    A channel whose starts are dates alone is by day, beside others with times. Any other has the least distance between
    two starts of the file, or its own where that is longer and its rows lie on that grid too often for chance.
    """
    rows = [[entry for entry in entries if entry.channel == c] for c in range(channels)]
    by_day = [bool(of_channel) and all(entry.day for entry in of_channel) for of_channel in rows]
    timed = [entry for entry in entries if not by_day[entry.channel]]
    if not timed or len(timed) == len(entries):
        by_day = [False] * channels
        timed = entries
    elif (week := _least([entry for entry in entries if by_day[entry.channel]])) and week % MINUTES_PER_WEEK == 0:
        raise _no_divisor(path, week)
    common = _least(timed) or _least(entries)
    if not common:
        message = "How long an interval is shows in the distance between two starts, and all rows have the same."
        raise data_error(path, f"start: {entries[0].start}", message, entries[0].line)
    minutes, apart = [], []
    for of_channel, day in zip(rows, by_day, strict=True):
        own = 0 if day else _own(of_channel, common)
        surely = own and (common / own) ** len({entry.start for entry in of_channel}) < BY_CHANCE
        minutes.append(MINUTES_PER_DAY if day else own if surely else common)
        apart.append(0 if surely else own)
        if of_channel and MINUTES_PER_DAY % minutes[-1]:
            raise _no_divisor(path, minutes[-1])
    return Steps(tuple(minutes), tuple(apart))


def _least(entries: Iterable[Entry]) -> int:
    """The least distance between two starts in minutes, 0 where there are no two."""
    starts = sorted({entry.start for entry in entries})
    return min((int((later - earlier).total_seconds()) // 60 for earlier, later in pairwise(starts)), default=0)


def _own(entries: list[Entry], common: int) -> int:
    """The least distance between starts of one channel where it is longer than the common one and could be its step."""
    own = _least(entries)
    could_be = own > common and MINUTES_PER_DAY % own == 0 and not any(_minute(entry) % own for entry in entries)
    return own if could_be else 0


def _minute(entry: Entry) -> int:
    return entry.start.hour * 60 + entry.start.minute


def _no_divisor(path: str, minutes: int) -> Exception:
    message = "Intervals must divide a day, as half-hours, hours or days do."
    return data_error(path, f"{minutes} minutes between two starts", message)


def off_the_grid(path: str, entries: list[Entry], steps: Steps) -> Iterator[Problem]:
    """Rows that do not start where an interval of their channel does."""
    for entry in entries:
        step = steps.minutes[entry.channel]
        if _minute(entry) % step:
            message = f"Starts must be {step} minutes apart, counted from midnight, as the nearest two in the file are."
            yield Problem(path, entry.line, f"start: {entry.start:%Y-%m-%d %H:%M}", message)
