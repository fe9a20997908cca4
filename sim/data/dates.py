"""How dates of a data file are written, in which zone, and what they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sim.scenario.problems import Problem

DATES_ALLOWED = 'write dates as "2016-04-29 14:05:00" or, day first, "29/04/2016 14:05"'
FEWER_GAPS = 0.5  # days without a row by one reading, as a share of those by the other, that decide
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,]\d{1,9})?"
_HALF = r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?$"
_ISO = re.compile(r"^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)$")
# Two digits of a year come last beside points and strokes; beside hyphens they may come first.
_PARTS = re.compile(
    r"^(?P<first>\d{1,2})(?:(?P<mark>[./-])(?P<second_part>\d{1,2})[./-](?P<year>\d{4})"
    r"|(?P<short_mark>[./])(?P<short_part>\d{1,2})(?P=short_mark)(?P<short_year>\d{2})),?[ T:]+" + _TIME + _HALF
)
_NAMED = re.compile(
    r"^(?P<day>\d{1,2})\.?[ ./-](?P<month>[^\W\d_]{3,9})\.?[ ./-](?P<year>\d{4}|\d{2}),?[ T:]+" + _TIME + _HALF
)
_NAME_FIRST = re.compile(r"^(?P<month>[^\W\d_]{3,9})\.? (?P<day>\d{1,2}),? (?P<year>\d{4}),?[ T:]+" + _TIME + _HALF)
# Months of English, German and French by what their names begin with, in small letters.
_MONTHS = (
    ("jan",), ("feb", "fév", "fev"), ("mar", "mär", "mrz"), ("apr", "avr"), ("may", "mai"), ("jun", "juin"),
    ("jul", "juil"), ("aug", "aoû", "aou"), ("sep",), ("oct", "okt"), ("nov",), ("dec", "dez", "déc"),
)  # fmt: skip
_GREENWICH = ("", "Z", "UTC", "GMT")
# Hours of zones that are written in letters, each of one place only.
_LETTERS = {
    "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "WEST": 1, "EET": 2, "EEST": 3, "EST": -5, "EDT": -4, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
_ZONE = re.compile(
    r"^(.*:\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?(?:\s*[AaPp]\.?[Mm]\.?)?)\s*"
    rf"(Z|UTC|GMT|[+-]\d{{2}}(?::?\d{{2}})?|{'|'.join(_LETTERS)})(?:\[\w+/\w+\])?$"
)
# What is written around dates, and what it is for those above.
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}[.,]{0,2} +(?=\d{1,2}\.?[ ./-]+\w|[^\W\d_]{3,9}\.? +\d)")
_AT = re.compile(r"(?<=\d),? +(?:at|um|à) +(?=\d)")
_HOUR_MARK = re.compile(r"(?<=\d) ?[hH] ?(?=\d{2}$|\d{2}:)")
_WHOLE_HOUR = re.compile(r"(?<= )(\d{1,2}) ?([AaPp]\.?[Mm]\.?)$")
_YEAR_FIRST = re.compile(r"^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[ T]+(\d{1,2}):?(\d{2})(.*))?$")
_C_TIME = re.compile(r"^[^\W\d_]{3} ([^\W\d_]{3}) +(\d{1,2}) (\d{2}:\d{2}:\d{2}) (\d{4})$")
_SERIAL = re.compile(r"^([345]\d{4}(?:[.,]\d+)?)( .+)?$")
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
_SUNDAY = 6


@dataclass(frozen=True)
class DateFormat:
    """How dates are read. seen: in words. month_first: for dates in parts. doubt: what no date shows; "" for nothing.

    zones: what stands behind the times. place: to whose clock times with a zone are put; None: they stay as written.
    unclear: a date that could be read either way, where nothing shows which; "" for none.
    """

    seen: str
    month_first: bool
    doubt: str
    zones: tuple[str, ...] = ()
    place: tzinfo | None = None
    unclear: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be assumed, in words."""
        return tuple(note for note in (self.doubt, self._zone_note()) if note)

    def _zone_note(self) -> str:
        if self.place is not None:
            return f"times with a zone behind them ({', '.join(self.zones)}) are put to the clock of {self.place}"
        if not self.zones:
            return ""
        note = f"times are taken as they are written, without the {' or '.join(self.zones)} behind them"
        return note + (
            "; where that is not your clock, name yours: time_zone" if not any(map(_offset, self.zones)) else ""
        )


def date_format(
    texts: Iterable[str], order: str | None = None, time_zone: str | None = None, delimiter: str = ""
) -> DateFormat:
    """The format that fits the dates.

    order: "day_first" or "month_first", None: as the dates show, else as leaves fewer days without any. time_zone: of
    the organisation, such as Europe/Berlin; None: the clock of most times where several are mixed. Raises ValueError
    for a zone that nobody knows. delimiter: of the file, in words: semicolons are written where the day is first, as AM
    and PM are where the month is; that decides where nothing else does, and is doubted.
    """
    apart = [_without_zone(text) for text in texts]
    counts = Counter(zone for _, zone in apart if zone)
    zones = tuple(counts)
    place = _place(apart, counts, time_zone)
    found = [match for text, _ in apart if not _ISO.match(text) and (match := _PARTS.match(text))]
    if not found:
        named = any(_NAMED.match(text) or _NAME_FIRST.match(text) for text, _ in apart[:1])
        return DateFormat("with the month by its name" if named else "YYYY-MM-DD", False, "", zones, place)
    parts = [_day_and_month(match) for match in found]
    month_first, shown = _order(parts, found, order)
    years = "YYYY" if all(match["year"] for match in found) else "YY"
    words = f"MM/DD/{years} (month first)" if month_first else f"DD/MM/{years} (day first)"
    why = ", as the times have AM and PM" if month_first else ""
    assumed = f"{'month' if month_first else 'day'} first was assumed{why}"
    doubt = "" if shown else f"every date could be day first or month first; {assumed}"
    usual = delimiter == "semicolon" or any(match["half"] for match in found)
    return DateFormat(words, month_first, doubt, zones, place, "" if shown or usual else found[0].string)


def _day_and_month(match: re.Match[str]) -> tuple[int, int, int]:
    """First part, second part, year."""
    return (
        int(match["first"]),
        int(match["second_part"] or match["short_part"]),
        _year(match["year"] or match["short_year"]),
    )


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _order(parts: list[tuple[int, int, int]], found: list[re.Match[str]], given: str | None) -> tuple[bool, bool]:
    """Whether the month is first, and whether that is known: said, shown by a date, by points, or by fewer gaps."""
    if given:
        return given == "month_first", True
    if any(first > 12 for first, _, _ in parts):
        return False, True
    if any(second > 12 for _, second, _ in parts):
        return True, True
    if all((match["mark"] or match["short_mark"]) == "." for match in found):
        return False, True
    day_first, month_first = (_days_without(parts, reading) for reading in (False, True))
    if day_first is None or month_first is None:
        return day_first is None, month_first is not day_first
    if min(day_first, month_first) < FEWER_GAPS * max(day_first, month_first):
        return month_first < day_first, True
    return any(match["half"] for match in found), False


def _days_without(parts: list[tuple[int, int, int]], month_first: bool) -> int | None:
    """Days between the first and the last date on which nothing happened; None where a date does not exist."""
    try:
        days = {date(year, *((a, b) if month_first else (b, a))) for a, b, year in parts}
    except ValueError:
        return None
    return (max(days) - min(days)).days + 1 - len(days)


def order_problem(path: str, line: int | None, how: DateFormat, setting: str, option: str = "") -> Iterator[Problem]:
    """That the order of day and month has to be said. setting: dotted, where; option: where there is no scenario."""
    if how.unclear:
        message = (
            f"Every date could be day first or month first, and both readings fit as well. Add {setting}: day_first or "
            f"{setting}: month_first" + (f", or give {option}." if option else ".")
        )
        yield Problem(path, line, how.unclear, message)


def parse_date(text: str, how: DateFormat) -> datetime | None:
    """The moment by the clock of the organisation, or None where the text is no date."""
    plain, zone = _without_zone(text)
    moment = _moment(plain, how)
    if moment is None or not zone or how.place is None:
        return moment
    return moment.replace(tzinfo=timezone(_offset(zone))).astimezone(how.place).replace(tzinfo=None)


def _moment(plain: str, how: DateFormat) -> datetime | None:
    try:
        if iso := _ISO.match(plain):
            if iso[2].startswith("24:00"):  # of a day is the beginning of the next
                return datetime.fromisoformat(iso[1]) + timedelta(days=1)
            return datetime.fromisoformat(f"{iso[1]} {iso[2].replace(',', '.')[:15]}")
        if match := _PARTS.match(plain):
            first, second, year = _day_and_month(match)
            month, day = (first, second) if how.month_first else (second, first)
        elif match := _NAMED.match(plain) or _NAME_FIRST.match(plain):
            month, day, year = _month(match["month"]), int(match["day"]), _year(match["year"])
        else:
            return None
        hour = _hour(int(match["hour"]), match["half"])
        if (hour, int(match["minute"]), int(match["second"] or 0)) == (24, 0, 0):
            return datetime(year, month, day) + timedelta(days=1)
        return datetime(year, month, day, hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None


def _month(name: str) -> int:
    """Raises ValueError."""
    for number, beginnings in enumerate(_MONTHS, 1):
        if name.casefold().startswith(beginnings):
            return number
    raise ValueError(name)


def with_time(text: str | None) -> str:
    """A date alone, and midnight."""
    plain = _usual(text or "")
    return plain if not plain or ":" in plain or re.search(r"\s\d", plain) else f"{plain} 00:00"


def may_come_twice(moment: datetime) -> bool:
    """Whether a clock that is set back may show this time twice: on a Sunday before four, in spring or autumn."""
    return moment.weekday() == _SUNDAY and 0 < moment.hour < 4 and moment.month in (3, 4, 9, 10, 11)


def not_before(first: datetime, then: datetime) -> datetime:
    """What came after `first`, an hour later where it is before it only as the clock was set back in between."""
    hour = timedelta(hours=1)
    set_back = first - hour < then < first and may_come_twice(first) and may_come_twice(then)
    return then + hour if set_back else then


def _hour(hour: int, half: str | None) -> int:
    """The hour of 24. half: the letter of AM or PM, None without. Raises ValueError."""
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half in "Pp" else 0)


@lru_cache(maxsize=65536)
def _usual(text: str) -> str:
    """A date without what is written around it, as it is read here: "Mo., 05.01.2026 08h30" is 05.01.2026 08:30.

    Days since 1900, as workbooks count them, and seconds or milliseconds since 1970 become dates.
    """
    plain = " ".join(text.split())
    if _ISO.match(plain):
        return plain
    if serial := _SERIAL.match(plain):
        moment = datetime(1899, 12, 30) + timedelta(days=float(serial[1].replace(",", ".")), seconds=0.5)
        return f"{moment:%Y-%m-%d}{serial[2]}" if serial[2] else moment.isoformat(" ", "seconds")
    if _EPOCH.match(plain):
        return f"{datetime(1970, 1, 1) + timedelta(seconds=int(plain[:10]))}+00:00"
    if c_time := _C_TIME.match(plain):
        return f"{c_time[2]} {c_time[1]} {c_time[4]} {c_time[3]}"
    plain = _WEEKDAY.sub("", plain.removesuffix(" Uhr").removesuffix(" h"))
    plain = _WHOLE_HOUR.sub(r"\1:00 \2", _HOUR_MARK.sub(":", _AT.sub(" ", plain)))
    if first := _YEAR_FIRST.match(plain):
        time = f" {int(first[5]):02}:{first[6]}{first[7]}" if first[5] else ""
        return f"{first[1]}-{int(first[3]):02}-{int(first[4]):02}{time}"
    return plain


# --- zones --------------------------------------------------------------------------------------------


def _without_zone(text: str) -> tuple[str, str]:
    """A text and the zone behind its time; "" where none is."""
    plain = _usual(text)
    found = _ZONE.match(plain) if ":" in plain else None
    return (found[1].rstrip(), found[2]) if found else (plain, "")


def _place(apart: list[tuple[str, str]], zones: Counter[str], time_zone: str | None) -> tzinfo | None:
    """To whose clock times with a zone are put. Raises ValueError."""
    if time_zone is not None:
        try:
            return ZoneInfo(time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{time_zone}: no time zone is called so; write it as Europe/Berlin.") from None
    offsets = Counter[timedelta]()
    for zone, count in zones.items():
        offsets[_offset(zone)] += count
    if len(offsets) < 2 or any(not zone and ":" in text for text, zone in apart):
        return None
    if len(offsets) == 2 and _changes_with_the_clock(apart):
        return None
    most = max(offsets, key=lambda offset: (offsets[offset], bool(offset)))
    return timezone(most)


def _changes_with_the_clock(apart: list[tuple[str, str]]) -> bool:
    """Whether two zones are one place before and after its clock is changed."""
    how = DateFormat("", False, "")
    texts = [f"{text}{zone}" for text, zone in apart if _ISO.match(text)]
    return bool(texts) and zone_problem(texts, how) is None


def zone_problem(texts: Iterable[str], how: DateFormat) -> tuple[str, str] | None:
    """A date whose zone differs from that before it, and why it cannot be read; None where all are of one place.

    What is written is the time of one place where the zone is always the same, or one that changes with the clock: by
    an hour, over a Sunday.
    """
    if how.place is not None:
        return None
    moments = []
    for text in texts:
        moment, (_, zone) = parse_date(text, how), _without_zone(text)
        if moment is not None and ":" in text:
            moments.append((moment - _offset(zone), moment, zone, text))
    moments.sort(key=lambda entry: entry[0])
    for (_, before, first, _), (_, after, second, text) in pairwise(moments):
        if _offset(first) == _offset(second) and bool(first) == bool(second):
            continue
        days = (after.date() - before.date()).days
        over_sunday = days >= 7 or any((before + timedelta(days=d)).weekday() == _SUNDAY for d in range(days + 1))
        if "" in (first, second) or not over_sunday or abs(_offset(first) - _offset(second)) != timedelta(hours=1):
            seen = " and ".join(zone or "none" for zone in (first, second))
            return (
                text,
                f"Times of several zones ({seen}) are mixed: write all of them in the time of the organisation, or "
                "name its zone: time_zone.",
            )
    return None


def _offset(zone: str) -> timedelta:
    if zone in _GREENWICH:
        return timedelta()
    if zone in _LETTERS:
        return timedelta(hours=_LETTERS[zone])
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].lstrip(":") or 0))
