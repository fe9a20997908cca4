"""Paired differences, and their words.

An interval is 95% by itself; from three columns on there is also one that holds for all pairs at once (Sidak). `words`
has what an interval comes to. For the three primary measures of a pair the tests behind the words are held at once by
Holm's method; other measures go by the interval for all pairs. The verdict and `replications="auto"` go by that word.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.intervals import (
    CONFIDENCE,
    Interval,
    Spread,
    against_line,
    holm,
    known_mean,
    simultaneous_confidence,
    word_confidence,
)
from sim.comparison.words import BETTER, FEW_RUNS, NOT_SETTLED, UNKNOWN, WORSE, Said, said, word_of
from sim.measures import MEASURES, PRIMARY, Measure, measure_named, with_worth_having
from sim.scenario.built_in_columns import BETTER_HABITS, HABITS, PODS, PODS_TODAY, TODAY

if TYPE_CHECKING:
    from sim.measures.measure import Direction
    from sim.scenario.figure_settings import Target

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
class Difference:
    """second minus first, paired replication by replication, in one measure.

    replications: in which both columns know it. interval: 95% by itself. simultaneous: 95% for all pairs at once.
    word, reason: what it means for the second column (`words`), for a primary measure together with the other primary
    ones of the pair (Holm), for others over all pairs. alone: the word of the interval by itself. smallest: smallest
    difference worth having. variance_cut: variance of the difference had the columns met different customers, over the
    one seen; nan where the latter is 0. p_difference: of the test that there is none. p_beyond: that it is not worth
    having. p_same: that it is (two one-sided tests, the larger p, doubled; at most 1). At 0.05 the 95% interval ends at
    0, or at the smallest difference. p_beyond_jointly, p_same_jointly: of a primary measure the same, held with the
    other primary ones of the pair (Holm); 1 elsewhere.
    """

    first: str
    second: str
    measure: str
    replications: int
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
        level = 1.0 - word_confidence(self.replications)
        return min(self.p_beyond_jointly, self.p_same_jointly) <= level / looks


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
    known = measure_named(difference.measure)
    if known is None or difference.reason == UNKNOWN:
        return difference

    def at(confidence: float) -> Said:
        alpha = 1.0 - confidence
        return said(
            beyond=p_beyond <= alpha,
            within=p_same <= alpha,
            clear=p_difference <= alpha,
            upward=difference.interval.mean > 0.0,
            direction=known.direction,
        )

    word, reason = _of_few(at(word_confidence(difference.replications)), at(CONFIDENCE))
    return replace(difference, word=word, reason=reason, p_beyond_jointly=p_beyond, p_same_jointly=p_same)


def paired_difference(
    names: tuple[str, str], first: np.ndarray, second: np.ndarray, measure: Measure, pairs: int
) -> Difference:
    """Compare two columns in one measure.

    names: of the two columns. first, second: float64[R], the same replications in the same order.
    pairs: number of pairs compared in all, for the joint level.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    first, second = first[both], second[both]
    change = second - first
    spread = Spread.of(change)
    smallest = measure.smallest_difference(float(first.mean()) if change.size else math.nan)
    return Difference(
        *names,
        measure.name,
        spread.n,
        spread.interval(),
        spread.interval(simultaneous_confidence(pairs)),
        *word_of_mean(spread, smallest, measure.direction, pairs),
        word_of_mean(spread, smallest, measure.direction)[0],
        smallest,
        _variance_cut(first, second, change),
        spread.apart(0.0),
        spread.beyond(smallest),
        spread.within(smallest),
    )


def word_of_mean(spread: Spread, smallest: float, direction: Direction, pairs: int = 1) -> Said:
    """The word of a mean difference, for so many pairs at once, as certain as so many replications need it."""

    def at(confidence: float) -> Said:
        interval = spread.interval(simultaneous_confidence(pairs, confidence))
        return word_of(interval.low, interval.high, smallest, direction)

    return _of_few(at(word_confidence(spread.n)), at(CONFIDENCE))


def _of_few(needed: Said, usual: Said) -> Said:
    """The word with the certainty that it needs; where that is missed for too few replications alone, it says so."""
    return (NOT_SETTLED, FEW_RUNS) if needed[0] == NOT_SETTLED != usual[0] else needed


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
    return {pair: differences_of(pair, samples, measures, len(pairs)) for pair in pairs}


def differences_of(
    pair: PairOfColumns, samples: Mapping[str, Mapping[str, np.ndarray]], measures: Sequence[Measure], pairs: int
) -> dict[str, Difference]:
    """Paired differences of one pair. measures: all primary ones among them, as their words hold together. pairs: how
    many are compared.
    """
    first, second = (samples[column] for column in pair)
    return held_over_primaries(
        {one.name: paired_difference(pair, first[one.name], second[one.name], one, pairs) for one in measures}
    )


def judged_targets(samples: Mapping[str, np.ndarray], targets: tuple[Target, ...]) -> tuple[str, ...]:
    """ "met", "missed" or "not settled" for each target of one column, held over all targets at once (Holm)."""
    values = [samples[target.name] for target in targets]
    adjusted = holm([against_line(sample, target.line) for sample, target in zip(values, targets, strict=True)])
    answers = []
    for sample, target, p in zip(values, targets, adjusted, strict=True):
        beyond = (known_mean(sample) >= target.line) == target.upward if sample.size else False
        needed = 1.0 - word_confidence(int(np.count_nonzero(~np.isnan(sample))))
        answers.append((MET if beyond else MISSED) if p <= needed else OPEN)
    return tuple(answers)
