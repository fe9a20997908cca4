"""Other H of the live channels: resolution time under each can be had out of the same rows.

H cuts what is measured and changes nothing that happens, so every H up to the scenario's own can be had from one run.
"""

from __future__ import annotations

import numpy as np

from sim.demand.tape import Customers

SWEPT_MINUTES = (60.0, 120.0, 240.0)  # open minutes; the scenario's own H comes last


def swept_horizons(customers: Customers, own: np.ndarray) -> tuple[tuple[float, np.ndarray], ...]:
    """(H of live channels in open minutes, H of every channel float64[C]), ascending, the scenario's own last.

    own: float64[C], the scenario's H in open minutes. A live channel whose own H is shorter keeps it, and so do
    channels that are not live. Empty where nothing can be swept.
    """
    if not customers.live.any():
        return ()
    longest = float(own[customers.live].max())
    swept = [minutes for minutes in SWEPT_MINUTES if minutes < longest]
    if not swept:
        return ()
    return tuple((minutes, np.where(customers.live, np.minimum(minutes, own), own)) for minutes in (*swept, longest))
