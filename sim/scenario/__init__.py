"""Scenarios: files in, validated and frozen settings with units, ranges and sources out.

A model is imported with the first use, so that `--help` stays quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario.catalogue import SettingInfo, all_settings, find_settings
    from sim.scenario.changes import changed
    from sim.scenario.columns import declared_dials, partition_of, policy_of
    from sim.scenario.files import known_scenarios, shipped_scenarios
    from sim.scenario.identity import resolved, scenario_hash
    from sim.scenario.loading import Loaded, build_scenario, load_scenario, read_scenario
    from sim.scenario.origins import Origin
    from sim.scenario.policy_settings import Policy
    from sim.scenario.problems import Problem, ScenarioError
    from sim.scenario.scenario_settings import Scenario
    from sim.scenario.schema import json_schema
    from sim.scenario.setting_texts import UnknownSetting, explain

_HOME = {
    "Loaded": "loading",
    "Origin": "origins",
    "Policy": "policy_settings",
    "Problem": "problems",
    "Scenario": "scenario_settings",
    "ScenarioError": "problems",
    "SettingInfo": "catalogue",
    "UnknownSetting": "setting_texts",
    "all_settings": "catalogue",
    "build_scenario": "loading",
    "changed": "changes",
    "declared_dials": "columns",
    "explain": "setting_texts",
    "find_settings": "catalogue",
    "json_schema": "schema",
    "known_scenarios": "files",
    "load_scenario": "loading",
    "partition_of": "columns",
    "policy_of": "columns",
    "read_scenario": "loading",
    "resolved": "identity",
    "scenario_hash": "identity",
    "shipped_scenarios": "files",
}

__all__ = [
    "Loaded",
    "Origin",
    "Policy",
    "Problem",
    "Scenario",
    "ScenarioError",
    "SettingInfo",
    "UnknownSetting",
    "all_settings",
    "build_scenario",
    "changed",
    "declared_dials",
    "explain",
    "find_settings",
    "json_schema",
    "known_scenarios",
    "load_scenario",
    "partition_of",
    "policy_of",
    "read_scenario",
    "resolved",
    "scenario_hash",
    "shipped_scenarios",
]


def __getattr__(name: str) -> Any:
    """Import a name of this floor with its first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
