"""The loops over cases that fill a tape: every value from its own address, so in any order.

Arrays of n cases lie flat over R replications, those of replication r from first_case[r] to
first_case[r + 1]. replication_key: uint64[R]. lineage: uint64[n]. Outputs are filled in place.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from sim.demand import distributions
from sim.demand.distributions import correlated_score, exponential, kumaraswamy, lognormal, normal_score, weibull
from sim.foundation import calendar, compiled_draws, grid  # noqa: F401  (compiled_draws registers the draws)
from sim.foundation.calendar import deadline_of
from sim.foundation.compiling import compiled, teach
from sim.foundation.draws import Kind, draw_key, uniform
from sim.foundation.grid import STEPS_PER_MINUTE, to_grid

_LINEAGE, _ARRIVAL_TIME, _ACCOUNT = int(Kind.LINEAGE), int(Kind.ARRIVAL_TIME), int(Kind.ACCOUNT)
_FIRST_NEED, _NEXT_NEED, _HIDDEN, _WORK = int(Kind.FIRST_NEED), int(Kind.NEXT_NEED), int(Kind.HIDDEN), int(Kind.WORK)
_AMBIGUITY, _DISTRESS, _PATIENCE = int(Kind.AMBIGUITY), int(Kind.DISTRESS), int(Kind.PATIENCE)
_PING_PONG, _LANGUAGE = int(Kind.PING_PONG), int(Kind.LANGUAGE)
_STEP = 1.0 / STEPS_PER_MINUTE

_RULES = (distributions._ratio, normal_score, lognormal, exponential, weibull, kumaraswamy, correlated_score, to_grid)
for _rule in _RULES:
    register_jitable(_rule)
teach(calendar)


def uniforms_grid(replication_key: np.ndarray, kind: int, entity: np.ndarray, occurrence: np.ndarray) -> np.ndarray:
    """Draws of one kind. entity: uint64[E]. occurrence: int64[K]. Returns float64[R, E, K]."""
    found = np.empty((replication_key.size, entity.size, occurrence.size))
    fill_uniforms(replication_key, kind, entity, occurrence, found)
    return found


@compiled
def fill_uniforms(replication_key, kind, entity, occurrence, found):
    """Fill `found` with the draws of `uniforms_grid`."""
    for r in range(replication_key.size):
        for e in range(entity.size):
            for k in range(occurrence.size):
                found[r, e, k] = uniform(replication_key[r], kind, entity[e], occurrence[k])


@compiled
def place_arrivals(
    replication_key, counts, source, first, start, end, before, per_share, share, arrival, lineage, channel
):
    """Lineages, and times by the inverse of the day's profile, in order of (replication, day, channel, k).

    counts: int64[R, D, C]. source: uint64[C]. first to per_share: the fields of DayProfile. share: float64[R, D, C, K],
    share of the day before a case, below 0 where it is drawn; K is 0 where all are.
    A time never rounds into the minute at which its piece has ended.
    """
    n = 0
    for r in range(counts.shape[0]):
        for day in range(counts.shape[1]):
            for c in range(counts.shape[2]):
                piece_0 = first[7 * c + day % 7]
                pieces = first[7 * c + day % 7 + 1]
                for k in range(counts[r, day, c]):
                    key = draw_key(source[c], _LINEAGE, day, k)
                    u = share[r, day, c, k] if k < share.shape[3] else -1.0
                    if u < 0.0:
                        u = uniform(replication_key[r], _ARRIVAL_TIME, key, 0)
                    i = piece_0
                    while i + 1 < pieces and before[i + 1] <= u:
                        i += 1
                    minute = to_grid(start[i] + (u - before[i]) * per_share[i])
                    arrival[n] = 1440.0 * day + min(minute, end[i] - _STEP)
                    lineage[n] = key
                    channel[n] = c
                    n += 1


@compiled
def place_volumes(replication_key, counts, source, starts, step, arrival, lineage, channel):
    """Lineages and times, even inside each interval, in order of (replication, interval, channel, k).

    counts: int64[R, I, C]. source: uint64[C]. starts: int64[I], minutes. step: minutes of an interval.
    """
    n = 0
    for r in range(counts.shape[0]):
        for i in range(counts.shape[1]):
            for c in range(counts.shape[2]):
                for k in range(counts[r, i, c]):
                    key = draw_key(source[c], _LINEAGE, starts[i], k)
                    inside = to_grid(step * uniform(replication_key[r], _ARRIVAL_TIME, key, 0))
                    arrival[n] = starts[i] + min(inside, step - _STEP)
                    lineage[n] = key
                    channel[n] = c
                    n += 1


@compiled
def place_burst(replication_key, counts, source, minutes, arrival, lineage):
    """As `place_volumes`, for one source and intervals of one minute. counts: int64[R, M]. minutes: int64[M]."""
    n = 0
    for r in range(counts.shape[0]):
        for m in range(counts.shape[1]):
            for k in range(counts[r, m]):
                key = draw_key(source, _LINEAGE, minutes[m], k)
                inside = to_grid(uniform(replication_key[r], _ARRIVAL_TIME, key, 0))
                arrival[n] = minutes[m] + min(inside, 1.0 - _STEP)
                lineage[n] = key
                n += 1


@compiled
def draw_accounts(replication_key, first_case, lineage, count, concentration, account):
    """Account number = floor(count * u^concentration): above 1, low numbers come often."""
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            u = uniform(replication_key[r], _ACCOUNT, lineage[i], 0)
            account[i] = min(int(count * u**concentration), count - 1)


@compiled
def walk_needs(
    replication_key, first_case, lineage, channel, decided, first_share, next_share, begins, after, need, needs
):
    """A first need, decided or by share, then a walk over the need graph until it ends or the row is full.

    decided: int8[n], function of the first need, -1 where it is drawn.
    channel: int8[n]. first_share: float64[F], cumulative. next_share: float64[C, S, F], cumulative per channel and
    state, the rest of 1 ends the case. begins, after: as of `WayStates`. need: int8[n, J], filled with -1 before.
    """
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            need[i, 0] = decided[i]
            if decided[i] < 0:
                need[i, 0] = _first_above(uniform(replication_key[r], _FIRST_NEED, lineage[i], 0), first_share)
            state = begins[need[i, 0]]
            j = 1
            while j < need.shape[1]:
                u = uniform(replication_key[r], _NEXT_NEED, lineage[i], j)
                g = _first_above(u, next_share[channel[i], state])
                if g < 0:
                    break
                need[i, j] = g
                state = after[state, g]
                j += 1
            needs[i] = j


@register_jitable
def _first_above(u, cumulative):
    for g in range(cumulative.size):
        if u < cumulative[g]:
            return g
    return -1


@compiled
def walk_paths(replication_key, first_case, lineage, path_first, path, misroute_share, need, needs):
    """Needs from the logged path of each incident; the B of an A-B-A may have been a misroute.

    path_first: int64[m + 1]; path: int[], functions of the m incidents of each replication, never twice
    the same in a row, at least one each. A misroute is left out, and the two As are one need.
    """
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            incident = i - first_case[r]
            start, end = path_first[incident], path_first[incident + 1]
            j = 0
            for p in range(start, end):
                if j == need.shape[1]:
                    break
                if j > 0 and path[p] == need[i, j - 1]:
                    continue
                back = j > 0 and p + 1 < end and path[p + 1] == need[i, j - 1]
                if back and uniform(replication_key[r], _PING_PONG, lineage[i], p - start) < misroute_share:
                    continue
                need[i, j] = path[p]
                j += 1
            needs[i] = j


@compiled
def draw_hidden(replication_key, first_case, lineage, needs, hidden_share, hidden):
    """Whether each later need is hidden until the one before is done. hidden: bool[n, J], False before."""
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            for j in range(1, needs[i]):
                hidden[i, j] = uniform(replication_key[r], _HIDDEN, lineage[i], j) < hidden_share


@compiled
def draw_work(
    replication_key, first_case, lineage, channel, needs, need, mean, variation, is_exponential, correlation, work
):
    """Minutes of work per need, at least one step of the grid. work: float64[n, J], 0 before.

    channel: int8[n]. mean: float64[C, F]. variation: float64[F]. correlation: of the normal scores of work
    and ambiguity.
    """
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            case_score = 0.0
            if correlation != 0.0:
                case_score = normal_score(uniform(replication_key[r], _AMBIGUITY, lineage[i], 0))
            for j in range(needs[i]):
                f = need[i, j]
                u = uniform(replication_key[r], _WORK, lineage[i], j)
                if is_exponential:
                    minutes = exponential(u, mean[channel[i], f])
                elif variation[f] == 0.0:
                    minutes = mean[channel[i], f]
                else:
                    score = normal_score(u)
                    if correlation != 0.0:
                        score = correlated_score(score, case_score, correlation)
                    minutes = lognormal(score, mean[channel[i], f], variation[f])
                work[i, j] = max(to_grid(minutes), _STEP)


@compiled
def draw_uniforms(replication_key, first_case, lineage, kind, occurrence, found):
    """The draw of each case at (kind, lineage, occurrence). found: float64[n]."""
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            found[i] = uniform(replication_key[r], kind, lineage[i], occurrence)


@compiled
def draw_languages(replication_key, first_case, lineage, shares, language):
    """Language of each case. shares: float64[L], cumulative. language: int8[n]."""
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            language[i] = _first_above(uniform(replication_key[r], _LANGUAGE, lineage[i], 0), shares)


@compiled
def draw_ambiguity(replication_key, first_case, lineage, channel, shape, power, ambiguity):
    """Ambiguity z of each case, Kumaraswamy, on the grid. shape, power: float64[C]."""
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            u = uniform(replication_key[r], _AMBIGUITY, lineage[i], 0)
            ambiguity[i] = to_grid(kumaraswamy(u, shape[channel[i]], power[channel[i]]))


@compiled
def draw_distress(replication_key, first_case, lineage, channel, power, distress):
    """Distress of each customer, Kumaraswamy with a = 1, on the grid. power: float64[C]."""
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            u = uniform(replication_key[r], _DISTRESS, lineage[i], 0)
            distress[i] = to_grid(kumaraswamy(u, 1.0, power[channel[i]]))


@compiled
def draw_patience(replication_key, first_case, lineage, channel, scale, shape, patience):
    """Patience of the first contact in minutes, Weibull. scale, shape: float64[C]; scale inf: for ever."""
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            c = channel[i]
            if scale[c] == np.inf:
                patience[i] = np.inf
            else:
                u = uniform(replication_key[r], _PATIENCE, lineage[i], 0)
                patience[i] = to_grid(weibull(u, scale[c], shape[c]))


@compiled
def place_deadlines(arrival, channel, horizon, open_before, deadline):
    """When H open minutes have passed since each arrival. horizon: float64[C]. open_before: float64[C, 10081]."""
    for i in range(arrival.size):
        deadline[i] = deadline_of(arrival[i], horizon[channel[i]], channel[i], open_before)
