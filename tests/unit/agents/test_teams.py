"""Which team, who is lent, and when a secondary skill is worth using."""

from __future__ import annotations

import math

import pytest

from sim.agents import run_agents
from sim.foundation.draws import Kind, decision, replication_key, uniform
from sim.foundation.kinds import TeamChoice
from tests.unit.agents.factory import BILLING, SALES, Case, Person, arrays, first_steps, parts, run, story


def teams_of_waits(records) -> list[int]:
    waits = records.segments[records.segments["kind"] == 0]
    return waits["team"].tolist()


def test_least_known_work_per_person_then_lowest_team():
    """Team 0 has one person, team 1 two: 0/1 = 0/2; then 1/1 > 0/2; 1/1 > 1/2; 1/1 = 2/2."""
    people = [Person(team=0), Person(team=1), Person(team=1)]
    records = run([Case(at=float(minute)) for minute in range(4)], people)
    assert first_steps(records) == [0, 1, 2, 0]
    assert records.contacts["first_served_at"].tolist() == [0.0, 1.0, 2.0, 10.0]


def test_where_nobody_is_there_the_members_count():
    """0/1 = 0/2; 1/1 > 0/2; 1/1 > 1/2; 1/1 = 2/2."""
    later = ((100.0, 200.0),)
    people = [Person(team=0, shifts=later), Person(team=1, shifts=later), Person(team=1, shifts=later)]
    assert teams_of_waits(run([Case(at=float(minute)) for minute in range(4)], people)) == [0, 1, 1, 0]


def test_a_team_that_is_there_comes_before_one_that_is_not():
    people = [Person(team=0, shifts=((50.0, 90.0),)), Person(team=1)]
    assert first_steps(run([Case(at=0.0), Case(at=1.0), Case(at=2.0)], people)) == [1, 1, 1]


def test_a_secondary_skill_does_not_make_a_team_have_a_function():
    people = [Person(BILLING, team=0, also={SALES: 0.9}), Person(SALES, team=1, shifts=((50.0, 90.0),))]
    assert teams_of_waits(run([Case(at=0.0)], people)) == [1]


def test_work_stays_in_its_team_where_the_team_has_the_function():
    """Team 0's billing is busy until 100, team 1's is free: the case waits at home all the same."""
    people = [Person(SALES, 0), Person(BILLING, 0), Person(SALES, 1), Person(BILLING, 1)]
    cases = [
        Case(at=0.0, need=(BILLING,), work=(100.0,)),
        Case(at=0.0, need=(SALES, BILLING), work=(10.0, 5.0)),
    ]
    row = run(cases, people).contacts[1]
    assert (row["last_person"], row["ended_at"], row["lead_changes"], row["handoffs"]) == (1, 105.0, 1, 0)


def test_departments_hand_off():
    people = [Person(SALES, 0), Person(BILLING, 1)]
    case = Case(at=0.0, need=(SALES, BILLING, SALES), work=(10.0, 5.0, 5.0))
    row = run([case], people).contacts[0]
    assert (row["handoffs"], row["ping_pongs"], row["lead_changes"], row["people_met"]) == (2, 1, 0, 2)
    assert (row["first_team"], row["last_person"]) == (0, 0)


def test_a_ping_pong_goes_back_to_the_team_before_last():
    """0 -> 1 -> 0 is one; 0 -> 1 -> 0 -> 1 are two."""
    people = [Person(SALES, 0), Person(BILLING, 1)]
    case = Case(at=0.0, need=(SALES, BILLING, SALES, BILLING), work=(5.0,) * 4)
    assert run([case], people).contacts[0]["ping_pongs"] == 2


@pytest.mark.parametrize("choice", [TeamChoice.ACCOUNT, TeamChoice.RANDOM])
def test_teams_by_account_or_by_address(choice):
    people = [Person(team=0), Person(team=1), Person(team=2)]
    cases = [Case(at=float(number), account=number % 3) for number in range(12)]
    key = replication_key(1, 0)
    expected = []
    for number, case in enumerate(cases):
        if choice is TeamChoice.ACCOUNT:
            u = uniform(key, Kind.TEAM, case.account, SALES + 1)
        else:
            u = uniform(key, Kind.TEAM, 100 + number, decision(0, 0, 0))
        expected.append(math.floor(u * 3))
    assert first_steps(run(cases, people, team_choice=choice)) == expected


# --- without walls ------------------------------------------------------------------------------------


def test_without_walls_everybody_is_in_one_room():
    """Nobody chooses a team; handoffs are still counted between home teams, and nobody is borrowed."""
    people = [Person(SALES, 0), Person(BILLING, 1)]
    cases = [Case(at=0.0, need=(SALES, BILLING), work=(10.0, 5.0)), Case(at=1.0)]
    records = run(cases, people, walls=0)
    row = records.contacts[0]
    assert (row["handoffs"], row["borrowed"], row["first_team"]) == (1, 0, 0)
    assert teams_of_waits(records) == [-1]
    assert story(records, 1) == [("queue", -1, 1.0, 10.0), ("step", 0, 10.0, 20.0)]
    steps = records.segments[records.segments["kind"] == 2]
    assert steps["team"].tolist() == [0, 1, 0]  # then the case is with the home team of its person


def test_one_room_looks_at_all_heads_together():
    """Two teams of one: with walls case 2 waits for team 0 until 30, without for whoever is free first."""
    people = [Person(team=0), Person(team=1)]
    cases = [Case(at=0.0, work=(30.0,)), Case(at=0.0, work=(20.0,)), Case(at=1.0)]
    assert run(cases, people).contacts["first_served_at"][2] == 30.0
    assert run(cases, people, walls=0).contacts["first_served_at"][2] == 20.0


# --- borrowing ----------------------------------------------------------------------------------------


def test_lending_when_work_joins():
    """Team 1 does not have sales; its person knows it and is lent at once."""
    people = [Person(SALES, 0), Person(BILLING, 1, also={SALES: 0.8})]
    cases = [Case(at=0.0), Case(at=2.0)]
    assert run(cases, people).contacts["first_served_at"].tolist() == [0.0, 10.0]
    records = run(cases, people, borrowing=1)
    row = records.contacts[1]
    assert (row["first_served_at"], row["borrowed"], row["first_team"], row["handoffs"]) == (2.0, 1, 1, 0)
    assert parts(row) == {"work_minutes": 10.0, "skill_minutes": 2.5}
    assert records.segments[-1]["team"] == 0  # the case keeps its queue's team


def test_lending_when_a_person_becomes_free():
    people = [Person(SALES, 0), Person(BILLING, 1, also={SALES: 0.8})]
    cases = [Case(at=0.0), Case(at=0.0, need=(BILLING,), work=(5.0,)), Case(at=2.0)]
    assert run(cases, people, borrowing=1).contacts["first_served_at"].tolist() == [0.0, 0.0, 5.0]


def test_own_work_comes_before_lending():
    people = [Person(SALES, 0), Person(BILLING, 1, also={SALES: 0.8})]
    cases = [
        Case(at=0.0),
        Case(at=0.0, need=(BILLING,), work=(5.0,)),
        Case(at=2.0),
        Case(at=3.0, need=(BILLING,), work=(5.0,)),
    ]
    assert run(cases, people, borrowing=1).contacts["first_served_at"].tolist() == [0.0, 0.0, 10.0, 5.0]


# --- assign or wait -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skill", "dials", "served_at"),
    [
        (0.5, {}, 10.0),  # waiting costs 10 / 1, being slower costs 10 * (1 / 0.5 - 1) = 10, not less
        (0.625, {}, 1.0),  # 10 > 6
        (0.5, {"assignment": 1}, 1.0),
    ],
)
def test_assign_or_wait(skill, dials, served_at):
    people = [Person(SALES), Person(BILLING, also={SALES: skill})]
    assert run([Case(at=0.0), Case(at=1.0)], people, **dials).contacts["first_served_at"][1] == served_at


def test_assign_or_wait_is_asked_again_when_a_shift_ends():
    people = [Person(SALES, shifts=((0.0, 6.0),)), Person(BILLING, also={SALES: 0.5})]
    row = run([Case(at=0.0), Case(at=1.0)], people).contacts[1]
    assert (row["first_served_at"], row["last_person"]) == (6.0, 1)


# --- again --------------------------------------------------------------------------------------------


def test_the_same_inputs_give_the_same_records():
    inputs = arrays([Case(at=0.0), Case(at=1.0)], [Person(team=0), Person(team=1)])
    first, second = run_agents(*inputs), run_agents(*inputs)
    assert first.contacts.tobytes() == second.contacts.tobytes()
    assert first.people.tobytes() == second.people.tobytes()
