"""Which lines that the organisation wants to reach are reached, by column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.statistics import CONFIDENCE, against_line, holm, mean_interval
from sim.report.numbers import level, measure_words
from sim.report.verdict.line import VerdictLine

if TYPE_CHECKING:
    from sim.comparison.comparison import Comparison
    from sim.scenario.target_settings import Target

MET, MISSED, OPEN = "met", "missed", "not settled"


def target_words(target: Target) -> str:
    """A target as people say it: "answered in time (voice) at least 0.80"."""
    channel = f" ({target.channel})" if target.channel else ""
    side = "at least" if target.upward else "at most"
    return f"{measure_words(target.measure)}{channel} {side} {level(target.measure, target.line)}"


def judged_targets(samples: dict[str, np.ndarray], targets: tuple[Target, ...]) -> tuple[str, ...]:
    """ "met", "missed" or "not settled" for each target of one column, held over all targets at once (Holm)."""
    values = [samples[target.name] for target in targets]
    adjusted = holm([against_line(sample, target.line) for sample, target in zip(values, targets, strict=True)])
    answers = []
    for sample, target, p in zip(values, targets, adjusted, strict=True):
        beyond = (float(np.nanmean(sample)) >= target.line) == target.upward if sample.size else False
        answers.append((MET if beyond else MISSED) if p <= 1.0 - CONFIDENCE else OPEN)
    return tuple(answers)


def target_lines(comparison: Comparison) -> Iterator[VerdictLine]:
    """One line a target, each column in it; nothing where there are no targets."""
    targets = comparison.scenario.targets
    if not targets:
        return
    answers = {column: judged_targets(comparison.samples[column], targets) for column in comparison.columns}
    for place, target in enumerate(targets):
        parts = []
        for column in comparison.columns:
            interval = mean_interval(comparison.samples[column][target.name])
            parts.append(f"{column} {answers[column][place]} at {level(target.measure, interval.mean)}")
        halves = [
            f"{column} ±{level(target.measure, mean_interval(comparison.samples[column][target.name]).half_width)}"
            for column in comparison.columns
        ]
        yield VerdictLine(
            "Target", f"{target_words(target)}: {'; '.join(parts)}.", (f"Half 95% intervals: {', '.join(halves)}.",)
        )
