"""How a time is spread about its mean, by name: inverse distributions over arrays, one uniform in and one value out."""

from __future__ import annotations

from dataclasses import dataclass
from math import gamma, log, sqrt

import numpy as np


@dataclass(frozen=True)
class Shape:
    """name: as settings call it. variation: coefficient of variation; of a Weibull time, its shape. ends: of a
    triangular one, least and most."""

    name: str
    variation: float = 1.0
    ends: tuple[float, ...] | None = None

    def minutes(self, draws: np.ndarray, mean: np.ndarray | float) -> np.ndarray:
        """Times, float64[n], none below 0. draws: float64[n] in (0, 1). mean: above 0."""
        if self.name == "constant" or (self.variation == 0.0 and self.name in ("gamma", "lognormal")):
            return np.broadcast_to(mean, draws.shape).astype(np.float64)
        if self.name == "triangular":
            return self._triangular(draws, np.asarray(mean, dtype=np.float64))
        return mean * self._of_mean_one(draws)

    def _of_mean_one(self, draws: np.ndarray) -> np.ndarray:
        from scipy.special import gammaincinv, ndtri

        square = self.variation * self.variation
        if self.name == "gamma":
            return np.asarray(gammaincinv(1.0 / square, draws) * square)
        if self.name == "lognormal":
            variance = log(1.0 + square)
            return np.asarray(np.exp(sqrt(variance) * ndtri(draws) - 0.5 * variance))
        if self.name == "weibull":
            return np.asarray((-np.log1p(-draws)) ** (1.0 / self.variation) / gamma(1.0 + 1.0 / self.variation))
        return np.asarray(-np.log1p(-draws))

    def _triangular(self, draws: np.ndarray, mean: np.ndarray) -> np.ndarray:
        """The mode follows from mean and ends: 3 mean - least - most, which the settings hold between the ends."""
        assert self.ends is not None
        low, high = self.ends
        mode = np.clip(3.0 * mean - low - high, low, high)
        width = high - low
        below = low + np.sqrt(draws * width * (mode - low))
        above = high - np.sqrt((1.0 - draws) * width * (high - mode))
        return np.asarray(np.where(draws * width < mode - low, below, above))
