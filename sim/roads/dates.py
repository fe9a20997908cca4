"""When the stages of a road are: weeks after its first Monday, given as such or as dates."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sim.roads.settings import LATEST_WEEK, Road, Stage
from sim.scenario.origins import Loc

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class NotADate(ValueError):
    """A text is no Monday; the message says what is allowed."""


def monday(text: str) -> date:
    """The Monday that a text means. Raises NotADate."""
    if not _DATE.fullmatch(text):
        raise NotADate(f"{text!r} is no date; write year-month-day, for example 2026-01-05.")
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotADate(f"There is no {text} in the calendar.") from None
    if before := found.weekday():
        try:
            near = (found - timedelta(days=before), found + timedelta(days=7 - before))
        except OverflowError:
            raise NotADate(f"{text} is outside the calendar.") from None
        raise NotADate(f"{text} is a {found:%A}; stages begin on a Monday: {near[0]} or {near[1]}.")
    return found


def week_of(road: Road, stage: Stage) -> int:
    """Weeks after the road begins. The road must have no problem of dates."""
    if stage.week is not None:
        return stage.week
    assert road.start is not None
    assert stage.date is not None
    return (monday(stage.date) - monday(road.start)).days // 7


def problems_of_dates(road: Road) -> list[tuple[Loc, str]]:
    """(where, what is wrong) of dates, weeks, and their order."""
    found: list[tuple[Loc, str]] = []
    start = None
    if road.start is not None:
        try:
            start = monday(road.start)
        except NotADate as error:
            found.append((("start",), str(error)))
    last: tuple[int, int] | None = None  # week and number of the last stage whose week is known
    for place, stage in enumerate(road.stages):
        try:
            week = _week(road, stage, start)
        except NotADate as error:
            found.append((("stages", place, *(("date",) if stage.date is not None else ())), str(error)))
            continue
        if week is None:
            continue  # the start is no date, which is said there
        if last is not None and week <= last[0]:
            where = "week" if stage.week is not None else "date"
            message = f"Stages must be in order of weeks: this one is in week {week}, stages.{last[1]} in {last[0]}."
            found.append((("stages", place, where), message))
        last = (week, place)
    return found


def _week(road: Road, stage: Stage, start: date | None) -> int | None:
    """Raises NotADate."""
    if (stage.week is None) == (stage.date is None):
        raise NotADate("A stage needs either week or date, and not both.")
    if stage.week is not None:
        return stage.week
    assert stage.date is not None
    on = monday(stage.date)
    if road.start is None:
        raise NotADate("A stage with a date needs start of the road, the Monday of its week 0.")
    if start is None:
        return None
    week = (on - start).days // 7
    if not 0 <= week <= LATEST_WEEK:
        raise NotADate(f"{stage.date} is week {week} of this road; weeks are 0 to {LATEST_WEEK}.")
    return week
