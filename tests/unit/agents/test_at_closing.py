"""Live customers who still wait when their channel closes are told to call again, or wait on."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Outcome
from tests.unit.agents.factory import BILLING, MAIL, SALES, Case, Person, parts, run, story

OPEN = {"open_from_to": (0, 20)}
CALLED_AGAIN = {**OPEN, "call_again": True}
DESK = [Person(SALES), Person(BILLING)]
BUSY = Case(at=0.0, work=(30.0,))


def ends(cases: list[Case], demand: dict, **dials) -> list[tuple[int, float]]:
    """(outcome, end) of each contact."""
    return [(row["outcome"], row["ended_at"]) for row in run(cases, DESK, demand, **dials).contacts]


def test_who_waits_on_the_line_goes_when_it_closes_and_who_is_served_is_finished():
    cases = [BUSY, Case(at=5.0)]
    assert ends(cases, CALLED_AGAIN) == [(Outcome.RESOLVED, 30.0), (Outcome.TURNED_AWAY, 20.0)]
    assert ends(cases, OPEN) == [(Outcome.RESOLVED, 30.0), (Outcome.RESOLVED, 40.0)]


def test_letters_wait_on():
    assert ends([BUSY, Case(at=5.0, channel=MAIL)], CALLED_AGAIN)[1] == (Outcome.RESOLVED, 40.0)


def test_work_that_nobody_looks_at_yet_is_on_the_line_as_well():
    """Out of sight from 10 on, and until 50."""
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
    records = run([Case(at=0.0, need=(BILLING,), work=(30.0,)), case], DESK, CALLED_AGAIN, pickup=(40.0, 40.0))
    assert story(records, 1) == [("step", 0, 0.0, 10.0), ("pickup", -1, 10.0, 20.0)]
    assert records.contacts[1]["outcome"] == Outcome.TURNED_AWAY
    assert parts(records.contacts[1]) == {"work_minutes": 10.0, "pickup_minutes": 10.0}


@pytest.mark.parametrize(("patience", "outcome", "end"), [
    (14.0, Outcome.ABANDONED, 19.0), (15.0, Outcome.ABANDONED, 20.0), (16.0, Outcome.TURNED_AWAY, 20.0),
])  # fmt: skip
def test_whoever_gives_up_first_has_given_up(patience, outcome, end):
    assert ends([BUSY, Case(at=5.0, patience=patience)], CALLED_AGAIN)[1] == (outcome, end)


def test_after_closing_somebody_free_serves_and_nobody_waits():
    """The first step ends at 25. Billing is free and finishes the case, or busy and says to call again at once."""
    case = Case(at=0.0, need=(SALES, BILLING), work=(25.0, 8.0))
    closed = {**CALLED_AGAIN, "turn_away": True}
    assert ends([case], closed) == [(Outcome.RESOLVED, 33.0)]
    busy = Case(at=19.0, need=(BILLING,), work=(30.0,))
    assert ends([case, busy], closed) == [(Outcome.TURNED_AWAY, 25.0), (Outcome.RESOLVED, 49.0)]


def test_where_calls_are_taken_while_it_is_closed_they_wait_for_the_day_and_to_its_end():
    """Open from 30 to 60; sales is away until 70. The call of 5 waits from before it opens until it closes."""
    people = [Person(SALES, shifts=((70.0, 200.0),))]
    records = run([Case(at=5.0)], people, {"open_from_to": (30, 60), "call_again": True})
    assert (records.contacts[0]["outcome"], records.contacts[0]["ended_at"]) == (Outcome.TURNED_AWAY, 60.0)


def test_whoever_is_told_so_calls_again():
    """Told at 20, and back as the line opens again, a week later."""
    demand = {**CALLED_AGAIN, "end": 20000.0, "cohort": (0.0, 15000.0)}
    records = run([BUSY, Case(at=5.0, deadline=19000.0)], DESK, demand, redial_share=1.0, most_contacts=2)
    assert records.contacts["contact"].tolist() == [0, 0, 1]
    assert records.contacts["arrived_at"][2] == 10080.0
