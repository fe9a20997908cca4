"""What the page lets people move: the main dials, over the range in which each is plausible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.report.names import name_of, speaking
from sim.report.watch.side_by_side import MINUTES_PER_STEP
from sim.scenario import load_scenario
from sim.scenario.built_in_columns import HABITS, PODS
from sim.scenario.catalogue import SETTINGS
from sim.scenario.declaration import Plausible

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

DIALS = ("policy.link_minutes", "policy.retelling_share", "policy.misroute_share", "people.away_share")
STEPS = 20  # of a slider


def usual_sides(scenario: Scenario) -> tuple[str, str]:
    """Departments and pods with the same habits; the first and the last column where a scenario has others."""
    columns = list(scenario.formations)
    return (HABITS, PODS) if {HABITS, PODS} <= set(columns) else (columns[0], columns[-1])


def parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of SideBySide as Mesa's controls: sliders and choices, and what stays as it is given."""
    settings = load_scenario(given["scenario"], given["sets"])
    controls: dict[str, Any] = dict(given)
    for side in ("left", "right"):
        with speaking(settings.labels):
            choice = {"values": list(map(name_of, settings.formations)), "value": name_of(given[side])}
        controls[side] = {"type": "Select", "label": side.title(), **choice}
    controls["seed"] = {"type": "InputText", "label": "Seed", "value": str(given["seed"])}
    controls["minutes_per_step"] = _slider("Minutes a step", MINUTES_PER_STEP, 1.0, 30.0, 1.0)
    volume = settings.demand.volume_factor
    controls["demand.volume_factor"] = _slider("Customers, x usual", volume, 0.5 * volume, 1.5 * volume, 0.05 * volume)
    return controls | {key: _dial(key, _value(settings, key)) for key in DIALS}


def _value(settings: Any, key: str) -> float:
    for part in key.split("."):
        settings = getattr(settings, part)
    return float(settings)


def _dial(key: str, value: float) -> dict[str, Any]:
    info = SETTINGS.listed(key)
    assert info is not None
    plausible = info.declared.plausible
    assert isinstance(plausible, Plausible), f"{key} has no plausible range to move in"
    low, high = min(plausible.low, value), max(plausible.high, value)
    return _slider(f"{info.called[0].upper()}{info.called[1:]}", value, low, high, (high - low) / STEPS)


def _slider(label: str, value: float, low: float, high: float, step: float) -> dict[str, Any]:
    return {"type": "SliderFloat", "label": label, "value": value, "min": low, "max": high, "step": step}
