"""Checks of bursts of customers and waves of absence: when they are, and whom they are about."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.demand import CHANNELS, NEEDS
from sim.scenario.checks.finding import Finding, unknown
from sim.scenario.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK, minute_of
from sim.scenario.origins import Loc, dotted
from sim.scenario.problems import count_of
from sim.scenario.scenario_settings import Scenario

BURSTS: Loc = ("demand", "bursts")
WAVES: Loc = ("people", "away_waves")
EVERY_CHANNEL = "all"


def shock_findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything about bursts and waves."""
    yield from _bursts(scenario)
    for number, wave in enumerate(scenario.people.away_waves):
        loc: Loc = (*WAVES, number, "start")
        yield from _moment(scenario, loc, wave.start, "week 2 wed")
        if _minute(wave.start) % MINUTES_PER_DAY:
            yield Finding(loc, f'{dotted(loc)}: a wave begins with a day, for example "week 2 wed", without a time.')


def _bursts(scenario: Scenario) -> Iterator[Finding]:
    channels, needs, seen = scenario.demand.channels, scenario.demand.needs, set()
    if scenario.demand.bursts and scenario.demand.replay is not None:
        message = "Bursts multiply expected customers, and a replayed log has only those who came. Take one out."
        yield Finding(BURSTS, message, (("demand", "replay"),))
    for number, burst in enumerate(scenario.demand.bursts):
        loc: Loc = (*BURSTS, number)
        if burst.channel not in (EVERY_CHANNEL, *channels):
            yield unknown((*loc, "channel"), "channel", burst.channel, [EVERY_CHANNEL, *channels], CHANNELS)
        if burst.need is not None and burst.need not in needs:
            yield unknown((*loc, "need"), "need", burst.need, needs, NEEDS)
        yield from _moment(scenario, (*loc, "start"), burst.start, "week 2 tue 10:00")
        same = (burst.channel, burst.need, _minute(burst.start))
        if same in seen:
            message = "This burst is given twice: same channel, start and need. Give one with the factor of both."
            yield Finding(loc, message)
        seen.add(same)


def _minute(text: str) -> int:
    try:
        return minute_of(text)
    except ValueError:
        return 0


def _moment(scenario: Scenario, loc: Loc, text: str, example: str) -> Iterator[Finding]:
    weeks = scenario.time.warm_up_weeks + scenario.time.measured_weeks
    try:
        minute = minute_of(text, example)
    except ValueError as error:
        yield Finding(loc, f"{dotted(loc)}: {error}.")
        return
    if minute >= weeks * MINUTES_PER_WEEK:
        message = (
            f"{dotted(loc)}: {text} is past the last measured week; the run has {count_of(weeks, 'week')}, "
            "counted from 0, warm-up included."
        )
        yield Finding(loc, message, (("time",),))
