"""podsim against all that a user could pick instead: first that they give the same answer, then how long each takes."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError

from benchmarks import own
from benchmarks.classic import classic
from benchmarks.timing import alternated, timing_of
from benchmarks.workloads import Workload, network, one_station
from sim.foundation.kinds import Outcome

CUSTOMERS = 100_000
PEERS = (
    *("heapq_loop", "simpy_processes", "simpy_servers", "ciw_network"),
    *("salabim_components", "mesa_events", "cimba_model"),
)
SLOW = ("agents",)  # run fewer times
RUNS, RUNS_OF_SLOW = 6, 2
SAME = 1e-9  # relative difference of mean waits of the same customers
NEAR_THEORY = 0.05
CORE, AGENTS = "podsim, compiled core", "podsim, agents"


class DifferError(RuntimeError):
    """Two engines do not say the same of the same customers: their times mean nothing."""


def erlang_c_wait(servers: int, load: float) -> float:
    """Mean wait over mean service in M/M/c."""
    from scipy.stats import poisson

    blocked = poisson.pmf(servers, servers * load) / poisson.cdf(servers, servers * load)
    return blocked / (1.0 - load * (1.0 - blocked)) / (servers * (1.0 - load))


def workload_named(name: str, customers: int = CUSTOMERS) -> Workload:
    """station or network."""
    return one_station(customers) if name == "station" else network(customers)


def installed() -> dict[str, str]:
    """Engines that can be run here: module -> its name in tables. podsim's own first."""
    found = {"core": CORE, "agents": AGENTS}
    for module in PEERS:
        try:
            found[module] = importlib.import_module(f"benchmarks.peers.{module}").NAME
        except (ImportError, PackageNotFoundError):
            continue
    return found


def runner(engine: str, workload: Workload) -> Callable[[], float]:
    """A run of an engine that returns the mean wait; whatever can be handed over beforehand is."""
    if engine in ("core", "agents"):
        given = own.prepared(workload)
        return lambda: own.mean_wait(getattr(own, engine)(given))
    peer = importlib.import_module(f"benchmarks.peers.{engine}")
    prepare = getattr(peer, "prepared", None)
    return prepare(workload) if prepare else lambda: peer.run(workload)


def report(which: str, customers: int, engine: str, started: float) -> None:
    """Print the mean wait, seconds since the process was started (time.time()) and those of a second run alone."""
    run = runner(engine, workload_named(which, customers))
    wait = run()
    whole = time.time() - started
    began = time.perf_counter()
    run()
    print(json.dumps({"wait": wait, "process": whole, "kernel": time.perf_counter() - began}))


def once(which: str, customers: int, engine: str) -> dict[str, float]:
    """`report` of a fresh process: engines must not meet, as some teach Numba what others then stumble over."""
    call = f"import time; from benchmarks.against import report; report({which!r}, {customers}, {engine!r}, {{}})"
    done = subprocess.run([sys.executable, "-c", call.format(time.time())], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


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
    """Mean waits of every engine on one of the common workloads, and its times, the run alone and the whole process."""
    workload, names = workload_named(which, customers), installed()
    found = {engine: [once(which, customers, engine)] for engine in names}  # also compiles what is to be kept
    check_waits({engine: runs[0]["wait"] for engine, runs in found.items()}, workload)
    for number in range(RUNS):
        for engine, runs in found.items():
            if number < (RUNS_OF_SLOW if engine in SLOW else RUNS):
                runs.append(once(which, customers, engine))
    return {
        "workload": workload.name,
        "customers": workload.customers,
        "visits": workload.visits,
        "mean_wait": found["heapq_loop"][0]["wait"],
        "theory": erlang_c_wait(workload.servers[0], 0.8) if len(workload.servers) == 1 else None,
        "engines": [
            {
                "engine": engine,
                "name": names[engine],
                "kernel": timing_of([run["kernel"] for run in runs[1:]]).as_dict(),
                "process": timing_of([run["process"] for run in runs[1:]]).as_dict(),
            }
            for engine, runs in found.items()
        ],
    }


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
