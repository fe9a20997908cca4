"""Whose work somebody takes who may be lent: the most urgent or the own team's, at once or after a while."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import LendOrder
from tests.unit.agents.factory import BILLING, CHAT, MAIL, Case, Person, build, first_steps, run, story

# Two pods of one. From 10 on person 0 is free, person 1 not before 30; the letter waits in pod 0, the caller in pod 1.
TWO_PODS = [Person(team=0), Person(team=1)]
OWN_LETTER, OTHERS_CALLER = Case(at=1.0, channel=MAIL), Case(at=2.0, channel=CHAT)
LENDING = {"borrowing": 1}
CASES = [Case(at=0.0), Case(at=0.0, work=(30.0,)), OWN_LETTER, OTHERS_CALLER]


@pytest.mark.parametrize(
    ("order", "caller", "letter"), [(LendOrder.BY_PRIORITY, 10.0, 20.0), (LendOrder.OWN_FIRST, 20.0, 10.0)]
)
def test_a_neighbours_caller_comes_before_the_own_letter(order, caller, letter):
    records = run(CASES, TWO_PODS, lend_order=order, **LENDING)
    assert first_steps(records) == [0, 1, 0, 0]
    assert records.contacts["first_served_at"].tolist() == [0.0, 0.0, letter, caller]
    assert records.contacts["borrowed"].tolist() == [0, 0, 0, 1]


def test_of_equally_urgent_work_the_own_comes_first():
    """Though the neighbour's is older."""
    cases = [*CASES[:2], Case(at=2.0), Case(at=1.0)]
    records = run(cases, TWO_PODS, **LENDING, queue_order=1)
    assert records.contacts["borrowed"].tolist() == [0, 0, 0, 1]
    assert records.contacts["first_served_at"].tolist() == [0.0, 0.0, 10.0, 20.0]


def test_without_lending_the_own_letter_is_all_there_is():
    records = run(CASES, TWO_PODS)
    assert records.contacts["first_served_at"].tolist() == [0.0, 0.0, 10.0, 30.0]


BILLING_WAITS = [Case(at=0.0, need=(BILLING,), work=(30.0,)), Case(at=2.0, need=(BILLING,))]
BILLING_PODS = [Person(BILLING, team=0), Person(also={BILLING: 1.0}, team=1)]


@pytest.mark.parametrize("order", LendOrder)
def test_work_is_lent_once_it_has_stood_for_long_enough(order):
    """Billing is busy until 30. From 2 on the second case waits; at 2 + 5 somebody else may take it, and is free."""
    records = run(BILLING_WAITS, BILLING_PODS, borrowing=1, lend_after_minutes=5.0, lend_order=order, assignment=1)
    assert story(records, 1) == [("queue", -1, 2.0, 7.0), ("step", 1, 7.0, 17.0)]


def test_the_moment_from_which_work_may_be_lent_is_an_event_only_while_it_still_stands():
    """The case of 0 is taken at once, and nothing happens at 5; that of 2 still stands at 7."""
    dials = {"borrowing": 1, "assignment": 1, "lend_after_minutes": 5.0}
    model = build(BILLING_WAITS, BILLING_PODS, **dials)
    lent = int(model.run().events[0])
    at_once = build(BILLING_WAITS, BILLING_PODS, **dials | {"lend_after_minutes": 0.0})
    assert lent == int(at_once.run().events[0]) + 1


def test_a_head_that_may_not_be_lent_yet_keeps_back_whoever_stands_behind():
    """By distress a newcomer is first: at 7 the older case is second, at 11 the newcomer may be lent."""
    cases = [
        BILLING_WAITS[0],
        Case(at=2.0, need=(BILLING,), distress=0.1),
        Case(at=6.0, need=(BILLING,), distress=0.9),
    ]
    records = run(cases, BILLING_PODS, borrowing=1, assignment=1, lend_after_minutes=5.0, queue_order=2)
    assert records.contacts["first_served_at"].tolist() == [0.0, 21.0, 11.0]
