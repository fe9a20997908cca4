"""What the need seems to be: every assignment acts on it, in every formation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.work import FRONT_DOOR
from sim.foundation.draws import Kind, decision, uniform
from sim.rules.diagnosis import misroute_probability
from sim.rules.lanes import first_line_serves, lane_of
from sim.rules.technology import routed_misroute_share

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent


def address(case: CustomerAgent) -> int:
    """Occurrence of this assignment among all decisions about the case."""
    return decision(case.contact.number, case.position, case.attempt)


def apparent_function(case: CustomerAgent) -> int:
    """The function that the present need seems to belong to, right or wrong."""
    conditions, key = case.model.conditions, case.model.key
    function = case.true_function
    if conditions.functions == 1 or (case.attempt == 0 and is_foreseen(case, case.position)):
        return function
    policy = conditions.policy
    wrong_with = misroute_probability(
        case.attempt,
        case.ambiguity,
        conditions.mean_ambiguity,
        routed_misroute_share(
            policy.misroute_share * conditions.misroute_factor[case.channel],
            policy.intelligent_routing,
            policy.routing_misroute_cut,
        ),
        policy.misroute_ambiguity_slope,
        policy.misroute_decay,
    )
    if uniform(key, Kind.DIAGNOSIS, case.lineage, address(case)) >= wrong_with:
        return function
    drawn = uniform(key, Kind.WRONG_FUNCTION, case.lineage, address(case))
    for other, cumulative in enumerate(conditions.wrong[function]):
        if drawn < cumulative:
            return other
    return function


def is_foreseen(case: CustomerAgent, position: int) -> bool:
    """Whether a hidden need is known before its time."""
    if not case.hidden[position]:
        return False
    model = case.model
    return uniform(model.key, Kind.FORESEEN, case.lineage, position) < model.conditions.policy.predictive


def only_finds_out(case: CustomerAgent, skill: float) -> bool:
    """Whether whoever takes a case only finds out where it belongs. skill: of that person for the true need."""
    if case.apparent == FRONT_DOOR:
        return not first_line_serves(skill, case.ambiguity, case.model.conditions.policy.first_line_to_ambiguity)
    return case.apparent != case.true_function and skill == 0.0


def lane_seen(case: CustomerAgent) -> int:
    """Whether a case looks simple or complex (Lane), from what can be seen of it; the same all its life."""
    policy = case.model.conditions.policy
    in_sight = sum(1 for position in range(case.needs) if not case.hidden[position] or is_foreseen(case, position))
    return lane_of(in_sight, case.ambiguity, policy.complex_from_needs, policy.complex_from_ambiguity)
