"""What customers are like: account, ambiguity, distress, patience."""

from __future__ import annotations

from math import gamma, inf
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.arrivals import Arrivals

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


def accounts_of(scenario: Scenario, arrivals: Arrivals, keys: np.ndarray) -> np.ndarray:
    """Account of each case, a few of them heavy users. Returns int32[n]."""
    from sim.demand.compiled_tape import draw_accounts

    accounts = scenario.demand.accounts
    found = np.empty(arrivals.lineage.size, dtype=np.int32)
    draw_accounts(keys, arrivals.first_case, arrivals.lineage, accounts.count, float(accounts.concentration), found)
    return found


def ambiguity_of(scenario: Scenario, arrivals: Arrivals, keys: np.ndarray) -> np.ndarray:
    """Ambiguity z of each case. Returns float64[n] in [0, 1]."""
    from sim.demand.compiled_tape import draw_ambiguity

    found = np.empty(arrivals.lineage.size)
    draw_ambiguity(keys, arrivals.first_case, arrivals.lineage, float(scenario.demand.ambiguity_mean), found)
    return found


def distress_of(scenario: Scenario, arrivals: Arrivals, keys: np.ndarray) -> np.ndarray:
    """Distress of each customer at first contact. Returns float64[n] in [0, 1]."""
    from sim.demand.compiled_tape import draw_distress

    mean = np.array([channel.distress_mean for channel in scenario.demand.channels.values()], dtype=np.float64)
    found = np.empty(arrivals.lineage.size)
    draw_distress(keys, arrivals.first_case, arrivals.lineage, arrivals.channel, mean, found)
    return found


def patience_of(scenario: Scenario, arrivals: Arrivals, keys: np.ndarray) -> np.ndarray:
    """Patience of the first contact; live channels only: nobody gives up on a message that lies waiting.

    Returns float64[n], minutes, inf where the customer waits for ever.
    """
    from sim.demand.compiled_tape import draw_patience

    channels = scenario.demand.channels.values()
    shape = np.array([channel.patience_shape for channel in channels], dtype=np.float64)
    mean = [channel.patience_minutes if channel.live else None for channel in channels]
    scale = np.array([inf if m is None else m / gamma(1.0 + 1.0 / k) for m, k in zip(mean, shape, strict=True)])
    found = np.empty(arrivals.lineage.size)
    draw_patience(keys, arrivals.first_case, arrivals.lineage, arrivals.channel, scale, shape, found)
    return found
