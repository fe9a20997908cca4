"""The time grid: every date and duration is rounded once to 2^-20 minute (57 microseconds).

Sums and differences of grid times below 2^33 minutes are exact in float64, so two engines agree
equally, not approximately, and the parts of a resolution time add up.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

STEPS_PER_MINUTE = 1048576.0
NEVER = math.inf


def to_grid(minutes: float) -> float:
    """Nearest grid time, halves upwards; scores and fatigue are kept on the same grid. minutes: finite."""
    return math.floor(minutes * STEPS_PER_MINUTE + 0.5) / STEPS_PER_MINUTE


def grid_array(minutes: np.ndarray) -> np.ndarray:
    """`to_grid` for an array; infinities stay."""
    import numpy as np  # here alone: rules are read by commands that run nothing, and must answer at once

    return np.floor(minutes * STEPS_PER_MINUTE + 0.5) / STEPS_PER_MINUTE
