"""A ticket log (one row per update of an incident, ServiceNow's columns) as one record per incident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sim.demand.data_formats import (
    DATES_ALLOWED,
    DateFormat,
    NumberFormat,
    date_format,
    number_format,
    parse_date,
    parse_number,
    zone_problem,
)
from sim.demand.data_table import DataKind, DataRow, read_once, read_table, refuse
from sim.demand.update_order import COUNTER, UPDATED, Incidents, Update, backwards, in_order
from sim.scenario.problems import Problem

NEEDED_COLUMNS = ("number", "caller_id", "opened_at", "contact_type", "priority", "assignment_group")
LOG = DataKind("demand.replay.file", "log", NEEDED_COLUMNS, (COUNTER, UPDATED, "reassignment_count"), ("?",), 500)
MADE_UP = "MADEUP"
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
class TicketLog:
    """path: as given. incidents: in order of the file. rows: data rows. missing: share of rows, by column read.

    ordered: what orders the rows of an incident -> incidents of several rows. newest_first: how the file has these
    rows, None where nothing shows it. encoding, compressed, delimiter, dates: what was understood. left_out: as of
    `DataTable`.
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

    @property
    def made_up(self) -> bool:
        """Whether this is no real log: made-up incident numbers begin with MADEUP."""
        return any(incident.number.upper().startswith(MADE_UP) for incident in self.incidents)


@read_once
def read_log(path: str, skip: tuple[str, ...] = ()) -> TicketLog:
    """Read a log; a file that has not changed since is read once per process. Raises DataError.

    skip: as of `read_table`.
    """
    table = read_table(path, LOG, skip)
    rows = list(table.rows)
    dates = date_format(text for row in rows for name in ("opened_at", UPDATED) if (text := row.cells[name]))
    order = in_order(_by_number(_updates(rows, dates, table.delimiter)))
    undated, mixed = _undated(path, order.incidents), _in_zones(path, rows, dates)
    refuse([*table.problems, *_unnamed(path, rows), *undated, *mixed, *backwards(path, order)])
    return TicketLog(
        path=path,
        incidents=tuple(_incident(number, updates) for number, updates in order.incidents.items()),
        rows=len(rows),
        missing={c: sum(row.cells[c] is None for row in rows) / len(rows) for c in LOG.columns},
        ordered=order.by,
        newest_first=order.newest_first,
        encoding=table.encoding,
        compressed=table.compressed,
        delimiter=table.delimiter,
        dates=dates,
        left_out=table.left_out,
    )


def _updates(rows: list[DataRow], dates: DateFormat, delimiter: str) -> Iterator[Update]:
    counters = _counts([row.cells[COUNTER] for row in rows], delimiter)
    reassignments = _counts([row.cells["reassignment_count"] for row in rows], delimiter)
    for row, counter, reassigned in zip(rows, counters, reassignments, strict=True):
        updated, opened = (parse_date(row.cells[name] or "", dates) for name in (UPDATED, "opened_at"))
        yield Update(row.line, row.cells, counter, updated, opened, reassigned)


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


def _in_zones(path: str, rows: list[DataRow], dates: DateFormat) -> Iterator[Problem]:
    """Times of several places."""
    for name in ("opened_at", UPDATED) if dates.zones else ():
        lines = {row.cells[name]: row.line for row in rows}
        if found := zone_problem((text for text in lines if text), dates):
            yield Problem(path, lines[found[0]], f"{name}: {found[0]}", found[1])


def _undated(path: str, incidents: Incidents) -> Iterator[Problem]:
    for first, *_ in incidents.values():
        text = first.cells["opened_at"]
        if first.opened is None:
            message = f"It cannot be read as a date; {DATES_ALLOWED}."
            yield Problem(path, first.line, f"opened_at: {text or 'missing'}", message)


def _incident(number: str, updates: list[Update]) -> Incident:
    groups: list[str] = []
    for update in updates:
        group = update.cells["assignment_group"]
        if group is not None and group not in groups[-1:]:
            groups.append(group)
    first, opened = updates[0].cells, updates[0].opened
    assert opened is not None
    counts = [update.reassignments for update in updates if update.reassignments is not None]
    return Incident(
        number, opened, first["caller_id"], first["contact_type"], first["priority"], tuple(groups),
        max(counts, default=None),
    )  # fmt: skip
