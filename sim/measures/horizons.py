"""Resolution time under a shorter H of the live channels, out of the same rows.

H cuts what is measured and changes nothing that happens, so every H up to the scenario's own can be had from one run.
"""

from __future__ import annotations

import numpy as np

from sim.demand.tape import Customers
from sim.foundation.calendar import deadline_after
from sim.measures.cases import Cases
from sim.measures.columns import totals

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


def minutes_by_horizon(
    cases: Cases, customers: Customers, horizons: tuple[tuple[float, np.ndarray], ...], replications: int
) -> np.ndarray:
    """Minutes until truly solved or cut, summed over cases, under each H, float64[horizons, R].

    Divided by the number of cases they are resolution_minutes.
    """
    found = np.empty((len(horizons), replications))
    for place, (_, horizon) in enumerate(horizons):
        deadline = deadline_after(cases.arrived, cases.channel, horizon, customers.open_before)
        minutes = np.minimum(cases.solved_at, deadline) - cases.arrived
        found[place] = totals(cases.replication, minutes, replications)
    return found
