"""The load of a room when somebody starts a step in it: who is occupied there, what waits, who is on shift."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.grid import to_grid
from sim.foundation.kinds import Borrowing, SegmentKind
from tests.property.tiring import OCCUPATIONS

if TYPE_CHECKING:
    from tests.property.runs import Run

Address = tuple[int, int, int]


class Rooms:
    """Rooms of a run at any moment. spans, trainings: on shift and in training, by person, as far as they are known."""

    def __init__(self, run: Run, spans: list[list[tuple[float, float]]], trainings: list[list]) -> None:
        """Note what begins and ends when."""
        self.run, self.spans, self.trainings = run, spans, trainings
        self.found: dict[tuple[int, Address, float], list[float]] = {}
        rows = run.of_kind(*OCCUPATIONS)
        self.occupied = [rows[rows["person"] == person] for person in range(run.inputs.people.count)]
        self.waits = run.of_kind(SegmentKind.QUEUE, SegmentKind.PICKUP)
        self.started = Counter(run.of_kind(SegmentKind.STEP)["start"].tolist())
        self.causes = self.count_causes()

    def count_causes(self) -> Counter:
        """How many events there may have been at each time, but for shifts and Mondays."""
        run = self.run
        found = Counter(run.contacts["arrived_at"].tolist())
        ends = (SegmentKind.BOT, SegmentKind.PICKUP, SegmentKind.STEP, SegmentKind.JOIN, SegmentKind.CONSULT)
        for row in run.of_kind(*ends, SegmentKind.LINK, SegmentKind.AFTER_CALL):
            found[float(row["end"])] += 1 + (row["start"] == row["end"])
        steps = {place(row): float(row["start"]) for row in run.of_kind(SegmentKind.STEP)}
        for row in run.of_kind(SegmentKind.LISTEN):
            found[float(row["start"])] += steps[place(row)] != row["start"]
        queued = run.of_kind(SegmentKind.QUEUE)
        taken = {(place(row), float(row["start"])) for row in run.of_kind(SegmentKind.STEP)}
        for row in queued:
            found[float(row["end"])] += (place(row), float(row["end"])) not in taken
        if any(one.policy["borrowing"] != Borrowing.NONE for one in run.formations):
            found.update((queued["start"] + to_grid(float(run.policy["lend_after_minutes"]))).tolist())
        return found

    def is_one_event(self, at: float) -> bool:
        """Whether but one event may have happened in an instant."""
        shifts = sum(at in span for spans in self.spans for span in spans)
        shifts += sum(at == end for trained in self.trainings for _, end in trained)
        mondays = at % 10080.0 == 0.0
        return self.causes[at] + shifts + mondays <= 1 and at < self.run.stopped_at

    def pressures(self, person: int, step: np.void) -> list[float]:
        """Logarithms of the load of somebody's room that are possible when a step, or their part in it, starts."""
        at = float(step["start"])
        policy = self.run.formation_in(int(at // 10080.0)).policy[()]
        if policy["burst_elasticity"] == 0.0:
            return [0.0]
        key = person, place(step), at
        if key not in self.found:
            self.found[key] = self.work_out(self.room(at), person, step, at)
        return self.found[key]

    def room(self, at: float) -> np.ndarray:
        """Room of each person at a time."""
        formation = self.run.formation_in(int(at // 10080.0))
        return formation.home_team if formation.policy["walls"] else np.zeros_like(formation.home_team)

    def work_out(self, room: np.ndarray, person: int, step: np.void, at: float) -> list[float]:
        """The same, by all that may have happened in that instant before it."""
        plain = self.started[at] == 1 and self.is_one_event(at)
        members = np.flatnonzero(room == room[person])
        states = [self.states(member, step, at, plain) for member in members]
        occupied, present = (spread(state[part] for state in states) for part in (0, 1))
        waiting = self.waiting(int(room[person]), step, at, plain)
        found = set()
        for busy, wait, there in product(occupied, waiting, present):
            load = (busy + wait) / there if busy <= there and there else 0.0
            if busy <= there:
                found.add(to_grid(math.log(load)) if load > 0.0 else 0.0)
        return sorted(found)

    def states(self, person: int, step: np.void, at: float, plain: bool) -> tuple[tuple[int, int], tuple[int, int]]:
        """((least, most) occupied and on shift, (least, most) on shift) of one person."""
        spans = self.spans[person]
        surely = any(start < at < end for start, end in spans)
        may_be = surely or any(start <= at <= end for start, end in spans)
        if plain and not surely:  # then the shift is what happened, and is over or has begun
            surely = may_be = any(start <= at < end for start, end in spans)
        rows = self.occupied[person]
        rows = rows[(rows["start"] <= at) & (at <= rows["end"])]
        busy = (rows["start"] < at) & (at < rows["end"])
        begins = rows["start"] == at
        mine = begins & np.array([place(row) == place(step) for row in rows], dtype=bool)
        mine &= ~np.isin(rows["kind"], [SegmentKind.LISTEN])
        if plain:  # who links does so for this step, or has begun to before
            least = most = bool(
                (busy | mine | (begins & np.isin(rows["kind"], [SegmentKind.LINK, SegmentKind.AFTER_CALL]))).any()
            )
        else:
            least, most = bool((busy | mine).any()), bool(rows.size)
        least = least or any(start < at < end for start, end in self.trainings[person])
        most = most or any(start <= at < end + (not plain) for start, end in self.trainings[person])
        return (int(least and surely), int(most and may_be)), (int(surely), int(may_be))

    def waiting(self, room: int, step: np.void, at: float, plain: bool) -> range:
        """How many cases may wait in the queues of a room."""
        rows = self.waits
        walls = self.run.formation_in(int(at // 10080.0)).policy["walls"]
        rows = rows[(rows["start"] <= at) & (at <= rows["end"]) & ((rows["team"] == room) | (not walls))]
        others = rows[(rows["case"] != step["case"])]
        in_queue = others["kind"] == SegmentKind.QUEUE
        surely = in_queue & (others["start"] < at) & (at < others["end"])
        begun = others["start"] == at
        if plain:
            return range(n := int(np.count_nonzero(surely | begun)), n + 1)
        may_be = others[~surely]
        more = {int(row["case"]) for row in may_be} | self.started_with(at, step)
        return range(int(np.count_nonzero(surely)), int(np.count_nonzero(surely)) + len(more) + 1)

    def started_with(self, at: float, step: np.void) -> set[int]:
        """Cases of which other steps started in the same instant."""
        rows = self.run.of_kind(SegmentKind.STEP)
        return set(rows["case"][rows["start"] == at].tolist()) - {int(step["case"])}


def spread(bounds) -> range:
    """All sums of numbers between bounds."""
    least, most = np.sum(list(bounds), axis=0)
    return range(int(least), int(most) + 1)


def place(row: np.void) -> Address:
    """(case, contact, step) of a segment."""
    return int(row["case"]), int(row["contact"]), int(row["step"])
