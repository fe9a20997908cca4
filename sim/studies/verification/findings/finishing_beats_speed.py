"""Finding 5: raising the chance of finishing can beat raising speed (Campello et al. 2017), and need not.

Six people, some customers come back. Either work goes 10% faster, or 10% more of the contacts are final.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above, below
from sim.studies.verification.findings.offices import cases_for_load, office, one_function
from sim.studies.verification.findings.runs import samples

PEOPLE = 6
GAIN = 1.1


def minutes_saved(return_share: float, work_again: float, return_minutes: float) -> tuple[np.ndarray, list[float]]:
    """Minutes until solved that finishing saves beyond what speed saves, and the loads, [speed, finishing]."""
    cases = cases_for_load(0.85, PEOPLE, 6.0 * (1.0 + work_again * return_share / (1.0 - return_share)))

    def desk(work_minutes: float, share: float) -> dict[str, np.ndarray]:
        described = office(
            *one_function(PEOPLE, work_minutes=work_minutes),
            cases,
            demand={
                "coming_back": {
                    "return_share": share,
                    "return_minutes": return_minutes,
                    "return_work_share": work_again,
                    "most_contacts": 20,
                }
            },
            weeks=(1, 1),
        )
        return samples(described, "silos", 10)

    faster, finishing = desk(6.0 / GAIN, return_share), desk(6.0, 1.0 - GAIN * (1.0 - return_share))
    loads = [float(found["load_mean"].mean()) for found in (faster, finishing)]
    return faster["resolution_minutes"] - finishing["resolution_minutes"], loads


def rows() -> Iterator[Row]:
    """It does where many come back an hour later with all the work, and not where few do at once with little."""
    saved, loads = minutes_saved(0.3, 1.0, 60.0)
    if abs(loads[0] - loads[1]) > 0.01:
        raise ValueError(f"both must save the same work: loads of {loads}")
    yield above(saved, 0.0, "minutes that finishing saves more than speed, 0.3 come back in an hour, all again")
    saved, _ = minutes_saved(0.1, 0.1, 0.0)
    yield below(saved, 0.0, "minutes that finishing saves more than speed, 0.1 come back at once, a tenth again")
