"""Steps in the compiled core: starting one, its length part by part, ending one."""

from __future__ import annotations

import math

import numpy as np

from sim.core.cases import contact_row, is_foreseen, shown_apparent
from sim.core.inline import called, inlined
from sim.core.people import best_free, has_served, is_free, occupy, pay_link, settle_fatigue, take
from sim.core.queues import queue_at
from sim.core.world import CONSULTING, LEADING, LISTENING, MAX_WINGS, SERVING
from sim.foundation.grid import to_grid
from sim.foundation.kinds import Borrowing, Change, Owner, SegmentKind
from sim.rules.context import context_after_handoff, context_after_triage, retelling_minutes
from sim.rules.fatigue import drafting_saving, minutes_with_fatigue, tiring_rate
from sim.rules.hands import kept_share, kept_with_owner, kind_of_change
from sim.rules.lanes import first_line_serves
from sim.rules.matching import led_without_rest
from sim.rules.service import minutes_at_speed, minutes_with_coordination, minutes_within, occupied_minutes
from sim.rules.technology import assisted_speed, context_with_technology, routed_work_minutes

NO_BORROWING, NO_OWNER = int(Borrowing.NONE), int(Owner.NONE)
HANDOFF, LEAD_CHANGE = int(Change.HANDOFF), int(Change.LEAD_CHANGE)
STEP_SEGMENT, LISTEN_SEGMENT, CONSULT_SEGMENT = (
    int(SegmentKind.STEP),
    int(SegmentKind.LISTEN),
    int(SegmentKind.CONSULT),
)


@inlined
def begin(w, case, person, adviser, goes_on):
    """Note a step that starts in this event; it is finished after the dispatch."""
    place = w.run[0].started
    w.run[0].started = place + 1
    w.start[place].case = case
    w.start[place].person = person
    w.start[place].adviser = adviser
    w.start[place].goes_on = goes_on
    w.case[case].state = SERVING


@inlined
def colleague(w, case, person, function, now):
    """The best free colleague able for a function: own room first, then by borrowing; -1: none."""
    room = w.who[person].room
    language = w.case[case].language
    best = best_free(w, case, function, queue_at(w, room, function, language), -1, -1, now)
    if best < 0 and w.policy[0].borrowing != NO_BORROWING and w.run[0].rooms > 1:
        best = best_free(w, case, function, queue_at(w, w.run[0].rooms, function, language), room, -1, now)
    return best


@inlined
def owner_there(w, case, person):
    """Whether the owner of a case takes it, or is on shift to brief whoever does."""
    owner = np.int64(w.case[case].owner)
    if w.policy[0].owner == NO_OWNER or owner < 0:
        return False
    return owner == person or w.who[owner].on_shift


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
def change_hands(w, case, person, now):
    """Who had the case, who has it now, what context is left. Returns (change, warm)."""
    last = np.int64(w.case[case].holder)
    last_team = w.who[last].team if last >= 0 else -1
    team = w.who[person].team
    change = kind_of_change(last, person, last_team, team)
    warm = False
    if change >= LEAD_CHANGE:
        for place in range(w.case[case].wings):
            warm = warm or w.wing[case * MAX_WINGS + place] == person
    row = contact_row(w, case)
    known = has_served(w, case, person)
    counted = now <= w.case[case].deadline
    if counted:
        row.steps += 1
        row.handoffs += change == HANDOFF
        row.lead_changes += change == LEAD_CHANGE
        row.warm_takeovers += warm
        row.borrowed += w.policy[0].walls != 0 and team != w.case[case].team
        row.misroutes += w.case[case].is_wrong
        row.referrals += w.case[case].is_triage and not w.case[case].is_wrong
        row.known_steps += known
    if change == HANDOFF:
        if counted and w.case[case].team_before == team:
            row.ping_pongs += 1
        w.case[case].team_before = last_team
    if not known:
        meet(w, case, person)
        if counted:
            row.people_met += 1
    if last < 0:
        row.first_served_at = now
        row.first_team = team
    row.last_person = person
    policy = w.policy[0]
    w.case[case].wrong_attempts += w.case[case].is_wrong
    distance = w.distance[last_team, team] if change == HANDOFF else 0
    kept = kept_share(
        change, warm, distance, policy.context_kept_wing, policy.context_kept_team, policy.context_kept_plain
    )
    if change >= LEAD_CHANGE:
        kept = context_with_technology(kept, policy.ai_context)
        kept = kept_with_owner(kept, owner_there(w, case, person), policy.context_kept_owner)
    w.case[case].context = context_after_handoff(w.case[case].context, kept)
    w.case[case].holder = person
    w.case[case].last_met = person
    w.case[case].wings = 0
    return change, warm


@inlined
def next_function(w, case):
    """The function of the next need, known or likeliest, -1 where wings are not worth attaching."""
    position = w.case[case].position + 1
    if position < w.case[case].needs and (
        not w.hidden[w.case[case].number, position] or is_foreseen(w, case, position)
    ):
        return np.int64(w.need[w.case[case].number, position])
    true = np.int64(w.need[w.case[case].number, position - 1])
    if w.function[true].next_share >= w.policy[0].attach_from_share:
        return w.function[true].likeliest_next
    return -1


@inlined
def add_segment(w, case, kind, person, start, end):
    """A segment of a step, a wing or an adviser; returns its place, -1 where none is kept."""
    if not w.run[0].keep_segments:
        return -1
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
    row.person = person
    row.start = start
    row.end = end
    return place


@called
def owe(w, person, minutes, now):
    """The giver of a handoff, or an owner, owes time to whoever takes over, and pays at once if free."""
    w.who[person].owed += to_grid(minutes)
    if is_free(w, person):
        take(w, person)
        pay_link(w, person, now)


@inlined
def attach_wings(w, case, person, now):
    """Wings for the next need, best first. Returns how many are of another room."""
    links = 0
    function = next_function(w, case)
    if function < 0:
        return links
    for _ in range(w.policy[0].wings):
        wing = colleague(w, case, person, function, now)
        if wing < 0:
            break
        take(w, wing)
        w.wing[case * MAX_WINGS + w.case[case].wings] = wing
        w.case[case].wings += 1
        links += w.who[wing].room != w.who[person].room
    return links


@inlined
def work_of(w, case):
    """Work of the need at hand, minutes; less where the last need is done again."""
    work = w.work[w.case[case].number, w.case[case].position]
    if w.case[case].again:
        work = to_grid(w.policy[0].return_work_share * work)
    return work


@inlined
def add_up(w, case, person, skill, now):
    """What the customer meets in this step: sums of the contact, and what a return depends on."""
    state = w.case[case]
    fatigue = w.who[person].fatigue
    shown_skill = 0.0 if state.is_triage else skill
    if now <= state.deadline:
        row = contact_row(w, case)
        row.context_sum += state.context
        row.skill_sum += shown_skill
        row.fatigue_sum += fatigue
        row.warmth_sum += w.who[person].warmth
    state.last_context = state.context
    state.last_told = state.told
    state.last_fatigue = fatigue
    state.last_skill = shown_skill


@inlined
def step_minutes(w, case, person, skill, change, colleagues, links, briefing):
    """Length of a step, cumulative part by part in `total`, each on the grid."""
    policy = w.policy[0]
    serves = not w.case[case].is_triage
    minutes = work_of(w, case) if serves else 0.0
    w.total[0] = to_grid(minutes)
    if serves:
        speed = assisted_speed(
            skill * w.who[person].pace, policy.agent_assist, policy.assist_novice_gain, policy.assist_novice_speed
        )
        minutes = routed_work_minutes(minutes, policy.intelligent_routing, policy.routing_time_gain)
        minutes = minutes_at_speed(minutes, speed)
    w.total[1] = to_grid(minutes)
    if serves:
        minutes += retelling_minutes(w.case[case].told, w.case[case].context, policy.retelling_share)
    w.total[2] = to_grid(minutes)
    if change >= LEAD_CHANGE:
        minutes += policy.changeover_minutes
    w.total[3] = to_grid(minutes)
    minutes = minutes_with_fatigue(minutes, policy.slow, w.who[person].fatigue)
    w.total[4] = to_grid(minutes)
    minutes = minutes_with_coordination(minutes, policy.coordination_share, colleagues)
    w.total[5] = to_grid(minutes)
    minutes += links * policy.link_minutes
    minutes += briefing
    w.total[6] = to_grid(minutes)
    if w.case[case].is_wrong or w.case[case].is_triage:
        minutes += policy.triage_minutes
    w.total[7] = to_grid(minutes)
    return w.total[7]


@inlined
def part_within(w, part, limit):
    """One part of the step, as far as it lies before the limit."""
    before = minutes_within(w.total[part - 1], limit) if part > 0 else 0.0
    return minutes_within(w.total[part], limit) - before


@inlined
def book_parts(w, row, limit):
    """Add the parts of a step, up to a limit in minutes from its start, to a contact or a segment."""
    row.work_minutes += part_within(w, 0, limit)
    row.skill_minutes += part_within(w, 1, limit)
    row.retold_minutes += part_within(w, 2, limit)
    row.changeover_minutes += part_within(w, 3, limit)
    row.fatigue_minutes += part_within(w, 4, limit)
    row.coordination_minutes += part_within(w, 5, limit)
    row.link_minutes += part_within(w, 6, limit)
    row.rework_minutes += part_within(w, 7, limit)


@inlined
def occupy_colleague(w, case, person, other, occupation, share, now, minutes):
    """A wing or an adviser is occupied for a share of the step, and to link from another room."""
    link = w.policy[0].link_minutes if w.who[other].room != w.who[person].room else 0.0
    freed = now + to_grid(occupied_minutes(minutes, share, link))
    occupy(w, other, occupation, case, now, freed, 1.0)
    add_segment(w, case, LISTEN_SEGMENT if occupation == LISTENING else CONSULT_SEGMENT, other, now, freed)


@inlined
def find_out(w, case, person, adviser):
    """What the need truly is, and whether this step serves it. Returns the skill it is served with."""
    policy = w.policy[0]
    true = np.int64(w.need[w.case[case].number, w.case[case].position])
    at_door = w.case[case].apparent == w.run[0].functions
    w.case[case].is_wrong = w.case[case].apparent != true and not at_door
    skill = w.skill[person, true] if adviser < 0 else policy.consult_skill
    if at_door:
        serves = first_line_serves(skill, w.case[case].ambiguity, policy.first_line_to_ambiguity)
        w.case[case].is_triage = not serves
    else:
        w.case[case].is_triage = w.case[case].is_wrong and skill == 0.0
    return skill


@called
def finish_start(w, place, now):
    """Link, wings, length and completions of a step that starts now."""
    case = w.start[place].case
    person = w.start[place].person
    adviser = w.start[place].adviser
    policy = w.policy[0]
    skill = find_out(w, case, person, adviser)
    giver = np.int64(w.case[case].holder)
    owner = np.int64(w.case[case].owner)
    change, warm = change_hands(w, case, person, now)
    if policy.walls == 0:
        w.case[case].team = w.who[person].team

    # 1 Link by the giver, briefing by the owner
    links = 0
    if change == HANDOFF and not warm and policy.link_minutes > 0.0:
        links = 1
        owe(w, giver, policy.link_minutes, now)
    briefing = 0.0
    if change >= LEAD_CHANGE and policy.briefing_minutes > 0.0 and owner != person and owner_there(w, case, person):
        briefing = policy.briefing_minutes
        owe(w, owner, briefing, now)
    if owner < 0 and not w.case[case].is_triage:
        w.case[case].owner = person
    if adviser >= 0 and w.who[adviser].room != w.who[person].room:
        links += 1

    # 2 Wings
    if not w.case[case].is_triage and policy.wings > 0:
        links += attach_wings(w, case, person, now)

    # 3 Duration
    settle_fatigue(w, person, now)
    add_up(w, case, person, skill, now)
    colleagues = w.case[case].wings + (1 if adviser >= 0 else 0)
    minutes = step_minutes(w, case, person, skill, change, colleagues, links, briefing)
    book_parts(w, contact_row(w, case), w.case[case].deadline - now)
    idle = 0.0 if w.start[place].goes_on else now - w.who[person].free_since
    w.who[person].led_minutes = led_without_rest(w.who[person].led_minutes, idle, policy.rest_minutes) + minutes

    # 4 Completions
    saving = drafting_saving(w.case[case].wings) if policy.drafting > 0.0 else 0.0
    tiring = tiring_rate(w.case[case].distress, policy.distress_weight, policy.drafting, saving)
    occupy(w, person, LEADING, case, now, now + minutes, tiring)
    kept = add_segment(w, case, STEP_SEGMENT, person, now, now + minutes)
    if kept >= 0:
        segment = w.segments[kept]
        segment.change = change
        segment.warm = warm
        segment.context = w.case[case].context
        segment.fatigue = w.who[person].fatigue
        book_parts(w, segment, math.inf)
    for wing_place in range(w.case[case].wings):
        wing = np.int64(w.wing[case * MAX_WINGS + wing_place])
        occupy_colleague(w, case, person, wing, LISTENING, policy.listen_share, now, minutes)
    if adviser >= 0:
        occupy_colleague(w, case, person, adviser, CONSULTING, policy.consult_share, now, minutes)
    w.case[case].step += 1


@inlined
def end_step(w, case):
    """What is known and done after a step; True if a need is left."""
    policy = w.policy[0]
    if w.case[case].is_triage:
        w.case[case].told += policy.triage_minutes
        w.case[case].context = context_after_triage(w.case[case].context, policy.context_kept_triage)
        w.case[case].attempt += 1
        return True
    w.case[case].told += work_of(w, case)
    if w.case[case].is_wrong:
        w.case[case].told += policy.triage_minutes
    w.case[case].context = 1.0
    if w.case[case].position + 1 == w.case[case].needs:
        return False
    w.case[case].position += 1
    w.case[case].attempt = 0
    return True


@inlined
def lead_goes_on(w, case, person, now):
    """Whether a fixed lead keeps the case: alone, or with a free colleague to consult."""
    true = np.int64(w.need[w.case[case].number, w.case[case].position])
    if w.case[case].is_triage and not w.case[case].is_wrong:
        return False  # referred by a first line
    adviser = -1
    if w.skill[person, true] == 0.0:
        adviser = colleague(w, case, person, true, now)
        if adviser < 0:
            return False
        take(w, adviser)
    w.case[case].apparent = true
    begin(w, case, person, adviser, 1)
    return True
