"""A stage of a road begins: everybody goes over to another formation; numbered as in docs/background/process.md."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sim.agents.assignment import place_for
from sim.agents.conditions import conditions_of
from sim.agents.room import able_and_at_home, know_lenders, rooms_of
from sim.agents.team import teams_in
from sim.formation.skills import peers_of
from sim.formation.stages import new_stage, share_kept
from sim.foundation.kinds import NewStage
from sim.process.stages import be_among_new_teams, stands_for
from sim.process.waiting import is_waiting, stand_in_queue

if TYPE_CHECKING:
    from sim.agents.model import Organisation
    from sim.formation.arrays import Formation


def go_over(model: Organisation, before: Formation, after: Formation) -> None:
    """12.6 The dials, and where anybody's team is another the teams, are those of the stage from now on."""
    stage = new_stage(before, after)
    if stage == NewStage.SAME:
        return
    customers, people = model.given
    waiting = sorted((case for case in model.cases.values() if is_waiting(case)), key=lambda case: case.number)
    if stage == NewStage.TEAMS:
        for case in waiting:
            case.stop_waiting()
    model.conditions = conditions_of(customers, people.trained_in(after), after, model.conditions.key)
    for case in model.cases.values():
        case.way_in = model.conditions.way_in[case.channel]
    if stage == NewStage.TEAMS:
        regroup(model, before, after)
        for case in model.cases.values():
            number = stands_for(case, model.conditions.policy)
            be_among_new_teams(case, model.people[number].team if number >= 0 else -1)
        for case in waiting:
            queue = place_for(case)
            stand_in_queue(case, model.now)
            case.join(queue)
    else:
        know_lenders(model.rooms, model.conditions)
    for room in model.rooms:
        model.dispatch.touch(room)
    model.dispatch.joined.clear()


def regroup(model: Organisation, before: Formation, after: Formation) -> None:
    """12.6 Put people into their new teams, and teams into their rooms."""
    _, people = model.given
    for team in model.teams:
        team.remove()
    model.dispatch.touched.clear()
    model.rooms = rooms_of(model.conditions)
    model.teams = teams_in(model, after)
    home_team = after.home_team.tolist()
    people = people.trained_in(after)
    work = able_and_at_home(model.conditions, people, home_team)
    given = people.skill.tolist(), peers_of(people, after).tolist(), share_kept(before, after).tolist()
    model.dispatch.free_and_able.clear()
    for person in model.people:
        number = person.number
        person.join_team(model.teams[home_team[number]], *work[number])
        person.be_regrouped(*(of_everybody[number] for of_everybody in given))
    having = (work for room in model.rooms for work, members in room.members.items() if members)
    model.teams_having = Counter(having)
