"""Work that changes hands and finds nobody free is looked at only later."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Outcome
from tests.unit.agents.factory import BILLING, SALES, Case, Person, parts, run, story

HANDED_ON = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
PICKUP = (6.0, 20.0)  # inside, across


def busy_until(minute: float) -> Case:
    return Case(at=0.0, need=(BILLING,), work=(minute,))


def test_nobody_sees_it_before_it_lands():
    """Billing is free from 13 on, the work lands at 16."""
    records = run([busy_until(13.0), HANDED_ON], [Person(SALES), Person(BILLING)], pickup=PICKUP)
    assert story(records, 1) == [("step", 0, 0.0, 10.0), ("pickup", -1, 10.0, 16.0), ("step", 1, 16.0, 24.0)]
    assert parts(records.contacts[1]) == {"pickup_minutes": 6.0, "work_minutes": 18.0}


def test_after_landing_it_waits_like_any_other():
    records = run([busy_until(21.0), HANDED_ON], [Person(SALES), Person(BILLING)], pickup=PICKUP)
    assert parts(records.contacts[1]) == {"pickup_minutes": 6.0, "queue_minutes": 5.0, "work_minutes": 18.0}
    assert records.contacts[1]["ended_at"] == 29.0


@pytest.mark.parametrize(("dials", "lands"), [({}, 30.0), ({"walls": 0}, 30.0)])
def test_across_teams_and_without_walls(dials, lands):
    people = [Person(SALES, 0), Person(BILLING, 1)]
    records = run([busy_until(13.0), HANDED_ON], people, pickup=PICKUP, **dials)
    assert story(records, 1)[1] == ("pickup", -1, 10.0, lands)


def test_whoever_is_free_takes_it_at_once():
    records = run([HANDED_ON], [Person(SALES), Person(BILLING)], pickup=PICKUP)
    assert records.contacts[0]["ended_at"] == 18.0


def test_somebody_lendable_takes_it_at_once():
    """Team 1's billing is busy; team 0's sales knows billing and does not have it."""
    people = [Person(SALES, 0), Person(BILLING, 1), Person(SALES, 2, also={BILLING: 1.0})]
    records = run([busy_until(13.0), HANDED_ON], people, pickup=PICKUP, borrowing=1)
    row = records.contacts[1]
    assert (row["pickup_minutes"], row["last_person"], row["borrowed"], row["ended_at"]) == (0.0, 2, 1, 18.0)


def test_new_work_never_goes_to_pickup():
    records = run([Case(at=0.0), Case(at=1.0)], [Person(SALES)], pickup=PICKUP)
    assert parts(records.contacts[1]) == {"queue_minutes": 9.0, "work_minutes": 10.0}


@pytest.mark.parametrize(
    ("patience", "expected"),
    [(4.0, {"pickup_minutes": 4.0, "work_minutes": 10.0}),
     (6.0, {"pickup_minutes": 6.0, "work_minutes": 10.0}),  # lands at 16 first, then gives up at 16
     (8.0, {"pickup_minutes": 6.0, "queue_minutes": 2.0, "work_minutes": 10.0})],
)  # fmt: skip
def test_patience_runs_on_during_pickup(patience, expected):
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0), patience=patience)
    records = run([busy_until(30.0), case], [Person(SALES), Person(BILLING)], pickup=PICKUP)
    row = records.contacts[1]
    assert (row["outcome"], row["ended_at"]) == (Outcome.ABANDONED, 10.0 + patience)
    assert parts(row) == expected


def test_landing_is_a_new_joining():
    """A case that joined the queue at 12 is ahead of one that joined at 10 and landed at 16."""
    cases = [busy_until(20.0), HANDED_ON, Case(at=12.0, need=(BILLING,), work=(5.0,))]
    ends = run(cases, [Person(SALES), Person(BILLING)], pickup=PICKUP).contacts["ended_at"]
    assert ends.tolist() == [20.0, 33.0, 25.0]


def test_the_landing_of_a_contact_that_has_ended_means_nothing():
    """Sales is busy until 31. Out of sight from 2 to 4 (landing at 6), back at 4, triaged, out of sight from 5 to 7."""
    cases = [Case(at=0.0, work=(30.0,)), Case(at=1.0, patience=2.0)]
    wrong_once = {"misroute_share": 1.0, "misroute_decay": 0.0, "triage_minutes": 1.0}
    again = {"redial_share": 1.0, "most_contacts": 2}
    records = run(cases, [Person(SALES), Person(BILLING)], pickup=(4.0, 4.0), **wrong_once, **again)
    assert story(records, 1) == [
        ("step", 1, 1.0, 2.0),
        ("pickup", -1, 2.0, 4.0),
        ("step", 1, 4.0, 5.0),
        ("pickup", -1, 5.0, 7.0),
    ]
