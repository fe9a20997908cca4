"""Who comes next, who takes it, and who gives up."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Lead, Outcome, QueueOrder
from tests.unit.agents.factory import BILLING, MAIL, SALES, Case, Person, first_steps, parts, run, story


def test_live_work_before_mail_then_by_joining():
    cases = [Case(at=0.0), Case(at=1.0, channel=MAIL), Case(at=2.0), Case(at=3.0)]
    assert run(cases, [Person()]).contacts["first_served_at"].tolist() == [0.0, 30.0, 10.0, 20.0]


def test_work_that_joins_at_once_goes_by_case_number():
    cases = [Case(at=0.0), Case(at=3.0, work=(5.0,)), Case(at=3.0)]
    assert run(cases, [Person()]).contacts["first_served_at"].tolist() == [0.0, 10.0, 15.0]


@pytest.mark.parametrize(("order", "first_waiting"), [(QueueOrder.JOINED, 2), (QueueOrder.AGE, 0)])
def test_age_counts_from_arrival_joining_from_the_last_queue(order, first_waiting):
    """Case 0 joins the billing queue at 20, case 2 did at 10; billing is free at 31."""
    cases = [
        Case(at=0.0, need=(SALES, BILLING), work=(20.0, 10.0)),
        Case(at=1.0, need=(BILLING,), work=(30.0,)),
        Case(at=10.0, need=(BILLING,), work=(10.0,)),
    ]
    ends = run(cases, [Person(SALES), Person(BILLING)], queue_order=order).contacts["ended_at"]
    assert ends[first_waiting] == 41.0
    assert ends[2 - first_waiting] == 51.0


def test_most_distressed_first():
    cases = [Case(at=0.0), Case(at=1.0, distress=0.2), Case(at=2.0, distress=0.7)]
    served = run(cases, [Person()], queue_order=QueueOrder.DISTRESS).contacts["first_served_at"]
    assert served.tolist() == [0.0, 20.0, 10.0]


def test_longest_free_then_lowest_number():
    people = [Person(shifts=((5.0, 90.0),)), Person(), Person()]
    assert first_steps(run([Case(at=10.0), Case(at=11.0), Case(at=12.0)], people)) == [1, 2, 0]


@pytest.mark.parametrize(("weight", "taker"), [(1.0, 1), (0.0, 0)])
def test_skill_before_longest_free(weight, taker):
    people = [Person(BILLING, also={SALES: 0.5}), Person(SALES, shifts=((5.0, 90.0),))]
    assert first_steps(run([Case(at=10.0)], people, assignment=1, skill_weight=weight)) == [taker]


@pytest.mark.parametrize(
    ("weight", "lead", "taker"), [(0.0, Lead.ROTATING, 1), (0.1, Lead.ROTATING, 0), (0.1, Lead.LEADERLESS, 1)]
)
def test_whoever_served_the_customer_before(weight, lead, taker):
    """Person 0 led the first step and is free since 10, person 1 since 0."""
    case = Case(at=0.0, need=(SALES, BILLING, SALES), work=(10.0, 10.0, 10.0))
    people = [Person(SALES), Person(SALES), Person(BILLING)]
    records = run([case], people, familiarity_weight=weight, lead=lead)
    assert records.contacts[0]["last_person"] == taker
    assert records.contacts[0]["people_met"] == (3 if taker == 1 else 2)


def test_completion_comes_before_expiry_at_the_same_instant():
    cases = [Case(at=0.0, work=(10.0,)), Case(at=4.0, patience=6.0)]
    row = run(cases, [Person()]).contacts[1]
    assert (row["outcome"], row["first_served_at"]) == (Outcome.RESOLVED, 10.0)


def test_giving_up():
    cases = [Case(at=0.0, work=(10.0,)), Case(at=4.0, patience=5.75), Case(at=5.0)]
    records = run(cases, [Person()])
    row = records.contacts[1]
    assert (row["outcome"], row["ended_at"], row["first_team"]) == (Outcome.ABANDONED, 9.75, -1)
    assert parts(row) == {"queue_minutes": 5.75}
    assert story(records, 1) == [("queue", -1, 4.0, 9.75)]
    assert records.contacts[2]["first_served_at"] == 10.0
    # Shift start, 3 arrivals, 1 expiry, 2 completions; the end of the shift at 2000 lies past the stop.
    assert records.events.tolist() == [7]


def test_patience_is_one_budget_over_all_waits_of_a_contact():
    """Ten minutes: six are used before the first step, so the second wait ends after four."""
    cases = [
        Case(at=0.0, work=(6.0,)),
        Case(at=0.0, need=(BILLING,), work=(100.0,)),
        Case(at=0.0, need=(SALES, BILLING), work=(10.0, 5.0), patience=10.0),
    ]
    row = run(cases, [Person(SALES), Person(BILLING)]).contacts[2]
    assert (row["outcome"], row["first_served_at"], row["ended_at"]) == (Outcome.ABANDONED, 6.0, 20.0)
    assert parts(row) == {"queue_minutes": 10.0, "work_minutes": 10.0}


def test_an_expiry_that_is_no_longer_meant_is_ignored():
    """Served at 5 with patience until 6; the expiry at 6 finds the case being served."""
    cases = [Case(at=0.0, work=(5.0,)), Case(at=0.0, patience=6.0)]
    records = run(cases, [Person()])
    assert records.contacts[1]["outcome"] == Outcome.RESOLVED
    assert records.events.tolist() == [5]  # shift start, 2 arrivals, 2 completions
