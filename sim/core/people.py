"""People in the compiled core: occupations, shifts, who is best."""

from __future__ import annotations

import numpy as np

from sim.core.bits import BITS, lowest_bit
from sim.core.completions import occupied_until
from sim.core.inline import called, inlined
from sim.core.queues import queue_at
from sim.core.world import CONSULTING, LEADING, LINKING, LISTENING
from sim.foundation.draws import Kind, uniform
from sim.foundation.grid import to_grid
from sim.foundation.kinds import Assignment, Borrowing, Lead, SegmentKind
from sim.rules.fatigue import fatigue_after_rest, fatigue_after_serving, strain_resting, strain_serving
from sim.rules.matching import led_without_rest, match_score, match_score_at_most, secondary_pays
from sim.rules.service import overlap_minutes

ABSENCE = int(Kind.ABSENCE)
LEADERLESS, NEAR, GREEDY = int(Lead.LEADERLESS), int(Borrowing.NEAR), int(Assignment.GREEDY)
LINK_SEGMENT = int(SegmentKind.LINK)


@inlined
def is_free(w, person):
    """On shift and not occupied."""
    return w.who[person].on_shift and not w.who[person].occupied


@inlined
def in_cohort_weeks(w, start, end):
    """Minutes of an interval inside the cohort's weeks."""
    return overlap_minutes(start, end, w.run[0].cohort_start, w.run[0].cohort_end)


@inlined
def count_busy(w, person, change):
    """One more or less occupied where this person is at home."""
    for place in range(w.who[person].home_first, w.who[person].home_last):
        w.queue[w.home[place]].busy += change


@inlined
def count_on_shift(w, person, change):
    """One more or less on shift where this person is at home."""
    for place in range(w.who[person].home_first, w.who[person].home_last):
        w.queue[w.home[place]].on_shift += change


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
def settle_fatigue(w, person, now):
    """Fatigue and strain since it was last settled."""
    policy = w.policy[0]
    who = w.who[person]
    since = who.settled_at
    minutes = now - since
    if minutes <= 0.0:
        return
    before = who.fatigue
    line = policy.strain_line
    if who.tiring > 0.0:
        weighted = minutes * who.tiring
        after = fatigue_after_serving(before, weighted, policy.rise_half_life_minutes)
        strain = strain_serving(before, after, weighted, policy.rise_half_life_minutes, line)
        if strain > 0.0:
            w.people[person].strain_minutes += in_cohort_weeks(w, now - to_grid(strain / who.tiring), now)
    else:
        after = fatigue_after_rest(before, minutes, policy.fall_half_life_minutes)
        strain = strain_resting(before, after, minutes, policy.fall_half_life_minutes, line)
        if strain > 0.0:
            w.people[person].strain_minutes += in_cohort_weeks(w, since, since + strain)
    who.fatigue = after
    who.settled_at = now


@called
def occupy(w, person, occupation, case, now, until, tiring):
    """Book an occupation of somebody already taken, and set its completion. tiring: rate of fatigue."""
    settle_fatigue(w, person, now)
    w.who[person].tiring = tiring
    w.who[person].occupation = occupation
    w.who[person].leading_case = case
    minutes = in_cohort_weeks(w, now, until)
    row = w.people[person]
    inside = w.run[0].cohort_start <= now < w.run[0].cohort_end
    if occupation == LEADING:
        row.leading_minutes += minutes
        row.steps_led += inside
        if inside:
            row.fatigue_sum += w.who[person].fatigue
    elif occupation == LISTENING:
        row.listening_minutes += minutes
        row.steps_listened += inside
    elif occupation == CONSULTING:
        row.consulting_minutes += minutes
    else:
        row.linking_minutes += minutes
    occupied_until(w, person, until)


@called
def pay_link(w, person, now):
    """Occupy somebody already taken with the link minutes owed."""
    until = now + w.who[person].owed
    w.who[person].owed = 0.0
    occupy(w, person, LINKING, -1, now, until, 1.0)
    if w.run[0].keep_segments:
        place = w.run[0].segments
        w.run[0].segments = place + 1
        w.segments[place] = w.blank_segment[0]
        row = w.segments[place]
        row.case = -1
        row.contact = -1
        row.step = -1
        row.kind = LINK_SEGMENT
        row.apparent = -1
        row.need = -1
        row.need_position = -1
        row.attempt = -1
        row.team = w.who[person].team
        row.person = person
        row.start = now
        row.end = until


@inlined
def become_free(w, person, now):
    """An occupation ended: pay owed link minutes, or be free again."""
    settle_fatigue(w, person, now)
    w.who[person].tiring = 0.0
    if w.who[person].overrun_since >= 0.0:
        w.people[person].overrun_minutes += in_cohort_weeks(w, w.who[person].overrun_since, now)
        w.who[person].overrun_since = -1.0
    if w.who[person].on_shift and w.who[person].owed > 0.0:
        pay_link(w, person, now)
        return
    w.who[person].occupied = False
    w.who[person].free_since = now
    if w.who[person].on_shift:
        is_now_free(w, person)
        count_busy(w, person, -1)


@called
def end_shift(w, person, now):
    """Off shift; whoever is occupied finishes."""
    w.who[person].on_shift = False
    count_on_shift(w, person, -1)
    if w.who[person].occupied:
        w.who[person].overrun_since = now
        count_busy(w, person, -1)
    else:
        is_free_no_more(w, person)


@called
def start_shift(w, person, date, ends, now):
    """On shift unless away that day. Returns whether the person came."""
    if uniform(w.run[0].key, ABSENCE, w.who[person].key, date) < w.who[person].away_share:
        return False
    w.who[person].on_shift = True
    w.who[person].led_minutes = 0.0
    count_on_shift(w, person, 1)
    w.people[person].shift_minutes += in_cohort_weeks(w, now, ends)
    if w.who[person].overrun_since >= 0.0:
        w.people[person].overrun_minutes += in_cohort_weeks(w, w.who[person].overrun_since, now)
        w.who[person].overrun_since = -1.0
    if w.who[person].occupied:
        count_busy(w, person, 1)
        return True
    is_now_free(w, person)
    w.who[person].free_since = now
    if w.who[person].owed > 0.0:
        take(w, person)
        pay_link(w, person, now)
    return True


@inlined
def has_served(w, case, person):
    """Whether a person has led a step of this case."""
    place = np.int64(w.case[case].met)
    while place >= 0 and w.meeting[place].person != person:
        place = w.meeting[place].before
    return place >= 0


@inlined
def fatigue_now(w, person, now):
    """Fatigue of somebody who rests."""
    who = w.who[person]
    return fatigue_after_rest(who.fatigue, now - who.settled_at, w.policy[0].fall_half_life_minutes)


@inlined
def score_of(w, case, person, skill, now):
    """How well a free person fits a piece of work."""
    policy = w.policy[0]
    led = led_without_rest(w.who[person].led_minutes, now - w.who[person].free_since, policy.rest_minutes)
    return match_score(
        skill,
        fatigue_now(w, person, now),
        has_served(w, case, person),
        led > policy.max_lead_minutes,
        policy.skill_weight,
        policy.fatigue_weight,
        policy.familiarity_weight,
        policy.rest_weight,
    )


@inlined
def at_most_with(w, case, skill):
    """The most that anybody of a skill can fit a piece of work."""
    policy = w.policy[0]
    return match_score_at_most(
        skill,
        w.case[case].met >= 0,
        policy.skill_weight,
        policy.fatigue_weight,
        policy.familiarity_weight,
        policy.rest_weight,
    )


@called
def best_free(w, case, function, listed, from_room, queue_room, now):
    """The best free person for a piece of work, or -1.

    listed: row of `queue`, whose people are looked at. from_room: room that borrows, whose own people are left
    out as are those beyond its reach, or -1. queue_room: room of the queue for assign-or-wait, or -1 where that does
    not apply (wings, advisers).
    """
    policy = w.policy[0]
    near = from_room >= 0 and policy.borrowing == NEAR
    all_home = policy.assignment == GREEDY or w.queue[listed].all_home != 0
    scored = policy.lead != LEADERLESS
    best = -1
    best_score = 0.0
    compared = False  # the only free person needs no score
    at_most = 0.0  # the score of anybody of the skill looked at last
    at_most_of = -1.0
    first = w.queue[listed].free_first
    for word in range(first, w.queue[listed].free_last):
        left = w.free[word]
        while left != 0:
            person = w.able[w.queue[listed].able_first + (word - first) * BITS + lowest_bit(left)]
            left &= left - 1
            room = w.who[person].room
            if room == from_room or (near and w.distance[from_room, room] > 1):
                continue
            if queue_room >= 0 and w.who[person].function != function and not all_home:
                primaries = w.queue[queue_at(w, queue_room, function, w.case[case].language)].on_shift
                if not secondary_pays(w.skill[person, function], primaries, 0, w.function[function].mean_work):
                    continue
            if best < 0:
                best = person
                continue
            score = 0.0
            if scored:
                if not compared:
                    best_score = score_of(w, case, best, w.skill[best, function], now)
                    compared = True
                skill = w.skill[person, function]
                if skill != at_most_of:
                    at_most = at_most_with(w, case, skill)
                    at_most_of = skill
                if at_most < best_score:
                    continue
                score = score_of(w, case, person, skill, now)
            longer = w.who[person].free_since < w.who[best].free_since
            if score > best_score or (score == best_score and longer):
                best = person
                best_score = score
    return best
