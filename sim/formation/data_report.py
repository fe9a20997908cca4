"""What was understood of everything that a user brings beside the scenario: people, volumes, shocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from sim.demand.volumes_report import burst_lines, volumes_lines
from sim.formation.members import people_file_of
from sim.formation.people import build_people
from sim.formation.people_file import USUAL_PAY, USUAL_SKILL, PeopleFile
from sim.formation.teams import teams_of
from sim.scenario.problems import DataError, Problem, count_of
from sim.scenario.scenario_settings import Scenario


def data_lines(scenario: Scenario) -> list[str]:
    """The report, one line each; none where a scenario names no file and no shock. A replayed log has its own.

    Reads every file and makes the teams. Raises DataError with the problems of all files at once.
    """
    found: list[str] = []
    problems: list[Problem] = []
    parts: list[Callable[[Scenario], list[str]]] = []
    if scenario.people.file is not None:
        parts.append(_people_lines)
    if scenario.demand.volumes_file is not None:
        parts.append(volumes_lines)
    for part in parts:
        try:
            found += part(scenario)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return [*found, *burst_lines(scenario), *_wave_lines(scenario)]


def _people_lines(scenario: Scenario) -> list[str]:
    file = people_file_of(scenario)
    people = build_people(scenario)
    for column in scenario.formations:
        teams_of(scenario, column, people)
    number = "1 person" if len(file.rows) == 1 else f"{len(file.rows):,} people"
    packed = ", gzip" if file.compressed else ""
    usual = [
        f"note: {count_of(file.usual_skills, 'skill')} without a number: {USUAL_SKILL:g}" if file.usual_skills else "",
        f"note: {count_of(file.usual_pay, 'pay')} left empty: {USUAL_PAY:g} per hour" if file.usual_pay else "",
        f"note: numbers such as 1.250 or 1,250 could be read two ways; {file.numbers.seen} were assumed"
        if file.numbers.assumed
        else "",
    ]
    return [
        f"{file.path}: {number} ({_sizes(row.function for row in file.rows)})",
        f"understood: {file.delimiter}-separated, {file.encoding}{packed}, {file.numbers.seen}",
        "names are kept nowhere: people are called by function and number in the order of the file, such as "
        f"{people.seat[0]}",
        *_speaking_and_working(scenario, file),
        *(line for line in usual if line),
    ]


def _speaking_and_working(scenario: Scenario, file: PeopleFile) -> Iterator[str]:
    """How many speak each language, and work at each site, where there are any."""
    languages = scenario.demand.languages
    if languages:
        spoken = _sizes(name for name in languages for row in file.rows if name in (row.languages or languages))
        everything = sum(row.languages is None for row in file.rows)
        left = f"; {everything} left empty: all of them" if everything else ""
        yield f"languages: {spoken}{left}"
    if any(row.site for row in file.rows):
        yield f"sites: {_sizes(row.site for row in file.rows)}"


def _sizes(names: Iterable[str]) -> str:
    """How often each name occurs: "sales 3, service 2"."""
    return ", ".join(f"{name} {count}" for name, count in Counter(names).items())


def _wave_lines(scenario: Scenario) -> list[str]:
    return [
        f"wave of absence from {wave.start} for {count_of(wave.days, 'day')}: {wave.away_share:.0%} of people away "
        "beside the usual absence, the same people in every replication"
        for wave in scenario.people.away_waves
    ]
