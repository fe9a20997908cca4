"""Rosters that say when people work in two columns, or in a row or a column for each date, by weekday."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sim.data.dates import date_format, order_problem, parse_date, with_time
from sim.data.header import WEEKDAYS
from sim.data.table import DataRow, DataTable, refuse
from sim.data.wide import DAY, NO_YEAR, kind_of
from sim.scenario.hours import DAYS
from sim.scenario.problems import Problem, data_error

FROM = ("from", "start", "begin", "in", "von", "beginn", "ab", "de", "début", "debut")
TO = ("to", "end", "until", "out", "bis", "ende", "à", "a", "fin")
ENDS = tuple(f"{day}_{end}" for day in DAYS for end in ("from", "to"))
COLUMNS = ("day", "start", "end", *ENDS)  # of a people file, beside a column for each weekday
HINTS = {
    "start": ("start", "start_time", "shift_start", "from", "von", "beginn", "dienstbeginn", "arbeitsbeginn", "début"),
    "end": ("end", "end_time", "shift_end", "to", "bis", "ende", "dienstende", "arbeitsende", "fin"),
    "day": ("day", "weekday", "date", "tag", "wochentag", "datum", "jour"),
    **{f"{day}_{end}": tuple(f"{name}_{word}" for name in WEEKDAYS[day] for word in words)
       for day in DAYS for end, words in (("from", FROM), ("to", TO))},
}  # fmt: skip
FREE = ("off", "free", "day off", "frei", "dienstfrei", "repos", "libre")  # of a day, small letters
_AT = {name: day for day, names in WEEKDAYS.items() for name in names}


def by_weekday(path: str, table: DataTable) -> DataTable:
    """The table with one row a person and their times below each weekday, where it has a start and an end apart.

    Raises DataError.
    """
    place = table.place
    if alone := [end for end in ("start", "end") if end in place] if ("start" in place) != ("end" in place) else []:
        raise data_error(path, f"a column for the {alone[0]} of work", "It says nothing without the other end.")
    if {"start", "end"} <= place.keys() and {"hours", *DAYS, *ENDS} & place.keys():
        seen, message = "start and end, and hours by day", "Say once when somebody works: leave one of them out."
        raise data_error(path, seen, message)
    found = tuple(_joined(row) for row in table.rows)
    if problems := [problem for row in table.rows for problem in _one_end(path, row)]:
        refuse([*table.problems, *problems])
    table = replace(table, rows=found)
    if not {"start", "end"} <= place.keys():
        return table
    if "day" in place:
        return _in_rows(path, table)
    rows = tuple(
        DataRow(row.line, {**row.cells, **(dict.fromkeys(DAYS[:5], times) if (times := _times(row, "")) else {})})
        for row in table.rows
    )
    return replace(
        table, rows=rows, notes=(*table.notes, "no column for the day: start and end are of Monday to Friday")
    )


def _times(row: DataRow, day: str) -> str | None:
    """Start and end of a row in one text. day: "" for columns without one."""
    start, end = (row.cells[f"{day}_{name}" if day else other] for name, other in (("from", "start"), ("to", "end")))
    if start and (start.casefold() in FREE or start == end):
        return "off" if start.casefold() in FREE or re.fullmatch(r"0?0[:.]00(:00)?", start) else f"{start}-{end}"
    return f"{start}-{end}" if start and end else None


def _joined(row: DataRow) -> DataRow:
    own = {day: times for day in DAYS if not row.cells[day] and (times := _times(row, day))}
    return DataRow(row.line, {**row.cells, **own})


def _one_end(path: str, row: DataRow) -> Iterator[Problem]:
    for start, end in (("start", "end"), *((f"{day}_from", f"{day}_to") for day in DAYS)):
        first, last = row.cells[start], row.cells[end]
        if (first is None) != (last is None) and (first or last or "").casefold() not in FREE:
            seen = f"{start}: {first}, {end}: nothing" if first else f"{start}: nothing, {end}: {last}"
            yield Problem(path, row.line, seen, "A day of work has a start and an end; leave both empty for a day off.")


def _in_rows(path: str, table: DataTable) -> DataTable:
    """Rows of the same person, one for each day, as one row. Raises DataError."""
    days = dict(zip((row.line for row in table.rows), _weekdays(path, table.rows), strict=True))
    weeks: dict[str, dict[int, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    first: dict[str, DataRow] = {}
    for row in table.rows:
        person = row.cells["person"] or ""
        first.setdefault(person, row)
        day, week = days[row.line]
        if times := _times(row, ""):
            weeks[person][week][day].append(times)
    problems, rows = [], []
    for person, row in first.items():
        all_weeks = list(weeks[person].values()) or [{}]
        if any(week != all_weeks[0] for week in all_weeks):
            message = "A roster holds one usual week, and this person's weeks differ: leave the rows of one week."
            problems.append(Problem(path, row.line, f"{len(all_weeks)} weeks of one person", message))
        own = {day: ", ".join(times) for day, times in all_weeks[0].items()}
        rows.append(DataRow(row.line, {**row.cells, **own}))
    refuse(problems)
    count = max((len(of) for of in weeks.values()), default=1)
    note = "a row for each person and day: put together" + (f"; {count} weeks, all the same" if count > 1 else "")
    return replace(table, rows=tuple(rows), notes=(*table.notes, note))


def _weekdays(path: str, rows: Sequence[DataRow]) -> list[tuple[str, int]]:
    """Weekday, and number of the week, of each row; weekdays by name are all of one week. Raises DataError."""
    texts = [row.cells["day"] or "" for row in rows]
    how = date_format([with_time(text) for text in texts if text.casefold().rstrip(".") not in _AT])
    refuse(order_problem(path, None, how, "people.dates"))
    found = []
    for row, text in zip(rows, texts, strict=True):
        if name := _AT.get(text.casefold().rstrip(".")):
            found.append((name, 0))
        elif moment := parse_date(with_time(text), how):
            found.append((DAYS[moment.weekday()], _week(moment.date())))
        else:
            raise data_error(path, f"day: {text or 'missing'}", "Write a weekday (Mon, Mo, lundi) or a date.", row.line)
    return found


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7


def dates_across(path: str, header: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Column by weekday where a roster has a column for each date. Raises DataError where that is no week.

    given: column by what it holds, as the user says.
    """
    names = [name for cell in header if (name := cell.strip()) and name not in given.values()]
    dated = {name: _date_in(name) for name in names}
    dated = {name: text for name, text in dated.items() if text}
    if len(dated) < 2:
        return {}
    how = date_format([with_time(text) for text in dated.values() if text not in DAYS])
    refuse(order_problem(path, 1, how, "people.dates"))
    found: dict[str, str] = {}
    for name, text in dated.items():
        moment = None if text in DAYS else parse_date(with_time(text), how)
        day = text if moment is None else DAYS[moment.weekday()]
        if day not in DAYS:
            raise data_error(path, name, "A day without a year is of no weekday: write 05.01.2026, or Mon.", 1)
        role = next((f"{day}_{end}" for end, words in (("from", FROM), ("to", TO)) if _word(name) in words), day)
        if role in found:
            message = "A roster holds one usual week, and this is a second one: leave the columns of one week."
            raise data_error(path, f"{found[role]} and {name}", message, 1)
        found[role] = name
    return found


def has_dates(header: Sequence[str]) -> bool:
    """Whether several columns of a roster are called by dates."""
    return sum(bool(_date_in(cell.strip())) for cell in header) > 1


def _word(name: str) -> str:
    return name.casefold().split()[-1]


def _date_in(name: str) -> str:
    """The date in a name such as "05.01.2026" or "05.01.2026 from", or the weekday of one without a year; else ""."""
    plain = re.sub(r"[ T]00:00:00", "", name)
    parts = plain.rsplit(" ", 1)
    text = parts[0] if len(parts) == 2 and _word(plain) in (*FROM, *TO) else plain
    if kind_of(text) == DAY:
        return text
    if kind_of(text) == NO_YEAR:
        return _AT.get(re.split(r"[., ]", text.casefold())[0], text)
    return ""
