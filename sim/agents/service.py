"""A step: one person serving one need of one customer, from taking it up to handing it on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.agents import assignment, bookkeeping, wings
from sim.agents.diagnosis import only_finds_out
from sim.agents.duration import cumulative_minutes
from sim.agents.owner import owner_there
from sim.agents.person import CONSULTING, LEADING
from sim.agents.selection import colleague
from sim.agents.work import FRONT_DOOR
from sim.foundation.grid import to_grid
from sim.foundation.kinds import Change, Outcome, SegmentKind
from sim.rules.context import context_after_handoff, context_after_triage
from sim.rules.fatigue import drafting_saving, tiring_rate
from sim.rules.hands import kept_share, kept_with_owner, kind_of_change
from sim.rules.service import occupied_minutes
from sim.rules.technology import context_with_technology

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent


@dataclass(slots=True, eq=False)
class Step:
    """One person serving one need.

    number: of the step within the contact, 0 first. need, position, attempt, apparent: of the case when it began.
    triage: the person does not serve the true need and only finds out where it belongs. skill: at which the need is
    served, 0 in triage. change, warm: what the step is for the customer. giver: who led the step before.
    owner: of the case, who takes over or is there to brief; None also where nothing changes hands.
    told: minutes of work done in the case before. fatigue: of the person at the start. idle: minutes the person had
    been unoccupied, 0 for a fixed lead who goes on.
    attached: colleagues attached, with whether each comes from another room. adviser: of a fixed lead.
    links: link_minutes that the step costs, counted. context: share of the story the person starts with.
    """

    case: CustomerAgent
    person: PersonAgent
    begins: float
    number: int
    need: int
    position: int
    attempt: int
    apparent: int
    triage: bool
    skill: float
    change: int
    warm: bool
    giver: PersonAgent | None
    owner: PersonAgent | None
    told: float
    fatigue: float
    idle: float
    context: float = 0.0
    adviser: PersonAgent | None = None
    adviser_from_elsewhere: bool = False
    links: int = 0
    attached: list[tuple[PersonAgent, bool]] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether the work came to a function that it does not need."""
        return self.apparent not in (self.need, FRONT_DOOR)

    @property
    def referral(self) -> bool:
        """Whether a first line passes the case on."""
        return self.triage and self.apparent == FRONT_DOOR

    @property
    def briefed(self) -> bool:
        """Whether the owner of the case tells the person its story."""
        return self.owner is not None and self.owner is not self.person

    # --- finish the start -------------------------------------------------------------------------

    def finish_start(self) -> None:
        """Settle who is attached, how long the step takes, and when everybody is done."""
        case, person, model = self.case, self.person, self.case.model
        policy = model.conditions.policy
        # 1. A handoff is explained by the giver, to both sides' cost, unless the taker listened; the owner briefs.
        if self.change == Change.HANDOFF and not self.warm and policy.link_minutes > 0.0:
            self.links += 1
            self.giver.owe(policy.link_minutes)
        if self.briefed and policy.briefing_minutes > 0.0:
            self.owner.owe(policy.briefing_minutes)
        # 2. Wings, each able to serve what comes next.
        if not self.triage:
            wings.attach(self)
        case.wings = [wing for wing, _ in self.attached]
        # 3. How long it takes, part by part.
        cumulative = cumulative_minutes(self)
        bookkeeping.book_step(self, cumulative)
        # 4. Everybody is occupied for their time.
        minutes = cumulative[-1]
        person.fatigue.lead(minutes, self.idle)
        person.occupy(self.begins + minutes, self, self.tiring())
        bookkeeping.step_segment(self, SegmentKind.STEP, person, self.begins + minutes, cumulative)
        for wing, from_elsewhere in self.attached:
            self.occupy_colleague(wing, SegmentKind.LISTEN, minutes, policy.listen_share, from_elsewhere)
        if self.adviser is not None:
            self.occupy_colleague(
                self.adviser, SegmentKind.CONSULT, minutes, policy.consult_share, self.adviser_from_elsewhere
            )

    def tiring(self) -> float:
        """Minutes of serving that a minute of this step counts for."""
        policy = self.case.model.conditions.policy
        saving = drafting_saving(len(self.attached))
        return tiring_rate(self.case.contact.distress, policy.distress_weight, policy.drafting, saving)

    def occupy_colleague(
        self, person: PersonAgent, kind: SegmentKind, minutes: float, share: float, from_elsewhere: bool
    ) -> None:
        """Occupy a colleague for their share of the step, and the link if they come from another room."""
        link = self.case.model.conditions.policy.link_minutes if from_elsewhere else 0.0
        end = self.begins + to_grid(occupied_minutes(minutes, share, link))
        person.occupy(end)
        bookkeeping.step_segment(self, kind, person, end)

    # --- the end ----------------------------------------------------------------------------------

    def end(self) -> None:
        """The need is served, or known to belong elsewhere; then whatever comes next."""
        case, person = self.case, self.person
        conditions = case.model.conditions
        self.end_step()
        if case.position == case.needs:
            person.become_free()
            case.finish(Outcome.RESOLVED)
        elif conditions.fixed_lead and person.on_shift and not self.referral and goes_on(case, person):
            pass
        else:
            # Free before the assignment looks for the least work, debts paid first.
            person.become_free()
            assignment.assign(case)

    def end_step(self) -> None:
        """What the customer has told so far, and to whom it is known."""
        case, policy = self.case, self.case.model.conditions.policy
        if self.triage:
            case.told += policy.triage_minutes
            case.context = context_after_triage(case.context, policy.context_kept_triage)
            case.attempt += 1
            return
        case.told += case.work[self.position]
        if self.wrong:
            case.told += policy.triage_minutes
        case.context = 1.0
        case.position += 1
        case.attempt = 0


def start_step(case: CustomerAgent, person: PersonAgent, skill: float | None = None) -> Step:
    """A person turns to a case. skill: only of a fixed lead who consults."""
    model, last = case.model, case.holder
    last_number, last_home = (-1, -1) if last is None else (last.number, last.home.number)
    change = kind_of_change(last_number, person.number, last_home, person.home.number)
    own = person.skill[case.true_function] if skill is None else skill
    triage = only_finds_out(case, own)
    idle = model.now - person.free_since if person.free else 0.0
    person.take(LEADING)
    step = Step(
        case=case,
        person=person,
        begins=model.now,
        number=case.contact.step_number,
        need=case.true_function,
        position=case.position,
        attempt=case.attempt,
        apparent=case.apparent,
        triage=triage,
        skill=0.0 if triage else own,
        change=change,
        warm=change >= Change.LEAD_CHANGE and person in case.wings,
        giver=last,
        owner=owner_there(case, person, change),
        told=case.told,
        fatigue=person.fatigue.level,
        idle=idle,
    )
    step.context = case.context = context_after_handoff(case.context, kept_context(step))
    bookkeeping.count_step(step)
    case.holder = case.last_met = person
    if case.owner is None and not triage:
        case.owner = person
    case.last_step = step
    if not model.conditions.walls:
        case.team = person.home
    return step


def kept_context(step: Step) -> float:
    """Share of context that survives the change of hands with which a step begins."""
    if step.giver is None:
        return 1.0
    policy = step.case.model.conditions.policy
    distance = step.giver.home.distance_to(step.person.home)
    kept = kept_share(
        step.change, step.warm, distance, policy.context_kept_wing, policy.context_kept_team, policy.context_kept_plain
    )
    if step.change < Change.LEAD_CHANGE:
        return kept
    kept = context_with_technology(kept, policy.ai_context)
    return kept_with_owner(kept, step.owner is not None, policy.context_kept_owner)


def goes_on(case: CustomerAgent, person: PersonAgent) -> bool:
    """Let a fixed lead go on with the next need, alone or with an adviser; False if there is no adviser."""
    function, skill = case.true_function, None
    found = None
    if person.skill[function] == 0.0:
        found = colleague(person, function, case)
        if found is None:
            return False
        skill = case.model.conditions.policy.consult_skill
    case.apparent = function
    step = start_step(case, person, skill)
    if found is not None:
        step.adviser, step.adviser_from_elsewhere = found
        step.links += step.adviser_from_elsewhere
        step.adviser.take(CONSULTING)
    case.model.dispatch.started.append(step)
    return True
