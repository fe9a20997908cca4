"""The verdict at other levels of felt empathy: what if customers of the first column were harder to please, or easier?

The anchor in use is stored and never refitted. Here one shift is added to every logit of every column, so
that the first column's mean takes a given level; nothing else changes. A histogram of logits per replication
is all that has to be kept.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from sim.measures.empathy import latent_of
from sim.measures.replication import BINS, LIMIT

LEVELS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_CENTRES = np.linspace(-LIMIT, LIMIT, BINS)


def mean_at_shift(histogram: np.ndarray, shift: float) -> np.ndarray:
    """Mean felt empathy of each replication with `shift` added to every logit, nan without cases. float64[R]."""
    return shares(histogram) @ latent_of(_CENTRES, shift)


def shares(histogram: np.ndarray) -> np.ndarray:
    """A histogram whose rows sum to 1, nan without cases."""
    cases = histogram.sum(axis=1, keepdims=True)
    return np.divide(histogram, cases, out=np.full(histogram.shape, np.nan), where=cases > 0)


def shift_to_level(histogram: np.ndarray, level: float) -> float:
    """What to add to every logit so that the mean over replications is `level`, in (0, 1).

    The mean rises with the shift, so halving an interval finds it; nan without cases. Raises ValueError outside (0, 1).
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level: {level}; felt empathy lies between 0 and 1")
    if not histogram.any():
        return math.nan  # nobody who could feel anything
    low, high = -2.0 * LIMIT, 2.0 * LIMIT
    for _ in range(60):
        middle = 0.5 * (low + high)
        if float(np.nanmean(mean_at_shift(histogram, middle))) < level:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def empathy_over_anchors(
    histograms: Mapping[str, np.ndarray], levels: tuple[float, ...] = LEVELS
) -> dict[str, np.ndarray]:
    """Felt empathy (definition `logit`) of every column where the first column's mean has each level.

    histograms: column -> cases of each replication near each centre, float64[R, BINS], the same
    replications in each; the first column sets the shift.
    Returns column -> float64[levels, R]; differences between columns are paired by replication.
    """
    first = next(iter(histograms.values()))
    shifts = [shift_to_level(first, level) for level in levels]
    return {
        column: np.stack([mean_at_shift(histogram, shift) for shift in shifts])
        for column, histogram in histograms.items()
    }
