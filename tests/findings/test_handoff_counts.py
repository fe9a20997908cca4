"""Finding 6: handoffs are overdispersed; the chance of one more rises with each (logs: .47, .57, .66).

Were all cases alike, every handoff would be followed by one more with about the same chance, and counts be geometric.
They are not alike: ambiguous cases are misread again and again, so that those with many handoffs are the ambiguous
ones. Asserted up to the third: a need misread three times is certain at the fourth attempt, so there the chance dips.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.findings.effects import assert_above, assert_below, effect
from tests.findings.offices import alike_needs, cases_for_load, office
from tests.findings.runs import ran

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
    print(f"slope {ambiguity_slope}: mean {mean.mean():.2f}, variance {variance.mean():.2f}, ", end="")
    print(f"none {run.means(count == 0).mean():.3f}, three or more {run.means(count >= 3).mean():.3f}, ", end="")
    print(f"negative-binomial size {(mean**2 / (variance - mean)).mean():.2f}, one more", *map(effect, more.T))
    return more, variance - mean * (1.0 + mean)


@pytest.mark.slow
def test_the_chance_of_one_more_rises_where_cases_differ_in_ambiguity():
    more, excess = handoffs(10.0)
    assert_above(more[:, 1] - more[:, 0], 0.0, "rise from none to one")
    assert_above(more[:, 2] - more[:, 1], 0.0, "rise from one to two")
    assert_above(excess, 0.0, "variance beyond a geometric count")


@pytest.mark.slow
def test_it_does_not_where_they_are_alike():
    more, excess = handoffs(0.0)
    assert_below(more[:, 1] - more[:, 0], 0.0, "rise from none to one, all alike")
    assert_below(excess, 0.0, "variance beyond a geometric count, all alike")
