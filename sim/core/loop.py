"""The compiled event loop; its parts are numbered as in docs/background/process.md."""

from __future__ import annotations

import math

from sim.core.cases import assign, book_wait, end_contact, to_pickup
from sim.core.heap import before, pop, push
from sim.core.inline import inlined
from sim.core.people import best_free, end_shift, in_cohort_weeks, release, start_shift, take
from sim.core.queues import comes_before, join, leave
from sim.core.steps import begin, end_step, finish_start, lead_goes_on
from sim.core.world import (
    ARRIVAL,
    COMPLETION,
    EXPIRY,
    INDEX,
    LANDING,
    LEADING,
    PICKUP,
    QUEUED,
    SHIFT_END,
    SHIFT_START,
)
from sim.demand.calendar import is_open
from sim.demand.compiling import compiled
from sim.formation.arrays import Borrowing, Lead
from sim.records.tables import Outcome
from sim.rules.hands import pickup_minutes

NO_BORROWING, FIXED = int(Borrowing.NONE), int(Lead.FIXED)
RESOLVED, ABANDONED, TURNED_AWAY = int(Outcome.RESOLVED), int(Outcome.ABANDONED), int(Outcome.TURNED_AWAY)


@inlined
def start_from_queue(w, case, person, now):
    """A waiting case is taken."""
    leave(w, case)
    book_wait(w, case, now, False)
    w.case[case].patience_left -= now - w.case[case].waiting_since
    take(w, person)
    begin(w, case, person, -1)


@inlined
def dispatch_room(w, room, now):
    """1 The least head that somebody of the room may take, until there is none."""
    while True:
        chosen = -1
        chosen_person = -1
        for function in range(w.run[0].functions):
            queue = room * w.run[0].functions + function
            case = w.queue[queue].head
            if case < 0 or (chosen >= 0 and not comes_before(w, case, chosen)):
                continue
            person = best_free(w, case, function, queue, -1, room)
            if person >= 0:
                chosen = case
                chosen_person = person
        if chosen < 0:
            return
        start_from_queue(w, chosen, chosen_person, now)


@inlined
def dispatch_lent(w, now):
    """2 The least head of any queue that somebody of another room may take, until there is none."""
    while w.run[0].waiting > 0 and w.run[0].free > 0:
        chosen = -1
        chosen_person = -1
        for queue in range(w.run[0].rooms * w.run[0].functions):
            case = w.queue[queue].head
            if case < 0 or (chosen >= 0 and not comes_before(w, case, chosen)):
                continue
            room = queue // w.run[0].functions
            function = queue - room * w.run[0].functions
            person = best_free(w, case, function, w.run[0].rooms * w.run[0].functions + function, room, room)
            if person >= 0:
                chosen = case
                chosen_person = person
        if chosen < 0:
            return
        start_from_queue(w, chosen, chosen_person, now)


@inlined
def expiry_due(w, case, now):
    """Whether an expiry in the heap is due; one that is late by a later wait is set anew."""
    w.case[case].expiry_set = False
    if w.case[case].state != QUEUED and w.case[case].state != PICKUP:
        return False
    if w.case[case].expiry_at > now:
        w.case[case].expiry_set = True
        push(w, w.case[case].expiry_at, EXPIRY + case)
        return False
    return True


@compiled
def simulate(w):
    """Run one replication of one column. Returns when it stopped; rows are in w's output arrays."""
    infinity = math.inf
    next_case = 0
    next_shift = 0
    stopped_at = w.run[0].end
    policy = w.policy[0]
    fixed = policy.lead == FIXED
    lending = policy.borrowing != NO_BORROWING and w.run[0].rooms > 1
    for case in range(w.case.size):
        w.run[0].unfinished += w.run[0].cohort_start <= w.case[case].arrival < w.run[0].cohort_end

    last_time = 0.0
    while True:
        # Next event: the least of the next shift event, the next arrival and the heap
        now = infinity
        key = 0
        if next_shift < w.shift.size:
            now = w.shift[next_shift].time
            kind = SHIFT_END if w.shift[next_shift].kind == 0 else SHIFT_START
            key = kind + w.shift[next_shift].person
        if next_case < w.case.size and before(w.case[next_case].arrival, ARRIVAL + next_case, now, key):
            now = w.case[next_case].arrival
            key = ARRIVAL + next_case
        from_heap = w.run[0].events_ahead > 0 and before(w.event[0].time, w.event[0].key, now, key)
        if from_heap:
            now = w.event[0].time
            key = w.event[0].key
        if w.run[0].unfinished == 0 and now >= w.run[0].cohort_end:
            stopped_at = max(w.run[0].cohort_end, last_time)
            break
        if now > w.run[0].end:
            break
        index = key & INDEX
        kind = key - index
        room_1 = -1
        room_2 = -1
        to_assign = -1
        probing = -1
        w.run[0].started = 0

        # What happens
        if from_heap:
            pop(w)
            if kind == COMPLETION:
                goes_on = False
                if w.who[index].task == LEADING:
                    case = w.who[index].task_case
                    if not end_step(w, case):
                        end_contact(w, case, now, RESOLVED)
                    elif fixed and w.who[index].on_shift and lead_goes_on(w, case, index):
                        goes_on = True
                    else:
                        to_assign = case
                        probing = case
                if not goes_on:
                    release(w, index, now)
                room_1 = w.who[index].room
            elif kind == LANDING:
                if w.case[index].state != PICKUP:
                    continue
                book_wait(w, index, now, True)
                w.case[index].state = QUEUED
                w.case[index].joined_at = now
                w.case[index].interval_start = now
                join(w, index)
                room_1 = max(w.case[index].at_team, 0)
            else:
                if not expiry_due(w, index, now):
                    continue
                if w.case[index].state == QUEUED:
                    leave(w, index)
                book_wait(w, index, now, w.case[index].state == PICKUP)
                end_contact(w, index, now, ABANDONED)
        elif kind == ARRIVAL:
            next_case += 1
            channel = w.case[index].channel
            if w.channel[channel].turn_away and not is_open(now, channel, w.open_before):
                end_contact(w, index, now, TURNED_AWAY)
            else:
                to_assign = index
        else:
            next_shift += 1
            if kind == SHIFT_END:
                if not w.who[index].on_shift:
                    continue
                end_shift(w, index, now)
            elif not start_shift(w, index, w.shift[next_shift - 1].date, w.shift[next_shift - 1].ends, now):
                continue
            room_1 = w.who[index].room
        w.run[0].events += 1
        last_time = now
        if to_assign >= 0:
            room_2 = assign(w, to_assign, now)

        # Dispatch: 1 touched rooms in order, 2 lending, 3 finish what started, 4 pickup
        if w.run[0].waiting > 0 and w.run[0].free > 0:
            first, second = min(room_1, room_2), max(room_1, room_2)
            if first >= 0:
                dispatch_room(w, first, now)
            if second > first:
                dispatch_room(w, second, now)
            if lending:
                dispatch_lent(w, now)
        for place in range(w.run[0].started):
            finish_start(w, place, now)
        if probing >= 0 and w.case[probing].state == QUEUED:
            last_team = w.who[w.case[probing].holder].team
            channel = w.channel[w.case[probing].channel]
            inside, across = channel.pickup_inside, channel.pickup_across
            minutes = pickup_minutes(w.case[probing].at_team, last_team, inside, across)
            if minutes > 0.0:
                leave(w, probing)
                to_pickup(w, probing, now, minutes)

    for case in range(w.case.size):
        if w.case[case].state == QUEUED or w.case[case].state == PICKUP:
            book_wait(w, case, stopped_at, w.case[case].state == PICKUP)
    for person in range(w.people.size):
        w.people[person].person = person
        if w.who[person].overrun_from >= 0.0:
            w.people[person].overrun_minutes += in_cohort_weeks(w, w.who[person].overrun_from, w.run[0].cohort_end)
    return stopped_at
