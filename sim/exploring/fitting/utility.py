"""What simulated cases are worth to somebody who predicts: a predictor trained on them, tried on the log."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import numpy as np

from sim.exploring.fitting.distances import DAY, Path

FEWEST = 100  # steps that a predictor is trained on


def utility_loss(trained: Sequence[Path], simulated: Sequence[Path], real: Sequence[Path]) -> float:
    """By how much worse the hours left to a case are predicted after learning from simulated cases than from logged.

    A share of the error of the latter; nan without scikit-learn, or with too few steps. Both are tried on the rest of
    the log. A step is described by what it is, which one of its case, the minutes since the case began, weekday and
    hour; the error is that of the logarithm of 1 + hours left.
    """
    try:
        from sklearn.ensemble import HistGradientBoostingRegressor
        from threadpoolctl import threadpool_limits
    except ImportError:
        return nan
    names = {name: code for code, name in enumerate(sorted({label for path in trained for label in path.labels}))}
    tried, left = _steps(real, names)
    errors = []
    for paths in (trained, simulated):
        steps, hours = _steps(paths, names)
        if min(len(hours), len(left)) < FEWEST:
            return nan
        model = HistGradientBoostingRegressor(max_iter=60, random_state=1, categorical_features=[0])
        with threadpool_limits(1):  # threads of OpenMP wait for each other by spinning: minutes on a busy machine
            errors.append(float(np.mean(np.abs(model.fit(steps, hours).predict(tried) - left))))
    return errors[1] / errors[0] - 1.0 if errors[0] > 0 else nan


def _steps(paths: Sequence[Path], names: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """What is known as each step begins, float64[n, 5], and the logarithm of 1 + hours left."""
    rows, left = [], []
    for path in paths:
        for number, (label, at) in enumerate(zip(path.labels, path.starts, strict=True)):
            rows.append((names.get(label, len(names)), number, at - path.opened, at // DAY % 7, at % DAY // 60))
            left.append(max(path.opened + path.cycle - at, 0.0) / 60.0)
    return np.array(rows, dtype=np.float64).reshape(-1, 5), np.log1p(np.array(left))
