"""The ladder of habits: each added alone to today, and each left out of all of them, in departments and in pods.

What a habit does alone and what is missing without it are two answers where habits need or replace each other. Serving
needs side by side is no part of the better habits: where needs are independent it is added to today, and to all. All
rungs meet the customers of the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.comparison.corners import RESOLUTION
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.statistics import Difference, paired_difference
from sim.formation.prepared import prepare
from sim.measures import AT, measure_named, with_worth_having
from sim.scenario import policy_of
from sim.scenario.built_in_columns import CROSSING, HABITS, PODS, PODS_TODAY, TODAY
from sim.scenario.scenario_settings import FormationSettings, Scenario

if TYPE_CHECKING:
    from sim.comparison.results import Simulation

LENDING = "lending across teams"
DIALS: Mapping[str, tuple[str, ...]] = {
    "a colleague listens in": ("wings",),
    "structured handover": ("kept_inside_share", "kept_across_share"),
    "back to whoever knew them": ("return_to",),
    LENDING: ("borrowing",),
}
ADDED: Mapping[str, Mapping[str, str]] = {"needs side by side, by anybody": {"together": "anywhere"}}
ALONE, LEFT_OUT, POOL = "alone", "left out", "one_pool"


@dataclass(frozen=True)
class Rung:
    """One habit in one formation. how: ALONE (against today) or LEFT_OUT (against all; what is in ADDED: beside all).

    partition: TODAY for departments, PODS for pods. differences: in resolution time, what the habit does: with it less
    without it; by channel, "" for all of them.
    """

    habit: str
    how: str
    partition: str
    differences: Mapping[str, Difference]


@dataclass(frozen=True)
class Ladder:
    """rungs: of every habit. pool: pods less everybody in one pool with the same habits: a bound, and no test."""

    rungs: tuple[Rung, ...]
    pool: Mapping[str, Difference]


def columns_with_all(scenario: Scenario) -> tuple[str, str]:
    """Departments and pods with all habits, lending across teams among them."""
    return (HABITS, PODS) if scenario.better_habits == CROSSING else (f"{TODAY}_{CROSSING}", f"{PODS}_{CROSSING}")


def ladder_of(known: Simulation, *, progress: Progress | None = None) -> Ladder:
    """Run all rungs with the customers of a comparison of six columns."""
    columns = dict(_columns(known.scenario))
    scenario = known.scenario.model_copy(
        update={"formations": {**known.scenario.formations, **{name: made for name, (_, made) in columns.items()}}}
    )
    sampler = Sampler(prepare(scenario, columns), seed=known.seed, engine=known.engine, progress=progress)
    sampler.extend_to(known.replication_count)
    samples = {**known.samples, **sampler.samples}

    def differences(first: str, second: str) -> dict[str, Difference]:
        measure = measure_named(RESOLUTION)
        assert measure is not None
        judged = with_worth_having(measure, known.scenario.worth_having)
        keys = {"": RESOLUTION, **{channel: f"{RESOLUTION}{AT}{channel}" for channel in scenario.demand.channels}}
        tests = len(columns) * len(keys)
        return {
            channel: paired_difference((first, second), samples[first][key], samples[second][key], judged, tests)
            for channel, key in keys.items()
        }

    bases = {ALONE: (TODAY, PODS_TODAY), LEFT_OUT: columns_with_all(scenario)}
    rungs = []
    for name, (rung, _) in columns.items():
        if rung is None:
            continue
        habit, how, partition = rung
        base = bases[how][0 if partition == TODAY else 1]
        pair = (base, name) if how == ALONE or habit in ADDED else (name, base)
        rungs.append(Rung(habit, how, partition, differences(*pair)))
    return Ladder(tuple(rungs), differences(POOL, PODS))


def _columns(scenario: Scenario) -> Iterator[tuple[str, tuple[tuple[str, str, str] | None, FormationSettings]]]:
    """Name -> (habit, how, partition), settings of every column to be run; the pool last, which is no rung."""
    everything, _ = columns_with_all(scenario)
    for how, source, other in ((ALONE, TODAY, everything), (LEFT_OUT, everything, TODAY)):
        policies: dict[str, Mapping[str, Any]] = {
            habit: {dial: getattr(policy_of(scenario, other), dial) for dial in dials} for habit, dials in DIALS.items()
        }
        if policy_of(scenario, source).together == "none" and any(
            need.independent_of for need in scenario.demand.needs.values()
        ):
            policies |= ADDED
        for habit, policy in policies.items():
            for partition in (TODAY, PODS):
                settings = FormationSettings(partition_from=partition, policy_from=source, policy=dict(policy))
                yield f"{partition}: {habit} {how}", ((habit, how, partition), settings)
    yield POOL, (None, FormationSettings(partition="pool", policy_from=PODS))
