"""The formulas give the figures of evidence section 3."""

from __future__ import annotations

from math import pi, sqrt

import pytest
from scipy.integrate import quad

from sim.rules.fatigue import drafting_saving
from tests.theory.closed_forms import (
    break_even_cut,
    contacts_per_case,
    endurance,
    erlang_a,
    formation_saving,
    mean_wait,
    mean_wait_one_server,
    pair_saving,
)

ERLANG_C = {1: 4.000, 2: 1.778, 5: 0.554, 6: 0.4315, 10: 0.2046, 20: 0.0640, 60: 0.0053}
ERLANG_A = {10: (0.1039, 0.6197), 60: (0.0426, 0.5998), 6: (0.1336, 0.6292)}
FORMATION_SAVING = {2: 0.194, 5: 0.366, 25: 0.503}
RANGE_FACTOR = {5: 1.26, 25: 1.42}
BREAK_EVEN = {(0.8, 5): 0.163, (0.8, 10): 0.087, (0.8, 20): 0.036, (0.9, 5): 0.193, (0.9, 10): 0.117, (0.9, 20): 0.060}


@pytest.mark.parametrize(("servers", "figure"), ERLANG_C.items())
def test_erlang_c(servers, figure):
    assert mean_wait(servers, 0.8) == pytest.approx(figure, abs=6e-4)


@pytest.mark.parametrize(("servers", "figures"), ERLANG_A.items())
def test_erlang_a(servers, figures):
    assert erlang_a(servers, arrivals=servers, impatience=0.5) == pytest.approx(figures, abs=6e-5)


@pytest.mark.parametrize(("variation", "figure"), [(0.0, 2.0), (1.0, 4.0), (1.3, 5.38)])
def test_pollaczek_khinchine(variation, figure):
    assert mean_wait_one_server(0.8, variation) == pytest.approx(figure)


@pytest.mark.parametrize(("load", "team"), BREAK_EVEN)
def test_break_even(load, team):
    assert break_even_cut(60, team, load) == pytest.approx(BREAK_EVEN[load, team], abs=6e-4)


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


@pytest.mark.parametrize(("birds", "figure"), FORMATION_SAVING.items())
def test_formation_saving(birds, figure):
    assert formation_saving(birds) == pytest.approx(figure, abs=6e-4)


@pytest.mark.parametrize(("birds", "figure"), RANGE_FACTOR.items())
def test_range_factor(birds, figure):
    assert 1.0 / sqrt(1.0 - formation_saving(birds)) == pytest.approx(figure, abs=6e-3)


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
