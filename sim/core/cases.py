"""Cases in the compiled core: arriving, being assigned, waiting, ending."""

from __future__ import annotations

import math

import numpy as np

from sim.core.heap import push
from sim.core.inline import called, inlined
from sim.core.queues import join
from sim.core.world import ENDED, EXPIRY, LANDING, PICKUP, QUEUED
from sim.demand.calendar import closed_minutes
from sim.demand.draws import Kind, decision, uniform
from sim.formation.arrays import TeamChoice
from sim.records.tables import SegmentKind
from sim.rules.diagnosis import misroute_probability
from sim.rules.matching import work_per_person

DIAGNOSIS, WRONG_FUNCTION, TEAM = int(Kind.DIAGNOSIS), int(Kind.WRONG_FUNCTION), int(Kind.TEAM)
LEAST_WAIT, BY_ACCOUNT = int(TeamChoice.LEAST_WAIT), int(TeamChoice.ACCOUNT)
QUEUE_SEGMENT, PICKUP_SEGMENT = int(SegmentKind.QUEUE), int(SegmentKind.PICKUP)


@inlined
def apparent_need(w, case):
    """What the need seems to be: the true function, or a wrong one by the need graph's weights."""
    position = w.case[case].position
    attempt = w.case[case].attempt
    true = np.int64(w.need[case, position])
    if w.run[0].functions == 1:
        return true
    policy = w.policy[0]
    chance = misroute_probability(
        attempt,
        w.case[case].ambiguity,
        w.run[0].mean_ambiguity,
        policy.misroute_share,
        policy.misroute_ambiguity_slope,
        policy.misroute_decay,
    )
    place = decision(0, position, attempt)
    if uniform(w.run[0].key, DIAGNOSIS, w.case[case].lineage, place) >= chance:
        return true
    u = uniform(w.run[0].key, WRONG_FUNCTION, w.case[case].lineage, place)
    for function in range(w.run[0].functions):
        if u < w.wrong[true, function]:
            return function
    return true


@inlined
def is_candidate(w, team, function, open_only):
    """Whether a team has a function, and somebody of it on shift where that is asked."""
    if open_only:
        return w.queue[team * w.run[0].functions + function].on_shift > 0
    return w.queue[team * w.run[0].functions + function].having > 0


@inlined
def choose_team(w, case, function):
    """Which team: stay if possible, else by the policy."""
    open_only = False
    candidates = 0
    for team in range(w.run[0].rooms):
        candidates += w.queue[team * w.run[0].functions + function].on_shift > 0
    if candidates > 0:
        open_only = True
    else:
        for team in range(w.run[0].rooms):
            candidates += w.queue[team * w.run[0].functions + function].having > 0
    present = np.int64(w.case[case].at_team)
    if w.case[case].holder >= 0 and present >= 0 and is_candidate(w, present, function, open_only):
        return present
    choice = w.policy[0].team_choice
    if choice == LEAST_WAIT:
        best = -1
        best_work = 0.0
        for team in range(w.run[0].rooms):
            if is_candidate(w, team, function, open_only):
                queue = w.queue[team * w.run[0].functions + function]
                busy = queue.busy if open_only else 0
                people = queue.on_shift if open_only else queue.having
                work = work_per_person(queue.queued, busy, people)
                if best < 0 or work < best_work:
                    best = team
                    best_work = work
        return best
    if choice == BY_ACCOUNT:
        u = uniform(w.run[0].key, TEAM, w.case[case].account, function + 1)
    else:
        u = uniform(w.run[0].key, TEAM, w.case[case].lineage, decision(0, w.case[case].position, w.case[case].attempt))
    chosen = math.floor(u * candidates)
    for team in range(w.run[0].rooms):
        if is_candidate(w, team, function, open_only):
            if chosen == 0:
                return team
            chosen -= 1
    return -1


@inlined
def assign(w, case, now):
    """Apparent need, team, queue. Returns the room to dispatch."""
    function = apparent_need(w, case)
    w.case[case].apparent = function
    room = 0
    if w.policy[0].walls != 0:
        room = choose_team(w, case, function)
        w.case[case].at_team = room
    else:
        w.case[case].at_team = -1
    w.case[case].state = QUEUED
    w.case[case].joined_at = now
    w.case[case].waiting_since = now
    w.case[case].interval_start = now
    if w.case[case].patience_left < math.inf:
        w.case[case].expiry_at = now + w.case[case].patience_left
        if not w.case[case].expiry_set:
            w.case[case].expiry_set = True
            push(w, w.case[case].expiry_at, EXPIRY + case)
    join(w, case)
    return room


@called
def book_wait(w, case, end, is_pickup):
    """Book the interval that ends now as closed hours and as queue or pickup, up to the deadline."""
    start = w.case[case].interval_start
    row = w.contacts[case]
    until = end if end < w.case[case].deadline else w.case[case].deadline
    if until > start:
        closed = closed_minutes(start, until, w.case[case].channel, w.open_before)
        row.closed_minutes += closed
        if is_pickup:
            row.pickup_minutes += (until - start) - closed
        else:
            row.queue_minutes += (until - start) - closed
    if w.run[0].keep_segments and end > start:
        place = w.run[0].segments
        w.run[0].segments = place + 1
        if place < w.segments.size:
            segment = w.segments[place]
            segment.case = case
            segment.step = w.case[case].step
            segment.kind = PICKUP_SEGMENT if is_pickup else QUEUE_SEGMENT
            segment.apparent = w.case[case].apparent
            segment.need = w.need[case, w.case[case].position]
            segment.need_position = w.case[case].position
            segment.attempt = w.case[case].attempt
            segment.team = w.case[case].at_team
            segment.person = -1
            segment.start = start
            segment.end = end


@called
def end_contact(w, case, now, outcome):
    """A contact ends, one way or another."""
    row = w.contacts[case]
    row.ended_at = now
    row.outcome = outcome
    w.case[case].state = ENDED
    if w.run[0].cohort_start <= w.case[case].arrival < w.run[0].cohort_end:
        w.run[0].unfinished -= 1


@called
def to_pickup(w, case, now, minutes):
    """Work that changed hands and found nobody free is out of sight for a while."""
    w.case[case].state = PICKUP
    w.case[case].interval_start = now
    push(w, now + minutes, LANDING + case)
