"""Checks of targets: one line each, and channels that there are."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.demand import CHANNELS
from sim.scenario.checks.finding import Finding, unknown
from sim.scenario.figure_settings import OF_PEOPLE
from sim.scenario.scenario_settings import Scenario


def target_findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything about targets."""
    for number, target in enumerate(scenario.targets):
        here = ("targets", number)
        if (target.at_least is None) == (target.at_most is None):
            yield Finding(here, f"targets.{number} needs one of at_least and at_most, and not both.")
        if target.channel is not None and target.channel not in scenario.demand.channels:
            yield unknown((*here, "channel"), "channel", target.channel, scenario.demand.channels, CHANNELS)
        elif target.channel is not None and target.measure in OF_PEOPLE:
            yield Finding(
                (*here, "channel"), f"{target.measure} is of people, who serve all channels: leave channel out."
            )
