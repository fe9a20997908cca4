"""Cases in the system, and their growth."""

import numpy as np
import pytest

from sim.measures import backlog_growth
from sim.measures.replication import count_in_system
from sim.measures.table import add_up
from tests.unit.measures.hand_made import WEEK, contact, customers_of_two_weeks, person, records

nan = float("nan")


def backlog_at(rows, times):
    found, half_hours = np.zeros(len(times)), np.zeros(3)
    count_in_system(np.concatenate(rows), np.array(times), found, half_hours)
    return found.tolist()


def weekly_backlog(rows, customers):
    return add_up(records(rows, [person(0, 1.0)]), customers).backlog.tolist()


def test_backlog_counts_who_has_come_and_not_gone():
    rows = [contact(0, 5.0, 10.0), contact(1, 10.0, 20.0), contact(2, 12.0, nan)]
    found = backlog_at(rows, [5.0, 10.0, 11.0, 15.0, 20.0])
    # At 5 nobody has come before; at 10 the first has just gone and the second is just coming.
    assert found == [0.0, 0.0, 1.0, 2.0, 1.0]


def test_weekly_backlog_looks_at_every_boundary_of_the_cohort():
    rows = [contact(0, WEEK - 1, WEEK + 5), contact(1, 2 * WEEK - 1, nan), contact(2, 2 * WEEK - 1, nan)]
    assert weekly_backlog(rows, customers_of_two_weeks()) == [[1.0, 2.0]]


def test_growth_that_is_steady_is_overload():
    rng = np.random.default_rng(1)
    backlog = np.arange(5) * 30.0 + rng.normal(0, 2, size=(10, 5))
    growth = backlog_growth(backlog, arrivals_per_week=1000.0)
    assert growth.cases_per_week == pytest.approx(30.0, abs=2)
    assert growth.overload
    assert growth.significant


def test_growth_that_is_too_small_to_matter_is_no_overload():
    backlog = np.arange(5) * 1.0 + np.zeros((10, 1)) + np.arange(10)[:, None]
    growth = backlog_growth(backlog, arrivals_per_week=1000.0)
    assert not growth.overload
    assert growth.significant  # and said beside the times


def test_who_is_between_two_contacts_is_not_in_the_system():
    rows = [contact(0, 5.0, 10.0, comes_back=1), contact(0, 30.0, 40.0, contact=1)]
    assert backlog_at(rows, [7.0, 20.0, 35.0]) == [1.0, 0.0, 1.0]


def test_backlog_that_only_wavers_is_no_overload():
    backlog = np.random.default_rng(2).normal(50, 20, size=(10, 5))
    assert not backlog_growth(backlog, arrivals_per_week=100.0).overload


def test_one_replication_or_one_boundary_is_never_significant():
    assert not backlog_growth(np.arange(5)[None, :] * 100.0, arrivals_per_week=10.0).overload
    assert not backlog_growth(np.ones((5, 1)), arrivals_per_week=10.0).overload


def test_filling_an_empty_office_is_no_growth():
    from dataclasses import replace

    customers = replace(customers_of_two_weeks(), cohort_start=0.0, cohort_end=2 * WEEK)
    assert weekly_backlog([contact(0, 1.0, nan)], customers) == [[1.0, 1.0]]
