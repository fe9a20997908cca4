"""Finding 8: gatekeepers who refer neither everything nor nothing do best (Shumsky & Pinker 2003).

A first line knows the work of the other function less well, which costs it a share of the work: little where that is
plain and short, much where it is ambiguous and long. A referral costs the same for every case. Loads are low, so that
minutes of work are compared and not queues. In the source the gatekeeper fails more often at complex cases; here the
same people are slower at them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above
from sim.studies.verification.findings.offices import alike_needs, cases_for_load, office
from sim.studies.verification.findings.runs import ran

NAMES = ("sales", "service")
PEOPLE = 10  # of each function


def minutes_of_people(refers_above: float, foreign_skill: float = 0.6) -> np.ndarray:
    """Minutes that people spend on a case whose first line serves up to this ambiguity."""
    groups = [
        {"function": name, "count": PEOPLE, "also": {NAMES[1 - place]: foreign_skill}}
        for place, name in enumerate(NAMES)
    ]
    described = office(
        alike_needs(NAMES, 0.0, 6.0),
        groups,
        cases_for_load(0.3, PEOPLE * len(NAMES), 6.0),
        demand={"ambiguity_work_correlation": 0.9},
        policy={"first_line_to_ambiguity": refers_above, "triage_minutes": 1.0, "changeover_minutes": 0.5},
        formations={"desk": {"partition": "tiered", "first_line_share": 0.5}},
    )
    found = ran(described, "desk", 8)
    if (found.mean("referrals") > 0).all() != (refers_above < 1.0):
        raise ValueError(f"referrals do not follow first_line_to_ambiguity {refers_above}")
    return sum((found.mean(f"{part}_minutes") for part in ("work", "skill", "changeover", "rework")), np.zeros(8))


def rows() -> Iterator[Row]:
    """There is a best share to refer; where the first line is as good as anybody, each referral is only a cost."""
    everything, some, nothing = (minutes_of_people(line) for line in (0.0, 0.3, 1.0))
    yield above(
        everything - some, 0.1, f"minutes that referring all costs more than what is ambiguous ({some.mean():.2f})"
    )
    yield above(nothing - some, 0.1, "minutes by which referring nothing costs more")
    some, nothing = (minutes_of_people(line, foreign_skill=1.0) for line in (0.3, 1.0))
    yield above(some - nothing, 0.3, "minutes that referring costs where the first line knows everything")
