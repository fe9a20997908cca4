"""What each customer of the cohort went through, summed over the contacts of a case: the input of felt empathy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.foundation.kinds import Outcome
from sim.measures.cases import Cases


class Experience(NamedTuple):
    """n cases of the cohort, everything up to the deadline. No team number is in it. Compiled code takes it as it is.

    channel: int8[n].
    contacts, steps, known_steps, handoffs, lead_changes: float64[n], whole numbers. contacts: begun by the deadline.
    context_sum, skill_sum, fatigue_sum, warmth_sum: float64[n], over the steps.
    waited: float64[n], minutes in queues and for pickup, to the deadline for whoever gave up.
    solved: bool[n], truly, by the deadline. solved_by_bot: bool[n], and by nobody else.
    """

    channel: np.ndarray
    contacts: np.ndarray
    steps: np.ndarray
    known_steps: np.ndarray
    handoffs: np.ndarray
    lead_changes: np.ndarray
    context_sum: np.ndarray
    skill_sum: np.ndarray
    fatigue_sum: np.ndarray
    warmth_sum: np.ndarray
    waited: np.ndarray
    solved: np.ndarray
    solved_by_bot: np.ndarray


def experience_of(cases: Cases) -> Experience:
    """Experience of every case of the cohort."""
    rows = cases.contacts
    steps = cases.sums["steps"]
    left = np.where(cases.gave_up, cases.deadline - np.minimum(cases.ended[cases.last], cases.deadline), 0.0)
    return Experience(
        channel=cases.channel,
        contacts=cases.total(cases.counted),
        steps=steps,
        known_steps=cases.sums["known_steps"],
        handoffs=cases.sums["handoffs"],
        lead_changes=cases.sums["lead_changes"],
        context_sum=cases.sums["context_sum"],
        skill_sum=cases.sums["skill_sum"],
        fatigue_sum=cases.sums["fatigue_sum"],
        warmth_sum=cases.sums["warmth_sum"],
        waited=cases.sums["queue_minutes"] + cases.sums["pickup_minutes"] + left,
        solved=cases.solved,
        solved_by_bot=cases.solved & (rows["outcome"][cases.last] == Outcome.BOT_RESOLVED) & (steps == 0.0),
    )
