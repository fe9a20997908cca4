"""More processors: threads of one process, worker processes, and what very many cells would cost."""

from __future__ import annotations

import os
from collections.abc import Callable

from benchmarks.timing import alternated, rounds
from sim.comparison.sampling import Sampler
from sim.exploring.cells import Cell, run_cells
from sim.formation.prepared import prepare
from sim.scenario import load_scenario

REPLICATIONS = 100  # of support_desk, all columns
CELLS, REPLICATIONS_PER_CELL = 24, 4
A_MILLION = 1_000_000


def sampling(replications: int, threads: int) -> Callable[[], None]:
    """A comparison's sample of support_desk, so many replications on so many threads."""
    scenario = load_scenario("support_desk")
    prepared = prepare(scenario, list(scenario.formations))

    def run() -> None:
        Sampler(prepared, seed=1, engine="core", threads=threads).extend_to(replications)

    return run


def two_against_one() -> float:
    """How many times quicker two threads are than one, once."""
    sampling(2, 2)()  # to warm up
    (seconds,) = rounds({"one": sampling(REPLICATIONS, 1), "two": sampling(REPLICATIONS, 2)}, 1)
    return seconds["one"] / seconds["two"]


def threads() -> dict:
    """One thread, two, and as many as there are processors."""
    numbers = sorted({1, 2, os.cpu_count() or 1})
    times = alternated({str(number): sampling(REPLICATIONS, number) for number in numbers}, 3)
    return {"replications": REPLICATIONS, "threads": {name: timing.as_dict() for name, timing in times.items()}}


def cells() -> dict:
    """Cells of a sweep in threads of one process, and on one and two worker processes."""
    from distributed import LocalCluster

    scenario = load_scenario("support_desk", ["time.measured_weeks=1"])
    many = [Cell(scenario, ("silos", "pods"), seed, REPLICATIONS_PER_CELL) for seed in range(1, CELLS + 1)]
    options = {"threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(n_workers=1, **options) as one, LocalCluster(n_workers=2, **options) as two:
        times = alternated(
            {
                "threads of this process": lambda: run_cells(many),
                "one worker": lambda: run_cells(_again(many), cluster=one.scheduler_address),
                "two workers": lambda: run_cells(_again(many), cluster=two.scheduler_address),
            },
            3,
        )
    per_cell = times["one worker"].median / CELLS
    return {
        "cells": CELLS,
        "replications": REPLICATIONS_PER_CELL,
        "ways": {name: timing.as_dict() for name, timing in times.items()},
        "seconds_per_cell": per_cell,
        "million_hours": {
            str(machines): A_MILLION * times["two workers"].median / CELLS / machines / 3600.0
            for machines in (1, 10, 100)
        },
    }


_SEED = iter(range(1_000, 1_000_000))


def _again(many: list[Cell]) -> list[Cell]:
    """The same work under other seeds, since a scheduler remembers what it has just computed."""
    return [Cell(cell.scenario, cell.columns, next(_SEED), cell.replications) for cell in many]
