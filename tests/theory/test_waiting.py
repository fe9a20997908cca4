"""Waits in M/M/c and M/G/1 from scenario files, against Erlang C and Pollaczek-Khinchine."""

from __future__ import annotations

import pytest

from sim.scenario import load_scenario
from tests.theory.closed_forms import mean_wait, mean_wait_one_server
from tests.theory.estimates import assert_agrees, ratio, totals

MEAN_WORK = 6.0  # minutes
LOAD = 0.8


def waits(name: str, replications: int, measured_weeks: int):
    """Mean wait over mean work in a scenario of scenarios/theory."""
    scenario = load_scenario(f"theory/{name}", [f"time.measured_weeks={measured_weeks}"])
    found = totals(scenario, "silos", replications, wait=lambda rows: rows["queue_minutes"] / MEAN_WORK)
    return ratio(found["wait"], found["cases"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("servers", "replications", "measured_weeks"), [(1, 240, 20), (5, 110, 20), (10, 75, 20), (20, 135, 10)]
)
def test_many_servers(servers, replications, measured_weeks):
    found = waits(f"mm{servers}", replications, measured_weeks)
    assert_agrees(found, mean_wait(servers, LOAD), f"wait in M/M/{servers}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "variation", "replications"), [("mg1_cv_0", 0.0, 120), ("mg1_cv_1", 1.0, 300), ("mg1_cv_1_3", 1.3, 400)]
)
def test_one_server_with_any_service(name, variation, replications):
    found = waits(name, replications, measured_weeks=20)
    assert_agrees(found, mean_wait_one_server(LOAD, variation), f"wait in M/G/1, variation {variation}")
