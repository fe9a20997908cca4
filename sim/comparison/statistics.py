"""Intervals, paired differences, and who is better. Student's t throughout.

An interval is 95% by itself; from three columns on there is also one that holds for all pairs at once (Sidak). A
difference is *the same* where two one-sided tests place it within the smallest difference worth having (TOST), *better*
where it is more than chance and not the same. For the three primary measures of a pair both kinds of test are held
at once by Holm's method: `jointly`. The verdict and `replications="auto"` go by that.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim.measures import MEASURES, PRIMARY, Measure, measure_named

if TYPE_CHECKING:
    from sim.scenario.figure_settings import Target

CONFIDENCE = 0.95
SAME = "same"
NOT_SETTLED = "not_settled"
MET, MISSED, OPEN = "met", "missed", "not settled"  # of a target
ARROW = "→"
PairOfColumns = tuple[str, str]


@dataclass(frozen=True)
class Interval:
    """Mean with its confidence interval; nan where fewer than two replications know the value."""

    mean: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2.0


@dataclass(frozen=True)
class Difference:
    """second minus first, paired replication by replication, in one measure.

    interval: 95% by itself. simultaneous: 95% for all pairs at once. better: the name of the better column, "same" or
    "not_settled", at 95% by itself. jointly: the same, for a primary measure with the other primary ones of the pair
    (Holm), for others over all pairs. smallest: smallest difference worth having. variance_cut: variance of the
    difference had the columns met different customers, over the one seen; nan where the latter is 0.
    p_difference: of the test that there is none. p_same: of the test that it is worth having (two one-sided tests, the
    larger p, doubled, so that 0.05 is the 95% interval; at most 1). p_difference_jointly, p_same_jointly: of a primary
    measure the same, held with the other primary ones of the pair (Holm); 1 elsewhere.
    """

    first: str
    second: str
    measure: str
    interval: Interval
    simultaneous: Interval
    better: str
    jointly: str
    smallest: float
    variance_cut: float
    p_difference: float
    p_same: float
    p_difference_jointly: float = 1.0
    p_same_jointly: float = 1.0

    @property
    def winner(self) -> str | None:
        """The better column; None where the columns are the same or it is not settled."""
        return self.better if self.better in (self.first, self.second) else None

    def settled(self, looks: int = 1) -> bool:
        """Whether more replications are not needed: the interval is narrow enough, or the answer is certain.

        looks: how often that may be asked before the replications are used up. Who looks often stops by luck more
        often, so the answer must hold at a level divided by the looks (Bonferroni).
        """
        if self.simultaneous.half_width <= self.smallest / 2.0:
            return True
        return min(self.p_difference_jointly, self.p_same_jointly) <= (1.0 - CONFIDENCE) / looks


def mean_interval(values: np.ndarray, confidence: float = CONFIDENCE) -> Interval:
    """t interval of the mean. values: one per replication; unknown ones (nan) are left out."""
    known = values[~np.isnan(values)]
    if known.size == 0:
        return Interval(math.nan, math.nan, math.nan)
    mean = float(known.mean())
    if known.size == 1:
        return Interval(mean, math.nan, math.nan)
    reach = t_quantile(known.size - 1, confidence) * float(known.std(ddof=1)) / math.sqrt(known.size)
    return Interval(mean, mean - reach, mean + reach)


@cache
def t_quantile(freedom: int, confidence: float) -> float:
    """Student's t that holds `confidence` between its negative and itself."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + confidence / 2.0))


def simultaneous_confidence(pairs: int) -> float:
    """Confidence of each interval such that all pairs' intervals hold at once with 95% (Sidak's inequality)."""
    return CONFIDENCE ** (1.0 / max(1, pairs))


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values that hold over all tests at once (Holm 1979), in their order; an unknown one (nan) counts as 1."""
    known = [1.0 if math.isnan(p) else p for p in p_values]
    adjusted, least = [1.0] * len(known), 0.0
    for rank, place in enumerate(sorted(range(len(known)), key=known.__getitem__)):
        least = max(least, min(1.0, (len(known) - rank) * known[place]))
        adjusted[place] = least
    return adjusted


def held_over_primaries(row: Mapping[str, Difference]) -> dict[str, Difference]:
    """The differences of a pair with `jointly` held over the primary measures in it."""
    names = [name for name in PRIMARY if name in row]
    different = holm([row[name].p_difference for name in names])
    same = holm([row[name].p_same for name in names])
    judged = {
        name: replace(
            row[name],
            jointly=_judged(row[name], p_difference, p_same),
            p_difference_jointly=p_difference,
            p_same_jointly=p_same,
        )
        for name, p_difference, p_same in zip(names, different, same, strict=True)
    }
    return {**row, **judged}


def _judged(difference: Difference, p_difference: float, p_same: float) -> str:
    alpha = 1.0 - CONFIDENCE
    if difference.better == SAME:  # not worth having; whether that is certain enough is the question
        return SAME if p_same <= alpha else NOT_SETTLED
    direction = measure_named(difference.measure).direction  # type: ignore[union-attr]
    if p_difference > alpha or direction == "none":
        return NOT_SETTLED
    return difference.second if (difference.interval.mean > 0.0) == (direction == "more") else difference.first


def paired_difference(
    names: tuple[str, str], first: np.ndarray, second: np.ndarray, measure: Measure, pairs: int
) -> Difference:
    """Compare two columns in one measure.

    names: of the two columns. first, second: float64[R], the same replications in the same order.
    pairs: number of pairs compared in all, for the joint level.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    change = second[both] - first[both]
    interval = mean_interval(change)
    base = float(first[both].mean()) if change.size else math.nan
    smallest = measure.smallest_difference(base)
    wide = mean_interval(change, simultaneous_confidence(pairs))
    return Difference(
        *names,
        measure.name,
        interval,
        wide,
        better_of(interval, smallest, measure.direction, *names),
        better_of(wide, smallest, measure.direction, *names),
        smallest,
        _variance_cut(first[both], second[both], change),
        _p_beyond(change, 0.0),
        _p_within(change, smallest),
    )


def _p_within(values: np.ndarray, line: float) -> float:
    """Two one-sided tests that the mean is not within +-line: the larger p, doubled, at most 1; nan where unknown."""
    larger = max(_p_above(values, -line), _p_above(-values, -line))
    return larger if math.isnan(larger) else min(1.0, 2.0 * larger)


def _p_beyond(values: np.ndarray, line: float) -> float:
    """Two-sided p-value of the mean being `line`; nan where it is unknown."""
    one_sided = _p_above(values, line)
    return 2.0 * min(one_sided, 1.0 - one_sided)


def _p_above(values: np.ndarray, line: float) -> float:
    """P-value of the mean being at most `line`: small where it is above."""
    if values.size < 2 or math.isnan(line):
        return math.nan
    from scipy.special import stdtr

    gap, error = float(values.mean()) - line, float(values.std(ddof=1)) / math.sqrt(values.size)
    if error == 0.0:
        return 0.0 if gap > 0.0 else 1.0 if gap < 0.0 else 0.5
    return float(stdtr(values.size - 1, -gap / error))


def against_line(values: np.ndarray, line: float) -> float:
    """Two-sided p-value of a mean over replications against a line; nan where fewer than two are known."""
    return _p_beyond(values[~np.isnan(values)], line)


def ratio_interval(part: np.ndarray, whole: np.ndarray) -> Interval | None:
    """Ratio of two means with its 95% interval by Fieller's theorem; None where that is endless.

    part, whole: float64[R], of the same replications. The interval is endless where the whole may as well be nothing.
    """
    known = ~(np.isnan(part) | np.isnan(whole))
    part, whole, count = part[known], whole[known], int(np.count_nonzero(known))
    if count < 2:
        return None
    t2 = t_quantile(count - 1, CONFIDENCE) ** 2
    both = np.cov(part, whole) / count
    a = float(whole.mean()) ** 2 - t2 * both[1, 1]
    if a <= 0.0:
        return None
    b = float(part.mean() * whole.mean()) - t2 * both[0, 1]
    c = float(part.mean()) ** 2 - t2 * both[0, 0]
    root = math.sqrt(max(0.0, b * b - a * c))
    return Interval(float(part.mean() / whole.mean()), (b - root) / a, (b + root) / a)


def better_of(
    interval: Interval, smallest: float, direction: Literal["less", "more", "none"], first: str, second: str
) -> str:
    """Which column is better, "same" or "not_settled".

    same: the whole interval lies inside the smallest difference worth having. Otherwise a column is better where
    the interval leaves out 0. A measure without direction has no better side: same or not settled.
    """
    if math.isnan(interval.low):
        return NOT_SETTLED
    if -smallest <= interval.low and interval.high <= smallest:
        return SAME
    if direction == "none" or interval.low <= 0.0 <= interval.high:
        return NOT_SETTLED
    return second if (interval.low > 0.0) == (direction == "more") else first


def _variance_cut(first: np.ndarray, second: np.ndarray, change: np.ndarray) -> float:
    if change.size < 2:
        return math.nan
    seen = float(change.var(ddof=1))
    return float(first.var(ddof=1) + second.var(ddof=1)) / seen if seen > 0 else math.nan


def pairs_of(columns: tuple[str, ...]) -> tuple[PairOfColumns, ...]:
    """Pairs compared: every column against the first, and silos_plus with pods, which is the formation alone."""
    pairs = [(columns[0], column) for column in columns[1:]]
    formation = ("silos_plus", "pods")
    if set(formation) <= set(columns) and columns[0] not in formation:
        pairs.append(formation)
    return tuple(pairs)


def pair_name(first: str, second: str) -> str:
    """Name of a pair, second minus first."""
    return f"{first}{ARROW}{second}"


def paired_differences(
    samples: Mapping[str, Mapping[str, np.ndarray]], columns: tuple[str, ...], primary_only: bool = False
) -> dict[PairOfColumns, dict[str, Difference]]:
    """Paired differences of all pairs compared, in all measures or the primary ones."""
    pairs = pairs_of(columns)
    measures = [measure for measure in MEASURES if measure.primary or not primary_only]
    return {
        (first, second): held_over_primaries(
            {
                measure.name: paired_difference(
                    (first, second), samples[first][measure.name], samples[second][measure.name], measure, len(pairs)
                )
                for measure in measures
            }
        )
        for first, second in pairs
    }


def judged_targets(samples: Mapping[str, np.ndarray], targets: tuple[Target, ...]) -> tuple[str, ...]:
    """ "met", "missed" or "not settled" for each target of one column, held over all targets at once (Holm)."""
    values = [samples[target.name] for target in targets]
    adjusted = holm([against_line(sample, target.line) for sample, target in zip(values, targets, strict=True)])
    answers = []
    for sample, target, p in zip(values, targets, adjusted, strict=True):
        beyond = (float(np.nanmean(sample)) >= target.line) == target.upward if sample.size else False
        answers.append((MET if beyond else MISSED) if p <= 1.0 - CONFIDENCE else OPEN)
    return tuple(answers)
