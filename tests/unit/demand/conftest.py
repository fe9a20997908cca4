import os
from pathlib import Path

import numpy as np
import pytest

from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.scenario.scenario_settings import Scenario
from tests.unit.demand.volumes_made import HEADER

EXCERPT = Path(__file__).parents[3] / "scenarios" / "it_incidents_excerpt.csv"


def scenario_of(demand, **rest):
    settings = {"name": "test", "people": {"groups": [{"function": "sales", "count": 3}]}, "demand": demand, **rest}
    return Scenario.model_validate(settings)


def two_channels(**changes):
    demand = {
        "channels": {
            "voice": {"cases_per_week": 1500, "live": True, "patience_minutes": 12},
            "mail": {"cases_per_week": 500, "hour_weights": [1.0] * 12 + [2.0] * 12},
        },
        "needs": {
            "sales": {"first_share": 0.5, "then": {"tech": 0.2, "billing": 0.1}},
            "tech": {"first_share": 0.3, "work_minutes": 9.0, "then": {"billing": 0.3}},
            "billing": {"first_share": 0.2, "work_minutes": 4.0},
        },
    }
    return {**demand, **changes}


def replay_demand(file, **changes):
    groups = ("Group 70", "Group 25", "Group 24", "Group 20")
    replay = {"file": str(file), "functions": {g: f"team {g[6:]}" for g in groups}, "channels": {"Email": "mail"}}
    return {
        "channels": {"phone": {"cases_per_week": 0}, "mail": {"cases_per_week": 0, "distress_mean": 0.2}},
        "needs": {**{f"team {g[6:]}": {} for g in groups}, "other": {}},
        "replay": {**replay, **changes},
    }


def tape_of(scenario, replications=4, first_replication=0, seed=1):
    customers = build_customers(scenario)
    return build_tape(scenario, customers, seed=seed, first_replication=first_replication, replications=replications)


def within_4_errors(sample, mean):
    error = np.std(sample) / np.sqrt(sample.size)
    assert abs(np.mean(sample) - mean) < 4 * error, (np.mean(sample), mean, error)


@pytest.fixture(scope="session")
def helpers():
    """Builders shared by the tests of demand (test modules cannot import each other)."""

    class Helpers:
        excerpt = EXCERPT
        scenario = staticmethod(scenario_of)
        two_channels = staticmethod(two_channels)
        replay_demand = staticmethod(replay_demand)
        tape = staticmethod(tape_of)
        within_4_errors = staticmethod(within_4_errors)

    return Helpers


@pytest.fixture
def real_log():
    """Path of the real ticket log, which is not part of the project: set PODSIM_LOG to it."""
    if not os.environ.get("PODSIM_LOG"):
        pytest.skip("PODSIM_LOG does not name the real log")
    return os.environ["PODSIM_LOG"]


@pytest.fixture
def volumes(tmp_path, monkeypatch):
    """Write a file; returns its name."""
    monkeypatch.chdir(tmp_path)

    def write(*rows, header=HEADER, encode=lambda text: text.encode()):
        (tmp_path / "volumes.csv").write_bytes(encode("\n".join([header, *rows]) + "\n"))
        return "volumes.csv"

    return write
