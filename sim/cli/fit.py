"""`podsim fit`: a scenario from a log, and how far it is from it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.options import Json, Quiet, Seed, check_out
from sim.cli.output import note_compiling, progress, say, say_json

if TYPE_CHECKING:
    from sim.data.table import Peek
    from sim.data.ticket_log import LogTable, Reading
    from sim.exploring.fitting.fit import Fitted

Read = TypeVar("Read")
FITTED = "fitted.yaml"
VERDICT_RUNS, VERDICT_WEEKS = 4, 2
LONGER = "Bring a longer log, widen --start and --end, or say when cases end: --column resolved=NAME."
KINDS = {"volumes": "a report of volumes", "roster": "a roster"}

ThenAfter = Annotated[
    bool,
    typer.Option(
        "--then-after",
        help="Let what follows a step depend on those before it: of two logs tried, nearer in the order of steps for "
        "one, farther in their times for both.",
    ),
]


def fit(
    log: Annotated[str, typer.Argument(metavar="LOG", help="CSV, CSV.gz, XLSX, XES, XES.gz or OCEL 2.0 (JSON).")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for fitted.yaml, which must not be there.")] = Path(
        "."
    ),
    look: Annotated[
        bool, typer.Option("--look", help="Only say what was recognised, and which lines to put into a scenario.")
    ] = False,
    columns: Annotated[
        list[str] | None, typer.Option("--column", metavar="ROLE=NAME", help="Which column holds what; repeatable.")
    ] = None,
    dates: Annotated[str | None, typer.Option(metavar="ORDER", help="day_first or month_first.")] = None,
    time_zone: Annotated[str | None, typer.Option(metavar="ZONE", help="Of the organisation: Europe/Berlin.")] = None,
    skip: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="Leave out rows with a cell that is this; repeatable.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="First day that is fitted; by default thin weeks at both ends are left out."),
    ] = None,
    end: Annotated[str | None, typer.Option(metavar="DATE", help="Day after the last one.")] = None,
    functions: Annotated[int, typer.Option(min=1, max=40, help="Groups with a function of their own, at most.")] = 8,
    then_after: ThenAfter = False,
    verdict: Annotated[
        bool,
        typer.Option(
            "--verdict/--no-verdict", help="The verdict under both readings of time that the log does not explain."
        ),
    ] = True,
    seed: Seed = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Write a scenario from a log of tickets, and say how far it is from the last third of it."""
    reading = reading_of(columns or [], dates, time_zone, skip or [])
    if look:
        return _look(log, reading)
    file = out / FITTED
    if file.exists():
        raise UsageError(f"--out {out}: it has a {FITTED}, which is never written over; name another folder")
    check_out(out)
    more = {"functions": functions, "then_after": then_after, "seed": 1 if seed is None else seed}
    found, table, text = fitted_text(log, reading, start, end, more, quiet)
    from sim.report.folder import write_new

    try:
        write_new(file, text)
    except OSError as error:
        raise UsageError(f"--out {out}: {error.strerror or error}") from None
    words = _verdicts(found, quiet) if verdict else {}
    if json:
        say_json(_as_json(found, words) | {"file": str(file)})
        return Exit.DONE
    from sim.report.fit import fit_lines, verdict_lines

    for line in (*fit_lines(found, table, log), *verdict_lines(words, found)):
        say(line)
    say(f"\nWritten: {file}. Then: podsim validate {file}, podsim compare {file}")
    return Exit.DONE


def reading_of(columns: list[str], dates: str | None, time_zone: str | None, skip: list[str]) -> Reading:
    """How a file is to be read, as options say. Raises UsageError."""
    from sim.data.ticket_log import Reading

    pairs = [tuple(part.strip() for part in column.partition("=")[::2]) for column in columns]
    if wrong := [column for column, (role, name) in zip(columns, pairs, strict=True) if not role or not name]:
        raise UsageError(f"--column {wrong[0]}: write ROLE=NAME, for example opened=Created")
    if dates not in (None, "day_first", "month_first"):
        raise UsageError(f"--dates {dates}: day_first or month_first")
    return Reading(tuple(skip), tuple(pairs), dates, time_zone)  # type: ignore[arg-type]


def fitted_text(
    log: str, reading: Any, start: str | None, end: str | None, more: dict[str, Any], quiet: bool
) -> tuple[Fitted, LogTable, str]:
    """The fit, the log, and the scenario as text. more: arguments of `fit`. Raises DataError, UsageError."""
    from sim.data.ticket_log import read_rows
    from sim.exploring.fitting.described import text_of
    from sim.exploring.fitting.fit import TooFewCasesError
    from sim.exploring.fitting.fit import fit as fitted_to
    from sim.exploring.fitting.visits import visits_of
    from sim.report.fit import reading_in_short
    from sim.scenario.problems import data_error

    table = asking(reading, lambda how: read_rows(log, how))
    visits = visits_of(table)
    note_compiling("core", quiet)
    try:
        with progress(f"fitting {log}", quiet) as watch:
            found = fitted_to(
                visits, start=_minute(start, visits.monday, "--start"), end=_minute(end, visits.monday, "--end"),
                progress=watch, **more,
            )  # fmt: skip
    except TooFewCasesError as error:
        raise data_error(log, str(error), LONGER) from None
    about = [
        f"Fitted to cases opened from {found.date_of(found.start)} to {found.date_of(found.split)}, judged on those "
        "after.",
        f"Unexplained time: as if {reading_in_short(found.reading)}.",
    ]
    unexplained = reading_in_short(found.reading)
    text = text_of(found.values, found.reading.measured, Path(log).name, about, unexplained, found.judged.in_short)
    return found, table, text


def asking(reading: Reading, read: Callable[[Reading], Read]) -> Read:
    """Read a file; on a terminal ask what comes first in dates that do not show it. Raises DataError."""
    from sim.scenario.problems import DataError

    try:
        return read(reading)
    except DataError as error:
        if "both readings fit" not in str(error) or not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise
        say(f"{error.problems[0].seen}: is the day first, or the month? Nothing in the file shows it.")
        answer = input("day or month? [day] ").strip().casefold()
        return read(replace(reading, dates="month_first" if answer.startswith("m") else "day_first"))


def _minute(text: str | None, monday: date, option: str) -> float | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text}: it must be a date, for example 2016-04-05") from None
    return (
        datetime(day.year, day.month, day.day) - datetime(monday.year, monday.month, monday.day)
    ).total_seconds() / 60


def _verdicts(found: Fitted, quiet: bool) -> Mapping[str, tuple[str, str]]:
    """Under each reading: whether habits and pods on top are better on resolution time."""
    from sim.api import compare
    from sim.scenario import build_scenario

    words = {}
    for reading in (found.reading, found.other):
        if reading is None:
            continue
        scenario = build_scenario(found.scenario(reading, weeks=VERDICT_WEEKS), name="fitted")
        with progress(f"comparing, {reading.name}", quiet, 4) as watch:
            rows = compare(scenario, replications=VERDICT_RUNS, progress=watch).differences()
        rows = rows[rows["measure"] == "resolution_minutes"].set_index(["first", "second"])
        words[reading.name] = tuple(
            str(rows.loc[pair, "word"]) for pair in (("silos", "silos_plus"), ("silos_plus", "pods"))
        )
    return words  # type: ignore[return-value]


def _as_json(found: Fitted, words: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    judged = found.judged
    return {
        "cases": len(found.visits.cases),
        "judged_cases": judged.cases,
        "time": dict(found.shares),
        "unexplained_time": found.reading.name,
        "distances": {"fit": dict(judged.fit), "resampled": dict(judged.naive), "two_halves": dict(judged.halves)},
        "misses": judged.misses,
        "doubts": found.doubts,
        "utility_loss": judged.utility_loss if judged.utility_loss == judged.utility_loss else None,
        "median_hours": {"log": judged.hours[0][0], "fit": judged.hours[1][0]},
        "verdicts": {name: {"habits": habits, "pods": pods} for name, (habits, pods) in words.items()},
        "scenario": found.values,
    }


def _look(path: str, reading: Reading) -> int:
    """Say what a file holds, what is missing, and which lines to put into a scenario."""
    from sim.cli.init_from import table_kind
    from sim.data.table import peek
    from sim.data.ticket_log import LOG
    from sim.report.fit import look_lines

    seen = peek(path, LOG)
    for line in look_lines(path, seen.format, seen.header, seen.rows, seen.count, get_terminal_size().columns):
        say(line)
    for note in seen.notes:
        say(f"Understood: {note}")
    if kind := table_kind(seen.header, dict(reading.columns), seen.sample):
        return _look_at_table(path, kind, seen, reading)
    return _look_at_log(path, seen, reading)


def _look_at_table(path: str, kind: str, seen: Peek, reading: Reading) -> int:
    """The same of a report of volumes, or a roster."""
    from sim.cli.init_from import columns_of, handling, unread_of, volumes_of
    from sim.data.log_columns import plain_name
    from sim.formation.roster_days import dates_across
    from sim.scenario.problems import DataError

    header = seen.header
    found = columns_of(kind, header, dict(reading.columns), seen.sample)
    if kind == "roster":
        found |= dates_across(path, header, found)
    setting = {"volumes": "demand.volumes_columns", "roster": "people.columns"}[kind]
    say(f"This is no log: {KINDS[kind]}. podsim init DIR --from {path} makes a scenario of it")
    say(f"For the scenario, under {setting} (or --column ROLE=NAME); change what is wrong:")
    for role, name in found.items():
        known = plain_name(name) == role or role in dict(reading.columns)
        say(f"    {role}: {_quoted(name)}{'' if known else '  # by its name alone'}")
    if free := unread_of(header, found):
        say(f"Not read: {', '.join(free)}")
    if kind == "roster":
        return Exit.DONE
    try:
        volumes, settings = volumes_of(path, header, reading, seen.sample)
        for name, channel in zip(settings["channels"], volumes.channels, strict=True):
            of = f", {handling(channel)}" if handling(channel) else ""
            say(f"Understood: {name}: {channel.offered.sum():,.0f} contacts in intervals of {channel.step} minutes{of}")
        for note in (f"dates {volumes.dates.seen}", volumes.numbers.seen, *volumes.said):
            if note not in seen.notes:
                say(f"Understood: {note}")
    except DataError as error:
        say(f"As it is, it cannot be read: {error}")
        return Exit.BAD_INPUT
    return Exit.DONE


def _look_at_log(path: str, seen: Peek, reading: Reading) -> int:
    """The same of a log."""
    from sim.data.log_columns import SAID, proposed, recognise
    from sim.scenario.problems import escaped

    given = dict(reading.columns)
    found = recognise(seen.header, given)
    known = [SAID[column] for column in found.place if column in SAID]
    say(f"Recognised: {found.system or 'nothing'}{': ' + ', '.join(known) if known else ''}")
    lines = proposed(seen.header, found.place, seen.sample, given)
    if missing := [role for column, role in SAID.items() if column not in found.place and role not in lines]:
        say(f"Not there, or called otherwise: {', '.join(missing)}")
    if lines:
        say("For the scenario, under demand.replay (or --column ROLE=NAME); change what is wrong:")
        say("  columns:")
    for role, name in lines.items():
        say(f"    {role}: {_quoted(name)}{'' if role in known else '  # by its name alone'}")
    if guessed := [shlex.quote(f"{role}={name}") for role, name in lines.items() if role not in known]:
        say(f"or podsim fit {path} {' '.join(f'--column {escaped(one)}' for one in guessed)}")
    if "case" not in lines:
        return _look_at_nothing(path, seen, reading)
    return _try(path, seen.notes, replace(reading, columns=tuple(lines.items())), bool(guessed), bool(given))


def _look_at_nothing(path: str, seen: Peek, reading: Reading) -> int:
    """Say what a table without a case could be, and what it lacks for that."""
    from sim.cli.init_from import brought
    from sim.scenario.problems import DataError

    try:
        brought(path, reading)
    except DataError as error:
        say(f"As it is, it cannot be read: {error}")
    return Exit.DONE


def _try(path: str, said: Sequence[str], reading: Reading, guessed: bool, refused: bool) -> int:
    """Read a log as proposed, and say how it is understood. said: what was said already. guessed: whether some columns
    are; refused: whether a mistake is one of the user's in any case."""
    from sim.data.log_columns import TIMES, column_of
    from sim.data.ticket_log import read_rows
    from sim.scenario.problems import DataError, count_of

    if guessed:
        say("With these lines:")
    named = {column_of(role) for role, _ in reading.columns}
    code = Exit.DONE
    try:
        log = read_rows(path, reading)
        left_out = [f"left out: {what}" for what in log.table.left_out]
        for text in (f"dates {log.dates.seen}", *log.dates.notes, *log.table.notes, *left_out):
            if text not in said:
                say(f"Understood: {text}")
        say(f"Understood: {count_of(len(log.table.rows), 'row')}, {count_of(len(log.order.incidents), 'case')}")
    except DataError as error:
        say(f"As it is, it cannot be read: {error}")
        code = (
            Exit.BAD_INPUT if refused or ("number" in named and set(TIMES) & named and not guessed) else Exit.DONE
        )  # else columns are missing
    return code


def _quoted(name: str) -> str:
    import json

    return name if name.replace("_", "a").isalnum() else json.dumps(name, ensure_ascii=False)
