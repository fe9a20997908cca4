"""The user's own volumes: contacts offered by channel and interval, as a workforce tool or a switch exports them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from sim.data.dates import DateFormat, date_format, may_come_twice, order_problem, parse_date, with_time, zone_problem
from sim.data.header import TOTALS
from sim.data.numbers import NumberFormat, number_format, parse_number, seconds_of, size_problem
from sim.data.table import DataRow, DataTable, day_alone, known_name, read_once, read_table, refuse
from sim.data.volume_columns import HANDLING, VOLUMES
from sim.data.volume_steps import Entry, Steps, off_the_grid, steps_of
from sim.data.wide import USUAL_WEEK, WEEKDAY, dated, kind_of
from sim.scenario.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK
from sim.scenario.problems import Problem, count_of, data_error, did_you_mean, nearest

START_ALLOWED = 'write the start of the interval as "2026-01-05 08:30" or, day first, "05/01/2026 08:30"'
MOST_OFFERED = 1e6
MANY_TWICE = 3  # intervals
MOST_WEEKS = 520  # of which every interval is kept, also those between two rows
LONGEST_AHT_SECONDS = 600_000.0
SHORT_AHT_SECONDS, LONG_AHT_SECONDS = 20.0, 7_200.0  # below, and above, a mean is doubted
USUAL_AHT_SECONDS = (5.0, 86_400.0)  # beyond, a number that could be read two ways is in doubt
USUAL_PER_HOUR = 1_000.0  # contacts offered by one channel; as above
_UNTIL = re.compile(r"\s*(?:-|–|—|bis|to|until|à)\s*\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?$")
_WHOLE_HOURS = re.compile(r"(\d{1,2})\s?(?:h|Uhr)?(?:\s*(?:-|–|—|bis|to|until|à)\s*\d{1,2}\s?(?:h|Uhr)?)?")
_SHARE_OF_DAY = re.compile(r"0?[.,]\d+|0")
_HAS_TIME = re.compile(r"\d[:h]\d{2}|\d\s*[AaPp]\.?[Mm]|\s\d{1,2}\.\d{2}$")
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
    abandoned: float = math.nan


@dataclass(frozen=True)
class VolumesFile:
    """What a volumes file says.

    path: as shown to the user. week_0: Monday of its first week. weeks: from there to the Sunday of the last row.
    channels: those of the scenario, in order. first, last: first and last start. left_out: as of `DataTable`. empty:
    rows without a number of contacts. again: starts of intervals that came twice as the clock was set back. notes: what
    was assumed.
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
    notes: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """What was assumed, left out or summed, in words."""
        again = f"the hour from {min(self.again):%Y-%m-%d %H:%M} comes twice" if self.again else ""
        return (
            *self.dates.notes,
            *self.notes,
            *(f"left out: {what}" for what in self.left_out),
            *([f"{count_of(self.empty, 'row')} without a number of contacts offered: 0"] if self.empty else []),
            *([f"{again}, as the clock was set back: both are summed"] if again else []),
            *([self.numbers.doubt] if self.numbers.doubt else []),
            *(
                [f"a mean handling time of {least:.1f} s: if these are minutes, call the column AHT (min)"]
                if (least := float(np.nanmin([*self.aht_seconds, math.inf]))) < SHORT_AHT_SECONDS
                else []
            ),
            *(
                [f"a mean handling time of {most:,.0f} s: if these are milliseconds, call the column AHT (ms)"]
                if (most := float(np.nanmax([*self.aht_seconds, 0.0]))) > LONG_AHT_SECONDS
                else []
            ),
        )

    @property
    def aht_seconds(self) -> np.ndarray:
        """Mean handling time by channel, float64[C], nan where none is given."""
        return np.array([channel.aht_seconds for channel in self.channels])


@dataclass(frozen=True)
class VolumesReading:
    """What the scenario says of how a file is to be read. skip, columns: of `read_table`, items of a mapping. names:
    name in the file -> channel, items. dates, time_zone: as of `date_format`."""

    skip: tuple[str, ...] = ()
    dates: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    time_zone: str | None = None


@read_once
def read_volumes(path: str, channels: tuple[str, ...], reading: VolumesReading = VolumesReading()) -> VolumesFile:
    """Read a file; one that has not changed since is read once per process. Raises DataError.

    channels: names of the scenario's channels, in order.
    """
    table = read_table(path, VOLUMES, reading.skip, dict(reading.columns))
    read = plain_rows(path, table, channels, dict(reading.names))
    starts = [with_time(row.cells["start"]) for row in read.rows]
    try:
        dates = date_format(starts, reading.dates, reading.time_zone, table.delimiter)
    except ValueError as error:
        raise data_error(path, f"time_zone: {reading.time_zone}", str(error)) from None
    numbers, unit = number_format(_number_texts(read), table.delimiter), table.unit("aht_seconds") or 1.0
    problems: list[Problem] = list(table.problems)
    entries = []
    for row in read.rows:
        found = list(_row_problems(path, row, channels, dates, numbers, unit))
        problems += found
        if not found:
            entries.append(_entry(row, channels, dates, numbers, unit))
    entries, again = _hours_twice(_summed(entries))
    unclear = order_problem(path, None, dates, "demand.volumes_dates", "--dates to podsim init")
    refuse([*problems, *unclear, *_in_zones(path, read, dates), *_twice(path, entries)])
    if all(_offered_text(row) is None for row in read.rows):
        raise data_error(path, "offered: missing in all rows", "It must say how many contacts are offered.")
    refuse(_too_long(path, entries))
    steps = steps_of(path, entries, len(channels))
    refuse(off_the_grid(path, entries, steps))
    refuse(_doubtful(path, read, channels, steps, numbers))
    return _tabulated(path, read, entries, steps, dates, numbers, again, channels)


def plain_rows(path: str, table: DataTable, channels: tuple[str, ...], names: Mapping[str, str]) -> DataTable:
    """Every row with a start, and a channel by the name of the scenario, whatever letters are capital.

    Raises DataError. A report without a column for the channel is of one channel, the first of the scenario.
    """
    if unknown := [name for name in names.values() if name not in channels]:
        hint = did_you_mean(unknown[0], channels)
        raise data_error(path, f"demand.volumes_channels: {unknown[0]}", f"The scenario has no such channel. {hint}")
    by_name = {name.strip().casefold(): channel for name, channel in names.items()}
    table, notes = _merged_down(table)
    table, summed = _handling_in_parts(table)
    table, counted = _given_up_by_share(table)
    notes = (*notes, *summed, *counted)
    if usual := _is_usual_week(table):
        notes = (*notes, f"weekdays without dates: read as one usual week, that of {USUAL_WEEK}")
    whole = _are_whole_hours(table)
    apart = "start" not in table.place
    alone = "channel" not in table.place
    rows = []
    for row in table.rows:
        cells = dict(row.cells)
        if apart:
            at = _clock_of(cells["time"] or "", whole) if "time" in table.place else ""
            day = dated(cells["date"] or "") if usual else day_alone(cells["date"])
            cells["start"] = f"{day} {at}".strip() if cells["date"] else None
        cells["start"] = beginning_of(cells["start"])
        cells["name"] = cells["channel"]
        named = by_name.get((cells["channel"] or "").casefold()) or known_name(cells["channel"], channels)
        cells["channel"] = channels[0] if alone else named
        rows.append(DataRow(row.line, cells))
    notes = (*notes, *table.unit_note("aht_seconds", "seconds"))
    if alone:
        notes = (*notes, f"no column for the channel: all rows count as {channels[0]}")
    if "offered" not in table.place:
        of = "answered and abandoned" if "abandoned" in table.place else "answered"
        notes = (*notes, f"no column for contacts offered: they are those {of}")
    return replace(table, rows=tuple(rows), notes=(*table.notes, *notes))


def _merged_down(table: DataTable) -> tuple[DataTable, tuple[str, ...]]:
    """The table with days and channels in each row, where cells merged downwards have them in the first one only.

    That is where most rows leave the column empty; fewer are mistakes, and stay as they are.
    """
    rows, notes = list(table.rows), []
    for column in {"date", "channel"} & table.place.keys():
        empty = sum(row.cells[column] is None for row in rows)
        if not len(rows) > empty > len(rows) / 2 or rows[0].cells[column] is None:
            continue
        last = None
        for at, row in enumerate(rows):
            last = row.cells[column] or last
            rows[at] = DataRow(row.line, {**row.cells, column: last})
        name = table.header[table.place[column]].strip()
        notes.append(f"{count_of(empty, 'row')} without {name}: that of the row above, as merged cells leave it")
    return replace(table, rows=tuple(rows)), tuple(sorted(notes))


def beginning_of(text: str | None) -> str | None:
    """The beginning of an interval that is written as "08:00 - 08:30"."""
    return None if text is None else _UNTIL.sub("", text)


def _handling_in_parts(table: DataTable) -> tuple[DataTable, tuple[str, ...]]:
    """The table with a handling time that is the sum of its parts, where it has none but times of talking."""
    parts = [column for column in HANDLING if column in table.place]
    if "aht_seconds" in table.place or HANDLING[0] not in parts:
        return table, ()
    texts = [text for row in table.rows for column in parts if (text := row.cells[column]) and ":" not in text]
    numbers = number_format(texts, table.delimiter)
    rows = []
    for row in table.rows:
        given = [(row.cells[column], table.unit(column) or 1.0) for column in parts]
        seconds = [seconds_of(text, numbers, unit) for text, unit in given if text]
        sum_of = _as_clock(sum(filter(None, seconds))) if seconds and None not in seconds else None
        unread = next((text for text, unit in given if text and seconds_of(text, numbers, unit) is None), None)
        rows.append(DataRow(row.line, {**row.cells, "aht_seconds": unread or sum_of}))
    names = " + ".join(table.header[table.place[column]].strip() for column in parts)
    return replace(table, rows=tuple(rows)), (f"handling time: {names}",)


def _given_up_by_share(table: DataTable) -> tuple[DataTable, tuple[str, ...]]:
    """The table with contacts given up, where only their share of those offered is in it.

    Shares are in percent where a cell says so or one is above 1.
    """
    if "abandoned_share" not in table.place or "abandoned" in table.place:
        return table, ()
    texts = [(row.cells["abandoned_share"] or "").replace("%", "").strip() for row in table.rows]
    numbers = number_format([*filter(None, texts), *filter(None, map(_offered_text, table.rows))], table.delimiter)
    shares = [parse_number(text, numbers) for text in texts]
    percent = any("%" in (row.cells["abandoned_share"] or "") for row in table.rows)
    percent = percent or max((share for share in shares if share is not None), default=0.0) > 1.0
    rows = []
    for row, share in zip(table.rows, shares, strict=True):
        contacts = parse_number(_offered_text(row) or "", numbers)
        if share is not None and contacts is not None:
            part = min(share / (100.0 if percent else 1.0), 1.0)
            of = part if row.cells["offered"] else part / max(1.0 - part, 1e-9)
            row = DataRow(row.line, {**row.cells, "abandoned": f"{contacts * of:.4f}"})
        elif row.cells["abandoned_share"] and share is None:  # which is reported
            row = DataRow(row.line, {**row.cells, "abandoned": row.cells["abandoned_share"]})
        rows.append(row)
    name = table.header[table.place["abandoned_share"]].strip()
    return replace(table, rows=tuple(rows)), (f"given up: by {name}, {'in percent' if percent else 'of 1'}",)


def _as_clock(seconds: float) -> str:
    """Seconds as a clock, which has no decimal mark of thousands."""
    return f"{int(seconds // 3600)}:{int(seconds // 60 % 60):02}:{seconds % 60:05.2f}"


def _is_usual_week(table: DataTable) -> bool:
    """Whether days are weekdays without dates."""
    days = {row.cells["date"] or "" for row in table.rows} if "date" in table.place else set()
    return bool(days) and all(kind_of(day) == WEEKDAY for day in days)


def _are_whole_hours(table: DataTable) -> bool:
    """Whether times are numbers of hours: 8, 9, or 8-9."""
    times = [text for row in table.rows if "time" in table.place and (text := row.cells["time"])]
    return bool(times) and all((hour := _WHOLE_HOURS.fullmatch(text)) and int(hour[1]) <= 24 for text in times)


def _clock_of(text: str, whole: bool) -> str:
    """A time of day; a share of the day, as workbooks count it, becomes one. whole: numbers are hours."""
    if whole and (hour := _WHOLE_HOURS.fullmatch(text)):
        return f"{int(hour[1]):02}:00"
    if not _SHARE_OF_DAY.fullmatch(text):
        return text
    minutes = round(float(text.replace(",", ".")) * MINUTES_PER_DAY)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _offered_text(row: DataRow) -> str | None:
    return row.cells["offered"] or row.cells["answered"]


def _number_texts(table: DataTable) -> list[str]:
    names = [name for name in ("offered", "answered", "abandoned", "aht_seconds") if name in table.place]
    return [text for row in table.rows for name in names if (text := row.cells[name]) and ":" not in text]


def _in_zones(path: str, table: DataTable, dates: DateFormat) -> Iterator[Problem]:
    """Times of several places."""
    lines = {row.cells["start"]: row.line for row in table.rows}
    if dates.zones and (found := zone_problem((text for text in lines if text), dates)):
        yield Problem(path, lines[found[0]], f"start: {found[0]}", found[1])


def _row_problems(
    path: str, row: DataRow, channels: tuple[str, ...], dates: DateFormat, numbers: NumberFormat, unit: float
) -> Iterator[Problem]:
    """unit: seconds of one of the handling times."""

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
        name = row.cells["channel"] or ""
        if not nearest(name, channels) and not TOTALS.fullmatch(name.casefold()):
            skip = f" Under another name it is: volumes_channels: {{{name}: {channels[0]}}}.{skip}"
        yield problem("channel", f"The scenario has no such channel. {hint}{skip if name else ''}")
    for name in ("offered", "answered", "abandoned"):
        number = parse_number(row.cells[name] or "0", numbers)
        if number is None or not 0 <= number <= MOST_OFFERED:
            yield problem(name, f"Contacts {name} must be a number from 0 to {MOST_OFFERED:.0f}, for example 12.")
            return
    offered = _offered(row, numbers)
    if row.cells["aht_seconds"] is not None:
        seconds = seconds_of(row.cells["aht_seconds"], numbers, unit)
        if doubt := size_problem(row.cells["aht_seconds"], numbers, *USUAL_AHT_SECONDS):
            yield problem("aht_seconds", doubt)
        elif seconds is None or not 0 <= seconds <= LONGEST_AHT_SECONDS or (seconds == 0 and offered):
            limits = f"above 0 and at most {LONGEST_AHT_SECONDS:.0f}, for example 360 or 06:00"
            yield problem("aht_seconds", f"The mean handling time must be a number of seconds {limits}, or left empty.")


def _offered(row: DataRow, numbers: NumberFormat) -> float:
    """Contacts offered: as written, else those answered and those who gave up."""
    names = ("offered",) if row.cells["offered"] or not row.cells["answered"] else ("answered", "abandoned")
    return sum(parse_number(row.cells[name] or "0", numbers) or 0.0 for name in names)


def _entry(row: DataRow, channels: tuple[str, ...], dates: DateFormat, numbers: NumberFormat, unit: float) -> Entry:
    start = parse_date(with_time(row.cells["start"]), dates)
    assert start is not None
    seconds = seconds_of(row.cells["aht_seconds"], numbers, unit) if row.cells["aht_seconds"] else None
    lost = parse_number(row.cells["abandoned"], numbers) if row.cells["abandoned"] else None
    day = not _HAS_TIME.search(row.cells["start"] or "")
    return Entry(
        row.line, start, day, channels.index(row.cells["channel"] or ""), _offered(row, numbers), seconds or math.nan,
        math.nan if lost is None else lost, (row.cells["name"] or "").casefold(),
    )  # fmt: skip


def _doubtful(
    path: str, table: DataTable, channels: tuple[str, ...], steps: Steps, numbers: NumberFormat
) -> Iterator[Problem]:
    """Contacts offered that could be read two ways and would be unusually many, also beside those that are clear."""
    if not numbers.assumed:
        return
    texts = [_offered_text(row) or "" for row in table.rows]
    clear = max((parse_number(text, numbers) or 0.0 for text in texts if text.isdigit()), default=0.0)
    for row, text in zip(table.rows, texts, strict=True):
        step = steps.minutes[channels.index(row.cells["channel"] or "")]
        most = max(USUAL_PER_HOUR * step / 60.0, USUAL_RATIO * clear)
        if doubt := size_problem(text, numbers, 0.0, most):
            yield Problem(path, row.line, f"offered: {text}", doubt)


def _summed(entries: list[Entry]) -> list[Entry]:
    """Entries with those of several names of the file that are one channel summed."""
    found: dict[tuple[int, datetime, int], Entry] = {}  # the n-th row of that name and interval, for the doubled hour
    seen: Counter[tuple[str, datetime, int]] = Counter()
    for entry in entries:
        times = seen[entry.name, entry.start, entry.channel]
        seen[entry.name, entry.start, entry.channel] += 1
        key = (times, entry.start, entry.channel)
        found[key] = _both(found[key], entry) if key in found else entry
    return list(found.values())


def _hours_twice(entries: list[Entry]) -> tuple[list[Entry], tuple[datetime, ...]]:
    """Intervals of the hour that comes twice when the clock is set back, each with the sum of both; and their starts.

    That is on a Sunday before four in the morning, in spring or autumn.
    """
    found: dict[tuple[datetime, int], Entry] = {}
    again, kept = [], []
    for entry in entries:
        first = found.setdefault((entry.start, entry.channel), entry)
        if first is entry or not may_come_twice(entry.start) or (entry.start, entry.channel) in again:
            kept.append(entry)
            continue
        again.append((entry.start, entry.channel))
        kept[kept.index(first)] = _both(first, entry)
    return kept, tuple(dict.fromkeys(start for start, _ in again))


def _both(first: Entry, second: Entry) -> Entry:
    weights = [(e.offered, e.aht_seconds) for e in (first, second) if not math.isnan(e.aht_seconds) and e.offered > 0]
    weight = sum(offered for offered, _ in weights)
    seconds = sum(offered * aht for offered, aht in weights) / weight if weight else math.nan
    lost = [entry.abandoned for entry in (first, second) if not math.isnan(entry.abandoned)]
    return replace(
        first, offered=first.offered + second.offered, aht_seconds=seconds, abandoned=sum(lost) if lost else math.nan
    )


def _twice(path: str, entries: list[Entry]) -> Iterator[Problem]:
    first: dict[tuple[datetime, int], int] = {}
    lines = [first.setdefault((entry.start, entry.channel), entry.line) for entry in entries]
    again = [(entry, line) for entry, line in zip(entries, lines, strict=True) if line != entry.line]
    many = len(again) >= MANY_TWICE  # which is one mistake
    how = " If they are of several queues, name the column that tells them apart: channel (--column channel=NAME)."
    how += " If they are of several weeks, each row needs its date."
    for entry, line in again[:1] if many else again:
        seen = f"start: {entry.start:%Y-%m-%d %H:%M}"
        message = f"This interval of this channel is given twice (first in line {line}).{how * many}"
        yield Problem(path, entry.line, seen, message)


def _too_long(path: str, entries: list[Entry]) -> Iterator[Problem]:
    """Years between two rows, as where a century is wrong."""
    first, last = (end(entries, key=lambda entry: entry.start) for end in (min, max))
    weeks = (last.start - first.start).days / 7
    if weeks > MOST_WEEKS:
        message = (
            f"The last row (line {last.line}) begins {last.start:%Y-%m-%d %H:%M}, {weeks:,.0f} weeks later; from the "
            f"first to the last row there may be at most {MOST_WEEKS}."
        )
        yield Problem(path, first.line, f"start: {first.start:%Y-%m-%d %H:%M}", message)


def _tabulated(
    path: str,
    table: DataTable,
    entries: list[Entry],
    steps: Steps,
    dates: DateFormat,
    numbers: NumberFormat,
    again: tuple[datetime, ...],
    names: tuple[str, ...],
) -> VolumesFile:
    first, last = min(entry.start for entry in entries), max(entry.start for entry in entries)
    week_0 = first.date() - timedelta(days=first.weekday())
    weeks = (last.date() - week_0).days // 7 + 1
    midnight = datetime(week_0.year, week_0.month, week_0.day)
    channels = tuple(
        _channel([entry for entry in entries if entry.channel == c], step, apart, midnight, weeks)
        for c, (step, apart) in enumerate(zip(steps.minutes, steps.apart, strict=True))
    )
    for name, channel in zip(names, channels, strict=True):
        if channel.abandoned > 1.0:
            message = "More contacts are given up than offered: one of the two columns is another thing."
            raise data_error(path, f"{name}: abandoned {channel.abandoned:.2f} of offered", message)
    return VolumesFile(
        path, week_0, weeks, channels, first, last, len(entries), table.encoding, table.compressed, table.delimiter,
        dates, numbers, table.left_out, sum(_offered_text(row) is None for row in table.rows), again, table.notes,
    )  # fmt: skip


def _channel(entries: list[Entry], step: int, apart: int, midnight: datetime, weeks: int) -> ChannelVolumes:
    """midnight: with which the first week begins."""
    offered = np.zeros(weeks * MINUTES_PER_WEEK // step)
    given = np.zeros(offered.shape, dtype=np.bool_)
    weight = seconds = lost = of = 0.0
    for entry in entries:
        interval = int((entry.start - midnight).total_seconds()) // 60 // step
        offered[interval] = entry.offered
        given[interval] = True
        if not math.isnan(entry.aht_seconds):
            weight += entry.offered
            seconds += entry.offered * entry.aht_seconds
        if not math.isnan(entry.abandoned):
            of += entry.offered
            lost += entry.abandoned
    mean = seconds / weight if weight > 0 else math.nan
    return ChannelVolumes(step, apart, offered, given, mean, lost / of if of > 0 else math.nan)
