"""6 Side by side: who may join a step for a further need, and what that counts as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.foundation.kinds import Borrowing, Lead, Together
from sim.process.diagnosis import apparent_need, is_in_sight
from sim.process.hands import is_borrowed

if TYPE_CHECKING:
    from sim.process.records import Case, Channel, ContactRow, Length, Policy, Run


def may_be_joined(case: Case, policy: Policy) -> bool:
    """6.12 Whether people may join a step that starts."""
    if policy.together == Together.NONE or policy.lead == Lead.FIXED:
        return False
    return not (case.is_triage or case.is_wrong)


def reach_to_join(policy: Policy) -> int:
    """6.12 From which other rooms somebody may join (Borrowing)."""
    return Borrowing.ANYWHERE if policy.together == Together.ANYWHERE else Borrowing.NONE


def can_go_together(
    case: Case,
    channel: Channel,
    policy: Policy,
    run: Run,
    need: Sequence[int],
    hidden: Sequence[bool],
    wrong: Sequence[float],
    independent: Sequence[bool],
    position: int,
    familiarity: float,
) -> bool:
    """6.12 Whether a need that follows is known, rightly, and independent of every need of the step so far.

    wrong, independent: by function, of the one that is needed at the position. familiarity: of who leads.
    """
    if not is_in_sight(case, policy, run, hidden, position):
        return False
    for before in range(position):
        if before >= case.position and not independent[need[before]]:
            return False
    seems = apparent_need(case, channel, policy, run, need, hidden, wrong, position, 0, familiarity)
    return seems == need[position]


def join_step(case: Case, contact: ContactRow, policy: Policy, team: int, known: bool, now: float) -> None:
    """6.15 Somebody joins the step that starts. team: their home. known: has led or joined one of the case before."""
    case.joined += 1
    if now <= case.deadline:
        contact.steps += 1
        contact.people_met += not known
        contact.known_steps += known
        contact.borrowed += is_borrowed(case, policy, team)


def outlasts(length: Length, longest: Length) -> bool:
    """6.14 Whether somebody takes longer than whoever took longest so far."""
    return length.rework_minutes > longest.rework_minutes
