"""Finding 7: resolution time rises with handoffs in aggregate, and no causal reading follows.

Work and ambiguity are independent here. Cases with more needs change hands more often *and* have more to be done.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.findings.effects import assert_above
from tests.findings.forced_handoffs import by_handoffs, handoffs


@pytest.mark.slow
def test_a_handoff_adds_less_to_a_case_than_cases_with_one_more_differ():
    found = handoffs(correlation=0.0, followed=0.3, load=0.7)
    medians = by_handoffs(found.run, most=4)
    print("median minutes by handoffs", medians.mean(axis=0).round(1))
    for count, rise in enumerate(np.diff(medians, axis=1).T):
        assert_above(rise, 0.0, f"median minutes with {count + 1} handoffs minus with {count}")
    assert_above(found.forced, 0.0, "minutes that one handoff adds to the same case")
    assert_above(found.naive - found.forced, 0.0, f"minutes that the slope ({found.naive.mean():.1f}) overstates")
