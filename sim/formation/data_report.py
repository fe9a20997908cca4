"""What was understood of everything that a user brings beside the scenario: people, volumes, shocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from sim.data.table import format_of
from sim.data.volumes_file import VolumesFile
from sim.demand.bursts import burst_channels, burst_minutes, usual_by_minute
from sim.demand.tape import Customers
from sim.demand.volumes import SECONDS_PER_MINUTE, offered_in, volumes_of, work_factors
from sim.formation.people_file import USUAL_PAY, PeopleFile, people_file_of
from sim.formation.prepared import Prepared
from sim.formation.skills import USUAL_SKILL
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.scenario.problems import count_of
from sim.scenario.roster_lines import roster_lines
from sim.scenario.scenario_settings import Scenario
from sim.scenario.sums import sum_lines

MATERIAL_SHARE = 0.005
FRIDAY = 4


def data_lines(prepared: Prepared) -> list[str]:
    """The report, one line each; none where a scenario names no file and no shock. A replayed log has its own."""
    scenario, customers = prepared.scenario, prepared.customers
    return [
        *sum_lines(scenario),
        *(_people_lines(scenario) if scenario.people.file is not None else ()),
        *(volumes_lines(scenario, customers) if scenario.demand.volumes_file is not None else ()),
        *burst_lines(scenario, customers),
        *_wave_lines(scenario),
    ]


def _people_lines(scenario: Scenario) -> list[str]:
    file = people_file_of(scenario)
    number = "1 person" if len(file.members) == 1 else f"{len(file.members):,} people"
    usual = [
        f"note: {count_of(file.usual_skills, 'skill')} without a number: {USUAL_SKILL:g}" if file.usual_skills else "",
        f"note: {count_of(file.usual_pay, 'pay')} left empty: {USUAL_PAY:g} per hour" if file.usual_pay else "",
        f"note: {file.numbers.doubt}" if file.numbers.doubt else "",
        *(f"note: {what}" for what in (*file.notes, *(f"left out: {one}" for one in file.left_out))),
    ]
    return [
        f"{file.path}: {number} ({_sizes(member.function for member in file.members)})",
        f"understood: {format_of(file.delimiter, file.encoding, file.compressed)}, {file.numbers.seen}",
        "names are kept nowhere: people are called by function and number in the order of the file, such as "
        f"{file.members[0].seat}",
        *_speaking_and_working(scenario, file),
        *roster_lines(scenario, file.hours),
        *(line for line in usual if line),
    ]


def _speaking_and_working(scenario: Scenario, file: PeopleFile) -> Iterator[str]:
    """How many speak each language, and work at each site, where there are any."""
    languages = scenario.demand.languages
    if languages:
        spoken = _sizes(name for name in languages for m in file.members if name in (m.languages or languages))
        everything = sum(member.languages is None for member in file.members)
        left = f"; {everything} left empty: all of them" if everything else ""
        yield f"languages: {spoken}{left}"
    if any(member.site for member in file.members):
        yield f"sites: {_sizes(member.site for member in file.members)}"


def _sizes(names: Iterable[str]) -> str:
    """How often each name occurs: "sales 3, service 2"."""
    return ", ".join(f"{name} {count}" for name, count in Counter(names).items())


def volumes_lines(scenario: Scenario, customers: Customers) -> list[str]:
    """The report of a scenario with `demand.volumes_file`, one line each."""
    file = volumes_of(scenario)
    return [
        f"{file.path}: {count_of(file.rows, 'row')}, {count_of(file.weeks, 'week')} from Monday {file.week_0}, "
        f"intervals of {_steps(scenario, file)}",
        f"understood: {format_of(file.delimiter, file.encoding, file.compressed)}, dates {file.dates.seen}, "
        f"{file.numbers.seen}",
        *_channel_lines(scenario, file),
        *(f"note: {note}" for note in _notes(scenario, file, customers)),
    ]


def _steps(scenario: Scenario, file: VolumesFile) -> str:
    """Minutes of the intervals, by channel where they differ: "30 minutes (voice) and 1440 minutes (mail)"."""
    found: dict[int, list[str]] = {}
    for name, channel in zip(scenario.demand.channels, file.channels, strict=True):
        if channel.given.any():
            found.setdefault(channel.step, []).append(name)
    if len(found) == 1:
        return f"{next(iter(found))} minutes"
    return " and ".join(f"{step} minutes ({', '.join(names)})" for step, names in found.items())


def _channel_lines(scenario: Scenario, file: VolumesFile) -> Iterator[str]:
    factors = work_factors(scenario)
    for c, name in enumerate(scenario.demand.channels):
        channel = file.channels[c]
        offered, seconds, lost = float(channel.offered.sum()), channel.aht_seconds, channel.abandoned
        if seconds != seconds:
            work = "no handling time given, so work_minutes as in the scenario"
        else:
            work = (
                f"mean handling time {seconds:.0f} s: work is the scenario's x {factors[c]:.3f}, so that first needs "
                f"take {seconds / SECONDS_PER_MINUTE:.2f} minutes on average"
            )
        gave_up = "" if lost != lost else f", {lost:.1%} of them gave up"
        yield f"{name}: {offered:,.0f} contacts offered, {offered / file.weeks:,.0f} a week{gave_up}; {work}"


def _notes(scenario: Scenario, file: VolumesFile, customers: Customers) -> Iterator[str]:
    yield from file.said
    if (factor := scenario.demand.volume_factor) != 1.0:
        yield f"volume_factor {factor:g}: so many times the contacts of the file are expected"
    weeks = int(np.ceil(customers.end / MINUTES_PER_WEEK))
    if weeks > file.weeks:
        yield f"the run has customers for {weeks} weeks, so the {count_of(file.weeks, 'week')} of the file repeat"
    if warm_up := scenario.time.warm_up_weeks:
        yield f"week 0 of the run is the file's first week; {count_of(warm_up, 'week')} from there on warm up"
    yield from _gaps(scenario, file)
    yield from _closed(scenario, file, customers)
    if variation := scenario.demand.busyness_cv:
        yield (
            "volumes are what is expected: customers are a Poisson number around them, on days that vary by "
            f"busyness_cv {variation:g}; with 0 they are Poisson alone"
        )
    if not np.isnan(file.aht_seconds).all():
        yield (
            "handling times as measured hold retelling and changeover, which the model adds to the work: take them "
            "out of aht_seconds, or let measured_today say how far the load is off"
        )
    if any(c.cases_per_week or c.hour_weights or c.weekday_weights for c in scenario.demand.channels.values()):
        yield "cases_per_week, weekday_weights and hour_weights of the scenario are not used"


def _gaps(scenario: Scenario, file: VolumesFile) -> Iterator[str]:
    for c, name in enumerate(scenario.demand.channels):
        channel = file.channels[c]
        if channel.apart:
            yield (
                f"{name}: rows are {channel.apart} minutes apart or more and too few to tell; they were read as "
                f"intervals of {channel.step} minutes, as others in the file"
            )
        if not channel.given.any():
            yield f"{name} is in no row, so nobody comes by it"
    if file.first.weekday():
        yield f"the file begins on {file.first:%A, %Y-%m-%d}: nobody comes on the days of that week before it"
    if file.last.weekday() < FRIDAY:
        yield f"the file ends on {file.last:%A, %Y-%m-%d}: nobody comes on the days of that week after it"
    for c, name in enumerate(scenario.demand.channels):
        # Inside the hours in which the channel is ever offered anything, a row that is missing may be a mistake.
        by_week = file.channels[c].given.reshape(file.weeks, -1)
        missing = int((by_week.any(axis=0) & ~by_week).sum())
        if missing:
            counts = "is in no row and counts as 0" if missing == 1 else "are in no row and count as 0"
            yield f"{name}: {count_of(missing, 'interval')} that other weeks have {counts}"


def _closed(scenario: Scenario, file: VolumesFile, customers: Customers) -> Iterator[str]:
    minutes = np.arange(MINUTES_PER_WEEK * file.weeks, dtype=np.int64)
    for c, (name, channel) in enumerate(scenario.demand.channels.items()):
        closed = np.tile(np.diff(customers.open_before[c]) == 0.0, file.weeks)
        per_minute = offered_in(file.channels[c], minutes) / file.channels[c].step
        total = float(per_minute.sum())
        share = float(per_minute[closed].sum()) / total if total else 0.0
        if share > MATERIAL_SHARE:
            what = "are turned away" if channel.out_of_hours == "turn_away" else "wait until it opens"
            yield f"{name}: {share:.1%} of contacts are offered while it is closed, and {what}"


def burst_lines(scenario: Scenario, customers: Customers) -> list[str]:
    """What each burst of a scenario adds, one line each."""
    lines = []
    for burst in scenario.demand.bursts:
        minutes = burst_minutes(burst, customers)
        channels = burst_channels(burst, customers)
        usual = sum(float(usual_by_minute(scenario, customers, c, minutes).sum()) for c in channels)
        need = f", all with {burst.need} as first need" if burst.need else ""
        says = f"about {(burst.factor - 1.0) * usual:,.0f} more than the usual {usual:,.0f} cases{need}"
        if usual == 0.0:
            says = "nobody comes then usually, so nobody comes in addition"
        by = "by every channel" if burst.channel == "all" else f"by {burst.channel}"
        lines.append(f"burst {by} at {burst.start} for {burst.minutes} minutes: {says}")
    return lines


def _wave_lines(scenario: Scenario) -> list[str]:
    return [
        f"wave of absence from {wave.start} for {count_of(wave.days, 'day')}: {wave.away_share:.0%} of people away "
        "beside the usual absence, others in every replication"
        for wave in scenario.people.away_waves
    ]
