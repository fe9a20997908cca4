"""What worlds say of each other: a world with much the same numbers has much the same difference.

The true difference of world i is taken to be

    d_i = a + x_i b + u_i,   b ~ N(0, slope^2),   u_i ~ N(0, rest^2)

x_i: its assumptions, standardised. What was measured of it is d_i with an error of a known size. So a world is judged
by its own runs, and by what the others let expect of it: the more by these, the larger its own error is and the better
they tell (a mixed model, empirical Bayes). slope and rest are not fixed at one value: every pair of a grid counts as
much as the differences measured make it likely (restricted likelihood), a larger rest for more than a small one, as too
small a one makes too sure. So the intervals hold 95% of all worlds, as a count needs it, and not 95% of any one.
"""

from __future__ import annotations

import numpy as np

FEWEST = 60  # worlds; fewer tell too little of each other
SLOPES, RESTS = 8, 16  # steps of the grid
SMALLEST = 0.02  # of what differences vary: so small a slope or rest is none


def judged_together(means: np.ndarray, errors: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Expected true difference of every world and its standard deviation, float64[n] each.

    means, errors: of n worlds by their own runs, float64[n]; nan stays nan. values: float64[n, k], their assumptions.
    The same as given where there are fewer than FEWEST worlds, or nothing varies.
    """
    known = np.flatnonzero(~np.isnan(means) & (errors > 0.0))
    varies = np.ptp(values[known], axis=0) > 0.0 if known.size else np.zeros(values.shape[1], dtype=bool)
    if known.size < FEWEST or not varies.any() or not np.ptp(means[known]) > 0.0:
        return means, errors
    x = values[known][:, varies]
    x = np.column_stack([np.ones(known.size), (x - x.mean(axis=0)) / x.std(axis=0)])
    y, noise, scale = means[known], errors[known] ** 2, float(means[known].std())
    slopes, rests = (scale * np.geomspace(SMALLEST, 2.0, steps) for steps in (SLOPES, RESTS))
    likely, expected, squares = [], [], []
    for slope in slopes / np.sqrt(x.shape[1] - 1):
        for rest in rests:
            log_likelihood, mean, variance = _given(x, y, noise, slope**2, rest**2)
            likely.append(log_likelihood + np.log(slope * rest**2))
            expected.append(mean)
            squares.append(variance + mean**2)
    weight = np.exp(np.array(likely) - max(likely))
    weight /= weight.sum()
    mean = weight @ np.array(expected)
    found, deviation = means.copy(), errors.copy()
    found[known] = mean
    deviation[known] = np.sqrt(np.maximum(weight @ np.array(squares) - mean**2, 0.0))
    return found, deviation


def _given(
    x: np.ndarray, y: np.ndarray, noise: np.ndarray, slope: float, rest: float
) -> tuple[float, np.ndarray, np.ndarray]:
    """Log of the restricted likelihood, and mean and variance of the true differences, at one slope^2 and rest^2.

    x: float64[n, 1 + k], its first column 1. y: measured. noise: variance of its error, float64[n].
    """
    total = noise + rest
    weighted = x / total[:, None]
    precision = x.T @ weighted
    precision[np.arange(1, len(precision)), np.arange(1, len(precision))] += 1.0 / slope
    lower = np.linalg.cholesky(precision)
    half = np.linalg.solve(lower, x.T)  # of what is known of the line at every world
    of_y = half @ (y / total)
    line, of_line = half.T @ of_y, np.sum(half * half, axis=0)
    log_likelihood = -0.5 * (
        float(np.sum(np.log(total)))
        + 2.0 * float(np.sum(np.log(np.diag(lower))))
        + (len(precision) - 1) * np.log(slope)
        + float(y @ (y / total) - of_y @ of_y)
    )
    others = noise / total  # how much a world is judged by the others
    return log_likelihood, others * line + (1.0 - others) * y, others * rest + others**2 * of_line
