"""Which queue work joins: the front door, or what it seems to need; then which team."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.agents.coming_back import put_through_to, returns_to
from sim.agents.diagnosis import address, apparent_function, lane_seen
from sim.agents.work import FRONT_DOOR, Work
from sim.foundation.draws import Kind, uniform
from sim.foundation.kinds import Lane, TeamChoice
from sim.rules.lanes import first_line_serves
from sim.rules.matching import work_per_person

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.team import TeamAgent


def assign(case: CustomerAgent) -> None:
    """Diagnose the present need and choose a team; join its queue, or be put through to somebody known."""
    model = case.model
    case.apparent = FRONT_DOOR if at_front_door(case) else apparent_function(case)
    if model.conditions.walls:
        case.team = choose_team(case)
        room = case.team.room
    else:
        case.team = None
        room = model.rooms[0]
    person = put_through_to(case)
    if person is None:
        case.wait(room.queues[case.apparent, case.language])
    else:
        model.dispatch.put_through(case, person)


def at_front_door(case: CustomerAgent) -> bool:
    """Whether a first line answers: at the start of a contact, unless the customer goes back to somebody."""
    if not case.model.conditions.front_door[case.language]:
        return False
    return case.holder is None and returns_to(case) is None


def choose_team(case: CustomerAgent) -> TeamAgent:
    """A team that has the work, admits the case and has somebody on shift; where there is none, one of the others."""
    work = case.apparent, case.language
    candidates = [team for team in case.model.teams if team.room.members[work]]
    if case.apparent != FRONT_DOOR:
        candidates = [team for team in candidates if admits(team, case)] or candidates
    there = [team for team in candidates if team.room.on_shift[work]]
    candidates = there or candidates
    # Work stays inside its team where the team can serve it; the first assignment has no team yet.
    if case.team in candidates:
        return case.team
    if case.model.conditions.policy.team_choice == TeamChoice.LEAST_WAIT:
        return min(candidates, key=lambda team: (known_work(team, work, not there), team.number))
    return candidates[math.floor(team_draw(case) * len(candidates))]


def admits(team: TeamAgent, case: CustomerAgent) -> bool:
    """Whether a case belongs in a team: plain ones in a first line, those of its lane in a team that has one."""
    if team.first_line:
        return first_line_serves(1.0, case.ambiguity, case.model.conditions.policy.first_line_to_ambiguity)
    return team.lane == Lane.ANY or team.lane == lane_seen(case)


def known_work(team: TeamAgent, work: Work, nobody_there: bool) -> float:
    """Known work of a team, of one kind, over its capacity."""
    room = team.room
    waiting = room.waiting_for(work[0])
    if nobody_there:
        return work_per_person(waiting, 0, room.members[work])
    return work_per_person(waiting, room.busy(work), room.on_shift[work])


def team_draw(case: CustomerAgent) -> float:
    """The uniform that chooses among candidates: the same for an account, or by the case's own address."""
    model = case.model
    if model.conditions.policy.team_choice == TeamChoice.ACCOUNT:
        function = model.conditions.functions if case.apparent == FRONT_DOOR else case.apparent
        return uniform(model.key, Kind.TEAM, case.account, function + 1)
    return uniform(model.key, Kind.TEAM, case.lineage, address(case))
