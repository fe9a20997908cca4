"""How long a step takes: a running sum, part by part; its values are rounded to the grid, it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.grid import to_grid
from sim.foundation.kinds import Change
from sim.rules.context import retelling_minutes
from sim.rules.fatigue import minutes_with_fatigue
from sim.rules.service import minutes_at_speed, minutes_with_coordination
from sim.rules.technology import assisted_speed, routed_work_minutes

if TYPE_CHECKING:
    from sim.agents.service import Step


def cumulative_minutes(step: Step) -> list[float]:
    """Length of a step after each of STEP_PARTS; the last value is its whole length."""
    case, policy = step.case, step.case.model.conditions.policy
    work = skilled = with_retelling = 0.0
    if not step.triage:
        work = case.work[step.position]
        skilled = skilled_minutes(step, work)
        with_retelling = skilled + retelling_minutes(case.told, step.context, policy.retelling_share)
    changed = with_retelling
    if step.change >= Change.LEAD_CHANGE:
        changed += policy.changeover_minutes
    colleagues = len(step.attached) + (step.adviser is not None)
    tired = minutes_with_fatigue(changed, policy.slow, step.fatigue)
    coordinated = minutes_with_coordination(tired, policy.coordination_share, colleagues)
    linked = coordinated + step.links * policy.link_minutes
    if step.briefed:
        linked += policy.briefing_minutes
    whole = linked + policy.triage_minutes if step.wrong or step.triage else linked
    parts = (work, skilled, with_retelling, changed, tired, coordinated, linked, whole)
    return [to_grid(minutes) for minutes in parts]


def skilled_minutes(step: Step, work: float) -> float:
    """Minutes of the work itself at the speed of whoever leads, with what technology saves of it."""
    policy = step.case.model.conditions.policy
    speed = assisted_speed(
        step.skill * step.person.pace, policy.agent_assist, policy.assist_novice_gain, policy.assist_novice_speed
    )
    return minutes_at_speed(routed_work_minutes(work, policy.intelligent_routing, policy.routing_time_gain), speed)
