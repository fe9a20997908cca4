"""Replications in blocks: memory stays constant, and every column faces the customers of the same tape."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice, starmap
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from sim.comparison.doubts import HorizonSamples
from sim.comparison.engines import Engine, engine_of
from sim.demand.customers import horizon_open_minutes
from sim.demand.tape import chained, hashes_of_customers
from sim.formation.prepared import Prepared
from sim.measures import prices_of
from sim.measures.empathy import empathy_terms
from sim.measures.empathy_anchors import empathy_over_anchors
from sim.measures.filling import in_system
from sim.measures.horizons import swept_horizons
from sim.measures.table import add_up, table_of_totals

if TYPE_CHECKING:
    from sim.demand.tape import Tape
    from sim.records.tables import Records

MOST_PER_BLOCK = 64
CASES_PER_BLOCK = 40_000  # rows of a column that a processor's cache and memory can bear; Python's share stays small

Result = TypeVar("Result")
# Called with (done, total), counted in replications of one column.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Block:
    """What is kept of a few replications, by column. customers: a hash for each replication, with detail."""

    replications: int
    customers: list[str]
    tables: dict[str, np.ndarray] = field(default_factory=dict)  # float64[measures, R]
    logits: dict[str, np.ndarray] = field(default_factory=dict)
    by_horizon: dict[str, np.ndarray] = field(default_factory=dict)
    backlogs: dict[str, np.ndarray] = field(default_factory=dict)
    in_system: dict[str, np.ndarray] = field(default_factory=dict)
    records: list[Records] = field(default_factory=list)


class Sampler:
    """Runs replications and keeps one value per replication and measure, never the records.

    Blocks of replications run in parallel threads, each from its customers to its measures, so that memory depends on
    the threads and not on the replications. The same values come out for any number of threads and any size of block.

    samples: column -> measure -> float64[R]. backlog: column -> float64[R, boundaries]. horizons: resolution time
    under other H. customers_hash: of all replications so far, with detail.
    """

    def __init__(
        self,
        prepared: Prepared,
        *,
        seed: int,
        engine: Engine,
        progress: Progress | None = None,
        keep: bool = False,
        threads: int | None = None,
        detail: bool = True,
        by_channel: bool = False,
        first: int = 0,
    ) -> None:
        """keep: whether to keep the records with their segments (for `run` only: memory grows).

        threads: by default one per processor; the readable engine has one in any case. detail: without it there are
        the measures of the whole cohort alone: none by channel or function (but with by_channel), by horizon, by
        anchor, and no backlog. first: number of the first replication.
        """
        self.prepared, self.seed, self.engine, self.keep, self.detail = prepared, seed, engine, keep, detail
        self._by_channel = detail or by_channel
        self.done, self._first = 0, first
        self.customers_hash = ""
        self._threads = (threads or os.cpu_count() or 1) if engine == "core" else 1
        self._run = engine_of(engine, threads=1)
        self._progress = progress or (lambda done, total: None)
        self._blocks: list[_Block] = []
        self._names: dict[str, tuple[str, ...]] = {}
        own = horizon_open_minutes(prepared.scenario, prepared.customers.open_before)
        self._horizons = swept_horizons(prepared.customers, own)
        self._prices = {
            name: prices_of(prepared.scenario, prepared.people, formation)
            for name, formation in prepared.formations.items()
        }
        self._terms = empathy_terms(prepared.scenario)
        self._block = 1

    def extend_to(self, replications: int, until: float = np.inf) -> None:
        """Run until there are so many, or until the time `until` (time.monotonic) has passed and there are two."""
        columns = len(self.prepared.columns)
        counter = _Counter(self._progress, self.done * columns, replications * columns)
        if self.done == 0 and replications > 1 and self.engine == "core":
            most = -(-replications // self._threads)  # so that no thread is left without
            self._block = min(block_size(self._tape(0, 1).arrival.size), most)
        for block in in_order(partial(self._run_block, counter), self._blocks_to(replications, until), self._threads):
            self._absorb(block)

    def _blocks_to(self, replications: int, until: float) -> Iterator[tuple[int, int]]:
        """Number of the first replication of each block, and how many there are."""
        started = self.done
        while started < replications and (started < 2 or time.monotonic() < until):
            size = min(self._block, replications - started)
            yield started, size
            started += size

    def _run_block(self, counter: _Counter, start: int, replications: int) -> _Block:
        tape = self._tape(start, replications)
        shared = (tape, self.prepared.customers, self.prepared.people, self.prepared.roster)
        block = _Block(replications, hashes_of_customers(tape) if self.detail else [])
        for formation in self.prepared.formations.values():
            records = self._run(*shared, formation, segments=self.keep)
            self._reduce(block, formation.name, records, tape)
            counter.add(replications)
        if start == 0 and self.detail and hashes_of_customers(tape) != block.customers:
            raise RuntimeError("an engine changed the customers: later columns would face others")
        return block

    def _tape(self, start: int, replications: int) -> Tape:
        from sim.demand.build import build_tape

        return build_tape(
            self.prepared.scenario,
            self.prepared.customers,
            seed=self.seed,
            first_replication=self._first + start,
            replications=replications,
        )

    def _reduce(self, block: _Block, column: str, records: Records, tape: Tape) -> None:
        customers = self.prepared.customers
        horizons = np.array([h for _, h in self._horizons]) if self.detail and self._horizons else None
        totals = add_up(records, customers, tape, self._terms, horizons)
        table = table_of_totals(totals, records, customers, self._prices[column], detail=self._by_channel)
        self._names[column] = tuple(table)
        block.tables[column] = np.stack(list(table.values()))
        if self.keep:
            block.records.append(records)
        if self.detail:
            block.logits[column] = totals.logits
            block.by_horizon[column] = totals.resolution_by_horizon
            block.backlogs[column] = totals.backlog
            block.in_system[column] = in_system(totals.half_hours)

    def _absorb(self, block: _Block) -> None:
        self._blocks.append(block)
        self.done += block.replications
        for digest in block.customers:
            self.customers_hash = chained(self.customers_hash, digest)

    @property
    def records(self) -> list[Records]:
        """With keep: the records of each block, in order."""
        return [records for block in self._blocks for records in block.records]

    @property
    def samples(self) -> dict[str, dict[str, np.ndarray]]:
        """One value per replication: column -> measure (or "measure@channel") -> float64[R]."""
        return {
            column: dict(
                zip(
                    self._names[column],
                    np.concatenate([block.tables[column] for block in self._blocks], axis=1),
                    strict=True,
                )
            )
            for column in self.prepared.columns
        }

    @property
    def horizons(self) -> HorizonSamples:
        """resolution_minutes under other H; none without detail."""
        if not self.detail:
            return HorizonSamples()
        by_column = {
            column: np.concatenate([block.by_horizon[column] for block in self._blocks], axis=1)
            for column in self.prepared.columns
        }
        return HorizonSamples(tuple(minutes for minutes, _ in self._horizons), by_column)

    @property
    def by_anchor(self) -> dict[str, np.ndarray]:
        """felt_empathy by column where the first one is at each of LEVELS, float64[levels, R]; {} without detail."""
        if not self.detail:
            return {}
        return empathy_over_anchors(
            {
                column: np.concatenate([block.logits[column] for block in self._blocks])
                for column in self.prepared.columns
            }
        )

    @property
    def backlog(self) -> dict[str, np.ndarray]:
        """Weekly backlog by column, float64[R, boundaries]."""
        return {
            column: np.concatenate([block.backlogs[column] for block in self._blocks])
            for column in self.prepared.columns
        }

    @property
    def in_system(self) -> dict[str, np.ndarray]:
        """Cases in the system by column, means of five half-hours from the beginning, float64[R, batches]."""
        return {
            column: np.concatenate([block.in_system[column] for block in self._blocks])
            for column in self.prepared.columns
        }


class _Counter:
    """Counts what threads have done, and says so."""

    def __init__(self, progress: Progress, done: int, total: int) -> None:
        self._progress, self._done, self._total, self._lock = progress, done, total, threading.Lock()
        progress(done, total)

    def add(self, replications: int) -> None:
        """So many more of one column."""
        with self._lock:
            self._done += replications
            self._progress(self._done, self._total)


def in_order(function: Callable[..., Result], arguments: Iterator[tuple[Any, ...]], threads: int) -> Iterator[Result]:
    """Results of a function in the order of its arguments, so many at once. One thread is the caller's own.

    That one can be interrupted. Whoever stops asking several, or is interrupted, waits for the calls under way and for
    no others.
    """
    return starmap(function, arguments) if threads == 1 else _in_threads(function, arguments, threads)


def _in_threads(
    function: Callable[..., Result], arguments: Iterator[tuple[Any, ...]], threads: int
) -> Iterator[Result]:
    pool = ThreadPoolExecutor(threads)
    try:
        # Twice as many as run at once, so that whoever is ahead has work while the others finish theirs.
        running = deque(pool.submit(function, *each) for each in islice(arguments, 2 * threads))
        while running:
            yield running.popleft().result()
            running.extend(pool.submit(function, *each) for each in islice(arguments, 1))
    finally:
        pool.shutdown(cancel_futures=True)


def block_size(cases_per_replication: float) -> int:
    """Replications per block: enough that a block is mostly simulation, few enough to bound memory."""
    return int(max(1, min(MOST_PER_BLOCK, CASES_PER_BLOCK // max(1.0, cases_per_replication))))
