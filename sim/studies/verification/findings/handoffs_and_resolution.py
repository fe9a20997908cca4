"""Finding 7: resolution time rises with handoffs in aggregate, and no causal reading follows.

Work and ambiguity are independent here. Cases with more needs change hands more often *and* have more to be done.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above
from sim.studies.verification.findings.forced_handoffs import by_handoffs, handoffs


def rows() -> Iterator[Row]:
    """A handoff adds less to a case than cases with one more differ."""
    found = handoffs(correlation=0.0, followed=0.3, load=0.7)
    medians = by_handoffs(found.run, most=4)
    for count, rise in enumerate(np.diff(medians, axis=1).T):
        yield above(rise, 0.0, f"median minutes, work independent, handoffs: {count + 1} less {count}")
    yield above(found.forced, 0.0, "minutes that one handoff adds to the same case")
    yield above(found.naive - found.forced, 0.0, f"minutes that the slope ({found.naive.mean():.1f}) overstates")
