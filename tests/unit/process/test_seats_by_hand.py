"""Sentences 12 to 15 on plain objects: what a week leaves behind, who sits in a seat, who comes, what is learned."""

from __future__ import annotations

import math
from types import SimpleNamespace as Fields

import pytest

from sim.foundation.draws import Kind, draw_key, uniform
from sim.foundation.kinds import MOST_WEEKS, Occupation
from sim.process import learning, people, staff, weeks
from sim.rules.staff import pace_drawn, warmth_drawn

RUN = Fields(key=7, pace_sigma=0.3, warmth_mean=0.6, warmth_spread=0.1, cohort_start=0.0, cohort_end=1000.0)
BOOKED = (
    "shift", "overrun", "leading", "listening", "consulting", "linking", "strain", "away", "training", "vacant",
)  # fmt: skip


class Drawn(dict):
    """Numbers in place of draws, by kind. asked: for which (person, number)."""

    def __init__(self) -> None:
        self.asked = {}

    def draw(self, key: int, kind: Kind, *address: int) -> float:
        self.asked[kind] = address
        return self[kind]


@pytest.fixture
def drawn(monkeypatch):
    found = Drawn()
    for module in (staff, people):
        monkeypatch.setattr(module, "uniform", found.draw)
    return found


def policy(**dials: float) -> Fields:
    plain = {
        "leaving_per_year": 0.0, "leaving_past_occupancy": 0.5, "leaving_per_occupancy": 0.0,
        "leaving_per_strain": 0.0, "newcomers_kept_by_assist": 0.0, "agent_assist": 0.0, "newcomer_weeks": 10.0,
        "hiring_weeks": 3.0, "training_weeks": 2.0, "familiarity_weeks": 8.0, "load_memory_weeks": 4.0,
        "overwork_line": 0.5, "effort_lost_to_overwork": 0.2, "effort_erosion_weeks": 5.0,
        "effort_recovery_weeks": 9.0, "sick_share": 0.5, "absence_per_strain": 0.0,
    }  # fmt: skip
    return Fields(**plain | dials)


def in_seat(**fields: float) -> Fields:
    plain = {
        "key": 5, "vacant_weeks": 0, "training_weeks": 0, "weeks_worked": 20, "lasting_load": 0.4,
        "lasting_strain": 0.2, "usual_load": 1.0, "usual_strain": 0.0, "usual_past_line": 0.0, "usual_for_effort": 0.0,
        "effort": 1.0, "predecessors": 2, "owed": 3.0, "to_train": 0.0, "trains_from": 0.0, "pace": 1.0, "warmth": 0.5,
        "here_since": 0.0, "familiarity": 0.5, "week_vacant": 1.0, "week_away": 2.0, "week_training": 4.0,
    }  # fmt: skip
    return Fields(**plain | fields)


@pytest.mark.parametrize(("draw", "training", "vacant"), [(0.01, 1, 0), (0.08, 2, 3), (0.2, 0, 0)])
def test_a_seat_begins_as_in_the_long_run(drawn, draw, training, vacant):
    """One in a year, five weeks empty: 1/11.4 of seats; a draw near 0 is of the last week."""
    drawn |= {Kind.HIRING: 0.5, Kind.TRAINING: 0.5, Kind.EMPTY: draw, Kind.TENURE: 0.5}
    person = in_seat()
    staff.begin_in_seat(person, policy(leaving_per_year=1.0), RUN)
    assert (person.training_weeks, person.vacant_weeks) == (training, vacant)
    assert person.weeks_worked == 35  # of half of all: ln 0.5 / ln (51 / 52) = 35.7
    assert person.familiarity == pytest.approx(1 - 2.718281828 ** (-35 / 8), rel=0.02)
    assert drawn.asked == dict.fromkeys((Kind.HIRING, Kind.TRAINING, Kind.EMPTY, Kind.TENURE), (5, 0))


def test_where_nobody_leaves_all_have_been_here_for_long(drawn):
    drawn |= {Kind.HIRING: 0.5, Kind.TRAINING: 0.5, Kind.EMPTY: 0.0001, Kind.TENURE: 0.5}
    person = in_seat()
    staff.begin_in_seat(person, policy(), RUN)
    assert (person.training_weeks, person.vacant_weeks, person.weeks_worked) == (0, 0, MOST_WEEKS)


def test_who_takes_a_seat_is_another_person():
    person = in_seat(lasting_load=0.9, usual_load=0.8, effort=0.7, to_train=60.0)
    staff.take_seat(person, RUN, 99.0)
    key = draw_key(5, Kind.NEWCOMER, 3, 0)
    assert vars(person) == vars(
        in_seat(
            key=key, predecessors=3, pace=pace_drawn(uniform(0, Kind.PACE, key, 0), 0.3),
            warmth=warmth_drawn(uniform(0, Kind.WARMTH, key, 0), 0.6, 0.1), here_since=99.0, weeks_worked=0,
            lasting_load=-1.0, lasting_strain=-1.0, usual_load=-1.0, effort=1.0, owed=0.0, to_train=0.0,
        )
    )  # fmt: skip


def test_a_newcomer_knows_nobody():
    person = Fields(familiarity=0.4, changed_share=0.3, dip=0.2)
    learning.begin_as_newcomer(person)
    assert vars(person) == {"familiarity": 0.0, "changed_share": 0.0, "dip": 0.0}


def test_what_a_week_leaves_behind():
    person = in_seat(lasting_load=0.4, lasting_strain=0.2, usual_load=1.0, usual_for_effort=0.1)
    week = Fields(
        shift_minutes=80.0, overrun_minutes=20.0, leading_minutes=40.0, listening_minutes=20.0, consulting_minutes=10.0,
        linking_minutes=10.0, strain_minutes=60.0, pressure_sum=2 * math.log(2.0), steps=2, effort=9.0,
    )  # fmt: skip
    staff.feel_week(person, week, policy(load_memory_weeks=2.0))
    assert person.lasting_load == pytest.approx(0.6)  # half of the way from 0.4 to 0.8
    assert person.lasting_strain == pytest.approx(0.4)  # from 0.2 to 0.6
    assert person.usual_load == pytest.approx(1.5, abs=1e-5)  # from 1 to a load of 2
    # Overwork is 0.2 of the way from 0.5 to 1, 0.1 beside the usual; a fifth of that is lost, in five weeks.
    assert person.effort == pytest.approx(1.0 - 0.2 * 0.1 * (1.0 - 2.718281828 ** (-1 / 5)), abs=1e-3)
    assert person.effort < 1.0
    assert week.effort == person.effort


def test_a_week_without_work_leaves_load_as_it_was():
    person = in_seat()
    names = ("shift", "overrun", "leading", "listening", "consulting", "linking", "strain")
    staff.feel_week(
        person, Fields(**{f"{name}_minutes": 0.0 for name in names}, pressure_sum=3.0, steps=0, effort=0.0), policy()
    )
    assert (person.lasting_load, person.lasting_strain, person.usual_load) == (0.4, 0.2, 1.0)


def test_half_a_minute_and_one_step_count():
    person = in_seat()
    names = ("overrun", "leading", "listening", "consulting", "linking", "strain")
    rest = {f"{name}_minutes": 0.0 for name in names}
    staff.feel_week(person, Fields(**rest, shift_minutes=0.5, pressure_sum=0.0, steps=1), policy(load_memory_weeks=2.0))
    assert (person.lasting_load, person.lasting_strain, person.usual_load) == (0.2, 0.1, 1.0)
    person.usual_load = 3.0
    staff.feel_week(person, Fields(**rest, shift_minutes=0.5, pressure_sum=0.0, steps=1), policy(load_memory_weeks=2.0))
    assert person.usual_load == 2.0


@pytest.mark.parametrize(("filled", "worked", "expected"), [(0, 9, True), (0, 10, False), (1, 9, False)])
def test_who_is_new(filled, worked, expected):
    assert staff.is_new(in_seat(training_weeks=filled, weeks_worked=worked), policy()) is expected
    assert staff.is_new(in_seat(vacant_weeks=filled, weeks_worked=worked), policy()) is expected


@pytest.mark.parametrize("draw", [0.0999, 0.1001])
@pytest.mark.parametrize(
    ("person", "dials"),
    [
        (in_seat(), {"leaving_per_year": 5.2}),
        # 0.3 past the line, of which 0.2 is usual.
        (in_seat(lasting_load=0.8, usual_past_line=0.2), {"leaving_per_occupancy": 52.0}),
        (in_seat(lasting_strain=0.3, usual_strain=0.2), {"leaving_per_strain": 52.0}),
        (in_seat(weeks_worked=9), {"leaving_per_year": 10.4, "newcomers_kept_by_assist": 0.625, "agent_assist": 0.8}),
    ],
)
def test_who_leaves(drawn, person, dials, draw):
    drawn[Kind.QUITS] = draw
    assert staff.leaves(person, policy(**dials), RUN, 4) == (draw < 0.1)
    assert drawn.asked == {Kind.QUITS: (5, 4)}


def test_who_just_stays(drawn):
    drawn[Kind.QUITS] = 1.0
    assert not staff.leaves(in_seat(), policy(leaving_per_year=52.0), RUN, 4)


def test_a_seat_goes_from_one_to_the_next(drawn):
    drawn |= {Kind.QUITS: 0.05, Kind.HIRING: 0.5, Kind.TRAINING: 0.5, Kind.PACE: 0.5, Kind.WARMTH: 0.5}
    person, seen = in_seat(), []
    for number in range(7):
        row = Fields(week=number, left=0)
        now = staff.change_seat(person, row, policy(leaving_per_year=5.2 if number == 1 else 0.0), RUN, 10.0 * number)
        seen.append((now, row.left, person.vacant_weeks, person.training_weeks))
        if number == 1:
            assert person.weeks_worked == 22
            assert (drawn.asked[Kind.HIRING], drawn.asked[Kind.TRAINING]) == ((5, 0), (5, 0))
    assert seen == [
        (False, 0, 0, 0), (False, 1, 3, 2), (False, 0, 2, 2), (False, 0, 1, 2), (False, 0, 0, 2), (False, 0, 0, 1),
        (True, 0, 0, 0),
    ]  # fmt: skip
    assert (person.weeks_worked, person.here_since, person.predecessors) == (0, 60.0, 3)


def test_where_a_seat_is_filled_at_once_a_newcomer_has_it(drawn):
    drawn |= {Kind.QUITS: 0.0, Kind.HIRING: 0.5, Kind.TRAINING: 0.5, Kind.PACE: 0.5, Kind.WARMTH: 0.5}
    at_once = policy(leaving_per_year=1.0, hiring_weeks=0.0, training_weeks=0.0)
    assert staff.change_seat(in_seat(), Fields(week=1, left=0), at_once, RUN, 9.0) is True


@pytest.mark.parametrize(
    ("fields", "drawn_at", "expected"),
    [
        ({"vacant_weeks": 1}, 0.9, (False, 31.0, 2.0, 4.0, 0.0)),
        ({}, 0.1999, (False, 1.0, 32.0, 4.0, 0.0)),
        ({}, 0.2001, (True, 1.0, 2.0, 4.0, 0.0)),
        ({"training_weeks": 1}, 0.9, (False, 1.0, 2.0, 34.0, 0.0)),
        ({"to_train": 40.0}, 0.9, (False, 1.0, 2.0, 34.0, 10.0)),
        ({"to_train": 20.0}, 0.9, (True, 1.0, 2.0, 4.0, 20.0)),
        ({"to_train": 40.0, "trains_from": 100.0}, 0.9, (True, 1.0, 2.0, 4.0, 40.0)),
    ],
)
def test_who_comes_to_a_shift(monkeypatch, fields, drawn_at, expected):
    chances = []
    monkeypatch.setattr(staff, "is_away", lambda one, run, date, chance: chances.append(chance) or drawn_at < chance)
    person = in_seat(**fields)
    # Strain of 0.2 doubles the half of absence that is sickness by 0.5 * 5 * 0.2.
    comes = staff.comes(person, policy(absence_per_strain=5.0), RUN, 3, 0.2 / 1.5, 30.0, 50.0)
    assert (comes, person.week_vacant, person.week_away, person.week_training, person.to_train) == expected
    assert chances == ([] if "vacant_weeks" in fields else [pytest.approx(0.2)])


def test_absence_leaves_room_for_empty_seats(monkeypatch):
    chances = []
    monkeypatch.setattr(staff, "is_away", lambda one, run, date, chance: chances.append(chance) or False)
    # 5.2 leave in a year, five weeks each: a third of seats is empty, so half of the 0.5 that stay away is that.
    staff.comes(in_seat(), policy(leaving_per_year=5.2), RUN, 3, 0.5, 30.0, 50.0)
    assert chances == [pytest.approx(0.25)]


def test_who_is_sent_to_training(drawn):
    drawn[Kind.STAGE_TRAINING] = 0.5
    person = in_seat()
    staff.be_sent_to_training(person, RUN, 3, 0.0, 2.0, 100.0)
    assert (person.to_train, person.trains_from) == (0.0, 0.0)
    staff.be_sent_to_training(person, RUN, 3, 1.5, 2.0, 100.0)
    assert (person.to_train, person.trains_from) == (90.0, 100.0 + 10080.0)
    staff.be_sent_to_training(person, RUN, 4, 0.5, 2.0, 900.0)  # goes on from where the other began
    assert (person.to_train, person.trains_from) == (120.0, 100.0 + 10080.0)
    person.to_train = 0.5
    staff.be_sent_to_training(person, RUN, 4, 0.5, 2.0, 900.0)
    assert (person.to_train, person.trains_from) == (30.5, 100.0 + 10080.0)
    assert drawn.asked == {Kind.STAGE_TRAINING: (5, 3)}


def test_who_is_occupied_still_is_not_trained_yet():
    begins = [staff.training_before_work(in_seat(to_train=20.0, occupied=busy), 30.0, 5.0) for busy in (True, False)]
    assert begins == [0.0, 20.0]


def test_the_pressure_of_a_room_is_felt():
    rooms = [staff.pressure_in_room(policy(burst_elasticity=dial), 4, 4, 4) for dial in (0.0, -0.1)]
    assert rooms == [0.0, pytest.approx(math.log(2.0), abs=1e-5)]
    person = Fields(week_steps=2, week_pressure=1.0)
    staff.feel_pressure(person, 0.5)
    assert (person.week_steps, person.week_pressure) == (3, 1.5)


def test_training_before_work_is_booked_as_such(monkeypatch):
    settled = []
    monkeypatch.setattr(staff, "settle", lambda *given: settled.append(given[-1]))
    person = in_seat(to_train=50.0, occupation=-1, week_shift=200.0)
    row = Fields(shift_minutes=200.0)
    staff.train_before_work(person, row, policy(), RUN, 30.0, 60.0)
    assert (person.to_train, person.week_shift, person.week_training, row.shift_minutes) == (20.0, 170.0, 34.0, 170.0)
    assert (person.occupation, settled) == (Occupation.TRAINING, [60.0])


def test_a_week_is_booked_and_the_next_begins_with_nothing(monkeypatch):
    monkeypatch.setattr(weeks, "fatigue_now", lambda person, policy, now: now / 100.0)
    booked = {f"week_{name}": float(place) for place, name in enumerate(BOOKED, start=1)}
    person = in_seat(
        **booked, team=3, home_skill=0.9, second_skill=0.8, dip=0.1, week_pressure=1.5, week_steps=6, weeks_worked=1
    )
    row = Fields()
    weeks.book_week(person, row, policy(), 50.0)
    assert vars(row) == {
        **{f"{name}_minutes": float(place) for place, name in enumerate(BOOKED, start=1)},
        "team": 3, "skill": 0.9, "second_skill": 0.8, "familiarity": 0.5, "dip": 0.1, "fatigue": 0.5,
        "pressure_sum": 1.5, "steps": 6, "effort": 1.0, "newcomer": True,
    }  # fmt: skip
    assert all(getattr(person, name) == 0.0 for name in (*booked, "week_pressure", "week_steps"))


def test_a_week_is_booked_before_anything_of_it_changes(monkeypatch):
    done = []
    for name in ("book_week", "know_team_better", "feel_week", "change_seat"):
        monkeypatch.setattr(weeks, name, lambda *given, name=name: done.append(name) or name)
    assert weeks.end_week(in_seat(), Fields(), policy(), RUN, 5.0) == "change_seat"
    assert done == ["book_week", "know_team_better", "feel_week", "change_seat"]


def test_practice_counts_where_weeks_do_and_for_what_was_done():
    clock, none = Fields(slow_clock=True), Fields(slow_clock=False)
    seen = [weeks.practised(Fields(is_triage=triage), run, 5.0) for run in (clock, none) for triage in (False, True)]
    assert seen == [5.0, 0.0, 0.0, 0.0]
