import numpy as np
import pytest
from numba import njit
from scipy import special, stats

from sim.demand import compiled_tape  # noqa: F401  (makes the functions known to compiled code)
from sim.demand.distributions import (
    correlated_score,
    exponential,
    kumaraswamy,
    kumaraswamy_power,
    lognormal,
    normal_score,
    weibull,
)

GRID = np.concatenate([[2.0**-53, 1e-12, 1e-5], np.linspace(0.001, 0.999, 997), [1 - 1e-9, 1 - 2.0**-53]])


def test_normal_scores_agree_with_scipy():
    found = np.array([normal_score(u) for u in GRID])
    assert np.allclose(found, special.ndtri(GRID), rtol=4e-15, atol=1e-16)


@pytest.mark.parametrize(("mean", "variation"), [(6.0, 1.25), (9.0, 0.2), (3.0, 0.0)])
def test_lognormal_values_have_their_mean_and_variation(mean, variation):
    scores = special.ndtri((np.arange(200_000) + 0.5) / 200_000)
    values = np.array([lognormal(score, mean, variation) for score in scores[::20]])
    assert values.mean() == pytest.approx(mean, rel=0.01)
    assert values.std() / values.mean() == pytest.approx(variation, rel=0.05)


def test_exponential_and_weibull_agree_with_scipy():
    assert np.allclose([exponential(u, 7.0) for u in GRID], stats.expon.ppf(GRID, scale=7.0), rtol=1e-9, atol=1e-15)
    expected = stats.weibull_min.ppf(GRID, 0.7, scale=3.0)
    assert np.allclose([weibull(u, 3.0, 0.7) for u in GRID], expected, rtol=1e-9, atol=1e-15)
    assert [weibull(u, 7.0, 1.0) for u in GRID] == [exponential(u, 7.0) for u in GRID]


@pytest.mark.parametrize("shape", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("mean", [0.05, 0.3, 0.9])
def test_kumaraswamy_values_have_their_mean_and_stay_in_0_and_1(mean, shape):
    power = kumaraswamy_power(mean, shape)
    values = np.array([kumaraswamy(u, shape, power) for u in (np.arange(20_000) + 0.5) / 20_000])
    assert values.mean() == pytest.approx(mean, rel=1e-3)
    assert 0.0 <= values.min() <= values.max() <= 1.0


RULES = {
    "normal_score": (normal_score, lambda u: (u,)),
    "lognormal": (lognormal, lambda u: (normal_score(u), 6.0, 1.25)),
    "exponential": (exponential, lambda u: (u, 6.0)),
    "weibull": (weibull, lambda u: (u, 6.0, 0.7)),
    "weibull, shape 1": (weibull, lambda u: (u, 6.0, 1.0)),
    "kumaraswamy": (kumaraswamy, lambda u: (u, 0.5, 0.4)),
    "correlated_score": (correlated_score, lambda u: (normal_score(u), 0.4, -0.6)),
}


@pytest.mark.parametrize("name", RULES)
def test_plain_and_compiled_values_are_equal(name):
    rule, arguments = RULES[name]
    fast = njit(lambda *values: rule(*values))
    for u in GRID[::10]:
        assert fast(*arguments(float(u))) == rule(*arguments(float(u)))
