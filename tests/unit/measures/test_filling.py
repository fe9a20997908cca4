"""Whether a system that began empty had filled when measuring began."""

import numpy as np
import pytest

from sim import compare, load_scenario
from sim.measures.filling import BATCH, STEP, filling, in_system
from sim.measures.replication import HALF_HOUR
from sim.measures.table import add_up
from sim.report.load import filling_lines
from tests.unit.measures.hand_made import contact, customers_of_two_weeks, person, records

FULL = ["demand.channels.line.cases_per_week=1646.4", "time.warm_up_weeks=0", "time.measured_weeks=1"]


def test_an_empty_queue_at_load_098_is_said_not_to_have_filled():
    """Theory: 6 x 0.98 / 0.02 = 294 minutes of queue. The first week from empty has half of that."""
    found = compare(load_scenario("theory/mm1", FULL), formations=["silos", "pods"], replications=20)
    assert found.intervals["silos"]["queue_minutes"].mean < 0.6 * 294.0
    assert found.fillings["silos"].late
    (line,) = filling_lines(found)
    assert line.startswith("Warm-up: departments and pods with better habits begin empty, are measured from week 0 on")
    assert line.endswith("set time.warm_up_weeks to 1 or more.")
    assert line in found.verdict


def test_where_the_queue_fills_in_hours_nothing_is_said_and_theory_is_met():
    """Load 0.8: 6 x 0.8 / 0.2 = 24 minutes of queue."""
    changes = ["time.warm_up_weeks=1", "time.measured_weeks=4"]
    found = compare(load_scenario("theory/mm1", changes), formations=["silos", "pods"], replications=20)
    queue = found.intervals["silos"]["queue_minutes"]
    assert queue.low < 24.0 < queue.high
    assert not found.fillings["silos"].late
    assert list(filling_lines(found)) == []


def test_cases_in_the_system_are_those_under_way():
    rng = np.random.default_rng(2)
    customers = customers_of_two_weeks()
    begin = np.sort(rng.uniform(0.0, customers.cohort_end, size=60))
    rows = [contact(number, float(at), float(at + rng.exponential(600.0))) for number, at in enumerate(begin)]
    batches = int(customers.cohort_end // STEP)
    expected = []
    for batch in range(batches):
        times = [HALF_HOUR * (batch * BATCH + number) for number in range(BATCH)]
        here = [sum(float(one["arrived_at"][0]) <= at < float(one["ended_at"][0]) for one in rows) for at in times]
        expected.append(np.mean(here))
    found = in_system(add_up(records(rows, [person(0, 1.0)]), customers).half_hours)
    assert found.tolist() == [expected]


def series(filled_by, batches=100, replications=20):
    """Cases in the system that rise evenly until a batch and vary around 20 from there on."""
    rng = np.random.default_rng(5)
    rising = 20.0 * np.minimum(1.0, np.arange(batches) / max(1, filled_by))
    return rising + rng.normal(0.0, 1.0, size=(replications, batches))


@pytest.mark.parametrize(
    ("filled_by", "begun", "late"), [(50, 0, True), (50, 20, True), (50, 55, False), (0, 0, False)]
)
def test_what_is_late(filled_by, begun, late):
    found = filling(series(filled_by), begun * STEP)
    assert found.late == late
    if filled_by:
        assert 0.8 * filled_by <= found.filled_at / STEP <= filled_by + 3


def test_a_short_morning_is_no_bias_and_one_replication_proves_nothing():
    assert not filling(series(3), 0.0).late
    assert not filling(series(50)[:1], 0.0).late
