"""Sentences 2 and 5 on plain objects: shifts, occupations, what is owed, who is chosen, and how time is booked."""

from __future__ import annotations

from types import SimpleNamespace as Fields

import pytest

from sim.foundation.draws import Kind, decision, draw_key
from sim.foundation.kinds import AgentChoice, Assignment, Occupation
from sim.process import people

RUN = Fields(key=7, cohort_start=100.0, cohort_end=200.0)


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """Times at which fatigue was settled, which has tests of its own."""
    times = []
    monkeypatch.setattr(people, "settle", lambda person, row, policy, run, now: times.append(now))
    return times


def somebody(**fields: float) -> Fields:
    plain = {
        "key": 5, "on_shift": True, "occupied": False, "occupation": Occupation.LEADING, "overrun_since": -1.0,
        "free_since": 0.0, "led_minutes": 9.0, "owed": 0.0, "after_call": 0.0, "tiring": 1.0, "fatigue": 0.25,
        "week_shift": 1.0, "week_overrun": 2.0, "week_leading": 3.0, "week_listening": 4.0, "week_consulting": 5.0,
        "week_linking": 6.0,
    }  # fmt: skip
    return Fields(**plain | fields)


def a_row(**fields: float) -> Fields:
    names = ("shift", "overrun", "leading", "listening", "consulting", "linking")
    plain = {f"{name}_minutes": 0.0 for name in names} | {"interruptions": 0, "steps_led": 0, "fatigue_sum": 0.0}
    return Fields(**plain | fields)


def changed(before: Fields, after: Fields) -> dict[str, float]:
    return {name: value for name, value in vars(after).items() if value != vars(before)[name]}


@pytest.mark.parametrize(
    ("shift", "occupied", "occupation", "found"),
    [
        (True, False, Occupation.LISTENING, (False, True, False)),
        (True, True, Occupation.LISTENING, (True, False, False)),
        (False, True, Occupation.LISTENING, (False, False, False)),
        (False, False, Occupation.LISTENING, (False, False, False)),
        (True, True, Occupation.LEADING, (False, False, False)),
        (True, True, Occupation.RESTING, (False, False, True)),
        (True, False, Occupation.RESTING, (False, True, False)),
    ],
)
def test_what_somebody_is_at(shift, occupied, occupation, found):
    one = somebody(on_shift=shift, occupied=occupied, occupation=occupation)
    assert (people.is_listening(one), people.is_free(one), people.is_resting(one)) == found


def test_who_may_take_work(monkeypatch):
    asked = []
    monkeypatch.setattr(people, "secondary_pays", lambda *given: asked.append(given) or given[0] > 0.5)
    strict, greedy = Fields(assignment=-1), Fields(assignment=Assignment.GREEDY)
    cases = ((strict, True, 0.1), (greedy, False, 0.1), (strict, False, 0.4), (strict, False, 0.6))
    assert [people.may_take(*case, 3, 7.0) for case in cases] == [True, True, False, True]
    assert asked == [(0.4, 3, 0, 7.0), (0.6, 3, 0, 7.0)]


def test_who_is_chosen(monkeypatch):
    asked = []
    monkeypatch.setattr(people, "uniform", lambda *address: asked.append(address) or 0.4)
    case = Fields(lineage=3, contact=1, position=2, attempt=0)
    one = somebody(week_shift=36.0)

    def score(choice: int) -> float:
        return people.choice_score(one, Fields(agent_choice=choice), RUN, case, 8)

    assert score(AgentChoice.RANDOM) == 0.4
    assert asked == [(7, Kind.AGENT, draw_key(3, Kind.AGENT, 8, 0), decision(1, 2, 0))]
    assert score(AgentChoice.LEAST_BUSY) == -0.5  # 3 + 4 + 5 + 6 of 36 minutes
    assert score(AgentChoice.IN_ORDER) == -8.0
    assert score(-1) == 0.0


def test_who_stays_away(monkeypatch):
    asked = []
    monkeypatch.setattr(people, "uniform", lambda *address: asked.append(address) or 0.4)
    assert [people.is_away(somebody(), RUN, 3, share) for share in (0.4, 0.5)] == [False, True]
    assert asked[0] == (7, Kind.ABSENCE, 5, 3)


@pytest.mark.parametrize("occupied", [True, False])
def test_a_shift_is_booked_where_it_begins(occupied):
    one, row = somebody(on_shift=False, occupied=occupied, overrun_since=120.0), a_row()
    people.start_shift(one, row, RUN, 230.0, 150.0)
    # Fifty minutes of eighty lie inside the cohort's weeks; what was left of the shift before is booked too.
    expected = {"on_shift": True, "led_minutes": 0.0, "week_shift": 81.0, "week_overrun": 32.0, "overrun_since": -1.0}
    assert changed(somebody(on_shift=False, occupied=occupied, overrun_since=120.0), one) == expected | (
        {} if occupied else {"free_since": 150.0}
    )
    assert changed(a_row(), row) == {"shift_minutes": 50.0, "overrun_minutes": 30.0}


@pytest.mark.parametrize("occupied", [True, False])
def test_who_is_occupied_at_the_end_of_a_shift_overruns(occupied):
    one = somebody(occupied=occupied)
    people.end_shift(one, 150.0)
    assert changed(somebody(occupied=occupied), one) == {"on_shift": False} | (
        {"overrun_since": 150.0} if occupied else {}
    )
    assert people.is_overrunning(one) is occupied


def test_an_overrun_may_begin_at_no_time():
    one, row = somebody(overrun_since=0.0), a_row()
    assert people.is_overrunning(one)
    people.close_overrun(one, row, RUN, 110.0)
    assert (row.overrun_minutes, one.week_overrun, one.overrun_since) == (10.0, 112.0, -1.0)
    people.close_overrun(one, row, RUN, 150.0)
    assert (row.overrun_minutes, one.week_overrun) == (10.0, 112.0)


@pytest.mark.parametrize(
    ("fields", "free"),
    [({"owed": 0.5}, False), ({"owed": 0.0}, True), ({"owed": 0.5, "on_shift": False}, True)],
)
def test_who_is_done_pays_what_is_owed_before_anything_else(settled, fields, free):
    start = {"occupied": True, "occupation": Occupation.LISTENING, "overrun_since": 140.0, **fields}
    one, row = somebody(**start), a_row()
    assert people.end_occupation(one, row, None, RUN, 150.0) is free
    expected = {"tiring": 0.0, "overrun_since": -1.0, "week_overrun": 12.0}
    if free:
        expected |= {"occupied": False, "occupation": Occupation.LEADING, "free_since": 150.0}
    assert changed(somebody(**start), one) == expected
    assert (row.overrun_minutes, settled) == (10.0, [150.0])


def test_small_sentences():
    one = somebody(occupied=True, occupation=Occupation.RESTING, after_call=4.0)
    people.stop_resting(one)
    assert (one.occupied, one.occupation) == (False, Occupation.LEADING)
    assert (people.finish_call(one, 10.0), one.after_call) == (14.0, 0.0)
    people.owe(one, 2.0)
    people.owe(one, 1.0)
    assert (one.owed, people.pay_all_owed(one, 10.0), one.owed) == (3.0, 13.0, 0.0)


BOOKS = {
    Occupation.LEADING: ("leading", 0, 1),
    Occupation.JOINING: ("leading", 0, 1),
    Occupation.AFTER_CALL: ("leading", 0, 0),
    Occupation.LISTENING: ("listening", 1, 0),
    Occupation.CONSULTING: ("consulting", 1, 0),
    Occupation.LINKING: ("linking", 1, 0),
}


@pytest.mark.parametrize("occupation", BOOKS)
@pytest.mark.parametrize(
    ("now", "inside", "minutes"), [(99.0, 0, 9.0), (100.0, 1, 10.0), (195.0, 1, 5.0), (200.0, 0, 0.0)]
)
def test_an_occupation_is_booked_where_it_begins(settled, occupation, now, inside, minutes):
    name, interrupts, leads = BOOKS[occupation]
    one, row = somebody(occupation=-1), a_row(steps_led=1, interruptions=1, fatigue_sum=1.0)
    people.begin_occupation(one, row, None, RUN, occupation, 0.5, now, now + 10.0)
    before = vars(somebody())[f"week_{name}"]
    assert changed(somebody(occupation=-1), one) == {
        "tiring": 0.5, "occupation": occupation, f"week_{name}": before + 10.0,
    }  # fmt: skip
    found = {"interruptions": interrupts * inside, "steps_led": leads * inside, "fatigue_sum": 0.25 * leads * inside}
    expected = {key: value + 1 for key, value in found.items() if value} | {f"{name}_minutes": minutes}
    assert changed(a_row(steps_led=1, interruptions=1, fatigue_sum=1.0), row) == {
        key: value for key, value in expected.items() if value
    }
    assert settled == [now]
