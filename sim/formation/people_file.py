"""The user's own people: a CSV with one row per person. Names tell rows apart here, and are kept nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sim.data.header import WEEKDAYS, DataKind
from sim.data.numbers import NumberFormat, number_format, parse_number, size_problem
from sim.data.table import DataRow, DataTable, known_name, read_once, read_table, refuse
from sim.formation import roster_days
from sim.formation.members import Member
from sim.formation.skills import USUAL_SKILL
from sim.scenario.checks.finding import NAME_FORM, is_name
from sim.scenario.checks.people import unserved
from sim.scenario.files import shown_path
from sim.scenario.hours import DAYS, FORM, MINUTES_PER_DAY, hours_text, overlap_minutes, weekly_spans
from sim.scenario.people_settings import Group
from sim.scenario.problems import DataError, Problem, did_you_mean
from sim.scenario.scenario_settings import Scenario

PEOPLE = DataKind(
    "people.file", "people file", ("person", "function"),
    ("shift", "hours", "skills", "languages", "site", "pay", *DAYS, *roster_days.COLUMNS),
    names="people.columns",
    hints={
        "person": ("person", "name", "employee", "agent", "employee_id", "personnel_number", "mitarbeiter",
                   "mitarbeiterin", "personalnummer", "collaborateur", "employé", "nom", "matricule"),
        "function": ("function", "department", "team", "role", "group", "funktion", "abteilung", "gruppe", "bereich",
                     "fonction", "service", "équipe", "département"),
        "shift": ("shift", "shift_name", "schicht", "dienst", "poste", "équipe_horaire"),
        "hours": ("hours", "working_hours", "schedule", "arbeitszeit", "zeiten", "horaires", "horaire"),
        "skills": ("skills", "second_skills", "fähigkeiten", "kenntnisse", "compétences"),
        "languages": ("languages", "sprachen", "langues"),
        "site": ("site", "location", "office", "standort", "lieu"),
        "pay": ("pay", "hourly_rate", "pay_per_hour", "stundenlohn", "taux_horaire"),
        **WEEKDAYS,
        **roster_days.HINTS,
    },
)  # fmt: skip
USUAL_PAY = float(Group.model_fields["pay_per_hour"].default)
MOST_PAID = 1e6
USUALLY_PAID = (5.0, 500.0)  # beyond, a number that could be read two ways is in doubt
SKILLS_ALLOWED = 'write skills as "billing:0.9; service:0.8", each above 0 and at most 1'
_BETWEEN = re.compile(r"[;|]")  # skills, or languages
FREE = ("", *roster_days.FREE)
AWAY = ("urlaub", "krank", "vacation", "holiday", "leave", "annual leave", "sick", "congé", "congés", "maladie")
_TIME = r"(\d{1,2})(?:[:.h](\d{2})(?::00)?)?\s*(?:uhr|h)?\s*(?:([ap])\.?m\.?)?"
_TIMES = re.compile(rf"{_TIME}\s*(?:-|–|—|bis|to|until|à)\s*{_TIME}")
_BETWEEN_TIMES = re.compile(r"\s*[,;/+&|\n]\s*|(?<=\d)\s+(?=\d{1,2}[:.h]\d{2}\s*(?:-|–|—))")


@dataclass(frozen=True)
class PeopleFile:
    """What a file of people says, in its order.

    path: as shown to the user. hours: weekly hours as written -> how many work them. usual_skills, usual_pay: how many
    skills and pays were left open and are as usual. left_out, notes: as of
    `DataTable`.
    """

    path: str
    members: tuple[Member, ...]
    hours: dict[str, int]
    usual_skills: int
    usual_pay: int
    encoding: str
    compressed: bool
    delimiter: str
    numbers: NumberFormat
    left_out: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Reading:
    """What is needed to understand a row."""

    path: str
    needs: tuple[str, ...]
    shifts: dict[str, str]
    languages: tuple[str, ...]
    numbers: NumberFormat


def people_file_of(scenario: Scenario) -> PeopleFile:
    """What `people.file` says. Raises DataError with everything that is wrong; no name of a person is in it."""
    path, demand = shown_path(scenario.data_file("people.file")), scenario.demand
    given = tuple(scenario.people.shifts.items()), tuple(demand.languages), tuple(scenario.people.columns.items())
    file = _read(path, tuple(demand.needs), *given)
    if missing := list(_unserved(file, scenario)):
        raise DataError(missing)
    return file


@read_once
def _read(
    path: str, needs: tuple[str, ...], shifts: tuple[tuple[str, str], ...], languages: tuple[str, ...],
    columns: tuple[tuple[str, str], ...],
) -> PeopleFile:  # fmt: skip
    """needs, shifts (name, hours), languages, columns: of the scenario."""
    table = read_table(path, PEOPLE, columns=dict(columns))
    table = roster_days.by_weekday(path, table)
    if not {"shift", "hours", *DAYS, *roster_days.COLUMNS} & table.place.keys():
        table = _all_in(table, shifts[0][0])
    table = replace(table, rows=tuple(_named(row, needs, tuple(dict(shifts)), languages) for row in table.rows))
    unread = [problem for row in table.rows for problem in _unread_days(path, row, dict(shifts))]
    if unread:
        refuse([*table.problems, *unread])
    table = replace(table, rows=tuple(_by_day(row, dict(shifts)) for row in table.rows))
    numbers = number_format([text for row in table.rows for text in _number_texts(row)], table.delimiter)
    reading = _Reading(path, needs, dict(shifts), languages, numbers)
    problems = [*table.problems, *(problem for row in table.rows for problem in _row_problems(reading, row))]
    problems += _same_person(path, table.rows)
    problems += _without_site(path, table.rows)
    refuse(problems)
    skills = [part for row in table.rows for part in _parts(row, "skills")]
    return PeopleFile(
        path=path,
        members=tuple(_members(reading, table.rows)),
        hours=dict(Counter(_hours(reading, row) for row in table.rows)),
        usual_skills=sum(":" not in part for part in skills),
        usual_pay=sum(row.cells["pay"] is None for row in table.rows),
        encoding=table.encoding,
        compressed=table.compressed,
        delimiter=table.delimiter,
        numbers=reading.numbers,
        left_out=table.left_out,
        notes=table.notes,
    )


def _unread_days(path: str, row: DataRow, shifts: dict[str, str]) -> Iterator[Problem]:
    """Cells below a weekday that say something else than when somebody works."""
    for day in DAYS:
        text = row.cells[day]
        if text and hours_of_day(day, text, shifts) is None:
            message = (
                f'Write when somebody works on that day: "09:00-17:00", a shift of the scenario ({", ".join(shifts)}), '
                "or off; leave it empty for a day off. Leave and sickness are people.away_share."
            )
            yield Problem(path, row.line, f"{day}: {text}", message)


def _by_day(row: DataRow, shifts: dict[str, str]) -> DataRow:
    """The row with its hours, where they stand in a column for each weekday."""
    if row.cells["hours"] or not any(row.cells[day] for day in DAYS):
        return row
    hours = ", ".join(filter(None, (hours_of_day(day, row.cells[day] or "", shifts) for day in DAYS)))
    return DataRow(row.line, {**row.cells, "hours": hours or None})


def is_away(text: str) -> bool:
    """Whether a cell below a weekday names an absence, which is no usual day off."""
    return text.strip().casefold() in AWAY


def hours_of_day(day: str, text: str, shifts: Mapping[str, str]) -> str | None:
    """Weekly hours of a cell below a weekday: its times, or those of a shift; "" for a day off, None for neither.

    shifts: hours by name. A shift that is not worked on that day, and always at the same time, is as on other days.
    """
    plain = text.strip().casefold()
    if plain in FREE:
        return ""
    if name := known_name(text, shifts) if known_name(text, shifts) in shifts else None:
        spans = weekly_spans(shifts[name])
        first = DAYS.index(day) * MINUTES_PER_DAY
        mine = [(s - first, e - first) for s, e in spans if first <= s < first + MINUTES_PER_DAY]
        usual = {(s % MINUTES_PER_DAY, e - s) for s, e in spans}
        times = mine or [(s, s + length) for s, length in usual]
        return hours_text(tuple((s + first, e + first) for s, e in times)) if mine or len(usual) == 1 else None
    times_of = [_TIMES.fullmatch(part) for part in _BETWEEN_TIMES.split(plain) if part]
    found = [f"{day} {_clock(*m.groups()[:3])}-{_clock(*m.groups()[3:])}" for m in times_of if m]
    return ", ".join(found) if found and all(times_of) else None


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    """A time of day, as hours of a scenario have it."""
    return f"{int(hour) % 12 + 12 * (half == 'p') if half else int(hour):02}:{minute or '00'}"


def _all_in(table: DataTable, shift: str) -> DataTable:
    """A roster that does not say when people work: everybody in one shift."""
    rows = tuple(DataRow(row.line, {**row.cells, "shift": shift}) for row in table.rows)
    note = f"no column for shift or hours: everybody works the shift {shift} of the scenario"
    return replace(table, rows=rows, notes=(*table.notes, note))


def _named(row: DataRow, needs: tuple[str, ...], shifts: tuple[str, ...], languages: tuple[str, ...]) -> DataRow:
    """The row with names as the scenario writes them, whatever letters are capital."""
    cells = dict(row.cells)
    for column, names in (("function", needs), ("shift", shifts)):
        cells[column] = known_name(cells[column], names)
    for column, names in (("skills", needs), ("languages", languages)):
        if cells[column] is not None:
            cells[column] = "; ".join(_part_named(part, names) for part in _parts(row, column))
    return DataRow(row.line, cells)


def _part_named(part: str, names: tuple[str, ...]) -> str:
    name, colon, rest = part.partition(":")
    return f"{known_name(name.strip(), names)}{colon}{rest}"


def _parts(row: DataRow, column: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(row.cells[column] or "") if part.strip()]


def _number_texts(row: DataRow) -> Iterator[str]:
    if row.cells["pay"]:
        yield row.cells["pay"]
    yield from (part.partition(":")[2].strip() for part in _parts(row, "skills") if ":" in part)


def _row_problems(reading: _Reading, row: DataRow) -> Iterator[Problem]:
    def problem(column: str, message: str) -> Problem:
        return Problem(reading.path, row.line, f"{column}: {row.cells[column] or 'missing'}", message)

    if row.cells["person"] is None:
        yield problem("person", "Every row must name a person, by any text of its own; the name is kept nowhere.")
    if row.cells["function"] not in reading.needs:
        yield problem("function", f"No need of the scenario is called so. "
                                  f"{did_you_mean(row.cells['function'] or '', reading.needs)}")  # fmt: skip
    yield from _hours_problems(reading, row)
    for part in _parts(row, "skills"):
        if message := _skill_problem(reading, row, part):
            yield Problem(reading.path, row.line, f"skills: {part}", message)
    for language in _parts(row, "languages"):
        if language not in reading.languages:
            message = f"No language of the scenario is called so. {did_you_mean(language, reading.languages)}"
            yield Problem(reading.path, row.line, f"languages: {language}", message)
    if row.cells["site"] is not None and not is_name(row.cells["site"]):
        yield problem("site", f"The name of a site may hold {NAME_FORM} only.")
    if row.cells["pay"] is not None:
        pay = parse_number(row.cells["pay"], reading.numbers)
        if doubt := size_problem(row.cells["pay"], reading.numbers, *USUALLY_PAID):
            yield problem("pay", doubt)
        elif pay is None or not 0 <= pay <= MOST_PAID:
            yield problem("pay", f"Pay per hour must be a number from 0 to {MOST_PAID:.0f}, for example 30.")


def _hours_problems(reading: _Reading, row: DataRow) -> Iterator[Problem]:
    shift, hours = row.cells["shift"], row.cells["hours"]
    if (shift is None) == (hours is None):
        seen = "neither shift nor hours" if shift is None else f"shift: {shift}, hours: {hours}"
        message = f"Every person has either a shift of the scenario ({', '.join(reading.shifts)}) or hours; {FORM}."
        yield Problem(reading.path, row.line, seen, message)
    elif shift is not None and shift not in reading.shifts:
        message = f"The scenario has no such shift. {did_you_mean(shift, reading.shifts)}"
        yield Problem(reading.path, row.line, f"shift: {shift}", message)
    elif hours is not None:
        try:
            weekly_spans(hours)
        except ValueError as error:
            yield Problem(reading.path, row.line, f"hours: {hours}", f"{str(error)[:1].upper()}{str(error)[1:]}.")


def _skill_problem(reading: _Reading, row: DataRow, part: str) -> str | None:
    name, colon, text = (piece.strip() for piece in part.partition(":"))
    if name not in reading.needs:
        return f"No need of the scenario is called so. {did_you_mean(name, reading.needs)}"
    value = parse_number(text, reading.numbers) if colon else USUAL_SKILL
    if value is None or not 0 < value <= 1:
        return f"It is no skill; {SKILLS_ALLOWED}."
    if name == row.cells["function"] and value != 1 and colon:
        return f"{name} is this person's own function, which has skill 1. Leave it out."
    if sum(other.partition(":")[0].strip() == name for other in _parts(row, "skills")) > 1:
        return f"{name} is given twice."
    return None


def _same_person(path: str, rows: tuple[DataRow, ...]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in rows:
        if (name := row.cells["person"]) is not None:
            line = first.setdefault(name, row.line)
            if line != row.line:
                message = f"Every person has one row; this one is in line {line} already."
                yield Problem(path, row.line, "person: the same again", message)


def _without_site(path: str, rows: tuple[DataRow, ...]) -> Iterator[Problem]:
    sites = list(dict.fromkeys(row.cells["site"] for row in rows if row.cells["site"] is not None))
    for row in rows if sites else ():
        if row.cells["site"] is None:
            message = f"All rows say where a person works, or none; this one does not. Known: {', '.join(sites)}."
            yield Problem(path, row.line, "site: missing", message)


def _members(reading: _Reading, rows: tuple[DataRow, ...]) -> Iterator[Member]:
    seen: dict[str, int] = {}
    for row in rows:
        function = row.cells["function"] or ""
        number = seen.get(function, 0)
        seen[function] = number + 1
        pay = USUAL_PAY if row.cells["pay"] is None else parse_number(row.cells["pay"], reading.numbers)
        yield Member(
            function=function,
            number=number,
            spans=weekly_spans(_hours(reading, row)),
            skills=dict(_skills(reading, row)),
            pay_per_hour=USUAL_PAY if pay is None else pay,
            languages=tuple(dict.fromkeys(_parts(row, "languages"))) or None,
            site=row.cells["site"] or "",
        )


def _hours(reading: _Reading, row: DataRow) -> str:
    return row.cells["hours"] or reading.shifts[row.cells["shift"] or ""]


def _skills(reading: _Reading, row: DataRow) -> Iterator[tuple[str, float]]:
    """Secondary skills by function."""
    for part in _parts(row, "skills"):
        name, colon, text = (piece.strip() for piece in part.partition(":"))
        if name != row.cells["function"]:
            yield name, (parse_number(text, reading.numbers) or 0.0) if colon else USUAL_SKILL


def _unserved(file: PeopleFile, scenario: Scenario) -> Iterator[Problem]:
    """Needs without anybody able in some language, and channels that are open while nobody works."""
    speakers: dict[str, set[str]] = {}
    for member in file.members:
        for function in (member.function, *member.skills):
            speakers.setdefault(function, set()).update(member.languages or scenario.demand.languages or ("",))
    for need, message in unserved(scenario, speakers, "row has it as function, or under skills"):
        yield Problem(file.path, None, f"function: {need}", message)
    every_span = {member.spans for member in file.members}
    for name, channel in scenario.demand.channels.items():
        opening = weekly_spans(channel.open or scenario.open)
        if not any(overlap_minutes(opening, spans) for spans in every_span):
            yield Problem(file.path, None, "hours of everybody", f"Nobody works while {name} is open.")
