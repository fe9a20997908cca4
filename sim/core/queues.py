"""Queues: one doubly linked list per (room, apparent function), least (rank of its priority, order key, case) first."""

from __future__ import annotations

import numpy as np

from sim.core.bits import BITS
from sim.core.heap import push
from sim.core.inline import called, inlined
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
    run.waiting += change
    if w.queue[queue].queued == max(change, 0):
        w.waiting_classes[room, work_class // BITS] ^= np.int64(1) << (work_class % BITS)
        w.waiting_rooms[work_class, room // BITS] ^= np.int64(1) << (room % BITS)


@inlined
def _last_of_rank(w, queue, rank):
    """The last case in a queue of this rank, or of the next one before it of which there is any; -1: none."""
    while rank >= 0 and w.last[queue, rank] < 0:
        rank -= 1
    return w.last[queue, rank] if rank >= 0 else np.int64(-1)


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


@called
def join(w, case, now):
    """Insert a case at its place, looked for from the end of its rank; its room is touched."""
    state = w.case[case]
    state.order = queue_key(state, w.policy[0], now)
    state.rank = w.way_in[np.int64(state.channel)].rank
    queue = queue_of(w, case)
    last = _last_of_rank(w, queue, state.rank)
    is_last = last < 0 or w.case[last].rank != state.rank or comes_before(w, last, case)
    while last >= 0 and comes_before(w, case, last):
        last = np.int64(w.case[last].before)
    following = np.int64(w.case[last].after) if last >= 0 else w.queue[queue].head
    state.before = last
    state.after = following
    if last >= 0:
        w.case[last].after = case
    else:
        w.queue[queue].head = case
    if following >= 0:
        w.case[following].before = case
    if is_last:
        w.last[queue, state.rank] = case
    _count_waiting(w, case, queue, 1)
    w.run[0].joined = case
    touch(w, max(np.int64(state.team), 0))
    if w.policy[0].lend_after_minutes > 0.0 and w.run[0].lends:
        push(w, lendable_from(state, w.policy[0]), LENDING, case)


@called
def leave(w, case):
    """Take a case out of its queue."""
    state = w.case[case]
    queue = queue_of(w, case)
    last = np.int64(state.before)
    following = np.int64(state.after)
    if last >= 0:
        w.case[last].after = following
    else:
        w.queue[queue].head = following
    if following >= 0:
        w.case[following].before = last
    if w.last[queue, state.rank] == case:
        w.last[queue, state.rank] = last if last >= 0 and w.case[last].rank == state.rank else -1
    _count_waiting(w, case, queue, -1)
