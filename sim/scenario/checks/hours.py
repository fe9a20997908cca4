"""Checks of time: opening hours, shifts, and how far the clock reaches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.scenario.channel_settings import Channel
from sim.scenario.checks.demand import CHANNELS
from sim.scenario.checks.finding import Finding
from sim.scenario.checks.people import GROUPS, SHIFTS
from sim.scenario.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK, Spans, overlap_minutes, weekly_spans
from sim.scenario.origins import Loc, dotted
from sim.scenario.scenario_settings import Scenario

# Times are kept in steps of 2^-20 minute in a float64, which is exact below 2^33 minutes.
LONGEST_RUN_MINUTES = 2.0**32

_OPEN: Loc = ("open",)


def hours_findings(scenario: Scenario) -> Iterator[Finding]:
    """Hours that cannot be read; then, with those that can, what they leave without people or customers."""
    texts: dict[Loc, str] = {_OPEN: scenario.open}
    texts |= {(*CHANNELS, n, "open"): c.open for n, c in scenario.demand.channels.items() if c.open is not None}
    texts |= {(*SHIFTS, n): text for n, text in scenario.people.shifts.items()}
    spans: dict[Loc, Spans] = {}
    for loc, text in texts.items():
        try:
            spans[loc] = weekly_spans(text)
        except ValueError as error:
            yield Finding(loc, f"{dotted(loc)}: {error}.")
    # A file of people may have hours of its own; whether anybody works is looked at when it is read.
    if scenario.people.groups and all(loc in spans for loc in texts if loc[:2] != SHIFTS):
        yield from _idle_shifts(scenario, spans)
    if len(spans) == len(texts):
        for name, channel in scenario.demand.channels.items():
            yield from _channel(scenario, name, channel, spans)


def _opening(scenario: Scenario, name: str, spans: dict[Loc, Spans]) -> Spans:
    loc = (*CHANNELS, name, "open") if scenario.demand.channels[name].open is not None else _OPEN
    return spans[loc]


def _shifts_in_use(scenario: Scenario) -> set[str]:
    every = scenario.people.shifts
    named = {
        s
        for group in scenario.people.groups
        if not group.staffing
        for s in (every if group.shifts is None else group.shifts)
    }
    return named & set(every)


def _staffed(scenario: Scenario) -> Iterator[Spans]:
    """Hours for which groups have numbers of people; those that cannot be read are said elsewhere."""
    for group in scenario.people.groups:
        for hours, number in group.staffing.items():
            with suppress(ValueError):
                yield weekly_spans(hours) if number > 0 else ()


def _idle_shifts(scenario: Scenario, spans: dict[Loc, Spans]) -> Iterator[Finding]:
    openings = [_opening(scenario, name, spans) for name in scenario.demand.channels]
    for name in scenario.people.shifts:
        hours = spans.get((*SHIFTS, name))
        if hours and not any(overlap_minutes(hours, opening) for opening in openings):
            message = f"The shift {name} never meets a customer: no channel is open in its hours."
            yield Finding((*SHIFTS, name), message, (_OPEN, CHANNELS))


def _channel(scenario: Scenario, name: str, channel: Channel, spans: dict[Loc, Spans]) -> Iterator[Finding]:
    opening = _opening(scenario, name, spans)
    loc: Loc = (*CHANNELS, name)
    from_file = scenario.demand.replay is not None or scenario.demand.volumes_file is not None
    busy = channel.cases_per_week > 0 or from_file
    staffed = any(overlap_minutes(opening, spans[(*SHIFTS, shift)]) for shift in _shifts_in_use(scenario))
    staffed = staffed or any(overlap_minutes(opening, hours) for hours in _staffed(scenario))
    if busy and not staffed and scenario.people.groups:
        yield Finding(loc, f"Nobody works while {name} is open.", (_OPEN, SHIFTS, GROUPS))
    if busy and not from_file:
        yield from _arrivals(loc, channel, opening)
    open_minutes = overlap_minutes(opening, ((0, MINUTES_PER_WEEK),))
    weeks = scenario.time.warm_up_weeks + scenario.time.measured_weeks
    reach = MINUTES_PER_WEEK * (weeks + (channel.horizon_open_minutes or 0) / open_minutes)
    if reach > LONGEST_RUN_MINUTES:
        message = (
            f"The run would last {reach:.3g} minutes; the clock is exact up to {LONGEST_RUN_MINUTES:.3g}. Take "
            "fewer weeks or a shorter horizon_open_minutes."
        )
        yield Finding((*loc, "horizon_open_minutes"), message, (("time",),))


def _arrivals(loc: Loc, channel: Channel, opening: Spans) -> Iterator[Finding]:
    """Whether anybody comes while the channel is open, where the others are turned away."""
    hours = channel.hour_weights or (1.0,) * 24
    days = channel.weekday_weights or (1.0,) * 7
    if channel.out_of_hours == "turn_away" and not _meets(days, hours, opening):
        blamed = "hour_weights" if channel.hour_weights is not None else "weekday_weights"
        message = f"Every customer would be turned away: {blamed} has no demand in opening hours."
        yield Finding((*loc, blamed), message, (_OPEN, loc))


def _meets(days: tuple[float, ...], hours: tuple[float, ...], opening: Spans) -> bool:
    demand = tuple(
        (d * MINUTES_PER_DAY + 60 * h, d * MINUTES_PER_DAY + 60 * h + 60)
        for d, day in enumerate(days)
        for h, hour in enumerate(hours)
        if day > 0 and hour > 0
    )
    return overlap_minutes(opening, demand) > 0
