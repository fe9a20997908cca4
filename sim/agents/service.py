"""A step: one person serving one need of one customer, from taking it up to handing it on."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from sim.agents import assignment
from sim.agents.rows import Length, add_segment
from sim.agents.selection import colleague, fit, joiner, known_to_team, remembered, takers, wing
from sim.foundation.kinds import EventKind, Lead, Occupation, Outcome, SegmentKind
from sim.process.accounts import history_known, recognise, recognise_joining
from sim.process.fatigue import count_led, settle, spare_lead, tiring_of_lead
from sim.process.hands import (
    become_owner,
    change_hands,
    find_out,
    giver_links,
    is_crossing,
    is_referred,
    owner_briefs,
    owner_there,
)
from sim.process.rows import describe_join_segment
from sim.process.service import (
    add_up,
    adviser_until,
    book_parts,
    call_at,
    count_call,
    end_step,
    function_to_call,
    go_to_wing,
    has_wings,
    is_own_queue,
    is_put_off,
    last_position,
    may_lead_next,
    measure_step,
    minutes_after_call,
    needs_no_wing,
    work_left,
)
from sim.process.staff import feel_pressure, pressure_in_room
from sim.process.together import can_go_together, join_step, may_be_joined, outlasts
from sim.process.waiting import may_be_lent, minutes_outside
from sim.process.weeks import practised
from sim.rules.matching import can_serve

if TYPE_CHECKING:
    from sim.agents.clock import Process
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent
    from sim.process.records import StepParts


@dataclass(slots=True, eq=False)
class Step:
    """One person serving one need.

    adviser: of a fixed lead. goes_on: the person was occupied with the step before, as a fixed lead or as a wing.
    until: when it ends.
    """

    case: CustomerAgent
    person: PersonAgent
    adviser: PersonAgent | None = None
    goes_on: bool = False
    until: float = 0.0

    # --- the start --------------------------------------------------------------------------------

    def finish_start(self) -> None:
        """Settle who links, how long the step takes, and when everybody is done; numbered as in process.md."""
        case, person, model = self.case, self.person, self.case.model
        conditions, policy, now = model.conditions, model.conditions.policy, model.now
        function = case.true_function
        skill = person.skill[function] if self.adviser is None else policy.consult_skill
        find_out(case, policy, conditions, function, skill)
        # 6.6 Whoever comes from another team links; the giver of a handoff explains it; the owner briefs.
        listened = len(case.wings)
        links, briefing_minutes = self.change_hands()
        colleagues = listened if case.warm else 0
        # 6.12 Others join, each for a need that follows.
        beside = [*gathered(case, person), *([self.adviser] if self.adviser is not None else [])]
        links += sum(self.from_elsewhere(other) for other in beside)
        shared = colleagues + len(beside), links * policy.link_minutes, briefing_minutes
        # 6.8 How long it takes, part by part; 6.14 as long as whoever takes longest.
        length = measured(case, person, case.position, case.apparent, skill, *shared)
        own_minutes = length.rework_minutes
        for place in range(1, case.joined + 1):
            other, need = beside[place - 1], case.need[case.position + place]
            own = measured(case, other, case.position + place, need, other.skill[need], *shared)
            self.be_joined(other, case.position + place, own)
            length = own if outlasts(own, length) else length
        book_parts(case.row, length, case.deadline - now)
        count_led(person, policy, length.rework_minutes, 0.0 if self.goes_on else now - person.free_since)
        # 6.9 Everybody is occupied for their time.
        self.lead(length, own_minutes)
        if self.adviser is not None:
            self.be_advised(self.adviser, length)
        # 6.7 Whoever is to take over is called later.
        if has_wings(case, policy):
            self.plan_call(length)

    def change_hands(self) -> tuple[int, float]:
        """The case is the person's from now on. Returns how many link, and minutes for which the owner briefs."""
        case, person, model = self.case, self.person, self.case.model
        policy = model.conditions.policy
        giver = model.people[case.holder] if case.holder >= 0 else None
        owner = model.people[case.owner] if case.owner >= 0 else None
        known = person.key in case.met
        still_there = owner is not None and owner.key in case.met
        there = owner_there(case, policy, person.number, still_there, owner is not None and owner.on_shift)
        change_hands(
            case,
            case.row,
            policy,
            person.number,
            person.team,
            -1 if giver is None else giver.team,
            0 if giver is None else giver.home.distance_to(person.home),
            person in case.wings and person.key in case.heard,
            known,
            there,
            model.now,
        )
        recognise(case, case.row, known, remembered(person, case), known_to_team(person, case), model.now)
        case.met.add(person.key)
        case.note_need(person, case.true_function)
        case.wings = []
        if not policy.walls:
            case.team = person.team
        links = int(is_crossing(case, policy, person.team))
        briefing_minutes = 0.0
        if giver is not None and giver_links(case, policy):
            giver.owe(policy.link_minutes)
        if owner is not None and owner_briefs(case, policy, person.number, there):
            briefing_minutes = policy.briefing_minutes
            owner.owe(briefing_minutes)
        become_owner(case, person.number, still_there)
        return links, briefing_minutes

    def from_elsewhere(self, colleague: PersonAgent) -> bool:
        """Whether a colleague is of another room."""
        return colleague.room is not self.person.room

    def lead(self, length: StepParts, own_minutes: float) -> None:
        """The person is occupied with the customer. own_minutes: of their own part, as others may take longer."""
        case, person, now = self.case, self.person, self.case.model.now
        self.until = now + length.rework_minutes
        person.occupy(Occupation.LEADING, self.until, tiring_of_lead(case, case.model.conditions.policy, 0), self)
        person.practice[case.true_function] += practised(case, case.model.conditions, own_minutes)
        segment = add_segment(case, SegmentKind.STEP, now, self.until, person)
        segment.change, segment.warm = case.change, case.warm
        segment.context, segment.fatigue = case.context, person.fatigue
        segment.own_minutes = own_minutes
        book_parts(segment, length, inf)

    def be_advised(self, adviser: PersonAgent, length: StepParts) -> None:
        """The adviser is occupied with the step for a share of it."""
        now, policy = self.case.model.now, self.case.model.conditions.policy
        until = adviser_until(policy, length.rework_minutes, self.from_elsewhere(adviser), now)
        adviser.occupy(Occupation.CONSULTING, until)
        add_segment(self.case, SegmentKind.CONSULT, now, until, adviser)

    def be_joined(self, other: PersonAgent, position: int, length: StepParts) -> None:
        """Somebody is occupied with a further need. length: of their own part."""
        case, now, policy = self.case, self.case.model.now, self.case.model.conditions.policy
        until = now + length.rework_minutes
        count_led(other, policy, length.rework_minutes, now - other.free_since)
        other.occupy(Occupation.JOINING, until, tiring_of_lead(case, policy, 0))
        other.practice[case.need[position]] += practised(case, case.model.conditions, length.rework_minutes)
        segment = add_segment(case, SegmentKind.JOIN, now, until, other)
        describe_join_segment(segment, case.need[position], position)
        segment.context, segment.fatigue = case.context, other.fatigue
        segment.own_minutes = length.rework_minutes
        book_parts(segment, length, inf)

    # --- the call ---------------------------------------------------------------------------------

    def plan_call(self, length: StepParts) -> None:
        """Let wings be called before the step ends, if there is a need to call them for."""
        case, conditions = self.case, self.case.model.conditions
        last = last_position(case)
        following = case.need[min(last + 1, case.needs - 1)]
        case.called_for = function_to_call(
            case,
            conditions.function[case.need[last]],
            case.way_in,
            conditions.policy,
            conditions,
            case.need,
            case.hidden,
            conditions.wrong[following],
            self.person.familiarity,
        )
        if case.called_for >= 0:
            case.model.clock.process(self.call(call_at(conditions.policy, length.rework_minutes, self.until)))

    def call(self, at: float) -> Process:
        """The process of calling those who suit the next need best, where they suit it better than the person."""
        case, person, model = self.case, self.person, self.case.model
        yield model.clock.at(at, EventKind.CALL, case.number)
        policy, function = model.conditions.policy, case.called_for
        while len(case.wings) < policy.wings and (found := wing(person, function, case)) is not None:
            scores = fit(person, function, case), fit(found, function, case)
            if not case.wings and needs_no_wing(policy, person.skill[function], *scores):
                return
            self.be_heard(found)
        if case.wings:
            spare_lead(person, person.row, case, policy, model.conditions, len(case.wings), model.now)

    def be_heard(self, wing: PersonAgent) -> None:
        """A wing listens from now on."""
        case, now = self.case, self.case.model.now
        wing.take()
        wing.listen(self.until)
        wing.overheard[case.true_function] += practised(case, case.model.conditions, self.until - now)
        case.wings.append(wing)
        case.heard.add(wing.key)
        case.note_need(wing, case.true_function)
        count_call(case, case.row, now)
        add_segment(case, SegmentKind.LISTEN, now, self.until, wing)

    # --- the end ----------------------------------------------------------------------------------

    def end(self) -> None:
        """The need is served, or known to belong elsewhere; then whatever comes next."""
        case, person, conditions = self.case, self.person, self.case.model.conditions
        policy = conditions.policy
        last = last_position(case)
        served = case.work[case.position : last + 1]
        person.after_call += minutes_after_call(case, conditions.function[case.true_function], conditions)
        goes_on = end_step(case, policy, sum(work_left(case, policy, work) for work in served))
        if not case.is_triage:
            case.be_served(person)
        outside = minutes_outside(case, conditions.function[case.need[last]], conditions, last)
        following = leads_next(case) if goes_on and outside == 0.0 else None
        for listener in case.wings:
            if listener is not following:
                listener.stop_listening()
        if outside > 0.0:
            person.become_free()
            case.model.clock.process(case.wait_outside(outside, goes_on))
        elif not goes_on:
            person.become_free()
            case.finish(Outcome.RESOLVED)
        elif following is not None:
            person.become_free()
            case.model.dispatch.begin(case.model.processes.step(case, following, goes_on=True))
        elif not (policy.lead == Lead.FIXED and person.on_shift and keeps(case, person)):
            # Free before the assignment looks for the least work, debts paid first.
            person.become_free()
            assignment.assign(case)


def gathered(case: CustomerAgent, person: PersonAgent) -> list[PersonAgent]:
    """Those who join a step of the person that starts, in order of the needs that they serve."""
    found: list[PersonAgent] = []
    if not may_be_joined(case, case.model.conditions.policy):
        return found
    while (other := joins_next(case, person)) is not None:
        other.take()
        join(case, other)
        found.append(other)
    return found


def join(case: CustomerAgent, other: PersonAgent) -> None:
    """Somebody joins a step that starts: what that counts as, and what they know of the customer then and later."""
    policy, now, known = case.model.conditions.policy, case.model.now, other.key in case.met
    join_step(case, case.row, policy, other.team, known, now)
    recognise_joining(case, case.row, known, known_to_team(other, case), now)
    case.be_served(other)
    case.met.add(other.key)
    case.note_need(other, case.need[last_position(case)])


def joins_next(case: CustomerAgent, person: PersonAgent) -> PersonAgent | None:
    """Who serves the need after those of the step so far at the same time; None where nobody does, or can."""
    conditions, position = case.model.conditions, last_position(case) + 1
    if position >= case.needs:
        return None
    need = case.need[position]
    rows = conditions.wrong[need], conditions.independent[need]
    surroundings = case.way_in, conditions.policy, conditions
    if not can_go_together(case, *surroundings, case.need, case.hidden, *rows, position, person.familiarity):
        return None
    return joiner(person, need, case)


def measured(
    case: CustomerAgent,
    person: PersonAgent,
    position: int,
    function: int,
    skill: float,
    colleagues: int,
    link_minutes: float,
    briefing_minutes: float,
) -> StepParts:
    """How long somebody takes for a need of a step that starts, and what the customer meets in that.

    position, function: of the need, and what it seems to be. The last three are the same for all in the step.
    """
    model = case.model
    policy = model.conditions.policy
    settle(person, person.row, policy, model.conditions, model.now)
    add_up(case, case.row, person, skill, model.now)
    length: StepParts = Length()
    work = work_left(case, policy, case.work[position])
    is_own = is_own_queue(case, policy, person.team, model.teams_having[function, case.language])
    known = history_known(case, case.history, policy, position)
    room = person.room
    pressure = pressure_in_room(policy, room.present - room.idle, room.waiting, room.present)
    feel_pressure(person, pressure)
    shared = colleagues, link_minutes, briefing_minutes, pressure
    measure_step(case, person, policy, model.conditions, length, work, skill, known, is_own, *shared)
    return length


def leads_next(case: CustomerAgent) -> PersonAgent | None:
    """Let the first wing called take the case over at once; None if there is none, or nobody may."""
    apparent = assignment.diagnosed(case) if case.wings else -1
    if not case.wings or not may_lead_next(case, case.wings[0], apparent) or is_wanted(case.wings[0], case):
        return None
    go_to_wing(case, case.wings[0].team, apparent)
    return case.wings[0]


def is_wanted(wing: PersonAgent, case: CustomerAgent) -> bool:
    """Whether work of a higher priority waits that a wing may take."""
    rooms = [room for room in case.model.rooms if room is wing.room or wing.room in room.lenders]
    return any(
        queue.entries
        and (room is wing.room or may_be_lent(queue.head[3], case.model.conditions.policy, case.model.now))
        and is_put_off(case.way_in.priority, queue.head[0])
        and queue.work in wing.able
        and takers([wing], queue, case.model.conditions)
        for room in rooms
        for queue in room.queues.values()
    )


def keeps(case: CustomerAgent, person: PersonAgent) -> bool:
    """Let a fixed lead go on with the next need, alone or with an adviser; False if there is no adviser."""
    if is_referred(case):
        return False
    adviser = None
    if not can_serve(person.skill[case.true_function]):
        adviser = colleague(person, case.true_function, case)
        if adviser is None:
            return False
        adviser.take()
    case.apparent = case.true_function
    case.model.dispatch.begin(case.model.processes.step(case, person, adviser, goes_on=True))
    return True
