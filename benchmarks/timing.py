"""Times of several things that are run in turn, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Timing:
    """Seconds of so many runs: their median, and an interval for it.

    exact: the interval holds the median with 95% at least; else there were too few runs, and it is the least and most.
    """

    median: float
    low: float
    high: float
    runs: int
    exact: bool

    def as_dict(self) -> dict:
        """For JSON."""
        return asdict(self)


def timing_of(seconds: Sequence[float]) -> Timing:
    """Median with an interval that assumes nothing about how times are spread."""
    from scipy.stats import quantile_test

    found = quantile_test(list(seconds), p=0.5).confidence_interval(CONFIDENCE)
    exact = bool(np.isfinite(found.low) and np.isfinite(found.high))
    low, high = (found.low, found.high) if exact else (min(seconds), max(seconds))
    return Timing(float(np.median(seconds)), float(low), float(high), len(seconds), exact)


def rounds(works: Mapping[str, Callable[[], object]], runs: int) -> list[dict[str, float]]:
    """Seconds of each work, round by round: all in turn, so many times. Whoever calls has warmed them up."""
    return [{name: _seconds(work) for name, work in works.items()} for _ in range(runs)]


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def alternated(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, Timing]:
    """Times of works: each once to warm up, then in turn."""
    for work in works.values():
        work()
    found = rounds(works, runs)
    return {name: timing_of([each[name] for each in found]) for name in works}
