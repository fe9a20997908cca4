"""Runs a block of replications of one column through the compiled loop, in parallel threads."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

import sim.core.compiled  # noqa: F401  (teaches Numba the rules before the loop is compiled)
from sim.core.loop import simulate
from sim.core.world import Room, column_tables, replication_tables
from sim.core.world_type import world_table
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.records.tables import Records, sorted_segments

SEGMENTS_PER_CASE = 12  # first guess


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
    places = range(tape.replications)

    def one(replication: int) -> tuple[dict[str, np.ndarray], float, int]:
        return _replication(tape, replication, people.count, fixed)

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        results = list(pool.map(one, places))
    for replication, (rows, _, _) in enumerate(results):
        for table in rows.values():
            table["replication"] = tape.first_replication + replication
    kept = [rows["segments"] for rows, _, _ in results]
    return Records(
        contacts=np.concatenate([rows["contacts"] for rows, _, _ in results]),
        people=np.concatenate([rows["people"] for rows, _, _ in results]),
        segments=sorted_segments(np.concatenate(kept)) if segments else None,
        stopped_at=np.array([stopped for _, stopped, _ in results]),
        events=np.array([events for _, _, events in results]),
    )


def _replication(
    tape: Tape, replication: int, people: int, fixed: dict[str, Any]
) -> tuple[dict[str, np.ndarray], float, int]:
    """Rows of one replication, when it stopped, events processed."""
    most_contacts = int(fixed["policy"]["most_contacts"][0])
    rows = tape.cases_of(replication)
    room = _first_room(rows.stop - rows.start, bool(fixed["run"]["keep_segments"][0]))
    while True:
        tables = {**fixed, **replication_tables(tape, replication, people, most_contacts, room)}
        for name in ("run", "who", "queue", "free"):
            tables[name] = tables[name].copy()
        tables["run"]["key"] = tape.replication_key[replication]
        table = world_table(tables)
        stopped_at = simulate(table.ctypes.data)
        used = Room(*(int(tables["run"][name][0]) for name in Room._fields))
        if all(written <= there for written, there in zip(used, room, strict=True)):
            return _rows_written(tables, used), stopped_at, int(tables["run"]["events"][0])
        room = Room(*(max(2 * written, there) for written, there in zip(used, room, strict=True)))


def _first_room(cases: int, keep_segments: bool) -> Room:
    """A first guess; a replication that needs more is run again with twice what it asked for."""
    return Room(
        contacts=cases // 2 + 64,
        meetings=3 * cases + 64,
        segments=SEGMENTS_PER_CASE * cases + 1024 if keep_segments else 0,
    )


def _rows_written(tables: dict[str, Any], used: Room) -> dict[str, np.ndarray]:
    """Rows of one replication, contacts in order of (case, contact)."""
    contacts = tables["contacts"][: tables["case"].size + used.contacts]
    return {
        "contacts": contacts[np.lexsort([contacts["contact"], contacts["case"]])],
        "people": tables["people"],
        "segments": tables["segments"][: used.segments],
    }
