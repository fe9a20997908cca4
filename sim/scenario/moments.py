"""Moments of a run in words, for example "week 2", "week 2 tue" or "week 2 tue 10:00"."""

from __future__ import annotations

import re

from sim.scenario.hours import DAYS, MINUTES_PER_DAY, MINUTES_PER_WEEK

_MOMENT = re.compile(r"^week\s+([0-9]{1,4})(?:\s+([a-z]+)(?:\s+([0-9]{1,2}):([0-9]{2}))?)?$")


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
