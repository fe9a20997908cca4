"""The owner of a case: whoever was the first to serve it knows its story, and briefs everybody who takes it over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.foundation.kinds import Change, Owner

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.person import PersonAgent


def owner_there(case: CustomerAgent, person: PersonAgent, change: int) -> PersonAgent | None:
    """The owner at a change of hands, if they take over themselves or are on shift to brief; else None.

    person: who takes over. change: what that is for the customer.
    """
    owner = case.owner
    if case.model.conditions.policy.owner == Owner.NONE or owner is None or change < Change.LEAD_CHANGE:
        return None
    return owner if owner is person or owner.on_shift else None
