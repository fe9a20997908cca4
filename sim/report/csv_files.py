"""Tidy tables as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

# A cell that begins with one of these is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(rows: Sequence[dict[str, Any]], columns: Sequence[str] = ()) -> str:
    """Rows as CSV with a header; unknown values (nan) are empty. Numbers keep every digit.

    columns: of a table that may have no row, which is then its header alone.
    """
    header = rows[0] if rows else columns
    if not header:
        return ""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([harmless(name) for name in header])
    writer.writerows([harmless(value) for value in row.values()] for row in rows)
    return buffer.getvalue()


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: such text is put behind an apostrophe."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, float):
        return "" if value != value else repr(float(value))
    return value


def read_table(text: str) -> Iterator[dict[str, str]]:
    """Rows of what `csv_text` wrote, names and texts as they were before they were made harmless."""
    for row in csv.DictReader(io.StringIO(text, newline="")):
        yield {_as_it_was(name): _as_it_was(value) for name, value in row.items()}


def _as_it_was(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA) else text
