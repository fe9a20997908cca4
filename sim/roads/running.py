"""Run roads: the same customers and the same luck on every road, weekly values kept and rows never."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.comparison.sampling import Progress, in_order
from sim.comparison.usual import REPLICATIONS
from sim.demand.build import build_tape
from sim.exploring.effort import affordable
from sim.exploring.load import today_of, ways_of, with_values_at_load
from sim.exploring.worlds import hypercube
from sim.measures.money import Gain, Week, gain
from sim.records.tables import CONTACT
from sim.roads.loaded import LoadedRoad
from sim.roads.plan import columns_named
from sim.roads.results import Roads, Travelled, World
from sim.roads.travelling import Ready, get_ready, rates_by_road, spent_on, travel
from sim.roads.versions import MODELLED, VERSIONS, as_set, steps_of_bridge
from sim.scenario import ScenarioError, changed
from sim.scenario.ledger import ledger
from sim.scenario.scenario_settings import Scenario

RUNS, FEWEST = 6, 2  # of every road, in the scenario as it is
BRIDGED = 2  # of the bridge
IN_A_WORLD = 3  # replications over which it is measured what is usual in a plausible world, which is run once


def slowed(scenario: Scenario, weeks: int) -> Scenario:
    """The scenario over so many weeks with the slow clock on. Raises ScenarioError.

    A road begins on a Monday after which something is measured and before which something has happened.
    """
    begins = max(1, scenario.time.warm_up_weeks)
    return changed(scenario, {"time.slow_clock": True, "time.warm_up_weeks": begins, "time.measured_weeks": weeks})


def usual_replications(scenario: Scenario, roads: Sequence[LoadedRoad]) -> int:
    """Runs of every road where nobody says; each is run in both versions of the dip. scenario: `slowed`."""
    return affordable(scenario, RUNS, FEWEST, len(VERSIONS) * len(roads))


def run_roads(
    scenario: Scenario,
    roads: Sequence[LoadedRoad],
    *,
    replications: int,
    worlds: int = 0,
    bridge_replications: int = 0,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Roads:
    """Run every road, the first of them the one that stays.

    scenario: `slowed`. replications: of the scenario as it is, in both versions of the dip. worlds: plausible ones, a
    replication each. bridge_replications: of the road that changes most, with one mechanism after the other. threads:
    by default one per processor; the same values for any number. Raises ScenarioError, DataError.
    """
    seed = scenario.seed if seed is None else seed
    names = [one.road.name for one in roads]
    bridged = bridged_road(roads)
    steps = steps_of_bridge() if bridge_replications and bridged else {}
    versions = {name: VERSIONS | (steps if name in (names[0], bridged) else {}) for name in names}
    ready = get_ready(scenario, roads, versions, seed)
    drawn, refused = _worlds(scenario, roads, worlds, seed)

    runs = [(version, name) for name in names for version in versions[name]]
    main = [one for one in runs if one[0] in VERSIONS]
    jobs: list[Job] = [
        Job(lambda: ready, replication, tuple(runs if replication < bridge_replications else main))
        for replication in range(replications)
    ]
    jobs += [
        Job(partial(get_ready, one, roads, {name: {MODELLED: as_set} for name in names}, seed, IN_A_WORLD), number,
            tuple((MODELLED, name) for name in names))
        for number, (_, one) in enumerate(drawn)
    ]  # fmt: skip
    results = list(run_jobs(jobs, seed, threads or os.cpu_count() or 1, progress))
    own, of_worlds = results[:replications], results[replications:]
    return Roads(
        scenario=ready.scenario,
        plans=ready.plans,
        seed=seed,
        travelled={version: {name: joined(own, version, name) for name in names} for version in VERSIONS},
        bridge={step: {name: joined(own[:bridge_replications], step, name) for name in (names[0], bridged)}
                for step in steps},
        bridged=bridged if steps else "",
        worlds=tuple(
            World(values, {name: result[MODELLED, name] for name in names})
            for (values, _), result in zip(drawn, of_worlds, strict=True)
        ),
        refused=refused,
    )  # fmt: skip


def bridged_road(roads: Sequence[LoadedRoad]) -> str:
    """The road that the bridge is about: the first one whose single stage re-forms all, else the last; "" for none."""
    others = roads[1:]
    at_once = [one for one in others if len(one.road.stages) == 1 and one.road.stages[0].into is not None]
    return (at_once or others)[-1].road.name if others else ""


def _worlds(
    scenario: Scenario, roads: Sequence[LoadedRoad], count: int, seed: int
) -> tuple[list[tuple[dict[str, float], Scenario]], int]:
    """Values and scenario of each plausible world, and how many contradict themselves. Load is held in turn."""
    if not count:
        return [], 0
    assumptions = tuple(one for one in ledger(scenario, columns_named(roads)) if one.swept)
    today, ways, found = today_of(tuple(scenario.formations)), ways_of(scenario), []
    for number, row in enumerate(hypercube(assumptions, count, seed)):
        values = dict(zip(assumptions, row.tolist(), strict=True))
        try:
            world = with_values_at_load(scenario, values, ways[number % len(ways)], today)
        except ScenarioError:
            continue
        found.append(({one.name: value for one, value in values.items()}, world))
    return found, count - len(found)


@dataclass(frozen=True)
class Job:
    """One replication. ready: builds what it needs. runs: (version, road), the one that stays first of each version."""

    ready: Callable[[], Ready]
    replication: int
    runs: tuple[tuple[str, str], ...]


Result = dict[tuple[str, str], Travelled]


def run_jobs(jobs: Sequence[Job], seed: int, threads: int, progress: Progress | None) -> Iterator[Result]:
    """Results of the jobs in order, some of them at once."""
    total, done = sum(len(job.runs) for job in jobs), 0
    watch = progress or (lambda done, total: None)
    watch(done, total)

    def count() -> None:
        nonlocal done
        done += 1
        watch(done, total)

    for first in jobs[:1]:
        yield _replication(seed, count, first)  # alone, as the core may have to be compiled
    yield from in_order(partial(_replication, seed, count), ((job,) for job in jobs[1:]), threads)


def _replication(seed: int, count: Callable[[], None], job: Job) -> Result:
    ready = job.ready()
    tape = build_tape(ready.scenario, ready.customers, seed=seed, first_replication=job.replication, replications=1)
    stay = next(iter(ready.plans))
    rates = rates_by_road(ready, stay)
    rows = np.empty(2 * tape.arrival.size, dtype=CONTACT)
    found: Result = {}
    for version in dict.fromkeys(version for version, _ in job.runs):
        beside: Week | None = None
        for name in (road for of, road in job.runs if of == version):
            weekly, week, taken = travel(ready, tape, version, name, rows)
            beside = week if name == stay else beside
            assert beside is not None
            found[version, name] = Travelled(
                {measure: values[None, :] for measure, values in weekly.items()},
                gain(beside, week, rates),
                spent_on(ready, name, taken, rates)[None, :],
                np.array([taken.stages]),
            )
            count()
    return found


def joined(results: Sequence[Result], version: str, road: str) -> Travelled:
    """Replications of one road, one after the other."""
    parts = [result[version, road] for result in results]
    return Travelled(
        {name: np.concatenate([part.weekly[name] for part in parts]) for name in parts[0].weekly},
        Gain(*(np.concatenate([getattr(part.gain, name) for part in parts]) for name in Gain.__dataclass_fields__)),
        np.concatenate([part.spent for part in parts]),
        np.concatenate([part.taken for part in parts]),
    )


def walked(
    scenario: Scenario,
    roads: Sequence[LoadedRoad],
    *,
    replications: int,
    seed: int,
    first: int = 0,
    threads: int | None = None,
    measured_over: int = REPLICATIONS,
) -> dict[str, Travelled]:
    """Every road in the scenario as it is, the first of them the one beside which money is counted.

    scenario: `slowed`. first: number of the first replication. threads: by default one per processor. measured_over:
    replications over which it is measured what is usual. Raises ScenarioError, DataError.
    """
    names = [one.road.name for one in roads]
    ready = get_ready(scenario, roads, {name: {MODELLED: as_set} for name in names}, seed, measured_over)
    runs = tuple((MODELLED, name) for name in names)
    jobs = [Job(lambda: ready, number, runs) for number in range(first, first + replications)]
    results = list(run_jobs(jobs, seed, threads or os.cpu_count() or 1, None))
    return {name: joined(results, MODELLED, name) for name in names}
