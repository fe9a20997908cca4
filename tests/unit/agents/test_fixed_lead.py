"""A lead who keeps the customer: alone, with an adviser, or not at all."""

from __future__ import annotations

from sim.foundation.kinds import Change, Lead
from tests.unit.agents.factory import BILLING, SALES, TECHNICAL, Case, Person, parts, run, story

FIXED = {"lead": Lead.FIXED, "consult_skill": 0.8, "consult_share": 0.5, "coordination_share": 0.1}
CASE = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))


def test_a_lead_who_can_goes_on_alone():
    """8 / 0.5 = 16 minutes, though a colleague at home in billing is free."""
    records = run([CASE], [Person(SALES, also={BILLING: 0.5}), Person(BILLING)], **FIXED)
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("step", 0, 10.0, 26.0)]
    assert records.segments["change"].tolist() == [Change.FIRST, Change.SAME_PERSON]
    assert records.contacts[0]["people_met"] == 1


def test_a_lead_who_cannot_goes_on_with_an_adviser():
    """8 / 0.8 = 10, * (1 + 0.1) = 11 minutes; the adviser is occupied for half of them."""
    records = run([CASE], [Person(SALES), Person(BILLING)], **FIXED)
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("step", 0, 10.0, 21.0), ("consult", 1, 10.0, 15.5)]
    row = records.contacts[0]
    assert parts(row) == {"work_minutes": 18.0, "skill_minutes": 2.0, "coordination_minutes": 1.0}
    assert (row["handoffs"], row["lead_changes"], row["people_met"], row["last_person"]) == (0, 0, 1, 0)
    assert (records.people[1]["consulting_minutes"], records.people[1]["steps_led"]) == (5.5, 0)


def test_a_lead_goes_on_before_looking_at_the_queue():
    records = run([CASE, Case(at=1.0)], [Person(SALES), Person(BILLING)], **FIXED)
    assert records.contacts["first_served_at"].tolist() == [0.0, 21.0]


def test_without_an_adviser_the_case_changes_hands_for_good():
    """Billing is busy until 15 and takes over; sales comes again and billing keeps the case, advised by sales."""
    cases = [
        Case(at=0.0, need=(BILLING,), work=(15.0,)),
        Case(at=0.0, need=(SALES, BILLING, SALES), work=(10.0, 8.0, 8.0)),
    ]
    records = run(cases, [Person(SALES), Person(BILLING)], **FIXED)
    assert story(records, 1) == [
        ("step", 0, 0.0, 10.0),
        ("queue", -1, 10.0, 15.0),
        ("step", 1, 15.0, 23.0),
        ("step", 1, 23.0, 34.0),
        ("consult", 0, 23.0, 28.5),
    ]
    assert records.contacts[1]["lead_changes"] == 1


def test_an_adviser_from_another_room_costs_a_link_on_both_sides():
    """11 + 3 = 14 minutes; the adviser is occupied for 7 + 3."""
    people = [Person(SALES, 0), Person(BILLING, 1)]
    records = run([CASE], people, **FIXED, borrowing=1, link_minutes=3.0)
    assert story(records, 0)[1:] == [("step", 0, 10.0, 24.0), ("consult", 1, 10.0, 20.0)]
    assert records.contacts[0]["handoffs"] == 0


def test_without_borrowing_no_adviser_comes_from_another_room():
    records = run([CASE], [Person(SALES, 0), Person(BILLING, 1)], **FIXED)
    assert records.contacts[0]["handoffs"] == 1


def test_a_lead_whose_shift_is_over_hands_over():
    people = [Person(SALES, also={BILLING: 0.5}, shifts=((0.0, 9.0),)), Person(BILLING)]
    row = run([CASE], people, **FIXED).contacts[0]
    assert (row["last_person"], row["lead_changes"], row["ended_at"]) == (1, 1, 18.0)


def test_a_lead_who_finds_out_that_it_is_somebody_elses_keeps_it_with_an_adviser():
    """Triage 0 to 2 by billing; then billing goes on with sales as adviser: 10 / 0.8 * 1.1 = 13.75."""
    wrong_once = {"misroute_share": 1.0, "misroute_decay": 0.0, "triage_minutes": 2.0}
    records = run([Case(at=0.0)], [Person(SALES), Person(BILLING)], **FIXED, **wrong_once)
    assert story(records, 0) == [("step", 1, 0.0, 2.0), ("step", 1, 2.0, 15.75), ("consult", 0, 2.0, 8.875)]
    assert records.segments["apparent"].tolist() == [BILLING, SALES, SALES]
    assert records.contacts[0]["misroutes"] == 1


def test_nobody_is_diagnosed_while_the_lead_goes_on():
    """Every assignment would name the wrong function; the second need has none."""
    people = [Person(SALES), Person(BILLING, also={SALES: 1.0}), Person(TECHNICAL)]
    records = run([CASE], people, **FIXED, misroute_share=1.0, misroute_decay=0.0, triage_minutes=2.0)
    assert records.contacts[0]["misroutes"] == 1
    assert story(records, 0) == [("step", 1, 0.0, 12.0), ("step", 1, 12.0, 20.0)]
