"""A ticket log (one row per update of an incident, ServiceNow's columns) as one record per incident."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sim.demand.data_formats import DATES_ALLOWED, DateFormat, date_format, parse_date
from sim.demand.data_table import DataKind, DataRow, read_once, read_table, refuse
from sim.scenario.problems import Problem

NEEDED_COLUMNS = ("number", "caller_id", "opened_at", "contact_type", "priority", "assignment_group")
LOG = DataKind("demand.replay.file", "log", NEEDED_COLUMNS, ("sys_mod_count", "reassignment_count"), ("?", ""))
MADE_UP = "MADEUP"


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

    encoding, compressed, delimiter, dates: what was understood.
    """

    path: str
    incidents: tuple[Incident, ...]
    rows: int
    missing: dict[str, float]
    encoding: str
    compressed: bool
    delimiter: str
    dates: DateFormat

    @property
    def made_up(self) -> bool:
        """Whether this is no real log: made-up incident numbers begin with MADEUP."""
        return any(incident.number.upper().startswith(MADE_UP) for incident in self.incidents)


@read_once
def read_log(path: str) -> TicketLog:
    """Read a log; a file that has not changed since is read once per process. Raises DataError."""
    table = read_table(path, LOG)
    rows = list(table.rows)
    by_number = _by_number(rows)
    dates = date_format(updates[0].cells["opened_at"] or "" for updates in by_number.values())
    refuse([*table.problems, *_unnamed(path, rows), *_undated(path, by_number, dates)])
    return TicketLog(
        path=path,
        incidents=tuple(_incident(number, dates, updates) for number, updates in by_number.items()),
        rows=len(rows),
        missing={c: sum(row.cells[c] is None for row in rows) / len(rows) for c in LOG.columns},
        encoding=table.encoding,
        compressed=table.compressed,
        delimiter=table.delimiter,
        dates=dates,
    )


def _by_number(rows: list[DataRow]) -> dict[str, list[DataRow]]:
    """Rows of each incident in order of sys_mod_count, or of the file where that is not a number throughout."""
    found: dict[str, list[DataRow]] = {}
    for row in rows:
        if row.cells["number"] is not None:
            found.setdefault(row.cells["number"], []).append(row)
    for updates in found.values():
        if all(_is_count(row.cells["sys_mod_count"]) for row in updates):
            updates.sort(key=lambda row: int(row.cells["sys_mod_count"] or 0))
    return found


def _is_count(text: str | None) -> bool:
    return text is not None and text.isascii() and text.isdigit()


def _unnamed(path: str, rows: list[DataRow]) -> Iterator[Problem]:
    for row in rows:
        if row.cells["number"] is None:
            yield Problem(path, row.line, "no incident number", "Every row must name its incident.")


def _undated(path: str, by_number: dict[str, list[DataRow]], dates: DateFormat) -> Iterator[Problem]:
    for first, *_ in by_number.values():
        text = first.cells["opened_at"]
        if parse_date(text or "", dates) is None:
            message = f"It cannot be read as a date; {DATES_ALLOWED}."
            yield Problem(path, first.line, f"opened_at: {text or 'missing'}", message)


def _incident(number: str, dates: DateFormat, updates: list[DataRow]) -> Incident:
    groups: list[str] = []
    for row in updates:
        group = row.cells["assignment_group"]
        if group is not None and group not in groups[-1:]:
            groups.append(group)
    first = updates[0].cells
    opened = parse_date(first["opened_at"] or "", dates)
    assert opened is not None
    logged = [row.cells["reassignment_count"] or "" for row in updates]
    counts = [int(text) for text in logged if _is_count(text)]
    return Incident(
        number, opened, first["caller_id"], first["contact_type"], first["priority"], tuple(groups),
        max(counts, default=None),
    )  # fmt: skip
