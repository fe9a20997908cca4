"""Queues: one doubly linked list per (room, apparent function), least (priority, order key, case) first."""

from __future__ import annotations

import numpy as np

from sim.core.inline import called, inlined
from sim.rules.matching import order_key


@inlined
def queue_at(w, room, function, language):
    """Number of a room's queue; of the list of everybody where the room is the number after the last."""
    return room * w.run[0].classes + function * w.run[0].languages + language


@inlined
def queue_of(w, case):
    """Number of the queue that a case is, or would be, in."""
    team = w.case[case].at_team
    room = team if team >= 0 else 0
    return queue_at(w, room, w.case[case].apparent, w.case[case].language)


@inlined
def comes_before(w, case, other):
    """Whether a case is served before another, both waiting."""
    mine = w.way_in[w.case[case].channel].priority
    theirs = w.way_in[w.case[other].channel].priority
    if mine != theirs:
        return mine < theirs
    order = w.policy[0].queue_order
    key = order_key(order, w.case[case].joined_at, w.case[case].contact_arrival, w.case[case].distress)
    other_key = order_key(order, w.case[other].joined_at, w.case[other].contact_arrival, w.case[other].distress)
    if key != other_key:
        return key < other_key
    return case < other


@inlined
def _count_waiting(w, case, queue, change):
    """One more or less in a queue, in the queues of its class, and in all."""
    everybody = queue_at(w, w.run[0].rooms, w.case[case].apparent, w.case[case].language)
    w.queue[queue].queued += change
    w.queue[everybody].queued += change
    w.run[0].waiting += change


@called
def join(w, case):
    """Insert a case at its place, looked for from the end."""
    queue = queue_of(w, case)
    last = w.queue[queue].tail
    while last >= 0 and comes_before(w, case, last):
        last = np.int64(w.case[last].before)
    following = np.int64(w.case[last].after) if last >= 0 else w.queue[queue].head
    w.case[case].before = last
    w.case[case].after = following
    if last >= 0:
        w.case[last].after = case
    else:
        w.queue[queue].head = case
    if following >= 0:
        w.case[following].before = case
    else:
        w.queue[queue].tail = case
    _count_waiting(w, case, queue, 1)


@called
def leave(w, case):
    """Take a case out of its queue."""
    queue = queue_of(w, case)
    last = np.int64(w.case[case].before)
    following = np.int64(w.case[case].after)
    if last >= 0:
        w.case[last].after = following
    else:
        w.queue[queue].head = following
    if following >= 0:
        w.case[following].before = last
    else:
        w.queue[queue].tail = last
    _count_waiting(w, case, queue, -1)
