"""6 and 7 A step: what comes next, how long it takes part by part, and what is known and done when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.foundation.grid import to_grid
from sim.foundation.kinds import Change
from sim.process.technology import is_foreseen
from sim.rules.context import context_after_triage, retelling_minutes
from sim.rules.fatigue import minutes_with_fatigue
from sim.rules.service import minutes_at_speed, minutes_with_coordination, minutes_within, occupied_minutes
from sim.rules.technology import assisted_speed, routed_work_minutes

if TYPE_CHECKING:
    from sim.process.records import Case, ContactRow, Function, Length, Person, Policy, Run, StepParts


def next_function(
    case: Case, function: Function, policy: Policy, run: Run, need: Sequence[int], hidden: Sequence[bool]
) -> int:
    """6.7 The function of the next need, seen or likeliest; -1 where wings are not worth attaching.

    function: of the present need. need, hidden: of the case, by position.
    """
    following = case.position + 1
    if following < case.needs and (not hidden[following] or is_foreseen(case, policy, run, hidden, following)):
        return need[following]
    return function.likeliest_next if function.next_share >= policy.attach_from_share else -1


def work_left(case: Case, policy: Policy, work: float) -> float:
    """10.5 Work of the present need; less where it is done again. work: on the tape, minutes."""
    return to_grid(policy.return_work_share * work) if case.again else work


def add_up(case: Case, contact: ContactRow, person: Person, skill: float, now: float) -> None:
    """11.1 What the customer meets in this step: sums of the contact, and what a return depends on."""
    case.last_context = case.context
    case.last_told = case.told
    case.last_fatigue = person.fatigue
    case.last_skill = 0.0 if case.is_triage else skill
    if now <= case.deadline:
        contact.context_sum += case.context
        contact.skill_sum += case.last_skill
        contact.fatigue_sum += person.fatigue
        contact.warmth_sum += person.warmth


def measure_step(
    case: Case,
    person: Person,
    policy: Policy,
    length: Length,
    work: float,
    skill: float,
    colleagues: int,
    link_minutes: float,
    briefing_minutes: float,
) -> None:
    """6.8 Length of a step: a running sum, its value after each part on the grid; the sum itself is not rounded.

    work: `work_left`. colleagues: wings and adviser.
    """
    served = told = length.work_minutes = 0.0
    if not case.is_triage:
        length.work_minutes = to_grid(work)
        speed = assisted_speed(
            skill * person.pace, policy.agent_assist, policy.assist_novice_gain, policy.assist_novice_speed
        )
        served = minutes_at_speed(
            routed_work_minutes(work, policy.intelligent_routing, policy.routing_time_gain), speed
        )
        told = served + retelling_minutes(case.told, case.context, policy.retelling_share)
    changed = told
    if case.change >= Change.LEAD_CHANGE:
        changed += policy.changeover_minutes
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


def colleague_until(policy: Policy, minutes: float, share: float, from_elsewhere: bool, now: float) -> float:
    """6.9 When a wing or an adviser is done: a share of the step, and the link if they come from another room."""
    link = policy.link_minutes if from_elsewhere else 0.0
    return now + to_grid(occupied_minutes(minutes, share, link))


def end_step(case: Case, policy: Policy, work: float) -> bool:
    """7.1 What is told, known and done after a step. Returns whether a need is left. work: `work_left`."""
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
    if case.position + 1 == case.needs:
        return False
    case.position += 1
    case.attempt = 0
    return True
