"""The formulas give the figures of evidence section 3."""

from __future__ import annotations

from math import pi

import pytest
from scipy.integrate import quad

from sim.rules.fatigue import drafting_saving
from sim.studies.verification.closed_forms import (
    contacts_per_case,
    endurance,
    formation_saving,
    pair_saving,
)


def test_contacts_per_case():
    assert contacts_per_case(0.0, 20) == 1.0
    assert contacts_per_case(0.5, 2) == pytest.approx(1.5)
    assert contacts_per_case(0.5, 20) == pytest.approx(2.0, rel=1e-5)


@pytest.mark.parametrize("spans", [1.0, 1.25, 2.0, 7.0])
def test_pair_saving_is_the_upwash_of_two_trailing_vortices(spans):
    """Integrated over the neighbour's bound vortex, pi / 4 of the span, in place of the logarithm."""
    half = pi / 8.0

    def upwash(place: float) -> float:
        return 1.0 / (place - half) - 1.0 / (place + half)

    integral, _ = quad(upwash, spans - half, spans + half)
    assert pair_saving(spans) == pytest.approx(4.0 / pi**2 * integral, rel=1e-9)


@pytest.mark.parametrize("wings", [0, 1, 2, 3, 4, 24])
def test_the_rule_for_drafting_is_the_saving_over_that_of_an_endless_formation(wings):
    endless = sum(pair_saving(float(k)) for k in range(1, 20_001))
    assert endless == pytest.approx(0.557, abs=6e-4)
    assert drafting_saving(wings) == pytest.approx(formation_saving(wings + 1) / endless, rel=1e-4)


def test_endurance_under_rotation():
    assert endurance(0.14, 1.0 / 5.0) == pytest.approx(1.126, abs=6e-4)
    assert endurance(0.14, 1.0) == 1.0  # who leads alone saves nothing
    assert endurance(0.14, 1.0 / 5.0) == max(endurance(0.14, share) for share in (0.2, 0.25, 0.5, 1.0))
    assert endurance(0.14, 0.2, changeover=0.112) == pytest.approx(1.0)  # changing places eats it all up
