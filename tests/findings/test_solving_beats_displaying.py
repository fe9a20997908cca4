"""Finding 11: solving beats displaying; warmth counts less where the problem is being solved (evidence row 31).

What the model does not show: *too much* relational work weakening satisfaction. Warmth costs no time here, and its
coefficient outweighs the interaction many times, so more of it never hurts; within the interaction's range, 0 to -0.3
against more than 2, nothing else is possible. A relational script that lengthens calls would need a dial of its own.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.findings.effects import assert_above, assert_below
from tests.findings.offices import cases_for_load, office, one_function
from tests.findings.runs import Ran, ran

PEOPLE = 20


def desk(warmth_mean: float, warmth_spread: float) -> Ran:
    """A telephone desk, three in ten contacts come back a day later; H is a day too, so some are too late."""
    described = office(
        *one_function(PEOPLE, work_minutes=6),
        cases_for_load(0.75, PEOPLE, 6.0 / 0.7),
        channel={"live": True, "patience_minutes": 12, "horizon_open_minutes": 1440},
        demand={"coming_back": {"return_share": 0.3, "return_minutes": 1440, "return_work_share": 1.0}},
        people={"warmth_mean": warmth_mean, "warmth_spread": warmth_spread},
    )
    return ran(described, "silos", 12)


@pytest.mark.slow
def test_solved_by_the_coldest_feels_better_than_not_solved_by_the_warmest():
    run = desk(0.6, 0.1)
    warmth, met = run.cases["felt_cared_for"], run.cases["felt_human"] == 1.0
    once = run.cases["felt_in_one_contact"] == 1.0
    cold, warm = np.quantile(warmth[met], (0.2, 0.8))
    solved = run.means(run.cases["felt_empathy"], met & once & (warmth <= cold))
    displayed = run.means(run.cases["felt_empathy"], met & ~once & (warmth >= warm))
    print(f"solved by the coldest fifth {solved.mean():.3f}, not at once by the warmest fifth {displayed.mean():.3f}")
    assert_above(solved - displayed, 0.0, "felt empathy, solved and cold minus not solved and warm")


@pytest.mark.slow
def test_warmth_counts_less_where_the_problem_is_solved():
    """The same customers with people whose warmth is 0.5, and with people whose warmth is 0.7."""
    cool, warm = desk(0.5, 0.0), desk(0.7, 0.0)
    more = warm.cases["felt_by_logit"] - cool.cases["felt_by_logit"]
    solved, met = cool.cases["felt_solved"] == 1.0, cool.cases["felt_human"] == 1.0
    by_outcome = warm.means(more, met & solved), warm.means(more, met & ~solved)
    print(f"logit gained by warmth: solved {by_outcome[0].mean():.4f}, not solved {by_outcome[1].mean():.4f}")
    assert_above(by_outcome[0], 0.0, "logit that warmth gains where solved")  # it never hurts
    assert_below(by_outcome[0] - by_outcome[1], 0.0, "logit that warmth gains where solved, minus where not")
