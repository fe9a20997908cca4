"""What `podsim init --from FILE` makes of a file: a log, a report of volumes, or a roster."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.cli.exits import UsageError
from sim.scenario.hours import DAYS, MINUTES_PER_DAY
from sim.scenario.problems import data_error

if TYPE_CHECKING:
    from sim.data.header import DataKind
    from sim.data.table import Peek
    from sim.data.ticket_log import Reading
    from sim.data.volumes_file import ChannelVolumes, VolumesFile

LIVE = ("voice", "phone", "call", "chat", "telefon", "telephone", "anruf", "appel", "tel", "hotline", "inbound", "line")
SHARE = "abandoned_share"
EDGE = 0.005  # of a day's contacts, offered before it opens or after it closes
QUIET_DAY = 0.02  # of the busiest weekday: below it, the desk is closed
BUSY, HOURS, AWAY = 0.8, 38.5, 0.3  # of the people that volumes take, as proposed: occupancy, hours a week, absence


@dataclass(frozen=True)
class Brought:
    """kind: "log", "volumes" or "roster". name: of the file in the folder that is written. functions, channels, hours:
    answers of `podsim init` that the file gives, None where it gives none.

    settings: lines of the scenario beside that which names the file. shifts: names in a roster. measured: share of
    calls that customers gave up, by channel. people: how many the volumes take, as a proposal. said: what was read.
    """

    kind: str
    name: str = ""
    functions: str | None = None
    channels: str | None = None
    hours: str | None = None
    settings: tuple[str, ...] = ()
    shifts: tuple[str, ...] = ()
    measured: Mapping[str, float] | None = None
    people: int = 0
    said: tuple[str, ...] = ()


def brought(path: str, reading: Reading) -> Brought:
    """What a file is. Raises DataError, UsageError."""
    from sim.data.log_columns import TIMES, listed, proposed, recognise
    from sim.data.table import peek
    from sim.data.ticket_log import LOG

    seen = peek(path, LOG)
    header = seen.header
    if kind := table_kind(header, dict(reading.columns), seen.sample):
        return {"volumes": _volumes, "roster": _roster}[kind](path, seen, reading)
    found = recognise(header, dict(reading.columns)).place
    if "number" in found and set(TIMES) & found.keys():
        return Brought("log")
    log = proposed(header, found, seen.sample, dict(reading.columns))
    volumes = columns_of("volumes", header, dict(reading.columns), seen.sample)
    message = (
        "It is neither a log (a column for the case and one for a time), nor volumes (start, channel, offered), "
        f"nor a roster (person, function). podsim fit {path} --look shows what is in it, and how to name the columns: "
        "--column case=NAME and --column opened=NAME of a log, --column start=NAME and --column offered=NAME of "
        "volumes, --column person=NAME and --column function=NAME of a roster."
    )
    if "case" in log and {"opened", "started", "updated"} & log.keys():
        message = (
            "By the names of its columns it may be a log. If these guesses are right, add them; change or leave out "
            f"what is wrong: {_options(log)}"
        )
    elif {"offered", "answered"} & volumes.keys():
        message = (
            "It may be a report of volumes, but no column says the day: add one called date, or name the column that "
            "has it, --column date=NAME or --column start=NAME."
        )
    raise data_error(path, listed(header), message, seen.line)


def _options(columns: Mapping[str, str]) -> str:
    """Options that say which column holds what."""
    return " ".join(f"--column {shlex.quote(f'{role}={name}')}" for role, name in columns.items())


def table_kind(header: Sequence[str], given: Mapping[str, str], rows: Sequence[Sequence[str]] = ()) -> str:
    """What a table is that is no log: "volumes", "roster", or "". given: column by what it holds, as the user says.

    rows: the first ones.
    """
    from sim.data.log_columns import SYSTEMS, TIMES, plain_name, recognise
    from sim.formation.roster_days import has_dates

    names = {plain_name(cell) for cell in header}
    if {"start", "channel", "offered"} <= names or {"offered", "answered"} & given.keys():
        return "volumes"
    if {"person", "function"} <= names or {"person", "function"} <= given.keys():
        return "roster"
    found = recognise(header, given)
    if "number" in found.place and (found.system != SYSTEMS[-1].name or set(TIMES) & found.place.keys()):
        return ""
    volumes, roster = columns_of("volumes", header, given, rows), columns_of("roster", header, given)
    if {"offered", "answered"} & volumes.keys() and {"start", "date"} & volumes.keys():
        return "volumes"
    worked = set(roster) - {"person", "function"} or has_dates(header)
    return "roster" if {"person", "function"} <= roster.keys() and worked else ""


def columns_of(
    kind: str, header: Sequence[str], given: Mapping[str, str], rows: Sequence[Sequence[str]] = ()
) -> dict[str, str]:
    """Which column holds what: as said, by its own name, else by names that other tools use.

    rows: the first ones, which show whether times have their days with them.
    """
    from sim.data.log_columns import are_amounts, guessed, has_days, is_share, plain_name
    from sim.data.volume_columns import HANDLING

    cells = {name.strip(): [row[at] for row in rows if at < len(row)] for at, name in enumerate(header)}

    def may(role: str, name: str) -> bool:
        if role == SHARE:
            return is_share(name)
        return role not in ("start", "date", "time") or not are_amounts(cells[name])

    table = _kind(kind)
    own = {column: cell.strip() for cell in header if (column := plain_name(cell)) in table.columns}
    found = guessed(header, table.hints, {**own, **given}, table.counts, may)
    if "start" not in found and has_days(cells.get(found.get("time", ""), ())):
        found["start"] = found.pop("time")
    if "abandoned" in found and SHARE not in given:
        found.pop(SHARE, None)
    if "aht_seconds" in found or HANDLING[0] not in found:  # no sum of parts is needed, or can be had
        found = {column: name for column, name in found.items() if column not in HANDLING or column in given}
    if "start" in found:
        found = {column: name for column, name in found.items() if column not in ("date", "time") or column in given}
    return {column: name for column, name in found.items() if column in table.columns or column in given}


def _kind(kind: str) -> DataKind:
    from sim.data.volume_columns import VOLUMES
    from sim.formation.people_file import PEOPLE

    return VOLUMES if kind == "volumes" else PEOPLE


# --- volumes ------------------------------------------------------------------------------------------


def volumes_of(
    path: str, header: Sequence[str], reading: Reading, rows: Sequence[Sequence[str]] = ()
) -> tuple[VolumesFile, dict[str, Any]]:
    """What a report of volumes says, and the settings of `demand` by which it is read. Raises DataError.

    rows: the first ones.
    """
    from sim.data.header import word_of
    from sim.data.log_columns import plain_name
    from sim.data.table import read_table
    from sim.data.volume_columns import VOLUMES
    from sim.data.volumes_file import VolumesReading, read_volumes

    columns = columns_of("volumes", header, dict(reading.columns), rows)
    _refuse_several(path, header, columns, reading)
    table = read_table(path, VOLUMES, reading.skip, columns)
    written = tuple(dict.fromkeys(name for row in table.rows if (name := row.cells["channel"]))) or ("voice",)
    names = {name: re.sub(r"^(?![a-z])", "channel_", word_of(name)) for name in written}
    channels = tuple(dict.fromkeys(names.values()))
    other = {name: word for name, word in names.items() if word_of(name) != word}
    settings = {
        "volumes_columns": {column: name for column, name in columns.items() if plain_name(name) != column},
        "volumes_channels": other,
        "volumes_dates": reading.dates,
        "volumes_time_zone": reading.time_zone,
        "volumes_skip": list(reading.skip),
    }
    how = VolumesReading(reading.skip, reading.dates, tuple(columns.items()), tuple(other.items()), reading.time_zone)
    return read_volumes(path, channels, how), settings | {"channels": channels}


def _refuse_several(path: str, header: Sequence[str], columns: Mapping[str, str], reading: Reading) -> None:
    """Raise a DataError where several columns may be the contacts: one of two queues would be lost."""
    from sim.data.log_columns import as_well
    from sim.data.volume_columns import VOLUMES

    role = next((role for role in ("offered", "answered") if role in columns), "")
    others = as_well(header, VOLUMES.hints.get(role, ()), columns.get(role, ""))
    if role not in dict(reading.columns) and (others := [name for name in others if name not in columns.values()]):
        message = (
            f"Each of these may be the contacts {role}. If only one is, say so: --column {role}={columns[role]!r}. If "
            "they are queues, give each row a queue: a column for its name and one for its contacts."
        )
        raise data_error(path, ", ".join([columns[role], *others]), message, 1)


def _volumes(path: str, seen: Peek, reading: Reading) -> Brought:
    found, settings = volumes_of(path, seen.header, reading, seen.sample)
    columns = columns_of("volumes", seen.header, dict(reading.columns), seen.sample)
    parts, measured, minutes = [], {}, 0.0
    names = settings.pop("channels")
    for name, volumes in zip(names, found.channels, strict=True):
        weekly = max(float(volumes.offered.sum()) / found.weeks, 0.01)
        live = is_live(name, volumes.abandoned)
        parts.append(f"{name}:{weekly:.2f}{':live' if live else ''}")
        minutes += weekly * (360.0 if np.isnan(volumes.aht_seconds) else volumes.aht_seconds) / 60.0
        if live and not np.isnan(volumes.abandoned):
            measured[name] = round(volumes.abandoned, 4)
    said = (
        f"understood: dates {found.dates.seen}, {found.numbers.seen}",
        *found.said,
        *(f"{name}: {of}" for name, volumes in zip(names, found.channels, strict=True) if (of := handling(volumes))),
        *(["no mean handling time: the work of each need is assumed"] if np.all(np.isnan(found.aht_seconds)) else []),
        *([f"not read: {', '.join(unread)}"] if (unread := unread_of(seen.header, columns)) else []),
    )  # fmt: skip
    return Brought(
        "volumes", f"volumes{_ending(path)}", channels=",".join(parts), hours=hours_of(found),
        settings=tuple(_lines(settings)), measured=measured,
        people=max(ceil(minutes / (HOURS * 60.0 * (1.0 - AWAY) * BUSY)), 1), said=said,
    )  # fmt: skip


def handling(volumes: ChannelVolumes) -> str:
    """The mean handling time of a channel in words; "" where none is given."""
    return "" if np.isnan(volumes.aht_seconds) else f"{volumes.aht_seconds:,.0f} s of handling each, on average"


def unread_of(header: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """Columns that nothing is read from."""
    return [cell.strip() for cell in header if cell.strip() and cell.strip() not in columns.values()]


def is_live(name: str, abandoned: float = 0.0) -> bool:
    """Whether customers of a channel wait on the line: by its name, or as some of them gave up."""
    return any(word.startswith(LIVE) for word in re.split(r"[_-]", name)) or abandoned > 0.0


def hours_of(found: VolumesFile) -> str | None:
    """Opening hours, by when contacts are offered in the intervals of a report; None where it is by day."""
    from sim.cli.init_files import hours_text

    minutes = np.zeros(7 * MINUTES_PER_DAY)
    for channel in found.channels:
        if channel.step < MINUTES_PER_DAY:
            week = channel.offered.reshape(found.weeks, -1).sum(axis=0)
            minutes += np.repeat(week / channel.step, channel.step)
    by_day = minutes.reshape(7, MINUTES_PER_DAY)
    total = by_day.sum(axis=1)
    spans = []
    for day in range(len(DAYS)):
        if total[day] > QUIET_DAY * np.max(total):
            so_far = np.cumsum(by_day[day]) / total[day]
            first, last = int(np.argmax(so_far > EDGE)), int(np.argmax(so_far >= 1.0 - EDGE)) + 1
            first, last = first // 30 * 30, min(-(-last // 30) * 30, MINUTES_PER_DAY)
            spans.append((day * MINUTES_PER_DAY + first, day * MINUTES_PER_DAY + last))
    return hours_text(tuple(spans)) if spans else None


def _lines(settings: Mapping[str, Any]) -> list[str]:
    """Settings as lines of YAML, without those that say nothing."""
    return [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in settings.items() if value]


# --- rosters ------------------------------------------------------------------------------------------


def _roster(path: str, seen: Peek, reading: Reading) -> Brought:
    from sim.data.header import word_of
    from sim.data.log_columns import plain_name
    from sim.data.table import read_table
    from sim.formation.people_file import PEOPLE, hours_of_day, is_away
    from sim.formation.roster_days import by_weekday, dates_across

    if reading.dates or reading.skip or reading.time_zone:
        raise UsageError(f"--from {path}: a roster takes --column only")
    header = seen.header
    columns = columns_of("roster", header, dict(reading.columns))
    across = dates_across(path, header, columns)
    columns |= across
    table = by_weekday(path, read_table(path, PEOPLE, columns=columns))
    rows = table.rows
    counts = Counter(word_of(str(row.cells["function"])) for row in rows if row.cells["function"])
    if "" in counts:
        raise UsageError(f"--from {path}: a function has a name without letters")
    named = {column: name for column, name in columns.items() if plain_name(name) != column}
    written = [row.cells["shift"] for row in rows if row.cells["shift"]]
    by_day = [(day, text) for row in rows for day in DAYS if (text := row.cells[day]) and not is_away(text)]
    written += [text for day, text in by_day if hours_of_day(day, text, {}) is None]
    shifts = tuple(dict.fromkeys(word_of(str(shift)) or "day" for shift in written))
    people = ",".join(f"{name}:{count}" for name, count in counts.items())
    unread = unread_of(header, columns)
    dated = (
        [f"a column for each date, from {names[0]} on: taken as every week"] if (names := list(across.values())) else []
    )
    said = (*table.notes, *dated, *([f"not read: {', '.join(unread)}"] if unread else []))
    return Brought(
        "roster", f"people{_ending(path)}", functions=people, settings=tuple(_lines({"columns": named})),
        shifts=shifts, said=said,
    )  # fmt: skip


def _ending(path: str) -> str:
    """What the copy of a file is called in the end."""
    name = path.lower()
    return next((ending for ending in (".csv.gz", ".xlsx", ".gz") if name.endswith(ending)), ".csv")
