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


def fit(person: PersonAgent, function: int, case: CustomerAgent) -> float:
    """The score of a person for a piece of work."""
    number, model = person.number, case.model
    known, heard = number in case.met, number in case.heard
    return score(person, model.conditions.policy, person.skill[function], known, heard, model.now)


def best(people: list[PersonAgent], function: int, case: CustomerAgent) -> PersonAgent:
    """Highest score, then longest free, then lowest number; without leads all fit alike."""
    if len(people) == 1:
        return people[0]
    leaderless = case.model.conditions.policy.lead == Lead.LEADERLESS

    def key(person: PersonAgent) -> tuple[float, float, int]:
        return 0.0 if leaderless else -fit(person, function, case), person.free_since, person.number

    return min(people, key=key)


def colleague(person: PersonAgent, function: int, case: CustomerAgent) -> PersonAgent | None:
    """The best free person able to serve a case in a function: of the person's own room, else of one that lends."""
    work = function, case.language
    able = list(person.room.free[work].values()) or elsewhere(person.room, work)
    return best(able, function, case) if able else None


def wing(person: PersonAgent, function: int, case: CustomerAgent) -> PersonAgent | None:
    """The best free person who may take a next need over from the person: of the own room, else of one that lends."""
    conditions, queue = case.model.conditions, person.room.queues[function, case.language]
    able = takers(person.room.free[queue.work].values(), queue, conditions)
    able = able or takers(elsewhere(person.room, queue.work), queue, conditions)
    return best(able, function, case) if able else None


def elsewhere(room: Room, work: Work) -> list[PersonAgent]:
    """Free people who are able to do some work, of other rooms that lend to this one."""
    return [person for other in room.lenders for person in other.free[work].values()]
