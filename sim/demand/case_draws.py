"""What is drawn of each case: its needs and their work, account, language, ambiguity, distress, patience."""

from __future__ import annotations

from dataclasses import dataclass
from math import gamma, inf
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.arrivals import Arrivals
from sim.demand.customers import cumulative, follow_shares
from sim.demand.distributions import kumaraswamy_power
from sim.demand.volumes import work_factors

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Walks:
    """The functions that cases need, in order. needs: int8[n]. need: int8[n, J], -1 past the last."""

    needs: np.ndarray
    need: np.ndarray


def needs_row(scenario: Scenario) -> int:
    """J, the width of the need columns: max_needs, or 1 where no need ever follows another."""
    follows = scenario.demand.replay is not None or follow_shares(scenario).any()
    return scenario.demand.max_needs if follows else 1


def walks_of(scenario: Scenario, arrivals: Arrivals, keys: np.ndarray) -> Walks:
    """A first need and a walk over the need graph, cut at max_needs. keys: uint64[R] of the replications."""
    from sim.demand.compiled_tape import walk_needs

    n = arrivals.lineage.size
    first = cumulative(np.array([need.first_share for need in scenario.demand.needs.values()]))
    walks = Walks(np.empty(n, dtype=np.int8), np.full((n, needs_row(scenario)), -1, dtype=np.int8))
    factors = [channel.continuation_factor for channel in scenario.demand.channels.values()]
    follows = np.stack([next_shares(follow_shares(scenario), factor) for factor in factors])
    decided = np.full(n, -1, dtype=np.int8) if arrivals.first_need is None else arrivals.first_need
    rows = (arrivals.first_case, arrivals.lineage, arrivals.channel, decided)
    walk_needs(keys, *rows, first, follows, walks.need, walks.needs)
    return walks


def next_shares(follows: np.ndarray, factor: float = 1.0) -> np.ndarray:
    """Cumulative shares per row of the need graph; a row that sums to 1 but for rounding does so exactly.

    factor: of a channel, on all shares; a row that would sum to more than 1 is cut to 1.
    """
    follows = follows * factor
    follows = follows / np.maximum(np.sum(follows, axis=1, keepdims=True), 1.0)
    shares = np.cumsum(follows, axis=1)
    for f in np.flatnonzero(shares[:, -1] > 1.0 - 1e-9):
        shares[f] = cumulative(follows[f])
    return shares


def hidden_of(scenario: Scenario, arrivals: Arrivals, walks: Walks, keys: np.ndarray) -> np.ndarray:
    """Which later needs nobody can see until the one before is done. Returns bool[n, J]."""
    from sim.demand.compiled_tape import draw_hidden

    found = np.zeros(walks.need.shape, dtype=np.bool_)
    share = float(scenario.demand.hidden_share)
    draw_hidden(keys, arrivals.first_case, arrivals.lineage, walks.needs, share, found)
    return found


def work_of(scenario: Scenario, arrivals: Arrivals, walks: Walks, keys: np.ndarray) -> np.ndarray:
    """Minutes of each need at skill 1, on the grid. Returns float64[n, J], 0 past the last need."""
    from sim.demand.compiled_tape import draw_work

    demand = scenario.demand
    mean = work_factors(scenario)[:, None] * np.array([need.work_minutes for need in demand.needs.values()])
    variation = np.array([need.work_cv for need in demand.needs.values()], dtype=np.float64)
    exponential, correlation = demand.work_distribution == "exponential", float(demand.ambiguity_work_correlation)
    found = np.zeros(walks.need.shape)
    rows = (arrivals.first_case, arrivals.lineage, arrivals.channel, walks.needs, walks.need)
    draw_work(keys, *rows, mean, variation, exponential, correlation, found)
    return found


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
