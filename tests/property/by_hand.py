"""Equations of docs/background/process.md and of the evidence, worked out here a second time.

Nothing is taken from sim.rules and sim.process, so that what both engines get wrong alike is seen.
"""

from __future__ import annotations

import math

import numpy as np

from sim.foundation.grid import to_grid
from sim.foundation.kinds import QueueOrder

HALF = math.log(2.0)


def clipped(share: float) -> float:
    """Into [0, 1]."""
    return float(np.clip(share, 0.0, 1.0))


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
