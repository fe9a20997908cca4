"""Time in which a desk that is only known from its log is at work."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DAY, WEEK = 1440.0, 10080.0


@dataclass(frozen=True)
class OpenTime:
    """Open minutes between two moments. before: open minutes of the week before each of its minutes."""

    before: np.ndarray

    @staticmethod
    def of(opening: tuple[int, int], days: tuple[int, ...]) -> OpenTime:
        """Of hours and weekdays that were counted in the log."""
        minutes = np.arange(int(WEEK))
        is_open = np.isin(minutes // int(DAY), days)
        is_open &= (minutes % DAY >= opening[0]) & (minutes % DAY < opening[1])
        return OpenTime(np.concatenate([[0.0], np.cumsum(is_open)]))

    def between(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Open minutes of each interval."""
        return np.maximum(self._until(end) - self._until(start), 0.0)

    def _until(self, at: np.ndarray) -> np.ndarray:
        week, rest = np.divmod(at, WEEK)
        return week * self.before[-1] + np.interp(rest, np.arange(self.before.size), self.before)
