"""What customers are like: account, ambiguity, distress, patience."""

from __future__ import annotations

from math import gamma, inf
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.arrivals import Arrivals
from sim.demand.customers import cumulative
from sim.demand.inverse import kumaraswamy_power

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


def accounts_of(scenario: Scenario, arrivals: Arrivals, keys: np.ndarray) -> np.ndarray:
    """Account of each case, a few of them heavy users. Returns int32[n]."""
    from sim.demand.compiled_tape import draw_accounts

    accounts = scenario.demand.accounts
    found = np.empty(arrivals.lineage.size, dtype=np.int32)
    draw_accounts(keys, arrivals.first_case, arrivals.lineage, accounts.count, float(accounts.concentration), found)
    return found


def languages_of(scenario: Scenario, arrivals: Arrivals, keys: np.ndarray) -> np.ndarray:
    """Language of each case. Returns int8[n], 0 where no languages are given."""
    from sim.demand.compiled_tape import draw_languages

    found = np.zeros(arrivals.lineage.size, dtype=np.int8)
    if scenario.demand.languages:
        shares = cumulative(np.array(list(scenario.demand.languages.values()), dtype=np.float64))
        draw_languages(keys, arrivals.first_case, arrivals.lineage, shares, found)
    return found


def ambiguity_of(scenario: Scenario, arrivals: Arrivals, keys: np.ndarray) -> np.ndarray:
    """Ambiguity z of each case. Returns float64[n] in [0, 1]."""
    from sim.demand.compiled_tape import draw_ambiguity

    shape = np.array([channel.ambiguity_shape for channel in scenario.demand.channels.values()], dtype=np.float64)
    power = np.array([kumaraswamy_power(scenario.demand.ambiguity_mean, float(a)) for a in shape])
    found = np.empty(arrivals.lineage.size)
    draw_ambiguity(keys, arrivals.first_case, arrivals.lineage, arrivals.channel, shape, power, found)
    return found


def distress_of(scenario: Scenario, arrivals: Arrivals, keys: np.ndarray) -> np.ndarray:
    """Distress of each customer at first contact. Returns float64[n] in [0, 1]."""
    from sim.demand.compiled_tape import draw_distress

    mean = [channel.distress_mean for channel in scenario.demand.channels.values()]
    power = np.array([kumaraswamy_power(m, 1.0) for m in mean])
    found = np.empty(arrivals.lineage.size)
    draw_distress(keys, arrivals.first_case, arrivals.lineage, arrivals.channel, power, found)
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
