"""Dates of a data file: ISO, day first, or month first where the dates themselves show it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

ALLOWED = 'write dates as "2016-04-29 14:05:00" or, day first, "29/04/2016 14:05"'
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$")
_PARTS = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?$")


@dataclass(frozen=True)
class DateFormat:
    """How dates are read. seen: in words. month_first: for dates in parts. assumed: no date shows which it is."""

    seen: str
    month_first: bool
    assumed: bool


def date_format(texts: Iterable[str]) -> DateFormat:
    """The format that fits the dates; day first unless only month first fits."""
    found = [_PARTS.match(text) for text in texts if not _ISO.match(text)]
    parts = [(int(match[1]), int(match[2])) for match in found if match]
    if not parts:
        return DateFormat("YYYY-MM-DD", False, False)
    day_first = any(first > 12 for first, _ in parts)
    month_first = any(second > 12 for _, second in parts) and not day_first
    words = "MM/DD/YYYY (month first)" if month_first else "DD/MM/YYYY (day first)"
    return DateFormat(words, month_first, not (day_first or month_first))


def parse_date(text: str, how: DateFormat) -> datetime | None:
    """The moment, or None where the text is no date."""
    try:
        if _ISO.match(text):
            return datetime.fromisoformat(text)
        match = _PARTS.match(text)
        if not match:
            return None
        first, second, year, hour, minute, seconds = (int(part or 0) for part in match.groups())
        month, day = (first, second) if how.month_first else (second, first)
        return datetime(year, month, day, hour, minute, seconds)
    except ValueError:
        return None
