"""Cases in the compiled core: coming, being assigned, waiting, ending."""

from __future__ import annotations

import math

import numpy as np

from sim.core.heap import push
from sim.core.inline import called, inlined
from sim.core.loads import least_loaded, work_in
from sim.core.people import has_led, may_take_from, meeting_with
from sim.core.queues import join, leave, queue_at, queue_of
from sim.core.world import EXPIRY, LANDING, RETURN
from sim.foundation.kinds import State, TeamChoice
from sim.process.accounts import drop, end_visit, is_lost, relieve, removed_after
from sim.process.diagnosis import (
    admits,
    apparent_need,
    at_front_door,
    candidate_drawn,
    is_overfull,
    lane_seen,
    place_named,
    returns_to,
)
from sim.process.people import is_listening
from sim.process.returns import asks_for, back_at, begin_next_contact, close_contact, takes_at_once
from sim.process.rows import describe_contact, describe_segment
from sim.process.waiting import (
    begin_outside,
    begin_pickup,
    begin_waiting,
    book_wait,
    count_delay,
    kind_of_wait,
    minutes_outside,
    waits_until,
)


@inlined
def channel_of(w, case):
    """The channel of a case."""
    return w.way_in[np.int64(w.case[case].channel)]


@inlined
def contact_row(w, case):
    """The row of the contact that a case is in."""
    row = np.int64(w.case[case].row)
    if row < w.contacts.size:
        return w.contacts[row]
    return w.later[row - w.contacts.size]


@inlined
def first_contact(w, number):
    """The row of the first contact of a case, which may never come, before anything has happened in it."""
    w.contacts[number] = w.blank_contact[0]
    row = w.contacts[number]
    describe_contact(row, number, 0, w.channel[number], w.arrival[number], w.deadline[number], w.distress[number])


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
    if run.keep_accounts != 0:
        state.account_row = w.account_row[number]
    first_contact(w, number)
    return case


@called
def stays_away(w, number, now):
    """Whether a case of the tape does not come, as its account has left; that is written down."""
    account = w.accounts[w.account_row[number]]
    if not is_lost(account, w.policy[0], now):
        return False
    run = w.run[0]
    first_contact(w, number)
    drop(account, w.contacts[number], now)
    for position in range(w.needs[number]):
        relieve(account, run, w.work[number, position], now)
    if run.cohort_start <= now and now < run.cohort_end:
        run.unfinished -= 1
    return True


@inlined
def account_of(w, case):
    """The account of a case, or a blank one where none is kept."""
    return w.accounts[np.int64(w.case[case].account_row)]


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
    w.case[case].state = State.ENDED
    w.case[case].number = -1
    w.case[case].after = run.spare_case
    run.spare_case = case


# --- assigning ----------------------------------------------------------------------------------------


@inlined
def is_candidate(w, team, case, lane, open_only):
    """Whether a team has a function, admits the case (lane -1: all do), and is open where that is asked."""
    queue = w.queue[queue_at(w, team, w.case[case].apparent, w.case[case].language)]
    if (queue.on_shift if open_only else queue.having) == 0:
        return False
    return lane < 0 or admits(w.team[team], w.case[case], w.policy[0], lane)


@inlined
def candidates_among(w, case, lane, open_only):
    """Number of candidates."""
    found = 0
    for team in range(w.run[0].rooms):
        found += is_candidate(w, team, case, lane, open_only)
    return found


@inlined
def work_at(w, team, case, open_only):
    """Known work per person of a team for what a case seems to need."""
    apparent = np.int64(w.case[case].apparent)
    return work_in(w, queue_at(w, team, apparent, w.case[case].language), team, apparent, open_only)


@inlined
def least_wait(w, case, lane, open_only):
    """The candidate with the least work per person, of several the lowest number; -1: there is none."""
    if open_only and lane < 0 and w.load.size > 0:
        return least_loaded(w, np.int64(w.case[case].apparent) * w.run[0].languages + w.case[case].language)
    best = -1
    best_work = 0.0
    for team in range(w.run[0].rooms):
        if is_candidate(w, team, case, lane, open_only):
            work = work_at(w, team, case, open_only)
            if best < 0 or work < best_work:
                best = team
                best_work = work
    return best


@called
def named_team(w, case, lane):
    """The team that an account is named to: that of one of all members at home in what a case seems to need."""
    members = 0
    for team in range(w.run[0].rooms):
        if is_candidate(w, team, case, lane, False):
            members += w.queue[queue_at(w, team, w.case[case].apparent, w.case[case].language)].having
    left = place_named(w.case[case], w.run[0], members)
    for team in range(w.run[0].rooms):
        if is_candidate(w, team, case, lane, False):
            left -= w.queue[queue_at(w, team, w.case[case].apparent, w.case[case].language)].having
            if left < 0:
                return team
    return -1


@inlined
def named_or_least(w, case, lane, least, open_only):
    """The team that an account is named to, unless it is no candidate or too much waits there. least: elsewhere."""
    if least < 0 or w.policy[0].team_choice != TeamChoice.NAMED_ACCOUNT:
        return least
    named = named_team(w, case, lane)
    if not is_candidate(w, named, case, lane, open_only):
        return least
    overfull = is_overfull(w.policy[0], work_at(w, named, case, open_only), work_at(w, least, case, open_only))
    return least if overfull else named


@inlined
def choose_team(w, case):
    """Which team: stay if possible, else by the policy."""
    run = w.run[0]
    state = w.case[case]
    lane = -1
    if run.selects and state.apparent < run.functions:
        lane = lane_seen(state, w.policy[0], run, w.hidden[state.number])
        if candidates_among(w, case, lane, False) == 0:
            lane = -1
    present = np.int64(state.team)
    if present >= 0 and is_candidate(w, present, case, lane, True):
        return present
    choice = w.policy[0].team_choice
    if choice == TeamChoice.LEAST_WAIT or choice == TeamChoice.NAMED_ACCOUNT:
        best = named_or_least(w, case, lane, least_wait(w, case, lane, True), True)
        if best >= 0:
            return best
        if present >= 0 and is_candidate(w, present, case, lane, False):
            return present
        return named_or_least(w, case, lane, least_wait(w, case, lane, False), False)
    candidates = candidates_among(w, case, lane, True)
    open_only = candidates > 0
    if not open_only:
        if present >= 0 and is_candidate(w, present, case, lane, False):
            return present
        candidates = candidates_among(w, case, lane, False)
    chosen = candidate_drawn(state, w.policy[0], run, candidates)
    for team in range(run.rooms):
        if is_candidate(w, team, case, lane, open_only):
            if chosen == 0:
                return team
            chosen -= 1
    return -1


@inlined
def door_open(w, case):
    """Whether a first line answers in the language of a case."""
    run = w.run[0]
    if not run.has_door:
        return False
    return w.queue[queue_at(w, run.rooms, run.functions, w.case[case].language)].having > 0


@called
def diagnosed(w, case):
    """The function that the present need seems to belong to."""
    state = w.case[case]
    need = w.need[state.number]
    hidden = w.hidden[state.number]
    wrong = w.wrong[np.int64(need[state.position])]
    way_in = channel_of(w, case)
    policy = w.policy[0]
    place = np.int64(state.position)
    attempt = np.int64(state.attempt)
    holder = np.int64(state.holder)
    familiarity = w.who[holder].familiarity if holder >= 0 else w.run[0].mean_familiarity
    return np.int64(apparent_need(state, way_in, policy, w.run[0], need, hidden, wrong, place, attempt, familiarity))


@called
def find_place(w, case):
    """Apparent need and team."""
    run = w.run[0]
    state = w.case[case]
    if door_open(w, case) and at_front_door(state, w.policy[0]):
        state.apparent = run.functions
    else:
        state.apparent = diagnosed(w, case)
    state.team = choose_team(w, case) if w.policy[0].walls != 0 else -1


@inlined
def assign(w, case, now):
    """Apparent need, team, queue."""
    state = w.case[case]
    find_place(w, case)
    begin_waiting(state, now)
    state.expiry_at = waits_until(state, w.closing, now)
    join(w, case, now)


@inlined
def put_through_to(w, case):
    """The person whom a customer who comes back is put through to at once, or -1."""
    person = np.int64(asks_for(w.case[case], w.policy[0]))
    if person < 0:
        return -1
    known = has_led(w, case, person)
    return person if takes_at_once(w.who[person], w.skill[person, w.case[case].apparent], known) else -1


# --- waiting ------------------------------------------------------------------------------------------


@inlined
def await_expiry(w, case):
    """See to it that the patience of a case that waits can run out."""
    if w.case[case].expiry_at < math.inf and not w.case[case].expiry_set:
        w.case[case].expiry_set = True
        push(w, w.case[case].expiry_at, EXPIRY, case)


@inlined
def new_segment(w, case, kind, person, start, end):
    """A segment of a case. Returns its place, -1 where none is kept."""
    if not w.run[0].keep_segments:
        return -1
    place = w.run[0].segments
    w.run[0].segments = place + 1
    w.segments[place] = w.blank_segment[0]
    row = w.segments[place]
    state = w.case[case]
    describe_segment(row, state, w.run[0], w.need[state.number, state.position])
    row.kind = kind
    row.person = person
    row.start = start
    row.end = end
    return place


@called
def end_interval(w, case, end):
    """Book the stretch without anybody that ends now."""
    state = w.case[case]
    book_wait(state, contact_row(w, case), w.open_before, end)
    if end > state.interval_start:
        new_segment(w, case, kind_of_wait(state), -1, state.interval_start, end)


@called
def to_pickup(w, case, now, minutes):
    """Work that changed hands and found nobody free is out of sight for a while."""
    begin_pickup(w.case[case], now)
    w.case[case].landing_at = now + minutes
    push(w, now + minutes, LANDING, case)


@inlined
def outside_after(w, case, last):
    """Minutes that a case waits for somebody outside after a step. last: position of its last need."""
    state = w.case[case]
    function = w.function[np.int64(w.need[state.number, last])]
    return minutes_outside(state, function, w.run[0], last)


@called
def to_outside(w, case, has_need, now, minutes):
    """A case waits for somebody outside. has_need: whether a need is left. minutes: open ones."""
    until = begin_outside(w.case[case], has_need, minutes, w.open_before, now)
    w.case[case].landing_at = until
    push(w, until, LANDING, case)


@called
def count_wings_in_the_way(w, case, now):
    """A case waits in a queue that it joined in this event: whether somebody listens who might have taken it."""
    if w.run[0].listening == 0:
        return
    queue = queue_of(w, case)
    for place in range(w.queue[queue].able_first, w.queue[queue].able_last):
        person = w.able[place]
        if is_listening(w.who[person]) and may_take_from(w, person, queue, np.int64(w.case[case].apparent)):
            count_delay(w.case[case], contact_row(w, case), channel_of(w, case), now)
            return


# --- ending -------------------------------------------------------------------------------------------


@inlined
def has_met_several(w, case, person):
    """Whether somebody has led or heard steps of several functions of a case."""
    place = meeting_with(w, case, person)
    return place >= 0 and w.meeting[place].several


@called
def end_contact(w, case, now, outcome):
    """A contact ends, one way or another; the customer may come back."""
    policy = w.policy[0]
    run = w.run[0]
    state = w.case[case]
    if state.has_line:
        state.has_line = False
        w.lines_in_use[np.int64(state.channel)] -= 1
    row = contact_row(w, case)
    function = np.int64(w.need[state.number, state.position])
    comes_back = close_contact(state, row, policy, run, outcome, w.removed[function], now)
    if run.keep_accounts != 0:
        end_visit(account_of(w, case), state, row, policy, run, now)
    if policy.causes_removable > 0.0 and state.holder >= 0:
        several = has_met_several(w, case, np.int64(state.holder))
        w.removed[function] = removed_after(w.removed[function], state, policy, outcome, several)
    if comes_back:
        push(w, back_at(state, row, channel_of(w, case), policy, run, w.open_before, now), RETURN, case)
        return
    if run.cohort_start <= state.arrival < run.cohort_end:
        run.unfinished -= 1
    go(w, case)


@called
def give_up(w, case, now, outcome):
    """A case that waits does so no longer."""
    if w.case[case].state == State.WAITING:
        leave(w, case)
    end_interval(w, case, now)
    end_contact(w, case, now, outcome)


@inlined
def begin_contact(w, case, now):
    """A customer comes back: a new row, less patience with what is known, no holder."""
    state = w.case[case]
    person = np.int64(returns_to(state, w.policy[0]))
    team = w.who[person].team if person >= 0 else -1
    begin_next_contact(state, w.policy[0], team, now)
    place = w.run[0].contacts
    w.run[0].contacts = place + 1
    state.row = w.contacts.size + place
    w.later[place] = w.blank_contact[0]
    arrived_at = state.contact_arrival
    describe_contact(
        w.later[place], state.number, state.contact, state.channel, arrived_at, state.deadline, state.distress
    )
    state.wings = 0
