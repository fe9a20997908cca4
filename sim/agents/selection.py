"""Who may take a piece of work, and who of them is best equipped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.foundation.kinds import AgentChoice, Lead
from sim.process.accounts import account_remembered, known_in_team
from sim.process.fatigue import score
from sim.process.people import choice_score, may_take
from sim.process.together import reach_to_join
from sim.rules.matching import within_reach

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
    key, model = person.key, case.model
    known, heard = 1.0 if key in case.met else remembered(person, case), key in case.heard
    return score(person, model.conditions.policy, person.skill[function], known, heard, model.now)


def remembered(person: PersonAgent, case: CustomerAgent) -> float:
    """What somebody remembers of the account of a case."""
    note, model = case.known_to.get(person.number), case.model
    return 0.0 if note is None else account_remembered(note, person, model.conditions.policy, model.now)


def known_to_team(person: PersonAgent, case: CustomerAgent) -> float:
    """What somebody knows of the account of a case, by themselves or from their team."""
    own, model = remembered(person, case), case.model
    if model.conditions.policy.account_team_share == 0.0:
        return own
    served = (model.people[number] for number in case.known_to)
    of_team = max((remembered(one, case) for one in served if one.team == person.team), default=0.0)
    return known_in_team(own, of_team, model.conditions.policy)


def best(people: list[PersonAgent], function: int, case: CustomerAgent) -> PersonAgent:
    """Highest score, or what else people are chosen by; then longest free, then lowest number. Without leads all fit
    alike."""
    if len(people) == 1:
        return people[0]
    conditions = case.model.conditions
    leaderless = conditions.policy.lead == Lead.LEADERLESS

    def key(person: PersonAgent) -> tuple[float, float, int]:
        if conditions.policy.agent_choice != AgentChoice.BEST_FIT:
            chosen_by = choice_score(person, conditions.policy, conditions, case, person.number)
            return -chosen_by, person.free_since, person.number
        return 0.0 if leaderless else -fit(person, function, case), person.free_since, person.number

    return min(people, key=key)


def colleague(person: PersonAgent, function: int, case: CustomerAgent) -> PersonAgent | None:
    """The best free person able to serve a case in a function: of the person's own room, else of one that lends."""
    work = function, case.language
    able = list(person.room.free[work].values()) or elsewhere(person.room, work)
    return best(able, function, case) if able else None


def wing(person: PersonAgent, function: int, case: CustomerAgent) -> PersonAgent | None:
    """The best free person who may take a next need over from the person: of the own room, else of one that lends."""
    return beside(person, function, case, person.room.lenders)


def joiner(person: PersonAgent, function: int, case: CustomerAgent) -> PersonAgent | None:
    """The best free person who may serve a further need beside the person: of the own room, else of others in reach."""
    conditions = case.model.conditions
    levels, reach = conditions.distance[person.room.number], reach_to_join(conditions.policy)
    others = [room for room in case.model.rooms if room is not person.room and within_reach(reach, levels[room.number])]
    return beside(person, function, case, others)


def beside(person: PersonAgent, function: int, case: CustomerAgent, others: list[Room]) -> PersonAgent | None:
    """The best free person who may take work from its queue in the person's room: of that room, else of others."""
    conditions, queue = case.model.conditions, person.room.queues[function, case.language]
    able = takers(person.room.free[queue.work].values(), queue, conditions)
    able = able or takers(free_in(others, queue.work), queue, conditions)
    return best(able, function, case) if able else None


def elsewhere(room: Room, work: Work) -> list[PersonAgent]:
    """Free people who are able to do some work, of other rooms that lend to this one."""
    return free_in(room.lenders, work)


def free_in(rooms: list[Room], work: Work) -> list[PersonAgent]:
    """Free people of some rooms who are able to do some work."""
    return [person for room in rooms for person in room.free[work].values()]
