"""Two looks: every world in few replications, and those in which the question is still open in more.

A world that stops at the first look is judged at an error of ERRORS[0], one that goes on at ERRORS[1]; together they
are 5%, so nobody is wrong more often for having looked twice. Few replications are too few to know how much a
difference varies by chance, but many worlds together know it well: the variance within worlds is pooled over those
whose first column is nearest in level, since whoever is overloaded varies more than whoever has time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.comparison.intervals import Interval, t_quantile
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE, word_of
from sim.measures import Measure

LOOKS = (2, 4)  # replications of every world, and of those in which the question is open
ERRORS = (0.01, 0.04)
NEAREST = 40  # worlds over which the variance within worlds is pooled
BY_WAY = "depends on how load is held"
Samples = Mapping[str, Mapping[str, np.ndarray]]


@dataclass(frozen=True)
class WorldDifferences:
    """One measure of a pair over n worlds: second minus first.

    difference, first: float64[n], mean difference and the first column's mean. intervals: of each world's difference.
    words, reasons: what it means for the second column (`sim.comparison.words`), a world each. by_way:
    float64[n, ways], the mean difference where load is held in each way.
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


@dataclass(frozen=True)
class _Changes:
    """Of each world: change per replication, relative to the first column where the measure is. ways: of each value."""

    values: list[np.ndarray]
    ways: list[np.ndarray]
    level: np.ndarray
    scale: np.ndarray

    @property
    def means(self) -> np.ndarray:
        return np.array([one.mean() for one in self.values])

    @property
    def looks(self) -> np.ndarray:
        """0 for worlds that stopped at the first look, else 1."""
        return np.array([int(one.size > LOOKS[0]) for one in self.values])


def differences_over_worlds(
    samples: Sequence[Samples], ways: Sequence[np.ndarray], pair: tuple[str, str], measure: Measure
) -> WorldDifferences:
    """Judge every world.

    samples: of each world, column -> measure -> float64[R]. ways: of each world int64[R], how load was held.
    Unknown values (nan) leave a world not settled.
    """
    if not samples:
        nothing = np.zeros(0)
        return WorldDifferences(nothing, nothing, (), ())
    changes = _changes(samples, ways, pair, measure)
    means, errors, freedom = changes.means, *standard_errors(changes.values, changes.level)
    by_way = _by_way(changes)
    intervals, words, reasons = [], [], []
    for world, look in enumerate(changes.looks.tolist()):
        reach = t_quantile(freedom, 1.0 - ERRORS[look]) * errors[world] if freedom else np.nan
        interval = Interval(means[world], means[world] - reach, means[world] + reach)
        word, reason = word_of(interval.low, interval.high, measure.smallest, measure.direction)
        if word in (BETTER, WORSE) and _opposite(by_way[world], measure.smallest):
            word, reason = NOT_SETTLED, BY_WAY
        words.append(word)
        reasons.append(reason)
        one = changes.scale[world]
        intervals.append(replace(interval, mean=interval.mean * one, low=interval.low * one, high=interval.high * one))
    scale = changes.scale[:, None]
    return WorldDifferences(
        means * changes.scale, changes.level, tuple(intervals), tuple(words), tuple(reasons), by_way * scale
    )


def _changes(
    samples: Sequence[Samples], ways: Sequence[np.ndarray], pair: tuple[str, str], measure: Measure
) -> _Changes:
    first, second = ([one[column][measure.name] for one in samples] for column in pair)
    level = np.array([one.mean() for one in first])
    scale = np.abs(level) if measure.relative else np.ones(level.size)
    known = np.where(scale > 0.0, scale, np.nan)
    values = [(after - before) / size for before, after, size in zip(first, second, known, strict=True)]
    return _Changes(values, list(ways), level, scale)


def _by_way(changes: _Changes) -> np.ndarray:
    count = int(max(ways.max() for ways in changes.ways)) + 1
    return np.array(
        [
            [values[ways == way].mean() for way in range(count)]
            for values, ways in zip(changes.values, changes.ways, strict=True)
        ]
    )


def _opposite(by_way: np.ndarray, smallest: float) -> bool:
    """Whether one way says better and another worse, each by more than is worth having."""
    return bool(by_way.min() < -smallest and by_way.max() > smallest)


def standard_errors(values: Sequence[np.ndarray], level: np.ndarray) -> tuple[np.ndarray, int]:
    """Standard error of each world's mean, float64[n], by the pooled variance, and its degrees of freedom.

    values: of each world float64[R]. level: float64[n], by which worlds are near. nan where a mean is unknown.
    """
    errors = np.full(level.size, np.nan)
    sums = np.array([np.sum((one - one.mean()) ** 2) for one in values])
    freedom = np.array([one.size - 1 for one in values])
    known = np.flatnonzero(~np.isnan(sums))
    near = min(NEAREST, known.size)
    if near == 0 or freedom.max() < 1:
        return errors, 0
    known = known[np.argsort(level[known], kind="stable")]
    start = np.clip(np.arange(known.size) - near // 2, 0, known.size - near)

    def over_near(of_world: np.ndarray) -> np.ndarray:
        total = np.concatenate([[0.0], np.cumsum(of_world[known])])
        return total[start + near] - total[start]

    pooled, counted = over_near(sums), over_near(freedom.astype(float))
    sizes = freedom[known] + 1
    errors[known] = np.sqrt(pooled / counted / sizes)
    return errors, int(counted.min())
