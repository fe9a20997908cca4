"""Sixty identical people in one pool, or in teams that customers choose at random (evidence 3.5)."""

from __future__ import annotations

import pytest

from sim.scenario import load_scenario
from tests.theory.closed_forms import break_even_cut, mean_wait
from tests.theory.estimates import Estimate, assert_agrees, ratio, totals

MEAN_WORK = 6.0  # minutes
PEOPLE = 60
REPLICATIONS = 10


def time_in_system(column: str, team: int, cut: float) -> dict:
    """Totals of minutes from arrival to end, and of cases. column: silos is the pool, pods the teams."""
    overrides = [
        f"formations.pods.teams={PEOPLE // team}",
        f"demand.needs.task.work_minutes={MEAN_WORK * (1.0 - cut)}",
        "time.measured_weeks=2",
    ]
    scenario = load_scenario("theory/pooling_60_into_pods", overrides)
    return totals(scenario, column, REPLICATIONS, minutes=lambda rows: rows["ended_at"] - rows["arrived_at"])


@pytest.fixture(scope="module")
def pool():
    return time_in_system("silos", PEOPLE, 0.0)


@pytest.mark.slow
@pytest.mark.parametrize("team", [5, 10])
def test_a_split_pool_takes_longer_by_what_theory_says(pool, team):
    split = time_in_system("pods", team, 0.0)
    assert_agrees(
        ratio(pool["minutes"], pool["cases"]), MEAN_WORK * (1.0 + mean_wait(PEOPLE, 0.8)), "minutes in one pool"
    )
    theory = MEAN_WORK * (1.0 + mean_wait(team, 0.8))
    assert_agrees(ratio(split["minutes"], split["cases"]), theory, f"minutes in teams of {team}")


@pytest.mark.slow
@pytest.mark.parametrize("team", [5, 10])
def test_quicker_work_makes_up_for_the_split(pool, team):
    """With the work cut as theory says, both take equally long; the customers are the same, so errors are small."""
    split = time_in_system("pods", team, break_even_cut(PEOPLE, team, 0.8))
    assert (split["cases"] == pool["cases"]).all()
    found = ratio(split["minutes"], pool["minutes"])
    of_cases = Estimate(found.value, found.error, int(pool["cases"].sum()))
    assert_agrees(of_cases, 1.0, f"minutes in teams of {team} over minutes in one pool")
