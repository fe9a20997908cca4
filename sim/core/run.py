"""Runs a block of replications of one column through the compiled loop, in parallel threads."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

import sim.core.compiled  # noqa: F401  (teaches Numba the rules before the loop is compiled)
from sim.core.loop import simulate
from sim.core.merging import put_in_place
from sim.core.scratch import Scratch, scratch
from sim.core.world import GROWING, block_tables, column_tables, growing_tables, replication_tables
from sim.core.world_type import world_table
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.records.tables import Records, sorted_segments


def run_core(
    tape: Tape,
    customers: Customers,
    people: People,
    roster: Roster,
    formation: Formation,
    *,
    segments: bool = False,
    threads: int | None = None,
) -> Records:
    """Every replication of a block, one column.

    threads: parallel threads, by default one per processor. The same rows come out for any number.
    """
    fixed = column_tables(people, customers, roster, formation)
    fixed["run"]["keep_segments"] = segments
    block = block_tables(tape, people.count)

    def one(replication: int) -> tuple[np.ndarray, np.ndarray, float, int]:
        with scratch() as mine:
            return _replication(tape, replication, fixed, block, mine)

    threads = min(threads or os.cpu_count() or 1, tape.replications)
    if threads <= 1:
        results = [one(replication) for replication in range(tape.replications)]
    else:
        with ThreadPoolExecutor(threads) as pool:
            results = list(pool.map(one, range(tape.replications)))
    later, kept, stopped_at, events = zip(*results, strict=True)
    case_number = np.concatenate([tape.first_case[r] + rows["case"] for r, rows in enumerate(later)])
    behind = later[0] if len(later) == 1 else np.concatenate(later)  # of a large replication there is no second copy
    return Records(
        contacts=_with_later(block["contacts"], tape.arrival.size, behind, case_number),
        people=block["people"],
        segments=sorted_segments(np.concatenate(kept)) if segments else None,
        stopped_at=np.array(stopped_at),
        events=np.array(events),
    )


def _replication(
    tape: Tape, replication: int, fixed: dict[str, Any], block: dict[str, np.ndarray], mine: Scratch
) -> tuple[np.ndarray, np.ndarray, float, int]:
    """Runs one replication. Returns its later contacts and segments, when it stopped, events processed."""
    tables = replication_tables(tape, replication, fixed, block, mine)
    while (too_small := _simulate(tables)) >= 0:
        tables |= growing_tables(mine, GROWING[too_small])
    run = tables["run"][0]
    later, segments = tables["later"][: run["contacts"]], tables["segments"][: run["segments"]]
    return later.copy(), segments.copy(), float(run["stopped_at"]), int(run["events"])


def _simulate(tables: dict[str, np.ndarray]) -> int:
    table = world_table(tables)  # held here, as the loop has its address alone
    return simulate(table.ctypes.data)


def _with_later(rows: np.ndarray, cases: int, later: np.ndarray, case_number: np.ndarray) -> np.ndarray:
    """Contacts in order of (replication, case, contact).

    rows: first contacts in order, one per case, and free rows behind them. later: CONTACT[m], in any order.
    case_number: int64[m], the row of the first contact of each.
    """
    if cases + later.size > rows.size:
        rows = np.concatenate([rows[:cases], np.empty(later.size, dtype=rows.dtype)])
    rows = rows[: cases + later.size]
    put_in_place(rows, cases, later, np.lexsort([later["contact"], case_number]), case_number)
    return rows
