"""Lines, places to wait, work after a call, leavers by count, and who is chosen: by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.agents import run_agents
from sim.foundation.kinds import AgentChoice, Outcome, RedialDelay, SegmentKind
from sim.records.tables import Records
from tests.unit.agents.factory import BILLING, SALES, Case, Person, arrays, first_steps

CHAT_ONLY = np.array([1, 2**40])


def run(
    cases: list[Case],
    people: list[Person],
    *,
    by_count: bool = False,
    group: list[int] | None = None,
    demand: dict | None = None,
    **dials,
) -> Records:
    """demand: columns of customers that are not 0. group: of each person."""
    tape, customers, members, roster, formation = arrays(cases, people, None, **dials)
    groups = np.array([*(group or [0] * len(people)), *range(90, 90 + members.count - len(people))])
    members = replace(members, leavers_by_count=by_count, group=groups)
    return run_agents(tape, replace(customers, **(demand or {})), members, roster, formation, segments=True)


def ends(records: Records) -> list[tuple[int, float]]:
    return [(row["outcome"], row["ended_at"]) for row in records.contacts]


def test_who_finds_no_line_is_refused_and_a_line_is_free_when_its_contact_ends():
    cases = [Case(at=0.0), Case(at=9.0), Case(at=10.0)]
    found = run(cases, [Person(), Person()], demand={"lines": CHAT_ONLY})
    assert ends(found) == [(Outcome.RESOLVED, 10.0), (Outcome.BLOCKED, 9.0), (Outcome.RESOLVED, 20.0)]


def test_who_would_be_one_too_many_to_wait_is_refused():
    """One may wait. Who finds somebody free waits nowhere; a second one waits, a third is refused."""
    cases = [Case(at=0.0), Case(at=1.0), Case(at=2.0), Case(at=11.0)]
    found = run(cases, [Person()], demand={"waiting_room": CHAT_ONLY})
    assert [row[0] for row in ends(found)] == [Outcome.RESOLVED, Outcome.RESOLVED, Outcome.BLOCKED, Outcome.RESOLVED]
    assert found.contacts["ended_at"][2] == 2.0
    nobody = run(cases[:2], [Person()], demand={"waiting_room": np.array([0, 0])})
    assert ends(nobody) == [(Outcome.RESOLVED, 10.0), (Outcome.BLOCKED, 1.0)]


def test_who_is_refused_may_redial_after_a_fixed_time():
    dials = {"redial_share": 1.0, "redial_minutes": 4.0, "redial_delay": RedialDelay.CONSTANT}
    found = run([Case(at=0.0), Case(at=9.0)], [Person(), Person()], demand={"lines": CHAT_ONLY}, **dials)
    assert found.contacts["arrived_at"].tolist() == [0.0, 9.0, 13.0]
    assert ends(found)[2] == (Outcome.RESOLVED, 23.0)


def test_work_goes_on_after_the_call_and_the_customer_is_gone():
    after = {"after_call_minutes": np.array([3.0, 0.0, 0.0]), "after_call_constant": np.array([True, True, True])}
    found = run([Case(at=0.0), Case(at=1.0)], [Person()], demand=after)
    assert found.contacts["first_served_at"].tolist() == [0.0, 13.0]
    assert ends(found)[0] == (Outcome.RESOLVED, 10.0)
    assert (found.people[0]["leading_minutes"], found.people[0]["steps_led"]) == (26.0, 2)
    assert found.people[0]["interruptions"] == 0
    rows = found.segments[found.segments["kind"] == SegmentKind.AFTER_CALL]
    assert [(row["case"], row["start"], row["end"]) for row in rows] == [(-1, 10.0, 13.0), (-1, 23.0, 26.0)]


def test_it_goes_on_past_the_end_of_a_shift():
    after = {"after_call_minutes": np.array([3.0, 0.0, 0.0]), "after_call_constant": np.array([True, True, True])}
    found = run([Case(at=0.0)], [Person(shifts=((0.0, 5.0),))], demand=after)
    assert found.people[0]["overrun_minutes"] == 8.0


# Two people, one of whom leaves at 5 and is busy until 10; a call comes at 6.
LEAVING = [Person(shifts=((0.0, 5.0),)), Person()]
CALLS = [Case(at=0.0), Case(at=6.0, work=(4.0,))]


def test_by_name_the_other_goes_on_and_by_count_rests_until_the_call_is_over():
    assert run(CALLS, LEAVING).contacts["first_served_at"].tolist() == [0.0, 6.0]
    assert run(CALLS, LEAVING, by_count=True).contacts["first_served_at"].tolist() == [0.0, 10.0]
    apart = run(CALLS, LEAVING, by_count=True, group=[0, 1])
    assert apart.contacts["first_served_at"].tolist() == [0.0, 6.0]


def test_by_count_who_finishes_next_rests():
    """Both busy at 5; the one who stays is done at 7 and takes the next call when the other is, at 10."""
    calls = [Case(at=0.0), Case(at=0.0, work=(7.0,)), Case(at=6.0)]
    assert run(calls, LEAVING).contacts["first_served_at"].tolist() == [0.0, 0.0, 7.0]
    assert run(calls, LEAVING, by_count=True).contacts["first_served_at"].tolist() == [0.0, 0.0, 10.0]


def test_who_rests_leaves_at_the_end_of_their_shift():
    people = [Person(shifts=((0.0, 5.0),)), Person(shifts=((0.0, 8.0),)), Person(shifts=((9.0, 50.0),))]
    found = run([*CALLS, Case(at=11.0)], people, by_count=True)
    assert found.contacts["first_served_at"].tolist() == [0.0, 10.0, 11.0 + 3.0]  # the third person alone, from 9 on
    assert found.people["overrun_minutes"][:3].tolist() == [5.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("choice", "first", "second"),
    [
        (AgentChoice.BEST_FIT, 1, 1),  # at home in it
        (AgentChoice.LONGEST_IDLE, 0, 1),  # free since 0 both, then since 5
        (AgentChoice.IN_ORDER, 0, 0),
        (AgentChoice.LEAST_BUSY, 0, 1),  # 5 minutes of 2000 against none
    ],
)
def test_who_is_chosen(choice, first, second):
    people = [Person(BILLING, also={SALES: 0.9}), Person(SALES)]
    calls = [Case(at=0.0, work=(5.0,)), Case(at=50.0)]
    assert first_steps(run(calls, people, assignment=1, agent_choice=choice)) == [first, second]


def test_who_is_drawn_is_anybody():
    people, calls = [Person(), Person(), Person()], [Case(at=20.0 * number) for number in range(48)]
    served = np.bincount(first_steps(run(calls, people, agent_choice=AgentChoice.RANDOM)), minlength=3)
    assert served.min() >= 8
