"""Replications in blocks: memory stays constant, and every column faces the customers of the same tape."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.opening import horizon_open_minutes
from sim.experiment.engines import Engine, records_of
from sim.experiment.prepared import Prepared, hash_of_customers
from sim.measures import prices_of, weekly_backlog
from sim.measures.cases import cases_of_cohort
from sim.measures.empathy import empathy_of_cases, empathy_terms
from sim.measures.empathy_anchors import empathy_over_anchors, logit_histogram
from sim.measures.empathy_table import empathy_table
from sim.measures.horizons import resolution_by_horizon, swept_horizons
from sim.measures.table import table_of_cases

if TYPE_CHECKING:
    from sim.demand.feelings import Feelings
    from sim.demand.tape import Tape
    from sim.records.tables import Records

FIRST_BLOCK = 2  # small: nobody knows yet how many cases a replication has
CASES_PER_BLOCK = 300_000  # about 100 MB of rows per column

# Called with (done, total), counted in replications of one column.
Progress = Callable[[int, int], None]


class Sampler:
    """Runs replications and keeps one value per replication and measure, never the records.

    samples: column -> measure -> float64[R]. backlog: column -> float64[R, boundaries]. horizons: H of live channels
    in open minutes, ascending, the scenario's own last. by_horizon: column -> resolution_minutes under each,
    float64[horizons, R]. customers_hash: of all replications so far.
    """

    def __init__(
        self, prepared: Prepared, *, seed: int, engine: Engine, progress: Progress | None = None, keep: bool = False
    ) -> None:
        """keep: whether to keep the records with their segments (for `run` only: memory grows)."""
        self.prepared, self.seed, self.engine, self.keep = prepared, seed, engine, keep
        self.records: list[Records] = []
        self.done = 0
        self.customers_hash = ""
        self._progress = progress or (lambda done, total: None)
        self._tables: dict[str, list[dict[str, np.ndarray]]] = {column: [] for column in prepared.columns}
        self._backlogs: dict[str, list[np.ndarray]] = {column: [] for column in prepared.columns}
        self._by_horizon: dict[str, list[np.ndarray]] = {column: [] for column in prepared.columns}
        own = horizon_open_minutes(prepared.scenario, prepared.customers.open_before)
        self._horizons = swept_horizons(prepared.customers, own)
        self._prices = {
            name: prices_of(prepared.scenario, prepared.people, formation)
            for name, formation in prepared.formations.items()
        }
        self._terms = empathy_terms(prepared.scenario)
        self._logits: dict[str, list[np.ndarray]] = {column: [] for column in prepared.columns}
        self._block = 1 if engine != "core" else FIRST_BLOCK

    def extend_to(self, replications: int, until: float = np.inf) -> None:
        """Run until there are so many, or until the time `until` (time.monotonic) has passed and there are two."""
        from sim.demand.build import build_tape

        self._progress(self.done * len(self._tables), replications * len(self._tables))
        while self.done < replications and (self.done < 2 or time.monotonic() < until):
            tape = build_tape(
                self.prepared.scenario,
                self.prepared.customers,
                seed=self.seed,
                first_replication=self.done,
                replications=min(self._block, replications - self.done),
            )
            self._run_block(tape, replications)

    def _run_block(self, tape: Tape, replications: int) -> None:
        from sim.demand.feelings import draw_feelings

        first = self.done == 0
        feelings = draw_feelings(tape)
        self.customers_hash = hash_of_customers(tape, self.customers_hash)
        for place, formation in enumerate(self.prepared.formations.values()):
            records = records_of(self.prepared, formation, tape, self.engine, segments=self.keep)
            self._keep(formation.name, records, feelings)
            reached = self.done * len(self._tables) + tape.replications * (place + 1)
            self._progress(reached, replications * len(self._tables))
        if first and hash_of_customers(tape) != self.customers_hash:
            raise RuntimeError("an engine changed the customers: later columns would face others")
        self.done += tape.replications
        if self.engine == "core":
            self._block = block_size(tape.arrival.size / tape.replications)

    def _keep(self, column: str, records: Records, feelings: Feelings) -> None:
        customers, replications = self.prepared.customers, records.stopped_at.size
        cases = cases_of_cohort(records, customers)
        felt = empathy_of_cases(cases, self._terms, feelings)
        prices, more = self._prices[column], partial(empathy_table, felt, replications)
        self._tables[column].append(table_of_cases(cases, records, customers, prices, more, detail=True))
        self._logits[column].append(logit_histogram(felt, replications))
        self._by_horizon[column].append(resolution_by_horizon(cases, customers, self._horizons, replications))
        self._backlogs[column].append(weekly_backlog(records, customers))
        if self.keep:
            self.records.append(records)

    @property
    def samples(self) -> dict[str, dict[str, np.ndarray]]:
        """One value per replication: column -> measure (or "measure@channel") -> float64[R]."""
        return {
            column: {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
            for column, tables in self._tables.items()
        }

    @property
    def horizons(self) -> tuple[float, ...]:
        """H of live channels in open minutes, ascending, the scenario's own last; empty where none is swept."""
        return tuple(minutes for minutes, _ in self._horizons)

    @property
    def by_horizon(self) -> dict[str, np.ndarray]:
        """resolution_minutes under each H by column, float64[horizons, R]."""
        return {column: np.concatenate(parts, axis=1) for column, parts in self._by_horizon.items()}

    @property
    def by_anchor(self) -> dict[str, np.ndarray]:
        """felt_empathy by column where the first column's mean is each of LEVELS, float64[levels, R]."""
        return empathy_over_anchors({column: np.concatenate(parts) for column, parts in self._logits.items()})

    @property
    def backlog(self) -> dict[str, np.ndarray]:
        """Weekly backlog by column, float64[R, boundaries]."""
        return {column: np.concatenate(parts) for column, parts in self._backlogs.items()}


def block_size(cases_per_replication: float) -> int:
    """Replications per block: enough to keep the processors busy, few enough to bound memory."""
    busy = max(8, 2 * (os.cpu_count() or 1))
    return int(max(1, min(busy, CASES_PER_BLOCK // max(1.0, cases_per_replication))))
