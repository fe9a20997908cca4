"""Runs a block of replications of one column through the compiled loop, in parallel threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

import sim.core.compiled  # noqa: F401  (teaches Numba the rules before the loop is compiled)
from sim.core.loop import simulate
from sim.core.world import World, column_tables, replication_tables
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.records.tables import Records, sorted_segments

SEGMENTS_PER_CASE = 12  # first guess; a replication that needs more is run again with room


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
    for room in _segment_room(tape, replication, bool(fixed["run"]["keep_segments"][0])):
        tables = {**fixed, **replication_tables(tape, replication, people, room)}
        for name in ("run", "who", "queue"):
            tables[name] = tables[name].copy()
        tables["run"]["key"] = tape.replication_key[replication]
        stopped_at = simulate(World(**tables))
        used = int(tables["run"]["segments"][0])
        if used <= room:
            rows = {name: tables[name] for name in ("contacts", "people")}
            rows["segments"] = tables["segments"][:used]
            return rows, stopped_at, int(tables["run"]["events"][0])
    raise AssertionError("unreachable: the room for segments doubles until it suffices")


def _segment_room(tape: Tape, replication: int, keep: bool) -> Iterator[int]:
    rows = tape.cases_of(replication)
    room = SEGMENTS_PER_CASE * (rows.stop - rows.start) + 1024 if keep else 0
    while True:
        yield room
        room = 2 * room + 1
