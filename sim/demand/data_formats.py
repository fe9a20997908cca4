"""How dates and numbers of a data file are written, and what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

DATES_ALLOWED = 'write dates as "2016-04-29 14:05:00" or, day first, "29/04/2016 14:05"'
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$")
# Two digits of a year come last beside points and strokes; beside hyphens they may come first.
_PARTS = re.compile(
    r"^(\d{1,2})(?:[./-](\d{1,2})[./-](\d{4})|([./])(\d{1,2})\4(\d{2}))"
    r",?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AaPp])\.?[Mm]\.?)?$"
)
_ZONE = re.compile(r"^(.*\d)\s*(Z|[+-]\d{2}:?\d{2})$")
_SUNDAY = 6


@dataclass(frozen=True)
class DateFormat:
    """How dates are read. seen: in words. month_first: for dates in parts. doubt: what no date shows; "" for nothing.

    zones: what stands behind the times, none or at most two.
    """

    seen: str
    month_first: bool
    doubt: str
    zones: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be assumed, in words."""
        behind = f"times are taken as they are written, without the {' or '.join(self.zones)} behind them"
        return tuple(note for note in (self.doubt, behind if self.zones else "") if note)


def date_format(texts: Iterable[str]) -> DateFormat:
    """The format that fits the dates. Unless they show it, the month is first only where times have AM and PM."""
    apart = [_without_zone(text) for text in texts]
    zones = tuple(dict.fromkeys(zone for _, zone in apart if zone))
    found = [_PARTS.match(text) for text, _ in apart if not _ISO.match(text)]
    parts = [(int(match[1]), int(match[2] or match[5])) for match in found if match]
    if not parts:
        return DateFormat("YYYY-MM-DD", False, "", zones)
    day_first = any(first > 12 for first, _ in parts)
    shown = day_first or any(second > 12 for _, second in parts)
    twelve = any(match[10] for match in found if match)
    month_first = not day_first and (shown or twelve)
    years = "YYYY" if all(match[3] for match in found if match) else "YY"
    order = "month first" if month_first else "day first"
    words = f"MM/DD/{years} ({order})" if month_first else f"DD/MM/{years} ({order})"
    why = ", as the times have AM and PM" if month_first else ""
    doubt = "" if shown else f"every date could be day first or month first; {order} was assumed{why}"
    return DateFormat(words, month_first, doubt, zones)


def parse_date(text: str, how: DateFormat) -> datetime | None:
    """The moment as it is written, whatever zone stands behind it, or None where the text is no date."""
    plain, _ = _without_zone(text)
    try:
        if _ISO.match(plain):
            return datetime.fromisoformat(plain)
        match = _PARTS.match(plain)
        if not match:
            return None
        first, second, year = int(match[1]), int(match[2] or match[5]), int(match[3] or f"20{match[6]}")
        month, day = (first, second) if how.month_first else (second, first)
        hour = _hour(int(match[7]), match[10])
        return datetime(year, month, day, hour, int(match[8]), int(match[9] or 0))
    except ValueError:
        return None


def _hour(hour: int, half: str | None) -> int:
    """The hour of 24. half: the letter of AM or PM, None without. Raises ValueError."""
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half in "Pp" else 0)


def _without_zone(text: str) -> tuple[str, str]:
    """A text and the zone behind its time; "" where none is."""
    found = _ZONE.match(text) if ":" in text else None
    return (found[1], found[2]) if found else (text, "")


def zone_problem(texts: Iterable[str], how: DateFormat) -> tuple[str, str] | None:
    """A date whose zone differs from that before it, and why it cannot be read; None where all are of one place.

    What is written is the time of one place where the zone is always the same, or one that changes with the clock: by
    an hour, over a Sunday.
    """
    moments = []
    for text in texts:
        moment, (_, zone) = parse_date(text, how), _without_zone(text)
        if moment is not None and ":" in text:
            moments.append((moment - _offset(zone), moment, zone, text))
    moments.sort(key=lambda entry: entry[0])
    for (_, before, first, _), (_, after, second, text) in pairwise(moments):
        if first == second:
            continue
        days = (after.date() - before.date()).days
        over_sunday = days >= 7 or any((before + timedelta(days=d)).weekday() == _SUNDAY for d in range(days + 1))
        if "" in (first, second) or not over_sunday or abs(_offset(first) - _offset(second)) != timedelta(hours=1):
            seen = " and ".join(zone or "none" for zone in (first, second))
            return (
                text,
                f"Times of several zones ({seen}) are mixed: write all of them in the time of the organisation.",
            )
    return None


def _offset(zone: str) -> timedelta:
    if zone in ("", "Z"):
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))


_SPACES = str.maketrans("", "", " \u00a0\u202f'’")  # between thousands, as spreadsheets write them
_DIGITS_AND_MARKS = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")
_SCIENTIFIC = re.compile(r"([+-]?\d)(?:([.,])(\d+))?[eE]([+-]?\d{1,2})")  # as spreadsheets write large numbers


@dataclass(frozen=True)
class NumberFormat:
    """How numbers are read. decimal: "." or ",". assumed: some number could be read both ways, and none shows which.

    example: the first such number, as written.
    """

    decimal: str
    assumed: bool
    example: str = ""

    @property
    def seen(self) -> str:
        """The format in words."""
        return "decimal commas" if self.decimal == "," else "decimal points"

    @property
    def doubt(self) -> str:
        """What had to be assumed, in words; empty where nothing had to be."""
        if not self.assumed:
            return ""
        value = parse_number(self.example, self)
        assumed = f"{self.seen} were assumed, so that it is {value:.10g}"
        return f"numbers such as {self.example} could be read two ways; {assumed}"


def number_format(texts: Iterable[str], delimiter: str) -> NumberFormat:
    """The format that the numbers show; where none does, commas beside semicolons and points otherwise.

    delimiter: of the file, in words; spreadsheets put semicolons between cells where the comma is a decimal mark.
    """
    plain = [text.translate(_SPACES) for text in texts]
    votes = {mark for text in plain if (mark := _decimal_mark(text))}
    usual = "," if delimiter == "semicolon" else "."
    if len(votes) == 1:
        return NumberFormat(votes.pop(), False)
    unclear = next((text for text in plain if _unclear(text)), "")
    return NumberFormat(usual, bool(unclear), unclear)


def parse_number(text: str, how: NumberFormat) -> float | None:
    """The number, or None where the text is none. What a number shows by itself goes before the file's format."""
    plain = text.translate(_SPACES)
    if scientific := _SCIENTIFIC.fullmatch(plain):
        return float(f"{scientific[1]}.{scientific[3] or 0}e{scientific[4]}")
    if not _DIGITS_AND_MARKS.fullmatch(plain):
        return None
    decimal = _decimal_mark(plain) or how.decimal
    thousands = "." if decimal == "," else ","
    form = rf"[+-]?(\d*|\d{{1,3}}(\{thousands}\d{{3}})+)(\{decimal}\d*)?"
    if not re.fullmatch(form, plain):
        return None
    return float(plain.replace(thousands, "").replace(decimal, "."))


def size_problem(text: str, how: NumberFormat, low: float, high: float) -> str | None:
    """What to write where a number could be read two ways, and the way assumed is of an unusual size.

    low, high: usual sizes. None where the file shows how numbers are written, or the other way is as unusual.
    """
    other = NumberFormat("," if how.decimal == "." else ".", True)
    readings = [parse_number(text, way) for way in (how, other)] if how.assumed and _unclear(text) else [None]
    if None in readings or not low <= (readings[1] or 0.0) <= high or low <= (readings[0] or 0.0) <= high:
        return None
    larger, smaller = max(r for r in readings if r is not None), min(r for r in readings if r is not None)
    return (
        f"It could be {larger:.10g} or {smaller:.10g}, and no number of the file shows which: write {larger:.10g}, or "
        f"{smaller:.4f} with a fourth decimal."
    )


def _unclear(text: str) -> bool:
    plain = text.translate(_SPACES)
    return bool(_DIGITS_AND_MARKS.fullmatch(plain)) and bool(_marks(plain)) and _decimal_mark(plain) is None


def _marks(text: str) -> str:
    return "".join(mark for mark in text if mark in ".,")


def _decimal_mark(text: str) -> str | None:
    """The decimal mark that a number shows by itself: 0.9, 1,25 and 1.234,5 do; 1.250, 1,250 and 12 do not."""
    if scientific := _SCIENTIFIC.fullmatch(text):
        return scientific[2]
    marks = _marks(text)
    if not marks or not _DIGITS_AND_MARKS.fullmatch(text):
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    before, _, after = text.lstrip("+-").partition(marks)
    return None if len(after) == 3 and before.strip("0") and len(before) <= 3 else marks
