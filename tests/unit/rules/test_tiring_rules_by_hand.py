"""Fatigue and strain against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from sim.rules.fatigue import (
    drafting_saving,
    fatigue_after_rest,
    fatigue_after_serving,
    minutes_with_fatigue,
    strain_resting,
    strain_serving,
    tiring_rate,
)

STEP = 2.0**-20


def test_fatigue_after_serving():
    assert fatigue_after_serving(0.0, 10.0, 10.0) == 0.5
    assert fatigue_after_serving(0.5, 10.0, 10.0) == 0.75  # half of what was left
    assert fatigue_after_serving(0.5, 0.0, 10.0) == 0.5
    assert fatigue_after_serving(0.5, 99.0, 0.0) == 0.5  # nobody tires
    assert fatigue_after_serving(0.0, 5.0, 10.0) == pytest.approx(1.0 - math.sqrt(0.5), abs=STEP)


def test_fatigue_after_rest():
    assert fatigue_after_rest(0.75, 10.0, 10.0) == 0.375
    assert fatigue_after_rest(0.75, 0.0, 10.0) == 0.75
    assert fatigue_after_rest(0.75, 0.0, 0.0) == 0.0  # at once


def test_fatigue_lies_on_a_grid():
    for fatigue in (fatigue_after_serving(0.1, 3.0, 7.0), fatigue_after_rest(0.1, 3.0, 7.0)):
        assert fatigue == math.floor(fatigue / STEP) * STEP


def test_tiring_rate():
    assert tiring_rate(0.5, 0.5, 0.0, 0.9) == 1.25
    assert tiring_rate(0.0, 0.5, 0.5, 0.5) == 0.75  # spared by 0.5 * 0.5
    assert tiring_rate(1.0, 1.0, 0.5, 0.5) == 1.5


def test_drafting_saving():
    assert drafting_saving(0) == 0.0  # nobody to draft behind
    sigma = 4.0 / math.pi**2 * math.log(1.0 / (1.0 - (math.pi / 4.0) ** 2))
    endless = 4.0 / math.pi**2 * math.log(math.pi**2 / 4.0 / math.sin(math.pi**2 / 4.0))
    assert drafting_saving(1) == pytest.approx(sigma / 2.0 / endless, rel=1e-12)
    assert drafting_saving(1) < drafting_saving(2) < drafting_saving(3) < drafting_saving(1000) < 1.0
    assert drafting_saving(100_000) == pytest.approx(1.0, abs=1e-3)


def test_strain_serving():
    assert strain_serving(0.0, 0.75, 20.0, 10.0, 0.5) == 10.0  # 0.5 is reached after ten minutes
    assert strain_serving(0.5, 0.75, 10.0, 10.0, 0.5) == 10.0  # past it all the time
    assert strain_serving(0.0, 0.5, 10.0, 10.0, 0.5) == 0.0  # reached, not passed
    assert strain_serving(0.0, 0.5, 10.0, 0.0, 0.25) == 0.0


def test_strain_resting():
    assert strain_resting(0.8, 0.2, 20.0, 10.0, 0.4) == 10.0  # 0.4 is reached after ten minutes
    assert strain_resting(0.8, 0.4, 10.0, 10.0, 0.4) == 10.0
    assert strain_resting(0.4, 0.2, 10.0, 10.0, 0.4) == 0.0
    assert strain_resting(0.8, 0.0, 10.0, 0.0, 0.4) == 0.0  # recovered at once


def test_minutes_with_fatigue():
    assert minutes_with_fatigue(8.0, 0.5, 0.25) == 9.0  # 8 * 1.125
    assert minutes_with_fatigue(8.0, 0.0, 1.0) == 8.0
