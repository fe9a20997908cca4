"""What customers are expected to bring in a week of the cohort: cases, their distress, their work by function.

From settings alone, from the user's own volumes, with bursts, or from a replayed log. Nobody is drawn, so that
`podsim validate` answers at once. Work is that at skill 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import floor
from typing import TYPE_CHECKING

from sim.demand.way_states import way_states
from sim.scenario.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK, Spans, overlap_minutes, weekly_spans

if TYPE_CHECKING:
    from sim.scenario.channel_settings import Channel
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class ExpectedDemand:
    """Per week of the cohort. cases: by channel. distress: mean over first contacts.

    work, last_work, single_work: minutes of work by function, after calls included: of all needs, of the last need of
    each case, and of cases on bot channels that have one need only. Whoever is turned away out of hours brings work
    only if they try again. lasting_work: that of customers who neither give up nor find all lines taken.
    """

    cases: dict[str, float]
    distress: float
    work: dict[str, float]
    last_work: dict[str, float]
    single_work: dict[str, float]
    lasting_work: dict[str, float]


@dataclass(frozen=True)
class _Stream:
    """Cases of one channel. per_week: how many. first: function of the first need -> share. factor: on their work.

    in_hours: share of them that comes while the channel is open. work: mean minutes by function; None: as of the needs.
    """

    channel: str
    per_week: float
    first: Mapping[str, float]
    factor: float = 1.0
    in_hours: float = 1.0
    work: Mapping[str, float] | None = None


def expected_demand(scenario: Scenario) -> ExpectedDemand:
    """Expected customers. Raises DataError where a file of the scenario cannot be used."""
    return _of_log(scenario) if scenario.demand.replay is not None else _of_streams(scenario, _streams(scenario))


def cohort_minutes(scenario: Scenario) -> tuple[int, int]:
    """When the weeks begin and end whose arrivals are the cohort, minutes of the run."""
    first, weeks = scenario.time.warm_up_weeks, scenario.time.measured_weeks
    return first * MINUTES_PER_WEEK, (first + weeks) * MINUTES_PER_WEEK


def _streams(scenario: Scenario) -> Iterator[_Stream]:
    """The usual customers by channel, and those of bursts."""
    from sim.scenario.channel_settings import depends_on_channel

    if depends_on_channel(scenario.demand.channels.values()):
        yield from _of_every_time(scenario)
        return
    demand = scenario.demand
    first = {name: need.first_share for name, need in demand.needs.items()}
    total = sum(first.values())
    usual = {name: share / total for name, share in first.items()}
    if demand.volumes_file is None:
        channels, factor = demand.channels.items(), demand.volume_factor
        for name, channel in channels:
            yield _Stream(name, channel.cases_per_week * factor, usual, in_hours=_share_in_hours(scenario, channel))
    else:
        yield from _of_volumes(scenario, usual)
    if demand.bursts:
        yield from _of_bursts(scenario, usual)


def _of_every_time(scenario: Scenario) -> Iterator[_Stream]:
    """Those of channels whose needs, work or patience are their own, by times of day; bursts included."""
    import numpy as np

    from sim.demand.bursts import usual_by_minute
    from sim.demand.customers import build_customers
    from sim.demand.streams import streams_of
    from sim.demand.volumes import work_factors

    customers, factors, streams = build_customers(scenario), work_factors(scenario), streams_of(scenario)
    start, end = cohort_minutes(scenario)
    minutes, names = np.arange(start, end), list(scenario.demand.needs)
    for number, stream in enumerate(streams.every):
        channel = customers.channel_names[stream.channel]
        coming = usual_by_minute(scenario, customers, stream.channel, minutes)
        coming = np.where(streams.of[stream.channel][minutes % MINUTES_PER_WEEK] == number, coming, 0.0)
        opens = np.diff(customers.open_before[stream.channel])[minutes % MINUTES_PER_WEEK]
        total, shares = float(coming.sum()), streams.first[number] / streams.first[number].sum()
        yield _Stream(
            channel, total / scenario.time.measured_weeks, dict(zip(names, shares.tolist(), strict=True)),
            float(factors[stream.channel]), float((coming * opens).sum()) / total if total > 0.0 else 1.0,
            dict(zip(names, streams.work[number].tolist(), strict=True)),
        )  # fmt: skip
    if scenario.demand.bursts:
        first = streams.first[0] / max(streams.first[0].sum(), 1e-300)
        yield from _of_bursts(scenario, dict(zip(names, first.tolist(), strict=True)))


def _of_volumes(scenario: Scenario, usual: Mapping[str, float]) -> Iterator[_Stream]:
    import numpy as np

    from sim.demand.volumes import expected_in, volumes_of, work_factors

    channels = volumes_of(scenario).channels
    for name, channel, factor in zip(scenario.demand.channels, channels, work_factors(scenario), strict=True):
        starts = np.arange(*cohort_minutes(scenario), channel.step)
        expected = expected_in(scenario, channel, starts)
        spans = opening_spans(scenario, scenario.demand.channels[name])
        coming = ((start, cases) for start, cases in zip(starts.tolist(), expected.tolist(), strict=True) if cases)
        inside = sum(cases * open_part(start, start + channel.step, spans) for start, cases in coming)
        total = float(expected.sum())
        per_week = total / scenario.time.measured_weeks
        yield _Stream(name, per_week, usual, float(factor), inside / total if total > 0.0 else 1.0)


def _of_bursts(scenario: Scenario, usual: Mapping[str, float]) -> Iterator[_Stream]:
    import numpy as np

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
            by_minute = usual_by_minute(scenario, customers, c, minutes)
            opens = np.diff(customers.open_before[c])[minutes % MINUTES_PER_WEEK]
            usually, inside = float(by_minute.sum()), float((by_minute * opens).sum())
            more = (burst.factor - 1.0) * usually / scenario.time.measured_weeks
            in_hours = inside / usually if usually > 0.0 else 1.0
            yield _Stream(customers.channel_names[c], more, first, float(factors[c]), in_hours)


def _of_streams(scenario: Scenario, streams: Iterator[_Stream]) -> ExpectedDemand:
    channels = scenario.demand.channels
    cases = dict.fromkeys(channels, 0.0)
    work, last_work, single_work, lasting = ({name: 0.0 for name in scenario.demand.needs} for _ in range(4))
    for stream in streams:
        channel = channels[stream.channel]
        cases[stream.channel] += stream.per_week
        found = needs_of_a_case(scenario, stream.first, channel.continuation_factor)
        for name in work:
            reached = stream.per_week * reaching_share(scenario, channel, stream.in_hours)
            of_need = stream.work[name] if stream.work else scenario.demand.needs[name].work_minutes
            minutes = reached * stream.factor * (of_need + scenario.demand.needs[name].after_call_minutes)
            work[name] += minutes * found.every[name]
            last_work[name] += minutes * found.last[name]
            single_work[name] += minutes * found.only[name] if channel.has_bot else 0.0
            lasting[name] += 0.0 if _gives_up(channel) else minutes * found.every[name]
    total = sum(cases.values())
    distress = sum(number * channels[name].distress_mean for name, number in cases.items())
    calm = sum(channel.distress_mean for channel in channels.values()) / len(channels)
    return ExpectedDemand(cases, distress / total if total > 0.0 else calm, work, last_work, single_work, lasting)


def _gives_up(channel: Channel) -> bool:
    """Whether no number of customers of a channel can pile up."""
    limited = channel.waiting_room is not None or channel.lines is not None
    return limited or (channel.live and channel.patience_minutes is not None)


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
    work, last_work, single_work, lasting = ({name: 0.0 for name in names} for _ in range(4))
    codes, paths = channel_codes(scenario, incidents).tolist(), function_paths(scenario, incidents)
    spans = [opening_spans(scenario, channel) for channel in channels]
    arrivals = [arrival for arrival in window.arrival.tolist() if start <= arrival < end]
    for incident, arrival, code, path in zip(incidents, arrivals, codes, paths, strict=True):
        cases[channel_names[code]] += 1.0 / weeks
        reached = reaching_share(scenario, channels[code], open_part(floor(arrival), floor(arrival) + 1, spans[code]))
        distress.append(replay.distress.get(incident.priority or "", channels[code].distress_mean))
        visits, ends = needs_of_a_path(tuple(path), demand.max_needs, replay.ping_pong_misroute_share)
        for f, number in visits:
            minutes = reached * number * demand.needs[names[f]].work_minutes / weeks
            work[names[f]] += minutes
            lasting[names[f]] += 0.0 if _gives_up(channels[code]) else minutes
        for count, f, probability in ends:
            minutes = reached * probability * demand.needs[names[f]].work_minutes / weeks
            last_work[names[f]] += minutes
            single_work[names[f]] += minutes if count == 1 and channels[code].has_bot else 0.0
    calm = sum(channel.distress_mean for channel in channels) / len(channels)
    mean = sum(distress) / len(distress) if distress else calm
    return ExpectedDemand(cases, mean, work, last_work, single_work, lasting)


def opening_spans(scenario: Scenario, channel: Channel) -> Spans:
    """When a channel is open."""
    return weekly_spans(channel.open or scenario.open)


def open_part(start: int, end: int, opening: Spans) -> float:
    """Share of the minutes [start, end) of a run, at most a week, in which a channel is open."""
    into = start % MINUTES_PER_WEEK
    return overlap_minutes(opening, ((into, into + end - start),)) / (end - start)


def reaching_share(scenario: Scenario, channel: Channel, in_hours: float) -> float:
    """Share of cases that reach people: whoever is turned away comes in open hours if they try again.

    in_hours: share that comes while the channel is open.
    """
    if channel.out_of_hours != "turn_away":
        return 1.0
    back = scenario.demand.coming_back
    return in_hours + (1.0 - in_hours) * (back.redial_share if back.most_contacts > 1 else 0.0)


def _share_in_hours(scenario: Scenario, channel: Channel) -> float:
    """Share of a channel's usual week that falls into its opening hours; a closed day is even over 24 hours."""
    if channel.weekday_weights is None and channel.hour_weights is None:
        return 1.0
    opening, day = opening_spans(scenario, channel), MINUTES_PER_DAY
    by_day = [open_part(d * day, (d + 1) * day, opening) for d in range(7)]
    days = channel.weekday_weights or by_day
    inside = 0.0
    for d, weight in enumerate(days):
        hours = channel.hour_weights
        if hours is None:
            inside += weight if by_day[d] > 0.0 else 0.0
        else:
            parts = (hour * open_part(d * day + 60 * h, d * day + 60 * h + 60, opening) for h, hour in enumerate(hours))
            inside += weight * sum(parts) / sum(hours)
    return inside / sum(days)


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
    names, most, states = list(scenario.demand.needs), scenario.demand.max_needs, way_states(scenario)
    follows = [_follow_shares(row, factor) for row in states.share]
    reach = [0.0] * len(follows)
    for f, name in enumerate(names):
        reach[states.begins[f]] += first.get(name, 0.0)
    every, last, only = ({name: 0.0 for name in names} for _ in range(3))
    for position in range(most):
        following = [0.0] * len(follows)
        for state, (name, share) in enumerate(zip((names[f] for f in states.function), reach, strict=True)):
            ends = max(0.0, 1.0 - sum(follows[state])) if position + 1 < most else 1.0
            every[name] += share
            last[name] += share * ends
            if position == 0:
                only[name] += share * ends
            for g, one in enumerate(follows[state]):
                following[states.after[state][g]] += share * one
        reach = following
    return NeedsOfACase(every, last, only)


def _follow_shares(then: Sequence[float], factor: float) -> list[float]:
    """A row of the need graph under a channel's factor, cut at 1 together."""
    total = max(1.0, factor * sum(then))
    return [factor * share / total for share in then]


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
