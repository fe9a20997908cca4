"""How numbers of a data file are written, and what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Words for units of time in names of columns, in English, German and French -> seconds.
_UNITS = {
    "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0, "sek": 1.0, "sekunden": 1.0, "secondes": 1.0,
    "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0, "minuten": 60.0, "mn": 60.0,
    "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hours": 3600.0, "std": 3600.0, "stunden": 3600.0, "heures": 3600.0,
    "ms": 0.001, "milliseconds": 0.001, "millisekunden": 0.001,
}  # fmt: skip
_OTHER_UNITS = frozenset(("eur", "euro", "€", "usd", "$", "gbp", "£", "chf", "%"))  # in a line of units beside those
_SPACES = str.maketrans("", "", " \u00a0\u202f'’")  # between thousands, as spreadsheets write them
_DIGITS_AND_MARKS = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")
_SCIENTIFIC = re.compile(r"([+-]?\d)(?:([.,])(\d+))?[eE]([+-]?\d{1,2})")  # as spreadsheets write large numbers

# Days are no unit of work: of eight hours to one system, of 24 to another.
_SHORT_UNITS = {**_UNITS, "m": 60.0, "hour": 3600.0, "stunde": 3600.0, "heure": 3600.0, "sekunde": 1.0, "seconde": 1.0}
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?,?\s*")
_IN_PARTS = re.compile(rf"(?P<parts>(?:{_PART.pattern})+)(?P<rest>\d{{2}})?")
_DAYS = re.compile(r"(\d+) days?, ")  # as workbooks give more than a day
_FIRST_UNITS = ("hours", "minutes", "seconds", "stunden", "minuten", "sekunden", "heures", "secondes")
_HOURS_AND_MINUTES = re.compile(r"\bh{1,2}:mm\b(?!:)")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{0,3}):(\d{2}(?:[.,]\d+)?)")


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


def seconds_of(text: str, numbers: NumberFormat, unit: float = 1.0) -> float | None:
    """Seconds of "360", "6:00", "0:06:00", "1h 05m", "1h05" or "PT1H5M"; None where it is none of these.

    unit: seconds of 1 in a number alone; of 3,600, "6:00" is six hours.
    """
    text = text.removeprefix("PT")  # of ISO 8601
    if days := _DAYS.match(text):
        rest = seconds_of(text[days.end() :], numbers)
        return None if rest is None else int(days[1]) * 86_400.0 + rest
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in clock.groups())
        return (hours * 3600.0 + minutes * 60.0 + seconds) * (60.0 if unit == _UNITS["h"] and clock[1] is None else 1.0)
    if (parts := _IN_PARTS.fullmatch(text)) and (taken := _in_parts(parts["parts"], parts["rest"])) is not None:
        return taken
    number = parse_number(text, numbers)
    return None if number is None else unit * number


def _in_parts(text: str, rest: str | None) -> float | None:
    """Seconds of "1h 5 min", and of what follows an hour without a unit; None where a unit is none of time."""
    found = [(float(number.replace(",", ".")), unit.casefold()) for number, unit in _PART.findall(text)]
    if any(unit not in _SHORT_UNITS for _, unit in found):
        return None
    seconds = sum(number * _SHORT_UNITS[unit] for number, unit in found)
    return seconds + float(rest or 0) * _SHORT_UNITS[found[-1][1]] / 60.0


def unit_in(name: str) -> float | None:
    """Seconds of the unit of time that the name of a column ends with, has in brackets or begins with, as a whole word.

    60 of "AHT (min)" and of "Minutes worked"; "(hh:mm)" are hours.
    """
    if _HOURS_AND_MINUTES.search(name.casefold()):
        return _UNITS["h"]
    words = re.findall(r"[^\W\d_]+", name.casefold())
    in_brackets = [word for text in re.findall(r"[(\[]([^)\]]*)[)\]]", name.casefold()) for word in text.split()]
    first = [word for word in words[:1] if word in _FIRST_UNITS]
    return next((_UNITS[word] for word in (*in_brackets, *words[-1:], *first) if word in _UNITS), None)


def is_unit(cell: str) -> bool:
    """Whether a cell is a unit of time, of money or %, perhaps in brackets, and nothing else."""
    plain = cell.strip().strip("()[].").strip().casefold()
    return plain in _UNITS or plain in _OTHER_UNITS


def are_units(cells: Sequence[str]) -> bool:
    """Whether a row is a line of units: "min", "EUR", and no digit."""
    return any(map(is_unit, cells)) and not re.search(r"\d", "".join(cells))


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
