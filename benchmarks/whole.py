"""The whole model on support_desk: the compiled core against the agents, from drawing customers to measures."""

from __future__ import annotations

import time

import numpy as np
from numba import njit

from benchmarks.timing import timing_of
from sim.comparison.engines import records_of
from sim.comparison.sampling import Sampler
from sim.demand.build import build_tape
from sim.formation.prepared import Prepared, prepare
from sim.foundation.draws import uniform
from sim.measures.registry import measure_names
from sim.scenario import load_scenario

REPLICATIONS = 8
# Uniforms that the loop draws at most. An event assigns one case, twice for its diagnosis and once for its team,
# or asks whether somebody is away; a contact ends once, which is twice. No bots and nothing foreseen in support_desk.
PER_EVENT, PER_CONTACT = 3, 2


def support_desk() -> Prepared:
    """All columns of the default scenario."""
    scenario = load_scenario("support_desk")
    return prepare(scenario, list(scenario.formations))


def seconds_of(prepared: Prepared, engine: str, replications: int, threads: int) -> float:
    """Seconds of a sample: customers drawn, all columns run, all measures taken."""
    started = time.perf_counter()
    Sampler(prepared, seed=1, engine=engine, threads=threads).extend_to(replications)  # type: ignore[arg-type]
    return time.perf_counter() - started


def against_agents(runs: int = 5, runs_of_agents: int = 2) -> dict:
    """Cases per second of each way, a case counted once for each column; and that all say the same."""
    prepared = support_desk()
    check_equal(prepared)
    cases = build_tape(prepared.scenario, prepared.customers, seed=1, first_replication=0, replications=1).arrival.size
    served = cases * len(prepared.columns)
    seconds = {
        "core, one thread": [seconds_of(prepared, "core", REPLICATIONS, 1) / REPLICATIONS for _ in range(runs)],
        "core, two threads": [seconds_of(prepared, "core", REPLICATIONS, 2) / REPLICATIONS for _ in range(runs)],
        "agents": [seconds_of(prepared, "agents", 1, 1) for _ in range(runs_of_agents)],
    }
    alone = {
        engine: float(np.median([engine_seconds(prepared, engine, "pods", number) / number for _ in range(times)]))
        for engine, number, times in (("core", REPLICATIONS, runs), ("agents", 1, runs_of_agents))
    }
    return {
        "engines_alone": {engine: cases / seconds for engine, seconds in alone.items()},
        "cases": cases,
        "columns": len(prepared.columns),
        "ways": {
            name: {"cases_per_second": served / float(np.median(each)), **timing_of(each).as_dict()}
            for name, each in seconds.items()
        },
    }


def check_equal(prepared: Prepared) -> None:
    """Raise AssertionError where the two engines' measures of a replication are not the same."""
    samples = []
    for engine in ("core", "agents"):
        sampler = Sampler(prepared, seed=1, engine=engine, threads=1)  # type: ignore[arg-type]
        sampler.extend_to(1)
        samples.append(sampler.samples)
    for column in prepared.columns:
        for name in measure_names():
            np.testing.assert_array_equal(samples[0][column][name], samples[1][column][name], f"{column} {name}")


def engine_seconds(prepared: Prepared, engine: str, column: str, replications: int) -> float:
    """Seconds in which customers are drawn and one column is run, without measures; one thread."""
    started = time.perf_counter()
    given = {"seed": 1, "first_replication": 0, "replications": replications}
    tape = build_tape(prepared.scenario, prepared.customers, **given)
    records_of(prepared, prepared.formations[column], tape, engine, threads=1)  # type: ignore[arg-type]
    return time.perf_counter() - started


def core_over_agents(column: str = "pods") -> float:
    """How many times more cases a second the core does: two weeks of support_desk, customers drawn, one thread."""
    prepared = prepare(load_scenario("support_desk", ["time.measured_weeks=1"]), [column])
    engine_seconds(prepared, "core", column, 1)
    core = engine_seconds(prepared, "core", column, 20) / 20
    return engine_seconds(prepared, "agents", column, 1) / core


def share_of_draws() -> dict[str, float]:
    """Which share of a sample's time goes into random numbers: the tape, and at most the draws in the loop."""
    prepared = support_desk()
    total = min(seconds_of(prepared, "core", REPLICATIONS, 1) for _ in range(3))
    given = {"seed": 1, "first_replication": 0, "replications": REPLICATIONS}
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        build_tape(prepared.scenario, prepared.customers, **given)
        seconds.append(time.perf_counter() - started)
    tape = build_tape(prepared.scenario, prepared.customers, **given)
    draws = 0
    for formation in prepared.formations.values():
        records = records_of(prepared, formation, tape, "core", threads=1)
        draws += PER_EVENT * int(records.events.sum()) + PER_CONTACT * records.contacts.size
    loop = draws * ns_per_draw() / 1e9
    return {"total": total, "tape": min(seconds), "loop_at_most": loop, "share": (min(seconds) + loop) / total}


@njit
def _many(number):
    total = 0.0
    for entity in range(number):
        total += uniform(np.uint64(1), 3, entity, 0)
    return total


def ns_per_draw(number: int = 3_000_000) -> float:
    """Nanoseconds of a uniform by address."""
    _many(10)
    started = time.perf_counter()
    _many(number)
    return (time.perf_counter() - started) / number * 1e9
