"""The user's own volumes: contacts offered by channel and interval, as a workforce tool or a switch exports them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from sim.demand.data_dates import DateFormat, date_format, order_problem, parse_date, with_time, zone_problem
from sim.demand.data_formats import NumberFormat, number_format, parse_number, size_problem
from sim.demand.data_table import DataKind, DataRow, DataTable, known_name, read_once, read_table, refuse
from sim.demand.volume_steps import Entry, Steps, off_the_grid, steps_of
from sim.scenario.hours import MINUTES_PER_WEEK
from sim.scenario.problems import Problem, data_error, did_you_mean

VOLUMES = DataKind(
    "demand.volumes_file", "volumes file", ("start", "channel", "offered"), ("aht_seconds",), ("nan", "null")
)
START_ALLOWED = 'write the start of the interval as "2026-01-05 08:30" or, day first, "05/01/2026 08:30"'
MOST_OFFERED = 1e6
SUNDAY = 6
LONGEST_AHT_SECONDS = 600_000.0
USUAL_AHT_SECONDS = (5.0, 86_400.0)  # beyond, a number that could be read two ways is in doubt
USUAL_PER_HOUR = 1_000.0  # contacts offered by one channel; as above
USUAL_RATIO = 100.0  # of contacts offered in two intervals of a file


@dataclass(frozen=True)
class ChannelVolumes:
    """What a volumes file says of one channel.

    step: minutes of an interval, a divisor of a day. apart: as of `Steps`. offered: float64[intervals of all weeks],
    contacts per interval from week_0 on, 0 where nothing is said. given: bool, the same shape, where a row says
    something. aht_seconds: mean weighted by contacts offered, nan where none is given.
    """

    step: int
    apart: int
    offered: np.ndarray
    given: np.ndarray
    aht_seconds: float


@dataclass(frozen=True)
class VolumesFile:
    """What a volumes file says.

    path: as shown to the user. week_0: Monday of its first week. weeks: from there to the Sunday of the last row.
    channels: those of the scenario, in order. first, last: first and last start. left_out: as of `DataTable`. empty:
    rows without a number of contacts. again: starts of intervals that came twice as the clock was set back.
    """

    path: str
    week_0: date
    weeks: int
    channels: tuple[ChannelVolumes, ...]
    first: datetime
    last: datetime
    rows: int
    encoding: str
    compressed: bool
    delimiter: str
    dates: DateFormat
    numbers: NumberFormat
    left_out: tuple[str, ...]
    empty: int
    again: tuple[datetime, ...]

    @property
    def aht_seconds(self) -> np.ndarray:
        """Mean handling time by channel, float64[C], nan where none is given."""
        return np.array([channel.aht_seconds for channel in self.channels])


@read_once
def read_volumes(
    path: str, channels: tuple[str, ...], skip: tuple[str, ...] = (), order: str | None = None
) -> VolumesFile:
    """Read a file; one that has not changed since is read once per process. Raises DataError.

    channels: names of the scenario's channels, in order. skip: as of `read_table`. order: as of `date_format`.
    """
    table = _with_channels(read_table(path, VOLUMES, skip), channels)
    starts = [with_time(row.cells["start"]) for row in table.rows]
    dates = date_format(starts, order, delimiter=table.delimiter)
    texts = [text for row in table.rows for name in ("offered", "aht_seconds") if (text := row.cells[name])]
    numbers = number_format(texts, table.delimiter)
    problems: list[Problem] = list(table.problems)
    entries = []
    for row in table.rows:
        found = list(_row_problems(path, row, channels, dates, numbers))
        problems += found
        if not found:
            entries.append(_entry(row, channels, dates, numbers))
    entries, again = _hours_twice(entries)
    unclear = order_problem(path, None, dates, "demand.volumes_dates")
    refuse([*problems, *unclear, *_in_zones(path, table, dates), *_twice(path, entries)])
    if all(row.cells["offered"] is None for row in table.rows):
        raise data_error(path, "offered: missing in all rows", "It must say how many contacts are offered.")
    steps = steps_of(path, entries, len(channels))
    refuse(off_the_grid(path, entries, steps))
    refuse(_doubtful(path, table, channels, steps, numbers))
    return _tabulated(path, table, entries, steps, dates, numbers, again)


def _with_channels(table: DataTable, channels: tuple[str, ...]) -> DataTable:
    """Channels by the names of the scenario, whatever letters are capital."""
    rows = (DataRow(r.line, {**r.cells, "channel": known_name(r.cells["channel"], channels)}) for r in table.rows)
    return replace(table, rows=tuple(rows))


def _in_zones(path: str, table: DataTable, dates: DateFormat) -> Iterator[Problem]:
    """Times of several places."""
    lines = {row.cells["start"]: row.line for row in table.rows}
    if dates.zones and (found := zone_problem((text for text in lines if text), dates)):
        yield Problem(path, lines[found[0]], f"start: {found[0]}", found[1])


def _row_problems(
    path: str, row: DataRow, channels: tuple[str, ...], dates: DateFormat, numbers: NumberFormat
) -> Iterator[Problem]:
    def problem(column: str, message: str) -> Problem:
        return Problem(path, row.line, f"{column}: {row.cells[column] or 'missing'}", message)

    start = parse_date(with_time(row.cells["start"]), dates)
    if start is None:
        yield problem("start", f"It cannot be read as a date with a time; {START_ALLOWED}.")
    elif start.second or start.microsecond:
        yield problem("start", "Intervals begin at whole minutes.")
    if row.cells["channel"] not in channels:
        hint = did_you_mean(row.cells["channel"] or "", channels)
        skip = " A row that is none of a channel can be skipped: volumes_skip: [text of a cell]."
        yield problem("channel", f"The scenario has no such channel. {hint}{skip if row.cells['channel'] else ''}")
    offered = parse_number(row.cells["offered"] or "0", numbers)
    if offered is None or not 0 <= offered <= MOST_OFFERED:
        yield problem("offered", f"Contacts offered must be a number from 0 to {MOST_OFFERED:.0f}, for example 12.")
    if row.cells["aht_seconds"] is not None:
        seconds = parse_number(row.cells["aht_seconds"], numbers)
        if doubt := size_problem(row.cells["aht_seconds"], numbers, *USUAL_AHT_SECONDS):
            yield problem("aht_seconds", doubt)
        elif seconds is None or not 0 <= seconds <= LONGEST_AHT_SECONDS or (seconds == 0 and offered):
            limits = f"above 0 and at most {LONGEST_AHT_SECONDS:.0f}, for example 360"
            yield problem("aht_seconds", f"The mean handling time must be a number of seconds {limits}, or left empty.")


def _entry(row: DataRow, channels: tuple[str, ...], dates: DateFormat, numbers: NumberFormat) -> Entry:
    start = parse_date(with_time(row.cells["start"]), dates)
    offered = parse_number(row.cells["offered"] or "0", numbers)
    assert start is not None
    assert offered is not None
    seconds = parse_number(row.cells["aht_seconds"], numbers) if row.cells["aht_seconds"] else None
    day = ":" not in (row.cells["start"] or "")
    return Entry(row.line, start, day, channels.index(row.cells["channel"] or ""), offered, seconds or math.nan)


def _doubtful(
    path: str, table: DataTable, channels: tuple[str, ...], steps: Steps, numbers: NumberFormat
) -> Iterator[Problem]:
    """Contacts offered that could be read two ways and would be unusually many, also beside those that are clear."""
    if not numbers.assumed:
        return
    texts = [row.cells["offered"] or "" for row in table.rows]
    clear = max((parse_number(text, numbers) or 0.0 for text in texts if text.isdigit()), default=0.0)
    for row, text in zip(table.rows, texts, strict=True):
        step = steps.minutes[channels.index(row.cells["channel"] or "")]
        most = max(USUAL_PER_HOUR * step / 60.0, USUAL_RATIO * clear)
        if doubt := size_problem(text, numbers, 0.0, most):
            yield Problem(path, row.line, f"offered: {text}", doubt)


def _hours_twice(entries: list[Entry]) -> tuple[list[Entry], tuple[datetime, ...]]:
    """Intervals of the hour that comes twice when the clock is set back, each with the sum of both; and their starts.

    That is on a Sunday before four in the morning, in spring or autumn.
    """
    found: dict[tuple[datetime, int], Entry] = {}
    again, kept = [], []
    for entry in entries:
        first = found.setdefault((entry.start, entry.channel), entry)
        if first is entry or not _may_come_twice(entry.start) or (entry.start, entry.channel) in again:
            kept.append(entry)
            continue
        again.append((entry.start, entry.channel))
        kept[kept.index(first)] = _both(first, entry)
    return kept, tuple(dict.fromkeys(start for start, _ in again))


def _may_come_twice(start: datetime) -> bool:
    return start.weekday() == SUNDAY and 0 < start.hour < 4 and start.month in (3, 4, 9, 10, 11)


def _both(first: Entry, second: Entry) -> Entry:
    weights = [(e.offered, e.aht_seconds) for e in (first, second) if not math.isnan(e.aht_seconds) and e.offered > 0]
    weight = sum(offered for offered, _ in weights)
    seconds = sum(offered * aht for offered, aht in weights) / weight if weight else math.nan
    return replace(first, offered=first.offered + second.offered, aht_seconds=seconds)


def _twice(path: str, entries: list[Entry]) -> Iterator[Problem]:
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
    entries: list[Entry],
    steps: Steps,
    dates: DateFormat,
    numbers: NumberFormat,
    again: tuple[datetime, ...],
) -> VolumesFile:
    first, last = min(entry.start for entry in entries), max(entry.start for entry in entries)
    week_0 = first.date() - timedelta(days=first.weekday())
    weeks = (last.date() - week_0).days // 7 + 1
    midnight = datetime(week_0.year, week_0.month, week_0.day)
    channels = tuple(
        _channel([entry for entry in entries if entry.channel == c], step, apart, midnight, weeks)
        for c, (step, apart) in enumerate(zip(steps.minutes, steps.apart, strict=True))
    )
    return VolumesFile(
        path, week_0, weeks, channels, first, last, len(entries), table.encoding, table.compressed, table.delimiter,
        dates, numbers, table.left_out, sum(row.cells["offered"] is None for row in table.rows), again,
    )  # fmt: skip


def _channel(entries: list[Entry], step: int, apart: int, midnight: datetime, weeks: int) -> ChannelVolumes:
    """midnight: with which the first week begins."""
    offered = np.zeros(weeks * MINUTES_PER_WEEK // step)
    given = np.zeros(offered.shape, dtype=np.bool_)
    weight = seconds = 0.0
    for entry in entries:
        interval = int((entry.start - midnight).total_seconds()) // 60 // step
        offered[interval] = entry.offered
        given[interval] = True
        if not math.isnan(entry.aht_seconds):
            weight += entry.offered
            seconds += entry.offered * entry.aht_seconds
    return ChannelVolumes(step, apart, offered, given, seconds / weight if weight > 0 else math.nan)
