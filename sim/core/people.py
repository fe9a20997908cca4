"""People in the compiled core: occupations, shifts, who is best."""

from __future__ import annotations

import numpy as np

from sim.core.accounts import note_of
from sim.core.bits import BITS, lowest_bit
from sim.core.completions import occupied_until
from sim.core.inline import called, inlined
from sim.core.loads import note_load
from sim.core.queues import queue_at, touch
from sim.core.world import UNKNOWN
from sim.foundation.kinds import MOST_WHO_KNOW, AgentChoice, Lead, Occupation, SegmentKind
from sim.process.accounts import account_remembered, known_in_team
from sim.process.fatigue import count_led, score
from sim.process.learning import (
    begin_as_newcomer,
    experience_of_week,
    join_new_team,
    note_skill,
    skill_by_experience,
)
from sim.process.people import (
    begin_occupation,
    choice_score,
    end_occupation,
    end_shift,
    finish_call,
    is_free,
    is_overrunning,
    is_resting,
    may_take,
    pay_all_owed,
    start_shift,
    stop_resting,
)
from sim.process.rows import describe_link_segment
from sim.process.staff import comes, pressure_in_room, train_before_work, training_before_work
from sim.rules.matching import match_score_at_most, within_reach


@inlined
def count_busy(w, person, change):
    """One more or less occupied where this person is at home."""
    for place in range(w.who[person].home_first, w.who[person].home_last):
        w.queue[w.home[place]].busy += change
        note_load(w, w.home[place])


@inlined
def count_on_shift(w, person, change):
    """One more or less on shift in the room, and where this person is at home."""
    w.present_in[w.who[person].room] += change
    for place in range(w.who[person].home_first, w.who[person].home_last):
        w.queue[w.home[place]].on_shift += change
        note_load(w, w.home[place])


@inlined
def is_now_free(w, person):
    """Somebody on shift and not occupied may be found from now on."""
    w.run[0].free += 1
    w.free_in[w.who[person].room] += 1
    for place in range(w.who[person].seat_first, w.who[person].seat_last):
        w.free[w.seat[place].word] |= w.seat[place].bit


@inlined
def is_free_no_more(w, person):
    """Somebody who was free may not be found any more."""
    w.run[0].free -= 1
    w.free_in[w.who[person].room] -= 1
    for place in range(w.who[person].seat_first, w.who[person].seat_last):
        w.free[w.seat[place].word] &= ~w.seat[place].bit


@inlined
def pressure_in(w, room):
    """Logarithm of what people on shift in a room are occupied with and what waits, per person on shift."""
    present = w.present_in[room]
    return pressure_in_room(w.policy[0], present - w.free_in[room], w.waiting_in[room], present)


@inlined
def nobody_free(w, listed):
    """Whether nobody of those able is free. listed: row of `queue`."""
    found = 0
    for word in range(w.queue[listed].free_first, w.queue[listed].free_last):
        found |= w.free[word]
    return found == 0


@inlined
def take(w, person):
    """A free person is no longer free."""
    w.who[person].occupied = True
    is_free_no_more(w, person)
    count_busy(w, person, 1)


@called
def occupy(w, person, occupation, case, now, until, tiring):
    """Book an occupation of somebody already taken, and set its completion. tiring: rate of fatigue."""
    begin_occupation(w.who[person], w.people[person], w.policy[0], w.run[0], occupation, tiring, now, until)
    w.who[person].leading_case = case
    occupied_until(w, person, until)


@inlined
def listen(w, person, now, until):
    """Book the listening of somebody already taken; it ends with the step."""
    count_led(w.who[person], w.policy[0], 0.0, now - w.who[person].free_since)
    begin_occupation(w.who[person], w.people[person], w.policy[0], w.run[0], Occupation.LISTENING, 1.0, now, until)
    w.run[0].listening += 1


@called
def pay_link(w, person, now):
    """Occupy somebody with the work left of a call that is over, or one already taken with the link minutes owed."""
    kind, occupation = SegmentKind.LINK, Occupation.LINKING
    if w.who[person].after_call > 0.0:
        kind, occupation = SegmentKind.AFTER_CALL, Occupation.AFTER_CALL
        until = finish_call(w.who[person], now)
    else:
        until = pay_all_owed(w.who[person], now)
    occupy(w, person, occupation, -1, now, until, 1.0)
    if w.run[0].keep_segments:
        place = w.run[0].segments
        w.run[0].segments = place + 1
        w.segments[place] = w.blank_segment[0]
        row = w.segments[place]
        describe_link_segment(row, w.who[person].team)
        row.kind = kind
        row.person = person
        row.start = now
        row.end = until


@called
def become_free(w, person, now):
    """An occupation ended: work on the call that is over, pay owed link minutes, or be free again."""
    who = w.who[person]
    if who.after_call > 0.0 or not end_occupation(who, w.people[person], w.policy[0], w.run[0], now):
        pay_link(w, person, now)
    elif who.on_shift:
        is_now_free(w, person)
        count_busy(w, person, -1)


@called
def leave_work(w, person, now):
    """Off shift; whoever is occupied finishes."""
    rests = is_resting(w.who[person])
    if rests:
        stop_resting(w.who[person])
    end_shift(w.who[person], now)
    count_on_shift(w, person, -1)
    if rests or w.who[person].occupied:
        count_busy(w, person, -1)
    else:
        is_free_no_more(w, person)


@called
def settle_rests(w, now):
    """2.8 Of each group so many rest as overrun, as far as there are; the lowest numbers."""
    w.owing[:] = 0
    for person in range(w.who.size):
        w.owing[w.who[person].group] += np.int64(is_overrunning(w.who[person])) - np.int64(is_resting(w.who[person]))
    for person in range(w.who.size):
        group = w.who[person].group
        if w.owing[group] > 0 and is_free(w.who[person]):
            take(w, person)
            w.who[person].occupation = Occupation.RESTING
            w.owing[group] -= 1
        elif w.owing[group] < 0 and is_resting(w.who[person]):
            become_free(w, person, now)
            touch(w, w.who[person].room)
            w.owing[group] += 1


@called
def come_to_work(w, person, shift, now):
    """On shift unless away that day. Returns whether the person came."""
    who = w.who[person]
    if not comes(who, w.policy[0], w.run[0], shift.date, shift.away_share, shift.ends - now, now):
        return False
    start_shift(who, w.people[person], w.run[0], shift.ends, now)
    count_on_shift(w, person, 1)
    if who.occupied:
        count_busy(w, person, 1)
        return True
    is_now_free(w, person)
    minutes = training_before_work(who, shift.ends - now, now)
    if minutes > 0.0:
        take(w, person)
        train_before_work(who, w.people[person], w.policy[0], w.run[0], minutes, now)
        occupied_until(w, person, now + minutes)
    elif who.owed > 0.0:
        take(w, person)
        pay_link(w, person, now)
    return True


@inlined
def meeting_with(w, case, person):
    """The place of the meeting of a case with a person who led or heard a step of it; -1: none."""
    place = np.int64(w.case[case].met)
    key = w.who[person].key
    while place >= 0 and w.meeting[place].key != key:
        place = np.int64(w.meeting[place].before)
    return place


@inlined
def remembers(w, case, person, now):
    """What somebody remembers of the account of a case."""
    if w.policy[0].account_memory_weeks == 0.0:
        return 0.0
    place = note_of(w, case, person)
    return account_remembered(w.note[place], w.who[person], w.policy[0], now) if place >= 0 else 0.0


@called
def known_to_team(w, case, person, own, now):
    """What somebody knows of the account of a case, by themselves or from their team. own: what they remember."""
    policy = w.policy[0]
    if policy.account_team_share == 0.0 or policy.account_memory_weeks == 0.0:
        return own
    of_team = 0.0
    first = np.int64(w.case[case].account_row) * MOST_WHO_KNOW
    for place in range(first, first + MOST_WHO_KNOW):
        other = w.note[place].person
        if other >= 0 and w.who[other].team == w.who[person].team:
            of_team = max(of_team, account_remembered(w.note[place], w.who[other], policy, now))
    return known_in_team(own, of_team, policy)


@inlined
def has_led(w, case, person):
    """Whether a person has led a step of a case; who sat in the same seat before is another person."""
    place = meeting_with(w, case, person)
    return place >= 0 and w.meeting[place].led


@called
def score_of(w, case, person, function, now):
    """How well a person fits a piece of work."""
    place = meeting_with(w, case, person)
    known = 1.0 if place >= 0 and w.meeting[place].led else remembers(w, case, person, now)
    heard = place >= 0 and w.meeting[place].heard
    return score(w.who[person], w.policy[0], w.skill[person, function], known, heard, now)


@called
def fit_of(w, case, person, function, now):
    """What somebody is chosen by, the highest first."""
    if w.policy[0].agent_choice == AgentChoice.BEST_FIT:
        return score_of(w, case, person, function, now)
    return choice_score(w.who[person], w.policy[0], w.run[0], w.case[case], person)


@inlined
def is_able(w, person, listed):
    """Whether somebody is among those able for a class. listed: row of `queue`."""
    found = False
    for place in range(w.who[person].seat_first, w.who[person].seat_last):
        word = w.seat[place].word
        found = found or (w.queue[listed].free_first <= word and word < w.queue[listed].free_last)
    return found


@inlined
def may_take_from(w, person, queue, function):
    """Whether somebody able may take work from a queue. function: of the queue."""
    at_home = w.queue[queue].all_home != 0 or w.who[person].function == function
    mean_work = w.function[function].mean_work
    return may_take(w.policy[0], at_home, w.skill[person, function], w.queue[queue].on_shift, mean_work)


@inlined
def at_most_with(w, case, person, function):
    """The most that somebody can fit a piece of work; worked out once, until skills or weights are others."""
    policy = w.policy[0]
    may_be_known = w.case[case].met >= 0 or policy.account_memory_weeks > 0.0
    most = w.at_most[person, function, np.int64(may_be_known)]
    if most == UNKNOWN:
        most = match_score_at_most(
            w.skill[person, function],
            may_be_known,
            policy.skill_weight,
            policy.fatigue_weight,
            policy.familiarity_weight,
            policy.heard_weight,
            policy.rest_weight,
        )
        w.at_most[person, function, np.int64(may_be_known)] = most
    return most


@called
def best_free(w, case, function, listed, from_room, reach, queue_room, now):
    """The best free person for a piece of work, or -1.

    listed: row of `queue`, whose people are looked at. from_room: room that borrows, whose own people are left
    out as are those beyond its reach, or -1. reach: Borrowing. queue_room: room of the queue for assign-or-wait, or -1
    where that does not apply (advisers).
    """
    policy = w.policy[0]
    by_score = policy.agent_choice == AgentChoice.BEST_FIT
    scored = not by_score or policy.lead != Lead.LEADERLESS
    best = -1
    best_score = 0.0
    compared = False  # the only free person needs no score
    first = w.queue[listed].free_first
    for word in range(first, w.queue[listed].free_last):
        left = w.free[word]
        while left != 0:
            person = w.able[w.queue[listed].able_first + (word - first) * BITS + lowest_bit(left)]
            left &= left - 1
            room = w.who[person].room
            if from_room >= 0:
                reached = within_reach(reach, w.distance[from_room, room])
                if room == from_room or not reached:
                    continue
            if queue_room >= 0:
                queue = queue_at(w, queue_room, function, w.case[case].language)
                if not may_take_from(w, person, queue, function):
                    continue
            if best < 0:
                best = person
                continue
            mine = 0.0
            if scored:
                if not compared:
                    best_score = fit_of(w, case, best, function, now)
                    compared = True
                if by_score and at_most_with(w, case, person, function) < best_score:
                    continue
                mine = fit_of(w, case, person, function, now)
            longer = w.who[person].free_since < w.who[best].free_since
            if mine > best_score or (mine == best_score and longer):
                best = person
                best_score = mine
    return best


@called
def learn(w, person):
    """What practice taught in the week that ends."""
    for function in range(w.run[0].functions):
        before, peers = w.experience[person, function], w.peers[person, function]
        led, heard = w.practice[person, function], w.overheard[person, function]
        usual = w.usual_hours[person, function]
        w.experience[person, function] = experience_of_week(w.policy[0], before, led, heard, peers, usual)
    be_skilled(w, person)


@called
def be_skilled(w, person):
    """Have the skills that experience gives, where there are any."""
    who = w.who[person]
    who.second_skill = 0.0
    for function in range(w.run[0].functions):
        given, experience = w.given[person, function], w.experience[person, function]
        skill = skill_by_experience(w.policy[0], w.run[0], given, experience)
        w.skill[person, function] = skill
        w.at_most[person, function, 0] = UNKNOWN
        w.at_most[person, function, 1] = UNKNOWN
        note_skill(who, skill, function == who.function)


@called
def be_replaced(w, person):
    """A newcomer sits down in a seat."""
    begin_as_newcomer(w.who[person])
    for function in range(w.run[0].functions):
        w.experience[person, function] = w.policy[0].learning_newcomer_experience
    be_skilled(w, person)


@called
def change_team(w, person, share_kept):
    """The team of a person is formed anew. share_kept: of its people who were in the old one."""
    join_new_team(w.who[person], w.policy[0], share_kept)
