"""What a dial is in a column, and where that was said."""

from __future__ import annotations

from typing import Any

from sim.scenario.columns import ancestry
from sim.scenario.scenario_settings import Scenario
from sim.scenario.tree import Loc


def dial_in(scenario: Scenario, column: str, dial: str) -> tuple[Any, Loc]:
    """(value, where it was said) of a dial that is not by channel; the common policy's where the chain is broken."""
    try:
        names = ancestry(scenario, column)
    except (KeyError, ValueError):
        names = ()  # said at the column
    for name in names:
        if dial in scenario.formations[name].policy:
            return scenario.formations[name].policy[dial], ("formations", name, "policy", dial)
    return getattr(scenario.policy, dial), ("policy", dial)
