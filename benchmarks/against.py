"""podsim against everything a user could pick instead: first that all give the same answer, then how long each takes."""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError

from benchmarks import own
from benchmarks.classic import classic
from benchmarks.timing import Timing, alternated, timing_of
from benchmarks.workloads import Workload, network, one_station
from sim.records.tables import Outcome
from tests.theory.closed_forms import mean_wait as erlang_c_wait

CUSTOMERS = 100_000
PEERS = ("heapq_loop", "simpy_processes", "ciw_network", "salabim_components", "mesa_events", "cimba_model")
SLOW = ("agents", "salabim_components")  # run fewer times
RUNS, RUNS_OF_SLOW, RUNS_OF_PROCESSES = 7, 3, 3
SAME = 1e-9  # relative difference of mean waits of the same customers
NEAR_THEORY = 0.05
CORE, AGENTS = "podsim, compiled core", "podsim, agents"


class DifferError(RuntimeError):
    """Two engines do not say the same of the same customers: their times mean nothing."""


def workload_named(name: str, customers: int = CUSTOMERS) -> Workload:
    """station or network."""
    return one_station(customers) if name == "station" else network(customers)


def engines(workload: Workload) -> dict[str, tuple[str, Callable[[], float]]]:
    """What is installed: module -> (name in tables, run that returns the mean wait). podsim first."""
    given = own.prepared(workload)
    found: dict[str, tuple[str, Callable[[], float]]] = {
        "core": (CORE, lambda: own.mean_wait(own.core(given))),
        "agents": (AGENTS, lambda: own.mean_wait(own.agents(given))),
    }
    for module in PEERS:
        try:
            peer = importlib.import_module(f"benchmarks.peers.{module}")
        except (ImportError, PackageNotFoundError):
            continue
        prepare = getattr(peer, "prepared", None)
        found[module] = (peer.NAME, prepare(workload) if prepare else lambda peer=peer: peer.run(workload))
    return found


def check_waits(waits: dict[str, float], workload: Workload) -> None:
    """Raise DifferError unless all agree with the heapq loop, and one station with Erlang C."""
    expected = waits["heapq_loop"]
    for name, wait in waits.items():
        if abs(wait / expected - 1.0) > SAME:
            raise DifferError(f"{workload.name}: mean wait {wait!r} by {name}, {expected!r} by the heapq loop")
    if len(workload.servers) == 1:
        theory = erlang_c_wait(workload.servers[0], 0.8)
        if abs(expected / theory - 1.0) > NEAR_THEORY:
            raise DifferError(f"{workload.name}: mean wait {expected!r}, by Erlang C {theory!r}")


def compared(which: str, customers: int = CUSTOMERS) -> dict:
    """Mean waits, and kernel times of every engine on one of the common workloads."""
    workload = workload_named(which, customers)
    works = engines(workload)
    waits = {name: run() for name, (_, run) in works.items()}
    check_waits(waits, workload)
    quick = {name: run for name, (_, run) in works.items() if name not in SLOW}
    slow = {name: run for name, (_, run) in works.items() if name in SLOW}
    times = alternated(quick, RUNS) | alternated(slow, RUNS_OF_SLOW)
    return {
        "workload": workload.name,
        "customers": workload.customers,
        "visits": workload.visits,
        "mean_wait": waits["heapq_loop"],
        "theory": erlang_c_wait(workload.servers[0], 0.8) if len(workload.servers) == 1 else None,
        "engines": [
            {"engine": name, "name": works[name][0], "kernel": times[name].as_dict(), "process": process.as_dict()}
            for name, process in _processes(which, customers, list(works)).items()
        ],
    }


def _processes(which: str, customers: int, names: list[str]) -> dict[str, Timing]:
    """Whole processes, from the start of Python to the answer; what was compiled before is found again."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(RUNS_OF_PROCESSES):
        for name in names:
            call = f"from benchmarks.against import answer; print(answer({which!r}, {customers}, {name!r}))"
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", call], check=True, capture_output=True)
            found[name].append(time.perf_counter() - started)
    return {name: timing_of(seconds) for name, seconds in found.items()}


def answer(which: str, customers: int, engine: str) -> float:
    """Mean wait by one engine: what a whole process is made of."""
    workload = workload_named(which, customers)
    if engine in ("core", "agents"):
        return own.mean_wait(getattr(own, engine)(own.prepared(workload)))
    return importlib.import_module(f"benchmarks.peers.{engine}").run(workload)


def classic_set(people: int, cases: int, runs: int = RUNS) -> dict:
    """The classic set of mechanisms: the core against a heapq loop of the same, in departments of so many people."""
    from benchmarks.peers import heapq_classic

    given = classic(cases, people=people)
    records = own.core(given)
    wait, gave_up = heapq_classic.run(given)
    ours = own.mean_wait(records), float((records.contacts["outcome"] == Outcome.ABANDONED).mean())
    if abs(ours[0] / wait - 1.0) > SAME or ours[1] != gave_up:
        raise DifferError(f"classic set, teams of {people}: {ours} by the core, {(wait, gave_up)} by the heapq loop")
    times = alternated({"core": lambda: own.core(given), "heapq": lambda: heapq_classic.run(given)}, runs)
    return {
        "people": people,
        "cases": cases,
        "events": int(records.events[0]),
        "mean_wait": wait,
        "gave_up": gave_up,
        **{name: timing.as_dict() for name, timing in times.items()},
    }
