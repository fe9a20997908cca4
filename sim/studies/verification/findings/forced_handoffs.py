"""What one handoff does to the very same case, beside what the log of a run suggests.

The log: the slope of resolution time on handoffs over all cases of a run. The experiment: the same customers again with
a slightly larger misroute share. Every draw has its address, so a few cases, and only these, are now sent to a wrong
team first, and are otherwise what they were; the change of all others is what a fuller office does, and is taken off.
Who is forced is drawn in proportion to how ambiguous a case is, as for every misroute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.studies.verification.findings.offices import alike_needs, cases_for_load, office
from sim.studies.verification.findings.runs import Ran, ran

NAMES = tuple("abcd")
PEOPLE = 4  # of each function
FORCED_SHARE = 0.03
REPLICATIONS = 16


def described(misroute_share: float, correlation: float, followed: float, load: float, again: float) -> dict[str, Any]:
    """Departments in which nobody waits for a pickup; ambiguous cases are misrouted more.

    correlation: of ambiguity and work. followed: probability that a need is followed by another one. again: factor on
    the probability of a misroute at each further attempt; 0: the second is always right.
    """
    return office(
        alike_needs(NAMES, followed, 20.0),
        [{"function": name, "count": PEOPLE} for name in NAMES],
        cases_for_load(load, PEOPLE * len(NAMES), 20.0 / (1.0 - followed)),
        demand={"ambiguity_mean": 0.2, "ambiguity_work_correlation": correlation},
        policy={
            "misroute_share": misroute_share,
            "misroute_ambiguity_slope": 5.0,
            "misroute_decay": again,
            "triage_minutes": 1.0,
            "retelling_share": 0.15,
            "changeover_minutes": 0.3,
        },
        weeks=(1, 2),
    )


@dataclass(frozen=True)
class Handoffs:
    """naive: minutes per handoff by regression, [R]. forced: minutes that one handoff adds to the same case, [R]."""

    run: Ran
    naive: np.ndarray
    forced: np.ndarray


def handoffs(correlation: float, followed: float, load: float, again: float = 1.0) -> Handoffs:
    """Both figures for one kind of office; see `described`."""
    run = ran(described(0.25, correlation, followed, load, again), "silos", REPLICATIONS)
    more = ran(described(0.25 + FORCED_SHARE, correlation, followed, load, again), "silos", REPLICATIONS)
    if not (run.cases.arrived == more.cases.arrived).all():
        raise ValueError("the two runs do not face the same customers")
    longer = more.cases["resolution_minutes"] - run.cases["resolution_minutes"]
    misroutes = more.count("misroutes") - run.count("misroutes")
    one_more = (misroutes == 1.0) & (more.count("handoffs") - run.count("handoffs") == 1.0)
    untouched = misroutes == 0.0
    forced = run.means(longer, one_more) - run.means(longer, untouched)
    return Handoffs(run, regression_slope(run, run.count("handoffs"), run.cases["resolution_minutes"]), forced)


def regression_slope(run: Ran, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Least-squares slope of y on x over the cases of each replication, [R]."""
    mean_x, mean_y = run.means(x), run.means(y)
    return (run.means(x * y) - mean_x * mean_y) / (run.means(x * x) - mean_x * mean_x)


def by_handoffs(run: Ran, most: int = 5) -> np.ndarray:
    """Median resolution time of cases with 0, 1, ... `most` or more handoffs, [R, most + 1]."""
    count = np.minimum(run.count("handoffs"), most)
    groups = [[(run.cases.replication == r) & (count == k) for k in range(most + 1)] for r in range(REPLICATIONS)]
    return np.array([[np.median(run.cases["resolution_minutes"][group]) for group in row] for row in groups])
