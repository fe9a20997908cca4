"""Runs a block of replications of one column through the compiled loop, in parallel threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np

import sim.core.compiled  # noqa: F401  (teaches Numba the rules before the loop is compiled)
from sim.core.loop import STAGE, simulate
from sim.core.scratch import scratch
from sim.core.switching import go_over
from sim.core.tables import block_tables, column_tables, growing_tables, replication_tables
from sim.core.world import GROWING
from sim.core.world_type import world_table
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.formation.stages import Switch, Way, check_switches
from sim.foundation.compiling import compiled
from sim.records.tables import Records, sorted_segments


def run_core(
    tape: Tape,
    customers: Customers,
    people: People,
    roster: Roster,
    formation: Formation,
    *,
    switches: Sequence[Switch] = (),
    segments: bool = False,
    threads: int | None = None,
    rows: np.ndarray | None = None,
) -> Records:
    """Every replication of a block, one column.

    switches: stages of a road that begins as the column; ValueError where they cannot be.
    threads: parallel threads, by default one per processor. The same rows come out for any number.
    rows: CONTACT[2 * cases] to write contacts into, as fresh memory costs time; records that lay there are lost.
    """
    check_switches(customers, formation, switches)
    formations = {id(one): one for one in (formation, *(switch.formation for switch in switches))}
    fixed = {key: column_tables(people, customers, roster, one) for key, one in formations.items()}
    run = fixed[id(formation)]["run"]
    run["keep_segments"] = segments
    run["keep_accounts"] = any(one["run"]["keep_accounts"][0] for one in fixed.values())
    block = block_tables(tape, people.count, customers.weeks, rows)

    each = partial(_replication, tape, fixed, block, partial(Way, formation, switches))
    threads = min(threads or os.cpu_count() or 1, tape.replications)
    if threads <= 1:
        results = list(map(each, range(tape.replications)))
    else:
        with ThreadPoolExecutor(threads) as pool:
            results = list(pool.map(each, range(tape.replications)))
    later, kept, accounts, stopped_at, events, ways = zip(*results, strict=True)
    case_number = np.concatenate([tape.first_case[r] + rows["case"] for r, rows in enumerate(later)])
    behind = later[0] if len(later) == 1 else np.concatenate(later)  # of a large replication there is no second copy
    return Records(
        contacts=_with_later(block["contacts"], tape.arrival.size, behind, case_number),
        people=block["people"],
        segments=sorted_segments(np.concatenate(kept)) if segments else None,
        stopped_at=np.array(stopped_at),
        events=np.array(events),
        weeks=block["weeks"],
        accounts=np.concatenate(accounts),
        taken=np.array([way.taken for way in ways], dtype=np.int64),
        back_in=np.array([way.back_in for way in ways], dtype=np.int64),
    )


def _replication(
    tape: Tape, fixed: dict[int, Any], block: dict[str, np.ndarray], begin: Callable[[], Way], replication: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, int, Way]:
    """Runs one replication. Returns its later contacts, segments and accounts, when it stopped, events processed, its
    way.

    fixed: `column_tables` by the identity of a formation.
    """
    with scratch() as mine:
        way = begin()
        tables = replication_tables(tape, replication, fixed[id(way.first)], block, mine)
        tables["run"]["switch_week"] = way.next_week
        table = world_table(tables)  # held here, as the loop has its address alone
        while (stopped := simulate(table.ctypes.data)) >= 0:
            if stopped == STAGE:
                before = way.formation
                after = way.go_on(partial(_so_far, tables), float(tables["run"]["last_time"][0]))
                go_over(tables, fixed[id(after)], before, after)
                tables["training_hours"], tables["run"]["training_weeks"] = way.training_hours, way.training_weeks
                tables["run"]["switch_week"] = way.next_week
            else:
                tables |= growing_tables(mine, GROWING[stopped])
            table = world_table(tables)
        run = tables["run"][0]
        later, segments = tables["later"][: run["contacts"]], tables["segments"][: run["segments"]]
        accounts = tables["accounts"] if run["keep_accounts"] else tables["accounts"][:0]
        return _copy(later), _copy(segments), accounts, float(run["stopped_at"]), int(run["events"]), way


def _copy(rows: np.ndarray) -> np.ndarray:
    """A copy of rows of one table, bytes at once: NumPy goes field by field, which takes four times as long."""
    return rows.view(np.uint8).copy().view(rows.dtype)


def _so_far(tables: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Contacts and weeks of a replication so far, as a gate reads them."""
    run = tables["run"][0]
    rows = np.concatenate([tables["contacts"][: run["next_case"]], tables["later"][: run["contacts"]]])
    weeks = tables["weeks"][: run["week"] * tables["who"].size]
    return rows[np.lexsort([rows["contact"], rows["case"]])], weeks.copy()


def _with_later(rows: np.ndarray, cases: int, later: np.ndarray, case_number: np.ndarray) -> np.ndarray:
    """Contacts in order of (replication, case, contact).

    rows: first contacts in order, one per case, and free rows behind them. later: CONTACT[m], in any order.
    case_number: int64[m], the row of the first contact of each.
    """
    if cases + later.size > rows.size:
        rows = np.concatenate([rows[:cases], np.empty(later.size, dtype=rows.dtype)])
    rows = rows[: cases + later.size]
    put_in_place(rows, later, case_number, np.zeros(cases + 1, dtype=np.int64))
    return rows


@compiled
def put_in_place(rows, later, case_number, before):
    """Put later contacts behind the first one of their case: those of a case have the numbers from 1 on.

    rows: CONTACT[cases + m], first contacts in front. later: CONTACT[m]. case_number: int64[m], the case of each of
    `later`. before: int64[cases + 1], 0; later contacts of the cases before each one afterwards.
    """
    for place in range(later.size):
        before[case_number[place] + 1] += 1
    for case in range(1, before.size):
        before[case] += before[case - 1]
    case = before.size - 2
    while case >= 0 and before[case] > 0:  # from the end, where rows are free
        rows[case + before[case]] = rows[case]
        case -= 1
    for place in range(later.size):
        case = case_number[place]
        rows[case + before[case] + later[place]["contact"]] = later[place]
