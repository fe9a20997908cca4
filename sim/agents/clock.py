"""A SimPy clock with a total order: (time, kind, index), the least key first.

Events are pushed at an absolute time, never at now + (time - now). SimPy's own events (a process
begins or ends) have priorities 0 and 1 at the present time, so they come before any event of ours at the
same instant; nothing but pushing the next event happens in them.
"""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappush
from typing import Any

import simpy

from sim.foundation.grid import NEVER
from sim.foundation.kinds import EventKind

FIRST_PRIORITY = 2  # of an event of ours; SimPy's URGENT is 0, its NORMAL is 1
KIND_SHIFT = 40
Process = Generator[simpy.Event, Any, None]  # something that goes on, and says what it waits for


class Clock(simpy.Environment):
    """SimPy's environment with events at absolute times in a total order."""

    def at(self, time: float, kind: int, index: int) -> simpy.Event:
        """An event to `yield`: it happens at `time`, among events of that time by (kind, index).

        time: minutes since Monday 00:00 of week 0, not before now, on the grid. index: person or case.
        """
        event = simpy.Event(self)
        event._ok = True
        event._value = None
        entry: Any = (time, FIRST_PRIORITY + (kind << KIND_SHIFT) + index, next(self._eid), event)
        heappush(self._queue, entry)
        return event

    def settle(self) -> None:
        """Let processes that have just begun push their first event, and those that have ended go."""
        while self._queue and self._queue[0][1] < FIRST_PRIORITY:
            self.step()

    def next_time_and_kind(self) -> tuple[float, int]:
        """Time and kind of the next event; infinity where there is none. Call after `settle`."""
        if not self._queue:
            return NEVER, 0
        time, priority = self._queue[0][:2]
        return time, (priority - FIRST_PRIORITY) >> KIND_SHIFT

    def next_key(self) -> tuple[float, EventKind, int] | None:
        """(time, kind, index) of the next event; None if there is none. Call after `settle`."""
        if not self._queue:
            return None
        time, priority = self._queue[0][:2]
        kind, index = divmod(priority - FIRST_PRIORITY, 1 << KIND_SHIFT)
        return time, EventKind(kind), index

    def wait_until(self, minutes: float) -> None:
        """Move the hands on to a time before which nothing is left to happen."""
        self._now = max(self._now, minutes)
