"""Finding 9: sustained load tires, and whoever is tired is slower and leaves more undone (Oliva & Sterman).

The other half of the finding, that load speeds work up for a short while (Kc & Terwiesch, evidence row 41), is not in
the model: nothing makes a person quicker because many wait. A short peak therefore costs a little too much.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.studies.verification.checks import Row
from sim.studies.verification.findings.effects import above
from sim.studies.verification.findings.offices import cases_for_load, office, one_function
from sim.studies.verification.findings.runs import samples

PEOPLE = 10
LOADS = (0.4, 0.55, 0.7)


def office_at(load: float) -> dict[str, np.ndarray]:
    """Measures at an offered load; people tire while they serve, recover otherwise, and slow down by up to a fifth."""
    described = office(
        *one_function(PEOPLE, work_minutes=6),
        cases_for_load(load, PEOPLE, 6.0),
        demand={"coming_back": {"return_per_fatigue": 0.2, "return_minutes": 600}},
        people={"fatigue": {"rise_half_life_minutes": 300, "fall_half_life_minutes": 60, "slow": 0.2}},
    )
    return samples(described, "silos", 12)


def rows() -> Iterator[Row]:
    """Whoever is loaded longer is slower and sends more customers back."""
    found = [office_at(load) for load in LOADS]
    slower = [each["fatigue_minutes"] / each["work_minutes"] for each in found]
    for k in (0, 1):
        step = f"at load {LOADS[k + 1]} less {LOADS[k]}"
        yield above(slower[k + 1] - slower[k], 0.0, f"lengthening of a step {step}")
        yield above(found[k + 1]["returned_share"] - found[k]["returned_share"], 0.0, f"share who come back {step}")
    yield above(slower[2] - 2.0 * slower[1] + slower[0], 0.0, "overload feeds on itself: second rise less first")
