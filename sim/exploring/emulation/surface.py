"""A surface through noisy points: stochastic kriging (Ankenman, Nelson & Staum 2010), with intervals that were tried.

At place z a cell of R replications shows y = f(z) + e, with Var e = s²(z) / R. A Gaussian process with a Matérn kernel
(ν = 5/2, a length scale per axis) is fitted to y, once a second one has smoothed what replications say of s². It gives
f at any place with a standard deviation t. Whether that is enough is not assumed but tried: every point is predicted
from the other nine tenths of them, and q is the share `LEVEL` of

    |y - f| / sqrt(t² + s² / R)

(cross-conformal prediction, Vovk 2015). So f ± q sqrt(t² + s²/R) holds what a cell of R replications would show, and
f ± q t what it would show with very many of them.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import digamma

if TYPE_CHECKING:
    from sklearn.gaussian_process import GaussianProcessRegressor

LEVEL = 0.95
FOLDS = 10
LENGTHS = (0.05, 20.0)  # of the kernel, in widths of an axis
FLOOR = 1e-6  # of the variance between points: no point is known better
LEAST_NOISE = 1e-3  # of the usual variance: two replications may agree by chance
AT_ONCE = 10_000  # places
FITTED_WITH = 0  # seed: folds and first lengths of the search are always the same


@dataclass(frozen=True)
class Predicted:
    """At n places: value, t and s² of one replication, float64[n] each."""

    value: np.ndarray
    deviation: np.ndarray
    noise: np.ndarray

    def half(self, q: float, replications: float = math.inf) -> np.ndarray:
        """Half width of the interval for what so many replications would show, float64[n]."""
        return q * np.sqrt(self.deviation**2 + self.noise / replications)


class Surface:
    """Fitted to n places, float64[n, k] from 0 to 1 each, with R replications at every one.

    q: how many standard deviations an interval has on each side.
    """

    def __init__(self, places: np.ndarray, values: np.ndarray) -> None:
        """values: float64[n, R], R at least 2."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1):  # matrices so small are slower on several, and add up in another order
            self._fit(places, values)

    def _fit(self, places: np.ndarray, values: np.ndarray) -> None:
        mean = values.mean(axis=1)
        self._replications = values.shape[1]
        self._centre, self._width = float(mean.mean()), float(mean.std()) or 1.0
        scaled = (mean - self._centre) / self._width
        self._noise, self._usual = _noise_of(places, values / self._width)
        error = self._noise_at(places) / self._replications + FLOOR
        self._process = _fitted(_process(places.shape[1], error), places, scaled)
        self.q = self._tried(places, scaled, error)

    def at(self, places: np.ndarray) -> Predicted:
        """What is known at places, float64[m, k]."""
        parts = [self._at(places[start : start + AT_ONCE]) for start in range(0, len(places), AT_ONCE)]
        value, deviation, noise = (np.concatenate(found) for found in zip(*parts, strict=True))
        return Predicted(value, deviation, noise)

    def _at(self, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        value, deviation = self._process.predict(places, return_std=True)
        return value * self._width + self._centre, deviation * self._width, self._noise_at(places) * self._width**2

    def _noise_at(self, places: np.ndarray) -> np.ndarray:
        return np.full(len(places), self._usual) if self._noise is None else np.exp(self._noise.predict(places))

    def _tried(self, places: np.ndarray, scaled: np.ndarray, error: np.ndarray) -> float:
        from sklearn.base import clone
        from sklearn.model_selection import KFold

        scores = np.empty(len(places))
        for known, asked in KFold(FOLDS, shuffle=True, random_state=FITTED_WITH).split(places):
            again = clone(self._process).set_params(
                kernel=self._process.kernel_, optimizer=None, alpha=error[known], n_restarts_optimizer=0
            )
            value, deviation = again.fit(places[known], scaled[known]).predict(places[asked], return_std=True)
            scores[asked] = np.abs(scaled[asked] - value) / np.sqrt(deviation**2 + error[asked])
        rank = min(len(scores), math.ceil(LEVEL * (len(scores) + 1)))  # of split-conformal prediction
        return float(np.sort(scores)[rank - 1])


def _noise_of(places: np.ndarray, values: np.ndarray) -> tuple[GaussianProcessRegressor | None, float]:
    """Logarithm of s² over places, and its mean where there is no surface to fit.

    ln of a sample variance has the mean ln s² + digamma(h) - ln(h) with h = (R - 1) / 2.
    """
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    variance = values.var(axis=1, ddof=1)
    usual = float(variance.mean())
    if usual <= 0.0:
        return None, 0.0
    half = (values.shape[1] - 1) / 2.0
    logs = np.log(np.maximum(variance, LEAST_NOISE * usual)) - (digamma(half) - math.log(half))
    kernel = ConstantKernel(1.0) * RBF(np.ones(places.shape[1]), LENGTHS) + WhiteKernel(1.0)
    return _fitted(GaussianProcessRegressor(kernel, normalize_y=True), places, logs), usual


def _process(axes: int, error: np.ndarray) -> GaussianProcessRegressor:
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import ConstantKernel, Matern

    kernel = ConstantKernel(1.0, (1e-3, 1e3)) * Matern(np.ones(axes), LENGTHS, nu=2.5)
    return GaussianProcessRegressor(kernel, alpha=error, n_restarts_optimizer=2, random_state=FITTED_WITH)


def _fitted(process: GaussianProcessRegressor, places: np.ndarray, values: np.ndarray) -> GaussianProcessRegressor:
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():  # a length at its bound is an axis that moves nothing, which is no defect
        warnings.simplefilter("ignore", ConvergenceWarning)
        return process.fit(places, values)
