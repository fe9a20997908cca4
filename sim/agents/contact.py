"""One contact of a case: everything that its row will say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.foundation.kinds import ComesBack, Outcome
from sim.records.tables import PARTS

if TYPE_CHECKING:
    from sim.agents.team import TeamAgent


@dataclass(slots=True, eq=False)
class Contact:
    """One visit of a case; times, sums and counts are those of CONTACT, taken up to the deadline.

    number: 0 first. distress: of the customer, in this contact. first_team: home team of the first person met.
    step_number, wrong_attempts: all of them, past the deadline too.
    """

    number: int
    arrived_at: float
    distress: float
    outcome: Outcome = Outcome.OPEN
    comes_back: ComesBack = ComesBack.NO
    first_team: TeamAgent | None = None
    first_served_at: float | None = None
    ended_at: float | None = None
    parts: list[float] = field(default_factory=lambda: [0.0] * len(PARTS))
    step_number: int = 0
    wrong_attempts: int = 0
    context_sum: float = 0.0
    skill_sum: float = 0.0
    fatigue_sum: float = 0.0
    warmth_sum: float = 0.0
    steps: int = 0
    handoffs: int = 0
    lead_changes: int = 0
    ping_pongs: int = 0
    misroutes: int = 0
    referrals: int = 0
    borrowed: int = 0
    warm_takeovers: int = 0
    people_met: int = 0
    known_steps: int = 0
