"""Finding 6: handoffs are overdispersed; the chance of one more rises with each (logs: .47, .57, .66).

Were all cases alike, every handoff would be followed by one more with about the same chance, and counts be geometric.
They are not alike: ambiguous cases are misread again and again, so that those with many handoffs are the ambiguous
ones. Asserted up to the third: a need misread three times is certain at the fourth attempt, so there the chance dips.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import alike_needs, cases_for_load, office
from sim.studies.verification.findings.runs import ran

NAMES = tuple("abcdef")
PEOPLE = 8  # of each function


def handoffs(ambiguity_slope: float) -> tuple[np.ndarray, np.ndarray]:
    """Chance of one more after 0, 1, 2 handoffs [R, 3], and variance minus that of a geometric count [R]."""
    described = office(
        alike_needs(NAMES, 0.3, 6.0),
        [{"function": name, "count": PEOPLE} for name in NAMES],
        cases_for_load(0.5, PEOPLE * len(NAMES), 6.0 / 0.7),
        demand={"ambiguity_mean": 0.1},
        policy={
            "misroute_share": 0.3,
            "misroute_ambiguity_slope": ambiguity_slope,
            "misroute_decay": 1.0,
            "triage_minutes": 1.0,
        },
    )
    run = ran(described, "silos", 20)
    count = run.count("handoffs")
    more = np.stack([run.means(count > k, count >= k) for k in range(3)], axis=1)
    mean = run.means(count)
    variance = run.means(count**2) - mean**2
    return more, variance - mean * (1.0 + mean)


def rows() -> Iterator[Row]:
    """The chance of one more rises where cases differ in ambiguity, and not where they are alike."""
    for slope, side, kind in ((10.0, above, "cases differ"), (0.0, below, "cases alike")):
        more, excess = handoffs(slope)
        levels = ", ".join(f"{chance:.3f}" for chance in more.mean(axis=0))
        yield side(more[:, 1] - more[:, 0], 0.0, f"chance of a handoff after one less after none, {kind} ({levels})")
        if side is above:
            yield side(more[:, 2] - more[:, 1], 0.0, f"chance of a handoff after two less after one, {kind}")
        yield side(excess, 0.0, f"variance beyond a geometric count, {kind}")
