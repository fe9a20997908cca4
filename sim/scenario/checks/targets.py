"""Checks of figures that name measures: targets, figures of today, and differences worth having."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from sim.scenario.checks.demand import CHANNELS
from sim.scenario.checks.finding import Finding, out_of_range, unknown
from sim.scenario.figure_settings import OF_PEOPLE, NamedMeasure
from sim.scenario.problems import did_you_mean
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


def measured_today_findings(scenario: Scenario) -> Iterator[Finding]:
    """Channels of figures by channel."""
    today = scenario.measured_today
    for measure, most in (("calls_abandoned_share", 1.0), ("service_level", 1.0), ("answer_minutes", 1e6)):
        for name, value in getattr(today, measure).items() if today else ():
            here = ("measured_today", measure, name)
            channel = scenario.demand.channels.get(name)
            if channel is None:
                yield unknown(here, "channel", name, scenario.demand.channels, CHANNELS)
            elif measure == "calls_abandoned_share" and not channel.live:
                nobody = f"Nobody waits on the line in {name}, so nobody gives up there."
                yield Finding(here, nobody, ((*CHANNELS, name),))
            yield from out_of_range(here, value, 0.0, most, "share" if most == 1.0 else "minutes")


def worth_having_findings(scenario: Scenario) -> Iterator[Finding]:
    """Names of measures, and values that a difference can have."""
    for name, value in scenario.worth_having.items():
        here = ("worth_having", name)
        if name not in get_args(NamedMeasure):
            known = get_args(NamedMeasure)
            yield Finding(here, f"worth_having: there is no measure {name!r} to judge by. {did_you_mean(name, known)}")
        elif not 0.0 < value <= 1.0:
            yield Finding(
                here,
                f"worth_having.{name} is {value:g}, but must be above 0 and at most 1: 0.05 is 5% of the first column, "
                "or, of a share, 0.05 itself.",
            )
