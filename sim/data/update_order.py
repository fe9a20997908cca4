"""In which order the updates of each incident of a log came, whatever way the file is sorted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np

from sim.data.dates import not_before
from sim.scenario.problems import Problem

COUNTER, UPDATED, AS_IN_FILE = "sys_mod_count", "sys_updated_at", "as in the file"
NEWEST_FIRST_BELOW = -0.5  # correlation between place in the file and time of opening

Key = tuple[Any, ...]  # a counter, a time, both, or nothing


@dataclass(frozen=True)
class Update:
    """A row of a log. line, cells: of the file. The other fields: None where missing or not readable."""

    line: int
    cells: dict[str, str | None]
    counter: int | None
    updated: datetime | None
    opened: datetime | None
    reassignments: int | None


Incidents = dict[str, list[Update]]


@dataclass(frozen=True)
class UpdateOrder:
    """incidents: rows of each from first to last. by: what orders the rows -> incidents of several rows.

    newest_first: whether the file has the last update of an incident first; None where nothing shows it.
    """

    incidents: Incidents
    by: dict[str, int]
    newest_first: bool | None


def in_order(incidents: Incidents) -> UpdateOrder:
    """By counter, else by time of update, else as in the file. incidents: rows of each as in the file.

    Rows that nothing tells apart stand as in the file, or the other way round where that is written newest first.
    """
    newest_first = _newest_first(incidents)
    step = -1 if newest_first else 1
    found: Incidents = {}
    by = dict.fromkeys((COUNTER, UPDATED, AS_IN_FILE), 0)
    for number, updates in incidents.items():
        kind, keys = _keys(updates)
        by[kind] += len(updates) > 1
        rows = list(range(len(updates))[::step])
        if kind == UPDATED:
            keys = _without_set_back(rows, keys)
        rows.sort(key=keys.__getitem__)
        found[number] = [updates[row] for row in rows]
    if newest_first and (by[UPDATED] or by[AS_IN_FILE]):  # all as in the same log written oldest first
        found = dict(sorted(found.items(), key=lambda item: -max(update.line for update in item[1])))
    return UpdateOrder(found, {kind: count for kind, count in by.items() if count}, newest_first)


def _without_set_back(rows: list[int], keys: list[Key]) -> list[Key]:
    """Times of rows, an hour later where they fall back from one row to the next as the clock was set back."""
    found, last = list(keys), keys[rows[0]][0]
    for row in rows:
        last = not_before(last, keys[row][0])
        found[row] = (last,)
    return found


def _newest_first(incidents: Incidents) -> bool | None:
    """Whether rows of an incident mostly run backwards, by what orders them; None where nothing does."""
    forwards = 0
    for updates in incidents.values():
        kind, keys = _keys(updates)
        for earlier, later in pairwise(keys):
            if kind == UPDATED and not_before(earlier[0], later[0]) != later[0]:
                continue  # the clock was set back
            forwards += (earlier < later) - (later < earlier)
    return forwards < 0 if forwards else None


def _keys(updates: list[Update]) -> tuple[str, list[Key]]:
    """What orders the rows of an incident, with the value of each; where counters are equal, the time of update."""
    counters = [update.counter for update in updates if update.counter is not None]
    times = [update.updated for update in updates if update.updated is not None]
    if len(counters) == len(updates):
        if len(times) == len(updates):
            return COUNTER, list(zip(counters, times, strict=True))
        return COUNTER, [(counter,) for counter in counters]
    if len(times) == len(updates):
        return UPDATED, [(time,) for time in times]
    return AS_IN_FILE, [()] * len(updates)


def backwards(path: str, order: UpdateOrder) -> Iterator[Problem]:
    """Incidents that changed hands in an order that nothing shows, where the file seems to be written newest first."""
    if order.newest_first is not None or AS_IN_FILE not in order.by:
        return
    opened = [update.opened for updates in order.incidents.values() for update in updates if update.opened]
    if not _falling([(moment - opened[0]).total_seconds() for moment in opened]):
        return
    for number, updates in order.incidents.items():
        if len({update.cells["assignment_group"] for update in updates} - {None}) > 1:
            message = (
                f"The log is written newest first, and nothing orders the updates of an incident: add {COUNTER} or "
                f"{UPDATED}, or sort the rows oldest first."
            )
            yield Problem(path, updates[0].line, f"number: {number}, {len(updates)} updates", message)


def _falling(opened: list[float]) -> bool:
    if len(set(opened)) < 2:
        return False
    return bool(np.corrcoef(np.arange(len(opened)), np.array(opened))[0, 1] < NEWEST_FIRST_BELOW)
