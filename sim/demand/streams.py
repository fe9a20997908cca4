"""Streams of customers: each channel, and each of its times of day that have needs, work or patience of their own.

Where no channel has any such times its stream has its number, and all is as if there were channels alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.scenario.hours import weekly_spans

if TYPE_CHECKING:
    from sim.scenario.channel_settings import AtTimes, Channel
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Stream:
    """One: channel and its settings, and those of its time of day, or None for the rest of the week."""

    channel: int
    settings: Channel
    times: AtTimes | None = None

    @property
    def patience_minutes(self) -> float:
        """Mean patience; inf where customers wait for ever."""
        own = self.times.patience_minutes if self.times else None
        mean = self.settings.patience_minutes if own is None else own
        return inf if mean is None or not self.settings.live else mean


@dataclass(frozen=True)
class Streams:
    """S streams, those of channels without times first and by their numbers; C channels, F functions.

    of: int8[C, 10080], stream by channel and minute of the week in which a customer comes.
    """

    scenario: Scenario
    every: tuple[Stream, ...]
    of: np.ndarray

    @cached_property
    def channel(self) -> np.ndarray:
        """int64[S]."""
        return np.array([stream.channel for stream in self.every])

    @cached_property
    def first(self) -> np.ndarray:
        """Weight of each function among first needs, float64[S, F], rows sum to 1 but for what was said otherwise."""
        return np.array([self._shares(stream) for stream in self.every])

    @cached_property
    def work(self) -> np.ndarray:
        """Mean work, float64[S, F], minutes, without the handling times of a volumes file."""
        return np.array([self._work(stream) for stream in self.every], dtype=np.float64)

    @property
    def mixed(self) -> bool:
        """Whether first needs depend on the stream."""
        return any(stream.settings.first_needs or (stream.times and stream.times.first_needs) for stream in self.every)

    def at(self, channel: np.ndarray, arrival: np.ndarray) -> np.ndarray:
        """Stream of each customer. channel: int8[n]. arrival: float64[n]. Returns int8[n] (int16 if many)."""
        if len(self.every) == self.of.shape[0]:
            return channel
        return self.of[channel, np.floor(arrival).astype(np.int64) % MINUTES_PER_WEEK]

    def _shares(self, stream: Stream) -> list[float]:
        needs = self.scenario.demand.needs
        own = (stream.times.first_needs if stream.times else None) or stream.settings.first_needs
        return [own.get(name, 0.0) if own else need.first_share for name, need in needs.items()]

    def _work(self, stream: Stream) -> list[float]:
        own = stream.settings.work_minutes | (stream.times.work_minutes if stream.times else {})
        return [own.get(name, need.work_minutes) for name, need in self.scenario.demand.needs.items()]


def streams_of(scenario: Scenario) -> Streams:
    """Those of a scenario."""
    channels = list(scenario.demand.channels.values())
    every = [Stream(number, channel) for number, channel in enumerate(channels)]
    several = sum(len(channel.at_times) for channel in channels) + len(channels) > 127
    numbers = np.arange(len(channels), dtype=np.int16 if several else np.int8)
    of = np.repeat(numbers[:, None], MINUTES_PER_WEEK, axis=1)
    for number, channel in enumerate(channels):
        for times in channel.at_times:
            of[number, _minutes(times)] = len(every)
            every.append(Stream(number, channel, times))
    return Streams(scenario, tuple(every), of)


def _minutes(times: AtTimes) -> np.ndarray:
    """Minutes of the week, int64."""
    spans = weekly_spans(times.hours)
    return np.concatenate([np.arange(start, end) for start, end in spans]) % MINUTES_PER_WEEK
