"""How much memory a run needs at its peak: each run is a process of its own."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.organisations import organisation


def run_large(cases: float, people: int, pods: int) -> dict[str, float]:
    """One replication of one column in this process, from customers to measures."""
    from sim.comparison.sampling import Sampler
    from sim.demand.build import build_tape
    from sim.formation.prepared import prepare
    from sim.scenario import build_scenario

    prepared = prepare(build_scenario(organisation(cases, people, pods)), ["pods"])
    sampler = Sampler(prepared, seed=1, engine="core", threads=1)
    sampler.extend_to(1)
    table = sampler.samples["pods"]
    tape = build_tape(prepared.scenario, prepared.customers, seed=1, first_replication=0, replications=1)
    return {
        "cases": tape.arrival.size,
        "contacts": float(table["contacts_per_case"][0]),
        "load": float(table["load_mean"][0]),
    }


def run_replications(scenario: str, replications: int) -> dict[str, float]:
    """A comparison's sample in this process, on all processors."""
    from sim.comparison.sampling import Sampler
    from sim.formation.prepared import prepare
    from sim.scenario import load_scenario

    loaded = load_scenario(scenario)
    sampler = Sampler(prepare(loaded, list(loaded.formations)), seed=1, engine="core")
    sampler.extend_to(replications)
    first = next(iter(sampler.samples.values()))
    return {"cases": float(np.sum(first["cases_arrived"])), "columns": float(len(sampler.samples))}


def peak_of(call: str) -> dict[str, float]:
    """Run one of the functions above in a fresh process. call: as Python. Adds seconds and peak_gb."""
    done = subprocess.run(
        [sys.executable, "-c", f"from benchmarks import memory; memory.report(lambda: memory.{call})"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def report(run) -> None:
    """Print what a run returns with its time and the most memory that this process ever had."""
    started = time.perf_counter()
    found = run()
    found["seconds"] = time.perf_counter() - started
    found["peak_gb"] = most_kilobytes() / 1e6
    print(json.dumps(found))


def most_kilobytes() -> int:
    """The most memory that this process ever had. What the system counts for a child begins with its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1])  # type: ignore[index]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measured() -> dict[str, dict]:
    """A thousand replications of the default scenario, and one replication of ten million cases in a thousand pods."""
    return {
        "replications": {"replications": 1000, **peak_of("run_replications('support_desk', 1000)")},
        "few_replications": {"replications": 20, **peak_of("run_replications('support_desk', 20)")},
        "large": {"people": 10_000, "pods": 1000, **peak_of("run_large(1e7, 10_000, 1000)")},
        "smaller": {"people": 1000, "pods": 100, **peak_of("run_large(1e6, 1000, 100)")},
    }
