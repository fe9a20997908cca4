"""The compiled event loop; its parts are numbered as in docs/background/process.md."""

from __future__ import annotations

import math

import numpy as np

from sim.core.accounts import serve
from sim.core.bits import BITS, lowest_bit
from sim.core.cases import (
    assign,
    await_expiry,
    begin_contact,
    channel_of,
    come,
    count_wings_in_the_way,
    end_contact,
    end_interval,
    give_up,
    outside_after,
    put_through_to,
    stays_away,
    to_outside,
    to_pickup,
)
from sim.core.completions import NEVER, TICKS, next_done
from sim.core.ending import close_books, table_too_small
from sim.core.heap import before, pop, push
from sim.core.inline import inlined
from sim.core.people import (
    become_free,
    best_free,
    come_to_work,
    leave_work,
    nobody_free,
    settle_rests,
    take,
)
from sim.core.queues import comes_before, join, leave, touch
from sim.core.steps import begin, call, finish_start, lead_goes_on, leads_next, stop_listening, work_of
from sim.core.switching import begin_stage
from sim.core.weeks import weeks_end
from sim.core.world import (
    ARRIVAL,
    CALL,
    COMPLETION,
    EXPIRY,
    GROWING,
    INDEX,
    LANDING,
    LENDING,
    SHIFT_END,
    SHIFT_START,
    WEEK,
)
from sim.core.world_type import world_at
from sim.foundation.compiling import compiled
from sim.foundation.kinds import Lead, LendOrder, NewStage, Occupation, Outcome, ShiftEvent, State
from sim.process.service import end_step, last_position, minutes_after_call
from sim.process.technology import begin_with_bot, bot_answers, bot_solves
from sim.process.waiting import (
    be_taken,
    end_of_waiting,
    finds_no_line,
    finds_no_room,
    is_landing,
    is_turned_away,
    is_waiting,
    lendable_from,
    may_be_lent,
    minutes_to_pickup,
    stand_in_queue,
)

STAGE = len(GROWING)  # a stage may begin


@inlined
def start_from_queue(w, case, person, now):
    """A waiting case is taken."""
    leave(w, case)
    end_interval(w, case, now)
    be_taken(w.case[case], now)
    take(w, person)
    begin(w, case, person, -1, 0)


@inlined
def own_work(w, room, now):
    """5.1 The least head that somebody of the room may take, and the best of those; -1, -1: there is none."""
    classes = w.run[0].classes
    chosen = -1
    chosen_person = -1
    if w.free_in[room] == 0:
        return chosen, chosen_person
    for word in range(w.waiting_classes.shape[1]):
        left = w.waiting_classes[room, word]
        while left != 0:
            queue = room * classes + word * BITS + lowest_bit(left)
            left &= left - 1
            case = w.queue[queue].head
            if chosen >= 0 and not comes_before(w, case, chosen):
                continue
            person = best_free(w, case, np.int64(w.case[case].apparent), queue, -1, 0, room, now)
            if person >= 0:
                chosen = case
                chosen_person = person
    return chosen, chosen_person


@inlined
def lent_work(w, below, now):
    """5.2 The least head that somebody of another room may take, of a rank below; -1, -1: there is none."""
    classes = w.run[0].classes
    chosen = -1
    chosen_person = -1
    for work_class in range(classes):
        everybody = w.run[0].rooms * classes + work_class
        if w.queue[everybody].queued == 0 or nobody_free(w, everybody):
            continue
        for word in range(w.waiting_rooms.shape[1]):
            left = w.waiting_rooms[work_class, word]
            while left != 0:
                room = word * BITS + lowest_bit(left)
                left &= left - 1
                case = w.queue[room * classes + work_class].head
                if w.case[case].rank >= below or not may_be_lent(w.case[case], w.policy[0], now):
                    continue
                if chosen >= 0 and not comes_before(w, case, chosen):
                    continue
                reach = w.policy[0].borrowing
                person = best_free(w, case, np.int64(w.case[case].apparent), everybody, room, reach, room, now)
                if person >= 0:
                    chosen = case
                    chosen_person = person
    return chosen, chosen_person


@inlined
def anybody_waits(w, below):
    """Whether any case of a rank below stands in a queue."""
    waiting = 0
    for rank in range(below):
        waiting += w.waiting_of[rank]
    return waiting > 0


@inlined
def most_urgent(w, touched, now):
    """5.2 The least of all own and lent work, and who takes it: by rank, own before lent; -1, -1: there is none.

    Lent work is looked for only where some of a rank below that of the own waits.
    """
    chosen = -1
    chosen_person = -1
    below = w.waiting_of.size
    for place in range(touched):
        case, person = own_work(w, w.touched[place], now)
        if case >= 0 and (chosen < 0 or comes_before(w, case, chosen)):
            chosen = case
            chosen_person = person
            below = w.case[case].rank
    if anybody_waits(w, below):
        case, person = lent_work(w, below, now)
        if case >= 0:
            return case, person
    return chosen, chosen_person


@inlined
def expiry_due(w, case, number, now):
    """Whether an expiry in the heap is due; one that is late by a later wait is set anew."""
    if w.case[case].number != number:
        return False  # ended, and its place is another's
    w.case[case].expiry_set = False
    if not is_waiting(w.case[case]):
        return False
    if w.case[case].expiry_at > now:
        w.case[case].expiry_set = True
        push(w, w.case[case].expiry_at, EXPIRY, case)
        return False
    return True


@inlined
def next_event(w):
    """The least of the next completion, shift event, arrival and the heap: (time, key, whether of the heap).

    Of a completion the key says the kind alone, which is all that its place among others depends on.
    """
    run = w.run[0]
    now = math.inf
    key = 0
    if run.next_done < NEVER:
        now = run.next_done / TICKS
        key = COMPLETION
    if run.next_shift < w.shift.size:
        shift = w.shift[run.next_shift]
        shift_key = (SHIFT_END if shift.kind == ShiftEvent.END else SHIFT_START) + shift.person
        if before(shift.time, shift_key, now, key):
            now = shift.time
            key = shift_key
    if run.next_case < w.arrival.size:
        arrival = w.arrival[run.next_case]
        if before(arrival, ARRIVAL + run.next_case, now, key):
            now = arrival
            key = ARRIVAL + run.next_case
    if before(run.week_ends, WEEK + run.week, now, key):
        now = run.week_ends
        key = WEEK + run.week
    from_heap = run.events_ahead > 0 and before(w.event[0].time, w.event[0].key, now, key)
    if from_heap:
        now = w.event[0].time
        key = w.event[0].key
    return now, key, from_heap


@inlined
def shift_event(w, kind, person, now):
    """A shift ends or starts. Returns whether anything changes."""
    shift = w.shift[w.run[0].next_shift]
    w.run[0].next_shift += 1
    if kind == SHIFT_END:
        if not w.who[person].on_shift:
            return False
        leave_work(w, person, now)
    elif not come_to_work(w, person, shift, now):
        return False
    touch(w, w.who[person].room)
    return True


@inlined
def completion(w, person, now):
    """An occupation ends; a step moves its case on."""
    goes_on = False
    if w.who[person].occupation == Occupation.LEADING:
        case = w.who[person].leading_case
        last = np.int64(last_position(w.case[case]))
        function = w.function[np.int64(w.need[w.case[case].number, w.case[case].position])]
        w.who[person].after_call += minutes_after_call(w.case[case], function, w.run[0])
        has_need = end_step(w.case[case], w.policy[0], work_of(w, case))
        if w.policy[0].account_memory_weeks > 0.0 and not w.case[case].is_triage:
            serve(w, case, person, now)
        outside = outside_after(w, case, last)
        following = leads_next(w, case, now) if has_need and outside == 0.0 else -1
        stop_listening(w, case, following, now)
        if outside > 0.0:
            to_outside(w, case, has_need, now, outside)
        elif not has_need:
            end_contact(w, case, now, Outcome.RESOLVED)
        elif following >= 0:
            begin(w, case, following, -1, 1)
        elif w.policy[0].lead == Lead.FIXED and w.who[person].on_shift and lead_goes_on(w, case, person, now):
            goes_on = True
        else:
            w.run[0].to_assign = case
    if not goes_on:
        become_free(w, person, now)
    touch(w, w.who[person].room)


@inlined
def landing(w, case, number, now):
    """Work that changed hands is looked at, or a bot or somebody outside is done. Returns whether anything changes."""
    state = w.case[case]
    if state.number != number or state.landing_at != now or not is_landing(state):
        return False
    end_interval(w, case, now)
    if state.state == State.PICKUP:
        stand_in_queue(state, now)
        join(w, case, now)
    elif state.state == State.OUTSIDE and state.is_done:
        end_contact(w, case, now, Outcome.RESOLVED)
    elif state.state == State.OUTSIDE:
        w.run[0].to_assign = case
    elif bot_solves(state, w.policy[0], w.run[0]):
        end_contact(w, case, now, Outcome.BOT_RESOLVED)
    else:
        w.run[0].begins = case
    return True


@inlined
def expiry(w, case, number, now):
    """Patience runs out, or the channel closes. No room is touched. Returns whether anything changes."""
    if not expiry_due(w, case, number, now):
        return False
    give_up(w, case, now, end_of_waiting(w.case[case], now))
    return True


@inlined
def lending(w, case, number, now):
    """Work has stood in its queue for long enough. No room is touched. Returns whether it has."""
    state = w.case[case]
    return state.number == number and state.state == State.WAITING and lendable_from(state, w.policy[0]) == now


@inlined
def begins(w, case, now):
    """A contact begins: with a bot, or with people, to be assigned; or refused, as no line is free or it is closed."""
    state = w.case[case]
    way_in = channel_of(w, case)
    outcome = Outcome.OPEN
    if not state.has_line:
        if finds_no_line(way_in, w.lines_in_use[np.int64(state.channel)]):
            outcome = Outcome.BLOCKED
        else:
            w.lines_in_use[np.int64(state.channel)] += 1
            state.has_line = True
            if state.contact == 0 and bot_answers(state, way_in, w.policy[0], w.run[0]):
                state.landing_at = begin_with_bot(state, w.policy[0], now)
                push(w, state.landing_at, LANDING, case)
                return
    if outcome == Outcome.OPEN and is_turned_away(state, way_in, w.open_before, now):
        outcome = Outcome.TURNED_AWAY
    if outcome == Outcome.OPEN:
        w.run[0].to_assign = case
    else:
        end_contact(w, case, now, outcome)


@inlined
def arrival(w, now):
    """The next case comes."""
    number = w.run[0].next_case
    w.run[0].next_case = number + 1
    if w.run[0].keep_accounts == 0 or not stays_away(w, number, now):
        w.run[0].begins = come(w, number)


@inlined
def happen(w, kind, index, from_heap, now):
    """The next event itself. Returns whether anything changes."""
    if kind == COMPLETION:
        completion(w, next_done(w), now)
        return True
    if kind == ARRIVAL:
        arrival(w, now)
        return True
    if kind == WEEK:
        weeks_end(w, now)
        return True
    if not from_heap:
        return shift_event(w, kind, index, now)
    case = w.event[0].case
    pop(w)
    if kind == CALL:
        call(w, case, now)
        return True
    if kind == LANDING:
        return landing(w, case, index, now)
    if kind == EXPIRY:
        return expiry(w, case, index, now)
    if kind == LENDING:
        return lending(w, case, index, now)
    begin_contact(w, case, now)
    w.run[0].begins = case
    return True


@inlined
def dispatch(w, now):
    """5 Own and lent work by priority; or that of touched rooms in ascending order, then what is lent."""
    run = w.run[0]
    if run.by_count:
        settle_rests(w, now)
    touched = run.touched
    run.touched = 0
    by_priority = run.lends and w.policy[0].lend_order == LendOrder.BY_PRIORITY
    side = 0
    while run.waiting > 0 and run.free > 0:
        if by_priority:
            case, person = most_urgent(w, touched, now)
        elif side < touched:
            case, person = own_work(w, w.touched[side], now)
        elif run.lends:
            case, person = lent_work(w, w.waiting_of.size, now)
        else:
            return
        if case >= 0:
            start_from_queue(w, case, person, now)
        elif side < touched and not by_priority:
            side += 1
        else:
            return


@inlined
def pick_up_later(w, case, now):
    """A case that changes hands and found nobody free waits to be looked at, where that takes time."""
    if w.case[case].holder < 0:
        return
    last_team = w.who[np.int64(w.case[case].holder)].team
    minutes = minutes_to_pickup(w.case[case], channel_of(w, case), last_team)
    if minutes > 0.0:
        leave(w, case)
        to_pickup(w, case, now, minutes)


@inlined
def begin_to_wait(w, assigned, now):
    """5.4 Of a case that nobody took: no place to wait, patience, pickup. assigned: by this event, or -1."""
    joined = w.run[0].joined
    waits = assigned >= 0 and w.case[assigned].state == State.WAITING
    if waits and finds_no_room(
        w.case[assigned], channel_of(w, assigned), w.waiting_by[np.int64(w.case[assigned].channel)]
    ):
        give_up(w, assigned, now, Outcome.BLOCKED)
        return
    if joined >= 0 and w.case[joined].state == State.WAITING:
        count_wings_in_the_way(w, joined, now)
    if waits:
        await_expiry(w, assigned)
        pick_up_later(w, assigned, now)


@compiled
def simulate(address):
    """Run one replication of one column, or as much of it as there is room for.

    address: of its `world_table`. Returns -1 at the end, `stopped_at` is set then; or the place in GROWING of the table
    that must be enlarged before the same World goes on from where it is, or STAGE where it may go over to another
    formation before that.
    """
    w = world_at(address)
    run = w.run[0]
    while True:
        too_small = table_too_small(w)
        if too_small >= 0:
            return too_small

        run.started = 0
        run.to_assign = -1
        run.begins = -1
        run.joined = -1
        if run.new_stage != NewStage.NONE:  # the rest of the event in which it begins
            now = run.last_time
            kind = WEEK
            begin_stage(w, now)
        else:
            # Next event
            now, key, from_heap = next_event(w)
            if run.unfinished == 0 and now >= run.cohort_end:
                run.stopped_at = max(run.cohort_end, run.last_time)
                break
            if now > run.end:
                run.stopped_at = run.end
                break
            index = key & INDEX
            kind = key - index

            # What happens
            if not happen(w, kind, index, from_heap, now):
                continue
            run.events += 1
            run.last_time = now
            if kind == WEEK and run.week == run.switch_week:
                return STAGE
        if run.begins >= 0:
            begins(w, run.begins, now)
        assigned = run.to_assign
        if assigned >= 0:
            assign(w, assigned, now)
            person = put_through_to(w, assigned)
            if person >= 0:
                start_from_queue(w, assigned, person, now)

        # Dispatch: 1 touched rooms in order, 2 lending, 3 finish what started, 4 pickup
        if kind == WEEK and run.touched == 0:
            continue
        dispatch(w, now)
        for place in range(run.started):
            finish_start(w, place, now)
        begin_to_wait(w, assigned, now)
    close_books(w, run.stopped_at)
    return -1
