"""What customers are expected to bring in a week of the cohort: cases, their distress, their work by function.

From settings alone, from the user's own volumes, with bursts, or from a replayed log. Nobody is drawn, so that
`podsim validate` answers at once. Work is that at skill 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sim.scenario.hours import MINUTES_PER_WEEK

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class ExpectedDemand:
    """Per week of the cohort. cases: by channel. distress: mean over first contacts.

    work, last_work, single_work: minutes of work by function: of all needs, of the last need of each case, and of cases
    on bot channels that have one need only.
    """

    cases: dict[str, float]
    distress: float
    work: dict[str, float]
    last_work: dict[str, float]
    single_work: dict[str, float]


@dataclass(frozen=True)
class _Stream:
    """Cases of one channel. per_week: how many. first: function of the first need -> share. factor: on their work."""

    channel: str
    per_week: float
    first: Mapping[str, float]
    factor: float = 1.0


def expected_demand(scenario: Scenario) -> ExpectedDemand:
    """Expected customers. Raises DataError where a file of the scenario cannot be used."""
    return _of_log(scenario) if scenario.demand.replay is not None else _of_streams(scenario, _streams(scenario))


def cohort_minutes(scenario: Scenario) -> tuple[int, int]:
    """When the weeks begin and end whose arrivals are the cohort, minutes of the run."""
    first, weeks = scenario.time.warm_up_weeks, scenario.time.measured_weeks
    return first * MINUTES_PER_WEEK, (first + weeks) * MINUTES_PER_WEEK


def _streams(scenario: Scenario) -> Iterator[_Stream]:
    """The usual customers by channel, and those of bursts."""
    demand = scenario.demand
    first = {name: need.first_share for name, need in demand.needs.items()}
    total = sum(first.values())
    usual = {name: share / total for name, share in first.items()}
    if demand.volumes_file is None:
        channels, factor = demand.channels.items(), demand.volume_factor
        yield from (_Stream(name, channel.cases_per_week * factor, usual) for name, channel in channels)
    else:
        yield from _of_volumes(scenario, usual)
    if demand.bursts:
        yield from _of_bursts(scenario, usual)


def _of_volumes(scenario: Scenario, usual: Mapping[str, float]) -> Iterator[_Stream]:
    import numpy as np

    from sim.demand.volumes import expected_in, volumes_of, work_factors

    channels = volumes_of(scenario).channels
    for name, channel, factor in zip(scenario.demand.channels, channels, work_factors(scenario), strict=True):
        starts = np.arange(*cohort_minutes(scenario), channel.step)
        per_week = float(expected_in(scenario, channel, starts).sum()) / scenario.time.measured_weeks
        yield _Stream(name, per_week, usual, float(factor))


def _of_bursts(scenario: Scenario, usual: Mapping[str, float]) -> Iterator[_Stream]:
    from sim.demand.bursts import burst_channels, burst_minutes, usual_by_minute
    from sim.demand.customers import build_customers
    from sim.demand.volumes import work_factors

    customers, factors = build_customers(scenario), work_factors(scenario)
    start, end = cohort_minutes(scenario)
    for burst in scenario.demand.bursts:
        minutes = burst_minutes(burst, customers)
        minutes = minutes[(minutes >= start) & (minutes < end)]
        first = usual if burst.need is None else {burst.need: 1.0}
        for c in burst_channels(burst, customers):
            more = (burst.factor - 1.0) * float(usual_by_minute(scenario, customers, c, minutes).sum())
            name = customers.channel_names[c]
            yield _Stream(name, more / scenario.time.measured_weeks, first, float(factors[c]))


def _of_streams(scenario: Scenario, streams: Iterator[_Stream]) -> ExpectedDemand:
    channels = scenario.demand.channels
    cases = dict.fromkeys(channels, 0.0)
    work, last_work, single_work = ({name: 0.0 for name in scenario.demand.needs} for _ in range(3))
    for stream in streams:
        channel = channels[stream.channel]
        cases[stream.channel] += stream.per_week
        found = needs_of_a_case(scenario, stream.first, channel.continuation_factor)
        for name in work:
            minutes = stream.per_week * stream.factor * scenario.demand.needs[name].work_minutes
            work[name] += minutes * found.every[name]
            last_work[name] += minutes * found.last[name]
            single_work[name] += minutes * found.only[name] if channel.bot else 0.0
    total = sum(cases.values())
    distress = sum(number * channels[name].distress_mean for name, number in cases.items())
    calm = sum(channel.distress_mean for channel in channels.values()) / len(channels)
    return ExpectedDemand(cases, distress / total if total > 0.0 else calm, work, last_work, single_work)


def _of_log(scenario: Scenario) -> ExpectedDemand:
    """Incidents opened in the cohort's weeks, with the needs that their logged paths stand for."""
    from sim.demand.replay import channel_codes, function_paths, replay_of, replay_window

    demand, replay = scenario.demand, replay_of(scenario)
    window, (start, end) = replay_window(scenario), cohort_minutes(scenario)
    incidents = tuple(
        i for i, arrival in zip(window.incidents, window.arrival.tolist(), strict=True) if start <= arrival < end
    )
    weeks, names = float(scenario.time.measured_weeks), list(demand.needs)
    channel_names, channels = list(demand.channels), list(demand.channels.values())
    cases, distress = dict.fromkeys(channel_names, 0.0), []
    work, last_work, single_work = ({name: 0.0 for name in names} for _ in range(3))
    codes, paths = channel_codes(scenario, incidents).tolist(), function_paths(scenario, incidents)
    for incident, code, path in zip(incidents, codes, paths, strict=True):
        cases[channel_names[code]] += 1.0 / weeks
        distress.append(replay.distress.get(incident.priority or "", channels[code].distress_mean))
        visits, ends = needs_of_a_path(tuple(path), demand.max_needs, replay.ping_pong_misroute_share)
        for f, number in visits:
            work[names[f]] += number * demand.needs[names[f]].work_minutes / weeks
        for count, f, probability in ends:
            minutes = probability * demand.needs[names[f]].work_minutes / weeks
            last_work[names[f]] += minutes
            single_work[names[f]] += minutes if count == 1 and channels[code].bot else 0.0
    calm = sum(channel.distress_mean for channel in channels) / len(channels)
    return ExpectedDemand(cases, sum(distress) / len(distress) if distress else calm, work, last_work, single_work)


@dataclass(frozen=True)
class NeedsOfACase:
    """Expected number of needs of a case by function: every one, the last, and the only one."""

    every: dict[str, float]
    last: dict[str, float]
    only: dict[str, float]


def needs_of_a_case(scenario: Scenario, first: Mapping[str, float], factor: float = 1.0) -> NeedsOfACase:
    """The walk over the need graph in expectation.

    first: function of the first need -> share, 1 together. factor: of a channel, on how often a need is followed.
    """
    needs, most = scenario.demand.needs, scenario.demand.max_needs
    follows = {name: _follow_shares(need.then, factor) for name, need in needs.items()}
    reach = {name: first.get(name, 0.0) for name in needs}
    every, last, only = ({name: 0.0 for name in needs} for _ in range(3))
    for position in range(most):
        following = dict.fromkeys(needs, 0.0)
        for name in needs:
            ends = max(0.0, 1.0 - sum(follows[name].values())) if position + 1 < most else 1.0
            every[name] += reach[name]
            last[name] += reach[name] * ends
            if position == 0:
                only[name] = reach[name] * ends
            for other, share in follows[name].items():
                following[other] += reach[name] * share
        reach = following
    return NeedsOfACase(every, last, only)


def _follow_shares(then: Mapping[str, float], factor: float) -> dict[str, float]:
    """A row of the need graph under a channel's factor, cut at 1 together."""
    total = max(1.0, factor * sum(then.values()))
    return {name: factor * share / total for name, share in then.items()}


@cache
def needs_of_a_path(
    path: tuple[int, ...], most: int, misroute_share: float
) -> tuple[tuple[tuple[int, float], ...], tuple[tuple[int, int, float], ...]]:
    """A logged path as needs, in expectation: the B of an A-B-A was a misroute with probability misroute_share.

    path: functions, never twice the same in a row. most: needs of a case. As walk_paths of sim.demand.compiled_tape
    draws it. Returns (function, expected needs), and (number of needs, last function, probability).
    """
    states = {(0, -1): 1.0}
    visits: dict[int, float] = defaultdict(float)
    for place, function in enumerate(path):
        following = path[place + 1] if place + 1 < len(path) else None
        after: dict[tuple[int, int], float] = defaultdict(float)
        for (count, last), probability in states.items():
            if count == most or function == last:
                after[count, last] += probability
                continue
            left_out = probability * misroute_share if count and following == last else 0.0
            if left_out:
                after[count, last] += left_out
            visits[function] += probability - left_out
            after[count + 1, function] += probability - left_out
        states = after
    return tuple(visits.items()), tuple((count, last, p) for (count, last), p in states.items() if p)
