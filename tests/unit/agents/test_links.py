"""What crossing teams costs: whoever takes in the step; whoever gives at once, at the next completion, or shift."""

from __future__ import annotations

import numpy as np

from tests.unit.agents.factory import BILLING, SALES, Case, Person, links, parts, run

LINK = {"link_minutes": 3.0}
HANDED_ON = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))


def test_paid_at_once_by_a_giver_who_is_free():
    records = run([HANDED_ON], [Person(SALES, 0), Person(BILLING, 1)], **LINK)
    assert links(records) == [(0, 10.0, 13.0)]
    assert parts(records.contacts[0]) == {"work_minutes": 18.0, "link_minutes": 3.0}
    assert records.contacts[0]["ended_at"] == 21.0
    assert records.people["linking_minutes"].tolist()[:2] == [3.0, 0.0]
    link = records.segments[records.segments["kind"] == 5][0]
    assert (link["case"], link["contact"], link["step"], link["team"]) == (-1, -1, -1, 0)


def test_paid_at_the_next_completion_by_a_giver_who_went_on():
    """At 10 the giver takes the case that waits, until 20; then 3 minutes of link, then the next case."""
    cases = [HANDED_ON, Case(at=1.0), Case(at=2.0)]
    records = run(cases, [Person(SALES, 0), Person(BILLING, 1)], **LINK)
    assert links(records) == [(0, 20.0, 23.0)]
    assert records.contacts["first_served_at"].tolist() == [0.0, 10.0, 23.0]


def test_paid_at_the_start_of_the_next_shift():
    """The giver's shift is over at 10; back at 30 the link comes before the waiting case."""
    people = [Person(SALES, 0, shifts=((0.0, 10.0), (30.0, 60.0))), Person(BILLING, 1)]
    records = run([HANDED_ON, Case(at=1.0)], people, **LINK)
    assert links(records) == [(0, 30.0, 33.0)]
    assert records.contacts["first_served_at"].tolist() == [0.0, 33.0]
    assert records.contacts[0]["ended_at"] == 21.0


def test_debts_add_up():
    """Case 0 waits for billing until 30. The giver serves on from 10 to 40 and owes for two handoffs by then."""
    cases = [
        Case(at=0.0, need=(BILLING,), work=(30.0,)),
        HANDED_ON,
        Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0)),
        Case(at=1.0, work=(40.0,)),
    ]
    records = run(cases, [Person(SALES, 0), Person(BILLING, 1)], **LINK)
    # Handed on at 10 and 20; taken at 30 and 41, while the giver is busy from 20 to 60.
    assert records.contacts["ended_at"].tolist() == [30.0, 41.0, 52.0, 60.0]
    assert links(records) == [(0, 60.0, 66.0)]


def test_a_change_of_hands_inside_a_team_needs_no_link():
    records = run([HANDED_ON], [Person(SALES, 0), Person(BILLING, 0)], **LINK)
    assert links(records) == []
    assert records.contacts[0]["ended_at"] == 18.0


def test_the_debt_itself_is_on_the_grid():
    records = run([HANDED_ON], [Person(SALES, 0), Person(BILLING, 1)], link_minutes=0.1)
    assert records.people[0]["linking_minutes"] == np.floor(0.1 * 2**20 + 0.5) / 2**20


def test_whoever_takes_from_another_teams_queue_links_and_nobody_owes():
    """Billing's own is busy until 30; the lent one knows billing, and links for 3 minutes before it is done."""
    people = [Person(BILLING, 0), Person(SALES, 1, also={BILLING: 1.0})]
    cases = [Case(at=0.0, need=(BILLING,), work=(30.0,)), Case(at=2.0, need=(BILLING,))]
    records = run(cases, people, borrowing=1, assignment=1, **LINK)
    assert records.contacts["link_minutes"].tolist() == [0.0, 3.0]
    assert records.contacts["ended_at"].tolist() == [30.0, 15.0]
    assert links(records) == []


def test_a_handoff_to_somebody_lent_is_one_crossing():
    """From team 0 to the queue of team 1, and taken by team 2."""
    people = [Person(SALES, 0), Person(BILLING, 1), Person(SALES, 2, also={BILLING: 1.0})]
    cases = [Case(at=0.0, need=(BILLING,), work=(30.0,)), HANDED_ON]
    records = run(cases, people, borrowing=1, assignment=1, **LINK)
    assert records.contacts["borrowed"].tolist() == [0, 1]
    assert records.contacts["link_minutes"].tolist() == [0.0, 3.0]
    assert links(records) == [(0, 10.0, 13.0)]


def test_who_is_lent_twice_to_the_same_case_links_once():
    """From the queue at 2; and back from it at 12, as the same person who has it."""
    people = [Person(BILLING, 0), Person(SALES, 1, also={BILLING: 1.0})]
    twice = Case(at=2.0, need=(BILLING, BILLING), work=(7.0, 5.0))
    records = run([Case(at=0.0, need=(BILLING,), work=(30.0,)), twice], people, borrowing=1, assignment=1, **LINK)
    assert (records.contacts[1]["borrowed"], records.contacts[1]["link_minutes"]) == (2, 3.0)
    assert records.contacts[1]["ended_at"] == 17.0
