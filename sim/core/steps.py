"""Steps in the compiled core: starting one, with all who have a part in it."""

from __future__ import annotations

import math

import numpy as np

from sim.core.cases import channel_of, contact_row, diagnosed, new_segment
from sim.core.completions import TICKS
from sim.core.heap import push
from sim.core.inline import called, inlined
from sim.core.people import (
    become_free,
    best_free,
    is_able,
    listen,
    may_take_from,
    meeting_with,
    occupy,
    pay_link,
    score_of,
    take,
)
from sim.core.queues import queue_at, touch
from sim.core.world import CALL, MAX_WINGS
from sim.foundation.kinds import Occupation, SegmentKind, State
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
    may_lead_next,
    measure_step,
    needs_no_wing,
    work_left,
)
from sim.process.waiting import may_be_lent
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
    """Work of the need at hand, minutes."""
    return work_left(w.case[case], w.policy[0], w.work[w.case[case].number, w.case[case].position])


@inlined
def colleague(w, case, person, function, queue_room, now):
    """The best free colleague able for a function: own room first, then by borrowing; -1: none.

    queue_room: as in `best_free`.
    """
    room = w.who[person].room
    language = w.case[case].language
    best = best_free(w, case, function, queue_at(w, room, function, language), -1, queue_room, now)
    if best < 0 and w.run[0].lends:
        best = best_free(w, case, function, queue_at(w, w.run[0].rooms, function, language), room, queue_room, now)
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
    w.meeting[place].person = person
    w.meeting[place].led = False
    w.meeting[place].heard = False
    w.meeting[place].before = w.case[case].met
    w.case[case].met = place
    return place


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
    change_hands(
        state,
        contact_row(w, case),
        w.policy[0],
        person,
        team,
        last_team,
        distance,
        listened(w, case, person),
        w.meeting[place].led,
        there,
        now,
    )
    w.meeting[place].led = True
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
def lead(w, case, person, now):
    """The person is occupied with the step, and it is written down."""
    state = w.case[case]
    until = now + w.length[0].rework_minutes
    occupy(w, person, Occupation.LEADING, case, now, until, tiring_of_lead(state, w.policy[0], 0))
    place = new_segment(w, case, SegmentKind.STEP, person, now, until)
    if place >= 0:
        segment = w.segments[place]
        segment.change = state.change
        segment.warm = state.warm
        segment.context = state.context
        segment.fatigue = w.who[person].fatigue
        book_parts(segment, w.length[0], math.inf)


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
    there = owner_there(state, policy, person, owner >= 0 and w.who[owner].on_shift)
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
    become_owner(state, person)
    if adviser >= 0:
        colleagues += 1
        links += w.who[adviser].room != who.room

    # 6.8 Duration
    settle(who, w.people[person], policy, w.run[0], now)
    contact = contact_row(w, case)
    add_up(state, contact, who, skill, now)
    length = w.length[0]
    work = work_of(w, case)
    everybody = queue_at(w, w.run[0].rooms, state.apparent, state.language)
    is_own = is_own_queue(state, policy, who.team, w.queue[everybody].teams)
    measure_step(state, who, policy, length, work, skill, is_own, colleagues, links * policy.link_minutes, briefing)
    book_parts(contact, length, state.deadline - now)
    count_led(who, policy, length.rework_minutes, 0.0 if w.start[place].goes_on else now - who.free_since)

    # 6.9 Completions
    lead(w, case, person, now)
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
    wrong = w.wrong[np.int64(need[min(state.position + 1, state.needs - 1)])]
    function = w.function[true_function(w, case)]
    way_in = channel_of(w, case)
    state.called_for = function_to_call(state, function, way_in, policy, w.run[0], need, hidden, wrong)
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
        wing = colleague(w, case, person, function, w.who[person].room, now)
        if wing < 0:
            break
        if state.wings == 0:
            own = score_of(w, case, person, function, now)
            best = score_of(w, case, wing, function, now)
            if needs_no_wing(policy, w.skill[person, function], own, best):
                break
        take(w, wing)
        listen(w, wing, now, until)
        w.wing[case * MAX_WINGS + state.wings] = wing
        state.wings += 1
        w.meeting[meeting(w, case, wing)].heard = True
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
    """Whether a wing may take the head of a queue, and it goes before the case."""
    run = w.run[0]
    queue = room * run.classes + work_class
    head = w.queue[queue].head
    if head < 0 or not is_put_off(channel_of(w, case).rank, w.case[head].rank):
        return False
    if room != w.who[wing].room and not may_be_lent(w.case[head], w.policy[0], now):
        return False
    everybody = run.rooms * run.classes + work_class
    return is_able(w, wing, everybody) and may_take_from(w, wing, queue, work_class // run.languages)


@called
def is_wanted(w, case, wing, now):
    """Whether work of a higher priority waits that a wing may take."""
    run = w.run[0]
    if run.waiting == 0:
        return False
    home = w.who[wing].room
    for room in range(run.rooms):
        if room != home and not within_reach(w.policy[0].borrowing, w.distance[room, home]):
            continue
        for work_class in range(run.classes):
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
        adviser = colleague(w, case, person, true, -1, now)
        if adviser < 0:
            return False
        take(w, adviser)
    w.case[case].apparent = true
    begin(w, case, person, adviser, 1)
    return True
