"""What is drawn of each case: its needs and their work, account, language, ambiguity, distress, patience."""

from __future__ import annotations

from dataclasses import dataclass
from math import gamma
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.arrivals import Arrivals
from sim.demand.customers import cumulative, follow_shares
from sim.demand.distributions import kumaraswamy_power
from sim.demand.shapes import Shape
from sim.demand.streams import Streams, streams_of
from sim.demand.volumes import work_factors
from sim.demand.way_states import way_states
from sim.foundation.draws import UNIT, Kind
from sim.foundation.grid import STEPS_PER_MINUTE, grid_array

_STEP = 1.0 / STEPS_PER_MINUTE

if TYPE_CHECKING:
    from sim.scenario.channel_settings import Channel
    from sim.scenario.demand_settings import Demand, Need
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

    streams = streams_of(scenario)
    n = arrivals.lineage.size
    first = cumulative(streams.first[0])
    walks = Walks(np.empty(n, dtype=np.int8), np.full((n, needs_row(scenario)), -1, dtype=np.int8))
    factors = [channel.continuation_factor for channel in scenario.demand.channels.values()]
    states = way_states(scenario)
    shares, begins, after = np.array(states.share), np.array(states.begins), np.array(states.after)
    follows = np.stack([next_shares(shares, factor) for factor in factors])
    decided = np.full(n, -1, dtype=np.int8) if arrivals.first_need is None else arrivals.first_need
    if streams.mixed:
        decided = _first_needs(streams, arrivals, keys, decided)
    rows = (arrivals.first_case, arrivals.lineage, arrivals.channel, decided)
    walk_needs(keys, *rows, first, follows, begins, after, walks.need, walks.needs)
    return walks


def _first_needs(streams: Streams, arrivals: Arrivals, keys: np.ndarray, decided: np.ndarray) -> np.ndarray:
    """First needs by the shares of each case's stream, at the address at which they are drawn otherwise. int8[n]."""
    draws = uniforms_of_cases(arrivals, keys, Kind.FIRST_NEED)
    bounds = np.array([cumulative(shares) for shares in streams.first])
    stream = streams.at(arrivals.channel, arrivals.arrival)
    drawn = (draws[:, None] >= bounds[stream]).sum(axis=1).astype(np.int8)
    return np.where(decided < 0, drawn, decided)


def uniforms_of_cases(arrivals: Arrivals, keys: np.ndarray, kind: Kind, occurrence: int = 0) -> np.ndarray:
    """The draw of each case at an address of its own. Returns float64[n]."""
    from sim.demand.compiled_tape import draw_uniforms

    found = np.empty(arrivals.lineage.size)
    draw_uniforms(keys, arrivals.first_case, arrivals.lineage, int(kind), occurrence, found)
    return found


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
    streams, shapes = streams_of(scenario), [work_shape(need, demand) for need in demand.needs.values()]
    mean = work_factors(scenario)[streams.channel, None] * streams.work
    alike = {shape.name for shape in shapes} == {"exponential"}
    variation = np.array([0.0 if shape.name == "constant" else shape.variation for shape in shapes], dtype=np.float64)
    found = np.zeros(walks.need.shape)
    stream = streams.at(arrivals.channel, arrivals.arrival)
    rows = (arrivals.first_case, arrivals.lineage, stream, walks.needs, walks.need)
    draw_work(keys, *rows, mean, variation, alike, float(demand.ambiguity_work_correlation), found)
    others = [f for f, shape in enumerate(shapes) if shape.name not in ("lognormal", "constant") and not alike]
    for j in range(walks.need.shape[1]) if others else ():
        draws = uniforms_of_cases(arrivals, keys, Kind.WORK, j)
        for f in others:
            here = walks.need[:, j] == f
            found[here, j] = np.maximum(grid_array(shapes[f].minutes(draws[here], mean[stream[here], f])), _STEP)
    return found


def work_shape(need: Need, demand: Demand) -> Shape:
    """How the work of a need is spread about its mean."""
    return Shape(need.work_distribution or demand.work_distribution, need.work_cv, need.work_range_minutes)


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

    streams = streams_of(scenario)
    settings = [stream.settings for stream in streams.every]
    shape = np.array([channel.patience_shape for channel in settings], dtype=np.float64)
    mean = np.array([stream.patience_minutes for stream in streams.every])
    scale = np.array([m / gamma(1.0 + 1.0 / k) for m, k in zip(mean.tolist(), shape.tolist(), strict=True)])
    found, stream = np.empty(arrivals.lineage.size), streams.at(arrivals.channel, arrivals.arrival)
    draw_patience(keys, arrivals.first_case, arrivals.lineage, stream, scale, shape, found)
    for number, channel in enumerate(settings):
        if not np.isfinite(mean[number]) or (channel.patience_spread == "weibull" and channel.balking_share == 0.0):
            continue
        here = stream == number
        draws = uniforms_of_cases(arrivals, keys, Kind.PATIENCE)[here]
        balks = draws < channel.balking_share
        rest = np.clip((draws - channel.balking_share) / (1.0 - channel.balking_share), UNIT, 1.0 - UNIT)
        found[here] = grid_array(np.where(balks, 0.0, patience_shape(channel).minutes(rest, mean[number])))
    return found


def patience_shape(channel: Channel) -> Shape:
    """How patience is spread about its mean."""
    spread = channel.patience_shape if channel.patience_spread == "weibull" else channel.patience_cv
    return Shape(channel.patience_spread, spread, channel.patience_range_minutes)
