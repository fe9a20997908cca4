"""The waterfall: where the time from first contact until truly solved goes, part by part.

Waiting and steps are the engines' own bookkeeping, added up over the contacts of a case. Time between contacts and
time lost are read off the dates of the contacts. No part is what the others leave: that they add up to the
resolution time of every case, to the last bit, is a test and not a definition.
"""

from __future__ import annotations

import numpy as np

from sim.foundation.kinds import ComesBack, Outcome
from sim.measures.cases import Cases
from sim.records.tables import STEP_PARTS

BETWEEN, LOST = "between_minutes", "lost_minutes"
# In the order in which they are shown.
WATERFALL = ("closed_minutes", "queue_minutes", "pickup_minutes", "bot_minutes", *STEP_PARTS, BETWEEN, LOST)


def waterfall(cases: Cases) -> dict[str, np.ndarray]:
    """Minutes of each part per case, float64[n] each, up to the deadline, in the order of WATERFALL."""
    parts = {name: cases.sums[name] for name in WATERFALL if name not in (BETWEEN, LOST)}
    return parts | {BETWEEN: cases.total(between_contacts(cases)), LOST: lost(cases)}


def between_contacts(cases: Cases) -> np.ndarray:
    """Minutes from the end of each contact until the customer comes back, cut at the deadline, float64[m].

    Who is still to come back when the run stops is away until the deadline, which has passed by then.
    """
    contacts = cases.contacts
    back_at = np.append(contacts["arrived_at"][1:], np.inf)[: contacts.size]
    # After its last contact a case either comes back later than the run, or does not come back.
    awaited = np.isin(contacts["comes_back"][cases.last], (ComesBack.REDIAL, ComesBack.RETURN))
    back_at[cases.last] = np.where(awaited, np.inf, cases.ended[cases.last])
    deadline = contacts["deadline_at"]
    return np.minimum(back_at, deadline) - np.minimum(cases.ended, deadline)


def lost(cases: Cases) -> np.ndarray:
    """Minutes from the end of a case that ended for good without being solved to its deadline, float64[n]."""
    outcome, back = cases.contacts["outcome"][cases.last], cases.contacts["comes_back"][cases.last]
    for_good = (outcome != Outcome.OPEN) & np.isin(back, (ComesBack.NO, ComesBack.CAPPED))
    unsolved = for_good & np.isinf(cases.solved_at)
    return np.where(unsolved, cases.deadline - np.minimum(cases.ended[cases.last], cases.deadline), 0.0)
