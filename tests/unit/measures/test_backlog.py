"""Cases in the system, their growth, and the load that is offered."""

import numpy as np
import pytest

from sim.demand.tape import Tape
from sim.formation.arrays import People
from sim.measures import backlog_growth, offered_load, weekly_backlog
from sim.measures.backlog import backlog_at
from tests.unit.measures.hand_made import WEEK, contact, customers_of_two_weeks, person, records

nan = float("nan")


def test_backlog_counts_who_has_come_and_not_gone():
    rows = [contact(0, 5.0, 10.0), contact(1, 10.0, 20.0), contact(2, 12.0, nan)]
    found = backlog_at(records(rows, [person(0, 1.0)]), np.array([5.0, 10.0, 11.0, 15.0, 20.0]))
    # At 5 nobody has come before; at 10 the first has just gone and the second is just coming.
    assert found.tolist() == [[0.0, 0.0, 1.0, 2.0, 1.0]]


def test_weekly_backlog_looks_at_every_boundary_of_the_cohort():
    rows = [contact(0, WEEK - 1, WEEK + 5), contact(1, 2 * WEEK - 1, nan), contact(2, 2 * WEEK - 1, nan)]
    found = weekly_backlog(records(rows, [person(0, 1.0)]), customers_of_two_weeks())
    assert found.tolist() == [[1.0, 2.0]]


def test_growth_that_is_steady_is_overload():
    rng = np.random.default_rng(1)
    backlog = np.arange(5) * 30.0 + rng.normal(0, 2, size=(10, 5))
    growth = backlog_growth(backlog, arrivals_per_week=1000.0)
    assert growth.cases_per_week == pytest.approx(30.0, abs=2)
    assert growth.overload


def test_growth_that_is_too_small_to_matter_is_no_overload():
    backlog = np.arange(5) * 1.0 + np.zeros((10, 1)) + np.arange(10)[:, None]
    assert not backlog_growth(backlog, arrivals_per_week=1000.0).overload


def test_backlog_that_only_wavers_is_no_overload():
    backlog = np.random.default_rng(2).normal(50, 20, size=(10, 5))
    assert not backlog_growth(backlog, arrivals_per_week=100.0).overload


def test_one_replication_or_one_boundary_is_never_significant():
    assert not backlog_growth(np.arange(5)[None, :] * 100.0, arrivals_per_week=10.0).overload
    assert not backlog_growth(np.ones((5, 1)), arrivals_per_week=10.0).overload


def test_filling_an_empty_office_is_no_growth():
    from dataclasses import replace

    customers = replace(customers_of_two_weeks(), cohort_start=0.0, cohort_end=2 * WEEK)
    found = weekly_backlog(records([contact(0, 1.0, nan)], [person(0, 1.0)]), customers)
    assert found.tolist() == [[1.0, 1.0]]


def tape_of(arrival, need, work):
    n = len(arrival)
    zeros = np.zeros(n)
    return Tape(
        first_replication=0, replication_key=np.zeros(2, dtype=np.uint64), first_case=np.array([0, n, n]),
        arrival=np.array(arrival), deadline=zeros, lineage=zeros.astype(np.uint64), account=zeros.astype(np.int32),
        channel=zeros.astype(np.int8), needs=zeros.astype(np.int8), need=np.array(need, dtype=np.int8),
        hidden=np.zeros((n, 2), dtype=bool), work=np.array(work), ambiguity=zeros, distress=zeros, patience=zeros,
    )  # fmt: skip


def test_offered_load_is_work_of_the_cohort_over_capacity():
    people = People(
        key=np.arange(3, dtype=np.uint64), seat=("a", "b", "c"), function=np.array([0, 0, 1]), skill=np.eye(3, 2),
        pace=np.array([1.0, 2.0, 1.0]), pay_per_hour=np.ones(3), away_share=np.array([0.5, 0.0, 0.0]),
        shift_person=np.array([0, 1, 2, 2]), shift_start=np.array([0.0, 0.0, 0.0, 50.0]),
        shift_end=np.array([100.0, 100.0, 10.0, 60.0]),
    )  # fmt: skip
    tape = tape_of(
        [WEEK - 1, WEEK + 1, WEEK + 2, 2 * WEEK],
        [[0, -1], [0, 1], [1, -1], [0, -1]],
        [[900.0, 0.0], [50.0, 40.0], [20.0, 0.0], [900.0, 0.0]],
    )
    # Two replications of one week: 50 / 2 a week over 50 + 200, and 60 / 2 over 20.
    assert offered_load(tape, customers_of_two_weeks(), people) == pytest.approx([25 / 250, 30 / 20])


def test_work_for_nobody_is_infinite_load():
    nobody = People(
        key=np.zeros(1, dtype=np.uint64), seat=("a",), function=np.array([0]), skill=np.ones((1, 2)), pace=np.ones(1),
        pay_per_hour=np.ones(1), away_share=np.zeros(1), shift_person=np.array([0]), shift_start=np.array([0.0]),
        shift_end=np.array([100.0]),
    )  # fmt: skip
    tape = tape_of([WEEK + 1], [[1, -1]], [[5.0, 0.0]])
    assert offered_load(tape, customers_of_two_weeks(), nobody).tolist() == [0.0, np.inf]
