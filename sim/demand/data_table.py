"""A data file as rows of cells by column, whatever spreadsheet it went through."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from sim.demand.data_kind import MOST_PROBLEMS, DataKind
from sim.demand.data_text import DataText, read_text
from sim.demand.errors import DataError, data_error
from sim.scenario.problems import Problem, nearest

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(frozen=True)
class DataRow:
    """line: in the file, from 1. cells: by column read, None where nothing was entered."""

    line: int
    cells: dict[str, str | None]


@dataclass(frozen=True)
class DataTable:
    """rows: at least one. encoding, compressed, delimiter ("comma", "semicolon", "tab", "bar"): what was understood."""

    rows: tuple[DataRow, ...]
    encoding: str
    compressed: bool
    delimiter: str


def read_table(path: str, kind: DataKind) -> DataTable:
    """The rows of a file. Raises DataError with everything that is wrong with its form."""
    source = read_text(path, kind)
    delimiter = _delimiter(source.text, kind)
    rows = tuple(_rows(path, source, delimiter, kind))
    return DataTable(rows, source.encoding, source.compressed, _DELIMITERS[delimiter])


def _delimiter(text: str, kind: DataKind) -> str:
    """The delimiter under which the header names most columns that are read."""
    header = text.partition("\n")[0]
    return max(_DELIMITERS, key=lambda d: sum(_name(cell) in kind.columns for cell in header.split(d)))


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().lower().replace(" ", "_")


def _rows(path: str, source: DataText, delimiter: str, kind: DataKind) -> list[DataRow]:
    rows, problems = [], []
    reader = csv.reader(io.StringIO(source.text, newline=""), delimiter=delimiter)
    try:
        header = next(reader)
        place = _places(path, header, kind)
        absent = dict.fromkeys(set(kind.columns) - set(place))
        for cells in _not_blank(reader):
            if len(cells) == len(header):
                found = {column: _value(cells[at], kind) for column, at in place.items()}
                rows.append(DataRow(reader.line_num, {**absent, **found}))
            else:
                message = f"A row must have {len(header)} fields, as the header has."
                problems.append(Problem(path, reader.line_num, f"{len(cells)} fields", message))
    except csv.Error as error:
        raise data_error(path, str(error), "The rows must be plain CSV.", reader.line_num) from None
    if problems:
        raise DataError(problems[:MOST_PROBLEMS])
    if not rows:
        raise data_error(path, "a header only", f"The {kind.noun} has no rows.", 1)
    return rows


def _not_blank(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    return (cells for cells in reader if any(cell.strip() for cell in cells))


def _places(path: str, header: list[str], kind: DataKind) -> dict[str, int]:
    """Column read -> position."""
    names = [_name(cell) for cell in header]
    absent = [column for column in kind.needed if column not in names]
    if not absent:
        return {column: names.index(column) for column in kind.columns if column in names}
    others = [name for name in names if name not in kind.columns]
    guesses = {column: nearest(column, others) for column in absent}
    if len(absent) == len(kind.needed) and not any(guesses.values()):  # another table, or one in another language
        seen = ", ".join(cell.strip() for cell in header)
        raise data_error(path, seen, f"The header must name {', '.join(kind.needed)}.", 1)
    raise DataError(_unnamed(path, column, guesses[column]) for column in absent)


def _unnamed(path: str, column: str, guess: str | None) -> Problem:
    hint = f" Did you mean to name {guess} so?" if guess else ""
    return Problem(path, 1, f"no column {column}", f"The header must name {column}.{hint}")


def _value(cell: str, kind: DataKind) -> str | None:
    text = cell.strip()
    return None if text in kind.missing else text
