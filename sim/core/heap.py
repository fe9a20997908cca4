"""The event heap: what lies ahead of cases (landings, returns, expiries), by (time, kind and index)."""

from __future__ import annotations

from sim.core.inline import called, inlined


@inlined
def before(time, key, other_time, other_key):
    """The total order of events."""
    return time < other_time or (time == other_time and key < other_key)


@called
def push(w, time, kind, case):
    """Add an event of a case in the system."""
    key = kind + w.case[case].number
    event = w.event
    place = w.run[0].events_ahead
    w.run[0].events_ahead = place + 1
    while place > 0:
        parent = (place - 1) >> 1
        if not before(time, key, event[parent].time, event[parent].key):
            break
        event[place] = event[parent]
        place = parent
    event[place].time = time
    event[place].key = key
    event[place].case = case


@called
def pop(w):
    """Drop the first event; read it beforehand at place 0."""
    event = w.event
    size = w.run[0].events_ahead - 1
    w.run[0].events_ahead = size
    time = event[size].time
    key = event[size].key
    case = event[size].case
    place = 0
    while True:
        child = 2 * place + 1
        if child >= size:
            break
        other = child + 1
        if other < size and before(event[other].time, event[other].key, event[child].time, event[child].key):
            child = other
        if not before(event[child].time, event[child].key, time, key):
            break
        event[place] = event[child]
        place = child
    event[place].time = time
    event[place].key = key
    event[place].case = case
