"""Files that are no plain text tables, as rows of cells: workbooks, XES and OCEL 2.0 logs."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from sim.data.header import FIRST_ROWS
from sim.scenario.problems import data_error

ZIP_MAGIC = b"PK\x03\x04"  # what workbooks are inside
CASE_TYPES = ("case", "ticket", "incident", "request", "issue", "order", "application")  # of objects, likely first
PERSON_TYPES = ("resource", "person", "employee", "agent", "user", "worker")


_NUMBER = re.compile(r"^[^a-zA-Z]*\d[^a-zA-Z]*$")
Row = tuple[int, list[str]]  # line or number, cells


@dataclass(frozen=True)
class Sheet:
    """Cells of a file. encoding: of a text, else what it is, in words. rows: those that hold anything, with the header.
    notes: what was assumed. delimiter: in words, "" where it is no text."""

    encoding: str
    rows: Iterator[Row]
    notes: tuple[str, ...] = ()
    delimiter: str = ""


def sheet_of(path: str, raw: bytes, noun: str, most_bytes: int) -> Sheet | None:
    """What a file holds that is no text table; None where it is one. Raises DataError where it is broken.

    most_bytes: of a workbook that is unpacked.
    """
    start = raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:400].lower()
    if raw.startswith(ZIP_MAGIC):
        return _workbook(path, raw, noun, most_bytes)
    if start.startswith(b"<") and (b"<log" in raw[:200_000].lower() or start.startswith(b"<?xml")):
        return _xes(path, raw)
    if start.startswith(b"{"):
        return _ocel(path, raw)
    return None


# --- workbooks ----------------------------------------------------------------------------------------


def _workbook(path: str, raw: bytes, noun: str, most_bytes: int) -> Sheet:
    from openpyxl import load_workbook

    try:
        with ZipFile(io.BytesIO(raw)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except BadZipFile:
        unpacked = 0
    if unpacked > most_bytes:
        message = f"A {noun} may have {most_bytes:,} bytes, also unpacked."
        raise data_error(path, f"{unpacked:,} bytes in a workbook", message)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except Exception as error:  # whatever a broken zip makes the reader stumble over
        message = f"A {noun} may be a workbook (.xlsx); this is another zip file, or a broken one ({error})."
        raise data_error(path, "a zip file that is no workbook", message) from None
    filled = [(sheet.title, _rows(sheet.iter_rows(values_only=True))) for sheet in book.worksheets]
    filled = [(title, rows) for title, rows in filled if rows]
    if not filled:
        raise data_error(path, "an empty workbook", f"The {noun} has no header and no rows.")
    title, rows = max(filled, key=lambda sheet: sum(map(bool, chain.from_iterable(cells for _, cells in sheet[1]))))
    if len(filled) == 1:
        return Sheet("workbook", iter(rows))
    further: dict[str, list[Row]] = {}
    known = {tuple(cells) for _, cells in rows}
    for name, other in filled:
        if name != title and (more := _below_the_same(rows, other, known)):
            further[name] = more
            known |= {tuple(cells) for _, cells in more}
    note = f'of {len(filled)} filled sheets the fullest, "{title}", was read'
    if further:
        note += f", and below it those with the same header: {', '.join(further)}"
    return Sheet("workbook", chain(rows, *further.values()), (note,))


def _below_the_same(rows: list[Row], other: list[Row], known: set[tuple[str, ...]]) -> list[Row]:
    """The rows of a sheet that has the header of another one, below that; none where all of them are known already."""
    names, ends = ([_filled(cells) for _, cells in part[: _names_end(part)]] for part in (rows, other))
    if not names or not ends or names[-1] != ends[-1] or sum(map(bool, names[-1])) < 2:
        return []
    width = len(rows[0][1])
    below = [(line, [*cells, *[""] * width][: max(width, len(_filled(cells)))]) for line, cells in other[len(ends) :]]
    return below if any(tuple(cells) not in known for _, cells in below) else []


def _names_end(rows: list[Row]) -> int:
    """How many rows there are before the first with a number, a date or a time beside another cell."""
    numbers = (
        len(rows) if sum(map(bool, cells)) < 2 or not any(map(_NUMBER.search, cells)) else at
        for at, (_, cells) in enumerate(rows[:FIRST_ROWS])
    )
    return min(numbers, default=0)


def _filled(cells: list[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    return cells[: max((place for place, cell in enumerate(cells, 1) if cell), default=0)]


def _rows(values: Iterable[tuple[Any, ...]]) -> list[Row]:
    """Rows that hold anything, all of one width."""
    rows = [(line, [_text(value) for value in row]) for line, row in enumerate(values, 1)]
    width = max((len(cells) for _, cells in rows), default=0)
    return [(line, cells + [""] * (width - len(cells))) for line, cells in rows if any(cells)]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if not value.microsecond else "microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


# --- XES ----------------------------------------------------------------------------------------------


def _xes(path: str, raw: bytes) -> Sheet:
    """Events of all traces in order; what is said of a trace has "case:" before its name."""
    found: list[dict[str, str]] = []
    traces = 0
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(raw), events=("end",)):
            if _tag(element) != "trace":
                continue
            traces += 1
            of_trace = {f"case:{key}": value for key, value in _attributes(element)}
            of_trace.setdefault("case:concept:name", str(traces))
            for event in element:
                if _tag(event) == "event":
                    found.append(of_trace | dict(_attributes(event)))
            element.clear()
    except ElementTree.ParseError as error:
        raise data_error(path, "XML that breaks off or is broken", f"It cannot be read as XES: {error}.") from None
    if not found:
        raise data_error(path, "XML without events", "An XES log has <trace> elements with <event> elements in them.")
    return _table("XES", found)


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _attributes(element: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for child in element:
        if (key := child.get("key")) is not None and (value := child.get("value")) is not None:
            yield key, value


# --- OCEL 2.0 -----------------------------------------------------------------------------------------


def _ocel(path: str, raw: bytes) -> Sheet:
    """Events of OCEL 2.0 (JSON) with the objects of one type as cases."""
    try:
        log = json.loads(raw.decode("utf-8-sig"))
        types = {entry["id"]: entry["type"] for entry in log["objects"]}
        given = {entry["id"]: _named(entry) for entry in log["objects"]}
        events = log["events"]
        related = [(event, [one["objectId"] for one in event.get("relationships", [])]) for event in events]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"It begins as JSON does, but is no OCEL 2.0 log: {type(error).__name__} {error}."
        raise data_error(path, "JSON that is no event log", message) from None
    case_type = _case_type(related, types)
    if case_type is None:
        raise data_error(path, "events without objects", "Events of OCEL must name the objects that they belong to.")
    found = []
    for event, objects in related:
        people = [one for one in objects if str(types.get(one, "")).casefold() in PERSON_TYPES]
        for one in objects:
            if types.get(one) == case_type:
                about = {
                    "case:concept:name": str(one),
                    "concept:name": str(event["type"]),
                    "time:timestamp": event["time"],
                }
                resource = {"org:resource": str(people[0])} if people else {}
                of_case = {f"case:{key}": value for key, value in given[one].items()}
                found.append(of_case | _named(event) | resource | about)
    found.sort(key=lambda row: row["case:concept:name"])
    others = sorted({str(name) for name in types.values()} - {case_type})
    note = f"cases are the objects of type {case_type}" + (f"; others are {', '.join(others)}" if others else "")
    return _table("OCEL 2.0", found, (note,))


def _named(entry: dict[str, Any]) -> dict[str, str]:
    return {str(one["name"]): str(one["value"]) for one in entry.get("attributes", [])}


def _case_type(related: list[tuple[Any, list[str]]], types: dict[str, str]) -> str | None:
    """The type of objects that are cases: by its name, else the one with most events, people aside."""
    seen = Counter(kind for _, objects in related for kind in {types[one] for one in objects if one in types})
    kinds = [kind for kind in seen if str(kind).casefold() not in PERSON_TYPES]
    named = [kind for word in CASE_TYPES for kind in kinds if word in str(kind).casefold()]
    return named[0] if named else max(kinds, key=lambda kind: seen[kind], default=None)


def _table(name: str, found: list[dict[str, str]], notes: tuple[str, ...] = ()) -> Sheet:
    header = list(dict.fromkeys(key for row in found for key in row))
    rows = ((number, [row.get(key, "") for key in header]) for number, row in enumerate(found, 1))
    return Sheet(name, chain([(1, header)], rows), notes)
