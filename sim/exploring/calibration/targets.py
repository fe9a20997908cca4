"""What the silos must reproduce, and where it was measured.

Channels on which customers wait (voice, chat) are held to a share of transferred calls, the others (mail) to counts of
handoffs in logs of incidents; a replayed log only to itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.exploring.calibration.load import can_scale_volumes
from sim.exploring.calibration.sample import Sample, first_half, logged
from sim.scenario.problems import Problem

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

# moment: (target, least, most, source)
LIVE = {"transferred_share": (0.19, 0.10, 0.30, "evidence row 20")}
NOT_LIVE = {
    "without_handoff": (0.51, 0.49, 0.53, "evidence row 10"),
    "mean_handoffs": (1.1, 0.99, 1.25, "evidence row 11"),
    "handoff_size": (0.5, 0.44, 0.60, "evidence row 12"),
    "three_or_more_share": (0.13, 0.12, 0.14, "evidence row 13"),
    "ping_pong_share": (0.33, 0.20, 0.40, "evidence row 14"),
}
OF_LOG = ("without_handoff", "mean_handoffs", "three_or_more_share", "ping_pong_share")  # as in evidence row 13a
# A log's own figure is as uncertain as its number of incidents makes it: 95% by the normal distribution.
REACH = 1.96
NARROWEST = 0.002  # where all incidents are alike
FEWEST_INCIDENTS = 20
DIGITS = 3  # as printed; a figure that is printed on the edge of the range is within it


@dataclass(frozen=True)
class HandoffTarget:
    """moment: one of MOMENTS, of the cases of `channel`. least, most: range of the source."""

    channel: str
    moment: str
    value: float
    least: float
    most: float
    source: str

    def distance(self, simulated: float) -> float:
        """How far off, in half widths of the range; above 0: more than the target. nan (no cases) is far off."""
        if math.isnan(simulated):
            return 100.0
        if self.moment == "handoff_size":  # by its inverse, which stays finite where nothing is dispersed
            return (1.0 / self.value - _inverse(simulated)) / ((1.0 / self.least - 1.0 / self.most) / 2.0)
        return (simulated - self.value) / ((self.most - self.least) / 2.0)

    def fits(self, simulated: float) -> bool:
        """Whether it is within the range, as printed."""
        return self.least <= round(simulated, DIGITS) <= self.most


def _inverse(value: float) -> float:
    return 0.0 if math.isinf(value) else 1.0 / value if value != 0.0 else math.inf


def published(scenario: Scenario, channels: Sequence[str]) -> tuple[HandoffTarget, ...]:
    """Targets of the channels, from publications."""
    kind = {name: LIVE if scenario.demand.channels[name].live else NOT_LIVE for name in channels}
    return tuple(HandoffTarget(name, moment, *values) for name in channels for moment, values in kind[name].items())


def of_log(scenario: Scenario, log: Sample, *, validation: bool) -> tuple[HandoffTarget, ...]:
    """The log's own figures by channel: of the half that is fitted, or of the other one."""
    half = log.kept(first_half(log.lineage) != validation)
    source = "the log, other half" if validation else "the log, fitted half"
    return tuple(
        target
        for number, channel in enumerate(scenario.demand.channels)
        for target in _of_channel(half.kept(half.channel == number), channel, source, number)
    )


def _of_channel(sample: Sample, channel: str, source: str, number: int) -> list[HandoffTarget]:
    if sample.handoffs.size < FEWEST_INCIDENTS:
        return []
    moments = sample.moments(number)
    moved = max(1, int(np.count_nonzero(sample.handoffs)))
    targets = []
    for name in OF_LOG:
        value, cases = moments[name], moved if name == "ping_pong_share" else sample.handoffs.size
        variance = float(np.var(sample.handoffs)) if name == "mean_handoffs" else value * (1.0 - value)
        reach = max(NARROWEST, REACH * math.sqrt(variance / cases))
        targets.append(
            HandoffTarget(channel, name, value, round(value - reach, DIGITS), round(value + reach, DIGITS), source)
        )
    return targets


@dataclass(frozen=True)
class Aims:
    """What is aimed at. unseen: the same targets for those on whom nothing is fitted."""

    channels: tuple[str, ...]
    targets: tuple[HandoffTarget, ...]
    unseen: tuple[HandoffTarget, ...]
    log: Sample | None = None

    @property
    def incidents(self) -> tuple[int, int] | None:
        """Incidents of the log in the half that is fitted, and in the other."""
        if self.log is None:
            return None
        fitted = int(np.count_nonzero(first_half(self.log.lineage)))
        return fitted, self.log.lineage.size - fitted


def aims_of(scenario: Scenario, targets: Sequence[HandoffTarget] | None) -> Aims:
    """The targets given, the published ones, or with a log its own. Raises DataError where a log cannot be used."""
    from sim.demand.customers import build_customers

    busy = _busy_channels(scenario)
    if scenario.demand.replay is None:
        aimed = published(scenario, busy) if targets is None else tuple(targets)
        return Aims(tuple(dict.fromkeys(target.channel for target in aimed)), aimed, aimed)
    log = logged(scenario, build_customers(scenario))
    fitted, other = (of_log(scenario, log, validation=validation) for validation in (False, True))
    both = {(target.channel, target.moment) for target in fitted} & {(t.channel, t.moment) for t in other}
    fitted, other = (tuple(t for t in half if (t.channel, t.moment) in both) for half in (fitted, other))
    return Aims(tuple(dict.fromkeys(target.channel for target in fitted)), fitted, other, log)


def _busy_channels(scenario: Scenario) -> tuple[str, ...]:
    """Channels by which anybody comes, as far as the settings say."""
    channels = scenario.demand.channels
    if not can_scale_volumes(scenario):
        return tuple(channels)
    return tuple(name for name, channel in channels.items() if channel.cases_per_week > 0.0)


def nothing_to_fit(scenario: Scenario, aims: Aims) -> Problem:
    """Why a scenario cannot be calibrated."""
    if not aims.targets:
        words = "Nobody comes whose handoffs could be compared: no channel has cases, or the log too few incidents."
        return Problem(scenario.name, None, "nothing to compare with", words)
    words = (
        "No number that could be fitted has an effect on handoffs: cases need one function only, and none is taken "
        "for another. Give needs that are followed by others (demand.needs.*.then), or policy.misroute_share."
    )
    return Problem(scenario.name, None, "nothing to calibrate", words)
