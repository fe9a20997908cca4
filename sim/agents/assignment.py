"""Which queue work joins: first what it seems to need, then which team."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.agents.coming_back import put_through_to
from sim.agents.diagnosis import address, apparent_function
from sim.demand.draws import Kind, uniform
from sim.formation.arrays import TeamChoice
from sim.rules.matching import work_per_person

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.team import TeamAgent


def assign(case: CustomerAgent) -> None:
    """Diagnose the present need and choose a team; join its queue, or be put through to the person met last."""
    model = case.model
    case.apparent = apparent_function(case)
    if model.conditions.walls:
        case.team = choose_team(case)
        room = case.team.room
    else:
        case.team = None
        room = model.rooms[0]
    person = put_through_to(case)
    if person is None:
        case.wait(room.queues[case.apparent])
    else:
        model.dispatch.put_through(case, person)


def choose_team(case: CustomerAgent) -> TeamAgent:
    """A team that has the function and somebody of it on shift, or just has it where nobody is on shift anywhere."""
    teams, function = case.model.teams, case.apparent
    candidates = [team for team in teams if team.room.on_shift[function]]
    nobody_there = not candidates
    if nobody_there:
        candidates = [team for team in teams if team.room.members[function]]
    # Work stays inside its team where the team can serve it; the first assignment has no team yet.
    if case.team in candidates:
        return case.team
    if case.model.conditions.policy.team_choice == TeamChoice.LEAST_WAIT:
        return min(candidates, key=lambda team: (known_work(team, function, nobody_there), team.number))
    return candidates[math.floor(team_draw(case) * len(candidates))]


def known_work(team: TeamAgent, function: int, nobody_there: bool) -> float:
    """Known work of a team for a function over its capacity."""
    room = team.room
    waiting = len(room.queues[function])
    if nobody_there:
        return work_per_person(waiting, 0, room.members[function])
    return work_per_person(waiting, room.busy(function), room.on_shift[function])


def team_draw(case: CustomerAgent) -> float:
    """The uniform that chooses among candidates: the same for an account, or by the case's own address."""
    model = case.model
    if model.conditions.policy.team_choice == TeamChoice.ACCOUNT:
        return uniform(model.key, Kind.TEAM, case.account, case.apparent + 1)
    return uniform(model.key, Kind.TEAM, case.lineage, address(case))
