"""A newcomer in a seat is another person: knows no customer, keeps nothing of what was told, owes nothing."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Owner, ReturnTo
from sim.process.staff import take_seat
from tests.unit.agents.factory import BILLING, SALES, Case, Person, build, links
from tests.unit.agents.test_coming_back import ONCE
from tests.unit.agents.test_return_to import led_by

# Sales, then sales again after billing; the seat of person 0 changes hands while billing is at work.
THERE_AND_BACK = Case(at=0.0, need=(SALES, BILLING, SALES), work=(10.0, 10.0, 10.0))


def run_with_a_newcomer(at: float, cases: list[Case], members: list[Person], **dials):
    """Records of a run in which a newcomer takes the seat of person 0 at a time."""
    model = build(cases, members, **dials)
    model.run_until(at)
    take_seat(model.people[0], model.conditions, model.now)
    return model.run()


@pytest.mark.parametrize(("at", "known", "met"), [(15.0, 0, 3), (99.0, 1, 2)])
def test_customers_have_not_met_a_newcomer(at, known, met):
    records = run_with_a_newcomer(at, [THERE_AND_BACK], [Person(SALES), Person(BILLING, 1)])
    assert led_by(records, 0) == [0, 1, 0]
    assert (records.contacts[0]["known_steps"], records.contacts[0]["people_met"]) == (known, met)


@pytest.mark.parametrize(("at", "changes", "retold"), [(60.0, 1, 4.0), (99.0, 0, 0.0)])
def test_a_newcomer_takes_over_from_who_sat_there(at, changes, retold):
    """The second need is found at 10 and waits for the second shift: the story is lost where the seat changed."""
    person = Person(SALES, shifts=((0.0, 9.0), (90.0, 200.0)))
    case = Case(at=0.0, need=(SALES, SALES), work=(10.0, 10.0))
    records = run_with_a_newcomer(at, [case], [person], retelling_share=0.4)
    assert led_by(records, 0) == [0, 0]
    assert (records.contacts[0]["lead_changes"], records.contacts[0]["retold_minutes"]) == (changes, retold)


@pytest.mark.parametrize(("replaced", "person"), [(True, 1), (False, 0)])
def test_nobody_is_put_through_to_a_newcomer(replaced, person):
    """Person 1 is free for longer; only who served the customer before is asked for first."""
    dials = {**ONCE, "return_minutes": 30.0, "return_to": ReturnTo.SAME_PERSON}
    model = build([Case(at=0.0)], [Person(), Person()], **dials)
    model.run_until(11.0)
    if replaced:
        take_seat(model.people[0], model.conditions, model.now)
    assert led_by(model.run(), 0) == [0, person]


def test_who_owned_a_case_and_left_does_not_brief():
    """Billing owns it from then on: the newcomer at 20 is briefed by billing, and kept_owner is kept."""
    owned = {"owner": Owner.FIRST, "context_kept_owner": 0.75, "briefing_minutes": 2.0, "retelling_share": 0.4}
    before = build([THERE_AND_BACK], [Person(SALES), Person(BILLING, 1)], **owned).run()
    assert [person for person, _, _ in links(before)] == [0]
    after = run_with_a_newcomer(5.0, [THERE_AND_BACK], [Person(SALES), Person(BILLING, 1)], **owned)
    assert [person for person, _, _ in links(after)] == [1]


def test_debts_leave_with_whoever_has_them():
    """Person 0 owes a link from 10 on, but is busy until 40; the newcomer pays nothing."""
    handed_over = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 10.0))
    cases = [handed_over, Case(at=1.0, work=(30.0,))]
    assert links(build(cases, [Person(SALES), Person(BILLING, 1)], link_minutes=3.0).run()) == [(0, 40.0, 43.0)]
    assert links(run_with_a_newcomer(20.0, cases, [Person(SALES), Person(BILLING, 1)], link_minutes=3.0)) == []
