"""A step: one person serving one need of one customer, from taking it up to handing it on."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from sim.agents import assignment
from sim.agents.rows import Length, add_segment
from sim.agents.selection import colleague, fit, takers, wing
from sim.foundation.kinds import EventKind, Lead, Occupation, Outcome, SegmentKind
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
    may_lead_next,
    measure_step,
    needs_no_wing,
    work_left,
)
from sim.process.waiting import may_be_lent
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
        link_minutes, briefing_minutes = self.change_hands()
        colleagues = listened if case.warm else 0
        if self.adviser is not None:
            colleagues += 1
            link_minutes += self.from_elsewhere(self.adviser) * policy.link_minutes
        # 6.8 How long it takes, part by part.
        settle(person, person.row, policy, conditions, now)
        add_up(case, case.row, person, skill, now)
        length = Length()
        work = work_left(case, policy, case.work[case.position])
        is_own = is_own_queue(case, policy, person.team, model.teams_having[case.apparent, case.language])
        measure_step(case, person, policy, length, work, skill, is_own, colleagues, link_minutes, briefing_minutes)
        book_parts(case.row, length, case.deadline - now)
        count_led(person, policy, length.rework_minutes, 0.0 if self.goes_on else now - person.free_since)
        # 6.9 Everybody is occupied for their time.
        self.lead(length)
        if self.adviser is not None:
            self.be_advised(self.adviser, length)
        # 6.7 Whoever is to take over is called later.
        if has_wings(case, policy):
            self.plan_call(length)

    def change_hands(self) -> tuple[float, float]:
        """The case is the person's from now on. Returns minutes for which the giver links and the owner briefs."""
        case, person, model = self.case, self.person, self.case.model
        policy = model.conditions.policy
        giver = model.people[case.holder] if case.holder >= 0 else None
        owner = model.people[case.owner] if case.owner >= 0 else None
        there = owner_there(case, policy, person.number, owner is not None and owner.on_shift)
        change_hands(
            case,
            case.row,
            policy,
            person.number,
            person.team,
            -1 if giver is None else giver.team,
            0 if giver is None else giver.home.distance_to(person.home),
            person in case.wings,
            person.number in case.met,
            there,
            model.now,
        )
        case.met.add(person.number)
        case.wings = []
        if not policy.walls:
            case.team = person.team
        link_minutes = policy.link_minutes if is_crossing(case, policy, person.team) else 0.0
        briefing_minutes = 0.0
        if giver is not None and giver_links(case, policy):
            giver.owe(policy.link_minutes)
        if owner is not None and owner_briefs(case, policy, person.number, there):
            briefing_minutes = policy.briefing_minutes
            owner.owe(briefing_minutes)
        become_owner(case, person.number)
        return link_minutes, briefing_minutes

    def from_elsewhere(self, colleague: PersonAgent) -> bool:
        """Whether a colleague is of another room."""
        return colleague.room is not self.person.room

    def lead(self, length: StepParts) -> None:
        """The person is occupied with the customer."""
        case, person, now = self.case, self.person, self.case.model.now
        self.until = now + length.rework_minutes
        person.occupy(Occupation.LEADING, self.until, tiring_of_lead(case, case.model.conditions.policy, 0), self)
        segment = add_segment(case, SegmentKind.STEP, now, self.until, person)
        segment.change, segment.warm = case.change, case.warm
        segment.context, segment.fatigue = case.context, person.fatigue
        book_parts(segment, length, inf)

    def be_advised(self, adviser: PersonAgent, length: StepParts) -> None:
        """The adviser is occupied with the step for a share of it."""
        now, policy = self.case.model.now, self.case.model.conditions.policy
        until = adviser_until(policy, length.rework_minutes, self.from_elsewhere(adviser), now)
        adviser.occupy(Occupation.CONSULTING, until)
        add_segment(self.case, SegmentKind.CONSULT, now, until, adviser)

    # --- the call ---------------------------------------------------------------------------------

    def plan_call(self, length: StepParts) -> None:
        """Let wings be called before the step ends, if there is a need to call them for."""
        case, conditions = self.case, self.case.model.conditions
        following = case.need[min(case.position + 1, case.needs - 1)]
        case.called_for = function_to_call(
            case,
            conditions.function[case.true_function],
            case.way_in,
            conditions.policy,
            conditions,
            case.need,
            case.hidden,
            conditions.wrong[following],
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
            self.be_joined(found)
        if case.wings:
            spare_lead(person, person.row, case, policy, model.conditions, len(case.wings), model.now)

    def be_joined(self, wing: PersonAgent) -> None:
        """A wing listens from now on."""
        case, now = self.case, self.case.model.now
        wing.take()
        wing.listen(self.until)
        case.wings.append(wing)
        case.heard.add(wing.number)
        count_call(case, case.row, now)
        add_segment(case, SegmentKind.LISTEN, now, self.until, wing)

    # --- the end ----------------------------------------------------------------------------------

    def end(self) -> None:
        """The need is served, or known to belong elsewhere; then whatever comes next."""
        case, person, policy = self.case, self.person, self.case.model.conditions.policy
        goes_on = end_step(case, policy, work_left(case, policy, case.work[case.position]))
        following = leads_next(case) if goes_on else None
        for listener in case.wings:
            if listener is not following:
                listener.stop_listening()
        if not goes_on:
            person.become_free()
            case.finish(Outcome.RESOLVED)
        elif following is not None:
            person.become_free()
            case.model.dispatch.begin(Step(case, following, goes_on=True))
        elif not (policy.lead == Lead.FIXED and person.on_shift and keeps(case, person)):
            # Free before the assignment looks for the least work, debts paid first.
            person.become_free()
            assignment.assign(case)


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
    case.model.dispatch.begin(Step(case, person, adviser, goes_on=True))
    return True
