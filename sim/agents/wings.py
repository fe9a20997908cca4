"""Wings: free people who listen in because they could serve what probably comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.diagnosis import is_foreseen
from sim.agents.person import LISTENING
from sim.agents.selection import colleague

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.service import Step


def attach(step: Step) -> None:
    """Up to `wings` of the best free people able to serve the next function listen to a step."""
    policy = step.case.model.conditions.policy
    if policy.wings == 0:
        return
    function, probability = expected_next(step.case)
    if function < 0 or probability < policy.attach_from_share:
        return
    for _ in range(policy.wings):
        found = colleague(step.person, function, step.case)
        if found is None:
            return
        wing, from_elsewhere = found
        wing.take(LISTENING)
        step.attached.append((wing, from_elsewhere))
        step.links += from_elsewhere


def expected_next(case: CustomerAgent) -> tuple[int, float]:
    """(function, probability) of the next need: certain where it can be seen, else what usually follows; -1: none."""
    following = case.position + 1
    if following < case.needs and (not case.hidden[following] or is_foreseen(case, following)):
        return case.need[following], 1.0
    conditions, function = case.model.conditions, case.true_function
    return conditions.likeliest_next[function], conditions.next_share[function]
