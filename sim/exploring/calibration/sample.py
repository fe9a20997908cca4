"""How often cases change hands: simulated in the departments (silos), or counted in a replayed log."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.demand.tape import Customers, Tape
    from sim.formation.prepared import Prepared
    from sim.records.tables import Records
    from sim.scenario.scenario_settings import Scenario

COLUMN = "silos"  # the only column that is ever calibrated

# What is compared with targets.
MOMENTS = (
    "transferred_share",
    "without_handoff",
    "mean_handoffs",
    "handoff_size",
    "three_or_more_share",
    "ping_pong_share",
)


@dataclass(frozen=True)
class Sample:
    """n cases of a cohort. handoffs: float64[n], between teams. back: bool[n], some handoff went back to the team
    before last. channel: int64[n]. lineage: uint64[n], the same for an incident in the log and its simulated cases.

    load: mean over people of the load, by home function, and "" for everybody; empty for a log. multi_need: share of
    cases that truly need two functions or more, nan for a log.
    """

    handoffs: np.ndarray
    back: np.ndarray
    channel: np.ndarray
    lineage: np.ndarray
    load: dict[str, float]
    multi_need: float = math.nan

    def kept(self, cases: np.ndarray) -> Sample:
        """Some of the cases. cases: bool[n]."""
        columns = (self.handoffs[cases], self.back[cases], self.channel[cases], self.lineage[cases])
        return Sample(*columns, self.load, self.multi_need)

    def moments(self, channel: int) -> dict[str, float]:
        """Every moment of one channel."""
        here = self.channel == channel
        return moments_of(self.handoffs[here], self.back[here])


def moments_of(handoffs: np.ndarray, back: np.ndarray) -> dict[str, float]:
    """Every moment by name. handoff_size: m^2 / (v - m) of mean m and variance v; inf where v = m, as by chance.

    A share of nothing is 0 here: that nobody is transferred is a distance from a target, and must not be unknown.
    """
    if not handoffs.size:
        return dict.fromkeys(MOMENTS, math.nan)
    mean, moved = float(np.mean(handoffs)), handoffs >= 1
    beyond_chance = float(np.var(handoffs)) - mean
    return {
        "transferred_share": float(np.mean(moved)),
        "without_handoff": float(np.mean(~moved)),
        "mean_handoffs": mean,
        "handoff_size": mean * mean / beyond_chance if beyond_chance != 0.0 else math.inf,
        "three_or_more_share": float(np.mean(handoffs >= 3)),
        "ping_pong_share": float(np.mean(back[moved])) if moved.any() else 0.0,
    }


def simulate(scenario: Scenario, *, seed: int, first: int, replications: int) -> Sample:
    """Simulate the silos and look at their cohort. first: number of the first replication."""
    from sim.core import run_core
    from sim.demand.build import build_tape
    from sim.formation.prepared import prepare

    prepared = prepare(scenario, [COLUMN])
    tape = build_tape(scenario, prepared.customers, seed=seed, first_replication=first, replications=replications)
    given = (tape, prepared.customers, prepared.people, prepared.roster, prepared.formations[COLUMN])
    return _sample_of(run_core(*given), tape, prepared)


def _sample_of(records: Records, tape: Tape, prepared: Prepared) -> Sample:
    from sim.measures.cases import cases_of_cohort

    cases = cases_of_cohort(records, prepared.customers)
    rows = cases.rows_of(tape)
    return Sample(
        handoffs=cases["handoffs"].copy(),
        back=cases["ping_pongs"] >= 1,
        channel=cases.channel.astype(np.int64),
        lineage=tape.lineage[rows],
        load=_loads(records.people, tape.replications, prepared),
        multi_need=float(np.mean(tape.needs[rows] > 1)) if rows.size else math.nan,
    )


def _loads(rows: np.ndarray, replications: int, prepared: Prepared) -> dict[str, float]:
    from sim.measures.loads import load_table

    weeks = float(prepared.scenario.time.measured_weeks)

    def load(members: np.ndarray | None = None) -> float:
        return float(np.mean(load_table(rows, replications, weeks, members)["load_mean"]))

    function = prepared.people.function
    staffed = [(n, name) for n, name in enumerate(prepared.customers.function_names) if np.any(function == n)]
    return {"": load(), **{name: load(function == n) for n, name in staffed}}


def logged(scenario: Scenario, customers: Customers) -> Sample:
    """The log's own handoffs between functions, of the incidents that are simulated as the cohort."""
    from sim.demand.replay import channel_codes, function_paths, replay_window

    window = replay_window(scenario)
    inside = (window.arrival >= customers.cohort_start) & (window.arrival < customers.cohort_end)
    incidents = tuple(incident for incident, kept in zip(window.incidents, inside, strict=True) if kept)
    paths = function_paths(scenario, incidents)
    return Sample(
        handoffs=np.array([len(path) - 1 for path in paths], dtype=np.float64),
        back=np.array([any(a == c for a, c in zip(path, path[2:], strict=False)) for path in paths], dtype=np.bool_),
        channel=channel_codes(scenario, incidents).astype(np.int64),
        lineage=window.lineage[inside],
        load={},
    )


def first_half(lineage: np.ndarray) -> np.ndarray:
    """Which incidents are fitted, bool[n]; the others are kept for validation. By hash of the incident number."""
    return (lineage >> np.uint64(63)) == 0
