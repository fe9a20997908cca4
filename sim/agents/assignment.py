"""Which queue work joins: the front door, or what it seems to need; then which team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.kinds import TeamChoice
from sim.process.diagnosis import (
    admits,
    apparent_need,
    at_front_door,
    candidate_drawn,
    is_overfull,
    lane_seen,
    place_named,
)
from sim.process.returns import asks_for, takes_at_once
from sim.rules.matching import work_per_person

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent
    from sim.agents.room import Queue, Work
    from sim.agents.team import TeamAgent


def assign(case: CustomerAgent) -> None:
    """Diagnose the present need and choose a team; join its queue, or be put through to somebody known."""
    case.wait(place_for(case))
    person = put_through_to(case)
    if person is not None:
        case.model.dispatch.start(case, person)


def place_for(case: CustomerAgent) -> Queue:
    """What the present need seems to be, and which team; the queue of both."""
    model, conditions = case.model, case.model.conditions
    policy = conditions.policy
    if conditions.door_open[case.language] and at_front_door(case, policy):
        case.apparent = conditions.functions
    else:
        case.apparent = diagnosed(case)
    case.team = choose_team(case).number if policy.walls else -1
    return model.rooms[max(case.team, 0)].queues[case.apparent, case.language]


def diagnosed(case: CustomerAgent) -> int:
    """The function that the present need seems to belong to."""
    conditions = case.model.conditions
    people = case.model.people
    familiarity = people[case.holder].familiarity if case.holder >= 0 else conditions.mean_familiarity
    place = case.position, case.attempt, familiarity
    wrong = conditions.wrong[case.true_function]
    return apparent_need(case, case.way_in, conditions.policy, conditions, case.need, case.hidden, wrong, *place)


def choose_team(case: CustomerAgent) -> TeamAgent:
    """A team that has the work, admits the case and has somebody on shift; where there is none, one of the others."""
    conditions = case.model.conditions
    work = case.apparent, case.language
    candidates = [team for team in case.model.teams if team.room.members[work]]
    if case.apparent < conditions.functions:
        lane = lane_seen(case, conditions.policy, conditions, case.hidden)
        candidates = [team for team in candidates if admits(team, case, conditions.policy, lane)] or candidates
    everybody = candidates
    there = [team for team in candidates if team.room.on_shift[work]]
    candidates = there or candidates
    # Work stays inside its team where the team can serve it; the first assignment has no team yet.
    for team in candidates:
        if team.number == case.team:
            return team
    if conditions.policy.team_choice in (TeamChoice.LEAST_WAIT, TeamChoice.NAMED_ACCOUNT):
        least = min(candidates, key=lambda team: (known_work(team, work, not there), team.number))
        if conditions.policy.team_choice == TeamChoice.LEAST_WAIT:
            return least
        named = named_team(case, everybody, work)
        waits = [known_work(team, work, not there) for team in (named, least)] if named in candidates else None
        return least if waits is None or is_overfull(conditions.policy, *waits) else named
    return candidates[candidate_drawn(case, conditions.policy, conditions, len(candidates))]


def named_team(case: CustomerAgent, teams: list[TeamAgent], work: Work) -> TeamAgent:
    """The team that an account is named to: that of one of all members at home in some work."""
    members = [team for team in teams for _ in range(team.room.members[work])]
    return members[place_named(case, case.model.conditions, len(members))]


def known_work(team: TeamAgent, work: Work, nobody_there: bool) -> float:
    """Known work of a team, of one kind, over its capacity."""
    room = team.room
    waiting = room.waiting_for(work[0])
    if nobody_there:
        return work_per_person(waiting, 0, room.members[work])
    return work_per_person(waiting, room.busy(work), room.on_shift[work])


def put_through_to(case: CustomerAgent) -> PersonAgent | None:
    """Whom a customer who comes back meets without waiting, if that person is free and able; else None."""
    number = asks_for(case, case.model.conditions.policy)
    if number < 0:
        return None
    person = case.model.people[number]
    return person if takes_at_once(person, person.skill[case.apparent], person.key in case.met) else None
