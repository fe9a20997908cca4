"""A case, a person, and what is written down about them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.foundation.kinds import Change, Outcome
from tests.unit.agents.factory import BILLING, FRENCH, MAIL, SALES, TECHNICAL, Case, Person, parts, run, story


def test_one_case_and_one_person():
    records = run([Case(at=30.0, work=(12.0,))], [Person()])
    row = records.contacts[0]
    assert row["outcome"] == Outcome.RESOLVED
    assert (row["arrived_at"], row["first_served_at"], row["ended_at"]) == (30.0, 30.0, 42.0)
    assert parts(row) == {"work_minutes": 12.0}
    assert (row["steps"], row["people_met"], row["handoffs"], row["lead_changes"]) == (1, 1, 0, 0)
    assert (row["first_team"], row["last_person"]) == (0, 0)
    assert story(records, 0) == [("step", 0, 30.0, 42.0)]  # a wait of no length is no segment
    step = records.segments[0]
    assert (step["change"], step["warm"], step["step"], step["context"]) == (Change.FIRST, 0, 0, 0.0)
    assert (step["apparent"], step["need"], step["need_position"], step["attempt"]) == (SALES, SALES, 0, 0)


def test_a_person_is_booked_inside_the_cohorts_weeks_only():
    records = run([Case(at=5.0, work=(10.0,)), Case(at=20.0)], [Person()], {"cohort": (10.0, 25.0)})
    person = records.people[0]
    assert person["leading_minutes"] == 5.0 + 5.0  # [10, 15) of the first, [20, 25) of the second
    assert person["steps_led"] == 1  # the first began before the cohort's weeks
    assert person["shift_minutes"] == 15.0
    assert person["overrun_minutes"] == 0.0


def test_pace_and_skill_change_the_minutes_not_the_work():
    records = run([Case(at=0.0, work=(12.0,))], [Person(pace=1.5)])
    assert parts(records.contacts[0]) == {"work_minutes": 12.0, "skill_minutes": -4.0}  # 12 / 1.5 = 8
    assert records.contacts[0]["ended_at"] == 8.0


def test_a_step_adds_up_part_by_part():
    """Two needs, two people, one team: retelling, changeover, coordination on top of each other."""
    people = [Person(SALES), Person(BILLING, pace=0.8)]
    case = Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))
    records = run(
        [case],
        people,
        kept_inside_share=0.75,
        retelling_share=0.4,
        changeover_minutes=1.5,
        coordination_share=0.1,
    )
    # Second step: 8 / 0.8 = 10; retelling 0.4 * 10 * (1 - 0.75) = 1; changeover 1.5; nobody attached.
    assert parts(records.contacts[0]) == {
        "work_minutes": 18.0,
        "skill_minutes": 2.0,
        "retold_minutes": pytest.approx(1.0, abs=1e-6),
        "changeover_minutes": 1.5,
    }
    assert story(records, 0) == [("step", 0, 0.0, 10.0), ("step", 1, 10.0, 22.5)]
    second = records.segments[1]
    assert (second["change"], second["context"], second["step"]) == (Change.LEAD_CHANGE, 0.75, 1)
    assert records.contacts[0]["lead_changes"] == 1


def test_the_same_person_loses_nothing():
    person = Person(SALES, also={BILLING: 0.8})
    records = run([Case(at=0.0, need=(SALES, BILLING), work=(10.0, 8.0))], [person], retelling_share=0.4, assignment=1)
    assert parts(records.contacts[0]) == {"work_minutes": 18.0, "skill_minutes": 2.0}
    assert records.segments["change"].tolist() == [Change.FIRST, Change.SAME_PERSON]


def test_waiting_is_closed_hours_and_queue():
    """Open from 480 on; mail that comes at 450 waits for the shift at 490."""
    person = Person(shifts=((490.0, 600.0),))
    records = run([Case(at=450.0, channel=MAIL)], [person], {"open_from_to": (480, 1000)})
    assert parts(records.contacts[0]) == {"closed_minutes": 30.0, "queue_minutes": 10.0, "work_minutes": 10.0}
    assert story(records, 0) == [("queue", -1, 450.0, 490.0), ("step", 0, 490.0, 500.0)]


def test_turned_away_out_of_hours():
    customers = {"open_from_to": (480, 1000), "turn_away": True}
    cases = [Case(at=450.0), Case(at=450.0, channel=MAIL), Case(at=480.0), Case(at=1000.0)]
    records = run(cases, [Person(shifts=((480.0, 1100.0),))], customers | {"cohort": (0.0, 1100.0)})
    outcomes = [Outcome.TURNED_AWAY, Outcome.RESOLVED, Outcome.RESOLVED, Outcome.TURNED_AWAY]
    assert records.contacts["outcome"].tolist() == outcomes
    # The shift starts at 480 before the chat comes, so the mail is taken first.
    assert records.contacts["ended_at"].tolist() == [450.0, 490.0, 500.0, 1000.0]
    assert parts(records.contacts[0]) == {}


def test_parts_stop_at_the_deadline():
    """Deadline at 15: ten minutes of queue, then five of the work; at 35 nothing is counted any more."""
    blocking = Case(at=0.0, work=(10.0,))
    late = Case(at=0.0, need=(SALES, BILLING), work=(20.0, 5.0), deadline=15.0)
    records = run([blocking, late], [Person(SALES), Person(BILLING)])
    row = records.contacts[1]
    assert parts(row) == {"queue_minutes": 10.0, "work_minutes": 5.0}
    assert row["ended_at"] == 35.0
    assert (row["steps"], row["lead_changes"], row["people_met"], row["last_person"]) == (1, 0, 1, 1)
    assert sum(parts(row).values()) == min(row["ended_at"], row["deadline_at"]) - row["arrived_at"]
    assert records.segments["work_minutes"].sum() == 35.0  # segments are not cut


def test_an_open_case_is_booked_up_to_the_stop():
    records = run([Case(at=5.0, work=(10.0,)), Case(at=6.0)], [Person(shifts=((0.0, 8.0),))], {"end": 40.0})
    row = records.contacts[1]
    assert row["outcome"] == Outcome.OPEN
    assert math.isnan(row["ended_at"])
    assert math.isnan(row["first_served_at"])
    assert parts(row) == {"queue_minutes": 34.0}
    assert records.stopped_at.tolist() == [40.0]
    assert story(records, 1) == [("queue", -1, 6.0, 40.0)]


def test_a_misspelt_organisation_is_refused():
    people = [Person(SALES), Person(BILLING)]
    from sim.agents import run_agents
    from tests.unit.agents import factory

    cases = [Case(at=0.0, need=(TECHNICAL,)), Case(at=1.0, need=(SALES, TECHNICAL), work=(1.0, 1.0), language=FRENCH)]
    tape, customers = factory.tape_of(cases), factory.customers_of()
    inputs = (tape, customers, factory.people_of(people), factory.roster_of(people), factory.formation_of(people))
    with pytest.raises(ValueError, match="Nobody can serve technical in german, technical in french: every"):
        run_agents(*inputs)
    run_agents(factory.tape_of([Case(at=0.0)]), *inputs[1:])  # what nobody needs, nobody has to serve


def test_rows_come_in_order_with_the_contracts_types():
    from sim.records.tables import CONTACT, PERSON, SEGMENT

    records = run([Case(at=0.0), Case(at=1.0)], [Person(), Person()])
    assert (records.contacts.dtype, records.people.dtype, records.segments.dtype) == (CONTACT, PERSON, SEGMENT)
    assert records.contacts["case"].tolist() == [0, 1]
    assert records.people["person"].tolist() == [0, 1, 2, 3]  # two more who are always away
    assert np.isnan(records.segments["context"]).sum() == 0
