"""Another scenario out of one at hand: a few settings changed, everything checked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.scenario.identity import resolved
from sim.scenario.overrides import laid_over
from sim.scenario.scenario_settings import Scenario
from sim.scenario.tree import tree_of
from sim.scenario.validation import validated


def changed(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with other values. changes: dotted key -> value, as in `--set`.

    Raises ScenarioError where a key is unknown, or the values do not go together.
    """
    if not changes:
        return scenario
    tree = laid_over(tree_of(resolved(scenario), scenario.name), changes, scenario.name)
    return validated(tree, scenario.name, dict(scenario.data_folders))
