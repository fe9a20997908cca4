"""Steps in the compiled core: starting one, with all who have a part in it."""

from __future__ import annotations

import math

import numpy as np

from sim.core.accounts import serve
from sim.core.bits import BITS, lowest_bit
from sim.core.cases import channel_of, contact_row, diagnosed, new_segment
from sim.core.completions import TICKS
from sim.core.heap import push
from sim.core.inline import called, inlined
from sim.core.people import (
    become_free,
    best_free,
    has_led,
    is_able,
    known_to_team,
    listen,
    may_take_from,
    meeting_with,
    occupy,
    pay_link,
    pressure_in,
    remembers,
    score_of,
    take,
)
from sim.core.queues import queue_at, touch
from sim.core.world import CALL, MAX_WINGS
from sim.foundation.kinds import Borrowing, Occupation, SegmentKind, State
from sim.process.accounts import history_known, note_function, recognise, recognise_joining
from sim.process.fatigue import count_led, settle, spare_lead, tiring_of_lead
from sim.process.hands import (
    become_owner,
    change_hands,
    find_out,
    giver_links,
    is_crossing,
    is_referred,
    owner_briefs,
    owner_there,
)
from sim.process.people import is_free, owe
from sim.process.rows import describe_join_segment
from sim.process.service import (
    add_up,
    adviser_until,
    book_parts,
    call_at,
    count_call,
    function_to_call,
    go_to_wing,
    has_wings,
    is_own_queue,
    is_put_off,
    last_position,
    may_lead_next,
    measure_step,
    needs_no_wing,
    work_left,
)
from sim.process.staff import feel_pressure
from sim.process.together import can_go_together, join_step, may_be_joined, outlasts, reach_to_join
from sim.process.waiting import may_be_lent
from sim.process.weeks import practised
from sim.rules.matching import can_serve, within_reach


@inlined
def begin(w, case, person, adviser, goes_on):
    """Note a step that starts in this event; it is finished after the dispatch."""
    place = w.run[0].started
    w.run[0].started = place + 1
    w.start[place].case = case
    w.start[place].person = person
    w.start[place].adviser = adviser
    w.start[place].goes_on = goes_on
    w.case[case].state = State.SERVING


@inlined
def true_function(w, case):
    """The function that the present need truly belongs to."""
    return np.int64(w.need[w.case[case].number, w.case[case].position])


@inlined
def work_of(w, case):
    """Work of the needs of a step, minutes."""
    work = 0.0
    for place in range(w.case[case].position, last_position(w.case[case]) + 1):
        work += work_left(w.case[case], w.policy[0], w.work[w.case[case].number, place])
    return work


@called
def colleague(w, case, person, function, reach, queue_room, now):
    """The best free colleague able for a function: own room first, then others within reach; -1: none.

    reach, queue_room: as in `best_free`.
    """
    room = w.who[person].room
    language = w.case[case].language
    best = best_free(w, case, function, queue_at(w, room, function, language), -1, reach, queue_room, now)
    if best < 0 and w.run[0].rooms > 1 and reach != Borrowing.NONE:
        everybody = queue_at(w, w.run[0].rooms, function, language)
        best = best_free(w, case, function, everybody, room, reach, queue_room, now)
    return best


@inlined
def meeting(w, case, person):
    """The place of the meeting of a case with a person; a new one where there was none."""
    place = meeting_with(w, case, person)
    if place >= 0:
        return place
    run = w.run[0]
    place = run.spare_meeting
    if place >= 0:
        run.spare_meeting = np.int64(w.meeting[place].before)
    else:
        place = run.meetings
        run.meetings += 1
    w.meeting[place].key = w.who[person].key
    w.meeting[place].led = False
    w.meeting[place].heard = False
    w.meeting[place].function = -1
    w.meeting[place].several = False
    w.meeting[place].before = w.case[case].met
    w.case[case].met = place
    return place


@inlined
def note_need(w, place, function):
    """Somebody leads or hears a step: which functions they have met, where that matters. place: of the meeting."""
    if w.policy[0].causes_removable > 0.0:
        note_function(w.meeting[place], function)


@inlined
def listened(w, case, person):
    """Whether a person was a wing of the step before."""
    found = False
    for place in range(w.case[case].wings):
        found = found or w.wing[case * MAX_WINGS + place] == person
    return found


@inlined
def take_over(w, case, person, there, now):
    """A case changes hands, or stays with who has it. there: the owner takes over, or is there to brief."""
    state = w.case[case]
    last = np.int64(state.holder)
    team = w.who[person].team
    last_team = w.who[last].team if last >= 0 else -1
    distance = w.distance[last_team, team] if last >= 0 else 0
    place = meeting(w, case, person)
    known = w.meeting[place].led
    change_hands(
        state,
        contact_row(w, case),
        w.policy[0],
        person,
        team,
        last_team,
        distance,
        listened(w, case, person) and w.meeting[place].heard,
        known,
        there,
        now,
    )
    own = 0.0 if known else remembers(w, case, person, now)
    in_team = 0.0 if known else known_to_team(w, case, person, own, now)
    recognise(state, contact_row(w, case), known, own, in_team, now)
    w.meeting[place].led = True
    note_need(w, place, true_function(w, case))
    state.wings = 0
    if w.policy[0].walls == 0:
        state.team = team


@called
def owe_and_pay(w, person, minutes, now):
    """The giver of a handoff, or an owner, owes time to whoever takes over, and pays at once if free."""
    owe(w.who[person], minutes)
    if is_free(w.who[person]):
        take(w, person)
        pay_link(w, person, now)


@inlined
def be_advised(w, case, person, adviser, now):
    """The adviser is occupied for a share of the step, and to link from another room."""
    from_elsewhere = w.who[adviser].room != w.who[person].room
    until = adviser_until(w.policy[0], w.length[0].rework_minutes, from_elsewhere, now)
    occupy(w, adviser, Occupation.CONSULTING, case, now, until, 1.0)
    new_segment(w, case, SegmentKind.CONSULT, adviser, now, until)


@inlined
def lead(w, case, person, own_minutes, now):
    """The person is occupied with the step, and it is written down. own_minutes: of them, as others may take longer."""
    state = w.case[case]
    until = now + w.length[0].rework_minutes
    occupy(w, person, Occupation.LEADING, case, now, until, tiring_of_lead(state, w.policy[0], 0))
    w.practice[person, true_function(w, case)] += practised(state, w.run[0], own_minutes)
    place = new_segment(w, case, SegmentKind.STEP, person, now, until)
    if place >= 0:
        segment = w.segments[place]
        segment.change = state.change
        segment.warm = state.warm
        segment.context = state.context
        segment.fatigue = w.who[person].fatigue
        segment.own_minutes = own_minutes
        book_parts(segment, w.length[0], math.inf)


@called
def gather(w, case, person, now):
    """Others join a step that starts, each for a need that follows."""
    state = w.case[case]
    policy = w.policy[0]
    while last_position(state) + 1 < state.needs:
        position = last_position(state) + 1
        need = w.need[state.number]
        function = np.int64(need[position])
        hidden = w.hidden[state.number]
        wrong = w.wrong[function]
        independent = w.independent[function]
        familiarity = w.who[person].familiarity
        if not can_go_together(
            state, channel_of(w, case), policy, w.run[0], need, hidden, wrong, independent, position, familiarity
        ):
            return
        other = colleague(w, case, person, function, reach_to_join(policy), w.who[person].room, now)
        if other < 0:
            return
        take(w, other)
        w.joining[state.joined] = other
        met = meeting(w, case, other)
        known = w.meeting[met].led
        join_step(state, contact_row(w, case), policy, w.who[other].team, known, now)
        in_team = 0.0 if known else known_to_team(w, case, other, remembers(w, case, other, now), now)
        recognise_joining(state, contact_row(w, case), known, in_team, now)
        if policy.account_memory_weeks > 0.0:
            serve(w, case, other, now)
        w.meeting[met].led = True
        note_need(w, met, function)


@inlined
def measure(w, case, person, position, function, skill, colleagues, link_minutes, briefing, into, now):
    """How long somebody takes for a need of a step that starts, and what the customer meets in that.

    position, function: of the need, and what it seems to be. into: row of `length`.
    """
    state = w.case[case]
    policy = w.policy[0]
    who = w.who[person]
    settle(who, w.people[person], policy, w.run[0], now)
    add_up(state, contact_row(w, case), who, skill, now)
    work = work_left(state, policy, w.work[state.number, position])
    everybody = queue_at(w, w.run[0].rooms, function, state.language)
    is_own = is_own_queue(state, policy, who.team, w.queue[everybody].teams)
    known = history_known(state, w.accounts[np.int64(state.account_row)], policy, position)
    pressure = pressure_in(w, who.room)
    feel_pressure(who, pressure)
    length = w.length[into]
    run = w.run[0]
    measure_step(
        state, who, policy, run, length, work, skill, known, is_own, colleagues, link_minutes, briefing, pressure
    )


@called
def join_all(w, case, colleagues, link_minutes, briefing, now):
    """Whoever joins a step is occupied with their own need; the step is as long as whoever takes longest."""
    state = w.case[case]
    for place in range(state.joined):
        other = w.joining[place]
        position = state.position + place + 1
        function = np.int64(w.need[state.number, position])
        skill = w.skill[other, function]
        measure(w, case, other, position, function, skill, colleagues, link_minutes, briefing, 1, now)
        own = w.length[1]
        until = now + own.rework_minutes
        count_led(w.who[other], w.policy[0], own.rework_minutes, now - w.who[other].free_since)
        occupy(w, other, Occupation.JOINING, -1, now, until, tiring_of_lead(state, w.policy[0], 0))
        w.practice[other, function] += practised(state, w.run[0], own.rework_minutes)
        written = new_segment(w, case, SegmentKind.JOIN, other, now, until)
        if written >= 0:
            segment = w.segments[written]
            describe_join_segment(segment, w.need[state.number, position], position)
            segment.context = state.context
            segment.fatigue = w.who[other].fatigue
            segment.own_minutes = own.rework_minutes
            book_parts(segment, own, math.inf)
        if outlasts(own, w.length[0]):
            w.length[0] = own


@called
def finish_start(w, place, now):
    """Link, length, completions and call of a step that starts now; numbered as in process.md."""
    case = w.start[place].case
    person = w.start[place].person
    adviser = w.start[place].adviser
    policy = w.policy[0]
    state = w.case[case]
    who = w.who[person]
    true = true_function(w, case)
    skill = w.skill[person, true] if adviser < 0 else policy.consult_skill
    giver = np.int64(state.holder)
    owner = np.int64(state.owner)
    find_out(state, policy, w.run[0], true, skill)
    still_there = owner >= 0 and has_led(w, case, owner)
    there = owner_there(state, policy, person, still_there, owner >= 0 and w.who[owner].on_shift)
    colleagues = np.int64(state.wings)
    take_over(w, case, person, there, now)
    if not state.warm:
        colleagues = 0

    # 6.6 Links of both sides, briefing by the owner
    links = 1 if is_crossing(state, policy, who.team) else 0
    if giver_links(state, policy):
        owe_and_pay(w, giver, policy.link_minutes, now)
    briefing = 0.0
    if owner_briefs(state, policy, person, there):
        briefing = policy.briefing_minutes
        owe_and_pay(w, owner, briefing, now)
    become_owner(state, person, still_there)
    if adviser >= 0:
        colleagues += 1
        links += w.who[adviser].room != who.room

    # 6.12 Others join, each for a need that follows
    if may_be_joined(state, policy):
        gather(w, case, person, now)
        colleagues += state.joined
        for joined in range(state.joined):
            links += w.who[w.joining[joined]].room != who.room

    # 6.8 Duration; 6.14 as long as whoever takes longest
    link_minutes = links * policy.link_minutes
    position = np.int64(state.position)
    measure(w, case, person, position, np.int64(state.apparent), skill, colleagues, link_minutes, briefing, 0, now)
    own_minutes = w.length[0].rework_minutes
    if state.joined > 0:
        join_all(w, case, colleagues, link_minutes, briefing, now)
    length = w.length[0]
    book_parts(contact_row(w, case), length, state.deadline - now)
    count_led(who, policy, length.rework_minutes, 0.0 if w.start[place].goes_on else now - who.free_since)

    # 6.9 Completions
    lead(w, case, person, own_minutes, now)
    if adviser >= 0:
        be_advised(w, case, person, adviser, now)

    # 6.7 Whoever is to take over is called later
    if has_wings(state, policy):
        plan_call(w, case, now)


@called
def plan_call(w, case, now):
    """Let wings be called before a step ends, if there is a need to call them for."""
    state = w.case[case]
    policy = w.policy[0]
    need = w.need[state.number]
    hidden = w.hidden[state.number]
    last = last_position(state)
    wrong = w.wrong[np.int64(need[min(last + 1, state.needs - 1)])]
    function = w.function[np.int64(need[last])]
    way_in = channel_of(w, case)
    familiarity = w.who[np.int64(state.holder)].familiarity
    state.called_for = function_to_call(state, function, way_in, policy, w.run[0], need, hidden, wrong, familiarity)
    if state.called_for >= 0:
        minutes = w.length[0].rework_minutes
        push(w, call_at(policy, minutes, now + minutes), CALL, case)


@called
def call(w, case, now):
    """Those who suit the next need best listen until the step ends, where they suit it better than whoever leads."""
    state = w.case[case]
    policy = w.policy[0]
    person = np.int64(state.holder)
    function = np.int64(state.called_for)
    until = w.done_at[person] / TICKS
    while state.wings < policy.wings:
        wing = colleague(w, case, person, function, policy.borrowing, w.who[person].room, now)
        if wing < 0:
            break
        if state.wings == 0:
            own = score_of(w, case, person, function, now)
            best = score_of(w, case, wing, function, now)
            if needs_no_wing(policy, w.skill[person, function], own, best):
                break
        take(w, wing)
        listen(w, wing, now, until)
        w.overheard[wing, true_function(w, case)] += practised(state, w.run[0], until - now)
        w.wing[case * MAX_WINGS + state.wings] = wing
        state.wings += 1
        place = meeting(w, case, wing)
        w.meeting[place].heard = True
        note_need(w, place, true_function(w, case))
        count_call(state, contact_row(w, case), now)
        new_segment(w, case, SegmentKind.LISTEN, wing, now, until)
    if state.wings > 0:
        spare_lead(w.who[person], w.people[person], state, policy, w.run[0], np.int64(state.wings), now)


@called
def stop_listening(w, case, following, now):
    """The wings of a step that ends are free, or pay what they owe; but for one who leads next, -1: none does."""
    for place in range(w.case[case].wings):
        wing = np.int64(w.wing[case * MAX_WINGS + place])
        w.run[0].listening -= 1
        if wing != following:
            become_free(w, wing, now)
            touch(w, w.who[wing].room)


@inlined
def is_wanted_from(w, case, wing, room, work_class, now):
    """Whether a wing able for it may take the head of a queue in which somebody waits, and it goes before the case."""
    run = w.run[0]
    queue = room * run.classes + work_class
    head = w.queue[queue].head
    if not is_put_off(channel_of(w, case).rank, w.case[head].rank):
        return False
    home = w.who[wing].room
    if room != home:
        reached = within_reach(w.policy[0].borrowing, w.distance[room, home])
        if not reached or not may_be_lent(w.case[head], w.policy[0], now):
            return False
    return may_take_from(w, wing, queue, work_class // run.languages)


@called
def is_wanted(w, case, wing, now):
    """Whether work of a higher priority waits that a wing may take."""
    run = w.run[0]
    for work_class in range(run.classes):
        everybody = run.rooms * run.classes + work_class
        if w.queue[everybody].queued == 0 or not is_able(w, wing, everybody):
            continue
        for word in range(w.waiting_rooms.shape[1]):
            left = w.waiting_rooms[work_class, word]
            while left != 0:
                room = word * BITS + lowest_bit(left)
                left &= left - 1
                if is_wanted_from(w, case, wing, room, work_class, now):
                    return True
    return False


@called
def leads_next(w, case, now):
    """The wing who takes over a case that has another need, and the start of that step; -1: nobody does."""
    state = w.case[case]
    if state.wings == 0:
        return -1
    wing = np.int64(w.wing[case * MAX_WINGS])
    apparent = diagnosed(w, case)
    if not may_lead_next(state, w.who[wing], apparent) or is_wanted(w, case, wing, now):
        return -1
    go_to_wing(state, w.who[wing].team, apparent)
    return wing


@inlined
def lead_goes_on(w, case, person, now):
    """Whether a fixed lead keeps the case: alone, or with a free colleague to consult."""
    if is_referred(w.case[case]):
        return False
    true = true_function(w, case)
    adviser = -1
    if not can_serve(w.skill[person, true]):
        adviser = colleague(w, case, person, true, w.policy[0].borrowing, -1, now)
        if adviser < 0:
            return False
        take(w, adviser)
    w.case[case].apparent = true
    begin(w, case, person, adviser, 1)
    return True
