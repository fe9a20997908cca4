"""Finding 11: solving beats displaying; warmth counts less where the problem is being solved (evidence row 31).

What the model does not show: *too much* relational work weakening satisfaction. Warmth costs no time here, and its
coefficient outweighs the interaction many times, so more of it never hurts; within the interaction's range, 0 to -0.3
against more than 2, nothing else is possible. A relational script that lengthens calls would need a dial of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import cases_for_load, office, one_function
from sim.studies.verification.findings.runs import Ran, ran

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


def rows() -> Iterator[Row]:
    """Solved by the coldest feels better than not solved by the warmest; warmth counts less where it is solved."""
    run = desk(0.6, 0.1)
    warmth, met = run.cases["felt_cared_for"], run.cases["felt_human"] == 1.0
    once = run.cases["felt_in_one_contact"] == 1.0
    cold, warm = np.quantile(warmth[met], (0.2, 0.8))
    solved = run.means(run.cases["felt_empathy"], met & once & (warmth <= cold))
    displayed = run.means(run.cases["felt_empathy"], met & ~once & (warmth >= warm))
    what = f"felt empathy, solved at once by the coldest fifth ({solved.mean():.2f}) less not so by the warmest"
    yield above(solved - displayed, 0.0, what)
    # The same customers with people whose warmth is 0.5, and with people whose warmth is 0.7.
    cool, warmer = desk(0.5, 0.0), desk(0.7, 0.0)
    more = warmer.cases["felt_by_logit"] - cool.cases["felt_by_logit"]
    is_solved, met = cool.cases["felt_solved"] == 1.0, cool.cases["felt_human"] == 1.0
    by_outcome = warmer.means(more, met & is_solved), warmer.means(more, met & ~is_solved)
    yield above(by_outcome[0], 0.0, "logit that warmth gains where solved")  # it never hurts
    yield below(by_outcome[0] - by_outcome[1], 0.0, "logit that warmth gains where solved, less where not")
