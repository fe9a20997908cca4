"""Cases in the compiled core: arriving, being assigned, waiting, ending."""

from __future__ import annotations

import math

import numpy as np

from sim.core.heap import push
from sim.core.inline import called, inlined
from sim.core.people import is_free
from sim.core.queues import join, queue_at
from sim.core.world import AWAY, ENDED, EXPIRY, LANDING, PICKUP, RETURN, WAITING, WITH_BOT
from sim.foundation.calendar import closed_minutes, open_moment_after
from sim.foundation.draws import Kind, decision, uniform
from sim.foundation.kinds import ComesBack, Lane, Outcome, ReturnTo, SegmentKind, TeamChoice
from sim.rules.context import context_after_handoff
from sim.rules.diagnosis import misroute_probability
from sim.rules.lanes import first_line_serves, lane_of
from sim.rules.matching import work_per_person
from sim.rules.returns import delay_minutes, distress_on_return, return_probability
from sim.rules.technology import context_with_technology, routed_misroute_share

DIAGNOSIS, WRONG_FUNCTION, TEAM = int(Kind.DIAGNOSIS), int(Kind.WRONG_FUNCTION), int(Kind.TEAM)
FORESEEN, COMES_BACK, DELAY = int(Kind.FORESEEN), int(Kind.COMES_BACK), int(Kind.DELAY)
FRONT, SAME_PERSON, OWNER = int(ReturnTo.FRONT), int(ReturnTo.SAME_PERSON), int(ReturnTo.OWNER)
ANY_LANE = int(Lane.ANY)
RESOLVED, BOT_RESOLVED = int(Outcome.RESOLVED), int(Outcome.BOT_RESOLVED)
REDIALS, RETURNS, CAPPED = int(ComesBack.REDIAL), int(ComesBack.RETURN), int(ComesBack.CAPPED)
LEAST_WAIT, BY_ACCOUNT = int(TeamChoice.LEAST_WAIT), int(TeamChoice.ACCOUNT)
QUEUE_SEGMENT, PICKUP_SEGMENT, BOT_SEGMENT = int(SegmentKind.QUEUE), int(SegmentKind.PICKUP), int(SegmentKind.BOT)


@inlined
def contact_row(w, case):
    """The row of the contact that a case is in."""
    row = np.int64(w.case[case].row)
    if row < w.contacts.size:
        return w.contacts[row]
    return w.later[row - w.contacts.size]


@inlined
def describe_contact(w, row, number, arrival, distress):
    """What is known beforehand of a contact of a case. row: blank. number: of the case."""
    row.case = number
    row.channel = w.channel[number]
    row.arrived_at = arrival
    row.deadline_at = w.deadline[number]
    row.distress = distress


@inlined
def first_contact(w, number):
    """The row of the first contact of a case, which may never come, before anything has happened in it."""
    w.contacts[number] = w.blank_contact[0]
    describe_contact(w, w.contacts[number], number, w.arrival[number], w.distress[number])


@called
def come(w, number):
    """A case of the tape comes, and has a place among those in the system. Returns that place."""
    run = w.run[0]
    case = run.spare_case
    if case >= 0:
        run.spare_case = np.int64(w.case[case].after)
    else:
        case = run.cases
        run.cases += 1
    w.case[case] = w.blank_case[0]
    state = w.case[case]
    state.number = number
    state.arrival = w.arrival[number]
    state.deadline = w.deadline[number]
    state.lineage = w.lineage[number]
    state.ambiguity = w.ambiguity[number]
    state.distress = w.distress[number]
    state.patience = w.patience[number]
    state.patience_left = w.patience[number]
    state.contact_arrival = w.arrival[number]
    state.account = w.account[number]
    state.channel = w.channel[number]
    state.language = w.language[number]
    state.needs = w.needs[number]
    state.row = number
    first_contact(w, number)
    return case


@inlined
def go(w, case):
    """A case ended for good: its place, and those of the meetings with it, are spare."""
    run = w.run[0]
    first = np.int64(w.case[case].met)
    if first >= 0:
        last = first
        while w.meeting[last].before >= 0:
            last = w.meeting[last].before
        w.meeting[last].before = run.spare_meeting
        run.spare_meeting = first
    w.case[case].state = ENDED
    w.case[case].number = -1
    w.case[case].after = run.spare_case
    run.spare_case = case


@inlined
def is_foreseen(w, case, position):
    """Whether a hidden need is seen beforehand."""
    if not w.hidden[w.case[case].number, position] or w.policy[0].predictive == 0.0:
        return False
    return uniform(w.run[0].key, FORESEEN, w.case[case].lineage, position) < w.policy[0].predictive


@inlined
def apparent_need(w, case):
    """What the need seems to be: the true function, or a wrong one by the need graph's weights."""
    position = w.case[case].position
    attempt = w.case[case].attempt
    true = np.int64(w.need[w.case[case].number, position])
    if w.run[0].functions == 1:
        return true
    if attempt == 0 and is_foreseen(w, case, position):
        return true
    policy = w.policy[0]
    chance = misroute_probability(
        attempt,
        w.case[case].ambiguity,
        w.run[0].mean_ambiguity,
        routed_misroute_share(
            policy.misroute_share * w.way_in[np.int64(w.case[case].channel)].misroute_factor,
            policy.intelligent_routing,
            policy.routing_misroute_cut,
        ),
        policy.misroute_ambiguity_slope,
        policy.misroute_decay,
    )
    place = decision(w.case[case].contact, position, attempt)
    if uniform(w.run[0].key, DIAGNOSIS, w.case[case].lineage, place) >= chance:
        return true
    u = uniform(w.run[0].key, WRONG_FUNCTION, w.case[case].lineage, place)
    for function in range(w.run[0].functions):
        if u < w.wrong[true, function]:
            return function
    return true


@inlined
def at_front_door(w, case):
    """Whether a first line answers this assignment: the first of a contact that comes back to nobody in particular."""
    run = w.run[0]
    if not run.has_door or w.case[case].holder >= 0 or w.case[case].team >= 0:
        return False
    return w.queue[queue_at(w, run.rooms, run.functions, w.case[case].language)].having > 0


@called
def lane_seen(w, case):
    """Simple or complex, by what can be seen."""
    in_sight = 0
    for position in range(w.case[case].needs):
        in_sight += not w.hidden[w.case[case].number, position] or is_foreseen(w, case, position)
    policy = w.policy[0]
    return lane_of(in_sight, w.case[case].ambiguity, policy.complex_from_needs, policy.complex_from_ambiguity)


@inlined
def admits(w, team, case, lane):
    """Whether a team that has a function serves such a case."""
    if w.team[team].first_line:
        return first_line_serves(1.0, w.case[case].ambiguity, w.policy[0].first_line_to_ambiguity)
    return w.team[team].lane == ANY_LANE or w.team[team].lane == lane


@inlined
def is_candidate(w, team, case, function, lane, open_only):
    """Whether a team has a function, admits the case (lane -1: all do), and is open where that is asked."""
    queue = w.queue[queue_at(w, team, function, w.case[case].language)]
    if (queue.on_shift if open_only else queue.having) == 0:
        return False
    return lane < 0 or admits(w, team, case, lane)


@inlined
def candidates_among(w, case, function, lane, open_only):
    """Number of candidates."""
    found = 0
    for team in range(w.run[0].rooms):
        found += is_candidate(w, team, case, function, lane, open_only)
    return found


@inlined
def waiting_for(w, team, function):
    """Cases waiting in a team for a function, in whatever language."""
    waiting = 0
    for language in range(w.run[0].languages):
        waiting += w.queue[queue_at(w, team, function, language)].queued
    return waiting


@inlined
def least_wait(w, case, function, lane, open_only):
    """The candidate with the least work per person, of several the lowest number; -1: there is none."""
    best = -1
    best_work = 0.0
    for team in range(w.run[0].rooms):
        if is_candidate(w, team, case, function, lane, open_only):
            queue = w.queue[queue_at(w, team, function, w.case[case].language)]
            busy = queue.busy if open_only else 0
            people = queue.on_shift if open_only else queue.having
            work = work_per_person(waiting_for(w, team, function), busy, people)
            if best < 0 or work < best_work:
                best = team
                best_work = work
    return best


@inlined
def choose_team(w, case, function):
    """Which team: stay if possible, else by the policy. function: F for the front door."""
    lane = -1
    if w.run[0].selects and function < w.run[0].functions:
        lane = lane_seen(w, case)
        if candidates_among(w, case, function, lane, False) == 0:
            lane = -1
    present = np.int64(w.case[case].team)
    if present >= 0 and is_candidate(w, present, case, function, lane, True):
        return present
    choice = w.policy[0].team_choice
    if choice == LEAST_WAIT:
        best = least_wait(w, case, function, lane, True)
        if best >= 0:
            return best
    candidates = candidates_among(w, case, function, lane, True)
    open_only = candidates > 0
    if not open_only:
        candidates = candidates_among(w, case, function, lane, False)
        if present >= 0 and is_candidate(w, present, case, function, lane, False):
            return present
        if choice == LEAST_WAIT:
            return least_wait(w, case, function, lane, False)
    if choice == BY_ACCOUNT:
        u = uniform(w.run[0].key, TEAM, w.case[case].account, function + 1)
    else:
        u = uniform(
            w.run[0].key,
            TEAM,
            w.case[case].lineage,
            decision(w.case[case].contact, w.case[case].position, w.case[case].attempt),
        )
    chosen = math.floor(u * candidates)
    for team in range(w.run[0].rooms):
        if is_candidate(w, team, case, function, lane, open_only):
            if chosen == 0:
                return team
            chosen -= 1
    return -1


@inlined
def assign(w, case, now):
    """Apparent need, team, queue. Returns the room to dispatch."""
    function = w.run[0].functions
    if not at_front_door(w, case):
        function = apparent_need(w, case)
    w.case[case].apparent = function
    room = 0
    if w.policy[0].walls != 0:
        room = choose_team(w, case, function)
        w.case[case].team = room
    else:
        w.case[case].team = -1
    w.case[case].state = WAITING
    w.case[case].waiting_since = now
    w.case[case].interval_start = now
    w.case[case].expiry_at = now + w.case[case].patience_left
    join(w, case, now)
    return room


@inlined
def await_expiry(w, case):
    """See to it that the patience of a case that waits can run out."""
    if w.case[case].expiry_at < math.inf and not w.case[case].expiry_set:
        w.case[case].expiry_set = True
        push(w, w.case[case].expiry_at, EXPIRY, case)


@inlined
def shown_apparent(w, case):
    """What the need seems to be, as rows say it: -1 before a bot and at the front door."""
    return w.case[case].apparent if w.case[case].apparent < w.run[0].functions else -1


@inlined
def returns_to(w, case):
    """The person to whom a customer comes back, -1: nobody in particular."""
    if w.policy[0].return_to == FRONT:
        return -1
    if w.policy[0].return_to == OWNER:
        return np.int64(w.case[case].owner)
    return np.int64(w.case[case].last_met)


@inlined
def put_through_to(w, case):
    """The person whom a customer who comes back is put through to at once, or -1."""
    if w.policy[0].return_to < SAME_PERSON or w.case[case].contact == 0 or w.case[case].holder >= 0:
        return -1
    person = returns_to(w, case)
    if person >= 0 and is_free(w, person) and w.skill[person, w.case[case].apparent] > 0.0:
        return person
    return -1


@called
def add_wait_segment(w, case, kind, end):
    """A stretch without a person."""
    place = w.run[0].segments
    w.run[0].segments = place + 1
    w.segments[place] = w.blank_segment[0]
    row = w.segments[place]
    row.case = w.case[case].number
    row.contact = w.case[case].contact
    row.step = w.case[case].step
    row.kind = kind
    row.apparent = shown_apparent(w, case)
    row.need = w.need[w.case[case].number, w.case[case].position]
    row.need_position = w.case[case].position
    row.attempt = w.case[case].attempt
    row.team = w.case[case].team
    row.start = w.case[case].interval_start
    row.end = end


@called
def book_wait(w, case, end):
    """Book the stretch that ends now, in a queue, in pickup or with the bot, up to the deadline."""
    start = w.case[case].interval_start
    state = w.case[case].state
    row = contact_row(w, case)
    until = end if end < w.case[case].deadline else w.case[case].deadline
    if until > start:
        if state == WITH_BOT:
            row.bot_minutes += until - start
        else:
            closed = closed_minutes(start, until, w.case[case].channel, w.open_before)
            row.closed_minutes += closed
            if state == PICKUP:
                row.pickup_minutes += (until - start) - closed
            else:
                row.queue_minutes += (until - start) - closed
    if w.run[0].keep_segments and end > start:
        kind = QUEUE_SEGMENT
        if state == PICKUP:
            kind = PICKUP_SEGMENT
        elif state == WITH_BOT:
            kind = BOT_SEGMENT
        add_wait_segment(w, case, kind, end)


@inlined
def comes_back_probability(w, case, outcome):
    """Probability that a contact which ends is not the last one."""
    policy = w.policy[0]
    if outcome == RESOLVED:
        state = w.case[case]
        return return_probability(
            state.last_context,
            state.last_told,
            state.last_fatigue,
            state.last_skill,
            state.wrong_attempts,
            policy.return_share,
            policy.return_per_lost_context,
            policy.return_per_fatigue,
            policy.return_per_mismatch,
            policy.return_per_misroute,
        )
    if outcome == BOT_RESOLVED:
        return policy.bot_unhelped_share
    return policy.redial_share


@called
def end_contact(w, case, now, outcome):
    """A contact ends, one way or another; the customer may come back."""
    policy = w.policy[0]
    state = w.case[case]
    row = contact_row(w, case)
    row.ended_at = now
    row.outcome = outcome
    chance = comes_back_probability(w, case, outcome)
    if uniform(w.run[0].key, COMES_BACK, state.lineage, state.contact) < chance:
        if state.contact + 1 < policy.most_contacts:
            solved = outcome in (RESOLVED, BOT_RESOLVED)
            row.comes_back = RETURNS if solved else REDIALS
            state.again = state.again or outcome == RESOLVED
            state.state = AWAY
            mean = policy.return_minutes if solved else policy.redial_minutes
            delay = delay_minutes(uniform(w.run[0].key, DELAY, state.lineage, state.contact), mean)
            again_at = now + delay
            channel = w.way_in[np.int64(state.channel)]
            if channel.live or channel.turn_away:
                again_at = open_moment_after(now, delay, state.channel, w.open_before)
            push(w, again_at, RETURN, case)
            return
        row.comes_back = CAPPED
    if w.run[0].cohort_start <= state.arrival < w.run[0].cohort_end:
        w.run[0].unfinished -= 1
    go(w, case)


@inlined
def begin_contact(w, case, now):
    """A customer comes back: a new row, less patience with what is known, no holder."""
    policy = w.policy[0]
    state = w.case[case]
    place = w.run[0].contacts
    w.run[0].contacts = place + 1
    distress = distress_on_return(contact_row(w, case).distress, policy.distress_step)
    state.contact += 1
    state.row = w.contacts.size + place
    w.later[place] = w.blank_contact[0]
    w.later[place].contact = state.contact
    describe_contact(w, w.later[place], state.number, now, distress)
    state.distress = distress
    state.patience_left = state.patience
    state.contact_arrival = now
    state.context = context_after_handoff(
        state.context, context_with_technology(policy.context_kept_memory, policy.historical)
    )
    state.attempt = 0
    state.step = 0
    state.wings = 0
    state.wrong_attempts = 0
    state.holder = -1
    state.team_before = -1
    state.team = -1
    person = returns_to(w, case)
    if person >= 0 and policy.walls != 0:
        state.team = w.who[person].team


@called
def to_pickup(w, case, now, minutes):
    """Work that changed hands and found nobody free is out of sight for a while."""
    w.case[case].state = PICKUP
    w.case[case].interval_start = now
    w.case[case].landing_at = now + minutes
    push(w, now + minutes, LANDING, case)
