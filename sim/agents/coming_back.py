"""What follows a contact: whether the customer comes back, when, and what is left of the story by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.agents.contact import Contact
from sim.foundation.calendar import open_moment_after
from sim.foundation.draws import Kind, uniform
from sim.foundation.grid import to_grid
from sim.foundation.kinds import ComesBack, Outcome, ReturnTo
from sim.rules.context import context_after_handoff
from sim.rules.returns import delay_minutes, distress_on_return, return_probability
from sim.rules.technology import context_with_technology

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent

GAVE_UP = (Outcome.ABANDONED, Outcome.TURNED_AWAY)


def comes_back_at(case: CustomerAgent) -> float | None:
    """Say in the contact that has just ended what follows it. Returns the time of the next one; None: there is none."""
    model, contact = case.model, case.contact
    policy = model.conditions.policy
    if uniform(model.key, Kind.COMES_BACK, case.lineage, contact.number) >= probability(case):
        return None
    if contact.number + 1 == policy.most_contacts:
        contact.comes_back = ComesBack.CAPPED
        return None
    contact.comes_back, mean = ComesBack.RETURN, policy.return_minutes
    if contact.outcome in GAVE_UP:
        contact.comes_back, mean = ComesBack.REDIAL, policy.redial_minutes
    delay = delay_minutes(uniform(model.key, Kind.DELAY, case.lineage, contact.number), mean)
    if model.conditions.live[case.channel] or model.conditions.turn_away[case.channel]:
        return open_moment_after(model.now, delay, case.channel, model.conditions.open_before)
    return model.now + delay


def probability(case: CustomerAgent) -> float:
    """Probability that a contact which ended as this one did comes back."""
    policy, outcome, step = case.model.conditions.policy, case.contact.outcome, case.last_step
    if outcome in GAVE_UP:
        return policy.redial_share
    if outcome == Outcome.BOT_RESOLVED:
        return policy.bot_unhelped_share
    return return_probability(
        step.context,
        step.told,
        step.fatigue,
        step.skill,
        case.contact.wrong_attempts,
        policy.return_share,
        policy.return_per_lost_context,
        policy.return_per_fatigue,
        policy.return_per_mismatch,
        policy.return_per_misroute,
    )


def begin_contact(case: CustomerAgent) -> None:
    """The customer is here again: nobody holds the case, a part of the story is on record, and distress has grown."""
    model, last = case.model, case.contact
    policy = model.conditions.policy
    if last.outcome == Outcome.RESOLVED:
        do_last_need_again(case, policy.return_work_share)
    case.attempt = 0
    kept = context_with_technology(policy.context_kept_memory, policy.historical)
    case.context = context_after_handoff(case.context, kept)
    case.patience_left = model.tape.patience[case.number]
    case.contact = Contact(last.number + 1, model.now, distress_on_return(last.distress, policy.distress_step))
    case.holder = case.team_before = case.team = None
    case.wings = []
    person = returns_to(case)
    if person is not None and model.conditions.walls:
        case.team = person.home


def do_last_need_again(case: CustomerAgent, work_share: float) -> None:
    """The last need was not served after all; a share of its work on the tape is left."""
    case.position = case.needs - 1
    case.work = list(case.model.tape.work[case.number])
    case.work[case.position] = to_grid(work_share * case.work[case.position])


def returns_to(case: CustomerAgent) -> PersonAgent | None:
    """Who counts for a customer who comes back: the person met last, or the owner. None: nobody, at the front."""
    return_to = case.model.conditions.policy.return_to
    if return_to == ReturnTo.FRONT:
        return None
    return case.owner if return_to == ReturnTo.OWNER else case.last_met


def put_through_to(case: CustomerAgent) -> PersonAgent | None:
    """Whom a customer who comes back meets without waiting, if that person is free and able; else None."""
    # Not in a contact that has begun, whoever may be known by then.
    if case.holder is not None:
        return None
    if case.model.conditions.policy.return_to not in (ReturnTo.SAME_PERSON, ReturnTo.OWNER):
        return None
    person = returns_to(case)
    if person is None or not person.free:
        return None
    return person if person.skill[case.apparent] > 0.0 else None
