"""Who may take a piece of work, and who of them is best equipped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.agents.work import FRONT_DOOR
from sim.foundation.kinds import Assignment
from sim.rules.matching import match_score, secondary_pays

if TYPE_CHECKING:
    from sim.agents.conditions import Conditions
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent
    from sim.agents.room import Queue, Room
    from sim.agents.work import Work


def takers(people: Iterable[PersonAgent], queue: Queue, conditions: Conditions) -> list[PersonAgent]:
    """Those among free and able people who may take the head of a queue."""
    return [person for person in people if may_take(person, queue, conditions)]


def may_take(person: PersonAgent, queue: Queue, conditions: Conditions) -> bool:
    """At home in the work, or with a secondary skill that is worth using now."""
    function, work = queue.function, queue.work
    if work in person.at_home or conditions.policy.assignment == Assignment.GREEDY:
        return True
    return secondary_pays(person.skill[function], queue.room.on_shift[work], 0, conditions.mean_work[function])


def best(people: list[PersonAgent], function: int, case: CustomerAgent) -> PersonAgent:
    """Highest score, then longest free, then lowest number."""
    if len(people) == 1:
        return people[0]
    return min(people, key=lambda person: (-score(person, function, case), person.free_since, person.number))


def score(person: PersonAgent, function: int, case: CustomerAgent) -> float:
    """How well a person fits; without leads all fit alike, and at the front door as far as skill goes."""
    conditions = case.model.conditions
    if conditions.leaderless:
        return 0.0
    policy = conditions.policy
    now = case.model.now
    return match_score(
        1.0 if function == FRONT_DOOR else person.skill[function],
        person.fatigue.of_somebody_free(now),
        person in case.met,
        person.fatigue.led_too_long(now - person.free_since),
        policy.skill_weight,
        policy.fatigue_weight,
        policy.familiarity_weight,
        policy.rest_weight,
    )


def colleague(person: PersonAgent, function: int, case: CustomerAgent) -> tuple[PersonAgent, bool] | None:
    """The best free person able to serve a case in a function, and whether they come from another room; or None.

    The person's own room comes first.
    """
    work = function, case.language
    own = list(person.room.free[work].values())
    if own:
        return best(own, function, case), False
    lent = elsewhere(person.room, work)
    if lent:
        return best(lent, function, case), True
    return None


def elsewhere(room: Room, work: Work) -> list[PersonAgent]:
    """Free people who are able to do some work, of other rooms that lend to this one."""
    return [person for other in room.lenders for person in other.free[work].values()]
