"""Shifts, overruns, absence."""

from __future__ import annotations

import pytest

from tests.unit.agents.factory import Case, Person, first_steps, run


def test_a_step_under_way_when_the_shift_ends_is_finished():
    records = run([Case(at=0.0, work=(10.0,)), Case(at=1.0)], [Person(shifts=((0.0, 4.0), (100.0, 200.0)))])
    person = records.people[0]
    assert records.contacts["first_served_at"].tolist() == [0.0, 100.0]
    assert (person["shift_minutes"], person["overrun_minutes"], person["leading_minutes"]) == (104.0, 6.0, 20.0)


def test_an_overrun_ends_when_the_next_shift_starts():
    """Shift over at 4, back at 8 and still busy until 10: 4 minutes of overrun, then the next case at 10."""
    records = run([Case(at=0.0, work=(10.0,)), Case(at=1.0)], [Person(shifts=((0.0, 4.0), (8.0, 50.0)))])
    assert records.people[0]["overrun_minutes"] == 4.0
    assert records.contacts["first_served_at"].tolist() == [0.0, 10.0]


def test_a_shift_ends_before_the_completion_at_the_same_instant():
    records = run([Case(at=0.0, work=(10.0,)), Case(at=1.0)], [Person(shifts=((0.0, 10.0), (30.0, 50.0)))])
    assert records.contacts["first_served_at"].tolist() == [0.0, 30.0]
    assert records.people[0]["overrun_minutes"] == 0.0


def test_one_shift_after_another_at_the_same_instant():
    records = run([Case(at=0.0), Case(at=20.0)], [Person(shifts=((0.0, 20.0), (20.0, 40.0)))])
    assert records.contacts["first_served_at"].tolist() == [0.0, 20.0]
    assert records.people[0]["shift_minutes"] == 40.0


def test_an_overrun_is_booked_up_to_the_end_of_the_cohorts_weeks():
    case = Case(at=0.0, work=(300.0,))
    people = [Person(shifts=((0.0, 4.0),))]
    assert run([case], people, {"cohort": (0.0, 100.0)}).people[0]["overrun_minutes"] == 96.0
    stopped = run([case], people, {"cohort": (0.0, 100.0), "end": 200.0})  # still under way when the run stops
    assert stopped.people[0]["overrun_minutes"] == 96.0
    assert stopped.people[0]["leading_minutes"] == 100.0


def test_somebody_away_does_nothing_all_day():
    people = [Person(away_share=1.0, shifts=((0.0, 50.0), (1440.0, 1500.0))), Person(shifts=((20.0, 60.0),))]
    records = run([Case(at=0.0)], people)
    assert first_steps(records) == [1]
    assert records.people["shift_minutes"].tolist()[:2] == [0.0, 40.0]
    assert records.events.tolist() == [4]  # shift start and end of the other, arrival, completion


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_absence_is_drawn_per_person_and_date(share):
    from sim.foundation.draws import Kind, replication_key, uniform

    shifts = tuple((1440.0 * day + 480.0, 1440.0 * day + 490.0) for day in range(20))
    records = run([Case(at=0.0)], [Person(away_share=share, shifts=shifts)], {"cohort": (0.0, 28800.0), "end": 28800.0})
    present = sum(1 for day in range(20) if uniform(replication_key(1, 0), Kind.ABSENCE, 7, day) >= share)
    assert records.people[0]["shift_minutes"] == 10.0 * present
