"""The user's own volumes: contacts offered by channel and interval, as a workforce tool or a switch exports them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np

from sim.demand.data_formats import (
    DateFormat,
    NumberFormat,
    date_format,
    number_format,
    parse_date,
    parse_number,
    size_problem,
)
from sim.demand.data_table import DataKind, DataRow, DataTable, read_once, read_table, refuse
from sim.scenario.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK
from sim.scenario.problems import Problem, data_error, did_you_mean

VOLUMES = DataKind("demand.volumes_file", "volumes file", ("start", "channel", "offered"), ("aht_seconds",))
START_ALLOWED = 'write the start of the interval as "2026-01-05 08:30" or, day first, "05/01/2026 08:30"'
MOST_OFFERED = 1e6
LONGEST_AHT_SECONDS = 600_000.0
USUAL_AHT_SECONDS = (5.0, 86_400.0)  # beyond, a number that could be read two ways is in doubt
USUAL_PER_HOUR = 1_000.0  # contacts offered by one channel; as above
USUAL_RATIO = 100.0  # of contacts offered in two intervals of a file


@dataclass(frozen=True)
class VolumesFile:
    """What a volumes file says. C channels of the scenario.

    path: as shown to the user. week_0: Monday of its first week. step: minutes of an interval, a divisor of a day.
    offered: float64[C, weeks x intervals of a week], contacts per interval from week_0 on, 0 where nothing is said.
    given: bool, the same shape, where a row says something. aht_seconds: float64[C], mean weighted by contacts
    offered, nan where none is given. first, last: first and last start.
    """

    path: str
    week_0: date
    step: int
    offered: np.ndarray
    given: np.ndarray
    aht_seconds: np.ndarray
    first: datetime
    last: datetime
    rows: int
    encoding: str
    compressed: bool
    delimiter: str
    dates: DateFormat
    numbers: NumberFormat

    @property
    def weeks(self) -> int:
        """Weeks from the Monday of the first row to the Sunday of the last."""
        return self.offered.shape[1] * self.step // MINUTES_PER_WEEK


@dataclass(frozen=True)
class _Entry:
    line: int
    start: datetime
    channel: int
    offered: float
    aht_seconds: float


@read_once
def read_volumes(path: str, channels: tuple[str, ...]) -> VolumesFile:
    """Read a file; one that has not changed since is read once per process. Raises DataError.

    channels: names of the scenario's channels, in order.
    """
    table = read_table(path, VOLUMES)
    dates = date_format(_with_time(row.cells["start"]) for row in table.rows)
    texts = [text for row in table.rows for name in ("offered", "aht_seconds") if (text := row.cells[name])]
    numbers = number_format(texts, table.delimiter)
    problems: list[Problem] = list(table.problems)
    entries = []
    for row in table.rows:
        found = list(_row_problems(path, row, channels, dates, numbers))
        problems += found
        if not found:
            entries.append(_entry(row, channels, dates, numbers))
    step = _step(path, entries, problems)
    problems += _twice(path, entries)
    refuse(problems)
    refuse(_doubtful(path, table, step, numbers))
    return _tabulated(path, table, entries, step, dates, numbers, len(channels))


def _with_time(text: str | None) -> str:
    """A date alone is its midnight; where nothing was entered there is no text."""
    return text or "" if not text or ":" in text else f"{text} 00:00"


def _row_problems(
    path: str, row: DataRow, channels: tuple[str, ...], dates: DateFormat, numbers: NumberFormat
) -> Iterator[Problem]:
    def problem(column: str, message: str) -> Problem:
        return Problem(path, row.line, f"{column}: {row.cells[column] or 'missing'}", message)

    start = parse_date(_with_time(row.cells["start"]), dates)
    if start is None:
        yield problem("start", f"It cannot be read as a date with a time; {START_ALLOWED}.")
    elif start.second or start.microsecond:
        yield problem("start", "Intervals begin at whole minutes.")
    if row.cells["channel"] not in channels:
        hint = did_you_mean(row.cells["channel"] or "", channels)
        yield problem("channel", f"The scenario has no such channel. {hint}")
    offered = parse_number(row.cells["offered"] or "", numbers)
    if offered is None or not 0 <= offered <= MOST_OFFERED:
        yield problem("offered", f"Contacts offered must be a number from 0 to {MOST_OFFERED:.0f}, for example 12.")
    if row.cells["aht_seconds"] is not None:
        seconds = parse_number(row.cells["aht_seconds"], numbers)
        if doubt := size_problem(row.cells["aht_seconds"], numbers, *USUAL_AHT_SECONDS):
            yield problem("aht_seconds", doubt)
        elif seconds is None or not 0 <= seconds <= LONGEST_AHT_SECONDS or (seconds == 0 and offered):
            limits = f"above 0 and at most {LONGEST_AHT_SECONDS:.0f}, for example 360"
            yield problem("aht_seconds", f"The mean handling time must be a number of seconds {limits}, or left empty.")


def _entry(row: DataRow, channels: tuple[str, ...], dates: DateFormat, numbers: NumberFormat) -> _Entry:
    start = parse_date(_with_time(row.cells["start"]), dates)
    offered = parse_number(row.cells["offered"] or "", numbers)
    assert start is not None
    assert offered is not None
    seconds = parse_number(row.cells["aht_seconds"], numbers) if row.cells["aht_seconds"] else None
    return _Entry(row.line, start, channels.index(row.cells["channel"] or ""), offered, seconds or math.nan)


def _step(path: str, entries: list[_Entry], problems: list[Problem]) -> int:
    """Minutes from one interval to the next: the least distance between two starts. Adds what does not fit."""
    if problems:
        return 1
    starts = sorted({entry.start for entry in entries})
    if len(starts) < 2:
        message = "How long an interval is shows in the distance between two starts, and all rows have the same."
        raise data_error(path, f"start: {starts[0]}", message, entries[0].line)
    step = min(int((later - earlier).total_seconds()) // 60 for earlier, later in pairwise(starts))
    if MINUTES_PER_DAY % step:
        message = "Intervals must divide a day, as half-hours, hours or days do."
        raise data_error(path, f"{step} minutes between two starts", message)
    for entry in entries:
        if (entry.start.hour * 60 + entry.start.minute) % step:
            message = f"Starts must be {step} minutes apart, counted from midnight, as the nearest two in the file are."
            problems.append(Problem(path, entry.line, f"start: {entry.start:%Y-%m-%d %H:%M}", message))
    return step


def _doubtful(path: str, table: DataTable, step: int, numbers: NumberFormat) -> Iterator[Problem]:
    """Contacts offered that could be read two ways and would be unusually many, also beside those that are clear."""
    if not numbers.assumed:
        return
    texts = [row.cells["offered"] or "" for row in table.rows]
    clear = max((parse_number(text, numbers) or 0.0 for text in texts if text.isdigit()), default=0.0)
    most = max(USUAL_PER_HOUR * step / 60.0, USUAL_RATIO * clear)
    for row, text in zip(table.rows, texts, strict=True):
        if doubt := size_problem(text, numbers, 0.0, most):
            yield Problem(path, row.line, f"offered: {text}", doubt)


def _twice(path: str, entries: list[_Entry]) -> Iterator[Problem]:
    first: dict[tuple[datetime, int], int] = {}
    for entry in entries:
        line = first.setdefault((entry.start, entry.channel), entry.line)
        if line != entry.line:
            seen = f"start: {entry.start:%Y-%m-%d %H:%M}"
            message = f"This interval of this channel is given twice (first in line {line})."
            yield Problem(path, entry.line, seen, message)


def _tabulated(
    path: str,
    table: DataTable,
    entries: list[_Entry],
    step: int,
    dates: DateFormat,
    numbers: NumberFormat,
    channels: int,
) -> VolumesFile:
    first, last = min(entry.start for entry in entries), max(entry.start for entry in entries)
    week_0 = first.date() - timedelta(days=first.weekday())
    weeks = (last.date() - week_0).days // 7 + 1
    offered = np.zeros((channels, weeks * MINUTES_PER_WEEK // step))
    given = np.zeros(offered.shape, dtype=np.bool_)
    weight, seconds = np.zeros(channels), np.zeros(channels)
    midnight = datetime(week_0.year, week_0.month, week_0.day)
    for entry in entries:
        interval = int((entry.start - midnight).total_seconds()) // 60 // step
        offered[entry.channel, interval] = entry.offered
        given[entry.channel, interval] = True
        if not math.isnan(entry.aht_seconds):
            weight[entry.channel] += entry.offered
            seconds[entry.channel] += entry.offered * entry.aht_seconds
    mean = np.divide(seconds, weight, out=np.full(channels, np.nan), where=weight > 0)
    return VolumesFile(
        path, week_0, step, offered, given, mean, first, last, len(entries), table.encoding, table.compressed,
        table.delimiter, dates, numbers,
    )  # fmt: skip
