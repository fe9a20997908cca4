"""A data file as rows of cells by column, whatever spreadsheet it went through."""

from __future__ import annotations

import csv
import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from sim.scenario.problems import DataError, Problem, data_error, nearest

MOST_PROBLEMS = 40

Reader = TypeVar("Reader", bound=Callable[..., Any])


@dataclass(frozen=True)
class DataKind:
    """One kind of data file.

    setting: dotted, names the file. noun: what error texts call it. needed, optional: columns that are read.
    missing: cells that mean nothing was entered.
    """

    setting: str
    noun: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    missing: tuple[str, ...] = ("",)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read."""
        return (*self.needed, *self.optional)

    @property
    def allowed(self) -> str:
        """What such a file may be, in words."""
        return f"A {self.noun} is a CSV or CSV.gz file in UTF-8 or cp1252 (Excel on Windows)"


_GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGIC = b"PK\x03\x04"  # what spreadsheets of today are inside
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class DataText:
    """text: the file. encoding: "utf-8", "utf-8 with BOM" or "cp1252". compressed: whether it was gzip."""

    text: str
    encoding: str
    compressed: bool


def read_text(path: str, kind: DataKind) -> DataText:
    """Read, unpack and decode a file. Raises DataError where that cannot be done."""
    raw = _bytes_of(Path(path), kind)
    compressed = path.lower().endswith(".gz") or raw.startswith(_GZIP_MAGIC)
    if compressed:
        raw = _unpacked(path, raw, kind)
    if not raw.strip():
        raise data_error(path, "an empty file", f"The {kind.noun} has no header and no rows.")
    text, encoding = _decoded(path, raw, kind)
    return DataText(text, encoding, compressed)


def _bytes_of(path: Path, kind: DataKind) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise data_error(path, "no such file", _instead_of_missing(path, kind)) from None
    except IsADirectoryError:
        raise data_error(path, "a folder", f"{kind.setting} must name a file. {kind.allowed}.") from None
    except OSError as error:
        raise data_error(path, error.strerror or str(error), "The file cannot be read.") from None


def _instead_of_missing(path: Path, kind: DataKind) -> str:
    try:
        beside = [entry.name for entry in path.parent.iterdir() if entry.name.lower().endswith((".csv", ".csv.gz"))]
    except OSError:
        return f"There is no folder {path.parent} either. {kind.setting} must name the {kind.noun}."
    guess = nearest(path.name, beside)
    return f"{kind.setting} must name the {kind.noun}.{f' Did you mean {path.parent / guess}?' if guess else ''}"


def _unpacked(path: str, raw: bytes, kind: DataKind) -> bytes:
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        message = f"The name ends in .gz, but the content cannot be unpacked ({error}). {kind.allowed}."
        raise data_error(path, "not a whole gzip file", message) from None


def _decoded(path: str, raw: bytes, kind: DataKind) -> tuple[str, str]:
    if raw.startswith(_ZIP_MAGIC):
        message = f"Open it in the spreadsheet program and save the sheet as CSV. {kind.allowed}."
        raise data_error(path, "a spreadsheet or another zip file", message)
    if raw.startswith(_UTF16_BOMS) or b"\0" in raw:
        message = f"It looks like UTF-16 or a binary file, not text. {kind.allowed}; save it as one of these."
        raise data_error(path, "zero bytes or a UTF-16 mark", message)
    try:
        if raw.startswith(_UTF8_BOM):
            return raw.decode("utf-8-sig"), "utf-8 with BOM"
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise data_error(path, f"byte {raw[error.start]:#04x}", f"It is no character. {kind.allowed}.", line) from None


_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(frozen=True)
class DataRow:
    """line: in the file, from 1. cells: by column read, None where nothing was entered."""

    line: int
    cells: dict[str, str | None]


@dataclass(frozen=True)
class DataTable:
    """A file whose columns are known.

    rows: those of full width, at least one row or problem. problems: rows of another width, for the reader to report
    with its own. encoding, compressed, delimiter ("comma", "semicolon", "tab", "bar"): what was understood.
    """

    rows: tuple[DataRow, ...]
    problems: tuple[Problem, ...]
    encoding: str
    compressed: bool
    delimiter: str


def read_once(read: Reader) -> Reader:
    """A reader of files that reads one which has not changed since once per process.

    read: of a path and of what else its answer depends on, all of which can be hashed.
    """

    @lru_cache(maxsize=4)
    def kept(stamp: tuple[str, int, int], path: str, *rest: Any) -> Any:
        return read(path, *rest)

    @wraps(read)
    def reading(path: str, *rest: Any) -> Any:
        try:
            stat = Path(path).stat()
        except OSError:
            return read(path, *rest)  # which says what is wrong
        return kept((os.path.abspath(path), stat.st_mtime_ns, stat.st_size), path, *rest)

    return cast(Reader, reading)


def read_table(path: str, kind: DataKind) -> DataTable:
    """The rows of a file. Raises DataError where its text or its header cannot be understood."""
    source = read_text(path, kind)
    delimiter = _delimiter(source.text, kind)
    rows, problems = _rows(path, source, delimiter, kind)
    return DataTable(tuple(rows), tuple(problems), source.encoding, source.compressed, _DELIMITERS[delimiter])


def refuse(problems: Iterable[Problem]) -> None:
    """Raise a DataError with the problems of a file, in order of its lines; nothing where there are none."""
    if found := sorted(problems, key=lambda problem: problem.line or 0):
        raise DataError(found[:MOST_PROBLEMS])


def _delimiter(text: str, kind: DataKind) -> str:
    """The delimiter under which the header names most columns that are read."""
    header = text.partition("\n")[0]
    return max(_DELIMITERS, key=lambda d: sum(_name(cell) in kind.columns for cell in header.split(d)))


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().lower().replace(" ", "_")


def _rows(path: str, source: DataText, delimiter: str, kind: DataKind) -> tuple[list[DataRow], list[Problem]]:
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
    if not rows and not problems:
        raise data_error(path, "a header only", f"The {kind.noun} has no rows.", 1)
    return rows, problems


def _not_blank(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    return (cells for cells in reader if any(cell.strip() for cell in cells))


def _places(path: str, header: list[str], kind: DataKind) -> dict[str, int]:
    """Column read -> position."""
    names = [_name(cell) for cell in header]
    refuse(_repeated(path, names, kind))
    absent = [column for column in kind.needed if column not in names]
    if not absent:
        return {column: names.index(column) for column in kind.columns if column in names}
    others = [name for name in names if name not in kind.columns]
    guesses = {column: nearest(column, others) for column in absent}
    if len(absent) == len(kind.needed) and not any(guesses.values()):  # another table, or one in another language
        seen = ", ".join(cell.strip() for cell in header)
        raise data_error(path, seen, f"The header must name {', '.join(kind.needed)}.", 1)
    raise DataError(_unnamed(path, column, guesses[column]) for column in absent)


def _repeated(path: str, names: list[str], kind: DataKind) -> Iterator[Problem]:
    for column in kind.columns:
        at = [str(place) for place, name in enumerate(names, 1) if name == column]
        if len(at) > 1:
            seen = f"{column} in columns {', '.join(at[:-1])} and {at[-1]}"
            yield Problem(path, 1, seen, "It is not clear which one is meant: leave one, or rename the others.")


def _unnamed(path: str, column: str, guess: str | None) -> Problem:
    hint = f" Did you mean to name {guess} so?" if guess else ""
    return Problem(path, 1, f"no column {column}", f"The header must name {column}.{hint}")


def _value(cell: str, kind: DataKind) -> str | None:
    text = cell.strip()
    return None if text in kind.missing else text
