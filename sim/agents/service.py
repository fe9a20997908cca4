"""A step: one person serving one need of one customer, from taking it up to handing it on."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from sim.agents import assignment
from sim.agents.rows import Length, add_segment
from sim.agents.selection import colleague
from sim.foundation.kinds import Lead, Occupation, Outcome, SegmentKind
from sim.process.fatigue import count_led, settle, tiring_of_lead
from sim.process.hands import (
    become_owner,
    change_hands,
    find_out,
    giver_links,
    is_referred,
    owner_briefs,
    owner_there,
)
from sim.process.service import (
    add_up,
    book_parts,
    colleague_until,
    end_step,
    measure_step,
    next_function,
    work_left,
)
from sim.rules.matching import can_serve

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent
    from sim.process.records import StepParts


@dataclass(slots=True, eq=False)
class Step:
    """One person serving one need.

    adviser: of a fixed lead. goes_on: the person is a fixed lead who led the step before.
    """

    case: CustomerAgent
    person: PersonAgent
    adviser: PersonAgent | None = None
    goes_on: bool = False

    # --- the start --------------------------------------------------------------------------------

    def finish_start(self) -> None:
        """Settle who is attached, how long the step takes, and when everybody is done; numbered as in process.md."""
        case, person, model = self.case, self.person, self.case.model
        conditions, policy, now = model.conditions, model.conditions.policy, model.now
        function = case.true_function
        skill = person.skill[function] if self.adviser is None else policy.consult_skill
        find_out(case, policy, conditions, function, skill)
        # 6.6 A handoff is explained by the giver, to both sides' cost, unless the taker listened; the owner briefs.
        link_minutes, briefing_minutes = self.change_hands()
        # 6.7 Wings, each able to serve what comes next.
        if not case.is_triage and policy.wings > 0:
            self.attach_wings()
        colleagues = [*case.wings, *([] if self.adviser is None else [self.adviser])]
        link_minutes += sum(map(self.from_elsewhere, colleagues)) * policy.link_minutes
        # 6.8 How long it takes, part by part.
        settle(person, person.row, policy, conditions, now)
        add_up(case, case.row, person, skill, now)
        length = Length()
        work = work_left(case, policy, case.work[case.position])
        measure_step(case, person, policy, length, work, skill, len(colleagues), link_minutes, briefing_minutes)
        book_parts(case.row, length, case.deadline - now)
        count_led(person, policy, length.rework_minutes, 0.0 if self.goes_on else now - person.free_since)
        # 6.9 Everybody is occupied for their time.
        self.lead(length)
        for wing in case.wings:
            self.occupy(wing, Occupation.LISTENING, SegmentKind.LISTEN, length, policy.listen_share)
        if self.adviser is not None:
            self.occupy(self.adviser, Occupation.CONSULTING, SegmentKind.CONSULT, length, policy.consult_share)

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
        link_minutes = briefing_minutes = 0.0
        if giver is not None and giver_links(case, policy):
            link_minutes = policy.link_minutes
            giver.owe(link_minutes)
        if owner is not None and owner_briefs(case, policy, person.number, there):
            briefing_minutes = policy.briefing_minutes
            owner.owe(briefing_minutes)
        become_owner(case, person.number)
        return link_minutes, briefing_minutes

    def attach_wings(self) -> None:
        """Up to `wings` of the best free people able to serve the next function listen."""
        case, conditions = self.case, self.case.model.conditions
        present = conditions.function[case.true_function]
        function = next_function(case, present, conditions.policy, conditions, case.need, case.hidden)
        while function >= 0 and len(case.wings) < conditions.policy.wings:
            wing = colleague(self.person, function, case)
            if wing is None:
                return
            wing.take()
            case.wings.append(wing)

    def from_elsewhere(self, colleague: PersonAgent) -> bool:
        """Whether a colleague is of another room."""
        return colleague.room is not self.person.room

    def lead(self, length: StepParts) -> None:
        """The person is occupied with the customer."""
        case, person, now = self.case, self.person, self.case.model.now
        until = now + length.rework_minutes
        tiring = tiring_of_lead(case, case.model.conditions.policy, len(case.wings))
        person.occupy(Occupation.LEADING, until, tiring, self)
        segment = add_segment(case, SegmentKind.STEP, now, until, person)
        segment.change, segment.warm = case.change, case.warm
        segment.context, segment.fatigue = case.context, person.fatigue
        book_parts(segment, length, inf)

    def occupy(self, person: PersonAgent, occupation: int, kind: int, length: StepParts, share: float) -> None:
        """A colleague is occupied with the step for a share of it."""
        now, policy = self.case.model.now, self.case.model.conditions.policy
        until = colleague_until(policy, length.rework_minutes, share, self.from_elsewhere(person), now)
        person.occupy(occupation, until)
        add_segment(self.case, kind, now, until, person)

    # --- the end ----------------------------------------------------------------------------------

    def end(self) -> None:
        """The need is served, or known to belong elsewhere; then whatever comes next."""
        case, person, policy = self.case, self.person, self.case.model.conditions.policy
        if not end_step(case, policy, work_left(case, policy, case.work[case.position])):
            person.become_free()
            case.finish(Outcome.RESOLVED)
        elif not (policy.lead == Lead.FIXED and person.on_shift and goes_on(case, person)):
            # Free before the assignment looks for the least work, debts paid first.
            person.become_free()
            assignment.assign(case)


def goes_on(case: CustomerAgent, person: PersonAgent) -> bool:
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
