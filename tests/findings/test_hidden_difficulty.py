"""Finding 14: where ambiguous cases also take more work, a log overstates what a handoff does, and nobody can see it.

With one need per case, the slope of resolution time on handoffs is honest as long as work is independent of
ambiguity, and far too steep where it is not. The gradient that logs show over 0, 1, ... 5 handoffs and more (evidence
rows 16 and 17) needs no pickup delay at all.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from tests.findings.effects import assert_above, assert_below, effect
from tests.findings.forced_handoffs import by_handoffs, handoffs, regression_slope

TARGET_MINUTES = 60.0


@pytest.mark.slow
def test_a_regression_overstates_what_forcing_a_handoff_does():
    hidden, open_book = (handoffs(correlation=rho, followed=0.0, load=0.75, again=0.0) for rho in (0.8, 0.0))
    print(f"work correlated: slope {effect(hidden.naive)}, forced {effect(hidden.forced)}")
    print(f"work independent: slope {effect(open_book.naive)}, forced {effect(open_book.forced)}")
    honest = effect(open_book.naive - open_book.forced)
    assert honest.low < 0.0 < honest.high, f"overstated where work is independent: {honest}"
    assert_above(hidden.naive - hidden.forced, 0.0, "minutes overstated where work is correlated with ambiguity")
    assert_above(hidden.naive - 1.5 * hidden.forced, 0.0, "overstated by more than half")


@pytest.mark.slow
def test_the_gradient_of_logs_needs_no_pickup_delay():
    run = handoffs(correlation=0.8, followed=0.3, load=0.7).run
    assert run.count("pickup_minutes").sum() == 0.0
    count, minutes = run.count("handoffs"), run.cases["resolution_minutes"]
    medians = by_handoffs(run)
    met = np.stack([run.means(minutes <= TARGET_MINUTES, np.minimum(count, 5) == k) for k in range(6)], axis=1)
    print("median minutes", medians.mean(axis=0).round(1), "target met", met.mean(axis=0).round(2))
    print(f"cases {[float((np.minimum(count, 5) == k).mean().round(3)) for k in range(6)]}, ", end="")
    print(f"rank correlation {spearmanr(count, minutes).statistic:.2f} (log 0.52)")
    assert_above(regression_slope(run, count, minutes), 0.0, "minutes per handoff by regression")
    for k in range(5):
        assert_above(medians[:, k + 1] - medians[:, k], 0.0, f"median minutes at {k + 1} (or more) minus at {k}")
        assert_below(met[:, k + 1] - met[:, k], 0.0, f"target met at {k + 1} minus at {k}")
