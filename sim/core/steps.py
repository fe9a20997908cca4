"""Steps in the compiled core: starting one, with all who have a part in it."""

from __future__ import annotations

import math

import numpy as np

from sim.core.cases import contact_row, new_segment
from sim.core.inline import called, inlined
from sim.core.people import best_free, has_served, occupy, pay_link, take
from sim.core.queues import queue_at
from sim.core.world import MAX_WINGS
from sim.foundation.kinds import Occupation, SegmentKind, State
from sim.process.fatigue import count_led, settle, tiring_of_lead
from sim.process.hands import (
    become_owner,
    change_hands,
    find_out,
    giver_links,
    is_referred,
    owner_briefs,
    owner_there,
)
from sim.process.people import is_free, owe
from sim.process.service import add_up, book_parts, colleague_until, measure_step, next_function, work_left
from sim.rules.matching import can_serve


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
def colleague(w, case, person, function, now):
    """The best free colleague able for a function: own room first, then by borrowing; -1: none."""
    room = w.who[person].room
    language = w.case[case].language
    best = best_free(w, case, function, queue_at(w, room, function, language), -1, -1, now)
    if best < 0 and w.run[0].lends:
        best = best_free(w, case, function, queue_at(w, w.run[0].rooms, function, language), room, -1, now)
    return best


@inlined
def meet(w, case, person):
    """A case meets somebody new."""
    run = w.run[0]
    place = run.spare_meeting
    if place >= 0:
        run.spare_meeting = w.meeting[place].before
    else:
        place = run.meetings
        run.meetings += 1
    w.meeting[place].person = person
    w.meeting[place].before = w.case[case].met
    w.case[case].met = place


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
    known = has_served(w, case, person)
    change_hands(
        state,
        contact_row(w, case),
        w.policy[0],
        person,
        team,
        last_team,
        distance,
        listened(w, case, person),
        known,
        there,
        now,
    )
    if not known:
        meet(w, case, person)
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
def attach_wings(w, case, person, now):
    """Wings for the next need, best first. Returns how many are of another room."""
    links = 0
    state = w.case[case]
    number = state.number
    function = np.int64(
        next_function(
            state, w.function[true_function(w, case)], w.policy[0], w.run[0], w.need[number], w.hidden[number]
        )
    )
    if function < 0:
        return links
    for _ in range(w.policy[0].wings):
        wing = colleague(w, case, person, function, now)
        if wing < 0:
            break
        take(w, wing)
        w.wing[case * MAX_WINGS + state.wings] = wing
        state.wings += 1
        links += w.who[wing].room != w.who[person].room
    return links


@inlined
def occupy_colleague(w, case, person, other, occupation, kind, share, now):
    """A wing or an adviser is occupied for a share of the step, and to link from another room."""
    from_elsewhere = w.who[other].room != w.who[person].room
    until = colleague_until(w.policy[0], w.length[0].rework_minutes, share, from_elsewhere, now)
    occupy(w, other, occupation, case, now, until, 1.0)
    new_segment(w, case, kind, other, now, until)


@inlined
def lead(w, case, person, now):
    """The person is occupied with the step, and it is written down."""
    state = w.case[case]
    until = now + w.length[0].rework_minutes
    occupy(w, person, Occupation.LEADING, case, now, until, tiring_of_lead(state, w.policy[0], state.wings))
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
    """Link, wings, length and completions of a step that starts now; numbered as in process.md."""
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
    take_over(w, case, person, there, now)

    # 6.6 Link by the giver, briefing by the owner
    links = 0
    if giver_links(state, policy):
        links = 1
        owe_and_pay(w, giver, policy.link_minutes, now)
    briefing = 0.0
    if owner_briefs(state, policy, person, there):
        briefing = policy.briefing_minutes
        owe_and_pay(w, owner, briefing, now)
    become_owner(state, person)
    if adviser >= 0:
        links += w.who[adviser].room != who.room

    # 6.7 Wings
    if not state.is_triage and policy.wings > 0:
        links += attach_wings(w, case, person, now)

    # 6.8 Duration
    settle(who, w.people[person], policy, w.run[0], now)
    contact = contact_row(w, case)
    add_up(state, contact, who, skill, now)
    colleagues = state.wings + (1 if adviser >= 0 else 0)
    length = w.length[0]
    work = work_of(w, case)
    measure_step(state, who, policy, length, work, skill, colleagues, links * policy.link_minutes, briefing)
    book_parts(contact, length, state.deadline - now)
    count_led(who, policy, length.rework_minutes, 0.0 if w.start[place].goes_on else now - who.free_since)

    # 6.9 Completions
    lead(w, case, person, now)
    for wing_place in range(state.wings):
        wing = np.int64(w.wing[case * MAX_WINGS + wing_place])
        occupy_colleague(w, case, person, wing, Occupation.LISTENING, SegmentKind.LISTEN, policy.listen_share, now)
    if adviser >= 0:
        occupy_colleague(
            w, case, person, adviser, Occupation.CONSULTING, SegmentKind.CONSULT, policy.consult_share, now
        )


@inlined
def lead_goes_on(w, case, person, now):
    """Whether a fixed lead keeps the case: alone, or with a free colleague to consult."""
    if is_referred(w.case[case]):
        return False
    true = true_function(w, case)
    adviser = -1
    if not can_serve(w.skill[person, true]):
        adviser = colleague(w, case, person, true, now)
        if adviser < 0:
            return False
        take(w, adviser)
    w.case[case].apparent = true
    begin(w, case, person, adviser, 1)
    return True
