"""Waiting for the customer or a vendor: time in which nobody here can do anything."""

import math

from sim.foundation.grid import to_grid


def outside_minutes(draw: float, share: float, scale: float, shape: float) -> float:
    """Minutes that a case waits outside after a need was served, on the time grid: a Weibull time. Assumption.

    scale * (-ln(draw / share))^(1 / shape) where draw < share, at most 10^9, else 0

    draw: uniform in (0, 1). share: of needs after which somebody outside has to answer, in [0, 1]. scale: minutes,
    above 0. shape: above 0; below 1 most answers come soon and a few late. The organisation's own, fitted to its log.
    """
    if draw >= share:
        return 0.0
    late = -math.log(draw / share)
    if late <= 0.0:
        return 0.0
    power = math.log(late) / shape
    if power > 40.0:
        power = 40.0
    minutes = scale * math.exp(power)
    if minutes > 1e9:  # beyond any run, and still on the time grid
        return 1e9
    return to_grid(minutes)
