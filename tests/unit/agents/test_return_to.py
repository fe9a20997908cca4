"""To whom a customer who comes back goes: the front, the same team, the same person."""

from __future__ import annotations

import pytest

from sim.foundation.draws import Kind
from sim.foundation.kinds import ReturnTo
from sim.rules.returns import delay_minutes
from tests.unit.agents.factory import BILLING, MAIL, SALES, Case, Person, run, story
from tests.unit.agents.test_coming_back import BUSY, IMPATIENT, ONCE, drawn

SAME_TEAM, SAME_PERSON = {"return_to": ReturnTo.SAME_TEAM}, {"return_to": ReturnTo.SAME_PERSON}

# Case 0 keeps team 0 busy until 4, so case 1 is served by team 1, from 0 to 10, and comes back at 10.
TWO_TEAMS = [Person(team=0), Person(team=1)]
FIRST_ELSEWHERE = [Case(at=0.0, work=(4.0,), patience=1.0), Case(at=0.0)]


def led_by(records, case: int) -> list[int]:
    return [person for kind, person, _, _ in story(records, case) if kind == "step"]


@pytest.mark.parametrize(("dials", "person"), [({}, 0), (SAME_TEAM, 1), (SAME_PERSON, 1)])
def test_to_the_front_or_to_where_one_was(dials, person):
    records = run(FIRST_ELSEWHERE, TWO_TEAMS, **ONCE, **dials)
    assert led_by(records, 1) == [1, person]
    assert records.contacts["last_person"][-1] == person
    assert records.contacts["handoffs"].tolist() == [0] * 4


def test_a_team_that_is_not_there_is_not_gone_back_to():
    people = [Person(team=0), Person(team=1, shifts=((0.0, 9.0),))]
    assert led_by(run(FIRST_ELSEWHERE, people, **ONCE, **SAME_TEAM), 1) == [1, 0]


@pytest.mark.parametrize(("dials", "person"), [(SAME_TEAM, 1), (SAME_PERSON, 0)])
@pytest.mark.parametrize("walls", [0, 1])
def test_the_same_person_comes_before_whoever_is_free_for_longest(dials, person, walls):
    records = run([Case(at=0.0)], [Person(), Person()], **ONCE, **dials, walls=walls)
    assert led_by(records, 0) == [0, person]
    assert records.contacts["known_steps"].tolist() == [0, 1 - person]
    assert records.contacts["borrowed"].tolist() == [0, 0]


def test_the_same_person_is_not_waited_for():
    """At 10 person 0 turns to the case that waits before case 0 is back at its end; person 1 takes it."""
    cases = [Case(at=0.0), Case(at=0.0, work=(20.0,)), Case(at=10.0, channel=MAIL)]
    delayed = {**ONCE, **SAME_PERSON, "return_minutes": 3.0}
    records = run(cases, [Person(), Person()], **delayed)
    back_at = 10.0 + delay_minutes(drawn(Kind.DELAY), 3.0, False)
    assert back_at < 20.0
    assert story(records, 0)[1:] == [("queue", -1, back_at, 20.0), ("step", 0, 20.0, 30.0)]


def test_the_same_person_must_be_able_to_serve_what_it_seems_to_be():
    """Case 0 seems billing at first, in each contact: person 1 takes it twice, and sends it on to sales twice."""
    dials = {**ONCE, **SAME_PERSON, "misroute_share": 1.0, "misroute_decay": 0.0, "triage_minutes": 2.0}
    records = run([Case(at=0.0)], [Person(SALES), Person(BILLING)], **dials)
    assert led_by(records, 0) == [1, 0, 1, 0]
    assert records.contacts["misroutes"].tolist() == [1, 1]
    assert records.segments["step"].tolist() == [0, 1, 0, 1]


def test_who_is_put_through_comes_before_the_queue():
    """Sales is secondary in billing at 0.5 and leaves the queue to billing, who is busy; but the return is theirs."""
    people = [Person(SALES, also={BILLING: 0.5}, shifts=((0.0, 900.0),)), Person(BILLING, shifts=((4.0, 900.0),))]
    cases = [Case(at=0.0, need=(BILLING,), work=(1.0,)), Case(at=4.0, need=(BILLING,), work=(90.0,))]
    for dials, person in ((SAME_PERSON, 0), (SAME_TEAM, 1)):
        records = run(cases, people, **ONCE | {"return_minutes": 10.0}, **dials)
        back_at = 2.0 + delay_minutes(drawn(Kind.DELAY), 10.0, False)
        assert 4.0 < back_at < 94.0
        assert led_by(records, 0) == [0, person]


def test_nobody_met_nowhere_to_go_back_to():
    rows = run([BUSY, IMPATIENT], [Person()], redial_share=1.0, **SAME_PERSON).contacts[1:]
    assert rows["arrived_at"].tolist() == [0.0, 5.0, 10.0, 15.0]
