"""Who may take a piece of work, and who of them is best equipped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.rules.matching import match_score, secondary_pays

if TYPE_CHECKING:
    from sim.agents.conditions import Conditions
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent
    from sim.agents.room import Queue, Room


def takers(people: Iterable[PersonAgent], queue: Queue, conditions: Conditions) -> list[PersonAgent]:
    """Those among free and able people who may take the head of a queue."""
    return [person for person in people if may_take(person, queue, conditions)]


def may_take(person: PersonAgent, queue: Queue, conditions: Conditions) -> bool:
    """At home in the function, or with a secondary skill that is worth using now."""
    function, room = queue.function, queue.room
    if person.function == function or conditions.policy.greedy:
        return True
    return secondary_pays(person.skill[function], room.on_shift[function], 0, conditions.mean_work[function])


def best(people: list[PersonAgent], function: int, case: CustomerAgent) -> PersonAgent:
    """Highest score, then longest free, then lowest number."""
    if len(people) == 1:
        return people[0]
    return min(people, key=lambda person: (-score(person, function, case), person.free_since, person.number))


def score(person: PersonAgent, function: int, case: CustomerAgent) -> float:
    """How well a person fits; without leads all fit alike."""
    conditions = case.model.conditions
    if conditions.leaderless:
        return 0.0
    policy = conditions.policy
    now = case.model.now
    return match_score(
        person.skill[function],
        person.fatigue.of_somebody_free(now),
        person in case.served_by,
        person.fatigue.led_too_long(now - person.free_since),
        policy.skill_weight,
        policy.fatigue_weight,
        policy.familiarity_weight,
        policy.rest_weight,
    )


def colleague(person: PersonAgent, function: int, case: CustomerAgent) -> tuple[PersonAgent, bool] | None:
    """The best free person able to serve a function, from the person's room first; whether from another; or None."""
    own = list(person.room.free[function].values())
    if own:
        return best(own, function, case), False
    if case.model.conditions.borrowing:
        lent = elsewhere(person.room, function, case.model.rooms)
        if lent:
            return best(lent, function, case), True
    return None


def elsewhere(room: Room, function: int, rooms: list[Room]) -> list[PersonAgent]:
    """Free people of all other rooms who are able to serve a function."""
    return [person for other in rooms if other is not room for person in other.free[function].values()]
