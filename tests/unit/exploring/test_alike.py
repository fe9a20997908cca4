"""Worlds judged together: nearer to the truth, as sure as they say, and nothing where numbers say nothing."""

import numpy as np
import pytest

from sim.exploring.alike import FEWEST, judged_together


def made(rng, slope, rest, noise, count=120, numbers=40, bent=0.0):
    """(true differences, measured, errors, assumptions) of worlds. bent: what the square of a number adds."""
    values = rng.random((count, numbers))
    line = (values - 0.5) @ rng.normal(0.0, slope, numbers) + bent * (values[:, 0] - 0.5) ** 2
    truth = 0.1 + line + rng.normal(0.0, rest, count) if rest else 0.1 + line
    errors = noise * rng.uniform(0.5, 2.0, count)
    return truth, truth + rng.normal(size=count) * errors, errors, values


@pytest.mark.parametrize(
    ("slope", "rest", "bent"), [(0.1, 0.0, 0.0), (0.1, 0.05, 0.0), (0.0, 0.1, 0.0), (0.0, 0.0, 0.0), (0.05, 0.0, 1.0)]
)
def test_intervals_hold_and_means_are_nearer_to_the_truth(slope, rest, bent):
    rng, held, nearer = np.random.default_rng(11), [], []
    for _ in range(25):
        truth, measured, errors, values = made(rng, slope, rest, 0.08, bent=bent)
        mean, deviation = judged_together(measured, errors, values)
        held.append(np.mean(np.abs(mean - truth) <= 1.96 * deviation))
        nearer.append(np.mean((mean - truth) ** 2) / np.mean((measured - truth) ** 2))
    assert np.mean(held) >= 0.95 - 0.01 - 4 * np.std(held) / np.sqrt(len(held))
    assert np.mean(nearer) < 0.9


def test_what_is_known_well_stays():
    truth, _, errors, values = made(np.random.default_rng(2), 0.1, 0.1, 1e-6)
    mean, deviation = judged_together(truth, errors, values)
    assert mean == pytest.approx(truth, abs=1e-5)
    assert (deviation <= 2.1e-6).all()


def test_few_worlds_or_worlds_alike_in_everything_are_judged_alone():
    _, measured, errors, values = made(np.random.default_rng(2), 0.1, 0.1, 0.1)
    for some, of in ((measured[: FEWEST - 1], values[: FEWEST - 1]), (measured, np.ones_like(values))):
        mean, deviation = judged_together(some, errors[: some.size], of)
        assert mean is some
        assert (deviation == errors[: some.size]).all()


def test_what_is_not_known_stays_unknown_and_harms_nobody():
    _, measured, errors, values = made(np.random.default_rng(2), 0.1, 0.05, 0.1)
    expected, _ = judged_together(np.delete(measured, 5), np.delete(errors, 5), np.delete(values, 5, axis=0))
    measured[5] = np.nan
    mean, _ = judged_together(measured, errors, values)
    assert np.isnan(mean[5])
    assert np.delete(mean, 5) == pytest.approx(expected)
