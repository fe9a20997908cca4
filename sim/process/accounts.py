"""13 Accounts: who knows a customer from before, what customers make of it, which leave, and causes removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.draws import Kind, uniform
from sim.foundation.kinds import Change, ComesBack, Outcome
from sim.process.returns import seems_solved
from sim.rules.loyalty import (
    causes_removed,
    chance_of_leaving,
    remembered_in_team,
    remembered_share,
    trust_after,
    trust_at_rest,
)

if TYPE_CHECKING:
    from sim.process.records import Account, Case, ContactRow, Meeting, Note, Person, Policy, Run


def keeps_accounts(policy: Policy) -> bool:
    """13.1 Whether anything of an account outlives its cases."""
    leave = policy.churn_first_contact > 0.0 or policy.churn_more_contacts > 0.0 or policy.churn_unsolved > 0.0
    moves = policy.trust_gain > 0.0 or policy.trust_loss > 0.0 or policy.complaint_share > 0.0
    shown = policy.historical > 0.0 and policy.account_background_share > 0.0
    return policy.account_memory_weeks > 0.0 or leave or moves or shown


def trust_at_start(policy: Policy) -> float:
    """13.1 Trust of everybody before their first contact."""
    return trust_at_rest(policy.trust_par_share, policy.trust_gain, policy.trust_loss)


# --- who knows an account -----------------------------------------------------------------------------


def account_remembered(note: Note, person: Person, policy: Policy, now: float) -> float:
    """13.2 What somebody remembers of an account that they served, in [0, 1]. note: of them."""
    if note.served_at < person.here_since:
        return 0.0
    return remembered_share(now - note.served_at, policy.account_memory_weeks)


def note_served(note: Note, person: int, now: float) -> None:
    """13.2 Somebody has served an account."""
    note.person = person
    note.served_at = now


def known_in_team(own: float, of_team: float, policy: Policy) -> float:
    """13.3 What somebody knows of an account. own: what they remember. of_team: the most that their team does."""
    return remembered_in_team(own, of_team, policy.account_team_share)


def recognise(case: Case, contact: ContactRow, known: bool, own: float, remembered: float, now: float) -> None:
    """13.3 What whoever takes a case knows of the customer. known: has led a step of it before.

    own: what they remember themselves, else. remembered: with what their team does.
    """
    case.remembered = 0.0 if known else remembered
    if case.change != Change.SAME_PERSON:
        case.known_before = 0.0 if known else own
        if known and case.contact > 0:
            case.known_before = 1.0
    if now <= case.deadline:
        contact.remembered_sum += case.remembered


def recognise_joining(case: Case, contact: ContactRow, known: bool, remembered: float, now: float) -> None:
    """13.3 What somebody who joins a step knows of the customer, as in `recognise`."""
    if now <= case.deadline and not known:
        contact.remembered_sum += remembered


def history_known(case: Case, account: Account, policy: Policy, position: int) -> float:
    """13.4 How much of what was before a customer need not say, in the first step of a case, to whoever leads it.

    position: of the need, that of the case for whoever leads.
    """
    if case.change != Change.FIRST or case.contact > 0 or position != case.position:
        return 0.0
    shown = policy.historical if account.closed_well + account.closed_badly > 0 else 0.0
    return shown if shown > case.remembered else case.remembered


# --- what customers make of it ------------------------------------------------------------------------


def is_lost(account: Account, policy: Policy, now: float) -> bool:
    """13.8 Whether a case does not come, because its account has left."""
    return policy.closed_loop != 0 and account.lost_at <= now


def drop(account: Account, contact: ContactRow, now: float) -> None:
    """13.8 A case does not come."""
    contact.ended_at = now
    contact.outcome = Outcome.LOST
    account.dropped += 1


def relieve(account: Account, run: Run, work: float, now: float) -> None:
    """13.8 A need that nobody has to serve, as its case did not come. work: on the tape, minutes."""
    if run.cohort_start <= now and now < run.cohort_end:
        account.relief_minutes += work


def end_visit(account: Account, case: Case, contact: ContactRow, policy: Policy, run: Run, now: float) -> None:
    """13.5 What a contact that ends does to an account: trust moves, and whoever is let down may complain."""
    good = is_good(contact)
    account.trust = trust_after(account.trust, good, policy.trust_gain, policy.trust_loss)
    if good:
        account.closed_well += 1
    else:
        account.closed_badly += 1
        if uniform(run.key, Kind.COMPLAINS, case.lineage, case.contact) < policy.complaint_share:
            contact.complaints += 1
            account.trust = trust_after(account.trust, False, policy.trust_gain, policy.complaint_loss)
    if not (contact.comes_back == ComesBack.RETURN or contact.comes_back == ComesBack.REDIAL):
        leave_or_stay(account, case, policy, run, good, now)


def is_good(contact: ContactRow) -> bool:
    """13.5 Whether a contact was closed, and for good."""
    return seems_solved(contact.outcome) and contact.comes_back == ComesBack.NO


def leave_or_stay(account: Account, case: Case, policy: Policy, run: Run, good: bool, now: float) -> None:
    """13.6 A case has ended for good: its account may have left since the one before."""
    if account.lost_at <= now:
        return
    rate = policy.churn_unsolved
    if good:
        rate = policy.churn_more_contacts if case.contact > 0 else policy.churn_first_contact
    over_par = account.trust - trust_at_start(policy)
    chance = chance_of_leaving(now - account.ended_at, rate, over_par, policy.trust_churn_weight)
    account.ended_at = now
    if uniform(run.key, Kind.LEAVES, case.lineage, case.contact) < chance:
        account.lost_at = now


# --- causes -------------------------------------------------------------------------------------------


def note_function(meeting: Meeting, function: int) -> None:
    """13.7 Somebody leads or hears a step that needs a function."""
    meeting.several = meeting.several or (meeting.function >= 0 and meeting.function != function)
    meeting.function = function


def removed_after(removed: float, case: Case, policy: Policy, outcome: int, several: bool) -> float:
    """13.7 Share of the causes of returns removed, of the function of a case's last need, after a contact.

    removed: before. several: whoever closes it has met steps of several functions of the case.
    """
    if outcome == Outcome.RESOLVED and case.contact > 0 and several:
        return causes_removed(removed, policy.causes_removable, policy.cause_found_share)
    return removed
