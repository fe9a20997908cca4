"""Settings -> arrays: what both engines must know of demand beside the tape."""

from __future__ import annotations

from math import gamma
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.streams import streams_of
from sim.demand.tape import NO_LIMIT, Customers
from sim.demand.volumes import mean_work_factor
from sim.foundation.calendar import MINUTES_PER_WEEK, deadline_of
from sim.foundation.grid import STEPS_PER_MINUTE, grid_array
from sim.scenario.channel_settings import depends_on_channel
from sim.scenario.hours import MINUTES_PER_DAY, weekly_spans

if TYPE_CHECKING:
    from sim.scenario.channel_settings import Channel
    from sim.scenario.scenario_settings import Scenario


# Seconds within which a contact is answered in time, where a channel does not say.
TARGET_LIVE_SECONDS, TARGET_OTHER_SECONDS = 60.0, 14_400.0
OPEN_DAYS_LIVE = 1
OPEN_DAYS_NOT_LIVE = 5


def build_customers(scenario: Scenario) -> Customers:
    """Channels, functions, opening hours and the weeks of a run. scenario: validated.

    `end` is the latest deadline of a case that arrives at cohort_end, and arrivals go on until then:
    a long H costs a long tape, and no arrival is left out to save it.
    """
    demand = scenario.demand
    channels, needs = tuple(demand.channels.values()), tuple(demand.needs.values())
    open_before = open_minutes_before(tuple(channel.open or scenario.open for channel in channels))
    follows = follow_shares(scenario)
    first_week, weeks = scenario.time.warm_up_weeks, scenario.time.measured_weeks
    cohort_end = float((first_week + weeks) * MINUTES_PER_WEEK)
    return Customers(
        channel_names=tuple(demand.channels),
        function_names=tuple(demand.needs),
        language_names=tuple(demand.languages) or ("",),
        live=np.array([channel.live for channel in channels]),
        priority=np.array([_priority(channel.priority, channel.live) for channel in channels], dtype=np.int64),
        turn_away=np.array([channel.out_of_hours == "turn_away" for channel in channels]),
        call_again=np.array([channel.live and channel.at_closing != "wait" for channel in channels]),
        bot=np.array([channel.has_bot for channel in channels]),
        answer_target=np.array([_answer_target(channel) for channel in channels]),
        misroute_factor=np.array([channel.misroute_factor for channel in channels], dtype=np.float64),
        open_before=open_before,
        mean_work=mean_work_factor(scenario) * mean_work(scenario),
        wrong=confusion(follows),
        independent=independent_needs(scenario),
        likeliest_next=np.where(follows.any(axis=1), np.argmax(follows, axis=1), -1).astype(np.int64),
        next_share=np.minimum(follows.sum(axis=1), 1.0),
        outside_share=np.array([need.outside_share for need in needs], dtype=np.float64),
        outside_scale=np.array([need.outside_minutes / gamma(1 + 1 / need.outside_shape) for need in needs]),
        outside_shape=np.array([need.outside_shape for need in needs], dtype=np.float64),
        mean_ambiguity=demand.ambiguity_mean,
        hidden_share=float(demand.hidden_share),
        cohort_start=float(first_week * MINUTES_PER_WEEK),
        cohort_end=cohort_end,
        end=_latest_deadline(cohort_end, horizon_open_minutes(scenario, open_before), open_before),
        slow_clock=scenario.time.slow_clock,
        lines=np.array([channel.lines or NO_LIMIT for channel in channels], dtype=np.int64),
        waiting_room=np.array([_or_no_limit(channel.waiting_room) for channel in channels], dtype=np.int64),
        after_call_minutes=np.array([need.after_call_minutes for need in needs], dtype=np.float64),
        after_call_constant=np.array([need.after_call_spread == "constant" for need in needs]),
    )


def mean_work(scenario: Scenario) -> np.ndarray:
    """Mean work by function, float64[F]; where channels differ in it, over their first needs of it in a week."""
    own = np.array([need.work_minutes for need in scenario.demand.needs.values()], dtype=np.float64)
    if not depends_on_channel(scenario.demand.channels.values()) or scenario.demand.replay is not None:
        return own
    streams, cases = streams_of(scenario), [channel.cases_per_week for channel in scenario.demand.channels.values()]
    counts = np.bincount(streams.of.ravel(), minlength=len(streams.every)) / MINUTES_PER_WEEK
    weight = streams.first * (np.array(cases)[streams.channel] * counts)[:, None]
    total = weight.sum(axis=0)
    return np.where(total > 0.0, (weight * streams.work).sum(axis=0) / np.where(total > 0.0, total, 1.0), own)


def follow_shares(scenario: Scenario) -> np.ndarray:
    """The need graph as a matrix. Returns float64[F, F]: share of needs f that are followed by g."""
    names = list(scenario.demand.needs)
    shares = np.zeros((len(names), len(names)))
    for f, need in enumerate(scenario.demand.needs.values()):
        for name, share in need.then.items():
            shares[f, names.index(name)] = share
    return shares


def independent_needs(scenario: Scenario) -> np.ndarray:
    """Which functions' needs can be served at the same time, whichever of two says so. Returns bool[F, F]."""
    names = list(scenario.demand.needs)
    said = np.array([[name in need.independent_of for name in names] for need in scenario.demand.needs.values()])
    return said | said.T


def confusion(follows: np.ndarray) -> np.ndarray:
    """Cumulative distribution of the wrong function named, per true function. Returns float64[F, F].

    A wrong name is one that often follows the true one (weights of the need graph); where nothing
    follows, any other function. The true one has no mass: the first g with u < row[g] is never it.
    """
    weights = follows.copy()
    np.fill_diagonal(weights, 0.0)
    nothing_follows = ~weights.any(axis=1)
    weights[nothing_follows] = 1.0 - np.eye(len(weights))[nothing_follows]
    if len(weights) == 1:
        return np.ones((1, 1))
    return np.stack([cumulative(row) for row in weights])


def cumulative(weights: np.ndarray) -> np.ndarray:
    """Cumulative shares of weights (>= 0, some above 0); exactly 1 from the last weight above 0 on."""
    shares = np.cumsum(weights) / np.sum(weights)
    shares[np.flatnonzero(weights)[-1] :] = 1.0
    return np.minimum(shares, 1.0)


def _priority(priority: int | None, live: bool) -> int:
    if priority is not None:
        return priority
    return 0 if live else 1


def _or_no_limit(number: int | None) -> int:
    return NO_LIMIT if number is None else number


def _answer_target(channel: Channel) -> float:
    """Open minutes."""
    usual = TARGET_LIVE_SECONDS if channel.live else TARGET_OTHER_SECONDS
    return (usual if channel.answer_target_seconds is None else channel.answer_target_seconds) / 60.0


def _latest_deadline(cohort_end: float, horizon: np.ndarray, open_before: np.ndarray) -> float:
    return max(float(deadline_of(cohort_end, minutes, c, open_before)) for c, minutes in enumerate(horizon.tolist()))


def open_flags(hours: str) -> np.ndarray:
    """Whether each minute of the week is open. hours: as `weekly_spans`. Returns bool[10080]."""
    flags = np.zeros(MINUTES_PER_WEEK, dtype=bool)
    for start, end in weekly_spans(hours):
        flags[np.arange(start, end) % MINUTES_PER_WEEK] = True  # Sunday night runs into Monday
    return flags


def open_minutes_before(hours: tuple[str, ...]) -> np.ndarray:
    """Open minutes of the week before each whole minute. hours: one text per channel. Returns float64[C, 10081]."""
    before = np.zeros((len(hours), MINUTES_PER_WEEK + 1))
    for channel, text in enumerate(hours):
        np.cumsum(open_flags(text), out=before[channel, 1:])
    return before


def horizon_open_minutes(scenario: Scenario, open_before: np.ndarray) -> np.ndarray:
    """H per channel in open minutes, on the grid. Returns float64[C].

    By default one open day for live channels and five for others, an open day being the open minutes of a week over
    its `open_days`.
    """
    horizon = np.empty(len(scenario.demand.channels))
    for c, channel in enumerate(scenario.demand.channels.values()):
        day = open_before[c, MINUTES_PER_WEEK] / open_days(open_before[c])
        days = OPEN_DAYS_LIVE if channel.live else OPEN_DAYS_NOT_LIVE
        horizon[c] = days * day if channel.horizon_open_minutes is None else channel.horizon_open_minutes
    return np.maximum(grid_array(horizon), 1.0 / STEPS_PER_MINUTE)


def open_days(open_before: np.ndarray) -> int:
    """Days of the week on which a channel opens, a night shift counted once: on the day on which it begins.

    A stretch that stays open for longer than 24 hours counts again every 24 hours. open_before: float64[10081].
    """
    opens = np.diff(open_before) > 0.0
    begins = np.flatnonzero(opens & ~np.roll(opens, 1))
    if not begins.size:  # open, or closed, all week
        return 7
    days: set[int] = set()
    for begin in begins.tolist():
        length = int(np.argmin(np.roll(opens, -begin)))
        days.update((begin + more) // MINUTES_PER_DAY % 7 for more in range(0, length, MINUTES_PER_DAY))
    return len(days)
