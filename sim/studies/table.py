"""The table of an experiment: means, paired differences and contrasts, with intervals, one row each.

Every cell has the same seed, and a customer is the same in all of them as far as the settings allow, so differences and
contrasts are taken replication by replication.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.comparison.intervals import Interval, mean_interval, word_confidence
from sim.comparison.words import BETTER, LITTLE_BETTER, LITTLE_WORSE, SAME, WORSE, word_of
from sim.exploring.cells import CellResult
from sim.measures import measure_of
from sim.measures.measure import Measure
from sim.measures.over_weeks import measure_over_weeks
from sim.studies.plan import Planned
from sim.studies.settings import Contrast, Part, Study

ABOVE, BELOW = "above", "below"
# What the words of a difference are called where a contrast lies on this side of 0 (of a ratio: of 1).
SIDES = {
    BETTER: ABOVE,
    LITTLE_BETTER: f"{ABOVE}, too little to matter",
    LITTLE_WORSE: f"{BELOW}, too little to matter",
    WORSE: BELOW,
}
SIDES_EQUIVALENT = (SIDES[LITTLE_BETTER], SAME, SIDES[LITTLE_WORSE])
RATIO = "ratio"
RATIO_WORTH_HAVING = 0.05
Samples = Mapping[str, Mapping[str, np.ndarray]]
Judge = Callable[[Interval], str]


@dataclass(frozen=True)
class _Row:
    """A row before its joint judgement is known. values: one per replication. judge: interval -> word, or None."""

    labels: dict[str, str]
    contrast: str
    first: str
    second: str
    measure: str
    unit: str
    values: np.ndarray
    smallest: float
    judge: Judge | None

    @property
    def family(self) -> tuple[bool, str]:
        """What is judged together: all pairs, or all contrasts, in one measure."""
        return bool(self.contrast), self.measure


def factor_names(study: Study) -> tuple[str, ...]:
    """Names of all factors, in the order of the file; each is a column of the table."""
    return tuple(dict.fromkeys(name for part in study.parts.values() for name in part.factors))


def table_of(study: Study, plan: Sequence[Planned], results: Sequence[CellResult]) -> list[dict[str, Any]]:
    """Rows of the table, as documented in docs/reference/results.md.

    Of every cell the mean of each column and the difference of each pair, then the contrasts of each part.
    """
    rows = list(_rows(study, plan, results))
    together = Counter(row.family for row in rows if row.judge)
    factors = factor_names(study)
    return [_finished(row, factors, together[row.family]) for row in rows]


def _finished(row: _Row, factors: Sequence[str], together: int) -> dict[str, Any]:
    interval = mean_interval(row.values)
    judgement = {"word": "", "alone": ""}
    if row.judge:
        needed = word_confidence(int(np.sum(~np.isnan(row.values))))
        wide, alone = (mean_interval(row.values, 1.0 - (1.0 - needed) / count) for count in (together, 1))
        judgement = {"word": row.judge(wide), "alone": row.judge(alone)}
    return {
        "part": row.labels["part"],
        "scenario": row.labels["scenario"],
        **{name: row.labels.get(name, "") for name in factors},
        "contrast": row.contrast,
        "first": row.first,
        "second": row.second,
        "measure": row.measure,
        "unit": row.unit,
        "replications": int(np.sum(~np.isnan(row.values))),
        "mean": interval.mean,
        "low": interval.low,
        "high": interval.high,
        "smallest": row.smallest,
        **judgement,
    }


def _rows(study: Study, plan: Sequence[Planned], results: Sequence[CellResult]) -> Iterator[_Row]:
    for name, part in study.parts.items():
        cells = [(one, one.samples_of(result)) for one, result in zip(plan, results, strict=True) if one.part == name]
        named = measure_over_weeks if part.roads else measure_of
        measures = [named(measure) for measure in part.measures or study.measures]
        for one, samples in cells:
            labels = {"part": name, "scenario": one.scenario, **one.levels}
            for measure in measures:
                yield from _of_cell(labels, part, measure, samples)
        for contrast_name, contrast in part.contrasts.items():
            for labels, by_level in _by_level(name, contrast.of, cells):
                for measure in measures:
                    if contrast.measures and measure.name not in contrast.measures:
                        continue
                    yield from _of_contrast(labels, contrast_name, contrast, part, measure, by_level)


def _of_cell(labels: dict[str, str], part: Part, measure: Measure, samples: Samples) -> Iterator[_Row]:
    name, unit = measure.name, measure.unit
    for column in part.compared:
        yield _Row(labels, "", column, "", name, unit, samples[column][name], math.nan, None)
    for first, second in part.pairs:
        before, after = samples[first][name], samples[second][name]
        known = ~(np.isnan(before) | np.isnan(after))
        smallest = measure.smallest_difference(float(before[known].mean()) if known.any() else math.nan)

        def judge(interval: Interval, smallest: float = smallest) -> str:
            return word_of(interval.low, interval.high, smallest, measure.direction)[0]

        yield _Row(labels, "", first, second, name, unit, after - before, smallest, judge)


def _by_level(
    part: str, factor: str, cells: Sequence[tuple[Planned, Samples]]
) -> list[tuple[dict[str, str], dict[str, Samples]]]:
    """Cells that differ in one factor only, together: (labels they share, level -> samples)."""
    groups: dict[tuple[tuple[str, str], ...], tuple[dict[str, str], dict[str, Samples]]] = {}
    for one, samples in cells:
        shared = {"part": part, "scenario": one.scenario, **{k: v for k, v in one.levels.items() if k != factor}}
        groups.setdefault(tuple(shared.items()), (shared, {}))[1][one.levels[factor]] = samples
    return list(groups.values())


def _of_contrast(
    labels: dict[str, str], name: str, contrast: Contrast, part: Part, measure: Measure, by_level: Mapping[str, Samples]
) -> Iterator[_Row]:
    unit = RATIO if contrast.over else measure.unit
    by_column = {column: _contrasted(contrast, column, measure.name, by_level) for column in part.compared}
    smallest = RATIO_WORTH_HAVING if contrast.over else measure.smallest_difference(
        _typical(contrast, part, measure.name, by_level)
    )  # fmt: skip
    neutral = 1.0 if contrast.over else 0.0
    for column in part.compared:
        judge = _side(neutral, smallest)
        yield _Row(labels, name, column, "", measure.name, unit, by_column[column], smallest, judge)
    for first, second in part.pairs:
        size = min(by_column[first].size, by_column[second].size)
        change = by_column[second][:size] - by_column[first][:size]
        yield _Row(labels, name, first, second, measure.name, unit, change, smallest, _side(0.0, smallest))


def _contrasted(contrast: Contrast, column: str, measure: str, by_level: Mapping[str, Samples]) -> np.ndarray:
    """The contrast, one value per replication that all its levels have."""
    upper = _summed(contrast.weights, contrast.constant, column, measure, by_level)
    if not contrast.over:
        return upper
    lower = _summed(contrast.over, contrast.over_constant, column, measure, by_level)
    size = min(upper.size, lower.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = upper[:size] / lower[:size]
    return np.where(np.isfinite(ratio), ratio, np.nan)


def _summed(
    weights: Mapping[str, float], constant: float, column: str, measure: str, by_level: Mapping[str, Samples]
) -> np.ndarray:
    parts = [weight * by_level[level][column][measure] for level, weight in weights.items()]
    size = min(part.size for part in parts)
    total = np.full(size, constant)
    for part in parts:  # in the order of the file: sums of floats depend on it
        total = total + part[:size]
    return total


def _typical(contrast: Contrast, part: Part, measure: str, by_level: Mapping[str, Samples]) -> float:
    """The size of the measure in the first column, mean over the levels weighted: what differences are held against."""
    column = part.compared[0]
    known = [by_level[level][column][measure] for level in contrast.weights]
    values = [float(np.nanmean(one)) for one in known if not np.isnan(one).all()]
    return float(np.mean(values)) if values else math.nan


def _side(neutral: float, smallest: float) -> Judge:
    """Above or below a neutral value, the same, or not settled; as for pairs."""

    def judge(interval: Interval) -> str:
        word, _ = word_of(interval.low - neutral, interval.high - neutral, smallest, "more")
        return SIDES.get(word, word)

    return judge
