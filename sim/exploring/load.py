"""Needs apart from load: other needs, or other numbers of any kind, at a load that is given.

The load offered to function f in today's departments is rho_f = m_f / c_f: minutes of work offered a week (`offered`:
expected returns included) over minutes that its people can do. With v = first (I - P)^-1 visits of a case to every
function (P: how often a need is followed by which, cut at the longest walk), m_f is customers x v_f x work_f. Whatever
else is varied, rho_f is kept at a multiple of today's, in one of two ways:

    by volume   customers and first needs are changed: with A the loads, a row for each first need that all cases could
                begin with, u = rho A^-1: customers x sum(u), first = u / sum(u), a share that would be negative 0
    by work     customers are as they were, and the work per need is changed: work_f x rho_f / (rho_f as it would be)

After the first way the second takes what is left, so that both keep every rho_f.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from sim.measures.offered import expected_load
from sim.scenario import changed
from sim.scenario.ledger import LOAD, NEEDS, Assumption, with_values

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

BY_VOLUME, BY_WORK = "volume", "work"
CLOSE = 1e-9  # relative: a load is kept as well as that


def ways_of(scenario: Scenario) -> tuple[str, ...]:
    """How a load can be held: a replayed log brings its own customers."""
    return (BY_WORK,) if scenario.demand.replay is not None else (BY_VOLUME, BY_WORK)


def today_of(columns: Sequence[str]) -> str:
    """The column in which loads are meant: today's departments, else the first."""
    return "silos" if "silos" in columns else columns[0]


def rests_on_way(one: Assumption) -> bool:
    """Whether an assumption by itself is held at a load, so that there is more than one way."""
    return one.name in (LOAD, NEEDS)


def with_values_at_load(
    scenario: Scenario, values: Mapping[Assumption, float], way: str, column: str = "silos"
) -> Scenario:
    """The scenario with other values, at today's load times what `values` says of LOAD. Raises ScenarioError."""
    times = next((value for one, value in values.items() if one.name == LOAD), 1.0)
    others = {one: value for one, value in values.items() if one.name != LOAD}
    wanted = {name: times * load for name, load in expected_load(scenario, column).items()}
    return at_load(with_values(scenario, others), wanted, way, column)


def at_load(scenario: Scenario, wanted: Mapping[str, float], way: str, column: str = "silos") -> Scenario:
    """The scenario with this load offered to every function. way: BY_VOLUME or BY_WORK. Raises ScenarioError."""
    functions = [name for name, load in wanted.items() if 0.0 < load < inf]
    changes: dict[str, float] = {}
    if way == BY_VOLUME:
        changes = _by_volume(scenario, functions, wanted, column)
        scenario = _with(scenario, changes)
    there = expected_load(scenario, column)
    for name in functions:
        factor = wanted[name] / there[name] if there[name] > 0.0 else 1.0
        if abs(factor - 1.0) > CLOSE:
            changes[f"demand.needs.{name}.work_minutes"] = scenario.demand.needs[name].work_minutes * factor
    return changed(scenario, changes)


def _by_volume(
    scenario: Scenario, functions: Sequence[str], wanted: Mapping[str, float], column: str
) -> dict[str, float]:
    """Customers and first needs that bring these loads, as settings."""
    rows = []
    for first in functions:
        one = {f"demand.needs.{name}.first_share": float(name == first) for name in scenario.demand.needs}
        loads = expected_load(_with(scenario, one), column)
        rows.append([loads[name] for name in functions])
    shares, *_ = np.linalg.lstsq(np.array(rows).T, np.array([wanted[name] for name in functions]), rcond=None)
    shares = np.maximum(shares, 0.0)
    total = float(shares.sum())
    if not total > 0.0:
        return {}
    first_shares = dict.fromkeys(scenario.demand.needs, 0.0) | dict(
        zip(functions, (shares / total).tolist(), strict=True)
    )
    return {
        "demand.volume_factor": scenario.demand.volume_factor * total,
        **{f"demand.needs.{name}.first_share": share for name, share in first_shares.items()},
    }


def _with(scenario: Scenario, changes: Mapping[str, float]) -> Scenario:
    """The same as `changed`, for numbers of the demand that are known to be fine."""
    demand = scenario.demand
    shares = {key.split(".")[2]: value for key, value in changes.items() if key.endswith(".first_share")}
    needs = {
        name: need.model_copy(update={"first_share": shares[name]}) if name in shares else need
        for name, need in demand.needs.items()
    }
    factor = changes.get("demand.volume_factor", demand.volume_factor)
    return scenario.model_copy(update={"demand": demand.model_copy(update={"needs": needs, "volume_factor": factor})})
