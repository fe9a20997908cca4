"""Cost curves of the compiled core: what an event and a case cost as one thing grows, and what each mechanism adds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import numpy as np

from benchmarks.organisations import organisation
from sim.comparison.sampling import Sampler
from sim.core import run_core
from sim.demand.build import build_tape
from sim.formation.prepared import Prepared, prepare
from sim.scenario import build_scenario, load_scenario

RUNS = 3
POD = 10  # people
COLUMN = "pods"

# Settings of support_desk under which nothing happens but queueing for people who are all equal.
PLAIN = {
    "demand.coming_back.redial_share": 0,
    "demand.coming_back.return_share": 0,
    "demand.coming_back.return_per_lost_context": 0,
    "demand.coming_back.return_per_fatigue": 0,
    "demand.coming_back.return_per_mismatch": 0,
    "demand.coming_back.return_per_misroute": 0,
    "people.fatigue.rise_half_life_minutes": 0,
    "policy.misroute_share": 0,
    "policy.familiarity_weight": 0,
    "policy.retelling_share": 0,
    "policy.changeover_minutes": 0,
    "policy.coordination_share": 0,
    "formations.pods.policy.wings": 0,
    "formations.pods.policy.borrowing": "none",
    "formations.pods.policy.return_to": "front",
    "formations.pods.policy.kept_across_share": 1,
    "formations.pods.policy.kept_inside_share": 1,
    "policy.queue_order": "joined",
}
MECHANISMS: dict[str, dict[str, object]] = {
    "fatigue": {"people.fatigue.rise_half_life_minutes": 240},
    "familiarity": {"policy.familiarity_weight": 0.1},
    "misroutes and triage": {"policy.misroute_share": 0.2},
    "retelling and changeovers": {"policy.retelling_share": 0.15, "policy.changeover_minutes": 0.3},
    "redials": {"demand.coming_back.redial_share": 0.55},
    "returns": {"demand.coming_back.return_share": 0.2},
    "one wing": {"formations.pods.policy.wings": 1},
    "borrowing between pods": {"formations.pods.policy.borrowing": "anywhere"},
    "oldest first": {"policy.queue_order": "age"},
    "fixed lead with advice": {"formations.pods.policy.lead": "fixed"},
    "briefing owner": {"formations.pods.policy.owner": "first"},
    "link minutes": {"policy.link_minutes": 1},
    "every technology at half": {
        f"policy.{dial}": 0.5
        for dial in ("ai_context", "intelligent_routing", "automation", "predictive", "historical", "agent_assist")
    },
    "no walls at all": {"formations.pods.policy.walls": False},
}


def cost_of(prepared: Prepared, column: str, replications: int = 1, runs: int = RUNS) -> dict[str, float]:
    """ns per event and microseconds per case of a column on one thread, and how far they spread over the runs."""
    tape = build_tape(prepared.scenario, prepared.customers, seed=1, first_replication=0, replications=replications)
    given = (tape, prepared.customers, prepared.people, prepared.roster, prepared.formations[column])
    records = run_core(*given, threads=1)
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        run_core(*given, threads=1)
        seconds.append(time.perf_counter() - started)
    events, cases = int(records.events.sum()), tape.arrival.size
    return {
        "cases": cases,
        "events": events,
        "ns_per_event": float(np.median(seconds)) / events * 1e9,
        "ns_low": min(seconds) / events * 1e9,
        "ns_high": max(seconds) / events * 1e9,
        "us_per_case": float(np.median(seconds)) / cases * 1e6,
    }


def _curve(points: Iterable[int], shape: Callable[[int], tuple[float, int, int]]) -> list[dict[str, float]]:
    """shape: of a point, (cases, people, pods)."""
    found = []
    for point in points:
        prepared = prepare(build_scenario(organisation(*shape(point))), [COLUMN])
        found.append({"x": point, **cost_of(prepared, COLUMN)})
    return found


def over_team_size() -> list[dict[str, float]]:
    """400 people in pods of 5 to 200."""
    return _curve((5, 10, 20, 50, 100, 200), lambda size: (60_000, 400, 400 // size))


def over_people() -> list[dict[str, float]]:
    """12 to 20,000 people in pods of 10."""
    return _curve((12, 50, 200, 1000, 5000, 20_000), lambda people: (100_000, people, max(1, people // POD)))


def over_pods() -> list[dict[str, float]]:
    """4,000 people in 1 to 1,000 pods."""
    return _curve((1, 10, 100, 1000), lambda pods: (100_000, 4000, pods))


def over_cases() -> list[dict[str, float]]:
    """A thousand to a million cases, 100 people in ten pods; ten million stand under memory."""
    return _curve((1000, 10_000, 100_000, 1_000_000), lambda cases: (cases, 100, 10))


def over_replications() -> list[dict[str, float]]:
    """1 to 10,000 replications of a week of a dozen people, customers to measures, on every processor."""
    prepared = prepare(build_scenario(organisation(500, 12, 1)), [COLUMN])
    found = []
    for replications in (1, 10, 100, 1000, 10_000):
        started = time.perf_counter()
        sampler = Sampler(prepared, seed=1, engine="core")
        sampler.extend_to(replications)
        seconds = time.perf_counter() - started
        found.append({"x": replications, "seconds": seconds, "ms_per_replication": seconds / replications * 1e3})
    return found


def of_mechanisms() -> list[dict[str, float | str]]:
    """support_desk's pods with nothing but queues, then with each mechanism alone added, then with all that it has."""
    found = [_mechanism("nothing but queues", PLAIN)]
    found += [_mechanism(name, PLAIN | changed) for name, changed in MECHANISMS.items()]
    return [*found, _mechanism("support_desk as it ships", {})]


def _mechanism(name: str, settings: dict[str, object]) -> dict[str, float | str]:
    written = [f"{key}={str(value).lower() if isinstance(value, bool) else value}" for key, value in settings.items()]
    prepared = prepare(load_scenario("support_desk", written), [COLUMN])
    return {"name": name, **cost_of(prepared, COLUMN, replications=3)}
