"""Customers who give up: Erlang A from scenario files."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Outcome
from sim.scenario import load_scenario
from tests.theory.closed_forms import erlang_a
from tests.theory.estimates import assert_agrees, ratio, totals


def abandoned(rows):
    """Whether each customer gave up."""
    return rows["outcome"] == Outcome.ABANDONED


def waited(rows):
    """Whether each customer had to wait."""
    return abandoned(rows) | (rows["first_served_at"] > rows["arrived_at"])


@pytest.mark.slow
@pytest.mark.parametrize(("servers", "replications", "measured_weeks"), [(6, 36, 5), (10, 36, 5), (60, 38, 4)])
def test_erlang_a(servers, replications, measured_weeks):
    scenario = load_scenario(f"theory/erlang_a_{servers}", [f"time.measured_weeks={measured_weeks}"])
    found = totals(scenario, "silos", replications, abandoned=abandoned, waited=waited)
    give_up, wait = erlang_a(servers, arrivals=servers, impatience=0.5)
    assert_agrees(ratio(found["abandoned"], found["cases"]), give_up, f"P(abandon) with {servers} servers")
    assert_agrees(ratio(found["waited"], found["cases"]), wait, f"P(wait) with {servers} servers")
