"""What a calibration may move: three numbers per channel, each within bounds that sources or the setting give.

A parameter is bounded, fitted and shown as what it means (the share of cases that need two functions or more, the
share of needs taken for others); what a scenario holds is the factor that makes it so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.exploring.calibration.sample import COLUMN

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

MULTI_NEED, MISROUTE, SPREAD = "multi_need_share", "misroute_share", "ambiguity_shape"
SETTING = {MULTI_NEED: "continuation_factor", MISROUTE: "misroute_factor", SPREAD: "ambiguity_shape"}
LARGEST_FACTOR = 5.0  # of the settings
DIGITS = 3  # of what is stored
AT_BOUND = 0.01  # as a share of the distance between the bounds


@dataclass(frozen=True)
class Parameter:
    """meaning: MULTI_NEED, MISROUTE or SPREAD, of `channel`. least, most: its bounds. usual: value of the sources, to
    which it is drawn where the targets do not care.
    """

    channel: str
    meaning: str
    least: float
    most: float
    usual: float
    source: str

    @property
    def setting(self) -> str:
        """Dotted key of what is stored."""
        return f"demand.channels.{self.channel}.{SETTING[self.meaning]}"

    @property
    def half(self) -> float:
        """Half of the distance between the bounds."""
        return (self.most - self.least) / 2.0

    def bound(self, value: float) -> str:
        """ "lower" or "upper" where the value lies at a bound, else ""."""
        near = AT_BOUND * (self.most - self.least)
        return "lower" if value <= self.least + near else "upper" if value >= self.most - near else ""

    def clipped(self, value: float) -> float:
        """The value, moved between the bounds."""
        return min(max(value, self.least), self.most)


def parameters_of(scenario: Scenario, channels: Sequence[str], *, of_log: bool) -> tuple[Parameter, ...]:
    """What may be moved; what cannot change a handoff in this scenario is left out.

    of_log: needs come from a log; its paths hold the misroutes that it saw, so there may be none beside them.
    """
    return tuple(p for channel in channels for p in _of_channel(scenario, channel, of_log) if p.least < p.most)


def _of_channel(scenario: Scenario, channel: str, of_log: bool) -> list[Parameter]:
    share, parameters = base_misroute_share(scenario), []
    if not of_log and scenario.demand.max_needs > 1:
        most = min(0.5, multi_need_share(scenario, LARGEST_FACTOR))
        parameters.append(Parameter(channel, MULTI_NEED, 0.1, most, 0.30, "evidence row 19"))
    if len(scenario.demand.needs) > 1 and share > 0.0:
        least, most = 0.0 if of_log else 0.05, min(0.35, LARGEST_FACTOR * share)
        parameters.append(Parameter(channel, MISROUTE, least, most, 0.20, "evidence row 21"))
        if not of_log and policy_slope(scenario) > 0.0:
            parameters.append(Parameter(channel, SPREAD, 0.3, 3.0, 1.0, "assumption"))
    return parameters


def base_misroute_share(scenario: Scenario) -> float:
    """What the misroute factor of a channel multiplies."""
    from sim.scenario import policy_of

    return policy_of(scenario, COLUMN).misroute_share


def policy_slope(scenario: Scenario) -> float:
    """How far ambiguity matters for misroutes."""
    from sim.scenario import policy_of

    return policy_of(scenario, COLUMN).misroute_ambiguity_slope


def multi_need_share(scenario: Scenario, factor: float) -> float:
    """Share of cases that need two functions or more, if the need graph's shares are multiplied by `factor`."""
    needs = scenario.demand.needs.values()
    return sum(need.first_share * min(1.0, factor * sum(need.then.values())) for need in needs)


def factor_for(scenario: Scenario, share: float) -> float:
    """The factor at which `multi_need_share` is `share`; the largest allowed where it never is."""
    from scipy.optimize import brentq

    if multi_need_share(scenario, LARGEST_FACTOR) <= share:
        return LARGEST_FACTOR
    return float(brentq(lambda factor: multi_need_share(scenario, factor) - share, 0.0, LARGEST_FACTOR))


def value_in(scenario: Scenario, parameter: Parameter) -> float:
    """What the scenario says, as what it means."""
    stored = stored_in(scenario, parameter)
    if parameter.meaning == MULTI_NEED:
        return multi_need_share(scenario, stored)
    return stored * base_misroute_share(scenario) if parameter.meaning == MISROUTE else stored


def stored_in(scenario: Scenario, parameter: Parameter) -> float:
    """The setting itself."""
    return float(getattr(scenario.demand.channels[parameter.channel], SETTING[parameter.meaning]))


def stored_for(scenario: Scenario, parameter: Parameter, value: float) -> float:
    """The setting that means `value`, rounded as it is stored."""
    if parameter.meaning == MULTI_NEED:
        value = factor_for(scenario, value)
    elif parameter.meaning == MISROUTE:
        value = value / base_misroute_share(scenario)
    return round(min(value, LARGEST_FACTOR), DIGITS)


def with_values(scenario: Scenario, values: Mapping[Parameter, float]) -> Scenario:
    """The scenario with these values, each as what it means."""
    channels = dict(scenario.demand.channels)
    for parameter, value in values.items():
        change = {SETTING[parameter.meaning]: stored_for(scenario, parameter, value)}
        channels[parameter.channel] = channels[parameter.channel].model_copy(update=change)
    return with_channels(scenario, channels)


def with_channels(scenario: Scenario, channels: Mapping[str, object]) -> Scenario:
    """The scenario with other channels."""
    demand = scenario.demand.model_copy(update={"channels": dict(channels)})
    return scenario.model_copy(update={"demand": demand})
