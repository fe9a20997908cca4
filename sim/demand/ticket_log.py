"""A ticket log (one row per update of an incident, ServiceNow's columns) as one record per incident."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sim.demand.errors import DataError, data_error
from sim.demand.log_dates import ALLOWED as DATES_ALLOWED
from sim.demand.log_dates import DateFormat, date_format, parse_date
from sim.demand.log_text import LogText, read_text
from sim.scenario.problems import Problem, nearest

NEEDED_COLUMNS = ("number", "caller_id", "opened_at", "contact_type", "priority", "assignment_group")
READ_COLUMNS = (*NEEDED_COLUMNS, "sys_mod_count", "reassignment_count")  # the last two may be absent
MISSING = ("?", "")
MADE_UP = "MADEUP"
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MOST_PROBLEMS = 40


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


@dataclass(frozen=True)
class _Row:
    line: int
    cells: dict[str, str | None]


def read_log(path: str) -> TicketLog:
    """Read a log; a file that has not changed since is read once per process. Raises DataError."""
    try:
        stat = Path(path).stat()
    except OSError:
        return _read_log(path, 0, 0)  # which says what is wrong
    return _read_log(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=4)
def _read_log(path: str, modified: int, size: int) -> TicketLog:
    source = read_text(path)
    delimiter = _delimiter(source.text)
    rows = _rows(path, source, delimiter)
    by_number = _by_number(path, rows)
    dates = date_format(updates[0].cells["opened_at"] or "" for updates in by_number.values())
    return TicketLog(
        path=path,
        incidents=_incidents(path, by_number, dates),
        rows=len(rows),
        missing={c: sum(row.cells[c] is None for row in rows) / len(rows) for c in READ_COLUMNS},
        encoding=source.encoding,
        compressed=source.compressed,
        delimiter=_DELIMITERS[delimiter],
        dates=dates,
    )


def _delimiter(text: str) -> str:
    """The delimiter under which the header names most columns that are read."""
    header = text.partition("\n")[0]
    return max(_DELIMITERS, key=lambda d: sum(_name(cell) in READ_COLUMNS for cell in header.split(d)))


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().lower().replace(" ", "_")


def _rows(path: str, source: LogText, delimiter: str) -> list[_Row]:
    rows, problems = [], []
    reader = csv.reader(io.StringIO(source.text, newline=""), delimiter=delimiter)
    try:
        header = next(reader)
        place = _places(path, header)
        absent = dict.fromkeys(set(READ_COLUMNS) - set(place))
        for cells in _not_blank(reader):
            if len(cells) == len(header):
                rows.append(_Row(reader.line_num, {**absent, **{c: _value(cells[at]) for c, at in place.items()}}))
            else:
                message = f"A row must have {len(header)} fields, as the header has."
                problems.append(Problem(path, reader.line_num, f"{len(cells)} fields", message))
    except csv.Error as error:
        raise data_error(path, str(error), "The rows must be plain CSV.", reader.line_num) from None
    if problems:
        raise DataError(problems[:_MOST_PROBLEMS])
    if not rows:
        raise data_error(path, "a header only", "The log has no rows.", 1)
    return rows


def _not_blank(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    return (cells for cells in reader if any(cell.strip() for cell in cells))


def _places(path: str, header: list[str]) -> dict[str, int]:
    """Column read -> position."""
    names = [_name(cell) for cell in header]
    problems = []
    for column in NEEDED_COLUMNS:
        if column not in names:
            guess = nearest(column, [name for name in names if name not in READ_COLUMNS])
            hint = f" Did you mean to name {guess} so?" if guess else ""
            problems.append(Problem(path, 1, f"no column {column}", f"The header must name {column}.{hint}"))
    if problems:
        raise DataError(problems)
    return {column: names.index(column) for column in READ_COLUMNS if column in names}


def _value(cell: str) -> str | None:
    text = cell.strip()
    return None if text in MISSING else text


def _by_number(path: str, rows: list[_Row]) -> dict[str, list[_Row]]:
    """Rows of each incident in order of sys_mod_count, or of the file where that is not a number throughout."""
    found: dict[str, list[_Row]] = {}
    problems = []
    for row in rows:
        if row.cells["number"] is None:
            problems.append(Problem(path, row.line, "no incident number", "Every row must name its incident."))
        else:
            found.setdefault(row.cells["number"], []).append(row)
    if problems:
        raise DataError(problems[:_MOST_PROBLEMS])
    for updates in found.values():
        if all(_is_count(row.cells["sys_mod_count"]) for row in updates):
            updates.sort(key=lambda row: int(row.cells["sys_mod_count"]))
    return found


def _is_count(text: str | None) -> bool:
    return text is not None and text.isascii() and text.isdigit()


def _incidents(path: str, by_number: dict[str, list[_Row]], dates: DateFormat) -> tuple[Incident, ...]:
    incidents, problems = [], []
    for number, updates in by_number.items():
        first = updates[0]
        opened = parse_date(first.cells["opened_at"] or "", dates)
        if opened is None:
            seen = f"opened_at: {first.cells['opened_at'] or 'missing'}"
            problems.append(Problem(path, first.line, seen, f"It cannot be read as a date; {DATES_ALLOWED}."))
        else:
            incidents.append(_incident(number, opened, updates))
    if problems:
        raise DataError(problems[:_MOST_PROBLEMS])
    return tuple(incidents)


def _incident(number: str, opened: datetime, updates: list[_Row]) -> Incident:
    groups: list[str] = []
    for row in updates:
        group = row.cells["assignment_group"]
        if group is not None and group not in groups[-1:]:
            groups.append(group)
    first = updates[0].cells
    counts = [int(row.cells["reassignment_count"]) for row in updates if _is_count(row.cells["reassignment_count"])]
    return Incident(
        number, opened, first["caller_id"], first["contact_type"], first["priority"], tuple(groups),
        max(counts, default=None),
    )  # fmt: skip
