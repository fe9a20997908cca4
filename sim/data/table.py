"""A data file as rows of cells by column, whatever spreadsheet it went through."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, wraps
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar, cast

from sim.data.header import FIRST_ROWS, TOTALS, DataKind, before_the_header, header_at, places, repeated, word_of
from sim.data.log_columns import MOST_LOOKED_AT, REPEATING, missing_columns, plain_name, recognise, unknown_columns
from sim.data.numbers import are_units, unit_in
from sim.data.sources import Row, Sheet, sheet_of
from sim.data.wide import made_plain
from sim.foundation.files import whole_file
from sim.scenario.problems import DataError, Problem, count_of, data_error, escaped, nearest

MEGABYTE = 1_000_000

Reader = TypeVar("Reader", bound=Callable[..., Any])


# Small letters; errors of spreadsheets among them.
NOTHING = frozenset(
    (
        "",
        "n/a",
        "n.a.",
        "k.a.",
        "-",
        "--",
        "---",
        "–",
        "—",
        "#n/a",
        "#nv",
        "#div/0!",
        "#value!",
        "#wert!",
        "(blank)",
        "(empty)",
        "(leer)",
        "(vide)",
    )
)
_GZIP_MAGIC = b"\x1f\x8b"
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


def read_bytes(path: str, kind: DataKind) -> tuple[bytes, bool]:
    """Read and unpack a file: its bytes, and whether it was gzip. Raises DataError where that cannot be done."""
    raw = _bytes_of(Path(path), kind)
    compressed = path.lower().endswith(".gz") or raw.startswith(_GZIP_MAGIC)
    if compressed:
        raw = _unpacked(path, raw, kind)
    if not raw.strip():
        raise _empty(path, kind)
    return raw, compressed


def _empty(path: str, kind: DataKind) -> DataError:
    return data_error(path, "an empty file", f"The {kind.noun} has no header and no rows.")


def _bytes_of(path: Path, kind: DataKind) -> bytes:
    try:
        return whole_file(path, kind.most_megabytes * MEGABYTE)
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
        with gzip.open(io.BytesIO(raw)) as packed:
            unpacked = packed.read(kind.most_megabytes * MEGABYTE + 1)
    except (OSError, EOFError, zlib.error) as error:
        message = f"The name ends in .gz, but the content cannot be unpacked ({error}). {kind.allowed}."
        raise data_error(path, "not a whole gzip file", message) from None
    if len(unpacked) > kind.most_megabytes * MEGABYTE:
        message = f"A {kind.noun} may have {kind.most_megabytes} megabytes, also unpacked."
        raise data_error(path, f"more than {kind.most_megabytes} megabytes", message)
    return unpacked


def _decoded(path: str, raw: bytes, kind: DataKind) -> tuple[str, str]:
    if raw.startswith(_UTF16_BOMS):
        try:
            return raw.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise data_error(path, "half a letter of UTF-16", f"It is no whole file. {kind.allowed}.") from None
    if b"\0" in raw:
        message = (
            f"It looks like a binary file, or like UTF-16 without a mark. {kind.allowed}; save it as one of these."
        )
        raise data_error(path, "zero bytes", message)
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
_SAID_DELIMITER = re.compile(
    r'"?sep=([,;|\t])"?[^\S\n]*\r?\n', re.IGNORECASE
)  # as Excel writes it, in a line of its own


@dataclass(frozen=True)
class DataRow:
    """line: in the file, from 1. cells: by column read, None where nothing was entered."""

    line: int
    cells: dict[str, str | None]


@dataclass(frozen=True)
class DataTable:
    """A file whose columns are known.

    header: names as written. units: cells of the line of units below it, if there is one. system: whose export a log
    is, in words. place: column read -> position in the header. rows: those of full width, at least one row or problem.
    problems: rows of another width, for the reader to report with its own. left_out: rows that were skipped, by why, in
    words. notes: what was assumed. encoding, compressed, delimiter ("comma", "semicolon", "tab", "bar"; "" where it is
    no text): what was understood.
    """

    rows: tuple[DataRow, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    encoding: str
    compressed: bool
    delimiter: str
    header: tuple[str, ...] = ()
    place: Mapping[str, int] = field(default_factory=dict)
    system: str = ""
    notes: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def unit(self, column: str) -> float | None:
        """Seconds of the unit of time of a column that is read, by its name, else by the line of units; None where
        neither names one."""
        if column not in self.place:
            return None
        at = self.place[column]
        return unit_in(self.header[at]) or (unit_in(self.units[at]) if at < len(self.units) else None)

    def unit_note(self, column: str, usual: str) -> Iterator[str]:
        """That a column has its unit said, where it is not the usual one, "seconds" or "minutes"."""
        seconds = self.unit(column)
        if seconds not in (None, {"seconds": 1.0, "minutes": 60.0}[usual]):
            name = self.header[self.place[column]]
            says = "its name says" if unit_in(name) else "the line of units says"
            yield f"{escaped(name.strip())}: numbers x {seconds:g} s, as {says}"

    @property
    def format(self) -> str:
        """What the file is, in words."""
        return format_of(self.delimiter, self.encoding, self.compressed)


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


def read_table(
    path: str, kind: DataKind, skip: Collection[str] = (), columns: Mapping[str, str] | None = None
) -> DataTable:
    """The rows of a file, but for those with a cell that is one of `skip`, and for rows of totals.

    columns: as the scenario says: what a column holds -> its name in the header. Raises DataError where its text or its
    header cannot be understood.
    """
    found = _Rows(path, kind, {_plain(text): text for text in skip}, columns or {})
    sheet, line, header, compressed = _opened(path, kind, found.columns.values())
    found.take_header(header, line)
    found.take_rows(found.below_units(sheet.rows))
    repeated = (f"of several columns {', '.join(found.repeated)} the first was read",) if found.repeated else ()
    return DataTable(
        tuple(found.rows), tuple(found.problems), tuple(found.left_out()), sheet.encoding, compressed, sheet.delimiter,
        tuple(header), found.place, found.system, (*sheet.notes, *repeated, *found.units_note),
        found.units,
    )  # fmt: skip


@dataclass(frozen=True)
class Peek:
    """The beginning of any table. format: in words. header: names. rows: the first ones. count: of all rows.

    line: of the header. notes: what was left out. sample: more of the first rows, to see what columns hold.
    """

    format: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    line: int = 1
    notes: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()


def peek(path: str, kind: DataKind, most: int = 3) -> Peek:
    """Look at a file of which nothing is known. Raises DataError where it is no table at all."""
    sheet, line, header, compressed = _opened(path, kind)
    rows = [tuple(cells) for _, cells in sheet.rows]
    units = bool(rows) and are_units(rows[0])
    form = format_of(sheet.delimiter, sheet.encoding, compressed)
    names, shown = tuple(cell.strip() for cell in header), tuple(rows[units : most + units])
    sample = tuple(rows[units : MOST_LOOKED_AT + units])
    return Peek(form, names, shown, len(rows) - units, line, sheet.notes, sample)


def format_of(delimiter: str, encoding: str, compressed: bool) -> str:
    """What a file is, in words. delimiter: "" where it is no text."""
    return f"{f'{delimiter}-separated, ' * bool(delimiter)}{encoding}{', gzip' * compressed}"


def _opened(path: str, kind: DataKind, given: Collection[str] = ()) -> tuple[Sheet, int, list[str], bool]:
    """A file with the rows below its header, the line of that, the header, and whether it was gzip. Raises DataError.

    given: names in the header, as the user says.
    """
    raw, compressed = read_bytes(path, kind)
    sheet = sheet_of(path, raw, kind.noun, kind.most_megabytes * MEGABYTE) or _text_sheet(path, raw, kind, given)
    first = list(islice(sheet.rows, FIRST_ROWS))
    if not first:
        raise _empty(path, kind)
    if plain := made_plain(path, first, sheet.rows):
        notes = (*sheet.notes, *plain.notes)
        return replace(sheet, rows=plain.rows, notes=notes), plain.line, plain.header, compressed
    at = header_at([cells for _, cells in first], given)
    line, header = first[at]
    if not sheet.delimiter:  # a workbook may have notes far to the right, in rows above
        header = header[: max(place for place, cell in enumerate(header) if cell) + 1]
    notes = (*sheet.notes, before_the_header(at, line)) if at else sheet.notes
    return replace(sheet, rows=chain(first[at + 1 :], sheet.rows), notes=notes), line, header, compressed


def _text_sheet(path: str, raw: bytes, kind: DataKind, given: Collection[str]) -> Sheet:
    text, encoding = _decoded(path, raw, kind)
    text, before, delimiter = _cut(text, {*kind.columns, *map(plain_name, given)})

    def rows() -> Iterator[Row]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            yield from ((before + reader.line_num, cells) for cells in _not_blank(reader))
        except csv.Error as error:
            raise data_error(path, str(error), "The rows must be plain CSV.", before + reader.line_num) from None

    return Sheet(encoding, rows(), (), _DELIMITERS[delimiter])


def refuse(problems: Iterable[Problem]) -> None:
    """Raise a DataError with the problems of a file, in order of its lines; nothing where there are none."""
    if found := sorted(problems, key=lambda problem: problem.line or 0):
        raise DataError(found)


def _cut(text: str, known: Collection[str]) -> tuple[str, int, str]:
    """A text without the line that says its delimiter, how many lines that are, and the delimiter.

    By what is said, else under which a row names most columns that are known, else under which most of the first rows
    have as many cells.
    """
    if said := _SAID_DELIMITER.match(text):
        return text[said.end() :], 1, said[1]
    beginning = "".join(islice(io.StringIO(text, newline=""), FIRST_ROWS))

    def fits(delimiter: str) -> tuple[int, int, int]:
        try:
            rows = list(_not_blank(csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter)))
        except csv.Error:
            return 0, 0, 0
        named = max((sum(plain_name(cell) in known for cell in cells) for cells in rows), default=0)
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        width, often = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return named, often, width

    return text, 0, max(_DELIMITERS, key=fits)


@dataclass
class _Rows:
    """What is read of a file. skip: cells of rows that are skipped, in small letters -> as given. columns: as of
    `read_table`.

    header, place, system, repeated, clocks: as of `Recognised`. units: as of `DataTable`.
    """

    path: str
    kind: DataKind
    skip: Mapping[str, str]
    columns: Mapping[str, str] = field(default_factory=dict)
    header: list[str] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)
    system: str = ""
    repeated: tuple[str, ...] = ()
    clocks: Mapping[str, int] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    units_note: tuple[str, ...] = ()
    rows: list[DataRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    totals: int = 0
    below: int = 0
    nothing: frozenset[str] = NOTHING
    absent: dict[str, None] = field(default_factory=dict)

    def take_header(self, header: list[str], line: int) -> None:
        """Find out where everything stands. Raises DataError."""
        self.header = header
        if not self.kind.recognises:
            self.place = places(self.path, header, self.kind, line, self.columns)
            return
        refuse(unknown_columns(self.path, header, self.columns, line))
        found = recognise(header, self.columns)
        if found.system not in REPEATING:
            refuse(repeated(self.path, [plain_name(cell) for cell in header], self.kind, line))
        refuse(missing_columns(self.path, header, found.place, line))
        self.place, self.system, self.repeated, self.clocks = found.place, found.system, found.repeated, found.clocks

    def below_units(self, rows: Iterable[Row]) -> Iterator[Row]:
        """All rows, without a line of units right below the header: "min", "EUR", no digit, and no row of its own.

        Raises DataError where the name of a column has another unit.
        """
        rows = iter(rows)
        if (first := next(rows, None)) is None:
            return
        line, cells = first
        at = self.kind.row_name(self.place)
        of_a_row = at < len(cells) and cells[at].strip() and not self.kind.dated
        if of_a_row or not are_units(cells):
            yield first
        else:
            for name, cell in ((self.header[at], cells[at]) for at in self.place.values() if at < len(cells)):
                if None not in (said := (unit_in(name), unit_in(cell))) and said[0] != said[1]:
                    message = f"The name of the column has another unit, {escaped(name.strip())}: one of them is wrong."
                    raise data_error(self.path, f"a line of units: {cell.strip()}", message, line)
            self.units = tuple(cells)
            shown = ", ".join(escaped(cell.strip()) for cell in cells if cell.strip())
            self.units_note = (f"line {line} holds units: {shown}",)
        yield from rows

    def take_rows(self, rows: Iterable[Row]) -> None:
        """Take all rows, each with its line. Raises DataError where there is none."""
        width, place = len(self.header), self.place
        self.nothing = NOTHING.union(self.kind.missing)
        self.absent = dict.fromkeys(set(self.kind.columns) - set(place))
        below: list[tuple[int, list[str]]] = []  # lines of text, which belong to no row if none follows
        for line, cells in rows:
            if self.kind.dated and width > 1 and _is_text(cells):
                below.append((line, cells))
                continue
            for number, row in (*below, (line, cells)):
                if not self._is_left_out(row, place):
                    self._take(row, width, place, number)
            below = []
        self.below = len(below)
        if not self.rows and not self.problems:
            raise data_error(self.path, "a header only", f"The {self.kind.noun} has no rows.", 1)

    def _take(self, cells: list[str], width: int, place: Mapping[str, int], line: int) -> None:
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            cells = cells[:width]
        if len(cells) == width:
            found = {column: _value(cells[at], self.nothing) for column, at in place.items()}
            for column, at in self.clocks.items():
                found[column] = _at_its_time(found[column], _value(cells[at], self.nothing))
            self.rows.append(DataRow(line, {**self.absent, **found}))
        else:
            message = f"A row must have {width} fields, as the header has."
            self.problems.append(Problem(self.path, line, f"{len(cells)} fields", message))

    def _is_left_out(self, cells: list[str], place: Mapping[str, int]) -> bool:
        """Whether the user skips a row, or it holds totals: it says so, and nothing in the column that names a row."""
        at = self.kind.row_name(place)
        named = at < len(cells) and not _is_total(name := _plain(cells[at])) and name not in NOTHING
        if named and not self.skip:
            return False
        plain = [_plain(cell) for cell in cells]
        if skipped := next((cell for cell in plain if cell in self.skip), None):
            self.skipped[skipped] += 1
            return True
        total = not named and any(map(_is_total, plain))
        self.totals += total
        return total

    def left_out(self) -> Iterator[str]:
        """Rows that were left out, in words."""
        if self.totals:
            yield f"{count_of(self.totals, 'row')} of totals"
        if self.below:
            yield f"{count_of(self.below, 'line')} of text below the last row"
        for plain, text in self.skip.items():
            yield f"{count_of(self.skipped[plain], 'row')} with {escaped(text)}, as skip says"


def _plain(cell: str) -> str:
    return cell.strip().casefold()


def _is_text(cells: list[str]) -> bool:
    """Whether a row has one filled cell, the first, that begins with a letter, and is no total."""
    first = cells[0].strip()
    return first[:1].isalpha() and not any(map(str.strip, cells[1:])) and not _is_total(_plain(first))


def _is_total(plain: str) -> bool:
    return TOTALS.fullmatch(plain) is not None


def _not_blank(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    return (cells for cells in reader if any(cell.strip() for cell in cells))


def _value(cell: str, nothing: frozenset[str]) -> str | None:
    text = cell.strip()
    return None if text.casefold() in nothing else text


def day_alone(text: str | None) -> str:
    """A date without the midnight that workbooks add."""
    return re.sub(r"[ T]00:00(:00)?$", "", text or "")


def _at_its_time(day: str | None, clock: str | None) -> str | None:
    """A date and the time that stands in another column."""
    return day if day is None or clock is None else f"{day_alone(day)} {clock}"


def known_name(text: str | None, names: Collection[str]) -> str | None:
    """The name that a cell means: as written, or the only one that differs in capitals, spaces or accents; else the
    text."""
    if text is None or text in names:
        return text
    alike = [name for name in names if name.casefold() == text.casefold()]
    alike = alike or [name for name in names if word_of(name) == word_of(text) != ""]
    return alike[0] if len(alike) == 1 else text
