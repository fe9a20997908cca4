"""A log (one row per update of a ticket, or event of a case) row by row, and as one record per incident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import nan

from sim.data.dates import (
    DATES_ALLOWED,
    DateFormat,
    date_format,
    order_problem,
    parse_date,
    with_time,
    zone_problem,
)
from sim.data.header import DataKind
from sim.data.log_columns import BOTH, ROLES, SAID, TIMES, plain_name
from sim.data.numbers import NumberFormat, number_format, parse_number, seconds_of
from sim.data.table import DataRow, DataTable, read_once, read_table, refuse
from sim.data.update_order import COUNTER, UPDATED, Incidents, Update, UpdateOrder, backwards, in_order
from sim.scenario.problems import Problem, count_of, data_error

DATED = (*TIMES, "resolved_at", "closed_at")
FIRST_COLUMNS = ("number", "caller_id", "opened_at", "contact_type", "priority", "assignment_group")
OPTIONAL_COLUMNS = tuple(column for column in ROLES.values() if column != "number")
LOG = DataKind(
    "demand.replay.file", "log", ("number",), OPTIONAL_COLUMNS, ("?", "null", "none", "nan"), 500, recognises=True
)
MADE_UP = "MADEUP"
MANY_MINUTES = 240.0  # of work on a ticket: a mean above is doubted
MOST_DIGITS = 300


@dataclass(frozen=True)
class Incident:
    """number: as logged. opened: first seen. None where missing. groups: path, never twice the same in a row.

    reassignments: highest count logged, None where none is.
    """

    number: str
    opened: datetime
    caller: str | None
    contact_type: str | None
    priority: str | None
    groups: tuple[str, ...]
    reassignments: int | None


@dataclass(frozen=True)
class Reading:
    """What is said of how a log is to be read. skip, columns: of `read_table`, items of a mapping. dates, time_zone: of
    `date_format`."""

    skip: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    dates: str | None = None
    time_zone: str | None = None


@dataclass(frozen=True)
class LogTable:
    """A log row by row. table: its cells. dates: how dates are read. order: rows of each case, from first to last.

    known: dates by text. handled: minutes of work by text.
    """

    table: DataTable
    dates: DateFormat
    order: UpdateOrder
    known: dict[str, datetime | None] = field(default_factory=dict)
    handled: dict[str, float | None] = field(default_factory=dict)

    def moment(self, update: Update, column: str) -> datetime | None:
        """The date in a column of a row; None where there is none."""
        return self.known.get(update.cells.get(column) or "")


@dataclass(frozen=True)
class TicketLog:
    """path: as given. incidents: in order of the file. rows: data rows. missing: share of rows, by column read.

    ordered: what orders the rows of an incident -> incidents of several rows. newest_first: how the file has these
    rows, None where nothing shows it. format, dates, system, notes: what was understood. left_out: as of `DataTable`.
    """

    path: str
    incidents: tuple[Incident, ...]
    rows: int
    missing: dict[str, float]
    ordered: dict[str, int]
    newest_first: bool | None
    encoding: str
    compressed: bool
    delimiter: str
    dates: DateFormat
    left_out: tuple[str, ...]
    format: str
    system: str
    notes: tuple[str, ...]

    @property
    def made_up(self) -> bool:
        """Whether this is no real log: made-up incident numbers begin with MADEUP."""
        return any(incident.number.upper().startswith(MADE_UP) for incident in self.incidents)


@read_once
def read_log(path: str, reading: Reading = Reading()) -> TicketLog:
    """Read a log; a file that has not changed since is read once per process. Raises DataError."""
    log = read_rows(path, reading)
    table, rows = log.table, log.table.rows
    return TicketLog(
        path=path,
        incidents=tuple(_incident(number, updates) for number, updates in log.order.incidents.items()),
        rows=len(rows),
        missing={c: sum(row.cells[c] is None for row in rows) / len(rows) for c in LOG.columns},
        ordered=log.order.by,
        newest_first=log.order.newest_first,
        encoding=table.encoding,
        compressed=table.compressed,
        delimiter=table.delimiter,
        dates=log.dates,
        left_out=table.left_out,
        format=table.format,
        system=table.system,
        notes=(*table.notes, *_notes(table)),
    )


def _notes(table: DataTable) -> Iterator[str]:
    """What a log does not say."""
    absent = [column for column in ("caller_id", "contact_type", "priority") if column not in table.place]
    said = {"caller_id": "every case is an account of its own", "contact_type": "all come by the first channel",
            "priority": "all take the channel's mean distress"}  # fmt: skip
    if absent:
        yield f"no column {', '.join(absent)}: {', '.join(said[column] for column in absent)}"
    opened = next((column for column in TIMES if column in table.place), None)
    if opened and opened != "opened_at":
        yield "when a case was opened is not in the log: the time of its first event was taken"


def _in_one_order(table: DataTable, columns: list[str]) -> DataTable:
    """The table with dates year first in columns that show another order of day and month than the one before them."""
    orders = {}
    for column in columns:
        how = date_format([with_time(text) for row in table.rows if (text := row.cells[column])])
        if how.seen[:2] in ("DD", "MM") and not how.doubt and not how.zones:
            orders[column] = how
    other = {
        column: how for column, how in orders.items() if how.month_first is not next(iter(orders.values())).month_first
    }
    if not other:
        return table

    def plain(column: str, text: str | None) -> str | None:
        moment = parse_date(with_time(text), other[column]) if text else None
        return text if moment is None else moment.isoformat(" ")

    rows = [
        DataRow(row.line, {**row.cells, **{column: plain(column, row.cells[column]) for column in other}})
        for row in table.rows
    ]
    said = [
        f"{table.header[table.place[column]].strip()}: {how.seen}, unlike dates before it"
        for column, how in other.items()
    ]
    return replace(table, rows=tuple(rows), notes=(*table.notes, *said))


def _without_times(table: DataTable, known: Mapping[str, datetime | None]) -> Iterator[str]:
    """Which column of dates has no times, and what comes of it."""
    opened = next((column for column in TIMES if column in table.place), "")
    for column in [column for column in DATED if column in table.place]:
        texts = {text for row in table.rows if (text := row.cells[column])}
        moments = [moment for text in texts if (moment := known.get(text)) is not None]
        if moments and all((moment.hour, moment.minute, moment.second) == (0, 0, 0) for moment in moments):
            what = (
                "cases count as opened at midnight, and wait until the desk opens" if column == opened else "midnight"
            )
            name = table.header[table.place[column]].strip()
            said = column if plain_name(name) == column else f"{column} ({name})"
            how = f'if another column has the times, name both: {SAID[column]}: "{name}{BOTH}TIME"'
            yield f"{said} has days without a time: {what}; {how}"


def read_rows(path: str, reading: Reading = Reading()) -> LogTable:
    """Read a log row by row. Raises DataError."""
    table = read_table(path, LOG, reading.skip, dict(reading.columns))
    columns = [column for column in DATED if column in table.place]
    table = table if reading.dates else _in_one_order(table, columns)
    rows = list(table.rows)
    try:
        texts = dict.fromkeys(text for row in rows for name in columns if (text := row.cells[name]))
        dates = date_format(map(with_time, texts), reading.dates, reading.time_zone, table.delimiter)
    except ValueError as error:
        raise data_error(path, f"time_zone: {reading.time_zone}", str(error)) from None
    known = {text: parse_date(with_time(text), dates) for text in texts}
    handled = _minutes(table)
    order = in_order(_by_number(_updates(rows, known, table.delimiter)))
    unclear = order_problem(path, None, dates, "demand.replay.dates", "--dates to podsim fit")
    undated, mixed = _undated(path, order.incidents, columns), _in_zones(path, rows, dates, columns)
    unread = _unread(path, rows, columns, known, handled)
    refuse([*table.problems, *_unnamed(path, rows), *unclear, *undated, *unread, *mixed, *backwards(path, order)])
    table = replace(table, notes=(*table.notes, *_work_notes(table, handled), *_without_times(table, known)))
    return LogTable(table, dates, order, known, handled)


def _work_notes(table: DataTable, handled: Mapping[str, float | None]) -> Iterator[str]:
    """How minutes of work are written, and that they are many."""
    yield from table.unit_note("handle_minutes", "minutes")
    given = [minutes for row in table.rows if (minutes := handled.get(row.cells["handle_minutes"] or "")) is not None]
    if not given:
        return
    known = [minutes for minutes in given if minutes == minutes]
    name, mean = table.header[table.place["handle_minutes"]].strip(), sum(known) / max(len(known), 1)
    if _is_tracked(table):
        none = sum(minutes != minutes for minutes in given)
        yield f"{name}: work in seconds or as a clock" + (
            f"; 0 in {count_of(none, 'row')}: not written down" if none else ""
        )
    elif any(text.count(":") == 1 for text in handled) and table.unit("handle_minutes") is None:
        yield f"{name}: 1:30 is a minute and a half; where it is an hour and a half, call the column {name} (hh:mm)"
    if known:
        yield f"{name}: {mean:,.1f} minutes of work a row, on average"
    if mean > MANY_MINUTES:
        yield f"a mean of {mean:,.0f} minutes of work: if these are seconds, call the column Time spent (s)"


def _updates(rows: list[DataRow], known: Mapping[str, datetime | None], delimiter: str) -> Iterator[Update]:
    counters = _counts([row.cells[COUNTER] for row in rows], delimiter)
    reassignments = _counts([row.cells["reassignment_count"] for row in rows], delimiter)

    def moment(row: DataRow, *columns: str) -> datetime | None:
        return known.get(next((text for column in columns if (text := row.cells[column])), ""))

    for row, counter, reassigned in zip(rows, counters, reassignments, strict=True):
        updated = moment(row, UPDATED, "started_at", "ended_at")
        yield Update(row.line, row.cells, counter, updated, moment(row, *TIMES), reassigned)


def _counts(texts: list[str | None], delimiter: str) -> list[int | None]:
    """The whole numbers of a column, however they are written; None where a cell holds none."""
    marked = [text for text in texts if text is not None and not _is_plain(text)]
    shown = number_format(marked, delimiter)
    other = NumberFormat("," if shown.decimal == "." else ".", True)
    whole = (how for how in (shown, other) if all(_count(text, how) is not None for text in marked))
    how = next(whole, shown)
    return [None if text is None else _count(text, how) for text in texts]


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _count(text: str, how: NumberFormat) -> int | None:
    if _is_plain(text):
        return int(text)
    number = parse_number(text, how)
    return int(number) if number is not None and number >= 0 and number.is_integer() else None


def _by_number(updates: Iterable[Update]) -> Incidents:
    """Rows of each incident, as in the file."""
    found: Incidents = {}
    for update in updates:
        if (number := update.cells["number"]) is not None:
            found.setdefault(number, []).append(update)
    return found


def _unnamed(path: str, rows: list[DataRow]) -> Iterator[Problem]:
    for row in rows:
        if row.cells["number"] is None:
            yield Problem(path, row.line, "no incident number", "Every row must name its incident.")


def _in_zones(path: str, rows: list[DataRow], dates: DateFormat, columns: list[str]) -> Iterator[Problem]:
    """Times of several places."""
    for name in columns if dates.zones else ():
        lines = {row.cells[name]: row.line for row in rows}
        if found := zone_problem((text for text in lines if text), dates):
            yield Problem(path, lines[found[0]], f"{name}: {found[0]}", found[1])


def _undated(path: str, incidents: Incidents, columns: list[str]) -> Iterator[Problem]:
    column = next((name for name in TIMES if name in columns), "")
    for first, *_ in incidents.values():
        if not any(first.cells[name] for name in TIMES):
            yield Problem(path, first.line, f"{column}: missing", f"It cannot be read as a date; {DATES_ALLOWED}.")


def _unread(
    path: str, rows: list[DataRow], columns: list[str], known: Mapping[str, datetime | None],
    handled: Mapping[str, float | None],
) -> Iterator[Problem]:  # fmt: skip
    """Cells that hold something else than a date, or than minutes."""
    for row in rows:
        for name in columns:
            if (text := row.cells[name]) and known[text] is None:
                message = f"It cannot be read as a date; {DATES_ALLOWED}. Such rows can be left out: skip."
                yield Problem(path, row.line, f"{name}: {text}", message)
        if (text := row.cells["handle_minutes"]) and handled[text] is None:
            message = "It must be a number of minutes, 0 or more. Such rows can be left out: skip."
            yield Problem(path, row.line, f"handle_minutes: {text}", message)


def _minutes(table: DataTable) -> dict[str, float | None]:
    """Minutes of work by text; None where it is no number, or below 0."""
    texts = list(dict.fromkeys(text for row in table.rows if (text := row.cells["handle_minutes"])))
    how, unit = (
        number_format([text for text in texts if ":" not in text], table.delimiter),
        table.unit("handle_minutes"),
    )
    tracked = _is_tracked(table)
    unit = unit or (1.0 if tracked else 60.0)
    seconds = {text: seconds_of(text, how, unit) for text in texts}
    nothing = nan if tracked else 0.0  # of a system that has 0 where nobody wrote a time down
    return {
        text: (number / 60.0 if number > 0 else nothing) if number is not None and number >= 0 else None
        for text, number in seconds.items()
    }


def _is_tracked(table: DataTable) -> bool:
    """Whether times of work are those of Jira or Freshdesk: seconds or a clock, 0 where nobody wrote one down."""
    at = table.place.get("handle_minutes")
    return at is not None and plain_name(table.header[at]) in ("time_spent", "time_tracked")


def _incident(number: str, updates: list[Update]) -> Incident:
    groups: list[str] = []
    for update in updates:
        group = update.cells["assignment_group"] or update.cells["activity"]
        if group is not None and group not in groups[-1:]:
            groups.append(group)
    first = updates[0].cells
    opened = updates[0].opened if first["opened_at"] else min(u.opened for u in updates if u.opened)
    assert opened is not None
    counts = [update.reassignments for update in updates if update.reassignments is not None]
    return Incident(
        number, opened, first["caller_id"], first["contact_type"], first["priority"], tuple(groups),
        max(counts, default=None),
    )  # fmt: skip
