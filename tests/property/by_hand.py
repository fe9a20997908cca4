"""Equations of docs/background/process.md and of the evidence, worked out here a second time.

Nothing is taken from sim.rules and sim.process, so that what both engines get wrong alike is seen.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtri

from sim.foundation.grid import to_grid
from sim.foundation.kinds import QueueOrder

HALF = math.log(2.0)


def clipped(share: float) -> float:
    """Into [0, 1]."""
    return float(np.clip(share, 0.0, 1.0))


def outside(drawn: float, share: float, scale: float, shape: float) -> float:
    """Minutes that somebody outside takes to answer, where one has to: a Weibull time."""
    return to_grid(scale * (-math.log(drawn / share)) ** (1.0 / shape)) if drawn < share else 0.0


# --- what a need seems to be, who comes back ---------------------------------------------------------------


def chance_of_misroute(attempt: int, beyond_mean: float, share: float, slope: float, decay: float) -> float:
    """That the apparent need is wrong; the fourth attempt is certain. beyond_mean: ambiguity less its mean."""
    return clipped(share * (1.0 + slope * beyond_mean) * decay**attempt) if attempt < 3 else 0.0


def chance_out_of_sight(follows: float, hidden: float) -> float:
    """That a need follows of which nothing can be seen: unseen ones among all cases that show none."""
    shows_none = 1.0 - follows + follows * hidden
    return follows * hidden / shows_none if follows * hidden > 0.0 else 0.0


def chance_of_return(policy: np.void, context: float, told: float, fatigue: float, skill: float, wrong: int) -> float:
    """That a contact which seemed solved comes back."""
    forgotten = 1.0 - context if told > 0.0 else 0.0
    causes = {
        "return_per_lost_context": forgotten,
        "return_per_fatigue": fatigue,
        "return_per_mismatch": 1.0 - skill,
        "return_per_misroute": wrong,
    }
    return clipped(policy["return_share"] + sum(policy[name] * size for name, size in causes.items()))


def trust_at_rest(good: float, gain: float, loss: float) -> float:
    """Trust that goes up as much as down where a share of experiences is good: loss x (1 - good) : gain x good."""
    up, down = good * gain, (1.0 - good) * loss
    return float(up / (up + down)) if up + down > 0.0 else 0.5


def remembered(minutes: float, half_life_weeks: float) -> float:
    """Of an account: half is left after each half life, and nothing with none."""
    return math.exp(-HALF * minutes / (half_life_weeks * 10080.0)) if half_life_weeks > 0.0 else 0.0


def exponential(drawn: float, mean: float) -> float:
    """By its inverse, on the grid."""
    return to_grid(mean * -math.log(1.0 - drawn))


# --- work ----------------------------------------------------------------------------------------------------


def with_assistant(speed: float, dial: float, gain: float, novice_speed: float) -> float:
    """Speed with an assistant, of whom novices have all and experts nothing."""
    return speed * (1.0 + dial * gain * clipped((1.0 - speed) / (1.0 - novice_speed)))


def second_skill_pays(skill: float, primaries: int, mean_work: float) -> bool:
    """Whether the next in the queue would wait longer for a primary than a secondary skill costs."""
    return primaries == 0 or mean_work / primaries > mean_work * (1.0 / skill - 1.0)


def place_in_queue(order: QueueOrder, joined: float, arrived: float, distress: float) -> float:
    """Least first."""
    return {QueueOrder.JOINED: joined, QueueOrder.AGE: arrived, QueueOrder.DISTRESS: -distress}[order]


# --- weeks ---------------------------------------------------------------------------------------------------


def experience_later(experience: float, practice: float, policy: np.void) -> float:
    """A week later: what is left of it, and what practice adds; at most that at par, at least that of a newcomer.

    practice: as a multiple of what is usual.
    """
    if policy["learning_half_life_weeks"] <= 0.0:
        return experience
    left = 2.0 ** (-1.0 / policy["learning_half_life_weeks"])
    after = to_grid(float(left * experience + (1.0 - left) * practice / policy["learning_keeps_share"]))
    return float(np.clip(after, policy["learning_newcomer_experience"], 1.0))


def experience_by_then(weeks: int, policy: np.void) -> float:
    """After so many weeks with the usual practice: what is missing of the most there can be fades like all else."""
    newcomer = float(policy["learning_newcomer_experience"])
    if policy["learning_half_life_weeks"] <= 0.0:
        return newcomer
    most = 1.0 / float(policy["learning_keeps_share"])
    missing = (most - newcomer) * 2.0 ** (-weeks / float(policy["learning_half_life_weeks"]))
    return min(1.0, to_grid(most - missing))


def tenures(policy: np.void) -> np.ndarray:
    """Chances of having been here for 0, 1, 2... weeks, and at last for ten years or more."""
    stays = 1.0 - min(1.0, float(policy["leaving_per_year"]) / 52.0)
    return np.append((1.0 - stays) * stays ** np.arange(520), stays**520)


def mean_speed(policy: np.void) -> float:
    """Of who is here, by experience."""
    slope = -math.log2(float(policy["learning_progress_ratio"]))
    speeds = [to_grid(experience_by_then(weeks, policy) ** slope) for weeks in range(521)]
    return to_grid(float(tenures(policy) @ np.array(speeds)))


def familiarity_by_then(weeks: int, policy: np.void) -> float:
    """After so many weeks in a team."""
    span = float(policy["familiarity_weeks"])
    return to_grid(1.0 - math.exp(-weeks / span)) if span > 0.0 else float(weeks > 0)


def mean_familiarity(policy: np.void) -> float:
    """Of who is here, however long: what is missing is a geometric series."""
    leaves, span = min(1.0, float(policy["leaving_per_year"]) / 52.0), float(policy["familiarity_weeks"])
    left = math.exp(-1.0 / span) if span > 0.0 else 0.0
    return to_grid(1.0 - leaves / (1.0 - (1.0 - leaves) * left)) if leaves > 0.0 else 1.0


def more_if_new(amount: float, familiarity: float, more: float, policy: np.void) -> float:
    """Where whoever takes over, or passes on, is new to their team; as given at the mean."""
    mean = mean_familiarity(policy)
    if familiarity == mean:
        return amount
    return amount * (1.0 + more * (1.0 - familiarity)) / (1.0 + more * (1.0 - mean))


# --- staff ---------------------------------------------------------------------------------------------------


def lasting(before: float | None, this_week: float, memory_weeks: float) -> float:
    """A load as it is felt: each week moves it by a part of the way; the first one counts in full."""
    return float(this_week) if before is None else float(before + (this_week - before) / memory_weeks)


def beyond(felt: float | None, line: float) -> float:
    """How far a load that is felt is past a line; not at all where none has been felt."""
    return 0.0 if felt is None else max(0.0, felt - float(line))


def overworked(load: float | None, line: float) -> float:
    """How far on the way from a line to full load."""
    return 0.0 if load is None else clipped((load - line) / (1.0 - line))


def share_empty(leavers_a_year: float, empty_weeks: float) -> float:
    """Of all seats in the long run: weeks empty over weeks empty and weeks filled."""
    weeks_filled = 52.0 / leavers_a_year if leavers_a_year > 0.0 else math.inf
    return float(empty_weeks / (empty_weeks + weeks_filled))


def away_of_those_there(away: float, empty: float) -> float:
    """Share of shifts to which nobody comes, less those of empty seats, of the shifts of all others."""
    return float(max(0.0, (away - empty) / (1.0 - empty))) if empty > 0.0 else away


def hurried(minutes: float, pressure: float, usual: float | None, elasticity: float) -> float:
    """Minutes where the load is another than what somebody is used to; by a factor of e at most."""
    if usual is None or usual <= 0.0 or elasticity == 0.0:
        return minutes
    return minutes * to_grid(math.exp(np.clip(elasticity * (pressure - math.log(usual)), -1.0, 1.0)))


def normal(drawn: float) -> float:
    """Standard normal by its inverse, on the grid."""
    return to_grid(float(ndtri(drawn)))


def lognormal(drawn: float, sigma: float) -> float:
    """Lognormal of mean 1, on the grid."""
    return to_grid(math.exp(sigma * normal(drawn) - sigma**2 / 2.0)) if sigma > 0.0 else 1.0


# --- fatigue -------------------------------------------------------------------------------------------------


def tired(fatigue: float, minutes: float, half_life: float) -> float:
    """After serving: what is left to 1 halves with every half life; nobody tires with none."""
    return to_grid(1.0 - (1.0 - fatigue) * math.exp(-HALF * minutes / half_life)) if half_life > 0.0 else fatigue


def rested(fatigue: float, minutes: float, half_life: float) -> float:
    """After rest: fatigue halves with every half life; it is gone at once with none."""
    return to_grid(fatigue * math.exp(-HALF * minutes / half_life)) if half_life > 0.0 else 0.0


def strained_serving(before: float, after: float, minutes: float, half_life: float, line: float) -> float:
    """The last minutes of a stretch of serving, those past the line."""
    if half_life <= 0.0 or after <= line:
        return 0.0
    if before >= line:
        return minutes
    until = half_life * math.log((1.0 - before) / (1.0 - line)) / HALF
    return max(0.0, to_grid(minutes - until))


def strained_resting(before: float, after: float, minutes: float, half_life: float, line: float) -> float:
    """The first minutes of a stretch of rest, those past the line."""
    if half_life <= 0.0 or before <= line:
        return 0.0
    return minutes if after >= line else min(minutes, to_grid(half_life * math.log(before / line) / HALF))


def saving_of_formation(wings: int) -> float:
    """Mean saving of wings + 1 birds over that of a line without end: horseshoe vortices, tips touching."""
    apart = np.arange(1, wings + 1)
    saved = 4.0 / math.pi**2 * np.log(apart**2 / (apart**2 - (math.pi / 4.0) ** 2))
    endless = 4.0 / math.pi**2 * math.log((math.pi**2 / 4.0) / math.sin(math.pi**2 / 4.0))
    return float(np.sum((wings + 1 - apart) * saved) / (wings + 1) / endless)
