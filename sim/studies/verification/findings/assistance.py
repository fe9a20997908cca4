"""Finding 12: assistance helps novices most, experts hardly (Brynjolfsson, Li & Raymond: about 34%, mean 15%, 0)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import cases_for_load, office, one_function
from sim.studies.verification.findings.runs import ran

PEOPLE = 40


def issues_per_hour(agent_assist: float) -> tuple[np.ndarray, np.ndarray]:
    """Pace of each person [P], and issues per hour of serving [R, P]."""
    described = office(
        *one_function(PEOPLE, work_minutes=6),
        cases_for_load(0.7, PEOPLE, 6.0),
        people={"pace_cv": 0.3},
        policy={"agent_assist": agent_assist},
    )
    run = ran(described, "silos", 12)
    return run.prepared.people.pace, 60.0 * run.people("steps_led") / run.people("leading_minutes")


def rows() -> Iterator[Row]:
    """The slowest quarter gains most and the fastest nothing."""
    pace, before = issues_per_hour(0.0)
    _, after = issues_per_hour(1.0)
    quarters = np.argsort(pace).reshape(4, -1)
    gains = [after[:, people].mean(axis=1) / before[:, people].mean(axis=1) - 1.0 for people in quarters]
    overall = after.mean(axis=1) / before.mean(axis=1) - 1.0
    for number, gain in enumerate(gains[:-1]):
        yield above(
            gain - gains[number + 1], 0.0, f"gain of quarter {number + 1} (slowest first) less that of the next"
        )
    yield above(gains[0], 0.2, "gain in issues per hour of the slowest quarter")
    yield above(gains[0] - overall, 0.0, f"beyond that of all ({overall.mean():.3f})")
    yield below(np.abs(gains[3]), 0.05, "gain of the fastest quarter, either way")
