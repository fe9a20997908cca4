"""Intervals, paired differences, and who is better. Student's t throughout.

An interval is 95% by itself; from three columns on there is also one that holds for all pairs at once (Sidak). `words`
has what an interval comes to. For the three primary measures of a pair the tests behind the words are held at once by
Holm's method; other measures go by the interval for all pairs. The verdict and `replications="auto"` go by that word.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.words import BETTER, UNKNOWN, WORSE, said, word_of
from sim.measures import MEASURES, PRIMARY, Measure, measure_named, with_worth_having
from sim.scenario.built_in_columns import BETTER_HABITS, HABITS, PODS, PODS_TODAY, TODAY

if TYPE_CHECKING:
    from sim.scenario.figure_settings import Target

CONFIDENCE = 0.95
MET, MISSED, OPEN = "met", "missed", "not settled"  # of a target
ARROW = "→"
PairOfColumns = tuple[str, str]
# The formation under the same habits, then habits in the same pods.
ALONE: tuple[PairOfColumns, ...] = (
    (HABITS, PODS),
    *((f"{TODAY}_{habits}", f"{PODS}_{habits}") for habits in BETTER_HABITS),
    (PODS_TODAY, PODS),
    *((PODS_TODAY, f"{PODS}_{habits}") for habits in BETTER_HABITS),
)


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

    interval: 95% by itself. simultaneous: 95% for all pairs at once. word, reason: what it means for the second column
    (`words`), for a primary measure together with the other primary ones of the pair (Holm), for others over all pairs.
    alone: the word of the interval by itself. smallest: smallest difference worth having. variance_cut: variance of the
    difference had the columns met different customers, over the one seen; nan where the latter is 0.
    p_difference: of the test that there is none. p_beyond: that it is not worth having. p_same: that it is (two
    one-sided tests, the larger p, doubled, so that 0.05 is the 95% interval; at most 1). p_beyond_jointly,
    p_same_jointly: of a primary measure the same, held with the other primary ones of the pair (Holm); 1 elsewhere.
    """

    first: str
    second: str
    measure: str
    interval: Interval
    simultaneous: Interval
    word: str
    reason: str
    alone: str
    smallest: float
    variance_cut: float
    p_difference: float
    p_beyond: float
    p_same: float
    p_beyond_jointly: float = 1.0
    p_same_jointly: float = 1.0

    @property
    def winner(self) -> str | None:
        """The column that is better by more than the smallest difference worth having; None where neither is."""
        return {BETTER: self.second, WORSE: self.first}.get(self.word)

    @property
    def winner_alone(self) -> str | None:
        """The same by the interval by itself."""
        return {BETTER: self.second, WORSE: self.first}.get(self.alone)

    def settled(self, looks: int = 1) -> bool:
        """Whether more replications are not needed: the interval is narrow enough, or the answer is certain.

        looks: how often that may be asked before the replications are used up. Who looks often stops by luck more
        often, so the answer must hold at a level divided by the looks (Bonferroni).
        """
        if self.simultaneous.half_width <= self.smallest / 2.0:
            return True
        return min(self.p_beyond_jointly, self.p_same_jointly) <= (1.0 - CONFIDENCE) / looks


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
    """The differences of a pair with the words held over the primary measures in it."""
    primary = [row[name] for name in PRIMARY if name in row]
    tests = (
        holm([one.p_difference for one in primary]),
        holm([one.p_beyond for one in primary]),
        holm([one.p_same for one in primary]),
    )
    return {**row, **{one.measure: _held(one, *ps) for one, *ps in zip(primary, *tests, strict=True)}}


def _held(difference: Difference, p_difference: float, p_beyond: float, p_same: float) -> Difference:
    alpha = 1.0 - CONFIDENCE
    known = measure_named(difference.measure)
    if known is None or difference.reason == UNKNOWN:
        return difference
    word, reason = said(
        beyond=p_beyond <= alpha,
        within=p_same <= alpha,
        clear=p_difference <= alpha,
        upward=difference.interval.mean > 0.0,
        direction=known.direction,
    )
    return replace(difference, word=word, reason=reason, p_beyond_jointly=p_beyond, p_same_jointly=p_same)


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
        *word_of(wide.low, wide.high, smallest, measure.direction),
        word_of(interval.low, interval.high, smallest, measure.direction)[0],
        smallest,
        _variance_cut(first[both], second[both], change),
        against_line(change, 0.0),
        _p_beyond(change, smallest),
        _p_within(change, smallest),
    )


def _p_beyond(values: np.ndarray, line: float) -> float:
    """Test that the mean is not beyond +-line, on either side; at most 1, nan where unknown."""
    smaller = min(_p_above(values, line), _p_above(-values, line))
    return smaller if math.isnan(smaller) else min(1.0, 2.0 * smaller)


def _p_within(values: np.ndarray, line: float) -> float:
    """Two one-sided tests that the mean is not within +-line: the larger p, doubled, at most 1; nan where unknown."""
    larger = max(_p_above(values, -line), _p_above(-values, -line))
    return larger if math.isnan(larger) else min(1.0, 2.0 * larger)


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
    one_sided = _p_above(values[~np.isnan(values)], line)
    return 2.0 * min(one_sided, 1.0 - one_sided)


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


def _variance_cut(first: np.ndarray, second: np.ndarray, change: np.ndarray) -> float:
    if change.size < 2:
        return math.nan
    seen = float(change.var(ddof=1))
    return float(first.var(ddof=1) + second.var(ddof=1)) / seen if seen > 0 else math.nan


def pairs_of(columns: tuple[str, ...]) -> tuple[PairOfColumns, ...]:
    """Pairs compared: every column against the first, then what the formation alone does, and what habits alone do."""
    pairs = [(columns[0], column) for column in columns[1:]]
    pairs += [pair for pair in ALONE if set(pair) <= set(columns) and columns[0] not in pair]
    return tuple(pairs)


def pair_name(first: str, second: str) -> str:
    """Name of a pair, second minus first."""
    return f"{first}{ARROW}{second}"


def paired_differences(
    samples: Mapping[str, Mapping[str, np.ndarray]],
    columns: tuple[str, ...],
    worth_having: Mapping[str, float],
    primary_only: bool = False,
) -> dict[PairOfColumns, dict[str, Difference]]:
    """Paired differences of all pairs compared, in all measures or the primary ones.

    worth_having: the scenario's own smallest differences worth having, by measure.
    """
    pairs = pairs_of(columns)
    measures = [with_worth_having(one, worth_having) for one in MEASURES if one.primary or not primary_only]
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
