"""Finding 9: sustained load tires, and whoever is tired is slower and leaves more undone (Oliva & Sterman).

The other half of the finding, that load speeds work up for a short while (Kc & Terwiesch, evidence row 41), is not in
the model: nothing makes a person quicker because many wait. A short peak therefore costs a little too much.
"""

from __future__ import annotations

import numpy as np
import pytest

from tests.findings.effects import assert_above
from tests.findings.offices import cases_for_load, office, one_function
from tests.findings.runs import samples

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


@pytest.mark.slow
def test_whoever_is_loaded_longer_is_slower_and_sends_more_customers_back():
    found = [office_at(load) for load in LOADS]
    slower = [each["fatigue_minutes"] / each["work_minutes"] for each in found]
    for load, each, longer in zip(LOADS, found, slower, strict=True):
        occupied, back = each["load_mean"].mean(), each["returned_share"].mean()
        print(f"offered {load}: occupied {occupied:.2f}, steps longer by {longer.mean():.3f}, come back {back:.3f}")
    for k in (0, 1):
        step = f"at load {LOADS[k + 1]} minus {LOADS[k]}"
        assert_above(slower[k + 1] - slower[k], 0.0, f"lengthening of a step {step}")
        assert_above(found[k + 1]["returned_share"] - found[k]["returned_share"], 0.0, f"share who come back {step}")
    assert_above(slower[2] - 2.0 * slower[1] + slower[0], 0.0, "overload feeds on itself: second rise minus first")
