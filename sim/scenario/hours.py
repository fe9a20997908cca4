"""Times in words: weekly hours, as "mon-fri 08:00-18:00" or "always", and moments of a run, as "week 2 tue 10:00"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_PER_DAY = 1440
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
FORM = 'write hours as "mon-fri 08:00-18:00", several joined by commas, or "always"'
_EQUAL = 'leave a day off out; write a whole day as "00:00-24:00"'

_PART = re.compile(r"^(?:([a-z]+)(?:-([a-z]+))?\s+)?([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})$")
_MOMENT = re.compile(r"^week\s+([0-9]{1,4})(?:\s+([a-z]+)(?:\s+([0-9]{1,2}):([0-9]{2}))?)?$")

Spans = tuple[tuple[int, int], ...]


def weekly_spans(text: str) -> Spans:
    """Spans (start, end) in whole minutes since Monday 00:00, sorted, one per day named.

    An end before the start ("22:00-06:00") runs into the next day, so that the last end may lie past the week. An end
    equal to the start is an error: some mean a day off by it, others a whole day. Spans of one text may touch but not
    overlap. Small and capital letters are alike. Raises ValueError with what was seen and what is allowed.
    """
    words = text.strip().lower()
    if words == "always":
        return tuple((d * MINUTES_PER_DAY, (d + 1) * MINUTES_PER_DAY) for d in range(7))
    spans = sorted(span for part in words.split(",") for span in _part_spans(part.strip()))
    around = [*spans[1:], (spans[0][0] + MINUTES_PER_WEEK, 0)]
    if any(end > following for (_, end), (following, _) in zip(spans, around, strict=True)):
        raise ValueError(f"hours {text!r} overlap; {FORM}")
    return tuple(spans)


def hours_text(spans: Spans) -> str:
    """Weekly hours as a scenario has them."""
    parts = []
    for start, end in spans:
        day, begins = divmod(start, MINUTES_PER_DAY)
        ends = (end - 1) % MINUTES_PER_DAY + 1
        parts.append(f"{DAYS[day]} {begins // 60:02}:{begins % 60:02}-{ends // 60:02}:{ends % 60:02}")
    return ", ".join(parts)


def staffed_spans(staffing: Mapping[str, int], place: int) -> Spans:
    """When the person at a place of a group works: where more than so many do; spans that touch are one.

    A place without any is of nobody. Raises ValueError where hours cannot be read.
    """
    spans = sorted(span for hours, number in staffing.items() if number > place for span in weekly_spans(hours))
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start == found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def names_no_day(text: str) -> bool:
    """Whether some part of hours that can be read names no day, and so means all seven; "always" says so itself."""
    words = text.strip().lower()
    return words != "always" and any(part.strip()[:1].isdigit() for part in words.split(","))


@lru_cache(maxsize=4096)  # the same few spans are asked for hour by hour, and in every world
def overlap_minutes(first: Spans, second: Spans) -> int:
    """Minutes of a week that lie in both, spans past the end of the week counted where they return."""
    pairs = ((a, b) for a in _within_week(first) for b in _within_week(second))
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a, b in pairs)


def _within_week(spans: Spans) -> Spans:
    """The same minutes with a span that runs past Sunday 24:00 cut in two."""
    week = MINUTES_PER_WEEK
    cut = [(start, min(end, week)) for start, end in spans if start < week]
    past = [(max(start - week, 0), end - week) for start, end in spans if end > week]
    return tuple(sorted(cut + past))


def _part_spans(part: str) -> list[tuple[int, int]]:
    found = _PART.match(part)
    if not found:
        raise ValueError(f"cannot read hours {part!r}; {FORM}")
    first, last, h0, m0, h1, m1 = found.groups()
    names = [first or "mon", last or first or "sun"]
    if any(n not in DAYS for n in names):
        raise ValueError(f"cannot read hours {part!r}; days are {', '.join(DAYS)}; {FORM}")
    start, end = int(h0) * 60 + int(m0), int(h1) * 60 + int(m1)
    if max(start, end) > MINUTES_PER_DAY or max(int(m0), int(m1)) > 59:
        raise ValueError(f"cannot read hours {part!r}; times run from 00:00 to 24:00")
    if end == start:
        raise ValueError(f"hours {part!r} begin and end at the same time; {_EQUAL}")
    if end < start:
        end += MINUTES_PER_DAY
    days = range(DAYS.index(names[0]), DAYS.index(names[1]) + 1)
    if not days:
        raise ValueError(f"hours {part!r} run backwards; days go {', '.join(DAYS)}")
    return [(d * MINUTES_PER_DAY + start, d * MINUTES_PER_DAY + end) for d in days]


def minute_of(text: str, example: str = "week 2 tue 10:00") -> int:
    """Minutes since Monday 00:00 of week 0. Without a day it is Monday, without a time midnight.

    text: weeks of a run are counted from 0, warm-up included. example: for the text of the error.
    Raises ValueError with what was seen and what is allowed.
    """
    found = _MOMENT.match(text.strip().lower())
    if not found:
        raise ValueError(f'cannot read {text!r}; write it as "{example}", weeks of the run counted from 0')
    week, day, hour, minute = found.groups()
    if day is not None and day not in DAYS:
        raise ValueError(f"cannot read {text!r}; days are {', '.join(DAYS)}")
    if int(hour or 0) > 23 or int(minute or 0) > 59:
        raise ValueError(f"cannot read {text!r}; times run from 00:00 to 23:59")
    into_day = 60 * int(hour or 0) + int(minute or 0)
    return int(week) * MINUTES_PER_WEEK + DAYS.index(day or "mon") * MINUTES_PER_DAY + into_day
