"""Runs a block of replications of one column through the compiled loop, in parallel threads."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np

import sim.core.compiled  # noqa: F401  (teaches Numba the rules before the loop is compiled)
from sim.core.loop import simulate
from sim.core.scratch import scratch
from sim.core.world import GROWING, block_tables, column_tables, growing_tables, replication_tables
from sim.core.world_type import world_table
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.foundation.compiling import compiled
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

    each = partial(_replication, tape, fixed, block)
    threads = min(threads or os.cpu_count() or 1, tape.replications)
    if threads <= 1:
        results = list(map(each, range(tape.replications)))
    else:
        with ThreadPoolExecutor(threads) as pool:
            results = list(pool.map(each, range(tape.replications)))
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
    tape: Tape, fixed: dict[str, Any], block: dict[str, np.ndarray], replication: int
) -> tuple[np.ndarray, np.ndarray, float, int]:
    """Runs one replication. Returns its later contacts and segments, when it stopped, events processed."""
    with scratch() as mine:
        tables = replication_tables(tape, replication, fixed, block, mine)
        table = world_table(tables)  # held here, as the loop has its address alone
        while (too_small := simulate(table.ctypes.data)) >= 0:
            tables |= growing_tables(mine, GROWING[too_small])
            table = world_table(tables)
        run = tables["run"][0]
        later, segments = tables["later"][: run["contacts"]], tables["segments"][: run["segments"]]
        return later.copy(), segments.copy(), float(run["stopped_at"]), int(run["events"])


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


@compiled
def put_in_place(rows, cases, later, order, case_number):
    """Put later contacts behind the first one of their case, from the end, where rows are free.

    rows: CONTACT[cases + m], first contacts in front. later: CONTACT[m]. order: int64[m], by case and contact.
    case_number: int64[m], the case of each of `later`.
    """
    place = rows.size
    left = order.size
    for case in range(cases - 1, -1, -1):
        while left > 0 and case_number[order[left - 1]] == case:
            left -= 1
            place -= 1
            rows[place] = later[order[left]]
        place -= 1
        if place == case:  # nobody before comes back
            return
        rows[place] = rows[case]
