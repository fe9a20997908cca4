"""Who may take a piece of work, and who of them is best equipped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.foundation.kinds import Lead
from sim.process.fatigue import score
from sim.process.people import may_take

if TYPE_CHECKING:
    from sim.agents.conditions import Conditions
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent
    from sim.agents.room import Queue, Room, Work


def takers(people: Iterable[PersonAgent], queue: Queue, conditions: Conditions) -> list[PersonAgent]:
    """Those among free and able people who may take the head of a queue."""
    function, work = queue.function, queue.work
    on_shift, mean_work = queue.room.on_shift[work], conditions.function[function].mean_work
    return [
        person
        for person in people
        if may_take(conditions.policy, work in person.at_home, person.skill[function], on_shift, mean_work)
    ]


def best(people: list[PersonAgent], function: int, case: CustomerAgent) -> PersonAgent:
    """Highest score, then longest free, then lowest number; without leads all fit alike."""
    policy, now = case.model.conditions.policy, case.model.now
    if len(people) == 1:
        return people[0]

    def key(person: PersonAgent) -> tuple[float, float, int]:
        fit = 0.0
        if policy.lead != Lead.LEADERLESS:
            fit = score(person, policy, person.skill[function], person.number in case.met, now)
        return -fit, person.free_since, person.number

    return min(people, key=key)


def colleague(person: PersonAgent, function: int, case: CustomerAgent) -> PersonAgent | None:
    """The best free person able to serve a case in a function: of the person's own room, else of one that lends."""
    work = function, case.language
    able = list(person.room.free[work].values()) or elsewhere(person.room, work)
    return best(able, function, case) if able else None


def elsewhere(room: Room, work: Work) -> list[PersonAgent]:
    """Free people who are able to do some work, of other rooms that lend to this one."""
    return [person for other in room.lenders for person in other.free[work].values()]
