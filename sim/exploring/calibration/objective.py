"""How far the simulated silos are from their targets, with common random numbers.

Every candidate faces the same customers with the same coin tosses, so a distance is a fixed function of the
parameters: without noise, but constant in small pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.exploring.calibration.parameters import Parameter, with_values
from sim.exploring.calibration.sample import Sample, first_half, simulate
from sim.exploring.calibration.targets import HandoffTarget

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Objective:
    """base: the scenario that is simulated, but for the parameters. half: with a log, the fitted half of its incidents
    counts only.
    """

    base: Scenario
    parameters: tuple[Parameter, ...]
    targets: tuple[HandoffTarget, ...]
    seed: int
    replications: int
    half: bool = False

    def on(self, base: Scenario) -> Objective:
        """The same with another scenario."""
        return replace(self, base=base)

    def scenario_at(self, values: Sequence[float] | np.ndarray) -> Scenario:
        """The scenario with parameters at `values`, in their order."""
        return with_values(self.base, dict(zip(self.parameters, map(float, values), strict=True)))

    def sample(self, values: Sequence[float] | np.ndarray) -> Sample:
        """What is simulated there."""
        sample = simulate(self.scenario_at(values), seed=self.seed, first=0, replications=self.replications)
        return sample.kept(first_half(sample.lineage)) if self.half else sample

    def distances(self, sample: Sample) -> np.ndarray:
        """How far every target is missed, in half widths of its range, float64[targets]."""
        pairs = zip(self.targets, reached(self.base, self.targets, sample), strict=True)
        return np.array([target.distance(float(value)) for target, value in pairs])

    def rows(self, channel: str) -> np.ndarray:
        """Which targets are of a channel, bool[targets]."""
        return np.array([target.channel == channel for target in self.targets])

    def columns(self, channel: str) -> list[int]:
        """Which parameters are of a channel."""
        return [i for i, parameter in enumerate(self.parameters) if parameter.channel == channel]

    @property
    def meanings(self) -> tuple[str, ...]:
        """What parameters mean, each once."""
        return tuple(dict.fromkeys(parameter.meaning for parameter in self.parameters))

    @property
    def channels(self) -> tuple[str, ...]:
        """Channels with a target."""
        return tuple(dict.fromkeys(target.channel for target in self.targets))


def reached(scenario: Scenario, targets: Iterable[HandoffTarget], sample: Sample) -> np.ndarray:
    """What a sample says of every target, float64[targets]."""
    moments = {channel: sample.moments(number) for number, channel in enumerate(scenario.demand.channels)}
    return np.array([moments[target.channel][target.moment] for target in targets])


def misfit(distances: np.ndarray) -> float:
    """Mean distance of some targets, in half widths of their ranges."""
    return float(np.mean(np.abs(distances)))
