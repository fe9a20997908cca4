"""Who comes back: those who gave up, and those whose contact was closed badly."""

import math

from sim.foundation.grid import to_grid


def return_probability(
    context: float,
    told_minutes: float,
    fatigue: float,
    skill: float,
    misroutes: int,
    base: float,
    per_lost_context: float,
    per_fatigue: float,
    per_mismatch: float,
    per_misroute: float,
) -> float:
    """Probability that a contact which seemed solved comes back (failure demand).

    base + per_lost_context * (1 - context, where something had been told) + per_fatigue * fatigue
    + per_mismatch * (1 - skill) + per_misroute * misroutes, clipped to [0, 1].

    context: share of the story that whoever closed the contact started the last step with, in [0, 1].
    told_minutes: work and triage done in the case before that step; where it is 0 nothing could be lost.
    fatigue, skill: of that person at that step. misroutes: wrong attempts in this contact.
    Failure demand as such: evidence rows 7-9; the split by cause is an assumption.
    """
    probability = base + per_fatigue * fatigue + per_mismatch * (1.0 - skill) + per_misroute * misroutes
    if told_minutes > 0.0:
        probability = probability + per_lost_context * (1.0 - context)
    if probability < 0.0:
        return 0.0
    if probability > 1.0:
        return 1.0
    return probability


def delay_minutes(draw: float, mean_minutes: float, is_constant: bool) -> float:
    """Exponential delay by inverse distribution: -mean * ln(1 - u), or always the mean; on the time grid.

    draw: uniform in (0, 1). mean_minutes: >= 0. is_constant: always the mean.
    """
    if is_constant:
        return to_grid(mean_minutes)
    return to_grid(-mean_minutes * math.log(1.0 - draw))


def distress_on_return(distress: float, step: float) -> float:
    """Distress of a customer who has to come back: min(1, distress + step). Assumption.

    distress: at the contact before, in [0, 1]. step: >= 0.
    """
    if distress + step > 1.0:
        return 1.0
    return distress + step
