"""Today is the fixed point of the slow clock: who stays as they are leaves, is away, learns and is loaded as today.

A desk for which 80% of the working time is enough, over two years, with everything at its default that load, strain and
newcomers do. What is usual was measured on other customers.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.comparison.usual import with_usual
from sim.scenario import build_scenario
from sim.scenario.over_time import Staff
from tests.findings.burnout import STRONG, desk, weeks_of_run

REPLICATIONS = 8
DEFAULTS = {name: value for name, value in Staff().model_dump().items() if name in STRONG}


@pytest.fixture(scope="module")
def weekly():
    """Measures of staff and load by week, float64[R, W], of a desk that stays."""
    description = desk(0.80, usual={}, **DEFAULTS)
    description["over_time"]["learning"] = {}
    measured = with_usual(build_scenario(description), "one").over_time.usual
    description["over_time"]["usual"] = {name: one.model_dump() for name, one in measured.items()}
    return weeks_of_run(description, REPLICATIONS)


def error(values: np.ndarray) -> float:
    """Standard error of a mean over replications."""
    return float(values.std(ddof=1)) / math.sqrt(values.size)


def test_as_many_leave_as_today(weekly):
    filled = 1.0 - weekly["training_share"] / (1.0 - weekly["vacancy_share"])  # of the seats that are not vacant
    leavers = np.nanmean(weekly["leavers_per_year"], axis=1) / np.nanmean(filled, axis=1)
    assert leavers.mean() == pytest.approx(0.30, abs=4 * error(leavers))


def test_as_many_are_away_as_today(weekly):
    """Absence, hiring and training together, of all planned shifts: the share that the scenario gives."""
    vacancy, training = weekly["vacancy_share"], weekly["training_share"]
    away = vacancy + training + (1.0 - vacancy) * weekly["absent_share"]
    by_run = np.nanmean(away, axis=1)
    assert by_run.mean() == pytest.approx(0.30, abs=4 * error(by_run) + 0.005)


def test_load_and_effort_do_not_drift(weekly):
    for name, worth_having in (("load", 0.05), ("strain_share", 0.02), ("effort", 0.01), ("skill", 0.01)):
        change = np.nanmean(weekly[name][:, -26:], axis=1) - np.nanmean(weekly[name][:, :26], axis=1)
        assert change.mean() == pytest.approx(0.0, abs=4 * error(change) + 1e-12), name
        assert abs(change.mean()) < worth_having, name
