"""How long a step takes, part by part.

minutes = work / speed + retelling + changeover, times (1 + slow * fatigue), times (1 + coordination *
colleagues), plus link (briefings too) and triage. Each part is grid(duration with it) - grid(duration without it),
in this order, so the parts of a step add up to its length exactly and none of them is a remainder.
"""

import math

from sim.foundation.grid import to_grid


def minutes_at_speed(work_minutes: float, speed: float) -> float:
    """Work at a person's speed: work / speed.

    work_minutes: at skill 1 and pace 1. speed: skill * pace, assisted where there is an assistant; above 0.
    Evidence row 48.
    """
    return work_minutes / speed


def speed_in_queue(speed: float, is_own: bool, own_queue_speed: float) -> float:
    """Speed of work by whose queue it comes from: speed * own_queue_speed where it is the own one, else speed.

    speed: skill * pace, assisted. is_own: from the own team's queue, where other teams have such work too.
    own_queue_speed: above 0. Evidence rows 53 and 54 (Song, Tucker & Murrell 2015).
    """
    if is_own:
        return speed * own_queue_speed
    return speed


def after_call_minutes(draw: float, mean_minutes: float, is_constant: bool) -> float:
    """Work on a call once the customer has hung up: exponential, -mean * ln(1 - u), or always the mean; on the grid.

    draw: uniform in (0, 1). mean_minutes: after_call_minutes of the need, >= 0. is_constant: always the mean. The
    organisation's own.
    """
    if is_constant:
        return to_grid(mean_minutes)
    return to_grid(-mean_minutes * math.log(1.0 - draw))


def minutes_with_coordination(minutes: float, coordination_share: float, colleagues: int) -> float:
    """Step minutes when colleagues are attached to it: minutes * (1 + coordination_share * colleagues).

    Costs follow the people attached to a case, never headcount. Evidence row 51 (Brooks).
    """
    return minutes * (1.0 + coordination_share * colleagues)


def occupied_minutes(step_minutes: float, share: float, link_minutes: float) -> float:
    """Time for which a wing or an adviser is occupied: share * step_minutes + link_minutes.

    share: listen_share (evidence row 69a) or consult_share (row 24b). link_minutes: 0 inside a team.
    """
    return share * step_minutes + link_minutes


def minutes_within(cumulative_minutes: float, limit_minutes: float) -> float:
    """The share of a duration that lies before a limit: min(cumulative_minutes, max(0, limit_minutes)).

    cumulative_minutes: from the start of a step to the end of one of its parts.
    limit_minutes: from the start of the step to the limit; negative where the limit is past.
    """
    if limit_minutes <= 0.0:
        return 0.0
    if cumulative_minutes < limit_minutes:
        return cumulative_minutes
    return limit_minutes


def overlap_minutes(start: float, end: float, from_time: float, to_time: float) -> float:
    """Minutes of [start, end) inside [from_time, to_time)."""
    first = start if start > from_time else from_time
    last = end if end < to_time else to_time
    if last > first:
        return last - first
    return 0.0
