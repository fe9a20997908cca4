"""Tables as people lay them out for people, as tables with one name above each column and one fact in each row.

Names in two lines, as merged cells leave them; days, times or queues across, with a number in each cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, pairwise

from sim.data.dates import DateFormat, parse_date, with_time
from sim.data.header import NEARLY, TOTALS, WEEKDAYS, header_at
from sim.data.log_columns import guessed, plain_name
from sim.data.numbers import is_unit, unit_in
from sim.data.sources import Row
from sim.data.volume_columns import VOLUMES
from sim.scenario.problems import count_of, data_error

USUAL_WEEK = date(2026, 1, 5)  # a Monday, for tables that name weekdays and no dates
DAY, WEEKDAY, CLOCK, TOTAL, TEXT, NO_YEAR = "day", "weekday", "clock", "total", "text", "no year"
LEAST = {DAY: 2, WEEKDAY: 2, CLOCK: 4, NO_YEAR: 2}  # of them across, so that they are no row of a plain table
_CLOCK = re.compile(
    r"\d{1,2}[:h]\d{2}(:\d{2})?(\s*[ap]\.?m\.?)?(\s*(-|–|—|bis|to|until|à)\s*\d{1,2}[:h]\d{2}(:\d{2})?(\s*[ap]\.?m\.?)?)?"
)
_NO_YEAR = re.compile(r"([^\W\d]{2,10}[.,]{0,2} )?(\d{1,2}[./-]\d{1,2}\.?|\d{1,2}\.?[ -][^\W\d]{3,4}\.?)")
_WEEKDAY_AT = {name: at for at, names in enumerate(WEEKDAYS.values()) for name in names}
_MEASURES = {role: VOLUMES.hints[role] for role in ("offered", "answered", "abandoned", "aht_seconds")}


@dataclass(frozen=True)
class Plain:
    """A table made plain. line: of the names. header: one name a column. rows: below it. notes: what was understood."""

    line: int
    header: list[str]
    rows: Iterator[Row]
    notes: tuple[str, ...]


@dataclass
class _Across:
    """What stands across. labels, measures: by column of numbers, a day, a time or a queue; what its numbers are, "" if
    the table has one kind only. ids: further columns, by name. below: column that holds a day or a time for each row,
    -1 for none. dropped: columns of totals."""

    kind: str
    at: int
    labels: dict[int, str]
    measures: dict[int, str]
    ids: dict[int, str]
    below: int
    dropped: int = 0
    filled: Counter[str] = field(default_factory=Counter)


def made_plain(path: str, first: Sequence[Row], rest: Iterable[Row]) -> Plain | None:
    """The table with one name a column and one fact a row; None where it is so already. Raises DataError.

    first: the first rows of a file. rest: those after.
    """
    for kinds in ((DAY,), (NO_YEAR,), (WEEKDAY,), (CLOCK,)):  # a line of dates goes before one of weekdays above it
        for at in range(len(first)):
            if found := _across(path, first, at, kinds):
                return _unfolded(first, rest, found)
    if (pair := _two_lines(first)) is None:
        return _dated_above(first, rest)
    at, header, upper = pair
    line = first[at][0]
    if queues := _queues(header, upper, first[at + 1][1]):
        ids = {c: name for c, name in enumerate(header) if name and c not in queues}
        measures = {c: first[at + 1][1][c].strip() for c in queues}
        return _unfolded(first, rest, _Across("channel", at, {c: upper[c] for c in queues}, measures, ids, -1))
    notes = (f"names of columns stand in lines {line} and {first[at + 1][0]}, and are put together",)
    return Plain(first[at + 1][0], header, chain(first[at + 2 :], rest), notes)


def _dated_above(first: Sequence[Row], rest: Iterable[Row]) -> Plain | None:
    """A table with times and no days, and the one date that stands above its header as the day of all rows."""
    at = header_at([cells for _, cells in first])
    above = {found for _, cells in first[:at] for cell in cells for found in _dates_in(cell)}
    line, header = first[at]
    body = first[at + 1 :]
    clock = next((c for c in range(len(header)) if _holds(body, c, (CLOCK,)) and kind_of(header[c]) == TEXT), None)
    if len(above) != 1 or clock is None or any(_holds(body, c, (DAY,)) for c in range(len(header))):
        return None
    (day,) = above

    def dated(row: Row) -> Row:
        number, cells = row
        is_time = len(cells) > clock and kind_of(cells[clock]) == CLOCK
        return number, [*cells[: len(header)], *[""] * (len(header) - len(cells)), day if is_time else ""]

    notes = (f"the date above the header, {day}, is that of all rows",)
    return Plain(line, [*header, "date"], map(dated, chain(body, rest)), notes)


def _dates_in(text: str) -> list[str]:
    """Dates in a text such as "Date: 05.01.2026"."""
    return [part for part in re.split(r"[^\d./-]+", text) if kind_of(part) == DAY]


# --- two lines of names -------------------------------------------------------------------------------


def _two_lines(first: Sequence[Row]) -> tuple[int, list[str], list[str]] | None:
    """Which row is the upper line, the names of both together, and the upper names, each over all its columns.

    Two lines are names where neither has a number, and the lower one repeats names or leaves columns without.
    """
    rows = [cells for _, cells in first]
    usual = Counter(sum(bool(cell.strip()) for cell in cells) for cells in rows).most_common(1)[0][0]
    for at, (above, below) in enumerate(pairwise(rows[: header_at(rows) + 2])):
        if any(re.search(r"\d", cell) and not re.search(r"[^\W\d]", cell) for cell in (*above, *below)):
            continue  # numbers or dates: rows have begun
        width = max(len(above), len(below))
        upper, lower = ([cell.strip() for cell in (*cells, *[""] * (width - len(cells)))] for cells in (above, below))
        over = _carried(upper, lower)
        both = sum(bool(a or b) for a, b in zip(over, lower, strict=True))
        gaps = any(b and not a for a, b in zip(upper, lower, strict=True))
        merged_down = bool(upper[0]) and not lower[0] and both >= NEARLY * usual
        names = _joined(over, lower)
        if gaps and sum(map(bool, upper)) > 1 and not _repeats(names) and (_repeats(lower) or merged_down):
            return at, names, over
    return None


def _repeats(names: Iterable[str]) -> bool:
    return any(count > 1 for name, count in Counter(map(plain_name, names)).items() if name)


def _carried(upper: list[str], lower: list[str]) -> list[str]:
    """Names of the upper line over the columns to their right that have a name of their own in the lower line only."""
    found: list[str] = []
    for a, b in zip(upper, lower, strict=True):
        found.append(a or (found[-1] if b and found else ""))
    return found


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Lower names where no other column has the same, else both; a unit of time above stands behind."""
    often = Counter(map(plain_name, lower))

    def name(a: str, b: str) -> str:
        if b and (is_unit(b) or b.startswith(("(", "["))):
            return f"{a} {b}".strip()
        if b and unit_in(a) and not unit_in(b):
            return f"{b} {a}"
        return b if b and often[plain_name(b)] == 1 else f"{a} {b}".strip()

    return [name(a, b) for a, b in zip(upper, lower, strict=True)]


def _queues(header: list[str], upper: list[str], below: Sequence[str]) -> list[int]:
    """Columns of several queues side by side: the same measures below each, contacts offered or answered among them."""
    groups: dict[str, list[int]] = {}
    for c, name in enumerate(upper):
        if name and c < len(below) and below[c].strip() and not TOTALS.fullmatch(name.casefold()):
            groups.setdefault(name, []).append(c)
    found = [tuple(plain_name(below[c]) for c in columns) for columns in groups.values()]
    if len(groups) < 2 or len(set(found)) > 1 or not {"offered", "answered"} & _roles(found[0]).keys():
        return []
    return [c for columns in groups.values() for c in columns]


def _roles(names: Iterable[str]) -> dict[str, str]:
    return guessed(list(dict.fromkeys(names)), _MEASURES, {}, VOLUMES.counts)


# --- days or times across -----------------------------------------------------------------------------


def kind_of(cell: str) -> str:
    """What a cell is: "day", "weekday", "clock", "total", "no year" (a date without one), "text", or "" for nothing."""
    plain = re.sub(r"[ T]00:00(:00)?$", "", cell.strip().casefold())
    if not plain:
        return ""
    if plain.rstrip(".") in _WEEKDAY_AT:
        return WEEKDAY
    if _CLOCK.fullmatch(plain):
        return CLOCK
    if TOTALS.fullmatch(plain):
        return TOTAL
    if _NO_YEAR.fullmatch(plain):
        return NO_YEAR
    if re.fullmatch(r"[\d.,]*\d{5}", plain):  # a number, also where workbooks count days so
        return TEXT
    midnight = with_time(plain.upper())
    days = (parse_date(midnight, DateFormat("", month_first, "")) for month_first in (False, True))
    return DAY if midnight.endswith(" 00:00") and any(days) else TEXT


def _across(path: str, first: Sequence[Row], at: int, kinds: tuple[str, ...]) -> _Across | None:
    """Days or times across in one row, with times or days down; None where they are not there. Raises DataError."""
    cells = first[at][1]
    start = next((c for c, cell in enumerate(cells) if kind_of(cell) in kinds), None)
    if start is None:
        return None
    run = {c: kind_of(cells[c]) for c in range(start, len(cells))}
    of_kind = {cells[c].strip() for c, kind in run.items() if kind in kinds}
    if set(run.values()) - {*kinds, TOTAL, ""} or len(of_kind) < LEAST[kinds[0]]:
        return None
    down = (CLOCK,) if kinds != (CLOCK,) else (DAY, WEEKDAY)
    below = next((c for c in range(start) if _holds(first[at + 1 :], c, down) and kind_of(cells[c]) not in down), None)
    if below is None:
        return None
    if kinds == (NO_YEAR,):
        message = "Days stand across, without a year: write them as 05.01.2026 or 2026-01-05."
        raise data_error(path, cells[start].strip(), message, first[at][0])
    lower = first[at + 1][1] if at + 1 < len(first) else []
    named = {
        c: lower[c].strip()
        for c in run
        if c < len(lower) and kind_of(lower[c]) == TEXT and lower[c].strip()[0].isalpha()
    }
    wide = bool(named) and not (below < len(lower) and kind_of(lower[below]) in down)
    labels, label = {}, ""
    for c in run:
        label = cells[c].strip() or (label if wide else "")
        labels[c] = label
    kept = {c: label for c, label in labels.items() if kind_of(label) in kinds and (not wide or c in named)}
    ids = {
        c: cells[c].strip() or (lower[c].strip() if wide and c < len(lower) else "") for c in range(start) if c != below
    }
    dropped = sum(kind_of(label) == TOTAL for label in labels.values())
    measures = {c: named[c] if wide else "" for c in kept}
    texts = [
        c for c in ids if not ids[c] and any(kind_of(row[c]) == TEXT for _, row in first[at + 1 :] if c < len(row))
    ]
    if len(texts) == 1 and "channel" not in map(plain_name, ids.values()):
        ids[texts[0]] = "channel"  # a column of names without one of its own
    ids = {c: name for c, name in ids.items() if name}
    return _Across(kinds[0], at, kept, measures, ids, below, dropped)


def _holds(rows: Sequence[Row], column: int, kinds: tuple[str, ...]) -> bool:
    """Whether a column holds such labels, and beside them nothing but totals and what merged cells leave empty."""
    filled = [cells for _, cells in rows if column < len(cells) and sum(map(bool, cells)) > 1]
    found = Counter(kind_of(cells[column]) for cells in filled)
    labels = sum(found[kind] for kind in kinds)
    return labels > 0 and labels >= 0.7 * (found.total() - found[""] - found[TOTAL])


def _unfolded(first: Sequence[Row], rest: Iterable[Row], found: _Across) -> Plain:
    """A row for each number, or for each set of measures of one interval."""
    above = " ".join(cell for _, cells in first[: found.at] for cell in cells)
    two = found.kind == "channel" or any(found.measures.values())
    body = chain(first[found.at + 1 + two :], rest)
    pivot = _measures_down([*first[found.at + 1 + two :]], found.ids) if not two else None
    only = "offered" if two or pivot is not None else _measure_named(f"{above} {_corner(first, found)}")
    measures = list(dict.fromkeys(found.measures.values())) if two else [only]
    labels = {"channel": ["channel"]}.get(found.kind, ["date", "time"])
    rows = list(_facts(body, found, only, pivot))
    if pivot is not None:
        measures = list(dict.fromkeys(name for _, facts, label in rows if label for name in facts))
    ids = {c: name for c, name in found.ids.items() if c != pivot}
    header = [*labels, *ids.values(), *measures]
    plain = [
        (
            line,
            [
                *(label.get(key, "") for key in (*labels, *(f"id {c}" for c in ids))),
                *(facts.get(m, "") for m in measures),
            ],
        )
        if label
        else (line, list(facts.values()))  # text below the last row
        for line, facts, label in rows
    ]
    return Plain(first[found.at][0], header, iter(plain), tuple(_said(first[found.at][0], found, measures, two, pivot)))


def _corner(first: Sequence[Row], found: _Across) -> str:
    cells = first[found.at][1]
    return cells[found.below] if 0 <= found.below < len(cells) else ""


def _measure_named(text: str) -> str:
    """What the numbers are, as a title above them says: contacts offered where it says nothing else."""
    words = re.sub(r"\W+", "_", plain_name(text))
    named = [role for role, hints in _MEASURES.items() if any(f"_{hint}_" in f"_{words}_" for hint in hints)]
    return "offered" if not named or "offered" in named else named[0]


def _measures_down(rows: Sequence[Row], ids: dict[int, str]) -> int | None:
    """The column that says in each row what its numbers are: offered, abandoned; None where there is none."""
    for c in ids:
        names = {plain_name(cells[c]) for _, cells in rows if c < len(cells) and cells[c].strip()}
        if len(names) > 1 and {"offered", "answered"} & _roles(names).keys():
            return c
    return None


def _facts(
    body: Iterable[Row], found: _Across, only: str, pivot: int | None
) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
    """Line, numbers by measure, and labels, of each interval; of a line of text no labels."""
    last: dict[int, str] = {}
    waiting: dict[tuple[str, ...], tuple[int, dict[str, str], dict[str, str]]] = {}
    for line, cells in body:
        row = [*map(str.strip, cells), *[""] * (max(found.labels) + 1 - len(cells))]
        if found.below >= 0 and _left_out(row, found):
            found.filled["total"] += 1
            continue
        if kind_of(row[max(found.below, 0)]) == TEXT and found.below >= 0 and not any(row[c] for c in found.labels):
            waiting[str(line),] = (line, {"": row[found.below]}, {})
            continue
        for c in (found.below, *found.ids):
            if c >= 0 and not row[c] and c in last and found.kind != "channel":  # of a cell merged downwards
                row[c] = last[c]
            last[c] = row[c] if c >= 0 else ""
        found.filled["weekday"] += found.kind == CLOCK and kind_of(row[found.below]) == WEEKDAY
        for c, across in found.labels.items():
            names = _labels(found, across, row)
            name = row[pivot] if pivot is not None else found.measures[c] or only
            key = (*(value for label, value in names.items() if label != f"id {pivot}"),)
            if key in waiting and name in waiting[key][1]:
                yield waiting.pop(key)
            waiting.setdefault(key, (line, {}, names))[1][name] = row[c]
    yield from waiting.values()


def _left_out(row: list[str], found: _Across) -> bool:
    """Whether a row holds totals."""
    return kind_of(row[found.below]) == TOTAL or (
        not row[found.below] and any(kind_of(row[c]) == TOTAL for c in found.ids)
    )


def _labels(found: _Across, across: str, row: list[str]) -> dict[str, str]:
    ids = {f"id {c}": row[c] for c in found.ids}
    if found.kind == "channel":
        return {"channel": across, **ids}
    day, time = (row[found.below], across) if found.kind == CLOCK else (across, row[found.below])
    return {"date": dated(day), "time": time, **ids}


def dated(day: str) -> str:
    """A weekday as that day of a usual week."""
    at = _WEEKDAY_AT.get(day.casefold().rstrip("."))
    return day if at is None else f"{USUAL_WEEK + timedelta(days=at):%Y-%m-%d}"


def _said(line: int, found: _Across, measures: list[str], two: bool, pivot: int | None) -> Iterator[str]:
    """What was understood, in words."""
    many, one = {CLOCK: ("times", "time"), "channel": ("queues", "queue"), WEEKDAY: ("days", "weekday")}.get(
        found.kind, ("days", "day")
    )
    yield f"{many} stand across in line {line} ({count_of(len(set(found.labels.values())), one)})"
    if not two and pivot is None:
        yield (
            "nothing says what the numbers below are: taken as contacts offered"
            if measures == ["offered"]
            else f"numbers below are {measures[0]}, as the title says"
        )
    if found.kind == WEEKDAY or found.filled["weekday"]:
        yield f"weekdays without dates: read as one usual week, that of {USUAL_WEEK}"
    for count, what in ((found.filled["total"], "row"), (found.dropped, "column")):
        if count:
            yield f"left out: {count_of(count, what)} of totals"
