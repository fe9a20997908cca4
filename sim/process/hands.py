"""6 A step starts, and the case changes hands: what that is called, what it counts as, and what is still known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.kinds import Change, Owner
from sim.rules.context import context_after_handoff
from sim.rules.hands import kept_share, kept_with_owner, kind_of_change
from sim.rules.lanes import first_line_serves
from sim.rules.matching import can_serve
from sim.rules.technology import context_with_technology

if TYPE_CHECKING:
    from sim.process.records import Case, ContactRow, Policy, Run


def find_out(case: Case, policy: Policy, run: Run, true: int, skill: float) -> None:
    """6.4 What the need truly is, and whether this step serves it or only finds out where it belongs.

    true: function of the need. skill: of who starts the step, for it.
    """
    at_door = case.apparent == run.functions
    case.is_wrong = case.apparent != true and not at_door
    if at_door:
        case.is_triage = not first_line_serves(skill, case.ambiguity, policy.first_line_to_ambiguity)
    else:
        case.is_triage = case.is_wrong and not can_serve(skill)


def is_referred(case: Case) -> bool:
    """6.4 Whether a first line passes the case on."""
    return case.is_triage and not case.is_wrong


def owner_there(case: Case, policy: Policy, person: int, still_there: bool, on_shift: bool) -> bool:
    """6.3 Whether the owner of a case takes it over, or is on shift to brief whoever does.

    person: who takes over. still_there, on_shift: whether the owner has not left for good, and is on shift.
    """
    if policy.owner == Owner.NONE or not still_there:
        return False
    return case.owner == person or on_shift


def change_hands(
    case: Case,
    contact: ContactRow,
    policy: Policy,
    person: int,
    team: int,
    last_team: int,
    distance: int,
    listened: bool,
    known: bool,
    there: bool,
    now: float,
) -> None:
    """6.1 A person takes a case: who had it, who has it now, and what is left of its story.

    person, team: who takes it, and their home team. last_team, distance: home team of its holder, and how far that is.
    listened: to the step before, as a wing. known: has led a step of the case before; who has its holder's seat, and
    has not, is a newcomer. there: `owner_there`.
    """
    case.change = kind_of_change(case.holder, person, last_team, team)
    if case.change == Change.SAME_PERSON and not known:
        case.change = Change.LEAD_CHANGE
    case.warm = listened and case.change >= Change.LEAD_CHANGE
    if now <= case.deadline:
        count_step(case, contact, policy, team, known)
    if case.change == Change.HANDOFF:
        case.team_before = last_team
    if case.holder < 0:
        contact.first_served_at = now
        contact.first_team = team
    contact.last_person = person
    case.wrong_attempts += case.is_wrong
    case.context = context_after_handoff(case.context, share_kept(case, policy, distance, there))
    case.holder = person
    case.last_met = person


def count_step(case: Case, contact: ContactRow, policy: Policy, team: int, known: bool) -> None:
    """6.2 Raise the counts of a contact. team: home team of who takes the case."""
    handoff = case.change == Change.HANDOFF
    contact.steps += 1
    contact.handoffs += handoff
    contact.lead_changes += case.change == Change.LEAD_CHANGE
    contact.ping_pongs += handoff and case.team_before == team
    contact.warm_takeovers += case.warm
    contact.misroutes += case.is_wrong
    contact.referrals += is_referred(case)
    contact.borrowed += is_borrowed(case, policy, team)
    contact.people_met += not known
    contact.known_steps += known


def share_kept(case: Case, policy: Policy, distance: int, there: bool) -> float:
    """6.3 Share of context that survives the change of hands."""
    kept = kept_share(
        case.change, case.warm, distance, policy.context_kept_wing, policy.kept_inside_share, policy.kept_across_share
    )
    if case.change < Change.LEAD_CHANGE:
        return kept
    kept = context_with_technology(kept, policy.ai_context)
    return kept_with_owner(kept, there, policy.context_kept_owner)


def is_borrowed(case: Case, policy: Policy, team: int) -> bool:
    """6.2 Whether a case is taken from another team's queue. team: home team of who takes it."""
    return policy.walls != 0 and team != case.team


def is_crossing(case: Case, policy: Policy, team: int) -> bool:
    """6.6 Whether whoever takes a case comes from another team than its holder or its queue, and has to link."""
    if case.change == Change.SAME_PERSON or policy.link_minutes == 0.0:
        return False
    return case.change == Change.HANDOFF or is_borrowed(case, policy, team)


def giver_links(case: Case, policy: Policy) -> bool:
    """6.6 Whether a handoff is explained by the giver, to both sides' cost."""
    return case.change == Change.HANDOFF and policy.link_minutes > 0.0


def owner_briefs(case: Case, policy: Policy, person: int, there: bool) -> bool:
    """6.6 Whether the owner tells whoever takes over the story of the case."""
    return case.change >= Change.LEAD_CHANGE and there and case.owner != person and policy.briefing_minutes > 0.0


def become_owner(case: Case, person: int, still_there: bool) -> None:
    """6.3 Whoever first leads a serving step of a case owns it; or the next after its owner has left for good."""
    if not still_there and not case.is_triage:
        case.owner = person
