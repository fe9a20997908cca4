"""6 and 7 A step: what comes next, how long it takes part by part, and what is known and done when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.foundation.draws import Kind, decision, uniform
from sim.foundation.grid import to_grid
from sim.foundation.kinds import Change, Lead
from sim.process.diagnosis import apparent_need, is_in_sight
from sim.process.staff import minutes_under_load
from sim.rules.context import context_after_triage, retelling_minutes
from sim.rules.diagnosis import chance_of_unseen_need
from sim.rules.familiarity import more_where_new, speed_in_dip
from sim.rules.fatigue import minutes_with_fatigue
from sim.rules.loyalty import work_with_history
from sim.rules.matching import can_serve
from sim.rules.service import (
    after_call_minutes,
    minutes_at_speed,
    minutes_with_coordination,
    minutes_within,
    occupied_minutes,
    speed_in_queue,
)
from sim.rules.technology import assisted_speed, routed_work_minutes

if TYPE_CHECKING:
    from sim.process.records import Case, Channel, ContactRow, Function, Length, Person, Policy, Run, StepParts


def minutes_after_call(case: Case, function: Function, run: Run) -> float:
    """7.8 Work on a call once a step of it is over, by whoever led. function: of the need served, before it is done."""
    if case.is_triage or function.after_call_minutes <= 0.0:
        return 0.0
    draw = uniform(run.key, Kind.AFTER_CALL, case.lineage, decision(case.contact, case.position, 0))
    return after_call_minutes(draw, function.after_call_minutes, function.after_call_constant)


def has_wings(case: Case, policy: Policy) -> bool:
    """6.7 Whether wings may be called to a step that starts."""
    return policy.wings > 0 and policy.lead != Lead.FIXED and not case.is_triage


def function_to_call(
    case: Case,
    function: Function,
    channel: Channel,
    policy: Policy,
    run: Run,
    need: Sequence[int],
    hidden: Sequence[bool],
    wrong: Sequence[float],
    familiarity: float,
) -> int:
    """6.7 What the next need will seem to be, where it is in sight; else the likeliest, where likely enough; -1: none.

    function: of the last need of the step. need, hidden: of the case, by position. wrong: of the next need, as in
    `apparent_need`. familiarity: of who leads, with their team.
    """
    following = case.position + case.joined + 1
    if following < case.needs and is_in_sight(case, policy, run, hidden, following):
        return apparent_need(case, channel, policy, run, need, hidden, wrong, following, 0, familiarity)
    chance = chance_of_unseen_need(function.next_share, run.hidden_share * (1.0 - policy.predictive))
    return function.likeliest_next if chance > 0.0 and chance >= policy.attach_from_share else -1


def call_at(policy: Policy, minutes: float, until: float) -> float:
    """6.7 When wings are called. minutes, until: length and end of the step."""
    return until - to_grid(occupied_minutes(minutes, policy.listen_share, 0.0))


def needs_no_wing(policy: Policy, skill: float, own_score: float, best_score: float) -> bool:
    """6.10 Whether whoever leads fits the next need no less than the best who could be called. skill: for it."""
    return can_serve(skill) and (policy.lead == Lead.LEADERLESS or own_score >= best_score)


def count_call(case: Case, contact: ContactRow, now: float) -> None:
    """6.11 Somebody is called."""
    contact.wings_called += now <= case.deadline


def may_lead_next(case: Case, wing: Person, apparent: int) -> bool:
    """7.3 Whether the first wing called is the right one, and still there. apparent: what the next need seems to be."""
    return wing.on_shift and case.called_for == apparent


def is_put_off(priority: int, waiting: int) -> bool:
    """7.3 Whether other work goes before this. priority, waiting: of the channels of this case, and of one waiting."""
    return waiting < priority


def go_to_wing(case: Case, team: int, apparent: int) -> None:
    """7.3 A wing leads next, without a queue. team: home team of the wing."""
    case.apparent = apparent
    case.team = team


def last_position(case: Case) -> int:
    """6.12 Position of the last need of a step."""
    return case.position + case.joined


def work_left(case: Case, policy: Policy, work: float) -> float:
    """10.5 Work of the present need; less where it is done again. work: on the tape, minutes."""
    return to_grid(policy.return_work_share * work) if case.again else work


def add_up(case: Case, contact: ContactRow, person: Person, skill: float, now: float) -> None:
    """11.1 What the customer meets in this step: sums of the contact, and what a return depends on."""
    case.last_context = case.context
    case.last_told = case.told
    case.last_fatigue = person.fatigue
    case.last_skill = 0.0 if case.is_triage else skill
    case.last_effort = person.effort
    if now <= case.deadline:
        contact.context_sum += case.context
        contact.skill_sum += case.last_skill
        contact.fatigue_sum += person.fatigue
        contact.warmth_sum += person.warmth


def is_own_queue(case: Case, policy: Policy, team: int, teams: int) -> bool:
    """6.8 Whether a case is of the own team, and another could have had it.

    team: home team of who leads. teams: how many have what the case seems to need.
    """
    return policy.walls != 0 and teams > 1 and team == case.team


def measure_step(
    case: Case,
    person: Person,
    policy: Policy,
    run: Run,
    length: Length,
    work: float,
    skill: float,
    known: float,
    is_own: bool,
    colleagues: int,
    link_minutes: float,
    briefing_minutes: float,
    pressure: float,
) -> None:
    """6.8 Length of a step: a running sum, its value after each part on the grid; the sum itself is not rounded.

    work: `work_left`. known: `history_known`. is_own: `is_own_queue`. colleagues: who listened to the step before, if
    it is taken over warm, who else is in this one, and an adviser. person, work, skill, known, is_own, pressure: of
    whoever leads, or of somebody who joins; pressure: of their room, `pressure_of`.
    """
    more = policy.familiarity_takeovers if case.change >= Change.LEAD_CHANGE else 0.0
    served = told = length.work_minutes = 0.0
    if not case.is_triage:
        length.work_minutes = to_grid(work)
        speed = assisted_speed(
            skill * person.pace, policy.agent_assist, policy.assist_novice_gain, policy.assist_novice_speed
        )
        served = minutes_at_speed(
            work_with_history(
                routed_work_minutes(work, policy.intelligent_routing, policy.routing_time_gain),
                policy.account_background_share,
                known,
            ),
            speed_in_dip(speed_in_queue(speed, is_own, policy.own_queue_speed), person.dip),
        )
        served = minutes_under_load(served, person, policy, pressure)
        retold = retelling_minutes(case.told, case.context, policy.retelling_share)
        told = served + more_where_new(retold, person.familiarity, run.mean_familiarity, more)
    changed = told
    if case.change >= Change.LEAD_CHANGE:
        changed += more_where_new(policy.changeover_minutes, person.familiarity, run.mean_familiarity, more)
    tired = minutes_with_fatigue(changed, policy.slow, person.fatigue)
    coordinated = minutes_with_coordination(tired, policy.coordination_share, colleagues)
    linked = coordinated + link_minutes + briefing_minutes
    length.skill_minutes = to_grid(served)
    length.retold_minutes = to_grid(told)
    length.changeover_minutes = to_grid(changed)
    length.fatigue_minutes = to_grid(tired)
    length.coordination_minutes = to_grid(coordinated)
    length.link_minutes = to_grid(linked)
    length.rework_minutes = to_grid(linked + policy.triage_minutes if case.is_wrong or case.is_triage else linked)


def book_parts(row: StepParts, length: Length, limit: float) -> None:
    """6.8 Add the parts of a step to a row, each up to a limit in minutes from its start."""
    work = minutes_within(length.work_minutes, limit)
    skill = minutes_within(length.skill_minutes, limit)
    retold = minutes_within(length.retold_minutes, limit)
    changeover = minutes_within(length.changeover_minutes, limit)
    fatigue = minutes_within(length.fatigue_minutes, limit)
    coordination = minutes_within(length.coordination_minutes, limit)
    link = minutes_within(length.link_minutes, limit)
    row.work_minutes += work
    row.skill_minutes += skill - work
    row.retold_minutes += retold - skill
    row.changeover_minutes += changeover - retold
    row.fatigue_minutes += fatigue - changeover
    row.coordination_minutes += coordination - fatigue
    row.link_minutes += link - coordination
    row.rework_minutes += minutes_within(length.rework_minutes, limit) - link


def adviser_until(policy: Policy, minutes: float, from_elsewhere: bool, now: float) -> float:
    """6.9 When an adviser is done: a share of the step, and the link if they come from another room."""
    link = policy.link_minutes if from_elsewhere else 0.0
    return now + to_grid(occupied_minutes(minutes, policy.consult_share, link))


def end_step(case: Case, policy: Policy, work: float) -> bool:
    """7.1 What is told, known and done after a step. Returns whether a need is left. work: `work_left` of its needs."""
    case.step += 1
    if case.is_triage:
        case.told += policy.triage_minutes
        case.context = context_after_triage(case.context, policy.context_kept_triage)
        case.attempt += 1
        return True
    case.told += work
    if case.is_wrong:
        case.told += policy.triage_minutes
    case.context = 1.0
    case.position += case.joined
    case.joined = 0
    if case.position + 1 == case.needs:
        return False
    case.position += 1
    case.attempt = 0
    return True
