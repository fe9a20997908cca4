"""Worlds in few replications each: what luck has in common for all of them is found over all, and taken off.

Which customers come is luck, and much of what it does to a difference it does in every world: a week of many cases is
one everywhere. So worlds do not meet the same replications. Each has REPLICATIONS out of a pool (`drawn_for`), and over
all worlds together it is known how much a difference in a replication is above that of the pool:

    value of world i in replication r = mean of world i + s_i x luck_r + chance

s_i: how much values vary within the NEAREST worlds whose first column is nearest in level, since whoever is overloaded
varies more than whoever has time. luck is fitted by least squares on the values within worlds, in units of s_i, and is
0 on average over the pool; a world's mean is that of its values without it. What is left varies by chance, pooled over
the nearest worlds again. The standard error of a mean holds that, the error of the fitted luck, and that the pool is a
sample too. Where there are too few worlds for that, no luck is taken off.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.comparison.intervals import Interval, t_quantile
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE, word_of
from sim.exploring.alike import judged_together
from sim.measures import Measure

REPLICATIONS = 2  # of every world, one in each way of holding load
POOL = 12  # replications of which worlds have theirs
WORLDS_A_REPLICATION = 5  # at least, for luck to be taken off
NEAREST = 40  # worlds over which the variance within worlds is pooled
BY_WAY = "depends on how load is held"
Samples = Mapping[str, Mapping[str, np.ndarray]]


def pool_of(worlds: int) -> int:
    """Size of the pool for so many worlds: with few, all have the same replications."""
    return POOL if worlds >= POOL * WORLDS_A_REPLICATION else REPLICATIONS


def drawn_for(world: int, pool: int) -> tuple[int, int]:
    """Numbers of the replications of a world: every pair of the pool about as often as any other."""
    apart = 1 + world // pool % (pool - 1)
    return world % pool, (world + apart) % pool


@dataclass(frozen=True)
class WorldDifferences:
    """One measure of a pair over n worlds: second minus first.

    difference, first: float64[n], by a world's own runs alone: mean difference, and the first column's mean. intervals:
    of each world's difference, judged together with the others. words, reasons: what it means for the second column
    (`sim.comparison.words`), a world each. by_way: float64[n, ways], the mean where load is held in each way.
    """

    difference: np.ndarray
    first: np.ndarray
    intervals: tuple[Interval, ...]
    words: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    by_way: np.ndarray | None = None

    def count(self, *words: str, among: np.ndarray | None = None) -> int:
        """In how many worlds it is one of these words. among: bool[n], the worlds that count; by default all."""
        counted = self.words if among is None else [w for w, here in zip(self.words, among, strict=True) if here]
        return sum(one in words for one in counted)


def differences_over_worlds(
    samples: Sequence[Samples],
    ways: Sequence[np.ndarray],
    numbers: Sequence[np.ndarray],
    assumptions: np.ndarray,
    pair: tuple[str, str],
    measure: Measure,
) -> WorldDifferences:
    """Judge every world, by its own runs and by worlds alike (`alike`).

    samples: of each world, column -> measure -> float64[R]. ways, numbers: of each world int64[R], how load was held
    and which replication it is. assumptions: float64[n, k], their values. Unknown values (nan) leave a world not
    settled.
    """
    if not samples:
        nothing = np.zeros(0)
        return WorldDifferences(nothing, nothing, (), ())
    first, second = ([one[column][measure.name] for one in samples] for column in pair)
    level = np.array([one.mean() for one in first])
    scale = np.abs(level) if measure.relative else np.ones(level.size)
    known = np.where(scale > 0.0, scale, np.nan)
    changes = [(after - before) / size for before, after, size in zip(first, second, known, strict=True)]
    found = without_luck(changes, numbers, level)
    means, own = judged_together(found.means, found.own, assumptions)
    errors = np.sqrt(own**2 + found.of_pool**2)
    by_way = _by_way(found, means, ways, assumptions)
    intervals, words, reasons = [], [], []
    reach = t_quantile(found.freedom, 0.95) if found.freedom else np.nan
    for world, (mean, error) in enumerate(zip(means.tolist(), errors.tolist(), strict=True)):
        interval = Interval(mean, mean - reach * error, mean + reach * error)
        word, reason = word_of(interval.low, interval.high, measure.smallest, measure.direction)
        if word in (BETTER, WORSE) and _opposite(by_way[world], measure.smallest):
            word, reason = NOT_SETTLED, BY_WAY
        words.append(word)
        reasons.append(reason)
        one = scale[world]
        intervals.append(replace(interval, mean=interval.mean * one, low=interval.low * one, high=interval.high * one))
    return WorldDifferences(
        found.means * scale, level, tuple(intervals), tuple(words), tuple(reasons), by_way * scale[:, None]
    )


def _by_way(found: Means, means: np.ndarray, ways: Sequence[np.ndarray], assumptions: np.ndarray) -> np.ndarray:
    """Mean of each world where load is held in each way, float64[n, ways]. means: over both, judged together."""
    if int(max(of.max() for of in ways)) == 0:
        return means[:, None]
    apart = [(one[of == 1].mean() - one[of == 0].mean()) / 2 for one, of in zip(found.values, ways, strict=True)]
    half, _ = judged_together(np.array(apart), found.own, assumptions)  # it varies as much as the mean does
    return np.column_stack([means - half, means + half])


def _opposite(by_way: np.ndarray, smallest: float) -> bool:
    """Whether one way says better and another worse, each by more than is worth having."""
    return bool(by_way.min() < -smallest and by_way.max() > smallest)


@dataclass(frozen=True)
class Means:
    """Of n worlds: values without luck, and their means, float64[n] (nan where unknown).

    own, of_pool: standard errors float64[n], each world's own and what all have in common, as the pool is a sample.
    freedom: degrees of freedom of the variance that they rest on, the least over worlds; 0: there are none.
    """

    values: list[np.ndarray]
    means: np.ndarray
    own: np.ndarray
    of_pool: np.ndarray
    freedom: int

    @property
    def errors(self) -> np.ndarray:
        """Standard errors of the means."""
        return np.sqrt(self.own**2 + self.of_pool**2)


def without_luck(values: Sequence[np.ndarray], numbers: Sequence[np.ndarray], level: np.ndarray) -> Means:
    """Means of worlds over the pool.

    values: of each world float64[R]. numbers: of each int64[R], its replications. level: float64[n], by which worlds
    are near.
    """
    means = np.array([one.mean() for one in values])
    unknown = np.full(means.size, np.nan)
    unadjusted = Means(list(values), means, unknown, np.zeros(means.size), 0)
    known = np.flatnonzero(~np.isnan(means))
    known = known[np.argsort(level[known], kind="stable")]
    sizes = np.array([values[world].size for world in known.tolist()])
    if known.size == 0 or sizes.max() < 2:
        return unadjusted
    of = np.repeat(np.arange(known.size), sizes)
    apart = np.concatenate([values[world] - means[world] for world in known.tolist()])
    number = np.concatenate([numbers[world] for world in known.tolist()])
    sums, freedom = np.bincount(of, apart * apart), (sizes - 1).astype(float)
    spread = np.sqrt(_over_near(sums) / _over_near(freedom))
    luck = _luck(apart, of, number, sizes, spread)
    own = unknown.copy()
    if luck is None:
        own[known] = spread / np.sqrt(sizes)
        return replace(unadjusted, own=own, freedom=int(_over_near(freedom).min()))
    left = np.bincount(of, (apart - spread[of] * luck.fitted) ** 2)
    free = np.maximum(freedom - luck.taken, 0.0)
    chance = _over_near(left) / _over_near(free)
    own[known] = np.sqrt(chance / sizes + spread**2 * luck.variance)
    of_pool = np.zeros(means.size)
    of_pool[known] = spread * np.sqrt(luck.of_pool)
    cleared = list(values)
    for place, world in enumerate(known.tolist()):
        cleared[world] = values[world] - spread[place] * luck.of_number[numbers[world]]
    means = np.array([one.mean() for one in cleared])
    return Means(cleared, means, own, of_pool, int(_over_near(free).min()))


@dataclass(frozen=True)
class _Luck:
    """of_number: float64[pool], of each replication, 0 on average. fitted: float64[values], within worlds.

    taken: float64[n], degrees of freedom that the fit took of each world. variance: float64[n], of the luck taken off a
    world's mean. of_pool: of the mean over the pool.
    """

    of_number: np.ndarray
    fitted: np.ndarray
    taken: np.ndarray
    variance: np.ndarray
    of_pool: float


def _luck(apart: np.ndarray, of: np.ndarray, number: np.ndarray, sizes: np.ndarray, spread: np.ndarray) -> _Luck | None:
    """Luck in units of the spread; None where there are too few worlds, or nothing varies."""
    pool = int(number.max()) + 1
    if pool <= REPLICATIONS or sizes.size < pool * WORLDS_A_REPLICATION or not spread.min() > 0.0:
        return None
    met = np.zeros((apart.size, pool))
    met[np.arange(apart.size), number] = 1.0
    share = np.zeros((sizes.size, pool))  # of each replication in the mean of a world
    np.add.at(share, (of, number), 1.0 / sizes[of])
    within = met - share[of]
    inverse = np.linalg.pinv(within.T @ within)
    y = apart / spread[of]
    of_number = inverse @ (within.T @ y)
    fitted = within @ of_number
    leverage = np.einsum("ij,jk,ik->i", within, inverse, within)
    taken = np.bincount(of, leverage)
    noise = float(np.sum((y - fitted) ** 2)) / (float(np.sum(sizes - 1.0)) - (pool - 1))
    variance = noise * np.einsum("ij,jk,ik->i", share, inverse, share)
    between = float(np.sum(of_number**2) - noise * np.trace(inverse)) / (pool - 1)
    return _Luck(of_number, fitted, taken, variance, max(0.0, between) / pool)


def _over_near(of_world: np.ndarray) -> np.ndarray:
    """Sum over the nearest worlds of each. of_world: float64[n], ordered by level."""
    near = min(NEAREST, of_world.size)
    start = np.clip(np.arange(of_world.size) - near // 2, 0, of_world.size - near)
    total = np.concatenate([[0.0], np.cumsum(of_world)])
    return total[start + near] - total[start]
