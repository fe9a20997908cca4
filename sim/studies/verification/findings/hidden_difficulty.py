"""Finding 14: where ambiguous cases also take more work, a log overstates what a handoff does, and nobody can see it.

With one need per case, the slope of resolution time on handoffs is honest as long as work is independent of
ambiguity, and far too steep where it is not. The gradient that logs show over 0, 1, ... 5 handoffs and more (evidence
rows 16 and 17) needs no pickup delay at all.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below, within
from sim.studies.verification.findings.forced_handoffs import by_handoffs, handoffs, regression_slope

TARGET_MINUTES = 60.0


def rows() -> Iterator[Row]:
    """A regression overstates what forcing a handoff does; the gradient of logs needs no pickup delay."""
    hidden, open_book = (handoffs(correlation=rho, followed=0.0, load=0.75, again=0.0) for rho in (0.8, 0.0))
    yield within(open_book.naive - open_book.forced, 0.0, "minutes overstated where work is independent of ambiguity")
    yield above(hidden.naive - hidden.forced, 0.0, "minutes overstated where work is correlated with ambiguity")
    yield above(hidden.naive - 1.5 * hidden.forced, 0.0, "minutes overstated beyond half as much again")
    run = handoffs(correlation=0.8, followed=0.3, load=0.7).run
    if run.count("pickup_minutes").any():
        raise ValueError("here nobody waits for a pickup")
    count, minutes = run.count("handoffs"), run.cases["resolution_minutes"]
    medians = by_handoffs(run)
    met = np.stack([run.means(minutes <= TARGET_MINUTES, np.minimum(count, 5) == k) for k in range(6)], axis=1)
    yield above(regression_slope(run, count, minutes), 0.0, "minutes per handoff by regression, no pickup delay")
    for k in range(5):
        yield above(medians[:, k + 1] - medians[:, k], 0.0, f"median minutes, handoffs: {k + 1} less {k}")
        yield below(met[:, k + 1] - met[:, k], 0.0, f"target met, handoffs: {k + 1} less {k}")
