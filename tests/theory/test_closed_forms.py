"""The formulas give the figures of evidence section 3."""

from __future__ import annotations

import pytest

from tests.theory.closed_forms import break_even_cut, erlang_a, mean_wait, mean_wait_one_server

ERLANG_C = {1: 4.000, 2: 1.778, 5: 0.554, 6: 0.4315, 10: 0.2046, 20: 0.0640, 60: 0.0053}
ERLANG_A = {10: (0.1039, 0.6197), 60: (0.0426, 0.5998), 6: (0.1336, 0.6292)}
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
