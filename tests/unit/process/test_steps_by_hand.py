"""Sentences 4, 6, 7 and 8 on plain objects: what a case seems to need, how long a step takes, and who tires."""

from __future__ import annotations

import math
from types import SimpleNamespace as Fields

import pytest

from sim.foundation.draws import Kind
from sim.foundation.kinds import Change, Lane, Lead, ReturnTo, TeamChoice
from sim.process import diagnosis, fatigue, service

RUN = Fields(key=7, functions=3, mean_ambiguity=0.5, mean_familiarity=1.0, hidden_share=0.5)
NOTHING_HIDDEN = (False, False, False)


def drawn(monkeypatch, module, **values: float) -> list:
    """Draws of a module: by kind what each is. Returns the addresses that were asked for."""
    asked = []

    def uniform(key, kind, entity, occurrence):
        asked.append((key, kind, entity, occurrence))
        return values[kind.name]

    monkeypatch.setattr(module, "uniform", uniform)
    return asked


@pytest.fixture
def foreseen(monkeypatch):
    """Positions of needs that are foreseen; empty until a test adds some."""
    positions = set()
    monkeypatch.setattr(diagnosis, "is_foreseen", lambda case, policy, run, hidden, position: position in positions)
    return positions


# 4 What it seems to be


def test_the_address_of_an_assignment():
    assert diagnosis.address(Fields(contact=1, position=2, attempt=3)) == (64 + 2) * 64 + 3


def test_what_is_in_sight(foreseen):
    foreseen.add(2)
    seen = [diagnosis.is_in_sight(None, None, RUN, (False, True, True), position) for position in range(3)]
    assert seen == [True, False, True]


@pytest.mark.parametrize(
    ("return_to", "person", "at_front"),
    [
        (ReturnTo.FRONT, -1, True),
        (ReturnTo.SAME_TEAM, 4, False),
        (ReturnTo.SAME_PERSON, 4, False),
        (ReturnTo.OWNER, 5, False),
    ],
)
def test_who_counts_for_a_customer_who_comes_back(return_to, person, at_front):
    policy = Fields(return_to=return_to)
    assert diagnosis.returns_to(Fields(last_met=4, owner=5), policy) == person
    assert diagnosis.at_front_door(Fields(holder=-1, last_met=4, owner=5), policy) is at_front
    assert not diagnosis.at_front_door(Fields(holder=0, last_met=4, owner=5), policy)
    nobody = Fields(holder=-1, last_met=-1, owner=-1)
    assert diagnosis.at_front_door(nobody, policy)
    assert diagnosis.at_front_door(Fields(holder=-1, last_met=0, owner=0), policy) is at_front


MISROUTED = Fields(
    misroute_share=0.25, intelligent_routing=0.5, routing_misroute_cut=0.5, familiarity_misroutes=1.0,
    misroute_ambiguity_slope=1.0, misroute_decay=0.5,
)  # fmt: skip
# 0.25 * 2 of the channel, less a quarter by routing, half as much again in a new team, a quarter more where unclear
MISROUTES = 0.703125


def seems(wrong=(0.25, 0.5, 1.0), position=1, attempt=0, functions=3, familiarity=0.5) -> int:
    return diagnosis.apparent_need(
        Fields(ambiguity=0.75, contact=1, lineage=9), Fields(misroute_factor=2.0), MISROUTED,
        Fields(**vars(RUN) | {"functions": functions}), (0, 2, 1), NOTHING_HIDDEN, wrong, position, attempt,
        familiarity,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("draw", "attempt", "found"),
    [
        (MISROUTES, 0, 2),
        (math.nextafter(MISROUTES, 0.0), 0, 0),
        (MISROUTES / 2, 1, 2),
        (math.nextafter(MISROUTES / 2, 0.0), 1, 0),
    ],
)
def test_how_often_a_need_is_taken_for_another(monkeypatch, foreseen, draw, attempt, found):
    asked = drawn(monkeypatch, diagnosis, DIAGNOSIS=draw, WRONG_FUNCTION=0.1)
    assert seems(attempt=attempt) == found
    at = (64 + 1) * 64 + attempt
    assert asked == [(7, Kind.DIAGNOSIS, 9, at), (7, Kind.WRONG_FUNCTION, 9, at)][: len(asked)]
    assert len(asked) == (1 if found == 2 else 2)


@pytest.mark.parametrize(("draw", "found"), [(0.2, 0), (0.25, 1), (0.4, 1), (0.5, 2), (0.99, 2)])
def test_for_which_other(monkeypatch, foreseen, draw, found):
    drawn(monkeypatch, diagnosis, DIAGNOSIS=0.0, WRONG_FUNCTION=draw)
    assert seems(position=2) == found


def test_where_no_other_is_named_it_is_what_it_is(monkeypatch, foreseen):
    drawn(monkeypatch, diagnosis, DIAGNOSIS=0.0, WRONG_FUNCTION=0.5)
    assert seems(wrong=(0.25, 0.25, 0.5)) == 2


@pytest.mark.parametrize(
    ("known", "attempt", "functions", "found"),
    [(False, 0, 1, 2), (True, 0, 3, 2), (True, 1, 3, 0), (False, 0, 3, 0), (False, 0, 2, 0)],
)
def test_what_is_never_taken_for_another(monkeypatch, foreseen, known, attempt, functions, found):
    """With one function alone, or at the first attempt of a need that was foreseen."""
    drawn(monkeypatch, diagnosis, DIAGNOSIS=0.0, WRONG_FUNCTION=0.1)
    foreseen |= {1} if known else set()
    assert seems(attempt=attempt, functions=functions) == found


@pytest.mark.parametrize(
    ("hidden", "lane"),
    [
        (NOTHING_HIDDEN, Lane.COMPLEX),
        ((False, True, False), Lane.COMPLEX),
        ((False, False, True), Lane.COMPLEX),
        ((False, True, True), Lane.SIMPLE),
    ],
)
def test_which_lane_it_looks_like(foreseen, hidden, lane):
    dials = Fields(complex_from_needs=2, complex_from_ambiguity=0.9)
    assert diagnosis.lane_seen(Fields(needs=3, ambiguity=0.3), dials, RUN, hidden) == lane
    assert diagnosis.lane_seen(Fields(needs=3, ambiguity=0.9), dials, RUN, hidden) == Lane.COMPLEX


@pytest.mark.parametrize(
    ("first_line", "team_lane", "found"),
    [
        (True, Lane.SIMPLE, [True, True, False]),
        (False, Lane.ANY, [True, True, True]),
        (False, Lane.SIMPLE, [False, False, False]),
        (False, Lane.COMPLEX, [True, True, True]),
    ],
)
def test_which_teams_a_case_belongs_in(first_line, team_lane, found):
    """A complex one: plain enough, just so, and not."""
    team, policy = Fields(first_line=first_line, lane=team_lane), Fields(first_line_to_ambiguity=0.5)
    assert [diagnosis.admits(team, Fields(ambiguity=one), policy, Lane.COMPLEX) for one in (0.25, 0.5, 0.75)] == found


def test_whose_team_an_account_is_named_to(monkeypatch):
    asked = drawn(monkeypatch, diagnosis, TEAM=0.7)
    assert diagnosis.place_named(Fields(account=8), RUN, 5) == 3
    assert asked == [(7, Kind.TEAM, 8, 0)]
    policy = Fields(named_account_slack=0.5)
    assert [diagnosis.is_overfull(policy, named, 1.0) for named in (1.0, 1.5, 1.75)] == [False, False, True]


@pytest.mark.parametrize(
    ("choice", "entity", "occurrence"), [(TeamChoice.ACCOUNT, 8, 3), (TeamChoice.RANDOM, 9, (64 + 2) * 64 + 3)]
)
def test_which_team_is_drawn(monkeypatch, choice, entity, occurrence):
    asked = drawn(monkeypatch, diagnosis, TEAM=0.7)
    case = Fields(account=8, lineage=9, apparent=2, contact=1, position=2, attempt=3)
    assert diagnosis.candidate_drawn(case, Fields(team_choice=choice), RUN, 5) == 3
    assert asked == [(7, Kind.TEAM, entity, occurrence)]


# 8 Fatigue: half of what is left in ten minutes of serving, half of it gone in five of rest


TIRES = Fields(
    rise_half_life_minutes=10.0, fall_half_life_minutes=5.0, strain_line=0.5, distress_weight=1.0, drafting=0.5,
    rest_minutes=4.0, max_lead_minutes=30.0, skill_weight=16.0, fatigue_weight=8.0, familiarity_weight=4.0,
    heard_weight=2.0, rest_weight=1.0,
)  # fmt: skip
WEEKS = Fields(cohort_start=107.0, cohort_end=200.0)


def somebody(**fields: float) -> Fields:
    plain = {
        "fatigue": 0.0, "settled_at": 100.0, "tiring": 0.0, "week_strain": 1.0, "occupied": False, "free_since": 100.0,
        "led_minutes": 20.0,
    }  # fmt: skip
    return Fields(**plain | fields)


@pytest.mark.parametrize(
    ("before", "tiring", "now", "after", "strain", "booked"),
    [
        (0.0, 2.0, 110.0, 0.75, 5.0, 3.0),  # the last five of ten minutes, three of them inside the weeks
        (0.0, 1.0, 110.0, 0.5, 0.0, 0.0),
        (0.5, 0.5, 120.0, 0.75, 20.0, 13.0),
        (0.75, 0.0, 110.0, 0.1875, 2.924812, 0.0),  # the first three minutes, before the weeks
        (0.5, 0.0, 105.0, 0.25, 0.0, 0.0),
        (0.5, 0.0, 100.5, 0.466516, 0.0, 0.0),
        (0.625, 0.0, 100.5, 0.583146, 0.5, 0.0),
    ],
)
def test_fatigue_is_settled(before, tiring, now, after, strain, booked):
    person, row = somebody(fatigue=before, tiring=tiring), Fields(strain_minutes=2.0)
    fatigue.settle(person, row, TIRES, WEEKS, now)
    near = {"abs": 2.0**-19}
    assert person.fatigue == pytest.approx(after, **near)
    assert person.week_strain == pytest.approx(1.0 + strain, **near)
    assert row.strain_minutes == pytest.approx(2.0 + booked, **near)
    assert person.settled_at == now
    assert fatigue.fatigue_now(somebody(fatigue=before, tiring=tiring), TIRES, now) == person.fatigue


@pytest.mark.parametrize(("started", "booked"), [(107.0, 2.924812), (108.5, 1.5), (105.0, 0.924812)])
def test_strain_while_resting_is_the_first_of_it(started, booked):
    """Nearly three minutes until the line, a quarter of an hour of rest; only what lies in the weeks is booked."""
    person, row = somebody(fatigue=0.75, settled_at=started), Fields(strain_minutes=0.0)
    run = Fields(cohort_start=107.0, cohort_end=110.0)
    fatigue.settle(person, row, TIRES, run, started + 15.0)
    assert row.strain_minutes == pytest.approx(booked, abs=2.0**-19)


def test_strain_is_booked_however_short_it_is():
    for tiring, before, minutes in ((1.0, 0.75, 0.5), (0.0, 0.75, 0.5)):
        person, row = somebody(fatigue=before, tiring=tiring, settled_at=150.0), Fields(strain_minutes=0.0)
        fatigue.settle(person, row, TIRES, WEEKS, 150.0 + minutes)
        assert (row.strain_minutes, person.week_strain) == (0.5, 1.5)


def test_in_no_time_nobody_recovers():
    at_once = Fields(**vars(TIRES) | {"fall_half_life_minutes": 0.0})
    for now, left in ((99.0, 0.5), (100.0, 0.5), (100.5, 0.0)):
        person = somebody(fatigue=0.5)
        assert fatigue.fatigue_now(person, at_once, now) == left
        fatigue.settle(person, Fields(strain_minutes=0.0), at_once, WEEKS, now)
        assert (person.fatigue, person.settled_at) == (left, max(now, 100.0))


def test_what_lies_in_the_weeks():
    assert fatigue.in_cohort_weeks(WEEKS, 100.0, 110.0) == 3.0
    assert fatigue.in_cohort_weeks(WEEKS, 190.0, 230.0) == 10.0


def test_whoever_leads_is_spared_by_wings(monkeypatch):
    monkeypatch.setattr(fatigue, "drafting_saving", lambda wings: wings / 8)
    case = Fields(distress=0.5)
    assert fatigue.tiring_of_lead(case, TIRES, 2) == 1.5 * 0.875
    person, row = somebody(tiring=1.0), Fields(strain_minutes=0.0)
    fatigue.spare_lead(person, row, case, TIRES, WEEKS, 4, 110.0)
    assert (person.fatigue, person.settled_at, person.tiring) == (0.5, 110.0, 1.5 * 0.75)


def test_what_counts_as_led():
    for idle, led in ((3.5, 28.0), (4.0, 8.0)):
        person = somebody()
        fatigue.count_led(person, TIRES, 8.0, idle)
        assert person.led_minutes == led


@pytest.mark.parametrize(
    ("occupied", "led_minutes", "now", "found"),
    [
        (False, 31.0, 103.5, True),
        (False, 31.0, 104.0, False),
        (False, 30.0, 101.0, False),
        (True, 31.0, 104.0, True),
    ],
)
def test_who_has_led_too_long(occupied, led_minutes, now, found):
    person = somebody(occupied=occupied, led_minutes=led_minutes)
    assert fatigue.led_too_long(person, TIRES, now) is found
    no_rest_needed = Fields(**vars(TIRES) | {"rest_minutes": 0.5})
    assert fatigue.led_too_long(somebody(occupied=True, led_minutes=31.0), no_rest_needed, 104.0)


def test_how_well_somebody_fits():
    """After five minutes of rest: a quarter tired. 16 * 0.5 - 8 * 0.25 + 4 * 0.5, 2 for having heard, 1 off by 31."""
    for heard, led, found in ((False, 0.0, 8.0), (True, 0.0, 10.0), (True, 31.0, 9.0)):
        person = somebody(fatigue=0.5, occupied=True, led_minutes=led)
        assert fatigue.score(person, TIRES, 0.5, 0.5, heard, 105.0) == found


# 6 and 7 A step


@pytest.mark.parametrize(
    ("triage", "mean", "constant", "found"),
    [(True, 3.0, True, 0.0), (False, 0.0, True, 0.0), (False, 0.5, True, 0.5), (False, 3.0, False, 2.079442)],
)
def test_work_once_a_call_is_over(monkeypatch, triage, mean, constant, found):
    asked = drawn(monkeypatch, service, AFTER_CALL=0.5)
    case, function = (
        Fields(is_triage=triage, lineage=9, contact=1, position=2),
        Fields(after_call_minutes=mean, after_call_constant=constant),
    )
    assert service.minutes_after_call(case, function, RUN) == pytest.approx(found, abs=2.0**-20)
    assert asked == ([(7, Kind.AFTER_CALL, 9, (64 + 2) * 64)] if found else [])


@pytest.mark.parametrize(
    ("wings", "lead", "triage", "found"),
    [
        (1, Lead.ROTATING, False, True),
        (0, Lead.ROTATING, False, False),
        (2, Lead.FIXED, False, False),
        (2, Lead.LEADERLESS, True, False),
    ],
)
def test_whether_wings_may_be_called(wings, lead, triage, found):
    assert service.has_wings(Fields(is_triage=triage), Fields(wings=wings, lead=lead)) is found


@pytest.mark.parametrize(
    ("needs", "hidden", "attach_from", "next_share", "found"),
    [
        (5, (False,) * 5, 1.0, 0.5, ("next", 4, 0, 0.25)),
        (4, (False,) * 5, 1.0, 0.5, -1),
        (5, (False,) * 4 + (True,), 0.2, 0.5, 2),
        (5, (False,) * 4 + (True,), 0.21, 0.5, -1),
        (4, (False,) * 5, 0.2, 0.5, 2),
        (4, (False,) * 5, 0.0, 0.0, -1),
    ],
)
def test_whom_to_call(monkeypatch, needs, hidden, attach_from, next_share, found):
    """Of the needs nothing says anything of, a quarter are unseen: a fifth, where half are followed by another."""
    monkeypatch.setattr(
        service, "apparent_need", lambda case, channel, policy, run, need, hidden, wrong, *rest: ("next", *rest)
    )
    monkeypatch.setattr(service, "is_in_sight", lambda case, policy, run, hidden, position: not hidden[position])
    called = service.function_to_call(
        Fields(position=1, joined=2, needs=needs), Fields(next_share=next_share, likeliest_next=2), None,
        Fields(predictive=0.5, attach_from_share=attach_from), RUN, (0,) * 5, hidden, (), 0.25,
    )  # fmt: skip
    assert called == found


def test_when_wings_are_called_and_an_adviser_is_done():
    assert service.call_at(Fields(listen_share=0.25), 8.0, 100.0) == 98.0
    policy = Fields(consult_share=0.25, link_minutes=3.0)
    assert [service.adviser_until(policy, 8.0, elsewhere, 100.0) for elsewhere in (False, True)] == [102.0, 105.0]


@pytest.mark.parametrize(
    ("lead", "skill", "own", "best", "found"),
    [
        (Lead.ROTATING, 0.0, 2.0, 1.0, False),
        (Lead.ROTATING, 0.5, 2.0, 2.0, True),
        (Lead.ROTATING, 0.5, 1.0, 2.0, False),
        (Lead.ROTATING, 0.5, 3.0, 2.0, True),
        (Lead.LEADERLESS, 0.5, 1.0, 2.0, True),
        (Lead.LEADERLESS, 0.0, 1.0, 2.0, False),
    ],
)
def test_who_needs_no_wing(lead, skill, own, best, found):
    assert service.needs_no_wing(Fields(lead=lead), skill, own, best) is found


def test_calls_count_until_the_deadline():
    contact = Fields(wings_called=3)
    for now in (9.0, 10.0, 10.5):
        service.count_call(Fields(deadline=10.0), contact, now)
    assert contact.wings_called == 5


def test_a_wing_that_leads_next():
    case = Fields(called_for=2, apparent=0, team=0, position=3, joined=2)
    found = [service.may_lead_next(case, Fields(on_shift=here), need) for here in (True, False) for need in (2, 1)]
    assert found == [True, False, False, False]
    assert [service.is_put_off(2, waiting) for waiting in (1, 2, 3)] == [True, False, False]
    service.go_to_wing(case, 4, 2)
    assert (case.apparent, case.team, service.last_position(case)) == (2, 4, 5)


def test_work_done_again_is_less():
    policy = Fields(return_work_share=0.25)
    assert [service.work_left(Fields(again=again), policy, 8.0) for again in (False, True)] == [8.0, 2.0]


@pytest.mark.parametrize(
    ("triage", "now", "skill", "sums"), [(False, 10.0, 0.75, (1.5, 1.75, 1.125, 1.25)), (True, 10.5, 0.0, (1.0,) * 4)]
)
def test_what_a_customer_meets(triage, now, skill, sums):
    case = Fields(context=0.5, told=6.0, is_triage=triage, deadline=10.0)
    contact = Fields(context_sum=1.0, skill_sum=1.0, fatigue_sum=1.0, warmth_sum=1.0)
    service.add_up(case, contact, Fields(fatigue=0.125, effort=0.875, warmth=0.25), 0.75, now)
    last = (case.last_context, case.last_told, case.last_fatigue, case.last_skill, case.last_effort)
    assert last == (0.5, 6.0, 0.125, skill, 0.875)
    assert (contact.context_sum, contact.skill_sum, contact.fatigue_sum, contact.warmth_sum) == sums


@pytest.mark.parametrize(
    ("walls", "teams", "team", "found"), [(1, 2, 4, True), (0, 2, 4, False), (1, 1, 4, False), (1, 2, 3, False)]
)
def test_what_the_own_queue_is(walls, teams, team, found):
    assert service.is_own_queue(Fields(team=4), Fields(walls=walls), team, teams) is found


PARTS = ("work", "skill", "retold", "changeover", "fatigue", "coordination", "link", "rework")
LENGTHS = tuple(f"{part}_minutes" for part in PARTS)


@pytest.fixture
def loaded(monkeypatch):
    """A room in which work takes as many times as long as the pressure is."""
    monkeypatch.setattr(service, "minutes_under_load", lambda minutes, person, policy, pressure: minutes * pressure)


def measured(**fields: float) -> tuple[float, ...]:
    plain = {"change": Change.HANDOFF, "is_triage": False, "is_wrong": False, "told": 16.0, "context": 0.5}
    policy = Fields(
        familiarity_takeovers=1.0, agent_assist=1.0, assist_novice_gain=1.0, assist_novice_speed=0.5,
        intelligent_routing=0.5, routing_time_gain=0.5, account_background_share=0.5, own_queue_speed=2.0,
        retelling_share=0.25, changeover_minutes=2.0, slow=0.5, coordination_share=0.25, triage_minutes=4.0,
    )  # fmt: skip
    length = Fields()
    service.measure_step(
        Fields(**plain | fields), Fields(pace=2.0, dip=0.5, familiarity=0.5, fatigue=0.5), policy, RUN, length,
        work=8.0, skill=0.25, known=0.5, is_own=True, colleagues=2, link_minutes=1.0, briefing_minutes=2.0,
        pressure=2.0,
    )  # fmt: skip
    return tuple(getattr(length, name) for name in LENGTHS)


@pytest.mark.parametrize(
    ("fields", "lengths"),
    [
        # 8 * 0.75 * 0.75 = 4.5 at speed 0.25 * 2, twice as fast with help, and in the own queue, half as fast in a dip;
        # twice that under load, told again 2 * 1.5, the change 2 * 1.5, then * 1.25, * 1.5, + 1 + 2
        ({}, (8.0, 9.0, 12.0, 15.0, 18.75, 28.125, 31.125, 31.125)),
        ({"change": Change.LEAD_CHANGE}, (8.0, 9.0, 12.0, 15.0, 18.75, 28.125, 31.125, 31.125)),
        ({"is_wrong": True}, (8.0, 9.0, 12.0, 15.0, 18.75, 28.125, 31.125, 35.125)),
        ({"change": Change.SAME_PERSON}, (8.0, 9.0, 11.0, 11.0, 13.75, 20.625, 23.625, 23.625)),
        ({"is_triage": True}, (0.0, 0.0, 0.0, 3.0, 3.75, 5.625, 8.625, 12.625)),
    ],
)
def test_how_long_a_step_takes(loaded, fields, lengths):
    assert measured(**fields) == lengths


@pytest.mark.parametrize(
    ("limit", "parts"),
    [
        (100.0, (1, 2, 3, 4, 5, 6, 7, 8)),
        (12.0, (1, 2, 3, 4, 2, 0, 0, 0)),
        (32.0, (1, 2, 3, 4, 5, 6, 7, 4)),
        (0.0, (0,) * 8),
    ],
)
def test_parts_are_booked_up_to_a_limit(limit, parts):
    row = Fields(**dict.fromkeys(LENGTHS, 100.0))
    service.book_parts(row, Fields(**dict(zip(LENGTHS, (1, 3, 6, 10, 15, 21, 28, 36), strict=True))), limit)
    assert tuple(getattr(row, name) - 100.0 for name in LENGTHS) == parts


@pytest.mark.parametrize(
    ("fields", "left", "found"),
    [
        ({"is_triage": True}, True, (3, 7.0, 0.75, 2, 1, 1)),
        ({"is_triage": True, "context": 0.875}, True, (3, 7.0, 0.875, 2, 1, 1)),
        ({}, True, (3, 13.0, 1.0, 0, 3, 0)),
        ({"is_wrong": True}, True, (3, 17.0, 1.0, 0, 3, 0)),
        ({"joined": 0}, True, (3, 13.0, 1.0, 0, 2, 0)),
        ({"joined": 2}, False, (3, 13.0, 1.0, 1, 3, 0)),
    ],
)
def test_what_is_told_known_and_done_after_a_step(fields, left, found):
    plain = {
        "step": 2, "is_triage": False, "is_wrong": False, "told": 3.0, "context": 0.5, "attempt": 1, "position": 1,
        "joined": 1, "needs": 4,
    }  # fmt: skip
    case = Fields(**plain | fields)
    assert service.end_step(case, Fields(triage_minutes=4.0, context_kept_triage=0.75), 10.0) is left
    assert (case.step, case.told, case.context, case.attempt, case.position, case.joined) == found
