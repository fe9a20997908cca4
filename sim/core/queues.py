"""Queues: one per (room, apparent function, language), least (rank of its priority, order key, case) first.

Each is a pairing heap: every case goes before all those below it, and only the first is looked for. Whoever joins last
goes after most, or before all, and is in place at once; to find a place among thousands by looking at each
took most of the time of a run with a backlog.
"""

from __future__ import annotations

import numpy as np

from sim.core.bits import BITS
from sim.core.heap import push
from sim.core.inline import called, inlined
from sim.core.loads import note_loads
from sim.core.world import LENDING
from sim.process.waiting import lendable_from, queue_key


@inlined
def queue_at(w, room, function, language):
    """Number of a room's queue; of the list of everybody where the room is the number after the last."""
    return room * w.run[0].classes + function * w.run[0].languages + language


@inlined
def queue_of(w, case):
    """Number of the queue that a case is, or would be, in."""
    team = w.case[case].team
    room = team if team >= 0 else 0
    return queue_at(w, room, w.case[case].apparent, w.case[case].language)


@inlined
def comes_before(w, case, other):
    """Whether a case is served before another, both waiting."""
    mine = w.case[case]
    theirs = w.case[other]
    if mine.rank != theirs.rank:
        return mine.rank < theirs.rank
    if mine.order != theirs.order:
        return mine.order < theirs.order
    return mine.number < theirs.number


@inlined
def _count_waiting(w, case, queue, change):
    """One more or less in a queue, in the queues of its class, and in all; empty queues are passed over later."""
    run = w.run[0]
    room = max(np.int64(w.case[case].team), 0)
    work_class = w.case[case].apparent * run.languages + w.case[case].language
    w.queue[queue].queued += change
    w.queue[run.rooms * run.classes + work_class].queued += change
    w.waiting_of[w.case[case].rank] += change
    w.waiting_by[np.int64(w.case[case].channel)] += change
    w.waiting_in[room] += change
    run.waiting += change
    note_loads(w, room, np.int64(w.case[case].apparent))
    if w.queue[queue].queued == max(change, 0):
        w.waiting_classes[room, work_class // BITS] ^= np.int64(1) << (work_class % BITS)
        w.waiting_rooms[work_class, room // BITS] ^= np.int64(1) << (room % BITS)


@inlined
def touch(w, room):
    """Something changed in a room: it is one of those, in ascending order, that this event's dispatch looks at."""
    touched = w.run[0].touched
    place = touched
    while place > 0 and w.touched[place - 1] > room:
        place -= 1
    if place > 0 and w.touched[place - 1] == room:
        return
    for later in range(touched, place, -1):
        w.touched[later] = w.touched[later - 1]
    w.touched[place] = room
    w.run[0].touched = touched + 1


@inlined
def _meld(w, one, other):
    """One heap of two, by their first cases; -1: there is none. Returns the first of both."""
    if one < 0 or other < 0:
        return max(one, other)
    if comes_before(w, other, one):
        one, other = other, one
    following = np.int64(w.case[one].below)
    w.case[other].before = one
    w.case[other].after = following
    if following >= 0:
        w.case[following].before = other
    w.case[one].below = other
    return one


@called
def _meld_below(w, case):
    """One heap of those right below a case: two by two as they stand, then all pairs, the last one first."""
    pairs = np.int64(-1)
    one = np.int64(w.case[case].below)
    while one >= 0:
        other = np.int64(w.case[one].after)
        following = np.int64(w.case[other].after) if other >= 0 else other
        pair = _meld(w, one, other)
        w.case[pair].after = pairs
        pairs = pair
        one = following
    first = np.int64(-1)
    while pairs >= 0:
        following = np.int64(w.case[pairs].after)
        first = _meld(w, first, pairs)
        pairs = following
    if first >= 0:
        w.case[first].before = -1
        w.case[first].after = -1
    return first


@inlined
def put_in(w, queue, case):
    """Give a case its place in a queue."""
    state = w.case[case]
    state.below = -1
    state.after = -1
    state.before = -1
    w.queue[queue].head = _meld(w, w.queue[queue].head, case)


@inlined
def take_out(w, queue, case):
    """Close the gap that a case leaves in a queue."""
    below = _meld_below(w, case)
    before = np.int64(w.case[case].before)
    following = np.int64(w.case[case].after)
    if before < 0:
        w.queue[queue].head = below
        return
    if w.case[before].below == case:
        w.case[before].below = following
    else:
        w.case[before].after = following
    if following >= 0:
        w.case[following].before = before
    w.queue[queue].head = _meld(w, w.queue[queue].head, below)


@called
def join(w, case, now):
    """A case stands in its queue from now on; its room is touched."""
    state = w.case[case]
    state.order = queue_key(state, w.policy[0], now)
    state.rank = w.way_in[np.int64(state.channel)].rank
    queue = queue_of(w, case)
    put_in(w, queue, case)
    _count_waiting(w, case, queue, 1)
    w.run[0].joined = case
    touch(w, max(np.int64(state.team), 0))
    if w.policy[0].lend_after_minutes > 0.0 and w.run[0].lends:
        push(w, lendable_from(state, w.policy[0]), LENDING, case)


@called
def leave(w, case):
    """Take a case out of its queue."""
    queue = queue_of(w, case)
    take_out(w, queue, case)
    _count_waiting(w, case, queue, -1)
