"""What one calibration aims at: published figures, or those of the log that a scenario replays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.exploring.calibration.sample import Sample, first_half, logged
from sim.exploring.calibration.staffing import can_scale_volumes
from sim.exploring.calibration.targets import Target, of_log, published
from sim.scenario.problems import Problem

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Aims:
    """What is aimed at. unseen: the same targets for those on whom nothing is fitted."""

    channels: tuple[str, ...]
    targets: tuple[Target, ...]
    unseen: tuple[Target, ...]
    log: Sample | None = None

    @property
    def incidents(self) -> tuple[int, int] | None:
        """Incidents of the log in the half that is fitted, and in the other."""
        if self.log is None:
            return None
        fitted = int(np.count_nonzero(first_half(self.log.lineage)))
        return fitted, self.log.lineage.size - fitted


def aims_of(scenario: Scenario, targets: Sequence[Target] | None) -> Aims:
    """The targets given, the published ones, or with a log its own. Raises DataError where a log cannot be used."""
    from sim.demand.customers import build_customers

    busy = _busy_channels(scenario)
    if scenario.demand.replay is None:
        found = published(scenario, busy) if targets is None else tuple(targets)
        return Aims(tuple(dict.fromkeys(target.channel for target in found)), found, found)
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
