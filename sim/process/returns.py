"""10 Coming back: whether, when, and what the next contact begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.calendar import open_moment_after
from sim.foundation.draws import Kind, uniform
from sim.foundation.kinds import ComesBack, Outcome, RedialDelay, ReturnTo, State
from sim.process.diagnosis import returns_to
from sim.process.people import is_free
from sim.rules.context import context_after_handoff
from sim.rules.loyalty import return_with_causes_removed, return_with_same_person
from sim.rules.matching import can_serve
from sim.rules.returns import delay_minutes, distress_on_return, return_probability
from sim.rules.staff import return_with_effort_lost
from sim.rules.technology import context_with_technology

if TYPE_CHECKING:
    from sim.process.records import Case, Channel, ContactRow, OpenBefore, Person, Policy, Run


def close_contact(
    case: Case, contact: ContactRow, policy: Policy, run: Run, outcome: int, removed: float, now: float
) -> bool:
    """10.1 A contact ends. Returns whether the customer comes back; else the case is ended for good.

    removed: share of the causes of returns that are removed, of the function of its last need.
    """
    contact.ended_at = now
    contact.outcome = outcome
    chance = chance_of_return(case, policy, outcome, removed)
    if uniform(run.key, Kind.COMES_BACK, case.lineage, case.contact) >= chance:
        return False
    if case.contact + 1 >= policy.most_contacts:
        contact.comes_back = ComesBack.CAPPED
        return False
    case.again = case.again or outcome == Outcome.RESOLVED
    contact.comes_back = ComesBack.RETURN if seems_solved(outcome) else ComesBack.REDIAL
    case.state = State.AWAY
    return True


def seems_solved(outcome: int) -> bool:
    """10.1 Whether a contact was closed, and not given up."""
    return outcome == Outcome.RESOLVED or outcome == Outcome.BOT_RESOLVED


def chance_of_return(case: Case, policy: Policy, outcome: int, removed: float) -> float:
    """10.1 Probability that a contact which ends so comes back. removed: as in `close_contact`."""
    if outcome == Outcome.BOT_RESOLVED:
        return policy.bot_unhelped_share
    if outcome != Outcome.RESOLVED:
        return policy.redial_share
    probability = return_probability(
        case.last_context,
        case.last_told,
        case.last_fatigue,
        case.last_skill,
        case.wrong_attempts,
        policy.return_share,
        policy.return_per_lost_context,
        policy.return_per_fatigue,
        policy.return_per_mismatch,
        policy.return_per_misroute,
    )
    probability = return_with_same_person(probability, case.known_before, policy.same_person_return)
    probability = return_with_effort_lost(probability, case.last_effort, policy.return_per_effort_lost)
    return return_with_causes_removed(probability, removed)


def back_at(
    case: Case, contact: ContactRow, channel: Channel, policy: Policy, run: Run, open_before: OpenBefore, now: float
) -> float:
    """10.3 When a customer whose contact ends now comes back."""
    solved = seems_solved(contact.outcome)
    mean = policy.return_minutes if solved else policy.redial_minutes
    is_constant = not solved and policy.redial_delay == RedialDelay.CONSTANT
    delay = delay_minutes(uniform(run.key, Kind.DELAY, case.lineage, case.contact), mean, is_constant)
    if channel.live or channel.turn_away:
        return open_moment_after(now, delay, case.channel, open_before)
    return now + delay


def begin_next_contact(case: Case, policy: Policy, team: int, now: float) -> None:
    """10.4 The customer is here again: nobody holds the case, a part of the story is on record, distress has grown.

    team: home team of whom the case goes back to (`returns_to`), -1 where that is nobody.
    """
    case.contact += 1
    case.contact_arrival = now
    case.distress = distress_on_return(case.distress, policy.distress_step)
    case.patience_left = case.patience
    kept = context_with_technology(policy.context_kept_memory, policy.historical)
    case.context = context_after_handoff(case.context, kept)
    case.attempt = 0
    case.step = 0
    case.wrong_attempts = 0
    case.holder = -1
    case.team_before = -1
    case.team = team if policy.walls != 0 else -1


def asks_for(case: Case, policy: Policy) -> int:
    """10.6 The person whom a customer who comes back is put through to if free and able; -1: nobody."""
    if policy.return_to < ReturnTo.SAME_PERSON or case.contact == 0 or case.holder >= 0:
        return -1
    return returns_to(case, policy)


def takes_at_once(person: Person, skill: float, known: bool) -> bool:
    """10.6 Whether whom a customer asks for is free and able.

    skill: for the apparent function. known: it is still the person who led a step of the case.
    """
    return known and is_free(person) and can_serve(skill)
