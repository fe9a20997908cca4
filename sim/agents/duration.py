"""How long a step takes: a running sum, part by part; its values are rounded to the grid, it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.demand.grid import to_grid
from sim.records.tables import Change
from sim.rules.context import retelling_minutes
from sim.rules.service import minutes_with_coordination, minutes_with_skill

if TYPE_CHECKING:
    from sim.agents.service import Step


def cumulative_minutes(step: Step) -> list[float]:
    """Length of a step after each of STEP_PARTS; the last value is its whole length."""
    case, policy = step.case, step.case.model.conditions.policy
    work = skilled = with_retelling = 0.0
    if not step.triage:
        work = case.work[step.position]
        skilled = minutes_with_skill(work, step.skill, step.person.pace)
        with_retelling = skilled + retelling_minutes(case.told, step.context, policy.retelling_share)
    changed = with_retelling
    if step.change >= Change.LEAD_CHANGE:
        changed += policy.changeover_minutes
    colleagues = len(step.attached) + (step.adviser is not None)
    coordinated = minutes_with_coordination(changed, policy.coordination_share, colleagues)
    linked = coordinated + step.links * policy.link_minutes
    whole = linked + policy.triage_minutes if step.wrong else linked
    return [to_grid(minutes) for minutes in (work, skilled, with_retelling, changed, coordinated, linked, whole)]
